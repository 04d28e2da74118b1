//! Everything that an evaluation does, step by step, for whoever wants to see the whole of it.
//!
//! Without a trace nothing of this is done. What is kept here still holds secrets;
//! [`super::proof`] takes them out.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::finding::Finding;
use super::partial::Element;
use super::truth::Truth;
use crate::program::{Statement, Term, TermKind};
use crate::reference::{Edge, Node};
use crate::value::Missing;

/// The steps of an evaluation.
pub(super) struct Trace<'e, 'p> {
    /// The steps that have begun and not ended, outermost first; the first one never ends.
    open: RefCell<Vec<Step<'e, 'p>>>,
    /// Where each `let` was declared: its name, and how deep its block is in `open`.
    lets: RefCell<HashMap<usize, (Arc<str>, usize)>>,
    /// Nothing is noted while this is set.
    paused: Cell<bool>,
}

/// One step, and those that it took.
pub(super) struct Step<'e, 'p> {
    pub(super) what: What<'e, 'p>,
    pub(super) result: CameTo<'p>,
    pub(super) below: Vec<Step<'e, 'p>>,
    /// Its result tells something of a sensitive value.
    pub(super) secret: bool,
}

/// What a step does.
pub(super) enum What<'e, 'p> {
    /// It runs a block of statements.
    Block,
    /// It runs a statement.
    Statement(&'e Statement),
    /// It gives the name of a `let` its value; `block` is how deep the block is that declares it.
    Let {
        name: Arc<str>,
        term: &'e Term,
        block: usize,
    },
    /// It asks a condition, or computes a value.
    Term(&'e Term),
    /// It gives an argument of a define its value.
    Argument(Arc<str>, &'e Term),
    /// It asks of a member of a list, which it has for certain or only perhaps.
    Member(Element<'p>, bool),
    /// It meets the part of a list that nobody sees.
    Open(Arc<Missing>),
    /// It follows references.
    Link(Edge<'p>),
    /// It reads a place that the rule does not name.
    Read(Node<'p>),
    /// It is not asked, because others decide.
    NotAsked(&'e Term),
}

/// What a step comes to.
pub(super) enum CameTo<'p> {
    Nothing,
    Truth(Truth),
    Value(Evaluated<'p>),
    Finding(Finding),
}

impl<'e, 'p> Trace<'e, 'p> {
    pub(super) fn new() -> Trace<'e, 'p> {
        Trace {
            open: RefCell::new(vec![Step::new(What::Block)]),
            lets: RefCell::default(),
            paused: Cell::new(false),
        }
    }

    /// The steps of the outermost block.
    pub(super) fn into_steps(self) -> Vec<Step<'e, 'p>> {
        let mut open = self.open.into_inner();
        open.drain(..)
            .next()
            .map_or_else(Vec::new, |root| root.below)
    }

    /// Begins a step, which [`Trace::end`] must end.
    pub(super) fn begin(&self, what: What<'e, 'p>) {
        self.open.borrow_mut().push(Step::new(what));
    }

    /// Ends the step that began last.
    pub(super) fn end(&self, result: CameTo<'p>) {
        let mut open = self.open.borrow_mut();
        // The outermost block stays open.
        let Some(mut step) = open.pop_if(|step| !matches!(step.what, What::Block)) else {
            return;
        };
        step.result = result;
        let innermost = open.len().saturating_sub(1);
        let home = match &step.what {
            What::Let { block, .. } => innermost.min(*block),
            _ => innermost,
        };
        if let Some(around) = open.get_mut(home) {
            around.secret |= step.secret;
            around.below.push(step);
        }
    }

    /// Begins the step of a condition; says whether it did.
    pub(super) fn begin_condition(&self, term: &'e Term) -> bool {
        let begins = !self.paused.get();
        if begins {
            self.begin(What::Term(term));
        }
        begins
    }

    /// Begins the step of a value, if a reader wants to see it; says whether it did.
    pub(super) fn begin_value(&self, term: &'e Term) -> bool {
        let begins = !self.paused.get() && self.is_worth_a_step(term);
        if begins {
            self.begin(What::Term(term));
        }
        begins
    }

    /// Notes a step that has none below.
    pub(super) fn note(&self, what: What<'e, 'p>) {
        if self.paused.get() {
            return;
        }
        if let Some(around) = self.open.borrow_mut().last_mut() {
            around.below.push(Step::new(what));
        }
    }

    /// Notes that the step at hand tells of a sensitive value.
    pub(super) fn note_secret(&self) {
        if let Some(around) = self.open.borrow_mut().last_mut() {
            around.secret = true;
        }
    }

    /// Notes where a `let` belongs: it is computed where it is first used, and told here.
    pub(super) fn declare(&self, slot: usize, name: &Arc<str>) {
        let depth = self.open.borrow().len().saturating_sub(1);
        self.lets
            .borrow_mut()
            .insert(slot, (Arc::clone(name), depth));
    }

    /// Begins the step of a `let`.
    pub(super) fn begin_let(&self, slot: usize, term: &'e Term) -> bool {
        let declared = self.lets.borrow().get(&slot).cloned();
        let Some((name, block)) = declared.filter(|_| !self.paused.get()) else {
            return false;
        };
        self.begin(What::Let { name, term, block });
        true
    }

    /// Does something of which nothing is noted.
    pub(super) fn quietly<T>(&self, work: impl FnOnce() -> T) -> T {
        let before = self.paused.replace(true);
        let done = work();
        self.paused.set(before);
        done
    }

    fn is_worth_a_step(&self, term: &Term) -> bool {
        let open = self.open.borrow();
        let around = match open.last().map(|step| &step.what) {
            Some(What::Term(around)) => Some(*around),
            _ => None,
        };
        match &term.kind {
            TermKind::Constant(_)
            | TermKind::SelfValue
            | TermKind::Template(_)
            | TermKind::List(_)
            | TermKind::Map(_) => false,
            // These are asked as conditions, and have a step then.
            TermKind::Not(_)
            | TermKind::And(_)
            | TermKind::Or(_)
            | TermKind::Compare(..)
            | TermKind::Match { .. }
            | TermKind::Is { .. } => false,
            // Of `a.b.c` only the whole is of interest.
            TermKind::Local(_)
            | TermKind::Param(_)
            | TermKind::Root(_)
            | TermKind::Attribute(..)
            | TermKind::Index(..) => !around.is_some_and(is_path),
            _ => !around.is_some_and(|around| std::ptr::eq(around, term)),
        }
    }
}

impl<'e, 'p> Evaluator<'e, 'p> {
    /// Does something as one step, where steps are kept.
    pub(super) fn step<T>(
        &self,
        what: impl FnOnce() -> What<'e, 'p>,
        work: impl FnOnce() -> T,
        result: impl FnOnce(&T) -> CameTo<'p>,
    ) -> T {
        let Some(trace) = self.trace.as_ref().filter(|trace| !trace.paused.get()) else {
            return work();
        };
        trace.begin(what());
        let done = work();
        trace.end(result(&done));
        done
    }

    /// Notes a step that has none below, where steps are kept.
    pub(super) fn note(&self, what: impl FnOnce() -> What<'e, 'p>) {
        if let Some(trace) = &self.trace {
            trace.note(what());
        }
    }
}

impl<'e, 'p> Step<'e, 'p> {
    fn new(what: What<'e, 'p>) -> Step<'e, 'p> {
        Step {
            what,
            result: CameTo::Nothing,
            below: Vec::new(),
            secret: false,
        }
    }
}

/// Whether a term leads from one place to another.
fn is_path(term: &Term) -> bool {
    matches!(
        term.kind,
        TermKind::Local(_)
            | TermKind::Param(_)
            | TermKind::Root(_)
            | TermKind::Attribute(..)
            | TermKind::Index(..)
    )
}
