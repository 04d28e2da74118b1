//! Mutants: rules and fixtures with one small change, that a good test notices.
//!
//! What cannot change a verdict is not changed: messages, reasons and headers.

mod expression;
mod given;
mod statement;

pub use given::of_test;

use crate::source::Span;
use crate::syntax::ast::{Define, Rule};

/// Something with one change.
#[derive(Clone, Debug)]
pub struct Mutant<T> {
    /// What kind of change it is.
    pub change: Change,
    /// The text that is changed.
    pub span: Span,
    /// What stands there instead; nothing where it is taken away.
    pub text: String,
    /// The whole, changed.
    pub changed: T,
}

/// A kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// `==` becomes `!=`, `<` becomes `<=`
    Comparison,
    /// `any` becomes `all`
    Quantifier,
    /// `is set` becomes `is not set`, `not x` becomes `x`, `require` becomes `deny`
    Negation,
    /// `and` becomes `or`
    Logic,
    /// A statement, an operand, a branch or a part of `on` is taken away.
    Clause,
    /// `true` becomes `false`, `7` becomes `8`, `"a"` becomes `"ax"`
    Literal,
    /// A value that a test gives becomes `unknown`.
    Unknown,
    /// A value that a test gives is taken away.
    Unset,
}

impl Change {
    /// Every kind.
    pub const ALL: [Change; 8] = [
        Change::Comparison,
        Change::Quantifier,
        Change::Negation,
        Change::Logic,
        Change::Clause,
        Change::Literal,
        Change::Unknown,
        Change::Unset,
    ];

    /// Its word, in reports.
    pub fn word(self) -> &'static str {
        match self {
            Change::Comparison => "comparison",
            Change::Quantifier => "quantifier",
            Change::Negation => "negation",
            Change::Logic => "logic",
            Change::Clause => "clause",
            Change::Literal => "literal",
            Change::Unknown => "unknown",
            Change::Unset => "unset",
        }
    }
}

impl<T> Mutant<T> {
    fn new(change: Change, span: Span, text: impl Into<String>, changed: T) -> Mutant<T> {
        Mutant {
            change,
            span,
            text: text.into(),
            changed,
        }
    }

    /// The same change, seen from what is around.
    fn within<U>(self, around: impl FnOnce(T) -> U) -> Mutant<U> {
        Mutant {
            change: self.change,
            span: self.span,
            text: self.text,
            changed: around(self.changed),
        }
    }
}

/// The mutants of a rule's `on` and statements, in the order of the text.
pub fn of_rule(rule: &Rule) -> Vec<Mutant<Rule>> {
    let around_on = |on| Rule {
        on: Some(on),
        ..rule.clone()
    };
    let around_body = |body| Rule {
        body,
        ..rule.clone()
    };
    let mut mutants: Vec<_> = rule
        .on
        .iter()
        .flat_map(statement::of_on)
        .map(|mutant| mutant.within(around_on))
        .collect();
    // Without any assertion it would be no rule.
    let alone = statement::assertions(&rule.body) < 2;
    let body = statement::of_block(&rule.body, alone);
    mutants.extend(body.into_iter().map(|mutant| mutant.within(around_body)));
    mutants
}

/// The mutants of a define, in the order of the text.
pub fn of_define(define: &Define) -> Vec<Mutant<Define>> {
    let around = |body| Define {
        body,
        ..define.clone()
    };
    let body = expression::of(&define.body).into_iter();
    body.map(|mutant| mutant.within(around)).collect()
}

#[cfg(test)]
mod tests;
