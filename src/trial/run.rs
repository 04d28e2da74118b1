//! Runs tests.

use super::expectation::{Failure, Verdicts, outcome_of};
use super::given::Given;
use super::parallel;
use super::suite::{Case, Suite};
use crate::engine::{self, Outcome};
use crate::input;
use crate::reference::{Options, Plan};

/// What came of a test.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The sentence that it proves.
    pub sentence: String,
    /// The name of its file, as people know it.
    pub file: String,
    /// Its line in that file, from 1.
    pub line: usize,
    /// The ids of the rules under test, in order.
    pub rules: Vec<String>,
    /// What it expects of which rule.
    pub expects: Vec<(String, Outcome)>,
    /// What is not as it expects; empty where it passes.
    pub failures: Vec<Failure>,
}

impl Trial {
    /// Whether everything is as it expects.
    pub fn passes(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Runs tests with what they give, `jobs` at a time; the results are in their order.
pub fn run(suite: &Suite<'_>, given: &[Given], jobs: usize) -> Vec<Trial> {
    let work: Vec<(&Case<'_>, &Given)> = suite.cases.iter().zip(given).collect();
    parallel::map(&work, jobs, |(case, given)| trial(suite, case, given))
}

fn trial(suite: &Suite<'_>, case: &Case<'_>, given: &Given) -> Trial {
    let rules = case.rules.iter();
    let rules = rules.filter_map(|rule| suite.program.rules.get(*rule));
    let sources = &suite.rules.sources;
    let mut trial = Trial {
        sentence: case.test.sentence.text.clone(),
        file: suite.file_name(case.file).to_owned(),
        line: sources.position(case.test.sentence.span).0,
        rules: rules.map(|rule| rule.about.id.clone()).collect(),
        expects: expects(suite, case),
        failures: Vec::new(),
    };
    trial.failures = failures(suite, case, given, false).unwrap_or_default();
    trial
}

/// What is not as a test expects; with `bare`, without the proofs. `None` if what the test gives
/// cannot be read.
pub(super) fn failures(
    suite: &Suite<'_>,
    case: &Case<'_>,
    given: &Given,
    bare: bool,
) -> Option<Vec<Failure>> {
    let sources = &suite.rules.sources;
    on_plan(suite, given, |plan| {
        let judgements = engine::run_on(&given.program, sources, plan, &given.name);
        let verdicts = Verdicts {
            case,
            given,
            sources,
            plan,
            judgements: &judgements,
            bare,
        };
        verdicts.failures()
    })
}

fn expects(suite: &Suite<'_>, case: &Case<'_>) -> Vec<(String, Outcome)> {
    let expects = case.expects.iter();
    let expects = expects.filter_map(|(line, rule)| {
        let rule = suite.program.rules.get(*rule)?;
        Some((rule.about.id.clone(), outcome_of(&line.outcome.text)?))
    });
    expects.collect()
}

/// Asks something of the plan that a test gives; `None` if it cannot be read, which is told where
/// it is made.
pub(super) fn on_plan<T>(
    suite: &Suite<'_>,
    given: &Given,
    ask: impl FnOnce(&Plan<'_>) -> T,
) -> Option<T> {
    let document = input::read(&given.json, true).ok()?;
    let options = Options {
        workspace: given.workspace.clone(),
        ..Options::default()
    };
    Some(ask(
        &Plan::new(&document, options).with_schemas(suite.schemas)
    ))
}
