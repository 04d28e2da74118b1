//! W612: a comment that means to excuse and does not.

use super::{Level, Lint, nearest_word, unused_allow};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub(super) static LINT: Lint = Lint {
    code: "W612",
    name: "malformed-allow",
    title: "a comment that means to excuse, and is not understood or gives no reason",
    level: Level::Warn,
    about: "\
A comment that begins with `plangate:` is not understood, or gives no reason.

It is written `# plangate: allow(W602) reason`, with one or more codes or names of lints. The reason \
is for those who read the rule later, and is required. Errors cannot be allowed. A comment that is not \
understood excuses nothing.",
    avoid: r#"rule "machines-have-image" {
  title    = "Machines have an image"
  severity = "low"

  on aws_instance
  let image = self.ami # plangate: allow(W601)
  require self.ami is set message "no image"
}
"#,
    prefer: r#"rule "machines-have-image" {
  title    = "Machines have an image"
  severity = "low"

  on aws_instance
  let image = self.ami # plangate: allow(W601) the next edition of this rule needs it
  require self.ami is set message "no image"
}
"#,
    run: None,
};

pub(super) fn no_list(span: Span) -> Diagnostic {
    LINT.warn(
        "this comment is not understood",
        span,
        "expected `allow(…)`",
    )
    .help("it is written `# plangate: allow(W601) reason`")
}

pub(super) fn no_reason(span: Span) -> Diagnostic {
    LINT.warn(
        "this `allow` gives no reason",
        span,
        "expected a reason behind it",
    )
    .help("say why it is fine here: `# plangate: allow(W601) reason`")
}

pub(super) fn unknown(word: &str, span: Span) -> Diagnostic {
    if word.is_empty() {
        let warning = LINT.warn("this `allow` names no lint", span, "expected a code");
        return warning.help("it is written `# plangate: allow(W601) reason`");
    }
    let shown = word.escape_debug();
    let is_error = word
        .strip_prefix(['P', 'N', 'T', 'S', 'B', 'R', 'X', 'C'])
        .is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()));
    if is_error {
        let message = format!("{shown} is an error, which cannot be allowed");
        return LINT
            .warn(message, span, "expected the code of a lint")
            .help("mend it");
    }
    let warning = LINT.warn(
        format!("there is no lint `{shown}`"),
        span,
        "expected the code or name of a lint",
    );
    warning.help(match nearest_word(word) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "docs/lint.md lists the lints".to_owned(),
    })
}

pub(super) fn about_itself(lint: &Lint, span: Span) -> Diagnostic {
    let message = format!("a comment cannot allow {}", lint.code);
    LINT.warn(message, span, "it is about such comments")
        .help(format!(
            "mend the other comment, or set the level of `{}` in plangate.toml",
            lint.name
        ))
}

/// Whether a lint is about the comments that excuse.
pub(super) fn is_about_allows(lint: &Lint) -> bool {
    [LINT.code, unused_allow::LINT.code].contains(&lint.code)
}
