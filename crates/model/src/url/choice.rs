//! What a person may choose for all pages: zone, theme and how often to refresh.

use contract::time::{MINUTE_MS, SECOND_MS};

/// The zone that times are shown in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ZoneChoice {
    /// Coordinated universal time.
    #[default]
    Utc,
    /// The zone of the browser.
    Local,
}

impl ZoneChoice {
    /// Its name in addresses: `utc`, `local`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Utc => "utc",
            Self::Local => "local",
        }
    }

    /// The choice with this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Utc, Self::Local].into_iter().find(|choice| choice.slug() == slug)
    }

    /// The other one.
    #[must_use]
    pub fn toggled(self) -> Self {
        match self {
            Self::Utc => Self::Local,
            Self::Local => Self::Utc,
        }
    }
}

/// The colours of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// Light on dark.
    #[default]
    Dark,
    /// Dark on light.
    Light,
}

impl ThemeChoice {
    /// Its name in addresses and in `data-theme`: `dark`, `light`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The choice with this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        [Self::Dark, Self::Light].into_iter().find(|choice| choice.slug() == slug)
    }

    /// The other one.
    #[must_use]
    pub fn toggled(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}

/// When new data is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Refresh {
    /// As soon as the server says that there is some.
    #[default]
    Live,
    /// Every ten seconds.
    TenSeconds,
    /// Every thirty seconds.
    ThirtySeconds,
    /// Every minute.
    Minute,
    /// Only when asked to.
    Off,
}

impl Refresh {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [Self::Live, Self::TenSeconds, Self::ThirtySeconds, Self::Minute, Self::Off];

    /// Its name in addresses: `live`, `10s`, `30s`, `1m`, `off`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::TenSeconds => "10s",
            Self::ThirtySeconds => "30s",
            Self::Minute => "1m",
            Self::Off => "off",
        }
    }

    /// The choice with this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.slug() == slug)
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Live => "Live",
            Self::TenSeconds => "10\u{202f}s",
            Self::ThirtySeconds => "30\u{202f}s",
            Self::Minute => "1\u{202f}min",
            Self::Off => "Off",
        }
    }

    /// How much time passes between two questions, in milliseconds, where a clock decides.
    pub fn interval_ms(self) -> Option<i64> {
        match self {
            Self::Live | Self::Off => None,
            Self::TenSeconds => Some(10 * SECOND_MS),
            Self::ThirtySeconds => Some(30 * SECOND_MS),
            Self::Minute => Some(MINUTE_MS),
        }
    }
}
