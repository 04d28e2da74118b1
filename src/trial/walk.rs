//! What expressions are as they are written.

use crate::syntax::ast::{Expression, ExpressionKind, Quantifier};

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
    match &expression.kind {
        ExpressionKind::Quantifier { quantifier, .. } => *quantifier != Quantifier::Count,
        _ => is_condition(expression),
    }
}
