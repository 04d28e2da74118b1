//! What a test gives: the text of a plan, and what rules may ask beside it.

use std::collections::BTreeSet;

use super::fixture;
use super::suite::{Case, Suite};
use crate::configuration::misfit;
use crate::diagnostic::{Diagnostic, Severity};
use crate::input;
use crate::program::{Param, Program};
use crate::schema::Schemas;
use crate::source::Span;
use crate::syntax::ast;

/// What a test gives, ready to be judged.
#[derive(Clone, Debug)]
pub struct Given {
    /// The JSON of a plan or state.
    pub json: String,
    /// The name of the input as people know it.
    pub name: String,
    /// The workspace, where the test says one.
    pub workspace: Option<String>,
    /// The rules under test, in the order of the case, with the parameters that the test sets.
    pub program: Program,
}

impl Given {
    /// The same for other rules.
    pub(super) fn with_program(&self, program: Program) -> Given {
        Given {
            program,
            ..self.clone()
        }
    }
}

impl Suite<'_> {
    /// Makes what a test gives; what is wrong with it goes to `problems`.
    pub fn given(&self, case: &Case<'_>, problems: &mut Vec<Diagnostic>) -> Option<Given> {
        let before = errors(problems);
        let input = self.input(case, problems);
        let program = self.program_of(case, self.program, problems);
        self.check_params(case, &program, problems);
        let workspace = case.test.givens.iter().rev().find_map(|given| match given {
            ast::Given::Workspace(name) => Some(name.text.clone()),
            _ => None,
        });
        let (name, json) = input?;
        (errors(problems) == before).then_some(Given {
            json,
            name,
            workspace,
            program,
        })
    }

    /// The rules under test of a program, with the parameters that a test sets.
    pub(super) fn program_of(
        &self,
        case: &Case<'_>,
        program: &Program,
        problems: &mut Vec<Diagnostic>,
    ) -> Program {
        let rules = case.rules.iter();
        let rules = rules.filter_map(|rule| program.rules.get(*rule)).cloned();
        let program = Program {
            rules: rules.collect(),
            ..program.clone()
        };
        case.params.iter().fold(program, |program, (at, value)| {
            let places = self.same_param(*at, &program);
            places.into_iter().fold(program, |program, at| {
                self.parts
                    .with_param(&program, at, (case.file, value), problems)
            })
        })
    }

    /// Where a program has a parameter: a rule in another form has its own ones anew.
    fn same_param(&self, at: usize, program: &Program) -> Vec<usize> {
        let meant = self.program.params.get(at);
        let is_same = |param: &Param| {
            meant.is_some_and(|meant| {
                meant.rule.is_some() && (&meant.rule, &meant.name) == (&param.rule, &param.name)
            })
        };
        let further = program.params.iter().enumerate();
        let further = further.filter(|(other, param)| *other != at && is_same(param));
        std::iter::once(at)
            .chain(further.map(|(other, _)| other))
            .collect()
    }

    /// Values that do not fit, and parameters without any.
    fn check_params(&self, case: &Case<'_>, program: &Program, problems: &mut Vec<Diagnostic>) {
        let given = case.params.iter();
        let given = given.filter_map(|(at, _)| program.params.get(*at));
        problems.extend(given.filter_map(|param| misfit(param, "value")));
        let reads = program.rules.iter().flat_map(|rule| &rule.reads);
        let read: BTreeSet<usize> = reads.copied().collect();
        for param in read.iter().filter_map(|at| program.params.get(*at)) {
            if param.default.is_none() {
                let message = format!("the parameter `{}` has no value in this test", param.name);
                let problem = Diagnostic::error(
                    "X805",
                    message,
                    case.test.sentence.span,
                    "a rule under test reads it",
                );
                problems.push(
                    problem
                        .also(param.span, "it has no default")
                        .help(format!("add `given param {} = …`", param.name)),
                );
            }
        }
    }

    fn input(&self, case: &Case<'_>, problems: &mut Vec<Diagnostic>) -> Option<(String, String)> {
        let givens = case.test.givens.iter();
        let mut plans = givens.filter_map(|given| match given {
            ast::Given::Plan(name) => Some(name),
            _ => None,
        });
        let Some(plan) = plans.next() else {
            return fixture(case.test, self.schemas, problems);
        };
        if let Some(second) = plans.next() {
            problems.push(
                Diagnostic::error("X805", "a test has one plan", second.span, "a second one")
                    .also(plan.span, "the first one")
                    .help("write a test for each"),
            );
            return None;
        }
        if let Some(span) = beside_a_plan(case) {
            problems.push(
                Diagnostic::error(
                    "X805",
                    "a test gives either a plan in a file or what a plan is made of",
                    span,
                    "this is a part of the plan",
                )
                .also(plan.span, "the plan is in this file")
                .help("take away one of them; `workspace` and `param` may stand beside a plan"),
            );
            return None;
        }
        self.file(case, plan, problems)
            .map(|json| (plan.text.clone(), json))
    }

    fn file(
        &self,
        case: &Case<'_>,
        plan: &ast::Name,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<String> {
        let home = self.rules.files.get(case.file)?;
        let mut fail = |message: String, help: Option<String>| {
            let problem = Diagnostic::error("X805", message, plan.span, "the plan of this test");
            problems.push(match help {
                Some(help) => problem.help(help),
                None => problem,
            });
        };
        let bytes = match self.rules.read_beside(home, &plan.text) {
            Ok(bytes) => bytes,
            Err(error) => {
                fail(error.message, error.help);
                return None;
            }
        };
        let read = input::decode(bytes).and_then(|text| {
            input::read(&text, true)?;
            Ok(text)
        });
        match read {
            Ok(text) => Some(text),
            Err(error) => {
                let name = plan.text.escape_debug();
                let place = error.place.map_or_else(String::new, |(_, line, column)| {
                    format!(" (line {line}, column {column})")
                });
                fail(
                    format!("cannot judge `{name}`: {}{place}", error.message),
                    error.help,
                );
                None
            }
        }
    }
}

fn errors(problems: &[Diagnostic]) -> usize {
    let errors = problems.iter();
    errors
        .filter(|problem| problem.severity == Severity::Error)
        .count()
}

/// A plan made of what a test gives.
fn fixture(
    test: &ast::Test,
    schemas: &Schemas,
    problems: &mut Vec<Diagnostic>,
) -> Option<(String, String)> {
    if test.givens.is_empty() {
        problems.push(
            Diagnostic::error(
                "X805",
                "this test gives nothing",
                test.sentence.span,
                "expected a line `given …` in it",
            )
            .help(
                "as in `given resource \"aws_instance\" \"web\" {}` or `given plan \"plan.json\"`",
            ),
        );
        return None;
    }
    let fixture = fixture::build(test, schemas, problems)?;
    Some(("the test".to_owned(), fixture.json))
}

/// Where a part of a plan is given.
fn beside_a_plan(case: &Case<'_>) -> Option<Span> {
    case.test.givens.iter().find_map(|given| match given {
        ast::Given::Object(object) => Some(object.span),
        ast::Given::Var(name, _) => Some(name.span),
        ast::Given::Plan(_) | ast::Given::Workspace(_) | ast::Given::Param(..) => None,
    })
}
