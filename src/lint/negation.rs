//! W614: what can be said without a second `not`.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Expression, ExpressionKind};

pub(super) static LINT: Lint = Lint {
    code: "W614",
    name: "negation",
    title: "`not` before what has a negation of its own",
    level: Level::Warn,
    about: "\
A `not` stands before a comparison or a state that can be negated itself.

`not (x is set)` is `x is not set`, `not (x in xs)` is `x not in xs`, `not (x == y)` is `x != y`, and \
`not not x` is `x`. The shorter one is read without going back. They mean the same, also where \
something is unknown.",
    avoid: r#"rule "machines-tagged" {
  title    = "Machines outside of the platform have an owner"
  severity = "low"

  on aws_instance
  where not (self.tags.team == "platform")
  require self.tags.owner is set message "no owner"
}
"#,
    prefer: r#"rule "machines-tagged" {
  title    = "Machines outside of the platform have an owner"
  severity = "low"

  on aws_instance
  where self.tags.team != "platform"
  require self.tags.owner is set message "no owner"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let expressions = subject.file.file.items.iter().flat_map(walk::of_item);
    expressions
        .flat_map(walk::all)
        .filter_map(|expression| look(expression, subject))
        .collect()
}

fn look(expression: &Expression, subject: &Subject<'_>) -> Option<Diagnostic> {
    let ExpressionKind::Not(of) = &expression.kind else {
        return None;
    };
    let text = subject.text;
    let inside = within(text, expression.span)?;
    let replacement = match &of.kind {
        ExpressionKind::Not(_) => without_not(inside)?.to_owned(),
        ExpressionKind::Is {
            of: left, negated, ..
        } => {
            let sign = if *negated {
                ("is not", "is")
            } else {
                ("is", "is not")
            };
            turned(text, inside, (left.span.end, of.span.end), sign)?
        }
        ExpressionKind::Compare(comparison, left, right) => {
            let sign = signs(*comparison)?;
            turned(text, inside, (left.span.end, right.span.start), sign)?
        }
        _ => return None,
    };
    let warning = LINT.warn(
        "this can be said without the `not`",
        expression.span,
        "the other way round",
    );
    let warning = warning.help(format!("write `{replacement}`"));
    Some(warning.fix(Fix {
        span: expression.span,
        replacement,
        safe: true,
    }))
}

/// What stands behind `not`, if no comment would be lost.
fn within(text: &str, span: Span) -> Option<&str> {
    let words = text.get(span.start as usize..span.end as usize)?;
    let has_comment = ["#", "//", "/*"].iter().any(|mark| words.contains(mark));
    without_not(words).filter(|_| !has_comment)
}

/// The words behind a `not`, without parentheses around all of them.
fn without_not(words: &str) -> Option<&str> {
    let rest = words
        .strip_prefix("not")
        .or_else(|| words.strip_prefix('!'))?;
    let mut rest = rest.trim();
    while let Some(inner) = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        let mut depth = 0_i32;
        let closes = inner.chars().any(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth < 0
        });
        if closes {
            break;
        }
        rest = inner.trim();
    }
    Some(rest)
}

/// The words with another sign between two places of the text.
fn turned(
    text: &str,
    inside: &str,
    (start, end): (u32, u32),
    (sign, other): (&str, &str),
) -> Option<String> {
    let between = text.get(start as usize..end as usize)?;
    let turned = between.replacen(sign, other, 1);
    (turned != between && inside.matches(between).count() == 1)
        .then(|| inside.replacen(between, &turned, 1))
}

/// The sign of a comparison and its opposite.
fn signs(comparison: Comparison) -> Option<(&'static str, &'static str)> {
    Some(match comparison {
        Comparison::Equal => ("==", "!="),
        Comparison::NotEqual => ("!=", "=="),
        Comparison::In => ("in", "not in"),
        Comparison::NotIn => ("not in", "in"),
        Comparison::Contains => ("contains", "not contains"),
        Comparison::NotContains => ("not contains", "contains"),
        Comparison::Like => ("like", "not like"),
        Comparison::NotLike => ("not like", "like"),
        Comparison::Matches => ("matches", "not matches"),
        Comparison::NotMatches => ("not matches", "matches"),
        // An order of what is not set is an error both ways; that is not simpler.
        _ => return None,
    })
}
