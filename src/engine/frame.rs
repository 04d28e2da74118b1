//! The values of the names that a rule or define binds.

use std::cell::RefCell;

use super::operand::Operand;
use crate::program::Term;
use crate::value::Trouble;

/// The values of the names bound in one rule or define.
pub(super) struct Frame<'e, 'p> {
    slots: Vec<RefCell<Slot<'e, 'p>>>,
}

#[derive(Clone)]
pub(super) enum Slot<'e, 'p> {
    Empty,
    /// A `let` that nobody has asked for yet.
    Pending(&'e Term),
    Done(Result<Operand<'p>, Trouble>),
}

impl<'e, 'p> Frame<'e, 'p> {
    pub(super) fn new(slots: usize) -> Frame<'e, 'p> {
        Frame {
            slots: (0..slots).map(|_| RefCell::new(Slot::Empty)).collect(),
        }
    }

    /// Binds a name to a value.
    pub(super) fn bind(&self, slot: usize, value: Operand<'p>) {
        self.fill(slot, Slot::Done(Ok(value)));
    }

    /// Binds a name to a term that is evaluated when it is asked for.
    pub(super) fn defer(&self, slot: usize, term: &'e Term) {
        self.fill(slot, Slot::Pending(term));
    }

    pub(super) fn fill(&self, slot: usize, value: Slot<'e, 'p>) {
        if let Some(cell) = self.slots.get(slot) {
            *cell.borrow_mut() = value;
        }
    }

    /// The slot of a name.
    pub(super) fn slot(&self, slot: usize) -> Option<&RefCell<Slot<'e, 'p>>> {
        self.slots.get(slot)
    }
}
