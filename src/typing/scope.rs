//! What is known where a term stands.

use super::fact::{Facts, Reader};
use super::kind::Type;
use crate::program::{Program, Term};

/// A path that is longer names nothing that a guard would speak of.
const PATH: usize = 240;

/// What is known inside of one rule, or of one call of a define.
pub(super) struct Scope<'a, 's> {
    /// What `self` is; a define has none.
    pub(super) subject: Option<Type<'s>>,
    /// What bound names are, by slot.
    pub(super) slots: Vec<Type<'s>>,
    /// What guards say.
    pub(super) facts: Facts<'a>,
    lets: Vec<Option<&'a Term>>,
    paths: Vec<Option<String>>,
}

impl<'a, 's> Scope<'a, 's> {
    pub(super) fn new(subject: Option<Type<'s>>, slots: usize) -> Scope<'a, 's> {
        Scope {
            subject,
            slots: vec![Type::any(); slots],
            facts: Facts::default(),
            lets: vec![None; slots],
            paths: vec![None; slots],
        }
    }

    /// Reads facts off terms that stand here.
    pub(super) fn reader<'r>(&'r self, program: &'a Program) -> Reader<'a, 'r> {
        Reader {
            program,
            lets: &self.lets,
            paths: &self.paths,
            depth: 0,
        }
    }

    /// Makes known what a `let` names.
    pub(super) fn name(&mut self, slot: usize, term: &'a Term, program: &'a Program) {
        let path = self.reader(program).path(term);
        if let (Some(named), Some(known)) = (self.lets.get_mut(slot), self.paths.get_mut(slot)) {
            *named = Some(term);
            *known = path.filter(|path| path.len() <= PATH);
        }
    }

    /// Makes known what a bound name is.
    pub(super) fn bind(&mut self, slot: usize, of: Type<'s>) {
        if let Some(known) = self.slots.get_mut(slot) {
            *known = of;
        }
    }
}
