//! No mistake in a rule is silent.
//!
//! Rules that are right, the shipped ones and those of the cookbook, are damaged one slip at a time:
//! a letter in a name, a literal of another type, another quantifier, a bracket or a quote less. Each
//! damaged file must be refused, warned of, or fail its own tests. The suite makes every
//! `STRIDE`-th slip; `DAMAGE=all` makes all of them and prints what became of them.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test reads files and the environment, tells what it counted, and may panic"
)]

mod text;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use plangate::diagnostic::{Diagnostic, Severity};
use plangate::lint::{self, Checked, Levels};
use plangate::pack::Rules;
use plangate::program;
use plangate::schema::Schemas;
use plangate::trial::{self, Suite};
use plangate::typing;

use text::{Damaged, damage};

/// So many slips are left out between two that the suite makes; a prime, so that no kind of slip
/// falls through.
const STRIDE: usize = 23;

/// What became of a damaged file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It does not load.
    Refused,
    /// It loads with a warning.
    Warned,
    /// A test says otherwise.
    Noticed,
    /// Nobody sees it.
    Silent,
}

/// A rule file, and what it needs.
#[derive(Debug)]
struct Home {
    name: String,
    text: String,
    /// What it imports, its tests, and the plans that they name.
    beside: Vec<(String, String)>,
}

#[test]
fn no_slip_is_silent() {
    let all = std::env::var("DAMAGE").is_ok_and(|value| value == "all");
    let stride = if all { 1 } else { STRIDE };
    let mut counts: BTreeMap<(&str, Fate), usize> = BTreeMap::new();
    let mut silent = Vec::new();
    let mut at = 0;
    for home in homes() {
        assert_eq!(
            home.fate(&home.text),
            Fate::Silent,
            "{} is not right",
            home.name
        );
        for damaged in damage(&home.text) {
            at += 1;
            if at % stride != 0 {
                continue;
            }
            let fate = home.fate(&damaged.text);
            *counts.entry((damaged.kind, fate)).or_default() += 1;
            if fate == Fate::Silent && damaged.kind != "fixture" {
                silent.push(line(&home, &damaged));
            }
        }
    }
    let total: usize = counts.values().sum();
    eprintln!("{total} slips: {counts:?}");
    assert!(total > 50, "only {total} slips were made");
    // Keys of tags, variables, arguments of modules and words of policies are free, and a test need
    // not hang on each of them.
    let of_fixtures = |fate| counts.get(&("fixture", fate)).copied().unwrap_or_default();
    let told = of_fixtures(Fate::Refused) + of_fixtures(Fate::Warned) + of_fixtures(Fate::Noticed);
    assert!(of_fixtures(Fate::Silent) * 20 < told, "{counts:?}");
    assert!(
        silent.is_empty(),
        "{} of {total} are silent:\n{}",
        silent.len(),
        silent.join("\n")
    );
}

fn line(home: &Home, damaged: &Damaged) -> String {
    let (from, to) = &damaged.change;
    format!(
        "{}:{}: {} `{from}` => `{to}`",
        home.name, damaged.line, damaged.kind
    )
}

impl Home {
    /// What becomes of the file with another text.
    fn fate(&self, text: &str) -> Fate {
        let mut rules = Rules::with_tests();
        rules.add_text(&self.name, text);
        for (name, text) in &self.beside {
            if name.ends_with("rule") {
                rules.add_text(name, text);
            } else {
                rules.add_beside(name, text.as_bytes());
            }
        }
        let mut problems: Vec<Diagnostic> = rules.problems.clone();
        let program = program::check(&rules.files, &rules.sources, &mut problems);
        if has_errors(&problems) {
            return Fate::Refused;
        }
        typing::check(
            &program,
            &rules.sources,
            Schemas::shipped(),
            &|id| !rules.shipped.contains(&id),
            &mut problems,
        );
        if has_errors(&problems) {
            return Fate::Refused;
        }
        let mut wrong = Vec::new();
        let suite = Suite::new(&rules, &program, &mut wrong);
        let given: Vec<_> = suite
            .cases
            .iter()
            .filter_map(|case| suite.given(case, &mut wrong))
            .collect();
        if has_errors(&wrong) {
            return Fate::Refused;
        }
        if trial::run(&suite, &given, 1)
            .iter()
            .any(|trial| !trial.passes())
        {
            return Fate::Noticed;
        }
        let checked = Checked {
            files: &rules.files,
            sources: &rules.sources,
            found: problems,
        };
        let advice = lint::advise(
            checked,
            &|id| !rules.shipped.contains(&id),
            &Levels::default(),
        );
        if advice.is_empty() {
            Fate::Silent
        } else {
            Fate::Warned
        }
    }
}

fn has_errors(problems: &[Diagnostic]) -> bool {
    problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
}

/// The shipped rules with their tests, and the rules of the cookbook.
fn homes() -> Vec<Home> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut homes = Vec::new();
    for path in rule_files(&root.join("policies")) {
        let tests = path.with_extension("test.rule");
        if tests.is_file() {
            let (name, text) = read(root, &path);
            let mut beside = vec![read(root, &tests)];
            let libraries = rule_files(path.parent().unwrap());
            let libraries = libraries.iter().filter(|other| {
                let is_test = other.display().to_string().ends_with(".test.rule");
                !is_test && !other.with_extension("test.rule").is_file()
            });
            beside.extend(libraries.map(|other| read(root, other)));
            let plans = path.with_file_name("plans");
            if plans.is_dir() {
                for entry in fs::read_dir(plans).unwrap() {
                    beside.push(read(root, &entry.unwrap().path()));
                }
            }
            homes.push(Home { name, text, beside });
        }
    }
    let cookbook = root.join("examples/cookbook");
    let mut library: Vec<_> = rule_files(&cookbook.join("lib"))
        .iter()
        .map(|path| read(&cookbook, path))
        .collect();
    for folder in ["changes/plans", "modules/plans", "tags/plans"] {
        for entry in fs::read_dir(cookbook.join(folder)).unwrap() {
            library.push(read(&cookbook, &entry.unwrap().path()));
        }
    }
    for path in rule_files(&cookbook) {
        let (name, text) = read(&cookbook, &path);
        if !name.starts_with("lib/") {
            homes.push(Home {
                name,
                text,
                beside: library.clone(),
            });
        }
    }
    assert!(homes.len() > 30, "only {} rule files", homes.len());
    homes
}

/// The path of a file below a folder, and its text.
fn read(folder: &Path, path: &Path) -> (String, String) {
    let name = path.strip_prefix(folder).unwrap().to_str().unwrap();
    (name.to_owned(), fs::read_to_string(path).unwrap())
}

/// The rule files below a folder, without files of tests.
fn rule_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_str().unwrap();
        if path.is_dir() {
            found.extend(rule_files(&path));
        } else if path.extension().is_some_and(|end| end == "rule") && !name.ends_with(".test.rule")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}
