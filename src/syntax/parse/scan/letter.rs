//! Letters that may not stand in a rule file, or not outside of texts.

use super::Scanner;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl Scanner<'_> {
    /// A letter or sign that is no word, bracket or quote.
    pub(super) fn letter(&mut self) {
        let character = self.text[self.at..].chars().next().unwrap_or(' ');
        let mut end = self.at + character.len_utf8();
        if !character.is_ascii() || character.is_ascii_control() {
            end += self.belonging(character, end);
            let span = self.span(self.at, end);
            let problem = if is_hidden(character) {
                hidden(character, span)
            } else {
                stray(character, span)
            };
            self.mistake(self.at, problem);
        }
        self.at = end;
    }

    /// The length of what a letter takes with it: the rest of a word, or a text in its quotes.
    fn belonging(&self, character: char, end: usize) -> usize {
        let rest = self.text[end..].lines().next().unwrap_or_default();
        let closing = match character {
            '“' | '„' => "”",
            '«' => "»",
            '‘' => "’",
            c if c.is_alphabetic() => {
                let is_other = |c: char| !(c.is_alphanumeric() || c == '_');
                return rest.find(is_other).unwrap_or(rest.len());
            }
            _ => return 0,
        };
        rest.find(closing).map_or(0, |at| at + closing.len())
    }

    /// A carriage return is part of a line's end, or it hides what stands before it.
    pub(super) fn carriage_return(&mut self) {
        if !self.next_is(b'\n') {
            let span = self.span(self.at, self.at + 1);
            self.mistake(self.at, hidden('\r', span));
        }
        self.at += 1;
    }

    /// Letters that do not show what the text says are refused, in strings and comments too.
    pub(super) fn refuse_hidden(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        let found = text.char_indices().find(|(at, c)| {
            is_hidden(*c) || (*c == '\r' && self.bytes.get(start + at + 1) != Some(&b'\n'))
        });
        if let Some((at, character)) = found {
            let at = start + at;
            let span = self.span(at, at + character.len_utf8());
            self.mistake(at, hidden(character, span));
        }
    }
}

/// Control characters, and those that turn the direction of text round.
pub(in crate::syntax) fn is_hidden(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    control
        || matches!(
            character,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
                | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

fn hidden(character: char, span: Span) -> Diagnostic {
    let code = u32::from(character);
    let problem = Diagnostic::error(
        "P101",
        format!("the invisible character U+{code:04X} stands here"),
        span,
        "it can make the text look other than it is",
    );
    problem.help(format!("delete it; in a string write `\\u{code:04x}`"))
}

fn stray(character: char, span: Span) -> Diagnostic {
    let message = format!("`{}` cannot stand here", character.escape_debug());
    let problem = Diagnostic::error(
        "P101",
        message,
        span,
        "expected plain letters, digits and signs",
    );
    problem.help(match character {
        '“' | '”' | '„' | '«' | '»' => "quotes are written `\"`",
        '‘' | '’' | '‚' => "strings stand in double quotes, `\"`",
        '–' | '—' | '−' => "did you mean `-`?",
        '→' | '⇒' => "an arrow is written `->`",
        '←' | '⇐' => "an arrow is written `<-`",
        '≤' => "did you mean `<=`?",
        '≥' => "did you mean `>=`?",
        '≠' => "did you mean `!=`?",
        '…' => "write it out; three dots mean nothing here",
        '\u{a0}' => "this is a space that does not break; write a plain one",
        c if c.is_alphabetic() => "names are made of a to z, digits, `_` and `-`",
        _ => "other letters belong in quotes or comments",
    })
}
