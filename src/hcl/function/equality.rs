//! Whether two values are equal after apply.

use super::super::value::Value;

/// Whether two values are equal as Terraform's `==` has it; `None` if nobody can say.
///
/// Of lists and of maps that look the same nobody can say, unless they are certain to be tuples
/// and objects: Terraform says that a list never equals a tuple.
pub(in crate::hcl) fn equal(left: &Value, right: &Value) -> Option<bool> {
    compare(left, right, false)
}

/// The same for values that are of one type.
pub(super) fn equal_of_one_type(left: &Value, right: &Value) -> Option<bool> {
    compare(left, right, true)
}

/// Whether it is the same thing, whatever it becomes.
fn identical(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Attribute(left), Value::Attribute(right)) => {
            left.of == right.of && left.path == right.path
        }
        _ => left == right,
    }
}

fn compare(left: &Value, right: &Value, one_type: bool) -> Option<bool> {
    match (left, right) {
        (Value::OneOf(_), _) | (_, Value::OneOf(_)) => choices(left, right, one_type),
        (Value::Attribute(_) | Value::Unknown(_) | Value::Instance(_) | Value::Module(_), _)
        | (_, Value::Attribute(_) | Value::Unknown(_) | Value::Instance(_) | Value::Module(_)) => {
            if identical(left, right) {
                return Some(true);
            }
            let other = |one: &Value, other: &Value| {
                (one.is_null() && other.is_never_null())
                    || (one.as_text().is_some_and(|text| text.is_empty()) && is_there(other))
            };
            (other(left, right) || other(right, left)).then_some(false)
        }
        (Value::Joined(_) | Value::Json(_), _) | (_, Value::Joined(_) | Value::Json(_)) => {
            texts(left, right)
        }
        (Value::List(left), Value::List(right)) if left.len() != right.len() => Some(false),
        (Value::List(left), Value::List(right)) => {
            let pairs = left.iter().zip(right.iter());
            let same = all(pairs.map(|(left, right)| compare(left, right, one_type)));
            same_type(same, one_type || (is_tuple(left) && is_tuple(right)))
        }
        (Value::Set(left), Value::Set(right)) => {
            let known = left.iter().chain(right.iter()).all(Value::is_known);
            let within = |one: &[Value], other: &[Value]| {
                one.iter().all(|element| {
                    other
                        .iter()
                        .any(|other| compare(element, other, true) == Some(true))
                })
            };
            let same = known.then(|| within(left, right) && within(right, left));
            let plain =
                |one: &Value| matches!(one, Value::Bool(_) | Value::Number(_) | Value::Text(_));
            let typed = !left.is_empty() && left.iter().all(plain);
            same_type(same, one_type || typed)
        }
        (Value::Map(left), Value::Map(right)) => {
            if !left.keys().eq(right.keys()) {
                return Some(false);
            }
            let pairs = left.values().zip(right.values());
            let same = all(pairs.map(|(left, right)| compare(left, right, one_type)));
            let objects = one_type || (is_object(left.values()) && is_object(right.values()));
            same_type(same, objects)
        }
        // They may be of different types.
        (Value::Null, Value::Null) => one_type.then_some(true),
        _ => Some(left == right),
    }
}

/// Every choice against every other.
fn choices(left: &Value, right: &Value, one_type: bool) -> Option<bool> {
    if left == right {
        return Some(true);
    }
    let mut answers = left.choices().iter().flat_map(|left| {
        right
            .choices()
            .iter()
            .map(move |right| compare(left, right, one_type))
    });
    let first = answers.next()??;
    answers.all(|answer| answer == Some(first)).then_some(first)
}

/// Texts of which parts are unknown: what is certain of their beginnings and ends.
fn texts(left: &Value, right: &Value) -> Option<bool> {
    if left == right {
        return Some(true);
    }
    let is_text =
        |value: &Value| matches!(value, Value::Text(_) | Value::Joined(_) | Value::Json(_));
    if !is_text(left) || !is_text(right) {
        return Some(false);
    }
    let apart = |left: Option<&str>, right: Option<&str>, fits: fn(&str, &str) -> bool| {
        left.zip(right)
            .is_some_and(|(left, right)| !fits(left, right) && !fits(right, left))
    };
    let starts = apart(beginning(left), beginning(right), |one, two| {
        one.starts_with(two)
    });
    let ends = apart(end(left), end(right), |one, two| one.ends_with(two));
    let shorter = |known: &Value, pieces: &Value| match (known, pieces) {
        (Value::Text(text), Value::Joined(pieces)) => {
            let least: usize = pieces
                .iter()
                .filter_map(Value::as_text)
                .map(|text| text.len())
                .sum();
            text.len() < least
        }
        _ => false,
    };
    (starts || ends || shorter(left, right) || shorter(right, left)).then_some(false)
}

/// The text that it certainly begins with.
fn beginning(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Joined(pieces) => pieces.first()?.as_text().map(AsRef::as_ref),
        _ => None,
    }
}

/// The text that it certainly ends with.
fn end(value: &Value) -> Option<&str> {
    match value {
        Value::Text(text) => Some(text),
        Value::Joined(pieces) => pieces.last()?.as_text().map(AsRef::as_ref),
        _ => None,
    }
}

/// Whether it is certain that it is neither null nor `""`.
pub(in crate::hcl) fn is_there(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Text(text) => !text.is_empty(),
        Value::Joined(pieces) => pieces.iter().any(is_there),
        Value::Attribute(attribute) => attribute.never_null,
        Value::Unknown(unknown) => unknown.never_empty,
        Value::OneOf(choices) => choices.iter().all(is_there),
        _ => true,
    }
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => all = None,
            Some(true) => {}
        }
    }
    all
}

/// What looks the same is equal only if it is of the same type.
fn same_type(same: Option<bool>, certain: bool) -> Option<bool> {
    match same {
        Some(true) if !certain => None,
        other => other,
    }
}

/// Whether it cannot be a list, because its elements are of different types.
pub(super) fn is_tuple(elements: &[Value]) -> bool {
    is_object(elements.iter())
}

/// Whether these cannot be the elements of a list or map, being of different types.
pub(super) fn is_object<'a>(elements: impl Iterator<Item = &'a Value>) -> bool {
    let mut kinds = elements.filter_map(|element| match element {
        Value::Bool(_) => Some("bool"),
        Value::Number(_) => Some("number"),
        Value::Text(_) | Value::Joined(_) | Value::Json(_) => Some("text"),
        Value::List(_) | Value::Set(_) => Some("list"),
        Value::Map(_) => Some("map"),
        _ => None,
    });
    kinds
        .next()
        .is_some_and(|first| kinds.any(|other| other != first))
}
