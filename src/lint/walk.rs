//! Ways through a tree: every expression below an item, a statement or an expression.

use crate::syntax::ast::{Expression, Item, Rule, Statement, Template};

/// An expression and all that is inside of it.
pub(super) fn all(expression: &Expression) -> Vec<&Expression> {
    let (mut found, mut open) = (Vec::new(), vec![expression]);
    while let Some(expression) = open.pop() {
        found.push(expression);
        open.extend(expression.parts().into_iter().rev());
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
        .chain(text.into_iter().flat_map(Template::expressions))
        .collect()
}
