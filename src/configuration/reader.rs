//! Reads a table key by key: unknown keys and wrong values are told where they stand.

use super::tree::{Item, ItemKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::ast::Name;

/// Reads tables of one file; what is wrong goes to `problems`.
pub struct Reader<'a> {
    /// Everything that is wrong.
    pub problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// The entries of a table; a value that is none is told.
    pub fn table<'i>(&mut self, key: &str, item: &'i Item) -> &'i [(Name, Item)] {
        match &item.kind {
            ItemKind::Table(entries) => entries,
            _ => {
                self.expected(key, "a table", item);
                &[]
            }
        }
    }

    /// A text.
    pub fn text(&mut self, key: &str, item: &Item) -> Option<Name> {
        match &item.kind {
            ItemKind::Text(text) => Some(Name {
                text: text.clone(),
                span: item.span,
            }),
            _ => {
                self.expected(key, "a string", item);
                None
            }
        }
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &str, item: &Item) -> Vec<Name> {
        let ItemKind::List(items) = &item.kind else {
            self.expected(key, "a list of strings", item);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| self.text(key, item))
            .collect()
    }

    /// The position of a word in a list of known ones.
    pub fn word(&mut self, key: &str, item: &Item, known: &[&str]) -> Option<usize> {
        let listed = one_of(known);
        let ItemKind::Text(text) = &item.kind else {
            self.expected(key, &listed, item);
            return None;
        };
        let position = known.iter().position(|word| word == text);
        if position.is_none() {
            let problem = Diagnostic::error(
                "C902",
                format!("`{key}` has no value `{}`", text.escape_debug()),
                item.span,
                format!("expected {listed}"),
            );
            self.problems
                .push(match nearest(text, known.iter().copied()) {
                    Some(word) => problem.help(format!("did you mean `{word}`?")),
                    None => problem,
                });
        }
        position
    }

    /// Tells that a value is of the wrong kind.
    pub fn expected(&mut self, key: &str, what: &str, item: &Item) {
        self.problems.push(Diagnostic::error(
            "C902",
            format!("`{key}` must be {what}"),
            item.span,
            format!("this is {}", item.kind()),
        ));
    }

    /// Tells that a table has no such key.
    pub fn unknown_key(&mut self, of: &str, name: &Name, known: &[&str]) {
        let wrong = name.text.escape_debug().to_string();
        let problem = Diagnostic::error(
            "C905",
            format!("{of} has no key `{wrong}`"),
            name.span,
            "unknown key",
        );
        self.problems.push(suggest(problem, &name.text, known));
    }

    /// Tells that a key must be there; `span` is where it is missing.
    pub fn missing_key(&mut self, of: &str, key: &str, span: Span, help: &str) {
        self.problems.push(
            Diagnostic::error(
                "C906",
                format!("{of} has no `{key}`"),
                span,
                format!("expected `{key} = …` here"),
            )
            .help(help),
        );
    }
}

/// A problem, with the known name that was perhaps meant, or with what there is.
pub(super) fn suggest(problem: Diagnostic, wrong: &str, known: &[&str]) -> Diagnostic {
    match nearest(wrong, known.iter().copied()) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None if known.is_empty() => problem,
        None => problem.help(format!("known are {}", listed(known))),
    }
}

fn one_of(known: &[&str]) -> String {
    match known {
        [only] => format!("`{only}`"),
        known => format!("one of {}", listed(known)),
    }
}

/// So many known words are listed.
const SHOWN: usize = 9;

fn listed(known: &[&str]) -> String {
    let first = known.iter().take(SHOWN).map(|name| format!("`{name}`"));
    let mut first: Vec<String> = first.collect();
    if known.len() > SHOWN {
        first.push(format!("and {} more", known.len() - SHOWN));
    }
    first.join(", ")
}
