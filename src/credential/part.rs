//! What user data decodes to: a script, or the parts that it was put together from.
//!
//! It may be plain text or base64, compressed, in several parts by MIME, and hold files that are
//! encoded once more, as `write_files` of cloud-config has them. Nothing here trusts it: what it
//! decodes to, how many parts it has and how deep they lie is bounded.

use std::fmt;
use std::io::Read;
use std::ops::Range;

use flate2::bufread::GzDecoder;

use super::base64;
use super::mime::{self, Message};

/// All that is decoded may have this many bytes.
const LARGEST: usize = 1024 * 1024;
/// Parts may lie this deep in each other.
const DEEPEST: usize = 6;
/// There may be this many parts.
const MOST: usize = 256;
/// What is encoded inside of a text has this many digits at least.
const ENCODED: usize = 32;
/// What compressed data begins with.
const COMPRESSED: [u8; 2] = [0x1f, 0x8b];

/// One text that user data decodes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which part it is: `part 2`; empty where it is all there is.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What user data decodes to.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Every part, in order.
    pub list: Vec<Part>,
    /// Why there may be more that nobody looked at.
    pub lost: Option<Lost>,
}

/// Why a part of user data was not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It decodes to too much.
    TooLarge,
    /// Parts lie too deep in each other.
    TooDeep,
    /// There are too many parts.
    TooMany,
    /// Compressed data ends too early, or is damaged.
    Damaged,
}

impl fmt::Display for Lost {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lost::TooLarge => write!(out, "it decodes to more than {} MiB", LARGEST >> 20),
            Lost::TooDeep => write!(out, "its parts lie more than {DEEPEST} deep in each other"),
            Lost::TooMany => write!(out, "it has more than {MOST} parts"),
            Lost::Damaged => out.write_str("compressed data in it is damaged"),
        }
    }
}

/// Every text that user data decodes to, as far as that is bounded.
pub fn parts(text: &str) -> Parts {
    let mut decoder = Decoder {
        parts: Parts::default(),
        left: LARGEST,
    };
    match base64::decode(text).filter(|bytes| is_content(bytes)) {
        Some(bytes) => decoder.bytes(String::new(), bytes, 0),
        None => decoder.text(String::new(), text, 0),
    }
    decoder.parts
}

struct Decoder {
    parts: Parts,
    /// How many bytes may still be decoded.
    left: usize,
}

impl Decoder {
    fn lose(&mut self, lost: Lost) {
        self.parts.lost.get_or_insert(lost);
    }

    /// What was decoded: perhaps compressed, and a text in the end.
    fn bytes(&mut self, name: String, bytes: Vec<u8>, depth: usize) {
        let bytes = if bytes.starts_with(&COMPRESSED) {
            self.uncompressed(&bytes)
        } else {
            bytes
        };
        if bytes.len() > self.left {
            self.left = 0;
            return self.lose(Lost::TooLarge);
        }
        self.left -= bytes.len();
        // Compressed twice.
        if bytes.starts_with(&COMPRESSED) {
            if depth >= DEEPEST {
                return self.lose(Lost::TooDeep);
            }
            return self.bytes(name, bytes, depth + 1);
        }
        self.text(name, &String::from_utf8_lossy(&bytes), depth);
    }

    /// Several members may follow each other; what else follows is no part of it.
    fn uncompressed(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        let mut all = Vec::new();
        while bytes.starts_with(&COMPRESSED) {
            let bound = self.left.saturating_sub(all.len()) + 1;
            let mut member = GzDecoder::new(bytes);
            let read = (&mut member)
                .take(u64::try_from(bound).unwrap_or(u64::MAX))
                .read_to_end(&mut all);
            if read.is_err() {
                self.lose(Lost::Damaged);
            }
            if read.is_err() || all.len() > self.left {
                break;
            }
            bytes = member.into_inner();
        }
        all
    }

    fn text(&mut self, name: String, text: &str, depth: usize) {
        let Some(message) = mime::read(text) else {
            return self.plain(name, text, depth);
        };
        if depth >= DEEPEST {
            return self.lose(Lost::TooDeep);
        }
        match message {
            Message::Single(body) => self.bytes(name, body, depth + 1),
            Message::Several { parts, around } => {
                for (at, part) in parts.into_iter().enumerate() {
                    let number = at + 1;
                    let name = match name.as_str() {
                        "" => format!("part {number}"),
                        outer => format!("{outer}.{number}"),
                    };
                    let body = part.strip_prefix("\r\n").or(part.strip_prefix('\n'));
                    match body {
                        // It has no headers.
                        Some(body) => self.plain(name, body, depth + 1),
                        None => self.text(name, part, depth + 1),
                    }
                }
                if !around.trim().is_empty() {
                    let name = match name.as_str() {
                        "" => "what stands around the parts".to_owned(),
                        outer => format!("what stands around the parts of {outer}"),
                    };
                    self.parts.list.push(Part { name, text: around });
                }
            }
        }
    }

    fn plain(&mut self, name: String, text: &str, depth: usize) {
        if self.parts.list.len() >= MOST {
            return self.lose(Lost::TooMany);
        }
        let place = self.parts.list.len();
        let text = text.to_owned();
        self.parts.list.push(Part { name, text });
        self.encoded(place, depth);
    }

    /// What stands encoded in a part, such as a file that it writes.
    fn encoded(&mut self, place: usize, depth: usize) {
        let Some(part) = self.parts.list.get(place).cloned() else {
            return;
        };
        for (line, bytes) in runs(&part.text) {
            if depth >= DEEPEST {
                return self.lose(Lost::TooDeep);
            }
            let name = match part.name.as_str() {
                "" => format!("what line {line} encodes"),
                outer => format!("what line {line} of {outer} encodes"),
            };
            self.bytes(name, bytes, depth + 1);
        }
    }
}

/// Whether decoded bytes are something that somebody encoded, and not digits by chance.
fn is_content(bytes: &[u8]) -> bool {
    let is_printed = |character: char| !character.is_control() || character.is_ascii_whitespace();
    bytes.starts_with(&COMPRESSED)
        || std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(is_printed))
}

/// What is encoded in a text, with the line that it begins on. It goes on over whole lines.
fn runs(text: &str) -> Vec<(usize, Vec<u8>)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let mut next = at + 1;
        for place in digits(line).filter(|place| place.len() >= ENCODED) {
            let run = &line[place.clone()];
            let below = &lines[at + 1..];
            let goes_on = place.end == line.trim_end().len() && !run.ends_with('=');
            let more = if goes_on { wrapped(below) } else { 0 };
            // The last line may be something else, such as the end of a heredoc.
            let fewer = more.checked_sub(1);
            let counts = [Some(more), fewer.filter(|fewer| *fewer > 0 || more == 1)];
            let decoded = counts.into_iter().flatten().find_map(|count| {
                let joined: String = std::iter::once(run)
                    .chain(below[..count].iter().map(|line| line.trim()))
                    .collect();
                let bytes = base64::decode(&joined).filter(|bytes| is_content(bytes))?;
                Some((count, bytes))
            });
            let is_whole = line.trim() == run
                && below
                    .first()
                    .is_some_and(|one| one.trim().len() == run.len());
            match decoded {
                Some((count, bytes)) => {
                    next = at + 1 + count;
                    found.push((at + 1, bytes));
                }
                // None of these lines begins anything else.
                None if is_whole => next = at + 1 + more,
                None => {}
            }
        }
        at = next;
    }
    found
}

/// How many lines a wrapped encoding goes on: they are equally long, but for the last.
fn wrapped(lines: &[&str]) -> usize {
    let is_run = |line: &str| {
        let digits = line.trim_end_matches('=');
        !digits.is_empty() && digits.bytes().all(base64::is_digit)
    };
    let width = lines.first().map_or(0, |line| line.trim().len());
    let mut count = 0;
    for line in lines.iter().map(|line| line.trim()) {
        if !is_run(line) || line.len() > width {
            break;
        }
        count += 1;
        if line.len() < width || line.ends_with('=') {
            break;
        }
    }
    count
}

/// Where a line may have base64, with its padding.
fn digits(line: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = line.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from
            + bytes
                .get(from..)?
                .iter()
                .position(|b| base64::is_digit(*b))?;
        let is_digit = |byte: &&u8| base64::is_digit(**byte);
        let length = bytes[start..].iter().take_while(is_digit).count();
        let behind = bytes[start + length..].iter().take(2);
        let padding = behind.take_while(|byte| **byte == b'=').count();
        from = start + length + padding;
        Some(start..from)
    })
}
