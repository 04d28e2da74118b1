//! Functions against Terraform's own results, which `cases.txt` holds.
//!
//! A case is `expression => result`: the result is JSON, or `ERROR`. After `=?` stands Terraform's
//! result where ours is not known, or a choice.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::{Expression, ObjectKey, UnaryOperator};
use serde_json::Value as Json;

use super::super::value::{Attribute, Failure, Instance, Step, Value};
use super::{Files, argument, call, decimal, set};
use crate::value::Number;

const CASES: &str = include_str!("cases.txt");

/// The files that the cases read.
struct Folder;

impl Files for Folder {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        match path {
            "hello.txt" => Some(b"hello\n".to_vec()),
            "bytes.bin" => Some(vec![0xff, 0x00]),
            _ => None,
        }
    }
}

/// A line of the table.
struct Case {
    expression: &'static str,
    /// `None` where Terraform gives an error.
    truth: Option<Json>,
    exact: bool,
}

fn cases() -> Vec<Case> {
    let lines = CASES
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let exact = line
                .rfind(" => ")
                .filter(|at| line.rfind(" =? ").is_none_or(|other| other < *at));
            let at = exact.or_else(|| line.rfind(" =? ")).expect("an arrow");
            let truth = match &line[at + 4..] {
                "ERROR" => None,
                json => Some(serde_json::from_str(json).expect("JSON")),
            };
            Case {
                expression: &line[..at],
                truth,
                exact: exact.is_some(),
            }
        })
        .collect()
}

/// The function that an expression calls, and its arguments.
fn parsed(expression: &str) -> (String, Result<Vec<Value>, Failure>) {
    let expression: Expression = expression.parse().expect(expression);
    let Expression::FuncCall(call) = expression else {
        panic!("not a call");
    };
    (
        call.name.name.to_string(),
        call.args.iter().map(evaluated).collect(),
    )
}

fn evaluated(expression: &Expression) -> Result<Value, Failure> {
    Ok(match expression {
        Expression::Null(_) => Value::Null,
        Expression::Bool(answer) => Value::Bool(*answer.value()),
        Expression::Number(number) => {
            let written = number.as_repr().map(|text| text.to_string());
            let written = written.unwrap_or_else(|| number.value().to_string());
            Value::Number(Number::parse(&written).expect("a number"))
        }
        Expression::String(text) => Value::text(text.as_str()),
        Expression::Array(array) => {
            Value::List(array.iter().map(evaluated).collect::<Result<_, _>>()?)
        }
        Expression::Object(object) => {
            let mut entries = BTreeMap::new();
            for (key, value) in object {
                let key = match key {
                    ObjectKey::Ident(name) => Arc::from(name.as_str()),
                    ObjectKey::Expression(Expression::String(text)) => Arc::from(text.as_str()),
                    ObjectKey::Expression(Expression::Variable(name)) => Arc::from(name.as_str()),
                    ObjectKey::Expression(_) => panic!("not a key"),
                };
                entries.insert(key, evaluated(value.expr())?);
            }
            Value::Map(Arc::new(entries))
        }
        Expression::UnaryOp(minus) if *minus.operator.value() == UnaryOperator::Neg => {
            let Value::Number(number) = evaluated(&minus.expr)? else {
                panic!("not a number");
            };
            Value::Number(Number::parse(&format!("-{number}")).expect("a number"))
        }
        Expression::FuncCall(inner) => {
            let arguments: Vec<Value> =
                inner.args.iter().map(evaluated).collect::<Result<_, _>>()?;
            call(inner.name.name.as_str(), &arguments, &Folder)?
        }
        other => panic!("no part of a case: {other:?}"),
    })
}

/// Whether it is this, and wholly known.
fn is(value: &Value, truth: &Json) -> bool {
    value.is_known() && covers(value, truth, &[])
}

/// Whether it may be this after apply, where the unknown values become what `known` says.
fn covers(value: &Value, truth: &Json, known: &[(Value, Json)]) -> bool {
    if let Some((_, became)) = known.iter().find(|(unknown, _)| unknown == value) {
        // What is converted is still shown as itself.
        return is_nearly(became, truth);
    }
    match (value, truth) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(answer), Json::Bool(truth)) => answer == truth,
        (Value::Number(number), Json::Number(truth)) => {
            Number::parse(&truth.to_string()).as_ref() == Some(number)
        }
        (Value::Text(text), Json::String(truth)) => **text == **truth,
        (Value::List(elements), Json::Array(truth)) => {
            elements.len() == truth.len()
                && elements
                    .iter()
                    .zip(truth)
                    .all(|(one, truth)| covers(one, truth, known))
        }
        (Value::Set(elements), Json::Array(truth)) => {
            elements
                .iter()
                .all(|one| truth.iter().any(|truth| covers(one, truth, known)))
                && truth
                    .iter()
                    .all(|truth| elements.iter().any(|one| covers(one, truth, known)))
        }
        (Value::Map(entries), Json::Object(truth)) => {
            entries.len() == truth.len()
                && entries.iter().all(|(key, one)| {
                    truth
                        .get(&**key)
                        .is_some_and(|truth| covers(one, truth, known))
                })
        }
        (Value::OneOf(choices), _) => choices.iter().any(|one| covers(one, truth, known)),
        (Value::Json(value), Json::String(truth)) => {
            serde_json::from_str(truth).is_ok_and(|truth| covers(value, &truth, known))
        }
        (Value::Joined(pieces), Json::String(truth)) => is_made_of(pieces, truth, known),
        (Value::Unknown(unknown), truth) => {
            !(unknown.never_null && truth.is_null() || unknown.never_empty && truth == "")
        }
        _ => false,
    }
}

/// Whether it is the same but for conversions: of numbers to text, of lists to sets.
fn is_nearly(one: &Json, other: &Json) -> bool {
    let text = |value: &Json| match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(answer) => Some(answer.to_string()),
        Json::Number(number) => decimal::text(&Number::parse(&number.to_string())?),
        _ => None,
    };
    match (one, other) {
        (Json::Array(left), Json::Array(right)) => {
            let within = |one: &[Json], other: &[Json]| {
                one.iter()
                    .all(|one| other.iter().any(|other| is_nearly(one, other)))
            };
            within(left, right) && within(right, left)
        }
        (Json::Object(left), Json::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, one)| right.get(key).is_some_and(|other| is_nearly(one, other)))
        }
        _ => one == other || text(one).is_some() && text(one) == text(other),
    }
}

/// Whether the text may be these pieces, one after the other.
fn is_made_of(pieces: &[Value], text: &str, known: &[(Value, Json)]) -> bool {
    let Some((first, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    let ends = (0..=text.len()).filter(|at| text.is_char_boundary(*at));
    ends.into_iter().any(|at| {
        covers(first, &Json::from(&text[..at]), known) && is_made_of(rest, &text[at..], known)
    })
}

#[test]
fn results_are_terraforms() {
    let mut wrong = Vec::new();
    for case in cases() {
        let (name, arguments) = parsed(case.expression);
        let result = arguments.and_then(|arguments| call(&name, &arguments, &Folder));
        let fits = match (&result, &case.truth) {
            (Ok(value), Some(truth)) if case.exact => is(value, truth),
            (Ok(value), Some(truth)) => covers(value, truth, &[]) && !value.is_known(),
            (Err(_), None) => case.exact,
            (Ok(value), None) => !case.exact && !value.is_known(),
            (Err(_), Some(_)) => false,
        };
        if !fits {
            wrong.push(format!("{}: {result:?}", case.expression));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Numbers that look random, and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }
}

/// A value as JSON, as Terraform would give it.
fn as_json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(answer) => Json::from(*answer),
        Value::Number(number) => serde_json::from_str(&number.to_string()).ok()?,
        Value::Text(text) => Json::from(&**text),
        Value::List(elements) | Value::Set(elements) => {
            Json::Array(elements.iter().map(as_json).collect::<Option<_>>()?)
        }
        Value::Map(entries) => {
            let pairs = entries
                .iter()
                .map(|(key, one)| Some((key.to_string(), as_json(one)?)));
            Json::Object(pairs.collect::<Option<_>>()?)
        }
        _ => return None,
    })
}

/// The value with some of its parts made unknown; what they are comes into `known`.
fn masked(value: &Value, dice: &mut Dice, known: &mut Vec<(Value, Json)>) -> Value {
    if dice.roll(4) == 0
        && let Some(truth) = as_json(value)
    {
        return unknown(value, truth, dice, known);
    }
    match value {
        Value::List(elements) => Value::list(elements.iter().map(|one| masked(one, dice, known))),
        Value::Set(elements) => set::build(
            elements
                .iter()
                .map(|one| masked(one, dice, known))
                .collect(),
        ),
        Value::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, one)| (Arc::clone(key), masked(one, dice, known))),
        ),
        other => other.clone(),
    }
}

fn unknown(value: &Value, truth: Json, dice: &mut Dice, known: &mut Vec<(Value, Json)>) -> Value {
    // The same value is sometimes the same unknown one.
    let simple = !truth.is_array() && !truth.is_object();
    if let Some((same, _)) = known.iter().find(|(_, other)| *other == truth)
        && simple
        && dice.roll(2) == 0
    {
        return same.clone();
    }
    let something = !value.is_null() && value.as_text().is_none_or(|text| !text.is_empty());
    let name = if value.elements().is_none() {
        "id"
    } else {
        "members"
    };
    let attribute = Value::Attribute(Attribute {
        of: Instance(known.len()),
        path: Arc::from([Step::Name(name.into())]),
        never_null: something && dice.roll(2) == 0,
        single: name == "id",
    });
    let made = match (dice.roll(4), value) {
        (0, Value::Text(text)) if text.len() > 1 && text.is_ascii() => {
            let at = 1 + dice.roll(text.len() - 1);
            let piece = Value::unknown("a piece");
            known.push((piece.clone(), Json::from(&text[at..])));
            return Value::Joined(Arc::from([Value::text(&text[..at]), piece]));
        }
        (0 | 1, _) => attribute,
        (2, other) => {
            return Value::one_of([other.clone(), Value::text("another"), Value::list([])]);
        }
        (_, Value::Null) => Value::unknown("unknown"),
        _ if dice.roll(2) == 0 => Value::unknown("unknown"),
        _ => Value::some_value("something"),
    };
    known.push((made.clone(), truth));
    made
}

/// Whatever the unknown parts become, the result is what was said before.
#[test]
fn what_is_said_of_unknown_parts_holds() {
    let mut wrong = Vec::new();
    let mut said = 0;
    for (number, case) in cases().iter().enumerate() {
        let (name, Ok(arguments)) = parsed(case.expression) else {
            continue;
        };
        for seed in 0..60 {
            let mut dice = Dice(number as u64 * 1000 + seed);
            let mut known = Vec::new();
            let partly: Vec<Value> = arguments
                .iter()
                .map(|one| masked(one, &mut dice, &mut known))
                .collect();
            let result = call(&name, &partly, &Folder);
            let fits = match (&result, &case.truth) {
                (Ok(value), Some(truth)) => {
                    said += usize::from(!matches!(value, Value::Unknown(_)));
                    covers(value, truth, &known)
                }
                // Where the apply fails there is nothing to contradict.
                (_, None) => true,
                (Err(_), Some(_)) => false,
            };
            if !fits {
                wrong.push(format!(
                    "{}\n  of {partly:?}\n  is {result:?}",
                    case.expression
                ));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(said > 1000, "only {said} results said anything");
}

#[test]
fn text_that_is_partly_known_keeps_its_pieces() {
    let id = Value::Attribute(Attribute {
        of: Instance(0),
        path: Arc::from([Step::Name("id".into())]),
        never_null: true,
        single: true,
    });
    let joined = call(
        "join",
        &[
            Value::text("-"),
            Value::list([Value::text("a"), id.clone()]),
        ],
        &Folder,
    );
    assert_eq!(
        joined,
        Ok(Value::Joined(Arc::from([Value::text("a-"), id.clone()])))
    );
    let formatted = call("format", &[Value::text("%s/x"), id.clone()], &Folder);
    assert_eq!(
        formatted,
        Ok(Value::Joined(Arc::from([id.clone(), Value::text("/x")])))
    );
    let json = call("jsonencode", &[Value::list([id.clone()])], &Folder).unwrap();
    assert_eq!(json, Value::Json(Arc::new(Value::list([id.clone()]))));
    assert_eq!(
        call("jsondecode", &[json], &Folder),
        Ok(Value::list([id.clone()]))
    );
    assert_eq!(argument::as_text(&id), Ok(id));
}

#[test]
fn choices_are_tried_one_by_one() {
    let either = Value::one_of([Value::text("a"), Value::text("b")]);
    let upper = call("upper", std::slice::from_ref(&either), &Folder);
    assert_eq!(
        upper,
        Ok(Value::one_of([Value::text("A"), Value::text("B")]))
    );
    let list = Value::list([Value::text("a"), Value::text("b")]);
    assert_eq!(
        call("contains", &[list, either.clone()], &Folder),
        Ok(Value::Bool(true))
    );
    let failing = call("tonumber", &[either], &Folder);
    assert!(failing.is_err());
    let sometimes = Value::one_of([Value::text("a"), Value::text("1")]);
    assert!(matches!(
        call("tonumber", &[sometimes], &Folder),
        Ok(Value::Unknown(_))
    ));
}

#[test]
fn elements_that_may_be_equal_are_not_counted() {
    let id = |at| {
        Value::Attribute(Attribute {
            of: Instance(at),
            path: Arc::from([Step::Name("id".into())]),
            never_null: true,
            single: true,
        })
    };
    let length = |elements: Vec<Value>| {
        let set = call("toset", &[Value::list(elements)], &Folder).unwrap();
        call("length", &[set], &Folder).unwrap()
    };
    assert!(matches!(length(vec![id(0), id(1)]), Value::Unknown(_)));
    assert_eq!(length(vec![id(0), id(0)]), Value::Number(Number::from(1)));
    assert_eq!(
        length(vec![Value::text("a"), Value::text("b")]),
        Value::Number(Number::from(2))
    );
}

#[test]
fn yaml_of_any_depth_and_size_comes_to_an_end() {
    let decode = |text: &str| call("yamldecode", &[Value::text(text)], &Folder);
    let aliases = |count: usize, each: &dyn Fn(usize) -> String| -> String {
        (1..count).fold("k0: &k0 [x]\n".to_owned(), |text, at| {
            format!("{text}k{at}: &k{at} [{}]\n", each(at - 1))
        })
    };
    let doubled = |at: usize| format!("*k{at}, *k{at}");
    let once = |at: usize| format!("*k{at}");
    for text in [
        "[".repeat(10_000),
        "{a: ".repeat(10_000),
        "- ".repeat(10_000),
        format!("{}{}", "[".repeat(200), "]".repeat(200)),
        aliases(40, &doubled),
        aliases(2_000, &once),
    ] {
        let result = decode(&text);
        assert!(matches!(result, Ok(Value::Unknown(_))), "{result:?}");
    }
    for text in [
        format!("{}a", "- ".repeat(90)),
        aliases(10, &doubled),
        aliases(90, &once),
        "- a\n".repeat(20_000),
    ] {
        assert!(decode(&text).is_ok_and(|value| value.is_known()));
    }
}
