//! Where the versions of YAML's syntax differ: Terraform's parser is of version 1.1, ours of 1.2.
//!
//! All checks here err to one side: what passes is read by both in one way, and some of what does
//! not pass is so too.

use std::collections::BTreeSet;

use super::super::{MOST_ELEMENTS, characters};

/// Keys that are longer may be none for Terraform's parser.
const LONGEST_KEY: usize = 1000;

/// Whether both versions read the text in one way, but for its flow collections and anchors.
pub(super) fn is_common(text: &str) -> bool {
    text.len() <= MOST_ELEMENTS
        && characters::is_plain(text)
        && !text.contains(is_odd_control)
        && text.lines().all(is_common_line)
}

/// Controls but for line ends. Tabs may stand in fewer places in the older version.
fn is_odd_control(one: char) -> bool {
    one.is_control() && one != '\n'
}

/// Whether a line is no directive, no end of a document, and no beginning of one with more on it.
fn is_common_line(line: &str) -> bool {
    let is_start = line.starts_with("---");
    !line.starts_with('%') && !line.starts_with("...") && (!is_start || line.trim_end() == "---")
}

/// Whether a text in double quotes has no `\/`, which only the newer version knows.
pub(super) fn has_common_escapes(text: &str) -> bool {
    !text.replace(r"\\", "").contains(r"\/")
}

/// Whether every anchor has a name of its own, of letters that both versions know.
///
/// Whatever looks like an anchor or an alias counts as one.
pub(super) fn has_simple_anchors(text: &str) -> bool {
    let mut names = BTreeSet::new();
    let breaks = |one: char| one.is_whitespace() || ",[]{}".contains(one);
    let mut before = ' ';
    text.char_indices().all(|(at, one)| {
        let begins = breaks(std::mem::replace(&mut before, one)) && matches!(one, '&' | '*');
        if !begins {
            return true;
        }
        let rest = &text[at + 1..];
        let (name, rest) = rest.split_at(rest.find(breaks).unwrap_or(rest.len()));
        is_simple_name(name) && !rest.starts_with(['[', '{']) && (one == '*' || names.insert(name))
    })
}

fn is_simple_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || "-_".contains(one))
}

/// What stands before a place in a flow collection.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// A bracket that opens, a comma, a colon: a value may follow.
    Mark,
    /// A scalar on this line, which a colon makes a key.
    Scalar { quoted: bool },
    /// A value that is no key.
    Value,
}

/// Whether both versions read a flow collection (`[…]`, `{…}`) in one way. The text begins with
/// it, and goes on to the end of the document.
pub(super) fn is_common_flow(text: &str) -> bool {
    let mut rest = text;
    let mut before = Before::Mark;
    let mut after_space = false;
    let mut depth = 0_usize;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            ' ' => 1,
            '\n' => {
                if before != Before::Mark {
                    before = Before::Value;
                }
                1
            }
            '#' if after_space => rest.find('\n').unwrap_or(rest.len()),
            ',' => {
                before = Before::Mark;
                1
            }
            ']' | '}' => {
                depth -= 1;
                if depth == 0 {
                    return true;
                }
                before = Before::Value;
                1
            }
            ':' => {
                let Before::Scalar { quoted } = before else {
                    return false;
                };
                let fits = |next: char| {
                    matches!(next, ' ' | '\n')
                        || quoted && (next.is_alphanumeric() || "\"'[{-".contains(next))
                };
                if !rest[1..].starts_with(fits) {
                    return false;
                }
                before = Before::Mark;
                1
            }
            _ if before != Before::Mark => return false,
            '[' | '{' => {
                depth += 1;
                1
            }
            _ => match value(rest) {
                Some((length, after)) => {
                    before = after;
                    length
                }
                None => return false,
            },
        };
        after_space = matches!(first, ' ' | '\n');
        rest = &rest[length..];
    }
    false
}

/// The length of the scalar, alias, anchor or tag that a text begins with, and what it is for the
/// place behind it; `None` if the versions may differ.
fn value(text: &str) -> Option<(usize, Before)> {
    let first = text.chars().next()?;
    let (length, after) = match first {
        '"' | '\'' => (quoted(text, first)?, Before::Scalar { quoted: true }),
        '*' => (alias(text)?, Before::Value),
        '&' => (property(text, "&")?, Before::Mark),
        '!' => (property(text, "!")?, Before::Mark),
        _ => (plain(text)?, Before::Scalar { quoted: false }),
    };
    let is_key = length <= LONGEST_KEY && !text[..length].contains('\n');
    Some(match after {
        Before::Scalar { .. } if !is_key => (length, Before::Value),
        after => (length, after),
    })
}

/// The length of a quoted scalar.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, one)) = characters.next() {
        if one == '\\' && quote == '"' {
            characters.next();
        } else if one == quote {
            if quote == '\'' && characters.peek().is_some_and(|(_, next)| *next == quote) {
                characters.next();
            } else {
                return Some(at + 1);
            }
        }
    }
    None
}

/// The length of an alias.
fn alias(text: &str) -> Option<usize> {
    let end = text.find(|one: char| " \n,]}".contains(one))?;
    is_simple_name(&text[1..end]).then_some(end)
}

/// The length of a tag or anchor, which a space must follow.
fn property(text: &str, marks: &str) -> Option<usize> {
    let end = text.find(' ')?;
    let name = text[..end].trim_start_matches(|one| marks.contains(one));
    is_simple_name(name).then_some(end)
}

/// The length of a plain scalar; those of several lines are not for us.
fn plain(text: &str) -> Option<usize> {
    let starts = |text: &str| {
        text.starts_with(|one: char| one.is_alphanumeric() || "_./+$~(^=<\\".contains(one))
    };
    if !starts(text.strip_prefix('-').unwrap_or(text)) {
        return None;
    }
    let mut before = ' ';
    for (at, one) in text.char_indices() {
        match one {
            '?' => return None,
            '\n' | ',' | '[' | ']' | '{' | '}' => return Some(at),
            '#' if before == ' ' => return Some(at),
            ':' => match text[at + 1..].chars().next()? {
                ' ' | '\n' => return Some(at),
                ',' | '[' | ']' | '{' | '}' => return None,
                _ => {}
            },
            _ => {}
        }
        before = one;
    }
    None
}
