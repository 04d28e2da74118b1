//! The configuration section of a plan, decoded module by module when somebody asks.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use super::instance::Mode;
use super::json::{Json, Object, Shape};

/// The configuration section.
pub struct Configuration<'p> {
    root: Module<'p>,
    providers: BTreeMap<String, ProviderConfig<'p>>,
}

/// One module, as configured; it has one entry for each block, not for each instance.
pub struct Module<'p> {
    resources: HashMap<(Mode, String, String), ConfigResource<'p>>,
    calls: BTreeMap<String, ModuleCall<'p>>,
    outputs: BTreeMap<String, ConfigOutput<'p>>,
    variables: BTreeMap<String, Variable<'p>>,
}

/// A resource block.
pub struct ConfigResource<'p> {
    expressions: Option<Json<'p>>,
    count: Option<Json<'p>>,
    for_each: Option<Json<'p>>,
    provider_config_key: Option<Cow<'p, str>>,
}

/// A module block.
pub struct ModuleCall<'p> {
    /// Its source, as written.
    pub source: Option<Cow<'p, str>>,
    /// Its version constraint.
    pub version_constraint: Option<Cow<'p, str>>,
    expressions: Option<Json<'p>>,
    count: Option<Json<'p>>,
    for_each: Option<Json<'p>>,
    raw: Option<Json<'p>>,
    module: OnceLock<Option<Box<Module<'p>>>>,
}

/// An output block.
struct ConfigOutput<'p> {
    expression: Option<Json<'p>>,
    sensitive: bool,
}

/// A variable block.
pub struct Variable<'p> {
    /// Its default, where it has one that is not null.
    pub default: Option<Json<'p>>,
    /// It is declared sensitive.
    pub sensitive: bool,
}

/// A provider configuration.
pub struct ProviderConfig<'p> {
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
    /// Reads the section; what has another shape than expected is not there.
    pub(super) fn read(json: Json<'p>) -> Configuration<'p> {
        let section = object(Some(json));
        let providers = object(field(section.as_ref(), "provider_config"));
        let providers = providers.iter().flat_map(Object::iter).map(|(key, json)| {
            let provider = object(Some(json));
            let provider = provider.as_ref();
            let config = ProviderConfig {
                full_name: text(provider, "full_name"),
                alias: text(provider, "alias"),
                version_constraint: text(provider, "version_constraint"),
                module_address: text(provider, "module_address"),
                expressions: field(provider, "expressions"),
            };
            (key.to_owned(), config)
        });
        let root = field(section.as_ref(), "root_module");
        Configuration {
            providers: providers.collect(),
            root: root.map_or_else(Module::empty, Module::read),
        }
    }

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
            .map(|(key, provider)| (key.as_str(), provider))
    }
}

impl<'p> Module<'p> {
    fn empty() -> Module<'p> {
        Module {
            resources: HashMap::new(),
            calls: BTreeMap::new(),
            outputs: BTreeMap::new(),
            variables: BTreeMap::new(),
        }
    }

    fn read(json: Json<'p>) -> Module<'p> {
        let module = object(Some(json));
        let module = module.as_ref();
        let mut read = Module::empty();
        for json in array(field(module, "resources")) {
            let block = object(Some(json));
            let block = block.as_ref();
            let word = |key| text(block, key).unwrap_or_default().into_owned();
            let mode = if word("mode") == "data" {
                Mode::Data
            } else {
                Mode::Managed
            };
            let resource = ConfigResource {
                expressions: field(block, "expressions"),
                count: field(block, "count_expression"),
                for_each: field(block, "for_each_expression"),
                provider_config_key: text(block, "provider_config_key"),
            };
            read.resources
                .insert((mode, word("type"), word("name")), resource);
        }
        for (name, json) in entries(field(module, "module_calls")) {
            let call = object(Some(json));
            let call = call.as_ref();
            let call = ModuleCall {
                source: text(call, "source"),
                version_constraint: text(call, "version_constraint"),
                expressions: field(call, "expressions"),
                count: field(call, "count_expression"),
                for_each: field(call, "for_each_expression"),
                raw: field(call, "module"),
                module: OnceLock::new(),
            };
            read.calls.insert(name, call);
        }
        for (name, json) in entries(field(module, "outputs")) {
            let output = object(Some(json));
            let output = output.as_ref();
            let expression = field(output, "expression");
            let sensitive = field(output, "sensitive").is_some_and(Json::is_true);
            read.outputs.insert(
                name,
                ConfigOutput {
                    expression,
                    sensitive,
                },
            );
        }
        for (name, json) in entries(field(module, "variables")) {
            let variable = object(Some(json));
            let variable = variable.as_ref();
            let default = field(variable, "default");
            let sensitive = field(variable, "sensitive").is_some_and(Json::is_true);
            read.variables.insert(name, Variable { default, sensitive });
        }
        read
    }

    /// A resource block.
    pub fn resource(&self, mode: Mode, kind: &str, name: &str) -> Option<&ConfigResource<'p>> {
        self.resources
            .get(&(mode, kind.to_owned(), name.to_owned()))
    }

    /// All resource blocks: mode, type, name.
    pub fn resources(&self) -> impl Iterator<Item = (Mode, &str, &str, &ConfigResource<'p>)> {
        let mut blocks: Vec<_> = self.resources.iter().collect();
        blocks.sort_by(|a, b| a.0.cmp(b.0));
        blocks
            .into_iter()
            .map(|((mode, kind, name), block)| (*mode, kind.as_str(), name.as_str(), block))
    }

    /// A module block.
    pub fn call(&self, name: &str) -> Option<&ModuleCall<'p>> {
        self.calls.get(name)
    }

    /// All module blocks, by name.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &ModuleCall<'p>)> {
        self.calls.iter().map(|(name, call)| (name.as_str(), call))
    }

    /// The expression of an output.
    pub fn output(&self, name: &str) -> Option<Json<'p>> {
        self.outputs.get(name)?.expression
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
            .map(|(name, variable)| (name.as_str(), variable))
    }
}

impl<'p> ConfigResource<'p> {
    /// The arguments that are written; none if the plan does not have them.
    pub fn expressions(&self) -> Option<Json<'p>> {
        self.expressions
    }

    /// `count`
    pub fn count(&self) -> Option<Json<'p>> {
        self.count
    }

    /// `for_each`
    pub fn for_each(&self) -> Option<Json<'p>> {
        self.for_each
    }

    /// The key of the provider configuration that manages it.
    pub fn provider_config_key(&self) -> Option<&str> {
        self.provider_config_key.as_deref()
    }
}

impl<'p> ModuleCall<'p> {
    /// The inputs that are written.
    pub fn expressions(&self) -> Option<Json<'p>> {
        self.expressions
    }

    /// `count`
    pub fn count(&self) -> Option<Json<'p>> {
        self.count
    }

    /// `for_each`
    pub fn for_each(&self) -> Option<Json<'p>> {
        self.for_each
    }

    /// The module that is called.
    pub fn module(&self) -> Option<&Module<'p>> {
        self.module
            .get_or_init(|| self.raw.map(|raw| Box::new(Module::read(raw))))
            .as_deref()
    }
}

pub(super) fn object(json: Option<Json<'_>>) -> Option<Object<'_>> {
    match json?.shape() {
        Ok(Shape::Object(object)) => Some(object),
        _ => None,
    }
}

pub(super) fn field<'p>(object: Option<&Object<'p>>, key: &str) -> Option<Json<'p>> {
    object?.get(key).filter(|json| !json.is_null())
}

pub(super) fn text<'p>(object: Option<&Object<'p>>, key: &str) -> Option<Cow<'p, str>> {
    match field(object, key)?.shape() {
        Ok(Shape::Text(text)) => Some(text),
        _ => None,
    }
}

pub(super) fn array(json: Option<Json<'_>>) -> Vec<Json<'_>> {
    match json.map(Json::shape) {
        Some(Ok(Shape::Array(items))) => items,
        _ => Vec::new(),
    }
}

pub(super) fn entries(json: Option<Json<'_>>) -> Vec<(String, Json<'_>)> {
    let object = object(json);
    object
        .iter()
        .flat_map(Object::iter)
        .map(|(key, json)| (key.to_owned(), json))
        .collect()
}
