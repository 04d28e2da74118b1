//! `lookup` and `merge`: maps and objects, by their keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::collection::entries;
use super::equality::is_object;
use super::{Entry, Files, MOST_ELEMENTS, argument, not_yet, not_yet_words, unify};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("lookup", 2..=3, lookup),
    Entry::new("merge", 0..=usize::MAX, merge),
];

fn lookup(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let entries = entries(&arguments[0])?;
    let key = argument::text(&arguments[1])?;
    let unknown = || Value::unknown(not_yet_words("lookup"));
    let (Some(entries), Some(key)) = (entries, key) else {
        return Ok(unknown());
    };
    match (entries.get(&key), arguments.get(2)) {
        (Some(value), _) => Ok(value.clone()),
        (None, Some(default)) => Ok(as_default(entries, default).unwrap_or_else(unknown)),
        (None, None) => Err(Failure::new("the map has no such key")),
    }
}

/// The default, which a map converts to the type of its values, and an object does not. A map that
/// refuses the default refuses it whatever the key, so then it is an object.
fn as_default(entries: &BTreeMap<Arc<str>, Value>, default: &Value) -> Option<Value> {
    if is_object(entries.values()) {
        return Some(default.clone());
    }
    // The values are of the type of any of them; of null and unknown ones nobody knows it.
    let typed = entries.values().find(|value| {
        let unknown = matches!(value, Value::Null | Value::Attribute(_) | Value::Unknown(_));
        !unknown
            && !matches!(
                value,
                Value::OneOf(_) | Value::Instance(_) | Value::Module(_)
            )
    });
    match (default, typed) {
        (Value::Number(_), Some(Value::Number(_))) | (Value::Bool(_), Some(Value::Bool(_))) => {
            Some(default.clone())
        }
        (Value::Number(_) | Value::Bool(_), _) => unify::loosen(default),
        (Value::Text(_), _) => Some(read(default, typed)),
        (Value::List(elements), Some(Value::List(_)))
            if elements.iter().all(|one| one.as_text().is_some()) =>
        {
            Some(default.clone())
        }
        (
            Value::List(_) | Value::Set(_) | Value::Map(_),
            None | Some(Value::List(_) | Value::Set(_) | Value::Map(_)),
        ) => unify::loosen(default),
        (Value::Null | Value::List(_) | Value::Set(_) | Value::Map(_), _) => Some(default.clone()),
        // It may be text that becomes a number.
        (_, Some(Value::Number(_) | Value::Bool(_))) => None,
        _ => Some(default.clone()),
    }
}

/// A text, or what it becomes in a map of numbers or bools.
fn read(text: &Value, typed: Option<&Value>) -> Value {
    let mut readings = vec![text.clone()];
    if matches!(typed, None | Some(Value::Number(_))) {
        readings.extend(argument::number(text).ok().flatten().map(Value::Number));
    }
    if matches!(typed, None | Some(Value::Bool(_))) {
        readings.extend(argument::boolean(text).ok().flatten().map(Value::Bool));
    }
    Value::one_of(readings)
}

fn merge(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut merged: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    let mut certain = true;
    for argument in arguments.iter().filter(|argument| !argument.is_null()) {
        match entries(argument)? {
            Some(entries) => {
                if merged.len() + entries.len() > MOST_ELEMENTS {
                    certain = false;
                    continue;
                }
                let pairs = entries
                    .iter()
                    .map(|(key, value)| (Arc::clone(key), value.clone()));
                merged.extend(pairs);
            }
            None => certain = false,
        }
    }
    Ok(if certain {
        Value::Map(Arc::new(merged))
    } else {
        not_yet("merge")
    })
}
