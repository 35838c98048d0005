use super::*;
use contract::panel::State;
use proptest::prelude::*;

#[test]
fn a_line_goes_through_its_values_and_breaks_at_gaps() {
    let values = [Some(10.0), Some(40.0), None, Some(20.0), None, Some(30.0), Some(0.0)];
    let picture = draw(&chart(ChartStyle::Line, Unit::Count, vec![series("a", &values)]), &hidden(&[]));
    let at = |bucket: usize| (picture.column(bucket, 7), picture.row(values[bucket].unwrap(), 40.0));
    let lines = picture.colored("polyline", picture.plot.colors[0]);
    assert_eq!(
        lines.iter().map(|line| line.points()).collect::<Vec<_>>(),
        [vec![at(0), at(1)], vec![at(5), at(6)]]
    );
    let dots = picture.colored("circle", picture.plot.colors[0]);
    assert_eq!(
        dots.iter().map(|dot| (dot.number("cx"), dot.number("cy"))).collect::<Vec<_>>(),
        [at(3)],
        "a lone value is a dot"
    );
    assert_eq!(picture.texts(), ["0", "10", "20", "30", "40", "12:00", "12:02", "12:04", "12:06"]);
}

#[test]
fn a_spike_among_many_points_reaches_its_full_height() {
    let mut values = vec![Some(1.0); 50_000];
    values[31_234] = Some(1_000.0);
    let picture = draw(&chart(ChartStyle::Line, Unit::Count, vec![series("a", &values)]), &hidden(&[]));
    let points = picture.colored("polyline", picture.plot.colors[0])[0].points();
    let top = points.iter().min_by_key(|point| point.1).unwrap();
    assert_eq!(*top, (picture.column(31_234, 50_000), picture.plot.area.top));
    assert!(points.len() < 4 * 400);
}

#[test]
fn an_area_is_filled_down_to_zero() {
    let picture =
        draw(&chart(ChartStyle::Area, Unit::Count, vec![series("a", &[Some(4.0), Some(8.0)])]), &hidden(&[]));
    let fill = picture.colored("polygon", picture.plot.colors[0])[0];
    let (left, right) = (picture.column(0, 2), picture.column(1, 2));
    let zero = picture.plot.area.bottom;
    assert_eq!(
        fill.points(),
        [(left, zero), (left, picture.row(4.0, 8.0)), (right, picture.row(8.0, 8.0)), (right, zero)]
    );
}

#[test]
fn bars_stand_on_each_other_and_one_of_thousands_is_seen() {
    let rows = vec![
        Series { state: Some(State::Ok), ..series("2xx", &[Some(10_000.0), Some(5_000.0), None]) },
        Series { state: Some(State::Critical), ..series("5xx", &[Some(1.0), Some(5_000.0), None]) },
    ];
    let data = chart(ChartStyle::Bars, Unit::Count, rows);
    let picture = draw(&data, &hidden(&[]));
    let bars = |series: usize| -> Vec<(i32, i32)> {
        let bars = picture.colored("rect", picture.plot.colors[series]);
        bars.iter().map(|bar| (bar.number("y"), bar.number("y") + bar.number("height"))).collect()
    };
    let high = picture.plot.values.high;
    let row = |value: f64| picture.row(value, high);
    assert_eq!(bars(0), [(row(10_000.0), row(0.0)), (row(5_000.0), row(0.0))]);
    assert_eq!(bars(1), [(row(10_000.0) - 1, row(10_000.0)), (row(10_000.0), row(5_000.0))]);
    let alone = draw(&data, &hidden(&["2xx"]));
    assert_eq!(alone.colored("rect", alone.plot.colors[1]).len(), 2);
    assert!(alone.colored("rect", alone.plot.colors[0]).is_empty());
    assert_eq!(alone.plot.colors, picture.plot.colors, "hiding changes no colour");
}

#[test]
fn dense_bars_keep_the_tallest_of_each_column() {
    let mut values = vec![Some(1.0); 20_000];
    values[7_777] = Some(500.0);
    let picture = draw(&chart(ChartStyle::Bars, Unit::Count, vec![series("a", &values)]), &hidden(&[]));
    let bars = picture.colored("rect", picture.plot.colors[0]);
    let tallest = bars.iter().max_by_key(|bar| bar.number("height")).unwrap();
    assert_eq!(
        (tallest.number("x"), tallest.number("y")),
        (picture.column(7_777, 20_000), picture.row(500.0, picture.plot.values.high))
    );
    assert!(bars.len() <= 400);
}

#[test]
fn a_layer_of_zeros_draws_no_line_along_its_neighbour() {
    let rows =
        vec![series("in", &[Some(5.0); 4]), series("out", &[Some(0.0), Some(0.0), Some(3.0), Some(3.0)])];
    let picture = draw(&chart(ChartStyle::StackedArea, Unit::Count, rows), &hidden(&[]));
    let edge = picture.colored("polyline", picture.plot.colors[1]);
    assert_eq!(edge.len(), 1);
    let row = picture.row(8.0, 8.0);
    assert_eq!(edge[0].points(), [(picture.column(2, 4), row), (picture.column(3, 4), row)]);
}

#[test]
fn a_limit_is_a_dashed_line_or_a_word_at_the_edge() {
    let critical = Palette::dark().critical;
    let values = [Some(2_000.0), Some(3_000.0)];
    let mut data = chart(ChartStyle::Line, Unit::Milliseconds, vec![series("p99", &values)]);
    data.thresholds = vec![above(4_000.0)];
    let near = draw(&data, &hidden(&[]));
    let dashes = near.colored("rect", critical);
    let row = near.row(4_000.0, near.plot.values.high);
    assert!(
        dashes.len() > 20 && dashes.iter().all(|dash| dash.number("y") == row && dash.number("height") == 1)
    );
    assert!(near.texts().contains(&"limit 4 s".to_owned()));
    data.thresholds = vec![above(60_000.0)];
    let far = draw(&data, &hidden(&[]));
    assert!(far.colored("rect", critical).is_empty());
    assert!(far.texts().contains(&"limit 60 s ↑".to_owned()));
    assert!(far.plot.values.high <= 4_000.0, "the data stays readable");
    data.thresholds = vec![above(60_000.0), above(90_000.0)];
    assert!(draw(&data, &hidden(&[])).texts().contains(&"limits 60 s, 90 s ↑".to_owned()));
}

#[test]
fn the_name_of_a_limit_keeps_off_the_data() {
    let mut values = vec![Some(100.0); 40];
    values.extend([Some(1_080.0); 20]);
    let mut data = chart(ChartStyle::Line, Unit::Milliseconds, vec![series("p99", &values)]);
    data.thresholds = vec![above(1_000.0)];
    let picture = draw(&data, &hidden(&[]));
    let name = picture.all("text").into_iter().find(|text| text.text.starts_with("limit")).unwrap();
    assert!(
        name.number("y") > picture.row(1_000.0, picture.plot.values.high),
        "below its line, where there is room"
    );
    data.series[0].values = vec![Some(500.0); 60].into();
    let picture = draw(&data, &hidden(&[]));
    let name = picture.all("text").into_iter().find(|text| text.text.starts_with("limit")).unwrap();
    assert!(name.number("y") < picture.row(1_000.0, picture.plot.values.high), "above it by itself");
}

#[test]
fn names_of_limits_close_together_do_not_overlap() {
    let mut data = chart(ChartStyle::Line, Unit::Count, vec![series("a", &[Some(900.0), Some(1_000.0)])]);
    data.thresholds = (0..6).map(|number| above(980.0 + f64::from(number) * 3.0)).collect();
    let picture = draw(&data, &hidden(&[]));
    let named: Vec<(i32, i32)> = picture
        .all("text")
        .into_iter()
        .filter(|text| text.text.starts_with("limit"))
        .map(|text| (text.number("x"), text.number("y")))
        .collect();
    assert!(!named.is_empty());
    for (i, a) in named.iter().enumerate() {
        assert!(named[..i].iter().all(|b| (a.1 - b.1).abs() >= 12 || (a.0 - b.0).abs() > 60), "{named:?}");
    }
}

#[test]
fn nothing_is_said_in_words() {
    for data in [
        chart(ChartStyle::Line, Unit::Count, Vec::new()),
        chart(ChartStyle::Bars, Unit::Percent, vec![series("a", &[])]),
        chart(ChartStyle::StackedArea, Unit::Count, vec![series("a", &[None, Some(f64::NAN), None])]),
    ] {
        let picture = draw(&data, &hidden(&[]));
        assert_eq!(picture.plot.content, Content::Nothing);
        assert!(picture.texts().contains(&"No data in this range".to_owned()));
        assert!(picture.all("polyline").is_empty());
    }
    let off = draw(&chart(ChartStyle::Line, Unit::Count, vec![series("a", &[Some(1.0)])]), &hidden(&["a"]));
    assert_eq!(off.plot.content, Content::AllHidden);
    assert!(off.texts().contains(&"All series are switched off".to_owned()));
}

#[test]
fn one_point_and_equal_points_are_seen() {
    let one = draw(&chart(ChartStyle::Line, Unit::Count, vec![series("a", &[Some(4.0)])]), &hidden(&[]));
    let dot = one.colored("circle", one.plot.colors[0])[0];
    assert_eq!((dot.number("cx"), dot.number("cy")), (one.column(0, 1), one.row(4.0, one.plot.values.high)));
    let equal = draw(&chart(ChartStyle::Line, Unit::Count, vec![series("a", &[Some(7.0); 3])]), &hidden(&[]));
    let row = equal.row(7.0, equal.plot.values.high);
    assert!(equal.colored("polyline", equal.plot.colors[0])[0].points().iter().all(|point| point.1 == row));
}

#[test]
fn negative_bars_hang_from_zero() {
    let picture = draw(
        &chart(ChartStyle::Bars, Unit::Count, vec![series("a", &[Some(50.0), Some(-50.0)])]),
        &hidden(&[]),
    );
    let zero = picture.row(1.0, 2.0);
    let bars = picture.colored("rect", picture.plot.colors[0]);
    assert_eq!(bars[0].number("y") + bars[0].number("height"), zero);
    assert_eq!(bars[1].number("y"), zero);
    assert!(bars[0].number("height").abs_diff(bars[1].number("height")) <= 1);
}

#[test]
fn the_previous_window_is_drawn_thin_and_behind() {
    let mut data = chart(ChartStyle::Line, Unit::Count, vec![series("a", &[Some(10.0), Some(20.0)])]);
    data.series[0].previous = Some(vec![Some(20.0), Some(80.0)].into());
    let picture = draw(&data, &hidden(&[]));
    assert!(picture.plot.values.high >= 80.0, "it is on the axis");
    let palette = Palette::dark();
    let muted = picture.colored("polyline", palette.over_surface(picture.plot.colors[0], 0.6));
    assert!(muted.len() > 3, "dashes");
    assert!(muted.iter().all(|dash| dash.attribute("stroke-width") == "1"));
    let lines = picture.all("polyline");
    assert_eq!(lines.last().unwrap().attribute("stroke-width"), "2");
}

#[test]
fn the_row_of_a_mark_is_where_it_is_drawn() {
    let rows = vec![series("a", &[Some(1.0), None]), series("b", &[Some(3.0), Some(2.0)])];
    let stacked = chart(ChartStyle::StackedArea, Unit::Count, rows);
    let picture = draw(&stacked, &hidden(&[]));
    let row = |value: f64| Some(picture.row(value, picture.plot.values.high));
    assert_eq!(picture.plot.row_of(&stacked, 0, 0), row(1.0));
    assert_eq!(picture.plot.row_of(&stacked, 1, 0), row(4.0), "on top of the first");
    assert_eq!(picture.plot.row_of(&stacked, 0, 1), None);
    assert_eq!(picture.plot.row_of(&stacked, 9, 9), None);
    let zeros = chart(
        ChartStyle::StackedArea,
        Unit::Count,
        vec![series("a", &[Some(1.0)]), series("b", &[Some(0.0)])],
    );
    assert_eq!(draw(&zeros, &hidden(&[])).plot.row_of(&zeros, 1, 0), None, "it has no edge of its own");
    let off = draw(&stacked, &hidden(&["b"]));
    assert_eq!(off.plot.row_of(&stacked, 1, 0), None);
}

fn any_value() -> impl Strategy<Value = Option<f64>> {
    prop_oneof![
        4 => (0.0f64..1e4).prop_map(Some),
        1 => prop::num::f64::ANY.prop_map(Some),
        1 => Just(None),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn whatever_the_data_and_the_size_all_marks_are_inside(
        values in prop::collection::vec(prop::collection::vec(any_value(), 0..80), 0..4),
        style in prop::sample::select(vec![ChartStyle::Line, ChartStyle::Area, ChartStyle::StackedArea, ChartStyle::Bars]),
        unit in prop::sample::select(vec![Unit::Count, Unit::Percent, Unit::Milliseconds, Unit::PerSecond, Unit::Bytes]),
        width in 1.0f64..900.0, height in 1.0f64..300.0, ratio in prop::sample::select(vec![1.0, 1.25, 2.0, 3.0]), limit in -10.0f64..1e5,
    ) {
        let rows = values.iter().zip(["a", "b", "c", "d"]).map(|(values, name)| Series { previous: Some(values.iter().rev().copied().collect()), ..series(name, values) });
        let mut data = chart(style, unit, rows.collect());
        data.thresholds = vec![above(limit)];
        let frame = Frame::new(width, height, ratio);
        let picture = draw_in(&data, &hidden(&["c"]), frame);
        let is_inside = |x: i32, y: i32| (0..=frame.width).contains(&x) && (0..=frame.height).contains(&y);
        for shape in picture.all("polyline").into_iter().chain(picture.all("polygon")) {
            prop_assert!(shape.points().iter().all(|(x, y)| is_inside(*x, *y)));
        }
        for shape in picture.all("rect") {
            prop_assert!(is_inside(shape.number("x"), shape.number("y")));
            prop_assert!(shape.number("width") >= 0 && shape.number("height") >= 0);
        }
        let beside = picture.plot.area.left - frame.px(8.0);
        let labels = picture.all("text").into_iter().filter(|text| text.number("x") == beside && text.attribute("text-anchor") == "end");
        let rows: Vec<i32> = labels.map(|label| label.number("y")).collect();
        prop_assert!(rows.windows(2).all(|pair| pair[0] - pair[1] >= frame.em(1.1)), "{:?}", rows);
        for text in picture.texts() {
            prop_assert!(!text.contains("NaN") && !text.contains("inf"), "{}", text);
        }
    }
}
