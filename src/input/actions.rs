//! What a plan does to an object.

use std::borrow::Cow;

/// The actions of one change, in the order in which they happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actions {
    words: Vec<Cow<'static, str>>,
    exists_after: bool,
}

const KNOWN: [&str; 7] = [
    "no-op", "create", "read", "update", "delete", "forget", "open",
];

impl Actions {
    /// From the words of a plan. Where they say nothing that is known, whether there is an object
    /// before and after decides.
    pub fn new(words: Vec<String>, before: bool, after: bool) -> Actions {
        let known = words.iter().any(|word| KNOWN.contains(&word.as_str()));
        let words = if known {
            words.into_iter().map(Cow::Owned).collect()
        } else {
            match (before, after) {
                (false, true) => vec![Cow::Borrowed("create")],
                (true, false) => vec![Cow::Borrowed("delete")],
                _ => vec![Cow::Borrowed("no-op")],
            }
        };
        Actions {
            words,
            exists_after: after,
        }
    }

    /// An object that stays as it is.
    pub fn noop() -> Actions {
        Actions {
            words: vec![Cow::Borrowed("no-op")],
            exists_after: true,
        }
    }

    /// The words, as a plan writes them.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(|word| &**word)
    }

    /// Whether there is an object after apply.
    pub fn exists_after(&self) -> bool {
        self.exists_after
    }

    /// `create`, also as a part of a replacement.
    pub fn contains_create(&self) -> bool {
        self.contains("create")
    }

    /// `update`
    pub fn contains_update(&self) -> bool {
        self.contains("update")
    }

    /// `delete`, also as a part of a replacement.
    pub fn contains_delete(&self) -> bool {
        self.contains("delete")
    }

    /// `read`
    pub fn contains_read(&self) -> bool {
        self.contains("read")
    }

    /// `forget`
    pub fn contains_forget(&self) -> bool {
        self.contains("forget")
    }

    /// Both `create` and `delete`.
    pub fn is_replace(&self) -> bool {
        self.contains_create() && self.contains_delete()
    }

    /// Nothing is done.
    pub fn is_noop(&self) -> bool {
        self.contains("no-op")
    }

    fn contains(&self, wanted: &str) -> bool {
        self.words().any(|word| word == wanted)
    }
}
