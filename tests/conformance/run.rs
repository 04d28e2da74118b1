//! Reads the files of cases and runs their tests.

use std::fs;

use plangate::diagnostic::Severity;
use plangate::pack::{Rules, shipped_packs};
use plangate::program;
use plangate::trial::{self, Case as Test, Suite};

use super::case::{Case, Remarks, above, remarks};
use super::folder;
use super::list::TOOLS;

/// A file of cases.
struct Page {
    tool: String,
    check: String,
    path: String,
    text: String,
}

/// Every case, in the order of the tools, files and lines.
pub(super) fn all() -> Vec<Case> {
    let pages = pages();
    let mut rules = Rules::with_tests();
    rules.add_shipped(&shipped_packs());
    for page in &pages {
        rules.add_text(&page.path, &page.text);
    }
    let mut problems = rules.problems.clone();
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    let mut suite = Suite::new(&rules, &program, &mut problems);
    let names: Vec<String> = (0..rules.files.len())
        .map(|file| suite.file_name(file).to_owned())
        .collect();
    let is_ours = |test: &Test<'_>| pages.iter().any(|page| page.path == names[test.file]);
    suite.cases.retain(is_ours);
    let given: Vec<_> = suite
        .cases
        .iter()
        .filter_map(|test| suite.given(test, &mut problems))
        .collect();
    problems.retain(|problem| problem.severity == Severity::Error);
    let drawn: Vec<String> = problems
        .iter()
        .map(|problem| problem.draw(&rules.sources, false))
        .collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n"));

    let trials = trial::run(&suite, &given, 2);
    let mut cases = Vec::new();
    for page in &pages {
        let lines: Vec<&str> = page.text.lines().collect();
        let mut found = unexpressed(page, &lines);
        for (test, trial) in suite.cases.iter().zip(&trials) {
            if trial.file == page.path {
                let failures = trial.failures.iter();
                let drawn: Vec<String> = failures
                    .map(|failure| failure.problem.draw(&rules.sources, false))
                    .collect();
                let mut case = expressed(page, &lines, test, trial.line);
                case.rule = trial.expects.first().map(|(rule, _)| rule.clone());
                case.failure = (!drawn.is_empty()).then(|| drawn.join("\n"));
                found.push(case);
            }
        }
        found.sort_by_key(|case| case.line);
        assert!(!found.is_empty(), "{} has no cases", page.path);
        cases.extend(found);
    }
    cases
}

/// The case of a test.
fn expressed(page: &Page, lines: &[&str], test: &Test<'_>, line: usize) -> Case {
    let sentence = &test.test.sentence.text;
    let place = format!("{}:{line}", page.path);
    let (name, about) = sentence
        .split_once(": ")
        .unwrap_or_else(|| panic!("{place}: a sentence is `NAME OF THE CASE: what is given`"));
    let mut remarks = remarks(&above(lines, line), &place);
    let ours = test.expects.first().map(|(expect, _)| &expect.outcome.text);
    Case {
        ours: ours.cloned(),
        wrong: remarks.remove("wrong"),
        ..new(page, name, about, (line, remarks))
    }
}

/// The cases that no test can give.
fn unexpressed(page: &Page, lines: &[&str]) -> Vec<Case> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if let Some(name) = line.strip_prefix("# not expressed: ") {
            let end = lines
                .iter()
                .skip(at)
                .take_while(|line| line.starts_with('#'));
            let place = format!("{}:{}", page.path, at + 1);
            let mut remarks = remarks(&end.copied().collect::<Vec<_>>(), &place);
            remarks.remove("not expressed");
            found.push(new(page, name, "", (at + 1, remarks)));
        }
    }
    found
}

fn new(page: &Page, name: &str, about: &str, (line, mut remarks): (usize, Remarks)) -> Case {
    let case = Case {
        tool: page.tool.clone(),
        check: page.check.clone(),
        name: name.to_owned(),
        about: about.to_owned(),
        line,
        theirs: remarks.remove("peer").unwrap_or_default(),
        ours: None,
        rule: None,
        because: remarks.remove("because"),
        wrong: None,
        failure: None,
    };
    assert!(remarks.is_empty(), "{}: {remarks:?}", case.place());
    case
}

fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    for (tool, ..) in TOOLS {
        let Ok(entries) = fs::read_dir(folder().join(tool)) else {
            continue;
        };
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        for name in names {
            let check = name.strip_suffix(".test.rule").unwrap().to_owned();
            let path = folder().join(tool).join(&name);
            pages.push(Page {
                path: format!("tests/conformance/{tool}/{name}"),
                text: fs::read_to_string(path).unwrap(),
                tool: tool.to_owned(),
                check,
            });
        }
    }
    pages
}
