//! What judging a plan yields: one judgement for each rule and address, made of findings.
//!
//! Nothing in here needs redaction any more: values were redacted when they left the engine.

use crate::value::{Missing, Reason};

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
    /// Further addresses that this judgement is the same for; see `previous_address`.
    pub previous_address: Option<String>,
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

/// What an answer rests on: the plan's own words, or assumptions with names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Basis(u8);

/// An assumption that turns something the plan does not say into an answer (language, 6.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assumption {
    /// `plain`: an attribute that is one reference is that reference, not a condition on it.
    Plain,
    /// `pure`: everything an expression refers to is known, so its value was known too, and null.
    Pure,
    /// `not null`: a written argument that is unknown will have a value.
    NotNull,
    /// `no such dynamic`: a block that is not in the configuration is not made by `dynamic`.
    NoSuchDynamic,
    /// `same key`: `p[each.key]` is the instance of the same key.
    SameKey,
    /// `left out`: what becomes of an argument that nobody writes is as the provider's table says.
    LeftOut,
}

impl Assumption {
    /// Every assumption.
    pub const ALL: [Assumption; 6] = [
        Assumption::Plain,
        Assumption::Pure,
        Assumption::NotNull,
        Assumption::NoSuchDynamic,
        Assumption::SameKey,
        Assumption::LeftOut,
    ];

    /// The stable name, as reports print it.
    pub fn word(self) -> &'static str {
        match self {
            Assumption::Plain => "plain",
            Assumption::Pure => "pure",
            Assumption::NotNull => "not null",
            Assumption::NoSuchDynamic => "no such dynamic",
            Assumption::SameKey => "same key",
            Assumption::LeftOut => "left out",
        }
    }
}

impl Basis {
    /// The plan says so itself.
    pub const KNOWN: Basis = Basis(0);

    /// The basis of one assumption.
    pub fn assuming(assumption: Assumption) -> Basis {
        Basis(1 << assumption as u8)
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Basis) -> Basis {
        Basis(self.0 | other.0)
    }

    /// Whether no assumption was needed.
    pub fn is_known(self) -> bool {
        self.0 == 0
    }

    /// The assumptions made.
    pub fn assumptions(self) -> impl Iterator<Item = Assumption> {
        Assumption::ALL
            .into_iter()
            .filter(move |assumption| self.0 & (1 << *assumption as u8) != 0)
    }
}
