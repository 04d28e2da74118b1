//! What is said about rules, as text: one format per file.

use std::io::{self, Write};

use super::{Style, words};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

mod github;
mod json;
mod text;

/// The formats, for people first.
pub static ALL: &[&Listing] = &[&text::LISTING, &json::LISTING, &github::LISTING];

/// A way to write what is said about rules.
#[derive(Debug)]
pub struct Listing {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Writes it.
    pub write: fn(&Advice<'_>, &Style, &mut dyn Write) -> io::Result<()>,
}

/// What is said about rules.
#[derive(Clone, Copy, Debug)]
pub struct Advice<'a> {
    /// What was found, in the order in which it is told.
    pub problems: &'a [Diagnostic],
    /// The texts that it is about.
    pub sources: &'a Sources,
    /// How many rule files were looked at.
    pub files: usize,
    /// What was mended already, as lines for people.
    pub mended: &'a [Mended],
    /// The program's version.
    pub version: &'a str,
}

/// Something that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The file.
    pub file: String,
    /// The code of what was wrong.
    pub code: &'static str,
    /// What was wrong.
    pub message: String,
}

impl Advice<'_> {
    fn count(&self, severity: Severity) -> usize {
        let problems = self.problems.iter();
        problems
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// How much was found, in one line.
    fn summary(&self) -> String {
        let (errors, warnings) = (self.count(Severity::Error), self.count(Severity::Warning));
        let counted = match (errors, warnings) {
            (0, 0) => "nothing to mend".to_owned(),
            (0, _) => words::count(warnings, "warning"),
            (_, 0) => words::count(errors, "error"),
            _ => format!(
                "{} and {}",
                words::count(errors, "error"),
                words::count(warnings, "warning")
            ),
        };
        let line = format!("{counted} in {}", words::count(self.files, "rule file"));
        let fixes = self.problems.iter().filter_map(|p| p.fix.as_ref());
        match fixes.filter(|fix| fix.safe).count() {
            0 => line,
            safe => format!("{line}; `--fix` mends {safe}"),
        }
    }
}
