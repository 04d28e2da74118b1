//! Conversions between types, and marks on values.

use super::super::value::{Failure, Value};
use super::{Entry, Files, argument, not_yet, not_yet_words, set, unify};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::maybe_null("ephemeralasnull", 1..=1),
    Entry::never_null("issensitive", 1..=1),
    Entry::new("nonsensitive", 1..=1, unchanged),
    Entry::new("sensitive", 1..=1, unchanged),
    Entry::new("tobool", 1..=1, to_bool),
    Entry::new("tolist", 1..=1, to_list),
    Entry::new("tomap", 1..=1, to_map),
    Entry::new("tonumber", 1..=1, to_number),
    Entry::new("toset", 1..=1, to_set),
    Entry::new("tostring", 1..=1, to_string),
    Entry::maybe_null("type", 1..=1),
];

#[expect(
    clippy::unnecessary_wraps,
    reason = "all functions of the table have one type"
)]
fn unchanged(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(arguments[0].clone())
}

/// What a conversion of something unknown gives: null stays null, everything else something.
fn converted(name: &str, from: &Value) -> Value {
    let mut result = not_yet(name);
    if !from.is_never_null() {
        result = Value::unknown(not_yet_words(name));
    }
    result
}

fn to_bool(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match &arguments[0] {
        Value::Null => Value::Null,
        // A bool attribute stays itself, but a string attribute does not.
        other => argument::boolean(other)?.map_or_else(|| converted("tobool", other), Value::Bool),
    })
}

fn to_number(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match &arguments[0] {
        Value::Null => Value::Null,
        other => {
            argument::number(other)?.map_or_else(|| converted("tonumber", other), Value::Number)
        }
    })
}

fn to_string(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    argument::as_text(&arguments[0])
}

fn to_list(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match &arguments[0] {
        Value::Null => Value::Null,
        list => argument::sequence(list)?.map_or_else(|| converted("tolist", list), Value::list),
    })
}

fn to_set(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match &arguments[0] {
        Value::Null => Value::Null,
        Value::Set(elements) => Value::Set(elements.clone()),
        list => argument::sequence(list)?.map_or_else(|| converted("toset", list), set::build),
    })
}

fn to_map(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match &arguments[0] {
        Value::Null => Value::Null,
        Value::Map(entries) => {
            let values: Vec<Value> = entries.values().cloned().collect();
            match unify::unify(&values)? {
                Some(values) => Value::map(entries.keys().cloned().zip(values)),
                None => converted("tomap", &arguments[0]),
            }
        }
        known @ (Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Joined(_)
        | Value::Json(_)
        | Value::List(_)
        | Value::Set(_)) => return Err(argument::misfit("a map", known)),
        // A single resource instance has attributes of many types.
        other => converted("tomap", other),
    })
}
