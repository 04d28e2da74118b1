//! Reports: one format per file.

use std::io::{self, Write};

pub mod advice;
pub mod catalogue;
pub mod coverage;
mod escape;
pub mod graph;
mod json;
mod model;
pub mod packs;
pub mod proof;
mod table;
pub mod trial;
pub mod value;
mod words;
mod wrap;

pub use escape::escape;
pub use model::{Configured, Counts, Failed, Input, Report, Show, selected_nothing};
pub(crate) use wrap::wrap;

/// The formats, for people first.
pub static ALL: &[&Format] = &[&table::FORMAT, &json::FORMAT];

/// A way to write a report.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Whether it tells the digests of inputs, which cost a reading of every byte.
    pub needs_digest: bool,
    /// Writes a report.
    pub render: fn(&Report, &Style, &mut dyn Write) -> io::Result<()>,
}

/// How text for people is laid out; formats for machines do not look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns that may be used.
    pub width: usize,
    /// Whether to colour.
    pub colour: bool,
}

/// The format of this name.
pub fn find(name: &str) -> Option<&'static Format> {
    ALL.iter().copied().find(|format| format.name == name)
}
