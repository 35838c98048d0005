//! Alerts and deploys, the period before, and logarithmic axes in the picture.

use super::*;
use contract::panel::{Marker, MarkerKind};
use proptest::prelude::*;

fn marker(minute: i64, until: Option<i64>, kind: MarkerKind, text: &str) -> Marker {
    let at = |minute: i64| NOON_MS + minute * 60_000;
    Marker { at_ms: at(minute), until_ms: until.map(at), kind, text: text.to_owned() }
}

fn marked(markers: Vec<Marker>) -> Chart {
    let values: Vec<Option<f64>> = (0..60).map(|minute| Some(f64::from(minute % 7))).collect();
    Chart { markers, ..chart(ChartStyle::Line, Unit::Count, vec![series("a", &values)]) }
}

fn box_of(shape: &Shape) -> (i32, i32, i32, i32) {
    let (x, y) = (shape.number("x"), shape.number("y"));
    (x, y, x + shape.number("width"), y + shape.number("height"))
}

/// The column at which a minute of the hour begins.
fn column(picture: &Picture, minute: i32) -> i32 {
    let area = picture.plot.area;
    area.left + (f64::from(minute) / 60.0 * f64::from(area.width())).round() as i32
}

#[test]
fn an_alert_is_a_band_until_it_ended_and_its_shape_tells_how_severe_it_is() {
    let palette = Palette::dark();
    let picture = draw(
        &marked(vec![
            marker(10, Some(20), MarkerKind::Warning, "Slow"),
            marker(45, None, MarkerKind::Critical, "Errors"),
        ]),
        &hidden(&[]),
    );
    let area = picture.plot.area;
    let tall = |color| -> Vec<(i32, i32)> {
        let boxes = picture.colored("rect", color).into_iter().map(box_of);
        boxes.filter(|shape| shape.3 - shape.1 == area.height()).map(|shape| (shape.0, shape.2)).collect()
    };
    let (ten, twenty, last) = (column(&picture, 10), column(&picture, 20), column(&picture, 45));
    assert_eq!(tall(palette.warning), [(ten, twenty), (ten, ten + 1)], "a band and a line");
    assert_eq!(
        tall(palette.critical),
        [(last, area.right - 1), (last, last + 1)],
        "up to now while it fires"
    );
    let triangle = picture.colored("polygon", palette.warning);
    assert_eq!((triangle.len(), triangle[0].points().len()), (1, 3));
    assert!(triangle[0].points().iter().all(|(_, y)| *y < area.top), "above the plot");
    let square: Vec<_> = picture.colored("rect", palette.critical).into_iter().map(box_of).collect();
    assert!(square.iter().any(|shape| shape.3 < area.top && shape.2 - shape.0 == shape.3 - shape.1));
    assert!(picture.texts().contains(&"Slow".to_owned()) && picture.texts().contains(&"Errors".to_owned()));
}

#[test]
fn the_name_of_a_limit_keeps_off_the_lines() {
    let place = |markers: Vec<Marker>| {
        let data = Chart { thresholds: vec![above(8.0)], ..marked(markers) };
        let picture = draw(&data, &hidden(&[]));
        let name = picture.all("text").into_iter().find(|text| text.text.starts_with("limit")).unwrap();
        (name.number("x"), picture.plot.area)
    };
    let (right, area) = place(vec![marker(5, None, MarkerKind::Deploy, "a")]);
    let (left, _) = place((54..60).map(|minute| marker(minute, None, MarkerKind::Deploy, "a")).collect());
    assert!(right > area.right - 10 && left < area.left + 100, "at the other end: {right} {left}");
}

#[test]
fn a_deploy_is_a_dashed_line_under_a_diamond() {
    let picture = draw(&marked(vec![marker(30, None, MarkerKind::Deploy, "backend a1b2c3")]), &hidden(&[]));
    let muted = Palette::dark().text_muted;
    let dashes: Vec<_> = picture.colored("rect", muted).into_iter().map(box_of).collect();
    let x = column(&picture, 30);
    assert!(dashes.len() > 10 && dashes.iter().all(|dash| (dash.0, dash.2) == (x, x + 1)), "and no band");
    assert_eq!(picture.colored("polygon", muted)[0].points().len(), 4);
    assert!(picture.texts().contains(&"backend a1b2c3".to_owned()));
}

#[test]
fn what_falls_on_one_place_is_counted_and_bands_do_not_add_up() {
    let mut markers: Vec<Marker> =
        (0..3).map(|number| marker(30 + number, Some(40 + number), MarkerKind::Warning, "Queue")).collect();
    let picture = draw(&marked(markers.clone()), &hidden(&[]));
    let texts = picture.texts();
    assert!(texts.contains(&"3 alerts".to_owned()) && !texts.contains(&"Queue".to_owned()), "{texts:?}");
    let warning = picture.colored("rect", Palette::dark().warning).into_iter().map(box_of);
    let band: Vec<_> = warning.filter(|shape| shape.2 - shape.0 > 1).collect();
    let area = picture.plot.area;
    assert_eq!(band, [(column(&picture, 30), area.top, column(&picture, 42), area.bottom)]);
    markers.push(marker(31, None, MarkerKind::Deploy, "a"));
    let mixed = draw(&marked(markers), &hidden(&[]));
    assert!(mixed.texts().contains(&"3 alerts, 1 deploy".to_owned()), "{:?}", mixed.texts());
}

#[test]
fn what_is_outside_of_the_window_is_not_there_and_what_reaches_into_it_is() {
    let outside = vec![
        marker(-30, Some(-10), MarkerKind::Critical, "before"),
        marker(-5, None, MarkerKind::Deploy, "deploy before"),
        marker(60, None, MarkerKind::Warning, "after"),
    ];
    let plain = draw(&marked(Vec::new()), &hidden(&[]));
    let picture = draw(&marked(outside.clone()), &hidden(&[]));
    assert_eq!((picture.plot.area, picture.texts()), (plain.plot.area, plain.texts()));
    assert_eq!(
        summary(&marked(outside), &hidden(&[]), &Zone::Utc),
        summary(&marked(Vec::new()), &hidden(&[]), &Zone::Utc)
    );
    let older = draw(&marked(vec![marker(-30, Some(10), MarkerKind::Critical, "older")]), &hidden(&[]));
    let area = older.plot.area;
    let tall: Vec<_> = older.colored("rect", Palette::dark().critical).into_iter().map(box_of).collect();
    let tall: Vec<_> = tall.iter().filter(|shape| shape.3 - shape.1 == area.height()).collect();
    assert_eq!(tall.len(), 1, "a band, and no line where nothing began");
    assert_eq!((tall[0].0, tall[0].2), (area.left, column(&older, 10)));
}

#[test]
fn the_words_say_what_happened() {
    let data = marked(vec![
        marker(10, Some(20), MarkerKind::Warning, "Slow responses"),
        marker(45, None, MarkerKind::Critical, "High error rate"),
        marker(45, None, MarkerKind::Deploy, "backend a1b2c3"),
    ]);
    let said = summary(&data, &hidden(&[]), &Zone::Utc);
    assert!(said.ends_with(". 2 alerts fired in this range, 1 is still firing; 1 deploy."), "{said}");
    let picture = draw(&data, &hidden(&[]));
    let notes = |bucket| readout(&data, &picture.plot, bucket, &Zone::Utc).notes;
    assert!(notes(9).is_empty() && notes(20).is_empty() && notes(44).is_empty());
    for bucket in [10, 15, 19] {
        assert_eq!(notes(bucket), ["warning 12:10:00 – 12:20:00: Slow responses"], "{bucket}");
    }
    assert_eq!(
        notes(45),
        ["critical alert since 12:45:00: High error rate", "deploy 12:45:00: backend a1b2c3"]
    );
    assert_eq!(notes(46).len(), 1, "a deploy is a moment");
    let sentence = readout(&data, &picture.plot, 45, &Zone::Utc).sentence();
    assert!(
        sentence.ends_with(
            "; a 3; critical alert since 12:45:00: High error rate; deploy 12:45:00: backend a1b2c3"
        ),
        "{sentence}"
    );
    let many = marked((0..9).map(|_| marker(3, None, MarkerKind::Warning, "Queue")).collect());
    let many_notes = readout(&many, &picture.plot, 3, &Zone::Utc).notes;
    assert_eq!((many_notes.len(), many_notes[4].as_str()), (5, "5 more"));
}

#[test]
fn one_series_is_compared_with_a_shape_and_several_with_lines() {
    let mut data = chart(
        ChartStyle::Line,
        Unit::Count,
        vec![series("a", &[Some(10.0), Some(20.0)]), series("b", &[Some(1.0); 2])],
    );
    data.series[0].previous = Some(vec![Some(20.0), Some(40.0)].into());
    let one = draw(&data, &hidden(&["b"]));
    let shapes = one.colored("polygon", one.plot.colors[0]);
    let (left, right, zero) = (one.column(0, 2), one.column(1, 2), one.plot.area.bottom);
    let high = one.plot.values.high;
    let ghost = vec![(left, zero), (left, one.row(20.0, high)), (right, one.row(40.0, high)), (right, zero)];
    assert_eq!(shapes.iter().map(|shape| shape.points()).collect::<Vec<_>>(), [ghost]);
    assert!(draw(&data, &hidden(&[])).all("polygon").is_empty());
    let place = |picture: &Picture, tag: &str| {
        picture.shapes.iter().rposition(|shape| shape.tag.starts_with(tag)).unwrap()
    };
    assert!(place(&one, "polygon") < place(&one, "polyline"), "behind the line of now");
}

#[test]
fn a_logarithmic_chart_is_drawn_by_orders_of_magnitude() {
    let values = [Some(1.0), Some(10.0), Some(100.0), Some(0.0), Some(1_000.0)];
    let mut data = chart(ChartStyle::Line, Unit::Count, vec![series("a", &values)]);
    data.scale = Scale::Log;
    data.thresholds = vec![above(100.0)];
    let picture = draw(&data, &hidden(&[]));
    let area = picture.plot.area;
    let at = |decades: f64| area.bottom - (f64::from(area.height()) * decades / 3.0).round() as i32;
    let line = picture.colored("polyline", picture.plot.colors[0]);
    let rows: Vec<i32> = line[0].points().iter().map(|point| point.1).collect();
    assert_eq!(rows, [at(0.0), at(1.0), at(2.0), at(0.0), at(3.0)], "a zero falls to the base and is no gap");
    assert_eq!(picture.plot.row_of(&data, 0, 1), Some(at(1.0)));
    let dashes = picture.colored("rect", Palette::dark().critical);
    assert!(dashes.len() > 10 && dashes.iter().all(|dash| dash.number("y") == at(2.0)));
    assert!(picture.texts().contains(&"≤ 1".to_owned()), "{:?}", picture.texts());
    let said = summary(&data, &hidden(&[]), &Zone::Utc);
    assert!(said.contains("logarithmic scale, values of 0 and less are at its base"), "{said}");
    data.style = ChartStyle::Area;
    let filled = draw(&data, &hidden(&[])).colored("polygon", picture.plot.colors[0])[0].points();
    assert_eq!(filled.last().map(|point| point.1), Some(area.bottom));
    for style in [ChartStyle::Bars, ChartStyle::StackedArea] {
        data.style = style;
        assert_eq!(
            draw(&data, &hidden(&[])).plot.values.scale,
            Scale::Linear,
            "heights that add up are linear"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_name_lies_over_another(
        places in prop::collection::vec((-20i64..70, prop::option::of(0i64..30), 0usize..3, 1usize..30), 1..40),
        width in 120.0f64..1_500.0, limits in prop::collection::vec(1.0f64..100.0, 0..3), ratio in prop::sample::select(vec![1.0, 1.25, 2.0]),
    ) {
        let kinds = [MarkerKind::Deploy, MarkerKind::Warning, MarkerKind::Critical];
        let markers = places.iter().map(|(minute, length, kind, letters)| {
            marker(*minute, length.map(|length| minute + length), kinds[*kind], &"n".repeat(*letters))
        });
        let mut data = marked(markers.collect());
        data.thresholds = limits.iter().map(|limit| above(*limit)).collect();
        let frame = Frame::new(width, 200.0, ratio);
        let picture = draw_in(&data, &hidden(&[]), frame);
        let area = picture.plot.area;
        let lane = area.top - frame.em(1.5)..area.top;
        let names = picture.all("text").into_iter().filter(|text| lane.contains(&text.number("y")));
        let names: Vec<(i32, i32)> = names.map(|name| {
            let width = EstimatedWidth.width(&name.text, frame.font()).round() as i32;
            let begin = if name.attribute("text-anchor") == "end" { name.number("x") - width } else { name.number("x") };
            (begin, begin + width)
        }).collect();
        let polygons = picture.all("polygon").into_iter().map(|shape| {
            let columns = shape.points().into_iter().map(|point| point.0);
            (columns.clone().min().unwrap(), columns.max().unwrap())
        });
        let squares = picture.all("rect").into_iter().map(box_of);
        let squares = squares.filter(|shape| lane.contains(&shape.1) && shape.2 - shape.0 == shape.3 - shape.1);
        let flags: Vec<(i32, i32)> = polygons.chain(squares.map(|shape| (shape.0, shape.2))).collect();
        // Without a flag there is no lane.
        prop_assume!(!flags.is_empty());
        for (index, (left, right)) in names.iter().enumerate() {
            prop_assert!(*left >= area.left && *right <= area.right, "{:?}", names);
            for (other_left, other_right) in names[..index].iter().chain(&flags) {
                prop_assert!(right <= other_left || other_right <= left, "{:?} {:?}", names, flags);
            }
        }
        prop_assert!(picture.all("text").iter().filter(|text| text.text.starts_with("limit")).all(|text| !lane.contains(&text.number("y"))));
    }
}
