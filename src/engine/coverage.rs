//! Which outcomes of conditions were ever seen.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::evaluate::Evaluator;
use super::frame::Frame;
use super::run::Run;
use super::select::Subject;
use super::truth::{State, Truth};
use crate::program::{Rule, Term};
use crate::source::Span;

/// What conditions came to, by the place where they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(pub BTreeMap<Span, Outcomes>);

/// How often a condition came to what. An error is none of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// It held.
    pub yes: usize,
    /// It did not hold.
    pub no: usize,
    /// The plan did not say.
    pub unknown: usize,
}

impl Seen {
    /// Adds what was seen elsewhere.
    pub fn add(&mut self, other: &Seen) {
        for (span, outcomes) in &other.0 {
            let all = self.0.entry(*span).or_default();
            all.yes += outcomes.yes;
            all.no += outcomes.no;
            all.unknown += outcomes.unknown;
        }
    }
}

impl<'e, 'p> Run<'e, 'p> {
    /// What the conditions of a rule come to for one subject.
    pub(super) fn watch(&self, at: usize, rule: &'e Rule, subject: &Subject<'p>) -> Seen {
        let watch = Rc::new(Watch::default());
        let mut evaluator = self.evaluator(subject);
        evaluator.watch = Some(Rc::clone(&watch));
        self.judge_by(&evaluator, at, rule, subject);
        drop(evaluator);
        Rc::into_inner(watch).map_or_else(Seen::default, Watch::into_seen)
    }
}

impl<'e, 'p> Evaluator<'e, 'p> {
    /// What a term comes to as a condition.
    pub(super) fn truth(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Truth {
        let truth = self.traced(term, frame);
        if let Some(watch) = &self.watch {
            watch.note(term.span, &truth);
        }
        truth
    }
}

/// Notes what conditions come to.
#[derive(Default)]
pub(super) struct Watch {
    seen: RefCell<Seen>,
    /// Nothing is noted while this is set.
    paused: Cell<bool>,
}

impl Watch {
    /// Notes what a condition came to.
    pub(super) fn note(&self, span: Span, truth: &Truth) {
        if self.paused.get() {
            return;
        }
        let mut seen = self.seen.borrow_mut();
        let outcomes = seen.0.entry(span).or_default();
        match truth.state {
            State::True => outcomes.yes += 1,
            State::False => outcomes.no += 1,
            State::Unknown(_) => outcomes.unknown += 1,
            State::Error(_) => {}
        }
    }

    /// Does something of which nothing is noted.
    pub(super) fn quietly<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.paused.replace(true);
        let done = work();
        self.paused.set(before);
        done
    }

    /// What was noted.
    pub(super) fn into_seen(self) -> Seen {
        self.seen.into_inner()
    }
}
