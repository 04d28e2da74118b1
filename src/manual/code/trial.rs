//! What is wrong with tests of rules.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// X: tests.
pub(super) static FAMILY: Family = Family {
    letter: 'X',
    name: "tests",
    about: "What is wrong with tests of rules, and tests that do not come out as they say.",
    codes: &[Code {
        id: "X803",
        title: "a fixture that no plan could have",
        level: Level::Error,
        what: "What a test gives does not fit the provider's schema, or Terraform would refuse it: \
               an argument that the type does not have, a value of another type, a required \
               argument that is null, a reference to nothing.",
        why: "A test that gives what no plan can have proves nothing, and a misspelled argument \
              would leave the rule with the value that it must catch. The message names what the \
              type has.",
        pair: Some(Pair {
            wrong: rule!(
                r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}

test "a large machine" {
  given resource "aws_instance" "build" {
    instance_typ = "c7i.4xlarge"
  }
  expect fail on aws_instance.build
}
"#
            ),
            right: rule!(
                r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}

test "a large machine" {
  given resource "aws_instance" "build" {
    instance_type = "c7i.4xlarge"
  }
  expect fail on aws_instance.build
}
"#
            ),
        }),
    }],
};
