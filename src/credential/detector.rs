//! The detectors, as `detectors.txt` has them.

use std::collections::HashSet;
use std::sync::OnceLock;

use regex::Regex;

/// A form of credentials.
#[derive(Debug)]
pub struct Detector {
    /// Its stable id.
    pub id: &'static str,
    /// What it finds, in words: `a private key`.
    pub kind: &'static str,
    pub(super) pattern: Regex,
    pub(super) beside: Option<Regex>,
    pub(super) shape: Shape,
    /// Texts with such a credential.
    pub(super) found: Vec<String>,
    /// Texts without one.
    pub(super) clean: Vec<String>,
}

/// What the characters of a secret are like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// Whatever the pattern lets in.
    #[default]
    Any,
    /// Small letters, capitals and digits.
    Mixed,
    /// Small letters, capitals, and several different characters.
    Varied,
}

/// Everything that is known of credentials.
pub(super) struct Known {
    pub(super) detectors: Vec<Detector>,
    pub(super) examples: HashSet<&'static str>,
}

/// The detectors and the examples that everybody knows.
pub(super) fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| read(include_str!("detectors.txt")))
}

/// How many different characters a secret has at least.
const VARIED: usize = 10;

impl Shape {
    /// Whether a secret looks like this.
    pub(super) fn fits(self, secret: &str) -> bool {
        let has = |is: fn(&u8) -> bool| secret.as_bytes().iter().any(is);
        let letters = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
        let varied = || secret.bytes().collect::<HashSet<u8>>().len() >= VARIED;
        match self {
            Shape::Any => true,
            Shape::Mixed => letters && has(u8::is_ascii_digit) && varied() && !is_number(secret),
            Shape::Varied => letters && varied() && !is_number(secret),
        }
    }
}

/// Whether a text is a number in hexadecimal, as hashes are.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn read(text: &'static str) -> Known {
    let mut known = Known {
        detectors: Vec::new(),
        examples: HashSet::new(),
    };
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((key, value)) = line.trim_start().split_once(' ') else {
            continue;
        };
        let value = value.trim_start();
        match (key, known.detectors.last_mut()) {
            ("example", _) => {
                known.examples.insert(value);
            }
            ("detector", _) => known.detectors.push(Detector::new(value)),
            ("kind", Some(last)) => last.kind = value,
            ("pattern", Some(last)) => last.pattern = pattern(value),
            ("beside", Some(last)) => last.beside = Some(pattern(value)),
            ("shape", Some(last)) if value == "mixed" => last.shape = Shape::Mixed,
            ("shape", Some(last)) if value == "varied" => last.shape = Shape::Varied,
            ("found", Some(last)) => last.found.push(value.replace("\\n", "\n")),
            ("clean", Some(last)) => last.clean.push(value.replace("\\n", "\n")),
            _ => {}
        }
    }
    known
}

impl Detector {
    fn new(id: &'static str) -> Detector {
        Detector {
            id,
            kind: "",
            pattern: pattern(NOTHING),
            beside: None,
            shape: Shape::Any,
            found: Vec::new(),
            clean: Vec::new(),
        }
    }
}

/// A pattern that matches nothing.
const NOTHING: &str = r"[^\s\S]";

#[expect(
    clippy::expect_used,
    reason = "the patterns are a part of the program, and a test reads them all"
)]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of `detectors.txt` is a regular expression")
}
