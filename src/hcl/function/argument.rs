//! Reading arguments, as Terraform converts them to the types of parameters.
//!
//! Each gives `Ok(None)` where the argument is not known well enough, and a failure where
//! Terraform would refuse it.

use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::{decimal, set, unify};
use crate::value::Number;

/// A string; numbers and bools become one.
pub(super) fn text(value: &Value) -> Result<Option<Arc<str>>, Failure> {
    match value {
        Value::Null => Err(must_not_be_null("a string")),
        other => Ok(as_text(other)?.as_text().cloned()),
    }
}

/// A number; the decimal text of one becomes one.
pub(super) fn number(value: &Value) -> Result<Option<Number>, Failure> {
    match value {
        Value::Null => Err(must_not_be_null("a number")),
        Value::Number(number) => Ok(Some(number.clone())),
        Value::Text(text) => match decimal::read(text) {
            Ok(number) => Ok(number),
            Err(()) => Err(Failure::new("a number is required, found other text")),
        },
        Value::Json(_) => Ok(None),
        Value::Bool(_) | Value::List(_) | Value::Set(_) | Value::Map(_) => {
            Err(misfit("a number", value))
        }
        _ => Ok(None),
    }
}

/// A whole number.
pub(super) fn whole(value: &Value) -> Result<Option<i64>, Failure> {
    let Some(number) = number(value)? else {
        return Ok(None);
    };
    match decimal::whole(&number) {
        Some(whole) => Ok(i64::try_from(whole).ok()),
        None if decimal::is_fraction(&number) => Err(Failure::new(format!(
            "a whole number is required, found {number}"
        ))),
        None => Ok(None),
    }
}

/// A bool; `"true"`, `"1"`, `"false"` and `"0"` become one.
pub(super) fn boolean(value: &Value) -> Result<Option<bool>, Failure> {
    match value {
        Value::Null => Err(must_not_be_null("a bool")),
        Value::Bool(answer) => Ok(Some(*answer)),
        Value::Text(text) => match text.as_ref() {
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(Failure::new("a bool is required, found other text")),
        },
        Value::Number(_) | Value::List(_) | Value::Set(_) | Value::Map(_) => {
            Err(misfit("a bool", value))
        }
        _ => Ok(None),
    }
}

/// The elements of a list or tuple as they are; not of a set.
pub(super) fn items(value: &Value) -> Result<Option<&[Value]>, Failure> {
    match value {
        Value::List(elements) => Ok(Some(elements)),
        other => not_a_list(other),
    }
}

/// The elements of a list, tuple or set as they are, in Terraform's order.
pub(super) fn members(value: &Value) -> Result<Option<Vec<Value>>, Failure> {
    match value {
        Value::List(elements) => Ok(Some(elements.to_vec())),
        Value::Set(elements) => Ok(set::ordered(elements)),
        other => not_a_list(other),
    }
}

/// The elements of what is converted to a list, so that all of them are of one type.
pub(super) fn sequence(value: &Value) -> Result<Option<Vec<Value>>, Failure> {
    match value {
        Value::List(elements) => unify::unify(elements),
        other => members(other),
    }
}

/// The elements of what is converted to a list of strings. What is unknown stays as it is.
pub(super) fn texts(value: &Value) -> Result<Option<Vec<Value>>, Failure> {
    let Some(members) = members(value)? else {
        return Ok(None);
    };
    members
        .iter()
        .map(as_text)
        .collect::<Result<_, _>>()
        .map(Some)
}

/// A value converted to a string, as far as it is known. Null stays null.
///
/// What is known only after apply stays itself, since most attributes are strings anyway.
pub(in crate::hcl) fn as_text(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Number(number) => Ok(match decimal::text(number) {
            Some(text) => Value::text(text),
            None => Value::some_value("the text of so long a number is known only to Terraform"),
        }),
        Value::Bool(answer) => Ok(Value::text(if *answer { "true" } else { "false" })),
        Value::List(_) | Value::Set(_) | Value::Map(_) => Err(misfit("a string", value)),
        Value::OneOf(choices) => super::join_branches("tostring", choices.iter().map(as_text)),
        Value::Instance(_) | Value::Module(_) => {
            Ok(Value::unknown("a whole resource or module is no text"))
        }
        other => Ok(other.clone()),
    }
}

/// A failure: null where there must be a value.
pub(super) fn must_not_be_null(expected: &str) -> Failure {
    Failure::new(format!("{expected} is required, found null"))
}

/// A failure: a value of the wrong type.
pub(super) fn misfit(expected: &str, found: &Value) -> Failure {
    Failure::new(format!("{expected} is required, found {}", found.kind()))
}

/// What is not a list: a failure, or unknown.
fn not_a_list<T>(value: &Value) -> Result<Option<T>, Failure> {
    match value {
        Value::Null => Err(must_not_be_null("a list")),
        Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Joined(_)
        | Value::Json(_)
        | Value::Set(_)
        | Value::Map(_) => Err(misfit("a list", value)),
        Value::List(_)
        | Value::Instance(_)
        | Value::Module(_)
        | Value::Attribute(_)
        | Value::OneOf(_)
        | Value::Unknown(_) => Ok(None),
    }
}
