//! Runs an example of a page.

use std::fmt::Write;

use plangate::configuration::{self, Elsewhere, FILE_NAME, Known};
use plangate::engine::{self, Outcome};
use plangate::input;
use plangate::lint::{self, Checked, Levels};
use plangate::manual::Example;
use plangate::pack;
use plangate::program;
use plangate::reference::Options;
use plangate::schema::Schemas;
use plangate::syntax::ast::Item;
use plangate::trial::fixture;

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
pub(super) fn run(example: &Example) -> Told {
    let mut told = Told::default();
    let mut rules = pack::Rules::default();
    for (name, text) in example.files.iter().filter(|(name, _)| is_rule(name)) {
        rules.add_text(name, text);
    }
    let toml = example.files.iter().find(|(name, _)| *name == FILE_NAME);
    let toml = toml.map(|(name, text)| rules.sources.add(*name, *text));
    let mut problems = rules.problems;
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
    let items = rules.files.iter().flat_map(|file| &file.file.items);
    for item in items {
        if let Item::Test(test) = item {
            fixture::build(test, Schemas::shipped(), &mut problems);
        }
    }
    let checked = Checked {
        files: &rules.files,
        sources: &rules.sources,
        found: problems,
    };
    let problems = lint::advise(checked, &|_| true, &Levels::default());
    for problem in &problems {
        told.codes.push(problem.code.to_owned());
        told.text += &problem.draw(&rules.sources, false);
    }
    let Some(document) = example.document.filter(|_| problems.is_empty()) else {
        return told;
    };
    let document = input::read(document, true).unwrap();
    let judgements = engine::run(
        &program,
        &rules.sources,
        &document,
        "document.json",
        Options::default(),
    );
    for finding in judgements.iter().flat_map(|one| &one.findings) {
        told.codes.extend(finding.code.map(str::to_owned));
        told.judged |= finding.outcome != Outcome::Error;
        let _ = writeln!(told.text, "{}: {}", finding.outcome.word(), finding.message);
    }
    told
}

fn is_rule(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| end == "rule")
}
