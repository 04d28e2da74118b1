//! Conditions that can never hold, and conditions that always hold.
//!
//! An `or` always holds where the opposites of its parts contradict each other.

use std::collections::BTreeMap;

use super::Checker;
use super::scope::Scope;
use crate::diagnostic::{Diagnostic, nearest};
use crate::program::{Statement, Term, TermKind};
use crate::source::Span;
use crate::syntax::ast::{Comparison, State};
use crate::value::{Number, Ternary, Value, compare};

/// Of a place of which more is claimed, nothing is said.
const CLAIMS: usize = 64;

/// What a plan may say that is done to a resource.
const ACTIONS: [&str; 7] = [
    "create", "update", "delete", "read", "forget", "no-op", "open",
];

/// Something that a part of a condition claims of a place.
#[derive(Clone, Copy)]
enum Claim<'a> {
    Is(&'a Value),
    IsNot(&'a Value),
    OneOf(&'a [Value]),
    NoneOf(&'a [Value]),
    Set(bool),
    Below(&'a Number, bool),
    Above(&'a Number, bool),
}

struct Claims<'a>(BTreeMap<String, Vec<(Claim<'a>, Span)>>);

impl<'a, 's> Checker<'a, 's> {
    /// Says what is wrong with the parts of an `and` or `or` taken together.
    pub(super) fn together(&mut self, term: &'a Term, scope: &Scope<'a, 's>) {
        let holds = matches!(term.kind, TermKind::And(_));
        let mut claims = Claims(BTreeMap::new());
        self.claims(term, holds, scope, &mut claims);
        self.conflict(&claims, holds);
    }

    /// Says what is wrong with all `where` of a block taken together.
    pub(super) fn wheres(&mut self, body: &'a [Statement], scope: &Scope<'a, 's>) {
        let mut claims = Claims(BTreeMap::new());
        for statement in body {
            if let Statement::Where(condition) = statement {
                self.claims(condition, true, scope, &mut claims);
            }
        }
        self.conflict(&claims, true);
    }

    fn conflict(&mut self, claims: &Claims<'a>, holds: bool) {
        let Some((first, second)) = claims.conflict() else {
            return;
        };
        let problem = if holds {
            Diagnostic::error("S407", "this can never hold", second, "it cannot be this")
                .also(first, "where it is this")
                .help("one place has one value; of several, `or` or `in [ … ]` takes any")
        } else {
            Diagnostic::error("S408", "this always holds", second, "it is this")
                .also(first, "where it is not this")
                .help("of several that are not meant, say `and`, or `not in [ … ]`")
        };
        self.tell(problem);
    }

    /// A comparison whose answer is known beforehand.
    pub(super) fn constant(
        &mut self,
        comparison: Comparison,
        sides: [&'a Term; 2],
        span: Span,
        scope: &Scope<'a, 's>,
    ) {
        let [left, right] = sides;
        if !self.is_written(left) || !self.is_written(right) {
            return;
        }
        let positive = match comparison {
            Comparison::Equal | Comparison::In => true,
            Comparison::NotEqual | Comparison::NotIn => false,
            Comparison::Contains | Comparison::NotContains => {
                self.action(left, right);
                return;
            }
            _ => return,
        };
        if matches!(comparison, Comparison::In | Comparison::NotIn) {
            self.action(right, left);
        }
        let answer = match (&left.kind, &right.kind) {
            (TermKind::Constant(left), TermKind::Constant(right)) => match comparison {
                Comparison::Equal | Comparison::NotEqual => compare::equal(left, right),
                _ => compare::contains(right, left).unwrap_or(Ternary::Unknown),
            },
            _ if matches!(comparison, Comparison::Equal | Comparison::NotEqual) => {
                let reader = scope.reader(self.program);
                match (reader.path(left), reader.path(right)) {
                    (Some(one), Some(other)) if one == other => Ternary::True,
                    _ => return,
                }
            }
            _ => return,
        };
        match (answer, positive) {
            (Ternary::Unknown, _) => {}
            (Ternary::True, true) | (Ternary::False, false) => self.always(span),
            _ => self.never(span),
        }
    }

    /// A condition that is written out.
    pub(super) fn literal(&mut self, condition: &Term, wanted: bool) {
        match condition.kind {
            TermKind::Constant(Value::Bool(true)) if wanted => self.always(condition.span),
            TermKind::Constant(Value::Bool(false)) if !wanted => self.never(condition.span),
            _ => {}
        }
    }

    fn always(&mut self, span: Span) {
        let problem = Diagnostic::error("S408", "this always holds", span, "nothing decides it");
        self.tell(problem.help("compare something of the plan, or leave it out"));
    }

    fn never(&mut self, span: Span) {
        let problem = Diagnostic::error("S407", "this can never hold", span, "nothing decides it");
        self.tell(problem.help("compare something of the plan, or leave it out"));
    }

    /// `actions(x) contains "…"` with something that no plan does.
    fn action(&mut self, container: &Term, item: &Term) {
        let TermKind::Call(function, _) = &container.kind else {
            return;
        };
        let TermKind::Constant(Value::Text(word)) = &item.kind else {
            return;
        };
        if function.name != "actions" || ACTIONS.contains(&&**word) {
            return;
        }
        let problem = Diagnostic::error(
            "S407",
            format!("no plan has an action `{}`", word.escape_debug()),
            item.span,
            "this can never hold",
        );
        self.tell(match nearest(word, ACTIONS) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None if &**word == "replace" => {
                problem.help("a replaced resource has `create` and `delete`")
            }
            None => problem.help(format!("the actions are {}", ACTIONS.join(", "))),
        });
    }

    /// Whether a term is what stands there: null also stands for what could not be understood.
    pub(super) fn is_written(&self, term: &Term) -> bool {
        !matches!(term.kind, TermKind::Constant(Value::Null { .. }))
            || self.sources.slice(term.span) == "null"
    }

    fn claims(&self, term: &'a Term, holds: bool, scope: &Scope<'a, 's>, claims: &mut Claims<'a>) {
        match &term.kind {
            TermKind::Not(of) => self.claims(of, !holds, scope, claims),
            TermKind::And(parts) if holds => {
                for part in parts {
                    self.claims(part, holds, scope, claims);
                }
            }
            TermKind::Or(parts) if !holds => {
                for part in parts {
                    self.claims(part, holds, scope, claims);
                }
            }
            TermKind::Is {
                of,
                negated,
                state: State::Set,
            } => claims.add(
                self.claimed(of, scope),
                Claim::Set(holds != *negated),
                term.span,
            ),
            TermKind::Compare(comparison, left, right) => {
                let sides = match (&left.kind, &right.kind) {
                    (_, TermKind::Constant(value)) => Some((left, value, false)),
                    (TermKind::Constant(value), _) => Some((right, value, true)),
                    _ => None,
                };
                if let Some((of, value, turned)) = sides
                    && self.is_written(left)
                    && self.is_written(right)
                    && let Some(claim) = claim(*comparison, value, turned, holds)
                {
                    claims.add(self.claimed(of, scope), claim, term.span);
                }
            }
            _ => {}
        }
    }

    /// The name of a place of which something is claimed.
    fn claimed(&self, of: &Term, scope: &Scope<'a, 's>) -> Option<String> {
        let reader = scope.reader(self.program);
        match &of.kind {
            TermKind::Call(function, arguments) => match arguments.as_slice() {
                [only] => {
                    let path = reader.path(only)?;
                    Some(format!("{}({path})", function.name))
                }
                _ => None,
            },
            _ => reader.path(of),
        }
    }
}

fn claim(comparison: Comparison, value: &Value, turned: bool, holds: bool) -> Option<Claim<'_>> {
    let number = match value {
        Value::Number(number) => Some(number),
        _ => None,
    };
    Some(match (comparison, value) {
        (Comparison::Equal, _) if holds => Claim::Is(value),
        (Comparison::Equal, _) => Claim::IsNot(value),
        (Comparison::NotEqual, _) if holds => Claim::IsNot(value),
        (Comparison::NotEqual, _) => Claim::Is(value),
        (Comparison::In, Value::List(items)) if !turned && holds => Claim::OneOf(items),
        (Comparison::In, Value::List(items)) if !turned => Claim::NoneOf(items),
        (Comparison::NotIn, Value::List(items)) if !turned && holds => Claim::NoneOf(items),
        (Comparison::NotIn, Value::List(items)) if !turned => Claim::OneOf(items),
        (Comparison::Less, _) => bound(number?, !turned, false, holds),
        (Comparison::LessOrEqual, _) => bound(number?, !turned, true, holds),
        (Comparison::Greater, _) => bound(number?, turned, false, holds),
        (Comparison::GreaterOrEqual, _) => bound(number?, turned, true, holds),
        _ => return None,
    })
}

/// `x < 3`, or its opposite; the last part says whether the number itself is meant as well.
fn bound(number: &Number, below: bool, included: bool, holds: bool) -> Claim<'_> {
    match (below == holds, included == holds) {
        (true, included) => Claim::Below(number, included),
        (false, included) => Claim::Above(number, included),
    }
}

impl<'a> Claims<'a> {
    fn add(&mut self, place: Option<String>, claim: Claim<'a>, span: Span) {
        let Some(place) = place else { return };
        let known = self.0.entry(place).or_default();
        if known.len() < CLAIMS {
            known.push((claim, span));
        }
    }

    /// Two claims of one place that cannot both be true, in the order of the text.
    fn conflict(&self) -> Option<(Span, Span)> {
        for claims in self.0.values() {
            for (at, (one, first)) in claims.iter().enumerate() {
                for (other, second) in &claims[..at] {
                    if clash(one, other) || clash(other, one) {
                        return Some((*second, *first));
                    }
                }
            }
        }
        None
    }
}

fn clash(one: &Claim<'_>, other: &Claim<'_>) -> bool {
    let differ = |a: &Value, b: &Value| compare::equal(a, b) == Ternary::False;
    let same = |a: &Value, b: &Value| compare::equal(a, b) == Ternary::True;
    match (one, other) {
        (Claim::Is(a), Claim::Is(b)) => differ(a, b),
        (Claim::Is(a), Claim::IsNot(b)) => same(a, b),
        (Claim::Is(a), Claim::OneOf(items)) => items.iter().all(|item| differ(a, item)),
        (Claim::Is(a), Claim::NoneOf(items)) => items.iter().any(|item| same(a, item)),
        (Claim::OneOf(ours), Claim::OneOf(theirs)) => ours
            .iter()
            .all(|one| theirs.iter().all(|other| differ(one, other))),
        (Claim::OneOf(ours), Claim::NoneOf(theirs)) => ours
            .iter()
            .all(|one| theirs.iter().any(|other| same(one, other))),
        (Claim::OneOf(ours), Claim::IsNot(other)) => ours.iter().all(|one| same(one, other)),
        (Claim::Set(one), Claim::Set(other)) => one != other,
        (Claim::Is(a), Claim::Set(set)) => is_set(a).is_some_and(|has| has != *set),
        (Claim::Is(Value::Number(a)), Claim::Below(limit, included)) => {
            a > *limit || (a == *limit && !included)
        }
        (Claim::Is(Value::Number(a)), Claim::Above(limit, included)) => {
            a < *limit || (a == *limit && !included)
        }
        (Claim::Below(high, below), Claim::Above(low, above)) => {
            low > high || (low == high && !(*below && *above))
        }
        _ => false,
    }
}

fn is_set(value: &Value) -> Option<bool> {
    match value {
        Value::Null { .. } => Some(false),
        Value::Text(text) => Some(!text.is_empty()),
        Value::List(items) => Some(!items.is_empty()),
        Value::Map(map) => Some(!map.is_empty()),
        Value::Unknown(_) => None,
        Value::Bool(_) | Value::Number(_) => Some(true),
    }
}
