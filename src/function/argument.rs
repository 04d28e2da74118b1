//! Reading arguments: what every function does before its own work.

use std::sync::Arc;

use crate::value::{Missing, Trouble, Value};

/// An argument that is of the kind that the function takes, or says why it has no value.
pub(super) enum Argument<'a, T> {
    /// It is not set.
    Null,
    /// It is not known.
    Unknown(&'a Arc<Missing>),
    /// It is this.
    Known(T),
}

/// A string.
pub(super) fn text<'a>(function: &str, value: &'a Value) -> Result<Argument<'a, &'a str>, Trouble> {
    match value {
        Value::Null { .. } => Ok(Argument::Null),
        Value::Unknown(missing) => Ok(Argument::Unknown(missing)),
        Value::Text(text) => Ok(Argument::Known(text)),
        _ => Err(misfit(function, "a string", value)),
    }
}

/// A list.
pub(super) fn list<'a>(
    function: &str,
    value: &'a Value,
) -> Result<Argument<'a, &'a [Value]>, Trouble> {
    match value {
        Value::Null { .. } => Ok(Argument::Null),
        Value::Unknown(missing) => Ok(Argument::Unknown(missing)),
        Value::List(items) => Ok(Argument::Known(items)),
        _ => Err(misfit(function, "a list", value)),
    }
}

/// A string that must be there, since without it nothing is asked; `None` if it is unknown.
pub(super) fn question<'a>(
    function: &str,
    parameter: &str,
    value: &'a Value,
) -> Result<Option<&'a str>, Trouble> {
    match text(function, value)? {
        Argument::Known(text) => Ok(Some(text)),
        Argument::Unknown(_) => Ok(None),
        Argument::Null => Err(not_given(function, parameter)),
    }
}

/// The trouble that a string that is asked with is null.
pub(super) fn not_given(function: &str, parameter: &str) -> Trouble {
    let message = format!("`{function}` expects a string as its `{parameter}`, found null");
    Trouble::new("R702", message)
}

/// The trouble that an argument is of another kind than the function takes.
pub(super) fn misfit(function: &str, expected: &str, found: &Value) -> Trouble {
    let message = format!("`{function}` expects {expected}, found {}", found.kind());
    let mut trouble = Trouble::new("R702", message);
    let scalar = matches!(found, Value::Bool(_) | Value::Number(_));
    if expected == "a string" && scalar {
        trouble.help = Some("turn it into a string with `tostring`".into());
    }
    trouble
}

/// An unknown result that lacks the same thing as the argument it came from.
pub(super) fn unknown(missing: &Arc<Missing>) -> Value {
    Value::Unknown(Arc::clone(missing))
}
