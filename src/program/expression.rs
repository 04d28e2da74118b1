//! An expression that stands in no rule: it sees what a file sees.

use std::sync::Arc;

use super::check::check;
use super::lower::{Lower, Place};
use super::scope::Tables;
use super::{About, Program, Rule, RuleFile, Selector, Statement, Term, TypeMatcher, When};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;
use crate::syntax::ast::{Line, Name};

/// An expression, ready to be evaluated.
#[derive(Debug)]
pub struct Standalone {
    /// The defines, parameters and rules that it may use. The last rule is made of it: names, of
    /// which the last one stands for the expression.
    pub program: Program,
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
    /// What `self` is, if there is one.
    pub subject: Option<Subject<'a>>,
}

/// What `self` is.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A resource of this type.
    Resource(&'a str),
    /// A data source of this type.
    Data(&'a str),
    /// Something else.
    Other,
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
    let mut program = check(scope.files, sources, problems);
    // Its mistakes were told just now.
    let tables = Tables::collect(scope.files, &mut Vec::new());
    let place = if scope.subject.is_some() {
        Place::Rule
    } else {
        Place::Alone
    };
    let mut lower = Lower::new(&tables, scope.file, place, problems);
    let mut body = Vec::new();
    for line in scope.before.iter().chain([line]) {
        let value = lower.expression(&line.value);
        let unnamed = Name {
            text: String::new(),
            span: line.value.span,
        };
        let name = line.name.as_ref().unwrap_or(&unnamed);
        body.push(Statement::Let {
            name: name.text.as_str().into(),
            slot: lower.bind(name),
            value,
        });
    }
    let slots = lower.slots();
    let is_error = |problem: &Diagnostic| problem.severity == Severity::Error;
    if problems.iter().skip(start).any(is_error) {
        return None;
    }
    let selectors: Vec<Selector> = scope.subject.iter().map(Subject::selector).collect();
    program.rules.push(Arc::new(Rule {
        about: About::default(),
        selector_spans: vec![line.value.span; selectors.len()],
        selectors,
        in_module: None,
        when: When::default(),
        body,
        slots,
        params: Vec::new(),
        reads: Vec::new(),
        span: line.value.span,
    }));
    Some(Standalone { program })
}

impl Subject<'_> {
    fn selector(&self) -> Selector {
        match self {
            Subject::Resource(kind) => Selector::Resource(TypeMatcher::Exact((*kind).into())),
            Subject::Data(kind) => Selector::Data(TypeMatcher::Exact((*kind).into())),
            Subject::Other => Selector::Document,
        }
    }
}

/// What a [`Standalone`] is made of.
#[derive(Debug)]
pub struct Question<'a> {
    /// The expression.
    pub value: &'a Term,
    /// The values that names have before it, by their slots.
    pub named: Vec<(usize, &'a Term)>,
    /// Number of slots that all need.
    pub slots: usize,
}

impl Standalone {
    /// What it is made of.
    pub fn question(&self) -> Option<Question<'_>> {
        let rule = self.program.rules.last()?;
        let named = rule.body.iter().filter_map(|statement| match statement {
            Statement::Let { slot, value, .. } => Some((*slot, value)),
            _ => None,
        });
        let mut named: Vec<(usize, &Term)> = named.collect();
        let (_, value) = named.pop()?;
        Some(Question {
            value,
            named,
            slots: rule.slots,
        })
    }
}
