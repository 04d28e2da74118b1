//! Parts of a document, decoded on demand.

use plangate::input::{Defect, Document, Json, Shape, read};
use plangate::value::{Number, Value};

fn root<'p>(document: &Document<'p>) -> Json<'p> {
    document.root().expect("it is no plan")
}

/// Reads `{"v": …}` and hands over the value.
fn with<T>(value: &str, then: impl FnOnce(Json<'_>, &str) -> T) -> T {
    let text = format!("{{\"v\": {value} }}");
    let document = read(&text, true).expect("it is JSON");
    let Ok(Shape::Object(object)) = root(&document).shape() else {
        panic!("no object")
    };
    then(object.get("v").expect("it has the key"), &text)
}

fn defect(value: &str) -> (String, Vec<usize>) {
    with(value, |json, text| {
        let of_value = json.to_value().expect_err("it is wrong");
        (of_value.message().to_owned(), of_value.offsets(text))
    })
}

#[test]
fn numbers_keep_every_digit() {
    for number in [
        "12345678901234567890123",
        "0.1000000000000000000000000001",
        "-1e400",
        "1E+2",
    ] {
        with(number, |json, _| {
            assert!(matches!(json.shape(), Ok(Shape::Number(written)) if written == number));
            let Ok(Value::Number(value)) = json.to_value() else {
                panic!("{number}")
            };
            assert_eq!(Some(value), Number::parse(number));
        });
    }
    let (message, places) = defect("[1e1234567890123456789]");
    assert_eq!(message, "the exponent of a number has more than 18 digits");
    assert_eq!(places, [7]);
}

#[test]
fn every_shape_is_decoded() {
    let text = " [ null ,true,false, -1.5 , \"a\\n\\u00e9\\ud83d\\ude00\\/\" , \"]}\\\"\" , [ ] , { } , {\"k\\u0065y\" : [1 , 2]}]";
    with(text, |json, _| {
        let Ok(Shape::Array(items)) = json.shape() else {
            panic!("no array")
        };
        assert_eq!(items.len(), 9);
        assert!(items[0].is_null() && items[1].is_true() && !items[2].is_true());
        assert!(matches!(items[2].shape(), Ok(Shape::Bool(false))));
        assert!(matches!(items[4].shape(), Ok(Shape::Text(text)) if text == "a\né😀/"));
        assert!(matches!(items[5].shape(), Ok(Shape::Text(text)) if text == "]}\""));
        assert!(matches!(items[6].shape(), Ok(Shape::Array(items)) if items.is_empty()));
        assert!(matches!(items[7].shape(), Ok(Shape::Object(object)) if object.is_empty()));
        let Ok(Shape::Object(object)) = items[8].shape() else {
            panic!("no object")
        };
        assert_eq!(object.get("key").unwrap().raw(), "[1 , 2]");
        let Ok(Value::List(values)) = json.to_value() else {
            panic!("no list")
        };
        assert_eq!(values.len(), 9);
        assert!(matches!(&values[0], Value::Null { absent: false }));
    });
}

#[test]
fn keys_are_found_in_any_order_and_number() {
    for count in [1, 8, 9, 3000] {
        for step in [1, 7] {
            let keys: Vec<usize> = (0..count).map(|at| at * step % count).collect();
            let mut distinct = keys.clone();
            distinct.sort_unstable();
            distinct.dedup();
            if distinct.len() != count {
                continue;
            }
            let entries: Vec<String> = keys.iter().map(|key| format!("\"k{key}\":{key}")).collect();
            with(&format!("{{{}}}", entries.join(",")), |json, _| {
                let Ok(Shape::Object(object)) = json.shape() else {
                    panic!("no object")
                };
                assert_eq!(object.len(), count);
                let order: Vec<String> = object.iter().map(|(key, _)| key.to_owned()).collect();
                assert_eq!(
                    order,
                    keys.iter().map(|key| format!("k{key}")).collect::<Vec<_>>()
                );
                for key in &keys {
                    assert_eq!(
                        object.get(&format!("k{key}")).unwrap().raw(),
                        key.to_string()
                    );
                }
                assert!(object.get("k").is_none() && object.get("").is_none());
            });
        }
    }
}

#[test]
fn a_key_given_twice_is_named_with_both_places() {
    let expected = "the key `a` is given twice in one object";
    assert_eq!(
        defect(r#"{"a":1,"b":2,"a":3}"#),
        (expected.to_owned(), vec![19, 7])
    );
    assert_eq!(
        defect(r#"{"a":1,"\u0061":2}"#),
        (expected.to_owned(), vec![13, 7])
    );
    assert_eq!(defect(r#"[{"x":{"a":1,"a":2}}]"#).0, expected);
    let many: Vec<String> = (0..40).map(|key| format!("\"k{key}\":0")).collect();
    let message = defect(&format!("{{{},\"k7\":1}}", many.join(","))).0;
    assert_eq!(message, "the key `k7` is given twice in one object");
    let of_shape = with(r#"{"a":1,"a":2}"#, |json, _| {
        json.shape().map(|_| ()).map_err(Defect::into_message)
    });
    assert_eq!(of_shape, Err(expected.to_owned()));
}

#[test]
fn half_a_surrogate_pair_is_a_defect_with_a_place() {
    for value in [
        r#""ab\ud800""#,
        r#""ab\udc00cd""#,
        r#""ab\ud800\ud800""#,
        r#"{"ab\ud800":1}"#,
    ] {
        let (message, places) = defect(value);
        assert!(
            message.starts_with("half of a surrogate pair"),
            "{value}: {message}"
        );
        assert!(
            places[0] >= 6 && places[0] < 6 + value.len(),
            "{value}: {places:?}"
        );
    }
    with(r#""\ud83d\ude00""#, |json, _| {
        assert!(matches!(json.shape(), Ok(Shape::Text(text)) if text == "😀"));
    });
}

#[test]
fn nesting_is_limited_where_it_is_decoded() {
    let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
    with(&nested(119), |json, _| {
        assert!(json.shape().is_ok() && json.to_value().is_ok());
    });
    for depth in [120, 100_000] {
        let text = format!("{{\"v\":{}}}", nested(depth));
        let json = root(&read(&text, true).unwrap());
        for defect in [json.shape().map(|_| ()), json.to_value().map(|_| ())] {
            let defect = defect.unwrap_err();
            assert_eq!(defect.message(), "data is nested more than 120 levels deep");
            assert_eq!(defect.offsets(&text), [4 + 120]);
        }
    }
}

#[test]
fn marks_are_found_without_decoding() {
    for (value, expected) in [
        ("true", true),
        ("false", false),
        (r#"{"a":[false,{"b":true}]}"#, true),
        (r#"{"true":"true","a":["\"true"]}"#, false),
        ("{}", false),
    ] {
        assert_eq!(
            with(value, |json, _| json.holds_true()),
            expected,
            "{value}"
        );
    }
}

#[test]
fn offsets_become_lines_and_columns() {
    let text = "{\n  \"é\": 1,\n  \"b\": [\n    2]}";
    let document = read(text, true).unwrap();
    assert_eq!(document.locate(text.find('1').unwrap()), (2, 8));
    assert_eq!(document.locate(text.find('2').unwrap()), (4, 5));
    assert_eq!(document.locate(usize::MAX), (4, 8));
}
