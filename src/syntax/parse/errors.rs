//! What pest says, in words that a person knows.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::expected::{self, Expected};
use super::word::{ITEMS, PARTS, RESERVED, meant};
use super::{Reader, Rule};
use crate::diagnostic::Diagnostic;

/// Signs of other languages, and what to write here.
const SIGNS: [(&str, &str); 11] = [
    ("===", "did you mean `==`?"),
    ("!==", "did you mean `!=`?"),
    ("=~", "did you mean `matches`?"),
    ("~", "did you mean `matches`?"),
    ("=>", "did you mean `>=`, or `:` before the condition?"),
    ("<>", "did you mean `!=`?"),
    ("&", "did you mean `and`?"),
    ("|", "did you mean `or`?"),
    (
        "*",
        "of every element speaks `all(x in xs : …)`, of some element `any(x in xs : …)`",
    ),
    (";", "a statement ends where the next one begins; delete it"),
    (
        "->",
        "an arrow needs something before it, as in `self.role -> aws_iam_role`",
    ),
];

impl Reader<'_> {
    /// A part that the grammar refuses.
    pub(super) fn syntax_error(&mut self, text: &str, error: &Error<Rule>) {
        let problem = match &error.variant {
            ErrorVariant::ParsingError { positives, .. } => {
                let place = Place::of(text, error);
                let expected = expected::of(positives);
                self.wrong_word(&place, &expected)
                    .unwrap_or_else(|| self.refused(&place, &expected))
            }
            ErrorVariant::CustomError { message } => {
                let span = self.span_of(0, token(text).len());
                let problem = Diagnostic::error("B501", message.clone(), span, "too much here");
                problem.help("name a part with `let` or `define`")
            }
        };
        self.error(problem);
    }

    /// A line that the grammar refuses.
    pub(super) fn line_error(&mut self, text: &str, error: &Error<Rule>) {
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
            return self.syntax_error(text, error);
        };
        let place = Place::of(text, error);
        let expected = expected::of(positives);
        let problem = if place.found.is_empty() {
            let code = without_comments(text);
            let (message, label) = if code.trim().is_empty() {
                ("there is no expression", "expected one here".to_owned())
            } else {
                let label = format!("{} here", expected.label());
                ("the expression ends too early", label)
            };
            let span = self.span_of(code.len(), code.len());
            Diagnostic::error("P101", message, span, label)
        } else {
            let mut problem = self.refused(&place, &expected);
            if place.start == 0 {
                let help = "an expression stands here, or `let x = …`";
                problem.help.get_or_insert_with(|| help.to_owned());
            }
            problem
        };
        self.error(problem);
    }

    /// A word that begins a line, but neither a statement nor an item.
    fn wrong_word(&self, place: &Place<'_>, expected: &Expected) -> Option<Diagnostic> {
        let (start, words, message, label): (usize, &[&str], _, _) = if self.is_part {
            let first = token(place.text);
            let is_first = !PARTS.contains(&first) && is_word(first) && !place.is_assigned(first);
            if !is_first && (!place.begins_line() || expected.is_name || place.found == "message") {
                return None;
            }
            let start = if is_first { 0 } else { place.start };
            (
                start,
                &PARTS,
                "begins no statement",
                "expected a statement, or a key of the header",
            )
        } else {
            let first = token(place.text);
            let is_first = !ITEMS.contains(&first);
            let may_be_item = place.begins_line() && place.is_at_margin();
            if !is_first && !may_be_item {
                return None;
            }
            let start = if is_first { 0 } else { place.start };
            let label = "expected `rule`, `define`, `param`, `import` or `test`";
            (start, &ITEMS, "begins nothing", label)
        };
        let wrong = token(&place.text[start..]);
        if RESERVED.contains(&wrong) && meant(wrong, words).is_none() {
            return None;
        }
        let span = self.span_of(start, start + wrong.len().max(1));
        let problem = Diagnostic::error("P101", format!("`{wrong}` {message}"), span, label);
        let word = if is_word(wrong) {
            meant(wrong, words)
        } else {
            None
        };
        Some(match word {
            Some(word) => problem.help(format!("did you mean `{word}`?")),
            None if self.is_part => {
                problem.help(format!("statements are: {}", listed(&PARTS[..7])))
            }
            None => problem,
        })
    }

    fn refused(&self, place: &Place<'_>, expected: &Expected) -> Diagnostic {
        if place.found.is_empty() {
            return self.too_early(place, expected);
        }
        let found = place.found;
        let span = self.span_of(place.start, place.start + found.len());
        let label = expected.label();
        let message = if found.starts_with(|c: char| c.is_ascii_digit()) && !is_number(found) {
            format!("`{found}` is no number")
        } else if RESERVED.contains(&found) && expected.is_name {
            format!("`{found}` is a word of the language")
        } else {
            format!("`{found}` cannot stand here")
        };
        let problem = Diagnostic::error("P101", message, span, label);
        match help(place, expected) {
            Some(help) => problem.help(help),
            None => problem,
        }
    }

    /// Something is missing at the end of a part or item.
    fn too_early(&self, place: &Place<'_>, expected: &Expected) -> Diagnostic {
        let code = without_comments(place.text);
        let span = self.span_of(code.len(), code.len());
        let first = token(place.text);
        let message = if first.is_empty() {
            "the file ends too early".to_owned()
        } else {
            format!("this `{first}` ends too early")
        };
        Diagnostic::error("P101", message, span, format!("{} here", expected.label()))
    }
}

/// Where the grammar stopped.
struct Place<'t> {
    text: &'t str,
    start: usize,
    found: &'t str,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, error: &Error<Rule>) -> Place<'t> {
        let start = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let start = start.min(text.len());
        let rest = &text[start..];
        let mut start = start + (rest.len() - rest.trim_start().len());
        // The grammar took the `=` of `==` or `=~` for one of its own.
        if text[start..].starts_with(['=', '~', '>']) {
            let before = text[..start].trim_end_matches(['=', '!']);
            start = before.len();
        }
        let found = token(&text[start..]);
        Place { text, start, found }
    }

    /// Whether it stands first on its line, and is a word.
    fn begins_line(&self) -> bool {
        let line = &self.text[..self.start];
        let line = &line[line.rfind('\n').map_or(0, |newline| newline + 1)..];
        line.trim().is_empty() && is_word(self.found)
    }

    fn is_at_margin(&self) -> bool {
        self.start == 0 || self.text[..self.start].ends_with('\n')
    }

    /// Whether `=` or `{` follows the first word: it is a key of the header.
    fn is_assigned(&self, first: &str) -> bool {
        let rest = self.text[first.len()..].trim_start();
        rest.starts_with('{') || (rest.starts_with('=') && !rest.starts_with("=="))
    }
}

fn help(place: &Place<'_>, expected: &Expected) -> Option<String> {
    let found = place.found;
    let rest = &place.text[place.start + found.len()..];
    if let Some((_, help)) = SIGNS.iter().find(|(sign, _)| *sign == found) {
        return Some((*help).to_owned());
    }
    let words: Vec<&str> = expected
        .words
        .iter()
        .filter_map(|word| bare(word))
        .collect();
    if found.starts_with('\'') {
        let text = found.trim_matches('\'');
        return Some(format!("strings stand in double quotes: `\"{text}\"`"));
    }
    if found.starts_with('"') && words.contains(&"set") {
        return Some(format!("to compare with a value, write `== {found}`"));
    }
    if found.starts_with('"') {
        let word = words
            .into_iter()
            .find(|word| matches!(*word, "message" | "because"))?;
        return Some(format!("write `{word}` before the text"));
    }
    if found == "==" && words.contains(&"=") {
        return Some("`=` gives a value, `==` compares".to_owned());
    }
    if found == "or" && words.contains(&"when") {
        return Some("several types stand behind each other with commas".to_owned());
    }
    if matches!(found, "contains" | "like" | "matches" | "in") && rest.starts_with('(') {
        return Some(format!(
            "`{found}` stands between two values, as in `a {found} b`"
        ));
    }
    if RESERVED.contains(&found) && expected.is_name {
        return Some("choose another name".to_owned());
    }
    if !is_word(found) {
        return None;
    }
    if expected.words.iter().any(|word| word == "a string") {
        return Some(format!("text stands in quotes: `\"{found}\"`"));
    }
    let words: Vec<&'static str> = expected::KEYWORDS
        .iter()
        .copied()
        .filter(|word| words.contains(word))
        .collect();
    Some(format!("did you mean `{}`?", meant(found, &words)?))
}

/// The word of `` `word` ``.
fn bare(word: &str) -> Option<&str> {
    word.strip_prefix('`')?.strip_suffix('`')
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The token that stands at the start of a text.
fn token(text: &str) -> &str {
    let Some(first) = text.chars().next() else {
        return "";
    };
    let line = text.lines().next().unwrap_or_default();
    let signs = |c: char| !"=!<>~&|?-".contains(c);
    let length = match first {
        c if c.is_ascii_alphanumeric() || c == '_' => {
            let letters =
                line.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
            return line[..letters.unwrap_or(line.len())].trim_end_matches('-');
        }
        '"' | '\'' => quoted(line, first),
        c if !signs(c) => line.find(signs).unwrap_or(line.len()),
        c => c.len_utf8(),
    };
    &text[..length]
}

/// The length of a string to its closing quote, or of the quote alone.
fn quoted(line: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in line.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    1
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn is_number(token: &str) -> bool {
    token.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text up to its last line that is no comment.
fn without_comments(text: &str) -> &str {
    let mut text = text.trim_end();
    while let Some((before, last)) = text.rsplit_once('\n')
        && (last.trim_start().starts_with('#') || last.trim_start().starts_with("//"))
    {
        text = before.trim_end();
    }
    text
}
