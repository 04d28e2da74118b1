//! What a term comes to: plain data, a place in the plan, a resource, or a partial list.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::partial::{Element, Partial};
use crate::input::Defect;
use crate::reference::{Node, Resource, State, View};
use crate::value::{Basis, Missing, Number, Trouble, Value};

/// A term's value, with what it rests on.
#[derive(Clone)]
pub(super) struct Operand<'p> {
    pub(super) kind: Kind<'p>,
    pub(super) basis: Basis,
    /// It was made from something sensitive.
    pub(super) sensitive: bool,
}

/// The kinds of operands.
#[derive(Clone)]
pub(super) enum Kind<'p> {
    /// Plain data.
    Data(Value),
    /// A place in a resource.
    Node(Node<'p>),
    /// A resource.
    Resource(Resource<'p>, View),
    /// Something with an address that is no resource: a module call, an output, the plan.
    Thing(Rc<Thing>),
    /// A list of which not everything may be visible.
    Partial(Rc<Partial<'p>>),
    /// A count that is known only within bounds.
    Range(Range),
}

/// Something that a rule can be about and that is no resource.
#[derive(Debug)]
pub(super) struct Thing {
    pub(super) address: String,
    pub(super) name: String,
    pub(super) kind: &'static str,
    pub(super) value: Value,
    /// Arguments that are no constants, and whose values are known all the same.
    pub(super) followed: BTreeMap<Arc<str>, Followed>,
}

/// What an argument is, by what it refers to.
#[derive(Debug)]
pub(super) struct Followed {
    pub(super) value: Value,
    pub(super) basis: Basis,
    pub(super) sensitive: bool,
}

/// A count that depends on what is not known.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) low: usize,
    /// `None` where there is no upper bound.
    pub(super) high: Option<usize>,
    pub(super) missing: Arc<Missing>,
}

impl<'p> Operand<'p> {
    pub(super) fn new(kind: Kind<'p>) -> Operand<'p> {
        Operand {
            kind,
            basis: Basis::KNOWN,
            sensitive: false,
        }
    }

    pub(super) fn data(value: Value) -> Operand<'p> {
        Operand::new(Kind::Data(value))
    }

    pub(super) fn resource(resource: Resource<'p>, view: View) -> Operand<'p> {
        Operand::new(Kind::Resource(resource, view))
    }

    #[must_use]
    pub(super) fn resting_on(mut self, basis: Basis) -> Operand<'p> {
        self.basis = self.basis.and(basis);
        self
    }

    /// Whether any part of it must not be printed.
    pub(super) fn is_sensitive(&self) -> bool {
        self.sensitive
            || match &self.kind {
                Kind::Node(node) => node.is_sensitive(),
                Kind::Partial(list) => list
                    .definite
                    .iter()
                    .chain(&list.possible)
                    .any(|element| element.value.is_sensitive()),
                _ => false,
            }
    }

    /// As plain data; what is not visible becomes unknown, resources become their addresses.
    pub(super) fn value(&self) -> Result<Value, Trouble> {
        Ok(match &self.kind {
            Kind::Data(value) => value.clone(),
            Kind::Node(node) => node.value().map_err(defect)?,
            Kind::Resource(resource, _) => Value::text(&*resource.address),
            Kind::Thing(thing) => Value::text(thing.address.as_str()),
            Kind::Range(range) => Value::Unknown(Arc::clone(&range.missing)),
            Kind::Partial(list) => list.value()?,
        })
    }

    /// As a list; `None` for what is no list.
    pub(super) fn elements(&self) -> Result<Option<Partial<'p>>, Trouble> {
        let list = match &self.kind {
            Kind::Partial(list) => Some((**list).clone()),
            Kind::Data(value) => data_elements(value),
            Kind::Node(node) => node_elements(node)?,
            Kind::Resource(..) | Kind::Thing(_) => Some(Partial::of(vec![Element {
                key: Value::NULL,
                value: self.clone(),
            }])),
            Kind::Range(_) => None,
        };
        Ok(list.map(|mut list| {
            list.basis = list.basis.and(self.basis);
            for element in list.definite.iter_mut().chain(&mut list.possible) {
                element.value.sensitive |= self.sensitive;
            }
            list
        }))
    }

    /// What it is, in words.
    pub(super) fn words(&self) -> &'static str {
        match &self.kind {
            Kind::Data(value) => value.kind(),
            Kind::Node(node) => node.value().map_or("wrong data", |value| value.kind()),
            Kind::Resource(..) => "a resource",
            Kind::Thing(thing) => thing.kind,
            Kind::Partial(_) => "a list",
            Kind::Range(_) => "a number",
        }
    }
}

/// Wrong data in the plan, as trouble of the rule that met it.
pub(super) fn defect(defect: Defect) -> Trouble {
    Trouble::new("R703", defect.into_message())
}

fn data_elements<'p>(value: &Value) -> Option<Partial<'p>> {
    let element = |key: Value, value: &Value| Element {
        key,
        value: Operand::data(value.clone()),
    };
    Some(match value {
        Value::Null { .. } => Partial::default(),
        Value::Unknown(missing) => Partial::open(Arc::clone(missing), 0),
        Value::List(items) => Partial::of(
            items
                .iter()
                .enumerate()
                .map(|(at, item)| element(Value::Number(Number::from(at)), item))
                .collect(),
        ),
        Value::Map(map) => Partial::of(
            map.iter()
                .map(|(key, item)| element(Value::Text(Arc::clone(key)), item))
                .collect(),
        ),
        Value::Bool(_) | Value::Number(_) | Value::Text(_) => return None,
    })
}

fn node_elements<'p>(node: &Node<'p>) -> Result<Option<Partial<'p>>, Trouble> {
    Ok(Some(match node.state() {
        State::Null | State::Absent => Partial::default(),
        State::Unknown | State::NotInPlan => Partial::open(Arc::new(node.missing()), 0),
        State::Known(_) => {
            if let Some((nodes, incomplete)) = node.elements().map_err(defect)? {
                let element = |(at, node)| Element {
                    key: Value::Number(Number::from(at)),
                    value: Operand::new(Kind::Node(node)),
                };
                let mut list = Partial::of(nodes.into_iter().enumerate().map(element).collect());
                list.open = incomplete.then(|| Arc::new(node.missing()));
                list
            } else if let Some(entries) = node.entries().map_err(defect)? {
                let element = |(key, node)| Element {
                    key: Value::Text(key),
                    value: Operand::new(Kind::Node(node)),
                };
                Partial::of(entries.into_iter().map(element).collect())
            } else {
                return Ok(None);
            }
        }
    }))
}
