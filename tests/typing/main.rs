//! The check of rules against the provider's schema, over rules that stand elsewhere: what is right
//! must load.

mod damage;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use plangate::diagnostic::{Diagnostic, Severity};
use plangate::pack::{self, shipped_packs};
use plangate::program;
use plangate::schema::Schemas;
use plangate::source::Sources;
use plangate::typing;

/// What is wrong with rules, and their texts.
fn check(rules: pack::Rules) -> (Vec<Diagnostic>, Sources) {
    let mut problems = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    let all = |_| true;
    typing::check(
        &program,
        &rules.sources,
        Schemas::shipped(),
        &all,
        &mut problems,
    );
    (problems, rules.sources)
}

fn drawn((problems, sources): &(Vec<Diagnostic>, Sources)) -> String {
    let drawn = problems.iter().map(|problem| problem.draw(sources, false));
    drawn.collect::<Vec<_>>().join("\n")
}

/// Nothing at all is said of what is shipped.
#[test]
fn shipped_rules_are_clean() {
    let mut rules = pack::Rules::default();
    rules.add_shipped(&shipped_packs());
    let found = check(rules);
    assert!(found.0.is_empty(), "{}", drawn(&found));
}

/// Rules that people are shown are right.
#[test]
fn rules_of_examples_load() {
    for path in ["examples/cookbook", "examples/own-rules/rules"] {
        let mut rules = pack::Rules::default();
        rules.add_path(&root().join(path)).expect("rule files");
        let (problems, sources) = check(rules);
        let errors = problems
            .into_iter()
            .filter(|p| p.severity == Severity::Error);
        let errors: Vec<Diagnostic> = errors.collect();
        assert!(errors.is_empty(), "{path}\n{}", drawn(&(errors, sources)));
    }
}

/// Sections of cases that ask what cannot be asked, so that the engine is seen to bear wrong data:
/// plans of other versions, and JSON documents, bring it even so.
const WRONG: &[(&str, &[&str])] = &[
    (
        "what is planned, where nobody can say what is meant",
        &["S406"],
    ),
    ("null in operators", &["S408"]),
    (
        "values of different types",
        &["S402", "T301", "T302", "T304"],
    ),
    ("what `${…}` prints", &["T307"]),
    ("what is no document at all", &["T302"]),
    ("an attribute that the plan does not have", &["S402"]),
    // The pack is not loaded here.
    ("Imports between packs", &["N206"]),
];

/// Pages with tests of their own: one shows the rules of a folder with what they import, the other
/// one file as it grows.
const ELSEWHERE: [&str; 2] = ["cookbook.md", "tutorial.md"];

/// Every rule on a page that is run elsewhere loads, but for those.
#[test]
fn rules_of_cases_load() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut count = 0;
    for folder in ["docs", "tests/cases/evaluation", "tests/policy"] {
        for path in pages(&root().join(folder)) {
            if ELSEWHERE.iter().any(|page| path.ends_with(page)) {
                continue;
            }
            for section in read(&path).split("\n## ") {
                let fences = rule_fences(section);
                let mut rules = pack::Rules::default();
                for (name, text) in &fences {
                    rules.add_text(name, text);
                }
                count += fences.len();
                let found = check(rules);
                let errors = found.0.iter().filter(|p| p.severity == Severity::Error);
                let codes: BTreeSet<&str> = errors.map(|problem| problem.code).collect();
                let heading = section.lines().next().unwrap_or_default();
                let known = WRONG.iter().find(|(known, _)| *known == heading);
                let expected = known.map_or(&[][..], |(_, codes)| codes);
                seen.extend(known.map(|(heading, _)| *heading));
                if codes != expected.iter().copied().collect() {
                    wrong.push(format!("{}: {heading}\n{}", path.display(), drawn(&found)));
                }
            }
        }
    }
    assert!(count > 150, "{count} rules were found");
    assert!(
        wrong.is_empty(),
        "{}\n{} sections",
        wrong.join("\n"),
        wrong.len()
    );
    assert_eq!(seen.len(), WRONG.len(), "sections that are gone");
}

fn rule_fences(section: &str) -> Vec<(String, String)> {
    let mut fences = Vec::new();
    let mut open: Option<(String, String, String)> = None;
    for line in section.lines() {
        if let Some((mark, name, mut text)) = open.take() {
            if line == mark {
                fences.push((name, text));
            } else {
                text.push_str(line);
                text.push('\n');
                open = Some((mark, name, text));
            }
        } else if let Some(info) = line.trim_start_matches('`').strip_prefix("rule")
            && line.starts_with("```")
            && (info.is_empty() || info.starts_with(' '))
        {
            let mark: String = line.chars().take_while(|sign| *sign == '`').collect();
            let name = info
                .split_whitespace()
                .find_map(|word| word.strip_prefix("file="));
            open = Some((mark, name.unwrap_or("case.rule").to_owned(), String::new()));
        }
    }
    fences
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder whose names end so, in order.
fn pages_of(folder: &Path, end: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(pages_of(&path, end));
        } else if path.extension().is_some_and(|found| found == end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn pages(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    found.sort();
    found
}

#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}
