//! Reports made by hand: one of every outcome, one of hostile strings, one that is empty.

use std::collections::BTreeMap;

use plangate::{
    engine::{Evidence, Finding, Judgement, Outcome},
    gate::Gate,
    program::{About, Change, Effect, Level, Severity, Undetermined},
    report::{Configured, Failed, Input, Report, Show},
    value::{Assumption, Basis, Missing, Reason},
};

/// A report with every outcome.
pub(crate) fn every_outcome() -> Report {
    Report {
        version: "0.1.0",
        inputs: vec![plan()],
        failed: Vec::new(),
        rules: rules(),
        packs: Vec::new(),
        configured: None,
        gate: Gate::default(),
        show: Show::Findings,
    }
}

/// A report on nothing.
pub(crate) fn empty() -> Report {
    Report {
        version: "0.1.0",
        inputs: Vec::new(),
        failed: Vec::new(),
        rules: Vec::new(),
        packs: Vec::new(),
        configured: None,
        gate: Gate::default(),
        show: Show::Findings,
    }
}

/// Two inputs, of which a third could not be read.
pub(crate) fn several_inputs() -> Report {
    let mut report = every_outcome();
    report.inputs[0].judgements.truncate(2);
    report.inputs.push(Input {
        name: "running.json".to_owned(),
        sha256: None,
        kind: "document",
        terraform_version: None,
        source: None,
        complete: None,
        errored: None,
        notes: Vec::new(),
        resources: 0,
        not_looked_at: 0,
        judgements: vec![judgement(0, "", Outcome::NotApplicable, Vec::new())],
    });
    report.failed.push(Failed {
        name: "broken.json".to_owned(),
        message: "line 1, column 4211: the file ends inside a string".to_owned(),
    });
    report
}

/// A report whose every string tries to take over the terminal or the build.
pub(crate) fn hostile() -> Report {
    let evil = "\u{1b}[31mred\u{1b}[0m\r\n::error::owned | \u{202e}txt.exe ##vso[task.complete]";
    let mut report = empty();
    report.rules = vec![About {
        id: "rule|\u{1b}[2J".to_owned(),
        remediation: Some(format!("do this\n{evil}")),
        file: evil.to_owned(),
        changes: vec![Change {
            key: evil.to_owned(),
            was: Some(evil.to_owned()),
            now: evil.to_owned(),
            file: evil.to_owned(),
            line: 3,
        }],
        ..rules().remove(0)
    }];
    report.configured = Some(Configured {
        file: evil.to_owned(),
        sha256: "00".repeat(32),
    });
    let mut input = plan();
    evil.clone_into(&mut input.name);
    input.terraform_version = Some(evil.to_owned());
    input.notes = vec![evil.to_owned()];
    input.judgements = vec![judgement(
        0,
        &format!("aws_instance.web[\"{evil}\"]"),
        Outcome::Undetermined,
        vec![Finding {
            missing: vec![Missing {
                reason: Reason::Value,
                what: evil.to_owned(),
                decided_by: evil.to_owned(),
            }],
            decided_by: vec![Evidence {
                address: evil.to_owned(),
                path: evil.to_owned(),
                before: Some(evil.to_owned()),
                after: evil.to_owned(),
                via: vec![evil.to_owned()],
            }],
            reason: Some(Reason::Value),
            ..finding(evil, Outcome::Undetermined, evil)
        }],
    )];
    report.inputs = vec![input];
    report
}

/// A judgement of the rule at a position.
pub(crate) fn judgement(
    rule: usize,
    address: &str,
    outcome: Outcome,
    findings: Vec<Finding>,
) -> Judgement {
    Judgement {
        rule,
        address: address.to_owned(),
        outcome,
        vacuous: false,
        findings,
        basis: Basis::KNOWN,
        previous_address: None,
        place: None,
        cause: None,
    }
}

/// A finding that rests on nothing.
pub(crate) fn finding(path: &str, outcome: Outcome, message: &str) -> Finding {
    Finding {
        path: path.to_owned(),
        outcome,
        reason: None,
        message: message.to_owned(),
        code: None,
        basis: Basis::KNOWN,
        decided_by: Vec::new(),
        missing: Vec::new(),
        rule_line: 14,
        place: None,
    }
}

fn plan() -> Input {
    Input {
        name: "plan.json".to_owned(),
        sha256: Some("9f".repeat(32)),
        kind: "plan",
        terraform_version: Some("1.11.4".to_owned()),
        source: None,
        complete: Some(false),
        errored: Some(false),
        notes: vec!["The plan was made with -target: what it leaves out is not judged.".to_owned()],
        resources: 14,
        not_looked_at: 5,
        judgements: vec![
            without_profile(),
            profile_elsewhere(),
            with_profile(),
            bastion(),
            without_tokens(),
            without_tokens_in_module(),
            wrong_data(),
            volumes(),
            not_about_it(),
            judgement(4, "", Outcome::NotApplicable, Vec::new()),
        ],
    }
}

fn without_profile() -> Judgement {
    let message = "no instance profile is attached";
    judgement(
        0,
        "aws_instance.scratch",
        Outcome::Fail,
        vec![Finding {
            decided_by: vec![
                read(
                    "aws_instance.scratch",
                    "iam_instance_profile",
                    None,
                    "(not set)",
                ),
                Evidence {
                    via: vec![
                        "aws_instance.scratch.launch_template names aws_launch_template.web.id"
                            .to_owned(),
                    ],
                    ..read(
                        "aws_launch_template.web",
                        "iam_instance_profile",
                        Some("\"web\""),
                        "(not set)",
                    )
                },
            ],
            basis: Basis::assuming(Assumption::LeftOut).and(Basis::assuming(Assumption::Plain)),
            ..finding("iam_instance_profile", Outcome::Fail, message)
        }],
    )
}

fn profile_elsewhere() -> Judgement {
    let address = "module.network[\"eu-central-1\"].module.bastion_hosts_of_the_platform_team.aws_instance.this[0]";
    judgement(
        0,
        address,
        Outcome::Undetermined,
        vec![Finding {
            reason: Some(Reason::Reference),
            missing: vec![Missing {
                reason: Reason::Reference,
                what: "`local.profile` decides `iam_instance_profile`, and a plan does not show locals"
                    .to_owned(),
                decided_by: "the configuration beside the plan".to_owned(),
            }],
            decided_by: vec![read(
                address,
                "iam_instance_profile",
                None,
                "(known after apply)",
            )],
            ..finding(
                "iam_instance_profile",
                Outcome::Undetermined,
                "cannot tell whether an instance profile is attached",
            )
        }],
    )
}

fn with_profile() -> Judgement {
    judgement(
        0,
        "aws_instance.web",
        Outcome::Pass,
        vec![finding("", Outcome::Pass, "")],
    )
}

fn bastion() -> Judgement {
    judgement(
        0,
        "aws_instance.bastion",
        Outcome::Exempt,
        vec![finding(
            "",
            Outcome::Exempt,
            "bastions have no AWS access on purpose",
        )],
    )
}

fn without_tokens() -> Judgement {
    judgement(
        1,
        "aws_instance.scratch",
        Outcome::Fail,
        vec![Finding {
            decided_by: vec![read(
                "aws_instance.scratch",
                "metadata_options.http_tokens",
                Some("\"required\""),
                "\"optional\"",
            )],
            ..finding(
                "metadata_options.http_tokens",
                Outcome::Fail,
                "session tokens are optional, so the metadata service answers to IMDSv1",
            )
        }],
    )
}

fn without_tokens_in_module() -> Judgement {
    let address = "module.web[\"a\"].aws_instance.this[0]";
    judgement(
        1,
        address,
        Outcome::Fail,
        vec![Finding {
            decided_by: vec![read(
                address,
                "metadata_options.http_tokens",
                Some("\"optional\""),
                "\"optional\"",
            )],
            ..finding(
                "metadata_options.http_tokens",
                Outcome::Fail,
                "session tokens are optional, so the metadata service answers to IMDSv1",
            )
        }],
    )
}

fn wrong_data() -> Judgement {
    judgement(
        2,
        "aws_launch_template.web",
        Outcome::Error,
        vec![Finding {
            code: Some("R703"),
            ..finding(
                "user_data",
                Outcome::Error,
                "`user_data` is not base64: character 12 is `%`",
            )
        }],
    )
}

fn volumes() -> Judgement {
    let volume = |index: usize, outcome, message| Finding {
        decided_by: vec![read(
            "aws_instance.web",
            &format!("ebs_block_device[{index}].encrypted"),
            None,
            if outcome == Outcome::Fail {
                "false"
            } else {
                "(known after apply)"
            },
        )],
        ..finding(&format!("ebs_block_device[{index}]"), outcome, message)
    };
    judgement(
        3,
        "aws_instance.web",
        Outcome::Fail,
        vec![
            volume(0, Outcome::Fail, "the volume is not encrypted"),
            Finding {
                reason: Some(Reason::Account),
                missing: vec![Missing {
                    reason: Reason::Account,
                    what: "whether the account encrypts new volumes by default".to_owned(),
                    decided_by: "writing `encrypted`".to_owned(),
                }],
                ..volume(
                    1,
                    Outcome::Undetermined,
                    "cannot tell whether the volume is encrypted",
                )
            },
        ],
    )
}

fn not_about_it() -> Judgement {
    judgement(
        3,
        "aws_instance.scratch",
        Outcome::NotApplicable,
        vec![finding("", Outcome::NotApplicable, "")],
    )
}

fn read(address: &str, path: &str, before: Option<&str>, after: &str) -> Evidence {
    Evidence {
        address: address.to_owned(),
        path: path.to_owned(),
        before: before.map(str::to_owned),
        after: after.to_owned(),
        via: Vec::new(),
    }
}

fn rules() -> Vec<About> {
    let mut profile = rule("ec2-instance-profile-attached", Severity::High, Level::On);
    "Every instance has an instance profile".clone_into(&mut profile.title);
    profile.remediation = Some(
        "Set `iam_instance_profile` to the name of an `aws_iam_instance_profile`, in the instance \
         or in its launch template."
            .to_owned(),
    );
    profile.undetermined = Undetermined {
        by_reason: BTreeMap::from([(Reason::Reference, Effect::Fail)]),
        otherwise: Effect::Warn,
    };
    profile.ids = BTreeMap::from([
        ("checkov".to_owned(), vec!["CKV2_AWS_41".to_owned()]),
        (
            "prowler".to_owned(),
            vec!["ec2_instance_profile_attached".to_owned()],
        ),
    ]);
    let mut tokens = rule("instance-imdsv2-required", Severity::Critical, Level::On);
    "The metadata service asks for session tokens".clone_into(&mut tokens.title);
    tokens.remediation = Some("Set `http_tokens = \"required\"` in `metadata_options`.".to_owned());
    vec![
        profile,
        tokens,
        rule("launch-template-user-data", Severity::Low, Level::On),
        rule(
            "instance-volumes-encrypted",
            Severity::Medium,
            Level::Advice,
        ),
        rule("asg-effective-profile", Severity::High, Level::On),
    ]
}

fn rule(id: &str, severity: Severity, level: Level) -> About {
    About {
        id: id.to_owned(),
        title: format!("What {id} says holds"),
        severity,
        level,
        pack: "aws-ec2".to_owned(),
        file: format!("policies/aws-ec2/{id}.rule"),
        line: 3,
        on: "aws_instance".to_owned(),
        ..About::default()
    }
}
