//! What is told on standard error.

use std::{
    error::Error,
    fmt,
    io::{self, Write},
};

use anstyle::{AnsiColor, Style};

use super::terminal;
use crate::diagnostic::{Diagnostic, Severity};
use crate::pack::LoadError;
use crate::report::escape;
use crate::source::Sources;

/// Something that keeps the command from its work, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    what: String,
    help: Option<String>,
}

impl Complaint {
    /// A complaint: lower case, no full stop, names in backticks.
    pub(super) fn new(what: impl Into<String>) -> Complaint {
        Complaint {
            what: what.into(),
            help: None,
        }
    }

    /// The same, with how to mend it.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Complaint {
        self.help = Some(help.into());
        self
    }

    /// How to mend it.
    pub(super) fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.what)
    }
}

impl Error for Complaint {}

impl From<LoadError> for Complaint {
    fn from(error: LoadError) -> Complaint {
        let complaint = Complaint::new(error.message);
        match error.help {
            Some(help) => complaint.help(help),
            None => complaint,
        }
    }
}

/// Tells what went wrong, with what it came from.
pub(super) fn say(error: &anyhow::Error) {
    let red = AnsiColor::Red.on_default().bold();
    line("error", red, &format!("{error:#}"));
    let help = error
        .chain()
        .find_map(|cause| cause.downcast_ref::<Complaint>()?.advice());
    if let Some(help) = help {
        line("help", AnsiColor::Cyan.on_default().bold(), help);
    }
}

/// Tells what is wrong with rules; says whether they can be used all the same.
pub(super) fn say_of_rules(problems: &[Diagnostic], sources: &Sources) -> bool {
    let colour = terminal::colours(&io::stderr());
    for problem in problems {
        let _ = writeln!(io::stderr(), "{}", problem.draw(sources, colour));
    }
    problems
        .iter()
        .all(|problem| problem.severity != Severity::Error)
}

/// Tells mistakes that are drawn already.
pub(super) fn draw(drawn: &str) {
    let _ = writeln!(io::stderr(), "{drawn}");
}

/// Tells what a reader must know of an input, where what is written has no place for it.
pub(super) fn say_of_input(name: &str, note: &str) {
    let yellow = AnsiColor::Yellow.on_default().bold();
    line("note", yellow, &format!("`{name}`: {note}"));
}

/// Tells something that a reader must know.
pub(super) fn note(text: &str) {
    line("note", AnsiColor::Yellow.on_default().bold(), text);
}

fn line(word: &str, style: Style, text: &str) {
    let text = escape(text);
    // Where standard error is closed, there is nobody to tell.
    let _ = if terminal::colours(&io::stderr()) {
        writeln!(io::stderr(), "{style}{word}{style:#}: {text}")
    } else {
        writeln!(io::stderr(), "{word}: {text}")
    };
}
