//! Pages as Markdown.

use std::fmt::Write;

use super::page::{Page, Part};
use crate::report::escape;

/// Pages one below the other.
pub(super) fn pages(pages: &[Page]) -> String {
    let texts: Vec<String> = pages.iter().map(page).collect();
    texts.join("\n")
}

fn page(page: &Page) -> String {
    let mut text = String::new();
    let title = plain(&format!("{}: {}", page.name, page.title));
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# {title}");
    let mut before = None;
    for part in &page.parts {
        let _ = write(&mut text, part, before);
        before = Some(part);
    }
    text
}

fn write(text: &mut String, part: &Part, before: Option<&Part>) -> std::fmt::Result {
    match part {
        Part::Heading(heading) => writeln!(text, "\n## {}", plain(heading)),
        Part::Text(paragraph) => writeln!(text, "\n{}", plain(paragraph)),
        Part::Fact(name, what) => {
            if !matches!(before, Some(Part::Fact(..))) {
                text.push_str("\n| | |\n|---|---|\n");
            }
            let what = plain(what).replace('|', "\\|");
            writeln!(text, "| {} | {what} |", plain(name))
        }
        Part::Item(item) => {
            if !matches!(before, Some(Part::Item(_))) {
                text.push('\n');
            }
            writeln!(text, "- {}", plain(item))
        }
        Part::Code {
            name,
            language,
            text: code,
        } => {
            if let Some(name) = name {
                writeln!(text, "\n{}:", plain(&format!("`{name}`")))?;
            }
            let fence = fence(code);
            let lines: Vec<_> = code.trim_end().lines().map(escape).collect();
            writeln!(text, "\n{fence}{language}\n{}\n{fence}", lines.join("\n"))
        }
    }
}

/// A text that is nothing but text to a browser; what stands in backticks stays as it is.
fn plain(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(index, part)| match index % 2 {
            0 => escape(part).replace('<', "&lt;"),
            _ => escape(part).into_owned(),
        })
        .collect();
    parts.join("`")
}

/// A fence that the text does not hold.
fn fence(code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    fence
}
