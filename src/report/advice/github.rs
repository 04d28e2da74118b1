//! `github`: annotations, which GitHub shows beside the changed lines of a pull request.

use std::io::{self, Write};

use super::super::Style;
use super::{Advice, Listing};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

pub(super) static LISTING: Listing = Listing {
    name: "github",
    about: "For workflows of GitHub: an annotation for each",
    write,
};

fn write(advice: &Advice<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    for problem in advice.problems {
        writeln!(out, "{}", annotation(problem, advice.sources))?;
    }
    Ok(())
}

fn annotation(problem: &Diagnostic, sources: &Sources) -> String {
    let command = match problem.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    let mut properties = Vec::new();
    if let Some(label) = problem.labels.first()
        && let Some(source) = sources.get(label.span.source)
    {
        let (line, column) = sources.position(label.span);
        let end = sources.end(label.span).0;
        properties.push(format!("file={}", property(&source.name)));
        properties.push(format!("line={line},endLine={end},col={column}"));
    }
    properties.push(format!("title={}", problem.code));
    let text = match &problem.help {
        Some(help) => format!("{}\n{help}", problem.message),
        None => problem.message.clone(),
    };
    format!("::{command} {}::{}", properties.join(","), value(&text))
}

/// A text as GitHub reads it back.
fn value(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    value(text).replace(':', "%3A").replace(',', "%2C")
}
