//! What is known of texts that are not: a hint stands in a document where the text would.
//!
//! No JSON text spells a hint, because what it holds is unknown. Outside of these functions a hint
//! is never seen: what they give has plain unknown values instead.

use std::sync::Arc;

use crate::value::{Missing, Value};

const NAME: &str = "(a name)";
const MORE: &str = "(more)";

/// What a hint says.
pub(super) enum Hint<'a> {
    /// A text that is not known, and that holds more than wildcards.
    Name(&'a Arc<Missing>),
    /// Any number of texts.
    More(&'a Arc<Missing>),
}

/// Stands for a text that is not known but holds a name, an id or an ARN, and so is not `*`.
pub fn name(missing: Arc<Missing>) -> Value {
    Value::map([(NAME.into(), Value::Unknown(missing))])
}

/// Stands for any number of texts in a list.
pub(super) fn more(missing: Arc<Missing>) -> Value {
    Value::map([(MORE.into(), Value::Unknown(missing))])
}

/// Reads a hint.
pub(super) fn read(value: &Value) -> Option<Hint<'_>> {
    let Value::Map(map) = value else { return None };
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((key, Value::Unknown(missing))), None) => match key.as_ref() {
            NAME => Some(Hint::Name(missing)),
            MORE => Some(Hint::More(missing)),
            _ => None,
        },
        _ => None,
    }
}
