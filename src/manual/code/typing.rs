//! What is wrong with the types of values.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// T: types of values.
pub(super) static FAMILY: Family = Family {
    letter: 'T',
    name: "types of values",
    about: "What can never work, whatever a plan says. The types are those of the provider's \
            schema; what has none, as a JSON document, is not checked.",
    codes: &[
        Code {
            id: "T301",
            title: "a condition that is no bool",
            level: Level::Error,
            what: "Where a condition is needed stands something that is neither true nor false: a \
                   text, a number, a list.",
            why: "Languages disagree on which texts and numbers are true. Compare it, or ask \
                  whether it `is set`.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instance
  require self.iam_instance_profile
    message "${address(self)} has no instance profile"
}
"#
                ),
                right: rule!(PROFILE),
            }),
        },
        Code {
            id: "T302",
            title: "types that never fit",
            level: Level::Error,
            what: "Values are compared, ordered or passed to a function whose types can never fit, \
                   as a text with `true`.",
            why: "They would be unequal for ever: a `deny` would pass everything. Tags are texts, \
                  so `\"true\"` is what a tag is compared with.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "no-legacy" {
  title    = "No machine is a legacy"
  severity = "low"

  on aws_instance
  deny self.tags.legacy == true message "${address(self)} is a legacy"
}
"#
                ),
                right: rule!(
                    r#"rule "no-legacy" {
  title    = "No machine is a legacy"
  severity = "low"

  on aws_instance
  deny self.tags.legacy == "true" message "${address(self)} is a legacy"
}
"#
                ),
            }),
        },
        Code {
            id: "T303",
            title: "a list where one value is compared",
            level: Level::Error,
            what: "A list is compared with a single value, or passed where a single one is wanted.",
            why: "It must be said whether any member is meant, or all of them. A list is equal only \
                  to a list.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "ssh-closed" {
  title    = "SSH is closed to the internet"
  severity = "high"

  on aws_security_group
  deny self.ingress.to_port == 22 message "${name(self)} opens SSH"
}
"#
                ),
                right: rule!(
                    r#"rule "ssh-closed" {
  title    = "SSH is closed to the internet"
  severity = "high"

  on aws_security_group
  deny any(port in self.ingress : port.to_port == 22) message "${name(self)} opens SSH"
}
"#
                ),
            }),
        },
        Code {
            id: "T304",
            title: "a loop over something that is no list",
            level: Level::Error,
            what: "A quantifier, `for` or `each` goes through a single value.",
            why: "It has no members: `any` would be false for ever, and `all` true.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "tokens-required" {
  title    = "Launch templates require tokens"
  severity = "high"

  on aws_launch_template
  require all(word in self.name : word != "test") message "${self.name} is a test"
}
"#
                ),
                right: rule!(
                    r#"rule "tokens-required" {
  title    = "Launch templates require tokens"
  severity = "high"

  on aws_launch_template
  require all(word in split("-", self.name) : word != "test") message "${self.name} is a test"
}
"#
                ),
            }),
        },
        Code {
            id: "T305",
            title: "an order of a value that may be unset",
            level: Level::Error,
            what: "A number that nobody has to give is compared by `<`, `<=`, `>` or `>=`.",
            why: "Nothing is neither small nor large, so it would be an error (R701) wherever it is left out. Say what unset means by `??`, or ask first whether it `is set`: in the same condition, or in a `where`.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "example" {
  title    = "Databases do not grow without end"
  severity = "low"

  on aws_db_instance
  require self.max_allocated_storage < 1000 message "too large"
}
"#
                ),
                right: rule!(
                    r#"rule "example" {
  title    = "Databases do not grow without end"
  severity = "low"

  on aws_db_instance
  require (self.max_allocated_storage ?? 0) < 1000 message "too large"
}
"#
                ),
            }),
        },
        Code {
            id: "T306",
            title: "an arrow from something that refers to nothing",
            level: Level::Error,
            what: "Before `->` stands something that the rule itself made, as a literal, or before \
                   `<-` something that is no resource.",
            why: "References are those of the configuration: only an attribute has one, and only a \
                  resource is referred to. The list would be empty for ever.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "web-has-role" {
  title    = "Profiles have a role"
  severity = "low"

  on aws_iam_instance_profile
  require ("web" -> aws_iam_role) is set message "there is no role"
}
"#
                ),
                right: rule!(
                    r#"rule "web-has-role" {
  title    = "Profiles have a role"
  severity = "low"

  on aws_iam_instance_profile
  require (self.role -> aws_iam_role) is set message "there is no role"
}
"#
                ),
            }),
        },
        Code {
            id: "T307",
            title: "something without a text in a text",
            level: Level::Error,
            what: "`${…}` stands for a map or an object.",
            why: "It has no text that a reader would understand. Print what is in it: an \
                  attribute, its `keys(…)`, or `jsonencode(…)` of it.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "owned" {
  title    = "Machines have an owner"
  severity = "low"

  on aws_instance
  require self.tags.owner is set message "nobody owns it, of ${self.tags}"
}
"#
                ),
                right: rule!(
                    r#"rule "owned" {
  title    = "Machines have an owner"
  severity = "low"

  on aws_instance
  require self.tags.owner is set message "nobody owns it, of ${keys(self.tags)}"
}
"#
                ),
            }),
        },
        Code {
            id: "T308",
            title: "a pattern that cannot be used",
            level: Level::Error,
            what: "A glob, a regular expression, a range of addresses or a version constraint is \
                   malformed.",
            why: "It would match nothing, or be an error for every resource. In a glob, a sign \
                  stands for itself in brackets: `[*]`.",
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
        },
    ],
};

const PROFILE: &str = r#"rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instance
  require self.iam_instance_profile is set
    message "${address(self)} has no instance profile"
}
"#;
