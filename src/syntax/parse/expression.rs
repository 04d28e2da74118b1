//! Expressions.

use pest::iterators::Pair;

use super::grammar::Rule;
use super::word::meant;
use super::{Reader, inner};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::ast::{
    Binders, Comparison, Expression, ExpressionKind, Name, Quantifier, State, Target,
};

const STATES: [(&str, State); 6] = [
    ("set", State::Set),
    ("written", State::Written),
    ("known", State::Known),
    ("null", State::Null),
    ("absent", State::Absent),
    ("empty", State::Empty),
];

impl Reader<'_> {
    /// An expression of any level. One that cannot be read becomes null; the mistake is reported.
    pub(super) fn expression(&mut self, pair: Pair<'_, Rule>) -> Expression {
        let pair = innermost(pair);
        let span = self.span(&pair);
        let expression = if self.enter(span) {
            self.level(pair, span)
        } else {
            null(span)
        };
        self.leave();
        expression
    }

    fn level(&mut self, pair: Pair<'_, Rule>, span: Span) -> Expression {
        match pair.as_rule() {
            Rule::expression => self.conditional(pair, span),
            Rule::or_ => self.joined(pair, span, ExpressionKind::Or),
            Rule::and_ => self.joined(pair, span, ExpressionKind::And),
            Rule::not_ => self.not(pair, span),
            Rule::comparison => self.comparison(pair, span),
            Rule::coalesce => {
                let mut parts = inner(pair);
                let first = self.next(&mut parts, span);
                match parts.next() {
                    Some(otherwise) => {
                        let otherwise = self.expression(otherwise);
                        boxed(span, |b| ExpressionKind::Coalesce(b(first), b(otherwise)))
                    }
                    None => first,
                }
            }
            Rule::postfix => self.postfix(pair, span),
            _ => self.primary(pair, span),
        }
    }

    /// The next part as an expression.
    fn next<'t>(
        &mut self,
        parts: &mut impl Iterator<Item = Pair<'t, Rule>>,
        span: Span,
    ) -> Expression {
        parts
            .next()
            .map_or_else(|| null(span), |part| self.expression(part))
    }

    fn conditional(&mut self, pair: Pair<'_, Rule>, span: Span) -> Expression {
        let mut parts = inner(pair);
        let condition = self.next(&mut parts, span);
        let Some(yes) = parts.next() else {
            return condition;
        };
        let yes = self.expression(yes);
        let no = self.next(&mut parts, span);
        Expression {
            kind: ExpressionKind::Conditional(Box::new([condition, yes, no])),
            span,
        }
    }

    fn joined(
        &mut self,
        pair: Pair<'_, Rule>,
        span: Span,
        join: fn(Vec<Expression>) -> ExpressionKind,
    ) -> Expression {
        let parts = inner(pair).filter(|p| !matches!(p.as_rule(), Rule::or_sign | Rule::and_sign));
        let mut parts: Vec<Expression> = parts.map(|part| self.expression(part)).collect();
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                Expression {
                    kind: join(parts),
                    span,
                }
            }
            None => null(span),
        }
    }

    fn not(&mut self, pair: Pair<'_, Rule>, span: Span) -> Expression {
        let mut parts = inner(pair).peekable();
        let negated = parts
            .next_if(|part| part.as_rule() == Rule::not_sign)
            .is_some();
        let of = self.next(&mut parts, span);
        if negated {
            boxed(span, |b| ExpressionKind::Not(b(of)))
        } else {
            of
        }
    }

    fn comparison(&mut self, pair: Pair<'_, Rule>, span: Span) -> Expression {
        let mut parts = inner(pair);
        let first = self.next(&mut parts, span);
        let Some(tail) = parts.next() else {
            return first;
        };
        let more: Vec<_> = parts.collect();
        let mut tails = std::iter::once(&tail).chain(&more);
        if let Some(wrong) = tails.find_map(|tail| self.no_comparison(tail)) {
            self.error(wrong);
            return null(span);
        }
        if let Some(more) = more.first() {
            let place = self.span(more);
            self.error(
                Diagnostic::error(
                    "P110",
                    "comparisons cannot be chained",
                    place,
                    "a second comparison of the same value",
                )
                .help("join two comparisons with `and`: `a < b and b < c`"),
            );
            return null(span);
        }
        match tail.as_rule() {
            Rule::is_test => self.is_test(first, tail, span),
            _ => self.comparison_tail(first, tail, span),
        }
    }

    fn is_test(&mut self, of: Expression, tail: Pair<'_, Rule>, span: Span) -> Expression {
        let (mut negated, mut state) = (false, None);
        for part in inner(tail) {
            match part.as_rule() {
                Rule::kw_not => negated = true,
                Rule::state => state = Some(self.name(&part)),
                _ => {}
            }
        }
        let Some(name) = state else { return null(span) };
        let Some((_, state)) = STATES.iter().find(|(word, _)| *word == name.text) else {
            let known = STATES.map(|(word, _)| word);
            let help = match meant(&name.text, &known) {
                Some(word) => format!("did you mean `is {word}`?"),
                None => format!("to compare with a value, write `== {}`", name.text),
            };
            self.error(
                Diagnostic::error(
                    "P113",
                    format!("`is {}` asks for no state", name.text),
                    name.span,
                    "expected `set`, `written`, `known`, `null`, `absent` or `empty`",
                )
                .help(help),
            );
            return null(span);
        };
        boxed(span, |b| ExpressionKind::Is {
            of: b(of),
            negated,
            state: *state,
        })
    }

    fn comparison_tail(
        &mut self,
        left: Expression,
        tail: Pair<'_, Rule>,
        span: Span,
    ) -> Expression {
        let mut parts = inner(tail);
        let Some(sign) = parts.next() else {
            return left;
        };
        let right = self.next(&mut parts, span);
        let Some(comparison) = comparison_of(&words(&sign)) else {
            return null(span);
        };
        boxed(span, |b| {
            ExpressionKind::Compare(comparison, b(left), b(right))
        })
    }

    /// What is wrong with the sign of a comparison, if it compares nothing.
    fn no_comparison(&self, tail: &Pair<'_, Rule>) -> Option<Diagnostic> {
        if tail.as_rule() != Rule::comparison_tail {
            return None;
        }
        let sign = inner(tail.clone()).next()?;
        let word = words(&sign);
        comparison_of(&word)
            .is_none()
            .then(|| no_comparison(&word, self.span(&sign)))
    }

    fn postfix(&mut self, pair: Pair<'_, Rule>, span: Span) -> Expression {
        let mut parts = inner(pair);
        let mut expression = self.next(&mut parts, span);
        let depth = self.depth;
        for part in parts {
            let end = self.span(&part).end;
            let whole = Span { end, ..span };
            // Every step is one level of the tree, though the text does not nest.
            if !self.enter(whole) {
                break;
            }
            expression = self.step(expression, part, whole);
        }
        self.depth = depth;
        expression
    }

    fn step(&mut self, of: Expression, part: Pair<'_, Rule>, span: Span) -> Expression {
        match part.as_rule() {
            Rule::attribute => {
                let Some(name) = inner(part).next() else {
                    return of;
                };
                let name = self.name_or_string(name);
                Expression {
                    kind: ExpressionKind::Attribute(Box::new(of), name),
                    span,
                }
            }
            Rule::index => {
                let mut parts = inner(part);
                let index = self.next(&mut parts, span);
                boxed(span, |b| ExpressionKind::Index(b(of), b(index)))
            }
            Rule::forward => {
                let target = inner(part).find(|p| p.as_rule() == Rule::target);
                match target.and_then(|target| self.target(target)) {
                    Some(target) => boxed(span, |b| ExpressionKind::Forward(b(of), target)),
                    None => of,
                }
            }
            _ => {
                let (mut target, mut path) = (None, Vec::new());
                for part in inner(part) {
                    match part.as_rule() {
                        Rule::target => target = self.target(part),
                        Rule::name => path.push(self.name(&part)),
                        _ => {}
                    }
                }
                match target {
                    Some(target) => boxed(span, |b| ExpressionKind::Back(b(of), target, path)),
                    None => of,
                }
            }
        }
    }

    fn target(&mut self, pair: Pair<'_, Rule>) -> Option<Target> {
        let span = self.span(&pair);
        let (mut data, mut kind) = (false, None);
        for part in inner(pair) {
            match part.as_rule() {
                Rule::kw_data => data = true,
                Rule::type_pattern => kind = self.type_pattern(part),
                _ => {}
            }
        }
        Some(Target {
            data,
            kind: kind?,
            span,
        })
    }

    fn primary(&mut self, pair: Pair<'_, Rule>, span: Span) -> Expression {
        let kind = match pair.as_rule() {
            Rule::null => ExpressionKind::Null,
            Rule::boolean => ExpressionKind::Bool(pair.as_str().trim() == "true"),
            Rule::number => ExpressionKind::Number(pair.as_str().trim().to_owned()),
            Rule::string | Rule::heredoc => ExpressionKind::Text(self.template(pair)),
            Rule::self_ => ExpressionKind::SelfValue,
            Rule::unknown => ExpressionKind::Unknown,
            Rule::ident | Rule::repeated => {
                ExpressionKind::Name(pair.as_str().trim_end().to_owned())
            }
            Rule::list => {
                ExpressionKind::List(inner(pair).map(|item| self.expression(item)).collect())
            }
            Rule::map => {
                ExpressionKind::Map(inner(pair).filter_map(|entry| self.entry(entry)).collect())
            }
            Rule::resources => {
                let target = inner(pair).find(|part| part.as_rule() == Rule::target);
                match target.and_then(|target| self.target(target)) {
                    Some(target) => ExpressionKind::Resources(target),
                    None => ExpressionKind::Null,
                }
            }
            Rule::call => self.call(pair),
            Rule::quantifier => self.quantifier(pair),
            Rule::for_ => self.for_(pair),
            _ => {
                self.mismatch(&pair);
                ExpressionKind::Null
            }
        };
        Expression { kind, span }
    }

    fn entry(&mut self, pair: Pair<'_, Rule>) -> Option<(Name, Expression)> {
        let mut parts = inner(pair);
        let name = self.name_or_string(parts.next()?);
        Some((name, self.expression(parts.next()?)))
    }

    fn call(&mut self, pair: Pair<'_, Rule>) -> ExpressionKind {
        let (mut names, mut arguments) = (Vec::new(), Vec::new());
        for part in inner(pair) {
            if part.as_rule() == Rule::callee {
                names = inner(part).map(|name| self.name(&name)).collect();
            } else {
                arguments.push(self.expression(part));
            }
        }
        match names.pop() {
            Some(name) => ExpressionKind::Call {
                module: names.pop(),
                name,
                arguments,
            },
            None => ExpressionKind::Null,
        }
    }

    fn quantifier(&mut self, pair: Pair<'_, Rule>) -> ExpressionKind {
        let word = inner(pair.clone())
            .next()
            .map(|part| part.as_str().to_owned());
        let (binders, mut expressions) = self.loop_parts(pair);
        let quantifier = match word.as_deref() {
            Some("all") => Quantifier::All,
            Some("any") => Quantifier::Any,
            Some("none") => Quantifier::None,
            _ => Quantifier::Count,
        };
        let (condition, list) = (expressions.pop(), expressions.pop());
        match (binders, list, condition) {
            (Some(binders), Some(list), Some(condition)) => ExpressionKind::Quantifier {
                quantifier,
                binders,
                list: Box::new(list),
                condition: Box::new(condition),
            },
            _ => ExpressionKind::Null,
        }
    }

    fn for_(&mut self, pair: Pair<'_, Rule>) -> ExpressionKind {
        let (binders, expressions) = self.loop_parts(pair);
        let mut expressions = expressions.into_iter().map(Box::new);
        match (binders, expressions.next(), expressions.next()) {
            (Some(binders), Some(list), Some(value)) => ExpressionKind::For {
                binders,
                list,
                value,
                condition: expressions.next(),
            },
            _ => ExpressionKind::Null,
        }
    }

    fn loop_parts(&mut self, pair: Pair<'_, Rule>) -> (Option<Binders>, Vec<Expression>) {
        let (mut binders, mut expressions) = (None, Vec::new());
        for part in inner(pair) {
            match part.as_rule() {
                Rule::binders => binders = self.binders(part),
                Rule::expression => expressions.push(self.expression(part)),
                _ => {}
            }
        }
        (binders, expressions)
    }
}

/// Most levels of the grammar only pass through; the first one that does more.
fn innermost(mut pair: Pair<'_, Rule>) -> Pair<'_, Rule> {
    loop {
        let passes = matches!(
            pair.as_rule(),
            Rule::expression
                | Rule::or_
                | Rule::and_
                | Rule::not_
                | Rule::comparison
                | Rule::coalesce
                | Rule::postfix
                | Rule::parens
        );
        let mut parts = inner(pair.clone());
        match (parts.next(), parts.next()) {
            (Some(only), None) if passes => pair = only,
            _ => return pair,
        }
    }
}

/// A sign or words with one space between them.
fn words(pair: &Pair<'_, Rule>) -> String {
    pair.as_str()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn comparison_of(word: &str) -> Option<Comparison> {
    Some(match word {
        "==" => Comparison::Equal,
        "!=" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        "in" => Comparison::In,
        "not in" => Comparison::NotIn,
        "contains" => Comparison::Contains,
        "not contains" => Comparison::NotContains,
        "like" => Comparison::Like,
        "not like" => Comparison::NotLike,
        "matches" => Comparison::Matches,
        "not matches" => Comparison::NotMatches,
        _ => return None,
    })
}

fn no_comparison(word: &str, span: Span) -> Diagnostic {
    if word == "=" {
        return Diagnostic::error("P111", "`=` compares nothing", span, "expected `==`")
            .help("`=` gives a value, `==` compares");
    }
    Diagnostic::error(
        "P112",
        format!("there is no arithmetic, so no `{word}`"),
        span,
        "expected a comparison",
    )
    .help("lists have `length`, `sum`, `min` and `max`; texts are joined with `\"${a}${b}\"`")
}

fn null(span: Span) -> Expression {
    Expression {
        kind: ExpressionKind::Null,
        span,
    }
}

fn boxed(
    span: Span,
    make: impl FnOnce(fn(Expression) -> Box<Expression>) -> ExpressionKind,
) -> Expression {
    Expression {
        kind: make(Box::new),
        span,
    }
}
