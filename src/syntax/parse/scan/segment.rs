//! Where items begin and end, and the parts of rules, as far as their first words tell.

use super::Scanner;
use crate::syntax::parse::word::{ITEMS, PARTS, meant};

/// An item of the file.
#[derive(Clone, Debug)]
pub(in crate::syntax::parse) struct Segment {
    pub(in crate::syntax::parse) start: usize,
    pub(in crate::syntax::parse) end: usize,
    /// For a rule: the parts inside its braces.
    pub(in crate::syntax::parse) parts: Vec<Part>,
    /// A mistake of letters lies in it and was reported.
    pub(in crate::syntax::parse) is_broken: bool,
}

/// A part of a rule: a header line, `on`, or a statement.
#[derive(Clone, Debug)]
pub(in crate::syntax::parse) struct Part {
    pub(in crate::syntax::parse) start: usize,
    pub(in crate::syntax::parse) end: usize,
    /// A mistake of letters lies in it and was reported.
    pub(in crate::syntax::parse) is_broken: bool,
}

/// Words that join two values; a word before one of them begins nothing.
const OPERATORS: [&str; 9] = [
    "and", "or", "not", "in", "contains", "like", "matches", "is", "as",
];

impl Segment {
    /// Ends the item, and its last part.
    pub(super) fn end_at(&mut self, end: usize) {
        self.end = end;
        self.parts_end_at(end);
    }

    /// Ends the last part, if nothing ended it yet.
    pub(super) fn parts_end_at(&mut self, end: usize) {
        if let Some(part) = self.parts.last_mut().filter(|part| part.end == usize::MAX) {
            part.end = end;
        }
    }

    /// Marks what mistakes lie in; they are sorted.
    pub(super) fn mark_broken(&mut self, mistakes: &[usize]) {
        let lies_in = |start: usize, end: usize| {
            let first = mistakes.partition_point(|at| *at < start);
            mistakes.get(first).is_some_and(|at| *at < end)
        };
        self.is_broken = lies_in(self.start, self.end);
        for part in &mut self.parts {
            part.is_broken = lies_in(part.start, part.end);
        }
    }
}

impl Scanner<'_> {
    /// A word that stands first on its line: it may begin an item or a part of a rule.
    pub(super) fn begin(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        let at_margin = start == 0 || self.bytes[start - 1] == b'\n';
        // An item's keyword in the first column ends whatever was left open before it.
        let is_item = ITEMS.contains(&word)
            && (self.open.is_empty() || (at_margin && word != "param"))
            && !self.is_assigned(end);
        if is_item
            || self.items.is_empty()
            || (self.open.is_empty() && self.is_nearly(&ITEMS, start, end))
        {
            self.begin_item(start);
            return;
        }
        let is_part = PARTS.contains(&word) && !self.is_assigned(end);
        if is_part {
            self.unclosed_before_statement(start);
        }
        if self.open.len() == 1
            && (is_part || self.is_meta(end) || self.is_nearly(&PARTS, start, end))
        {
            self.begin_part(start);
        }
    }

    fn begin_item(&mut self, start: usize) {
        self.unclosed(Some(start));
        self.end_chains();
        if let Some(last) = self.items.last_mut() {
            last.end_at(start);
        }
        self.items.push(Segment {
            start,
            end: usize::MAX,
            parts: Vec::new(),
            is_broken: false,
        });
    }

    fn begin_part(&mut self, start: usize) {
        self.end_chains();
        if let Some(last) = self.items.last_mut() {
            last.parts_end_at(start);
            last.parts.push(Part {
                start,
                end: usize::MAX,
                is_broken: false,
            });
        }
    }

    fn rest_of_line(&self, at: usize) -> &str {
        self.text[at..].trim_start_matches([' ', '\t'])
    }

    /// Whether `=` or `:` follows: the word is a key.
    fn is_assigned(&self, end: usize) -> bool {
        let rest = self.rest_of_line(end);
        (rest.starts_with('=') && !rest.starts_with("==")) || rest.starts_with(':')
    }

    /// Whether a key of the header follows: a word and `=`, or a word and `{`.
    fn is_meta(&self, end: usize) -> bool {
        let rest = self.rest_of_line(end);
        (rest.starts_with('=') && !rest.starts_with("==")) || rest.starts_with('{')
    }

    /// Whether a word is a misspelled keyword: near to one, and what follows it is no operator.
    fn is_nearly(&self, keywords: &[&'static str], start: usize, end: usize) -> bool {
        let word = &self.text[start..end];
        if word.len() < 2 || OPERATORS.contains(&word) || ["message", "because"].contains(&word) {
            return false;
        }
        let rest = self.rest_of_line(end);
        let next: &str = rest
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default();
        let begins = rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '"' | '_'));
        begins && !OPERATORS.contains(&next) && meant(word, keywords).is_some()
    }
}
