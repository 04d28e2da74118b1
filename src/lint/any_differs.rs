//! W609: `!=` inside `any`.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{
    Binders, Comparison, Expression, ExpressionKind, Item, Quantifier, Statement,
};

pub(super) static LINT: Lint = Lint {
    code: "W609",
    name: "any-differs",
    title: "`!=` inside `any`",
    level: Level::Warn,
    about: "\
An `any` asks whether some element differs from a value.

`any(x in list : x != \"a\")` is true as soon as one element is another one, so it is true of nearly \
every list, also of those that have \"a\" in them. That the list does not have it is said by \
`none(x in list : x == \"a\")`, and that it has nothing else by `all(x in list : x == \"a\")`.

Under `deny` and `not` it is fine: `deny any(x in list : x != \"a\")` says that all elements are \"a\". \
So it is with `!= null` and `!= \"\"`, and where two things of the same element are compared.",
    avoid: r#"rule "no-open-range" {
  title    = "No rule is open to the world"
  severity = "high"

  on aws_security_group_rule
  require any(range in self.cidr_blocks : range != "0.0.0.0/0")
    message "the rule is open to the world"
}
"#,
    prefer: r#"rule "no-open-range" {
  title    = "No rule is open to the world"
  severity = "high"

  on aws_security_group_rule
  require none(range in self.cidr_blocks : range == "0.0.0.0/0")
    message "the rule is open to the world"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for item in &subject.file.file.items {
        match item {
            Item::Define(define) => look(&define.body, true, &mut found),
            Item::Rule(rule) => {
                for statement in walk::all_statements(&rule.body) {
                    let asks = !matches!(statement, Statement::Deny { .. });
                    for expression in walk::of_statement(statement) {
                        look(expression, asks, &mut found);
                    }
                }
            }
            Item::Param(_) | Item::Test(_) => {}
        }
    }
    found
}

/// Looks through an expression; `asks` is false where what it says is turned round.
fn look(expression: &Expression, asks: bool, found: &mut Vec<Diagnostic>) {
    match &expression.kind {
        ExpressionKind::Not(of) => return look(of, !asks, found),
        ExpressionKind::Quantifier {
            quantifier: Quantifier::None,
            list,
            condition,
            ..
        } => {
            look(list, true, found);
            return look(condition, !asks, found);
        }
        ExpressionKind::Quantifier {
            quantifier: Quantifier::Any,
            binders,
            condition,
            ..
        } if asks && only_differs(condition, binders) => {
            let warning = LINT.warn(
                "`any` asks whether some element differs",
                condition.span,
                "true as soon as one element is another one",
            );
            found.push(warning.help(
                "`none` with `==` says that the list does not have it, `all` with `==` that it has nothing else",
            ));
        }
        _ => {}
    }
    for part in expression.parts() {
        look(part, asks, found);
    }
}

/// Whether a condition says only that an element is not this and not that.
fn only_differs(condition: &Expression, binders: &Binders) -> bool {
    match &condition.kind {
        ExpressionKind::And(parts) | ExpressionKind::Or(parts) => {
            parts.iter().all(|part| only_differs(part, binders))
        }
        ExpressionKind::Compare(Comparison::NotEqual, left, right) => {
            let sides = [left, right];
            let of_element = sides.iter().filter(|side| mentions(side, binders)).count();
            of_element == 1 && !sides.iter().any(|side| is_nothing(side))
        }
        _ => false,
    }
}

fn mentions(expression: &Expression, binders: &Binders) -> bool {
    let is_bound = |name: &str| {
        name == binders.value.text || binders.key.as_ref().is_some_and(|key| key.text == name)
    };
    walk::all(expression)
        .iter()
        .any(|inner| matches!(&inner.kind, ExpressionKind::Name(name) if is_bound(name)))
}

/// What "there is something" is asked with.
fn is_nothing(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Null | ExpressionKind::Bool(false) => true,
        ExpressionKind::Text(template) => template.parts.is_empty(),
        ExpressionKind::List(items) => items.is_empty(),
        ExpressionKind::Map(entries) => entries.is_empty(),
        _ => false,
    }
}
