//! A walk over JSON text that was checked before, so that no byte of it can surprise.

/// Parts of a document may be nested this deep when they are decoded.
pub(super) const DEEPEST: usize = 120;

/// A place that is nested deeper than [`DEEPEST`].
pub(super) struct TooDeep<'p>(pub(super) &'p str);

/// A place in checked text.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'p> {
    text: &'p str,
    at: usize,
}

impl<'p> Cursor<'p> {
    pub(super) fn new(text: &'p str) -> Cursor<'p> {
        Cursor { text, at: 0 }
    }

    /// The first byte of what comes next: a value, a key or a closing bracket.
    pub(super) fn peek(&mut self) -> Option<u8> {
        // The text was checked, so commas and colons stand where they should and say nothing.
        let skipped = self.text.as_bytes().get(self.at..)?;
        self.at += skipped.iter().take_while(|byte| is_between(**byte)).count();
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past the bracket that was peeked.
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// The text from here on.
    pub(super) fn rest(&self) -> &'p str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes the value or key that was peeked, whole; brackets inside it may be nested `depth`
    /// deep.
    pub(super) fn take(&mut self, depth: usize) -> Result<&'p str, TooDeep<'p>> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        self.at = match bytes.get(start) {
            Some(b'"') => end_of_string(bytes, start),
            Some(b'{' | b'[') => end_of_brackets(self.text, start, depth)?,
            _ => end_of_word(bytes, start),
        };
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }
}

/// Whether `true` stands anywhere in checked text as a value, not inside a string.
pub(super) fn holds_true(text: &str) -> bool {
    if !text.contains("true") {
        return false;
    }
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => at = end_of_string(bytes, at),
            b't' => return true,
            _ => at += 1,
        }
    }
    false
}

/// The strings and numbers in checked text that are values; keys are none, nor are bools.
pub(super) fn leaves(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while let Some(byte) = bytes.get(at) {
            let start = at;
            match byte {
                b'"' => {
                    at = end_of_string(bytes, start);
                    let behind = bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace());
                    if behind != Some(&b':') {
                        return text.get(start..at);
                    }
                }
                b'-' | b'0'..=b'9' => {
                    at = end_of_word(bytes, start);
                    return text.get(start..at);
                }
                _ => at += 1,
            }
        }
        None
    })
}

fn is_between(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':')
}

fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        match rest.iter().position(|byte| matches!(byte, b'"' | b'\\')) {
            None => return bytes.len(),
            Some(skip) if rest[skip] == b'"' => return at + skip + 1,
            Some(skip) => at += skip + 2,
        }
    }
}

fn end_of_brackets(text: &str, start: usize, most: usize) -> Result<usize, TooDeep<'_>> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = end_of_string(bytes, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        if depth > most {
            return Err(TooDeep(text.get(at..).unwrap_or_default()));
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    Ok(at)
}

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let ends = |byte: &u8| is_between(*byte) || matches!(byte, b'}' | b']');
    start + rest.iter().position(ends).unwrap_or(rest.len())
}
