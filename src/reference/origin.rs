//! What a value that is known only after apply is made of.

use std::sync::Arc;

use super::edge::reference_words;
use super::leaf::Leaf;
use super::node::Node;
use super::plan::{Plan, Resource};
use super::set::hidden;
use crate::input::Defect;
use crate::value::{Assumption, Basis, Missing};

/// An attribute of a resource that makes a value unknown.
#[derive(Clone, Debug)]
pub struct Origin<'p> {
    /// The resource.
    pub resource: Resource<'p>,
    /// The attribute; `None` for one that identifies its resource, and for one that the plan does
    /// not record.
    pub attribute: Option<Arc<str>>,
    /// What was assumed: without the source, at least that the expression takes the value and
    /// does not merely ask about it.
    pub basis: Basis,
    /// The steps from the one to the other, in words.
    pub via: Vec<String>,
}

impl<'p> Plan<'p> {
    /// Everything that makes an unknown value unknown, in the order written; what is missing,
    /// where the plan does not show all of it. Whatever else the expression refers to is known.
    pub fn origins(&self, node: &Node<'p>) -> Result<Result<Vec<Origin<'p>>, Missing>, Defect> {
        if let Some(origins) = self.origins_in_source(node)? {
            return Ok(Ok(origins));
        }
        if self.options.strict_unknown {
            return Ok(Err(node.missing()));
        }
        let Some(leaves) = self.leaves_at(node)? else {
            // Without any configuration nothing is hidden in it.
            return Ok(Err(match self.configuration(node.instance) {
                Some(_) => self.not_visible(node)?,
                None => node.missing(),
            }));
        };
        let mut origins = Vec::new();
        for leaf in leaves.open() {
            let (resource, attribute, basis) = match leaf {
                Leaf::Identity { of, basis } => (*of, None, *basis),
                Leaf::Unknown {
                    of: Some(of),
                    attribute: Some(attribute),
                    ..
                } => (*of, Some(Arc::from(attribute.as_str())), Basis::KNOWN),
                Leaf::Opaque { what } => return Ok(Err(hidden(what.clone()))),
                _ => return Ok(Err(node.missing())),
            };
            origins.push(Origin {
                resource,
                attribute,
                basis: basis.and(Basis::assuming(Assumption::Plain)),
                via: reference_words(node, &leaves.via),
            });
        }
        Ok(if origins.is_empty() {
            Err(node.missing())
        } else {
            Ok(origins)
        })
    }

    /// The attribute of which an element of a list takes its value, by the source.
    pub fn element_origin(&self, element: &Node<'p>) -> Result<Option<Origin<'p>>, Defect> {
        let origins = self.origins_in_source(element)?.unwrap_or_default();
        let [origin] = &origins[..] else {
            return Ok(None);
        };
        Ok(Some(origin.clone()))
    }

    /// Whether everything in a list of texts that is not known holds a name, an id or an ARN, and
    /// so more than wildcards; and what saying so rests on.
    pub fn are_names(&self, texts: &Node<'p>) -> Result<Option<Basis>, Defect> {
        if let Some(are_names) = self.names_in_source(texts)? {
            return Ok(are_names.then_some(Basis::SOURCE));
        }
        let origins = self.origins(texts)?.unwrap_or_default();
        let is_name = |origin: &Origin<'_>| origin.attribute.as_deref().is_none_or(is_name);
        if origins.is_empty() || !origins.iter().all(is_name) {
            return Ok(None);
        }
        let basis = origins.iter().map(|origin| origin.basis);
        Ok(Some(basis.fold(Basis::KNOWN, Basis::and)))
    }
}

/// Whether an attribute of this name holds a name, an id or an ARN.
pub(super) fn is_name(attribute: &str) -> bool {
    let last = attribute.rsplit('_').next();
    matches!(last, Some("arn" | "id" | "name" | "bucket"))
}
