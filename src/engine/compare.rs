//! Comparisons, patterns and state tests.

use std::cmp::Ordering;
use std::sync::Arc;

use super::evaluate::Evaluator;
use super::frame::Frame;
use super::operand::{Kind, Operand, Range};
use super::partial::Partial;
use super::truth::Truth;
use crate::program::{Pattern, PatternTerm, Term};
use crate::reference::{Answer, Node, State as NodeState, Written};
use crate::syntax::ast::{Comparison, State};
use crate::value::{self, Missing, Number, Reason, Trouble, Value};

impl<'e, 'p> Evaluator<'e, 'p> {
    pub(super) fn compare(
        &self,
        comparison: Comparison,
        left: &'e Term,
        right: &'e Term,
        frame: &Frame<'e, 'p>,
    ) -> Result<Truth, Trouble> {
        let (left, right) = (self.evaluate(left, frame)?, self.evaluate(right, frame)?);
        self.read(&left);
        self.read(&right);
        self.note_sensitive(&[&left, &right]);
        let basis = left.basis.and(right.basis);
        let truth = match comparison {
            Comparison::Equal => equal(&left, &right)?,
            Comparison::NotEqual => equal(&left, &right)?.negate(),
            Comparison::In => self.member(&right, &left)?,
            Comparison::NotIn => self.member(&right, &left)?.negate(),
            Comparison::Contains => self.member(&left, &right)?,
            Comparison::NotContains => self.member(&left, &right)?.negate(),
            Comparison::Less => order(&left, &right, Ordering::is_lt)?,
            Comparison::LessOrEqual => order(&left, &right, Ordering::is_le)?,
            Comparison::Greater => order(&left, &right, Ordering::is_gt)?,
            Comparison::GreaterOrEqual => order(&left, &right, Ordering::is_ge)?,
            Comparison::Like
            | Comparison::NotLike
            | Comparison::Matches
            | Comparison::NotMatches => Truth::known(false),
        };
        Ok(truth.resting_on(basis))
    }

    /// Whether a container has an item: a member of a list, a part of a text.
    fn member(&self, container: &Operand<'p>, item: &Operand<'p>) -> Result<Truth, Trouble> {
        let wanted = item.value()?;
        if wanted.is_null() {
            return Ok(Truth::known(false));
        }
        let text = match &container.kind {
            Kind::Partial(_) => None,
            _ => Some(container.value()?).filter(|value| matches!(value, Value::Text(_))),
        };
        if let Some(text) = text {
            let found = value::compare::contains(&text, &wanted)?;
            return Ok(Truth::of(found, container.basis, || {
                unknown_of(&[&text, &wanted])
            }));
        }
        let list = self.as_list(container)?;
        let mut found = Vec::new();
        for element in &list.definite {
            self.burn(1)?;
            let known = element.value.value()?;
            let same = value::compare::equal(&known, &wanted);
            found.push(Truth::of(same, element.value.basis, || {
                unknown_of(&[&known, &wanted])
            }));
        }
        if list.open.is_some() || !list.possible.is_empty() {
            found.push(Truth::unknown(list.missing()));
        }
        Ok(Truth::any(found).resting_on(list.basis))
    }

    pub(super) fn matches(
        &self,
        text: &'e Term,
        pattern: &'e PatternTerm,
        frame: &Frame<'e, 'p>,
    ) -> Result<Truth, Trouble> {
        let text = self.evaluate(text, frame)?;
        self.read(&text);
        self.note_sensitive(&[&text]);
        let computed;
        let (pattern, basis) = match pattern {
            PatternTerm::Compiled(pattern) => (pattern, text.basis),
            PatternTerm::Computed { term, regex } => {
                let operand = self.evaluate(term, frame)?;
                let compiled = compile(&operand.value()?, *regex).map_err(|trouble| {
                    if operand.is_sensitive() {
                        Trouble::new(trouble.code, "a sensitive value is no pattern")
                    } else {
                        trouble
                    }
                })?;
                match compiled {
                    Ok(pattern) => {
                        computed = pattern;
                        (&computed, text.basis.and(operand.basis))
                    }
                    Err(missing) => return Ok(Truth::unknown(missing)),
                }
            }
        };
        let matched = match text.value()? {
            Value::Text(text) => Truth::known(pattern.matches(&text)),
            Value::Null { .. } => Truth::known(false),
            Value::Unknown(missing) => Truth::unknown(missing),
            other => {
                return Err(Trouble::new(
                    "R702",
                    format!("a pattern needs a string, found {}", other.kind()),
                ));
            }
        };
        Ok(matched.resting_on(basis))
    }

    /// `x is set` and its kin.
    pub(super) fn is(
        &self,
        of: &'e Term,
        state: State,
        frame: &Frame<'e, 'p>,
    ) -> Result<Truth, Trouble> {
        let operand = self.evaluate(of, frame)?;
        self.read(&operand);
        let basis = operand.basis;
        Ok(self.state(&operand, state)?.resting_on(basis))
    }

    pub(super) fn state(&self, operand: &Operand<'p>, state: State) -> Result<Truth, Trouble> {
        match &operand.kind {
            Kind::Node(node) => self.node_state(node, state),
            Kind::Data(value) => data_state(value, state),
            Kind::Partial(list) => list_state(list, state),
            Kind::Resource(..) | Kind::Thing(_) | Kind::Range(_) => match state {
                State::Set | State::Known | State::Written => Ok(Truth::known(true)),
                State::Null | State::Absent | State::Empty => Ok(Truth::known(false)),
            },
        }
    }

    fn node_state(&self, node: &Node<'p>, state: State) -> Result<Truth, Trouble> {
        let answer = |answer: Result<Answer, _>| {
            answer.map(Truth::from).map_err(|wrong| self.defect(&wrong))
        };
        let unknown = || Truth::unknown(Arc::new(node.missing()));
        Ok(match (state, node.state()) {
            (State::Set, _) => answer(self.plan.is_set(node))?,
            (State::Written, _) => answer(self.plan.is_written(node))?,
            (State::Known, _) => Truth::known(
                node.value()
                    .map_err(|wrong| self.defect(&wrong))?
                    .missing()
                    .is_none(),
            ),
            (State::Null, NodeState::Null | NodeState::Absent) => Truth::known(true),
            (State::Null, NodeState::Known(_)) => Truth::known(false),
            (State::Null, _) => unknown(),
            (State::Absent, NodeState::Absent) => Truth::known(true),
            (State::Absent, NodeState::NotInPlan) => unknown(),
            (State::Absent, NodeState::Unknown) => {
                match self
                    .plan
                    .written(node)
                    .map_err(|wrong| self.defect(&wrong))?
                {
                    Written::Invisible(_) => unknown(),
                    _ => Truth::known(false),
                }
            }
            (State::Absent, _) => Truth::known(false),
            (State::Empty, NodeState::Unknown | NodeState::NotInPlan) => unknown(),
            (State::Empty, _) => answer(self.plan.is_set(node))?.negate(),
        })
    }
}

fn equal(left: &Operand<'_>, right: &Operand<'_>) -> Result<Truth, Trouble> {
    if let (Kind::Resource(one, mine), Kind::Resource(other, theirs)) = (&left.kind, &right.kind) {
        return Ok(Truth::known(std::ptr::eq(*one, *other) && mine == theirs));
    }
    if let Some((range, number, _)) = range_and_number(left, right)? {
        return Ok(within(&range, &number, |count| {
            Number::from(count) == number
        }));
    }
    let (left, right) = (left.value()?, right.value()?);
    if !left.is_null() && !right.is_null() {
        value::compare::kinds_agree(&left, &right)?;
    }
    Ok(Truth::of(
        value::compare::equal(&left, &right),
        value::Basis::KNOWN,
        || unknown_of(&[&left, &right]),
    ))
}

fn order(
    left: &Operand<'_>,
    right: &Operand<'_>,
    holds: impl Fn(Ordering) -> bool,
) -> Result<Truth, Trouble> {
    if let Some((range, number, turned)) = range_and_number(left, right)? {
        return Ok(within(&range, &number, |count| {
            let order = Number::from(count).cmp(&number);
            holds(if turned { order.reverse() } else { order })
        }));
    }
    let (left, right) = (left.value()?, right.value()?);
    Ok(match value::compare::order(&left, &right)? {
        Some(order) => Truth::known(holds(order)),
        None => Truth::unknown(unknown_of(&[&left, &right])),
    })
}

/// A count within bounds and the number that it is compared with; whether they were turned round.
fn range_and_number<'r>(
    left: &'r Operand<'_>,
    right: &'r Operand<'_>,
) -> Result<Option<(Range, Number, bool)>, Trouble> {
    let (range, other, turned) = match (&left.kind, &right.kind) {
        (Kind::Range(range), _) => (range, right, false),
        (_, Kind::Range(range)) => (range, left, true),
        _ => return Ok(None),
    };
    Ok(match other.value()? {
        Value::Number(number) => Some((range.clone(), number, turned)),
        _ => None,
    })
}

/// What every count within the bounds says, where they all say the same.
///
/// An answer changes only next to the number that is compared with, so it is enough to ask at the
/// bounds and around that number.
fn within(range: &Range, number: &Number, holds: impl Fn(usize) -> bool) -> Truth {
    let high = range.high.unwrap_or(usize::MAX);
    let near = number.as_index().unwrap_or(usize::MAX);
    let around = [
        range.low,
        near.saturating_sub(1),
        near,
        near.saturating_add(1),
        high,
    ];
    let mut answers = around
        .into_iter()
        .filter(|count| (range.low..=high).contains(count))
        .map(holds);
    match answers.next() {
        Some(first) if answers.all(|answer| answer == first) => Truth::known(first),
        _ => Truth::unknown(Arc::clone(&range.missing)),
    }
}

fn data_state(value: &Value, state: State) -> Result<Truth, Trouble> {
    let missing = || {
        value
            .missing()
            .map_or_else(|| unknown_of(&[value]), Arc::clone)
    };
    let is_unknown = matches!(value, Value::Unknown(_));
    let is_empty = match value {
        Value::Text(text) => text.is_empty(),
        Value::List(items) => items.is_empty(),
        Value::Map(map) => map.is_empty(),
        Value::Null { .. } => true,
        _ => false,
    };
    Ok(match state {
        State::Known => Truth::known(value.missing().is_none()),
        State::Written => {
            return Err(Trouble::new(
                "R702",
                "`is written` asks about an attribute of a resource".to_owned(),
            ));
        }
        _ if is_unknown => Truth::unknown(missing()),
        State::Set => Truth::known(!is_empty),
        State::Empty => Truth::known(is_empty),
        State::Null => Truth::known(value.is_null()),
        State::Absent => Truth::known(matches!(value, Value::Null { absent: true })),
    })
}

fn list_state(list: &Partial<'_>, state: State) -> Result<Truth, Trouble> {
    let set = || {
        if let Some(member) = list.definite.first() {
            return Truth::known(true).resting_on(member.value.basis);
        }
        if list.at_least > 0 {
            return Truth::known(true);
        }
        if list.open.is_some() || !list.possible.is_empty() {
            return Truth::unknown(list.missing());
        }
        Truth::known(false)
    };
    Ok(match state {
        State::Set => set().resting_on(list.basis),
        State::Empty => set().negate().resting_on(list.basis),
        State::Known => Truth::known(list.is_certain()),
        State::Null | State::Absent => Truth::known(false),
        State::Written => {
            return Err(Trouble::new(
                "R702",
                "`is written` asks about an attribute of a resource".to_owned(),
            ));
        }
    })
}

/// Compiles a pattern that is known only now; `Err` inside where it is not known at all.
fn compile(value: &Value, regex: bool) -> Result<Result<Pattern, Arc<Missing>>, Trouble> {
    if let Some(missing) = value.missing() {
        return Ok(Err(Arc::clone(missing)));
    }
    let text = |value: &Value| match value {
        Value::Text(text) => Ok(text.to_string()),
        other => Err(Trouble::new(
            "R702",
            format!(
                "a pattern must be a string or a list of strings, found {}",
                other.kind()
            ),
        )),
    };
    let texts = match value {
        Value::Null { .. } => Vec::new(),
        Value::List(items) => items.iter().map(text).collect::<Result<_, _>>()?,
        other => vec![text(other)?],
    };
    Pattern::compile(texts, regex)
        .map(Ok)
        .map_err(|why| Trouble::new("R702", why))
}

/// What is missing of the values that could not be compared.
pub(super) fn unknown_of(values: &[&Value]) -> Arc<Missing> {
    values.iter().find_map(|value| value.missing()).map_or_else(
        || {
            Arc::new(Missing {
                reason: Reason::Value,
                what: "a value is known only after apply".to_owned(),
                decided_by: "the value after apply".to_owned(),
            })
        },
        Arc::clone,
    )
}
