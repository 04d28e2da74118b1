//! Words that people write where they mean one of ours.

use crate::diagnostic::nearest;

/// Words that begin an item.
pub(super) const ITEMS: [&str; 6] = ["edition", "import", "param", "define", "rule", "test"];
/// Words that begin a part of a rule.
pub(super) const PARTS: [&str; 8] = [
    "on", "where", "unless", "let", "require", "deny", "each", "param",
];
/// Words that no name may be.
pub(super) const RESERVED: [&str; 36] = [
    "rule",
    "test",
    "import",
    "param",
    "define",
    "on",
    "where",
    "unless",
    "because",
    "let",
    "require",
    "deny",
    "message",
    "each",
    "given",
    "expect",
    "and",
    "or",
    "not",
    "in",
    "contains",
    "like",
    "matches",
    "is",
    "if",
    "for",
    "all",
    "any",
    "none",
    "count",
    "resources",
    "self",
    "true",
    "false",
    "null",
    "unknown",
];

/// Words of other languages, and ours for them.
const OTHERS: [(&[&str], &str); 23] = [
    (
        &[
            "assert",
            "must",
            "should",
            "ensure",
            "expects",
            "condition",
            "check",
        ],
        "require",
    ),
    (&["forbid", "fail", "violation", "reject", "block"], "deny"),
    (&["when", "if", "filter", "only", "for_all"], "where"),
    (&["for", "foreach", "for_each", "forall", "loop"], "each"),
    (&["set", "var", "local", "locals", "const"], "let"),
    (&["except", "exempt", "skip", "ignore", "exclude"], "unless"),
    (&["select", "resource", "target"], "on"),
    (&["policy"], "rule"),
    (&["def", "fn", "func", "function"], "define"),
    (&["variable", "input", "parameter"], "param"),
    (&["use", "include", "require"], "import"),
    (&["of"], "in"),
    (&["reason"], "because"),
    (&["error", "else", "msg", "text"], "message"),
    (&["destroy", "remove"], "delete"),
    (&["change", "modify"], "update"),
    (&["recreate"], "replace"),
    (&["defined", "present", "given"], "set"),
    (&["missing", "undefined", "unset"], "absent"),
    (&["nil", "none"], "null"),
    (&["failure", "failed", "failing"], "fail"),
    (&["passed", "passing", "ok", "compliant"], "pass"),
    (&["skipped", "inapplicable"], "not_applicable"),
];

/// The one of these words that a wrong one probably means.
pub(super) fn meant(wrong: &str, words: &[&'static str]) -> Option<&'static str> {
    let others = OTHERS.iter().filter(|(others, _)| others.contains(&wrong));
    let mut ours = others
        .map(|(_, ours)| *ours)
        .filter(|ours| words.contains(ours));
    ours.next()
        .or_else(|| nearest(wrong, words.iter().copied()))
}
