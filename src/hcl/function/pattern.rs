//! Regular expressions.
//!
//! Terraform's are Go's, which are nearly those of the `regex` crate. A pattern in which the two
//! may differ gives something unknown.

use regex::{Captures, Regex};

use super::super::value::{Failure, Value};
use super::characters::{is_plain, made};
use super::{Entry, Files, MOST_BYTES, MOST_ELEMENTS, argument, not_yet};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("regex", 2..=2, regex),
    Entry::new("regexall", 2..=2, regexall),
    Entry::new("replace", 3..=3, replace),
];

/// What the groups of a pattern give.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Text,
    List,
    Map,
}

fn regex(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (pattern, text) = (
        argument::text(&arguments[0])?,
        argument::text(&arguments[1])?,
    );
    let compiled = pattern
        .zip(text.clone())
        .and_then(|(pattern, text)| compile(&pattern, &text));
    let (Some(compiled), Some(text)) = (compiled, text) else {
        return Ok(not_yet("regex"));
    };
    let shape = shape(&compiled)?;
    match compiled.captures(&text) {
        Some(found) => Ok(result(&compiled, shape, &found)),
        None => Err(Failure::new("the pattern does not match the text")),
    }
}

fn regexall(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (pattern, text) = (
        argument::text(&arguments[0])?,
        argument::text(&arguments[1])?,
    );
    let compiled = pattern
        .zip(text.clone())
        .and_then(|(pattern, text)| compile(&pattern, &text));
    let (Some(compiled), Some(text)) = (compiled, text) else {
        return Ok(not_yet("regexall"));
    };
    let shape = shape(&compiled)?;
    let mut results = Vec::new();
    for found in compiled.captures_iter(&text) {
        // What comes after an empty match is a matter of taste.
        if found[0].is_empty() || results.len() == MOST_ELEMENTS {
            return Ok(not_yet("regexall"));
        }
        results.push(result(&compiled, shape, &found));
    }
    Ok(Value::list(results))
}

/// Groups have names, or none of them has.
fn shape(pattern: &Regex) -> Result<Shape, Failure> {
    let groups = pattern.captures_len() - 1;
    let named = pattern.capture_names().flatten().count();
    match (groups, named) {
        (0, _) => Ok(Shape::Text),
        (_, 0) => Ok(Shape::List),
        (groups, named) if groups == named => Ok(Shape::Map),
        _ => Err(Failure::new(
            "the pattern mixes groups with names and without",
        )),
    }
}

fn result(pattern: &Regex, shape: Shape, found: &Captures) -> Value {
    let group = |at: usize| {
        found
            .get(at)
            .map_or(Value::Null, |found| Value::text(found.as_str()))
    };
    match shape {
        Shape::Text => group(0),
        Shape::List => Value::list((1..found.len()).map(group)),
        Shape::Map => {
            let names = pattern.capture_names().enumerate();
            Value::map(names.filter_map(|(at, name)| Some((name?.into(), group(at)))))
        }
    }
}

/// `None` if the pattern may mean something else to Terraform, or does not compile.
fn compile(pattern: &str, text: &str) -> Option<Regex> {
    let same = means_the_same(pattern) && (is_simple(text) || !depends_on_unicode(pattern));
    if !same || !is_plain(text) || pattern.len() > 10_000 {
        return None;
    }
    Regex::new(pattern).ok()
}

/// Texts over which `\d`, `\s`, `\w` and `\b` are the same for both.
fn is_simple(text: &str) -> bool {
    text.is_ascii() && !text.contains('\u{b}')
}

/// Whether the pattern has classes or flags that look at Unicode in one of both only.
fn depends_on_unicode(pattern: &str) -> bool {
    let escapes_a_letter = pattern
        .as_bytes()
        .windows(2)
        .any(|pair| pair[0] == b'\\' && pair[1].is_ascii_alphanumeric());
    escapes_a_letter || pattern.contains("(?") || pattern.contains("[:")
}

/// Whether a pattern, if it compiles, means the same to Go.
fn means_the_same(pattern: &str) -> bool {
    let mut rest = pattern;
    let mut after_count = false;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\\' => escape(rest),
            '[' => class(rest),
            '(' => group(rest),
            '*' | '+' | '?' | '{' if after_count => None,
            '*' | '+' | '?' | '{' => count(rest),
            _ => Some(first.len_utf8()),
        };
        let Some(length) = length else {
            return false;
        };
        after_count = matches!(first, '*' | '+' | '?' | '{');
        rest = &rest[length..];
    }
    true
}

/// The length of an escape that means the same to both: not a code point, a Unicode class, or a
/// word boundary of another kind.
fn escape(rest: &str) -> Option<usize> {
    let letter = rest[1..].chars().next()?;
    let differs = "<>xuUpPQEC0123456789".contains(letter) || rest[1..].starts_with("b{");
    (!differs).then_some(1 + letter.len_utf8())
}

/// The length of a class in brackets without sets within, and without operations on sets.
fn class(rest: &str) -> Option<usize> {
    let start = if rest.starts_with("[^") { 2 } else { 1 };
    let mut at = start;
    loop {
        let one = rest[at..].chars().next()?;
        let after = &rest[at + one.len_utf8()..];
        match one {
            ']' if at == start => return None,
            ']' => return Some(at + 1),
            '[' => at += named_class(&rest[at..])?,
            '\\' => at += escape(&rest[at..])?,
            '&' | '-' | '~' if after.starts_with(one) => return None,
            _ => at += one.len_utf8(),
        }
    }
}

/// The length of `[:alpha:]`.
fn named_class(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix("[:")?;
    let length = name.find(":]")?;
    name[..length]
        .chars()
        .all(|one| one.is_ascii_lowercase())
        .then_some(length + 4)
}

/// The length of what opens a group: `(`, or one with a name or a flag that both have.
fn group(rest: &str) -> Option<usize> {
    let Some(inside) = rest.strip_prefix("(?") else {
        return Some(1);
    };
    let opens = [":", "P<", "<", "i)", "s)", "m)", "i:", "s:", "m:"];
    let found = opens.iter().find(|start| inside.starts_with(**start))?;
    Some(2 + found.len())
}

/// The length of a count that both read: `*`, `+`, `?`, `{2}`, `{2,}`, `{2,5}`, each perhaps with
/// a `?` behind.
fn count(rest: &str) -> Option<usize> {
    let length = match rest.strip_prefix('{') {
        None => 1,
        Some(inside) => {
            let (counts, _) = inside.split_once('}')?;
            let (least, most) = counts.split_once(',').unwrap_or((counts, ""));
            let small = |count: &str| count.parse::<u16>().is_ok_and(|count| count <= 1000);
            if !small(least) || !(most.is_empty() || small(most)) {
                return None;
            }
            counts.len() + 2
        }
    };
    Some(if rest[length..].starts_with('?') {
        length + 1
    } else {
        length
    })
}

fn replace(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let text = argument::text(&arguments[0])?;
    let (old, new) = (
        argument::text(&arguments[1])?,
        argument::text(&arguments[2])?,
    );
    let (Some(text), Some(old), Some(new)) = (text, old, new) else {
        return Ok(not_yet("replace"));
    };
    let longest = text
        .len()
        .saturating_add(1)
        .saturating_mul(new.len().saturating_add(1));
    let pattern = old
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    Ok(match pattern {
        Some(pattern) => {
            replace_pattern(&text, pattern, &new).map_or_else(|| not_yet("replace"), made)
        }
        None if longest <= MOST_BYTES || text.matches(&*old).count() * new.len() <= MOST_BYTES => {
            made(text.replace(&*old, &new))
        }
        None => not_yet("replace"),
    })
}

/// `None` if it is not certain that Terraform does the same.
fn replace_pattern(text: &str, pattern: &str, new: &str) -> Option<String> {
    let pattern = compile(pattern, text)?;
    let bytes = new.as_bytes();
    // Groups are named by `$1`, and by `${name}`; `$$` is a dollar.
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'$') {
        let next = *bytes.get(at + found + 1)?;
        let braced = next == b'{' && new[at + found..].contains('}');
        if !braced && next != b'$' && next != b'_' && !next.is_ascii_alphanumeric() {
            return None;
        }
        at += found + 2;
    }
    let mut bytes = text.len();
    for found in pattern.captures_iter(text) {
        if found[0].is_empty() {
            return None;
        }
        bytes = bytes.saturating_add(text.len().saturating_mul(new.len()));
        if bytes > 16 * MOST_BYTES {
            return None;
        }
    }
    Some(pattern.replace_all(text, new).into_owned())
}
