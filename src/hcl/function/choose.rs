//! `coalesce` and `coalescelist`: the first of several that is there.

use super::super::value::{Failure, Value};
use super::equality::is_there;
use super::{Entry, Files, argument, not_yet, unify};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("coalesce", 1..=usize::MAX, coalesce),
    Entry::new("coalescelist", 1..=usize::MAX, coalescelist),
];

fn coalesce(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    // A null has a type too, that nobody sees.
    let typed = |value: &Value| match value {
        Value::Null => Value::unknown("null of some type"),
        other => other.clone(),
    };
    let given: Vec<Value> = arguments.iter().map(typed).collect();
    let Some(unified) = unify::unify(&given)? else {
        return Ok(not_yet("coalesce"));
    };
    let mut candidates = Vec::new();
    for (value, argument) in unified.into_iter().zip(arguments) {
        let empty = value.as_text().is_some_and(|text| text.is_empty());
        if argument.is_null() || empty {
            continue;
        }
        let certain = is_there(&value);
        candidates.push(value);
        if certain {
            return Ok(Value::one_of(candidates));
        }
    }
    match candidates.len() {
        0 => Err(Failure::new(
            "all arguments of `coalesce` are null or empty",
        )),
        // The last one is taken only if it is there.
        _ => Ok(Value::one_of(candidates)),
    }
}

fn coalescelist(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut lists = Vec::new();
    for argument in arguments.iter().filter(|argument| !argument.is_null()) {
        lists.push((argument, argument::items(argument)?));
    }
    for (argument, list) in lists {
        match list {
            None => return Ok(not_yet("coalescelist")),
            Some([]) => {}
            Some(_) => return Ok(argument.clone()),
        }
    }
    Err(Failure::new(
        "all arguments of `coalescelist` are null or empty",
    ))
}
