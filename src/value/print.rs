//! How a value is shown to people: bare in messages, quoted in evidence, always harmless.
//!
//! Texts come from the plan and are escaped ([`super::escape`]); what is too long ends in `…`.

use std::fmt::Write;

use super::{Missing, Value, escape};

/// Shown where nothing is set.
const NOT_SET: &str = "(not set)";

/// Shown where a value is known only later.
const UNKNOWN: &str = "(known after apply)";

/// As `${…}` in a message shows it, in at most `limit` characters: strings bare, lists joined by
/// commas, maps as JSON.
///
/// Null and what is empty (`""`, `[]`, `{}`) are both not set for rules, and are shown so.
pub fn bare(value: &Value, limit: usize) -> String {
    let mut out = Shortened::new(limit);
    match value {
        Value::Text(text) if !text.is_empty() => out.bare(text),
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(", ");
                }
                match item {
                    Value::Text(text) if !text.is_empty() => out.bare(text),
                    other => out.quoted(other),
                }
                if out.full {
                    break;
                }
            }
        }
        Value::Map(map) if !map.is_empty() => out.quoted(value),
        Value::Text(_) | Value::List(_) | Value::Map(_) => out.push(NOT_SET),
        _ => out.quoted(value),
    }
    out.text
}

/// As evidence shows it, in at most `limit` characters: `"required"`, `["a", "b"]`.
pub fn quoted(value: &Value, limit: usize) -> String {
    let mut out = Shortened::new(limit);
    out.quoted(value);
    out.text
}

/// As the rule language writes it, whole: `null`, `["a", "b"]`, `{ a = 1, "b c" = 2 }`. What is known
/// only after apply has no literal, and is said in words.
pub fn notation(value: &Value) -> String {
    let mut out = String::new();
    write_notation(value, &mut out);
    out
}

fn write_notation(value: &Value, out: &mut String) {
    match value {
        Value::Null { .. } => out.push_str("null"),
        Value::Unknown(_) => out.push_str(UNKNOWN),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => out.push_str(&number.to_string()),
        Value::Text(text) => write_literal(text, out),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write_notation(item, out);
            }
            out.push(']');
        }
        Value::Map(map) if map.is_empty() => out.push_str("{}"),
        Value::Map(map) => {
            for (index, (key, item)) in map.iter().enumerate() {
                out.push_str(if index == 0 { "{ " } else { ", " });
                if is_name(key) {
                    out.push_str(key);
                } else {
                    write_literal(key, out);
                }
                out.push_str(" = ");
                write_notation(item, out);
            }
            out.push_str(" }");
        }
    }
}

/// Whether a key needs no quotes.
fn is_name(key: &str) -> bool {
    let mut letters = key.chars();
    let first = letters.next();
    first.is_some_and(|one| one.is_ascii_alphabetic() || one == '_')
        && letters.all(|one| one.is_ascii_alphanumeric() || one == '_')
}

/// A text in quotes, with the escapes of the rule language.
fn write_literal(text: &str, out: &mut String) {
    out.push('"');
    for (piece, (at, _)) in escape::pieces(text).zip(text.char_indices()) {
        match piece {
            escape::Piece::Same('"') => out.push_str("\\\""),
            escape::Piece::Same('\\') => out.push_str("\\\\"),
            escape::Piece::Same('$') if text[at..].starts_with("${") => out.push_str("$$"),
            escape::Piece::Escaped(sign) if !matches!(sign, '\n' | '\r' | '\t') => {
                write_escape(sign, out);
            }
            piece => out.push_str(&piece.to_string()),
        }
    }
    out.push('"');
}

/// `\u001b`; where four digits are too few, more in braces, which only people read.
fn write_escape(sign: char, out: &mut String) {
    let code = u32::from(sign);
    // Writing to a string cannot fail.
    let _ = if code > 0xffff {
        write!(out, "\\u{{{code:x}}}")
    } else {
        write!(out, "\\u{code:04x}")
    };
}

/// JSON text in which every sign that acts in a terminal is escaped.
pub fn harmless_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for (piece, sign) in escape::pieces(json).zip(json.chars()) {
        match piece {
            // Outside of texts JSON has no such signs but white space, and ours has none.
            escape::Piece::Escaped(_) => {
                for unit in sign.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            escape::Piece::Same(sign) => out.push(sign),
        }
    }
    out
}

/// The words for what is not known: what it is, and what would decide it.
pub fn missing(missing: &Missing) -> String {
    let what = escape::escape(&missing.what);
    if missing.decided_by.is_empty() {
        return what.into_owned();
    }
    format!("{what}; decided by {}", escape::escape(&missing.decided_by))
}

/// Text that stops growing when it is long enough, never inside an escape.
struct Shortened {
    text: String,
    /// Characters that may still be added.
    left: usize,
    /// Where to cut so that the sign for "more" still fits.
    cut: usize,
    /// It was cut.
    full: bool,
}

impl Shortened {
    fn new(limit: usize) -> Shortened {
        Shortened {
            text: String::new(),
            left: limit.max(1),
            cut: 0,
            full: false,
        }
    }

    /// Adds a piece that is not to be torn.
    fn push(&mut self, piece: &str) {
        if self.full {
            return;
        }
        let length = piece.chars().count();
        if length > self.left {
            self.text.truncate(self.cut);
            self.text.push('…');
            self.full = true;
            return;
        }
        self.text.push_str(piece);
        self.left -= length;
        if self.left > 0 {
            self.cut = self.text.len();
        }
    }

    fn bare(&mut self, text: &str) {
        for piece in escape::pieces(text) {
            self.push(&piece.to_string());
            if self.full {
                return;
            }
        }
    }

    fn string(&mut self, text: &str) {
        self.push("\"");
        for piece in escape::pieces(text) {
            match piece {
                escape::Piece::Same('"') => self.push("\\\""),
                escape::Piece::Same('\\') => self.push("\\\\"),
                piece => self.push(&piece.to_string()),
            }
            if self.full {
                return;
            }
        }
        self.push("\"");
    }

    fn quoted(&mut self, value: &Value) {
        match value {
            Value::Null { .. } => self.push(NOT_SET),
            Value::Unknown(_) => self.push(UNKNOWN),
            Value::Bool(value) => self.push(if *value { "true" } else { "false" }),
            Value::Number(number) => number
                .to_string()
                .chars()
                .for_each(|digit| self.push(digit.encode_utf8(&mut [0; 4]))),
            Value::Text(text) => self.string(text),
            Value::List(items) => {
                self.enclosed(["[", "]"], items.iter(), Shortened::quoted);
            }
            Value::Map(map) => self.enclosed(["{", "}"], map.iter(), |out, (key, value)| {
                out.string(key);
                out.push(": ");
                out.quoted(value);
            }),
        }
    }

    fn enclosed<T>(
        &mut self,
        [open, close]: [&str; 2],
        items: impl Iterator<Item = T>,
        write: impl Fn(&mut Shortened, T),
    ) {
        self.push(open);
        for (index, item) in items.enumerate() {
            if index > 0 {
                self.push(", ");
            }
            write(self, item);
            if self.full {
                return;
            }
        }
        self.push(close);
    }
}
