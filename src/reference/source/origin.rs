//! What the source says that an unknown value is made of.

use std::sync::Arc;

use super::super::node::Node;
use super::super::origin::{Origin, is_name};
use super::super::plan::Plan;
use super::argument::Sourced;
use crate::hcl::{Attribute, Step, Value};
use crate::input::Defect;
use crate::value::Basis;

impl<'p> Plan<'p> {
    /// The attributes of which a place takes one, by the source; `None` where the source does not
    /// say, or says that it takes something else.
    pub(in crate::reference) fn origins_in_source(
        &self,
        node: &Node<'p>,
    ) -> Result<Option<Vec<Origin<'p>>>, Defect> {
        let Some(Sourced::Value(value)) = self.sourced(node)? else {
            return Ok(None);
        };
        let origins = value.choices().iter().map(|choice| match choice {
            Value::Attribute(attribute) => self.origin_of(node, attribute),
            _ => None,
        });
        Ok(origins.collect())
    }

    /// An attribute as what a place takes its value from.
    pub(super) fn origin_of(&self, node: &Node<'p>, attribute: &Attribute) -> Option<Origin<'p>> {
        Some(Origin {
            resource: self.resource_of(attribute.of)?,
            attribute: Some(Arc::clone(name_of(attribute)?)),
            basis: Basis::SOURCE,
            via: self.written_at(node),
        })
    }

    /// Whether everything in a list that is not known holds a name, an id or an ARN, by the
    /// source; `None` where the source does not say.
    pub(in crate::reference) fn names_in_source(
        &self,
        list: &Node<'p>,
    ) -> Result<Option<bool>, Defect> {
        Ok(match self.sourced(list)? {
            Some(Sourced::Value(Value::List(elements) | Value::Set(elements))) => {
                Some(elements.iter().all(holds_more_than_wildcards))
            }
            _ => None,
        })
    }
}

/// Whether a text that is not wholly known holds more than wildcards; one that is known is told
/// apart elsewhere.
pub(super) fn is_more_than_wildcards(value: &Value) -> bool {
    match value {
        Value::Text(text) => text
            .chars()
            .any(|character| !matches!(character, '*' | '?')),
        Value::Attribute(attribute) => {
            attribute.never_null && name_of(attribute).is_some_and(|name| is_name(name))
        }
        Value::Joined(pieces) => pieces.iter().any(is_more_than_wildcards),
        Value::OneOf(choices) => choices.iter().all(is_more_than_wildcards),
        _ => false,
    }
}

fn holds_more_than_wildcards(element: &Value) -> bool {
    matches!(element, Value::Text(_)) || is_more_than_wildcards(element)
}

fn name_of(attribute: &Attribute) -> Option<&Arc<str>> {
    match &attribute.path[..] {
        [Step::Name(name)] => Some(name),
        _ => None,
    }
}
