//! Plans and states of which a part is wrong.

use plangate::input::InputErrorKind as Kind;

use super::{plan, refused};

fn assert_refused(text: &str, kind: Kind, message: &str) {
    let error = refused(text);
    assert_eq!(
        (error.kind, error.message.as_str()),
        (kind, message),
        "{text}"
    );
}

/// A part of a plan, what is said of it, and how the text goes on at the place that is named.
const WRONG_TYPES: &[(&str, &str, &str)] = &[
    (
        r#""resource_changes":{}"#,
        "`resource_changes` is an object; expected an array",
        "{}",
    ),
    (
        r#""resource_changes": "x\u0000""#,
        "`resource_changes` is a string; expected an array",
        "\"x",
    ),
    (
        r#""planned_values":[]"#,
        "`planned_values` is an array; expected an object",
        "[]",
    ),
    (
        r#""errored":"true""#,
        "`errored` is a string; expected a bool",
        "\"true",
    ),
    (
        r#""terraform_version":1.5"#,
        "`terraform_version` is a number; expected a string",
        "1.5",
    ),
    (
        r#""resource_changes":[{"address":"a.b","type":"a","name":"b","change":[]}]"#,
        "`resource_changes[0].change` is an array; expected an object",
        "[]",
    ),
    (
        r#""resource_changes":[{"address":"a.b","type":"a","name":"b","change":{"actions":{}}}]"#,
        "`resource_changes[0].change.actions` is an object; expected an array",
        "{}",
    ),
    (
        r#""resource_changes":[{"address":"a.b","type":"a","name":"b","change":{"after":7}}]"#,
        "`resource_changes[0].change.after` is a number; expected an object",
        "7}",
    ),
    (
        r#""resource_changes":[{"address":"a.b","type":"a","name":"b","index":true}]"#,
        "`resource_changes[0].index` is a bool; expected a number or a string",
        "true",
    ),
    (
        r#""resource_changes":[{"address":["a.b"]}]"#,
        "`resource_changes[0].address` is an array; expected a string",
        "[\"a",
    ),
    (
        r#""configuration":{"root_module":{"module_calls":[]}}"#,
        "`configuration.root_module.module_calls` is an array; expected an object",
        "[]",
    ),
    (
        r#""configuration":{"root_module":{"module_calls":{"m":{"module":{"resources":[{"count_expression":1}]}}}}}"#,
        "`configuration.root_module.module_calls.m.module.resources[0].count_expression` is a \
             number; expected an object",
        "1}",
    ),
    (
        r#""prior_state":{"values":{"root_module":{"child_modules":[{"resources":7}]}}}"#,
        "`prior_state.values.root_module.child_modules[0].resources` is a number; expected an array",
        "7}",
    ),
    (
        r#""variables":{"a":3}"#,
        "`variables.a` is a number; expected an object",
        "3}",
    ),
    (
        r#""variables":{"a\u0007\"":3}"#,
        "`variables.a\\u0007\\\"` is a number; expected an object",
        "3}",
    ),
    (
        r#""values":"x""#,
        "`values` is a string; expected an object",
        "\"x",
    ),
];

#[test]
fn a_wrong_type_is_named_with_its_path_and_place() {
    for &(body, message, at) in WRONG_TYPES {
        let text = format!("{{\"format_version\":\"1.2\",\"planned_values\":{{}},{body}}}")
            .replace(
                r#""planned_values":{},"planned_values""#,
                r#""planned_values""#,
            );
        assert_refused(&text, Kind::WrongType, message);
        let (offset, ..) = refused(&text).place.unwrap();
        assert!(
            text[offset..].starts_with(at),
            "{message}: {}",
            &text[offset..]
        );
    }
    assert_refused(
        r#"{"format_version":1.2,"planned_values":{}}"#,
        Kind::WrongType,
        "`format_version` is a number; expected a string",
    );
    for element in ["null", "7", "\"x\"", "[]"] {
        let text = format!(r#"{{"format_version":"1.2","resource_changes":[{element}]}}"#);
        assert_refused(
            &text,
            Kind::WrongType,
            "`resource_changes[0]` is not an object",
        );
    }
    assert_refused(
        r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":3}}}"#,
        Kind::WrongType,
        "`planned_values.root_module.resources` is a number; expected an array",
    );
}

#[test]
fn null_is_the_same_as_absent() {
    plan(
        r#"{"format_version":"1.2","terraform_version":null,"resource_changes":null,"planned_values":null,
        "variables":null,"output_changes":null,"prior_state":null,"configuration":null,"errored":null,
        "checks":null,"deferred_changes":null,"resource_drift":null}"#,
    );
    plan(
        r#"{"format_version":"1.2","prior_state":{"values":{"root_module":null,"outputs":null}},
        "configuration":{"provider_config":null,"root_module":{"resources":null,"module_calls":{"m":
        {"module":null,"expressions":null}},"outputs":{"o":null},"variables":{"v":null}}}}"#,
    );
}

#[test]
fn what_an_entry_must_have_is_asked_for() {
    for (entry, message) in [
        (
            r#"{"type":"a","name":"b"}"#,
            "`resource_changes[0]` has no `address`",
        ),
        (
            r#"{"address":"a.b","name":"b"}"#,
            "`resource_changes[0]` has no `type`",
        ),
        (
            r#"{"address":"a.b","type":"a"}"#,
            "`resource_changes[0]` has no `name`",
        ),
    ] {
        let text = format!(r#"{{"format_version":"1.2","resource_changes":[{entry}]}}"#);
        assert_refused(&text, Kind::Incomplete, message);
    }
}

#[test]
fn a_key_given_twice_is_named_with_both_places() {
    let text = "{\"format_version\":\"1.2\",\n \"planned_values\":{},\n \"planned_values\":{}}";
    assert_refused(
        text,
        Kind::DuplicateKey,
        "the key `planned_values` is given twice at the top, first at line 2, column 2, byte 26",
    );
    assert_eq!(refused(text).place, Some((48, 3, 2)));
    assert_eq!(refused(&format!("{text}}}")).kind, Kind::Malformed);
    assert_eq!(refused(&text[..text.len() - 1]).kind, Kind::Truncated);
    let text =
        r#"{"format_version":"1.2","resource_changes":[{"address":"a","\u0061ddress":"b"}]}"#;
    assert_refused(
        text,
        Kind::DuplicateKey,
        "the key `address` is given twice in `resource_changes[0]`, first at line 1, column 46, byte 45",
    );
    let text = r#"{"format_version":"1.2","resource_changes":[{"address":"a.b","type":"a","name":"b",
        "change":{"after":{},"unknown":1,"unknown":2}}]}"#;
    assert_eq!(refused(text).kind, Kind::DuplicateKey);
    let many: Vec<String> = (0..50).map(|name| format!("\"v{name}\":{{}}")).collect();
    for again in ["v3", "\\u00763", "v49", "v24", "v23"] {
        let variables = format!("{{{},\"{again}\":{{}}}}", many.join(","));
        let text = format!(r#"{{"format_version":"1.2","variables":{variables}}}"#);
        assert_eq!(refused(&text).kind, Kind::DuplicateKey, "{again}");
    }
    plan(&format!(
        r#"{{"format_version":"1.2","variables":{{{}}}}}"#,
        many.join(",")
    ));
}

#[test]
fn an_object_given_twice_is_named_with_both_places() {
    let entry = |address: &str, deposed: &str| {
        format!(r#"{{"address":"{address}","type":"a","name":"b"{deposed}}}"#)
    };
    let text = |entries: &[String]| {
        format!(
            "{{\"format_version\":\"1.2\",\"resource_changes\":[\n{}]}}",
            entries.join(",\n")
        )
    };
    let deposed = r#","deposed":"ff""#;
    plan(&text(&[
        entry("a.b", ""),
        entry("a.b", deposed),
        entry("a.c", ""),
    ]));
    assert_refused(
        &text(&[entry("a.b", ""), entry("a.c", ""), entry("a.b", "")]),
        Kind::DuplicateAddress,
        "`a.b` is given twice, first at line 2, column 12, byte 56",
    );
    assert_refused(
        &text(&[entry("a.b", deposed), entry("a.b", deposed)]),
        Kind::DuplicateAddress,
        "`a.b` (deposed object `ff`) is given twice, first at line 2, column 12, byte 56",
    );
    let block = r#"{"mode":"managed","type":"a","name":"b"}"#;
    let text = format!(
        r#"{{"format_version":"1.2","configuration":{{"root_module":{{"resources":[{block},{block}]}}}}}}"#
    );
    assert_refused(
        &text,
        Kind::DuplicateAddress,
        "`configuration.root_module` has the same resource block twice, first at line 1, column 96, byte 95",
    );
}

#[test]
fn strings_that_no_text_can_hold_are_refused_where_they_are_read() {
    for body in [
        r#""resource_changes":[{"address":"a\ud800","type":"a","name":"b"}]"#,
        r#""variables":{"\udc00":{}}"#,
        r#""\ud800":1"#,
    ] {
        let error = refused(&format!(
            "{{\"format_version\":\"1.2\",\"planned_values\":{{}},{body}}}"
        ));
        assert_eq!(error.kind, Kind::Surrogate, "{body}");
        assert!(error.place.is_some());
    }
}

#[test]
fn modules_without_end_are_refused() {
    let nested = |depth: usize| {
        let open = r#"{"module_calls":{"m":{"module":"#.repeat(depth);
        format!(
            r#"{{"format_version":"1.2","configuration":{{"root_module":{open}{{}}{}}}}}"#,
            "}}}".repeat(depth)
        )
    };
    plan(&nested(30));
    for depth in [60, 20_000] {
        let error = refused(&nested(depth));
        assert_eq!(error.kind, Kind::TooDeep);
        assert!(
            error
                .message
                .starts_with("modules are nested too deep in `configuration.root_module")
        );
        assert!(error.message.len() < 4000);
    }
}
