//! References of which a plan does not record the last part.
//!
//! Of a splat, an index that is computed, or `one(…)`, only the resource or module call is written
//! down. What the attribute can name, by the link table, tells which part was meant.

use super::expression::{self, Expression};
use super::leaf::{Leaf, Scope};
use super::node::{State, View};
use super::plan::Resource;
use super::walk::{Target, Walk};
use crate::input::{Defect, Json, Key, Module};
use crate::value::{Assumption, Basis};

impl<'p> Walk<'_, 'p> {
    /// `aws_x.y[*].name` is written down as `aws_x.y`.
    pub(super) fn lost_attribute(&mut self, target: &Target<'_>, instances: &[Resource<'p>]) {
        if self.looks_around() {
            self.any_of(instances);
            return;
        }
        let known = instances.iter().any(|resource| !self.is_unknown(resource));
        if self.link().is_none() || known {
            self.opaque(format!(
                "the plan JSON does not record which attribute of which {} is meant",
                target.words()
            ));
            return;
        }
        for resource in instances {
            self.list.push(Leaf::Identity {
                of: resource,
                basis: Basis::assuming(Assumption::Plain),
            });
        }
    }

    /// `one(module.m[*].name)` and `module.m[each.key].name` are written down as `module.m`.
    pub(super) fn lost_output(
        &mut self,
        name: &str,
        inner: &'p Module<'p>,
        scope: &Scope<'p>,
        key: Option<&Key<'p>>,
    ) -> Result<(), Defect> {
        let called: Vec<_> = match scope.instance {
            Some(instance) => self.plan().modules().called(instance, name).collect(),
            None => Vec::new(),
        };
        if called.is_empty() && self.plan().is_whole() && always_makes_something(inner) {
            self.list.push(Leaf::Dead { kind: None });
            return Ok(());
        }
        // Where none has the key, `module.m[lower(each.key)]` is another one of them, and
        // `try(module.m[each.key].name, null)` is none.
        let called: Vec<_> = called
            .into_iter()
            .filter(|(known, _)| key.is_none() || *known == key)
            .map(|(_, id)| id)
            .collect();
        let mut fitting: Vec<Leaf<'p>> = Vec::new();
        let mut certain = !called.is_empty();
        for instance in &called {
            let below = Scope {
                module: inner,
                instance: Some(*instance),
                caller: None,
                called: Some(name.to_owned()),
                key: None,
                for_each: None,
            };
            for expression in inner.outputs().filter_map(|(_, expression)| expression) {
                let mut ends = Walk::new(self.plan(), self.link());
                ends.expression(expression, &below, &[])?;
                certain &= self.collect_fitting(expression, ends.list, &mut fitting)?;
            }
        }
        if !certain || fitting.is_empty() {
            self.opaque(format!(
                "the plan JSON does not record which output of `module.{name}` is meant"
            ));
            return Ok(());
        }
        for leaf in &mut fitting {
            if let Leaf::Identity { basis, .. } = leaf {
                *basis = basis.and(Basis::assuming(Assumption::Plain));
                if key.is_some() {
                    *basis = basis.and(Basis::assuming(Assumption::SameKey));
                }
            }
        }
        self.list.extend(fitting);
        Ok(())
    }

    /// Adds the ends of an output that the attribute may name. Whether nothing else of the output
    /// can be meant: one that is known, but perhaps null, can.
    fn collect_fitting(
        &self,
        output: Json<'p>,
        ends: Vec<Leaf<'p>>,
        fitting: &mut Vec<Leaf<'p>>,
    ) -> Result<bool, Defect> {
        let is_known = |end: &Leaf<'p>| matches!(end, Leaf::Known { .. } | Leaf::Dead { .. });
        if ends.iter().all(is_known) {
            let constant = matches!(expression::read(output)?, Expression::Constant(_));
            return Ok(constant && !expression::is_empty_constant(output)?);
        }
        let mut certain = true;
        for end in ends {
            match &end {
                Leaf::Known { .. } | Leaf::Dead { .. } => {}
                Leaf::Identity { of, .. } if !self.fits(&of.kind) => {}
                Leaf::Identity { of, .. } => {
                    let twice = |known: &Leaf<'p>| matches!(known, Leaf::Identity { of: other, .. } if std::ptr::eq(*other, *of));
                    if !fitting.iter().any(twice) {
                        fitting.push(end);
                    }
                }
                Leaf::Unknown { .. } | Leaf::Opaque { .. } | Leaf::Part { .. } => certain = false,
            }
        }
        Ok(certain)
    }

    /// `{ profile = …, role = … }.profile` is written down as references to both. The one that
    /// the attribute may name is meant, if there is one.
    pub(super) fn keep_what_fits(&mut self, from: usize) {
        let fits = |end: &Leaf<'p>| matches!(end, Leaf::Identity { of, .. } if self.fits(&of.kind));
        if !self.list[from..].iter().any(fits) {
            return;
        }
        let ends = self.list.split_off(from);
        let kept = ends.into_iter().filter(|end| match end {
            Leaf::Identity { of, .. } => self.fits(&of.kind),
            Leaf::Dead { kind: Some(kind) } => self.fits(kind),
            _ => true,
        });
        let kept: Vec<Leaf<'p>> = kept.collect();
        self.list.extend(kept);
    }

    /// Whether the attribute whose expression this is may name resources of a type.
    fn fits(&self, kind: &str) -> bool {
        let link = self.link();
        link.is_some_and(|link| link.targets.iter().any(|target| target.kind == kind))
    }

    fn is_unknown(&self, resource: Resource<'p>) -> bool {
        let id = self
            .plan()
            .root(resource, View::After)
            .attribute(&"id".into());
        id.is_ok_and(|id| matches!(id.state(), State::Unknown))
    }
}

/// Whether every instance of a module has a resource, so that one that is not in a plan is not.
fn always_makes_something(module: &Module<'_>) -> bool {
    module.resources().any(|(mode, _, _, block)| {
        let once = block.count().is_none() && block.for_each().is_none();
        // A function without references leaves no trace, not even of a `count`.
        mode == crate::input::Mode::Managed && once
    })
}
