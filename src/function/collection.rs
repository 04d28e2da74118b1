//! Lists and maps. Null counts as the empty one.

use std::cmp::Ordering;

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, Parameter, Returns};
use crate::value::{Number, Trouble, Value, compare};

pub(super) const FAMILY: Family = Family {
    name: "collections",
    functions: &[KEYS, LENGTH, MAX, MIN, SUM, VALUES],
};

const KEYS: Function = Function {
    name: "keys",
    parameters: &[MAP],
    returns: Returns::Texts,
    about: "The keys of a map in alphabetical order; of null, none.",
    examples: &[
        ("keys({ b = 1, a = 2 })", r#"["a", "b"]"#),
        ("keys(null)", "[]"),
    ],
    body: Body::Plain(keys),
};

const LENGTH: Function = Function {
    name: "length",
    parameters: &[Parameter {
        name: "x",
        kind: Kind::Countable,
    }],
    returns: Returns::Number,
    about: "How many members a list or map has, or characters a string; null has none.",
    examples: &[
        (r#"length(["a", "b"])"#, "2"),
        (r#"length("größe")"#, "5"),
        ("length(null)", "0"),
    ],
    body: Body::Plain(length),
};

const MAX: Function = Function {
    name: "max",
    parameters: &[NUMBERS],
    returns: Returns::Number,
    about: "The greatest of a list of numbers; null if there is none.",
    examples: &[("max([3, 10, 2.5])", "10"), ("max([])", "null")],
    body: Body::Plain(max),
};

const MIN: Function = Function {
    name: "min",
    parameters: &[NUMBERS],
    returns: Returns::Number,
    about: "The least of a list of numbers; null if there is none.",
    examples: &[("min([3, 10, 2.5])", "2.5"), ("min([])", "null")],
    body: Body::Plain(min),
};

const SUM: Function = Function {
    name: "sum",
    parameters: &[NUMBERS],
    returns: Returns::Number,
    about: "The exact sum of a list of numbers; of none, 0.",
    examples: &[("sum([0.1, 0.2])", "0.3"), ("sum([])", "0")],
    body: Body::Plain(sum),
};

const VALUES: Function = Function {
    name: "values",
    parameters: &[MAP],
    returns: Returns::Values,
    about: "The values of a map in the order of its keys; of null, none.",
    examples: &[
        ("values({ b = 1, a = 2 })", "[2, 1]"),
        ("values(null)", "[]"),
    ],
    body: Body::Plain(values),
};

const MAP: Parameter = Parameter {
    name: "m",
    kind: Kind::Map,
};

const NUMBERS: Parameter = Parameter {
    name: "xs",
    kind: Kind::Numbers,
};

fn keys(arguments: &[Value]) -> Result<Value, Trouble> {
    match &arguments[0] {
        Value::Null { .. } => Ok(Value::list([])),
        Value::Unknown(missing) => Ok(argument::unknown(missing)),
        Value::Map(map) => Ok(Value::list(map.keys().cloned().map(Value::Text))),
        other => Err(argument::misfit("keys", "a map", other)),
    }
}

fn values(arguments: &[Value]) -> Result<Value, Trouble> {
    match &arguments[0] {
        Value::Null { .. } => Ok(Value::list([])),
        Value::Unknown(missing) => Ok(argument::unknown(missing)),
        Value::Map(map) => Ok(Value::list(map.values().cloned())),
        other => Err(argument::misfit("values", "a map", other)),
    }
}

fn length(arguments: &[Value]) -> Result<Value, Trouble> {
    let length = match &arguments[0] {
        Value::Null { .. } => 0,
        Value::Unknown(missing) => return Ok(argument::unknown(missing)),
        Value::List(items) => items.len(),
        Value::Map(map) => map.len(),
        Value::Text(text) => text.chars().count(),
        other => return Err(argument::misfit("length", Kind::Countable.words(), other)),
    };
    Ok(Value::Number(length.into()))
}

fn sum(arguments: &[Value]) -> Result<Value, Trouble> {
    let items = match numbers("sum", &arguments[0])? {
        Argument::Null => &[],
        Argument::Unknown(missing) => return Ok(argument::unknown(missing)),
        Argument::Known(items) => items,
    };
    let mut total = Number::from(0);
    for item in items {
        match item {
            Value::Number(number) => {
                let too_long = || Trouble::new("R704", "the sum has thousands of digits");
                total = total.add(number).ok_or_else(too_long)?;
            }
            unknown => return Ok(unknown.clone()),
        }
    }
    Ok(Value::Number(total))
}

fn max(arguments: &[Value]) -> Result<Value, Trouble> {
    outermost("max", &arguments[0], Ordering::Greater)
}

fn min(arguments: &[Value]) -> Result<Value, Trouble> {
    outermost("min", &arguments[0], Ordering::Less)
}

fn outermost(function: &str, list: &Value, side: Ordering) -> Result<Value, Trouble> {
    let items = match numbers(function, list)? {
        Argument::Null => &[],
        Argument::Unknown(missing) => return Ok(argument::unknown(missing)),
        Argument::Known(items) => items,
    };
    let mut outermost = Value::NULL;
    for item in items {
        let further = match &outermost {
            Value::Null { .. } => true,
            best => match compare::order(item, best)? {
                None => return Ok(item.clone()),
                Some(order) => order == side,
            },
        };
        if further {
            outermost = item.clone();
        }
        if let Value::Unknown(_) = outermost {
            return Ok(outermost);
        }
    }
    Ok(outermost)
}

/// A list in which everything is a number or unknown.
///
/// A member that is null is refused like null in an order: a limit that was never set is not 0.
fn numbers<'a>(function: &str, value: &'a Value) -> Result<Argument<'a, &'a [Value]>, Trouble> {
    let argument = argument::list(function, value)?;
    if let Argument::Known(items) = argument {
        for (index, item) in items.iter().enumerate() {
            let code = match item {
                Value::Number(_) | Value::Unknown(_) => continue,
                Value::Null { .. } => "R701",
                _ => "R702",
            };
            let message = format!(
                "`{function}` expects a list of numbers, found {} at index {index}",
                item.kind()
            );
            return Err(Trouble::new(code, message));
        }
    }
    Ok(argument)
}
