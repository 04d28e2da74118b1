//! The configuration's source beside a plan: what it says of a place that the plan does not show.

mod agreement;
mod answer;
mod argument;
mod document;
mod origin;
mod scalar;
mod world;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use agreement::Disagreement;
pub(super) use argument::Sourced;
pub use document::WrittenDocument;

use super::modules::ModuleId;
use super::plan::{Plan, Resource};
use crate::hcl::{Evaluator, Instance, Memo, ModuleAddress, Place, Project};

/// A configuration's source, in use for a plan.
pub(super) struct Source<'p> {
    project: Project,
    memo: Memo,
    handles: OnceLock<Handles<'p>>,
}

/// Resources by the numbers that the evaluator knows them by.
#[derive(Default)]
struct Handles<'p> {
    resources: Vec<Resource<'p>>,
    by_place: HashMap<usize, usize>,
    modules: HashMap<ModuleAddress, ModuleId>,
}

impl Source<'_> {
    /// The configuration that was read.
    pub(super) fn project(&self) -> &Project {
        &self.project
    }
}

impl<'p> Plan<'p> {
    /// Uses the source of a configuration for what the plan does not show.
    ///
    /// A source that is not what the plan was made of would give wrong answers, so one that
    /// disagrees with the plan anywhere is not used, and what disagrees is returned.
    pub fn use_source(&mut self, project: Project) -> Result<(), Disagreement> {
        self.source = Some(Source {
            project,
            memo: Memo::default(),
            handles: OnceLock::new(),
        });
        self.inherited = OnceLock::new();
        match self.disagreement() {
            None => Ok(()),
            Some(disagreement) => {
                self.source = None;
                self.inherited = OnceLock::new();
                Err(disagreement)
            }
        }
    }

    /// Whether a source is in use.
    pub fn has_source(&self) -> bool {
        self.source.is_some()
    }

    /// Where a resource's block is written, if a source is in use.
    pub fn place(&self, resource: Resource<'p>) -> Option<Place> {
        Some(self.block(resource)?.place)
    }

    /// Where the argument or block that a path starts with is written, if a source is in use.
    pub fn place_of(&self, resource: Resource<'p>, name: &str) -> Option<Place> {
        self.block(resource)?.place_of(name)
    }

    fn evaluator(&self) -> Option<Evaluator<'_>> {
        let source = self.source.as_ref()?;
        Some(Evaluator::new(&source.project, self, &source.memo))
    }

    fn handles(&self) -> Option<&Handles<'p>> {
        let source = self.source.as_ref()?;
        Some(source.handles.get_or_init(|| {
            let mut handles = Handles::default();
            let document = self.document;
            for resource in document.instances.iter().chain(document.prior()) {
                handles
                    .by_place
                    .insert(place(resource), handles.resources.len());
                handles.resources.push(resource);
            }
            // A module instance comes after the one that calls it.
            let mut addresses: Vec<ModuleAddress> = Vec::new();
            for (id, module) in self.modules().all() {
                let address = match &module.call {
                    None => ModuleAddress::default(),
                    Some((caller, name, key)) => {
                        addresses[*caller].call(name, key.as_ref().map(world::own_key))
                    }
                };
                handles.modules.insert(address.clone(), id);
                addresses.push(address);
            }
            handles
        }))
    }

    fn handle(&self, resource: Resource<'p>) -> Option<Instance> {
        self.handles()?
            .by_place
            .get(&place(resource))
            .copied()
            .map(Instance)
    }

    fn module_at(&self, at: &ModuleAddress) -> Option<ModuleId> {
        self.handles()?.modules.get(at).copied()
    }

    pub(super) fn resource_of(&self, instance: Instance) -> Option<Resource<'p>> {
        self.handles()?.resources.get(instance.0).copied()
    }
}

fn place(resource: Resource<'_>) -> usize {
    std::ptr::from_ref(resource).addr()
}
