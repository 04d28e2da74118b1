//! What an expression of the source gives, before apply.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::world::ModuleAddress;
use crate::value::Number;

/// A value, of which parts may be known only after apply.
///
/// Two that are equal are the same value after apply too, whatever it becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`: not set.
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    Text(Arc<str>),
    /// A list or tuple.
    List(Arc<[Value]>),
    /// A set: without doubles, as far as its elements are known, and texts in their order.
    Set(Arc<[Value]>),
    /// A map or object.
    Map(Arc<BTreeMap<Arc<str>, Value>>),
    /// A whole resource instance.
    Instance(Instance),
    /// A whole module instance: its outputs are evaluated when somebody asks.
    Module(ModuleAddress),
    /// An attribute of a resource instance, known only after apply.
    Attribute(Attribute),
    /// Text that is made of these pieces, of which some are known only after apply; never null.
    Joined(Arc<[Value]>),
    /// The JSON text of a value of which parts are known only after apply; never null.
    Json(Arc<Value>),
    /// One of these, decided during apply. At least two, no two equal, none itself a choice.
    OneOf(Arc<[Value]>),
    /// Nobody can say before apply.
    Unknown(Arc<Unknown>),
}

/// A resource instance, by a number that only the [`World`](super::World) understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Instance(pub usize);

/// An attribute that is known only after apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The instance that has it.
    pub of: Instance,
    /// The way to it: `name`, `tags["a"]`, `ingress[0].port`.
    pub path: Arc<[Step]>,
    /// It will be there, and not be empty: it identifies its resource, or must be given.
    pub never_null: bool,
    /// It is one string, number or bool by its schema: nothing that has elements.
    pub single: bool,
}

/// One step into a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// `.name` or `["name"]`
    Name(Arc<str>),
    /// `[0]`
    Index(usize),
}

/// What nobody can say before apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// Why not, in words: "`timestamp()` is known only during apply".
    pub why: String,
    /// Whatever it is, it is not null.
    pub never_null: bool,
    /// Whatever it is, it is neither null nor empty.
    pub never_empty: bool,
    /// The source does not show it: a module that is not on disk, a file that cannot be read.
    pub unread: bool,
    /// Every one is another: two calls of `uuid()` differ.
    identity: usize,
}

/// An expression that fails for these values: an index that is not there, a wrong type.
///
/// `try` and `can` catch it. Elsewhere it means that the source is not what the plan was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure(pub String);

/// The most elements of a set that are no text: each is held against every other.
const MOST_OTHERS: usize = 4096;

/// The most values that one may be chosen from; beyond that nobody can say.
const MOST_CHOICES: usize = 64;

impl Value {
    /// Text.
    pub fn text(text: impl Into<Arc<str>>) -> Value {
        Value::Text(text.into())
    }

    /// A list.
    pub fn list(elements: impl IntoIterator<Item = Value>) -> Value {
        Value::List(elements.into_iter().collect())
    }

    /// A map.
    pub fn map(entries: impl IntoIterator<Item = (Arc<str>, Value)>) -> Value {
        Value::Map(Arc::new(entries.into_iter().collect()))
    }

    /// A set: doubles are dropped, and what is known is put in order.
    pub fn set(elements: impl IntoIterator<Item = Value>) -> Value {
        let mut kept: Vec<Value> = Vec::new();
        let mut texts: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        for element in elements {
            match element {
                Value::Text(text) => {
                    texts.insert(Arc::clone(&text), Value::Text(text));
                }
                other if kept.contains(&other) => {}
                _ if kept.len() == MOST_OTHERS => {
                    return Value::some_value("a set of too many elements");
                }
                other => kept.push(other),
            }
        }
        Value::Set(texts.into_values().chain(kept).collect())
    }

    /// Something that nobody can say, and that may be null.
    pub fn unknown(why: impl Into<String>) -> Value {
        Value::Unknown(Arc::new(Unknown::new(why.into(), false)))
    }

    /// Something that the source does not show.
    pub fn unread(why: impl Into<String>) -> Value {
        let mut unknown = Unknown::new(why.into(), false);
        unknown.unread = true;
        Value::Unknown(Arc::new(unknown))
    }

    /// Something that nobody can say, but that is not null.
    pub fn some_value(why: impl Into<String>) -> Value {
        Value::Unknown(Arc::new(Unknown::new(why.into(), true)))
    }

    /// Something that only the apply says, and that is neither null nor empty.
    pub fn some_text(why: impl Into<String>) -> Value {
        let mut unknown = Unknown::new(why.into(), true);
        unknown.never_empty = true;
        Value::Unknown(Arc::new(unknown))
    }

    /// What a part of something unknown is: as unknown, and perhaps null.
    #[must_use]
    pub fn perhaps_null(self) -> Value {
        match self {
            Value::Unknown(unknown) if unknown.unread => Value::unread(unknown.why.clone()),
            Value::Unknown(unknown) => Value::unknown(unknown.why.clone()),
            other => other,
        }
    }

    /// One of several values.
    pub fn one_of(values: impl IntoIterator<Item = Value>) -> Value {
        let mut choices: Vec<Value> = Vec::new();
        for value in values {
            let parts: &[Value] = match &value {
                Value::OneOf(parts) => parts,
                other => std::slice::from_ref(other),
            };
            for part in parts {
                if !choices.contains(part) {
                    choices.push(part.clone());
                }
            }
            if choices.len() > MOST_CHOICES {
                return Value::unknown("there are too many values that it may have");
            }
        }
        match choices.len() {
            1 => choices.swap_remove(0),
            _ => Value::OneOf(choices.into()),
        }
    }

    /// Whether all of it is known.
    pub fn is_known(&self) -> bool {
        match self {
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => true,
            Value::List(elements) | Value::Set(elements) => elements.iter().all(Value::is_known),
            Value::Map(entries) => entries.values().all(Value::is_known),
            Value::Instance(_)
            | Value::Module(_)
            | Value::Attribute(_)
            | Value::Joined(_)
            | Value::Json(_)
            | Value::OneOf(_)
            | Value::Unknown(_) => false,
        }
    }

    /// Whether it is certain that it is not null.
    pub fn is_never_null(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Attribute(attribute) => attribute.never_null,
            Value::OneOf(choices) => choices.iter().all(Value::is_never_null),
            Value::Unknown(unknown) => unknown.never_null,
            _ => true,
        }
    }

    /// Whether it is certain that it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The choices, where it is one; else itself alone.
    pub fn choices(&self) -> &[Value] {
        match self {
            Value::OneOf(choices) => choices,
            other => std::slice::from_ref(other),
        }
    }

    /// The known text.
    pub fn as_text(&self) -> Option<&Arc<str>> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The elements of a known list or set; they themselves may be unknown.
    pub fn elements(&self) -> Option<&[Value]> {
        match self {
            Value::List(elements) | Value::Set(elements) => Some(elements),
            _ => None,
        }
    }

    /// What kind of thing it is, in a word for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a bool",
            Value::Number(_) => "a number",
            Value::Text(_) | Value::Joined(_) | Value::Json(_) => "a string",
            Value::List(_) => "a list",
            Value::Set(_) => "a set",
            Value::Map(_) => "a map",
            Value::Instance(_) => "a resource",
            Value::Module(_) => "a module",
            Value::Attribute(_) | Value::OneOf(_) | Value::Unknown(_) => "an unknown value",
        }
    }

    /// Why it is not known, in words; `None` where all of it is.
    pub fn why_unknown(&self) -> Option<String> {
        match self {
            Value::Unknown(unknown) => Some(unknown.why.clone()),
            Value::Attribute(_) => Some("it is an attribute that is known only after apply".into()),
            Value::OneOf(_) => Some(
                "a condition on something that is known only after apply \
                                     decides it"
                    .into(),
            ),
            Value::Instance(_) | Value::Module(_) => {
                Some("it is a whole resource or module".into())
            }
            Value::List(elements) | Value::Set(elements) | Value::Joined(elements) => {
                elements.iter().find_map(Value::why_unknown)
            }
            Value::Map(entries) => entries.values().find_map(Value::why_unknown),
            Value::Json(value) => value.why_unknown(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => None,
        }
    }
}

impl Unknown {
    fn new(why: String, never_null: bool) -> Unknown {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        Unknown {
            why,
            never_null,
            never_empty: false,
            unread: false,
            identity: NEXT.fetch_add(1, Ordering::Relaxed),
        }
    }
}

impl Failure {
    /// A failure with these words.
    pub fn new(words: impl Into<String>) -> Failure {
        Failure(words.into())
    }
}
