//! Conversions between types, and marks on values.

use super::super::value::{Failure, Value};
use super::{Entry, Files, argument, not_yet, not_yet_words, only_terraform, set, unify};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry {
        name: "ephemeralasnull",
        takes: (1, 1),
        body: ephemeral_as_null,
    },
    Entry {
        name: "issensitive",
        takes: (1, 1),
        body: is_sensitive,
    },
    Entry {
        name: "nonsensitive",
        takes: (1, 1),
        body: unchanged,
    },
    Entry {
        name: "sensitive",
        takes: (1, 1),
        body: unchanged,
    },
    Entry {
        name: "tobool",
        takes: (1, 1),
        body: to_bool,
    },
    Entry {
        name: "tolist",
        takes: (1, 1),
        body: to_list,
    },
    Entry {
        name: "tomap",
        takes: (1, 1),
        body: to_map,
    },
    Entry {
        name: "tonumber",
        takes: (1, 1),
        body: to_number,
    },
    Entry {
        name: "toset",
        takes: (1, 1),
        body: to_set,
    },
    Entry {
        name: "tostring",
        takes: (1, 1),
        body: to_string,
    },
    Entry {
        name: "type",
        takes: (1, 1),
        body: type_of,
    },
];

fn unchanged(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(arguments[0].clone())
}

fn ephemeral_as_null(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(Value::unknown(only_terraform("ephemeralasnull")))
}

fn is_sensitive(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(Value::some_value(only_terraform("issensitive")))
}

fn type_of(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(Value::unknown(only_terraform("type")))
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
