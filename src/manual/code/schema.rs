//! What does not fit the provider's schema.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// S: the provider's schema.
pub(super) static FAMILY: Family = Family {
    letter: 'S',
    name: "the provider's schema",
    about: "What no resource has. The schema of the AWS provider comes with plangate; \
            `--schema FILE` adds others. `plangate explain aws_instance` shows what a type has.",
    codes: &[
        Code {
            id: "S401",
            title: "a type that does not exist",
            level: Level::Error,
            what: "No provider whose schema is known has a resource, or data source, of this type.",
            why: "A rule about a type that nobody has would find nothing, and pass for ever.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instnace
  require self.iam_instance_profile is set
    message "${address(self)} has no instance profile"
}
"#
                ),
                right: rule!(PROFILE),
            }),
        },
        Code {
            id: "S402",
            title: "an attribute that does not exist",
            level: Level::Error,
            what: "The type has no attribute or block of this name at this place. The message \
                   names the nearest, and some that are there.",
            why: "A misspelled attribute is null for every resource: `is not set` would hold, and \
                  what is denied would never be found. An attribute that only an earlier version \
                  of the provider has is known, too.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instance
  require self.iam_instance_profil is set
    message "${address(self)} has no instance profile"
}
"#
                ),
                right: rule!(PROFILE),
            }),
        },
        Code {
            id: "S403",
            title: "a pattern that matches no type",
            level: Level::Error,
            what: "No type of a known provider is like this pattern.",
            why: "A rule about types that nobody has would pass for ever.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "named" {
  title    = "Policies have a name of their own"
  severity = "low"

  on "aws_iam_polices_*"
  require name(self) != "this" message "${address(self)} is called like many"
}
"#
                ),
                right: rule!(
                    r#"rule "named" {
  title    = "Policies have a name of their own"
  severity = "low"

  on "aws_iam_policy*"
  require name(self) != "this" message "${address(self)} is called like many"
}
"#
                ),
            }),
        },
        Code {
            id: "S404",
            title: "an attribute that not every selected type has",
            level: Level::Error,
            what: "A rule is about several types, and one of them has no attribute of this name. \
                   The message names those that lack it.",
            why: "For those it would be null, which is not what is asked. Ask only where it is, by \
                  `type(self)` or `has_attribute`, or write two rules.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "protected" {
  title    = "Databases are protected from deletion"
  severity = "high"

  on aws_db_instance, aws_elasticache_cluster
  require self.deletion_protection == true
    message "${address(self)} can be deleted"
}
"#
                ),
                right: rule!(
                    r#"rule "protected" {
  title    = "Databases are protected from deletion"
  severity = "high"

  on aws_db_instance, aws_neptune_cluster
  require self.deletion_protection == true
    message "${address(self)} can be deleted"
}
"#
                ),
            }),
        },
        Code {
            id: "S405",
            title: "an attribute that not every matching type has",
            level: Level::Error,
            what: "A rule is about a pattern of types, and some of them have no attribute of this \
                   name.",
            why: "Types without it would fail, or pass, for no reason. `has_attribute(self, \
                  \"tags\")` in a `where` narrows the rule to those that have it.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "owned" {
  title    = "Everything of IAM has an owner"
  severity = "low"

  on "aws_iam_*"
  require self.tags.owner is set message "nobody owns ${address(self)}"
}
"#
                ),
                right: rule!(
                    r#"rule "owned" {
  title    = "Everything of IAM has an owner"
  severity = "low"

  on "aws_iam_*"
  where has_attribute(self, "tags")
  require self.tags.owner is set message "nobody owns ${address(self)}"
}
"#
                ),
            }),
        },
        Code {
            id: "S406",
            title: "an arrow that leads nowhere",
            level: Level::Error,
            what: "An attribute never names what the arrow behind it, or before it, asks for.",
            why: "The list would be empty for everyone. The help says what the attribute names.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "example" {
  title    = "Machines have a role"
  severity = "low"

  on aws_instance
  require (self.iam_instance_profile -> aws_iam_role) is set message "no role"
}
"#
                ),
                right: rule!(
                    r#"rule "example" {
  title    = "Machines have a role"
  severity = "low"

  on aws_instance
  let profile = self.iam_instance_profile -> aws_iam_instance_profile
  require (profile.role -> aws_iam_role) is set message "no role"
}
"#
                ),
            }),
        },
        Code {
            id: "S407",
            title: "a condition that can never hold",
            level: Level::Error,
            what: "Parts of a condition, or several `where` of a block, contradict each other, or nothing of the plan decides them.",
            why: "A rule behind such a `where` is about nothing, and a `deny` of it never fails. Values that a provider would refuse are not known: its schema has none.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "example" {
  title    = "Machines have an owner"
  severity = "low"

  on aws_instance
  where self.tags.env == "prod" and self.tags.env == "live"
  require self.tags.owner is set message "no owner"
}
"#
                ),
                right: rule!(
                    r#"rule "example" {
  title    = "Machines have an owner"
  severity = "low"

  on aws_instance
  where self.tags.env == "prod" or self.tags.env == "live"
  require self.tags.owner is set message "no owner"
}
"#
                ),
            }),
        },
        Code {
            id: "S408",
            title: "a condition that always holds",
            level: Level::Error,
            what: "The opposites of the parts of an `or` contradict each other, or nothing of the plan decides the condition.",
            why: "A `require` of it never fails. Of several values that are not meant, say `and`, or `not in [ … ]`.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "example" {
  title    = "Machines are for production"
  severity = "low"

  on aws_instance
  require self.tags.env != "dev" or self.tags.env != "test" message "not for production"
}
"#
                ),
                right: rule!(
                    r#"rule "example" {
  title    = "Machines are for production"
  severity = "low"

  on aws_instance
  require self.tags.env not in ["dev", "test"] message "not for production"
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
