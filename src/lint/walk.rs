//! Ways through a tree: every expression below an item, a statement or an expression.

use crate::syntax::ast::{Expression, ExpressionKind, Item, Part, Rule, Statement, Template};

/// The expressions directly inside another, in the order written.
pub(super) fn parts(expression: &Expression) -> Vec<&Expression> {
    match &expression.kind {
        ExpressionKind::Text(template) => of_template(template),
        ExpressionKind::List(items) | ExpressionKind::And(items) | ExpressionKind::Or(items) => {
            items.iter().collect()
        }
        ExpressionKind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
        ExpressionKind::Attribute(of, _)
        | ExpressionKind::Forward(of, _)
        | ExpressionKind::Back(of, ..)
        | ExpressionKind::Not(of)
        | ExpressionKind::Is { of, .. } => vec![of],
        ExpressionKind::Index(left, right)
        | ExpressionKind::Compare(_, left, right)
        | ExpressionKind::Coalesce(left, right) => vec![left, right],
        ExpressionKind::Conditional(parts) => parts.iter().collect(),
        ExpressionKind::Quantifier {
            list, condition, ..
        } => vec![list, condition],
        ExpressionKind::For {
            list,
            value,
            condition,
            ..
        } => [list, value]
            .into_iter()
            .chain(condition)
            .map(Box::as_ref)
            .collect(),
        ExpressionKind::Call { arguments, .. } => arguments.iter().collect(),
        ExpressionKind::Null
        | ExpressionKind::Bool(_)
        | ExpressionKind::Number(_)
        | ExpressionKind::Name(_)
        | ExpressionKind::SelfValue
        | ExpressionKind::Unknown
        | ExpressionKind::Resources(_) => Vec::new(),
    }
}

/// An expression and all that is inside of it.
pub(super) fn all(expression: &Expression) -> Vec<&Expression> {
    let (mut found, mut open) = (Vec::new(), vec![expression]);
    while let Some(expression) = open.pop() {
        found.push(expression);
        open.extend(parts(expression).into_iter().rev());
    }
    found
}

/// The expressions of a statement itself, without those of statements inside of it.
pub(super) fn of_statement(statement: &Statement) -> Vec<&Expression> {
    match statement {
        Statement::Where(condition) => vec![condition],
        Statement::Unless { condition, because } => with_text(Some(condition), because.as_ref()),
        Statement::Let { value, .. } => vec![value],
        Statement::Require {
            condition, message, ..
        } => with_text(Some(condition), message.as_ref()),
        Statement::Deny {
            condition, message, ..
        } => with_text(condition.as_ref(), message.as_ref()),
        Statement::Each { list, .. } => vec![list],
    }
}

/// The expressions of statements and of those inside of them.
pub(super) fn of_statements(statements: &[Statement]) -> Vec<&Expression> {
    let all = all_statements(statements).into_iter();
    all.flat_map(of_statement).collect()
}

/// Statements and those inside of them, in the order written.
pub(super) fn all_statements(statements: &[Statement]) -> Vec<&Statement> {
    let mut found = Vec::new();
    let mut open: Vec<&Statement> = statements.iter().rev().collect();
    while let Some(statement) = open.pop() {
        found.push(statement);
        if let Statement::Each { body, .. } = statement {
            open.extend(body.iter().rev());
        }
    }
    found
}

/// The blocks of statements in a rule: its body, and those of its `each`.
pub(super) fn blocks(rule: &Rule) -> Vec<&[Statement]> {
    let inner = all_statements(&rule.body)
        .into_iter()
        .filter_map(|statement| match statement {
            Statement::Each { body, .. } => Some(body.as_slice()),
            _ => None,
        });
    std::iter::once(rule.body.as_slice()).chain(inner).collect()
}

/// The expressions of an item; of a test none, as it says what is given and judges nothing.
pub(super) fn of_item(item: &Item) -> Vec<&Expression> {
    match item {
        Item::Param(param) => param.default.iter().collect(),
        Item::Define(define) => vec![&define.body],
        Item::Rule(rule) => {
            let metas = rule.metas.iter().map(|meta| &meta.value);
            let defaults = rule
                .params
                .iter()
                .filter_map(|param| param.default.as_ref());
            metas
                .chain(defaults)
                .chain(of_statements(&rule.body))
                .collect()
        }
        Item::Test(_) => Vec::new(),
    }
}

fn with_text<'a>(
    condition: Option<&'a Expression>,
    text: Option<&'a Template>,
) -> Vec<&'a Expression> {
    let condition = condition.into_iter();
    condition
        .chain(text.into_iter().flat_map(of_template))
        .collect()
}

fn of_template(template: &Template) -> Vec<&Expression> {
    let parts = template.parts.iter();
    parts
        .filter_map(|part| match part {
            Part::Interpolation(expression) => Some(expression),
            Part::Literal(_) => None,
        })
        .collect()
}
