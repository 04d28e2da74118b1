//! Changes of expressions.

use super::{Change, Mutant};
use crate::syntax::ast::{Comparison, Expression, ExpressionKind, Part, Quantifier, Template};
use crate::syntax::print_expression;
use crate::value::Number;

/// The mutants of an expression, its own first, then those of its parts.
pub(super) fn of(expression: &Expression) -> Vec<Mutant<Expression>> {
    let mut mutants: Vec<_> = own(expression)
        .into_iter()
        .map(|(change, kind)| {
            let changed = Expression {
                kind,
                span: expression.span,
            };
            let text = print_expression(&changed);
            Mutant::new(change, expression.span, text, changed)
        })
        .collect();
    mutants.extend(parts(expression));
    mutants
}

/// What an expression itself becomes.
fn own(expression: &Expression) -> Vec<(Change, ExpressionKind)> {
    use ExpressionKind as E;
    match &expression.kind {
        E::Bool(value) => vec![(Change::Literal, E::Bool(!value))],
        E::Number(text) => {
            next(text).map_or_else(Vec::new, |text| vec![(Change::Literal, E::Number(text))])
        }
        E::Text(template) => longer(template).map_or_else(Vec::new, |template| {
            vec![(Change::Literal, E::Text(template))]
        }),
        E::List(items) => without_each(items)
            .map(|items| (Change::Clause, E::List(items)))
            .collect(),
        E::Not(of) => vec![(Change::Negation, of.kind.clone())],
        E::And(parts) => joined(parts, E::And, E::Or),
        E::Or(parts) => joined(parts, E::Or, E::And),
        E::Conditional(parts) => {
            let [_, yes, no] = &**parts;
            [yes, no]
                .map(|part| (Change::Clause, part.kind.clone()))
                .into()
        }
        E::Compare(comparison, left, right) => compared(*comparison, right)
            .into_iter()
            .map(|(change, comparison, right)| {
                (
                    change,
                    E::Compare(comparison, left.clone(), Box::new(right)),
                )
            })
            .collect(),
        E::Is { of, negated, state } => {
            let (of, negated, state) = (of.clone(), !negated, *state);
            vec![(Change::Negation, E::Is { of, negated, state })]
        }
        E::Coalesce(of, _) => vec![(Change::Clause, of.kind.clone())],
        E::Quantifier { .. } | E::For { .. } => looped(&expression.kind),
        _ => Vec::new(),
    }
}

/// What a quantifier or a `for` becomes.
fn looped(kind: &ExpressionKind) -> Vec<(Change, ExpressionKind)> {
    use ExpressionKind as E;
    match kind {
        E::Quantifier {
            quantifier,
            binders,
            list,
            condition,
        } => others(*quantifier)
            .iter()
            .map(|quantifier| {
                let kind = E::Quantifier {
                    quantifier: *quantifier,
                    binders: binders.clone(),
                    list: list.clone(),
                    condition: condition.clone(),
                };
                (Change::Quantifier, kind)
            })
            .collect(),
        E::For {
            binders,
            list,
            value,
            condition: Some(_),
        } => {
            let kind = E::For {
                binders: binders.clone(),
                list: list.clone(),
                value: value.clone(),
                condition: None,
            };
            vec![(Change::Clause, kind)]
        }
        _ => Vec::new(),
    }
}

/// The mutants of the expressions inside of one.
fn parts(expression: &Expression) -> Vec<Mutant<Expression>> {
    let mut mutants = Vec::new();
    let count = inner(&mut expression.clone()).len();
    for at in 0..count {
        let mut whole = expression.clone();
        let Some(part) = inner(&mut whole)
            .into_iter()
            .nth(at)
            .map(|part| part.clone())
        else {
            continue;
        };
        mutants.extend(of(&part).into_iter().map(|mutant| {
            mutant.within(|changed| {
                let mut whole = expression.clone();
                if let Some(part) = inner(&mut whole).into_iter().nth(at) {
                    *part = changed;
                }
                whole
            })
        }));
    }
    mutants
}

/// The expressions that an expression is made of, in the order of the text. What says where a value
/// is found, an index or a key, is not among them.
fn inner(expression: &mut Expression) -> Vec<&mut Expression> {
    use ExpressionKind as E;
    match &mut expression.kind {
        E::List(items) | E::And(items) | E::Or(items) => items.iter_mut().collect(),
        E::Map(entries) => entries.iter_mut().map(|(_, value)| value).collect(),
        E::Attribute(of, _)
        | E::Index(of, _)
        | E::Forward(of, _)
        | E::Back(of, ..)
        | E::Not(of)
        | E::Is { of, .. } => vec![of],
        E::Conditional(parts) => parts.iter_mut().collect(),
        E::Compare(_, left, right) | E::Coalesce(left, right) => vec![left, right],
        E::Quantifier {
            list, condition, ..
        } => vec![list, condition],
        E::For {
            list,
            value,
            condition,
            ..
        } => {
            let mut inner = vec![&mut **list, &mut **value];
            inner.extend(condition.as_deref_mut());
            inner
        }
        E::Call { arguments, .. } => arguments.iter_mut().collect(),
        E::Null
        | E::Bool(_)
        | E::Number(_)
        | E::Text(_)
        | E::Name(_)
        | E::SelfValue
        | E::Unknown
        | E::Resources(_) => Vec::new(),
    }
}

/// `and` as `or`, and without each of its operands.
fn joined(
    parts: &[Expression],
    same: fn(Vec<Expression>) -> ExpressionKind,
    other: fn(Vec<Expression>) -> ExpressionKind,
) -> Vec<(Change, ExpressionKind)> {
    let mut kinds = vec![(Change::Logic, other(parts.to_vec()))];
    kinds.extend(without_each(parts).map(|mut rest| match rest.len() {
        1 => (Change::Clause, rest.remove(0).kind),
        _ => (Change::Clause, same(rest)),
    }));
    kinds
}

/// What a comparison becomes, with its right side.
fn compared(comparison: Comparison, right: &Expression) -> Vec<(Change, Comparison, Expression)> {
    use Comparison as C;
    let comparisons: &[C] = match comparison {
        C::Equal => &[C::NotEqual],
        C::NotEqual => &[C::Equal],
        C::Less => &[C::LessOrEqual, C::GreaterOrEqual],
        C::LessOrEqual => &[C::Less, C::Greater],
        C::Greater => &[C::GreaterOrEqual, C::LessOrEqual],
        C::GreaterOrEqual => &[C::Greater, C::Less],
        C::In => &[C::NotIn],
        C::NotIn => &[C::In],
        C::Contains => &[C::NotContains],
        C::NotContains => &[C::Contains],
        C::Like => &[C::NotLike],
        C::NotLike => &[C::Like],
        C::Matches => &[C::NotMatches],
        C::NotMatches => &[C::Matches],
    };
    let mut all: Vec<_> = comparisons
        .iter()
        .map(|comparison| (Change::Comparison, *comparison, right.clone()))
        .collect();
    // A pattern that fits everything is the mistake of patterns.
    let everything = match comparison {
        C::Like | C::NotLike => "*",
        C::Matches | C::NotMatches => "",
        _ => return all,
    };
    if let ExpressionKind::Text(template) = &right.kind
        && template.literal().is_some_and(|text| text != everything)
    {
        let template = Template {
            parts: vec![Part::Literal(everything.to_owned())],
            ..template.clone()
        };
        let right = Expression {
            kind: ExpressionKind::Text(template),
            span: right.span,
        };
        all.push((Change::Literal, comparison, right));
    }
    all
}

fn others(quantifier: Quantifier) -> &'static [Quantifier] {
    match quantifier {
        Quantifier::Any => &[Quantifier::All],
        Quantifier::All => &[Quantifier::Any],
        Quantifier::None => &[Quantifier::Any],
        // A number is compared, and that comparison is changed.
        Quantifier::Count => &[],
    }
}

/// A number that is one more.
fn next(text: &str) -> Option<String> {
    let number = Number::parse(text)?;
    let next = match text.parse::<i64>() {
        Ok(number) => number.checked_add(1)?.to_string(),
        Err(_) => format!("{text}1"),
    };
    (Number::parse(&next)? != number).then_some(next)
}

/// A text with one more letter; of one with interpolations nothing, since its parts decide.
fn longer(template: &Template) -> Option<Template> {
    let text = template.literal()?;
    Some(Template {
        parts: vec![Part::Literal(format!("{text}x"))],
        ..template.clone()
    })
}

/// A list without its first, without its second, and so on.
fn without_each<T: Clone>(items: &[T]) -> impl Iterator<Item = Vec<T>> {
    (0..items.len()).map(|at| {
        let mut rest = items.to_vec();
        rest.remove(at);
        rest
    })
}
