//! Strings, heredocs and comments.

use super::Scanner;
use crate::diagnostic::Diagnostic;

impl Scanner<'_> {
    pub(super) fn line_comment(&mut self) {
        let start = self.at;
        while self.at < self.bytes.len() && self.bytes[self.at] != b'\n' {
            self.at += 1;
        }
        self.refuse_hidden(start, self.at);
    }

    pub(super) fn block_comment(&mut self) {
        let start = self.at;
        // `/*/` does not end itself.
        let inside = start + 2;
        match self.text[inside..].find("*/") {
            Some(length) => {
                self.at = inside + length + 2;
                self.refuse_hidden(start, self.at);
            }
            None => {
                let problem = Diagnostic::error(
                    "P103",
                    "this comment never ends",
                    self.span(start, start + 2),
                    "expected `*/` behind it",
                );
                self.mistake(start, problem);
                self.swallow_rest();
            }
        }
    }

    /// A string from its quote on, or its rest behind an expression; it must end on its line.
    pub(super) fn string(&mut self, start: usize) {
        let from = self.at;
        if from == start {
            self.at += 1;
        }
        while let Some(byte) = self.bytes.get(self.at).copied() {
            match byte {
                b'"' => {
                    self.at += 1;
                    self.refuse_hidden(from, self.at);
                    return;
                }
                b'\n' => break,
                b'\\' => self.escape(),
                b'$' if self.text[self.at..].starts_with("$${") => self.at += 3,
                b'$' if self.next_is(b'{') => {
                    self.refuse_hidden(from, self.at);
                    self.push_open(b'$', start);
                    self.at += 2;
                    return;
                }
                _ => self.at += 1,
            }
        }
        if self.open.iter().any(|open| open.sign == b'$') {
            // Probably its quote was meant to end the string around it.
            return self.end_strings();
        }
        let problem = self.string_never_ends(start);
        self.mistake(start, problem);
    }

    /// The end of a line, on which strings must have ended.
    pub(super) fn newline(&mut self) {
        self.end_strings();
        self.at += 1;
    }

    /// Reports the innermost `${` that is still open, and leaves all strings.
    pub(super) fn end_strings(&mut self) {
        let Some(open) = self.open.iter().rfind(|open| open.sign == b'$').copied() else {
            return;
        };
        let problem = Diagnostic::error(
            "P103",
            "this `${` is never closed",
            self.span(open.at, open.at + 2),
            "expected a `}` for it on the same line",
        );
        self.mistake(open.at, problem);
        if let Some(position) = self.open.iter().position(|open| open.sign == b'$') {
            self.close_down_to(position);
        }
    }

    fn string_never_ends(&self, start: usize) -> Diagnostic {
        let problem = Diagnostic::error(
            "P103",
            "this string never ends",
            self.span(start, start + 1),
            "expected a closing `\"` on the same line",
        );
        problem.help("a text of several lines is a heredoc: `<<-EOT` … `EOT`")
    }

    fn escape(&mut self) {
        let rest = &self.bytes[self.at + 1..];
        let hexadecimal = |count: usize| {
            let digits = rest.get(1..=count)?;
            let digits = std::str::from_utf8(digits).ok()?;
            let all = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            all.then(|| {
                u32::from_str_radix(digits, 16)
                    .ok()
                    .and_then(char::from_u32)
            })
        };
        let (length, is_character) = match rest.first() {
            Some(b'n' | b'r' | b't' | b'"' | b'\\') => (2, true),
            Some(b'u') => hexadecimal(4).map_or((0, true), |c| (6, c.is_some())),
            Some(b'U') => hexadecimal(8).map_or((0, true), |c| (10, c.is_some())),
            _ => (0, true),
        };
        if length > 0 && is_character {
            self.at += length;
            return;
        }
        let wrong = self.text[self.at + 1..].chars().next().unwrap_or('\n');
        let (end, expected) = if length > 0 {
            (self.at + length, "no character has this number")
        } else {
            let expected =
                "expected `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\u00e9` or `\\U0001f512`";
            (self.at + 1 + wrong.len_utf8(), expected)
        };
        let end = end.min(self.bytes.len());
        let shown = self.text[self.at..end].trim_end();
        let problem = Diagnostic::error(
            "P102",
            format!("`{shown}` is no escape"),
            self.span(self.at, end),
            expected,
        )
        .help("a backslash itself is written `\\\\`");
        self.mistake(self.at, problem);
        self.at = if wrong == '\n' { self.at + 1 } else { end };
    }

    pub(super) fn heredoc(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 2..];
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let is_tag =
            |byte: &u8| byte.is_ascii_uppercase() || *byte == b'_' || byte.is_ascii_digit();
        let length = rest
            .as_bytes()
            .iter()
            .take_while(|byte| is_tag(byte))
            .count();
        let tag = &rest[..length];
        let begin = self.text.len() - rest.len() + length;
        if tag.is_empty() {
            self.at += 2;
            return;
        }
        let mut line = self.line_behind(begin);
        while line < self.bytes.len() {
            let end = self.line_behind(line);
            let words = self.text[line..end].trim_start_matches([' ', '\t']);
            if let Some(after) = words.strip_prefix(tag)
                && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            {
                self.at = end - after.len();
                self.refuse_hidden(start, self.at);
                return;
            }
            line = end;
        }
        let problem = Diagnostic::error(
            "P103",
            format!("this heredoc never ends: no line is just `{tag}`"),
            self.span(start, begin),
            format!("expected a line with `{tag}` behind it"),
        );
        self.mistake(start, problem);
        self.swallow_rest();
    }

    /// The rest of the file belongs to something that never ends; what is open has no fault.
    fn swallow_rest(&mut self) {
        self.close_down_to(0);
        self.at = self.bytes.len();
    }

    /// Where the next line begins.
    fn line_behind(&self, at: usize) -> usize {
        let newline = self.text[at..].find('\n');
        newline.map_or(self.bytes.len(), |newline| at + newline + 1)
    }
}
