//! IAM's wildcards: does a pattern of a document cover, or touch, what is asked about.
//!
//! `*` stands for any text and `?` for one character. What is asked may itself hold them and then
//! means everything it could stand for, so covering it is inclusion of one set of texts in another
//! and not a match.
//!
//! In ARNs, a `*` that ends a segment reaches across the `:` behind it. Of one in the middle of a
//! segment IAM's documentation says only that it stands for what is within the segment; where an
//! answer hangs on that, it is open.

use std::collections::BTreeSet;

/// Steps after which a comparison gives up. Patterns that people write take a few hundred.
const PATIENCE: usize = 2_000_000;

/// A pattern of a document.
#[derive(Debug)]
pub(super) struct Pattern {
    tokens: Vec<Token>,
    has_segments: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Literal(char),
    /// `?`
    One,
    /// `*`
    Many,
    /// `?` that does not stand for `:`
    OneWithin,
    /// `*` that does not reach across `:`
    ManyWithin,
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
    /// It depends on whether a wildcard reaches across a `:`.
    Reach,
    /// The comparison took too long.
    TooLong,
}

impl Pattern {
    /// Reads a pattern of actions.
    pub(super) fn action(text: &str) -> Pattern {
        Pattern {
            tokens: text.chars().map(token).collect(),
            has_segments: false,
        }
    }

    /// Reads a pattern of resources; with variables only where the version of the document has
    /// them.
    pub(super) fn resource(text: &str, variables: bool) -> Pattern {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(character) = rest.chars().next() {
            if variables && let Some((token, after)) = variable(rest) {
                tokens.push(token);
                rest = after;
                continue;
            }
            tokens.push(token(character));
            rest = &rest[character.len_utf8()..];
        }
        Pattern {
            tokens,
            has_segments: true,
        }
    }

    /// Whether it matches everything that the question stands for.
    pub(super) fn covers(&self, question: &str) -> Match {
        self.weigh(question, |pattern, question, variables| {
            Inclusion::new(pattern, question, variables).holds()
        })
    }

    /// Whether it matches something that the question stands for.
    pub(super) fn touches(&self, question: &str) -> Match {
        self.weigh(question, |pattern, question, variables| {
            Some(touches(pattern, question, variables))
        })
    }

    /// The answer, if it is the same whether wildcards reach out of their segments or not.
    fn weigh(
        &self,
        question: &str,
        holds: impl Fn(&[Token], &[Token], Variables) -> Option<bool>,
    ) -> Match {
        let question: Vec<Token> = question.chars().map(token).collect();
        let is_literal = |token: &Token| matches!(token, Token::Literal(_));
        let mut pairs = self.tokens.iter().zip(&question);
        if let Some((own, asked)) = pairs.find(|(own, asked)| own != asked || !is_literal(own))
            && is_literal(own)
            && is_literal(asked)
        {
            return Match::No;
        }
        let wide = weighed(&self.tokens, |variables| {
            holds(&self.tokens, &question, variables)
        });
        let (own, asked) = (within(&self.tokens), within(&question));
        let same = own == self.tokens && asked == question;
        if !self.has_segments || same || wide == Match::TooLong {
            return wide;
        }
        match weighed(&own, |variables| holds(&own, &asked, variables)) {
            narrow if narrow == wide => wide,
            narrow @ (Match::TooLong | Match::Variable) => narrow,
            _ if wide == Match::Variable => wide,
            _ => Match::Reach,
        }
    }
}

/// The answer, if it is the same whatever the values of variables are.
fn weighed(pattern: &[Token], holds: impl Fn(Variables) -> Option<bool>) -> Match {
    match holds(Variables::Best) {
        None => Match::TooLong,
        Some(false) => Match::No,
        Some(true) if !pattern.contains(&Token::Variable) => Match::Yes,
        Some(true) => match holds(Variables::Worst) {
            None => Match::TooLong,
            Some(true) => Match::Yes,
            Some(false) => Match::Variable,
        },
    }
}

/// The same with wildcards that stay in their segment, but for a `*` at the end of one.
fn within(tokens: &[Token]) -> Vec<Token> {
    let ends = |at: usize| matches!(tokens.get(at), None | Some(Token::Literal(':')));
    let each = tokens.iter().enumerate().map(|(at, token)| match token {
        Token::One => Token::OneWithin,
        Token::Many if !ends(at + 1) => Token::ManyWithin,
        other => *other,
    });
    each.collect()
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
                Some(Token::Literal(character)) => {
                    let next = self.step(&places, Some(*character));
                    self.enter(&mut open, at + 1, next);
                }
                Some(wildcard) => {
                    let is_many = matches!(wildcard, Token::Many | Token::ManyWithin);
                    for character in self.hardest(*wildcard) {
                        let longer = self.step(&places, character);
                        let harder = longer.iter().zip(&places).any(|(new, old)| *old && !new);
                        match is_many {
                            true if harder => self.enter(&mut open, at, longer),
                            true => {}
                            false => self.enter(&mut open, at + 1, longer),
                        }
                    }
                    if is_many {
                        // Last in is first out: short texts are tried first, and fail soonest.
                        self.enter(&mut open, at + 1, places);
                    }
                }
            }
        }
        Some(true)
    }

    /// The characters to try for a wildcard of the question: one that the pattern does not name,
    /// and `:`, where wildcards of the pattern may refuse it.
    fn hardest(&self, wildcard: Token) -> Vec<Option<char>> {
        let refused = |token: &Token| matches!(token, Token::OneWithin | Token::ManyWithin);
        let crosses = matches!(wildcard, Token::One | Token::Many);
        if crosses && self.pattern.iter().any(refused) {
            vec![None, Some(':')]
        } else {
            vec![None]
        }
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
                Token::ManyWithin if character != Some(':') => next[at] = true,
                Token::OneWithin if character != Some(':') => next[at + 1] = true,
                Token::Literal(literal) if character == Some(*literal) => next[at + 1] = true,
                Token::Variable if character.is_some() => next[at] = true,
                _ => {}
            }
        }
        self.spread(&mut next);
        next
    }

    /// Adds the places that are reached without a character.
    fn spread(&self, places: &mut Places) {
        for (at, token) in self.pattern.iter().enumerate() {
            let passes = match token {
                Token::Many | Token::ManyWithin => true,
                Token::Variable => self.variables == Variables::Best,
                Token::One | Token::OneWithin | Token::Literal(_) => false,
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
            if let Some(star) = token.filter(|token| is_star(**token, best)) {
                next[place] = true;
                if asked.is_some_and(|asked| takes(*star, *asked, best)) {
                    row[place + 1] = true;
                }
            }
            if let Some(star) = asked.filter(|asked| is_star(**asked, best)) {
                row[place + 1] = true;
                if token.is_some_and(|token| takes(*star, *token, best)) {
                    next[place] = true;
                }
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

/// Whether a token can stand for any number of characters.
fn is_star(token: Token, best: bool) -> bool {
    match token {
        Token::Many | Token::ManyWithin => true,
        Token::Variable => best,
        _ => false,
    }
}

/// Whether a star can stand for what another token stands for.
fn takes(star: Token, token: Token, best: bool) -> bool {
    match (star, token) {
        (Token::ManyWithin, Token::Literal(':')) => false,
        (Token::ManyWithin, Token::Variable) => best,
        _ => true,
    }
}

/// Whether two tokens can stand for the same one character.
fn meet(one: Token, other: Token) -> bool {
    let stands_for = |wildcard, character| match wildcard {
        Token::One => true,
        Token::OneWithin => character != ':',
        _ => false,
    };
    match (one, other) {
        (Token::Literal(one), Token::Literal(other)) => one == other,
        (wildcard, Token::Literal(character)) | (Token::Literal(character), wildcard) => {
            stands_for(wildcard, character)
        }
        (Token::One | Token::OneWithin, Token::One | Token::OneWithin) => true,
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

    /// The same, with wildcards that stay in their segment unless they end it.
    fn matches_within(pattern: &str, text: &str) -> bool {
        let inside = |skip: usize| !text[..skip].contains(':');
        match pattern.chars().next() {
            None => text.is_empty(),
            Some('*') => {
                let rest = &pattern[1..];
                let ends = rest.is_empty() || rest.starts_with(':');
                (0..=text.len())
                    .any(|skip| (ends || inside(skip)) && matches_within(rest, &text[skip..]))
            }
            Some('?') => !text.is_empty() && inside(1) && matches_within(&pattern[1..], &text[1..]),
            Some(literal) => text.starts_with(literal) && matches_within(&pattern[1..], &text[1..]),
        }
    }

    fn expected(wide: bool, narrow: bool) -> Match {
        match (wide, narrow) {
            (true, true) => Match::Yes,
            (false, false) => Match::No,
            _ => Match::Reach,
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
                let read = Pattern::action(pattern);
                let all = meant.iter().all(|word| matches(pattern, word));
                assert_eq!(read.covers(question), expected(all, all), "covers: {wrong}");
                let some = meant.iter().any(|word| matches(pattern, word));
                assert_eq!(
                    read.touches(question),
                    expected(some, some),
                    "touches: {wrong}"
                );
            }
        }
    }

    #[test]
    fn segments_agree_with_every_text() {
        let patterns = texts("a:*?", 3);
        let words = texts("ab:", 5);
        for question in &patterns {
            let wide: Vec<&String> = words.iter().filter(|w| matches(question, w)).collect();
            let narrow = words.iter().filter(|w| matches_within(question, w));
            let narrow: Vec<&String> = narrow.collect();
            for pattern in &patterns {
                let wrong = format!("pattern {pattern:?}, question {question:?}");
                let read = Pattern::resource(pattern, true);
                let all = expected(
                    wide.iter().all(|word| matches(pattern, word)),
                    narrow.iter().all(|word| matches_within(pattern, word)),
                );
                assert_eq!(read.covers(question), all, "covers: {wrong}");
                let some = expected(
                    wide.iter().any(|word| matches(pattern, word)),
                    narrow.iter().any(|word| matches_within(pattern, word)),
                );
                assert_eq!(read.touches(question), some, "touches: {wrong}");
            }
        }
    }

    #[test]
    fn variables_depend_on_who_asks() {
        let home = Pattern::resource("arn:aws:s3:::home/${aws:username}/*", true);
        assert_eq!(home.covers("arn:aws:s3:::home/ada/notes"), Match::Variable);
        assert_eq!(home.covers("arn:aws:s3:::other/ada/notes"), Match::No);
        assert_eq!(home.covers("arn:aws:s3:::home/*"), Match::No);
        assert_eq!(home.touches("arn:aws:s3:::home/*"), Match::Yes);
        assert_eq!(home.touches("arn:aws:s3:::home/ada/x"), Match::Variable);
        let old = Pattern::resource("arn:aws:s3:::home/${aws:username}/*", false);
        assert_eq!(old.covers("arn:aws:s3:::home/ada/notes"), Match::No);
        assert_eq!(Pattern::resource("a${*}", true).covers("ab"), Match::No);
    }

    #[test]
    fn long_patterns_end() {
        let pattern = "?*".repeat(1000);
        assert_ne!(
            Pattern::resource(&pattern, true).covers("?*:?*"),
            Match::Yes
        );
        let both = "*a?".repeat(300);
        Pattern::resource(&both, true).covers(&both);
        Pattern::resource(&both, true).touches(&both);
    }
}
