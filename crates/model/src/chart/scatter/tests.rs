use super::*;
use crate::chart::text_width::EstimatedWidth;
use contract::catalogue::{Direction, Severity};
use plotters::prelude::{IntoDrawingArea, SVGBackend};
use proptest::prelude::*;

const START_MS: i64 = 1_705_320_000_000;

fn scatter(scale: Scale, points: &[(i64, f64, State)]) -> Scatter {
    let points = points.iter().map(|&(after_ms, value, state)| ScatterPoint {
        at_ms: START_MS + after_ms,
        value,
        state,
    });
    Scatter {
        unit: Unit::Milliseconds,
        scale,
        window: Window { from_ms: START_MS, to_ms: START_MS + 3_600_000, step_ms: 60_000 },
        points: points.collect(),
        thresholds: Vec::new(),
    }
}

fn plot(scatter: &Scatter) -> ScatterPlot {
    let frame = Frame::new(400.0, 200.0, 1.0);
    ScatterPlot::new(&ScatterInput { scatter, zone: &Zone::Utc, frame, text: &EstimatedWidth })
}

fn svg(plot: &ScatterPlot) -> String {
    let mut scene = Scene::default();
    plot.draw(&Palette::dark(), &mut scene);
    let mut svg = String::new();
    let area = SVGBackend::with_string(&mut svg, (400, 200)).into_drawing_area();
    area.draw(&scene).unwrap();
    area.present().unwrap();
    drop(area);
    svg
}

fn hex((r, g, b): Rgb) -> String {
    format!("fill=\"#{r:02X}{g:02X}{b:02X}\"")
}

#[test]
fn a_point_stands_at_its_time_and_value_in_the_shape_of_its_state() {
    let data = scatter(
        Scale::Linear,
        &[
            (1_800_000, 500.0, State::Ok),
            (900_000, 1_000.0, State::Critical),
            (2_700_000, 250.0, State::Warning),
            (10, f64::NAN, State::Ok),
            (-5, 3.0, State::Ok),
            (3_600_000, 3.0, State::Ok),
        ],
    );
    let plot = plot(&data);
    let area = plot.area;
    let places: Vec<(usize, i32, i32)> =
        plot.marks().iter().map(|mark| (mark.point, mark.x, mark.y)).collect();
    let x = |share: f64| area.left + whole(share * f64::from(area.width()));
    let y = |value: f64| area.bottom - whole(value / plot.values.high * f64::from(area.height()));
    assert_eq!(places, [(1, x(0.25), y(1_000.0)), (0, x(0.5), y(500.0)), (2, x(0.75), y(250.0))]);
    let (svg, palette) = (svg(&plot), Palette::dark());
    let count = |tag: &str, color: Rgb| {
        svg.lines().filter(|line| line.starts_with(tag) && line.contains(&hex(color))).count()
    };
    let [ordinary, ..] = palette.series;
    assert_eq!(
        (count("<circle", ordinary), count("<polygon", palette.warning), count("<rect", palette.critical)),
        (1, 1, 1)
    );
}

#[test]
fn a_failure_is_never_hidden_by_what_went_well() {
    let mut points = vec![(600_000, 100.0, State::Ok); 30];
    points.insert(11, (600_000, 100.0, State::Critical));
    points.push((3_000_000, 5_000.0, State::Ok));
    let plot = plot(&scatter(Scale::Linear, &points));
    let [mark, _] = plot.marks() else { panic!("{:?}", plot.marks()) };
    assert_eq!((mark.state, mark.point, mark.count), (State::Critical, 11, 31));
}

#[test]
fn fifty_thousand_points_are_no_more_marks_than_pixels() {
    let mut seed = 7_u64;
    let points: Vec<(i64, f64, State)> = (0..50_000)
        .map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let (time, value) = (
                i64::try_from(seed >> 40).unwrap() % 3_600_000,
                f64::from(u32::try_from(seed >> 33 & 0x7f).unwrap()),
            );
            (time, value + 1.0, State::Ok)
        })
        .collect();
    let data = scatter(Scale::Log, &points);
    let plot = plot(&data);
    assert!(plot.marks().len() <= usize::try_from(plot.area.width() * plot.area.height()).unwrap());
    assert_eq!(plot.marks().iter().map(|mark| mark.count).sum::<usize>(), 50_000);
    assert!(plot.marks().is_sorted_by_key(|mark| (mark.x, mark.y)));
    assert!(!svg(&plot).contains("<circle"), "a crowd is drawn as specks");
}

#[test]
fn nothing_is_said_in_words() {
    let data = scatter(Scale::Log, &[]);
    let plot = plot(&data);
    assert!(svg(&plot).contains("No data in this range"));
    assert_eq!(
        (plot.nearest(100.0, 100.0), summary(&data, "traces", &Zone::Utc)),
        (None, "No data in this range.".to_owned())
    );
}

#[test]
fn words_say_how_many_where_and_what_failed() {
    let data = scatter(
        Scale::Linear,
        &[
            (0, 100.0, State::Ok),
            (60_000, 8_400.0, State::Critical),
            (120_000, 300.0, State::Warning),
            (180_000, 200.0, State::Ok),
            (240_000, 50.0, State::NoData),
        ],
    );
    let said = summary(&data, "traces", &Zone::Utc).replace('\u{202f}', " ");
    assert_eq!(
        said,
        "5 traces; half of them up to 200 ms, highest 8.40 s at 2024-01-15 12:01:00; 1 failed; 1 with a warning."
    );
    let plot = plot(&data);
    let mark = plot.marks().iter().find(|mark| mark.point == 1).unwrap();
    let words = point_words(&data, &Mark { count: 3, ..*mark }, &Zone::Utc).unwrap().replace('\u{202f}', " ");
    assert_eq!(words, "2024-01-15 12:01:00; 8.40 s; failed; 3 points here");
    let said = readout(&data, mark, &Palette::dark(), &Zone::Utc).unwrap();
    assert_eq!(said.sentence().replace('\u{202f}', " "), "2024-01-15 12:01:00; failed 8.40 s");
    assert_eq!((said.bucket, said.rows[0].color), (1, Some(Palette::dark().critical)));
}

#[test]
fn a_limit_is_drawn_like_that_of_a_chart() {
    let mut data = scatter(Scale::Linear, &[(60_000, 800.0, State::Ok)]);
    data.thresholds =
        vec![Threshold { value: 1_000.0, direction: Direction::Above, severity: Severity::Warning }];
    assert!(plot(&data).values.contains(1_000.0) && svg(&plot(&data)).contains("limit 1"));
}

#[test]
fn a_brush_selects_in_the_directions_that_it_is_drawn_in() {
    let data = scatter(Scale::Linear, &[(600_000, 100.0, State::Ok), (3_000_000, 1_000.0, State::Ok)]);
    let plot = plot(&data);
    let area = plot.area;
    let (left, top) = (f64::from(area.left), f64::from(area.top));
    let (width, height) = (f64::from(area.width()), f64::from(area.height()));
    let begun = Brush::at(left + width / 2.0, top + height / 2.0);
    assert_eq!(
        (
            begun.range(&plot),
            begun.area(&plot),
            begun.to(left + width / 2.0 + 3.0, top + height / 2.0).range(&plot)
        ),
        (None, None, None)
    );
    let both = begun.to(left + width / 4.0, top).range(&plot).unwrap();
    let (from_ms, to_ms) = both.time_ms.unwrap();
    assert_eq!((from_ms - START_MS, to_ms - START_MS), (900_000, 1_800_000));
    let (low, high) = both.values.unwrap();
    assert!((low - plot.values.high / 2.0).abs() < 1e-6 && (high - plot.values.high).abs() < 1e-6);
    let time_only = begun.to(1e9, top + height / 2.0 + 1.0);
    assert_eq!(time_only.range(&plot).unwrap().time_ms, Some((START_MS + 1_800_000, START_MS + 3_600_000)));
    assert_eq!(time_only.range(&plot).unwrap().values, None);
    let place = time_only.area(&plot).unwrap();
    assert_eq!((place.top, place.bottom, place.right), (area.top, area.bottom, area.right));
    assert_eq!(begun.to(left + width / 2.0, 1e9).range(&plot).unwrap().time_ms, None);
}

#[test]
fn a_brush_reads_values_off_a_logarithmic_axis() {
    let data = scatter(Scale::Log, &[(600_000, 1.0, State::Ok), (3_000_000, 10_000.0, State::Ok)]);
    let plot = plot(&data);
    let row = |value: f64| f64::from(plot.values.row(value, plot.area.top, plot.area.bottom));
    let (low, high) = Brush::at(50.0, row(10.0)).to(50.0, row(1_000.0)).range(&plot).unwrap().values.unwrap();
    assert!((low / 10.0 - 1.0).abs() < 0.06 && (high / 1_000.0 - 1.0).abs() < 0.06, "{low} {high}");
}

fn any_state() -> impl Strategy<Value = State> {
    prop::sample::select(vec![State::NoData, State::Ok, State::Warning, State::Critical])
}

proptest! {
    #[test]
    fn the_nearest_is_what_a_look_at_every_mark_would_find(
        points in prop::collection::vec((0i64..3_600_000, prop_oneof![1.0f64..1e5, -1e3f64..1e3], any_state()), 0..300),
        is_log: bool, pointer in (-50.0f64..450.0, -50.0f64..250.0),
    ) {
        let data = scatter(if is_log { Scale::Log } else { Scale::Linear }, &points);
        let plot = plot(&data);
        let (x, y) = (whole(pointer.0), whole(pointer.1));
        let distance = |mark: &Mark| (mark.x - x).pow(2) + (mark.y - y).pow(2);
        let all = plot.marks().iter().filter(|mark| distance(mark) <= 12 * 12);
        let expected = all.min_by_key(|mark| (distance(mark), std::cmp::Reverse(mark.state)));
        let found = plot.nearest(pointer.0, pointer.1);
        prop_assert_eq!(found.map(|mark| (distance(&mark), mark.state)), expected.map(|mark| (distance(mark), mark.state)));
        prop_assert_eq!(plot.marks().iter().map(|mark| mark.count).sum::<usize>(), points.len());
        let area = plot.area;
        prop_assert!(plot.marks().iter().all(|mark| (area.left..area.right).contains(&mark.x) && (area.top..=area.bottom).contains(&mark.y)));
    }
}
