//! W608: `all` over references that may be none.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Expression, ExpressionKind, Item, Quantifier, Rule, Statement};

pub(super) static LINT: Lint = Lint {
    code: "W608",
    name: "vacuous",
    title: "an `all` over references, as the only assertion, without a check that there is one",
    level: Level::Warn,
    about: "\
The only assertion of a rule is an `all` over what an arrow finds, and nothing asks whether it finds \
anything.

`all` of nothing is true. So the rule passes where the reference is missing, which is often the very \
mistake that it is there for. `any` asks for one that is right; `… is set` beside the `all` asks that \
there is one.",
    avoid: r#"rule "profile-role-named" {
  title    = "The role of a profile is ours"
  severity = "high"

  on aws_iam_instance_profile
  require all(role in self.role -> aws_iam_role : role.path == "/machines/")
    message "the role is not ours"
}
"#,
    prefer: r#"rule "profile-role-named" {
  title    = "The role of a profile is ours"
  severity = "high"

  on aws_iam_instance_profile
  let roles = self.role -> aws_iam_role
  require roles is set and all(role in roles : role.path == "/machines/")
    message "the role is not ours"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let items = subject.file.file.items.iter();
    items
        .filter_map(|item| match item {
            Item::Rule(rule) => look(rule, subject.text),
            _ => None,
        })
        .collect()
}

fn look(rule: &Rule, text: &str) -> Option<Diagnostic> {
    let [Statement::Require { condition, .. }] = assertions(rule).as_slice() else {
        return None;
    };
    let ExpressionKind::Quantifier {
        quantifier: Quantifier::All,
        list,
        ..
    } = &condition.kind
    else {
        return None;
    };
    let words = words(list, text);
    let found = arrow(list, rule)?;
    // Whatever else is asked of the same list may be that check.
    let names = [words.as_str(), found];
    let is_asked = walk::all_statements(&rule.body)
        .into_iter()
        .any(|statement| {
            !matches!(statement, Statement::Let { .. })
                && conditions(statement)
                    .into_iter()
                    .filter(|other| other.span != condition.span)
                    .flat_map(walk::all)
                    .any(|inner| names.contains(&self::words(inner, text).as_str()))
        });
    (!is_asked).then(|| {
        LINT.warn(
            "`all` of nothing is true, and nothing asks whether there is anything",
            list.span,
            "where this finds nothing, the rule passes",
        )
        .help("ask for `… is set` as well, or for `any`")
    })
}

/// What is asked in a statement, without its texts.
fn conditions(statement: &Statement) -> Vec<&Expression> {
    match statement {
        Statement::Where(condition)
        | Statement::Unless { condition, .. }
        | Statement::Require { condition, .. }
        | Statement::Deny {
            condition: Some(condition),
            ..
        } => vec![condition],
        Statement::Each { list, .. } => vec![list],
        Statement::Deny { .. } | Statement::Let { .. } => Vec::new(),
    }
}

fn assertions(rule: &Rule) -> Vec<&Statement> {
    let all = walk::all_statements(&rule.body).into_iter();
    all.filter(|statement| {
        matches!(
            statement,
            Statement::Require { .. } | Statement::Deny { .. }
        )
    })
    .collect()
}

/// The name of the list, if an arrow finds it; of a list that has none, nothing.
fn arrow<'a>(list: &'a Expression, rule: &'a Rule) -> Option<&'a str> {
    match &list.kind {
        ExpressionKind::Name(name) => walk::all_statements(&rule.body)
            .into_iter()
            .any(|statement| {
                matches!(statement, Statement::Let { name: bound, value }
                    if bound.text == *name && has_arrow(value))
            })
            .then_some(name),
        _ => has_arrow(list).then_some(""),
    }
}

/// Whether the last steps of a path lead over a reference.
fn has_arrow(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Forward(..) | ExpressionKind::Back(..) => true,
        ExpressionKind::Attribute(of, _) | ExpressionKind::Index(of, _) => has_arrow(of),
        _ => false,
    }
}

fn words(expression: &Expression, text: &str) -> String {
    let span = expression.span;
    let words = text.get(span.start as usize..span.end as usize);
    words.unwrap_or_default().split_whitespace().collect()
}
