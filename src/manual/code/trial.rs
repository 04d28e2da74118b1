//! What is wrong with tests, and what tests find.

use super::super::example::{Pair, files, rule};
use super::{Code, Family, Level};

/// X: tests.
pub(super) static FAMILY: Family = Family {
    letter: 'X',
    name: "tests",
    about: "What `plangate test` tells: that a rule says something else than a test expects, or that \
            a test cannot be run.",
    codes: &[
        Code {
            id: "X801",
            title: "an expectation that is not met",
            level: Level::Test,
            what: "The rule says something else of the address, says it with another message, or \
                   does not judge the address at all.",
            why: "Either the rule is wrong or the test is. Below the message stands everything \
                  that the rule says in this test, and how it comes to that.",
            pair: Some(Pair {
                wrong: files(&[
                    ("databases.rule", RULE),
                    (
                        "databases.test.rule",
                        r#"test "a database that is kept for too short" {
  given plan "orders.json"
  expect pass
}
"#,
                    ),
                    ("orders.json", SHORT),
                ]),
                right: files(&[
                    ("databases.rule", RULE),
                    (
                        "databases.test.rule",
                        r#"test "a database that is kept for too short" {
  given plan "orders.json"
  expect fail message like "orders is kept for 1 days"
}
"#,
                    ),
                    ("orders.json", SHORT),
                ]),
            }),
        },
        Code {
            id: "X802",
            title: "a finding that no expectation covers",
            level: Level::Test,
            what: "A rule under test says fail, undetermined or error of something, and no line of \
                   the test expects it.",
            why: "Tests are exhaustive: else a rule that fails everything would pass the test that \
                  expects one fail. Add a line for the finding, with its message if there are \
                  several, or mend the rule.",
            pair: Some(Pair {
                wrong: files(&[
                    ("databases.rule", RULE),
                    (
                        "databases.test.rule",
                        r#"test "orders is kept for too short" {
  given plan "both.json"
  expect fail message like "orders *"
}
"#,
                    ),
                    ("both.json", BOTH),
                ]),
                right: files(&[
                    ("databases.rule", RULE),
                    (
                        "databases.test.rule",
                        r#"test "both are kept for too short" {
  given plan "both.json"
  expect fail message like "orders *"
  expect fail message like "users *"
}
"#,
                    ),
                    ("both.json", BOTH),
                ]),
            }),
        },
        Code {
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
        },
        Code {
            id: "X804",
            title: "it is not clear which rule an expectation is about",
            level: Level::Error,
            what: "An expectation names no rule, and its file, or the file that `NAME.test.rule` is \
                   about, has no rule or several.",
            why: "A test that is about another rule than its author thinks proves nothing. Name \
                  the rule, as in `expect fail \"rule-id\"`.",
            pair: Some(Pair {
                wrong: files(&[
                    (
                        "databases.test.rule",
                        r#"test "a database that is kept for too short" {
  given plan "orders.json"
  expect fail
}
"#,
                    ),
                    ("all.rule", RULE),
                    ("orders.json", SHORT),
                ]),
                right: files(&[
                    (
                        "databases.test.rule",
                        r#"test "a database that is kept for too short" {
  given plan "orders.json"
  expect fail "databases-kept"
}
"#,
                    ),
                    ("all.rule", RULE),
                    ("orders.json", SHORT),
                ]),
            }),
        },
        Code {
            id: "X805",
            title: "what a test gives cannot be used",
            level: Level::Error,
            what: "A test gives nothing, two plans, or a file that is not there, leaves the rule \
                   directory or is no plan.",
            why: "A test on nothing would pass whatever the rule says.",
            pair: Some(Pair {
                wrong: files(&[
                    ("databases.rule", RULE),
                    (
                        "databases.test.rule",
                        r#"test "a database that is kept for too short" {
  given plan "order.json"
  expect fail
}
"#,
                    ),
                    ("orders.json", SHORT),
                ]),
                right: files(&[
                    ("databases.rule", RULE),
                    (
                        "databases.test.rule",
                        r#"test "a database that is kept for too short" {
  given plan "orders.json"
  expect fail
}
"#,
                    ),
                    ("orders.json", SHORT),
                ]),
            }),
        },
    ],
};

const RULE: &str = r#"rule "databases-kept" {
  title    = "Databases are kept for a week"
  severity = "high"

  on document
  each database in self.databases {
    require database.retention >= 7
      message "${database.name} is kept for ${database.retention} days"
  }
}
"#;

const SHORT: &str = r#"{ "databases": [{ "name": "orders", "retention": 1 }] }
"#;

const BOTH: &str = r#"{
  "databases": [
    { "name": "orders", "retention": 1 },
    { "name": "users", "retention": 2 }
  ]
}
"#;
