//! A rule's statements, as understood.

use std::sync::Arc;

use super::term::{Message, Term};
use crate::source::Span;

/// A statement of a rule's body.
#[derive(Debug)]
pub enum Statement {
    /// `where C`
    Where(Term),
    /// `unless C because "…"`
    Unless {
        /// The exemption's condition.
        condition: Term,
        /// Its reason.
        because: Option<Message>,
    },
    /// `let x = E`
    Let {
        /// The name.
        name: Arc<str>,
        /// The slot that it fills.
        slot: usize,
        /// What it stands for.
        value: Term,
    },
    /// `require C message "…"`, `deny C message "…"`
    Assert {
        /// What must hold (require) or must not (deny); a deny without condition always fails.
        condition: Option<Term>,
        /// It is a deny.
        deny: bool,
        /// What is said when it does not hold.
        message: Message,
        /// The whole statement.
        span: Span,
    },
    /// `each i, x in E { … }`
    Each {
        /// The slot of the index or key.
        key: Option<usize>,
        /// The slot of the element.
        value: usize,
        /// What is gone through.
        list: Term,
        /// Statements run for each element.
        body: Vec<Statement>,
        /// The whole statement.
        span: Span,
    },
}
