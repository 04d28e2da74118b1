//! What a rule says about itself: its header, checked.

use std::collections::{BTreeMap, BTreeSet};

use crate::crosswalk;

/// A rule's header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// The unique, stable id.
    pub id: String,
    /// One line that says what holds when the rule passes.
    pub title: String,
    /// How bad a violation is.
    pub severity: Severity,
    /// Why that bad, where others find it worse or better.
    pub severity_reason: Option<String>,
    /// Whether it counts against the gate.
    pub level: Level,
    /// What an undetermined result does to the gate.
    pub undetermined: Undetermined,
    /// Why the rule exists.
    pub rationale: Option<String>,
    /// How to mend a violation.
    pub remediation: Option<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// Further reading.
    pub links: Vec<String>,
    /// Ids of rules from whose findings those of this one follow.
    pub causes: Vec<String>,
    /// Ids that the rule had before.
    pub replaces: Vec<String>,
    /// Identifiers by tool, as in the crosswalk.
    pub ids: BTreeMap<String, Vec<String>>,
    /// Where the rule decides otherwise than a tool does by its identifier, by tool, in words.
    pub differs: BTreeMap<String, String>,
    /// Controls by framework, as in the crosswalk.
    pub controls: BTreeMap<String, Vec<String>>,
    /// The pack that it came in: a shipped pack's name, or the folder or file given.
    pub pack: String,
    /// Name of its rule file, as shown to people.
    pub file: String,
    /// Line of the rule in that file, from 1.
    pub line: usize,
    /// What it selects, as written: `aws_instance, aws_spot_instance_request`.
    pub on: String,
    /// What a configuration says otherwise than the rule file, in the order of keys.
    pub changes: Vec<Change>,
}

impl About {
    /// Every name that means the rule: its id now and before, other tools' identifiers in the forms
    /// that people write, and frameworks' controls as `framework:control`.
    pub fn names(&self) -> BTreeSet<String> {
        let mut names: BTreeSet<String> = self.replaces.iter().cloned().collect();
        names.insert(self.id.clone());
        for (tool, ids) in &self.ids {
            for id in ids {
                names.extend(crosswalk::forms(tool, id));
            }
        }
        for (framework, controls) in &self.controls {
            names.extend(controls.iter().map(|one| format!("{framework}:{one}")));
        }
        names
    }
}

/// Something about a rule that a configuration changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// `severity`, `level`, `undetermined`, `params.NAME`.
    pub key: String,
    /// What the rule file says, as text; `None` for a parameter without a default.
    pub was: Option<String>,
    /// What holds, as text.
    pub now: String,
    /// The configuration, as shown to people.
    pub file: String,
    /// The line in it, from 1.
    pub line: usize,
}

/// How bad a violation is, least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// `info`
    #[default]
    Info,
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
    /// `critical`
    Critical,
}

impl Severity {
    /// Every severity, least first.
    pub const ALL: [Severity; 5] = [
        Severity::Info,
        Severity::Low,
        Severity::Medium,
        Severity::High,
        Severity::Critical,
    ];

    /// The word as written in rules.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }
}

/// What the gate does with a rule by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// `on`: counts against the gate.
    #[default]
    On,
    /// `advice`: reported, and blocks only in the set `strict`.
    Advice,
    /// `off`: runs only in the set `all`, or when it is named.
    Off,
}

impl Level {
    /// Every level.
    pub const ALL: [Level; 3] = [Level::On, Level::Advice, Level::Off];

    /// The word as written in rules.
    pub fn word(self) -> &'static str {
        match self {
            Level::On => "on",
            Level::Advice => "advice",
            Level::Off => "off",
        }
    }
}

/// What an undetermined result does to the gate, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Undetermined {
    /// `account = "fail"`: by reason.
    pub by_reason: BTreeMap<crate::value::Reason, Effect>,
    /// `else = "warn"`, or the one word.
    pub otherwise: Effect,
}

impl Undetermined {
    /// What a result that is undetermined for this reason does.
    pub fn effect(&self, reason: crate::value::Reason) -> Effect {
        self.by_reason
            .get(&reason)
            .copied()
            .unwrap_or(self.otherwise)
    }
}

/// What an undetermined result does to the gate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// `warn`: printed, does not block.
    #[default]
    Warn,
    /// `fail`: blocks like a fail.
    Fail,
    /// `pass`: only counted.
    Pass,
}

impl Effect {
    /// Every effect.
    pub const ALL: [Effect; 3] = [Effect::Warn, Effect::Fail, Effect::Pass];

    /// The word as written in rules.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Warn => "warn",
            Effect::Fail => "fail",
            Effect::Pass => "pass",
        }
    }
}
