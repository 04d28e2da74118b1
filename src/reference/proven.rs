//! Variables and locals that the plan does not record, and that are known all the same: something
//! that is made of them is.

use std::collections::HashSet;
use std::sync::Arc;

use super::expression::{self, Expression};
use super::memo::Memo;
use super::modules::ModuleId;
use super::node::{State, View};
use super::plan::Plan;
use crate::input::{Defect, Mode, Shape};

/// What is known in a module instance, once somebody asked: `var.name`, `local.tags`.
#[derive(Default)]
pub(super) struct Proven(Memo<ModuleId, HashSet<String>>);

impl Plan<'_> {
    /// Whether a variable or local of a module instance is known, because an attribute whose
    /// expression takes it is. That the expression takes it is the assumption `plain`.
    pub(super) fn is_proven_known(&self, module: ModuleId, name: &str) -> Result<bool, Defect> {
        let names = self
            .proven
            .0
            .get_or_find(&module, || self.proven_in(module))?;
        Ok(names.contains(name))
    }

    fn proven_in(&self, module: ModuleId) -> Result<HashSet<String>, Defect> {
        let mut names = HashSet::new();
        let modules = self.modules();
        let (Some(configuration), Some(address)) =
            (modules.get(module).configuration, modules.address(module))
        else {
            return Ok(names);
        };
        for (mode, kind, name, block) in configuration.resources() {
            let Some(arguments) = block.expressions() else {
                continue;
            };
            let Shape::Object(arguments) = arguments.shape()? else {
                continue;
            };
            let instances = self.named((address, mode, kind, name));
            let Some(resource) = instances.iter().find(|one| {
                mode == Mode::Managed && one.deposed.is_none() && one.actions.exists_after()
            }) else {
                continue;
            };
            let root = self.root(resource, View::After);
            for (argument, expression) in arguments.iter() {
                let Expression::References(heads) = expression::read(expression)? else {
                    continue;
                };
                let planned = root.attribute(&Arc::from(argument))?;
                // A null may be the branch that takes nothing.
                if !matches!(planned.state(), State::Known(_))
                    || planned.value()?.missing().is_some()
                {
                    continue;
                }
                for head in heads {
                    if let [first, second, ..] = &head.steps[..]
                        && let (Some(of @ ("var" | "local")), Some(name)) =
                            (first.name(), second.name())
                        && head.steps.len() == 2
                    {
                        names.insert(format!("{of}.{name}"));
                    }
                }
            }
        }
        Ok(names)
    }
}
