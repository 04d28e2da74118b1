//! `format` and `formatlist`.

use super::super::value::{Failure, Value};
use super::characters::{self, made};
use super::{Entry, Files, MOST_ELEMENTS, argument, decimal, join_branches, json, not_yet, piece};
use crate::value::Number;

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("format", 1..=usize::MAX, format),
    Entry::new("formatlist", 1..=usize::MAX, formatlist),
];

/// Formats of more verbs are not for us.
const MOST_PARTS: usize = 1000;

/// Wider fields are not for us.
const WIDEST: usize = 1000;

fn format(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(format) = argument::text(&arguments[0])? else {
        return Ok(not_yet("format"));
    };
    apply(&format, &arguments[1..])
}

fn formatlist(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let format = argument::text(&arguments[0])?;
    let mut length: Option<usize> = None;
    let mut columns: Vec<Option<Vec<Value>>> = Vec::new();
    for argument in &arguments[1..] {
        columns.push(match argument {
            Value::List(_) | Value::Set(_) => {
                let Some(elements) = argument::members(argument)? else {
                    return Ok(not_yet("formatlist"));
                };
                if length.is_some_and(|length| length != elements.len()) {
                    return Err(Failure::new("the lists of `formatlist` differ in length"));
                }
                length = Some(elements.len());
                Some(elements)
            }
            // It may be a list, or a null of one.
            Value::Attribute(_)
            | Value::Unknown(_)
            | Value::Null
            | Value::Instance(_)
            | Value::Module(_) => {
                return Ok(not_yet("formatlist"));
            }
            _ => None,
        });
    }
    let Some(format) = format else {
        return Ok(not_yet("formatlist"));
    };
    let count = length.unwrap_or(1);
    if count.saturating_mul(format.len() + arguments.len()) > MOST_ELEMENTS * 10 {
        return Ok(not_yet("formatlist"));
    }
    let mut results = Vec::new();
    for at in 0..count {
        let pairs = columns.iter().zip(&arguments[1..]);
        let row: Vec<Value> = pairs
            .map(|(column, single)| column.as_ref().map_or(single, |column| &column[at]).clone())
            .collect();
        results.push(apply(&format, &row)?);
    }
    Ok(Value::list(results))
}

/// One piece of a format: `%05.2f`.
struct Verb<'a> {
    flags: &'a str,
    width: Option<usize>,
    precision: Option<usize>,
    argument: Option<usize>,
    letter: char,
}

impl Verb<'_> {
    fn has(&self, flag: char) -> bool {
        self.flags.contains(flag)
    }
}

/// What stands in a format: text as it is, or a verb.
enum Part<'a> {
    Plain(String),
    Verb(Verb<'a>),
}

fn apply(format: &str, arguments: &[Value]) -> Result<Value, Failure> {
    let parts = parse(format)?;
    if parts.len() > MOST_PARTS {
        return Ok(not_yet("format"));
    }
    let mut pieces = Vec::new();
    let mut next = 0;
    let mut used = 0;
    let mut unknown = None;
    for part in parts {
        let verb = match part {
            Part::Plain(text) => {
                pieces.push(Value::text(text));
                continue;
            }
            Part::Verb(verb) => verb,
        };
        let at = verb.argument.unwrap_or(next + 1);
        let Some(value) = at.checked_sub(1).and_then(|at| arguments.get(at)) else {
            return Err(Failure::new(
                "the format has more verbs than there are arguments",
            ));
        };
        next = at;
        used = used.max(at);
        if value.is_null() {
            // `%v` writes a null, others refuse it, and one without a type makes all unknown.
            unknown = Some(Value::some_value("a null in `format` depends on its type"));
            continue;
        }
        let each = value.choices().iter().map(|value| formatted(&verb, value));
        pieces.push(join_branches("format", each)?);
    }
    if used < arguments.len() {
        return Err(Failure::new(
            "`format` has more arguments than its format uses",
        ));
    }
    if let Some(unknown) = unknown {
        return Ok(unknown);
    }
    Ok(match piece::join(&pieces)? {
        Value::Text(text) => made(text.as_ref().to_owned()),
        other => other,
    })
}

fn parse(format: &str) -> Result<Vec<Part<'_>>, Failure> {
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        parts.push(Part::Plain(rest[..at].to_owned()));
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            parts.push(Part::Plain("%".to_owned()));
            rest = after;
            continue;
        }
        let (verb, after) = parse_verb(rest)?;
        parts.push(Part::Verb(verb));
        rest = after;
    }
    parts.push(Part::Plain(rest.to_owned()));
    Ok(parts)
}

fn parse_verb(text: &str) -> Result<(Verb<'_>, &str), Failure> {
    let wrong = || Failure::new("the format has a verb that nobody knows");
    let rest = text.trim_start_matches(['-', '+', ' ', '0', '#']);
    let flags = &text[..text.len() - rest.len()];
    let (width, mut rest) = parse_number(rest);
    let mut precision = None;
    if let Some(after) = rest.strip_prefix('.') {
        (precision, rest) = parse_number(after);
        precision = precision.or(Some(0));
    }
    let mut argument = None;
    if let Some(after) = rest.strip_prefix('[') {
        (argument, rest) = parse_number(after);
        rest = rest.strip_prefix(']').ok_or_else(wrong)?;
        if argument.is_none() {
            return Err(wrong());
        }
    }
    let letter = rest
        .chars()
        .next()
        .filter(|one| "vtbdoxXeEfgGsq".contains(*one));
    let letter = letter.ok_or_else(wrong)?;
    let verb = Verb {
        flags,
        width,
        precision,
        argument,
        letter,
    };
    Ok((verb, &rest[1..]))
}

fn parse_number(text: &str) -> (Option<usize>, &str) {
    let end = text
        .find(|one: char| !one.is_ascii_digit())
        .unwrap_or(text.len());
    let number = (end > 0).then(|| text[..end].parse().unwrap_or(usize::MAX));
    (number, &text[end..])
}

/// A value that is not null, as the verb writes it.
fn formatted(verb: &Verb<'_>, value: &Value) -> Result<Value, Failure> {
    if value.is_null() {
        return Ok(Value::some_value("a null in `format` depends on its type"));
    }
    let known = match verb.letter {
        's' | 'q' => return as_string(verb, value),
        'v' => as_is(verb, value),
        't' => argument::boolean(value)?.map(|answer| answer.to_string()),
        'b' | 'd' | 'o' | 'x' | 'X' => {
            let Some(number) = argument::number(value)? else {
                return Ok(not_yet("format"));
            };
            if decimal::is_fraction(&number) {
                return Err(Failure::new("a verb for whole numbers has another number"));
            }
            as_whole(verb, &number)
        }
        'f' => argument::number(value)?.and_then(|number| as_decimal(verb, &number)),
        _ => {
            argument::number(value)?;
            None
        }
    };
    Ok(match known {
        Some(text) => made(text),
        None if verb.letter == 'v' => partly(verb, value),
        None => not_yet("format"),
    })
}

/// What `%v` writes of something that is partly unknown.
fn partly(verb: &Verb<'_>, value: &Value) -> Value {
    match value {
        Value::Joined(_) | Value::Json(_) if verb.width.is_none() && !verb.has('#') => {
            value.clone()
        }
        Value::List(_) | Value::Map(_) if verb.width.is_none() && !value.is_known() => {
            Value::Json(std::sync::Arc::new(value.clone()))
        }
        _ => not_yet("format"),
    }
}

fn as_string(verb: &Verb<'_>, value: &Value) -> Result<Value, Failure> {
    let value = argument::as_text(value)?;
    let plain = verb.width.is_none() && matches!(verb.precision, None | Some(0));
    let Some(text) = value.as_text() else {
        return Ok(if plain && verb.letter == 's' {
            value
        } else {
            not_yet("format")
        });
    };
    if plain && verb.letter == 's' {
        return Ok(value);
    }
    let cut = match verb.precision {
        None | Some(0) => Some(text.as_ref().to_owned()),
        Some(precision) => characters::split(text)
            .map(|characters| characters.into_iter().take(precision).collect()),
    };
    let quoted = match verb.letter {
        'q' => cut.and_then(|text| json::encoded(&Value::text(text))),
        _ => cut,
    };
    let padded = quoted.and_then(|text| padded(verb, text));
    Ok(padded.map_or_else(|| not_yet("format"), made))
}

/// `%v`: text as it is, numbers as short as possible, all else as JSON.
fn as_is(verb: &Verb<'_>, value: &Value) -> Option<String> {
    let text = match value {
        Value::Text(text) if !verb.has('#') => text.as_ref().to_owned(),
        Value::Number(number) if !verb.has('#') => shortest(number)?,
        other => json::encoded(other)?,
    };
    padded(verb, text)
}

/// A number of few digits, with an exponent if it is very large or small.
fn shortest(number: &Number) -> Option<String> {
    if !decimal::is_exact(number) {
        return None;
    }
    let (negative, digits, point) = decimal::parts(number)?;
    let exponent = point - 1;
    if digits.is_empty() || (-4..6).contains(&exponent) {
        return decimal::text(number);
    }
    let (first, rest) = digits.split_at(1);
    let dot = if rest.is_empty() { "" } else { "." };
    let sign = if negative { "-" } else { "" };
    let power = if exponent < 0 { '-' } else { '+' };
    Some(format!(
        "{sign}{first}{dot}{rest}e{power}{:02}",
        exponent.abs()
    ))
}

/// To the width, by characters.
fn padded(verb: &Verb<'_>, text: String) -> Option<String> {
    let Some(width) = verb.width else {
        return Some(text);
    };
    let length = characters::split(&text)?.len();
    if width > WIDEST {
        return None;
    }
    let pad = if verb.has('0') { "0" } else { " " }.repeat(width.saturating_sub(length));
    Some(if verb.has('-') {
        text + &pad
    } else {
        pad + &text
    })
}

/// A number to the width: zeros stand between the sign and the digits.
fn signed(verb: &Verb<'_>, negative: bool, digits: &str) -> Option<String> {
    let sign = match (negative, verb.has('+'), verb.has(' ')) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    };
    let width = verb.width.unwrap_or(0);
    if width > WIDEST {
        return None;
    }
    let missing = width.saturating_sub(sign.len() + digits.len());
    Some(match (verb.has('-'), verb.has('0')) {
        (true, _) => format!("{sign}{digits}{}", " ".repeat(missing)),
        (false, true) => format!("{sign}{}{digits}", "0".repeat(missing)),
        (false, false) => format!("{}{sign}{digits}", " ".repeat(missing)),
    })
}

fn as_whole(verb: &Verb<'_>, number: &Number) -> Option<String> {
    if verb.has('#') || verb.precision.is_some() {
        return None;
    }
    let whole = decimal::whole(number)?;
    let size = whole.unsigned_abs();
    let digits = match verb.letter {
        'b' => format!("{size:b}"),
        'o' => format!("{size:o}"),
        'x' => format!("{size:x}"),
        'X' => format!("{size:X}"),
        _ => size.to_string(),
    };
    signed(verb, whole < 0, &digits)
}

/// `%f`: so many digits after the point. `None` where a half would have to be rounded, since
/// Terraform's number is a little more or less than it, unless it is whole.
fn as_decimal(verb: &Verb<'_>, number: &Number) -> Option<String> {
    if verb.has('#') {
        return None;
    }
    let places = verb.precision.unwrap_or(6);
    let text = decimal::text(number)?;
    let unsigned = text.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    if places > 100 || whole.len() + places > 120 {
        return None;
    }
    let digits = if fraction.len() <= places {
        let zeros = "0".repeat(places - fraction.len());
        format!("{whole}{fraction}{zeros}")
    } else {
        let (kept, rest) = fraction.split_at(places);
        let up = match rest.as_bytes()[0] {
            b'5' if rest.len() == 1 => return None,
            first => first >= b'5',
        };
        let kept = format!("{whole}{kept}");
        let number = kept.parse::<i128>().ok()? + i128::from(up);
        format!("{number:0width$}", width = kept.len())
    };
    let point = digits.len() - places;
    let dot = if places > 0 { "." } else { "" };
    signed(
        verb,
        text.starts_with('-'),
        &format!("{}{dot}{}", &digits[..point], &digits[point..]),
    )
}
