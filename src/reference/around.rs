//! Walks that ask what may be meant at all, and not which one.

use super::leaf::{Leaf, Scope};
use super::plan::{Plan, Resource};
use super::walk::Walk;
use crate::input::Defect;

impl<'a, 'p> Walk<'a, 'p> {
    /// A walk that finds what an expression may take, although not which of it is meant.
    pub(super) fn around(plan: &'a Plan<'p>) -> Walk<'a, 'p> {
        let mut walk = Walk::new(plan, None);
        walk.looks_around = true;
        walk
    }

    /// Any attribute of one of these may be meant.
    pub(super) fn any_of(&mut self, resources: &[Resource<'p>]) {
        let of = resources
            .iter()
            .map(|resource| Leaf::Known { of: Some(resource) });
        self.list.extend(of);
    }

    pub(super) fn looks_around(&self) -> bool {
        self.looks_around
    }

    /// Whether it is enough that a variable or local is known.
    pub(super) fn is_known_around(&self, scope: &Scope<'p>, name: &str) -> Result<bool, Defect> {
        match scope.instance {
            Some(module) if self.looks_around => self.plan.is_proven_known(module, name),
            _ => Ok(false),
        }
    }
}
