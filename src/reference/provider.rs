//! Which provider configuration manages a resource: it says in which account it lies.

use std::collections::HashMap;
use std::sync::Arc;

use super::plan::{Plan, Resource};
use crate::value::Basis;

/// The root's provider configuration that each key of a module inherits, where that is known, and
/// what that rests on.
pub(super) type Inherited<'p> = HashMap<&'p str, (&'p str, Basis)>;

impl<'p> Plan<'p> {
    /// The key of the provider configuration that manages a resource: `aws`, `aws.west`.
    pub fn provider_key(&self, resource: Resource<'p>) -> Option<&'p str> {
        let key = self.configuration(resource)?.provider_config_key()?;
        let inherited = self.inherited().get(key);
        Some(inherited.map_or(key, |(inherited, _)| inherited))
    }

    /// What it rests on which provider configuration manages a resource.
    pub(super) fn provider_basis(&self, resource: Resource<'p>) -> Basis {
        let key = self
            .configuration(resource)
            .and_then(|block| block.provider_config_key());
        let inherited = key.and_then(|key| self.inherited().get(key));
        inherited.map_or(Basis::KNOWN, |(_, basis)| *basis)
    }

    /// Two modules down, Terraform writes a key of the module itself for what it inherits.
    fn inherited(&self) -> &Inherited<'p> {
        self.inherited.get_or_init(|| {
            let configuration = self.document.configuration();
            let providers = configuration.iter().flat_map(|all| all.providers());
            let known = providers.filter_map(|(key, _)| {
                let by_plan = self.inherited_by_plan(key);
                let found = match by_plan {
                    Some(root) => (root, Basis::KNOWN),
                    None => (self.inherited_by_source(key)?, Basis::SOURCE),
                };
                Some((key, found))
            });
            known.collect()
        })
    }

    /// If the root configures the provider just once, that is what is inherited.
    fn inherited_by_plan(&self, key: &str) -> Option<&'p str> {
        let name = self.local_name(key)?;
        let configuration = self.document.configuration()?;
        let mut of_root = configuration.providers().filter(|(_, other)| {
            other.module_address.is_none() && other.name.as_deref() == Some(name)
        });
        match (of_root.next(), of_root.next()) {
            (Some((key, only)), None) if only.alias.is_none() => Some(key),
            _ => None,
        }
    }

    /// What the calls of the modules on the way give, by the source.
    fn inherited_by_source(&self, key: &str) -> Option<&'p str> {
        let name = self.local_name(key)?;
        let project = self.source.as_ref()?.project();
        let (address, _) = key.rsplit_once(':')?;
        let steps = address.split('.');
        let calls: Vec<Arc<str>> = steps.skip(1).step_by(2).map(Arc::from).collect();
        let root = project.inherited_provider(&calls, name)?;
        let configuration = self.document.configuration()?;
        let mut providers = configuration.providers();
        providers
            .find_map(|(key, other)| (key == root && other.module_address.is_none()).then_some(key))
    }

    /// The local name of a provider that a module neither configures nor gives an alias.
    fn local_name(&self, key: &str) -> Option<&'p str> {
        let own = self.document.configuration()?.provider(key)?;
        let inherits =
            own.module_address.is_some() && own.expressions.is_none() && own.alias.is_none();
        own.name.as_deref().filter(|_| inherits)
    }
}
