//! A configuration with its plan and its completions.

use serde_json::Value as Json;

use crate::terraform::configuration::Module;
use crate::terraform::plan;
use crate::terraform::run::Run;
use crate::terraform::state;
use crate::terraform::value::{Invalid, Value};
use crate::terraform::world::World;

/// Why the service refuses what Terraform would do.
pub(crate) const REFUSED: &[&str] = &[
    "a malformed policy",
    "a required argument is not set",
    "a template without id and name",
    "two of one name",
];

/// A configuration that can be planned.
pub(crate) struct Case<'c> {
    pub(crate) root: &'c Module,
    run: Run<'c, 'c>,
    plan: Json,
}

/// What came of a plan.
pub(crate) struct Completion {
    /// As Terraform shows it.
    pub(crate) state: Json,
    /// What was made, for whoever asks without the engine.
    pub(crate) made: Vec<Made>,
}

/// A managed resource that was made.
pub(crate) struct Made {
    pub(crate) kind: String,
    pub(crate) address: String,
    pub(crate) object: Value,
}

impl<'c> Case<'c> {
    /// Plans a configuration.
    pub(crate) fn new(root: &'c Module) -> Result<Case<'c>, Invalid> {
        let run = Run::plan(root);
        let plan = plan::plan(root, &run)?;
        Ok(Case { root, run, plan })
    }

    /// The plan, as Terraform shows it.
    pub(crate) fn plan(&self) -> &Json {
        &self.plan
    }

    /// What comes of an apply in a world, where it succeeds.
    pub(crate) fn complete<'w>(&'w self, world: &'w World) -> Result<Completion, Invalid>
    where
        'c: 'w,
    {
        let planned: &Run<'c, 'w> = &self.run;
        let apply = Run::apply(planned, world);
        apply.refused()?;
        let mut made = Vec::new();
        for (_, resource, instances) in apply.all()? {
            made.extend(instances.iter().filter(|_| !resource.data).map(|one| Made {
                kind: resource.kind.clone(),
                address: one.address.clone(),
                object: one.object.clone(),
            }));
        }
        let state = state::document(&apply, |_, _| true)?;
        Ok(Completion { state, made })
    }
}
