//! Strings, heredocs and names that need quotes.

use super::{Printer, STEP};
use crate::syntax::ast::{Expression, Name, Part, Template};

impl Printer<'_> {
    /// A string or heredoc; a heredoc that cannot hold the text becomes a string.
    pub(super) fn template(&mut self, template: &Template) {
        match self.heredoc(template) {
            Some(text) => self.push(&text),
            None => self.string(&template.parts),
        }
    }

    /// A string with what it interpolates, always on one line.
    fn string(&mut self, parts: &[Part]) {
        self.push("\"");
        for (at, part) in parts.iter().enumerate() {
            match part {
                Part::Literal(text) => {
                    let interpolates = matches!(parts.get(at + 1), Some(Part::Interpolation(_)));
                    let text = escape(text, interpolates);
                    self.push(&text);
                }
                Part::Interpolation(inner) => {
                    let text = self.interpolation(inner);
                    self.push(&text);
                }
            }
        }
        self.push("\"");
    }

    /// A name that may need quotes: a key of a map, a pair of a body, an attribute.
    pub(super) fn key(&mut self, name: &Name) {
        if is_name(&name.text) {
            self.push(&name.text);
        } else {
            self.quoted(name);
        }
    }

    /// A name in quotes.
    pub(super) fn quoted(&mut self, name: &Name) {
        self.push(&format!("\"{}\"", escape(&name.text, false)));
    }

    fn interpolation(&self, inner: &Expression) -> String {
        let text = self.flat(|printer| {
            printer.interpolated = true;
            printer.loosest(inner);
        });
        format!("${{{text}}}")
    }

    /// The template as a heredoc, indented one step more than its mark where that keeps the text.
    fn heredoc(&self, template: &Template) -> Option<String> {
        if !template.heredoc || self.interpolated || !fits_heredoc(&template.parts) {
            return None;
        }
        let mut text = String::new();
        for part in &template.parts {
            match part {
                Part::Literal(literal) => text.push_str(&escape_signs(literal)),
                Part::Interpolation(inner) => text.push_str(&self.interpolation(inner)),
            }
        }
        let lines: Vec<&str> = text.split_terminator('\n').collect();
        let tag = tag(&lines);
        let shared = lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
            .min();
        let indent = if self.is_flat() {
            self.indent
        } else {
            self.line_indent()
        };
        let mark = " ".repeat(indent);
        if shared != Some(0) {
            return Some(format!("<<{tag}\n{text}{mark}{tag}"));
        }
        let pad = " ".repeat(indent + STEP);
        let mut out = format!("<<-{tag}\n");
        for line in lines {
            if !line.is_empty() {
                out.push_str(&pad);
            }
            out.push_str(line);
            out.push('\n');
        }
        Some(format!("{out}{mark}{tag}"))
    }
}

/// Whether a text is a word of the language's form, reserved or not.
pub(super) fn is_name(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.ends_with(is_word)
        && text.chars().all(|c| is_word(c) || c == '-')
}

/// A heredoc has no escapes for letters, ends in a newline, and cannot have a `$` before `${`.
fn fits_heredoc(parts: &[Part]) -> bool {
    let ends = match parts.last() {
        Some(Part::Literal(text)) => text.ends_with('\n'),
        Some(Part::Interpolation(_)) => false,
        None => true,
    };
    let neighbours = parts.windows(2).all(|pair| {
        !matches!(pair, [Part::Literal(text), Part::Interpolation(_)] if text.ends_with('$'))
    });
    let plain = parts.iter().all(|part| match part {
        Part::Literal(text) => text
            .chars()
            .all(|c| matches!(c, '\n' | '\t') || !is_special(c)),
        Part::Interpolation(_) => true,
    });
    ends && neighbours && plain
}

/// A heredoc's mark that none of its lines begins with.
fn tag(lines: &[&str]) -> String {
    let mut tag = "EOT".to_owned();
    let mut number = 1;
    while lines
        .iter()
        .any(|line| line.trim_start_matches([' ', '\t']).starts_with(&tag))
    {
        number += 1;
        tag = format!("EOT{number}");
    }
    tag
}

fn escape(text: &str, before_interpolation: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in escape_signs(text).chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_special(c) && u32::from(c) <= 0xffff => {
                out.extend([format!("\\u{:04x}", u32::from(c))]);
            }
            c if is_special(c) => out.extend([format!("\\U{:08x}", u32::from(c))]),
            c => out.push(c),
        }
    }
    if before_interpolation && out.ends_with('$') {
        out.pop();
        out.push_str("\\u0024");
    }
    out
}

/// `${` and `%{` as text.
fn escape_signs(text: &str) -> String {
    text.replace("${", "$${").replace("%{", "%%{")
}

/// Letters that a file may not show as they are.
fn is_special(c: char) -> bool {
    crate::syntax::parse::is_hidden(c) || c == '\r'
}
