//! The module instances of a plan, and the configuration behind each.

use std::collections::{BTreeMap, HashMap};

use crate::input::{Document, Key, Module, ModulePath};

/// Which module instance: a position in [`Modules`]; 0 is the root.
pub(super) type ModuleId = usize;

/// All module instances that hold a resource or lie above one.
pub(super) struct Modules<'p> {
    instances: Vec<ModuleInstance<'p>>,
    by_address: HashMap<&'p str, ModuleId>,
}

/// One module instance.
pub(super) struct ModuleInstance<'p> {
    /// The module instance that calls it, and the call's name and key; `None` for the root.
    pub(super) call: Option<(ModuleId, String, Option<Key<'p>>)>,
    /// Its address, empty for the root; `None` if no resource lies directly in it.
    address: Option<&'p str>,
    /// Its configuration, where the plan has it.
    pub(super) configuration: Option<&'p Module<'p>>,
    /// The module instances that it calls, by name.
    children: BTreeMap<String, Vec<ModuleId>>,
}

impl<'p> Modules<'p> {
    /// Collects the module instances of a document.
    pub(super) fn collect(document: &'p Document<'p>) -> Modules<'p> {
        let root = ModuleInstance {
            address: Some(""),
            call: None,
            configuration: document
                .configuration()
                .map(|configuration| configuration.root()),
            children: BTreeMap::new(),
        };
        let mut modules = Modules {
            instances: vec![root],
            by_address: HashMap::new(),
        };
        for instance in document.instances.iter().chain(document.prior()) {
            let address: &'p str = &instance.module_address;
            if !modules.by_address.contains_key(address) {
                let id = modules.intern(address);
                modules.instances[id].address = Some(address);
                modules.by_address.insert(address, id);
            }
        }
        modules
    }

    /// The module instance with this id.
    pub(super) fn get(&self, id: ModuleId) -> &ModuleInstance<'p> {
        &self.instances[id]
    }

    /// All module instances; one comes after the one that calls it.
    pub(super) fn all(&self) -> impl Iterator<Item = (ModuleId, &ModuleInstance<'p>)> {
        self.instances.iter().enumerate()
    }

    /// The address of a module instance, if a resource lies directly in it.
    pub(super) fn address(&self, id: ModuleId) -> Option<&'p str> {
        self.instances[id].address
    }

    /// The module instance with this address.
    pub(super) fn find(&self, address: &str) -> Option<ModuleId> {
        self.by_address.get(address).copied()
    }

    /// The instances of a call, with their keys.
    pub(super) fn called(
        &self,
        id: ModuleId,
        name: &str,
    ) -> impl Iterator<Item = (Option<&Key<'p>>, ModuleId)> {
        let children = self.instances[id]
            .children
            .get(name)
            .map_or(&[][..], Vec::as_slice);
        children.iter().map(|child| {
            let key = self.instances[*child]
                .call
                .as_ref()
                .and_then(|(_, _, key)| key.as_ref());
            (key, *child)
        })
    }

    fn intern(&mut self, address: &'p str) -> ModuleId {
        let Some(path) = ModulePath::parse(address) else {
            return 0;
        };
        let mut at = 0;
        for (name, key) in path.steps() {
            let known = self.called(at, name).find(|(known, _)| *known == key);
            at = match known.map(|(_, id)| id) {
                Some(id) => id,
                None => self.add(at, name, key.cloned()),
            };
        }
        at
    }

    fn add(&mut self, parent: ModuleId, name: &str, key: Option<Key<'p>>) -> ModuleId {
        let id = self.instances.len();
        let configuration = self.instances[parent]
            .configuration
            .and_then(|module| module.call(name))
            .and_then(|call| call.module());
        self.instances.push(ModuleInstance {
            address: None,
            call: Some((parent, name.to_owned(), key)),
            configuration,
            children: BTreeMap::new(),
        });
        self.instances[parent]
            .children
            .entry(name.to_owned())
            .or_default()
            .push(id);
        id
    }
}
