//! Draws a diagnostic with the lines of source that it is about.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
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
    let primary = diagnostic.labels.first().map(|label| label.span);
    let annotations = diagnostic
        .labels
        .iter()
        .filter(|label| label.span.source == id)
        .map(|label| {
            let end = (label.span.end as usize).min(source.text.len());
            let start = (label.span.start as usize).min(end);
            let kind = if Some(label.span) == primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let annotation = kind.span(start..end);
            if label.text.is_empty() {
                annotation
            } else {
                annotation.label(label.text.as_str())
            }
        });
    Some(
        Snippet::source(&*source.text)
            .path(source.name.as_str())
            .fold(true)
            .annotations(annotations.collect::<Vec<_>>()),
    )
}
