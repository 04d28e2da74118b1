//! Damages the text of a rule file as a hand that slips does: one mistake at a time.

use regex::Regex;

/// A rule file with one mistake in it.
#[derive(Clone, Debug)]
pub(crate) struct Damaged {
    /// What was damaged: `name`, `type`, `quantifier`, `bracket` or `quote`; `fixture` is a name in a
    /// test.
    pub(crate) kind: &'static str,
    /// The line, from 1.
    pub(crate) line: usize,
    /// What stood there, and what stands there now.
    pub(crate) change: (String, String),
    /// The whole file.
    pub(crate) text: String,
}

/// Every mistake of every kind that this knows to make, in the order of the text.
///
/// What a test gives may be of another type: Terraform converts it, so that the plan is the same.
pub(crate) fn damage(text: &str) -> Vec<Damaged> {
    let mut all = Vec::new();
    let tests = text.find("\ntest \"").unwrap_or(text.len());
    for token in tokens(text) {
        let word = &text[token.clone()];
        for (kind, replacement) in slips(word) {
            let kind = match kind {
                "type" if token.start > tests => continue,
                "name" if token.start > tests => "fixture",
                kind => kind,
            };
            let mut damaged = text.to_owned();
            damaged.replace_range(token.clone(), &replacement);
            all.push(Damaged {
                kind,
                line: text[..token.start].matches('\n').count() + 1,
                change: (word.to_owned(), replacement),
                text: damaged,
            });
        }
    }
    all
}

/// The parts of a file that mean something: words, literals and brackets. Comments do not, nor do
/// texts that are only read by people: header texts, messages, reasons and documentation.
fn tokens(text: &str) -> Vec<std::ops::Range<usize>> {
    let pattern = r#"(?x)
        (?<skip> \#[^\n]* | //[^\n]* | /\*(?s:.*?)\*/
          | (?:title|rationale|remediation|links|tags|replaces)\s*=\s*(?:<<-?(?<mark>EOT)(?s:.*?)\n\s*EOT|"(?:\\.|[^"\\])*"|\[[^\]]*\])
          | (?:ids|controls)\s*\{[^}]*\}
          | (?:message|because|doc)\s+(?:like\s+)?"(?:\\.|\$\{[^}]*\}|[^"\\])*"
        )
      | (?<text> "(?:\\.|[^"\\])*" )
      | (?<word> [A-Za-z_][A-Za-z0-9_]* )
      | (?<number> \d+(?:\.\d+)? )
      | (?<bracket> [()\[\]{}] )"#;
    let pattern = Regex::new(pattern).expect("the pattern is fixed");
    pattern
        .captures_iter(text)
        .filter(|found| found.name("skip").is_none())
        .filter_map(|found| found.get(0).map(|whole| whole.range()))
        .collect()
}

/// What a slip makes of a token.
fn slips(token: &str) -> Vec<(&'static str, String)> {
    let mut slips = Vec::new();
    match token {
        "(" | ")" | "[" | "]" | "{" | "}" => slips.push(("bracket", String::new())),
        "true" | "false" => slips.push(("type", format!("\"{token}\""))),
        "any" => slips.push(("quantifier", "all".to_owned())),
        "all" => slips.push(("quantifier", "any".to_owned())),
        "none" => slips.push(("quantifier", "any".to_owned())),
        "count" => slips.push(("quantifier", "any".to_owned())),
        _ if token.starts_with('"') => {
            slips.push(("quote", token[1..].to_owned()));
            slips.push(("quote", token[..token.len() - 1].to_owned()));
            slips.push(("type", "true".to_owned()));
        }
        _ if token.starts_with(|letter: char| letter.is_ascii_digit()) => {
            slips.push(("type", format!("\"{token}\"")));
        }
        _ => slips.extend(typos(token).map(|typo| ("name", typo))),
    }
    slips
}

/// A letter left out, two letters swapped, a letter doubled: each once, in the middle of the word.
fn typos(word: &str) -> impl Iterator<Item = String> {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let mut left_out = letters.clone();
    left_out.remove(middle);
    let mut doubled = letters.clone();
    doubled.insert(middle, letters[middle]);
    let swapped = (middle..letters.len())
        .find(|at| *at > 0 && letters[at - 1] != letters[*at])
        .map(|at| {
            let mut swapped = letters.clone();
            swapped.swap(at - 1, at);
            swapped
        });
    [Some(left_out), Some(doubled), swapped]
        .into_iter()
        .flatten()
        .filter(|typo| !typo.is_empty())
        .map(String::from_iter)
}
