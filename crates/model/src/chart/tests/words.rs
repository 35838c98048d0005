use super::*;

fn said(chart: &Chart, off: &[&str]) -> String {
    summary(chart, &hidden(off), &Zone::Utc).replace('\u{202f}', " ")
}

#[test]
fn a_glance_in_words() {
    let mut data = chart(
        ChartStyle::Line,
        Unit::Milliseconds,
        vec![series("p99", &[Some(900.0), Some(8_400.0), Some(1_200.0)])],
    );
    data.thresholds = vec![above(10_000.0)];
    assert_eq!(said(&data, &[]), "p99: 1.20 s now, highest 8.40 s at 12:01; limit 10 s never crossed.");
    data.thresholds = vec![above(1_000.0)];
    assert_eq!(
        said(&data, &[]),
        "p99: 1.20 s now, highest 8.40 s at 12:01; limit 1 s crossed in 2 of 3 intervals, last at 12:02."
    );
    data.series.push(series("p50", &[Some(100.0); 3]));
    assert_eq!(
        said(&data, &[]),
        "p99: 1.20 s now, highest 8.40 s at 12:01; p50: 100 ms now; limit 1 s crossed by p99 in 2 of 3 intervals, last at 12:02."
    );
    assert_eq!(said(&data, &["p99"]), "p50: 100 ms now; limit 1 s never crossed.");
    assert_eq!(said(&data, &["p99", "p50"]), "All series with values are switched off.");
}

#[test]
fn what_must_stay_high_is_worst_when_low() {
    let mut data = chart(
        ChartStyle::Line,
        Unit::Percent,
        vec![series("success", &[Some(99.0), Some(91.5), Some(97.0)])],
    );
    data.thresholds =
        vec![Threshold { value: 95.0, direction: Direction::Below, severity: Severity::Warning }];
    assert_eq!(
        said(&data, &[]),
        "success: 97 % now, lowest 91.5 % at 12:01; limit 95 % crossed in 1 of 3 intervals, last at 12:01."
    );
}

#[test]
fn old_values_are_not_called_current() {
    let mut values = vec![Some(5.0); 20];
    values.extend([None; 10]);
    let data = chart(ChartStyle::Line, Unit::Count, vec![series("gpu", &values), series("cpu", &[None; 30])]);
    assert_eq!(said(&data, &[]), "gpu: 5 last at 12:19; cpu: no data.");
    assert_eq!(latest(&data, &data.series[0]), None);
    let fresh = chart(ChartStyle::Line, Unit::Count, vec![series("gpu", &[Some(4.0), None, None])]);
    assert_eq!(latest(&fresh, &fresh.series[0]), Some((0, 4.0)));
    assert_eq!(said(&chart(ChartStyle::Line, Unit::Count, Vec::new()), &[]), "No data in this range.");
}

#[test]
fn a_bucket_is_read_out_with_its_total_and_the_window_before() {
    let mut data = chart(
        ChartStyle::Bars,
        Unit::Count,
        vec![series("2xx", &[Some(7.0), Some(9.0)]), series("5xx", &[None, Some(1.0)])],
    );
    data.series[0].previous = Some(vec![Some(6.0), None].into());
    let picture = draw(&data, &hidden(&[]));
    let first = readout(&data, &picture.plot, 0, &Zone::Utc);
    assert_eq!(first.sentence(), "2024-01-15 12:00 – 12:01; 2xx 7, before 6; 5xx no data; total 7, before 6");
    let second = readout(&data, &picture.plot, 1, &Zone::fixed(90));
    assert_eq!(second.sentence(), "2024-01-15 13:31 – 13:32; 2xx 9; 5xx 1; total 10");
    assert_eq!(second.rows[0].color, Some(picture.plot.colors[0]));
    assert_eq!(second.rows[0].y, picture.plot.row_of(&data, 0, 1));
    let off = draw(&data, &hidden(&["2xx"]));
    assert_eq!(readout(&data, &off.plot, 1, &Zone::Utc).rows.len(), 1);
}

#[test]
fn buckets_say_the_time_that_they_cover() {
    for (length_ms, expected) in [
        (10_000, "2024-01-15 12:00:00 – 12:00:10"),
        (60_000, "2024-01-15 12:00 – 12:01"),
        (86_400_000, "2024-01-15 – 2024-01-16"),
    ] {
        assert_eq!(super::super::readout::bucket_time(NOON_MS, NOON_MS + length_ms, &Zone::Utc), expected);
    }
    let midnight = NOON_MS - 43_200_000;
    assert_eq!(super::super::readout::bucket_time(midnight, midnight + 86_400_000, &Zone::Utc), "2024-01-15");
}

#[test]
fn the_table_has_every_number_newest_first() {
    let mut data = chart(
        ChartStyle::Line,
        Unit::Count,
        vec![series("a", &[Some(1.0), None]), series("b", &[Some(3.0), Some(4.0)])],
    );
    data.series[1].previous = Some(vec![Some(5.0), Some(6.0)].into());
    assert_eq!(table_head(&data), ["Time", "a", "b", "b before"]);
    let rows = table_rows(&data, &Zone::Utc);
    assert_eq!(
        rows.iter().map(|row| row.time.as_str()).collect::<Vec<_>>(),
        ["2024-01-15 12:01:00", "2024-01-15 12:00:00"]
    );
    assert_eq!(rows[0].cells, ["–", "4", "6"]);
    assert_eq!(rows[1].cells, ["1", "3", "5"]);
}
