//! Strings, with the names and the meaning that they have in HCL.
//!
//! A string that is not set stays so: null in, null out. Asked for its beginning or end, null has
//! neither, as with `like` and `matches`.

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, Parameter, Returns};
use crate::value::{Number, Trouble, Value};

pub(super) const FAMILY: Family = Family {
    name: "strings",
    functions: &[
        ENDSWITH, JOIN, LOWER, SPLIT, STARTSWITH, TONUMBER, TOSTRING, TRIMSPACE, UPPER,
    ],
};

const ENDSWITH: Function = Function {
    name: "endswith",
    parameters: &[TEXT, SUFFIX],
    returns: Returns::Bool,
    about: "Whether a string ends with another; null does not.",
    examples: &[
        (r#"endswith("web-prod", "-prod")"#, "true"),
        (r#"endswith(null, "-prod")"#, "false"),
    ],
    body: Body::Plain(endswith),
};

const JOIN: Function = Function {
    name: "join",
    parameters: &[
        SEPARATOR,
        Parameter {
            name: "xs",
            kind: Kind::List,
        },
    ],
    returns: Returns::Text,
    about: "The members of a list, as strings, with a separator between them.",
    examples: &[
        (r#"join(", ", ["a", "b"])"#, r#""a, b""#),
        (r#"join("-", ["disk", 1])"#, r#""disk-1""#),
        (r#"join(",", null)"#, r#""""#),
    ],
    body: Body::Plain(join),
};

const LOWER: Function = Function {
    name: "lower",
    parameters: &[TEXT],
    returns: Returns::Text,
    about: "The string in lower case.",
    examples: &[(r#"lower("Prod")"#, r#""prod""#), ("lower(null)", "null")],
    body: Body::Plain(lower),
};

const SPLIT: Function = Function {
    name: "split",
    parameters: &[SEPARATOR, TEXT],
    returns: Returns::Texts,
    about: "The parts of a string between separators; an empty separator splits into characters.",
    examples: &[
        (r#"split(",", "a,b,,c")"#, r#"["a", "b", "", "c"]"#),
        (r#"split("", "abc")"#, r#"["a", "b", "c"]"#),
        (r#"split(",", "")"#, r#"[""]"#),
    ],
    body: Body::Plain(split),
};

const STARTSWITH: Function = Function {
    name: "startswith",
    parameters: &[TEXT, PREFIX],
    returns: Returns::Bool,
    about: "Whether a string starts with another; null does not.",
    examples: &[
        (r#"startswith("ami-0abc", "ami-")"#, "true"),
        (r#"startswith(null, "ami-")"#, "false"),
    ],
    body: Body::Plain(startswith),
};

const TONUMBER: Function = Function {
    name: "tonumber",
    parameters: &[Parameter {
        name: "x",
        kind: Kind::Numeric,
    }],
    returns: Returns::Number,
    about: "The number that a string spells, exactly; a number stays as it is.",
    examples: &[
        (r#"tonumber("2.50")"#, "2.5"),
        (r#"tonumber("1e3") == 1000"#, "true"),
        ("tonumber(null)", "null"),
    ],
    body: Body::Plain(tonumber),
};

const TOSTRING: Function = Function {
    name: "tostring",
    parameters: &[Parameter {
        name: "x",
        kind: Kind::Scalar,
    }],
    returns: Returns::Text,
    about: "A number or bool as a string; a string stays as it is.",
    examples: &[
        ("tostring(443)", r#""443""#),
        ("tostring(true)", r#""true""#),
        ("tostring(null)", "null"),
    ],
    body: Body::Plain(tostring),
};

const TRIMSPACE: Function = Function {
    name: "trimspace",
    parameters: &[TEXT],
    returns: Returns::Text,
    about: "The string without white space at its ends.",
    examples: &[(r#"trimspace(" a b\n")"#, r#""a b""#)],
    body: Body::Plain(trimspace),
};

const UPPER: Function = Function {
    name: "upper",
    parameters: &[TEXT],
    returns: Returns::Text,
    about: "The string in upper case.",
    examples: &[(r#"upper("Prod")"#, r#""PROD""#), ("upper(null)", "null")],
    body: Body::Plain(upper),
};

const TEXT: Parameter = Parameter {
    name: "s",
    kind: Kind::Text,
};

const PREFIX: Parameter = Parameter {
    name: "prefix",
    kind: Kind::Text,
};

const SUFFIX: Parameter = Parameter {
    name: "suffix",
    kind: Kind::Text,
};

const SEPARATOR: Parameter = Parameter {
    name: "separator",
    kind: Kind::Text,
};

fn lower(arguments: &[Value]) -> Result<Value, Trouble> {
    change("lower", &arguments[0], |text| {
        Value::text(text.to_lowercase())
    })
}

fn upper(arguments: &[Value]) -> Result<Value, Trouble> {
    change("upper", &arguments[0], |text| {
        Value::text(text.to_uppercase())
    })
}

fn trimspace(arguments: &[Value]) -> Result<Value, Trouble> {
    change("trimspace", &arguments[0], |text| text.trim().into())
}

fn split(arguments: &[Value]) -> Result<Value, Trouble> {
    let separator = argument::question("split", "separator", &arguments[0])?;
    let text = match argument::text("split", &arguments[1])? {
        Argument::Null => return Ok(Value::NULL),
        Argument::Unknown(missing) => return Ok(argument::unknown(missing)),
        Argument::Known(text) => text,
    };
    match separator {
        None => Ok(arguments[0].clone()),
        Some("") => {
            let characters = text.chars().map(|character| character.to_string());
            Ok(Value::list(characters.map(Value::text)))
        }
        Some(separator) => Ok(Value::list(text.split(separator).map(Value::from))),
    }
}

fn join(arguments: &[Value]) -> Result<Value, Trouble> {
    let separator = argument::question("join", "separator", &arguments[0])?;
    let items = match argument::list("join", &arguments[1])? {
        Argument::Null => &[],
        Argument::Unknown(missing) => return Ok(argument::unknown(missing)),
        Argument::Known(items) => items,
    };
    let mut parts = Vec::with_capacity(items.len());
    let mut missing = None;
    for (index, item) in items.iter().enumerate() {
        match spelled(item) {
            Some(part) => parts.push(part),
            None if matches!(item, Value::Unknown(_)) => missing = missing.or(Some(item)),
            None => {
                let message = format!(
                    "`join` expects strings, found {} at index {index}",
                    item.kind()
                );
                return Err(Trouble::new("R702", message));
            }
        }
    }
    match (separator, missing) {
        (_, Some(unknown)) => Ok(unknown.clone()),
        (Some(separator), None) => Ok(Value::text(parts.join(separator))),
        // One part or none: there is nothing to separate.
        _ if parts.len() < 2 => Ok(Value::text(parts.concat())),
        _ => Ok(arguments[0].clone()),
    }
}

fn startswith(arguments: &[Value]) -> Result<Value, Trouble> {
    compare("startswith", "prefix", arguments, |text, part| {
        text.starts_with(part)
    })
}

fn endswith(arguments: &[Value]) -> Result<Value, Trouble> {
    compare("endswith", "suffix", arguments, |text, part| {
        text.ends_with(part)
    })
}

fn tostring(arguments: &[Value]) -> Result<Value, Trouble> {
    match &arguments[0] {
        kept @ (Value::Null { .. } | Value::Unknown(_) | Value::Text(_)) => Ok(kept.clone()),
        other => match spelled(other) {
            Some(text) => Ok(Value::text(text)),
            None => Err(argument::misfit("tostring", Kind::Scalar.words(), other)),
        },
    }
}

fn tonumber(arguments: &[Value]) -> Result<Value, Trouble> {
    match &arguments[0] {
        kept @ (Value::Null { .. } | Value::Unknown(_) | Value::Number(_)) => Ok(kept.clone()),
        Value::Text(text) => Number::parse(text)
            .map(Value::Number)
            .ok_or_else(|| Trouble::new("R702", "`tonumber` expects a string that is a number")),
        other => Err(argument::misfit("tonumber", Kind::Numeric.words(), other)),
    }
}

fn change(function: &str, value: &Value, change: impl Fn(&str) -> Value) -> Result<Value, Trouble> {
    match argument::text(function, value)? {
        Argument::Known(text) => Ok(change(text)),
        Argument::Null | Argument::Unknown(_) => Ok(value.clone()),
    }
}

fn compare(
    function: &str,
    parameter: &str,
    arguments: &[Value],
    holds: impl Fn(&str, &str) -> bool,
) -> Result<Value, Trouble> {
    let part = argument::question(function, parameter, &arguments[1])?;
    match (argument::text(function, &arguments[0])?, part) {
        (Argument::Null, _) => Ok(Value::Bool(false)),
        (Argument::Unknown(missing), _) => Ok(argument::unknown(missing)),
        (Argument::Known(_), None) => Ok(arguments[1].clone()),
        (Argument::Known(text), Some(part)) => Ok(Value::Bool(holds(text, part))),
    }
}

/// A scalar as a string.
fn spelled(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.as_ref().into()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
