//! What is wrong with names.

use super::super::example::{Pair, files, rule};
use super::{Code, Family, Level};

/// N: names.
pub(super) static FAMILY: Family = Family {
    letter: 'N',
    name: "names",
    about: "What is called by a name that is not there, or is there twice.",
    codes: &[
        Code {
            id: "N201",
            title: "a name that nothing has",
            level: Level::Error,
            what: "Nothing here has this name: no `let`, `each`, quantifier, argument, parameter or \
                   import, and it is none of `self`, `var`, `plan` and `terraform`.",
            why: "A name that is misspelled would be a value that is never there. An attribute of \
                  the resource is written with `self.` before it, and a text in quotes.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(SMALL),
            }),
        },
        Code {
            id: "N202",
            title: "a function that does not exist",
            level: Level::Error,
            what: "Neither a function nor a define has this name.",
            why: "`plangate explain NAME` shows a function, and docs/functions.md lists them all. A \
                  define of another file needs its import before it: `ec2.effective_profile(self)`.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "few-tags" {
  title    = "Machines have few tags"
  severity = "info"

  on aws_instance
  require lenght(self.tags) <= 20
    message "${length(self.tags)} tags"
}
"#
                ),
                right: rule!(
                    r#"rule "few-tags" {
  title    = "Machines have few tags"
  severity = "info"

  on aws_instance
  require length(self.tags) <= 20
    message "${length(self.tags)} tags"
}
"#
                ),
            }),
        },
        Code {
            id: "N203",
            title: "a wrong number of arguments",
            level: Level::Error,
            what: "A function or define is called with more or fewer arguments than it takes.",
            why: "None has a default and none is passed over. The message names what it takes.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "images-own" {
  title    = "Machines start from images"
  severity = "low"

  on aws_instance
  require startswith(self.ami)
    message "${self.ami} is no image"
}
"#
                ),
                right: rule!(
                    r#"rule "images-own" {
  title    = "Machines start from images"
  severity = "low"

  on aws_instance
  require startswith(self.ami, "ami-")
    message "${self.ami} is no image"
}
"#
                ),
            }),
        },
        Code {
            id: "N204",
            title: "a name hides another",
            level: Level::Error,
            what: "A name is given that something already has at this place.",
            why: "Whoever reads the lines below could take the one for the other. Take another \
                  name.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "volumes-named" {
  title    = "Volumes have a device name"
  severity = "low"

  on aws_instance
  let volume = self.ebs_block_device
  each volume in volume {
    require volume.device_name is set message "a volume has no name"
  }
}
"#
                ),
                right: rule!(
                    r#"rule "volumes-named" {
  title    = "Volumes have a device name"
  severity = "low"

  on aws_instance
  let volumes = self.ebs_block_device
  each volume in volumes {
    require volume.device_name is set message "a volume has no name"
  }
}
"#
                ),
            }),
        },
        Code {
            id: "N205",
            title: "something is defined twice",
            level: Level::Error,
            what: "A rule id, a define, a parameter or a key stands twice. Ids of rules are known \
                   everywhere, shipped rules included.",
            why: "Reports, waivers and evidence name a rule by its id, so there is one of each.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}

rule "small" {
  title    = "Databases are small"
  severity = "low"

  on aws_db_instance
  require self.instance_class like "db.t3.*"
    message "${self.instance_class} is not small"
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

rule "databases-small" {
  title    = "Databases are small"
  severity = "low"

  on aws_db_instance
  require self.instance_class like "db.t3.*"
    message "${self.instance_class} is not small"
}
"#
                ),
            }),
        },
        Code {
            id: "N206",
            title: "an import that cannot be followed",
            level: Level::Error,
            what: "An import names a file that is not there, that lies outside of the folder that \
                   `--rules` names, or that imports this one in turn.",
            why: "Rules must mean the same wherever their folder lies. A path begins at the file \
                  that imports.",
            pair: Some(Pair {
                wrong: files(&[
                    (
                        "machines.rule",
                        r#"import "lib/size.rule" as sizes

rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require sizes.is_small(self.instance_type)
    message "${self.instance_type} is not small"
}
"#,
                    ),
                    ("lib/sizes.rule", SIZES),
                ]),
                right: files(&[
                    (
                        "machines.rule",
                        r#"import "lib/sizes.rule" as sizes

rule "machines-small" {
  title    = "Machines are small"
  severity = "low"

  on aws_instance
  require sizes.is_small(self.instance_type)
    message "${self.instance_type} is not small"
}
"#,
                    ),
                    ("lib/sizes.rule", SIZES),
                ]),
            }),
        },
        Code {
            id: "N207",
            title: "a define calls itself",
            level: Level::Error,
            what: "A define calls itself, or a define that leads back to it.",
            why: "Every rule must come to an end. To follow references over many steps, write the \
                  steps; the arrows go through lists.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"define is_small(kind) = kind like "t3.*" or is_tiny(kind)
define is_tiny(kind) = kind like "*.nano" or is_small(kind)

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
                    r#"define is_small(kind) = kind like "t3.*" or is_tiny(kind)
define is_tiny(kind) = kind like "*.nano"

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
            id: "N208",
            title: "a header with something that does not exist",
            level: Level::Error,
            what: "A key of the header is missing or unknown, has a value that it cannot have, or \
                   `ids` and `controls` name what the crosswalk does not know for this rule.",
            why: "A severity that is misspelled would not block, and an invented identifier would \
                  be false evidence. A rule without a peer carries no identifier.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "hihg"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
                right: rule!(
                    r#"rule "machines-small" {
  title    = "Machines are small"
  severity = "high"

  on aws_instance
  require self.instance_type like "t3.*"
    message "${self.instance_type} is not small"
}
"#
                ),
            }),
        },
        Code {
            id: "N209",
            title: "something else than a test in a file of tests",
            level: Level::Error,
            what: "A file whose name ends in `.test.rule` has a rule, a define or a parameter.",
            why: "`plangate check` never reads such a file, so that a broken test stops no gate: a \
                  rule in it would never judge anything.",
            pair: Some(Pair {
                wrong: files(&[("sizes.rule", SIZES), ("sizes.test.rule", SMALL)]),
                right: files(&[("sizes.rule", SIZES), ("machines.rule", SMALL)]),
            }),
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

const SIZES: &str = r#"define is_small(kind) = kind like "t3.*"
  doc "The type is a small one."
"#;
