//! Graphs: one way to draw them per file.

use std::io::{self, Write};

mod dot;
mod json;
mod mermaid;

use super::{escape::escape, wrap::wrap};
use crate::graph::{Graph, Node, NodeKind};

/// The ways to draw a graph, the usual one first.
pub static ALL: &[&Drawing] = &[&dot::DRAWING, &mermaid::DRAWING, &json::DRAWING];

/// A way to draw a graph.
#[derive(Debug)]
pub struct Drawing {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Draws a graph.
    pub draw: fn(&Graph, &mut dyn Write) -> io::Result<()>,
}

/// What is longer goes over several lines of a node.
const COLUMNS: usize = 64;

/// The lines of a node's text. They hold no control characters, and are still to be escaped for
/// the format that they go into.
fn label(node: &Node) -> Vec<String> {
    let text = escape(&node.text);
    match node.kind {
        NodeKind::Outside => wrap(&format!("outside: {text}"), COLUMNS),
        NodeKind::Open => wrap(&format!("not visible: {text}"), COLUMNS),
        NodeKind::Resource | NodeKind::Inside => wrap(&text, COLUMNS),
    }
}
