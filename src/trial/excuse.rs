//! `# plangate: allow(mutant) reason`: comments that say why no test needs to notice.

use super::suite::Suite;
use crate::source::Span;
use crate::syntax::ast::{Body, BodyEntry, File, Given, Item, Statement};

/// The word between the parentheses.
const WORD: &str = "mutant";

/// Reasons, with what they are about.
pub(super) struct Excuses(Vec<Excuse>);

struct Excuse {
    /// The bytes that it is about.
    about: Span,
    /// The line that it stands in.
    line: usize,
    reason: String,
}

impl Excuses {
    /// Every excuse in the files of a suite.
    pub(super) fn new(suite: &Suite<'_>) -> Excuses {
        let mut found = Vec::new();
        for file in &suite.rules.files {
            let units = units(&file.file);
            for comment in &file.file.comments {
                let Some(reason) = reason(&comment.text) else {
                    continue;
                };
                // The part that begins next; a comment behind something is about its line.
                let next = units
                    .iter()
                    .filter(|unit| unit.start >= comment.span.end)
                    .min_by_key(|unit| (unit.start, std::cmp::Reverse(unit.end)));
                let line = suite.rules.sources.position(comment.span).0;
                found.push(Excuse {
                    about: next
                        .filter(|_| stands_alone(suite, comment.span))
                        .copied()
                        .unwrap_or(comment.span),
                    line,
                    reason,
                });
            }
        }
        Excuses(found)
    }

    /// Why a change in a place, which begins in a line, need not be noticed.
    pub(super) fn reason(&self, place: Span, line: usize) -> Option<String> {
        let covers = |excuse: &&Excuse| {
            let about = excuse.about;
            about.source == place.source
                && (excuse.line == line || (about.start <= place.start && place.end <= about.end))
        };
        let found = self.0.iter().find(covers);
        found.map(|excuse| excuse.reason.clone())
    }
}

/// Whether nothing stands before a comment in its line.
fn stands_alone(suite: &Suite<'_>, comment: Span) -> bool {
    let text = suite
        .rules
        .sources
        .get(comment.source)
        .map(|source| &source.text);
    text.and_then(|text| text.get(..comment.start as usize))
        .is_some_and(|before| {
            let line = before.rfind('\n').map_or(0, |newline| newline + 1);
            before[line..].trim().is_empty()
        })
}

/// The reason of `# plangate: allow(mutant) reason`; one without a reason is none.
fn reason(comment: &str) -> Option<String> {
    let inside = comment.trim_start_matches(['#', '/', '*']).trim();
    let words = inside.strip_prefix("plangate:")?.trim_start();
    let words = words.strip_prefix("allow")?.trim_start();
    let (codes, reason) = words.strip_prefix('(')?.split_once(')')?;
    let reason = reason.trim().trim_end_matches("*/").trim();
    let is_meant = codes.split(',').any(|code| code.trim() == WORD);
    (is_meant && !reason.is_empty()).then(|| reason.to_owned())
}

/// The parts of a file that an excuse may be about.
fn units(file: &File) -> Vec<Span> {
    let mut units = Vec::new();
    for item in &file.items {
        match item {
            Item::Rule(rule) => of_block(&rule.body, &mut units),
            Item::Define(define) => units.push(define.span),
            Item::Test(test) => {
                for given in &test.givens {
                    if let Given::Object(object) = given {
                        units.push(object.span);
                        of_body(&object.body, &mut units);
                    }
                }
            }
            Item::Param(_) => {}
        }
    }
    units
}

fn of_block(statements: &[Statement], units: &mut Vec<Span>) {
    for statement in statements {
        units.push(statement.span());
        if let Statement::Each { body, .. } = statement {
            of_block(body, units);
        }
    }
}

fn of_body(body: &Body, units: &mut Vec<Span>) {
    for entry in &body.entries {
        match entry {
            BodyEntry::Pair(name, value) => units.push(name.span.to(value.span)),
            BodyEntry::Block { name, body, .. } => {
                units.push(name.span.to(body.span));
                of_body(body, units);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::reason;

    #[test]
    fn an_excuse_has_a_reason() {
        assert_eq!(
            reason("# plangate: allow(mutant) it is so").as_deref(),
            Some("it is so")
        );
        assert_eq!(
            reason("// plangate: allow(W601, mutant) x").as_deref(),
            Some("x")
        );
        assert_eq!(
            reason("/* plangate: allow(mutant) x */").as_deref(),
            Some("x")
        );
        assert_eq!(reason("# plangate: allow(mutant)"), None);
        assert_eq!(reason("# plangate: allow(W601) x"), None);
    }
}
