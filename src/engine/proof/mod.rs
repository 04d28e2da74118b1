//! Why a rule says what it says of an address: every step, in the order of the rule.
//!
//! Nothing in here needs redaction any more: values were redacted when they left the engine.

mod build;
mod line;
mod shown;

pub(super) use build::{Builder, links};
pub(super) use shown::{Links, Showing};

use super::finding::{Judgement, Outcome};
use crate::reference::{Naming, Provenance};
use crate::value::{Assumption, Missing, Trouble};

/// A judgement, and how it came about.
#[derive(Clone, Debug)]
pub struct Proof {
    /// What the rule says.
    pub judgement: Judgement,
    /// The statements of the rule that were run.
    pub steps: Vec<Step>,
}

/// One step: a statement, a condition, a value, or a member of a list.
#[derive(Clone, Debug)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// As written in the rule, in one line; of a member what it is.
    pub text: String,
    /// The rule file, and the line (from 1) in it: of a define's call where the define says what it
    /// stands for. Empty and 0 where nothing is written.
    pub place: (String, usize),
    /// What the author of a define says that it means, or who gave a parameter its value; empty
    /// where nobody says anything.
    pub doc: String,
    /// How the conditions below make up this one.
    pub joint: Option<Joint>,
    /// What a condition came to.
    pub answer: Option<Answer>,
    /// A value, as it is shown to people; of a list only where its members are not listed.
    pub value: Option<String>,
    /// The place in the plan that the value was read from.
    pub read: Option<Read>,
    /// The members of a list.
    pub candidates: Vec<Candidate>,
    /// What is missing here, if no step below misses it already.
    pub missing: Vec<Missing>,
    /// What this takes for granted, if no step below does already.
    pub assumptions: Vec<Assumption>,
    /// The source of the configuration was needed here, and by no step below.
    pub by_source: bool,
    /// What is wrong with the data, if no step below says it already.
    pub trouble: Option<Trouble>,
    /// What an assertion says.
    pub outcome: Option<Outcome>,
    /// The rule's message, or the reason of an exemption; empty where it passes.
    pub message: String,
    /// What this was made of.
    pub steps: Vec<Step>,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// `where C`
    Where,
    /// `unless C`
    Unless,
    /// `let x = E`
    Let,
    /// `require C`
    Require,
    /// `deny C`
    Deny,
    /// `each x in E`
    Each,
    /// A condition.
    Condition,
    /// A call of a define.
    Define,
    /// A value.
    Value,
    /// An argument of a define.
    Argument,
    /// A member of a list that is gone through.
    Member(Certainty),
    /// The part of a list that nobody sees.
    Open,
    /// A condition that others decide.
    NotAsked,
}

/// How conditions make up another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// All must hold.
    All,
    /// One must hold.
    One,
    /// It must not hold.
    Not,
}

/// What a condition came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answer {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// The plan does not say.
    Unknown,
    /// The data is wrong.
    Error,
    /// It tells of a sensitive value, so it is not shown.
    Sensitive,
}

/// How sure it is that a list has a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certainty {
    /// It certainly has.
    Definite,
    /// It perhaps has.
    Possible,
    /// There may be members that the plan does not show.
    Open,
}

/// A place in the plan that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The address of the resource.
    pub address: String,
    /// The path in it; empty for the resource as a whole.
    pub path: String,
    /// Where the value comes from: what the plan says, then the configuration, then what is known
    /// beforehand.
    pub origins: Vec<Provenance>,
}

/// A member of a list, or the part of it that nobody sees.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// How sure it is.
    pub certainty: Certainty,
    /// What it is: an address or a value; empty for what nobody sees.
    pub text: String,
    /// The place that it was read from.
    pub read: Option<Read>,
    /// How the plan leads to it.
    pub naming: Option<Naming>,
    /// The references that lead to it, first step first.
    pub via: Vec<String>,
    /// What its being a member takes for granted.
    pub assumptions: Vec<Assumption>,
    /// The source of the configuration was needed to find it.
    pub by_source: bool,
    /// Why it is not certain.
    pub why: Option<Missing>,
}

impl StepKind {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            StepKind::Where => "where",
            StepKind::Unless => "unless",
            StepKind::Let => "let",
            StepKind::Require => "require",
            StepKind::Deny => "deny",
            StepKind::Each => "each",
            StepKind::Condition => "condition",
            StepKind::Define => "define",
            StepKind::Value => "value",
            StepKind::Argument => "argument",
            StepKind::Member(_) => "member",
            StepKind::Open => "open",
            StepKind::NotAsked => "not_asked",
        }
    }
}

impl Joint {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Joint::All => "all",
            Joint::One => "one",
            Joint::Not => "not",
        }
    }
}

impl Answer {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Answer::True => "true",
            Answer::False => "false",
            Answer::Unknown => "unknown",
            Answer::Error => "error",
            Answer::Sensitive => "sensitive",
        }
    }
}

impl Certainty {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Certainty::Definite => "definite",
            Certainty::Possible => "possible",
            Certainty::Open => "open",
        }
    }
}

impl Step {
    /// A step of which nothing is known but what it is.
    pub(super) fn new(kind: StepKind, text: impl Into<String>) -> Step {
        Step {
            kind,
            text: text.into(),
            place: (String::new(), 0),
            doc: String::new(),
            joint: None,
            answer: None,
            value: None,
            read: None,
            candidates: Vec::new(),
            missing: Vec::new(),
            assumptions: Vec::new(),
            by_source: false,
            trouble: None,
            outcome: None,
            message: String::new(),
            steps: Vec::new(),
        }
    }
}
