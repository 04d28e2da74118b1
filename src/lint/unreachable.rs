//! W603: statements that decide nothing.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Expression, ExpressionKind, Item, Statement};

pub(super) static LINT: Lint = Lint {
    code: "W603",
    name: "unreachable",
    title: "a statement that decides nothing",
    level: Level::Warn,
    about: "\
A statement decides nothing, whatever the plan says.

Below `where false` or `unless true` no assertion of the block counts. Below a `deny` without a \
condition, or one that always fails, the verdict of the block stands. Often a condition was written \
for a trial and stayed. To switch a rule off, say `level = \"off\"`: then everybody sees it.",
    avoid: r#"rule "databases-stay" {
  title    = "Databases stay"
  severity = "critical"

  on aws_db_instance when delete
  deny message "${address(self)} would be deleted"
  require self.skip_final_snapshot == false
    message "${address(self)} would be deleted without a snapshot"
}
"#,
    prefer: r#"rule "databases-stay" {
  title    = "Databases stay"
  severity = "critical"

  on aws_db_instance when delete
  require self.skip_final_snapshot == false
    message "${address(self)} would be deleted without a snapshot"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for item in &subject.file.file.items {
        if let Item::Rule(rule) = item {
            for block in walk::blocks(rule) {
                look(block, &mut found);
            }
        }
    }
    found
}

fn look(block: &[Statement], found: &mut Vec<Diagnostic>) {
    let nothing_counts = block.iter().find_map(|statement| match statement {
        Statement::Where(condition) if constant(condition) == Some(false) => Some((
            condition.span,
            "`where` leaves nothing over",
            "so no assertion of this block counts",
        )),
        Statement::Unless { condition, .. } if constant(condition) == Some(true) => Some((
            condition.span,
            "`unless` exempts everything",
            "so no assertion of this block counts",
        )),
        _ => None,
    });
    if let Some((span, message, label)) = nothing_counts {
        found.push(
            LINT.warn(message, span, label)
                .help("to switch a rule off, write `level = \"off\"` in its header"),
        );
    }
    let fails = block.iter().position(always_fails);
    let Some((at, first)) = fails.and_then(|at| Some((at, block.get(at)?))) else {
        return;
    };
    let below = block[at + 1..].iter().find(|statement| asserts(statement));
    if let Some(below) = below {
        found.push(
            LINT.warn(
                "this cannot change the verdict",
                below.span(),
                "decided already",
            )
            .also(first.span(), "this always fails")
            .help("delete one of them, or give the first a condition"),
        );
    }
}

fn always_fails(statement: &Statement) -> bool {
    match statement {
        Statement::Deny { condition, .. } => condition
            .as_ref()
            .is_none_or(|condition| constant(condition) == Some(true)),
        Statement::Require { condition, .. } => constant(condition) == Some(false),
        _ => false,
    }
}

fn asserts(statement: &Statement) -> bool {
    match statement {
        Statement::Require { .. } | Statement::Deny { .. } => true,
        Statement::Each { body, .. } => body.iter().any(asserts),
        _ => false,
    }
}

/// What a condition is that asks nothing.
fn constant(condition: &Expression) -> Option<bool> {
    match &condition.kind {
        ExpressionKind::Bool(value) => Some(*value),
        ExpressionKind::Not(of) => constant(of).map(|value| !value),
        ExpressionKind::And(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(constant).collect();
            if parts.contains(&Some(false)) {
                Some(false)
            } else {
                parts.iter().all(|part| *part == Some(true)).then_some(true)
            }
        }
        ExpressionKind::Or(parts) => {
            let parts: Vec<Option<bool>> = parts.iter().map(constant).collect();
            if parts.contains(&Some(true)) {
                Some(true)
            } else {
                parts
                    .iter()
                    .all(|part| *part == Some(false))
                    .then_some(false)
            }
        }
        _ => None,
    }
}
