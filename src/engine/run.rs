//! A program at work on one input: what stays the same for every rule and subject.

use std::cell::RefCell;
use std::collections::HashMap;

use super::evaluate::Evaluator;
use super::secrets::Redaction;
use super::select::Subject;
use crate::program::Program;
use crate::reference::Plan;
use crate::source::{Sources, Span};

/// What stays the same for every rule and subject of one input.
pub(super) struct Run<'e, 'p> {
    pub(super) program: &'e Program,
    pub(super) plan: &'e Plan<'p>,
    pub(super) sources: &'e Sources,
    pub(super) redaction: Redaction<'p>,
    /// The line of each statement; counting lines anew for every finding would take longer than
    /// the rest.
    pub(super) lines: RefCell<HashMap<Span, usize>>,
}

impl<'e, 'p> Run<'e, 'p> {
    /// A run of a program on an input.
    pub(super) fn new(program: &'e Program, sources: &'e Sources, plan: &'e Plan<'p>) -> Self {
        Run {
            program,
            plan,
            sources,
            redaction: Redaction::new(plan),
            lines: RefCell::default(),
        }
    }

    /// What evaluates for one subject.
    pub(super) fn evaluator(&self, subject: &Subject<'p>) -> Evaluator<'e, 'p> {
        Evaluator::new(self.program, self.plan, subject.operand.clone(), None)
    }

    pub(super) fn line(&self, span: Span) -> usize {
        let count = || self.sources.position(span).0;
        *self.lines.borrow_mut().entry(span).or_insert_with(count)
    }
}
