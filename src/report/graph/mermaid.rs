//! `mermaid`: for Markdown pages that draw it, as those of code hosts do.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Drawing, label};
use crate::graph::{Certainty, Graph, NodeKind};
use crate::report::escape::escape;

/// The format's entry.
pub(super) static DRAWING: Drawing = Drawing {
    name: "mermaid",
    about: "for Markdown pages, in a block of the language `mermaid`",
    draw,
};

fn draw(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "flowchart LR")?;
    for (number, node) in graph.nodes.iter().enumerate() {
        let lines: Vec<String> = label(node).iter().map(|line| quoted(line)).collect();
        let (open, close) = match node.kind {
            NodeKind::Resource => ("[", "]"),
            NodeKind::Inside => ("[[", "]]"),
            NodeKind::Outside => ("([", "])"),
            NodeKind::Open => (">", "]"),
        };
        writeln!(out, "  n{number}{open}\"{}\"{close}", lines.join("<br>"))?;
    }
    for edge in &graph.edges {
        let arrow = match edge.certainty {
            Certainty::Definite => "-->",
            Certainty::Possible | Certainty::Open => "-.->",
        };
        let attribute = quoted(&escape(&edge.attribute));
        writeln!(
            out,
            "  n{} {arrow}|\"{attribute}\"| n{}",
            edge.from, edge.to
        )?;
    }
    for (certainty, dashes) in [(Certainty::Possible, "8 4"), (Certainty::Open, "2 3")] {
        let edges = graph.edges.iter().enumerate();
        let edges = edges.filter(|(_, edge)| edge.certainty == certainty);
        let numbers: Vec<String> = edges.map(|(number, _)| number.to_string()).collect();
        if !numbers.is_empty() {
            let numbers = numbers.join(",");
            writeln!(out, "  linkStyle {numbers} stroke-dasharray:{dashes}")?;
        }
    }
    for (kind, dashes) in [(NodeKind::Outside, "8 4"), (NodeKind::Open, "2 3")] {
        let nodes = graph.nodes.iter().enumerate();
        let nodes = nodes.filter(|(_, node)| node.kind == kind);
        let numbers: Vec<String> = nodes.map(|(number, _)| format!("n{number}")).collect();
        if !numbers.is_empty() {
            let word = kind.word();
            writeln!(out, "  classDef {word} stroke-dasharray:{dashes}")?;
            writeln!(out, "  class {} {word}", numbers.join(","))?;
        }
    }
    Ok(())
}

/// A text inside of quotes. Mermaid knows no escapes there, and finds directives, Markdown and HTML
/// anywhere, so all but what is surely harmless is written by its number: `#60;`.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_alphanumeric() || matches!(character, ' ' | '.' | '_' | '-' | ',' | '/') {
            out.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "#{};", u32::from(character));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_mermaid_would_take_for_its_own_is_written_by_number() {
        assert_eq!(quoted(r#"web["a"]"#), "web#91;#34;a#34;#93;");
        assert_eq!(quoted("<b>&lt;"), "#60;b#62;#38;lt#59;");
        assert_eq!(quoted("`a` #35;"), "#96;a#96; #35;35#59;");
        assert_eq!(
            quoted("%%{init: {}}%%"),
            "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"
        );
        assert_eq!(quoted("a --> b"), "a --#62; b");
        assert_eq!(quoted("größe-1.x/y"), "größe-1.x/y");
    }
}
