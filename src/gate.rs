//! What blocks: levels, severities and undetermined results, turned into one verdict.

use crate::engine::{Finding, Judgement, Outcome};
use crate::program::{About, Effect, Level, Severity};

/// Which levels run, and which block (language, 15.9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RuleSet {
    /// `on` and `advice` run, `on` blocks.
    #[default]
    Recommended,
    /// `on` and `advice` run, both block.
    Strict,
    /// Everything runs, and everything blocks.
    All,
}

/// How strict the gate is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// The chosen set.
    pub set: RuleSet,
    /// The lowest severity that blocks.
    pub fail_on: Severity,
    /// Whether an error of a single resource leaves the whole run undecided.
    pub strict_errors: bool,
}

/// What becomes of a run as a whole; each is one exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing blocks.
    Clear,
    /// Something blocks.
    Blocked,
    /// It cannot be said: an input was not judged, or an error counts as one.
    Undecided,
}

impl RuleSet {
    /// Every set.
    pub const ALL: [RuleSet; 3] = [RuleSet::Recommended, RuleSet::Strict, RuleSet::All];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            RuleSet::Recommended => "recommended",
            RuleSet::Strict => "strict",
            RuleSet::All => "all",
        }
    }

    /// Whether rules of a level run in this set.
    pub fn runs(self, level: Level) -> bool {
        level != Level::Off || self == RuleSet::All
    }

    /// Whether rules of a level block in this set.
    pub fn blocks(self, level: Level) -> bool {
        level == Level::On || self != RuleSet::Recommended
    }
}

impl Gate {
    /// Whether a judgement of this rule blocks.
    pub fn blocks(self, rule: &About, judgement: &Judgement) -> bool {
        judgement
            .findings
            .iter()
            .any(|finding| self.blocks_finding(rule, finding))
    }

    /// Whether a single finding of this rule would block.
    pub fn blocks_finding(self, rule: &About, finding: &Finding) -> bool {
        let bad = match finding.outcome {
            Outcome::Fail | Outcome::Error => true,
            Outcome::Undetermined => effect(rule, finding) == Effect::Fail,
            Outcome::Exempt | Outcome::Pass | Outcome::NotApplicable => false,
        };
        bad && self.set.blocks(rule.level) && rule.severity >= self.fail_on
    }
}

impl Verdict {
    /// Every verdict, mildest first.
    pub const ALL: [Verdict; 3] = [Verdict::Clear, Verdict::Blocked, Verdict::Undecided];

    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Clear => "clear",
            Verdict::Blocked => "blocked",
            Verdict::Undecided => "undecided",
        }
    }
}

/// What a rule says is to be done with a finding of it that is undetermined.
pub fn effect(rule: &About, finding: &Finding) -> Effect {
    finding
        .reason
        .map_or(rule.undetermined.otherwise, |reason| {
            rule.undetermined.effect(reason)
        })
}
