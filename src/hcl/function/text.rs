//! Text.

use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::characters::{self, made};
use super::{Entry, Files, MOST_BYTES, MOST_ELEMENTS, argument, not_yet, not_yet_of, piece};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("chomp", 1..=1, chomp),
    Entry::new("endswith", 2..=2, endswith),
    Entry::new("indent", 2..=2, indent),
    Entry::new("join", 2..=usize::MAX, join),
    Entry::new("lower", 1..=1, lower),
    Entry::new("split", 2..=2, split),
    Entry::new("startswith", 2..=2, startswith),
    Entry::new("strcontains", 2..=2, strcontains),
    Entry::new("strrev", 1..=1, strrev),
    Entry::new("substr", 3..=3, substr),
    Entry::maybe_null("templatestring", 2..=2),
    Entry::new("title", 1..=1, title),
    Entry::new("trim", 2..=2, trim),
    Entry::new("trimprefix", 2..=2, trimprefix),
    Entry::new("trimspace", 1..=1, trimspace),
    Entry::new("trimsuffix", 2..=2, trimsuffix),
    Entry::new("upper", 1..=1, upper),
];

/// A function of one text.
fn of_one(name: &str, arguments: &[Value], body: impl Fn(&str) -> Value) -> Result<Value, Failure> {
    let text = argument::text(&arguments[0])?;
    Ok(text.map_or_else(|| not_yet(name), |text| body(&text)))
}

/// A function of one text that leaves no character out.
fn of_each(
    name: &str,
    arguments: &[Value],
    body: impl Fn(&str) -> Value,
) -> Result<Value, Failure> {
    let text = argument::text(&arguments[0])?;
    Ok(text.map_or_else(|| not_yet_of(name, &arguments[0]), |text| body(&text)))
}

/// A function of two texts.
fn of_two(
    name: &str,
    arguments: &[Value],
    body: impl Fn(&str, &str) -> Value,
) -> Result<Value, Failure> {
    let texts = argument::text(&arguments[0])?.zip(argument::text(&arguments[1])?);
    Ok(texts.map_or_else(|| not_yet(name), |(one, other)| body(&one, &other)))
}

fn chomp(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_one("chomp", arguments, |text| {
        Value::text(text.trim_end_matches(['\r', '\n']))
    })
}

fn trimspace(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_one("trimspace", arguments, |text| Value::text(text.trim()))
}

fn upper(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_each("upper", arguments, |text| {
        each_character(text, |one| single(one, one.to_uppercase()))
    })
}

fn lower(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_each("lower", arguments, |text| {
        each_character(text, |one| match one {
            // Its lower case is two code points, except for Terraform.
            'İ' => 'i',
            _ => single(one, one.to_lowercase()),
        })
    })
}

/// The other case of a character, where that is one character too; else the character.
fn single(one: char, mut other: impl Iterator<Item = char>) -> char {
    match (other.next(), other.next()) {
        (Some(other), None) => other,
        _ => one,
    }
}

fn each_character(text: &str, change: impl Fn(char) -> char) -> Value {
    if characters::is_plain(text) {
        made(text.chars().map(change).collect())
    } else {
        not_yet("a text with characters that may be composed")
    }
}

fn title(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_each("title", arguments, |text| {
        // These letters have a third case.
        let digraph = |one| matches!(one, 'Ǆ'..='ǌ' | 'Ǳ'..='ǳ');
        if !characters::is_plain(text) || text.chars().any(digraph) {
            return not_yet("title");
        }
        let mut before = ' ';
        let mut result = String::with_capacity(text.len());
        for one in text.chars() {
            let starts = if before.is_ascii() {
                !before.is_ascii_alphanumeric() && before != '_'
            } else {
                before.is_whitespace()
            };
            result.push(if starts {
                single(one, one.to_uppercase())
            } else {
                one
            });
            before = one;
        }
        made(result)
    })
}

fn strrev(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_each("strrev", arguments, |text| {
        characters::split(text).map_or_else(
            || not_yet("strrev"),
            |all| made(all.into_iter().rev().collect()),
        )
    })
}

fn trim(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_two("trim", arguments, |text, set| {
        Value::text(text.trim_matches(|one| set.contains(one)))
    })
}

fn trimprefix(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_two("trimprefix", arguments, |text, prefix| {
        Value::text(text.strip_prefix(prefix).unwrap_or(text))
    })
}

fn trimsuffix(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_two("trimsuffix", arguments, |text, suffix| {
        Value::text(text.strip_suffix(suffix).unwrap_or(text))
    })
}

/// The known text at one end of a text that is partly known.
fn known_end(value: &Value, first: bool) -> Option<&Arc<str>> {
    match value {
        Value::Joined(pieces) if first => pieces.first()?.as_text(),
        Value::Joined(pieces) => pieces.last()?.as_text(),
        _ => None,
    }
}

fn startswith(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (text, prefix) = (
        argument::text(&arguments[0])?,
        argument::text(&arguments[1])?,
    );
    Ok(match (text, prefix, known_end(&arguments[0], true)) {
        (Some(text), Some(prefix), _) => Value::Bool(text.starts_with(&*prefix)),
        (None, Some(prefix), Some(start)) if start.starts_with(&*prefix) => Value::Bool(true),
        (None, Some(prefix), Some(start)) if !prefix.starts_with(&**start) => Value::Bool(false),
        _ => not_yet("startswith"),
    })
}

fn endswith(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (text, suffix) = (
        argument::text(&arguments[0])?,
        argument::text(&arguments[1])?,
    );
    Ok(match (text, suffix, known_end(&arguments[0], false)) {
        (Some(text), Some(suffix), _) => Value::Bool(text.ends_with(&*suffix)),
        (None, Some(suffix), Some(end)) if end.ends_with(&*suffix) => Value::Bool(true),
        (None, Some(suffix), Some(end)) if !suffix.ends_with(&**end) => Value::Bool(false),
        _ => not_yet("endswith"),
    })
}

fn strcontains(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (text, part) = (
        argument::text(&arguments[0])?,
        argument::text(&arguments[1])?,
    );
    Ok(match (text, part, &arguments[0]) {
        (Some(text), Some(part), _) => Value::Bool(text.contains(&*part)),
        (None, Some(part), Value::Joined(pieces))
            if pieces
                .iter()
                .filter_map(Value::as_text)
                .any(|piece| piece.contains(&*part)) =>
        {
            Value::Bool(true)
        }
        _ => not_yet("strcontains"),
    })
}

fn indent(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let spaces = argument::whole(&arguments[0])?;
    let text = argument::text(&arguments[1])?;
    let (Some(spaces), Some(text)) = (spaces, text) else {
        return Ok(not_yet("indent"));
    };
    let lines = text.matches('\n').count();
    match usize::try_from(spaces) {
        Ok(spaces) if spaces.saturating_mul(lines.max(1)) <= MOST_BYTES => Ok(made(
            text.replace('\n', &format!("\n{}", " ".repeat(spaces))),
        )),
        _ => Ok(not_yet("indent")),
    }
}

fn join(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut lists = Vec::new();
    for list in &arguments[1..] {
        lists.push(argument::texts(list)?);
    }
    if arguments[0].is_null() {
        return Err(argument::must_not_be_null("a string"));
    }
    let separator = argument::as_text(&arguments[0])?;
    let Some(lists) = lists.into_iter().collect::<Option<Vec<_>>>() else {
        return Ok(not_yet("join"));
    };
    let mut pieces = Vec::new();
    for text in lists.into_iter().flatten() {
        if !pieces.is_empty() {
            pieces.push(separator.clone());
        }
        pieces.push(text);
    }
    if pieces.len() > 2 * MOST_ELEMENTS {
        return Ok(not_yet("join"));
    }
    Ok(match piece::join(&pieces)? {
        Value::Text(text) => made(text.as_ref().to_owned()),
        other => other,
    })
}

fn split(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_two("split", arguments, |separator, text| {
        let parts: Vec<&str> = if separator.is_empty() {
            if !characters::is_plain(text) {
                return not_yet("split");
            }
            text.split("").filter(|one| !one.is_empty()).collect()
        } else {
            text.split(separator).collect()
        };
        if parts.len() > MOST_ELEMENTS {
            return Value::some_value("`split(…)` gives too many elements");
        }
        Value::list(parts.into_iter().map(Value::text))
    })
}

fn substr(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let text = argument::text(&arguments[0])?;
    let (offset, length) = (
        argument::whole(&arguments[1])?,
        argument::whole(&arguments[2])?,
    );
    if offset.is_some_and(|offset| offset >= 0) && length == Some(0) {
        return Ok(Value::text(""));
    }
    let (Some(text), Some(offset), Some(length)) = (text, offset, length) else {
        return Ok(not_yet("substr"));
    };
    let Some(characters) = characters::split(&text) else {
        return Ok(not_yet("substr"));
    };
    let count = i64::try_from(characters.len()).unwrap_or(i64::MAX);
    // A negative offset counts from the end, a negative length means all the rest.
    let start = if offset < 0 {
        count.saturating_add(offset).max(0)
    } else {
        offset.min(count)
    };
    let start = usize::try_from(start).unwrap_or(0);
    let rest = &characters[start..];
    // From the end, a length of nothing means all the rest too.
    let taken = match usize::try_from(length) {
        Ok(0) if offset < 0 => rest.len(),
        Ok(length) => length.min(rest.len()),
        Err(_) => rest.len(),
    };
    Ok(made(rest[..taken].concat()))
}
