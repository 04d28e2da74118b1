//! W: lints, which document themselves.

use std::sync::LazyLock;

use super::super::example::{Example, FILE, Pair};
use super::{Code, Family, Level};
use crate::lint::{self, Lint};

/// The family of all lints.
pub(super) fn family() -> &'static Family {
    static FAMILY: LazyLock<Family> = LazyLock::new(|| {
        let codes: Vec<Code> = lint::ALL.iter().map(|lint| code(lint)).collect();
        Family {
            letter: 'W',
            name: "advice",
            about: "What is probably not meant, and what a reader stumbles over. \
                    [`plangate lint`](../lint.md) tells it, and `plangate check` does not.",
            codes: codes.leak(),
        }
    });
    &FAMILY
}

fn code(lint: &'static Lint) -> Code {
    let (what, why) = lint.about.split_once("\n\n").unwrap_or((lint.about, ""));
    let example = |text: &'static str| Example {
        files: vec![(FILE, text)].leak(),
        document: None,
    };
    Code {
        id: lint.code,
        title: lint.title,
        level: Level::Warning,
        what,
        why,
        pair: Some(Pair {
            wrong: example(lint.avoid),
            right: example(lint.prefer),
        }),
    }
}
