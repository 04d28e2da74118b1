//! Making lists out of lists.

use std::collections::BTreeSet;

use super::super::value::{Failure, Step, Value};
use super::equality::is_tuple;
use super::{Entry, Files, MOST_ELEMENTS, argument, decimal, not_yet, set, unify};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("alltrue", 1..=1, all_true),
    Entry::new("anytrue", 1..=1, any_true),
    Entry::new("chunklist", 2..=2, chunklist),
    Entry::new("compact", 1..=1, compact),
    Entry::new("concat", 1..=usize::MAX, concat),
    Entry::new("distinct", 1..=1, distinct),
    Entry::new("flatten", 1..=1, flatten),
    Entry::new("list", 0..=usize::MAX, gone),
    Entry::new("map", 0..=usize::MAX, gone),
    Entry::new("range", 1..=3, range),
    Entry::new("reverse", 1..=1, reverse),
    Entry::new("slice", 3..=3, slice),
    Entry::new("sort", 1..=1, sort),
];

fn gone(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Err(Failure::new(
        "`list` and `map` are no functions of Terraform any more",
    ))
}

/// The elements as bools, of which `None` is unknown. Null counts as false.
fn bools(value: &Value) -> Result<Option<Vec<Option<bool>>>, Failure> {
    let elements = match value {
        // The order does not matter.
        Value::Set(elements) => Some(elements.to_vec()),
        other => argument::members(other)?,
    };
    let Some(elements) = elements else {
        return Ok(None);
    };
    let each = elements.iter().map(|element| match element {
        Value::Null => Ok(Some(false)),
        other => argument::boolean(other),
    });
    each.collect::<Result<_, _>>().map(Some)
}

fn all_true(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match bools(&arguments[0])? {
        Some(answers) if answers.contains(&Some(false)) => Value::Bool(false),
        Some(answers) if !answers.contains(&None) => Value::Bool(true),
        _ => not_yet("alltrue"),
    })
}

fn any_true(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match bools(&arguments[0])? {
        Some(answers) if answers.contains(&Some(true)) => Value::Bool(true),
        Some(answers) if !answers.contains(&None) => Value::Bool(false),
        _ => not_yet("anytrue"),
    })
}

fn chunklist(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let list = argument::sequence(&arguments[0])?;
    let size = argument::whole(&arguments[1])?;
    if size.is_some_and(|size| size < 0) {
        return Err(Failure::new("the size of chunks must not be negative"));
    }
    let (Some(list), Some(size)) = (list, size) else {
        return Ok(not_yet("chunklist"));
    };
    if list.is_empty() {
        return Ok(Value::list([]));
    }
    let size = match usize::try_from(size) {
        Ok(0) | Err(_) => list.len(),
        Ok(size) => size,
    };
    Ok(Value::list(
        list.chunks(size)
            .map(|chunk| Value::list(chunk.iter().cloned())),
    ))
}

fn compact(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(texts) = argument::texts(&arguments[0])? else {
        return Ok(not_yet("compact"));
    };
    let mut kept = Vec::new();
    for text in texts {
        match &text {
            Value::Null => {}
            Value::Text(known) if known.is_empty() => {}
            one if super::equality::is_there(one) => kept.push(text),
            _ => return Ok(not_yet("compact")),
        }
    }
    Ok(Value::list(kept))
}

fn concat(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut lists: Vec<Option<&[Value]>> = Vec::new();
    for argument in arguments {
        lists.push(argument::items(argument)?);
    }
    let Some(lists) = lists.into_iter().collect::<Option<Vec<_>>>() else {
        return Ok(not_yet("concat"));
    };
    if lists.iter().map(|list| list.len()).sum::<usize>() > MOST_ELEMENTS {
        return Ok(Value::some_value("`concat(…)` has too many elements"));
    }
    let as_tuples: Vec<Value> = lists.iter().flat_map(|list| list.iter().cloned()).collect();
    // Only if all of them are lists, and not tuples, are their elements converted to one type.
    if lists.iter().any(|list| is_tuple(list)) {
        return Ok(Value::list(as_tuples));
    }
    Ok(match unify::unify(&as_tuples) {
        Ok(Some(as_lists)) => {
            Value::list(as_tuples.into_iter().zip(as_lists).map(|(one, other)| {
                if one == other {
                    one
                } else {
                    Value::one_of([one, other])
                }
            }))
        }
        // They have no common type, so they are put together as tuples are.
        Err(_) => Value::list(as_tuples),
        Ok(None) => {
            let loose: Option<Vec<Value>> = as_tuples.iter().map(unify::loosen).collect();
            loose.map_or_else(|| not_yet("concat"), Value::list)
        }
    })
}

fn distinct(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(list) = argument::sequence(&arguments[0])? else {
        return Ok(not_yet("distinct"));
    };
    if list.iter().all(|one| matches!(one, Value::Text(_))) {
        let mut seen = BTreeSet::new();
        let kept = list
            .iter()
            .filter(|one| seen.insert(one.as_text().cloned()));
        return Ok(Value::list(kept.cloned()));
    }
    if list.len() > 1000 {
        return Ok(not_yet("distinct"));
    }
    let mut kept: Vec<Value> = Vec::new();
    for element in list {
        match set::holds(&kept, &element) {
            Some(true) => {}
            Some(false) => kept.push(element),
            // Then nobody can say how many there are.
            None => return Ok(not_yet("distinct")),
        }
    }
    Ok(Value::list(kept))
}

fn flatten(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(members) = argument::members(&arguments[0])? else {
        return Ok(not_yet("flatten"));
    };
    let mut flat = Vec::new();
    Ok(if flatten_into(&members, &mut flat) {
        Value::list(flat)
    } else {
        not_yet("flatten")
    })
}

/// Whether every element is known well enough to say whether it is a list.
fn flatten_into(elements: &[Value], flat: &mut Vec<Value>) -> bool {
    elements.iter().all(|element| match element {
        Value::List(inner) => flatten_into(inner, flat),
        Value::Set(inner) => set::ordered(inner).is_some_and(|inner| flatten_into(&inner, flat)),
        // They may turn out to be lists.
        one if !is_leaf(one) => false,
        leaf => {
            flat.push(leaf.clone());
            flat.len() <= MOST_ELEMENTS
        }
    })
}

/// Whether it is certainly no list.
fn is_leaf(value: &Value) -> bool {
    match value {
        Value::List(_) | Value::Set(_) | Value::Unknown(_) => false,
        Value::Attribute(attribute) => attribute.path.last().is_some_and(is_named_as_text),
        Value::OneOf(choices) => choices.iter().all(is_leaf),
        _ => true,
    }
}

/// An attribute of such a name is text in every provider: a list has a name in the plural.
fn is_named_as_text(step: &Step) -> bool {
    let Step::Name(name) = step else {
        return false;
    };
    ["id", "arn", "name"].iter().any(|word| {
        name.strip_suffix(word)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('_'))
    })
}

fn range(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut numbers = Vec::new();
    for argument in arguments {
        numbers.push(argument::number(argument)?);
    }
    let Some(numbers) = numbers.into_iter().collect::<Option<Vec<_>>>() else {
        return Ok(not_yet("range"));
    };
    let Some(whole) = numbers
        .iter()
        .map(decimal::whole)
        .collect::<Option<Vec<_>>>()
    else {
        return Ok(Value::some_value(
            "`range(…)` of fractions is known only to Terraform",
        ));
    };
    let (start, end) = if whole.len() == 1 {
        (0, whole[0])
    } else {
        (whole[0], whole[1])
    };
    let step = whole
        .get(2)
        .copied()
        .unwrap_or(if end < start { -1 } else { 1 });
    if start == end {
        return Ok(Value::list([]));
    }
    if step == 0 || (end < start && step > 0) || (end > start && step < 0) {
        return Err(Failure::new(
            "the step of `range` must lead from its start to its end",
        ));
    }
    let Some(distance) = end.checked_sub(start) else {
        return Ok(not_yet("range"));
    };
    let count = distance.unsigned_abs().div_ceil(step.unsigned_abs());
    if count > 1024 {
        return Err(Failure::new("`range` makes at most 1024 numbers"));
    }
    let mut made = Vec::new();
    let mut next = start;
    while if step > 0 { next < end } else { next > end } {
        made.push(Value::Number(decimal::from_whole(next)));
        next = next.saturating_add(step);
    }
    Ok(Value::list(made))
}

fn reverse(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(match argument::members(&arguments[0])? {
        Some(members) => Value::list(members.into_iter().rev()),
        None => not_yet("reverse"),
    })
}

fn slice(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let list = match &arguments[0] {
        set @ Value::Set(_) => return Err(argument::misfit("a list", set)),
        other => argument::items(other)?,
    };
    let (start, end) = (
        argument::whole(&arguments[1])?,
        argument::whole(&arguments[2])?,
    );
    let (Some(list), Some(start), Some(end)) = (list, start, end) else {
        return Ok(not_yet("slice"));
    };
    let (start, end) = (usize::try_from(start), usize::try_from(end));
    match (start, end) {
        (Ok(start), Ok(end)) if start <= end && end <= list.len() => {
            Ok(Value::list(list[start..end].iter().cloned()))
        }
        _ => Err(Failure::new("the list has no such slice")),
    }
}

fn sort(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let texts = match &arguments[0] {
        Value::Set(elements) => argument::texts(&Value::List(elements.clone()))?,
        other => argument::texts(other)?,
    };
    let Some(mut texts) = texts else {
        return Ok(not_yet("sort"));
    };
    if texts.iter().any(Value::is_null) {
        return Err(argument::must_not_be_null("a string"));
    }
    if texts.len() > 1 && !texts.iter().all(Value::is_known) {
        return Ok(not_yet("sort"));
    }
    texts.sort_by(|left, right| left.as_text().cmp(&right.as_text()));
    Ok(Value::list(texts))
}
