//! Tables of bodies and the items they hold.

use super::*;
use proptest::prelude::*;
use serde_json::json;

/// Objects and messages of what is bad, in order; none when the body as a whole is refused.
fn items(body: &[u8], format: Format) -> Option<Vec<Result<Value, String>>> {
    let mut items = Vec::new();
    let mut take = |item: Result<Item<'_>, BadItem>| {
        items.push(item.map(|item| Value::Object(item.map)).map_err(|bad| bad.message));
    };
    parse(body, format, &mut take).ok()?;
    Some(items)
}

#[track_caller]
fn check(body: &str, format: Format, expected: &[Result<Value, &str>]) {
    let expected: Vec<Result<Value, String>> =
        expected.iter().cloned().map(|item| item.map_err(str::to_owned)).collect();
    assert_eq!(items(body.as_bytes(), format), Some(expected), "{body}");
}

#[test]
fn content_types() {
    for (content_type, format) in [
        ("application/json", Format::Json),
        ("Application/JSON; charset=utf-8", Format::Json),
        ("application/vnd.api+json", Format::Json),
        ("application/x-ndjson", Format::Lines),
        ("application/jsonl;charset=utf-8", Format::Lines),
        ("application/msgpack", Format::Msgpack),
        ("application/x-msgpack", Format::Msgpack),
        ("application/x-www-form-urlencoded", Format::Unsaid),
        ("text/plain", Format::Unsaid),
        ("", Format::Unsaid),
    ] {
        assert_eq!(Format::of_content_type(content_type), format, "{content_type}");
    }
}

#[test]
fn objects_and_lists() {
    let (a, b) = (Ok(json!({"a": 1})), Ok(json!({"b": [1, {"c": "]}\\\""}]})));
    for format in [Format::Json, Format::Unsaid] {
        check(r#"{"a":1}"#, format, std::slice::from_ref(&a));
        check(" \n{\"a\":\n1}\n", format, std::slice::from_ref(&a));
        check("\u{feff}{\"a\":1}", format, std::slice::from_ref(&a));
        check(r#"[{"a":1},{"b":[1,{"c":"]}\\\""}]}]"#, format, &[a.clone(), b.clone()]);
        check("[]", format, &[]);
        check("[ ]\n", format, &[]);
        // Lines that say they are JSON.
        check("{\"a\":1}\n{\"a\":1}\n", format, &[a.clone(), a.clone()]);
    }
}

#[test]
fn a_bad_element_does_not_lose_its_neighbours() {
    let a = Ok(json!({"a": 1}));
    check(
        "[{\"a\":1},5,\"x\",{\"a\":1}]",
        Format::Json,
        &[a.clone(), Err("item 2: expected an object"), Err("item 3: expected an object"), a.clone()],
    );
    check(
        "[{\"a\":1},\n {\"a\":NaN},\n{\"a\":1}]",
        Format::Json,
        &[a.clone(), Err("line 2, column 7: expected value"), a.clone()],
    );
    check(
        "[{\"a\":1},{\"a\":1e999}]",
        Format::Json,
        &[a.clone(), Err("line 1, column 19: number out of range")],
    );
    check("[{\"a\":1},]", Format::Json, &[a.clone(), Err("line 1, column 10: EOF while parsing a value")]);
    check(
        "[{\"a\":1},{\"b\":1 2}]",
        Format::Json,
        &[a.clone(), Err("line 1, column 17: expected `,` or `}`")],
    );
    check("5", Format::Json, &[Err("line 1: expected an object")]);
    check("{\"a\":", Format::Json, &[Err("line 1, column 5: EOF while parsing a value")]);
    check(
        "{\"a\":1}\n{\"a\":\n {\"a\":1}\n\n  nonsense\r\n{\"a\":1}",
        Format::Lines,
        &[
            a.clone(),
            Err("line 2, column 5: EOF while parsing a value"),
            a.clone(),
            Err("line 5, column 4: expected ident"),
            a.clone(),
        ],
    );
    check("[{\"a\":1}]\n{\"a\":1}", Format::Lines, &[Err("line 1: expected an object"), a]);
}

#[test]
fn what_is_no_body() {
    for body in ["", "  \n", "[", "[{\"a\":1}", "[{\"a\":1}}", "[{\"a\":1}] x", "[{\"a\":\"1}]", "]"] {
        let items = items(body.as_bytes(), Format::Json);
        assert!(items.is_none_or(|items| items.iter().all(Result::is_err)), "{body}");
    }
    assert_eq!(items(b"[{\"a\":1}", Format::Json), None);
}

fn packed(value: &rmpv::Value) -> Vec<u8> {
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, value).unwrap();
    bytes
}

#[test]
fn msgpack_maps_and_lists() {
    use rmpv::Value as Packed;
    let line = |dt: Packed| {
        Packed::Map(vec![
            ("dt".into(), dt),
            ("n".into(), Packed::F64(f64::NAN)),
            (7.into(), Packed::Array(vec![Packed::Nil, (-3).into(), 0.5.into(), true.into()])),
            ("raw".into(), Packed::Binary(b"x\xff".to_vec())),
        ])
    };
    let read = |dt: &str| Ok(json!({"dt": dt, "n": null, "7": [null, -3, 0.5, true], "raw": "x\u{fffd}"}));
    let seconds = Packed::Ext(-1, 1_705_314_600_u32.to_be_bytes().to_vec());
    let both = Packed::Ext(-1, ((250_000_000_u64 << 34) + 1_705_314_600).to_be_bytes().to_vec());
    let long = Packed::Ext(-1, [&500_u32.to_be_bytes()[..], &1_705_314_600_i64.to_be_bytes()[..]].concat());
    for format in [Format::Msgpack, Format::Unsaid] {
        assert_eq!(items(&packed(&line(seconds.clone())), format), Some(vec![read("2024-01-15T10:30:00Z")]));
        let list = Packed::Array(vec![line(both.clone()), 5.into(), line(long.clone())]);
        let expected = vec![
            read("2024-01-15T10:30:00.250Z"),
            Err("item 2: expected a map".to_owned()),
            read("2024-01-15T10:30:00.000000500Z"),
        ];
        assert_eq!(items(&packed(&list), format), Some(expected));
    }
    let mut twice = packed(&line(seconds.clone()));
    twice.extend(packed(&line(seconds.clone())));
    assert_eq!(items(&twice, Format::Msgpack).map(|items| items.len()), Some(2));
    // A list may be longer than the short headers can say.
    for length in [20, 70_000] {
        let list = Packed::Array(vec![Packed::Map(vec![]); length]);
        assert_eq!(items(&packed(&list), Format::Msgpack).map(|items| items.len()), Some(length));
    }
    let whole = packed(&Packed::Array(vec![line(seconds); 2]));
    assert_eq!(items(&whole[..whole.len() - 1], Format::Msgpack), None);
    assert_eq!(items(&[&whole[..], b"x"].concat(), Format::Msgpack), None);
    // A list that says it has four billion elements and has none.
    assert_eq!(items(&[0xdd, 0xff, 0xff, 0xff, 0xff], Format::Msgpack), None);
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        for format in [Format::Json, Format::Lines, Format::Msgpack, Format::Unsaid] {
            items(&body, format);
        }
    }

    #[test]
    fn any_text_of_brackets_is_read_or_refused(body in "[\\[\\]{}\",:\\\\a1 \n]{0,60}") {
        for format in [Format::Json, Format::Lines, Format::Unsaid] {
            items(body.as_bytes(), format);
        }
    }

    #[test]
    fn a_list_is_read_as_serde_reads_it(texts in prop::collection::vec("\\PC{0,12}", 0..8)) {
        let list = Value::Array(texts.iter().map(|text| json!({text.as_str(): [text, {"x": text}]})).collect());
        let Value::Array(expected) = list.clone() else { unreachable!() };
        let expected: Vec<_> = expected.into_iter().map(Ok).collect();
        for body in [serde_json::to_vec(&list).unwrap(), serde_json::to_vec_pretty(&list).unwrap()] {
            prop_assert_eq!(items(&body, Format::Json), Some(expected.clone()));
        }
    }
}
