//! From what was true after apply to the verdict that each rule must not contradict.
//!
//! The facts come from states and from reading configurations; `tests/plans/README.md` says what
//! they mean.

use std::collections::BTreeMap;
use std::path::Path;

use plangate::engine::Outcome;

use super::cases::Stage;

/// What the facts say of each rule and address that they say something of.
pub(super) type Truth = BTreeMap<(String, String), Holds>;

/// What the facts say of a rule at an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// It is kept.
    Yes,
    /// It is broken.
    No,
    /// Nothing in the configuration decides, so a plan that makes the thing cannot either.
    Open,
    /// The facts say nothing, or the rule does not apply.
    Nothing,
}

/// What was true of one address: fact → (value, who decided it).
struct Facts<'t> {
    by_name: BTreeMap<&'t str, (&'t str, &'t str)>,
    stage: Stage,
}

type Row = (&'static str, &'static str, fn(&Facts<'_>) -> Holds);

/// By rule and resource type, what the facts say.
const RULES: &[Row] = &[
    ("asg-effective-profile", "aws_autoscaling_group", |facts| {
        facts.given("effective_profile")
    }),
    (
        "asg-override-template-profile",
        "aws_autoscaling_group",
        |facts| facts.all_given("effective_profile[override"),
    ),
    (
        "asg-uses-launch-template",
        "aws_autoscaling_group",
        |facts| facts.is("uses_launch_configuration", "false"),
    ),
    ("ec2-fleet-profile", "aws_ec2_fleet", |facts| {
        facts.all_given("profile[")
    }),
    ("ec2-instance-profile-attached", "aws_instance", |facts| {
        facts.given("effective_profile")
    }),
    (
        "imds-account-defaults",
        "aws_ec2_instance_metadata_defaults",
        |facts| facts.is("http_tokens", "required"),
    ),
    ("instance-imdsv2-required", "aws_instance", |facts| {
        facts.tokens("effective_http_tokens", "effective_http_endpoint")
    }),
    ("instance-no-public-ip", "aws_instance", |facts| {
        facts.is("public", "false")
    }),
    (
        "instance-profile-has-role",
        "aws_iam_instance_profile",
        |facts| facts.is("has_role", "true"),
    ),
    (
        "instance-profile-role-has-permissions",
        "aws_iam_instance_profile",
        |facts| facts.is("role_has_permissions", "true"),
    ),
    (
        "launch-configuration-imdsv2-required",
        "aws_launch_configuration",
        |facts| facts.tokens("http_tokens", "http_endpoint"),
    ),
    (
        "launch-configuration-no-public-ip",
        "aws_launch_configuration",
        |facts| facts.is("public", "false"),
    ),
    (
        "launch-configuration-profile-attached",
        "aws_launch_configuration",
        |facts| facts.given("profile"),
    ),
    (
        "launch-template-imdsv2-required",
        "aws_launch_template",
        |facts| facts.tokens("http_tokens", "http_endpoint"),
    ),
    (
        "launch-template-no-public-ip",
        "aws_launch_template",
        |facts| facts.is("public", "false"),
    ),
    (
        "launch-template-profile-attached",
        "aws_launch_template",
        |facts| facts.given("profile"),
    ),
    (
        "notebook-imdsv2-required",
        "aws_sagemaker_notebook_instance",
        |facts| facts.is("minimum_metadata_version", "2"),
    ),
    ("role-no-administrator-access", "aws_iam_role", |facts| {
        facts.is("administrator", "false")
    }),
    ("role-trust-no-whole-account", "aws_iam_role", |facts| {
        facts.is("trusts_whole_account", "false")
    }),
    (
        "role-trust-no-wildcard-principal",
        "aws_iam_role",
        |facts| facts.is("trusts_anyone", "false"),
    ),
    ("role-trusts-ec2", "aws_iam_role", |facts| {
        match facts.is("used_by_profile", "true") {
            Holds::Yes => facts.is("trusts_ec2", "true"),
            _ => Holds::Nothing,
        }
    }),
    ("spot-fleet-profile", "aws_spot_fleet_request", |facts| {
        facts.all_given("profile[")
    }),
    (
        "spot-instance-request-profile",
        "aws_spot_instance_request",
        |facts| facts.given("effective_profile"),
    ),
    ("ssh-not-open-to-world", "aws_security_group", |facts| {
        facts.is("ssh_open_to_world", "false")
    }),
    (
        "ssh-not-open-to-world",
        "aws_security_group_rule",
        |facts| facts.is("ssh_open_to_world", "false"),
    ),
    (
        "ssh-not-open-to-world",
        "aws_vpc_security_group_ingress_rule",
        |facts| facts.is("ssh_open_to_world", "false"),
    ),
    ("user-data-no-secrets-instance", "aws_instance", |facts| {
        facts.has_no_secrets()
    }),
    (
        "user-data-no-secrets-instance",
        "aws_spot_instance_request",
        |facts| facts.has_no_secrets(),
    ),
    (
        "user-data-no-secrets-launch-configuration",
        "aws_launch_configuration",
        |facts| facts.has_no_secrets(),
    ),
    (
        "user-data-no-secrets-launch-template",
        "aws_launch_template",
        |facts| facts.has_no_secrets(),
    ),
];

impl Holds {
    /// The verdict that the facts want.
    pub(super) fn outcome(self) -> Option<Outcome> {
        match self {
            Holds::Yes => Some(Outcome::Pass),
            Holds::No => Some(Outcome::Fail),
            Holds::Open | Holds::Nothing => None,
        }
    }
}

impl From<bool> for Holds {
    fn from(holds: bool) -> Holds {
        if holds { Holds::Yes } else { Holds::No }
    }
}

impl Facts<'_> {
    /// A fact's value, as far as something in the configuration decides it.
    fn value(&self, name: &str) -> Result<&str, Holds> {
        let Some((value, basis)) = self.by_name.get(name) else {
            return Err(Holds::Nothing);
        };
        // "?" for another reason is a matter of taste: a trust in another partition's service.
        let open = matches!(*basis, "account" | "outside") || basis.ends_with("if set in time");
        // What the stand-in does not act upon, its state does not show.
        let unseen = matches!(*basis, "defaults" | "provisioner" | "made by the same plan")
            || basis.ends_with("not in the state");
        let after_apply = matches!(self.stage, Stage::NoChange | Stage::State);
        match *value {
            _ if open => Err(Holds::Open),
            "?" => Err(Holds::Nothing),
            _ if unseen && after_apply => Err(Holds::Nothing),
            value => Ok(value),
        }
    }

    fn is(&self, name: &str, wanted: &str) -> Holds {
        self.value(name)
            .map_or_else(|open| open, |value| (value == wanted).into())
    }

    /// The id of a key without its secret opens nothing.
    fn has_no_secrets(&self) -> Holds {
        let secrets = self.value("user_data_secrets");
        secrets.map_or_else(
            |open| open,
            |secrets| matches!(secrets, "" | "access-key-id").into(),
        )
    }

    fn given(&self, name: &str) -> Holds {
        self.value(name)
            .map_or_else(|open| open, |value| (!value.is_empty()).into())
    }

    /// Whether every fact whose name begins so has a value; nothing where there is none.
    fn all_given(&self, prefix: &str) -> Holds {
        let names = self.by_name.keys().filter(|name| name.starts_with(prefix));
        let all: Vec<Holds> = names.map(|name| self.given(name)).collect();
        if all.is_empty() {
            Holds::Nothing
        } else if all.contains(&Holds::No) {
            Holds::No
        } else if all.contains(&Holds::Open) {
            Holds::Open
        } else {
            Holds::Yes
        }
    }

    /// Without the metadata service there is nothing that a token would protect.
    fn tokens(&self, tokens: &str, endpoint: &str) -> Holds {
        match self.is(endpoint, "disabled") {
            Holds::Yes => Holds::Yes,
            _ => self.is(tokens, "required"),
        }
    }
}

/// Reads a table of facts as what holds for an input of a stage, or one of verdicts.
pub(super) fn read(path: &Path, stage: Stage) -> Truth {
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    if text.starts_with("rule\t") {
        return rows.filter_map(verdict).collect();
    }
    let mut by_address: BTreeMap<String, Facts<'_>> = BTreeMap::new();
    for [address, fact, value, basis] in rows {
        let facts = by_address.entry(unquoted(address)).or_insert(Facts {
            by_name: BTreeMap::new(),
            stage,
        });
        facts.by_name.insert(fact, (value, basis));
    }
    let mut truth = Truth::new();
    for (address, facts) in &by_address {
        let kind = kind(address);
        for (rule, _, holds) in RULES.iter().filter(|(_, of, _)| *of == kind) {
            truth.insert(((*rule).to_owned(), address.clone()), holds(facts));
        }
    }
    truth.retain(|_, holds| *holds != Holds::Nothing);
    truth
}

/// A row of a table of verdicts: rule, address, verdict.
fn verdict([rule, address, verdict, _]: [&str; 4]) -> Option<((String, String), Holds)> {
    let holds = match verdict {
        "pass" => Holds::Yes,
        "fail" => Holds::No,
        _ => return None,
    };
    Some(((rule.to_owned(), unquoted(address)), holds))
}

/// Cells with quotes in them may be quoted, with their quotes doubled.
fn unquoted(cell: &str) -> String {
    match cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// The resource type in an address; keys may hold anything.
fn kind(address: &str) -> String {
    let mut bare = String::new();
    let (mut quoted, mut escaped) = (false, false);
    for character in address.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted => bare.push(character),
            _ => {}
        }
    }
    bare.rsplit('.').nth(1).unwrap_or_default().to_owned()
}
