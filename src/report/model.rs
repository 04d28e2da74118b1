//! Everything that a report may say, in one place; formats only choose and draw.

use crate::engine::{Finding, Judgement, Outcome};
use crate::gate::{Gate, Verdict, effect};
use crate::pack::Pack;
use crate::program::{About, Effect};
use crate::value::Reason;

/// One run: what was judged, by which rules, and what came out.
#[derive(Clone, Debug)]
pub struct Report {
    /// Version of plangate.
    pub version: &'static str,
    /// The inputs that were judged, in the order given.
    pub inputs: Vec<Input>,
    /// The inputs that could not be judged; while there are any, the verdict is undecided.
    pub failed: Vec<Failed>,
    /// The rules that ran; a judgement's `rule` is an index into it.
    pub rules: Vec<About>,
    /// The packs that were loaded.
    pub packs: Vec<Pack>,
    /// The configuration that the rules are under, if there is one.
    pub configured: Option<Configured>,
    /// How strict the gate is.
    pub gate: Gate,
    /// Which judgements are shown in full; counts are always of all.
    pub show: Show,
}

/// A configuration, as reports name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Configured {
    /// Path, from the working directory.
    pub file: String,
    /// Lower-case hex digest of its text.
    pub sha256: String,
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
    /// Version of Terraform or `OpenTofu` that wrote it.
    pub terraform_version: Option<String>,
    /// Whether the plan is whole; `None` where the input does not say.
    pub complete: Option<bool>,
    /// Whether planning failed; `None` where the input does not say.
    pub errored: Option<bool>,
    /// The folder of the configuration's source, if it was used.
    pub source: Option<String>,
    /// Things about the input as a whole that a reader must know, as sentences.
    pub notes: Vec<String>,
    /// Number of planned resource and data instances.
    pub resources: usize,
    /// Number of them that no rule looked at, because none is about their type.
    pub not_looked_at: usize,
    /// Sorted by (rule id, address).
    pub judgements: Vec<Judgement>,
}

/// One input that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// Path as given, or `-`.
    pub name: String,
    /// What is wrong with it, in one line.
    pub message: String,
}

/// What is shown in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Only what blocks.
    Blocking,
    /// Everything but pass and not applicable, and but what a rule says is only to be counted.
    #[default]
    Findings,
    /// Everything.
    All,
}

/// How many judgements had which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([usize; Outcome::ALL.len()]);

impl Report {
    /// What becomes of the run as a whole.
    pub fn verdict(&self) -> Verdict {
        let erroneous = self.gate.strict_errors && self.counts().get(Outcome::Error) > 0;
        if erroneous || !self.failed.is_empty() {
            Verdict::Undecided
        } else if self.blocking().total() > 0 {
            Verdict::Blocked
        } else {
            Verdict::Clear
        }
    }

    /// Every judgement of every input.
    pub fn judgements(&self) -> impl Iterator<Item = &Judgement> {
        self.inputs.iter().flat_map(|input| &input.judgements)
    }

    /// How many judgements had which outcome.
    pub fn counts(&self) -> Counts {
        Counts::of(self.judgements())
    }

    /// The same of those that block.
    pub fn blocking(&self) -> Counts {
        Counts::of(self.judgements().filter(|one| self.is_blocking(one)))
    }

    /// Whether this judgement blocks.
    pub fn is_blocking(&self, judgement: &Judgement) -> bool {
        self.rule(judgement)
            .is_some_and(|rule| self.gate.blocks(rule, judgement))
    }

    /// The rule that a judgement is of.
    pub fn rule(&self, judgement: &Judgement) -> Option<&About> {
        self.rules.get(judgement.rule)
    }

    /// The rule and the address of the judgement that this one follows from, if there is one.
    pub fn cause<'a>(&'a self, judgement: &'a Judgement) -> Option<(&'a About, &'a str)> {
        let cause = judgement.cause.as_ref()?;
        Some((self.rules.get(cause.rule)?, &cause.address))
    }

    /// Whether a judgement is to be shown.
    pub fn shows(&self, judgement: &Judgement) -> bool {
        self.show == Show::All || self.shown_findings(judgement).next().is_some()
    }

    /// Those findings of a judgement that are to be shown.
    pub fn shown_findings<'a>(
        &'a self,
        judgement: &'a Judgement,
    ) -> impl Iterator<Item = &'a Finding> {
        judgement.findings.iter().filter(|finding| {
            self.rule(judgement)
                .is_some_and(|rule| self.shows_finding(rule, finding))
        })
    }

    fn shows_finding(&self, rule: &About, finding: &Finding) -> bool {
        match self.show {
            Show::Blocking => self.gate.blocks_finding(rule, finding),
            Show::Findings => match finding.outcome {
                Outcome::Error | Outcome::Fail | Outcome::Exempt => true,
                Outcome::Undetermined => effect(rule, finding) != Effect::Pass,
                Outcome::Pass | Outcome::NotApplicable => false,
            },
            Show::All => true,
        }
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

impl Show {
    /// Every choice, least first.
    pub const ALL: [Show; 3] = [Show::Blocking, Show::Findings, Show::All];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Show::Blocking => "blocking",
            Show::Findings => "findings",
            Show::All => "all",
        }
    }
}

impl Counts {
    /// Counts judgements by their outcome.
    pub fn of<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Counts {
        let mut counts = Counts::default();
        for judgement in judgements {
            counts.0[judgement.outcome as usize] += 1;
        }
        counts
    }

    /// The number of judgements with this outcome.
    pub fn get(self, outcome: Outcome) -> usize {
        self.0[outcome as usize]
    }

    /// The number of all of them.
    pub fn total(self) -> usize {
        self.0.iter().sum()
    }

    /// Outcome and number, worst first.
    pub fn each(self) -> impl Iterator<Item = (Outcome, usize)> {
        Outcome::ALL
            .into_iter()
            .map(move |outcome| (outcome, self.get(outcome)))
    }
}

/// Whether a judgement only says that its rule ran and found nothing that it is about.
pub fn selected_nothing(judgement: &Judgement) -> bool {
    judgement.address.is_empty() && judgement.findings.is_empty()
}
