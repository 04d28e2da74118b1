//! JSON, and its relatives.

use std::fmt::Write as _;
use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::characters::{self, made};
use super::{Entry, Files, MOST_BYTES, argument, csv, decimal, not_yet, not_yet_words, set};
use crate::value as known;

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("csvdecode", 1..=1, csvdecode),
    Entry::new("jsondecode", 1..=1, jsondecode),
    Entry::new("jsonencode", 1..=1, jsonencode),
];

#[expect(
    clippy::unnecessary_wraps,
    reason = "all functions of the table have one type"
)]
fn jsonencode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let mut text = String::new();
    Ok(match write(&arguments[0], &mut text) {
        Some(()) => made(text),
        None if text.len() > MOST_BYTES => Value::some_value("the JSON text is too long"),
        None => Value::Json(Arc::new(arguments[0].clone())),
    })
}

/// The JSON text of a value; `None` if it is not known.
pub(super) fn encoded(value: &Value) -> Option<String> {
    let mut text = String::new();
    write(value, &mut text).map(|()| text)
}

fn write(value: &Value, out: &mut String) -> Option<()> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(answer) => out.push_str(if *answer { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&decimal::text(number)?),
        Value::Text(text) => write_text(text, out),
        Value::List(elements) => write_list(elements, out)?,
        Value::Set(elements) => write_list(&set::ordered(elements)?, out)?,
        Value::Map(entries) => {
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
        _ => return None,
    }
    (out.len() <= MOST_BYTES).then_some(())
}

fn write_list(elements: &[Value], out: &mut String) -> Option<()> {
    out.push('[');
    for (at, element) in elements.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(element, out)?;
    }
    out.push(']');
    Some(())
}

/// Text as Terraform writes it in JSON, which is fit for HTML.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for one in text.chars() {
        match one {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(one));
            }
            _ => out.push(one),
        }
    }
    out.push('"');
}

fn jsondecode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let unknown = || Value::unknown(not_yet_words("jsondecode"));
    if let Value::Json(value) = &arguments[0] {
        return Ok(as_decoded(value));
    }
    let Some(text) = argument::text(&arguments[0])? else {
        return Ok(unknown());
    };
    match known::json::decode(&text) {
        Ok(value) => Ok(from_json(&value).unwrap_or_else(unknown)),
        Err(_) if is_certainly_no_json(&text) => Err(Failure::new("the text is no JSON")),
        Err(_) => Ok(unknown()),
    }
}

/// What was a set becomes a list when it is read again.
fn as_decoded(value: &Value) -> Value {
    match value {
        Value::List(elements) => Value::list(elements.iter().map(as_decoded)),
        Value::Map(entries) => Value::map(
            entries
                .iter()
                .map(|(key, one)| (Arc::clone(key), as_decoded(one))),
        ),
        Value::Set(elements) => match set::ordered(elements) {
            Some(elements) => Value::list(elements.iter().map(as_decoded)),
            None => not_yet("jsondecode"),
        },
        other => other.clone(),
    }
}

/// `None` where a key is not known as Terraform has it.
fn from_json(value: &known::Value) -> Option<Value> {
    Some(match value {
        known::Value::Null { .. } => Value::Null,
        known::Value::Bool(answer) => Value::Bool(*answer),
        known::Value::Number(number) if decimal::is_exact(number) => Value::Number(number.clone()),
        known::Value::Number(_) => not_yet("jsondecode"),
        known::Value::Text(text) => made(text.as_ref().to_owned()),
        known::Value::List(elements) => {
            Value::List(elements.iter().map(from_json).collect::<Option<_>>()?)
        }
        known::Value::Map(entries) => {
            let pairs = entries.iter().map(|(key, one)| {
                characters::is_plain(key).then_some(())?;
                Some((Arc::clone(key), from_json(one)?))
            });
            Value::map(pairs.collect::<Option<Vec<_>>>()?)
        }
        known::Value::Unknown(_) => return None,
        #[allow(
            unreachable_patterns,
            reason = "a plan's values have more kinds than JSON"
        )]
        _ => return None,
    })
}

/// Terraform reads some texts that are no JSON to the letter, such as halves of characters.
fn is_certainly_no_json(text: &str) -> bool {
    use serde_json::error::Category;
    let deep = text
        .bytes()
        .filter(|byte| matches!(byte, b'[' | b'{'))
        .count()
        > 50;
    let read: Result<serde::de::IgnoredAny, _> = serde_json::from_str(text);
    !deep
        && !text.contains("\\u")
        && read.is_err_and(|error| matches!(error.classify(), Category::Syntax | Category::Eof))
}

fn csvdecode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(text) = argument::text(&arguments[0])? else {
        return Ok(not_yet("csvdecode"));
    };
    if !characters::is_plain(&text) {
        return Ok(not_yet("csvdecode"));
    }
    Ok(csv::decode(&text)?.unwrap_or_else(|| not_yet("csvdecode")))
}
