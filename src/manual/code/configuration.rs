//! What is wrong with a configuration.

use super::super::example::{Example, FILE, Pair, files};
use super::{Code, Family, Level};

const RULE: &str = r#"rule "machine-type-allowed" {
  title    = "Machines are of an allowed type"
  severity = "medium"

  param allowed: list(string)

  on aws_instance
  require self.instance_type in allowed
    message "${self.instance_type} is not allowed"
}
"#;

const CONFIGURED: &str = r#"[rules."machine-type-allowed"]
params.allowed = ["t3.micro", "t3.small"]
"#;

const NEEDS_MORE: &str = r#"name        = "acme"
version     = "1.0.0"
description = "Our machines."

[requires]
plangate = ">= 99.0"
"#;

const NEEDS_THIS: &str = r#"name        = "acme"
version     = "1.0.0"
description = "Our machines."

[requires]
plangate = ">= 0.1"
"#;

const RIGHT: Example = files(&[(FILE, RULE), ("plangate.toml", CONFIGURED)]);

/// C: the configuration, and parameters.
pub(super) static FAMILY: Family = Family {
    letter: 'C',
    name: "the configuration",
    about: "What is wrong with `plangate.toml`, with `pack.toml`, or with the parameters of rules.",
    codes: &[
        Code {
            id: "C901",
            title: "a parameter without value",
            level: Level::Error,
            what: "A rule that would run reads a parameter that has no default and that the \
                   configuration does not give a value.",
            why: "The rule cannot judge anything without it. The message shows the lines to write \
                  in `plangate.toml`. A parameter that has a sensible value for everybody gets a \
                  default in the rule file: `= …` behind its type.",
            pair: Some(Pair {
                wrong: files(&[(FILE, RULE)]),
                right: RIGHT,
            }),
        },
        Code {
            id: "C902",
            title: "a value that cannot stand there",
            level: Level::Error,
            what: "A value in the configuration has the wrong type, or is no word that is known \
                   there; a rule is configured twice; or the default of a parameter is not of the \
                   type that stands before it.",
            why: "A severity that is misspelled, or a list of numbers where texts are compared, \
                  would leave a rule that seems to run and never finds anything.",
            pair: Some(Pair {
                wrong: files(&[
                    (FILE, RULE),
                    (
                        "plangate.toml",
                        r#"[rules."machine-type-allowed"]
params.allowed = "t3.micro"
"#,
                    ),
                ]),
                right: RIGHT,
            }),
        },
        Code {
            id: "C903",
            title: "a rule, file or parameter that there is not",
            level: Level::Error,
            what: "The configuration names a rule, a rule file or a parameter that nothing has. \
                   Ids that a rule had before are known (`replaces`), and so are rules that this \
                   run does not load.",
            why: "What is meant to be configured would not be. The message names what is near.",
            pair: Some(Pair {
                wrong: files(&[
                    (FILE, RULE),
                    (
                        "plangate.toml",
                        r#"[rules."machine-type-allowed"]
params.allowed = ["t3.micro", "t3.small"]

[rules."machine-typ-allowed"]
severity = "high"
"#,
                    ),
                ]),
                right: files(&[
                    (FILE, RULE),
                    (
                        "plangate.toml",
                        r#"[rules."machine-type-allowed"]
params.allowed = ["t3.micro", "t3.small"]
severity       = "high"
"#,
                    ),
                ]),
            }),
        },
        Code {
            id: "C904",
            title: "a text that is not TOML",
            level: Level::Error,
            what: "The file cannot be read as TOML: a quote or bracket is missing, or a key stands \
                   twice.",
            why: "After such a slip, keys may stand in another table than they seem to, so nothing \
                  of the file holds.",
            pair: Some(Pair {
                wrong: files(&[("plangate.toml", "[lint\nW602 = \"error\"\n")]),
                right: files(&[("plangate.toml", "[lint]\nW602 = \"error\"\n")]),
            }),
        },
        Code {
            id: "C905",
            title: "an unknown key",
            level: Level::Error,
            what: "A table has a key that nothing reads.",
            why: "What it was meant to say would not hold, and nobody would see it.",
            pair: Some(Pair {
                wrong: files(&[("plangate.toml", "rule_folder = [\"rules\"]\n")]),
                right: files(&[("plangate.toml", "rule_folders = [\"rules\"]\n")]),
            }),
        },
        Code {
            id: "C906",
            title: "a key that is missing",
            level: Level::Error,
            what: "A `pack.toml` does not say the pack's name, version or description; or a pack in \
                   the configuration has no path.",
            why: "Reports and imports call a pack by its name, and a version tells what changed.",
            pair: Some(Pair {
                wrong: files(&[("pack.toml", "name    = \"acme\"\nversion = \"1.0.0\"\n")]),
                right: files(&[(
                    "pack.toml",
                    "name        = \"acme\"\nversion     = \"1.0.0\"\ndescription = \"Our machines.\"\n",
                )]),
            }),
        },
        Code {
            id: "C907",
            title: "a pack or folder that cannot be loaded",
            level: Level::Error,
            what: "The configuration names a pack or a folder of rules that is not there or cannot \
                   be read, or a pack whose content is not the one that its digest pins.",
            why: "Its rules would not run, or others would, and a run would find less than it \
                  should.",
            pair: None,
        },
        Code {
            id: "C908",
            title: "a pack that needs something else",
            level: Level::Error,
            what: "A pack needs another version of plangate, or another pack that is not loaded, or \
                   not in a version that it can work with; or it imports of a pack and does not say \
                   that it needs it.",
            why: "Its rules may mean something that this plangate does not know, or import what is \
                  not there.",
            pair: Some(Pair {
                wrong: files(&[("pack.toml", NEEDS_MORE)]),
                right: files(&[("pack.toml", NEEDS_THIS)]),
            }),
        },
    ],
};
