//! JSON text to values.
//!
//! Read by hand, because three things matter here that a general reader does not give: numbers
//! keep every digit, a key that stands twice is an error that names both places, and the depth is
//! bounded.

use std::{collections::BTreeMap, sync::Arc};

use super::super::{Number, Trouble, Value, escape};

/// Longest text that is read, in bytes.
pub const LARGEST: usize = 1 << 20;

/// Deepest nesting that is read.
pub const DEEPEST: usize = 64;

/// Reads a JSON document; R703 says what is wrong and where.
pub fn decode(text: &str) -> Result<Value, Trouble> {
    if text.len() > LARGEST {
        let message = format!(
            "the JSON document has {} bytes, more than the {LARGEST} that are read",
            text.len()
        );
        return Err(Trouble::new("R703", message));
    }
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.skip_space();
    if reader.at < text.len() {
        return Err(reader.expected("the end of the document"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, Trouble> {
        self.skip_space();
        match self.peek() {
            Some(b'{' | b'[') if depth == DEEPEST => Err(self.trouble(
                self.at,
                format!("nested deeper than the {DEEPEST} levels that are read"),
            )),
            Some(b'{') => self.map(depth + 1),
            Some(b'[') => self.list(depth + 1),
            Some(b'"') => Ok(Value::text(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Value, Trouble> {
        let words = [
            ("null", Value::NULL),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
        ];
        for (word, value) in words {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.expected("a JSON value"))
    }

    fn list(&mut self, depth: usize) -> Result<Value, Trouble> {
        self.at += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Value::list(items));
        }
        loop {
            items.push(self.value(depth)?);
            self.skip_space();
            if self.take(b']') {
                return Ok(Value::list(items));
            }
            if !self.take(b',') {
                return Err(self.expected("`,` or `]`"));
            }
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Trouble> {
        self.at += 1;
        let mut entries: BTreeMap<Arc<str>, (usize, Value)> = BTreeMap::new();
        self.skip_space();
        if !self.take(b'}') {
            loop {
                self.entry(depth, &mut entries)?;
                self.skip_space();
                if self.take(b'}') {
                    break;
                }
                if !self.take(b',') {
                    return Err(self.expected("`,` or `}`"));
                }
            }
        }
        let entries = entries.into_iter().map(|(key, (_, value))| (key, value));
        Ok(Value::map(entries))
    }

    fn entry(
        &mut self,
        depth: usize,
        entries: &mut BTreeMap<Arc<str>, (usize, Value)>,
    ) -> Result<(), Trouble> {
        self.skip_space();
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key: Arc<str> = self.string()?.into();
        if let Some((first, _)) = entries.get(&key) {
            let message = format!(
                "the key `{}` stands twice, first at {}",
                escape::escape(&key),
                self.place(*first)
            );
            return Err(self.trouble(start, message));
        }
        self.skip_space();
        if !self.take(b':') {
            return Err(self.expected("`:`"));
        }
        let value = self.value(depth)?;
        entries.insert(key, (start, value));
        Ok(())
    }

    fn number(&mut self) -> Result<Value, Trouble> {
        let start = self.at;
        let rest = &self.text[start..];
        let is_part = |byte: u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let length = rest.bytes().take_while(|byte| is_part(*byte)).count();
        let digits = rest[..length].trim_start_matches('-');
        let zero_first =
            digits.starts_with('0') && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        self.at += length;
        match Number::parse(&rest[..length]) {
            Some(number) if !zero_first => Ok(Value::Number(number)),
            _ => {
                let shown: String = rest[..length].chars().take(40).collect();
                Err(self.trouble(start, format!("`{shown}` is not a number of JSON")))
            }
        }
    }

    fn string(&mut self) -> Result<String, Trouble> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest
                .find(|character| matches!(character, '"' | '\\' | '\0'..='\u{1f}'))
                .unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escaped()?),
                Some(_) => return Err(self.expected("a string without control characters")),
                None => return Err(self.trouble(start, "this string is not closed")),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Trouble> {
        let start = self.at;
        self.at += 2;
        let character = match self.text.as_bytes().get(start + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(start),
            _ => return Err(self.trouble(start, "JSON has no such escape")),
        };
        Ok(character)
    }

    fn code_point(&mut self, start: usize) -> Result<char, Trouble> {
        let wrong = "`\\u` needs four hexadecimal digits that make a character";
        let first = self.unit().ok_or_else(|| self.trouble(start, wrong))?;
        let mut units = vec![first];
        if matches!(first, 0xd800..=0xdbff) && self.text[self.at..].starts_with("\\u") {
            self.at += 2;
            units.extend(self.unit());
        }
        let mut decoded = char::decode_utf16(units);
        match (decoded.next(), decoded.next()) {
            (Some(Ok(character)), None) => Ok(character),
            _ => Err(self.trouble(start, wrong)),
        }
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn take(&mut self, byte: u8) -> bool {
        let here = self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    fn expected(&self, what: &str) -> Trouble {
        let found = match self.text[self.at..].chars().next() {
            Some(character) => {
                format!("`{}`", escape::escape(character.encode_utf8(&mut [0; 4])))
            }
            None => "the end of the document".into(),
        };
        self.trouble(self.at, format!("expected {what}, found {found}"))
    }

    fn trouble(&self, at: usize, message: impl AsRef<str>) -> Trouble {
        let message = format!("not JSON at {}: {}", self.place(at), message.as_ref());
        Trouble::new("R703", message)
    }

    fn place(&self, at: usize) -> String {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().count() + 1;
        format!("line {line}, column {column}")
    }
}
