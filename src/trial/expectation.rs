//! What a test expects, held against what the rules say.

use globset::GlobMatcher;

use super::given::Given;
use super::suite::{Case, listed};
use crate::diagnostic::{Diagnostic, nearest};
use crate::engine::{self, Explanation, Finding, Judgement, Outcome};
use crate::program::{Rule, compile_text_glob};
use crate::reference::Plan;
use crate::source::Sources;
use crate::syntax::ast::Expect;

/// Something that is not as a test expects.
#[derive(Clone, Debug)]
pub struct Failure {
    /// What and where: X801 or X802.
    pub problem: Diagnostic,
    /// The id of the rule.
    pub rule: String,
    /// The address that it is about, where it is about one.
    pub address: Option<String>,
    /// The outcome that is expected; `None` where nothing is.
    pub expected: Option<Outcome>,
    /// The outcome that came of it; `None` where nothing did.
    pub got: Option<Outcome>,
    /// Everything that the rule says in this test.
    pub findings: Vec<Seen>,
    /// How the rule comes to what it says of the address.
    pub proof: Option<Box<Proven>>,
}

/// What a rule says of an address, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The address; empty where the rule selects nothing.
    pub address: String,
    /// The place in it; may be empty.
    pub path: String,
    /// What it says.
    pub outcome: Outcome,
    /// The reason why it is undetermined, or the code of an error.
    pub why: Option<String>,
    /// Its message; may be empty.
    pub message: String,
    /// The line of the rule that says so, where one does.
    pub line: Option<usize>,
}

/// How a rule comes to what it says of an address.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The position in the program of the rules under test.
    pub rule: usize,
    /// The input, as people know it.
    pub input: String,
    /// The address.
    pub address: String,
    /// The steps.
    pub explanation: Explanation,
}

/// What the rules under test say of what a test gives.
pub(super) struct Verdicts<'a, 'p> {
    pub(super) case: &'a Case<'a>,
    pub(super) given: &'a Given,
    pub(super) sources: &'a Sources,
    pub(super) plan: &'a Plan<'p>,
    pub(super) judgements: &'a [Judgement],
    /// It only matters whether anything is not as expected.
    pub(super) bare: bool,
}

/// One expectation, with what is needed to hold something against it.
struct Expected<'a> {
    line: &'a Expect,
    outcome: Outcome,
    /// Position of the rule among the rules under test.
    rule: usize,
    message: Option<GlobMatcher>,
}

impl Verdicts<'_, '_> {
    /// What is not as the test expects: first the lines that are not met, then what no line covers.
    pub(super) fn failures(&self) -> Vec<Failure> {
        let expected = self.expected();
        let mut failures: Vec<Failure> = expected
            .iter()
            .filter_map(|expected| self.unmet(expected))
            .collect();
        let uncovered = self.uncovered(&expected);
        // Where a line about an address is not met, what came instead has been told.
        let is_told = |new: &Failure| {
            let mut told = failures.iter();
            told.any(|old| old.got.is_some() && old.rule == new.rule && old.address == new.address)
        };
        let uncovered: Vec<Failure> = uncovered.into_iter().filter(|new| !is_told(new)).collect();
        failures.extend(uncovered);
        failures
    }

    fn expected(&self) -> Vec<Expected<'_>> {
        let expects = self.case.expects.iter();
        let expected = expects.filter_map(|(line, rule)| {
            let rule = self.case.rules.iter().position(|at| at == rule)?;
            let outcome = outcome_of(&line.outcome.text)?;
            let message = line.message.as_ref();
            let message = message.and_then(|glob| compile_text_glob(&glob.text).ok());
            Some(Expected {
                line,
                outcome,
                rule,
                message,
            })
        });
        expected.collect()
    }

    /// Why an expectation is not met; `None` if it is.
    fn unmet(&self, expected: &Expected<'_>) -> Option<Failure> {
        let line = expected.line;
        let of_rule: Vec<&Judgement> = self.of_rule(expected.rule).collect();
        let Some(address) = &line.address else {
            return self.unmet_without_address(expected, &of_rule);
        };
        let found = of_rule
            .iter()
            .find(|judgement| judgement.address == address.text);
        match found {
            Some(judgement) => self.unmet_by(expected, judgement),
            None => self.not_judged(expected, &address.text),
        }
    }

    fn unmet_without_address(
        &self,
        expected: &Expected<'_>,
        of_rule: &[&Judgement],
    ) -> Option<Failure> {
        if let [only] = of_rule
            && (!only.address.is_empty() || expected.outcome == Outcome::NotApplicable)
        {
            return self.unmet_by(expected, only);
        }
        let id = self.id(expected.rule);
        let judged: Vec<&str> = of_rule
            .iter()
            .map(|judgement| judgement.address.as_str())
            .filter(|address| !address.is_empty())
            .collect();
        let word = expected.outcome.word();
        let (message, label, help) = match judged[..] {
            [] => (
                format!("`{id}` judges nothing in this test, and a {word} is expected"),
                "of nothing".to_owned(),
                self.what_there_is(None),
            ),
            [first, ..] => (
                format!(
                    "`{id}` judges {} things, and this line names none",
                    judged.len()
                ),
                "of which of them?".to_owned(),
                format!(
                    "it judges {}; name one, as in `on {}`",
                    listed(&judged),
                    first.escape_debug()
                ),
            ),
        };
        let problem = Diagnostic::error("X801", message, expected.line.outcome.span, label);
        let failure = self.failure(problem.help(help), expected.rule, None);
        Some(Failure {
            expected: Some(expected.outcome),
            ..failure
        })
    }

    fn unmet_by(&self, expected: &Expected<'_>, judgement: &Judgement) -> Option<Failure> {
        let outcome = expected.outcome;
        let findings: Vec<&Finding> = covered(judgement, outcome).collect();
        let is_so = match outcome {
            Outcome::Pass | Outcome::NotApplicable => judgement.outcome == outcome,
            _ => !findings.is_empty(),
        };
        let id = self.id(expected.rule);
        let of = of_address(&judgement.address);
        let line = expected.line;
        let problem = if !is_so {
            let got = judgement.outcome.word();
            Diagnostic::error(
                "X801",
                format!("`{id}` does not say {}{of}", outcome.word()),
                line.outcome.span,
                format!("expected {}, got {got}", outcome.word()),
            )
        } else if let Some(glob) = &expected.message
            && !findings.iter().any(|found| glob.is_match(&found.message))
        {
            let said: Vec<&str> = findings.iter().map(|found| &*found.message).collect();
            let place = line.message.as_ref().map_or(line.span, |glob| glob.span);
            let problem = Diagnostic::error(
                "X801",
                format!("`{id}` says {}{of} with another message", outcome.word()),
                place,
                "no message is like this",
            );
            if said.is_empty() {
                problem.help(format!("a {} has no message", outcome.word()))
            } else {
                problem.help(format!("it says {}", listed(&said)))
            }
        } else {
            return None;
        };
        let failure = self.failure(problem, expected.rule, Some(&judgement.address));
        Some(Failure {
            expected: Some(outcome),
            got: Some(judgement.outcome),
            ..failure
        })
    }

    /// The rule does not judge the address that an expectation names.
    fn not_judged(&self, expected: &Expected<'_>, address: &str) -> Option<Failure> {
        let id = self.id(expected.rule);
        let word = expected.outcome.word();
        let place = expected.line.address.as_ref()?.span;
        let why = engine::explain(
            &self.given.program,
            self.sources,
            self.plan,
            &self.given.name,
            (expected.rule, address),
        );
        let problem = match why {
            // What a rule does not select, it does not apply to.
            Some(_) if expected.outcome == Outcome::NotApplicable => return None,
            Some(Explanation::NotSelected(why)) => Diagnostic::error(
                "X801",
                format!("`{id}` does not judge `{}`", address.escape_debug()),
                place,
                format!("a {word} is expected of it"),
            )
            .help(why),
            _ => Diagnostic::error(
                "X801",
                format!(
                    "nothing in this test has the address `{}`",
                    address.escape_debug()
                ),
                place,
                "unknown address",
            )
            .help(self.what_there_is(Some(address))),
        };
        let failure = self.failure(problem, expected.rule, None);
        Some(Failure {
            address: Some(address.to_owned()),
            expected: Some(expected.outcome),
            ..failure
        })
    }

    /// Findings that need somebody's attention, and that no line covers.
    fn uncovered(&self, expected: &[Expected<'_>]) -> Vec<Failure> {
        let mut failures = Vec::new();
        for judgement in self.judgements {
            for outcome in [Outcome::Error, Outcome::Fail, Outcome::Undetermined] {
                let is_covered = |finding: &Finding| {
                    expected
                        .iter()
                        .any(|expected| self.covers(expected, judgement, finding))
                };
                let left: Vec<&Finding> = covered(judgement, outcome)
                    .filter(|finding| !is_covered(finding))
                    .collect();
                if !left.is_empty() {
                    failures.push(self.unexpected(judgement, outcome, &left));
                }
            }
        }
        failures
    }

    fn covers(&self, expected: &Expected<'_>, judgement: &Judgement, finding: &Finding) -> bool {
        let is_there = match &expected.line.address {
            Some(address) => address.text == judgement.address,
            None => self.of_rule(expected.rule).count() == 1,
        };
        let is_like = |glob: &GlobMatcher| glob.is_match(&finding.message);
        is_there
            && expected.rule == judgement.rule
            && expected.outcome == finding.outcome
            && expected.message.as_ref().is_none_or(is_like)
    }

    fn unexpected(
        &self,
        judgement: &Judgement,
        outcome: Outcome,
        findings: &[&Finding],
    ) -> Failure {
        let id = self.id(judgement.rule);
        let word = outcome.word();
        let address = &judgement.address;
        let messages: Vec<&str> = findings.iter().map(|finding| &*finding.message).collect();
        let problem = Diagnostic::error(
            "X802",
            format!(
                "`{id}` says {word}{}, and no line expects it",
                of_address(address)
            ),
            self.case.test.sentence.span,
            format!("it says {}", listed(&messages)),
        );
        let help = format!(
            "if it is right, add `expect {word} \"{id}\" on {}`",
            address.escape_debug()
        );
        let failure = self.failure(problem.help(help), judgement.rule, Some(address));
        Failure {
            got: Some(outcome),
            ..failure
        }
    }

    fn failure(&self, problem: Diagnostic, rule: usize, address: Option<&str>) -> Failure {
        let address = address.filter(|address| !address.is_empty());
        let proof = address.filter(|_| !self.bare).and_then(|address| {
            let explanation = engine::explain(
                &self.given.program,
                self.sources,
                self.plan,
                &self.given.name,
                (rule, address),
            )?;
            let rule = *self.case.rules.get(rule)?;
            Some(Box::new(Proven {
                rule,
                input: self.given.name.clone(),
                address: address.to_owned(),
                explanation,
            }))
        });
        Failure {
            problem,
            rule: self.id(rule).to_owned(),
            address: address.map(str::to_owned),
            expected: None,
            got: None,
            findings: self.of_rule(rule).flat_map(seen).collect(),
            proof,
        }
    }

    /// Names what a test has, for somebody who named something else.
    fn what_there_is(&self, wrong: Option<&str>) -> String {
        let (_, all) = engine::addresses(&self.given.program, self.plan, &self.given.name, None);
        let resources: Vec<&str> = all
            .iter()
            .map(String::as_str)
            .filter(|address| *address != "plan" && !address.contains("provider."))
            .collect();
        let near = wrong.and_then(|wrong| nearest_address(wrong, &resources));
        match near {
            Some(near) => format!("did you mean `{}`?", near.escape_debug()),
            None if resources.is_empty() => "the test gives nothing".to_owned(),
            None => format!("there is {}", listed(&resources)),
        }
    }

    fn of_rule(&self, rule: usize) -> impl Iterator<Item = &Judgement> {
        let judgements = self.judgements.iter();
        judgements.filter(move |judgement| judgement.rule == rule)
    }

    fn rule(&self, rule: usize) -> Option<&Rule> {
        self.given.program.rules.get(rule).map(|rule| &**rule)
    }

    fn id(&self, rule: usize) -> &str {
        self.rule(rule).map_or("", |rule| &rule.about.id)
    }
}

/// The findings of a judgement with an outcome.
fn covered(judgement: &Judgement, outcome: Outcome) -> impl Iterator<Item = &Finding> {
    let findings = judgement.findings.iter();
    findings.filter(move |finding| finding.outcome == outcome)
}

/// Everything that a judgement says.
fn seen(judgement: &Judgement) -> Vec<Seen> {
    if judgement.findings.is_empty() {
        return vec![Seen {
            address: judgement.address.clone(),
            path: String::new(),
            outcome: judgement.outcome,
            why: None,
            message: String::new(),
            line: None,
        }];
    }
    let findings = judgement.findings.iter();
    let findings = findings.map(|finding| Seen {
        address: judgement.address.clone(),
        path: finding.path.clone(),
        outcome: finding.outcome,
        why: finding
            .reason
            .map(|reason| reason.word().to_owned())
            .or(finding.code.map(str::to_owned)),
        message: finding.message.clone(),
        line: Some(finding.rule_line),
    });
    findings.collect()
}

/// The outcome of a word.
pub(super) fn outcome_of(word: &str) -> Option<Outcome> {
    Outcome::ALL
        .into_iter()
        .find(|outcome| outcome.word() == word)
}

fn of_address(address: &str) -> String {
    if address.is_empty() {
        String::new()
    } else {
        format!(" of `{}`", address.escape_debug())
    }
}

/// An instance or a module's resource of that name, or the nearest address.
fn nearest_address<'a>(wrong: &str, known: &[&'a str]) -> Option<&'a str> {
    let with_key = format!("{wrong}[");
    let in_module = format!(".{wrong}");
    known
        .iter()
        .copied()
        .find(|known| known.starts_with(&with_key) || known.ends_with(&in_module))
        .or_else(|| nearest(wrong, known.iter().copied()))
}
