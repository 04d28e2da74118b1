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

/// The default, which a map converts to the type of its values, and an object does not.
fn as_default(entries: &BTreeMap<Arc<str>, Value>, default: &Value) -> Option<Value> {
    if is_object(entries.values()) || !entries.values().any(|value| !value.is_null()) {
        // Of a map without values nobody knows the type.
        let fixed =
            is_object(entries.values()) || !matches!(default, Value::Number(_) | Value::Bool(_));
        return if fixed {
            Some(default.clone())
        } else {
            unify::loosen(default)
        };
    }
    match default {
        Value::Number(_) | Value::Bool(_) => {
            let same_kind = entries.values().any(|value| {
                matches!((value, default), (Value::Number(_), Value::Number(_)))
                    || matches!((value, default), (Value::Bool(_), Value::Bool(_)))
            });
            if same_kind {
                Some(default.clone())
            } else {
                unify::loosen(default)
            }
        }
        // Text becomes a number in a map of numbers.
        Value::Text(_) => {
            let read = match entries.values().find(|value| !value.is_null()) {
                Some(Value::Number(_)) => {
                    argument::number(default).map(|one| one.map(Value::Number))
                }
                Some(Value::Bool(_)) => argument::boolean(default).map(|one| one.map(Value::Bool)),
                Some(Value::Text(_) | Value::Joined(_) | Value::Json(_)) => Ok(None),
                Some(Value::List(_) | Value::Set(_) | Value::Map(_)) => Ok(None),
                _ => return None,
            };
            Some(match read {
                Ok(Some(read)) => Value::one_of([default.clone(), read]),
                // A map of such values refuses this default whatever the key, so it is an object.
                Ok(None) | Err(_) => default.clone(),
            })
        }
        // It may be text that becomes a number.
        Value::Attribute(_) | Value::Unknown(_) | Value::Instance(_) | Value::Module(_)
            if entries
                .values()
                .any(|value| matches!(value, Value::Number(_) | Value::Bool(_))) =>
        {
            None
        }
        other => Some(other.clone()),
    }
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
