//! What is wrong with the types of values.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// T: types of values.
pub(super) static FAMILY: Family = Family {
    letter: 'T',
    name: "types of values",
    about: "What can never work, whatever a plan says.",
    codes: &[Code {
        id: "T308",
        title: "a pattern that cannot be used",
        level: Level::Error,
        what: "A glob, a regular expression, a range of addresses or a version constraint is \
               malformed.",
        why: "It would match nothing, or be an error for every resource. In a glob, a sign stands \
              for itself in brackets: `[*]`.",
        pair: Some(Pair {
            wrong: rule!(
                r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t[34.*"
    message "${self.instance_type} is not small"
}
"#
            ),
            right: rule!(
                r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t[34].*"
    message "${self.instance_type} is not small"
}
"#
            ),
        }),
    }],
};
