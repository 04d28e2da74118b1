//! `<-`: the resources that refer to a resource.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::edge::{Edge, Member, not_whole};
use super::expression;
use super::leaf::Leaf;
use super::memo::Memo;
use super::node::{Node, View};
use super::plan::{Plan, Resource};
use crate::input::{Defect, Instance, Mode};
use crate::schema::links;
use crate::value::{Basis, Missing};

/// How many resources with hidden references are named one by one.
const MANY: usize = 100;

/// The indexes of what refers to what, one for each question that was asked.
#[derive(Default)]
pub(super) struct BackIndexes<'p>(Memo<Question, BackIndex<'p>>);

/// A type that is referred to: data source or managed, and its name.
type Target = (Mode, String);

/// Which type refers, by which path, to which type.
type Question = (bool, String, Vec<Arc<str>>, Target);

/// Who refers to whom, by the addresses of the instances in memory: an index never outlives them.
#[derive(Default)]
struct BackIndex<'p> {
    by_target: HashMap<usize, Vec<Referrer<'p>>>,
    /// Resources whose reference nobody can see, each of which may refer to any.
    hidden: Vec<Hidden<'p>>,
    /// What it rests on that nothing else refers to a resource.
    basis: Basis,
}

struct Hidden<'p> {
    source: Resource<'p>,
    missing: Missing,
    /// What its referring to nothing else rests on.
    basis: Basis,
}

struct Referrer<'p> {
    source: Resource<'p>,
    definite: bool,
    /// What decides whether it refers to the resource, where that is not certain.
    unsure: Option<Missing>,
    basis: Basis,
    via: Vec<String>,
}

impl<'p> Plan<'p> {
    /// The resources of a type whose path refers to a resource; an empty path means anywhere.
    pub fn back(
        &self,
        target: Resource<'p>,
        data: bool,
        kind: &str,
        path: &[Arc<str>],
    ) -> Result<Edge<'p>, Defect> {
        let question = (
            data,
            kind.to_owned(),
            path.to_vec(),
            (target.mode, target.kind.to_string()),
        );
        let index = self.index(&question)?;
        let mut edge = Edge::empty(index.basis);
        for referrer in index.by_target.get(&place(target)).into_iter().flatten() {
            let via = referrer.via.clone();
            let member = Member {
                resource: referrer.source,
                basis: referrer.basis,
                via,
            };
            if referrer.definite {
                edge.definite.push(member);
            } else {
                edge.unsure = edge.unsure.take().or_else(|| referrer.unsure.clone());
                edge.possible.push(member);
            }
        }
        edge.at_least = edge.definite.len();
        index.add_hidden(&mut edge);
        if !self.is_whole() {
            edge.unseen(Some(not_whole(kind)), true);
        }
        Ok(edge)
    }

    fn index(&self, question: &Question) -> Result<Arc<BackIndex<'p>>, Defect> {
        self.back.0.get_or_find(question, || {
            let (data, kind, path, target) = question;
            let mut index = BackIndex::default();
            for source in self.resources(*data, kind) {
                let edge = if path.is_empty() {
                    self.anywhere(source, target)?
                } else {
                    self.named_by(source, path, target)?
                };
                index.add(source, edge);
            }
            Ok(index)
        })
    }

    /// The resources that one path of a resource refers to.
    fn named_by(
        &self,
        source: Resource<'p>,
        path: &[Arc<str>],
        (mode, target): &Target,
    ) -> Result<Edge<'p>, Defect> {
        let to_data = *mode == Mode::Data;
        let mut edge = Edge::default();
        for node in &self.places(source, path)? {
            edge.join(self.forward(node, to_data, target)?);
        }
        Ok(edge)
    }

    /// The places that a path of a resource leads to: one for each block on the way. Where nobody
    /// sees the blocks it is the place of all of them.
    pub fn places(&self, source: Resource<'p>, path: &[Arc<str>]) -> Result<Vec<Node<'p>>, Defect> {
        let mut nodes = vec![self.root(source, View::After)];
        let mut unseen = Vec::new();
        for name in path {
            let mut below = Vec::new();
            for node in nodes {
                if node.is_block_list() {
                    match node.elements()? {
                        Some((elements, _)) => {
                            for element in elements {
                                below.push(element.attribute(name)?);
                            }
                        }
                        None => unseen.push(node),
                    }
                } else {
                    below.push(node.attribute(name)?);
                }
            }
            nodes = below;
        }
        unseen.extend(nodes);
        Ok(unseen)
    }

    /// The resources that anything in a resource refers to, by the link table's paths. What its
    /// configuration merely mentions may be a condition, or a branch that is not taken.
    fn anywhere(&self, source: Resource<'p>, target: &Target) -> Result<Edge<'p>, Defect> {
        let (mode, kind) = target;
        let mut edge = Edge::default();
        for path in places_that_name(&source.kind, kind) {
            let path: Vec<Arc<str>> = path.split('.').map(Arc::from).collect();
            edge.join(self.named_by(source, &path, target)?);
        }
        let Some(expressions) = self
            .configuration(source)
            .and_then(|block| block.expressions())
        else {
            return Ok(edge);
        };
        let Some(scope) = self.scope(source) else {
            return Ok(edge);
        };
        for json in expression::all_within(expressions)? {
            for leaf in self.leaves(json, &scope, None)?.list {
                let (Leaf::Identity { of, .. }
                | Leaf::Known { of: Some(of) }
                | Leaf::Unknown { of: Some(of), .. }) = leaf
                else {
                    continue;
                };
                if *of.kind == **kind && of.mode == *mode {
                    let via = vec![format!("`{}` mentions it", source.address)];
                    let member = Member {
                        resource: of,
                        basis: Basis::KNOWN,
                        via,
                    };
                    edge.join(Edge {
                        possible: vec![member],
                        ..Edge::default()
                    });
                }
            }
        }
        Ok(edge)
    }

    /// The resources of a type that a resource refers to, anywhere in it.
    pub fn mentions(&self, source: Resource<'p>, kind: &str) -> Result<Edge<'p>, Defect> {
        self.anywhere(source, &(Mode::Managed, kind.to_owned()))
    }
}

impl<'p> BackIndex<'p> {
    fn add(&mut self, source: Resource<'p>, edge: Edge<'p>) {
        // A name that is known and that nothing here has is no reference to anything here.
        if let Some(missing) = edge.open
            && !edge.elsewhere
        {
            self.hidden.push(Hidden {
                source,
                missing,
                basis: edge.basis,
            });
        }
        self.basis = self.basis.and(edge.basis);
        let unsure = edge.unsure;
        for (members, definite) in [(edge.definite, true), (edge.possible, false)] {
            for member in members {
                self.basis = self.basis.and(member.basis);
                self.by_target
                    .entry(place(member.resource))
                    .or_default()
                    .push(Referrer {
                        source,
                        definite,
                        unsure: unsure.clone().filter(|_| !definite),
                        basis: member.basis,
                        via: member.via,
                    });
            }
        }
    }
}

impl<'p> BackIndex<'p> {
    /// Adds those that may refer to the resource as to any other. Beyond some number they are not
    /// named one by one for each resource: that would be work for each pair of the two.
    fn add_hidden(&self, edge: &mut Edge<'p>) {
        let Some(first) = self.hidden.first() else {
            return;
        };
        if self.hidden.len() > MANY {
            edge.open = Some(first.missing.clone());
            return;
        }
        edge.unsure = edge.unsure.take().or_else(|| Some(first.missing.clone()));
        for hidden in &self.hidden {
            let is_there = |member: &Member<'_>| std::ptr::eq(member.resource, hidden.source);
            if !edge.definite.iter().chain(&edge.possible).any(is_there) {
                edge.possible.push(Member {
                    resource: hidden.source,
                    basis: hidden.basis,
                    via: vec![hidden.missing.what.clone()],
                });
            }
        }
    }
}

/// The attributes of a type that may name another type. Of several in one block the block itself:
/// only what is written of it counts.
fn places_that_name(kind: &str, target: &str) -> BTreeSet<&'static str> {
    let links = links::links(kind).iter();
    let naming = links.filter(|link| link.targets.iter().any(|to| to.kind == target));
    naming
        .map(|link| {
            link.path
                .rsplit_once('.')
                .map_or(link.path, |(block, _)| block)
        })
        .collect()
}

fn place(resource: &Instance<'_>) -> usize {
    std::ptr::from_ref(resource).addr()
}
