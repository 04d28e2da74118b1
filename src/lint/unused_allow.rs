//! W611: a comment that excuses nothing.

use super::{Level, Lint};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub(super) static LINT: Lint = Lint {
    code: "W611",
    name: "unused-allow",
    title: "a comment that excuses nothing",
    level: Level::Warn,
    about: "\
A comment `plangate: allow(CODE)` excuses nothing: the lint finds nothing where it looks.

What it excused has been mended, or it stands in the wrong place. Left there, it would excuse the next \
mistake unseen. A comment at the end of a line is about the statement on that line. On a line of its \
own it is about the statement, header line or item below. Above everything in the file, with a blank \
line or `edition` below, it is about the whole file.",
    avoid: r#"rule "machines-have-image" {
  title    = "Machines have an image"
  severity = "low"

  on aws_instance
  # plangate: allow(W601) used in the message
  let image = self.ami
  require image is set message "${image}: no image"
}
"#,
    prefer: r#"rule "machines-have-image" {
  title    = "Machines have an image"
  severity = "low"

  on aws_instance
  let image = self.ami
  require image is set message "${image}: no image"
}
"#,
    run: None,
};

pub(super) fn warning(code: &str, span: Span) -> Diagnostic {
    let message = format!("there is no {code} here to allow");
    LINT.warn(message, span, "it excuses nothing")
        .help("delete it, or move it to what it is about")
}
