//! Verdicts on plans against what was true after they were applied.
//!
//! The cases in `tests/plans` were planned and applied with real Terraform and a stand-in for the
//! AWS provider; `truth.tsv` says what held afterwards. Verdicts on the plan, on a plan after the
//! apply and on the state are held against it. A verdict may be undetermined, never contradicted.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads files, tells what it counts, and may panic"
)]

mod facts;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use plangate::{engine, input, pack, program, reference};

type Verdicts = BTreeMap<(String, String), String>;

const FILES: [&str; 3] = ["plan.json", "plan-noop.json", "state.json"];

#[derive(Default)]
struct Score {
    right: usize,
    undetermined: usize,
    not_judged: usize,
    contradicted: Vec<String>,
}

#[test]
fn quickstart() {
    decided_right("01-quickstart", [(9, 0), (9, 0), (9, 0)]);
}

#[test]
fn unset_against_reference() {
    decided_right("02-unset-vs-reference", [(54, 6), (60, 0), (60, 0)]);
}

#[test]
fn modules() {
    decided_right("03-modules", [(64, 5), (69, 0), (69, 0)]);
}

#[test]
fn role_chain() {
    decided_right("04-role-chain", [(152, 4), (155, 1), (155, 1)]);
}

/// Plans of other people and further cases, where they lie beside the project.
#[test]
fn every_case_beside_the_project() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/plans/aws");
    if !shared.is_dir() {
        eprintln!("skipped: there is no ../shared/plans/aws beside the project");
        return;
    }
    let mut contradicted = Vec::new();
    for (folder, table) in [
        (shared.clone(), "truth.tsv"),
        (shared.join("third-party"), "expected.tsv"),
    ] {
        for case in folders(&folder) {
            if !case.join(table).is_file() {
                continue;
            }
            let truth = facts::read(&case.join(table));
            for file in FILES.iter().filter(|file| case.join(file).is_file()) {
                contradicted.extend(score(&case.join(file), &truth).contradicted);
            }
        }
    }
    assert!(contradicted.is_empty(), "{}", contradicted.join("\n"));
}

/// Judges a case of the repository; counts are (right, undetermined) for each of [`FILES`].
fn decided_right(case: &str, expected: [(usize, usize); 3]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/plans")
        .join(case);
    let truth = facts::read(&folder.join("truth.tsv"));
    assert!(!truth.is_empty(), "{case} has no facts");
    let mut counts = Vec::new();
    for file in FILES {
        let score = score(&folder.join(file), &truth);
        assert!(
            score.contradicted.is_empty(),
            "{}",
            score.contradicted.join("\n")
        );
        println!(
            "{case}/{file}: {} right, {} undetermined, {} not judged",
            score.right, score.undetermined, score.not_judged
        );
        counts.push((score.right, score.undetermined));
    }
    assert_eq!(
        counts, expected,
        "{case}: the counts of right and undetermined verdicts changed"
    );
}

fn score(path: &Path, truth: &Verdicts) -> Score {
    let verdicts = judge(path);
    let mut score = Score::default();
    for (key @ (rule, address), wanted) in truth {
        match verdicts.get(key).map(String::as_str) {
            Some(found) if found == wanted => score.right += 1,
            Some("undetermined") => score.undetermined += 1,
            Some(found @ ("pass" | "fail" | "error")) => score.contradicted.push(format!(
                "{}: {rule} on {address} is {found}, and after apply it was {wanted}",
                path.display()
            )),
            _ => score.not_judged += 1,
        }
    }
    score
}

/// Every shipped rule's verdict on an input.
fn judge(path: &Path) -> Verdicts {
    let mut rules = pack::Rules::default();
    rules.add_shipped(&pack::shipped_packs());
    let mut problems = std::mem::take(&mut rules.problems);
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let text = input::decode(std::fs::read(path).unwrap()).unwrap();
    let document = input::read(&text, false).unwrap();
    let options = reference::Options::default();
    let judgements = engine::run(&program, &rules.sources, &document, "plan", options);
    judgements
        .into_iter()
        .map(|judgement| {
            let rule = program.rules[judgement.rule].about.id.clone();
            (
                (rule, judgement.address),
                judgement.outcome.word().to_owned(),
            )
        })
        .collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    found.sort();
    found
}
