//! Sets.

use super::super::value::{Failure, Value};
use super::argument;
use super::equality::equal_of_one_type;
use super::{Entry, Files, MOST_ELEMENTS, not_yet, unify};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("setintersection", 1..=usize::MAX, intersection),
    Entry::new("setsubtract", 2..=2, subtract),
    Entry::new("setunion", 1..=usize::MAX, union),
    Entry::new("setproduct", 2..=usize::MAX, product),
];

/// Among more elements that have no order nobody looks for doubles.
const MOST_UNORDERED: usize = 1000;

/// A set of elements of one type: without doubles, in Terraform's order as far as it is known.
///
/// Two unknown elements may turn out to be equal.
pub(super) fn build(elements: Vec<Value>) -> Value {
    let mut known: Vec<Value> = Vec::new();
    let mut others: Vec<Value> = Vec::new();
    for element in elements {
        if rank(&element).is_some() {
            known.push(element);
        } else if others.len() > MOST_UNORDERED || !others.contains(&element) {
            others.push(element);
        }
    }
    known.sort_by(|left, right| rank(left).cmp(&rank(right)));
    known.dedup();
    known.extend(others);
    Value::Set(known.into())
}

/// The elements of a set in Terraform's order; `None` where nobody can say.
pub(super) fn ordered(elements: &[Value]) -> Option<Vec<Value>> {
    let certain = elements.len() == 1 || elements.iter().all(|one| rank(one).is_some());
    let Value::Set(elements) = build(elements.to_vec()) else {
        return None;
    };
    certain.then(|| elements.to_vec())
}

/// How many elements a set certainly has; `None` if two of them may be equal.
pub(super) fn size(elements: &[Value]) -> Option<usize> {
    let unknown: Vec<usize> = (0..elements.len())
        .filter(|at| !elements[*at].is_known())
        .collect();
    let unordered = elements.iter().filter(|one| rank(one).is_none()).count();
    if unordered > MOST_UNORDERED || unknown.len().saturating_mul(elements.len()) > MOST_ELEMENTS {
        return None;
    }
    let apart = |one: usize, other: usize| {
        one == other || equal_of_one_type(&elements[one], &elements[other]) == Some(false)
    };
    unknown
        .iter()
        .all(|one| (0..elements.len()).all(|other| apart(*one, other)))
        .then_some(elements.len())
}

/// Where a known primitive stands in a set; nothing else has an order that can be relied on.
fn rank(value: &Value) -> Option<(u8, bool, Option<&crate::value::Number>, &str)> {
    match value {
        Value::Bool(answer) => Some((0, *answer, None, "")),
        Value::Number(number) => Some((1, false, Some(number), "")),
        Value::Text(text) => Some((2, false, None, text)),
        Value::Null => Some((3, false, None, "")),
        _ => None,
    }
}

/// The sets that the arguments are converted to, all of one type.
fn sets(arguments: &[Value]) -> Result<Option<Vec<Vec<Value>>>, Failure> {
    let mut sets = Vec::new();
    for argument in arguments {
        let elements = match argument {
            Value::Set(elements) => Some(elements.to_vec()),
            other => argument::sequence(other)?,
        };
        sets.push(elements);
    }
    let Some(sets) = sets.into_iter().collect::<Option<Vec<Vec<Value>>>>() else {
        return Ok(None);
    };
    let all: Vec<Value> = sets.iter().flatten().cloned().collect();
    if all.len() > MOST_ELEMENTS {
        return Ok(None);
    }
    let Some(all) = unify::unify(&all)? else {
        return Ok(None);
    };
    let mut rest = all.into_iter();
    Ok(Some(
        sets.iter()
            .map(|set| rest.by_ref().take(set.len()).collect())
            .collect(),
    ))
}

fn union(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match sets(arguments)? {
        Some(sets) => build(sets.into_iter().flatten().collect()),
        None => not_yet("setunion"),
    })
}

fn intersection(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(sets) = sets(arguments)? else {
        return Ok(not_yet("setintersection"));
    };
    Ok(filter(&sets, true).map_or_else(|| not_yet("setintersection"), build))
}

fn subtract(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(sets) = sets(arguments)? else {
        return Ok(not_yet("setsubtract"));
    };
    Ok(filter(&sets, false).map_or_else(|| not_yet("setsubtract"), build))
}

/// The elements of the first set that are in all others, or in none; `None` if nobody can say.
fn filter(sets: &[Vec<Value>], wanted: bool) -> Option<Vec<Value>> {
    let (first, others) = sets.split_first()?;
    let work: usize = others
        .iter()
        .map(|other| other.len().saturating_mul(first.len()))
        .sum();
    if work > MOST_ELEMENTS * 10 {
        return None;
    }
    let mut kept = Vec::new();
    'elements: for element in first {
        for other in others {
            if holds(other, element)? != wanted {
                continue 'elements;
            }
        }
        kept.push(element.clone());
    }
    Some(kept)
}

/// Whether the element is among those, which are of its type; `None` if nobody can say.
pub(super) fn holds(elements: &[Value], wanted: &Value) -> Option<bool> {
    let mut certain = true;
    for element in elements {
        match equal_of_one_type(element, wanted) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => certain = false,
        }
    }
    certain.then_some(false)
}

fn product(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut factors: Vec<Option<Vec<Value>>> = Vec::new();
    let mut is_list = true;
    for argument in arguments {
        factors.push(match argument {
            // Elements of a set have an order in the product, but the product is a set as well.
            Value::Set(elements) => {
                is_list = false;
                Some(elements.to_vec())
            }
            other => argument::sequence(other)?,
        });
    }
    let Some(factors) = factors.into_iter().collect::<Option<Vec<_>>>() else {
        return Ok(not_yet("setproduct"));
    };
    let total = factors
        .iter()
        .map(Vec::len)
        .try_fold(1usize, |total, length| {
            total
                .checked_mul(length)
                .filter(|total| *total <= MOST_ELEMENTS)
        });
    if total.is_none_or(|total| total.saturating_mul(factors.len()) > MOST_ELEMENTS) {
        return Ok(Value::some_value("`setproduct(…)` has too many elements"));
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for factor in &factors {
        rows = rows
            .iter()
            .flat_map(|row| {
                factor.iter().map(|element| {
                    let mut longer = row.clone();
                    longer.push(element.clone());
                    longer
                })
            })
            .collect();
    }
    let rows = rows.into_iter().map(Value::list).collect();
    Ok(if is_list {
        Value::List(rows)
    } else {
        build(rows.to_vec())
    })
}
