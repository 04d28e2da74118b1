//! Lists of names, ids or ARNs, of which some elements are known only after apply.

use super::edge::{Edge, Member};
use super::node::{Node, Place, State};
use super::path::Step;
use super::plan::Plan;
use super::set::hidden;
use crate::input::Defect;
use crate::value::{Assumption, Basis};

impl<'p> Plan<'p> {
    /// A list of names, ids or ARNs, of which some may be unknown.
    pub(super) fn forward_list(&self, node: &Node<'p>, kind: &str) -> Result<Edge<'p>, Defect> {
        let Some((elements, incomplete)) = node.elements()? else {
            return self.forward_unknown(node, kind);
        };
        let mut edge = Edge::empty(Basis::KNOWN);
        let mut unknown = 0;
        for element in &elements {
            if matches!(element.state(), State::Unknown | State::NotInPlan) {
                unknown += 1;
            } else {
                edge.join(self.forward_attribute(element, kind)?);
            }
        }
        if unknown > 0 || incomplete {
            edge.join(self.forward_unknown_elements(node, kind, unknown)?);
        }
        Ok(edge)
    }

    /// The unknown elements of a known list: the plan records what the list refers to as a whole.
    fn forward_unknown_elements(
        &self,
        node: &Node<'p>,
        kind: &str,
        unknown: usize,
    ) -> Result<Edge<'p>, Defect> {
        if let Some(edge) = self.forward_by_source(node, kind)? {
            return Ok(edge);
        }
        let Some(leaves) = self.leaves_at(node)? else {
            return Ok(Edge::open(self.not_visible(node)?, unknown));
        };
        let members = self.members(&leaves.list, node, &leaves.via, kind);
        let all_known_kind = leaves.open().count() == members.len();
        if all_known_kind && members.len() == unknown {
            let definite = members;
            return Ok(Edge {
                at_least: definite.len(),
                definite,
                ..Edge::default()
            });
        }
        let missing = leaves
            .hidden()
            .map_or_else(|| node.missing(), |what| hidden(what.into()));
        Ok(Edge {
            possible: members,
            ..Edge::open(missing, 0)
        })
    }
}

/// Whether a place is an element of a list of names, ids or ARNs.
pub(super) fn is_member(node: &Node<'_>) -> bool {
    let in_list = matches!(node.path.steps().last(), Some(Step::Index(_)));
    in_list && matches!(node.place(), Place::Inside(_))
}

/// An unknown element of a list of which everything unknown is known to be one of these.
pub(super) fn one_of(members: Vec<Member<'_>>) -> Edge<'_> {
    let basis = members
        .iter()
        .fold(Basis::assuming(Assumption::NotNull), |basis, member| {
            basis.and(member.basis)
        });
    let edge = Edge {
        at_least: 1,
        basis,
        ..Edge::default()
    };
    match members.len() {
        1 => Edge {
            definite: members,
            ..edge
        },
        _ => Edge {
            possible: members,
            ..edge
        },
    }
}
