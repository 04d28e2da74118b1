//! Comparing, showing, reading and writing values.

use std::{cmp::Ordering, sync::Arc};

use super::{Missing, Number, Ternary, Value, compare, escape, json, print};

fn unknown() -> Value {
    Value::Unknown(Arc::new(Missing::default()))
}

fn number(text: &str) -> Value {
    Value::Number(Number::parse(text).unwrap())
}

fn read(text: &str) -> Value {
    json::decode(text).unwrap()
}

fn refused(text: &str) -> String {
    let trouble = json::decode(text).unwrap_err();
    assert_eq!(trouble.code, "R703");
    trouble.message
}

#[test]
fn kleene_tables() {
    use Ternary::{False, True, Unknown};
    let table = [
        (True, True, True, True),
        (True, False, False, True),
        (True, Unknown, Unknown, True),
        (False, False, False, False),
        (False, Unknown, False, Unknown),
        (Unknown, Unknown, Unknown, Unknown),
    ];
    for (one, other, both, either) in table {
        assert_eq!((one.and(other), other.and(one)), (both, both));
        assert_eq!((one.or(other), other.or(one)), (either, either));
    }
    assert_eq!((!True, !False, !Unknown), (False, True, Unknown));
    assert_eq!((Ternary::all([]), Ternary::any([])), (True, False));
}

#[test]
fn one_known_difference_decides() {
    let partly = |first: &str| Value::list([first.into(), unknown()]);
    assert_eq!(compare::equal(&partly("a"), &partly("b")), Ternary::False);
    assert_eq!(compare::equal(&partly("a"), &partly("a")), Ternary::Unknown);
    let longer = Value::list([unknown()]);
    assert_eq!(compare::equal(&partly("a"), &longer), Ternary::False);
    let map = |key: &str| Value::map([(Arc::from(key), unknown())]);
    assert_eq!(compare::equal(&map("a"), &map("b")), Ternary::False);
    assert_eq!(compare::equal(&map("a"), &map("a")), Ternary::Unknown);
}

#[test]
fn null_and_kinds() {
    let absent = Value::Null { absent: true };
    assert_eq!(compare::equal(&absent, &Value::NULL), Ternary::True);
    assert_eq!(compare::equal(&Value::NULL, &unknown()), Ternary::Unknown);
    assert_eq!(compare::equal(&number("1"), &"1".into()), Ternary::False);
    assert_eq!(compare::equal(&number("1.0"), &number("1")), Ternary::True);
    let trouble = compare::kinds_agree(&number("1"), &"1".into()).unwrap_err();
    assert_eq!(trouble.code, "R702");
    assert!(compare::kinds_agree(&Value::NULL, &"1".into()).is_ok());
}

#[test]
fn membership() {
    let list = Value::list(["a".into(), unknown()]);
    let holds = |container: &Value, item: &Value| compare::contains(container, item).unwrap();
    assert_eq!(holds(&list, &"a".into()), Ternary::True);
    assert_eq!(holds(&list, &"b".into()), Ternary::Unknown);
    assert_eq!(holds(&Value::list([]), &unknown()), Ternary::False);
    assert_eq!(holds(&Value::NULL, &"a".into()), Ternary::False);
    let with_null = Value::list([Value::NULL]);
    assert_eq!(holds(&with_null, &Value::NULL), Ternary::False);
    assert_eq!(holds(&"abc".into(), &"bc".into()), Ternary::True);
    assert_eq!(holds(&unknown(), &"bc".into()), Ternary::Unknown);
    let map = read(r#"{"a": 1}"#);
    let trouble = compare::contains(&map, &"a".into()).unwrap_err();
    assert_eq!((trouble.code, trouble.help.is_some()), ("R702", true));
}

#[test]
fn null_has_no_order() {
    let order = |left: &Value, right: &Value| compare::order(left, right);
    assert_eq!(
        order(&number("2"), &number("10")).unwrap(),
        Some(Ordering::Less)
    );
    assert_eq!(order(&number("2"), &unknown()).unwrap(), None);
    assert_eq!(order(&unknown(), &Value::NULL).unwrap_err().code, "R701");
    assert_eq!(order(&number("2"), &"10".into()).unwrap_err().code, "R702");
}

#[test]
fn nothing_acts_in_a_terminal_or_a_log() {
    let shown = |text| escape::escape(text).into_owned();
    assert_eq!(shown("\u{1b}[31mred\r\n"), "\\u{1b}[31mred\\r\\n");
    assert_eq!(shown("a\u{202e}b\u{200b}"), "a\\u{202e}b\\u{200b}");
    assert_eq!(shown("x\u{e0041}"), "x\\u{e0041}");
    assert_eq!(shown(" ::error::x"), " \\u{3a}:error::x");
    assert_eq!(shown("a::b"), "a::b");
    assert_eq!(shown("::"), "\\u{3a}:");
    assert_eq!(shown("::/0, ::1"), "::/0, ::1");
    assert_eq!(shown("x ##[group]y"), "x \\u{23}#[group]y");
    assert_eq!(
        shown("##vso[task.setvariable]"),
        "\\u{23}#vso[task.setvariable]"
    );
    assert_eq!(shown("## heading"), "## heading");
    assert_eq!(shown("größe → 日本"), "größe → 日本");
}

#[test]
fn messages_show_values_bare() {
    let bare = |value: &Value| print::bare(value, 80);
    assert_eq!(bare(&"t3.micro".into()), "t3.micro");
    assert_eq!(
        bare(&read(r#"["a", "b", 1, [2], null]"#)),
        "a, b, 1, [2], (not set)"
    );
    assert_eq!(bare(&read(r#"{"a": ["x"]}"#)), r#"{"a": ["x"]}"#);
    assert_eq!(bare(&unknown()), "(known after apply)");
    for unset in ["null", "[]", "{}", r#""""#] {
        assert_eq!(bare(&read(unset)), "(not set)");
    }
}

#[test]
fn evidence_shows_values_quoted() {
    let quoted = |value: &Value| print::quoted(value, 80);
    assert_eq!(quoted(&"required".into()), r#""required""#);
    assert_eq!(quoted(&"a\"\\\n\u{1b}".into()), r#""a\"\\\n\u{1b}""#);
    assert_eq!(quoted(&read(r#"["a", "b"]"#)), r#"["a", "b"]"#);
    assert_eq!(quoted(&Value::list([unknown()])), "[(known after apply)]");
    assert_eq!(quoted(&read(r#""""#)), r#""""#);
}

#[test]
fn long_texts_end_between_characters() {
    assert_eq!(print::bare(&"abcdef".into(), 6), "abcdef");
    assert_eq!(print::bare(&"abcdefg".into(), 6), "abcde…");
    assert_eq!(print::bare(&"日本語日本語".into(), 4), "日本語…");
    assert_eq!(print::bare(&"ab\u{1b}cd".into(), 6), "ab…");
    assert_eq!(print::quoted(&"abcdef".into(), 5), "\"abc…");
    assert_eq!(print::bare(&"abc".into(), 0), "…");
    let wide = Value::list((0..100_000).map(|_| Value::from("x")));
    assert_eq!(print::bare(&wide, 8), "x, x, x…");
}

#[test]
fn json_is_exact_and_strict() {
    let exact = "12345678901234567890.123456789";
    assert_eq!(json::encode(&read(exact)), exact);
    assert_eq!(
        json::encode(&read(r#""\ud83d\ude00 \u0041\/""#)),
        "\"😀 A/\""
    );
    assert_eq!(
        json::encode(&"<&>\u{2028}\u{1}".into()),
        r#""\u003c\u0026\u003e\u2028\u0001""#
    );
    assert_eq!(
        json::encode(&read(r#" { "b" : [ ] , "a" : 1 } "#)),
        r#"{"a":1,"b":[]}"#
    );
    for wrong in [
        "",
        "01",
        "[1,]",
        "{\"a\":1,}",
        "'a'",
        "nul",
        "1 2",
        "\"\\ud800\"",
        "\"\t\"",
        "-",
        "{a:1}",
    ] {
        refused(wrong);
    }
}

#[test]
fn json_says_where_it_is_wrong() {
    assert_eq!(
        refused("{\n  \"a\" 1}"),
        "not JSON at line 2, column 7: expected `:`, found `1`"
    );
    assert_eq!(
        refused("{\"ä\": 1,\n \"ä\": 2}"),
        "not JSON at line 2, column 2: the key `ä` stands twice, first at line 1, column 2"
    );
    assert_eq!(
        refused("[\"open"),
        "not JSON at line 1, column 2: this string is not closed"
    );
    assert_eq!(
        refused("\u{1b}"),
        "not JSON at line 1, column 1: expected a JSON value, found `\\u{1b}`"
    );
}

#[test]
fn json_has_limits() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(json::decode(&nested(json::DEEPEST)).is_ok());
    assert!(refused(&nested(json::DEEPEST + 1)).contains("64 levels"));
    assert!(refused(&"[".repeat(1_000_000)).contains("64 levels"));
    assert!(refused(&" ".repeat(json::LARGEST + 1)).contains("more than the 1048576"));
}
