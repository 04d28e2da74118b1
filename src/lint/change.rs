//! W605: a rule about changes that does not say which.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Expression, ExpressionKind, Item};

pub(super) static LINT: Lint = Lint {
    code: "W605",
    name: "change-without-when",
    title: "`before` or `actions` in a rule without `when`",
    level: Level::Warn,
    about: "\
A rule asks what changes, and has no `when`.

Without `when` a rule is about everything that exists after apply. What goes away is not among it, \
`before(self)` is null for what is new, and nothing tells a reader that the rule is about changes. \
`when update or replace` says it, and keeps away what does not change.",
    avoid: r#"rule "instance-class-stays" {
  title    = "The instance class of a database does not change"
  severity = "high"

  on aws_db_instance
  require self.instance_class == before(self).instance_class
    message "the instance class changes to ${self.instance_class}"
}
"#,
    prefer: r#"rule "instance-class-stays" {
  title    = "The instance class of a database does not change"
  severity = "high"

  on aws_db_instance when update or replace
  require self.instance_class == before(self).instance_class
    message "the instance class changes to ${self.instance_class}"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for item in &subject.file.file.items {
        let Item::Rule(rule) = item else { continue };
        let Some(on) = rule.on.as_ref().filter(|on| on.when.is_empty()) else {
            continue;
        };
        let asks = walk::of_statements(&rule.body)
            .into_iter()
            .flat_map(walk::all)
            .find(|expression| is_about_change(expression));
        if let Some(asks) = asks {
            found.push(
                LINT.warn(
                    "the rule asks what changes, and does not say which changes it is about",
                    asks.span,
                    "this asks for a change",
                )
                .also(on.span, "expected `when …` here")
                .help(
                    "as in `when update`, `when create or replace`, or `when any` for all of them",
                ),
            );
        }
    }
    found
}

/// `before(self)` or `actions(self)`
fn is_about_change(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Call {
            module: None,
            name,
            arguments,
        } => {
            ["before", "actions"].contains(&name.text.as_str())
                && matches!(arguments.as_slice(), [only] if matches!(only.kind, ExpressionKind::SelfValue))
        }
        _ => false,
    }
}
