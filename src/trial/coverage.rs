//! Which conditions of rules tests have seen true, false and unknown.

use super::given::Given;
use super::parallel;
use super::run::on_plan;
use super::suite::Suite;
use super::walk;
use crate::engine::{self, Outcomes, Seen};
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Item, Statement};

/// What tests have seen of the rules and defines of a file.
#[derive(Clone, Debug)]
pub struct FileCoverage {
    /// The name of the file, as people know it.
    pub file: String,
    /// Its rules and defines, in the order written.
    pub parts: Vec<PartCoverage>,
}

/// What tests have seen of a rule or define.
#[derive(Clone, Debug)]
pub struct PartCoverage {
    /// `rule` or `define`.
    pub kind: &'static str,
    /// Its id or name.
    pub name: String,
    /// The line that it begins in, from 1.
    pub line: usize,
    /// Its conditions, in the order written.
    pub conditions: Vec<Condition>,
}

/// What tests have seen of a condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What it is a part of: `where`, `unless`, `let`, `require`, `deny`, `each` or `define`.
    pub clause: &'static str,
    /// The line that it begins in, from 1.
    pub line: usize,
    /// The column that it begins in, from 1.
    pub column: usize,
    /// As written, in one line.
    pub text: String,
    /// How often it came to what.
    pub outcomes: Outcomes,
}

impl Condition {
    /// Whether it was seen both true and false.
    pub fn is_covered(&self) -> bool {
        self.outcomes.yes > 0 && self.outcomes.no > 0
    }
}

impl PartCoverage {
    /// How many conditions were seen both true and false.
    pub fn covered(&self) -> usize {
        self.conditions
            .iter()
            .filter(|condition| condition.is_covered())
            .count()
    }
}

/// Runs tests once more and says what they have seen, of every file that is not shipped library.
pub fn coverage(suite: &Suite<'_>, given: &[Given], jobs: usize) -> Vec<FileCoverage> {
    let sources = &suite.rules.sources;
    let each = parallel::map(given, jobs, |given| {
        on_plan(suite, given, |plan| {
            engine::cover(&given.program, sources, plan, &given.name)
        })
    });
    let mut seen = Seen::default();
    for one in each.iter().flatten() {
        seen.add(one);
    }
    let files = (0..suite.rules.files.len()).filter(|at| !suite.is_library(*at));
    let files = files.map(|at| file(suite, at, &seen));
    files.filter(|file| !file.parts.is_empty()).collect()
}

fn file(suite: &Suite<'_>, at: usize, seen: &Seen) -> FileCoverage {
    let items = suite.rules.files.get(at).map(|file| &file.file.items);
    let mut parts = Vec::new();
    for item in items.into_iter().flatten() {
        let mut sites = Vec::new();
        let (kind, name) = match item {
            Item::Rule(rule) => {
                of_block(&rule.body, &mut sites);
                ("rule", &rule.id)
            }
            Item::Define(define) => {
                of_value("define", &define.body, &mut sites);
                if sites.is_empty() && walk::may_be_condition(&define.body) {
                    sites.push(("define", define.body.span));
                }
                ("define", &define.name)
            }
            Item::Param(_) | Item::Test(_) => continue,
        };
        if sites.is_empty() {
            continue;
        }
        let conditions = sites.into_iter().map(|site| condition(suite, site, seen));
        parts.push(PartCoverage {
            kind,
            name: name.text.clone(),
            line: suite.rules.sources.position(name.span).0,
            conditions: conditions.collect(),
        });
    }
    FileCoverage {
        file: suite.file_name(at).to_owned(),
        parts,
    }
}

fn condition(suite: &Suite<'_>, (clause, span): Site, seen: &Seen) -> Condition {
    let sources = &suite.rules.sources;
    let (line, column) = sources.position(span);
    let words: Vec<&str> = sources.slice(span).split_whitespace().collect();
    Condition {
        clause,
        line,
        column,
        text: words.join(" "),
        outcomes: seen.0.get(&span).copied().unwrap_or_default(),
    }
}

/// A condition: the clause that it is a part of, and its place.
type Site = (&'static str, Span);

fn of_block(statements: &[Statement], sites: &mut Vec<Site>) {
    for statement in statements {
        match statement {
            Statement::Where(condition) => of_condition("where", condition, sites),
            Statement::Unless { condition, .. } => of_condition("unless", condition, sites),
            Statement::Let { value, .. } => of_value("let", value, sites),
            Statement::Require { condition, .. } => of_condition("require", condition, sites),
            Statement::Deny { condition, .. } => {
                if let Some(condition) = condition {
                    of_condition("deny", condition, sites);
                }
            }
            Statement::Each { list, body, .. } => {
                of_value("each", list, sites);
                of_block(body, sites);
            }
        }
    }
}

/// Something that is asked as a condition, and the conditions inside of it.
fn of_condition(clause: &'static str, condition: &Expression, sites: &mut Vec<Site>) {
    if !matches!(condition.kind, ExpressionKind::Bool(_)) {
        sites.push((clause, condition.span));
    }
    of_parts(clause, condition, sites);
}

/// Something whose value is taken: a comparison in it is asked as a condition.
fn of_value(clause: &'static str, value: &Expression, sites: &mut Vec<Site>) {
    if walk::is_condition(value) {
        sites.push((clause, value.span));
    }
    of_parts(clause, value, sites);
}

fn of_parts(clause: &'static str, of: &Expression, sites: &mut Vec<Site>) {
    match &of.kind {
        ExpressionKind::Not(of) => of_condition(clause, of, sites),
        ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
            for part in parts {
                of_condition(clause, part, sites);
            }
        }
        ExpressionKind::Conditional(parts) => {
            let [condition, yes, no] = &**parts;
            of_condition(clause, condition, sites);
            of_value(clause, yes, sites);
            of_value(clause, no, sites);
        }
        ExpressionKind::Quantifier {
            list, condition, ..
        } => {
            of_value(clause, list, sites);
            of_condition(clause, condition, sites);
        }
        ExpressionKind::For {
            list,
            value,
            condition,
            ..
        } => {
            of_value(clause, list, sites);
            of_value(clause, value, sites);
            if let Some(condition) = condition {
                of_condition(clause, condition, sites);
            }
        }
        _ => {
            for part in of.parts() {
                of_value(clause, part, sites);
            }
        }
    }
}
