//! Files that hold tests and nothing else: `NAME.test.rule`.

use super::RuleFile;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::Item;

/// What the name of a file of tests ends in.
const ENDING: &str = ".test.rule";

/// Whether a file of this path holds tests only. `check` never reads such a file, so that no test
/// can stop a gate.
pub fn is_test_file(path: &str) -> bool {
    path.ends_with(ENDING)
}

/// The path of the rules that a file of tests is about: of `NAME.test.rule`, `NAME.rule`.
pub fn tested_file(path: &str) -> Option<String> {
    path.strip_suffix(ENDING).map(|name| format!("{name}.rule"))
}

/// The path of the tests beside a rule file: of `NAME.rule`, `NAME.test.rule`.
pub fn test_file_of(path: &str) -> Option<String> {
    if is_test_file(path) {
        return None;
    }
    path.strip_suffix(".rule")
        .map(|name| format!("{name}{ENDING}"))
}

/// A rule in a file of tests would never judge anything.
pub(super) fn refuse_others(files: &[RuleFile], problems: &mut Vec<Diagnostic>) {
    for file in files.iter().filter(|file| is_test_file(&file.path)) {
        for item in &file.file.items {
            let (word, span): (&str, Span) = match item {
                Item::Rule(rule) => ("rule", rule.id.span),
                Item::Define(define) => ("define", define.name.span),
                Item::Param(param) => ("param", param.name.span),
                Item::Test(_) => continue,
            };
            let rules = tested_file(&file.path).unwrap_or_default();
            problems.push(
                Diagnostic::error(
                    "N209",
                    format!("a file of tests has a `{word}`"),
                    span,
                    "`check` never reads this file",
                )
                .help(format!("put it into `{}`", rules.escape_debug())),
            );
        }
    }
}
