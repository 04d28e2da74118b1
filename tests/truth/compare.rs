//! Verdicts held against what was true after apply.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex};

use plangate::engine::Outcome;

use super::cases::{self, Case, Input, Stage};
use super::facts::{self, Holds, Truth};
use super::judge::{Mode, Verdict, Verdicts, judge};

/// What came of one input in one mode.
pub(super) struct Compared {
    /// The folder of the case, and the name of the file.
    pub(super) case: String,
    pub(super) file: String,
    pub(super) stage: Stage,
    pub(super) mode: Mode,
    /// The assumption that the case makes wrong.
    pub(super) counters: Option<String>,
    /// In the order of rules and addresses.
    pub(super) pairs: Vec<Pair>,
}

/// A rule and an address of which it is known what held after apply.
pub(super) struct Pair {
    pub(super) rule: String,
    pub(super) address: String,
    pub(super) came: Came,
    /// The assumptions that the verdict rests on, by name.
    pub(super) assumptions: Vec<&'static str>,
    /// Found against wanted, and why.
    pub(super) words: String,
    /// Whether a fact decides it; else only the verdict on the state does.
    pub(super) has_fact: bool,
}

impl Pair {
    /// Whether the verdict is contradicted, or says what nobody can know.
    pub(super) fn is_wrong(&self) -> bool {
        matches!(self.came, Came::Contradicted | Came::Guessed)
    }
}

/// What came of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Came {
    /// The verdict is what held.
    Right,
    /// The engine says that it does not know.
    Undetermined,
    /// The rule says nothing of the address: it is exempt, or not in the plan.
    NotJudged,
    /// The verdict is wrong, or the rule says that it does not apply and it does.
    Contradicted,
    /// There is a verdict where nothing in the configuration decides.
    Guessed,
}

/// Every input of every case in every mode, compared once for all tests.
pub(super) static ALL: LazyLock<Vec<Compared>> = LazyLock::new(|| {
    let cases = Arc::new(Mutex::new(cases::all().into_iter()));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let workers: Vec<_> = (0..threads)
        .map(|_| {
            let cases = Arc::clone(&cases);
            std::thread::spawn(move || {
                let next = || cases.lock().unwrap().next();
                std::iter::from_fn(next)
                    .flat_map(|case| compare_case(&case))
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    let mut all: Vec<Compared> = workers
        .into_iter()
        .flat_map(|worker| worker.join().unwrap())
        .collect();
    all.sort_by(|one, other| {
        let key = |it: &Compared| (it.case.clone(), it.stage, it.file.clone(), it.mode);
        key(one).cmp(&key(other))
    });
    all
});

fn compare_case(case: &Case) -> Vec<Compared> {
    let inputs = case.inputs.iter();
    let judged: BTreeMap<&Path, BTreeMap<Mode, Verdicts>> = inputs
        .map(|input| {
            let verdicts = judge(&input.path, input.stage.modes(), &input.source);
            (input.path.as_path(), verdicts)
        })
        .collect();
    let mut compared = Vec::new();
    for input in &case.inputs {
        let state = input.state.as_deref();
        let on_state = state.map(|state| &judged[state][&Mode::Assuming]);
        for (mode, verdicts) in &judged[input.path.as_path()] {
            compared.push(compare_input(case, input, *mode, verdicts, on_state));
        }
    }
    compared
}

fn compare_input(
    case: &Case,
    input: &Input,
    mode: Mode,
    verdicts: &Verdicts,
    on_state: Option<&Verdicts>,
) -> Compared {
    let truth = facts::read(&input.truth, input.stage);
    let mut pairs = against_facts(verdicts, &truth, input.stage);
    if let Some(on_state) = on_state {
        pairs.extend(against_state(verdicts, on_state, &truth));
    }
    Compared {
        case: case.name.clone(),
        file: input
            .path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned(),
        stage: input.stage,
        mode,
        counters: case.counters.clone(),
        pairs,
    }
}

/// Each pair that a fact decides, or leaves open. Rules that are not shipped are left out.
pub(super) fn against_facts(verdicts: &Verdicts, truth: &Truth, stage: Stage) -> Vec<Pair> {
    let shipped: BTreeSet<&str> = verdicts.keys().map(|(rule, _)| rule.as_str()).collect();
    let mut pairs = Vec::new();
    for (key, holds) in truth {
        if !shipped.contains(key.0.as_str()) {
            continue;
        }
        let verdict = verdicts.get(key);
        let (came, wanted) = match (verdict, holds.outcome()) {
            (Some(verdict), Some(wanted)) => (against(verdict, wanted), wanted.word()),
            (None, Some(wanted)) => (Came::NotJudged, wanted.word()),
            (Some(verdict), None)
                if *holds == Holds::Open && stage == Stage::First && verdict.is_decided() =>
            {
                (
                    Came::Guessed,
                    "not decided by anything in the configuration",
                )
            }
            _ => continue,
        };
        pairs.push(pair(key, verdict, came, wanted, true));
    }
    pairs
}

fn against(verdict: &Verdict, wanted: Outcome) -> Came {
    match verdict.outcome {
        Outcome::Undetermined => Came::Undetermined,
        // A rule about SSH has nothing to say of an egress rule, which indeed opens nothing.
        Outcome::NotApplicable if wanted == Outcome::Pass => Came::NotJudged,
        Outcome::NotApplicable => Came::Contradicted,
        Outcome::Exempt => Came::NotJudged,
        found if found == wanted => Came::Right,
        _ => Came::Contradicted,
    }
}

/// Each pair that no fact decides, but the same rule on the state that the apply left.
fn against_state(verdicts: &Verdicts, on_state: &Verdicts, truth: &Truth) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (key, verdict) in verdicts {
        let Some(after) = on_state.get(key) else {
            continue;
        };
        if !verdict.is_decided() || !after.is_decided() {
            continue;
        }
        let has_fact = truth
            .get(key)
            .is_some_and(|holds| holds.outcome().is_some());
        if !has_fact {
            let came = against(verdict, after.outcome);
            let wanted = after.outcome.word();
            pairs.push(pair(key, Some(verdict), came, wanted, false));
        }
    }
    pairs
}

fn pair(
    (rule, address): &(String, String),
    verdict: Option<&Verdict>,
    came: Came,
    wanted: &str,
    has_fact: bool,
) -> Pair {
    let found = verdict.map_or("not there", |verdict| verdict.outcome.word());
    let why = verdict.filter(|verdict| !verdict.why.is_empty());
    let why = why.map_or_else(String::new, |verdict| format!(": {}", verdict.why));
    Pair {
        rule: rule.clone(),
        address: address.clone(),
        came,
        assumptions: verdict.map_or_else(Vec::new, |verdict| verdict.assumptions.clone()),
        words: format!("{found}, and after apply it was {wanted}{why}"),
        has_fact,
    }
}
