//! What the shipped rules say of an input.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use plangate::engine::{Finding, Judgement, Outcome};
use plangate::program::Program;
use plangate::reference::{Options, Plan};
use plangate::source::Sources;
use plangate::value::Assumption;
use plangate::value::Basis;
use plangate::{engine, input, pack, program};

use super::source;

/// By rule and address.
pub(super) type Verdicts = BTreeMap<(String, String), Verdict>;

/// What a rule says of an address.
#[derive(Clone, Debug)]
pub(super) struct Verdict {
    pub(super) outcome: Outcome,
    /// The assumptions that it rests on, by name.
    pub(super) assumptions: Vec<&'static str>,
    /// What decided it, or why nothing did.
    pub(super) why: String,
}

/// How much the engine may go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// The plan, with assumptions where it does not say.
    Assuming,
    /// The plan alone: `--strict-unknown`.
    Strict,
    /// The plan and the source of its configuration: `--source`.
    Source,
}

impl Mode {
    pub(super) const ALL: [Mode; 3] = [Mode::Assuming, Mode::Strict, Mode::Source];

    pub(super) fn words(self) -> &'static str {
        match self {
            Mode::Assuming => "with assumptions",
            Mode::Strict => "strict",
            Mode::Source => "with source",
        }
    }

    /// Whether a verdict may rest on an assumption that its case makes wrong. The source says what
    /// is written; what becomes of things that nobody writes stays an assumption.
    pub(super) fn may_assume(self, assumption: &str) -> bool {
        match self {
            Mode::Assuming => true,
            Mode::Strict => false,
            Mode::Source => assumption == Assumption::LeftOut.word(),
        }
    }

    fn options(self) -> Options {
        Options {
            strict_unknown: self == Mode::Strict,
            ..Options::default()
        }
    }
}

impl Verdict {
    /// Whether it is a pass or a fail, or says that the data is wrong.
    pub(super) fn is_decided(&self) -> bool {
        matches!(self.outcome, Outcome::Pass | Outcome::Fail | Outcome::Error)
    }
}

/// Every shipped rule's verdict on an input, by mode; `layers` are the folders of its source.
pub(super) fn judge(path: &Path, modes: &[Mode], layers: &[PathBuf]) -> BTreeMap<Mode, Verdicts> {
    let (program, sources) = shipped();
    let text = input::decode(std::fs::read(path).unwrap()).unwrap();
    let document = input::read(&text, false).unwrap();
    let judge_in = |mode: &Mode| {
        let mut plan = Plan::new(&document, mode.options());
        if *mode == Mode::Source {
            let used = plan.use_source(source::project(layers));
            used.unwrap_or_else(|disagreement| panic!("{}: {disagreement}", path.display()));
        }
        let judgements = engine::run_on(program, sources, &plan, "plan").into_iter();
        let verdicts = judgements
            .filter(|judgement| !judgement.address.is_empty())
            .map(|judgement| {
                let rule = program.rules[judgement.rule].about.id.clone();
                ((rule, judgement.address.clone()), verdict(&judgement))
            });
        (*mode, verdicts.collect())
    };
    modes.iter().map(judge_in).collect()
}

/// Every shipped rule, read once.
fn shipped() -> &'static (Program, Sources) {
    static SHIPPED: OnceLock<(Program, Sources)> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        let mut rules = pack::Rules::default();
        rules.add_shipped(&pack::shipped_packs());
        let mut problems = std::mem::take(&mut rules.problems);
        let program = program::check(&rules.files, &rules.sources, &mut problems);
        assert!(problems.is_empty(), "{problems:?}");
        (program, rules.sources)
    })
}

fn verdict(judgement: &Judgement) -> Verdict {
    // A fail rests on what fails, a pass on everything.
    let deciding = || {
        let findings = judgement.findings.iter();
        findings.filter(|finding| finding.outcome == judgement.outcome)
    };
    let whole = std::iter::once(judgement.basis).filter(|_| judgement.findings.is_empty());
    let mut assumptions: Vec<&str> = deciding()
        .map(|finding| finding.basis)
        .chain(whole)
        .flat_map(Basis::assumptions)
        .map(|assumption| assumption.word())
        .collect();
    assumptions.sort_unstable();
    assumptions.dedup();
    let why: Vec<String> = deciding().map(words).collect();
    Verdict {
        outcome: judgement.outcome,
        assumptions,
        why: why.join("; "),
    }
}

fn words(finding: &Finding) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(finding.reason.map(|reason| reason.word().to_owned()));
    parts.extend(finding.missing.iter().map(|missing| missing.what.clone()));
    for evidence in &finding.decided_by {
        let place = format!("{}.{}", evidence.address, evidence.path);
        parts.push(format!("{place} is {}", evidence.after));
        parts.extend(evidence.via.iter().cloned());
    }
    if parts.is_empty() {
        parts.push(finding.message.clone());
    }
    parts.join(", ")
}
