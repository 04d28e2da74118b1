//! Values as Terraform's expressions have them, with what is known of unknown ones.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value as Json;

/// A value of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(i64),
    Text(Rc<str>),
    /// A list, set or tuple.
    List(Rc<Vec<Value>>),
    /// A map or object.
    Object(Rc<BTreeMap<String, Value>>),
    /// Known only after apply.
    Unknown(Range),
}

/// What Terraform knows of an unknown value ("refinements"). It never shows this in a plan, and it
/// decides some comparisons by it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Range {
    pub(crate) not_null: bool,
    /// What the text begins with.
    pub(crate) prefix: String,
}

/// Why a configuration cannot be planned or applied.
#[derive(Clone, Debug)]
pub(crate) struct Invalid(pub(crate) String);

pub(crate) type Evaluated = Result<Value, Invalid>;

pub(crate) fn invalid<T>(why: impl Into<String>) -> Result<T, Invalid> {
    Err(Invalid(why.into()))
}

impl Value {
    /// Unknown, and nothing else is known of it.
    pub(crate) fn unknown() -> Value {
        Value::Unknown(Range::default())
    }

    /// Unknown, and not null.
    pub(crate) fn some_unknown() -> Value {
        Value::Unknown(Range {
            not_null: true,
            prefix: String::new(),
        })
    }

    pub(crate) fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    /// A place in a list.
    pub(crate) fn index(at: usize) -> Value {
        Value::Number(i64::try_from(at).unwrap_or(i64::MAX))
    }

    pub(crate) fn list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(items))
    }

    pub(crate) fn object(fields: BTreeMap<String, Value>) -> Value {
        Value::Object(Rc::new(fields))
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    pub(crate) fn is_unknown(&self) -> bool {
        matches!(self, Value::Unknown(_))
    }

    /// Whether it is unknown or null for certain neither.
    pub(crate) fn is_never_null(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Unknown(range) => range.not_null,
            _ => true,
        }
    }

    /// Whether no part of it is unknown.
    pub(crate) fn is_wholly_known(&self) -> bool {
        match self {
            Value::Unknown(_) => false,
            Value::List(items) => items.iter().all(Value::is_wholly_known),
            Value::Object(fields) => fields.values().all(Value::is_wholly_known),
            _ => true,
        }
    }

    /// Null, `""`, or a collection without members.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            _ => false,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The members of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// A field of an object; null where there is none.
    pub(crate) fn field(&self, name: &str) -> Value {
        match self {
            Value::Object(fields) => fields.get(name).cloned().unwrap_or(Value::Null),
            _ => Value::Null,
        }
    }

    /// As text where Terraform converts it to one.
    pub(crate) fn to_text(&self) -> Option<Rc<str>> {
        match self {
            Value::Text(text) => Some(Rc::clone(text)),
            Value::Number(number) => Some(number.to_string().into()),
            Value::Bool(value) => Some(value.to_string().into()),
            _ => None,
        }
    }

    /// The same without what is known of unknown parts, as it is after a provider has had it.
    pub(crate) fn without_ranges(&self) -> Value {
        match self {
            Value::Unknown(_) => Value::unknown(),
            Value::List(items) => Value::list(items.iter().map(Value::without_ranges).collect()),
            Value::Object(fields) => Value::object(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), value.without_ranges()))
                    .collect(),
            ),
            known => known.clone(),
        }
    }

    /// As JSON; what is unknown is left out of objects, and is null in lists.
    pub(crate) fn to_json(&self) -> Option<Json> {
        Some(match self {
            Value::Unknown(_) => return None,
            Value::Null => Json::Null,
            Value::Bool(value) => Json::from(*value),
            Value::Number(number) => Json::from(*number),
            Value::Text(text) => Json::from(&**text),
            Value::List(items) => items
                .iter()
                .map(|item| item.to_json().unwrap_or(Json::Null))
                .collect(),
            Value::Object(fields) => Json::Object(
                fields
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), value.to_json()?)))
                    .collect(),
            ),
        })
    }

    /// The marks that `after_unknown` has beside the value.
    pub(crate) fn unknown_marks(&self) -> Json {
        match self {
            Value::Unknown(_) => Json::Bool(true),
            Value::List(items) => items.iter().map(Value::unknown_marks).collect(),
            Value::Object(fields) => Json::Object(
                fields
                    .iter()
                    .map(|(name, value)| (name.clone(), value.unknown_marks()))
                    .filter(|(_, marks)| *marks != Json::Bool(false))
                    .collect(),
            ),
            _ => Json::Bool(false),
        }
    }
}

/// Whether two values are equal; `None` where that is known only after apply.
pub(crate) fn equal(one: &Value, other: &Value) -> Option<bool> {
    match (one, other) {
        (Value::Null, other) | (other, Value::Null) => {
            if other.is_null() {
                Some(true)
            } else if other.is_never_null() {
                Some(false)
            } else {
                None
            }
        }
        (Value::Unknown(range), known) | (known, Value::Unknown(range)) => match known {
            Value::Text(text) if !text.starts_with(&range.prefix) => Some(false),
            _ => None,
        },
        (Value::List(mine), Value::List(theirs)) => {
            if mine.len() != theirs.len() {
                return Some(false);
            }
            all(mine.iter().zip(theirs.iter()).map(|(a, b)| equal(a, b)))
        }
        (Value::Object(mine), Value::Object(theirs)) => {
            if !mine.keys().eq(theirs.keys()) {
                return Some(false);
            }
            all(mine.values().zip(theirs.values()).map(|(a, b)| equal(a, b)))
        }
        _ => Some(one == other),
    }
}

fn all(answers: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => result = None,
            Some(true) => {}
        }
    }
    result
}
