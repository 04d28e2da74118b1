//! A plan ready to be asked: its resources indexed by address, type and identity.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use super::back::BackIndexes;
use super::identity::Identities;
use super::modules::{ModuleId, Modules};
use super::node::{Node, View};
use super::order::Order;
use super::proven::Proven;
use super::provider::Inherited;
use super::reach::Reaches;
use super::source::Source;
use crate::input::{ConfigResource, Defect, Document, InputKind, Instance, Mode, Secrets};
use crate::schema::{Block, Schemas};

/// How questions are answered.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Answers that need an assumption become unknown.
    pub strict_unknown: bool,
    /// The workspace, which no plan records.
    pub workspace: Option<String>,
}

/// A plan or state, ready to be asked.
pub struct Plan<'p> {
    /// What was read.
    pub document: &'p Document<'p>,
    /// How questions are answered.
    pub options: Options,
    schemas: &'p Schemas,
    /// What is sensitive in the document, once it was looked for under these schemas.
    pub(crate) secrets: Arc<OnceLock<Secrets>>,
    modules: OnceLock<Modules<'p>>,
    planned: OnceLock<Index<'p>>,
    prior: OnceLock<Index<'p>>,
    whole: OnceLock<bool>,
    pub(super) one_account: OnceLock<Result<bool, Defect>>,
    pub(super) identities: Identities<'p>,
    pub(super) back: BackIndexes<'p>,
    pub(super) reaches: Reaches<'p>,
    pub(super) proven: Proven,
    pub(super) source: Option<Source<'p>>,
    pub(super) order: Order<'p>,
    pub(super) inherited: OnceLock<Inherited<'p>>,
}

/// A resource of the plan.
pub type Resource<'p> = &'p Instance<'p>;

/// Resources by what a reference names.
#[derive(Default)]
struct Index<'p> {
    by_name: HashMap<Name<'p>, Vec<Resource<'p>>>,
    by_kind: HashMap<(Mode, &'p str), Vec<Resource<'p>>>,
}

/// Module instance address, mode, type and name.
type Name<'p> = (&'p str, Mode, &'p str, &'p str);

impl<'p> Plan<'p> {
    /// Makes a document ready to be asked; nothing is indexed before it is needed.
    pub fn new(document: &'p Document<'p>, options: Options) -> Plan<'p> {
        Plan {
            document,
            options,
            schemas: Schemas::shipped(),
            secrets: Arc::default(),
            modules: OnceLock::new(),
            planned: OnceLock::new(),
            prior: OnceLock::new(),
            whole: OnceLock::new(),
            one_account: OnceLock::new(),
            identities: Identities::default(),
            back: BackIndexes::default(),
            reaches: Reaches::default(),
            proven: Proven::default(),
            source: None,
            order: Order::default(),
            inherited: OnceLock::new(),
        }
    }

    /// The same, with what is known of further providers.
    #[must_use]
    pub fn with_schemas(self, schemas: &'p Schemas) -> Plan<'p> {
        Plan {
            schemas,
            secrets: Arc::default(),
            ..self
        }
    }

    /// What is known of providers.
    pub fn schemas(&self) -> &'p Schemas {
        self.schemas
    }

    /// The root of a resource.
    pub fn root(&self, resource: Resource<'p>, view: View) -> Node<'p> {
        Node::root(resource, view, self.schema(resource))
    }

    /// The schema of a resource's type, where one is known for its provider.
    pub fn schema(&self, resource: Resource<'p>) -> Option<Block<'p>> {
        match resource.mode {
            Mode::Managed => self
                .schemas
                .resource(&resource.provider_name, &resource.kind),
            Mode::Data => self.schemas.data(&resource.provider_name, &resource.kind),
        }
    }

    /// Everything of a type that exists after apply, in the order of the plan. Data sources that
    /// were read while planning are among it.
    pub fn resources(&self, data: bool, kind: &str) -> Vec<Resource<'p>> {
        let mode = if data { Mode::Data } else { Mode::Managed };
        let mut found = self.of_kind(mode, kind);
        found.retain(|resource| resource.actions.exists_after() && resource.deposed.is_none());
        found
    }

    /// Whether anything of a type exists after apply.
    pub fn has_any(&self, data: bool, kind: &str) -> bool {
        let mode = if data { Mode::Data } else { Mode::Managed };
        let exists =
            |resource: &Resource<'p>| resource.actions.exists_after() && resource.deposed.is_none();
        self.indexes_of(mode)
            .filter_map(|index| index.by_kind.get(&(mode, kind)))
            .flatten()
            .any(exists)
    }

    /// Whether everything that is configured is in the plan, so that absence proves something.
    pub fn is_whole(&self) -> bool {
        *self.whole.get_or_init(|| {
            self.document.errored != Some(true)
                && self
                    .document
                    .complete
                    .unwrap_or_else(|| self.document.missing_instances().is_empty())
        })
    }

    /// Whether the input is a plan; a state has no configuration and nothing unknown.
    pub fn is_plan(&self) -> bool {
        self.document.kind == InputKind::Plan
    }

    /// The configuration of a resource, where the plan has it.
    pub fn configuration(&self, resource: Resource<'p>) -> Option<&'p ConfigResource<'p>> {
        let module = self
            .modules()
            .get(self.module_of(resource)?)
            .configuration?;
        module.resource(resource.mode, &resource.kind, &resource.name)
    }

    pub(super) fn modules(&self) -> &Modules<'p> {
        self.modules.get_or_init(|| Modules::collect(self.document))
    }

    pub(super) fn module_of(&self, resource: Resource<'p>) -> Option<ModuleId> {
        self.modules().find(&resource.module_address)
    }

    /// The instances that a resource block has, by what a reference names; those of the prior
    /// state only where the plan itself has none.
    pub(super) fn named(&self, name: Name<'_>) -> Vec<Resource<'p>> {
        let planned = self.planned().by_name.get(&name);
        planned
            .or_else(|| self.prior().by_name.get(&name))
            .cloned()
            .unwrap_or_default()
    }

    pub(super) fn of_kind(&self, mode: Mode, kind: &str) -> Vec<Resource<'p>> {
        self.indexes_of(mode)
            .filter_map(|index| index.by_kind.get(&(mode, kind)))
            .flatten()
            .copied()
            .collect()
    }

    /// Where objects of a mode are found. Without -target every managed resource of the prior state
    /// is in the plan itself.
    fn indexes_of(&self, mode: Mode) -> impl Iterator<Item = &Index<'p>> {
        let prior = (mode == Mode::Data || !self.is_whole()).then(|| self.prior());
        std::iter::once(self.planned()).chain(prior)
    }

    /// Every object of a type that rules may be about: what the plan lists, and data sources.
    pub fn selectable(&self, mode: Mode, kind: &str) -> Vec<Resource<'p>> {
        let index = if mode == Mode::Data {
            Some(self.prior())
        } else {
            None
        };
        let indexes = [Some(self.planned()), index];
        let found = indexes
            .into_iter()
            .flatten()
            .filter_map(|i| i.by_kind.get(&(mode, kind)));
        found.flatten().copied().collect()
    }

    /// Every type of managed resource, or of data source, that the plan has.
    pub fn kinds(&self, data: bool) -> Vec<Arc<str>> {
        let wanted = if data { Mode::Data } else { Mode::Managed };
        let prior = data.then(|| self.prior().by_kind.keys());
        let keys = self
            .planned()
            .by_kind
            .keys()
            .chain(prior.into_iter().flatten());
        let kinds = keys.filter(|(mode, _)| *mode == wanted);
        let mut kinds: Vec<Arc<str>> = kinds.map(|(_, kind)| Arc::from(*kind)).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The lowest major version that the provider of a resource may have, where it cannot have
    /// that of the shipped schema, as far as the version constraint of its configuration tells.
    pub(super) fn earlier_major(&self, resource: Resource<'p>) -> Option<u32> {
        let shipped = self.schemas.version(&resource.provider_name)?;
        let major: u32 = shipped.split('.').next()?.parse().ok()?;
        let configuration = self.document.configuration();
        let constraint = self
            .provider_key(resource)
            .and_then(|key| configuration?.provider(key))
            .and_then(|provider| provider.version_constraint.as_deref());
        let constraint = constraint?;
        if allows_major(constraint, major) {
            return None;
        }
        Some(
            (0..100)
                .find(|major| allows_major(constraint, *major))
                .unwrap_or(0),
        )
    }

    fn planned(&self) -> &Index<'p> {
        self.planned
            .get_or_init(|| Index::collect(self.document.instances.iter()))
    }

    /// What only the prior state has.
    fn prior(&self) -> &Index<'p> {
        self.prior.get_or_init(|| {
            let planned = self.planned();
            let only_prior = |resource: &&Instance<'p>| {
                let same = planned.by_name.get(&name_of(resource));
                !same.is_some_and(|same| same.iter().any(|other| other.key == resource.key))
            };
            Index::collect(self.document.prior().iter().filter(only_prior))
        })
    }
}

impl<'p> Index<'p> {
    fn collect(resources: impl Iterator<Item = Resource<'p>>) -> Index<'p> {
        // In the order of addresses, so that the order of the input shows nowhere.
        let mut resources: Vec<Resource<'p>> = resources.collect();
        resources.sort_by(|a, b| (&a.address, &a.deposed).cmp(&(&b.address, &b.deposed)));
        let mut index = Index::default();
        for resource in resources {
            index
                .by_name
                .entry(name_of(resource))
                .or_default()
                .push(resource);
            let kind = (resource.mode, &*resource.kind);
            index.by_kind.entry(kind).or_default().push(resource);
        }
        index
    }
}

fn name_of<'p>(resource: &'p Instance<'p>) -> Name<'p> {
    (
        &resource.module_address,
        resource.mode,
        &resource.kind,
        &resource.name,
    )
}

/// Whether a version constraint lets in some version of a major.
fn allows_major(constraint: &str, major: u32) -> bool {
    let mut versions = (0..200).map(|minor| format!("{major}.{minor}.0"));
    versions
        .any(|version| crate::function::version::satisfies(&version, constraint).unwrap_or(true))
}
