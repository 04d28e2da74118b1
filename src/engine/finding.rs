//! What judging a plan yields: one judgement for each rule and address, made of findings.
//!
//! Nothing in here needs redaction any more: values were redacted when they left the engine.

use crate::hcl::Place;
use crate::value::{Basis, Missing, Reason};

/// What a rule says of an address; also what a single finding says.
///
/// The order is by weight: the worst outcome of an address's findings is its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The rule does not apply: its `where` is false, or nothing is selected.
    NotApplicable,
    /// An `unless` holds.
    Exempt,
    /// Everything that is required holds.
    Pass,
    /// The plan does not hold the answer.
    Undetermined,
    /// Something that is required does not hold.
    Fail,
    /// The plan holds wrong data (R7xx).
    Error,
}

impl Outcome {
    /// Every outcome, worst first.
    pub const ALL: [Outcome; 6] = [
        Outcome::Error,
        Outcome::Fail,
        Outcome::Undetermined,
        Outcome::Exempt,
        Outcome::Pass,
        Outcome::NotApplicable,
    ];

    /// The word that every report uses.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::NotApplicable => "not_applicable",
            Outcome::Exempt => "exempt",
            Outcome::Pass => "pass",
            Outcome::Undetermined => "undetermined",
            Outcome::Fail => "fail",
            Outcome::Error => "error",
        }
    }
}

/// What one rule says of one address in one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Position of the rule in the program.
    pub rule: usize,
    /// Address of the resource; for other things see the language, 15.11. Empty where a rule
    /// selected nothing.
    pub address: String,
    /// The worst of its findings.
    pub outcome: Outcome,
    /// It passed only because every list that it asks about was empty.
    pub vacuous: bool,
    /// In order of path and statement; a judgement without findings applies to nothing.
    pub findings: Vec<Finding>,
    /// What it rests on: its findings, and that other statements of the rule do not apply.
    pub basis: Basis,
    /// Further addresses that this judgement is the same for; see `previous_address`.
    pub previous_address: Option<String>,
    /// Where the resource's block is written, if the source of the configuration is in use.
    pub place: Option<Place>,
    /// The judgement that this one follows from: once that is mended, so is this.
    pub cause: Option<Cause>,
}

/// A judgement that others follow from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// Position of its rule in the program.
    pub rule: usize,
    /// Its address.
    pub address: String,
}

/// What one assertion says, or one element of an `each`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where in the resource: `metadata_options.http_tokens`, `ebs_block_device[1]`; may be empty.
    pub path: String,
    /// What it says.
    pub outcome: Outcome,
    /// Why it is undetermined.
    pub reason: Option<Reason>,
    /// The rule's message, the exemption's reason, or what went wrong in the data.
    pub message: String,
    /// The stable code of an error, `R701`.
    pub code: Option<&'static str>,
    /// What the answer rests on.
    pub basis: Basis,
    /// What decided it: values read and references followed, most telling first.
    pub decided_by: Vec<Evidence>,
    /// For undetermined: what is missing and what would decide it.
    pub missing: Vec<Missing>,
    /// Line (from 1) of the deciding statement in its rule file.
    pub rule_line: usize,
    /// Where the argument or block that `path` leads into is written, if the source is in use and
    /// it is written; else where the resource is.
    pub place: Option<Place>,
}

/// A fact of the plan that an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// Address of the resource that was read.
    pub address: String,
    /// The attribute read: `iam_instance_profile`; empty for the resource as a whole.
    pub path: String,
    /// The value before, as it is shown to people; `None` where the resource did not exist.
    pub before: Option<String>,
    /// The value after, as it is shown to people: `"required"`, `(not set)`,
    /// `(known after apply)`, `(sensitive)`.
    pub after: String,
    /// How the engine came here: the references followed, in words, first step first.
    pub via: Vec<String>,
}
