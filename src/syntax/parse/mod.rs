//! From text to a tree. Parsing never fails: what cannot be read is reported and left out.

mod errors;
mod expression;
mod item;
mod literal;
mod scan;
mod statement;
mod test;

use pest::Parser;
use pest::iterators::Pair;

use super::ast::File;
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};

/// A rule file may have this many bytes (language, 12).
const BYTES: usize = 1024 * 1024;
/// Expressions, blocks and brackets may stand this deep inside each other.
const DEPTH: usize = 200;

#[expect(missing_docs, reason = "the grammar's own comments document its rules")]
mod grammar {
    /// The grammar, compiled.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/rules.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

/// Reads a rule file. Every mistake goes to `problems`, and the tree has what could be read.
pub fn parse(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> File {
    let mut file = File {
        source: id,
        edition: None,
        imports: Vec::new(),
        items: Vec::new(),
        comments: Vec::new(),
    };
    let Some(source) = sources.get(id) else {
        return file;
    };
    let text: &str = &source.text;
    if text.len() > BYTES {
        let span = Span {
            source: id,
            start: 0,
            end: 0,
        };
        problems.push(Diagnostic::error(
            "B503",
            format!("the file has {} bytes; {BYTES} are allowed", text.len()),
            span,
            "too large",
        ));
        return file;
    }
    let scanned = scan::scan(text, id, problems);
    let mut reader = Reader {
        source: id,
        text,
        base: 0,
        depth: 0,
        problems,
    };
    if scanned.is_sound
        && let Ok(mut pairs) = Grammar::parse(Rule::file, text)
    {
        if let Some(pair) = pairs.next() {
            reader.file(pair, &mut file);
        }
    } else {
        for segment in &scanned.items {
            reader.segment(segment, &mut file);
        }
    }
    file
}

/// Turns pairs of one text into a tree.
struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    /// Where the part that is read begins in the text.
    base: usize,
    depth: usize,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        self.span_of(span.start(), trimmed_end(span.as_str(), span.start()))
    }

    fn span_of(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(self.base + at).unwrap_or(u32::MAX);
        Span {
            source: self.source,
            start: offset(start),
            end: offset(end),
        }
    }

    fn error(&mut self, problem: Diagnostic) {
        self.problems.push(problem);
    }

    /// A grammar and a reader that disagree are a fault of ours, said and not hidden.
    fn mismatch(&mut self, pair: &Pair<'_, Rule>) {
        let span = self.span(pair);
        self.error(Diagnostic::error(
            "P199",
            format!(
                "internal: the parser does not expect {:?} here",
                pair.as_rule()
            ),
            span,
            "please report this rule file",
        ));
    }

    /// Goes one level down; false where that is too deep.
    fn enter(&mut self, span: Span) -> bool {
        self.depth += 1;
        if self.depth == DEPTH + 1 {
            self.error(too_deep(span));
        }
        self.depth <= DEPTH
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }
}

fn too_deep(span: Span) -> Diagnostic {
    Diagnostic::error(
        "B501",
        format!("parts stand more than {DEPTH} deep inside each other"),
        span,
        "one too deep",
    )
    .help("name a part with `let` or `define`")
}

/// The parts of a pair without comments.
fn inner(pair: Pair<'_, Rule>) -> impl Iterator<Item = Pair<'_, Rule>> {
    pair.into_inner()
        .filter(|part| part.as_rule() != Rule::COMMENT)
}

/// White space that pest counts to a pair is no part of it for people.
fn trimmed_end(text: &str, start: usize) -> usize {
    start + text.trim_end().len()
}
