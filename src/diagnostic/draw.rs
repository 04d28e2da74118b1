//! Draws a diagnostic with the lines of source that it is about.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Label, Severity};
use crate::source::{SourceId, Sources};

/// The drawing, ending in a newline.
pub(super) fn draw(diagnostic: &Diagnostic, sources: &Sources, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level
        .primary_title(diagnostic.message.as_str())
        .id(diagnostic.code);
    let mut group = Group::with_title(title);
    let mut shown: Vec<SourceId> = Vec::new();
    for label in &diagnostic.labels {
        let id = label.span.source;
        if shown.contains(&id) {
            continue;
        }
        shown.push(id);
        if let Some(snippet) = snippet(diagnostic, sources, id) {
            group = group.element(snippet);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if colour {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let mut text = renderer.render(&[group]);
    text.push('\n');
    text
}

fn snippet<'a>(
    diagnostic: &'a Diagnostic,
    sources: &'a Sources,
    id: SourceId,
) -> Option<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let source = sources.get(id)?;
    let labels: Vec<&Label> = diagnostic
        .labels
        .iter()
        .filter(|label| label.span.source == id)
        .collect();
    let (start, end) = lines(&source.text, &labels);
    let primary = diagnostic.labels.first().map(|label| label.span);
    let annotations = labels.into_iter().map(|label| {
        let range = range(&source.text, label);
        let kind = if Some(label.span) == primary {
            AnnotationKind::Primary
        } else {
            AnnotationKind::Context
        };
        let annotation = kind.span(range.start - start..range.end - start);
        if label.text.is_empty() {
            annotation
        } else {
            annotation.label(label.text.as_str())
        }
    });
    let above = source.text[..start]
        .bytes()
        .filter(|byte| *byte == b'\n')
        .count();
    Some(
        Snippet::source(&source.text[start..end])
            .line_start(above + 1)
            .path(source.name.as_str())
            .fold(true)
            .annotations(annotations.collect::<Vec<_>>()),
    )
}

/// The bytes that a label underlines: inside the text, and between its letters.
fn range(text: &str, label: &Label) -> Range<usize> {
    let inside = |at: u32| {
        let mut at = (at as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let end = inside(label.span.end);
    inside(label.span.start).min(end)..end
}

/// The whole lines that labels touch; the drawing needs no more of a long file.
fn lines(text: &str, labels: &[&Label]) -> (usize, usize) {
    let ranges = labels.iter().map(|label| range(text, label));
    let (start, end) = ranges.fold((text.len(), 0), |(start, end), range| {
        (start.min(range.start), end.max(range.end))
    });
    let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let end = end.max(start);
    let end = text[end..]
        .find('\n')
        .map_or(text.len(), |newline| end + newline + 1);
    (start, end)
}
