//! What would take too long, or is too long to read.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// B: bounds.
pub(super) static FAMILY: Family = Family {
    letter: 'B',
    name: "bounds",
    about: "What would take too long. Every rule comes to an end in a time that can be told \
            beforehand.",
    codes: &[
        Code {
            id: "B501",
            title: "too deep",
            level: Level::Error,
            what: "More than 4 loops (`each`, quantifiers, `for`) stand inside of each other, or \
                   parts of an expression stand too deep in each other.",
            why: "The time grows with every loop by the length of its list. Arrows look references \
                  up and cost no loop.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "ports-closed" {
  title    = "No port is open to everyone"
  severity = "high"

  on plan
  deny any(vpc in resources(aws_vpc) :
      any(subnet in resources(aws_subnet) :
        any(machine in resources(aws_instance) :
          any(group in resources(aws_security_group) :
            any(port in group.ingress : "0.0.0.0/0" in port.cidr_blocks)))))
    message "a port is open to everyone"
}
"#
                ),
                right: rule!(
                    r#"rule "ports-closed" {
  title    = "No port is open to everyone"
  severity = "high"

  on aws_instance
  let groups = self.vpc_security_group_ids -> aws_security_group
  deny any(group in groups : any(port in group.ingress : "0.0.0.0/0" in port.cidr_blocks))
    message "a port of ${address(self)} is open to everyone"
}
"#
                ),
            }),
        },
        Code {
            id: "B502",
            title: "defines go too deep",
            level: Level::Error,
            what: "A define calls a define that calls a define, and so on, more than 16 deep.",
            why: "Each step may ask for as much again. So deep, nobody follows any more either: \
                  say more in one define.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"define d01(kind) = kind == "t3.nano"
define d02(kind) = d01(kind) or kind == "t3.micro"
define d03(kind) = d02(kind) or kind == "t3.small"
define d04(kind) = d03(kind) or kind == "t3.medium"
define d05(kind) = d04(kind) or kind == "t3.large"
define d06(kind) = d05(kind) or kind == "t3.xlarge"
define d07(kind) = d06(kind) or kind == "t3.2xlarge"
define d08(kind) = d07(kind) or kind == "t3a.nano"
define d09(kind) = d08(kind) or kind == "t3a.micro"
define d10(kind) = d09(kind) or kind == "t3a.small"
define d11(kind) = d10(kind) or kind == "t3a.medium"
define d12(kind) = d11(kind) or kind == "t3a.large"
define d13(kind) = d12(kind) or kind == "t3a.xlarge"
define d14(kind) = d13(kind) or kind == "t3a.2xlarge"
define d15(kind) = d14(kind) or kind == "t4g.nano"
define d16(kind) = d15(kind) or kind == "t4g.micro"
define is_small(kind) = d16(kind) or kind == "t4g.small"

rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require is_small(self.instance_type)
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(
                    r#"define is_small(kind) = kind like ["t3.*", "t3a.*", "t4g.{nano,micro,small}"]

rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require is_small(self.instance_type)
    message "${self.instance_type} is not small"
}
"#
                ),
            }),
        },
        Code {
            id: "B503",
            title: "too long",
            level: Level::Error,
            what: "A literal text has more than 8 KiB, a regular expression more than 64 KiB when \
                   it is compiled, or a rule file more than 1 MiB.",
            why: "A pattern is held against every resource, so its cost is bounded. Ask for less \
                  in one pattern, or compare with a list of patterns.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "names-short" {
  title    = "Buckets have short names"
  severity = "low"

  on aws_s3_bucket
  where self.bucket is set
  require self.bucket matches "^(\\pL{1,40}-){1,40}\\pL{1,40}$"
    message "${self.bucket} is too long"
}
"#
                ),
                right: rule!(
                    r#"rule "names-short" {
  title    = "Buckets have short names"
  severity = "low"

  on aws_s3_bucket
  where self.bucket is set
  require self.bucket matches "^[a-z-]+$" and length(self.bucket) <= 40
    message "${self.bucket} is too long"
}
"#
                ),
            }),
        },
    ],
};
