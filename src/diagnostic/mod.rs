//! What people are told about rules and inputs: one type, drawn in one place.

use crate::source::{Sources, Span};

mod draw;

/// Whether a diagnostic stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is judged until it is mended.
    Error,
    /// Said, and the run goes on.
    Warning,
}

/// A place in a rule file and what to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text that is underlined.
    pub span: Span,
    /// What is said beside the underline; may be empty.
    pub text: String,
}

/// Something to tell a person: what is wrong, where, what was expected, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable code, a letter and three digits: `P101`, `N201`. Never reused.
    pub code: &'static str,
    /// Whether it stops the run.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// The place that is wrong first, then places that explain it.
    pub labels: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
    /// A change of the text that mends it, where there is one.
    pub fix: Option<Fix>,
}

/// A change of a rule file's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The text that is replaced; an empty span inserts.
    pub span: Span,
    /// What stands there instead.
    pub replacement: String,
    /// It cannot change what any rule decides, so that `lint --fix` may make it unasked.
    pub safe: bool,
}

impl Diagnostic {
    /// An error at a place; `expected` stands beside the caret.
    pub fn error(
        code: &'static str,
        message: impl Into<String>,
        span: Span,
        expected: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: vec![Label {
                span,
                text: expected.into(),
            }],
            help: None,
            fix: None,
        }
    }

    /// A warning at a place: it is said, and the run goes on.
    pub fn warning(
        code: &'static str,
        message: impl Into<String>,
        span: Span,
        expected: impl Into<String>,
    ) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..Diagnostic::error(code, message, span, expected)
        }
    }

    /// The same, with a change of the text that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Diagnostic {
        self.fix = Some(fix);
        self
    }

    /// The same, with how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }

    /// The same, with a further place that explains it.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Draws it with its lines of source; with colour only where asked for.
    pub fn draw(&self, sources: &Sources, colour: bool) -> String {
        draw::draw(self, sources, colour)
    }
}

/// The known name that is nearest to a misspelled one, if one is near enough to be meant.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().max(wrong.len()) / 4)
        .min()
        .map(|(_, name)| name)
}
