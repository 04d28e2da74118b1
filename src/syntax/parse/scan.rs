//! Looks at a file's letters before the grammar does: what no grammar can name well (a string
//! that never ends, a brace that nobody closes), and where the items and parts begin and end, so
//! that one mistake hides no other.

use super::{DEPTH, too_deep};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};

/// What the scan found.
pub(super) struct Scanned {
    /// Nothing is wrong with strings, comments, braces and letters.
    pub(super) is_sound: bool,
    /// The items of the file: each from its keyword to the next one's.
    pub(super) items: Vec<Segment>,
}

/// A part of the text.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) end: usize,
    /// For a rule: the parts inside its braces.
    pub(super) parts: Vec<(usize, usize)>,
    /// A mistake of letters lies in it and was reported.
    pub(super) is_broken: bool,
}

const ITEMS: [&str; 6] = ["edition", "import", "param", "define", "rule", "test"];
const PARTS: [&str; 8] = [
    "on", "where", "unless", "let", "require", "deny", "each", "param",
];

/// Scans a text; what is wrong goes to `problems`.
pub(super) fn scan(text: &str, source: SourceId, problems: &mut Vec<Diagnostic>) -> Scanned {
    let mut scanner = Scanner {
        text,
        bytes: text.as_bytes(),
        at: 0,
        source,
        open: Vec::new(),
        items: Vec::new(),
        problems,
        mistakes: Vec::new(),
    };
    scanner.run();
    let mistakes = std::mem::take(&mut scanner.mistakes);
    let mut items = std::mem::take(&mut scanner.items);
    for segment in &mut items {
        segment.is_broken = mistakes
            .iter()
            .any(|at| (segment.start..segment.end).contains(at));
    }
    Scanned {
        is_sound: mistakes.is_empty(),
        items,
    }
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    source: SourceId,
    /// Opening brackets that wait for their closing ones.
    open: Vec<usize>,
    items: Vec<Segment>,
    problems: &'a mut Vec<Diagnostic>,
    mistakes: Vec<usize>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let mut line_start = true;
        while self.at < self.bytes.len() {
            let byte = self.bytes[self.at];
            match byte {
                b'\n' => {
                    line_start = true;
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b'#' => self.line_comment(),
                b'/' if self.next_is(b'/') => self.line_comment(),
                b'/' if self.next_is(b'*') => self.block_comment(),
                b'"' => {
                    self.string();
                    line_start = false;
                }
                b'<' if self.next_is(b'<') => {
                    self.heredoc();
                    line_start = false;
                }
                b'{' | b'(' | b'[' => {
                    self.bracket_opens();
                    line_start = false;
                }
                b'}' | b')' | b']' => {
                    self.bracket_closes(byte);
                    line_start = false;
                }
                b'A'..=b'Z' | b'a'..=b'z' | b'_' => {
                    self.word(line_start);
                    line_start = false;
                }
                _ => {
                    self.sign();
                    line_start = false;
                }
            }
        }
        self.unclosed(0);
        if let Some(last) = self.items.last_mut() {
            last.end = self.bytes.len();
        }
    }

    fn next_is(&self, byte: u8) -> bool {
        self.bytes.get(self.at + 1) == Some(&byte)
    }

    fn word(&mut self, line_start: bool) {
        let start = self.at;
        while self
            .bytes
            .get(self.at)
            .is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
        {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        let at_margin = start == 0 || self.bytes[start - 1] == b'\n';
        let is_item = ITEMS.contains(&word) && line_start;
        // An item's keyword in the first column ends whatever was left open before it.
        let inside = self.open.len();
        if is_item && (inside == 0 || (at_margin && word != "param")) {
            self.unclosed(start);
            if let Some(last) = self.items.last_mut() {
                last.end = start;
            }
            let (end, parts) = (self.bytes.len(), Vec::new());
            self.items.push(Segment {
                start,
                end,
                parts,
                is_broken: false,
            });
        } else if self.items.is_empty() {
            let (end, parts) = (self.bytes.len(), Vec::new());
            self.items.push(Segment {
                start,
                end,
                parts,
                is_broken: false,
            });
        } else if inside == 1 && line_start && (PARTS.contains(&word) || self.is_meta()) {
            self.part(start);
        }
    }

    /// Whether a key of the header follows: a word and `=`, or a word and `{`.
    fn is_meta(&self) -> bool {
        let rest = self.text[self.at..].trim_start_matches([' ', '\t']);
        (rest.starts_with('=') && !rest.starts_with("==")) || rest.starts_with('{')
    }

    fn part(&mut self, start: usize) {
        if let Some(last) = self.items.last_mut() {
            if let Some(before) = last.parts.last_mut() {
                before.1 = start;
            }
            last.parts.push((start, self.bytes.len()));
        }
    }

    fn bracket_opens(&mut self) {
        self.open.push(self.at);
        if self.open.len() == DEPTH + 1 {
            self.mistake(self.at, too_deep(self.span(self.at, self.at + 1)));
        }
        self.at += 1;
    }

    fn bracket_closes(&mut self, byte: u8) {
        let opened = self.open.last().map(|at| self.bytes[*at]);
        let fitting = matches!(
            (opened, byte),
            (Some(b'{'), b'}') | (Some(b'('), b')') | (Some(b'['), b']')
        );
        if fitting {
            self.open.pop();
            if self.open.is_empty()
                && let Some(last) = self.items.last_mut().and_then(|item| item.parts.last_mut())
                && last.1 == self.bytes.len()
            {
                last.1 = self.at;
            }
        } else {
            let span = self.span(self.at, self.at + 1);
            let problem = Diagnostic::error(
                "P101",
                format!("`{}` closes nothing", char::from(byte)),
                span,
                "no bracket of its kind is open here",
            );
            let problem = match self.open.last() {
                Some(at) => problem.also(self.span(*at, *at + 1), "this one is open"),
                None => problem,
            };
            self.mistake(self.at, problem);
        }
        self.at += 1;
    }

    /// Reports the brackets that nobody closed before `end`; the outermost tells enough.
    fn unclosed(&mut self, end: usize) {
        if let Some(at) = self.open.first().copied() {
            let sign = char::from(self.bytes[at]);
            let closing = match sign {
                '{' => '}',
                '(' => ')',
                _ => ']',
            };
            let problem = Diagnostic::error(
                "P101",
                format!("this `{sign}` is never closed"),
                self.span(at, at + 1),
                format!("expected a `{closing}` for it"),
            );
            let problem = if end > 0 {
                problem.also(self.span(end, end + 1), "the next item begins here")
            } else {
                problem
            };
            self.mistake(at, problem);
        }
        self.open.clear();
    }

    fn line_comment(&mut self) {
        let start = self.at;
        while self.at < self.bytes.len() && self.bytes[self.at] != b'\n' {
            self.at += 1;
        }
        self.refuse_hidden(start, self.at);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        match self.text[start..].find("*/") {
            Some(length) => {
                self.at = start + length + 2;
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
                self.at = self.bytes.len();
            }
        }
    }

    /// A string, with the expressions in it; it must end on its line.
    fn string(&mut self) {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'"' => {
                    self.at += 1;
                    self.refuse_hidden(start, self.at);
                    return;
                }
                b'\n' => break,
                b'\\' => self.escape(),
                b'$' if self.text[self.at..].starts_with("$${") => self.at += 3,
                b'$' if self.next_is(b'{') => {
                    if !self.interpolation() {
                        break;
                    }
                }
                _ => self.at += 1,
            }
        }
        let problem = Diagnostic::error(
            "P103",
            "this string never ends",
            self.span(start, start + 1),
            "expected a closing `\"` on the same line",
        )
        .help("a text of several lines is a heredoc: `<<-EOT` … `EOT`");
        self.mistake(start, problem);
    }

    /// Skips `${…}`; false where it does not end on the line.
    fn interpolation(&mut self) -> bool {
        let mut depth = 0_usize;
        while let Some(byte) = self.bytes.get(self.at) {
            match byte {
                b'{' => depth += 1,
                b'}' => {
                    depth -= 1;
                    if depth == 0 {
                        self.at += 1;
                        return true;
                    }
                }
                b'"' => {
                    // A string inside: its own quotes and escapes, but no deeper expressions.
                    self.at += 1;
                    while let Some(byte) = self.bytes.get(self.at) {
                        match byte {
                            b'"' | b'\n' => break,
                            b'\\' => self.at += 1,
                            _ => {}
                        }
                        self.at += 1;
                    }
                }
                b'\n' => return false,
                _ => {}
            }
            self.at += 1;
        }
        false
    }

    fn escape(&mut self) {
        let rest = &self.bytes[self.at + 1..];
        let hexadecimal =
            |count: usize| rest.len() > count && rest[1..=count].iter().all(u8::is_ascii_hexdigit);
        let length = match rest.first() {
            Some(b'n' | b'r' | b't' | b'"' | b'\\') => 2,
            Some(b'u') if hexadecimal(4) => 6,
            Some(b'U') if hexadecimal(8) => 10,
            _ => 0,
        };
        if length > 0 {
            self.at += length;
            return;
        }
        let wrong = self.text[self.at + 1..].chars().next().unwrap_or(' ');
        let end = self.at + 1 + wrong.len_utf8();
        let problem = Diagnostic::error(
            "P102",
            format!("`\\{}` is no escape", wrong.escape_debug()),
            self.span(self.at, end),
            "expected \\n, \\r, \\t, \\\", \\\\, \\uXXXX or \\UXXXXXXXX",
        )
        .help("a backslash itself is written `\\\\`");
        self.mistake(self.at, problem);
        self.at = if wrong == '\n' { self.at + 1 } else { end };
    }

    fn heredoc(&mut self) {
        let start = self.at;
        let rest = &self.text[start + 2..];
        let rest = rest.strip_prefix('-').unwrap_or(rest);
        let length = rest
            .bytes()
            .take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_' || byte.is_ascii_digit())
            .count();
        let tag = &rest[..length];
        let begin = self.text.len() - rest.len() + length;
        if tag.is_empty() {
            self.at += 2;
            return;
        }
        let mut line = match self.text[begin..].find('\n') {
            Some(newline) => begin + newline + 1,
            None => self.bytes.len(),
        };
        while line < self.bytes.len() {
            let end = self.text[line..]
                .find('\n')
                .map_or(self.bytes.len(), |at| line + at);
            let words = self.text[line..end].trim_start_matches([' ', '\t']);
            if let Some(after) = words.strip_prefix(tag)
                && !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            {
                self.at = end - after.len();
                self.refuse_hidden(start, self.at);
                return;
            }
            line = end + 1;
        }
        let problem = Diagnostic::error(
            "P103",
            format!("this heredoc never ends: no line is just `{tag}`"),
            self.span(start, begin),
            format!("expected a line with `{tag}` behind it"),
        );
        self.mistake(start, problem);
        self.at = self.bytes.len();
    }

    /// Anything else: most signs are the grammar's business.
    fn sign(&mut self) {
        let character = self.text[self.at..].chars().next().unwrap_or(' ');
        let end = self.at + character.len_utf8();
        if character == '\u{feff}' && self.at == 0 {
            self.mistakes.push(usize::MAX);
        } else if !character.is_ascii() || character.is_ascii_control() {
            let problem = if is_hidden(character) {
                hidden(character, self.span(self.at, end))
            } else {
                Diagnostic::error(
                    "P101",
                    format!("`{}` cannot stand here", character.escape_debug()),
                    self.span(self.at, end),
                    "expected plain letters, digits and signs",
                )
                .help("other letters belong in quotes or comments")
            };
            self.mistake(self.at, problem);
        }
        self.at = end;
    }

    /// Letters that do not show what the text says are refused, in strings and comments too.
    fn refuse_hidden(&mut self, start: usize, end: usize) {
        let found = self.text[start..end]
            .char_indices()
            .find(|(_, c)| is_hidden(*c));
        if let Some((at, character)) = found {
            let at = start + at;
            let span = self.span(at, at + character.len_utf8());
            self.mistake(at, hidden(character, span));
        }
    }

    fn mistake(&mut self, at: usize, problem: Diagnostic) {
        self.mistakes.push(at);
        self.problems.push(problem);
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(at.min(self.text.len())).unwrap_or(u32::MAX);
        Span {
            source: self.source,
            start: offset(start),
            end: offset(end),
        }
    }
}

/// Control characters, and those that turn the direction of text round.
fn is_hidden(character: char) -> bool {
    let control = character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    control
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}'
        )
}

fn hidden(character: char, span: Span) -> Diagnostic {
    Diagnostic::error(
        "P101",
        format!(
            "the invisible character U+{:04X} stands here",
            u32::from(character)
        ),
        span,
        "it can make the text look other than it is",
    )
    .help("delete it; in a string write `\\uXXXX`")
}
