//! `json`: for machines, as docs/lint.md describes it.

use std::io::{self, Write};

use serde::Serialize;

use super::super::{Style, json};
use super::{Advice, Listing};
use crate::diagnostic::{Diagnostic, Fix, Label, Severity};
use crate::source::{Sources, Span};

/// Grows where a reader of an older document would read a newer one wrongly.
const FORMAT_VERSION: u32 = 1;

pub(super) static LISTING: Listing = Listing {
    name: "json",
    about: "For machines: one document",
    write,
};

fn write(advice: &Advice<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let sources = advice.sources;
    let document = Document {
        format: "plangate-lint",
        format_version: FORMAT_VERSION,
        plangate: advice.version,
        files: advice.files,
        errors: advice.count(Severity::Error),
        warnings: advice.count(Severity::Warning),
        mended: advice
            .mended
            .iter()
            .map(|mended| MendedDocument {
                file: &mended.file,
                code: mended.code,
                message: &mended.message,
            })
            .collect(),
        diagnostics: advice
            .problems
            .iter()
            .map(|problem| DiagnosticDocument::new(problem, sources))
            .collect(),
    };
    json::write(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    format_version: u32,
    plangate: &'a str,
    files: usize,
    errors: usize,
    warnings: usize,
    mended: Vec<MendedDocument<'a>>,
    diagnostics: Vec<DiagnosticDocument<'a>>,
}

#[derive(Serialize)]
struct MendedDocument<'a> {
    file: &'a str,
    code: &'static str,
    message: &'a str,
}

#[derive(Serialize)]
struct DiagnosticDocument<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    /// The first is the place that is wrong.
    places: Vec<PlaceDocument<'a>>,
    help: Option<&'a str>,
    fix: Option<FixDocument<'a>>,
}

impl<'a> DiagnosticDocument<'a> {
    fn new(problem: &'a Diagnostic, sources: &'a Sources) -> DiagnosticDocument<'a> {
        let place = |label: &'a Label| PlaceDocument::new(label.span, &label.text, sources);
        DiagnosticDocument {
            code: problem.code,
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &problem.message,
            places: problem.labels.iter().map(place).collect(),
            help: problem.help.as_deref(),
            fix: problem.fix.as_ref().map(|fix: &Fix| FixDocument {
                place: PlaceDocument::new(fix.span, "", sources),
                replacement: &fix.replacement,
                safe: fix.safe,
            }),
        }
    }
}

#[derive(Serialize)]
struct PlaceDocument<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    start_byte: u32,
    end_byte: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

impl<'a> PlaceDocument<'a> {
    fn new(span: Span, label: &'a str, sources: &'a Sources) -> PlaceDocument<'a> {
        let source = sources.get(span.source);
        let ((line, column), (end_line, end_column)) = (sources.position(span), sources.end(span));
        PlaceDocument {
            file: source.map_or("", |source| &source.name),
            line,
            column,
            end_line,
            end_column,
            start_byte: span.start,
            end_byte: span.end,
            label,
        }
    }
}

#[derive(Serialize)]
struct FixDocument<'a> {
    place: PlaceDocument<'a>,
    replacement: &'a str,
    safe: bool,
}
