//! Follows the references of an expression to their ends, through variables and outputs.

use std::rc::Rc;

use super::modules::ModuleId;
use super::plan::{Plan, Resource};
use super::walk::Walk;
use crate::input::{Defect, Json, Key, Module};
use crate::schema::links::Link;
use crate::value::Basis;

/// Where a reference ends.
#[derive(Clone, Debug)]
pub(super) enum Leaf<'p> {
    /// At something that the plan knows: a constant, a variable, a known attribute.
    Known {
        /// The resource whose attribute it is.
        of: Option<Resource<'p>>,
    },
    /// At something with no instances, so it cannot be what is meant.
    Dead {
        /// The type of resource that it is, unless it is a module.
        kind: Option<String>,
    },
    /// At an attribute that identifies its resource and is known only after apply.
    Identity {
        /// The resource.
        of: Resource<'p>,
        /// What was assumed on the way.
        basis: Basis,
    },
    /// Beside such an attribute: it is a part of an object or list, of which the plan JSON does not
    /// record the parts that are constants. The part that is meant may be one of those.
    Part {
        /// What it does not show, in words.
        what: String,
    },
    /// At another value that is known only after apply.
    Unknown {
        /// The resource whose attribute it is.
        of: Option<Resource<'p>>,
        /// The attribute, where the reference ends at it.
        attribute: Option<String>,
        /// What it is, in words.
        what: String,
    },
    /// Somewhere that the plan JSON does not show.
    Opaque {
        /// What it does not show, in words.
        what: String,
    },
}

/// Where an expression stands: it decides what its names mean.
#[derive(Clone)]
pub(super) struct Scope<'p> {
    /// The module's configuration.
    pub(super) module: &'p Module<'p>,
    /// The module instance; `None` where it has no instances.
    pub(super) instance: Option<ModuleId>,
    /// Where the module was called, if it has no instances to find that by.
    pub(super) caller: Option<Rc<Scope<'p>>>,
    /// The name of the call.
    pub(super) called: Option<String>,
    /// `each.key` or `count.index`.
    pub(super) key: Option<Key<'p>>,
    /// The expression that `each` goes over.
    pub(super) for_each: Option<Json<'p>>,
}

/// Every place where the references of an expression end.
pub(super) struct Leaves<'p> {
    pub(super) list: Vec<Leaf<'p>>,
    /// The steps taken, in words: `var.profile`, `module.identity.profile_name`.
    pub(super) via: Vec<String>,
}

impl<'p> Plan<'p> {
    /// The scope of a resource's own expressions.
    pub(super) fn scope(&self, resource: Resource<'p>) -> Option<Scope<'p>> {
        let instance = self.module_of(resource)?;
        let module = self.modules().get(instance);
        Some(Scope {
            module: module.configuration?,
            instance: Some(instance),
            caller: None,
            called: module.call.as_ref().map(|(_, name, _)| name.clone()),
            key: resource.key.clone(),
            for_each: self
                .configuration(resource)
                .and_then(|block| block.for_each()),
        })
    }

    /// Where the references of an expression end; of an attribute with this link.
    pub(super) fn leaves(
        &self,
        expression: Json<'p>,
        scope: &Scope<'p>,
        link: Option<&'static Link>,
    ) -> Result<Leaves<'p>, Defect> {
        let mut walk = Walk::new(self, link);
        walk.expression(expression, scope, &[])?;
        Ok(walk.into_leaves())
    }
}

impl<'p> Leaves<'p> {
    /// The first thing that the plan does not show, in words.
    pub(super) fn hidden(&self) -> Option<&str> {
        self.list.iter().find_map(|leaf| match leaf {
            Leaf::Opaque { what } | Leaf::Part { what } => Some(what.as_str()),
            _ => None,
        })
    }

    /// The leaves that are not known in this plan.
    pub(super) fn open(&self) -> impl Iterator<Item = &Leaf<'p>> {
        self.list
            .iter()
            .filter(|leaf| !matches!(leaf, Leaf::Known { .. } | Leaf::Dead { .. }))
    }

    /// Whether any reference is there, known or not, besides the ones that are open.
    pub(super) fn has_known(&self) -> bool {
        self.list
            .iter()
            .any(|leaf| matches!(leaf, Leaf::Known { of: _ } | Leaf::Dead { .. }))
    }
}
