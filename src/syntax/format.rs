//! A text in the canonical style.

use super::{parse, print};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};

/// A comment in a strange place may find its own only when what is around it has found its own.
const ROUNDS: usize = 8;

/// The text of a rule file in the canonical style. Formatting that text again changes nothing.
///
/// `None` where the file has mistakes of syntax, which go to `problems`: half a tree has only half of
/// the text.
pub fn format(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let source = sources.get(id)?;
    let mut found = Vec::new();
    let file = parse(sources, id, &mut found);
    if !found.is_empty() {
        problems.extend(found);
        return None;
    }
    let comments = file.comments.len();
    let mut text = print(&file, &source.text);
    for _ in 0..ROUNDS {
        let (mut printed, mut wrong) = (Sources::default(), Vec::new());
        let again = printed.add(source.name.as_str(), text.as_str());
        let file = parse(&printed, again, &mut wrong);
        if !wrong.is_empty() || file.comments.len() != comments {
            problems.push(internal(&source.name, id));
            return None;
        }
        let again = print(&file, &text);
        if again == text {
            break;
        }
        text = again;
    }
    Some(text)
}

/// A printer and a parser that disagree are a fault of ours, and no reason to spoil a file.
fn internal(name: &str, source: SourceId) -> Diagnostic {
    let span = Span {
        source,
        start: 0,
        end: 0,
    };
    let message = format!("internal: the canonical text of `{name}` cannot be read again");
    Diagnostic::error("P199", message, span, "please report this rule file")
}
