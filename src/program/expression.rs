//! An expression that stands in no rule: it sees what a file sees.

use std::sync::Arc;

use super::check::check;
use super::lower::{Lower, Place};
use super::scope::Tables;
use super::{Program, RuleFile, Term};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use crate::syntax::ast::Line;

/// An expression, ready to be evaluated.
#[derive(Debug)]
pub struct Standalone {
    /// The defines, parameters and rules that it may use.
    pub program: Program,
    /// The names that were given values before, with their slots.
    pub lets: Vec<(Arc<str>, usize, Term)>,
    /// The expression.
    pub value: Term,
    /// Number of slots that all need.
    pub slots: usize,
}

/// Where an expression stands, and what was typed before it.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Every file, as [`check`] takes them.
    pub files: &'a [RuleFile],
    /// The position of the file whose defines, parameters and imports it sees.
    pub file: usize,
    /// The lines before it that give names to values.
    pub before: &'a [Line],
    /// There is a `self`.
    pub has_subject: bool,
}

/// Understands an expression. Every mistake, also of the files, goes to `problems`; `None` where
/// one of them is an error.
pub fn expression(
    scope: &Scope<'_>,
    sources: &Sources,
    line: &Line,
    problems: &mut Vec<Diagnostic>,
) -> Option<Standalone> {
    let start = problems.len();
    let program = check(scope.files, sources, problems);
    // Its mistakes were told just now.
    let tables = Tables::collect(scope.files, &mut Vec::new());
    let place = if scope.has_subject {
        Place::Rule
    } else {
        Place::Alone
    };
    let mut lower = Lower::new(&tables, scope.file, place, problems);
    let mut lets: Vec<(Arc<str>, usize, Term)> = Vec::new();
    for earlier in scope.before {
        let Some(name) = &earlier.name else { continue };
        let value = lower.expression(&earlier.value);
        lets.push((name.text.as_str().into(), lower.bind(name), value));
    }
    let value = lower.expression(&line.value);
    if let Some(name) = &line.name {
        // A name that hides another is a mistake here as well.
        lower.bind(name);
    }
    let slots = lower.slots();
    let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
    let wrong = problems.iter().skip(start).any(is_error);
    (!wrong).then_some(Standalone {
        program,
        lets,
        value,
        slots,
    })
}
