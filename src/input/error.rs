//! Why an input cannot be judged, and what to do instead.

use crate::source::position;

/// What is wrong with an input, as a word for tests and machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InputErrorKind {
    /// Nothing is in it.
    Empty,
    /// Its bytes are no text.
    Encoding,
    /// A plan as `terraform plan -out` writes it.
    BinaryPlan,
    /// Compressed data.
    Compressed,
    /// A `terraform.tfstate` file.
    RawState,
    /// The log of `terraform plan -json`.
    Stream,
    /// HCP Terraform's redacted plan.
    RedactedPlan,
    /// A plan inside of something else.
    Wrapped,
    /// Other text before or after the JSON.
    Surrounded,
    /// Several JSON documents.
    Several,
    /// It ends too early.
    Truncated,
    /// Not valid JSON.
    Malformed,
    /// Text that is no JSON at all: HCL, YAML, a log.
    NotJson,
    /// JSON, but no object.
    NotAnObject,
    /// An object of something else.
    NotTerraform,
    /// A format version that this plangate does not read.
    Unsupported,
    /// A key twice in one object.
    DuplicateKey,
    /// The same object twice.
    DuplicateAddress,
    /// A known key with a value of the wrong type.
    WrongType,
}

impl InputErrorKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            InputErrorKind::Empty => "empty",
            InputErrorKind::Encoding => "encoding",
            InputErrorKind::BinaryPlan => "binary-plan",
            InputErrorKind::Compressed => "compressed",
            InputErrorKind::RawState => "raw-state",
            InputErrorKind::Stream => "stream",
            InputErrorKind::RedactedPlan => "redacted-plan",
            InputErrorKind::Wrapped => "wrapped",
            InputErrorKind::Surrounded => "surrounded",
            InputErrorKind::Several => "several",
            InputErrorKind::Truncated => "truncated",
            InputErrorKind::Malformed => "malformed",
            InputErrorKind::NotJson => "not-json",
            InputErrorKind::NotAnObject => "not-an-object",
            InputErrorKind::NotTerraform => "not-terraform",
            InputErrorKind::Unsupported => "unsupported",
            InputErrorKind::DuplicateKey => "duplicate-key",
            InputErrorKind::DuplicateAddress => "duplicate-address",
            InputErrorKind::WrongType => "wrong-type",
        }
    }
}

/// Why an input cannot be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputError {
    /// The kind of mistake.
    pub kind: InputErrorKind,
    /// What is wrong: lower case, no full stop; harmless to print.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
    /// Where: byte offset, line and column (both from 1).
    pub place: Option<(usize, usize, usize)>,
}

impl InputError {
    /// An error without a place.
    pub fn new(kind: InputErrorKind, message: impl Into<String>) -> InputError {
        InputError {
            kind,
            message: message.into(),
            help: None,
            place: None,
        }
    }

    /// The same, with what to do instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> InputError {
        self.help = Some(help.into());
        self
    }

    /// The same, at a byte offset of a text.
    #[must_use]
    pub fn at(mut self, text: &str, offset: usize) -> InputError {
        let (line, column) = position(text, offset);
        self.place = Some((offset, line, column));
        self
    }
}
