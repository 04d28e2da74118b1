//! Changes of a text that mend it.

use crate::diagnostic::{Diagnostic, Fix};
use crate::source::SourceId;

/// A text with the safe fixes of problems made in it, and the problems that were mended. Of fixes
/// that overlap the first is made; another run makes the next one.
pub fn apply<'a>(
    text: &str,
    source: SourceId,
    problems: &'a [Diagnostic],
) -> (String, Vec<&'a Diagnostic>) {
    let mut fixes: Vec<(&Fix, &Diagnostic)> = problems
        .iter()
        .filter_map(|problem| Some((problem.fix.as_ref()?, problem)))
        .filter(|(fix, _)| fix.safe && fix.span.source == source)
        .collect();
    fixes.sort_by_key(|(fix, _)| (fix.span.start, fix.span.end));
    let (mut out, mut mended) = (String::with_capacity(text.len()), Vec::new());
    let mut at = 0;
    for (fix, problem) in fixes {
        let (start, end) = (fix.span.start as usize, fix.span.end as usize);
        // Two that touch may be about the same words; the next run looks at what became of them.
        if start < at || (start == at && !mended.is_empty()) {
            continue;
        }
        let (Some(before), Some(_)) = (text.get(at..start), text.get(start..end)) else {
            continue;
        };
        out.push_str(before);
        out.push_str(&fix.replacement);
        mended.push(problem);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    (out, mended)
}
