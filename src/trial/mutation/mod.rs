//! Runs tests on mutants: would any test notice?

mod reads;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::program::Program;
use crate::source::Span;
use crate::syntax::ast::{Define, Expression, ExpressionKind, Item, Rule, Statement, Test};
use crate::trial::excuse::Excuses;
use crate::trial::given::Given;
use crate::trial::mutant::{of_define, of_rule, of_test};
use crate::trial::parallel;
use crate::trial::run::{failures, on_plan};
use crate::trial::suite::{Case, Suite};
use crate::typing;

/// What became of all mutants.
#[derive(Clone, Debug, Default)]
pub struct Mutants {
    /// How many there are.
    pub all: usize,
    /// A test came out otherwise.
    pub killed: usize,
    /// They are no rules, or give no plan: nobody could have written them.
    pub refused: usize,
    /// No test came out otherwise; in the order of files and places.
    pub survivors: Vec<Survivor>,
}

/// A mutant that no test notices.
#[derive(Clone, Debug)]
pub struct Survivor {
    /// What it is one of.
    pub mutant: Of,
    /// The name of its file, as people know it.
    pub file: String,
    /// The line of what is different, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// What stands there, in one line.
    pub before: String,
    /// What the mutant has there, in one line.
    pub after: String,
    /// No test is about it at all.
    pub untested: bool,
    /// Why that is fine, where a comment says so.
    pub reason: Option<String>,
}

/// What a mutant is one of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A rule, by its id.
    Rule(String),
    /// A define, by its name.
    Define(String),
    /// What a test gives, by its sentence.
    Fixture(String),
}

impl Mutants {
    /// The survivors for which nobody gives a reason.
    pub fn unexcused(&self) -> impl Iterator<Item = &Survivor> {
        self.survivors
            .iter()
            .filter(|survivor| survivor.reason.is_none())
    }
}

/// A mutant, and what must be known to try it.
struct Work {
    mutant: Of,
    /// Of what tests give: the rules under test, and what is different. That one test of a rule
    /// notices it is enough.
    group: Option<Group>,
    file: usize,
    /// What is different.
    span: Span,
    /// What stands there; nothing where it is taken away.
    after: String,
    what: Other,
}

type Group = (Vec<usize>, String);

/// What is another one.
enum Other {
    /// A rule, by its position in the program.
    Rule(usize, Box<Rule>),
    /// A define, by its position in the program.
    Define(usize, Box<Define>),
    /// What a test gives, by its position.
    Test(usize, Box<Test>),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Killed,
    Survived,
    Untested,
    Refused,
}

/// Makes the mutants of rules and defines that are no shipped library, and of what tests give, and
/// runs the tests that are about each. All tests must pass.
pub fn mutate(suite: &Suite<'_>, given: &[Given], jobs: usize) -> Mutants {
    let mut work = of_rules(suite);
    let cases: Vec<usize> = (0..suite.cases.len()).collect();
    let fixtures = parallel::map(&cases, jobs, |at| of_fixture(suite, given, *at));
    work.extend(fixtures.into_iter().flatten());
    let calls = Calls::new(suite);
    let rules = 0..suite.program.rules.len();
    let left_out: Vec<usize> = rules.filter(|rule| !suite.proves(*rule)).collect();
    work.retain(|one| match &one.what {
        Other::Rule(at, _) => !left_out.contains(at),
        Other::Define(at, _) => !calls.only(&left_out, *at),
        Other::Test(..) => true,
    });
    let fates = parallel::map(&work, jobs, |one| fate(suite, given, &calls, one));
    let excuses = Excuses::new(suite);
    let mut mutants = Mutants::default();
    let mut survivors = Vec::new();
    for (one, fate) in in_groups(work, fates) {
        mutants.all += 1;
        match fate {
            Fate::Killed => mutants.killed += 1,
            Fate::Refused => mutants.refused += 1,
            Fate::Survived | Fate::Untested => {
                survivors.push((one.file, one.span, survivor(suite, &excuses, one, fate)));
            }
        }
    }
    survivors.sort_by_key(|(file, span, _)| (*file, *span));
    mutants.survivors = survivors.into_iter().map(|(.., one)| one).collect();
    mutants
}

/// One for each group: one that was noticed, else one that was not, else one that was refused.
fn in_groups(work: Vec<Work>, fates: Vec<Fate>) -> Vec<(Work, Fate)> {
    let mut chosen: Vec<(Work, Fate)> = Vec::new();
    let mut places: BTreeMap<Group, usize> = BTreeMap::new();
    for (one, fate) in work.into_iter().zip(fates) {
        let place = one
            .group
            .clone()
            .map(|group| places.entry(group).or_insert(chosen.len()));
        match place.and_then(|place| chosen.get_mut(*place)) {
            Some(known) if fate < known.1 => *known = (one, fate),
            Some(_) => {}
            None => chosen.push((one, fate)),
        }
    }
    chosen
}

fn survivor(suite: &Suite<'_>, excuses: &Excuses, work: Work, fate: Fate) -> Survivor {
    let (line, column) = suite.rules.sources.position(work.span);
    let in_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Survivor {
        mutant: work.mutant,
        file: suite.file_name(work.file).to_owned(),
        line,
        column,
        reason: excuses.reason(work.span, line),
        before: in_one_line(suite.rules.sources.slice(work.span)),
        after: if work.after.is_empty() {
            "(taken away)".to_owned()
        } else {
            in_one_line(&work.after)
        },
        untested: fate == Fate::Untested,
    }
}

fn of_rules(suite: &Suite<'_>) -> Vec<Work> {
    let mut work = Vec::new();
    for (at, file) in suite.rules.files.iter().enumerate() {
        if suite.is_library(at) {
            continue;
        }
        for item in &file.file.items {
            match item {
                Item::Rule(rule) => {
                    let mut rules = suite.program.rules.iter();
                    let position = rules.position(|one| one.span == rule.span);
                    let Some(position) = position else { continue };
                    let made = of_rule(rule).into_iter();
                    work.extend(made.map(|mutant| Work {
                        mutant: Of::Rule(rule.id.text.clone()),
                        group: None,
                        file: at,
                        span: mutant.span,
                        after: mutant.text,
                        what: Other::Rule(position, Box::new(mutant.changed)),
                    }));
                }
                Item::Define(define) => {
                    let name = &define.name.text;
                    let Some(position) = suite.parts.define(at, name) else {
                        continue;
                    };
                    let made = of_define(define).into_iter();
                    work.extend(made.map(|mutant| Work {
                        mutant: Of::Define(name.clone()),
                        group: None,
                        file: at,
                        span: mutant.span,
                        after: mutant.text,
                        what: Other::Define(position, Box::new(mutant.changed)),
                    }));
                }
                Item::Param(_) | Item::Test(_) => {}
            }
        }
    }
    work
}

fn of_fixture(suite: &Suite<'_>, given: &[Given], at: usize) -> Vec<Work> {
    let (Some(case), Some(given)) = (suite.cases.get(at), given.get(at)) else {
        return Vec::new();
    };
    let sources = &suite.rules.sources;
    let reads =
        on_plan(suite, given, |plan| reads::reads(given, sources, plan)).unwrap_or_default();
    let made = of_test(case.test, &|name| reads.contains(name)).into_iter();
    made.map(|mutant| {
        let text = sources.slice(mutant.span);
        let name = text.split([' ', '=', '{', '\n']).next().unwrap_or_default();
        let about = format!("{name} {}", mutant.change.word());
        Work {
            mutant: Of::Fixture(case.test.sentence.text.clone()),
            group: Some((case.rules.clone(), about)),
            file: case.file,
            span: mutant.span,
            after: mutant.text,
            what: Other::Test(at, Box::new(mutant.changed)),
        }
    })
    .collect()
}

fn fate(suite: &Suite<'_>, given: &[Given], calls: &Calls, work: &Work) -> Fate {
    let mut problems = Vec::new();
    match &work.what {
        Other::Rule(at, rule) => {
            let part = (work.file, &**rule);
            let program = suite
                .parts
                .with_rule(suite.program, *at, part, &mut problems);
            if is_wrong(&problems) || is_misfit(suite, &program, *at) {
                return Fate::Refused;
            }
            tried(suite, given, &program, &|case| case.rules.contains(at))
        }
        Other::Define(at, define) => {
            let part = (work.file, &**define);
            let program = suite.parts.with_define(suite.program, part, &mut problems);
            if is_wrong(&problems) {
                return Fate::Refused;
            }
            tried(suite, given, &program, &|case| {
                case.rules.iter().any(|rule| calls.reaches(*rule, *at))
            })
        }
        Other::Test(at, test) => {
            let Some(case) = suite.cases.get(*at) else {
                return Fate::Refused;
            };
            let case = Case {
                test,
                ..case.clone()
            };
            match suite.given(&case, &mut problems) {
                Some(given) if notices(suite, &case, &given) => Fate::Killed,
                Some(_) => Fate::Survived,
                None => Fate::Refused,
            }
        }
    }
}

fn is_wrong(problems: &[Diagnostic]) -> bool {
    problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
}

/// Whether a rule of a program does not fit the provider's schema.
fn is_misfit(suite: &Suite<'_>, program: &Program, rule: usize) -> bool {
    let alone = Program {
        rules: program.rules.get(rule).cloned().into_iter().collect(),
        ..program.clone()
    };
    let Some(source) = alone.rules.first().map(|rule| rule.span.source) else {
        return false;
    };
    let mut problems = Vec::new();
    let (sources, schemas) = (&suite.rules.sources, suite.schemas);
    typing::check(
        &alone,
        sources,
        schemas,
        &|one| one == source,
        &mut problems,
    );
    is_wrong(&problems)
}

/// Runs the tests that are about something with another program.
fn tried(
    suite: &Suite<'_>,
    given: &[Given],
    program: &Program,
    is_about: &dyn Fn(&Case<'_>) -> bool,
) -> Fate {
    let mut fate = Fate::Untested;
    for (case, given) in suite.cases.iter().zip(given) {
        if !is_about(case) {
            continue;
        }
        fate = Fate::Survived;
        let other = suite.program_of(case, program, &mut Vec::new());
        if notices(suite, case, &given.with_program(other)) {
            return Fate::Killed;
        }
    }
    fate
}

/// Whether a test fails.
fn notices(suite: &Suite<'_>, case: &Case<'_>, given: &Given) -> bool {
    failures(suite, case, given, true).is_none_or(|failures| !failures.is_empty())
}

/// Which defines a rule calls, however far.
struct Calls(Vec<(Span, BTreeSet<usize>)>, Vec<Span>);

impl Calls {
    fn new(suite: &Suite<'_>) -> Calls {
        let mut direct: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); suite.program.defines.len()];
        let mut rules = Vec::new();
        for (at, file) in suite.rules.files.iter().enumerate() {
            for item in &file.file.items {
                match item {
                    Item::Define(define) => {
                        let called = called(suite, at, &define.body);
                        let position = suite.parts.define(at, &define.name.text);
                        if let Some(place) = position.and_then(|at| direct.get_mut(at)) {
                            *place = called;
                        }
                    }
                    Item::Rule(rule) => rules.push((rule.span, in_block(suite, at, &rule.body))),
                    Item::Param(_) | Item::Test(_) => {}
                }
            }
        }
        for (_, calls) in &mut rules {
            let mut open: Vec<usize> = calls.iter().copied().collect();
            while let Some(next) = open.pop() {
                let further = direct.get(next).into_iter().flatten();
                open.extend(further.filter(|at| calls.insert(**at)));
            }
        }
        let order = suite.program.rules.iter().map(|rule| rule.span);
        Calls(rules, order.collect())
    }

    /// Whether the rule at a position calls the define at a position.
    fn reaches(&self, rule: usize, define: usize) -> bool {
        let span = self.1.get(rule);
        let mut rules = self.0.iter();
        rules.any(|(place, calls)| Some(place) == span && calls.contains(&define))
    }

    /// Whether it is these rules, and no others, that call a define.
    fn only(&self, rules: &[usize], define: usize) -> bool {
        let all = 0..self.1.len();
        let mut callers = all.filter(|rule| self.reaches(*rule, define)).peekable();
        callers.peek().is_some() && callers.all(|rule| rules.contains(&rule))
    }
}

fn in_block(suite: &Suite<'_>, file: usize, statements: &[Statement]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for statement in statements {
        match statement {
            Statement::Where(of)
            | Statement::Unless { condition: of, .. }
            | Statement::Let { value: of, .. }
            | Statement::Require { condition: of, .. }
            | Statement::Deny {
                condition: Some(of),
                ..
            } => found.extend(called(suite, file, of)),
            Statement::Deny { .. } => {}
            Statement::Each { list, body, .. } => {
                found.extend(called(suite, file, list));
                found.extend(in_block(suite, file, body));
            }
        }
    }
    found
}

fn called(suite: &Suite<'_>, file: usize, of: &Expression) -> BTreeSet<usize> {
    let (mut found, mut open) = (BTreeSet::new(), vec![of]);
    while let Some(next) = open.pop() {
        if let ExpressionKind::Call { module, name, .. } = &next.kind {
            let module = module.as_ref().map(|module| module.text.as_str());
            found.extend(suite.parts.called(file, module, &name.text));
        }
        open.extend(next.parts());
    }
    found
}
