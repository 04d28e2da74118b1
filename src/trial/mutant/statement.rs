//! Changes of statements and of `on`.

use super::{Change, Mutant, expression};
use crate::source::Span;
use crate::syntax::ast::{Expression, On, Statement};

/// How many assertions there are, also inside of `each`.
pub(super) fn assertions(block: &[Statement]) -> usize {
    block
        .iter()
        .map(|statement| match statement {
            Statement::Require { .. } | Statement::Deny { .. } => 1,
            Statement::Each { body, .. } => assertions(body),
            Statement::Where(_) | Statement::Unless { .. } | Statement::Let { .. } => 0,
        })
        .sum()
}

/// The mutants of a block. Its assertion is not taken away where it is the only one.
pub(super) fn of_block(block: &[Statement], alone: bool) -> Vec<Mutant<Vec<Statement>>> {
    let mut mutants = Vec::new();
    for (at, statement) in block.iter().enumerate() {
        let mut rest = block.to_vec();
        rest.remove(at);
        if is_removable(statement, &rest, alone) {
            mutants.push(Mutant::new(Change::Clause, statement.span(), "", rest));
        }
        mutants.extend(of(statement, alone).into_iter().map(|mutant| {
            mutant.within(|changed| {
                let mut block = block.to_vec();
                block[at] = changed;
                block
            })
        }));
    }
    mutants
}

/// The mutants of `on`: without each selector, without `in module`, without each action.
pub(super) fn of_on(on: &On) -> Vec<Mutant<On>> {
    let mut mutants = Vec::new();
    if on.selectors.len() > 1 {
        for (at, selector) in on.selectors.iter().enumerate() {
            let mut changed = on.clone();
            changed.selectors.remove(at);
            mutants.push(Mutant::new(Change::Clause, selector.span(), "", changed));
        }
    }
    if let Some(module) = &on.in_module {
        let changed = On {
            in_module: None,
            ..on.clone()
        };
        mutants.push(Mutant::new(Change::Clause, module.span, "", changed));
    }
    for (at, (_, span)) in on.when.iter().enumerate() {
        let mut changed = on.clone();
        changed.when.remove(at);
        mutants.push(Mutant::new(Change::Clause, *span, "", changed));
    }
    mutants
}

/// Whether a block without the statement may be one. What a `let` names is asked for elsewhere.
fn is_removable(statement: &Statement, rest: &[Statement], alone: bool) -> bool {
    match statement {
        Statement::Let { .. } => false,
        Statement::Where(_) | Statement::Unless { .. } => true,
        Statement::Require { .. } | Statement::Deny { .. } => !alone,
        // It may hold all assertions there are, or all that an `each` around it has.
        Statement::Each { .. } => assertions(rest) > 0,
    }
}

fn of(statement: &Statement, alone: bool) -> Vec<Mutant<Statement>> {
    match statement {
        Statement::Where(condition) => within(condition, Statement::Where),
        Statement::Unless { condition, because } => {
            within(condition, |condition| Statement::Unless {
                condition,
                because: because.clone(),
            })
        }
        Statement::Let { name, value } => within(value, |value| Statement::Let {
            name: name.clone(),
            value,
        }),
        Statement::Require { .. } | Statement::Deny { .. } => of_assertion(statement),
        Statement::Each {
            binders,
            list,
            body,
            span,
        } => {
            let each = |list, body| Statement::Each {
                binders: binders.clone(),
                list,
                body,
                span: *span,
            };
            let mut mutants = within(list, |list| each(list, body.clone()));
            // An `each` without any assertion does nothing, as taking it away does.
            let alone = alone || assertions(body) < 2;
            let inside = of_block(body, alone).into_iter();
            mutants.extend(inside.map(|mutant| mutant.within(|body| each(list.clone(), body))));
            mutants
        }
    }
}

fn of_assertion(statement: &Statement) -> Vec<Mutant<Statement>> {
    match statement {
        Statement::Require {
            condition,
            message,
            span,
        } => {
            let require = |condition| Statement::Require {
                condition,
                message: message.clone(),
                span: *span,
            };
            let deny = Statement::Deny {
                condition: Some(condition.clone()),
                message: message.clone(),
                span: *span,
            };
            turned("deny", *span, deny, within(condition, require))
        }
        Statement::Deny {
            condition: Some(condition),
            message,
            span,
        } => {
            let deny = |condition| Statement::Deny {
                condition: Some(condition),
                message: message.clone(),
                span: *span,
            };
            let require = Statement::Require {
                condition: condition.clone(),
                message: message.clone(),
                span: *span,
            };
            turned("require", *span, require, within(condition, deny))
        }
        // It always fails: there is nothing in it to change.
        _ => Vec::new(),
    }
}

fn within(
    expression: &Expression,
    around: impl Fn(Expression) -> Statement,
) -> Vec<Mutant<Statement>> {
    let mutants = expression::of(expression).into_iter();
    mutants.map(|mutant| mutant.within(&around)).collect()
}

/// The statement as its opposite, and then its other mutants. A condition that is negated as a whole
/// says the same as the opposite, so that one is left out.
fn turned(
    word: &str,
    span: Span,
    opposite: Statement,
    others: Vec<Mutant<Statement>>,
) -> Vec<Mutant<Statement>> {
    let mut mutants = vec![Mutant::new(Change::Negation, span, word, opposite)];
    let whole = condition_span(&mutants[0].changed);
    let is_negated = |mutant: &Mutant<Statement>| {
        Some(mutant.span) == whole && mutant.change == Change::Negation
    };
    mutants.extend(others.into_iter().filter(|mutant| !is_negated(mutant)));
    mutants
}

fn condition_span(statement: &Statement) -> Option<Span> {
    match statement {
        Statement::Require { condition, .. }
        | Statement::Deny {
            condition: Some(condition),
            ..
        } => Some(condition.span),
        _ => None,
    }
}
