//! Pages about codes, rules, functions and attributes: what `plangate explain WORD` shows, and what
//! the generated pages of `docs/` hold.

pub mod code;
pub mod crosswalk;
mod example;
pub mod function;
pub mod kind;
mod markdown;
pub mod page;
pub mod rule;
mod text;
pub mod word;

pub use example::{Example, Pair};
pub use page::{Kind, Page, Part};

use std::io::{self, Write};

use crate::report::Style;

/// A way to write pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people, on a terminal.
    Text,
    /// For documents.
    Markdown,
    /// For machines: `docs/manual.md` says how it is laid out.
    Json,
}

impl Format {
    /// Every format, for people first.
    pub const ALL: [Format; 3] = [Format::Text, Format::Markdown, Format::Json];

    /// The name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Markdown => "markdown",
            Format::Json => "json",
        }
    }
}

/// Writes pages; `version` is the program's.
pub fn write(
    pages: &[Page],
    format: Format,
    version: &str,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(pages, style, out),
        Format::Markdown => out.write_all(markdown::pages(pages).as_bytes()),
        Format::Json => page::json(pages, version, out),
    }
}

/// A page as a document of its own, which begins with its heading.
pub fn markdown(page: &Page) -> String {
    markdown::pages(std::slice::from_ref(page))
}

/// Examples for machines.
fn examples(examples: &[(&str, &str)]) -> Vec<serde_json::Value> {
    let example = |(expression, result): &(&str, &str)| serde_json::json!({ "expression": expression, "result": result });
    examples.iter().map(example).collect()
}
