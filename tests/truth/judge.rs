//! What the shipped rules say of an input.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use plangate::engine::{Finding, Judgement, Outcome};
use plangate::program::Program;
use plangate::source::Sources;
use plangate::{engine, input, pack, program, reference};

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

/// How much the engine may go by. A way to know more, such as the configuration's source beside
/// the plan, is one more of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// The plan, with assumptions where it does not say.
    Assuming,
    /// The plan alone: `--strict-unknown`.
    Strict,
}

impl Mode {
    pub(super) const ALL: [Mode; 2] = [Mode::Assuming, Mode::Strict];

    pub(super) fn words(self) -> &'static str {
        match self {
            Mode::Assuming => "with assumptions",
            Mode::Strict => "strict",
        }
    }

    /// Whether a verdict may be wrong where the case makes the assumption wrong that it names.
    pub(super) fn may_assume(self) -> bool {
        self == Mode::Assuming
    }

    fn options(self) -> reference::Options {
        reference::Options {
            strict_unknown: self == Mode::Strict,
            ..reference::Options::default()
        }
    }
}

impl Verdict {
    /// Whether it is a pass or a fail, or says that the data is wrong.
    pub(super) fn is_decided(&self) -> bool {
        matches!(self.outcome, Outcome::Pass | Outcome::Fail | Outcome::Error)
    }
}

/// Every shipped rule's verdict on an input.
pub(super) fn judge(path: &Path, mode: Mode) -> Verdicts {
    let (program, sources) = shipped();
    let text = input::decode(std::fs::read(path).unwrap()).unwrap();
    let document = input::read(&text, false).unwrap();
    let judgements = engine::run(program, sources, &document, "plan", mode.options());
    judgements
        .into_iter()
        .filter(|judgement| !judgement.address.is_empty())
        .map(|judgement| {
            let rule = program.rules[judgement.rule].about.id.clone();
            ((rule, judgement.address.clone()), verdict(&judgement))
        })
        .collect()
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
    let mut assumptions: Vec<&str> = deciding()
        .flat_map(|finding| finding.basis.assumptions())
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
