//! IAM's wildcards: does a pattern of a document cover, or touch, what is asked about.
//!
//! `*` stands for any text, also across `:` and `/`, and `?` for one character. What is asked
//! may itself hold them and then means everything it could stand for, so covering it is inclusion
//! of one set of texts in another and not a match.

use std::collections::BTreeSet;

/// Steps after which a comparison gives up. Patterns that people write take a few hundred.
const PATIENCE: usize = 2_000_000;

/// A pattern of a document.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Token>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Literal(char),
    /// `?`
    One,
    /// `*`
    Many,
    /// `${aws:username}`: some text that depends on who asks, and holds no wildcards.
    Variable,
}

/// What the values of variables are taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Variables {
    /// Whatever serves best.
    Best,
    /// Whatever serves least.
    Worst,
}

/// Whether one holds for every value of the variables in a pattern, or for none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// It depends on the values of variables.
    Variable,
    /// The comparison took too long.
    TooLong,
}

impl Pattern {
    /// Reads a pattern; with variables only where the version of the document has them.
    pub(super) fn new(text: &str, variables: bool) -> Pattern {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if variables && let Some((token, after)) = variable(rest) {
                tokens.push(token);
                rest = after;
                continue;
            }
            tokens.push(match character {
                '*' => Token::Many,
                '?' => Token::One,
                literal => Token::Literal(literal),
            });
            rest = &rest[character.len_utf8()..];
        }
        Pattern(tokens)
    }

    /// Whether it matches everything that the question stands for.
    pub(super) fn covers(&self, question: &str) -> Match {
        let question: Vec<Token> = question.chars().map(token).collect();
        self.weigh(|variables| Inclusion::new(&self.0, &question, variables).holds())
    }

    /// Whether it matches something that the question stands for.
    pub(super) fn touches(&self, question: &str) -> Match {
        let question: Vec<Token> = question.chars().map(token).collect();
        self.weigh(|variables| Some(touches(&self.0, &question, variables)))
    }

    fn weigh(&self, holds: impl Fn(Variables) -> Option<bool>) -> Match {
        match holds(Variables::Best) {
            None => Match::TooLong,
            Some(false) => Match::No,
            Some(true) if !self.0.contains(&Token::Variable) => Match::Yes,
            Some(true) => match holds(Variables::Worst) {
                None => Match::TooLong,
                Some(true) => Match::Yes,
                Some(false) => Match::Variable,
            },
        }
    }
}

/// A variable at the start of a text. `${*}`, `${?}` and `${$}` are how a document spells the
/// characters themselves.
fn variable(text: &str) -> Option<(Token, &str)> {
    let (name, after) = text.strip_prefix("${")?.split_once('}')?;
    let token = match name {
        "*" => Token::Literal('*'),
        "?" => Token::Literal('?'),
        "$" => Token::Literal('$'),
        _ => Token::Variable,
    };
    Some((token, after))
}

fn token(character: char) -> Token {
    match character {
        '*' => Token::Many,
        '?' => Token::One,
        literal => Token::Literal(literal),
    }
}

/// Where one could be in the pattern after some text; the last place is its end.
type Places = Vec<bool>;

/// Walks the question and keeps all places in the pattern where its texts could be.
///
/// A wildcard of the question is tried with a character that the pattern does not name: whatever
/// lets that one through lets every character through.
struct Inclusion<'a> {
    pattern: &'a [Token],
    question: &'a [Token],
    variables: Variables,
    seen: BTreeSet<(usize, Places)>,
    steps: usize,
}

impl<'a> Inclusion<'a> {
    fn new(pattern: &'a [Token], question: &'a [Token], variables: Variables) -> Inclusion<'a> {
        Inclusion {
            pattern,
            question,
            variables,
            seen: BTreeSet::new(),
            steps: 0,
        }
    }

    /// `None` if it takes too long.
    fn holds(mut self) -> Option<bool> {
        let mut start = vec![false; self.pattern.len() + 1];
        start[0] = true;
        self.spread(&mut start);
        let mut open = vec![(0, start)];
        while let Some((at, places)) = open.pop() {
            if self.steps > PATIENCE {
                return None;
            }
            match self.question.get(at) {
                None if places[self.pattern.len()] => {}
                None => return Some(false),
                Some(Token::Many) => {
                    let longer = self.step(&places, None);
                    let harder = longer.iter().zip(&places).any(|(new, old)| *old && !new);
                    if harder {
                        self.enter(&mut open, at, longer);
                    }
                    // Last in is first out: short texts are tried first, and fail soonest.
                    self.enter(&mut open, at + 1, places);
                }
                Some(Token::Literal(character)) => {
                    let next = self.step(&places, Some(*character));
                    self.enter(&mut open, at + 1, next);
                }
                Some(Token::One | Token::Variable) => {
                    let next = self.step(&places, None);
                    self.enter(&mut open, at + 1, next);
                }
            }
        }
        Some(true)
    }

    fn enter(&mut self, open: &mut Vec<(usize, Places)>, at: usize, places: Places) {
        let state = (at, places);
        if !self.seen.contains(&state) {
            self.seen.insert(state.clone());
            open.push(state);
        }
    }

    /// The places after one more character; `None` is one that the pattern does not name.
    fn step(&mut self, places: &Places, character: Option<char>) -> Places {
        let mut next = vec![false; places.len()];
        self.steps += places.len();
        for (at, token) in self.pattern.iter().enumerate() {
            if !places[at] {
                continue;
            }
            match token {
                Token::Many => next[at] = true,
                Token::One => next[at + 1] = true,
                Token::Literal(literal) if character == Some(*literal) => next[at + 1] = true,
                Token::Variable if character.is_some() => next[at] = true,
                Token::Literal(_) | Token::Variable => {}
            }
        }
        self.spread(&mut next);
        next
    }

    /// Adds the places that are reached without a character.
    fn spread(&self, places: &mut Places) {
        for (at, token) in self.pattern.iter().enumerate() {
            let passes = match token {
                Token::Many => true,
                Token::Variable => self.variables == Variables::Best,
                Token::One | Token::Literal(_) => false,
            };
            if passes && places[at] {
                places[at + 1] = true;
            }
        }
    }
}

/// Whether some text matches both.
fn touches(pattern: &[Token], question: &[Token], variables: Variables) -> bool {
    let best = variables == Variables::Best;
    let mut row = vec![false; question.len() + 1];
    row[0] = true;
    for at in 0..=pattern.len() {
        let token = pattern.get(at);
        let mut next = vec![false; question.len() + 1];
        for place in 0..=question.len() {
            if !row[place] {
                continue;
            }
            let asked = question.get(place);
            let spans = token == Some(&Token::Many) || (token == Some(&Token::Variable) && best);
            if spans {
                next[place] = true;
            }
            if place < question.len() && (spans || asked == Some(&Token::Many)) {
                row[place + 1] = true;
            }
            if asked == Some(&Token::Many) {
                next[place] = true;
            }
            if let (Some(one), Some(other)) = (token, asked)
                && meet(*one, *other)
            {
                next[place + 1] = true;
            }
        }
        if at == pattern.len() {
            return row[question.len()];
        }
        row = next;
    }
    false
}

/// Whether two tokens can stand for the same one character.
fn meet(one: Token, other: Token) -> bool {
    match (one, other) {
        (Token::Literal(one), Token::Literal(other)) => one == other,
        (Token::One, Token::Literal(_) | Token::One) | (Token::Literal(_), Token::One) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Match, Pattern};

    /// Every text over the alphabet up to a length.
    fn texts(alphabet: &str, longest: usize) -> Vec<String> {
        let mut all = vec![String::new()];
        let mut last = all.clone();
        for _ in 0..longest {
            last = last
                .iter()
                .flat_map(|text| alphabet.chars().map(move |next| format!("{text}{next}")))
                .collect();
            all.extend(last.clone());
        }
        all
    }

    /// Plain matching, told apart from the code above by being obvious.
    fn matches(pattern: &str, text: &str) -> bool {
        match pattern.chars().next() {
            None => text.is_empty(),
            Some('*') => (0..=text.len()).any(|skip| matches(&pattern[1..], &text[skip..])),
            Some('?') => !text.is_empty() && matches(&pattern[1..], &text[1..]),
            Some(literal) => text.starts_with(literal) && matches(&pattern[1..], &text[1..]),
        }
    }

    #[test]
    fn covering_and_touching_agree_with_every_text() {
        let patterns = texts("a*?", 4);
        let words = texts("ab", 7);
        for question in &patterns {
            let meant: Vec<&String> = words
                .iter()
                .filter(|word| matches(question, word))
                .collect();
            for pattern in &patterns {
                let wrong = format!("pattern {pattern:?}, question {question:?}");
                let read = Pattern::new(pattern, true);
                let all = meant.iter().all(|word| matches(pattern, word));
                assert_eq!(read.covers(question) == Match::Yes, all, "covers: {wrong}");
                let some = meant.iter().any(|word| matches(pattern, word));
                assert_eq!(
                    read.touches(question) == Match::Yes,
                    some,
                    "touches: {wrong}"
                );
            }
        }
    }

    #[test]
    fn variables_depend_on_who_asks() {
        let home = Pattern::new("arn:aws:s3:::home/${aws:username}/*", true);
        assert_eq!(home.covers("arn:aws:s3:::home/ada/notes"), Match::Variable);
        assert_eq!(home.covers("arn:aws:s3:::other/ada/notes"), Match::No);
        assert_eq!(home.covers("arn:aws:s3:::home/*"), Match::No);
        assert_eq!(home.touches("arn:aws:s3:::home/*"), Match::Yes);
        assert_eq!(home.touches("arn:aws:s3:::home/ada/x"), Match::Variable);
        let old = Pattern::new("arn:aws:s3:::home/${aws:username}/*", false);
        assert_eq!(old.covers("arn:aws:s3:::home/ada/notes"), Match::No);
        assert_eq!(Pattern::new("a${*}", true).covers("ab"), Match::No);
    }

    #[test]
    fn long_patterns_end() {
        let pattern = "?*".repeat(1000);
        assert_ne!(Pattern::new(&pattern, true).covers("?*:?*"), Match::Yes);
        let both = "*a?".repeat(300);
        Pattern::new(&both, true).covers(&both);
        Pattern::new(&both, true).touches(&both);
    }
}
