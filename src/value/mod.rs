//! Data as rules see it: JSON-like, exact in numbers, and honest about what is not known yet.
//!
//! Values are walked by recursion. That is safe because nothing makes a deep one: whoever reads
//! text that others wrote bounds its nesting ([`json::DEEPEST`]).

use std::{collections::BTreeMap, sync::Arc};

mod basis;
pub mod compare;
pub mod escape;
pub mod json;
mod number;
pub mod print;
mod ternary;

pub use basis::{Assumption, Basis};
pub use number::Number;
pub use ternary::Ternary;

/// A value without a place: plain data, of which parts may be unknown.
#[derive(Clone, Debug)]
pub enum Value {
    /// Nothing is there: JSON null, or a key that does not exist (`absent`).
    Null {
        /// The key did not exist, as against being null.
        absent: bool,
    },
    /// There may be a value, and it is not known yet.
    Unknown(Arc<Missing>),
    /// `true` or `false`.
    Bool(bool),
    /// An exact decimal number.
    Number(Number),
    /// Text.
    Text(Arc<str>),
    /// A list; also a set or a tuple.
    List(Arc<[Value]>),
    /// A map or an object; keys in order.
    Map(Arc<BTreeMap<Arc<str>, Value>>),
}

/// What an undetermined answer lacks, in a word for machines and words for people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    /// The kind of thing that is missing.
    pub reason: Reason,
    /// What is not known: "`aws_instance.web.ami` is known only after apply".
    pub what: String,
    /// What would decide it: "the value after apply".
    pub decided_by: String,
}

impl Default for Missing {
    /// A value that is known only after apply, of which nothing else can be said.
    fn default() -> Missing {
        Missing {
            reason: Reason::Value,
            what: "a value is known only after apply".into(),
            decided_by: "the value after apply".into(),
        }
    }
}

/// Why an answer is undetermined. The words are stable: they stand in rules and reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// `value`: known only after apply.
    Value,
    /// `reference`: the plan does not show what an expression refers to (local, dynamic, splat).
    Reference,
    /// `outside`: what it names is not in this plan.
    Outside,
    /// `choice`: one of several candidates, and they do not agree.
    Choice,
    /// `context`: a workspace, variable or parameter was not given.
    Context,
    /// `schema`: the attribute is not in this provider version, or the plan was trimmed.
    Schema,
    /// `account`: the provider or the account chooses.
    Account,
}

impl Reason {
    /// Every reason, in the order in which reports list them.
    pub const ALL: [Reason; 7] = [
        Reason::Value,
        Reason::Reference,
        Reason::Outside,
        Reason::Choice,
        Reason::Context,
        Reason::Schema,
        Reason::Account,
    ];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Value => "value",
            Reason::Reference => "reference",
            Reason::Outside => "outside",
            Reason::Choice => "choice",
            Reason::Context => "context",
            Reason::Schema => "schema",
            Reason::Account => "account",
        }
    }
}

impl Value {
    /// A JSON null.
    pub const NULL: Value = Value::Null { absent: false };

    /// Text.
    pub fn text(text: impl Into<Arc<str>>) -> Value {
        Value::Text(text.into())
    }

    /// A list.
    pub fn list(items: impl IntoIterator<Item = Value>) -> Value {
        Value::List(items.into_iter().collect())
    }

    /// A map.
    pub fn map(entries: impl IntoIterator<Item = (Arc<str>, Value)>) -> Value {
        Value::Map(Arc::new(entries.into_iter().collect()))
    }

    /// An answer in three values; what is missing is looked for in the values it came from.
    pub fn answer(answer: Ternary, from: &[&Value]) -> Value {
        match answer {
            Ternary::True => Value::Bool(true),
            Ternary::False => Value::Bool(false),
            Ternary::Unknown => {
                let missing = from.iter().find_map(|value| value.missing());
                Value::Unknown(missing.cloned().unwrap_or_default())
            }
        }
    }

    /// Whether it is null, absent or not.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null { .. })
    }

    /// The word for its kind, as messages use it: `a string`, `null`.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null { .. } => "null",
            Value::Unknown(_) => "an unknown value",
            Value::Bool(_) => "a bool",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }

    /// What is missing to know this value wholly: of itself or of the first part that is unknown.
    pub fn missing(&self) -> Option<&Arc<Missing>> {
        match self {
            Value::Unknown(missing) => Some(missing),
            Value::List(items) => items.iter().find_map(Value::missing),
            Value::Map(map) => map.values().find_map(Value::missing),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Value {
        Value::Bool(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Value {
        Value::text(value)
    }
}

/// Something that went wrong in a value or function, said without a place; the caller adds it.
///
/// Wrong data, never missing information: that is [`Value::Unknown`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Stable code of the R7xx family.
    pub code: &'static str,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
}

impl Trouble {
    /// Trouble with a code and a message.
    pub fn new(code: &'static str, message: impl Into<String>) -> Trouble {
        Trouble {
            code,
            message: message.into(),
            help: None,
        }
    }
}

#[cfg(test)]
mod tests;
