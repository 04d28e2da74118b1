//! `json`: one document with everything.

use std::io::{self, Write};

use serde::Serialize;

use super::{Listing, Tested};
use crate::report::{Style, json};
use crate::trial::mutation::{Mutants, Of, Survivor};
use crate::trial::{Failure, Seen, Trial};

/// The listing's entry.
pub(super) static LISTING: Listing = Listing {
    name: "json",
    about: "For machines: every test, with everything that rules say in those that fail",
    render,
};

fn render(tested: &Tested<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (passed, failed) = tested.counts();
    let ids = tested.rules.iter().map(|about| about.id.as_str());
    let document = Document {
        format: "plangate-test/1",
        format_version: 1,
        plangate: tested.version,
        filtered: tested.filtered,
        passed,
        failed,
        rules: ids.collect(),
        untested: tested.untested(),
        tests: tested
            .trials
            .iter()
            .map(|trial| test(tested, trial))
            .collect(),
        mutants: tested.mutants.map(mutants),
    };
    json::write(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    format_version: u32,
    plangate: &'a str,
    filtered: bool,
    passed: usize,
    failed: usize,
    rules: Vec<&'a str>,
    untested: Vec<&'a str>,
    tests: Vec<Test<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutants: Option<AllMutants<'a>>,
}

#[derive(Serialize)]
struct Test<'a> {
    name: &'a str,
    file: &'a str,
    line: usize,
    rules: &'a [String],
    passes: bool,
    failures: Vec<Failed<'a>>,
}

#[derive(Serialize)]
struct Failed<'a> {
    code: &'static str,
    message: &'a str,
    line: usize,
    column: usize,
    help: Option<&'a str>,
    rule: &'a str,
    address: Option<&'a str>,
    expected: Option<&'static str>,
    got: Option<&'static str>,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    address: &'a str,
    path: &'a str,
    outcome: &'static str,
    why: Option<&'a str>,
    message: &'a str,
    line: Option<usize>,
}

#[derive(Serialize)]
struct AllMutants<'a> {
    all: usize,
    killed: usize,
    refused: usize,
    survived: usize,
    unexcused: usize,
    survivors: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    of: &'static str,
    name: &'a str,
    file: &'a str,
    line: usize,
    column: usize,
    before: &'a str,
    after: &'a str,
    untested: bool,
    reason: Option<&'a str>,
}

fn test<'a>(tested: &Tested<'a>, trial: &'a Trial) -> Test<'a> {
    let failures = trial.failures.iter();
    Test {
        name: &trial.sentence,
        file: &trial.file,
        line: trial.line,
        rules: &trial.rules,
        passes: trial.passes(),
        failures: failures.map(|failure| failed(tested, failure)).collect(),
    }
}

fn failed<'a>(tested: &Tested<'a>, failure: &'a Failure) -> Failed<'a> {
    let place = failure.problem.labels.first().map(|label| label.span);
    let (line, column) = place.map_or((0, 0), |span| tested.sources.position(span));
    Failed {
        code: failure.problem.code,
        message: &failure.problem.message,
        line,
        column,
        help: failure.problem.help.as_deref(),
        rule: &failure.rule,
        address: failure.address.as_deref(),
        expected: failure.expected.map(|outcome| outcome.word()),
        got: failure.got.map(|outcome| outcome.word()),
        findings: failure.findings.iter().map(finding).collect(),
    }
}

fn finding(seen: &Seen) -> Finding<'_> {
    Finding {
        address: &seen.address,
        path: &seen.path,
        outcome: seen.outcome.word(),
        why: seen.why.as_deref(),
        message: &seen.message,
        line: seen.line,
    }
}

fn mutants(mutants: &Mutants) -> AllMutants<'_> {
    AllMutants {
        all: mutants.all,
        killed: mutants.killed,
        refused: mutants.refused,
        survived: mutants.survivors.len(),
        unexcused: mutants.unexcused().count(),
        survivors: mutants.survivors.iter().map(survivor).collect(),
    }
}

fn survivor(survivor: &Survivor) -> One<'_> {
    let (of, name) = match &survivor.mutant {
        Of::Rule(name) => ("rule", name),
        Of::Define(name) => ("define", name),
        Of::Fixture(name) => ("test", name),
    };
    One {
        of,
        name,
        file: &survivor.file,
        line: survivor.line,
        column: survivor.column,
        before: &survivor.before,
        after: &survivor.after,
        untested: survivor.untested,
        reason: survivor.reason.as_deref(),
    }
}
