//! What the evaluator of the source asks the plan.

use std::sync::Arc;

use crate::hcl::{
    Address, Attribute, Call, Instance, Key, Mode, ModuleAddress, Repeated, Step, Value, World,
};
use crate::input::{self, Defect, ModulePath};
use crate::reference::node::{Node, Place, State, View};
use crate::reference::path;
use crate::reference::plan::{Plan, Resource};
use crate::schema::{Shape, links};
use crate::value;

impl World for Plan<'_> {
    fn instances(
        &self,
        at: &ModuleAddress,
        mode: Mode,
        kind: &str,
        name: &str,
    ) -> Option<Repeated> {
        let address = self.module_at(at).and_then(|id| self.modules().address(id));
        let named = address.map_or_else(Vec::new, |address| {
            self.named((address, input_mode(mode), kind, name))
        });
        let mut repeated = Repeated::new();
        for resource in named {
            if resource.deposed.is_some() || !resource.actions.exists_after() {
                continue;
            }
            if resource.key_unknown {
                return None;
            }
            repeated.push((resource.key.as_ref().map(own_key), self.handle(resource)?));
        }
        // A plan without prior state says nothing of the data sources that were read for it.
        let unsure = !self.is_whole() || (mode == Mode::Data && self.document.prior().is_empty());
        if repeated.is_empty() && unsure {
            return None;
        }
        repeated.sort_by(|one, other| one.0.cmp(&other.0));
        Some(repeated)
    }

    fn attribute(&self, of: Instance, name: &str) -> Value {
        let hidden = || Value::unknown(format!("`{name}` of a resource cannot be read"));
        let Some(resource) = self.resource_of(of) else {
            return hidden();
        };
        let node = self.root(resource, View::After).attribute(&Arc::from(name));
        node.and_then(|node| value_of(&node, of))
            .unwrap_or_else(|_| hidden())
    }

    fn place(&self, of: Instance) -> Option<Address> {
        self.resource_of(of).map(address_of)
    }

    fn module_keys(&self, at: &ModuleAddress, call: &str) -> Vec<Option<Key>> {
        let Some(id) = self.module_at(at) else {
            return Vec::new();
        };
        let called = self.modules().called(id, call);
        let mut keys: Vec<Option<Key>> = called.map(|(key, _)| key.map(own_key)).collect();
        keys.sort_unstable();
        keys
    }

    fn root_variable(&self, name: &str) -> Option<Value> {
        let given = self.document.variables().get(name)?;
        given.to_value().ok().map(|value| known(&value))
    }

    fn workspace(&self) -> Option<Arc<str>> {
        self.options.workspace.as_deref().map(Arc::from)
    }
}

/// Where a resource stands in the configuration.
pub(super) fn address_of(resource: Resource<'_>) -> Address {
    Address {
        at: module_address(&resource.module_address),
        mode: match resource.mode {
            input::Mode::Managed => Mode::Managed,
            input::Mode::Data => Mode::Data,
        },
        kind: Arc::from(&*resource.kind),
        name: Arc::from(&*resource.name),
        key: resource.key.as_ref().map(own_key),
    }
}

/// What the plan says of a place; what is unknown is the attribute itself.
pub(super) fn value_of(node: &Node<'_>, of: Instance) -> Result<Value, Defect> {
    Ok(match node.state() {
        State::Null | State::Absent => Value::Null,
        State::Unknown | State::NotInPlan => Value::Attribute(Attribute {
            of,
            path: node.path.steps().into_iter().map(own_step).collect(),
            never_null: is_never_empty(node),
            single: is_single(node),
        }),
        State::Known(json) => {
            if let Some((elements, incomplete)) = node.elements()? {
                if incomplete {
                    return Ok(Value::some_value("the plan lacks some of its elements"));
                }
                let values = elements.iter().map(|element| value_of(element, of));
                Value::list(values.collect::<Result<Vec<_>, _>>()?)
            } else if json.raw().starts_with('{') && !matches!(node.place(), Place::Blocks(_)) {
                let entries = node.entries()?.unwrap_or_default();
                let values = entries
                    .into_iter()
                    .map(|(key, node)| Ok((key, value_of(&node, of)?)));
                Value::map(values.collect::<Result<Vec<_>, Defect>>()?)
            } else {
                known(&json.to_value()?)
            }
        }
    })
}

/// Known data as the evaluator has it.
pub(super) fn known(data: &value::Value) -> Value {
    match data {
        value::Value::Null { .. } => Value::Null,
        value::Value::Unknown(missing) => Value::unknown(missing.what.clone()),
        value::Value::Bool(truth) => Value::Bool(*truth),
        value::Value::Number(number) => Value::Number(number.clone()),
        value::Value::Text(text) => Value::Text(Arc::clone(text)),
        value::Value::List(elements) => Value::list(elements.iter().map(known)),
        value::Value::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, value)| (Arc::clone(key), known(value))),
        ),
    }
}

/// The address of a module instance as the evaluator has it.
pub(super) fn module_address(address: &str) -> ModuleAddress {
    let Some(path) = ModulePath::parse(address) else {
        return ModuleAddress::default();
    };
    let calls = path.steps().map(|(name, key)| Call {
        name: Arc::from(name),
        key: key.map(own_key),
    });
    ModuleAddress(calls.collect())
}

pub(super) fn own_key(key: &input::Key<'_>) -> Key {
    match key {
        input::Key::Number(number) => match number.parse() {
            Ok(index) => Key::Index(index),
            Err(_) => Key::Name(Arc::from(&**number)),
        },
        input::Key::Text(text) => Key::Name(Arc::from(&**text)),
    }
}

fn own_step(step: path::Step) -> Step {
    match step {
        path::Step::Attribute(name) | path::Step::Key(name) => Step::Name(name),
        path::Step::Index(index) => Step::Index(index),
    }
}

fn input_mode(mode: Mode) -> input::Mode {
    match mode {
        Mode::Managed => input::Mode::Managed,
        Mode::Data => input::Mode::Data,
    }
}

/// What identifies a resource is there when it is made, and so are these of every AWS resource.
fn is_never_empty(node: &Node<'_>) -> bool {
    let steps = node.path.steps();
    let [path::Step::Attribute(name)] = &steps[..] else {
        return false;
    };
    node.instance.mode == input::Mode::Managed
        && (links::identities(&node.instance.kind).contains(&&**name)
            || matches!(&**name, "id" | "arn" | "unique_id"))
}

fn is_single(node: &Node<'_>) -> bool {
    let kind = match node.place() {
        Place::Attribute(attribute) => attribute.kind,
        Place::Inside(kind) => kind,
        Place::Blocks(_) | Place::Block(_) | Place::NoSchema => return false,
    };
    matches!(kind.shape(), Shape::Text | Shape::Number | Shape::Bool)
}
