//! Whether rules fit the provider's schema: types, attributes, blocks and kinds of values.
//!
//! The check walks what rules say, with what each term may come to. It speaks only where something
//! is certain: of a value of which nothing is known, nothing is said. A define is read anew for
//! each kind of argument that it is called with, once.

mod call;
mod compare;
mod contradiction;
mod expression;
mod fact;
mod kind;
mod lookup;
mod names;
mod scope;
mod statement;
mod unknown;
mod words;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::rc::Rc;

use self::kind::{Kind, Kinds, Type};
use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::schema::Schemas;
use crate::source::{SourceId, Sources, Span};

/// Checks the rules and defines whose text `is_wanted`; what they call is checked with them.
///
/// Errors are for what can never be meant: a program with one must not be run. Warnings are for
/// what may not say what its author means.
pub fn check(
    program: &Program,
    sources: &Sources,
    schemas: &Schemas,
    is_wanted: &dyn Fn(SourceId) -> bool,
    problems: &mut Vec<Diagnostic>,
) {
    let mut found = Vec::new();
    let mut checker = Checker {
        program,
        sources,
        schemas,
        problems: &mut found,
        told: HashSet::new(),
        calls: Vec::new(),
        kinds: HashMap::new(),
        globs: HashMap::new(),
        defines: HashMap::new(),
        providers: None,
        without_schema: BTreeSet::new(),
    };
    for define in &program.defines {
        if is_wanted(define.body.span.source) {
            checker.define_alone(define);
        }
    }
    for rule in &program.rules {
        if is_wanted(rule.span.source) {
            checker.rule(rule);
        }
    }
    // In the order of the text, for people.
    found.sort_by_key(|problem| problem.labels.first().map(|label| label.span));
    problems.append(&mut found);
}

/// What is kept while a program is checked.
struct Checker<'a, 's> {
    program: &'a Program,
    sources: &'a Sources,
    schemas: &'s Schemas,
    problems: &'a mut Vec<Diagnostic>,
    /// What was said, and where: once is enough.
    told: HashSet<(&'static str, Span)>,
    /// The calls of defines that lie above the term at hand.
    calls: Vec<Span>,
    kinds: HashMap<(bool, String), Rc<Kind<'s>>>,
    globs: HashMap<(bool, String), Rc<Kinds<'s>>>,
    /// What defines give, by what they were called with.
    defines: HashMap<String, Type<'s>>,
    /// The providers of which types are known.
    providers: Option<BTreeSet<&'s str>>,
    /// Those of which it was said that nothing is known.
    without_schema: BTreeSet<String>,
}

impl Checker<'_, '_> {
    /// Says something, once at each place; in a define, also where it was called.
    fn tell(&mut self, problem: Diagnostic) {
        let Some(place) = problem.labels.first().map(|label| label.span) else {
            return;
        };
        if !self.told.insert((problem.code, place)) {
            return;
        }
        let problem = match self.calls.first() {
            Some(call) => problem.also(*call, "in what is called here"),
            None => problem,
        };
        self.problems.push(problem);
    }

    /// Where a name is written that ends a term; the whole term, where that cannot be seen.
    fn name_span(&self, term: Span, name: &str) -> Span {
        let text = self.sources.slice(term);
        let length = if text.ends_with(name) {
            name.len()
        } else if text.ends_with(&format!("\"{name}\"")) {
            name.len() + 2
        } else {
            return term;
        };
        let length = u32::try_from(length).unwrap_or_default();
        Span {
            start: term.end - length,
            ..term
        }
    }
}
