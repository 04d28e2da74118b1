//! `# plangate: allow(W602) reason`: comments that excuse what a lint finds.
//!
//! At the end of a line it is about the statement, header line or item that the line belongs to. On
//! a line of its own it is about what follows; inside of a statement, about that. Above everything in
//! a file, and apart from what follows by a blank line or by `edition`, it is about the whole file.

use super::unit::{Unit, innermost, next, units};
use super::{find, is_error, malformed_allow, place, unused_allow};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{Comment, File};

/// What an excuse begins with, behind the sign of the comment.
const MARK: &str = "plangate:";

/// A comment that excuses.
struct Allow {
    /// The codes of lints, with where they stand.
    codes: Vec<(&'static str, Span)>,
    /// The bytes of what it is about.
    about: (u32, u32),
}

/// Takes out what comments of a file excuse, and puts in what is wrong with those comments. Only
/// where every lint has run it can be said which excuse is useless.
pub(super) fn excuse(file: &File, text: &str, complete: bool, found: &mut Vec<Diagnostic>) {
    let units = units(file, text);
    for comment in &file.comments {
        let Some(words) = words(&comment.text) else {
            continue;
        };
        let codes = match read(words, comment) {
            Ok(codes) => codes,
            Err(problem) => {
                found.push(*problem);
                continue;
            }
        };
        let reason = words.split_once(')').map_or("", |(_, reason)| reason);
        if reason.trim().is_empty() {
            found.push(malformed_allow::no_reason(comment.span));
        }
        let about = about(comment, text, &units);
        let allow = Allow { codes, about };
        for (code, span) in &allow.codes {
            let before = found.len();
            found.retain(|problem| !allow.excuses(problem, code, file));
            if complete && found.len() == before {
                found.push(unused_allow::warning(code, *span));
            }
        }
    }
}

impl Allow {
    fn excuses(&self, problem: &Diagnostic, code: &str, file: &File) -> bool {
        let place = place(problem);
        !is_error(problem)
            && problem.code == code
            && place.source == file.source
            && (self.about.0..self.about.1).contains(&place.start)
    }
}

/// What stands behind the mark, if the comment has it.
fn words(comment: &str) -> Option<&str> {
    let inside = comment
        .strip_prefix("//")
        .or_else(|| comment.strip_prefix('#'))
        .or_else(|| comment.strip_prefix("/*")?.strip_suffix("*/"))?;
    inside.trim().strip_prefix(MARK).map(str::trim_start)
}

/// The codes of `allow(W602, unused) reason`.
fn read(words: &str, comment: &Comment) -> Result<Vec<(&'static str, Span)>, Box<Diagnostic>> {
    let wrong = |problem: Diagnostic| Err(Box::new(problem));
    let codes = words
        .strip_prefix("allow")
        .and_then(|rest| rest.trim_start().strip_prefix('('))
        .and_then(|rest| rest.split_once(')'));
    let Some((words, _)) = codes else {
        return wrong(malformed_allow::no_list(comment.span));
    };
    let mut codes = Vec::new();
    for word in words.split(',') {
        let offset = word.as_ptr() as usize - comment.text.as_ptr() as usize;
        let offset = offset + word.len() - word.trim_start().len();
        let word = word.trim();
        let start = comment.span.start + u32::try_from(offset).unwrap_or_default();
        let span = Span {
            start,
            end: start + u32::try_from(word.len()).unwrap_or_default(),
            ..comment.span
        };
        // `plangate test --mutate` looks for it.
        if word == "mutant" {
            continue;
        }
        match find(word) {
            Some(lint) if malformed_allow::is_about_allows(lint) => {
                return wrong(malformed_allow::about_itself(lint, span));
            }
            Some(lint) => codes.push((lint.code, span)),
            None => return wrong(malformed_allow::unknown(word, span)),
        }
    }
    Ok(codes)
}

/// The bytes that a comment is about.
fn about(comment: &Comment, text: &str, units: &[Unit]) -> (u32, u32) {
    let start = comment.span.start as usize;
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let before = text[line..start].trim_end();
    let of = |unit: Option<&Unit>| unit.map_or((0, 0), |unit| (unit.start, unit.end));
    if !before.is_empty() {
        let last = line + before.len() - 1;
        return of(innermost(units, offset(last)));
    }
    let is_first = units
        .first()
        .is_none_or(|first| comment.span.start < first.start);
    if is_first && stands_apart(comment, text, units) {
        return (0, u32::MAX);
    }
    match innermost(units, comment.span.start) {
        Some(unit) if unit.inner.is_empty() => of(Some(unit)),
        _ => of(next(units, comment.span.end)),
    }
}

/// Whether a blank line or `edition` follows a comment that stands above everything.
fn stands_apart(comment: &Comment, text: &str, units: &[Unit]) -> bool {
    let Some(first) = units.first() else {
        return true;
    };
    let between = &text[comment.span.end as usize..first.start as usize];
    // The lines behind the comment's own, and before that of what follows.
    let lines: Vec<&str> = between.split('\n').collect();
    let whole = lines.get(1..lines.len().saturating_sub(1));
    whole.is_some_and(|lines| lines.iter().any(|line| line.trim().is_empty()))
        || text[first.start as usize..].starts_with("edition")
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
