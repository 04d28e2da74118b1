//! Reads a rule's header: its words are checked here, so that a misspelled one is an error.

use std::collections::BTreeMap;

use super::about::{About, Effect, Level, Severity, Undetermined};
use crate::crosswalk::{self, Mistake};
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Meta, MetaBlock, Name, Rule};
use crate::value::Reason;

const KEYS: [&str; 11] = [
    "title",
    "severity",
    "severity_reason",
    "tags",
    "rationale",
    "remediation",
    "links",
    "level",
    "undetermined",
    "replaces",
    "causes",
];

/// So many known words are listed where none is near.
const SHOWN: usize = 9;

/// Refuses rules that are named as causes and that nobody has.
pub(super) fn check_causes(rule: &Rule, known: &[&str], problems: &mut Vec<Diagnostic>) {
    let causes = rule.metas.iter().filter(|meta| meta.name.text == "causes");
    for meta in causes {
        let mut reader = Reader {
            key: "causes",
            problems: &mut Vec::new(),
        };
        for (id, span) in reader.texts_with_places(&meta.value) {
            if known.contains(&&*id) || crosswalk::entry(&id).is_some() {
                continue;
            }
            let message = format!("there is no rule `{}`", id.escape_debug());
            let problem = Diagnostic::error("N201", message, span, "unknown rule");
            let mut known = known.to_vec();
            crosswalk::rules().for_each(|rule| known.push(rule));
            problems.push(match nearest(&id, known) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("name a rule that is loaded, or one that is shipped"),
            });
        }
    }
}

/// Reads the header of a rule; what is wrong with it goes to `problems`.
pub(super) fn read(rule: &Rule, problems: &mut Vec<Diagnostic>) -> About {
    let mut about = About {
        id: rule.id.text.clone(),
        ..About::default()
    };
    check_id(&rule.id, problems);
    refuse_twice(rule.metas.iter().map(|meta| &meta.name), problems);
    refuse_twice(rule.blocks.iter().map(|block| &block.name), problems);
    refuse_twice(rule.params.iter().map(|param| &param.name), problems);
    for meta in &rule.metas {
        read_meta(&mut about, meta, problems);
    }
    for key in ["title", "severity"] {
        // A key that is nearly this one has been reported.
        let is_there = |meta: &Meta| {
            let wrong = !KEYS.contains(&meta.name.text.as_str());
            meta.name.text == key || (wrong && nearest(&meta.name.text, KEYS) == Some(key))
        };
        if !rule.metas.iter().any(is_there) {
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

/// Names that may be given once.
fn refuse_twice<'r>(names: impl Iterator<Item = &'r Name>, problems: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for name in names {
        if let Some(first) = seen.get(name.text.as_str()) {
            problems.push(
                Diagnostic::error(
                    "N205",
                    format!("`{}` is given twice", name.text),
                    name.span,
                    "a second time here",
                )
                .also(*first, "first given here")
                .help("delete one of them"),
            );
        }
        seen.entry(&name.text).or_insert(name.span);
    }
}

fn check_id(id: &Name, problems: &mut Vec<Diagnostic>) {
    let word = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase() || first.is_ascii_digit())
            && text
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    if !word(&id.text) {
        let message = match &*id.text {
            "" => "a rule's id is empty".to_owned(),
            text => format!("`{}` is not a rule id", text.escape_debug()),
        };
        problems.push(
            Diagnostic::error(
                "N208",
                message,
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
        "severity_reason" => about.severity_reason = reader.text(&meta.value),
        "rationale" => about.rationale = reader.text(&meta.value),
        "remediation" => about.remediation = reader.text(&meta.value),
        "tags" => about.tags = reader.texts(&meta.value),
        "links" => about.links = reader.texts(&meta.value),
        "causes" => about.causes = reader.texts(&meta.value),
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
        "differs" => return read_differences(about, block, problems),
        "ids" => (crosswalk::ids(), crosswalk::check_id),
        "controls" => (crosswalk::controls(), crosswalk::check_control),
        other => {
            let problem = Diagnostic::error(
                "N208",
                format!("a rule has no block `{other}`"),
                block.name.span,
                "expected `ids`, `differs` or `controls`",
            );
            problems.push(suggest(problem, other, &["ids", "differs", "controls"]));
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
                // Another rule's identifier, or one that stands here already, is no suggestion.
                let is_new = |name: &&str| {
                    check(&about.id, key, name).is_ok()
                        && texts.iter().all(|(text, _)| text != name)
                };
                problems.push(unverified(key, (text, *span), mistake, is_new));
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

/// Where the rule decides otherwise than tools do, in words.
fn read_differences(about: &mut About, block: &MetaBlock, problems: &mut Vec<Diagnostic>) {
    let known: Vec<&str> = crosswalk::ids().keys().collect();
    for entry in &block.entries {
        let key = entry.name.text.as_str();
        if !known.contains(&key) {
            let problem = Diagnostic::error(
                "N208",
                format!("the crosswalk knows no tool `{key}`"),
                entry.name.span,
                "not a tool of the crosswalk",
            );
            problems.push(suggest(problem, key, &known));
            continue;
        }
        let text = Reader { key, problems }.text(&entry.value);
        about
            .differs
            .extend(text.map(|text| (key.to_owned(), text)));
    }
}

type Check = fn(&str, &str, &str) -> Result<(), Mistake>;

/// Only identifiers that were verified may stand in a rule; an invented one is a false claim.
fn unverified(
    key: &str,
    (text, span): (&str, Span),
    mistake: Mistake,
    is_new: impl Fn(&&str) -> bool,
) -> Diagnostic {
    let text = text.escape_debug();
    let (message, label, nearest) = match mistake {
        Mistake::Key { nearest } | Mistake::Name { nearest } => {
            let message = format!("the crosswalk has no `{text}` for `{key}`");
            (message, "not a verified identifier", nearest)
        }
        Mistake::Rule { rules, nearest } => {
            let rules: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
            let message = format!("`{text}` is an identifier of {}", rules.join(", "));
            (message, "not an identifier of this rule", nearest)
        }
    };
    let problem = Diagnostic::error("N208", message, span, label);
    match nearest.filter(is_new) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => problem.help("delete it: a rule without a peer carries no identifier"),
    }
}

fn suggest(problem: Diagnostic, wrong: &str, known: &[&str]) -> Diagnostic {
    let first = known.iter().take(SHOWN).map(|name| format!("`{name}`"));
    let first: Vec<String> = first.collect();
    match nearest(wrong, known.iter().copied()) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None if known.len() > SHOWN => {
            let more = known.len() - SHOWN;
            problem.help(format!("known are {} and {more} more", first.join(", ")))
        }
        None => problem.help(format!("known are {}", first.join(", "))),
    }
}

/// Reads the literal behind one key.
struct Reader<'a> {
    key: &'a str,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn text(&mut self, value: &Expression) -> Option<String> {
        let text = literal(value);
        if text.is_none() {
            self.expected("a plain string", value);
        }
        text
    }

    fn texts(&mut self, value: &Expression) -> Vec<String> {
        self.texts_with_places(value)
            .into_iter()
            .map(|(text, _)| text)
            .collect()
    }

    fn texts_with_places(&mut self, value: &Expression) -> Vec<(String, Span)> {
        let ExpressionKind::List(items) = &value.kind else {
            self.expected("a list of strings", value);
            return Vec::new();
        };
        items
            .iter()
            .filter_map(|item| Some((self.text(item)?, item.span)))
            .collect()
    }

    /// The position of a word in a list of known ones.
    fn word(&mut self, value: &Expression, known: &[&str]) -> Option<usize> {
        let listed: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        let Some(text) = literal(value) else {
            self.expected(&format!("one of {}", listed.join(", ")), value);
            return None;
        };
        let position = known.iter().position(|word| *word == text);
        if position.is_none() {
            let problem = Diagnostic::error(
                "N208",
                format!("`{}` has no value `{}`", self.key, text.escape_debug()),
                value.span,
                format!("expected one of {}", listed.join(", ")),
            );
            self.problems
                .push(match nearest(&text, known.iter().copied()) {
                    Some(name) => problem.help(format!("did you mean `{name}`?")),
                    None => problem,
                });
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

    fn expected(&mut self, what: &str, value: &Expression) {
        self.problems.push(Diagnostic::error(
            "N208",
            format!("`{}` must be {what}", self.key),
            value.span,
            format!("this is {}", kind(value)),
        ));
    }
}

/// The text of a string without `${…}`.
fn literal(value: &Expression) -> Option<String> {
    match &value.kind {
        ExpressionKind::Text(template) => Some(template.literal()?.trim_end().to_owned()),
        _ => None,
    }
}

fn kind(value: &Expression) -> &'static str {
    match &value.kind {
        ExpressionKind::Null => "null",
        ExpressionKind::Bool(_) => "a bool",
        ExpressionKind::Number(_) => "a number",
        ExpressionKind::Text(template) if template.literal().is_some() => "a string",
        ExpressionKind::Text(_) => "a string with `${…}`",
        ExpressionKind::List(_) => "a list",
        ExpressionKind::Map(_) => "a map",
        _ => "an expression; a header holds plain values only",
    }
}
