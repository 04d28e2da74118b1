//! What a plan does to an object.

use super::json::{Json, Shape};

/// The actions of one change, in the order in which they happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actions {
    words: &'static [&'static str],
    exists_after: bool,
}

/// Every list of actions that a plan is known to hold.
const KNOWN: [&[&str]; 11] = [
    NO_OP,
    CREATE,
    &["read"],
    UPDATE,
    DELETE,
    &["delete", "create"],
    &["create", "delete"],
    &["forget"],
    &["create", "forget"],
    &["forget", "create"],
    &["open"],
];
const NO_OP: &[&str] = &["no-op"];
const CREATE: &[&str] = &["create"];
const UPDATE: &[&str] = &["update"];
const DELETE: &[&str] = &["delete"];

impl Actions {
    /// An object that stays as it is.
    pub fn noop() -> Actions {
        Actions {
            words: NO_OP,
            exists_after: true,
        }
    }

    /// An object that is made.
    pub(super) fn create() -> Actions {
        Actions {
            words: CREATE,
            exists_after: true,
        }
    }

    /// The words, as a plan writes them.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.words.iter().copied()
    }

    /// Whether there is an object after apply.
    pub fn exists_after(&self) -> bool {
        self.exists_after
    }

    /// `create`, also as a part of a replacement.
    pub fn contains_create(&self) -> bool {
        self.words.contains(&"create")
    }

    /// `update`
    pub fn contains_update(&self) -> bool {
        self.words.contains(&"update")
    }

    /// `delete`, also as a part of a replacement.
    pub fn contains_delete(&self) -> bool {
        self.words.contains(&"delete")
    }

    /// `read`
    pub fn contains_read(&self) -> bool {
        self.words.contains(&"read")
    }

    /// `forget`: the object stays and is no longer managed.
    pub fn contains_forget(&self) -> bool {
        self.words.contains(&"forget")
    }

    /// Both `create` and `delete`.
    pub fn is_replace(&self) -> bool {
        self.contains_create() && self.contains_delete()
    }

    /// Nothing is done.
    pub fn is_noop(&self) -> bool {
        self.words == NO_OP
    }

    /// From what a plan says. Where the list is not known, or missing, whether there is an object
    /// before and after decides; `after` is none where the key is missing, as in trimmed plans.
    pub(super) fn new(
        written: Option<Json<'_>>,
        before: Option<Json<'_>>,
        after: Option<Json<'_>>,
    ) -> Actions {
        let planned = after.filter(|after| !after.is_null());
        let words = written.and_then(known).unwrap_or(match (before, planned) {
            (None, Some(_)) => CREATE,
            (Some(_), None) => DELETE,
            (Some(before), Some(planned)) if before.raw() != planned.raw() => UPDATE,
            _ => NO_OP,
        });
        let makes = words
            .iter()
            .any(|word| matches!(*word, "create" | "update" | "read"));
        Actions {
            words,
            exists_after: planned.is_some() || (after.is_none() && makes),
        }
    }
}

/// The list as a plan writes it, if it is one that is known.
fn known(written: Json<'_>) -> Option<&'static [&'static str]> {
    let Ok(Shape::Array(items)) = written.shape() else {
        return None;
    };
    let words: Vec<_> = items
        .into_iter()
        .filter_map(|item| item.text().ok())
        .collect();
    KNOWN.into_iter().find(|known| words == *known)
}
