//! Values that Terraform converts to one type, because they become elements of one list, set or
//! map, or because one of them is chosen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::argument::as_text;
use super::equality::{is_object, is_tuple};
use super::set;

/// Types are compared down to here.
const DEEPEST: usize = 6;

type Unified = Result<Option<Vec<Value>>, Failure>;

/// The values, converted to a type that fits all of them; `Ok(None)` where nobody can say which.
///
/// Where a known number stands beside something unknown it becomes a choice between the number
/// and its text, since the unknown one may turn out to be a string.
pub(super) fn unify(values: &[Value]) -> Unified {
    match unify_below(values, DEEPEST) {
        // An empty list has a type of its own, which does not show among its elements.
        Err(_) if !values.iter().all(is_typed) => Ok(None),
        unified => unified,
    }
}

/// What is known of the type of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Null,
    Bool,
    Number,
    Text,
    List,
    Set,
    Map,
    Unknown,
}

fn kind(value: &Value) -> Kind {
    match value {
        Value::Null => Kind::Null,
        Value::Bool(_) => Kind::Bool,
        Value::Number(_) => Kind::Number,
        Value::Text(_) | Value::Joined(_) | Value::Json(_) => Kind::Text,
        Value::List(_) => Kind::List,
        Value::Set(_) => Kind::Set,
        Value::Map(_) => Kind::Map,
        Value::Instance(_) | Value::Module(_) | Value::Attribute(_) | Value::Unknown(_) => {
            Kind::Unknown
        }
        Value::OneOf(choices) => {
            let mut kinds = choices.iter().map(kind).filter(|one| *one != Kind::Null);
            match kinds.next() {
                Some(first) if kinds.all(|other| other == first) => first,
                _ => Kind::Unknown,
            }
        }
    }
}

fn unify_below(values: &[Value], depth: usize) -> Unified {
    let kinds: Vec<Kind> = values.iter().map(kind).collect();
    let has = |wanted: Kind| kinds.contains(&wanted);
    let scalar = has(Kind::Bool) || has(Kind::Number) || has(Kind::Text);
    let structures = [Kind::List, Kind::Set, Kind::Map]
        .into_iter()
        .filter(|one| has(*one));
    match (scalar, structures.count()) {
        (_, 0) => unify_scalars(values, &kinds),
        (true, _) => differ(values),
        (false, 1) if depth > 0 && !has(Kind::Null) => unify_structures(values, &kinds, depth - 1),
        (false, _) if has(Kind::Map) && has(Kind::List) => differ(values),
        (false, _) => Ok(None),
    }
}

fn unify_scalars(values: &[Value], kinds: &[Kind]) -> Unified {
    let has = |wanted: Kind| kinds.contains(&wanted);
    if has(Kind::Text) {
        return values
            .iter()
            .map(as_text)
            .collect::<Result<_, _>>()
            .map(Some);
    }
    if has(Kind::Bool) && has(Kind::Number) {
        return differ(values);
    }
    // A null has a type too, that nobody sees.
    if has(Kind::Unknown) || has(Kind::Null) {
        return Ok(values.iter().map(loosen).collect());
    }
    Ok(Some(values.to_vec()))
}

/// What a value may become when it is converted to the type of something unknown: a number or bool
/// its text, a list a set. `None` if that is too much to say.
pub(super) fn loosen(value: &Value) -> Option<Value> {
    Some(match value {
        Value::Number(_) | Value::Bool(_) => Value::one_of([value.clone(), as_text(value).ok()?]),
        Value::List(elements) => {
            let texts = elements.iter().all(|one| one.as_text().is_some());
            let ascending = elements
                .windows(2)
                .all(|pair| pair[0].as_text() < pair[1].as_text());
            match elements.len() {
                0 | 1 => Value::List(elements.iter().map(loosen).collect::<Option<_>>()?),
                _ if texts && ascending => value.clone(),
                _ if texts => Value::one_of([value.clone(), set::build(elements.to_vec())]),
                _ => return None,
            }
        }
        Value::Set(elements) => {
            let texts = elements.iter().all(|one| one.as_text().is_some());
            return texts.then(|| value.clone());
        }
        Value::Map(entries) => {
            let pairs = entries
                .iter()
                .map(|(key, one)| Some((Arc::clone(key), loosen(one)?)));
            Value::map(pairs.collect::<Option<Vec<_>>>()?)
        }
        Value::OneOf(choices) => {
            Value::one_of(choices.iter().map(loosen).collect::<Option<Vec<_>>>()?)
        }
        other => other.clone(),
    })
}

/// All of them are lists, or sets, or maps; or unknown.
fn unify_structures(values: &[Value], kinds: &[Kind], depth: usize) -> Unified {
    let has = |wanted: Kind| kinds.contains(&wanted);
    if has(Kind::Unknown) || values.iter().any(|value| matches!(value, Value::OneOf(_))) {
        return Ok(values.iter().map(loosen).collect());
    }
    if has(Kind::Map) {
        let maps: Vec<_> = values.iter().filter_map(as_map).collect();
        return unify_maps(&maps, depth);
    }
    let lists: Vec<&[Value]> = values.iter().filter_map(Value::elements).collect();
    if has(Kind::List) {
        return unify_lists(&lists, depth);
    }
    let Some(flat) = unify_flat(&lists, depth)? else {
        return Ok(None);
    };
    let unchanged = flat.iter().zip(&lists).all(|(new, old)| new == old);
    Ok(unchanged.then(|| values.to_vec()))
}

fn as_map(value: &Value) -> Option<&Arc<BTreeMap<Arc<str>, Value>>> {
    match value {
        Value::Map(entries) => Some(entries),
        _ => None,
    }
}

/// As tuples, place by place, and as lists, all elements of all; what both agree on.
fn unify_lists(lists: &[&[Value]], depth: usize) -> Unified {
    let flat = unify_flat(lists, depth);
    let length = lists.first().map_or(0, |first| first.len());
    let result = if lists.iter().all(|list| list.len() == length) {
        let places = (0..length).map(|at| lists.iter().map(|list| list[at].clone()).collect());
        let tuples = unify_columns(places, lists.len(), depth);
        let certain = lists.iter().all(|list| is_tuple(list));
        settle(tuples, flat, certain)?
    } else {
        flat?
    };
    Ok(result.map(|lists| lists.into_iter().map(Value::list).collect()))
}

/// As objects, attribute by attribute, and as maps, all values of all; what both agree on.
fn unify_maps(maps: &[&Arc<BTreeMap<Arc<str>, Value>>], depth: usize) -> Unified {
    let values: Vec<Vec<Value>> = maps
        .iter()
        .map(|map| map.values().cloned().collect())
        .collect();
    let slices: Vec<&[Value]> = values.iter().map(Vec::as_slice).collect();
    let flat = unify_flat(&slices, depth);
    let first = maps
        .first()
        .map(|first| first.keys().collect::<Vec<_>>())
        .unwrap_or_default();
    let result = if maps.iter().all(|map| map.keys().eq(first.iter().copied())) {
        let places = (0..first.len()).map(|at| slices.iter().map(|row| row[at].clone()).collect());
        let objects = unify_columns(places, maps.len(), depth);
        let certain = maps.iter().all(|map| is_object(map.values()));
        settle(objects, flat, certain)?
    } else {
        flat?
    };
    Ok(result.map(|rows| {
        let pairs = maps.iter().zip(rows);
        pairs
            .map(|(map, row)| Value::map(map.keys().cloned().zip(row)))
            .collect()
    }))
}

type Rows = Result<Option<Vec<Vec<Value>>>, Failure>;

/// All elements of all rows as of one type, in their rows again.
fn unify_flat(rows: &[&[Value]], depth: usize) -> Rows {
    let all: Vec<Value> = rows.iter().flat_map(|row| row.iter().cloned()).collect();
    let Some(all) = unify_below(&all, depth)? else {
        return Ok(None);
    };
    let mut rest = all.into_iter();
    Ok(Some(
        rows.iter()
            .map(|row| rest.by_ref().take(row.len()).collect())
            .collect(),
    ))
}

/// Each column as of one type, put back into rows.
fn unify_columns(columns: impl Iterator<Item = Vec<Value>>, height: usize, depth: usize) -> Rows {
    let mut rows = vec![Vec::new(); height];
    for column in columns {
        let Some(column) = unify_below(&column, depth)? else {
            return Ok(None);
        };
        for (row, value) in rows.iter_mut().zip(column) {
            row.push(value);
        }
    }
    Ok(Some(rows))
}

/// Of two readings, the one that is certain, or what both may be.
fn settle(structural: Rows, collection: Rows, certain: bool) -> Rows {
    match (structural, collection) {
        (structural, _) if certain => structural,
        (Ok(Some(one)), Ok(Some(other))) => Ok(Some(
            one.into_iter()
                .zip(other)
                .map(|(one, other)| {
                    one.into_iter()
                        .zip(other)
                        .map(|(one, other)| either(one, other))
                        .collect()
                })
                .collect(),
        )),
        // A list of such elements is not possible: so these are tuples.
        (Ok(Some(one)), Err(_)) => Ok(Some(one)),
        (Err(failure), Err(_)) => Err(failure),
        _ => Ok(None),
    }
}

/// One of two values of the same shape, each part for itself.
fn either(one: Value, other: Value) -> Value {
    match (&one, &other) {
        _ if one == other => one,
        (Value::List(left), Value::List(right)) if left.len() == right.len() => {
            let pairs = left.iter().cloned().zip(right.iter().cloned());
            Value::list(pairs.map(|(left, right)| either(left, right)))
        }
        (Value::Map(left), Value::Map(right)) if left.keys().eq(right.keys()) => {
            let pairs = left.iter().zip(right.values().cloned());
            Value::map(
                pairs.map(|((key, left), right)| (Arc::clone(key), either(left.clone(), right))),
            )
        }
        _ => Value::one_of([one, other]),
    }
}

/// Values without a common type: a failure, unless the type of some of them is not seen, such as
/// that of a null or of an empty list.
fn differ(values: &[Value]) -> Unified {
    if values.iter().all(is_typed) {
        return Err(Failure::new("all values must be of one type"));
    }
    Ok(None)
}

fn is_typed(value: &Value) -> bool {
    match value {
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Joined(_) | Value::Json(_) => {
            true
        }
        Value::List(elements) | Value::Set(elements) => {
            !elements.is_empty() && elements.iter().all(is_typed)
        }
        Value::Map(entries) => !entries.is_empty() && entries.values().all(is_typed),
        _ => false,
    }
}
