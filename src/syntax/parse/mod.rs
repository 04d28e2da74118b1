//! From text to a tree. Parsing never fails: what cannot be read is reported and left out.

mod errors;
mod expected;
mod expression;
mod item;
mod literal;
mod scan;
mod statement;
mod test;
mod word;

use std::num::NonZeroUsize;

use pest::Parser;
use pest::iterators::Pair;

use super::ast::{self, File};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};

/// A rule file may have this many bytes (language, 12).
const BYTES: usize = 1024 * 1024;
/// So many mistakes of one file are told; more would only bury the first.
const MOST: usize = 100;
/// Steps that the grammar may take for one text; a full file of plain rules takes fewer.
const CALLS: usize = 200_000_000;
/// Expressions, blocks and brackets may stand this deep inside each other.
const DEPTH: usize = 200;

mod grammar {
    /// The grammar, compiled.
    #[derive(pest_derive::Parser)]
    #[grammar = "../grammar/rules.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

pub(super) use scan::is_hidden;

/// Reads a rule file. Every mistake goes to `problems`, and the tree has what could be read.
pub fn parse(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> File {
    let mut file = File {
        source: id,
        edition: None,
        imports: Vec::new(),
        items: Vec::new(),
        comments: Vec::new(),
        unread: Vec::new(),
    };
    let Some(source) = sources.get(id) else {
        return file;
    };
    let mut found = Vec::new();
    if source.text.len() > BYTES {
        found.push(too_large(source.text.len(), id));
    } else {
        read(&source.text, &mut file, &mut found);
    }
    problems.extend(in_order(found));
    file
}

/// Reads what somebody types: an expression, or a `let`. Every mistake goes to `problems`; nothing
/// is returned where there is one that no tree can be made of.
pub fn parse_line(
    sources: &Sources,
    id: SourceId,
    problems: &mut Vec<Diagnostic>,
) -> Option<ast::Line> {
    let source = sources.get(id)?;
    let mut found = Vec::new();
    let line = if source.text.len() > BYTES {
        found.push(too_large(source.text.len(), id));
        None
    } else {
        read_line(&source.text, id, &mut found)
    };
    problems.extend(in_order(found));
    line
}

fn read_line(text: &str, id: SourceId, problems: &mut Vec<Diagnostic>) -> Option<ast::Line> {
    if !scan::is_sound(text, id, problems) {
        return None;
    }
    let mut reader = Reader {
        source: id,
        text,
        base: 0,
        depth: 0,
        is_part: false,
        interpolations: 0,
        comments: Vec::new(),
        problems,
    };
    pest::set_call_limit(NonZeroUsize::new(CALLS));
    match Grammar::parse(Rule::line_alone, text) {
        Ok(pairs) => reader.line(pairs.flat_map(inner).next()?),
        Err(error) => {
            reader.line_error(text, &error);
            None
        }
    }
}

fn read(text: &str, file: &mut File, problems: &mut Vec<Diagnostic>) {
    // A byte order mark is no mistake, but the grammar knows none; places must stay as they are.
    let unmarked = text
        .strip_prefix('\u{feff}')
        .map(|rest| format!("   {rest}"));
    let text = unmarked.as_deref().unwrap_or(text);
    let scanned = scan::scan(text, file.source, problems);
    let mut reader = Reader {
        source: file.source,
        text,
        base: 0,
        depth: 0,
        is_part: false,
        interpolations: 0,
        comments: Vec::new(),
        problems,
    };
    pest::set_call_limit(NonZeroUsize::new(CALLS));
    let whole = scanned.is_sound.then(|| Grammar::parse(Rule::file, text));
    if let Some(Ok(pairs)) = whole {
        for pair in pairs {
            reader.file(pair, file);
        }
        return;
    }
    for segment in &scanned.items {
        reader.segment(segment, file);
    }
    if let Some(Err(error)) = whole
        && reader.problems.is_empty()
    {
        reader.syntax_error(text, &error);
    }
}

/// As they stand in the file, and not too many of them.
fn in_order(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = |problem: &Diagnostic| problem.labels.first().map(|label| label.span);
    problems.sort_by_key(place);
    if problems.len() > MOST {
        let more = problems.len() - MOST;
        let span = problems.get(MOST).and_then(place).unwrap_or_default();
        problems.truncate(MOST);
        problems.push(
            Diagnostic::error(
                "P101",
                format!("{more} further mistakes in this file are not shown"),
                span,
                "the first of them",
            )
            .help("mend those above first; many mistakes follow from few"),
        );
    }
    problems
}

fn too_large(length: usize, source: SourceId) -> Diagnostic {
    let span = Span {
        source,
        start: 0,
        end: 0,
    };
    Diagnostic::error(
        "B503",
        format!("the file has {length} bytes; {BYTES} are allowed"),
        span,
        "too large",
    )
    .help("spread its rules over several files")
}

/// Turns pairs of one text into a tree.
struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    /// Where the part that is read begins in the text.
    base: usize,
    depth: usize,
    /// A part of a rule is read alone.
    is_part: bool,
    /// So many `${…}` stand around what is read.
    interpolations: usize,
    /// Where the comments of the text that is read stand, in order.
    comments: Vec<Span>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Where a pair stands. White space and comments that pest counts to it although they stand
    /// behind it are no part of it for people.
    fn span(&self, pair: &Pair<'_, Rule>) -> Span {
        let span = pair.as_span();
        let (start, text) = (span.start(), span.as_str());
        let mut place = self.span_of(start, start + text.trim_end().len());
        while let Ok(at) = self
            .comments
            .binary_search_by_key(&place.end, |comment| comment.end)
            && self.comments[at].start > place.start
        {
            let before = self.comments[at].start - place.start;
            let text = text.get(..before as usize).unwrap_or_default();
            place = self.span_of(start, start + text.trim_end().len());
        }
        place
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

/// The parts of a pair that mean something: no comments, no signs between parts.
fn inner(pair: Pair<'_, Rule>) -> impl Iterator<Item = Pair<'_, Rule>> {
    pair.into_inner().filter(|part| {
        !matches!(
            part.as_rule(),
            Rule::COMMENT | Rule::assign | Rule::colon | Rule::opening
        )
    })
}
