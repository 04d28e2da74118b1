//! Runs an example of a page.

use std::fmt::Write;

use plangate::configuration::{self, Elsewhere, FILE_NAME, Known};
use plangate::engine::{self, Outcome};
use plangate::input;
use plangate::lint::{self, Checked, Level, Levels};
use plangate::manual::Example;
use plangate::pack::{self, MANIFEST};
use plangate::program::{self, Program};
use plangate::reference::Options;
use plangate::schema::Schemas;
use plangate::trial::{self, Suite};
use plangate::typing;

/// What an example brings about.
#[derive(Default)]
pub(super) struct Told {
    /// The codes of everything that is told, in order.
    pub(super) codes: Vec<String>,
    /// The same as people read it.
    pub(super) text: String,
    /// A rule judged something, and not as an error.
    pub(super) judged: bool,
}

/// Loads the rules of an example, and judges its document by them.
pub(super) fn run(example: &Example, code: &str) -> Told {
    let mut told = Told::default();
    let mut rules = pack::Rules::with_tests();
    for (name, text) in example.files {
        if is_rule(name) {
            rules.add_text(name, text);
        } else {
            rules.add_beside(name, text.as_bytes());
        }
    }
    let toml = example.files.iter().find(|(name, _)| *name == FILE_NAME);
    let toml = toml.map(|(name, text)| rules.sources.add(*name, *text));
    let manifest = example.files.iter().find(|(name, _)| *name == MANIFEST);
    let manifest = manifest.map(|(name, text)| rules.sources.add(*name, *text));
    let mut problems = rules.problems.clone();
    if let Some(manifest) = manifest {
        let _ = pack::read_manifest(&rules.sources, manifest, &mut problems);
    }
    let mut program = program::check(&rules.files, &rules.sources, &mut problems);
    configuration::check_defaults(&program, &mut problems);
    if let Some(toml) = toml {
        let known = Known {
            files: &rules.files,
            sources: &rules.sources,
            elsewhere: &Elsewhere::default,
        };
        configuration::read(&rules.sources, toml, &mut problems).apply(
            &mut program,
            &known,
            &mut problems,
        );
    }
    if problems.is_empty() {
        let all: Vec<usize> = (0..program.rules.len()).collect();
        configuration::require_values(&program, &all, &|_| None, &mut problems);
    }
    if problems.is_empty() {
        let schemas = Schemas::shipped();
        typing::check(&program, &rules.sources, schemas, &|_| true, &mut problems);
    }
    let checked = Checked {
        files: &rules.files,
        sources: &rules.sources,
        found: problems,
    };
    let problems = lint::advise(checked, &|_| true, &levels_for(code));
    for problem in &problems {
        told.codes.push(problem.code.to_owned());
        told.text += &problem.draw(&rules.sources, false);
    }
    if problems.is_empty() {
        test(&rules, &program, &mut told);
    }
    if let Some(document) = example.document.filter(|_| problems.is_empty()) {
        judge(&rules, &program, document, &mut told);
    }
    told
}

/// What the rules say of a document.
fn judge(rules: &pack::Rules, program: &Program, document: &str, told: &mut Told) {
    let document = input::read(document, true).unwrap();
    let options = Options::default();
    let judgements = engine::run(program, &rules.sources, &document, "document.json", options);
    for finding in judgements.iter().flat_map(|one| &one.findings) {
        told.codes.extend(finding.code.map(str::to_owned));
        told.judged |= finding.outcome != Outcome::Error;
        let _ = writeln!(told.text, "{}: {}", finding.outcome.word(), finding.message);
    }
}

/// Runs the tests of an example.
fn test(rules: &pack::Rules, program: &Program, told: &mut Told) {
    let mut problems = Vec::new();
    let suite = Suite::new(rules, program, &mut problems);
    let cases = suite.cases.iter();
    let given: Vec<_> = cases
        .filter_map(|case| suite.given(case, &mut problems))
        .collect();
    if problems.is_empty() {
        let trials = trial::run(&suite, &given, 1);
        let failures = trials.into_iter().flat_map(|trial| trial.failures);
        problems.extend(failures.map(|failure| failure.problem));
    }
    for problem in &problems {
        told.codes.push(problem.code.to_owned());
        told.text += &problem.draw(&rules.sources, false);
    }
}

/// Examples are short: they have tests only where they are about tests.
fn levels_for(code: &str) -> Levels {
    let mut levels = Levels::default();
    if code != "W606" {
        levels.set(lint::find("W606").unwrap(), Level::Allow);
    }
    levels
}

fn is_rule(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "rule")
}
