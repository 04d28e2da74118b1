//! What is wrong with the text of a rule file.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// P: the text.
pub(super) static FAMILY: Family = Family {
    letter: 'P',
    name: "the text of a rule file",
    about: "What cannot be read. Everything that is wrong in a file is told at once.",
    codes: &[
        Code {
            id: "P101",
            title: "something cannot stand here",
            level: Level::Error,
            what: "The text is not a rule file at this place. The message says what stands there \
                   and what may stand there.",
            why: "What is read only half is a rule that says something else than its author meant. \
                  Look at the place, and at the end of what stands before it: a bracket or a word \
                  is often missing there.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type lik "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P102",
            title: "an escape that does not exist",
            level: Level::Error,
            what: "A backslash in a text is followed by something that makes no escape. Escapes \
                   are `\\n`, `\\t`, `\\\"`, `\\\\` and `\\uNNNN`.",
            why: "Dropping the backslash would change a regular expression without a word. A \
                  backslash itself is written twice.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type matches "^t\d[a-z]*\."
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type matches "^t\\d[a-z]*\\."
    message "${self.instance_type} is not small"
}
"#
                ),
            }),
        },
        Code {
            id: "P103",
            title: "a text or comment that never ends",
            level: Level::Error,
            what: "A text, a heredoc, a `${` or a `/*` is opened and not closed. A text in quotes \
                   ends in its line.",
            why: "Everything behind it would be taken for text. The message shows where it was \
                  opened.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P110",
            title: "comparisons are chained",
            level: Level::Error,
            what: "One comparison stands behind another, as in `1 <= x <= 9`.",
            why: "Languages disagree on what that means. Say each comparison, joined by `and`.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "functions-end" {
  title    = "Functions end in time"
  severity = "low"

  on aws_lambda_function
  let seconds = self.timeout ?? 3
  require 1 <= seconds <= 60
    message "${self.function_name} may run for ${seconds} seconds"
}
"#
                ),
                right: rule!(
                    r#"rule "functions-end" {
  title    = "Functions end in time"
  severity = "low"

  on aws_lambda_function
  let seconds = self.timeout ?? 3
  require 1 <= seconds and seconds <= 60
    message "${self.function_name} may run for ${seconds} seconds"
}
"#
                ),
            }),
        },
        Code {
            id: "P111",
            title: "`=` where `==` is meant",
            level: Level::Error,
            what: "A condition has a single `=`.",
            why: "`=` gives a value, `==` compares.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type = "t3.micro"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type == "t3.micro"
    message "${self.instance_type} is not small"
}
"#
                ),
            }),
        },
        Code {
            id: "P112",
            title: "arithmetic",
            level: Level::Error,
            what: "Something is added, subtracted, multiplied or divided.",
            why: "The language has no arithmetic: no rule needed it, and values stay simple \
                  without. `sum`, `min`, `max`, `length` and `count` answer questions about \
                  amounts; a constant is best written as what it comes to.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "functions-end" {
  title    = "Functions end in time"
  severity = "low"

  on aws_lambda_function
  require (self.timeout ?? 3) <= 5 * 60
    message "${self.function_name} may run for ${self.timeout} seconds"
}
"#
                ),
                right: rule!(
                    r#"rule "functions-end" {
  title    = "Functions end in time"
  severity = "low"

  on aws_lambda_function
  require (self.timeout ?? 3) <= 300
    message "${self.function_name} may run for ${self.timeout} seconds"
}
"#
                ),
            }),
        },
        Code {
            id: "P113",
            title: "an unknown word after `is`",
            level: Level::Error,
            what: "Behind `is` or `is not` stands another word than `set`, `written`, `known`, \
                   `null`, `absent` or `empty`.",
            why: "These six questions differ where a value is unknown or empty, so none is \
                  guessed. `is set` asks whether there is a value after apply.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instance
  require self.iam_instance_profile is present
    message "${address(self)} has no instance profile"
}
"#
                ),
                right: rule!(
                    r#"rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instance
  require self.iam_instance_profile is set
    message "${address(self)} has no instance profile"
}
"#
                ),
            }),
        },
        Code {
            id: "P120",
            title: "a rule without `on`",
            level: Level::Error,
            what: "A rule does not say what it is about.",
            why: "A rule about nothing would pass for ever.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P121",
            title: "a rule with two `on`",
            level: Level::Error,
            what: "A rule says twice what it is about.",
            why: "It would not be plain whether both are meant or the last. One `on` takes several \
                  types, separated by commas.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  on aws_spot_instance_request
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance, aws_spot_instance_request
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
            }),
        },
        Code {
            id: "P122",
            title: "a part of the header behind `on`",
            level: Level::Error,
            what: "A key, a block or a parameter of the header stands behind `on`.",
            why: "A rule reads from top to bottom: what it says about itself, what it is about, \
                  what must hold.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title = "Machines are small"

  on aws_instance
  severity = "low"
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P123",
            title: "an assertion without `message`",
            level: Level::Error,
            what: "A `require` or `deny` does not say what to tell people where it does not hold.",
            why: "A finding without text helps nobody. Say what is wrong, with the value: \
                  `${self.instance_type}`.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P124",
            title: "a rule without an assertion",
            level: Level::Error,
            what: "A rule, or an `each`, has neither `require` nor `deny`.",
            why: "It would find nothing, whatever the plan says, and be listed as passed.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  where self.instance_type like "t3.*"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P125",
            title: "`else` where `message` is meant",
            level: Level::Error,
            what: "Behind a condition stands `else`.",
            why: "There is no `else`: what people read is the `message`, for `require` and for \
                  `deny` alike.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
    else "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "P199",
            title: "plangate cannot read what its own grammar allows",
            level: Level::Error,
            what: "The grammar takes the text, and the reader behind it does not know what to make \
                   of it.",
            why: "This is a fault of plangate and not of the rule file. It is told rather than \
                  passed over; please report the file. No rule is known to bring it about.",
            pair: None,
        },
    ],
};

/// A rule that is right.
const SMALL: &str = r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#;
