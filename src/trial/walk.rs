//! Ways through expressions as they are written.

use crate::syntax::ast::{Expression, ExpressionKind, Part};

/// The expressions directly inside another, in the order written.
pub(super) fn parts(expression: &Expression) -> Vec<&Expression> {
    let mut copy = Vec::new();
    match &expression.kind {
        ExpressionKind::Text(template) => {
            copy.extend(template.parts.iter().filter_map(|part| match part {
                Part::Interpolation(of) => Some(of),
                Part::Literal(_) => None,
            }));
        }
        ExpressionKind::List(items) | ExpressionKind::And(items) | ExpressionKind::Or(items) => {
            copy.extend(items);
        }
        ExpressionKind::Map(entries) => copy.extend(entries.iter().map(|(_, value)| value)),
        ExpressionKind::Attribute(of, _)
        | ExpressionKind::Forward(of, _)
        | ExpressionKind::Back(of, ..)
        | ExpressionKind::Not(of)
        | ExpressionKind::Is { of, .. } => copy.push(&**of),
        ExpressionKind::Index(left, right)
        | ExpressionKind::Compare(_, left, right)
        | ExpressionKind::Coalesce(left, right) => copy.extend([&**left, &**right]),
        ExpressionKind::Conditional(parts) => copy.extend(parts.iter()),
        ExpressionKind::Quantifier {
            list, condition, ..
        } => copy.extend([&**list, &**condition]),
        ExpressionKind::For {
            list,
            value,
            condition,
            ..
        } => {
            copy.extend([&**list, &**value]);
            copy.extend(condition.as_deref());
        }
        ExpressionKind::Call { arguments, .. } => copy.extend(arguments),
        ExpressionKind::Null
        | ExpressionKind::Bool(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Name(_)
        | ExpressionKind::SelfValue
        | ExpressionKind::Unknown
        | ExpressionKind::Resources(_) => {}
    }
    copy
}

/// Whether an expression is asked as a condition wherever it stands.
pub(super) fn is_condition(expression: &Expression) -> bool {
    matches!(
        expression.kind,
        ExpressionKind::Not(_)
            | ExpressionKind::And(_)
            | ExpressionKind::Or(_)
            | ExpressionKind::Compare(..)
            | ExpressionKind::Is { .. }
    )
}

/// Whether an expression may come to true or false.
pub(super) fn may_be_condition(expression: &Expression) -> bool {
    use crate::syntax::ast::Quantifier;
    match &expression.kind {
        ExpressionKind::Quantifier { quantifier, .. } => *quantifier != Quantifier::Count,
        _ => is_condition(expression),
    }
}
