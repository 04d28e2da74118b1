//! What `plangate.toml` says: which rules belong to a project, their severities and parameters,
//! and the levels of lints.
//!
//! A file is read by [`read`] into a [`Configuration`]. [`Configuration::apply`] puts it into a
//! program, and [`require_values`] refuses a rule of which a parameter has no value.

mod apply;
mod fit;
mod parameter;
mod read;
mod reader;
mod tree;

use std::path::PathBuf;

pub use apply::{Elsewhere, Known};
pub use fit::written as written_type;
pub use parameter::{check_defaults, misfit, require_values};
pub use read::read;
pub use reader::Reader;
pub use tree::{Item, ItemKind, parse};

use crate::program::{Level, Severity, Undetermined};
use crate::source::Span;
use crate::syntax::ast::Name;

/// The name of the file.
pub const FILE_NAME: &str = "plangate.toml";

/// The edition of the configuration and of the language that this version knows.
pub const EDITION: u32 = 1;

/// What a `plangate.toml` says.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The file, as shown to people.
    pub file: String,
    /// The folder that paths in it start from.
    pub folder: PathBuf,
    /// Files and folders with the project's rules; `None` where nothing is said.
    pub rule_folders: Option<Vec<Name>>,
    /// The packs of the project; `None` where nothing is said.
    pub packs: Option<Vec<PackEntry>>,
    /// Levels of lints, in the order written.
    pub lint: Vec<LintSetting>,
    rules: Vec<RuleSettings>,
    files: Vec<FileSettings>,
}

/// A pack that belongs to a project.
#[derive(Clone, Debug)]
pub enum PackEntry {
    /// `"metadata-options"`: one that is shipped.
    Shipped(Name),
    /// `{ path = "../pack", digest = "sha256:…" }`: a folder or file.
    Path {
        /// Where it is, from the folder of the configuration.
        path: Name,
        /// What its content must be.
        digest: Option<Name>,
    },
}

/// `W602 = "error"`
#[derive(Clone, Debug)]
pub struct LintSetting {
    /// The code or name of the lint.
    pub lint: Name,
    /// What becomes of it.
    pub level: LintLevel,
}

/// What becomes of what a lint finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintLevel {
    /// `allow`: nothing is said.
    Allow,
    /// `warn`: it is said.
    Warn,
    /// `error`: it is said, and rules with it are refused.
    Error,
}

impl LintLevel {
    /// Every level, mildest first.
    pub const ALL: [LintLevel; 3] = [LintLevel::Allow, LintLevel::Warn, LintLevel::Error];

    /// The word as written in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            LintLevel::Allow => "allow",
            LintLevel::Warn => "warn",
            LintLevel::Error => "error",
        }
    }
}

/// `[rules."id"]`
#[derive(Clone, Debug)]
struct RuleSettings {
    id: Name,
    severity: Option<(Severity, Span)>,
    level: Option<(Level, Span)>,
    undetermined: Option<(Undetermined, Span)>,
    params: Vec<(Name, Item)>,
}

/// `[params."rules/lib/places.rule"]`
#[derive(Clone, Debug)]
struct FileSettings {
    file: Name,
    params: Vec<(Name, Item)>,
}
