//! Reads a rule's header: its words are checked here, so that a misspelled one is an error.

use std::collections::BTreeMap;

use super::about::{About, Effect, Level, Severity, Undetermined};
use crate::crosswalk::{self, Mistake};
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Meta, MetaBlock, Name, Rule};
use crate::value::Reason;

const KEYS: [&str; 9] = [
    "title",
    "severity",
    "tags",
    "rationale",
    "remediation",
    "links",
    "level",
    "undetermined",
    "replaces",
];

/// Reads the header of a rule; what is wrong with it goes to `problems`.
pub(super) fn read(rule: &Rule, problems: &mut Vec<Diagnostic>) -> About {
    let mut about = About {
        id: rule.id.text.clone(),
        ..About::default()
    };
    check_id(&rule.id, problems);
    let mut seen: Vec<&str> = Vec::new();
    for meta in &rule.metas {
        if seen.contains(&meta.name.text.as_str()) {
            problems.push(Diagnostic::error(
                "N205",
                format!("`{}` is given twice", meta.name.text),
                meta.name.span,
                "a second time here",
            ));
        }
        seen.push(&meta.name.text);
        read_meta(&mut about, meta, problems);
    }
    for key in ["title", "severity"] {
        if !seen.contains(&key) {
            problems.push(
                Diagnostic::error(
                    "N208",
                    format!("rule `{}` has no `{key}`", rule.id.text),
                    rule.id.span,
                    format!("expected `{key} = \"…\"` in this rule"),
                )
                .help("every rule says in one line what holds, and how bad a violation is"),
            );
        }
    }
    for block in &rule.blocks {
        read_block(&mut about, block, problems);
    }
    about
}

fn check_id(id: &Name, problems: &mut Vec<Diagnostic>) {
    let word = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    if !word(&id.text) {
        problems.push(
            Diagnostic::error(
                "N208",
                format!("`{}` is not a rule id", id.text.escape_debug()),
                id.span,
                "expected lower-case letters, digits and `-`",
            )
            .help("the id goes into reports, waivers and evidence, so it is plain and stable"),
        );
    }
}

fn read_meta(about: &mut About, meta: &Meta, problems: &mut Vec<Diagnostic>) {
    let mut reader = Reader {
        key: &meta.name.text,
        problems,
    };
    match meta.name.text.as_str() {
        "title" => about.title = reader.text(&meta.value).unwrap_or_default(),
        "severity" => {
            let words = Severity::ALL.map(Severity::word);
            if let Some(at) = reader.word(&meta.value, &words) {
                about.severity = Severity::ALL[at];
            }
        }
        "level" => {
            let words = Level::ALL.map(Level::word);
            if let Some(at) = reader.word(&meta.value, &words) {
                about.level = Level::ALL[at];
            }
        }
        "undetermined" => about.undetermined = reader.undetermined(&meta.value),
        "rationale" => about.rationale = reader.text(&meta.value),
        "remediation" => about.remediation = reader.text(&meta.value),
        "tags" => about.tags = reader.texts(&meta.value),
        "links" => about.links = reader.texts(&meta.value),
        "replaces" => about.replaces = reader.texts(&meta.value),
        other => {
            let problem = Diagnostic::error(
                "N208",
                format!("a rule has no key `{other}`"),
                meta.name.span,
                "not a key of a rule's header",
            );
            problems.push(suggest(problem, other, &KEYS));
        }
    }
}

fn read_block(about: &mut About, block: &MetaBlock, problems: &mut Vec<Diagnostic>) {
    let (register, check): (_, Check) = match block.name.text.as_str() {
        "ids" => (crosswalk::ids(), crosswalk::check_id),
        "controls" => (crosswalk::controls(), crosswalk::check_control),
        other => {
            let problem = Diagnostic::error(
                "N208",
                format!("a rule has no block `{other}`"),
                block.name.span,
                "expected `ids` or `controls`",
            );
            problems.push(suggest(problem, other, &["ids", "controls"]));
            return;
        }
    };
    let mut entries = BTreeMap::new();
    for entry in &block.entries {
        let key = entry.name.text.as_str();
        let known: Vec<&str> = register.keys().collect();
        if !known.contains(&key) {
            let problem = Diagnostic::error(
                "N208",
                format!("the crosswalk knows no `{key}` in `{}`", block.name.text),
                entry.name.span,
                "not a key of the crosswalk",
            );
            problems.push(suggest(problem, key, &known));
            continue;
        }
        let texts = Reader { key, problems }.texts_with_places(&entry.value);
        for (text, span) in &texts {
            if let Err(mistake) = check(&about.id, key, text) {
                problems.push(unverified(key, text, *span, mistake));
            }
        }
        entries.insert(
            key.to_owned(),
            texts.into_iter().map(|(text, _)| text).collect(),
        );
    }
    match block.name.text.as_str() {
        "ids" => about.ids = entries,
        _ => about.controls = entries,
    }
}

type Check = fn(&str, &str, &str) -> Result<(), Mistake>;

/// Only identifiers that were verified may stand in a rule; an invented one is a false claim.
fn unverified(key: &str, text: &str, span: Span, mistake: Mistake) -> Diagnostic {
    let text = text.escape_debug();
    let (message, nearest) = match mistake {
        Mistake::Key { nearest } | Mistake::Name { nearest } => (
            format!("the crosswalk has no `{text}` for `{key}`"),
            nearest,
        ),
        Mistake::Rule { rules, nearest } => (
            format!("`{text}` is an identifier of {}", rules.join(", ")),
            nearest,
        ),
    };
    let problem = Diagnostic::error(
        "N208",
        message,
        span,
        "not a verified identifier of this rule",
    );
    match nearest {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => problem.help("a rule without a peer carries no identifier"),
    }
}

fn suggest(problem: Diagnostic, wrong: &str, known: &[&str]) -> Diagnostic {
    match nearest(wrong, known.iter().copied()) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => problem.help(format!("known are: {}", known.join(", "))),
    }
}

/// Reads the literal behind one key.
struct Reader<'a> {
    key: &'a str,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn text(&mut self, value: &Expression) -> Option<String> {
        if let ExpressionKind::Text(template) = &value.kind
            && let Some(text) = template.literal()
        {
            return Some(text.trim_end().to_owned());
        }
        self.expected("a string without `${…}`", value.span);
        None
    }

    fn texts(&mut self, value: &Expression) -> Vec<String> {
        self.texts_with_places(value)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    fn texts_with_places(&mut self, value: &Expression) -> Vec<(String, Span)> {
        let ExpressionKind::List(items) = &value.kind else {
            self.expected("a list of strings, as in `[\"a\", \"b\"]`", value.span);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| Some((self.text(item)?, item.span)))
            .collect()
    }

    /// The position of a word in a list of known ones.
    fn word(&mut self, value: &Expression, known: &[&str]) -> Option<usize> {
        let text = self.text(value)?;
        let position = known.iter().position(|word| *word == text);
        if position.is_none() {
            let problem = Diagnostic::error(
                "N208",
                format!("`{}` has no value `{}`", self.key, text.escape_debug()),
                value.span,
                format!("expected one of: {}", known.join(", ")),
            );
            self.problems.push(suggest(problem, &text, known));
        }
        position
    }

    fn undetermined(&mut self, value: &Expression) -> Undetermined {
        let words = Effect::ALL.map(Effect::word);
        let mut result = Undetermined::default();
        let ExpressionKind::Map(entries) = &value.kind else {
            if let Some(at) = self.word(value, &words) {
                result.otherwise = Effect::ALL[at];
            }
            return result;
        };
        for (name, value) in entries {
            let Some(at) = self.word(value, &words) else {
                continue;
            };
            let effect = Effect::ALL[at];
            let reason = Reason::ALL
                .into_iter()
                .find(|reason| reason.word() == name.text);
            match reason {
                Some(reason) => drop(result.by_reason.insert(reason, effect)),
                None if name.text == "else" => result.otherwise = effect,
                None => {
                    let known: Vec<&str> = Reason::ALL
                        .into_iter()
                        .map(Reason::word)
                        .chain(["else"])
                        .collect();
                    let problem = Diagnostic::error(
                        "N208",
                        format!("there is no reason `{}`", name.text.escape_debug()),
                        name.span,
                        "not a reason for which a result is undetermined",
                    );
                    self.problems.push(suggest(problem, &name.text, &known));
                }
            }
        }
        result
    }

    fn expected(&mut self, what: &str, span: Span) {
        self.problems.push(Diagnostic::error(
            "N208",
            format!("`{}` must be {what}", self.key),
            span,
            format!("expected {what}"),
        ));
    }
}
