//! Values that the source knows in parts: policy documents with an ARN that is known only after
//! apply.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::node::{Node, State};
use super::super::origin::Origin;
use super::super::plan::Plan;
use super::argument::Sourced;
use super::origin::is_more_than_wildcards;
use crate::function::iam::hint;
use crate::hcl;
use crate::input::Defect;
use crate::value::{Missing, Reason, Value, json};

/// Stands around the number of a piece that is known only after apply. No text of a configuration
/// has such a character: it is for private use.
const MARK: char = '\u{f8ff}';

/// A document that the source writes.
pub enum WrittenDocument<'p> {
    /// JSON text, or the value that it spells with what is known only after apply marked so.
    Value(Value),
    /// What an attribute has.
    Attribute(Origin<'p>),
}

impl<'p> Plan<'p> {
    /// The JSON documents of which the source writes one at a place that the plan does not know;
    /// `None` where the source does not say.
    ///
    /// They may come from `jsonencode`, or from texts with interpolations. Texts in them that hold
    /// a name, an id or an ARN are hints, as functions of policy documents read them.
    pub fn documents_in_source(
        &self,
        node: &Node<'p>,
    ) -> Result<Option<Vec<WrittenDocument<'p>>>, Defect> {
        if !matches!(node.state(), State::Unknown) {
            return Ok(None);
        }
        let Some(Sourced::Value(value)) = self.sourced(node)? else {
            return Ok(None);
        };
        let documents = value.choices().iter().map(|choice| match choice {
            hcl::Value::Null => Some(WrittenDocument::Value(Value::NULL)),
            hcl::Value::Text(text) => Some(WrittenDocument::Value(Value::Text(Arc::clone(text)))),
            hcl::Value::Json(inner) => Some(WrittenDocument::Value(self.data(node, inner))),
            hcl::Value::Joined(pieces) => {
                let document = self.interpolated(node, pieces)?;
                Some(WrittenDocument::Value(document))
            }
            hcl::Value::Attribute(attribute) => {
                let origin = self.origin_of(node, attribute)?;
                Some(WrittenDocument::Attribute(origin))
            }
            _ => None,
        });
        Ok(documents.collect())
    }

    /// A text with pieces that are known only after apply, as JSON. Such a piece must be an
    /// identity: names and ARNs hold no quotes, so they cannot change what lies around them.
    fn interpolated(&self, node: &Node<'p>, pieces: &[hcl::Value]) -> Option<Value> {
        let mut text = String::new();
        let mut unknown = Vec::new();
        for piece in pieces {
            match piece {
                hcl::Value::Text(known) if known.contains(MARK) => return None,
                hcl::Value::Text(known) => text.push_str(known),
                hcl::Value::Attribute(attribute) if attribute.never_null => {
                    text.push(MARK);
                    text.push_str(&unknown.len().to_string());
                    text.push(MARK);
                    unknown.push(piece);
                }
                _ => return None,
            }
        }
        let decoded = json::decode(&text).ok()?;
        Some(self.without_marks(node, &decoded, &unknown))
    }

    /// Texts that have a piece that is not known are unknown.
    fn without_marks(&self, node: &Node<'p>, value: &Value, pieces: &[&hcl::Value]) -> Value {
        let again = |value: &Value| self.without_marks(node, value, pieces);
        match value {
            Value::Text(text) if text.contains(MARK) => {
                let number = text
                    .split(MARK)
                    .nth(1)
                    .and_then(|number| number.parse::<usize>().ok());
                let piece = number.and_then(|number| pieces.get(number));
                let known = text.split(MARK).step_by(2);
                let holds_more = known.map(hcl::Value::text);
                match piece {
                    Some(piece)
                        if holds_more
                            .into_iter()
                            .any(|part| is_more_than_wildcards(&part)) =>
                    {
                        hint::name(Arc::new(self.undecided(node, piece)))
                    }
                    Some(piece) => self.data(node, piece),
                    None => unknown(format!("{} is known only after apply", node.subject())),
                }
            }
            Value::List(elements) => Value::list(elements.iter().map(again)),
            Value::Map(entries) => {
                let marked = entries.keys().any(|key| key.contains(MARK));
                if marked {
                    return unknown(format!("{} is known only after apply", node.subject()));
                }
                Value::map(
                    entries
                        .iter()
                        .map(|(key, value)| (Arc::clone(key), again(value))),
                )
            }
            other => other.clone(),
        }
    }

    /// A value of the source as plain data.
    fn data(&self, node: &Node<'p>, value: &hcl::Value) -> Value {
        match value {
            hcl::Value::Null => Value::NULL,
            hcl::Value::Bool(truth) => Value::Bool(*truth),
            hcl::Value::Number(number) => Value::Number(number.clone()),
            hcl::Value::Text(text) => Value::Text(Arc::clone(text)),
            hcl::Value::List(elements) | hcl::Value::Set(elements) => {
                Value::list(elements.iter().map(|element| self.data(node, element)))
            }
            hcl::Value::Map(entries) => {
                let entries: BTreeMap<Arc<str>, Value> = entries
                    .iter()
                    .map(|(key, value)| (Arc::clone(key), self.data(node, value)))
                    .collect();
                Value::Map(Arc::new(entries))
            }
            other if is_more_than_wildcards(other) => {
                hint::name(Arc::new(self.undecided(node, other)))
            }
            other => Value::Unknown(Arc::new(self.undecided(node, other))),
        }
    }
}

fn unknown(what: String) -> Value {
    Value::Unknown(Arc::new(Missing {
        reason: Reason::Value,
        what,
        decided_by: "the value after apply".to_owned(),
    }))
}
