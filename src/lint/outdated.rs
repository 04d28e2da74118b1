//! W610: what the provider has taken away, or will. `typing` finds it.

use super::{Level, Lint};

pub(super) static LINT: Lint = Lint {
    code: "W610",
    name: "outdated",
    title: "an attribute or type that is deprecated, or that only an earlier provider has",
    level: Level::Warn,
    about: "\
An attribute or type is deprecated, or is gone in the version of the schema and was there in an earlier \
one.

A rule for plans of the earlier version is right. In plans of a later one the attribute is not there, \
and what is asked of it is undetermined. The shipped schema knows nothing of deprecations; one that is \
given by `--schema` does.",
    avoid: r#"rule "addresses-of-vpc" {
  title    = "Elastic addresses are of the VPC"
  severity = "low"

  on aws_eip
  require self.vpc == true message "the address is not of the VPC"
}
"#,
    prefer: r#"rule "addresses-of-vpc" {
  title    = "Elastic addresses are of the VPC"
  severity = "low"

  on aws_eip
  require (self.domain ?? "vpc") == "vpc" message "the address is not of the VPC"
}
"#,
    run: None,
};
