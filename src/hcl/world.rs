//! What the evaluator has to be told about the plan.

use std::fmt;
use std::sync::Arc;

use super::module::Mode;
use super::traversal::Address;
use super::value::{Instance, Value};

/// What a plan knows and its source does not.
pub trait World {
    /// The instances of a resource block in a module instance that exist after apply, with their
    /// keys, in order of the keys; `None` if the plan cannot say which there are.
    fn instances(&self, at: &ModuleAddress, mode: Mode, kind: &str, name: &str)
    -> Option<Repeated>;

    /// An attribute or block of a resource instance.
    fn attribute(&self, of: Instance, name: &str) -> Value;

    /// Where a resource instance stands in the configuration; `None` if nobody knows.
    fn place(&self, of: Instance) -> Option<Address>;

    /// The keys of a module call's instances, as far as the plan has resources in them.
    fn module_keys(&self, at: &ModuleAddress, call: &str) -> Vec<Option<Key>>;

    /// The value of a variable of the root module.
    fn root_variable(&self, name: &str) -> Option<Value>;

    /// The workspace, where somebody said it.
    fn workspace(&self) -> Option<Arc<str>>;
}

/// The instances of a block, with their keys.
pub type Repeated = Vec<(Option<Key>, Instance)>;

/// The key of an instance under `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// `[0]`
    Index(usize),
    /// `["k"]`
    Name(Arc<str>),
}

/// One call on the way to a module instance.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Call {
    /// The name of the `module` block.
    pub name: Arc<str>,
    /// Its key.
    pub key: Option<Key>,
}

/// Which module instance: the calls from the root to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleAddress(pub Arc<[Call]>);

impl ModuleAddress {
    /// The instance that a call of this one makes.
    #[must_use]
    pub fn call(&self, name: &str, key: Option<Key>) -> ModuleAddress {
        let call = Call {
            name: Arc::from(name),
            key,
        };
        ModuleAddress(self.0.iter().cloned().chain([call]).collect())
    }

    /// The instance that calls this one, and the call; `None` for the root.
    pub fn caller(&self) -> Option<(ModuleAddress, &Call)> {
        let (call, above) = self.0.split_last()?;
        Some((ModuleAddress(above.into()), call))
    }

    /// The names of the calls, without keys.
    pub fn names(&self) -> Vec<Arc<str>> {
        self.0.iter().map(|call| Arc::clone(&call.name)).collect()
    }
}

impl Key {
    /// The key as a value: `each.key`, `count.index`.
    pub fn value(&self) -> Value {
        match self {
            Key::Index(index) => Value::Number((*index).into()),
            Key::Name(name) => Value::Text(Arc::clone(name)),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Index(index) => write!(out, "[{index}]"),
            Key::Name(name) => write!(out, "[{name:?}]"),
        }
    }
}
