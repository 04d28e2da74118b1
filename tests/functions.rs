//! Laws that every built-in function keeps, and what each answers.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::{collections::BTreeSet, sync::Arc};

use plangate::{
    function::{self, Body, Function},
    value::{Missing, Number, Ternary, Trouble, Value, compare, json},
};
use proptest::{collection::vec, prelude::*, sample::select};

/// A value from JSON in which `"?"` stands for what is not known.
fn value(text: &str) -> Value {
    fn open(value: &Value) -> Value {
        match value {
            Value::Text(text) if text.as_ref() == "?" => unknown(),
            Value::List(items) => Value::list(items.iter().map(open)),
            Value::Map(map) => Value::map(
                map.iter()
                    .map(|(key, value)| (Arc::clone(key), open(value))),
            ),
            other => other.clone(),
        }
    }
    open(&json::decode(text).unwrap())
}

fn unknown() -> Value {
    Value::Unknown(Arc::new(Missing::default()))
}

fn call(name: &str, arguments: &[Value]) -> Result<Value, Trouble> {
    let function = function::find(name).unwrap();
    assert_eq!(arguments.len(), function.parameters.len(), "{name}");
    match function.body {
        Body::Plain(body) => body(arguments),
        Body::List(body) | Body::Places(body) => body(arguments).map(|list| match list.more {
            Some(missing) => Value::Unknown(missing),
            None => Value::list(list.members),
        }),
        Body::Resource(_) => panic!("`{name}` is answered by the engine"),
    }
}

/// What a function gives for arguments written as a JSON list, as JSON; `?` if unknown, the code
/// of the trouble if there is one.
fn gives(name: &str, arguments: &str) -> String {
    let Value::List(arguments) = value(arguments) else {
        panic!("{arguments}");
    };
    match call(name, &arguments) {
        Ok(Value::Unknown(_)) => "?".into(),
        Ok(value) => json::encode(&value),
        Err(trouble) => trouble.code.into(),
    }
}

fn assert_all(cases: &[(&str, &str, &str)]) {
    for (name, arguments, expected) in cases {
        assert_eq!(gives(name, arguments), *expected, "{name}({arguments})");
    }
}

fn plain() -> impl Iterator<Item = &'static Function> {
    function::all().filter(|function| !matches!(function.body, Body::Resource(_)))
}

#[test]
fn names_are_unique_and_sorted() {
    let names: Vec<&str> = function::all().map(|function| function.name).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    assert_eq!(names.len(), 48);
    for family in function::FAMILIES {
        let names = family.functions.iter().map(|function| function.name);
        assert!(names.is_sorted(), "{}", family.name);
    }
    assert!(function::find("lower").is_some());
    assert!(function::find("Lower").is_none());
}

#[test]
fn every_function_is_documented() {
    for function in function::all() {
        let name = function.name;
        assert!(
            function.about.ends_with('.'),
            "{name}: one sentence, with its full stop"
        );
        assert!(!function.examples.is_empty(), "{name}: an example");
        assert!(
            !function.parameters.is_empty(),
            "{name}: it takes something"
        );
        for (expression, _) in function.examples {
            assert!(
                expression.starts_with(&format!("{name}(")),
                "{name}: {expression}"
            );
        }
    }
}

#[test]
fn a_resource_tells_its_identity_only_to_the_engine() {
    let by_engine = function::all().filter(|function| matches!(function.body, Body::Resource(_)));
    assert_eq!(by_engine.count(), 13);
}

#[test]
fn an_unknown_argument_gives_an_unknown_result() {
    let fitting = |function: &Function| match function.name {
        "cidr_contains" => vec!["10.0.0.0/8".into(); 2],
        "join" => vec!["".into(), value(r#"["a", "b"]"#)],
        "version_matches" => vec!["1.0".into(), ">= 1".into()],
        "iam_escalations" => vec!["*".into()],
        "iam_is_of_class" => vec!["sts:*".into(), value(r#"["write"]"#)],
        name if name.starts_with("iam_") => {
            let effect = if name.starts_with("iam_denies") {
                "Deny"
            } else {
                "Allow"
            };
            let principal = if name.ends_with("_always") {
                ""
            } else {
                r#", "Principal": {"AWS": "*"}"#
            };
            let statement = format!(
                r#"{{"Effect": "{effect}", "Action": "sts:*", "Resource": "a"{principal}}}"#
            );
            let mut document = value(&format!(r#"{{"Statement": {statement}}}"#));
            if name.starts_with("iam_covers_") {
                document = Value::map([("document".into(), document)]);
            }
            let asked = match name {
                "iam_covers_class" => value(r#"["write"]"#),
                _ => "sts:a".into(),
            };
            let mut arguments = vec![document, asked, "a".into()];
            arguments.truncate(function.parameters.len());
            arguments
        }
        _ => vec!["".into(); function.parameters.len()],
    };
    for function in plain() {
        for index in 0..function.parameters.len() {
            let mut arguments = fitting(function);
            arguments[index] = unknown();
            let result = call(function.name, &arguments).unwrap();
            assert!(
                result.missing().is_some(),
                "{}, argument {index}: {result:?}",
                function.name
            );
        }
    }
}

#[test]
fn collections() {
    assert_all(&[
        ("length", r#"[["a", "?"]]"#, "2"),
        ("length", r#"[{"a": 1}]"#, "1"),
        ("length", r#"["größe"]"#, "5"),
        ("length", "[null]", "0"),
        ("length", "[true]", "R702"),
        ("keys", r#"[{"b": "?", "a": 1}]"#, r#"["a","b"]"#),
        ("keys", "[null]", "[]"),
        ("keys", "[[]]", "R702"),
        ("values", r#"[{"b": 1, "a": [2]}]"#, "[[2],1]"),
        ("sum", "[[0.1, 0.2, 1e20]]", "100000000000000000000.3"),
        ("sum", "[null]", "0"),
        ("sum", r#"[[1, "?"]]"#, "?"),
        ("sum", "[[1, null]]", "R701"),
        ("sum", r#"[["1", "?"]]"#, "R702"),
        ("sum", "[[1, 1e999999]]", "R704"),
        ("min", "[[3, -1, 2]]", "-1"),
        ("max", "[[3, -1, 2]]", "3"),
        ("max", "[[]]", "null"),
        ("max", r#"[[3, "?"]]"#, "?"),
        ("max", r#"[["?", null]]"#, "R701"),
        ("min", r#"[["a"]]"#, "R702"),
    ]);
}

#[test]
fn strings() {
    assert_all(&[
        ("lower", r#"["PrÖd"]"#, r#""pröd""#),
        ("upper", "[null]", "null"),
        ("upper", "[5]", "R702"),
        ("trimspace", r#"[" a b\t\n"]"#, r#""a b""#),
        ("split", r#"[",", "a,,b"]"#, r#"["a","","b"]"#),
        ("split", r#"["", "ab"]"#, r#"["a","b"]"#),
        ("split", r#"["?", null]"#, "null"),
        ("split", r#"[null, "a"]"#, "R702"),
        ("join", r#"[", ", ["a", 1, true]]"#, r#""a, 1, true""#),
        ("join", r#"["?", ["a"]]"#, r#""a""#),
        ("join", r#"[",", null]"#, r#""""#),
        ("join", r#"[",", ["a", "?"]]"#, "?"),
        ("join", r#"[",", ["?", null]]"#, "R702"),
        ("startswith", r#"["ami-1", "ami-"]"#, "true"),
        ("startswith", r#"[null, "?"]"#, "false"),
        ("endswith", r#"["web-prod", "prod"]"#, "true"),
        ("endswith", r#"["?", ""]"#, "?"),
        ("endswith", r#"["a", null]"#, "R702"),
        ("tostring", "[1.50]", r#""1.5""#),
        ("tostring", "[[]]", "R702"),
        ("tonumber", r#"["-2.50"]"#, "-2.5"),
        ("tonumber", r#"["1 "]"#, "R702"),
        ("tonumber", "[true]", "R702"),
    ]);
}

#[test]
fn documents() {
    assert_all(&[
        (
            "jsondecode",
            r#"["{\"a\": [1.0, null]}"]"#,
            r#"{"a":[1,null]}"#,
        ),
        ("jsondecode", "[null]", "null"),
        ("jsondecode", r#"["{"]"#, "R703"),
        ("jsondecode", "[{}]", "R702"),
        (
            "jsonencode",
            r#"[{"b": "<", "a": null}]"#,
            r#""{\"a\":null,\"b\":\"\\u003c\"}""#,
        ),
        ("jsonencode", r#"[{"b": ["?"]}]"#, "?"),
        ("iam_statements", r#"["{"]"#, "R703"),
        ("iam_statements", r#"[""]"#, "[]"),
        ("iam_statements", "[5]", "R702"),
        ("iam_allows", r#"[null, "?", "*"]"#, "false"),
        ("iam_allows", r#"[null, null, "*"]"#, "R702"),
        ("iam_trusts", r#"["?", "*"]"#, "?"),
    ]);
}

#[test]
fn credentials() {
    let leak = "AWS_SECRET_ACCESS_KEY=madeUp/ByNobody/0000/ForTheTests/EXAMPLE";
    let told = r#"[{"example":false,"id":"aws-secret-key","kind":"a secret access key","line":1,"part":"","place":"line 1"}]"#;
    assert_all(&[
        ("secrets", &format!(r#"["{leak}"]"#), told),
        ("secrets", &format!(r#"[["a", "{leak}"]]"#), told),
        (
            "secrets",
            &format!(r#"[[{{"name": "part 2", "text": "\n{leak}"}}]]"#),
            &told
                .replace(r#""line":1,"part":"""#, r#""line":2,"part":"part 2""#)
                .replace("line 1", "line 2 of part 2"),
        ),
        ("secrets", "[null]", "[]"),
        ("secrets", r#"["?"]"#, "?"),
        ("secrets", r#"[["a", "?"]]"#, "?"),
        ("secrets", r#"[[{"name": "", "text": "?"}]]"#, "?"),
        ("secrets", "[1]", "R702"),
        ("secrets", "[[1]]", "R702"),
        ("secrets", r#"[[{"text": "a"}]]"#, "R702"),
        ("user_data_parts", r#"["a"]"#, r#"[{"name":"","text":"a"}]"#),
        ("user_data_parts", r#"[""]"#, r#"[{"name":"","text":""}]"#),
        ("user_data_parts", r#"["H4sIAAAAAAAA/0osBAAAAP//"]"#, "?"),
        ("user_data_parts", "[null]", "[]"),
        ("user_data_parts", "[[]]", "R702"),
        ("user_data_parts", "[5]", "R702"),
    ]);
}

#[test]
fn ranges_of_addresses() {
    assert_all(&[
        (
            "cidr_contains",
            r#"["10.0.0.1/8", "10.255.0.0/16"]"#,
            "true",
        ),
        ("cidr_contains", r#"["10.0.0.0/8", "0.0.0.0/0"]"#, "false"),
        ("cidr_contains", r#"["10.0.0.0/8", "10.2.3.4"]"#, "true"),
        (
            "cidr_contains",
            r#"["2001:db8::/32", "2001:db8:1::/48"]"#,
            "true",
        ),
        ("cidr_contains", r#"["::/0", "0.0.0.0/0"]"#, "false"),
        ("cidr_contains", r#"["10.0.0.0/8", null]"#, "false"),
        ("cidr_contains", r#"["10.0.0.0/8", "?"]"#, "?"),
        ("cidr_contains", r#"["10.0.0.0/33", "?"]"#, "R702"),
        ("cidr_contains", r#"["10.0.0.0/8", "web"]"#, "R702"),
    ]);
}

#[test]
fn versions_as_terraform_compares_them() {
    let cases = [
        ("1.2.3", "~> 1.2", true),
        ("2.0.0", "~> 1.2", false),
        ("1.2.9", "~> 1.2.3", true),
        ("1.3.0", "~> 1.2.3", false),
        ("1.2.2", "~> 1.2.3", false),
        ("6.0", "~> 5", true),
        ("v1.0", "1.0.0", true),
        ("1.0.0+build.5", "= 1.0", true),
        ("1.10.0", "> 1.9.0", true),
        ("1.5.0", ">= 1.3, != 1.5.0, < 2", false),
        ("1.6.0-beta1", ">= 1.5", false),
        ("1.6.0-beta1", ">= 1.6.0-alpha9", true),
        ("1.7.0-beta1", ">= 1.6.0-alpha9", false),
        ("1.6.0-beta1", "1.6.0-beta1", true),
        ("1.6.0-beta1", "!= 1.6.0", true),
        ("1.6.0-rc.2", "> 1.6.0-rc.1", true),
        ("1.6.0-rc.10", "> 1.6.0-rc.9", true),
        ("1.6.0", "~> 1.6.0-beta1", false),
        ("1.6.0", ">1.6.0-beta1", true),
    ];
    for (version, constraint, expected) in cases {
        let result = call("version_matches", &[version.into(), constraint.into()]).unwrap();
        let equal = compare::equal(&result, &expected.into());
        assert_eq!(equal, Ternary::True, "{version} {constraint}");
    }
    assert_all(&[
        ("version_matches", r#"["1.x", ">= 1"]"#, "R702"),
        ("version_matches", r#"["?", "=> 1"]"#, "R702"),
        ("version_matches", r#"["1.0", ""]"#, "R702"),
        ("version_matches", r#"["1..0", ">= 1"]"#, "R702"),
        (
            "version_matches",
            r#"["99999999999999999999", ">= 1"]"#,
            "R702",
        ),
        ("version_matches", r#"[null, ">= 1"]"#, "false"),
    ]);
}

fn any_value() -> impl Strategy<Value = Value> {
    let texts = prop_oneof![
        any::<String>(),
        r"[0-9a-f.:/]{0,12}",
        r"[~<>=! ]{0,3}v?[0-9]{1,3}(\.[0-9]{1,3}){0,3}(-[a-z0-9.]{0,6})?",
        r#"\{"Statement":\[?\{"Effect":"(Allow|Deny)","(Not)?Action":"[a-z*?:]{0,6}","Resource":"[*?a${}]{0,6}"\}\]?\}"#,
    ];
    let leaves = prop_oneof![
        any::<bool>().prop_map(|absent| Value::Null { absent }),
        Just(unknown()),
        any::<bool>().prop_map(Value::from),
        r"-?[0-9]{1,30}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,18})?"
            .prop_filter_map("too far", |text| Number::parse(&text).map(Value::Number)),
        texts.prop_map(Value::text),
    ];
    let keys = prop_oneof![
        select(
            &[
                "Statement",
                "Effect",
                "Action",
                "Resource",
                "Principal",
                "Condition"
            ][..]
        )
        .prop_map(String::from),
        any::<String>(),
    ];
    leaves.prop_recursive(6, 48, 5, move |inner| {
        prop_oneof![
            vec(inner.clone(), 0..5).prop_map(Value::list),
            vec((keys.clone().prop_map(Arc::from), inner), 0..5).prop_map(Value::map),
        ]
    })
}

fn without_unknowns(value: &Value) -> Value {
    match value {
        Value::Unknown(_) => Value::NULL,
        Value::List(items) => Value::list(items.iter().map(without_unknowns)),
        Value::Map(map) => Value::map(
            map.iter()
                .map(|(key, value)| (Arc::clone(key), without_unknowns(value))),
        ),
        known => known.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_function_panics(arguments in vec(any_value(), 3)) {
        for function in plain() {
            let _ = call(function.name, &arguments[..function.parameters.len()]);
        }
        let _ = function::iam::document_from_data(&arguments[0]);
        let blocks = [("statement".into(), arguments[0].clone())];
        let _ = function::iam::document_from_data(&Value::map(blocks));
    }

    #[test]
    fn what_is_written_reads_the_same(value in any_value()) {
        let known = without_unknowns(&value);
        let read = json::decode(&json::encode(&known)).unwrap();
        prop_assert_eq!(compare::equal(&known, &read), Ternary::True);
    }

    #[test]
    fn json_is_what_others_take_for_json(text in r#"[\[\]{}:,"\\u0-9dD8eE.+ \ntrfalsn-]{0,10}"#) {
        let ours = json::decode(&text);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        let stricter = ours.as_ref().is_err_and(|trouble| trouble.message.contains("twice"));
        let narrower = theirs.as_ref().is_err_and(|error| error.to_string().contains("range"));
        if !stricter && !narrower {
            prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?}", text);
        }
    }
}
