//! How machines come to what they may do, as a graph: what launches them, templates, profiles,
//! roles, policies, and what names what.
//!
//! What has a part in it says [`crate::schema::identity`]; each edge is one that rules follow as
//! well. Nothing in here needs redaction any more.

mod build;

pub use build::build;

use std::collections::BTreeSet;

use crate::value::{Assumption, Missing};

/// Resources, and what they name.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// Resources first; each sort in order.
    pub nodes: Vec<Node>,
    /// In the order of their ends.
    pub edges: Vec<Edge>,
}

/// Something that names or is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// An address; the name of a block; the name of what is outside; in words what is not visible.
    pub text: String,
    /// The type of a resource; of something outside the type that it must have; else empty.
    pub resource_type: String,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NodeKind {
    /// A resource of the plan.
    Resource,
    /// A block inside of a resource.
    Inside,
    /// Something that is named, and is not in the plan.
    Outside,
    /// Something that the plan does not show.
    Open,
}

/// One thing that names another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The node that comes first on the way from a machine to its policies: a position.
    pub from: usize,
    /// The node that comes after it.
    pub to: usize,
    /// The attribute that names the other, with the blocks that it is in.
    pub attribute: String,
    /// The node whose attribute it is comes second: it hangs on what it names.
    pub hangs: bool,
    /// How sure it is.
    pub certainty: Certainty,
    /// The references that lead there, first step first.
    pub via: Vec<String>,
    /// What it takes for granted.
    pub assumptions: Vec<Assumption>,
    /// The source of the configuration was needed to find it.
    pub by_source: bool,
    /// Why it is not certain.
    pub why: Option<Missing>,
}

/// How sure it is that one thing names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Certainty {
    /// It does.
    Definite,
    /// It perhaps does.
    Possible,
    /// The plan does not show what it names.
    Open,
}

impl NodeKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            NodeKind::Resource => "resource",
            NodeKind::Inside => "inside",
            NodeKind::Outside => "outside",
            NodeKind::Open => "open",
        }
    }
}

impl Certainty {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Definite => "definite",
            Certainty::Possible => "possible",
            Certainty::Open => "open",
        }
    }
}

impl Graph {
    /// The position of the resource with an address.
    pub fn find(&self, address: &str) -> Option<usize> {
        let is_it = |node: &Node| node.kind == NodeKind::Resource && node.text == address;
        self.nodes.iter().position(is_it)
    }

    /// What is reached from a node, and what leads to it.
    #[must_use]
    pub fn around(&self, node: usize) -> Graph {
        let after = self.reached(node, |edge| (edge.from, edge.to));
        let before = self.reached(node, |edge| (edge.to, edge.from));
        let kept: BTreeSet<usize> = after.union(&before).copied().collect();
        let mut places = vec![None; self.nodes.len()];
        for (new, old) in kept.iter().enumerate() {
            places[*old] = Some(new);
        }
        let edges = self.edges.iter().filter_map(|edge| {
            let within = |set: &BTreeSet<usize>| set.contains(&edge.from) && set.contains(&edge.to);
            if !within(&after) && !within(&before) {
                return None;
            }
            Some(Edge {
                from: places[edge.from]?,
                to: places[edge.to]?,
                ..edge.clone()
            })
        });
        Graph {
            nodes: kept.iter().map(|old| self.nodes[*old].clone()).collect(),
            edges: edges.collect(),
        }
    }

    fn reached(&self, start: usize, ends: impl Fn(&Edge) -> (usize, usize)) -> BTreeSet<usize> {
        let mut next: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for edge in &self.edges {
            let (from, to) = ends(edge);
            next[from].push(to);
        }
        let mut reached = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for to in &next[at] {
                if reached.insert(*to) {
                    open.push(*to);
                }
            }
        }
        reached
    }
}
