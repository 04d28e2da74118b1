//! A configuration with its plan and its completions.

use serde_json::Value as Json;

use crate::terraform::configuration::Module;
use crate::terraform::plan;
use crate::terraform::run::Run;
use crate::terraform::state;
use crate::terraform::value::Invalid;
use crate::terraform::world::World;

/// Why the service refuses what Terraform would do.
pub(crate) const REFUSED: &[&str] = &[
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

    /// The state after an apply in a world, where the apply succeeds.
    pub(crate) fn state<'w>(&'w self, world: &'w World) -> Result<Json, Invalid>
    where
        'c: 'w,
    {
        let run: &Run<'c, 'w> = &self.run;
        let apply = Run::apply(run, world);
        apply.refused()?;
        state::document(&apply, |_, _| true)
    }
}
