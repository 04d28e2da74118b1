//! Equality, membership and order, in three values where something is not known.

use std::cmp::Ordering;

use super::{Ternary, Trouble, Value};

/// Whether two values are equal. One known difference decides, however much else is unknown.
///
/// Null equals null, absent or not. Values of different kinds differ; whether comparing them was
/// a mistake is for [`kinds_agree`]. Maps with different keys differ, even if the key that only
/// one of them has is null, as in Terraform.
pub fn equal(left: &Value, right: &Value) -> Ternary {
    match (left, right) {
        (Value::Unknown(_), _) | (_, Value::Unknown(_)) => Ternary::Unknown,
        (Value::Null { .. }, Value::Null { .. }) => Ternary::True,
        (Value::Bool(left), Value::Bool(right)) => (left == right).into(),
        (Value::Number(left), Value::Number(right)) => (left == right).into(),
        (Value::Text(left), Value::Text(right)) => (left == right).into(),
        (Value::List(left), Value::List(right)) if left.len() == right.len() => {
            Ternary::all(left.iter().zip(right.iter()).map(|(a, b)| equal(a, b)))
        }
        (Value::Map(left), Value::Map(right)) if left.keys().eq(right.keys()) => {
            Ternary::all(left.values().zip(right.values()).map(|(a, b)| equal(a, b)))
        }
        _ => Ternary::False,
    }
}

/// Refuses (R702) to compare two known values of different kinds; null and unknown go with all.
pub fn kinds_agree(left: &Value, right: &Value) -> Result<(), Trouble> {
    let open = |value: &Value| matches!(value, Value::Null { .. } | Value::Unknown(_));
    if open(left) || open(right) || left.kind() == right.kind() {
        return Ok(());
    }
    let message = format!("cannot compare {} with {}", left.kind(), right.kind());
    let is_list = |value: &Value| matches!(value, Value::List(_));
    let help = if is_list(left) || is_list(right) {
        "of a list speak `any`, `all`, `none` and `in`"
    } else {
        "convert one of them: `tonumber(…)`, `tostring(…)`, `jsondecode(…)`"
    };
    Err(Trouble {
        help: Some(help.to_owned()),
        ..Trouble::new("R702", message)
    })
}

/// Whether `item` is a member of the list `container`, or a part of the text `container`.
///
/// Null is in nothing, and in null there is nothing.
pub fn contains(container: &Value, item: &Value) -> Result<Ternary, Trouble> {
    match (container, item) {
        (Value::Null { .. }, _) | (Value::List(_) | Value::Text(_), Value::Null { .. }) => {
            Ok(Ternary::False)
        }
        (Value::List(members), _) => Ok(Ternary::any(
            members.iter().map(|member| equal(member, item)),
        )),
        (Value::Text(_), Value::Unknown(_)) | (Value::Unknown(_), _) => Ok(Ternary::Unknown),
        (Value::Text(text), Value::Text(part)) => Ok(text.contains(part.as_ref()).into()),
        (Value::Text(_), _) => {
            let message = format!("looked for {} in a string, expected a string", item.kind());
            Err(Trouble::new("R702", message))
        }
        _ => Err(membership_trouble(container)),
    }
}

/// The order of two numbers; `None` if one is unknown.
///
/// Null has no order (R701): a limit that was never set must not count as low or high. Neither
/// have other kinds (R702).
pub fn order(left: &Value, right: &Value) -> Result<Option<Ordering>, Trouble> {
    for side in [left, right] {
        match side {
            Value::Number(_) | Value::Unknown(_) => {}
            Value::Null { .. } => return Err(unset_order_trouble()),
            _ => {
                let message = format!("{} has no order, expected a number", side.kind());
                return Err(Trouble::new("R702", message));
            }
        }
    }
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Ok(Some(left.cmp(right))),
        _ => Ok(None),
    }
}

fn membership_trouble(container: &Value) -> Trouble {
    let message = format!(
        "nothing is in {}, expected a list or a string",
        container.kind()
    );
    let mut trouble = Trouble::new("R702", message);
    if matches!(container, Value::Map(_)) {
        trouble.help = Some("look in `keys(…)` or `values(…)` of the map".into());
    }
    trouble
}

fn unset_order_trouble() -> Trouble {
    let mut trouble = Trouble::new("R701", "a value that is not set has no order");
    trouble.help = Some("give it a default with `??`, or test `is set` first".into());
    trouble
}
