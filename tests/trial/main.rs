//! Tests of rules, held to what they say: every `##` section below `tests/cases/trial` is one case.
//!
//! A section has `rule` and `plan` fences (`file=NAME` in the info line names a file), and an
//! `output` fence with what `plangate test` writes of them. An empty fence `mutate` asks for mutants,
//! `coverage-text` and its kin for coverage, and `format file=NAME` for another format. `UPDATE=1`
//! writes the outputs anew.
#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod cases;
mod mutants;

use std::collections::BTreeSet;
use std::path::Path;

use plangate::diagnostic::Diagnostic;
use plangate::pack::Rules;
use plangate::program::{self, About};
use plangate::report::Style;
use plangate::report::trial::{CoverageFormat, Listing, Tested, find};
use plangate::trial::{self, Suite};
use regex::Regex;

use cases::Case;

const STYLE: Style = Style {
    width: 100,
    colour: false,
};

#[test]
fn cases_come_out_as_they_say() {
    cases::assert_all("tests/cases/trial", &|case| {
        written(case, find("text").unwrap())
    });
}

/// Each code of tests that the sources name is drawn by a case.
#[test]
fn every_code_has_a_case() {
    let mut named = BTreeSet::new();
    codes(&cases::root().join("src/trial"), &mut named);
    let drawn: String = cases::all("tests/cases/trial")
        .iter()
        .map(|case| case.output.as_str())
        .collect();
    let missing: Vec<&String> = named
        .iter()
        .filter(|code| !drawn.contains(&format!("[{code}]")))
        .collect();
    assert!(missing.is_empty(), "{missing:?} are drawn nowhere");
    assert!(named.contains("X801"), "{named:?}");
}

#[test]
fn results_do_not_depend_on_the_number_of_threads() {
    for case in cases::all("tests/cases/trial") {
        let text = find("text").unwrap();
        assert_eq!(run(&case, text, 1), run(&case, text, 8), "{}", case.heading);
    }
}

/// What is written of a case.
fn written(case: &Case, listing: &Listing) -> String {
    let format = case.fences.iter().find(|fence| fence.tag == "format");
    let format = format.and_then(|fence| find(fence.value("file")?));
    run(case, format.unwrap_or(listing), 2)
}

fn run(case: &Case, listing: &Listing, jobs: usize) -> String {
    let asks = |word: &str| case.fences.iter().any(|fence| fence.tag == word);
    let rules = load(case);
    let mut problems = rules.problems.clone();
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    if !problems.is_empty() {
        return drawn(&rules, &problems);
    }
    let suite = Suite::new(&rules, &program, &mut problems);
    let cases = suite.cases.iter();
    let given: Vec<_> = cases
        .filter_map(|case| suite.given(case, &mut problems))
        .collect();
    if !problems.is_empty() {
        return drawn(&rules, &problems);
    }
    let trials = trial::run(&suite, &given, jobs);
    let about: Vec<About> = program
        .rules
        .iter()
        .map(|rule| rule.about.clone())
        .collect();
    let mutants = asks("mutate").then(|| trial::mutation::mutate(&suite, &given, jobs));
    let tested = Tested {
        version: "0.0.0",
        trials: &trials,
        rules: &about,
        sources: &rules.sources,
        mutants: mutants.as_ref(),
        filtered: false,
    };
    let mut out = Vec::new();
    (listing.render)(&tested, &STYLE, &mut out).unwrap();
    for format in CoverageFormat::ALL {
        if asks(&format!("coverage-{}", format.word())) {
            let coverage = trial::coverage(&suite, &given, jobs);
            format.write(&coverage, &STYLE, &mut out).unwrap();
        }
    }
    String::from_utf8(out).unwrap()
}

fn load(case: &Case) -> Rules {
    let mut rules = Rules::with_tests();
    for fence in &case.fences {
        let name = fence.value("file");
        match fence.tag.as_str() {
            "rule" => rules.add_text(name.unwrap_or("case.rule"), &fence.text),
            "plan" => rules.add_beside(name.unwrap_or("plan.json"), fence.text.as_bytes()),
            _ => {}
        }
    }
    rules
}

fn drawn(rules: &Rules, problems: &[Diagnostic]) -> String {
    let drawn = problems
        .iter()
        .map(|problem| problem.draw(&rules.sources, false));
    drawn.collect::<Vec<_>>().join("\n")
}

fn codes(folder: &Path, found: &mut BTreeSet<String>) {
    let code = Regex::new(r#""(X\d{3})""#).unwrap();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            codes(&path, found);
        } else {
            let text = cases::read(&path);
            found.extend(code.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
}
