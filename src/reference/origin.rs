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
    /// What was assumed: at least that the expression takes the value and does not merely ask
    /// about it.
    pub basis: Basis,
    /// The steps from the one to the other, in words.
    pub via: Vec<String>,
}

impl<'p> Plan<'p> {
    /// Everything that makes an unknown value unknown, in the order written; what is missing,
    /// where the plan does not show all of it. Whatever else the expression refers to is known.
    pub fn origins(&self, node: &Node<'p>) -> Result<Result<Vec<Origin<'p>>, Missing>, Defect> {
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
}

impl Origin<'_> {
    /// Whether the value is a name, an id or an ARN, so that any text it is a part of holds more
    /// than wildcards.
    pub fn is_name(&self) -> bool {
        let last = self.attribute.as_ref().map(|name| name.rsplit('_').next());
        matches!(last, None | Some(Some("arn" | "id" | "name" | "bucket")))
    }
}
