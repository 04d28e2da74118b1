//! Makes text from a plan harmless where people and build logs read it.
//!
//! Whoever writes the plan must not be able to move the cursor, hide a line, turn text round or
//! speak to the build server. So everything that a reader cannot see is written out, and so is
//! what begins a command to a build server.

use std::borrow::Cow;

/// The text with every invisible or commanding character written out, `\n` or `\u{1b}` style.
///
/// Nothing that it writes is itself escaped, so escaping twice changes nothing: a report may
/// escape a whole line again after putting it together from escaped parts, and should, because
/// two harmless parts (`:` and `:error::`) can make a command.
///
/// Backslashes stay as they are. In bare text `\n` may therefore also be what was in the plan;
/// the quoted form of [`super::print`] doubles them and is exact.
pub fn escape(text: &str) -> Cow<'_, str> {
    let safe = pieces(text).all(|piece| matches!(piece, Piece::Same(_)));
    if safe {
        return Cow::Borrowed(text);
    }
    Cow::Owned(pieces(text).map(|piece| piece.to_string()).collect())
}

/// One character of escaped text: what must not be torn when a text is shortened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// The character as it is.
    Same(char),
    /// The character written out.
    Escaped(char),
}

impl std::fmt::Display for Piece {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        use std::fmt::Write;
        match self {
            Piece::Same(character) => out.write_char(*character),
            Piece::Escaped('\n') => out.write_str("\\n"),
            Piece::Escaped('\r') => out.write_str("\\r"),
            Piece::Escaped('\t') => out.write_str("\\t"),
            Piece::Escaped(character) => write!(out, "\\u{{{:x}}}", u32::from(*character)),
        }
    }
}

/// The pieces of the escaped text, one for each character.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece> + '_ {
    text.char_indices().map(|(at, character)| {
        if is_hidden(character) || starts_command(text, at) {
            Piece::Escaped(character)
        } else {
            Piece::Same(character)
        }
    })
}

/// Control characters, and characters without a shape that hide, join or turn what is around them.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a command to a build server begins here: `::` first on a line (GitHub, which trims the
/// line), `##[`, `##vso[` or `##teamcity[` anywhere (GitHub, Azure, `TeamCity`).
///
/// The name of a command begins with a letter, so that ranges such as `::/0` stay as they are.
fn starts_command(text: &str, at: usize) -> bool {
    let rest = &text[at..];
    if let Some(name) = rest.strip_prefix("::") {
        let is_address = name.starts_with(|next: char| next == '/' || next.is_ascii_digit());
        return !is_address && text[..at].trim_start().is_empty();
    }
    rest.strip_prefix("##").is_some_and(|rest| {
        rest.trim_start_matches(|letter: char| letter.is_ascii_alphabetic())
            .starts_with('[')
    })
}
