//! `dot`: for Graphviz.

use std::io::{self, Write};

use super::{Drawing, label};
use crate::graph::{Certainty, Graph, NodeKind};
use crate::report::escape::escape;

/// The format's entry.
pub(super) static DRAWING: Drawing = Drawing {
    name: "dot",
    about: "for Graphviz, as in `plangate graph plan.json | dot -Tsvg`",
    draw,
};

fn draw(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "digraph plangate {{")?;
    writeln!(out, "  rankdir=LR;")?;
    writeln!(out, "  node [shape=box, fontname=\"Helvetica\"];")?;
    writeln!(out, "  edge [fontname=\"Helvetica\", fontsize=10];")?;
    for (number, node) in graph.nodes.iter().enumerate() {
        let lines: Vec<String> = label(node).iter().map(|line| quoted(line)).collect();
        let look = match node.kind {
            NodeKind::Resource => "",
            NodeKind::Inside => ", shape=component",
            NodeKind::Outside => ", shape=oval, style=dashed",
            NodeKind::Open => ", shape=note, style=dotted",
        };
        writeln!(out, "  n{number} [label=\"{}\"{look}];", lines.join("\\n"))?;
    }
    for edge in &graph.edges {
        let style = match edge.certainty {
            Certainty::Definite => "solid",
            Certainty::Possible => "dashed",
            Certainty::Open => "dotted",
        };
        let attribute = quoted(&escape(&edge.attribute));
        writeln!(
            out,
            "  n{} -> n{} [label=\"{attribute}\", style={style}];",
            edge.from, edge.to
        )?;
    }
    writeln!(out, "}}")
}

/// A text inside of quotes. Backslashes begin escapes there, and `&` begins entities of HTML.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_would_end_a_label_or_change_it_is_escaped() {
        assert_eq!(quoted(r#"web["a"]"#), r#"web[\"a\"]"#);
        assert_eq!(quoted(r"a\"), r"a\\");
        assert_eq!(quoted(r#"\" ]; evil ["#), r#"\\\" ]; evil ["#);
        assert_eq!(quoted(r"\N\G\l"), r"\\N\\G\\l");
        assert_eq!(quoted("&lt;b&gt;<b>"), "&amp;lt;b&amp;gt;<b>");
    }
}
