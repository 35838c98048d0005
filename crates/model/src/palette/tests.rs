//! The colours that are really in the style sheet are checked, not a copy of them.
#![expect(clippy::many_single_char_names, reason = "colour spaces name their axes by one letter")]

use super::*;
use contract::panel::Series;
use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../../../style/10-tokens.css");

/// The tokens of one theme: a later block of the file overrides an earlier one.
fn theme(is_light: bool) -> Palette {
    let light_start = TOKENS.find("data-theme=\"light\"").unwrap();
    Palette::from_tokens(|name| {
        let find = |text: &str| {
            let line = text.lines().find(|line| line.trim().starts_with(&format!("{name}:")))?;
            Some(line.split_once(':')?.1.trim().trim_end_matches(';').to_owned())
        };
        let (dark, light) = TOKENS.split_at(light_start);
        if is_light { find(light).or_else(|| find(dark)) } else { find(dark) }
    })
}

fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |c: Rgb| 0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2);
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Full colour vision, then without red, green and blue cones (Machado et al. 2009, severity 1).
const EYES: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

fn oklab(color: Rgb, eye: &[[f64; 3]; 3]) -> [f64; 3] {
    let rgb = [linear(color.0), linear(color.1), linear(color.2)];
    let [r, g, b] = eye.map(|row| row.iter().zip(rgb).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0));
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    [
        0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
    ]
}

fn distance(a: Rgb, b: Rgb, eye: &[[f64; 3]; 3]) -> f64 {
    oklab(a, eye).iter().zip(oklab(b, eye)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt()
}

#[test]
fn the_built_in_themes_are_those_of_the_style_sheet() {
    assert_eq!(theme(false), Palette::dark());
    assert_eq!(theme(true), Palette::light());
}

#[test]
fn any_two_series_stay_apart_for_all_eyes_and_from_the_surface() {
    for (name, palette) in [("dark", theme(false)), ("light", theme(true))] {
        for state in [palette.ok, palette.warning, palette.critical] {
            assert!(contrast(state, palette.surface) >= 3.0, "{name}: {state:?} on the surface");
        }
        for (i, &a) in palette.series.iter().enumerate() {
            assert!(contrast(a, palette.surface) >= 3.0, "{name} {} on the surface", i + 1);
            for (j, &b) in palette.series.iter().enumerate().take(i) {
                for (eye, matrix) in ["full", "protan", "deutan", "tritan"].iter().zip(&EYES) {
                    let apart = distance(a, b, matrix);
                    // Hardly anyone lacks blue cones, and three times as many colours would fit a
                    // screen as fit such eyes; the legend and the tooltip name each line too.
                    let least = if *eye == "tritan" { 0.06 } else { 0.07 };
                    assert!(
                        apart >= least,
                        "{name}: series {} and {} are {apart:.3} apart for {eye}",
                        j + 1,
                        i + 1
                    );
                }
            }
        }
    }
}

#[test]
fn heat_rises_evenly() {
    for palette in [theme(false), theme(true)] {
        let [full, ..] = &EYES;
        let lightness: Vec<f64> =
            (0..=20).map(|step| oklab(palette.heat_at(f64::from(step) / 20.0), full)[0]).collect();
        let is_rising = lightness.last() > lightness.first();
        for pair in lightness.windows(2) {
            assert_eq!(pair[1] > pair[0], is_rising, "{lightness:?}");
        }
        let steps: Vec<f64> = palette.heat.windows(2).map(|pair| distance(pair[0], pair[1], full)).collect();
        let (least, most) =
            (steps.iter().copied().fold(1.0, f64::min), steps.iter().copied().fold(0.0, f64::max));
        assert!(most / least < 2.5, "{steps:?}");
    }
}

#[test]
fn css_forms_are_read() {
    for (text, expected) in [
        ("#0af", Some((0, 170, 255))),
        (" #12aBff ", Some((18, 171, 255))),
        ("rgb(1, 2, 3)", Some((1, 2, 3))),
        ("rgb(1 2 3 / 50%)", Some((1, 2, 3))),
        ("rgba(1,2,3,0.5)", Some((1, 2, 3))),
        ("#12", None),
        ("#ééé", None),
        ("red", None),
        ("rgb(1, 2)", None),
        ("", None),
    ] {
        assert_eq!(color::parse(text), expected, "{text}");
    }
}

fn named(name: &str, label: Option<(&str, &str)>, state: Option<State>) -> Series {
    let labels: BTreeMap<String, String> =
        label.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    Series { name: name.to_owned(), labels, state, values: Vec::new().into(), previous: None }
}

fn provider(name: &str) -> Series {
    named(name, Some(("provider", name)), None)
}

#[test]
fn a_colour_follows_the_subject_and_not_the_position() {
    let palette = Palette::dark();
    let names = ["fal", "replicate", "openai", "stability", "runway"];
    let forward: Vec<Series> = names.iter().map(|name| provider(name)).collect();
    let backward: Vec<Series> = names.iter().rev().map(|name| provider(name)).collect();
    let colors = series_colors(&forward, &palette);
    let mut reversed = series_colors(&backward, &palette);
    reversed.reverse();
    assert_eq!(colors, reversed);
    let mut distinct = colors.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), names.len());
    // The name on the legend may say more than the label; the subject is the label.
    let renamed = vec![named("fal p99", Some(("provider", "fal")), None), provider("replicate")];
    let plain = vec![provider("fal"), provider("replicate")];
    assert_eq!(series_colors(&renamed, &palette), series_colors(&plain, &palette));
}

#[test]
fn two_sides_of_one_subject_are_shades_of_its_colour() {
    let palette = Palette::dark();
    let side = |queue: &str, way: &str| {
        let labels = [("queue", queue), ("way", way)].map(|(key, value)| (key.to_owned(), value.to_owned()));
        Series { labels: labels.into(), ..named(&format!("{queue} {way}"), None, None) }
    };
    let sides = [side("gpu", "in"), side("gpu", "out"), side("cpu", "in")];
    let colors = series_colors(&sides, &palette);
    let alone = [named("gpu", Some(("queue", "gpu")), None), named("cpu", Some(("queue", "cpu")), None)];
    let subjects = series_colors(&alone, &palette);
    assert_eq!(
        (colors[0], colors[2]),
        (subjects[0], subjects[1]),
        "the same as where the queue has one line"
    );
    assert_eq!(colors[1], palette.toward_text(subjects[0], 0.45));
    assert!(contrast(colors[1], palette.surface) >= contrast(colors[0], palette.surface));
}

#[test]
fn a_step_of_the_pipeline_has_its_colour_beside_any_others() {
    let palette = Palette::dark();
    let step = |name: &str| named(name, Some(("task", name)), None);
    let few = series_colors(&[step("upscale"), step("generation")], &palette);
    let more = series_colors(
        &[named("all tasks", None, None), step("generation"), step("a new one"), step("upscale")],
        &palette,
    );
    assert_eq!((few[0], few[1]), (more[3], more[1]));
}

#[test]
fn states_have_their_own_colours_and_shades() {
    let palette = Palette::dark();
    let classes = [("2xx", State::Ok), ("3xx", State::Ok), ("4xx", State::Warning), ("5xx", State::Critical)];
    let series: Vec<Series> = classes.iter().map(|(name, state)| named(name, None, Some(*state))).collect();
    let colors = series_colors(&series, &palette);
    assert_eq!((colors[2], colors[3]), (palette.warning, palette.critical));
    assert_eq!(colors[0], palette.over_surface(palette.ok, 0.7), "what is well is calm");
    assert_ne!(colors[1], colors[0]);
}

#[test]
fn more_than_eight_series_still_get_a_colour_each() {
    let palette = Palette::light();
    let series: Vec<Series> = (0..20).map(|number| provider(&format!("host-{number}"))).collect();
    let colors = series_colors(&series, &palette);
    assert_eq!(colors.len(), 20);
    for color in palette.series {
        assert!(colors.contains(&color));
    }
}
