//! `->` from a block: its identifying arguments say which resource it means.

use std::sync::Arc;

use super::edge::Edge;
use super::node::{Node, Place, State};
use super::plan::Plan;
use super::written::Written;
use crate::input::Defect;
use crate::schema::links;
use crate::value::{Basis, Reason, Ternary};

/// Every service that takes a block for a launch template wants its id or its name in it.
const LAUNCH_TEMPLATE: &str = "aws_launch_template";

impl<'p> Plan<'p> {
    /// A block, or blocks: its identifying arguments decide.
    pub(super) fn forward_block(&self, node: &Node<'p>, kind: &str) -> Result<Edge<'p>, Defect> {
        if node.is_block_list() {
            let Some((elements, incomplete)) = node.elements()? else {
                return self.forward_absent_block(node);
            };
            let mut edge = Edge::empty(Basis::KNOWN);
            for element in &elements {
                edge.join(self.forward_block(element, kind)?);
            }
            if incomplete {
                edge.join(Edge::open(node.missing(), 0));
            }
            return Ok(edge);
        }
        let block = node.sole_block()?;
        if !matches!(block.state(), State::Known(_)) && !self.is_block_in_source(node)? {
            return self.forward_absent_block(node);
        }
        let Place::Block(schema) = block.place() else {
            return Ok(Edge::empty(Basis::KNOWN));
        };
        let mut written: Vec<Node<'p>> = Vec::new();
        let mut given: Vec<Node<'p>> = Vec::new();
        for attribute in schema.attributes() {
            let child = block.attribute(&Arc::from(attribute.name))?;
            if !self.links_to(&child, kind) || matches!(child.state(), State::Null | State::Absent)
            {
                continue;
            }
            match self.written_in_source(&child)? {
                Some(Ternary::False) => continue,
                Some(_) => written.push(child.clone()),
                None if matches!(
                    self.written(&child)?,
                    Written::Nothing | Written::Invisible(_)
                ) => {}
                None => written.push(child.clone()),
            }
            given.push(child);
        }
        // A known value that nobody wrote can be a leftover of an older object.
        let deciding = if written.is_empty() { given } else { written };
        let mut edge = Edge::empty(Basis::KNOWN);
        for child in &deciding {
            edge.join(self.forward_attribute(child, kind)?);
        }
        edge.at_least = edge.at_least.min(1).max(edge.definite.len());
        if kind == LAUNCH_TEMPLATE && edge.definite.is_empty() && !deciding.is_empty() {
            edge.names_one();
        }
        if edge.definite.len() == 1
            && edge
                .open
                .as_ref()
                .is_some_and(|m| m.reason == Reason::Value)
        {
            edge.open = None;
        }
        Ok(edge)
    }

    /// A block that is not there, or of which nobody knows whether it is.
    fn forward_absent_block(&self, node: &Node<'p>) -> Result<Edge<'p>, Defect> {
        let set = self.is_set(node)?;
        if set.truth == Ternary::False {
            return Ok(Edge::empty(set.basis));
        }
        let missing = set.missing.unwrap_or_else(|| node.missing());
        Ok(Edge {
            elsewhere: self.is_left_to_account(node, &missing)?,
            ..Edge::open(missing, 0)
        })
    }

    /// Whether an argument of a block can name a resource of this type.
    fn links_to(&self, child: &Node<'p>, kind: &str) -> bool {
        let path = child.path.schema_path();
        links::may_name(&child.instance.kind, &path) && self.may_refer(child, kind)
    }
}
