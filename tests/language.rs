//! The language, case by case: every `##` section below `tests/cases` is one case.
//!
//! A section has one or more ```` ```rule ```` fences (`file=NAME` in the info line names a file),
//! and an ```` ```output ```` fence. Without a ```` ```plan ```` fence the output is what is drawn
//! of the mistakes in the rules; with one, the findings. The plan's info line may say
//! `workspace=NAME`, `strict` (no assumptions) or `document` (any JSON). `UPDATE=1` writes the
//! outputs anew.
//!
//! Below `tests/cases/lint` the output is what `plangate lint` says, a ```` ```fixed ```` fence has
//! what `--fix` makes of the first file, and a ```` ```formatted ```` fence what `plangate fmt` does.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use plangate::diagnostic::Diagnostic;
use plangate::engine::{self, Finding, Judgement, Outcome};
use plangate::input;
use plangate::pack;
use plangate::program::{self, Program};
use plangate::reference::Options;
use plangate::schema::Schemas;
use plangate::source::Sources;
use plangate::typing;
use regex::Regex;

#[path = "language/lint.rs"]
mod lint;

/// Codes that no rule file can bring about, and why.
const UNREACHABLE: [&str; 1] = [
    // The reader knows every pair that the grammar makes; it is there for the day it does not.
    "P199",
];

/// The folder of cases in which rules are held against the schema as well.
const TYPING: &str = "typing";

/// Stands behind the heading of a case whose output is what must come, and does not come yet.
const DIFFERS: &str = "(differs)";

#[test]
fn syntax() {
    assert_cases("syntax");
}

#[test]
fn names() {
    assert_cases("names");
}

#[test]
fn typing() {
    assert_cases(TYPING);
}

#[test]
fn evaluation() {
    assert_cases("evaluation");
}

#[test]
fn lints() {
    assert_cases("lint");
}

/// Each code that the sources name is drawn by a case.
#[test]
fn every_code_has_a_case() {
    let mut named = BTreeSet::new();
    collect_codes(&root().join("src"), "PNTBS", &mut named);
    collect_codes(&root().join("src/typing"), "W", &mut named);
    let cases = ["syntax", "names", TYPING].into_iter().flat_map(|name| {
        files(&root().join("tests/cases").join(name))
            .into_iter()
            .map(move |path| (name, path))
    });
    let drawn: BTreeSet<String> = cases
        .flat_map(|(folder, path)| {
            let cases = sections(&read(&path)).into_iter();
            cases.flat_map(move |case| case.codes(folder == TYPING))
        })
        .map(str::to_owned)
        .collect();
    let unreachable = BTreeSet::from(UNREACHABLE.map(str::to_owned));
    let expected: BTreeSet<String> = named.difference(&unreachable).cloned().collect();
    assert_eq!(drawn, expected);
    assert!(
        unreachable.is_subset(&named),
        "{unreachable:?} are no codes any more"
    );
}

fn assert_cases(folder: &str) {
    let paths = files(&root().join("tests/cases").join(folder));
    assert!(!paths.is_empty(), "tests/cases/{folder} has no cases");
    let mut wrong = Vec::new();
    for path in paths {
        let mut headings = BTreeSet::new();
        for case in sections(&read(&path)) {
            assert!(
                headings.insert(case.heading.clone()),
                "two cases are called {}",
                case.heading
            );
            if let Err(why) = assert_case(&case, &path, folder == TYPING) {
                wrong.push(format!("{}: {}\n{why}", path.display(), case.heading));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases are wrong\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// Runs a case and compares; or writes what it gives into its file.
fn assert_case(case: &Case, path: &Path, typed: bool) -> Result<(), String> {
    let is_lint = path.parent().is_some_and(|folder| folder.ends_with("lint"));
    let found = if is_lint {
        lint::run(case)?
    } else {
        vec![("output", case.run(typed)?)]
    };
    for (tag, found) in found {
        assert_fence(case, path, tag, &found)?;
    }
    Ok(())
}

fn assert_fence(case: &Case, path: &Path, tag: &str, found: &str) -> Result<(), String> {
    let expected = case.fences.iter().find(|fence| fence.tag == tag);
    let expected = expected.map_or("", |fence| &fence.text);
    if case.heading.ends_with(DIFFERS) {
        let equal = found == expected;
        return if equal {
            Err(format!("it is right now: take `{DIFFERS}` away"))
        } else {
            Ok(())
        };
    }
    if found == expected {
        Ok(())
    } else if is_update() {
        write(path, &case.updated(&read(path), tag, found)?);
        Ok(())
    } else {
        Err(format!("expected {tag}\n{expected}\nfound\n{found}"))
    }
}

/// A `##` section.
#[derive(Clone, Debug, Default)]
struct Case {
    heading: String,
    fences: Vec<Fence>,
}

#[derive(Clone, Debug)]
struct Fence {
    /// The first word of the info line: `rule`, `plan`, `output`.
    tag: String,
    /// The further words.
    info: Vec<String>,
    text: String,
}

/// Every section of a Markdown text; a fence is closed by as many signs as opened it.
fn sections(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut open: Option<(String, Fence)> = None;
    for line in text.lines() {
        if let Some((mark, mut fence)) = open.take() {
            if line != mark {
                fence.text.push_str(line);
                fence.text.push('\n');
                open = Some((mark, fence));
            } else if let Some(case) = cases.last_mut() {
                case.fences.push(fence);
            }
        } else if let Some(heading) = line.strip_prefix("## ") {
            let heading = heading.to_owned();
            cases.push(Case {
                heading,
                ..Case::default()
            });
        } else if line.starts_with("```") {
            let info = line.trim_start_matches('`');
            let mark = line[..line.len() - info.len()].to_owned();
            let mut words = info.split_whitespace().map(str::to_owned);
            let tag = words.next().unwrap_or_default();
            let info = words.collect();
            open = Some((
                mark,
                Fence {
                    tag,
                    info,
                    text: String::new(),
                },
            ));
        }
    }
    cases
}

impl Case {
    /// What the section gives now.
    fn run(&self, typed: bool) -> Result<String, String> {
        let (program, sources, problems) = self.check(typed);
        let Some(plan) = self.fences.iter().find(|fence| fence.tag == "plan") else {
            let drawn = problems.iter().map(|problem| problem.draw(&sources, false));
            return Ok(drawn.collect::<Vec<_>>().join("\n"));
        };
        if let Some(problem) = problems.first() {
            return Err(format!(
                "the rules are wrong:\n{}",
                problem.draw(&sources, false)
            ));
        }
        let document = input::read(&plan.text, plan.info.iter().any(|word| word == "document"))
            .map_err(|error| format!("the plan cannot be read: {error:?}"))?;
        let options = self.options(plan);
        let judgements = engine::run(&program, &sources, &document, "input.json", options);
        Ok(findings(&program, &judgements))
    }

    /// The codes of everything that is wrong with its rules.
    fn codes(&self, typed: bool) -> Vec<&'static str> {
        self.check(typed)
            .2
            .iter()
            .map(|problem| problem.code)
            .collect()
    }

    fn check(&self, typed: bool) -> (Program, Sources, Vec<Diagnostic>) {
        let mut rules = pack::Rules::default();
        for fence in self.fences.iter().filter(|fence| fence.tag == "rule") {
            rules.add_text(fence.value("file").unwrap_or("case.rule"), &fence.text);
        }
        let mut problems = rules.problems;
        let program = program::check(&rules.files, &rules.sources, &mut problems);
        if typed {
            let given = |source| !rules.shipped.contains(&source);
            let schemas = Schemas::shipped();
            typing::check(&program, &rules.sources, schemas, &given, &mut problems);
        }
        (program, rules.sources, problems)
    }

    /// `plan workspace=prod strict` in the info line of the plan.
    fn options(&self, plan: &Fence) -> Options {
        Options {
            workspace: plan.value("workspace").map(str::to_owned),
            strict_unknown: plan.info.iter().any(|word| word == "strict"),
        }
    }

    /// The text of its file, with another text in a fence of this section.
    fn updated(&self, text: &str, tag: &str, found: &str) -> Result<String, String> {
        let heading = format!("## {}\n", self.heading);
        let start = text.find(&heading).ok_or("the heading is gone")?;
        let mark = format!("```{tag}\n");
        let fence = text[start..]
            .find(&mark)
            .ok_or(format!("the fence `{tag}` is missing"))?;
        let begin = start + fence + mark.len();
        let end = begin
            + text[begin..]
                .find("```")
                .ok_or(format!("the fence `{tag}` never ends"))?;
        Ok(format!("{}{found}{}", &text[..begin], &text[end..]))
    }
}

impl Fence {
    /// `key=value` of the info line.
    fn value(&self, key: &str) -> Option<&str> {
        let mut words = self.info.iter().filter_map(|word| word.split_once('='));
        words.find(|(name, _)| *name == key).map(|(_, value)| value)
    }
}

/// One line for each finding: `rule address outcome [reason] line N (assumptions) path: message`.
fn findings(program: &Program, judgements: &[Judgement]) -> String {
    let mut lines = String::new();
    for judgement in judgements {
        let rule = &program.rules[judgement.rule].about.id;
        let address = if judgement.address.is_empty() {
            "-"
        } else {
            &judgement.address
        };
        if judgement.findings.is_empty() {
            lines.extend([format!("{rule} {address} {}\n", judgement.outcome.word())]);
        }
        for finding in &judgement.findings {
            let vacuous = if judgement.vacuous { " (vacuous)" } else { "" };
            lines.extend([format!("{rule} {address} {}{vacuous}\n", told(finding))]);
        }
    }
    lines
}

fn told(finding: &Finding) -> String {
    let mut words = vec![finding.outcome.word().to_owned()];
    words.extend(finding.reason.map(|reason| format!("[{}]", reason.word())));
    words.extend(finding.code.map(|code| format!("[{code}]")));
    words.push(format!("line {}", finding.rule_line));
    let assumptions: Vec<&str> = finding
        .basis
        .assumptions()
        .map(|each| each.word())
        .collect();
    if !assumptions.is_empty() {
        words.push(format!("({})", assumptions.join(", ")));
    }
    if finding.outcome != Outcome::Pass {
        words.extend(
            Some(&finding.path)
                .filter(|path| !path.is_empty())
                .map(|path| format!("{path}:")),
        );
        words.extend(Some(finding.message.clone()).filter(|message| !message.is_empty()));
    }
    words.join(" ")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The codes that the sources in a folder name, of these letters.
fn collect_codes(folder: &Path, letters: &str, codes: &mut BTreeSet<String>) {
    let code = Regex::new(&format!(r#""([{letters}]\d{{3}})""#)).expect("a regular expression");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_codes(&path, letters, codes);
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = read(&path);
            codes.extend(code.captures_iter(&text).map(|found| found[1].to_owned()));
        }
    }
}

/// The Markdown files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    found.sort();
    found
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told to write its cases anew"
)]
fn is_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|word| word == "1")
}

#[expect(clippy::disallowed_methods, reason = "cases are files")]
fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test may be told to write its cases anew"
)]
fn write(path: &Path, text: &str) {
    assert!(
        fs::write(path, text).is_ok(),
        "{} cannot be written",
        path.display()
    );
}
