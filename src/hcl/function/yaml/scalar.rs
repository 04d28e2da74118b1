//! What the scalars of a YAML text are to Terraform.

use std::sync::Arc;

use saphyr_parser::{ScalarStyle, Tag};

use super::super::super::value::Value;
use super::super::{argument, characters, date, decimal, only_terraform};
use super::Stop;
use crate::value::Number;

/// A key of a mapping.
pub(super) enum Key {
    Text(Arc<str>),
    /// `<<`: its value is a mapping, of which the entries belong to this one.
    Merge,
    Unknown,
}

/// What a scalar is as a key: numbers and bools become text.
pub(super) fn key(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Key, Stop> {
    if tag.is_none() && text == "<<" {
        return Ok(Key::Merge);
    }
    let value = resolved(text, style, tag)?;
    match argument::as_text(&value).map_err(Stop::Failure)? {
        Value::Null => Err(Stop::failure("a key of a YAML mapping is null")),
        Value::Text(text) => Ok(Key::Text(text)),
        _ => Ok(Key::Unknown),
    }
}

/// What a scalar is as a value.
pub(super) fn value(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, Stop> {
    let value = resolved(text, style, tag)?;
    match style {
        // What a block means is found first, and becomes text again then: `yes` becomes `true`.
        ScalarStyle::Literal | ScalarStyle::Folded if tag.is_none() => {
            argument::as_text(&value).map_err(Stop::Failure)
        }
        _ => Ok(value),
    }
}

/// A tag that Terraform does not know there.
pub(super) fn wrong_tag(tag: &Tag) -> Stop {
    // A tag that is written out whole comes in other parts.
    if tag.handle.is_empty() && tag.suffix != "!" {
        return Stop::Unknown;
    }
    Stop::failure("a value of the YAML text has a tag that Terraform does not know")
}

fn resolved(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Result<Value, Stop> {
    match tag {
        None => untagged(text, style),
        Some(tag) if tag.is_yaml_core_schema() => match tag.suffix.as_str() {
            "str" => Ok(characters::made(text.to_owned())),
            // Terraform refuses some scalars of a tag, and reads others as if they had none.
            kind @ ("bool" | "float" | "int" | "null") => match (kind, untagged(text, style)) {
                ("bool", Ok(value @ Value::Bool(_))) => Ok(value),
                ("null", Ok(value @ Value::Null)) => Ok(value),
                ("float" | "int", Ok(value @ Value::Number(_))) => Ok(value),
                _ => Err(Stop::Unknown),
            },
            "binary" | "merge" | "timestamp" => Err(Stop::Unknown),
            _ => Err(wrong_tag(tag)),
        },
        Some(tag) => Err(wrong_tag(tag)),
    }
}

/// What a scalar without a tag is.
fn untagged(text: &str, style: ScalarStyle) -> Result<Value, Stop> {
    if matches!(style, ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) {
        return Ok(characters::made(text.to_owned()));
    }
    Ok(match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "true" | "True" | "TRUE" => {
            Value::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" | "false" | "False" | "FALSE" => {
            Value::Bool(false)
        }
        ".nan" | ".NaN" | ".NAN" => {
            return Err(Stop::failure("the YAML text has a number that is none"));
        }
        _ if is_infinite(text) => unknown(),
        _ if text.starts_with(|one: char| one.is_ascii_digit() || "+-.".contains(one)) => {
            number_or_text(text)?
        }
        _ => characters::made(text.to_owned()),
    })
}

fn is_infinite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF")
}

/// A text that begins with a digit, a sign or a point.
fn number_or_text(text: &str) -> Result<Value, Stop> {
    if let Some(digits) = text.strip_prefix("0o")
        && is_made_of(digits, |one| matches!(one, '0'..='7'))
    {
        return in_base(digits, 8);
    }
    if let Some(digits) = text.strip_prefix("0x")
        && is_made_of(digits, |one| one.is_ascii_hexdigit())
    {
        return in_base(digits, 16);
    }
    if let Some(time) = time(text) {
        return Ok(time);
    }
    // Terraform reads powers of two there, but nobody writes them.
    let is_decimal = is_made_of(text, |one| one.is_ascii_digit() || "+-.eE".contains(one));
    let is_binary = is_made_of(text, |one| one.is_ascii_digit() || "+-.eEpP".contains(one));
    if text.starts_with('.') && is_binary && !is_decimal {
        return Ok(unknown());
    }
    Ok(match decimal::read(text) {
        Ok(Some(number)) if is_decimal => Value::Number(number),
        // Terraform refuses some powers of ten, and rounds other numbers.
        Ok(None) if is_decimal => return Err(Stop::Unknown),
        _ => characters::made(text.to_owned()),
    })
}

fn is_made_of(text: &str, fits: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(fits)
}

fn in_base(digits: &str, base: u32) -> Result<Value, Stop> {
    match u64::from_str_radix(digits, base) {
        Ok(number) => Ok(Number::parse(&number.to_string()).map_or_else(unknown, Value::Number)),
        Err(_) => Err(Stop::failure(
            "the YAML text has a number that is too large",
        )),
    }
}

/// A date becomes the text of a time: `2012-10-17` becomes `2012-10-17T00:00:00Z`. `None` for
/// what is no date at all, and something unknown for one with a time of day.
fn time(text: &str) -> Option<Value> {
    let (year, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let end = rest
        .find(|one: char| !one.is_ascii_digit())
        .unwrap_or(rest.len());
    let (day, rest) = rest.split_at(end);
    let digits = |text: &str, most: usize| {
        text.len() <= most && is_made_of(text, |one| one.is_ascii_digit())
    };
    if year.len() != 4 || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    match rest.chars().next() {
        // Terraform's calendar has a year 0.
        None if year == "0000" => Some(unknown()),
        None => {
            let date = format!("{year}-{month:0>2}-{day:0>2}");
            date::is_date(&date).then(|| Value::text(format!("{date}T00:00:00Z")))
        }
        Some('T' | 't' | ' ') => Some(unknown()),
        Some(_) => None,
    }
}

fn unknown() -> Value {
    Value::some_value(only_terraform("yamldecode"))
}
