//! Advice about rules that load: what is probably not meant, and what a reader stumbles over. One
//! lint per file.

mod allow;
mod any_differs;
mod change;
mod compared_with_nothing;
mod fix;
mod import;
mod left_out;
mod malformed_allow;
mod mixed_logic;
mod negation;
mod outdated;
mod unit;
mod unreachable;
mod untested;
mod unused;
mod unused_allow;
mod vacuous;
mod walk;

use std::collections::BTreeMap;

pub use crate::configuration::LintLevel as Level;
pub use fix::apply;

use crate::configuration::LintSetting;
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::program::RuleFile;
use crate::source::{SourceId, Sources, Span};

/// One kind of advice, with its documentation.
#[derive(Debug)]
pub struct Lint {
    /// Stable code, `W` and three digits. Never reused.
    pub code: &'static str,
    /// Its name in words, as it may stand instead of the code.
    pub name: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What becomes of it where nobody says otherwise.
    pub level: Level,
    /// What it finds and why that matters, as Markdown.
    pub about: &'static str,
    /// A file that it finds something in.
    pub avoid: &'static str,
    /// The same file as it should be.
    pub prefer: &'static str,
    /// Finds it; `None` where that is done elsewhere.
    run: Option<fn(&Subject<'_>) -> Vec<Diagnostic>>,
}

/// Every lint, by code.
pub static ALL: &[&Lint] = &[
    &unused::LINT,
    &left_out::LINT,
    &unreachable::LINT,
    &mixed_logic::LINT,
    &change::LINT,
    &untested::LINT,
    &vacuous::LINT,
    &any_differs::LINT,
    &outdated::LINT,
    &unused_allow::LINT,
    &malformed_allow::LINT,
    &compared_with_nothing::LINT,
    &negation::LINT,
];

/// The lint with a code or name.
pub fn find(word: &str) -> Option<&'static Lint> {
    let all = ALL.iter().copied();
    all.into_iter()
        .find(|lint| lint.code == word || lint.name == word)
}

/// The code or name of a lint that is nearest to a misspelled one.
pub fn nearest_word(word: &str) -> Option<&'static str> {
    let words = ALL.iter().flat_map(|lint| [lint.code, lint.name]);
    nearest(word, words)
}

/// Which level each lint has.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    set: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// Gives a lint another level than it has by itself.
    pub fn set(&mut self, lint: &Lint, level: Level) {
        self.set.insert(lint.code, level);
    }

    /// The levels of a configuration; what it says of a lint that there is not goes to `problems`.
    pub fn of_settings(settings: &[LintSetting], problems: &mut Vec<Diagnostic>) -> Levels {
        let mut levels = Levels::default();
        for LintSetting { lint: word, level } in settings {
            if let Some(lint) = find(&word.text) {
                levels.set(lint, *level);
                continue;
            }
            let problem = Diagnostic::error(
                "C903",
                format!("there is no lint `{}`", word.text.escape_debug()),
                word.span,
                "expected the code or name of a lint",
            );
            problems.push(problem.help(match nearest_word(&word.text) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "docs/lint.md lists the lints".to_owned(),
            }));
        }
        levels
    }

    /// The level of a lint.
    pub fn of(&self, lint: &Lint) -> Level {
        self.set.get(lint.code).copied().unwrap_or(lint.level)
    }
}

/// What a lint looks at.
#[derive(Debug)]
struct Subject<'a> {
    /// The file that advice is asked for.
    file: &'a RuleFile,
    /// Its text.
    text: &'a str,
    /// Every file that was read, this one included.
    files: &'a [RuleFile],
}

/// Rule files that were read and checked, and what that found.
#[derive(Debug)]
pub struct Checked<'a> {
    /// The files, and those that they import.
    pub files: &'a [RuleFile],
    /// Their texts.
    pub sources: &'a Sources,
    /// What is wrong with them, and what was warned of on the way.
    pub found: Vec<Diagnostic>,
}

/// All there is to say about some of the files: what was found before, and what lints find, by
/// place. Errors of other files are kept, warnings about them are not.
///
/// Files with errors are not looked at: half a tree would make lints say what is not so.
pub fn advise(
    checked: Checked<'_>,
    about: &dyn Fn(SourceId) -> bool,
    levels: &Levels,
) -> Vec<Diagnostic> {
    let Checked {
        files,
        sources,
        mut found,
    } = checked;
    let has_errors = found.iter().any(is_error);
    let asked: Vec<&RuleFile> = files
        .iter()
        .filter(|file| about(file.file.source))
        .collect();
    if !has_errors {
        for file in &asked {
            let text = sources.get(file.file.source);
            let subject = Subject {
                file,
                text: text.map_or("", |source| &source.text),
                files,
            };
            let runs = ALL.iter().filter_map(|lint| lint.run);
            found.extend(runs.flat_map(|run| run(&subject)));
        }
    }
    found.retain(|problem| is_error(problem) || about(place(problem).source));
    for file in &asked {
        let text = sources.get(file.file.source);
        let text = text.map_or("", |source| &source.text);
        allow::excuse(&file.file, text, !has_errors, &mut found);
    }
    let mut found: Vec<Diagnostic> = found
        .into_iter()
        .filter_map(|problem| at_level(problem, levels))
        .collect();
    found.sort_by_key(|problem| (place(problem), problem.code));
    found
}

fn at_level(mut problem: Diagnostic, levels: &Levels) -> Option<Diagnostic> {
    let level = match find(problem.code) {
        Some(lint) if !is_error(&problem) => levels.of(lint),
        _ => return Some(problem),
    };
    problem.severity = match level {
        Level::Allow => return None,
        Level::Warn => Severity::Warning,
        Level::Error => Severity::Error,
    };
    Some(problem)
}

fn is_error(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error
}

/// Where a problem is.
fn place(problem: &Diagnostic) -> Span {
    let label = problem.labels.first();
    label.map_or_else(Span::default, |label| label.span)
}

impl Lint {
    /// A warning of this lint.
    fn warn(&self, message: impl Into<String>, span: Span, label: &str) -> Diagnostic {
        Diagnostic::warning(self.code, message, span, label)
    }
}
