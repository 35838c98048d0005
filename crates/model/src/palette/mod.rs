//! The colours that charts are drawn in, and which series gets which.
//!
//! A canvas knows no CSS, so the app reads the tokens of the theme once and hands them over as a
//! [`Palette`]. Invariants: a series' colour follows from what it is about (its provider, its
//! queue, its percentile) and from what stands beside it in its chart, never from its position,
//! so hiding a series or a new order changes no colour; two series of one chart share a colour
//! only where there are more than eight.

mod assign;
mod color;

pub use assign::series_colors;
pub use color::Rgb;

use contract::catalogue::Severity;
use contract::panel::State;

/// The colours of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Palette {
    /// What charts stand on.
    pub surface: Rgb,
    /// Numbers and names.
    pub text: Rgb,
    /// Words beside them.
    pub text_muted: Rgb,
    /// Lines across a chart.
    pub grid: Rgb,
    /// Labels of axes.
    pub axis: Rgb,
    /// What is pointed at or selected.
    pub accent: Rgb,
    /// Series, told apart by eyes without one kind of cone too.
    pub series: [Rgb; 8],
    /// On the good side of a limit.
    pub ok: Rgb,
    /// Past a limit whose severity is warning.
    pub warning: Rgb,
    /// Past a limit whose severity is critical.
    pub critical: Rgb,
    /// Nothing to judge by.
    pub no_data: Rgb,
    /// Few to many, in steps that look even.
    pub heat: [Rgb; 6],
}

impl Palette {
    /// The dark theme, as `style/10-tokens.css` has it; a test holds the two together.
    pub const fn dark() -> Self {
        Self {
            surface: (0x13, 0x17, 0x1d),
            text: (0xe7, 0xea, 0xf0),
            text_muted: (0x9c, 0xa7, 0xb6),
            grid: (0x22, 0x29, 0x32),
            axis: (0x9c, 0xa7, 0xb6),
            accent: (0x6c, 0xb2, 0xff),
            series: [
                (0x70, 0xc6, 0xf1),
                (0xe6, 0x8a, 0x4c),
                (0x95, 0x78, 0xc0),
                (0x86, 0xf0, 0xcf),
                (0xd0, 0x4a, 0x72),
                (0xef, 0xe0, 0x5a),
                (0x4a, 0x90, 0xf2),
                (0x8f, 0x9a, 0xa5),
            ],
            ok: (0x4c, 0xc3, 0x8a),
            warning: (0xe5, 0xb5, 0x4a),
            critical: (0xff, 0x7b, 0x72),
            no_data: (0x97, 0xa2, 0xb1),
            heat: [
                (0x17, 0x20, 0x2b),
                (0x1b, 0x3a, 0x57),
                (0x23, 0x5b, 0x8a),
                (0x3a, 0x82, 0xbb),
                (0x76, 0xb3, 0xe0),
                (0xd3, 0xeb, 0xfb),
            ],
        }
    }

    /// The light theme, as `style/10-tokens.css` has it; a test holds the two together.
    pub const fn light() -> Self {
        Self {
            surface: (0xff, 0xff, 0xff),
            text: (0x14, 0x18, 0x1e),
            text_muted: (0x4f, 0x5a, 0x68),
            grid: (0xe6, 0xea, 0xee),
            axis: (0x4f, 0x5a, 0x68),
            accent: (0x0b, 0x5c, 0xc4),
            series: [
                (0x12, 0x65, 0xa7),
                (0xa4, 0x45, 0x00),
                (0x91, 0x70, 0xf0),
                (0x1d, 0x96, 0x8a),
                (0x85, 0x0d, 0x31),
                (0xa6, 0x86, 0x22),
                (0x31, 0x45, 0x78),
                (0x5c, 0x60, 0x6c),
            ],
            ok: (0x16, 0x92, 0x5d),
            warning: (0xb8, 0x7a, 0x00),
            critical: (0xd9, 0x3a, 0x40),
            no_data: (0x5a, 0x65, 0x73),
            heat: [
                (0xee, 0xf3, 0xf8),
                (0xc9, 0xde, 0xf0),
                (0x93, 0xbf, 0xe2),
                (0x53, 0x97, 0xcf),
                (0x1f, 0x6c, 0xab),
                (0x0c, 0x3f, 0x70),
            ],
        }
    }

    /// The theme whose tokens `token` returns: `#rgb`, `#rrggbb` or `rgb(…)` for a name like
    /// `--series-1`. What is missing or unreadable is taken from the dark theme.
    pub fn from_tokens(token: impl Fn(&str) -> Option<String>) -> Self {
        let token: &dyn Fn(&str) -> Option<String> = &token;
        let read =
            |name: &str, fallback: Rgb| token(name).and_then(|text| color::parse(&text)).unwrap_or(fallback);
        let numbered =
            |prefix: &str, number: usize, fallback: Rgb| read(&format!("{prefix}{number}"), fallback);
        let dark = Self::dark();
        let mut series = dark.series;
        for (index, color) in series.iter_mut().enumerate() {
            *color = numbered("--series-", index + 1, *color);
        }
        let mut heat = dark.heat;
        for (index, color) in heat.iter_mut().enumerate() {
            *color = numbered("--heat-", index, *color);
        }
        Self {
            surface: read("--surface-2", dark.surface),
            text: read("--text", dark.text),
            text_muted: read("--text-muted", dark.text_muted),
            grid: read("--chart-grid", dark.grid),
            axis: read("--chart-axis", dark.axis),
            accent: read("--accent", dark.accent),
            series,
            // Those of areas: the others are as strong as words have to be.
            ok: read("--fill-ok", dark.ok),
            warning: read("--fill-warning", dark.warning),
            critical: read("--fill-critical", dark.critical),
            no_data: read("--status-nodata", dark.no_data),
            heat,
        }
    }

    /// The colour of a state.
    pub fn state(&self, state: State) -> Rgb {
        match state {
            State::NoData => self.no_data,
            State::Ok => self.ok,
            State::Warning => self.warning,
            State::Critical => self.critical,
        }
    }

    /// The colour of a limit.
    pub fn severity(&self, severity: Severity) -> Rgb {
        match severity {
            Severity::Warning => self.warning,
            Severity::Critical => self.critical,
        }
    }

    /// `color` laid over the surface with `share` (0 to 1) of itself: what a translucent fill
    /// looks like, but opaque, so that areas may overlap without mixing.
    pub fn over_surface(&self, color: Rgb, share: f64) -> Rgb {
        color::mix(self.surface, color, share)
    }

    /// `color` with `share` (0 to 1) of the colour of words: another shade that stands out from the
    /// surface no less.
    pub fn toward_text(&self, color: Rgb, share: f64) -> Rgb {
        color::mix(color, self.text, share)
    }

    /// The heat colour at `level`, 0 (few) to 1 (many); steps of equal size look equal.
    pub fn heat_at(&self, level: f64) -> Rgb {
        color::ramp(&self.heat, level)
    }
}

#[cfg(test)]
mod tests;
