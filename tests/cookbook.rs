//! The cookbook: organisation rules in `examples/cookbook`, and the pages that show them.
//!
//! `docs/cookbook.md` shows each file without its tests, in a fence ```` ```rule file=PATH ````;
//! `UPDATE=1` writes the fences anew.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and may panic"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use plangate::pack::Rules;
use plangate::program::{self, Program};

const FOLDER: &str = "examples/cookbook";
const PAGE: &str = "docs/cookbook.md";

#[test]
fn every_rule_says_why_and_how_to_mend() {
    let program = load();
    assert!(program.rules.len() >= 24, "{}", program.rules.len());
    for rule in &program.rules {
        let about = &rule.about;
        assert!(about.rationale.is_some(), "{}: no rationale", about.id);
        assert!(about.remediation.is_some(), "{}: no remediation", about.id);
        // They are an organisation's own: no other tool has them.
        assert!(about.ids.is_empty() && about.controls.is_empty());
    }
}

#[test]
fn every_file_with_rules_has_tests() {
    for path in files() {
        let text = read(&path);
        let rules = text.matches("\nrule \"").count();
        let tests = text.matches("\ntest \"").count();
        let expected = rules == 0 || tests > 0;
        assert!(expected, "{} has no tests", path.display());
    }
}

#[test]
fn there_is_nothing_to_mend() {
    let output = Command::new(env!("CARGO_BIN_EXE_plangate"))
        .args(["lint", "--deny", "warnings", FOLDER])
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&told)
    );
}

#[test]
fn every_test_passes() {
    assert_tests_pass(Path::new(FOLDER));
}

/// The page shows every file as it is, and nothing else.
#[test]
fn the_page_shows_the_rules_as_they_are() {
    let page = read(Path::new(PAGE));
    let (mut shown, mut written, mut rest) = (BTreeSet::new(), String::new(), page.as_str());
    while let Some((before, after)) = rest.split_once("```rule file=") {
        let (path, after) = after.split_once('\n').unwrap();
        let end = after.find("```").unwrap();
        let file = Path::new(FOLDER).join(path);
        let text = without_tests(&read(&file));
        written.extend([before, "```rule file=", path, "\n", &text, "```"]);
        rest = &after[end + "```".len()..];
        assert!(shown.insert(file), "{path} is shown twice");
    }
    written += rest;
    assert_eq!(shown, files().into_iter().collect::<BTreeSet<_>>());
    for rule in load().rules {
        let row = format!("[{0}](#{0}) | {1} |", rule.about.id, rule.about.title);
        assert!(page.contains(&row), "{PAGE} has no row `{row}`");
    }
    if is_update() {
        fs::write(PAGE, &written).unwrap();
    } else {
        assert!(page == written, "{PAGE} is old: UPDATE=1 writes it anew");
    }
}

/// What the page about other tools shows of this one can be used.
#[test]
fn the_rules_beside_other_tools_pass_their_tests() {
    let page = read(Path::new("docs/coming-from.md"));
    let (_, fence) = page.split_once("```rule\n").unwrap();
    let (text, _) = fence.split_once("```").unwrap();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("coming-from.rule");
    fs::write(&file, text).unwrap();
    assert_tests_pass(&file);
}

fn assert_tests_pass(path: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_plangate"))
        .arg("test")
        .arg(path)
        .output()
        .unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    assert!(told.contains("all pass"), "{told}");
}

fn load() -> Program {
    let mut rules = Rules::default();
    rules.add_path(Path::new(FOLDER)).unwrap();
    let mut problems = std::mem::take(&mut rules.problems);
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    assert!(problems.is_empty(), "{problems:#?}");
    program
}

/// What stands before the tests, with one line end behind it.
fn without_tests(text: &str) -> String {
    let end = text.find("\ntest \"").unwrap_or(text.len());
    format!("{}\n", text[..end].trim_end())
}

/// The rule files of the cookbook, in order.
fn files() -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![PathBuf::from(FOLDER)]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rule") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap()
}

fn is_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|word| word == "1")
}
