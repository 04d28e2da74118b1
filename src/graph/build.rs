//! From a plan to its graph: one look at each place that names something.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Certainty, Edge, Graph, Node, NodeKind};
use crate::engine::secrets::{Redaction, SENSITIVE};
use crate::input::{Defect, Instance};
use crate::reference::{self, Place, Plan, Resource, State};
use crate::schema::identity::{self, Joint};
use crate::schema::links;
use crate::value::{self, Missing, Reason, Ternary, Value};

/// A name is shown with this many characters.
const CHARACTERS: usize = 512;

/// The graph of a plan or state.
///
/// A place whose data is malformed is an open edge that says what is wrong.
pub fn build(plan: &Plan<'_>) -> Graph {
    let mut builder = Builder {
        plan,
        redaction: Redaction::new(plan),
        nodes: BTreeMap::new(),
        edges: Vec::new(),
    };
    let kinds = identity::kinds().into_iter();
    let resources: Vec<Resource<'_>> = kinds.flat_map(|kind| plan.resources(false, kind)).collect();
    for resource in &resources {
        if identity::stands_alone(&resource.kind) {
            builder.node(of_resource(resource));
        }
    }
    for resource in &resources {
        builder.resource(resource);
    }
    builder.finish()
}

struct Builder<'b, 'p> {
    plan: &'b Plan<'p>,
    redaction: Redaction<'p>,
    /// Each node and the number that it has until all are known.
    nodes: BTreeMap<Node, usize>,
    edges: Vec<Edge>,
}

/// An attribute or block that names something.
#[derive(Clone, Copy)]
struct At<'a, 'p> {
    resource: Resource<'p>,
    attribute: &'a str,
    joint: Joint,
}

impl<'p> Builder<'_, 'p> {
    fn resource(&mut self, resource: Resource<'p>) {
        for joint in identity::joints(&resource.kind) {
            if let Err(defect) = self.joint(resource, joint) {
                let attribute = joint.path;
                let at = At {
                    resource,
                    attribute,
                    joint,
                };
                self.open(at, &malformed(&defect));
            }
        }
        for block in identity::held_inside(&resource.kind) {
            if let Err(defect) = self.inside(resource, block) {
                let from = self.node(of_resource(resource));
                self.unseen(from, block, false, &malformed(&defect));
            }
        }
    }

    /// What one place, or each of its like, names.
    fn joint(&mut self, resource: Resource<'p>, joint: Joint) -> Result<(), Defect> {
        let path: Vec<Arc<str>> = joint.path.split('.').map(Arc::from).collect();
        for place in self.plan.places(resource, &path)? {
            let is_block = matches!(place.place(), Place::Blocks(_) | Place::Block(_));
            match place.elements()? {
                // A list of names, or of blocks: each is an edge of its own.
                Some((elements, incomplete)) if place.is_block_list() || !is_block => {
                    let unknown = |node: &reference::Node<'p>| {
                        matches!(node.state(), State::Unknown | State::NotInPlan)
                    };
                    for element in elements.iter().filter(|element| !unknown(element)) {
                        self.place(resource, element, joint)?;
                    }
                    if incomplete || elements.iter().any(unknown) {
                        self.rest(resource, &place, joint)?;
                    }
                }
                _ => self.place(resource, &place, joint)?,
            }
        }
        Ok(())
    }

    /// What one place names.
    fn place(
        &mut self,
        resource: Resource<'p>,
        place: &reference::Node<'p>,
        joint: Joint,
    ) -> Result<(), Defect> {
        let edge = self.plan.forward(place, false, joint.target)?;
        let attribute = &*self.redaction.path(&place.path.to_string());
        let at = At {
            resource,
            attribute,
            joint,
        };
        self.members(at, &edge);
        let Some(missing) = &edge.open else {
            return Ok(());
        };
        // What nobody writes names nothing: the provider or the account chooses it.
        let names =
            missing.reason != Reason::Account && identity::only_names(&resource.kind, joint.path);
        if !names {
            return Ok(());
        }
        match self.name_in(place, joint)? {
            Some(name) if missing.reason == Reason::Outside => {
                let outside = Node {
                    kind: NodeKind::Outside,
                    text: name,
                    resource_type: joint.target.to_owned(),
                };
                // It may also be one of those that have this name elsewhere.
                let (certainty, why) = if edge.possible.is_empty() {
                    (Certainty::Definite, None)
                } else {
                    (Certainty::Possible, Some(self.redaction.missing(missing)))
                };
                let to = self.node(outside);
                self.edge(at, to, Edge::of(certainty, why));
            }
            _ => self.open(at, missing),
        }
        Ok(())
    }

    /// What the unknown elements of a list name. The list as a whole says it.
    fn rest(
        &mut self,
        resource: Resource<'p>,
        list: &reference::Node<'p>,
        joint: Joint,
    ) -> Result<(), Defect> {
        let mut edge = self.plan.forward(list, false, joint.target)?;
        let attribute = &*self.redaction.path(&list.path.to_string());
        let at = At {
            resource,
            attribute,
            joint,
        };
        let from = self.node(of_resource(resource));
        let drawn: Vec<usize> = self
            .edges
            .iter()
            .rev()
            .take_while(|edge| edge.from == from || edge.to == from)
            .flat_map(|edge| [edge.from, edge.to])
            .collect();
        let is_new = |builder: &mut Builder<'_, 'p>, member: &reference::Member<'p>| {
            !drawn.contains(&builder.node(of_resource(member.resource)))
        };
        edge.definite.retain(|member| is_new(self, member));
        edge.possible.retain(|member| is_new(self, member));
        self.members(at, &edge);
        // What is outside was drawn where it is named.
        if let Some(missing) = edge
            .open
            .filter(|missing| missing.reason != Reason::Outside)
        {
            self.open(at, &missing);
        }
        Ok(())
    }

    fn members(&mut self, at: At<'_, 'p>, edge: &reference::Edge<'p>) {
        let definite = edge.definite.iter().map(|one| (one, Certainty::Definite));
        let possible = edge.possible.iter().map(|one| (one, Certainty::Possible));
        for (member, certainty) in definite.chain(possible) {
            let to = self.node(of_resource(member.resource));
            let basis = member.basis.and(edge.basis);
            let why = match certainty {
                Certainty::Definite => None,
                _ => edge.open.clone().or_else(|| Some(one_of_several())),
            };
            let drawn = Edge {
                via: member
                    .via
                    .iter()
                    .map(|step| self.redaction.text(step))
                    .collect(),
                assumptions: basis.assumptions().collect(),
                by_source: basis.is_from_source(),
                ..Edge::of(certainty, why.map(|why| self.redaction.missing(&why)))
            };
            self.edge(at, to, drawn);
        }
    }

    /// Blocks that are what others hold as resources of their own.
    fn inside(&mut self, resource: Resource<'p>, block: &str) -> Result<(), Defect> {
        let from = self.node(of_resource(resource));
        for place in self.plan.places(resource, &[Arc::from(block)])? {
            let set = self.plan.is_set(&place)?;
            let Some((elements, _)) = place.elements()? else {
                if let (Ternary::Unknown, Some(missing)) = (set.truth, &set.missing) {
                    self.unseen(from, block, false, missing);
                }
                continue;
            };
            for element in elements {
                // A block of which nothing is written holds nothing.
                if is_empty(&element)? {
                    continue;
                }
                let name = element.attribute(&Arc::from("name"))?;
                let path = self.redaction.path(&element.path.to_string());
                let text = match name.value()? {
                    Value::Text(_) => format!("{path} {}", self.shown(&name)?),
                    _ => path.clone(),
                };
                let node = Node {
                    kind: NodeKind::Inside,
                    text: format!("{} {text}", resource.address),
                    resource_type: String::new(),
                };
                let to = self.node(node);
                self.edges.push(Edge {
                    from,
                    to,
                    attribute: path,
                    ..Edge::of(Certainty::Definite, None)
                });
            }
        }
        Ok(())
    }

    /// An edge to something that the plan does not show.
    fn open(&mut self, at: At<'_, 'p>, missing: &Missing) {
        let from = self.node(of_resource(at.resource));
        self.unseen(from, at.attribute, at.hangs(), missing);
    }

    fn unseen(&mut self, from: usize, attribute: &str, hangs: bool, missing: &Missing) {
        let missing = self.redaction.missing(missing);
        let to = self.node(Node {
            kind: NodeKind::Open,
            text: missing.what.clone(),
            resource_type: String::new(),
        });
        let (from, to) = if hangs { (to, from) } else { (from, to) };
        self.edges.push(Edge {
            from,
            to,
            attribute: attribute.to_owned(),
            hangs,
            ..Edge::of(Certainty::Open, Some(missing))
        });
    }

    fn edge(&mut self, at: At<'_, 'p>, other: usize, edge: Edge) {
        let hangs = at.hangs();
        let own = self.node(of_resource(at.resource));
        let (from, to) = if hangs { (other, own) } else { (own, other) };
        self.edges.push(Edge {
            from,
            to,
            attribute: at.attribute.to_owned(),
            hangs,
            ..edge
        });
    }

    /// The known name that stands at a place, or in a block in an attribute that names the type.
    fn name_in(&self, place: &reference::Node<'p>, joint: Joint) -> Result<Option<String>, Defect> {
        if matches!(place.value()?, Value::Text(_)) {
            return self.shown(place).map(Some);
        }
        let block = place.path.schema_path();
        for link in links::links(&place.instance.kind) {
            let names = link
                .targets
                .iter()
                .any(|target| target.kind == joint.target);
            let attribute = link.path.strip_prefix(&block);
            let attribute = attribute.and_then(|rest| rest.strip_prefix('.'));
            let Some(attribute) = attribute.filter(|_| names) else {
                continue;
            };
            let node = place.attribute(&Arc::from(attribute))?;
            if matches!(node.value()?, Value::Text(text) if !text.is_empty()) {
                return self.shown(&node).map(Some);
            }
        }
        Ok(None)
    }

    fn shown(&self, node: &reference::Node<'p>) -> Result<String, Defect> {
        let bare = |value: &Value| value::print::bare(value, CHARACTERS);
        let shown = match node.value()? {
            _ if node.is_sensitive() => SENSITIVE.to_owned(),
            value => self.redaction.scrub(&value, bare),
        };
        Ok(if shown.contains(SENSITIVE) {
            // What is hidden must not look the same as what is hidden elsewhere.
            let place = self.redaction.text(&node.subject());
            format!("{shown}, which {place} names")
        } else {
            shown
        })
    }

    fn node(&mut self, node: Node) -> usize {
        let next = self.nodes.len();
        *self.nodes.entry(node).or_insert(next)
    }

    /// Puts everything in order.
    fn finish(self) -> Graph {
        let mut places = vec![0; self.nodes.len()];
        for (place, number) in self.nodes.values().enumerate() {
            places[*number] = place;
        }
        let mut edges = self.edges;
        for edge in &mut edges {
            edge.from = places[edge.from];
            edge.to = places[edge.to];
        }
        let key = |edge: &Edge| (edge.from, edge.to, edge.attribute.clone(), edge.certainty);
        edges.sort_by_cached_key(key);
        edges.dedup_by(|one, other| key(one) == key(other));
        Graph {
            nodes: self.nodes.into_keys().collect(),
            edges,
        }
    }
}

impl At<'_, '_> {
    /// Whether it comes after the role that it names.
    fn hangs(self) -> bool {
        identity::hangs_on_roles(&self.resource.kind) && identity::is_role(self.joint.target)
    }
}

impl Edge {
    fn of(certainty: Certainty, why: Option<Missing>) -> Edge {
        Edge {
            from: 0,
            to: 0,
            attribute: String::new(),
            hangs: false,
            certainty,
            via: Vec::new(),
            assumptions: Vec::new(),
            by_source: false,
            why,
        }
    }
}

fn of_resource(resource: &Instance<'_>) -> Node {
    Node {
        kind: NodeKind::Resource,
        text: resource.address.to_string(),
        resource_type: resource.kind.to_string(),
    }
}

fn is_empty(block: &reference::Node<'_>) -> Result<bool, Defect> {
    Ok(match block.value()? {
        Value::Map(map) => map.values().all(|value| match value {
            Value::Text(text) => text.is_empty(),
            other => other.is_null(),
        }),
        other => other.is_null(),
    })
}

fn malformed(defect: &Defect) -> Missing {
    Missing {
        reason: Reason::Value,
        what: format!("the plan is malformed here: {}", defect.message()),
        decided_by: "a plan that is well formed".to_owned(),
    }
}

fn one_of_several() -> Missing {
    Missing {
        reason: Reason::Choice,
        what: "which of several candidates is meant".to_owned(),
        decided_by: "the configuration's source (`--source DIR`), or the value after apply"
            .to_owned(),
    }
}
