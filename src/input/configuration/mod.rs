//! The configuration section of a plan: one entry for each block, not for each instance.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::instance::Mode;
use super::json::Json;

mod read;

/// The configuration section.
#[derive(Debug, Default)]
pub struct Configuration<'p> {
    providers: BTreeMap<Cow<'p, str>, ProviderConfig<'p>>,
    root: Module<'p>,
}

/// One module, as configured.
#[derive(Debug, Default)]
pub struct Module<'p> {
    /// In order of mode, type and name.
    resources: Vec<ConfigResource<'p>>,
    calls: BTreeMap<Cow<'p, str>, ModuleCall<'p>>,
    outputs: BTreeMap<Cow<'p, str>, ConfigOutput<'p>>,
    variables: BTreeMap<Cow<'p, str>, Variable<'p>>,
}

/// A resource block.
#[derive(Debug, Default)]
pub struct ConfigResource<'p> {
    mode: Mode,
    kind: Cow<'p, str>,
    name: Cow<'p, str>,
    address: Cow<'p, str>,
    expressions: Option<Json<'p>>,
    count: Option<Json<'p>>,
    for_each: Option<Json<'p>>,
    provider_config_key: Option<Cow<'p, str>>,
    depends_on: Option<Json<'p>>,
    schema_version: Option<Json<'p>>,
}

/// A module block.
#[derive(Debug, Default)]
pub struct ModuleCall<'p> {
    /// Its source, as written.
    pub source: Option<Cow<'p, str>>,
    /// Its version constraint.
    pub version_constraint: Option<Cow<'p, str>>,
    expressions: Option<Json<'p>>,
    count: Option<Json<'p>>,
    for_each: Option<Json<'p>>,
    depends_on: Option<Json<'p>>,
    module: Option<Box<Module<'p>>>,
}

/// An output block.
#[derive(Debug, Default)]
struct ConfigOutput<'p> {
    expression: Option<Json<'p>>,
    sensitive: bool,
}

/// A variable block.
#[derive(Debug, Default)]
pub struct Variable<'p> {
    /// Its default, where it has one that is not null.
    pub default: Option<Json<'p>>,
    /// It is declared sensitive.
    pub sensitive: bool,
}

/// A provider configuration.
#[derive(Debug, Default)]
pub struct ProviderConfig<'p> {
    /// The provider's local name: `aws`.
    pub name: Option<Cow<'p, str>>,
    /// The provider's full name: `registry.terraform.io/hashicorp/aws`.
    pub full_name: Option<Cow<'p, str>>,
    /// Its alias.
    pub alias: Option<Cow<'p, str>>,
    /// The version constraint of the module that it lies in.
    pub version_constraint: Option<Cow<'p, str>>,
    /// The module that it lies in; none for the root.
    pub module_address: Option<Cow<'p, str>>,
    /// Its arguments.
    pub expressions: Option<Json<'p>>,
}

impl<'p> Configuration<'p> {
    /// The root module.
    pub fn root(&self) -> &Module<'p> {
        &self.root
    }

    /// A provider configuration by its key: `aws`, `aws.west`, `module.a:aws`.
    pub fn provider(&self, key: &str) -> Option<&ProviderConfig<'p>> {
        self.providers.get(key)
    }

    /// All provider configurations, by key.
    pub fn providers(&self) -> impl Iterator<Item = (&str, &ProviderConfig<'p>)> {
        self.providers
            .iter()
            .map(|(key, provider)| (&**key, provider))
    }
}

impl<'p> Module<'p> {
    /// A resource block.
    pub fn resource(&self, mode: Mode, kind: &str, name: &str) -> Option<&ConfigResource<'p>> {
        let order = |block: &ConfigResource<'p>| block.identity().cmp(&(mode, kind, name));
        self.resources
            .binary_search_by(order)
            .ok()
            .map(|at| &self.resources[at])
    }

    /// All resource blocks: mode, type, name.
    pub fn resources(&self) -> impl Iterator<Item = (Mode, &str, &str, &ConfigResource<'p>)> {
        self.resources.iter().map(|block| {
            let (mode, kind, name) = block.identity();
            (mode, kind, name, block)
        })
    }

    /// A module block.
    pub fn call(&self, name: &str) -> Option<&ModuleCall<'p>> {
        self.calls.get(name)
    }

    /// All module blocks, by name.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &ModuleCall<'p>)> {
        self.calls.iter().map(|(name, call)| (&**name, call))
    }

    /// The expression of an output.
    pub fn output(&self, name: &str) -> Option<Json<'p>> {
        self.outputs.get(name)?.expression
    }

    /// All outputs: name and expression.
    pub fn outputs(&self) -> impl Iterator<Item = (&str, Option<Json<'p>>)> {
        self.outputs
            .iter()
            .map(|(name, output)| (&**name, output.expression))
    }

    /// Whether an output is declared sensitive.
    pub fn is_sensitive_output(&self, name: &str) -> bool {
        self.outputs
            .get(name)
            .is_some_and(|output| output.sensitive)
    }

    /// A variable block.
    pub fn variable(&self, name: &str) -> Option<&Variable<'p>> {
        self.variables.get(name)
    }

    /// All variable blocks, by name.
    pub fn variables(&self) -> impl Iterator<Item = (&str, &Variable<'p>)> {
        self.variables
            .iter()
            .map(|(name, variable)| (&**name, variable))
    }
}

impl<'p> ConfigResource<'p> {
    /// The address inside its module, without keys.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The arguments that are written; none if the plan does not have them.
    pub fn expressions(&self) -> Option<Json<'p>> {
        self.expressions
    }

    /// `count`; missing also where it is a function of constants.
    pub fn count(&self) -> Option<Json<'p>> {
        self.count
    }

    /// `for_each`; missing also where it is a function of constants.
    pub fn for_each(&self) -> Option<Json<'p>> {
        self.for_each
    }

    /// The key of the provider configuration that manages it.
    pub fn provider_config_key(&self) -> Option<&str> {
        self.provider_config_key.as_deref()
    }

    /// `depends_on`: a list of addresses as written.
    pub fn depends_on(&self) -> Option<Json<'p>> {
        self.depends_on
    }

    /// The version of the provider's schema for its type.
    pub fn schema_version(&self) -> Option<u64> {
        self.schema_version?.raw().parse().ok()
    }

    /// Mode, type and name.
    pub fn identity(&self) -> (Mode, &str, &str) {
        (self.mode, &self.kind, &self.name)
    }
}

impl<'p> ModuleCall<'p> {
    /// The inputs that are written.
    pub fn expressions(&self) -> Option<Json<'p>> {
        self.expressions
    }

    /// `count`; missing also where it is a function of constants.
    pub fn count(&self) -> Option<Json<'p>> {
        self.count
    }

    /// `for_each`; missing also where it is a function of constants.
    pub fn for_each(&self) -> Option<Json<'p>> {
        self.for_each
    }

    /// `depends_on`: a list of addresses as written.
    pub fn depends_on(&self) -> Option<Json<'p>> {
        self.depends_on
    }

    /// The module that is called.
    pub fn module(&self) -> Option<&Module<'p>> {
        self.module.as_deref()
    }
}
