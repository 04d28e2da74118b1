//! W613: comparing with null or with something empty.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Comparison, Expression, ExpressionKind};

pub(super) static LINT: Lint = Lint {
    code: "W613",
    name: "compared-with-nothing",
    title: "an attribute compared with null or with something empty",
    level: Level::Warn,
    about: "\
An attribute is compared with `null`, `\"\"`, `[]` or `{}`, where `is set` is meant.

What is left out may plan as null, as an empty value, or as known only after apply, and one \
comparison sees one of them: `x != \"\"` is true where x is null, and `x == null` is undetermined where \
the provider fills x in. `x is set` and `x is not set` know them all. `is null` and `is empty` ask for \
just one of them.",
    avoid: r#"rule "machines-described" {
  title    = "Machines have a purpose"
  severity = "low"

  on aws_instance
  require self.tags.purpose != "" message "no purpose"
}
"#,
    prefer: r#"rule "machines-described" {
  title    = "Machines have a purpose"
  severity = "low"

  on aws_instance
  require self.tags.purpose is set message "no purpose"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let expressions = subject.file.file.items.iter().flat_map(walk::of_item);
    expressions.flat_map(walk::all).filter_map(look).collect()
}

fn look(expression: &Expression) -> Option<Diagnostic> {
    let ExpressionKind::Compare(comparison, left, right) = &expression.kind else {
        return None;
    };
    let not = match comparison {
        Comparison::Equal => "not ",
        Comparison::NotEqual => "",
        _ => return None,
    };
    let nothing = match (is_attribute(left), is_attribute(right)) {
        (true, false) => nothing(right)?,
        (false, true) => nothing(left)?,
        _ => return None,
    };
    let warning = LINT.warn(
        format!("an attribute is compared with `{nothing}`"),
        expression.span,
        "there are other ways of not being set",
    );
    Some(warning.help(format!("did you mean `… is {not}set`?")))
}

/// A path from `self` or from something that is bound.
fn is_attribute(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Attribute(of, _) | ExpressionKind::Index(of, _) => {
            is_attribute(of) || is_root(of)
        }
        _ => false,
    }
}

fn is_root(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::SelfValue => true,
        ExpressionKind::Name(name) => !["var", "terraform", "plan"].contains(&name.as_str()),
        _ => false,
    }
}

fn nothing(expression: &Expression) -> Option<&'static str> {
    match &expression.kind {
        ExpressionKind::Null => Some("null"),
        ExpressionKind::Text(template) if template.parts.is_empty() => Some("\"\""),
        ExpressionKind::List(items) if items.is_empty() => Some("[]"),
        ExpressionKind::Map(entries) if entries.is_empty() => Some("{}"),
        _ => None,
    }
}
