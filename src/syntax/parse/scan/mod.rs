//! Looks at a file's letters before the grammar does: what no grammar can name well (a string
//! that never ends, a brace that nobody closes), and where the items and parts begin and end, so
//! that one mistake hides no other.

mod bracket;
mod letter;
mod segment;
mod text;

pub(in crate::syntax) use letter::is_hidden;
pub(super) use segment::Segment;

use super::{DEPTH, too_deep};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Span};
use bracket::Open;

/// What the scan found.
pub(super) struct Scanned {
    /// Nothing is wrong with strings, comments, braces and letters.
    pub(super) is_sound: bool,
    /// The items of the file: each from its keyword to the next one's.
    pub(super) items: Vec<Segment>,
}

/// Scans a file; what is wrong goes to `problems`.
pub(super) fn scan(text: &str, source: SourceId, problems: &mut Vec<Diagnostic>) -> Scanned {
    scan_as(text, source, true, problems)
}

/// Scans what stands in no item; says whether its strings, comments, brackets and letters are
/// sound.
pub(super) fn is_sound(text: &str, source: SourceId, problems: &mut Vec<Diagnostic>) -> bool {
    scan_as(text, source, false, problems).is_sound
}

fn scan_as(
    text: &str,
    source: SourceId,
    has_items: bool,
    problems: &mut Vec<Diagnostic>,
) -> Scanned {
    let mut scanner = Scanner {
        has_items,
        text,
        bytes: text.as_bytes(),
        at: 0,
        source,
        line_start: true,
        open: Vec::new(),
        chains: [0; 3],
        depth: 0,
        doubtful: None,
        items: Vec::new(),
        problems,
        mistakes: Vec::new(),
    };
    scanner.run();
    let mut mistakes = std::mem::take(&mut scanner.mistakes);
    let mut items = std::mem::take(&mut scanner.items);
    mistakes.sort_unstable();
    for segment in &mut items {
        segment.mark_broken(&mistakes);
    }
    Scanned {
        is_sound: mistakes.is_empty(),
        items,
    }
}

struct Scanner<'a> {
    /// The text is a file: what begins a line may begin an item.
    has_items: bool,
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    source: SourceId,
    /// Nothing but white space stands before on this line.
    line_start: bool,
    /// Opening brackets that wait for their closing ones.
    open: Vec<Open>,
    /// How many `not`, `??` and `?` wait for what is behind them, in the innermost bracket.
    chains: [usize; 3],
    /// How deep everything that is open stands inside each other.
    depth: usize,
    /// A brace that a `}` further left closed: probably not the one that was meant.
    doubtful: Option<(usize, usize)>,
    items: Vec<Segment>,
    problems: &'a mut Vec<Diagnostic>,
    mistakes: Vec<usize>,
}

/// The chains that nest to the right without brackets, as positions in `chains`.
const NOT: usize = 0;
const COALESCE: usize = 1;
const CONDITIONAL: usize = 2;

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(byte) = self.bytes.get(self.at).copied() {
            let line_start = self.line_start;
            self.line_start = match byte {
                b'\n' => {
                    self.newline();
                    true
                }
                b' ' | b'\t' => {
                    self.at += 1;
                    line_start
                }
                b'\r' => {
                    self.carriage_return();
                    line_start
                }
                b'#' => {
                    self.line_comment();
                    line_start
                }
                b'/' if self.next_is(b'/') => {
                    self.line_comment();
                    line_start
                }
                b'/' if self.next_is(b'*') => {
                    self.block_comment();
                    line_start
                }
                _ => {
                    self.token(byte, line_start);
                    false
                }
            };
        }
        self.end_strings();
        self.unclosed(None);
        if let Some(last) = self.items.last_mut() {
            last.end_at(self.bytes.len());
        }
    }

    fn token(&mut self, byte: u8, line_start: bool) {
        match byte {
            b'!' | b'A'..=b'Z' | b'a'..=b'z' | b'_' => {}
            _ => self.end_chain(NOT),
        }
        match byte {
            b'"' => self.string(self.at),
            b'<' if self.next_is(b'<') => self.heredoc(),
            b'{' | b'(' | b'[' => self.opens(byte),
            b'}' | b')' | b']' => self.closes(byte, line_start),
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.word(line_start),
            _ => self.sign(byte),
        }
    }

    fn next_is(&self, byte: u8) -> bool {
        self.bytes.get(self.at + 1) == Some(&byte)
    }

    fn word(&mut self, line_start: bool) {
        let start = self.at;
        self.at += name_length(&self.bytes[start..]);
        match &self.text[start..self.at] {
            "not" => self.chain(NOT, start),
            "and" | "or" => {
                self.end_chain(NOT);
                self.end_chain(COALESCE);
            }
            _ => self.end_chain(NOT),
        }
        if self.has_items && (line_start || self.items.is_empty()) {
            self.begin(start, self.at);
        }
    }

    /// Anything else: most signs are the grammar's business.
    fn sign(&mut self, byte: u8) {
        let start = self.at;
        match byte {
            b'!' if !self.next_is(b'=') => self.chain(NOT, start),
            b'?' if self.next_is(b'?') => {
                self.at += 1;
                self.chain(COALESCE, start);
            }
            b'?' => self.chain(CONDITIONAL, start),
            b',' => self.end_chains(),
            _ => {}
        }
        self.letter();
    }

    /// One more of a chain that nests to the right.
    fn chain(&mut self, which: usize, at: usize) {
        self.chains[which] += 1;
        self.deeper(at);
    }

    fn deeper(&mut self, at: usize) {
        self.depth += 1;
        if self.depth == DEPTH + 1 {
            self.mistake(at, too_deep(self.span(at, at + 1)));
        }
    }

    fn end_chain(&mut self, which: usize) {
        self.depth -= std::mem::take(&mut self.chains[which]);
    }

    fn end_chains(&mut self) {
        for which in [NOT, COALESCE, CONDITIONAL] {
            self.end_chain(which);
        }
    }

    fn mistake(&mut self, at: usize, problem: Diagnostic) {
        self.mistakes.push(at);
        if self.mistakes.len() <= super::MOST {
            self.problems.push(problem);
        }
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

/// The length of a word; `-` may stand inside, as in the grammar's `name`.
fn name_length(bytes: &[u8]) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let run = |from: usize, is: &dyn Fn(&u8) -> bool| {
        bytes[from..].iter().take_while(|byte| is(byte)).count()
    };
    let mut end = run(0, &is_word);
    loop {
        let signs = run(end, &|byte| *byte == b'-');
        let letters = run(end + signs, &is_word);
        if signs == 0 || letters == 0 {
            return end;
        }
        end += signs + letters;
    }
}
