//! `json`: for machines.

use std::io::{self, Write};

use serde::Serialize;

use super::Drawing;
use crate::graph::{Edge, Graph, Node};
use crate::report::json;

/// The format's entry.
pub(super) static DRAWING: Drawing = Drawing {
    name: "json",
    about: "for machines: nodes and edges, with why each is there",
    draw,
};

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    nodes: Vec<NodeDocument<'a>>,
    edges: Vec<EdgeDocument<'a>>,
}

#[derive(Serialize)]
struct NodeDocument<'a> {
    id: usize,
    kind: &'static str,
    text: &'a str,
    #[serde(rename = "type", skip_serializing_if = "str::is_empty")]
    resource_type: &'a str,
}

#[derive(Serialize)]
struct EdgeDocument<'a> {
    from: usize,
    to: usize,
    attribute: &'a str,
    attribute_of: &'static str,
    certainty: &'static str,
    via: &'a [String],
    assumptions: Vec<&'static str>,
    by_source: bool,
    why: Option<WhyDocument<'a>>,
}

#[derive(Serialize)]
struct WhyDocument<'a> {
    reason: &'static str,
    what: &'a str,
    decided_by: &'a str,
}

fn draw(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        format: "plangate-graph/1",
        nodes: graph.nodes.iter().enumerate().map(node).collect(),
        edges: graph.edges.iter().map(edge).collect(),
    };
    json::write(&document, out)
}

fn node((id, node): (usize, &Node)) -> NodeDocument<'_> {
    NodeDocument {
        id,
        kind: node.kind.word(),
        text: &node.text,
        resource_type: &node.resource_type,
    }
}

fn edge(edge: &Edge) -> EdgeDocument<'_> {
    EdgeDocument {
        from: edge.from,
        to: edge.to,
        attribute: &edge.attribute,
        attribute_of: if edge.hangs { "to" } else { "from" },
        certainty: edge.certainty.word(),
        via: &edge.via,
        assumptions: edge.assumptions.iter().map(|one| one.word()).collect(),
        by_source: edge.by_source,
        why: edge.why.as_ref().map(|why| WhyDocument {
            reason: why.reason.word(),
            what: &why.what,
            decided_by: &why.decided_by,
        }),
    }
}
