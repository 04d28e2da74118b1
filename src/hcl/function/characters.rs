//! Characters as Terraform counts them.
//!
//! Terraform composes every text (Unicode's form NFC) and counts what a reader sees as one
//! character. Both need large tables. So here only texts are known in which every code point is
//! composed already and is a character of its own, which is nearly all text of configurations.

use super::super::value::Value;

/// Code points that are one character each, composed, and join with no neighbour.
const PLAIN: &[(u32, u32)] = &[
    (0x00, 0x2FF),      // Latin
    (0x400, 0x482),     // Cyrillic
    (0x48A, 0x52F),     // Cyrillic, more
    (0x2010, 0x2027),   // dashes, quotation marks, dots
    (0x2030, 0x205E),   // more punctuation
    (0x20A0, 0x20BF),   // currencies
    (0x2190, 0x2193),   // arrows
    (0x2500, 0x259F),   // boxes
    (0x3001, 0x3029),   // punctuation of East Asia
    (0x3041, 0x3096),   // Hiragana
    (0x30A1, 0x30FA),   // Katakana
    (0x4E00, 0x9FFF),   // Han
    (0xAC00, 0xD7A3),   // Hangul
    (0x1F600, 0x1F64F), // faces
];

/// Whether every code point is a composed character of its own, but for line ends.
pub(super) fn is_plain(text: &str) -> bool {
    text.is_ascii()
        || text.chars().all(|one| {
            let point = u32::from(one);
            // A soft hyphen is a control that some versions count differently.
            point != 0xAD
                && PLAIN
                    .iter()
                    .any(|(first, last)| (*first..=*last).contains(&point))
        })
}

/// The characters of a text; `None` if nobody can say.
pub(super) fn split(text: &str) -> Option<Vec<&str>> {
    if !is_plain(text) {
        return None;
    }
    let mut characters: Vec<&str> = Vec::new();
    let mut start = 0;
    for (at, one) in text.char_indices() {
        let end = at + one.len_utf8();
        // A carriage return and a line feed are one character.
        if one == '\r' && text[end..].starts_with('\n') {
            continue;
        }
        characters.push(&text[start..end]);
        start = end;
    }
    Some(characters)
}

/// A text that a function made; something unknown if Terraform would compose it.
pub(super) fn made(text: String) -> Value {
    if text.len() > super::MOST_BYTES {
        return Value::some_value("the text is too long");
    }
    if is_plain(&text) {
        Value::text(text)
    } else {
        Value::some_value("the text has characters that may be composed")
    }
}
