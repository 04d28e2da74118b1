//! Verdicts on plans against what was true after they were applied.
//!
//! The cases in `tests/plans` were planned and applied with real Terraform and a stand-in for the
//! AWS provider; their tables of truth say what held afterwards. Every verdict on every plan is
//! held against that, and against the verdict on the state that the apply left. A verdict may be
//! undetermined, never contradicted. What came of it stands in `counts.md`, which `UPDATE=1`
//! rewrites: read the difference.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads files, says what it skips, and may panic"
)]

mod cases;
mod compare;
mod counts;
mod facts;
mod judge;
mod known;
mod source;

use std::collections::BTreeSet;
use std::path::Path;

use cases::Stage;
use compare::{ALL, Came, Compared, Pair};
use judge::Mode;

/// At most so many of a hundred pairs may be undetermined where the plan is all there is.
const MOST_UNDETERMINED: usize = 10;

/// The case that hides everything that a plan's configuration can hide.
const OPAQUE: &str = "07-opaque";

/// What is known to be wrong stands in `known.tsv`, row by row; nothing else may be.
#[test]
fn no_verdict_is_contradicted() {
    let known = known::read();
    let mut wrong = Vec::new();
    let mut found = BTreeSet::new();
    for compared in ALL.iter() {
        for pair in self::wrong(compared).filter(|pair| !is_foreseen(compared, pair)) {
            let key = known::key(compared, pair);
            if !known.contains(&key) {
                wrong.push(line(compared, pair));
            }
            found.insert(key);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let right: Vec<String> = known.difference(&found).map(|key| key.join(" ")).collect();
    assert!(
        right.is_empty(),
        "no longer wrong, so take these out of tests/truth/known.tsv:\n{}",
        right.join("\n")
    );
}

/// A counter-example that the engine no longer falls for would test nothing.
#[test]
fn every_counter_example_shows_its_assumption_wrong() {
    let counter_examples = ALL.iter().filter(|it| it.counters.is_some());
    let mut missing: Vec<String> = counter_examples.map(|it| it.case.clone()).collect();
    missing.dedup();
    for compared in ALL.iter() {
        if wrong(compared).any(|pair| is_foreseen(compared, pair)) {
            missing.retain(|case| *case != compared.case);
        }
    }
    assert!(missing.is_empty(), "nothing is wrong in {missing:?}");
}

#[test]
fn few_verdicts_are_undetermined() {
    let plans = ALL
        .iter()
        .filter(|it| it.mode == Mode::Assuming && it.stage != Stage::State);
    let pairs = plans
        .filter(|it| it.case != OPAQUE)
        .flat_map(|it| &it.pairs)
        .filter(|pair| pair.has_fact);
    let (mut undetermined, mut all) = (0, 0);
    for pair in pairs {
        undetermined += usize::from(pair.came == Came::Undetermined);
        all += 1;
    }
    assert!(
        undetermined * 100 <= all * MOST_UNDETERMINED,
        "{undetermined} of {all} are undetermined"
    );
}

#[test]
fn the_counts_are_those_of_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/counts.md");
    let table = counts::table(&ALL);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let changed: Vec<String> = difference(&committed, &table);
    assert!(
        changed.is_empty(),
        "tests/truth/counts.md is no longer true; run with UPDATE=1 and read the difference\n{}",
        changed.join("\n")
    );
}

/// Plans of other people, where they lie beside the project.
#[test]
fn third_party_plans_are_not_contradicted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans/aws/third-party");
    if !folder.is_dir() {
        eprintln!("skipped: there is no ../shared/plans/aws/third-party beside the project");
        return;
    }
    let mut contradicted = Vec::new();
    for case in cases::folders(&folder) {
        let expected = case.join("expected.tsv");
        if !expected.is_file() {
            continue;
        }
        let truth = facts::read(&expected, Stage::First);
        for file in ["plan.json", "plan-noop.json", "state.json"] {
            let path = case.join(file);
            if !path.is_file() {
                continue;
            }
            let judged = judge::judge(&path, &[Mode::Assuming, Mode::Strict], &[]);
            for (mode, verdicts) in &judged {
                let pairs = compare::against_facts(verdicts, &truth, Stage::First);
                let words = |pair: &Pair| {
                    let (path, mode) = (path.display(), mode.words());
                    let Pair {
                        rule,
                        address,
                        words,
                        ..
                    } = pair;
                    format!("{path} ({mode}): {rule} on {address} is {words}")
                };
                let wrong = pairs.iter().filter(|pair| pair.is_wrong());
                contradicted.extend(wrong.map(words));
            }
        }
    }
    assert!(contradicted.is_empty(), "{}", contradicted.join("\n"));
}

fn wrong(compared: &Compared) -> impl Iterator<Item = &Pair> {
    compared.pairs.iter().filter(|pair| pair.is_wrong())
}

/// Whether a verdict is wrong because it names the assumption that its case makes wrong.
fn is_foreseen(compared: &Compared, pair: &Pair) -> bool {
    compared.counters.as_deref().is_some_and(|assumption| {
        compared.mode.may_assume(assumption) && pair.assumptions.contains(&assumption)
    })
}

fn line(compared: &Compared, pair: &Pair) -> String {
    let assuming = match &pair.assumptions[..] {
        [] => String::new(),
        words => format!(", assuming {}", words.join(", ")),
    };
    format!(
        "{}/{} ({}): {} on {} is {}{assuming}",
        compared.case,
        compared.file,
        compared.mode.words(),
        pair.rule,
        pair.address,
        pair.words
    )
}

/// The lines that are only in one of two texts, as a reader of differences knows them.
fn difference(old: &str, new: &str) -> Vec<String> {
    let only = |in_this: &str, other: &str, mark: char| -> Vec<String> {
        let lines = in_this.lines();
        let missing = lines.filter(|line| !other.lines().any(|known| known == *line));
        missing.map(|line| format!("{mark} {line}")).collect()
    };
    [only(old, new, '-'), only(new, old, '+')].concat()
}
