//! Why an input cannot be judged, said so that people can mend it.

use std::fmt;

use super::json::{Defect, address};
use crate::source::position;

/// What to do unless something better is said.
const AS_PRINTED: &str = "give the plan exactly as `terraform show -json PLAN` printed it";

/// An input that cannot be judged: what it is, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// What the input is, or what is wrong in it.
    pub kind: InputErrorKind,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
    /// Where: byte offset, line and column, both from 1; the column is in characters.
    pub place: Option<(usize, usize, usize)>,
}

/// What an input is that cannot be judged, or what is wrong in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InputErrorKind {
    /// Nothing but spaces.
    Empty,
    /// Neither UTF-8 nor UTF-16.
    Encoding,
    /// A compressed file.
    Compressed,
    /// A plan as `terraform plan -out` saves it.
    BinaryPlan,
    /// A plan of Terraform 0.11 or older.
    OldPlan,
    /// What `terraform plan` prints for people.
    HumanPlan,
    /// What `terraform plan -json` prints: a log, one event on each line.
    Stream,
    /// A state file, `terraform.tfstate`.
    RawState,
    /// A plan without values, as HCP Terraform hands it out to readers.
    RedactedPlan,
    /// A plan inside another object.
    Wrapped,
    /// What another command of Terraform prints.
    OtherCommand,
    /// Terraform configuration, in either syntax.
    TerraformConfiguration,
    /// A `CloudFormation` template.
    CloudFormation,
    /// A SARIF report.
    Sarif,
    /// A Checkov report.
    CheckovReport,
    /// YAML.
    Yaml,
    /// HTML or XML.
    Markup,
    /// Text that is not JSON.
    NotJson,
    /// Text in front of the JSON.
    TextBefore,
    /// Text behind the JSON.
    TextAfter,
    /// More than one JSON document.
    Several,
    /// JSON that ends too early.
    Truncated,
    /// JSON with a mistake.
    Malformed,
    /// JSON, but no object.
    NotAnObject,
    /// An object that is neither a plan nor a state.
    NotTerraform,
    /// A plan or state that does not say its version.
    MissingFormatVersion,
    /// A plan or state of another major version.
    Unsupported,
    /// A known key with a value of the wrong type.
    WrongType,
    /// An entry without something that it must have.
    Incomplete,
    /// A key that an object has twice.
    DuplicateKey,
    /// A resource that is given twice.
    DuplicateAddress,
    /// A string that no text can hold.
    Surrogate,
    /// Modules inside modules without end.
    TooDeep,
}

impl InputErrorKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            InputErrorKind::Empty => "empty",
            InputErrorKind::Encoding => "encoding",
            InputErrorKind::Compressed => "compressed",
            InputErrorKind::BinaryPlan => "binary-plan",
            InputErrorKind::OldPlan => "old-plan",
            InputErrorKind::HumanPlan => "human-plan",
            InputErrorKind::Stream => "stream",
            InputErrorKind::RawState => "raw-state",
            InputErrorKind::RedactedPlan => "redacted-plan",
            InputErrorKind::Wrapped => "wrapped",
            InputErrorKind::OtherCommand => "other-command",
            InputErrorKind::TerraformConfiguration => "terraform-configuration",
            InputErrorKind::CloudFormation => "cloud-formation",
            InputErrorKind::Sarif => "sarif",
            InputErrorKind::CheckovReport => "checkov-report",
            InputErrorKind::Yaml => "yaml",
            InputErrorKind::Markup => "markup",
            InputErrorKind::NotJson => "not-json",
            InputErrorKind::TextBefore => "text-before",
            InputErrorKind::TextAfter => "text-after",
            InputErrorKind::Several => "several",
            InputErrorKind::Truncated => "truncated",
            InputErrorKind::Malformed => "malformed",
            InputErrorKind::NotAnObject => "not-an-object",
            InputErrorKind::NotTerraform => "not-terraform",
            InputErrorKind::MissingFormatVersion => "missing-format-version",
            InputErrorKind::Unsupported => "unsupported",
            InputErrorKind::WrongType => "wrong-type",
            InputErrorKind::Incomplete => "incomplete",
            InputErrorKind::DuplicateKey => "duplicate-key",
            InputErrorKind::DuplicateAddress => "duplicate-address",
            InputErrorKind::Surrogate => "surrogate",
            InputErrorKind::TooDeep => "too-deep",
        }
    }
}

impl InputError {
    pub(super) fn new(kind: InputErrorKind, message: impl Into<String>) -> InputError {
        InputError {
            kind,
            message: message.into(),
            help: Some(AS_PRINTED.to_owned()),
            place: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> InputError {
        self.help = Some(help.into());
        self
    }

    /// Names a place of the text that the input is.
    pub(super) fn at(mut self, text: &str, offset: usize) -> InputError {
        let (line, column) = position(text, offset);
        self.place = Some((offset, line, column));
        self
    }

    /// A part that was looked into and is wrong.
    pub(super) fn defect(text: &str, kind: InputErrorKind, defect: &Defect) -> InputError {
        let error = InputError::new(kind, defect.message());
        match defect.offsets(text).first() {
            Some(offset) => error.at(text, *offset),
            None => error,
        }
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)?;
        match self.place {
            Some((offset, line, column)) => {
                write!(out, " (line {line}, column {column}, byte {offset})")
            }
            None => Ok(()),
        }
    }
}

impl std::error::Error for InputError {}

/// Where in `text` a part of it starts.
pub(super) fn offset_in(text: &str, part: &str) -> usize {
    address(part).saturating_sub(address(text)).min(text.len())
}

/// A place for the middle of a sentence: `line 3, column 7, byte 41`.
pub(super) fn place(text: &str, offset: usize) -> String {
    let (line, column) = position(text, offset);
    format!("line {line}, column {column}, byte {offset}")
}

/// A few characters of the line from a place on, safe to print.
pub(super) fn excerpt(text: &str, offset: usize) -> String {
    const LONGEST: usize = 16;
    let rest = text.get(offset..).unwrap_or_default();
    let line = rest
        .lines()
        .next()
        .filter(|line| !line.is_empty())
        .unwrap_or(rest);
    let shown: String = line.chars().take(LONGEST).collect();
    let more = if shown.len() < line.len() { "…" } else { "" };
    format!("{}{more}", printable(&shown))
}

/// A text that does nothing to a terminal: what is not printable is escaped.
pub(super) fn printable(text: &str) -> String {
    let mut printed = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' | '\'' | '\\' => printed.push(character),
            _ => printed.extend(character.escape_debug()),
        }
    }
    printed
}
