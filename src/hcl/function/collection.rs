//! Looking into lists, sets and maps.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::equality::{equal, equal_of_one_type};
use super::{
    Entry, Files, MOST_COMBINATIONS, MOST_ELEMENTS, argument, characters, not_yet, not_yet_words,
    set, unify,
};
use crate::value::Number;

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("contains", 2..=2, contains),
    Entry::new("element", 2..=2, element),
    Entry::new("index", 2..=2, index),
    Entry::new("keys", 1..=1, keys),
    Entry::new("length", 1..=1, length),
    Entry::new("matchkeys", 3..=3, matchkeys),
    Entry::new("one", 1..=1, one),
    Entry::new("transpose", 1..=1, transpose),
    Entry::new("values", 1..=1, values),
    Entry::new("zipmap", 2..=2, zipmap),
];

fn length(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let count = match &arguments[0] {
        Value::Null => return Err(argument::must_not_be_null("a collection")),
        known @ (Value::Bool(_) | Value::Number(_)) => {
            return Err(argument::misfit("a string or collection", known));
        }
        Value::Text(text) => characters::split(text).map(|characters| characters.len()),
        Value::List(elements) => Some(elements.len()),
        Value::Set(elements) => set::size(elements),
        Value::Map(entries) => Some(entries.len()),
        _ => None,
    };
    Ok(count.map_or_else(
        || not_yet("length"),
        |count| Value::Number(Number::from(count)),
    ))
}

fn element(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let list = argument::items(&arguments[0])?;
    let index = argument::whole(&arguments[1])?;
    let Some(list) = list else {
        return Ok(Value::unknown(
            "an element of a list that is known only after apply",
        ));
    };
    if list.is_empty() {
        return Err(Failure::new("an empty list has no elements"));
    }
    let Some(index) = index else {
        // It is one of them, whichever.
        return Ok(if list.len() > MOST_COMBINATIONS {
            Value::unknown(not_yet_words("element"))
        } else {
            Value::one_of(list.iter().cloned())
        });
    };
    let length = i64::try_from(list.len()).unwrap_or(i64::MAX);
    // Before version 1.10 a negative index was an error.
    if index < 0 {
        return Ok(Value::unknown(
            "a negative index of `element` depends on Terraform's version",
        ));
    }
    let at = usize::try_from(index.rem_euclid(length)).unwrap_or(0);
    Ok(list[at].clone())
}

fn contains(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let elements = match &arguments[0] {
        Value::Set(elements) => Some(&elements[..]),
        other => argument::items(other)?,
    };
    let wanted = &arguments[1];
    if wanted.is_null() {
        // Terraform 1.11 refuses null here, later versions do not.
        return Ok(not_yet("contains"));
    }
    let Some(elements) = elements else {
        return Ok(not_yet("contains"));
    };
    let mut certain = true;
    for element in elements {
        match equal(element, wanted) {
            Some(true) => return Ok(Value::Bool(true)),
            Some(false) => {}
            None => certain = false,
        }
    }
    Ok(if certain {
        Value::Bool(false)
    } else {
        not_yet("contains")
    })
}

fn index(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let list = argument::items(&arguments[0])?;
    if arguments[1].is_null() {
        return Err(argument::must_not_be_null("a value"));
    }
    let Some(list) = list else {
        return Ok(not_yet("index"));
    };
    for (at, element) in list.iter().enumerate() {
        match equal(element, &arguments[1]) {
            Some(true) => return Ok(Value::Number(Number::from(at))),
            Some(false) => {}
            None => return Ok(not_yet("index")),
        }
    }
    Err(Failure::new("the list has no such element"))
}

/// What a map or object holds.
type Entries = BTreeMap<Arc<str>, Value>;

/// The entries of a map or object; a failure if it is none, `None` if nobody can say.
pub(super) fn entries(value: &Value) -> Result<Option<&Entries>, Failure> {
    match value {
        Value::Map(entries) => Ok(Some(entries)),
        Value::Null => Err(argument::must_not_be_null("a map")),
        Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Joined(_)
        | Value::Json(_)
        | Value::List(_)
        | Value::Set(_) => Err(argument::misfit("a map", value)),
        _ => Ok(None),
    }
}

fn keys(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match entries(&arguments[0])? {
        Some(entries) => Value::list(entries.keys().cloned().map(Value::Text)),
        None => not_yet("keys"),
    })
}

fn values(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match entries(&arguments[0])? {
        Some(entries) => Value::list(entries.values().cloned()),
        None => not_yet("values"),
    })
}

fn one(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let unknown = || Value::unknown(not_yet_words("one"));
    let elements = match &arguments[0] {
        // Elements that may be equal may be one; then it is any of them.
        Value::Set(elements) if elements.len() > 1 && set::size(elements).is_none() => {
            return Ok(unknown());
        }
        Value::Set(elements) => Some(&elements[..]),
        other => argument::items(other)?,
    };
    match elements {
        None => Ok(unknown()),
        Some([]) => Ok(Value::Null),
        Some([only]) => Ok(only.clone()),
        Some(_) => Err(Failure::new("there must be no element or one")),
    }
}

fn zipmap(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let keys = argument::texts(&arguments[0])?;
    let values = argument::items(&arguments[1])?;
    let Some((keys, values)) = keys.zip(values) else {
        return Ok(not_yet("zipmap"));
    };
    if keys.len() != values.len() {
        return Err(Failure::new("there must be as many keys as values"));
    }
    let mut entries = BTreeMap::new();
    for (key, value) in keys.iter().zip(values) {
        match key {
            Value::Null => return Err(argument::must_not_be_null("a key")),
            Value::Text(key) => entries.insert(Arc::clone(key), value.clone()),
            _ => return Ok(not_yet("zipmap")),
        };
    }
    Ok(Value::Map(Arc::new(entries)))
}

fn transpose(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(entries) = entries(&arguments[0])? else {
        return Ok(not_yet("transpose"));
    };
    let mut turned: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    let mut certain = true;
    for (key, list) in entries {
        let Some(texts) = argument::texts(list)? else {
            certain = false;
            continue;
        };
        for text in texts {
            match text {
                Value::Null => return Err(argument::must_not_be_null("a string")),
                // Keys are in order already, so that each list is.
                Value::Text(text) => {
                    turned
                        .entry(text)
                        .or_default()
                        .push(Value::Text(Arc::clone(key)));
                }
                _ => certain = false,
            }
        }
    }
    if !certain {
        return Ok(not_yet("transpose"));
    }
    Ok(Value::map(
        turned
            .into_iter()
            .map(|(key, list)| (key, Value::list(list))),
    ))
}

fn matchkeys(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let values = argument::sequence(&arguments[0])?;
    let keys = argument::sequence(&arguments[1])?;
    let wanted = argument::sequence(&arguments[2])?;
    let (Some(values), Some(keys), Some(wanted)) = (values, keys, wanted) else {
        return Ok(not_yet("matchkeys"));
    };
    if keys.len().saturating_mul(wanted.len()) > MOST_ELEMENTS * 10 {
        return Ok(not_yet("matchkeys"));
    }
    let all: Vec<Value> = keys.iter().chain(&wanted).cloned().collect();
    let Some(all) = unify::unify(&all)? else {
        return Ok(not_yet("matchkeys"));
    };
    if values.len() != keys.len() {
        return Err(Failure::new("there must be as many keys as values"));
    }
    let (keys, wanted) = all.split_at(keys.len());
    let mut kept = Vec::new();
    for (key, value) in keys.iter().zip(&values) {
        let answers: Vec<_> = wanted
            .iter()
            .map(|one| equal_of_one_type(key, one))
            .collect();
        if answers.contains(&Some(true)) {
            kept.push(value.clone());
        } else if answers.contains(&None) {
            return Ok(not_yet("matchkeys"));
        }
    }
    Ok(Value::list(kept))
}
