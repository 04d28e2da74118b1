//! Where the command line meets the engine: loading rules, and judging one input by them.

use std::path::PathBuf;

use super::{complaint::Complaint, plan::Plan};
use crate::diagnostic::Diagnostic;
use crate::program::About;
use crate::report::Input;
use crate::source::Sources;

/// Which shipped packs are loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Packs {
    /// All of them.
    All,
    /// Those of these names.
    Named(Vec<String>),
}

/// Rules as loaded.
#[derive(Debug)]
pub(super) struct Rules {
    /// Their headers.
    pub(super) about: Vec<About>,
    /// What is wrong with them.
    pub(super) problems: Vec<Diagnostic>,
    /// The texts that the problems are in.
    pub(super) sources: Sources,
}

/// What rules may ask for beside the input.
#[derive(Clone, Debug)]
pub(super) struct Context {
    /// The workspace, where it was given.
    pub(super) workspace: Option<String>,
    /// Whether answers that rest on assumptions are undetermined.
    pub(super) strict_unknown: bool,
}

impl Rules {
    /// Those at these positions; from here on, positions count in what is kept.
    pub(super) fn keep(mut self, positions: &[usize]) -> Rules {
        self.about = positions
            .iter()
            .filter_map(|position| self.about.get(*position).cloned())
            .collect();
        self
    }
}

/// Reads and checks rules; problems with their text are told in what is returned.
pub(super) fn load(_files: &[PathBuf], _packs: &Packs) -> anyhow::Result<Rules> {
    Err(Complaint::new("internal: this build has no rule engine").into())
}

/// Judges an input. The rule of a judgement is its position in the rules as kept.
pub(super) fn judge(_rules: &Rules, plan: &Plan, context: &Context) -> anyhow::Result<Input> {
    let Plan {
        name,
        bytes,
        sha256,
    } = plan;
    let Context {
        workspace,
        strict_unknown,
    } = context;
    Err(Complaint::new(format!(
        "internal: this build has no rule engine for `{name}` ({} bytes, {sha256:?}, {workspace:?}, \
         {strict_unknown})",
        bytes.len()
    ))
    .into())
}
