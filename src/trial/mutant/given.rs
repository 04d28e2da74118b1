//! Changes of what a test gives.

use super::{Change, Mutant};
use crate::source::Span;
use crate::syntax::ast::{Body, BodyEntry, Expression, ExpressionKind, Given, Test};

/// The mutants of a test's fixtures: each value that is read becomes unknown, or is not given.
///
/// `is_read` says of the name of an attribute or block whether the rules under test read it; what
/// nobody reads is left as it is, for changing it proves nothing.
pub fn of_test(test: &Test, is_read: &dyn Fn(&str) -> bool) -> Vec<Mutant<Test>> {
    let mut mutants = Vec::new();
    for (at, given) in test.givens.iter().enumerate() {
        let Given::Object(object) = given else {
            continue;
        };
        let bodies = of_body(&object.body, is_read).into_iter();
        mutants.extend(bodies.map(|mutant| {
            mutant.within(|body| {
                let mut test = test.clone();
                if let Given::Object(object) = &mut test.givens[at] {
                    object.body = body;
                }
                test
            })
        }));
    }
    mutants
}

fn of_body(body: &Body, is_read: &dyn Fn(&str) -> bool) -> Vec<Mutant<Body>> {
    let mut mutants = Vec::new();
    for (at, entry) in body.entries.iter().enumerate() {
        match entry {
            BodyEntry::Pair(name, value) if is_read(&name.text) && !is_repetition(&name.text) => {
                let span = name.span.to(value.span);
                if !matches!(value.kind, ExpressionKind::Unknown) {
                    let changed = with(body, at, Some(unknown(entry, value.span)));
                    let text = format!("{} = unknown", name.text);
                    mutants.push(Mutant::new(Change::Unknown, span, text, changed));
                }
                mutants.push(Mutant::new(Change::Unset, span, "", with(body, at, None)));
            }
            BodyEntry::Block {
                name,
                labels,
                body: inner,
            } if is_read(&name.text) => {
                let span = name.span.to(inner.span);
                mutants.push(Mutant::new(Change::Unset, span, "", with(body, at, None)));
                mutants.extend(of_body(inner, is_read).into_iter().map(|mutant| {
                    mutant.within(|inner| {
                        let block = BodyEntry::Block {
                            name: name.clone(),
                            labels: labels.clone(),
                            body: inner,
                        };
                        with(body, at, Some(block))
                    })
                }));
            }
            BodyEntry::Pair(..) | BodyEntry::Block { .. } => {}
        }
    }
    mutants
}

/// Whether the argument says how many instances there are, so that without it there are others.
fn is_repetition(name: &str) -> bool {
    matches!(name, "count" | "for_each" | "provider")
}

fn unknown(entry: &BodyEntry, span: Span) -> BodyEntry {
    let kind = ExpressionKind::Unknown;
    match entry {
        BodyEntry::Pair(name, _) => BodyEntry::Pair(name.clone(), Expression { kind, span }),
        BodyEntry::Block { .. } => entry.clone(),
    }
}

/// The body with another entry in a place, or without one there.
fn with(body: &Body, at: usize, entry: Option<BodyEntry>) -> Body {
    let mut body = body.clone();
    match entry {
        Some(entry) => body.entries[at] = entry,
        None => {
            body.entries.remove(at);
        }
    }
    body
}
