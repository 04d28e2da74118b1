//! Makes text of others harmless for terminals and for the logs of build services.

use std::{borrow::Cow, fmt::Write};

/// The text with every character that could move, hide, colour or reorder what is around it
/// written out, and with `##[` and its kin, which build services obey wherever they stand in a
/// line, taken apart.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (position, character) in text.char_indices() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '#' if begins_command(&text[position..]) => out.push_str("\\u{23}"),
            _ if is_harmful(character) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    Cow::Owned(out)
}

fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character,
            // Marks, embeddings and isolates that reorder text.
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            // What no terminal shows: two different addresses would look the same.
            | '\u{ad}' | '\u{34f}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2065}'
            | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
            // Ends of lines beside the usual ones.
            | '\u{2028}' | '\u{2029}')
}

/// `##[`, `##vso[`, `##teamcity[`.
fn begins_command(text: &str) -> bool {
    text.strip_prefix("##").is_some_and(|rest| {
        rest.trim_start_matches(|character: char| character.is_ascii_alphabetic())
            .starts_with('[')
    })
}

#[cfg(test)]
mod tests;
