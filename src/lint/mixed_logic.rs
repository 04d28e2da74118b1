//! W604: `and` beside `or` without parentheses.

use super::{Level, Lint, Subject, walk};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind};

pub(super) static LINT: Lint = Lint {
    code: "W604",
    name: "mixed-logic",
    title: "`and` beside `or` without parentheses",
    level: Level::Warn,
    about: "\
`and` and `or` stand beside each other without parentheses.

`and` binds tighter than `or`, so `a or b and c` means `a or (b and c)`. Half of the readers take it \
the other way. Parentheses cost nothing and say what is meant; `plangate fmt` writes them, and so does \
`plangate lint --fix`.",
    avoid: r#"rule "machines-small" {
  title    = "Machines are small or paid for"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*" or self.tags.paid == "yes" and self.tags.owner is set
    message "the machine is large and nobody pays for it"
}
"#,
    prefer: r#"rule "machines-small" {
  title    = "Machines are small or paid for"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*" or (self.tags.paid == "yes" and self.tags.owner is set)
    message "the machine is large and nobody pays for it"
}
"#,
    run: Some(run),
};

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let expressions = subject.file.file.items.iter().flat_map(walk::of_item);
    expressions
        .flat_map(walk::all)
        .filter_map(|expression| match &expression.kind {
            ExpressionKind::Or(parts) => Some(parts),
            _ => None,
        })
        .flatten()
        .filter(|part| matches!(part.kind, ExpressionKind::And(_)))
        .filter(|part| !in_parentheses(part.span, subject.text))
        .map(|part| warning(part, subject.text))
        .collect()
}

fn warning(part: &Expression, text: &str) -> Diagnostic {
    let words = &text[part.span.start as usize..part.span.end as usize];
    LINT.warn(
        "`and` stands beside `or` without parentheses",
        part.span,
        "this belongs together",
    )
    .help("write parentheses around it")
    .fix(Fix {
        span: part.span,
        replacement: format!("({words})"),
        safe: true,
    })
}

/// Whether the nearest signs around a part are parentheses that belong to each other. That holds
/// for a part of `or`: beside it there is `or`, or what the whole `or` stands in.
fn in_parentheses(span: Span, text: &str) -> bool {
    let before = text[..span.start as usize].trim_end();
    let behind = text[span.end as usize..].trim_start();
    before.ends_with('(') && behind.starts_with(')')
}
