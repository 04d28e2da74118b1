//! Everything that a report may say, in one place; formats only choose and draw.

use crate::{engine::Judgement, gate::Gate, program::About, value::Reason};

/// One run: what was judged, by which rules, and what came out.
#[derive(Clone, Debug)]
pub struct Report {
    /// Version of plangate.
    pub version: &'static str,
    /// The inputs, in the order given.
    pub inputs: Vec<Input>,
    /// The rules that ran; a judgement's `rule` is an index into it.
    pub rules: Vec<About>,
    /// How strict the gate is.
    pub gate: Gate,
    /// Which judgements people's formats show in full.
    pub show: Show,
}

/// One input and its judgements.
#[derive(Clone, Debug)]
pub struct Input {
    /// Path as given, or `-`.
    pub name: String,
    /// Lower-case hex digest of the bytes as read; `None` where no format asked for it.
    pub sha256: Option<String>,
    /// `plan`, `state` or `document`.
    pub kind: &'static str,
    /// Version of Terraform or OpenTofu that wrote it.
    pub terraform_version: Option<String>,
    /// Whether the plan is whole; `None` where the input does not say.
    pub complete: Option<bool>,
    /// Whether planning failed; `None` where the input does not say.
    pub errored: Option<bool>,
    /// Things about the input as a whole that a reader must know, as sentences.
    pub notes: Vec<String>,
    /// Number of planned resource and data instances.
    pub resources: usize,
    /// Number of them that no rule looked at, because none is about their type.
    pub not_looked_at: usize,
    /// Sorted by (rule id, address).
    pub judgements: Vec<Judgement>,
}

/// What people's formats show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Only what blocks.
    Blocking,
    /// Everything but pass and not applicable.
    #[default]
    Findings,
    /// Everything.
    All,
}

impl Report {
    /// Whether anything blocks.
    pub fn blocks(&self) -> bool {
        self.inputs
            .iter()
            .flat_map(|input| &input.judgements)
            .any(|judgement| self.is_blocking(judgement))
    }

    /// Whether this judgement blocks.
    pub fn is_blocking(&self, judgement: &Judgement) -> bool {
        self.rules
            .get(judgement.rule)
            .is_some_and(|rule| self.gate.blocks(rule, judgement))
    }

    /// The reasons for which a judgement is undetermined, in order, each once.
    pub fn reasons(judgement: &Judgement) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = judgement
            .findings
            .iter()
            .filter_map(|finding| finding.reason)
            .collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}
