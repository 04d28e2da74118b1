//! Why a rule says what it says of one address, as text and as a document.

mod json;
mod text;

pub use json::json;
pub use text::text;

use crate::engine::Explanation;
use crate::program::About;

/// What is explained.
#[derive(Clone, Debug)]
pub struct Explained<'a> {
    /// Version of plangate.
    pub version: &'static str,
    /// Path of the input as given, or `-`.
    pub input: &'a str,
    /// The folder of the configuration's source, if one was used.
    pub source: Option<&'a str>,
    /// Things about the input as a whole that a reader must know, as sentences.
    pub notes: &'a [String],
    /// The address that was asked about.
    pub address: &'a str,
    /// The rule that was asked about.
    pub rule: &'a About,
    /// The answer.
    pub explanation: &'a Explanation,
}
