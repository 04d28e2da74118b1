//! What other tools' own test cases expect, and what plangate says of configurations in their
//! spirit.
//!
//! `tests/plans/peers/table.tsv` has a row for each case: whose it is, what it expects, what held
//! after apply, and what plangate says of the first plan, of the plan with the source beside it,
//! and of the state. `docs/peers.md` shows where plangate and a peer differ. `UPDATE=1` writes the
//! verdicts and the page: read the difference.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes what it keeps, and may panic"
)]

mod page;
mod program;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use program::Verdicts;
use table::{Relation, Row};

/// The crosswalk that is built in, made of what the peers themselves say.
const REGISTRY: &str = include_str!("../../src/crosswalk/registry.txt");

/// What every shipped rule says of a case.
struct Judged {
    plan: Verdicts,
    source: Verdicts,
    state: Verdicts,
}

/// Every folder below `tests/plans/peers`, judged once for all tests.
static JUDGED: LazyLock<BTreeMap<String, Judged>> = LazyLock::new(|| {
    let judge = |case: String| {
        let folder = cases().join(&case);
        let judged = Judged {
            plan: program::judge(&folder.join("plan.json"), None),
            source: program::judge(&folder.join("plan.json"), Some(&folder)),
            state: program::judge(&folder.join("state.json"), None),
        };
        (case, judged)
    };
    folders().into_iter().map(judge).collect()
});

#[test]
fn every_row_is_what_plangate_says() {
    let rows = table::read(&cases().join("table.tsv"));
    let mut found = rows.clone();
    for row in &mut found {
        let judged = &JUDGED[&row.case];
        row.plan = verdict(&judged.plan, row);
        row.source = verdict(&judged.source, row);
        row.state = verdict(&judged.state, row);
    }
    if std::env::var_os("UPDATE").is_some() {
        table::write(&cases().join("table.tsv"), &found);
        let text = fs::read_to_string(page()).unwrap();
        fs::write(page(), page::filled(&text, &found, &cases())).unwrap();
        return;
    }
    let pairs = rows.iter().zip(&found).filter(|(row, found)| row != found);
    let changed: Vec<String> = pairs
        .map(|(row, found)| format!("- {}\n+ {}", row.line(), found.line()))
        .collect();
    assert!(
        changed.is_empty(),
        "tests/plans/peers/table.tsv is no longer true; run with UPDATE=1 and read the \
         difference\n{}",
        changed.join("\n")
    );
}

/// Whatever a rule judges in a case has a row, if only to say what it is there for.
#[test]
fn no_judged_address_is_left_out() {
    let rows = table::read(&cases().join("table.tsv"));
    let mut left_out = BTreeSet::new();
    for (case, judged) in &*JUDGED {
        let said = [&judged.plan, &judged.source, &judged.state];
        for ((rule, address), verdict) in said.into_iter().flatten() {
            // The table is about some rules; what the others say of a case is held elsewhere.
            if !rows.iter().any(|row| row.rule == *rule) {
                continue;
            }
            let has_row = rows
                .iter()
                .any(|row| row.case == *case && row.address == *address);
            if verdict != "not_applicable" && !has_row {
                left_out.insert(format!("{case}: {address}"));
            }
        }
    }
    let left_out: Vec<String> = left_out.into_iter().collect();
    assert!(left_out.is_empty(), "no row is of\n{}", left_out.join("\n"));
}

/// This holds of every rule and address of a case, with a row or without.
#[test]
fn no_verdict_on_a_plan_is_contradicted_by_the_state() {
    let mut wrong = Vec::new();
    for (case, judged) in &*JUDGED {
        for (of, said) in [("plan", &judged.plan), ("source", &judged.source)] {
            for (key, verdict) in said {
                // A state has no providers, and is no plan.
                let Some(after) = judged.state.get(key) else {
                    continue;
                };
                let is_wrong = match verdict.as_str() {
                    "pass" => after == "fail",
                    "fail" => !(after == "fail" || after.starts_with("undetermined")),
                    _ => false,
                };
                if is_wrong {
                    let (rule, address) = key;
                    wrong.push(format!(
                        "{case}: {rule} of {address}: {of} {verdict}, state {after}"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The truth is what held after apply; the verdict on the state is held against it as well.
#[test]
fn no_verdict_is_contradicted() {
    let rows = table::read(&cases().join("table.tsv"));
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| Some(format!("{}: {}", row.line(), row.contradiction()?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_difference_has_a_reason() {
    let rows = table::read(&cases().join("table.tsv"));
    let mut wrong = Vec::new();
    for row in &rows {
        let is_same = matches!(row.relation(), Relation::Same | Relation::Right);
        let is_unsaid = !is_same && row.because.is_empty();
        if is_unsaid || (row.relation() == Relation::Same && !row.because.is_empty()) {
            wrong.push(row.line());
        }
    }
    assert!(
        wrong.is_empty(),
        "a row has a reason if it differs from the peer, and only then\n{}",
        wrong.join("\n")
    );
}

#[test]
fn nothing_is_worse_than_a_peer() {
    let rows = table::read(&cases().join("table.tsv"));
    let worse = rows.iter().filter(|row| row.relation() == Relation::Worse);
    let worse: Vec<String> = worse.map(Row::line).collect();
    assert!(worse.is_empty(), "{}", worse.join("\n"));
}

#[test]
fn peers_are_named_as_the_crosswalk_names_them() {
    let known: BTreeSet<&str> = REGISTRY.split_whitespace().collect();
    let rows = table::read(&cases().join("table.tsv"));
    let unknown: Vec<String> = rows
        .iter()
        .filter(|row| !row.id.is_empty() && !known.contains(row.id.as_str()))
        .map(Row::line)
        .collect();
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    let nobody = rows.iter().filter(|row| row.id.is_empty());
    assert!(nobody.clone().all(Row::is_of_nobody), "a peer has an id");
}

/// A row stands once, and each case has what its rows are about.
#[test]
fn cases_are_whole() {
    let rows = table::read(&cases().join("table.tsv"));
    let keys = |row: &Row| {
        let of = [&row.case, &row.id, &row.test, &row.rule, &row.address];
        of.map(String::clone)
    };
    let all: BTreeSet<_> = rows.iter().map(keys).collect();
    assert_eq!(all.len(), rows.len(), "a row stands twice");

    let mut named = names(&rows);
    named.sort();
    assert_eq!(folders(), named);
    for case in folders() {
        for file in ["main.tf", "plan.json", "state.json", "README.md"] {
            assert!(cases().join(&case).join(file).is_file(), "{case}/{file}");
        }
    }
}

#[test]
fn the_page_says_what_the_table_does() {
    let rows = table::read(&cases().join("table.tsv"));
    let text = fs::read_to_string(page()).unwrap();
    let wanted = page::filled(&text, &rows, &cases());
    assert!(
        text == wanted,
        "docs/peers.md does not say what stands in tests/plans/peers/table.tsv; UPDATE=1 writes it"
    );
}

/// What a row's rule says of its address.
fn verdict(verdicts: &Verdicts, row: &Row) -> String {
    let key = (row.rule.clone(), row.address.clone());
    verdicts
        .get(&key)
        .cloned()
        .unwrap_or_else(|| "not looked at".to_owned())
}

/// The cases, in the order of the table.
fn names(rows: &[Row]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for row in rows {
        if !names.contains(&row.case) {
            names.push(row.case.clone());
        }
    }
    names
}

/// The cases that there are.
fn folders() -> Vec<String> {
    let mut folders: Vec<String> = fs::read_dir(cases())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    folders
}

fn page() -> PathBuf {
    root().join("docs/peers.md")
}

fn cases() -> PathBuf {
    root().join("tests/plans/peers")
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}
