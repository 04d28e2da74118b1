//! What blocks: levels, severities and undetermined results, turned into one exit code.

use crate::{
    engine::{Judgement, Outcome},
    program::{About, Effect, Level, Severity},
};

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
}

impl Gate {
    /// Whether a judgement of this rule blocks.
    pub fn blocks(self, rule: &About, judgement: &Judgement) -> bool {
        let level = match self.set {
            RuleSet::Recommended => rule.level == Level::On,
            RuleSet::Strict | RuleSet::All => true,
        };
        let bad = judgement
            .findings
            .iter()
            .any(|finding| match finding.outcome {
                Outcome::Fail | Outcome::Error => true,
                Outcome::Undetermined => finding
                    .reason
                    .is_some_and(|reason| rule.undetermined.effect(reason) == Effect::Fail),
                _ => false,
            });
        level && rule.severity >= self.fail_on && bad
    }
}
