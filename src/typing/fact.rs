//! What must hold where a term is asked: what guards in the same rule say.
//!
//! The logic of rules has no order: `false and error` is false, whichever stands first. So every
//! part of an `and` is asked under all of it, and every assertion under all `where` of its block.

use std::collections::HashMap;
use std::sync::Arc;

use super::kind::Kind;
use crate::program::{Pattern, PatternTerm, Program, Statement, Term, TermKind};
use crate::syntax::ast::{Comparison, State};
use crate::value::Value;

/// Something that holds of a place. Places are written as paths: `self.tags.owner`, `#3.name`.
#[derive(Clone, Debug)]
pub(super) struct Fact<'a> {
    /// The place.
    pub(super) path: String,
    /// What holds.
    pub(super) what: What<'a>,
}

/// What holds of a place.
#[derive(Clone, Debug)]
pub(super) enum What<'a> {
    /// It has a value.
    Set,
    /// Its type has this attribute.
    Has(Arc<str>),
    /// Its type is one of these, or none of them.
    OneOf(Vec<Arc<str>>, bool),
    /// Its type looks like this, or does not.
    Like(&'a Pattern, bool),
}

impl What<'_> {
    /// Whether a resource of this type can be meant.
    pub(super) fn allows(&self, kind: &Kind<'_>) -> bool {
        match self {
            What::Set | What::Has(_) => true,
            What::OneOf(names, holds) => names.contains(&kind.name) == *holds,
            What::Like(pattern, holds) => pattern.matches(&kind.name) == *holds,
        }
    }
}

/// The facts that hold at a place in a rule.
#[derive(Debug, Default)]
pub(super) struct Facts<'a> {
    known: HashMap<String, Vec<What<'a>>>,
    order: Vec<String>,
}

impl<'a> Facts<'a> {
    /// Adds facts, until they are taken back to this mark.
    pub(super) fn assume(&mut self, facts: Vec<Fact<'a>>) -> usize {
        let mark = self.order.len();
        for fact in facts {
            self.known
                .entry(fact.path.clone())
                .or_default()
                .push(fact.what);
            self.order.push(fact.path);
        }
        mark
    }

    /// Takes back everything after the mark.
    pub(super) fn forget(&mut self, mark: usize) {
        for path in self.order.drain(mark..).rev() {
            if let Some(known) = self.known.get_mut(&path) {
                known.pop();
            }
        }
    }

    /// What holds of a place.
    pub(super) fn of(&self, path: &str) -> &[What<'a>] {
        self.known.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether a place has a value.
    pub(super) fn is_set(&self, path: &str) -> bool {
        self.of(path).iter().any(|what| matches!(what, What::Set))
    }

    /// Everything that holds of a place and of what is in it, with the place called otherwise.
    pub(super) fn below(&self, path: &str, renamed: &str) -> Vec<Fact<'a>> {
        let mut found = Vec::new();
        let mut places: Vec<&String> = self.order.iter().collect();
        places.sort_unstable();
        places.dedup();
        for place in places {
            if let Some(rest) = rest(place, path) {
                let path = format!("{renamed}{rest}");
                found.extend(self.of(place).iter().map(|what| Fact {
                    path: path.clone(),
                    what: what.clone(),
                }));
            }
        }
        found
    }
}

fn rest<'p>(path: &'p str, of: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(of)?;
    (rest.is_empty() || rest.starts_with(['.', '['])).then_some(rest)
}

/// Reads facts off terms of one rule or define.
pub(super) struct Reader<'a, 'r> {
    pub(super) program: &'a Program,
    /// What names stand for that `let` gives.
    pub(super) lets: &'r [Option<&'a Term>],
    /// The places that such names stand for.
    pub(super) paths: &'r [Option<String>],
    /// How many defines lie above.
    pub(super) depth: usize,
}

/// Defines are read this deep for what they say of their arguments.
const DEPTH: usize = 8;
/// A condition that leads through more terms than this says nothing more.
const PARTS: usize = 2_000;

impl<'a> Reader<'a, '_> {
    /// The path of a place, if a term is one.
    pub(super) fn path(&self, term: &Term) -> Option<String> {
        match &term.kind {
            TermKind::SelfValue => Some("self".to_owned()),
            TermKind::Local(slot) => {
                let named = self.paths.get(*slot).cloned().flatten();
                Some(named.unwrap_or_else(|| format!("#{slot}")))
            }
            TermKind::Attribute(of, name) => Some(format!("{}.{name}", self.path(of)?)),
            TermKind::Index(of, index) => match &index.kind {
                TermKind::Constant(Value::Text(name)) => Some(format!("{}.{name}", self.path(of)?)),
                TermKind::Constant(Value::Number(at)) => Some(format!("{}[{at}]", self.path(of)?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// What holds where a condition is true, or is false.
    pub(super) fn facts(&self, term: &'a Term, holds: bool) -> Vec<Fact<'a>> {
        let mut found = Vec::new();
        let mut budget = PARTS;
        self.read(term, holds, &mut budget, &mut found);
        found
    }

    fn read(&self, term: &'a Term, holds: bool, budget: &mut usize, found: &mut Vec<Fact<'a>>) {
        if *budget == 0 {
            return;
        }
        *budget -= 1;
        match &term.kind {
            TermKind::Not(of) => self.read(of, !holds, budget, found),
            TermKind::And(parts) if holds => {
                for part in parts {
                    self.read(part, true, budget, found);
                }
            }
            TermKind::Or(parts) if !holds => {
                for part in parts {
                    self.read(part, false, budget, found);
                }
            }
            TermKind::And(parts) | TermKind::Or(parts) => {
                let ways = parts.iter().map(|part| vec![(part, holds)]).collect();
                self.one_of(ways, budget, found);
            }
            TermKind::Conditional(parts) => {
                self.one_of(branches(parts, holds), budget, found);
            }
            TermKind::Local(slot) => {
                if let Some(Some(named)) = self.lets.get(*slot) {
                    self.read(named, holds, budget, found);
                }
            }
            TermKind::Is { of, negated, state } if says_set(*state, holds != *negated) => {
                self.is_set(of, found);
            }
            TermKind::Compare(comparison, left, right) => {
                self.compared(*comparison, [left, right], holds, found);
            }
            TermKind::Match {
                text,
                pattern,
                negated,
            } => self.matched(text, pattern, holds != *negated, found),
            TermKind::Call(function, arguments) if holds && function.name == "has_attribute" => {
                self.has_attribute(arguments, found);
            }
            TermKind::Define(define, arguments) => {
                let facts = self.of_define(*define, holds, budget);
                self.translate(facts, arguments, found);
            }
            // A bool that is true is there.
            TermKind::Attribute(..) | TermKind::Index(..) if holds => self.is_set(term, found),
            _ => {}
        }
    }

    /// What holds whichever way it came about.
    fn one_of(
        &self,
        ways: Vec<Vec<(&'a Term, bool)>>,
        budget: &mut usize,
        found: &mut Vec<Fact<'a>>,
    ) {
        let mut common: Option<Vec<Fact<'a>>> = None;
        for way in ways {
            let mut facts = Vec::new();
            for (term, holds) in way {
                self.read(term, holds, budget, &mut facts);
            }
            common = Some(match common {
                None => facts,
                Some(before) => both(&before, &facts),
            });
            if common.as_ref().is_some_and(Vec::is_empty) {
                return;
            }
        }
        found.extend(common.into_iter().flatten());
    }

    fn is_set(&self, term: &Term, found: &mut Vec<Fact<'a>>) {
        let Some(mut path) = self.path(term) else {
            return;
        };
        // What has something in it is there itself.
        loop {
            let what = What::Set;
            let outer = path.rfind(['.', '[']);
            let inner = path.clone();
            found.push(Fact { path: inner, what });
            match outer {
                Some(end) => path.truncate(end),
                None => return,
            }
        }
    }

    fn compared(
        &self,
        comparison: Comparison,
        sides: [&'a Term; 2],
        holds: bool,
        found: &mut Vec<Fact<'a>>,
    ) {
        let [left, right] = sides;
        let positive = match comparison {
            Comparison::Equal | Comparison::In | Comparison::Contains => holds,
            Comparison::NotEqual | Comparison::NotIn | Comparison::NotContains => !holds,
            _ => return,
        };
        let pairs = match comparison {
            Comparison::Equal | Comparison::NotEqual => vec![(left, right), (right, left)],
            Comparison::In | Comparison::NotIn => vec![(left, right)],
            _ => vec![(right, left)],
        };
        for (of, with) in pairs {
            let TermKind::Constant(value) = &with.kind else {
                continue;
            };
            if let (Some(path), Some(names)) = (self.type_of(of), texts(value)) {
                let what = What::OneOf(names, positive);
                found.push(Fact { path, what });
            }
            if positive != value.is_null() {
                self.is_set(of, found);
            }
        }
    }

    /// The place of which a term is the type: `type(self)`.
    fn type_of(&self, term: &'a Term) -> Option<String> {
        match &term.kind {
            TermKind::Call(function, arguments) if function.name == "type" => {
                self.path(arguments.first()?)
            }
            TermKind::Local(slot) => match self.lets.get(*slot).copied().flatten()? {
                named if matches!(named.kind, TermKind::Call(..)) => self.type_of(named),
                _ => None,
            },
            _ => None,
        }
    }

    fn matched(
        &self,
        text: &'a Term,
        pattern: &'a PatternTerm,
        holds: bool,
        found: &mut Vec<Fact<'a>>,
    ) {
        if let (Some(path), PatternTerm::Compiled(pattern)) = (self.type_of(text), pattern) {
            let what = What::Like(pattern, holds);
            found.push(Fact { path, what });
        }
        if holds {
            self.is_set(text, found);
        }
    }

    fn has_attribute(&self, arguments: &[Term], found: &mut Vec<Fact<'a>>) {
        if let [of, name] = arguments
            && let TermKind::Constant(Value::Text(name)) = &name.kind
            && let Some(path) = self.path(of)
        {
            let what = What::Has(Arc::clone(name));
            found.push(Fact { path, what });
        }
    }

    /// What a define that holds says of its arguments.
    fn of_define(&self, define: usize, holds: bool, budget: &mut usize) -> Vec<Fact<'a>> {
        let mut facts = Vec::new();
        let inner = Reader {
            program: self.program,
            lets: &[],
            paths: &[],
            depth: self.depth + 1,
        };
        if let Some(define) = self.program.defines.get(define)
            && self.depth < DEPTH
        {
            inner.read(&define.body, holds, budget, &mut facts);
        }
        facts
    }

    /// The same facts, of what the define is called with.
    fn translate(&self, facts: Vec<Fact<'a>>, arguments: &[Term], found: &mut Vec<Fact<'a>>) {
        for fact in facts {
            let Some(slot) = fact.path.strip_prefix('#') else {
                continue;
            };
            let end = slot.find(['.', '[']).unwrap_or(slot.len());
            let argument = slot[..end].parse::<usize>().ok();
            let argument = argument.and_then(|slot| arguments.get(slot));
            if let Some(path) = argument.and_then(|argument| self.path(argument)) {
                let path = format!("{path}{}", &slot[end..]);
                found.push(Fact { path, ..fact });
            }
        }
    }
}

/// Whether what is in a state, or is not, has a value.
fn says_set(state: State, is: bool) -> bool {
    match state {
        State::Set | State::Written => is,
        State::Null | State::Empty | State::Absent => !is,
        State::Known => false,
    }
}

/// The ways in which a choice holds, or does not.
fn branches(parts: &[Term; 3], holds: bool) -> Vec<Vec<(&Term, bool)>> {
    let [condition, yes, no] = parts;
    let ways = [(yes, true), (no, false)].into_iter();
    let possible = ways.filter(|(branch, _)| !is(branch, !holds));
    possible
        .map(|(branch, when)| vec![(condition, when), (branch, holds)])
        .collect()
}

fn is(term: &Term, wanted: bool) -> bool {
    matches!(&term.kind, TermKind::Constant(Value::Bool(value)) if *value == wanted)
}

fn texts(value: &Value) -> Option<Vec<Arc<str>>> {
    let text = |value: &Value| match value {
        Value::Text(text) => Some(Arc::clone(text)),
        _ => None,
    };
    match value {
        Value::List(items) => items.iter().map(text).collect(),
        other => text(other).map(|text| vec![text]),
    }
}

/// What holds whether the one facts hold or the others.
fn both<'a>(one: &[Fact<'a>], other: &[Fact<'a>]) -> Vec<Fact<'a>> {
    let mut common = Vec::new();
    for fact in one {
        for with in other.iter().filter(|with| with.path == fact.path) {
            let what = match (&fact.what, &with.what) {
                (What::Set, What::Set) => What::Set,
                (What::Has(one), What::Has(other)) if one == other => What::Has(Arc::clone(one)),
                (What::OneOf(one, true), What::OneOf(other, true)) => {
                    let mut names = one.clone();
                    names.extend(other.iter().cloned());
                    What::OneOf(names, true)
                }
                (What::OneOf(one, false), What::OneOf(other, false)) => {
                    let names = one.iter().filter(|name| other.contains(name));
                    What::OneOf(names.cloned().collect(), false)
                }
                _ => continue,
            };
            let path = fact.path.clone();
            common.push(Fact { path, what });
        }
    }
    common
}

/// The facts that hold for everything in a block of statements.
pub(super) fn of_block<'a>(reader: &Reader<'a, '_>, body: &'a [Statement]) -> Vec<Fact<'a>> {
    let mut found = Vec::new();
    for statement in body {
        match statement {
            Statement::Where(condition) => found.extend(reader.facts(condition, true)),
            Statement::Unless { condition, .. } => found.extend(reader.facts(condition, false)),
            _ => {}
        }
    }
    found
}
