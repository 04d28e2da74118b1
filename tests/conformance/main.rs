//! The test cases of other tools, run with the shipped rules.
//!
//! `cases.tsv` lists what other tools expect of their own cases. A file `TOOL/CHECK.test.rule` has
//! a test for each case of a check: what the case is about in our own words, and what plangate says
//! of it. Comments above a test say what the other tool expects, and why plangate says otherwise
//! where it does (`case.rs` says how). `docs/differences.md` is made of both: `UPDATE=1` writes it.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes what it keeps, and may panic"
)]

mod case;
mod list;
mod page;
mod run;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use plangate::crosswalk;

use case::{Case, Kind};
use list::Row;

/// What the tools expect.
static LIST: LazyLock<Vec<Row>> = LazyLock::new(|| list::read(&folder().join("cases.tsv")));

/// Every case that was written, run once for all tests.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(run::all);

#[test]
fn plangate_says_what_the_cases_say() {
    let mut wrong = Vec::new();
    for case in &*CASES {
        match (&case.wrong, &case.failure) {
            (None, Some(failure)) => wrong.push(format!("{}\n{failure}", case.place())),
            (Some(_), None) => wrong.push(format!(
                "{}: plangate says what it should; take `# wrong:` away",
                case.place()
            )),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Nothing is expected of a tool that the list does not say, and no case of a check is left out.
#[test]
fn cases_are_those_of_the_list() {
    let listed: BTreeSet<_> = LIST.iter().map(Row::key).collect();
    assert_eq!(listed.len(), LIST.len(), "a case is listed twice");
    let mut seen = BTreeSet::new();
    for case in &*CASES {
        let row = LIST.iter().find(|row| row.key() == case.key());
        let row = row.unwrap_or_else(|| panic!("{}: cases.tsv has no such case", case.place()));
        assert_eq!(row.expects, case.theirs, "{}", case.place());
        assert!(seen.insert(case.key()), "{}: it stands twice", case.place());
    }
    let begun: BTreeSet<_> = seen
        .iter()
        .map(|(tool, check, _)| (*tool, *check))
        .collect();
    let missing: Vec<_> = listed
        .iter()
        .filter(|(tool, check, _)| begun.contains(&(*tool, *check)))
        .filter(|key| !seen.contains(*key))
        .collect();
    assert!(missing.is_empty(), "no test is of {missing:#?}");
}

#[test]
fn every_difference_has_a_reason_and_nothing_else_has() {
    for case in &*CASES {
        let differs = case.kind() != Kind::Same;
        assert_eq!(
            case.because.is_some(),
            differs,
            "{}: {}",
            case.place(),
            if differs {
                "it differs, so say why: `# because: …`"
            } else {
                "it is the same, so there is nothing to say"
            }
        );
    }
}

/// What a case is judged by is a rule that the crosswalk has for the check. Where the tool does not
/// judge, it is whatever rule does.
#[test]
fn rules_are_those_of_the_crosswalk() {
    for case in &*CASES {
        let Some(rule) = &case.rule else { continue };
        if case.kind() == Kind::OnlyOurs {
            continue;
        }
        let keys = list::keys(&case.tool);
        let is_right = keys
            .iter()
            .any(|key| crosswalk::check_id(rule, key, &case.check).is_ok());
        assert!(is_right, "{}: {rule} has no such id", case.place());
    }
}

#[test]
fn the_page_says_what_the_cases_do() {
    let path = root().join("docs/differences.md");
    let text = fs::read_to_string(&path).unwrap();
    let wanted = page::filled(&text, &CASES, &LIST);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &wanted).unwrap();
        return;
    }
    assert!(
        text == wanted,
        "docs/differences.md does not say what the cases do; UPDATE=1 writes it"
    );
}

fn folder() -> PathBuf {
    root().join("tests/conformance")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
