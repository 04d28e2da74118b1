//! From what was true after apply to the verdict that each rule must not contradict.

use std::collections::BTreeMap;
use std::path::Path;

use super::Verdicts;

/// What was true of one address: fact → (value, who decided it).
type Facts = BTreeMap<String, (String, String)>;

/// Reads a table of facts, or one of verdicts.
pub(super) fn read(path: &Path) -> Verdicts {
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect())
        .collect();
    if text.starts_with("rule\t") {
        return rows
            .iter()
            .map(|row| ((row[0].to_owned(), unquoted(row[1])), row[2].to_owned()))
            .collect();
    }
    let mut by_address: BTreeMap<String, Facts> = BTreeMap::new();
    for row in rows {
        let cell = |at: usize| row.get(at).copied().unwrap_or_default().to_owned();
        let facts = by_address.entry(unquoted(row[0])).or_default();
        facts.insert(cell(1), (cell(2), cell(3)));
    }
    let mut verdicts = Verdicts::new();
    for (address, facts) in &by_address {
        for (rule, holds) in decided(address, facts) {
            let verdict = if holds { "pass" } else { "fail" };
            verdicts.insert((rule.to_owned(), address.clone()), verdict.to_owned());
        }
    }
    verdicts
}

/// Cells with quotes in them are quoted, with their quotes doubled.
fn unquoted(cell: &str) -> String {
    match cell
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(inner) => inner.replace("\"\"", "\""),
        None => cell.to_owned(),
    }
}

/// The rules that the facts of an address decide, and whether each holds.
fn decided(address: &str, facts: &Facts) -> Vec<(&'static str, bool)> {
    let value = |name: &str| {
        let (value, basis) = facts.get(name)?;
        (value != "?").then_some((value.as_str(), basis.as_str()))
    };
    let given = |name: &str| value(name).map(|(value, _)| !value.is_empty());
    let is = |name: &str| value(name).map(|(value, _)| value == "true");
    let mut found = Vec::new();
    let mut say = |rule, holds: Option<bool>| found.extend(holds.map(|holds| (rule, holds)));
    match kind(address).as_str() {
        "aws_instance" => {
            say("ec2-instance-profile-attached", given("effective_profile"));
            say("instance-imdsv2-required", tokens(facts));
        }
        "aws_spot_instance_request" => {
            say("spot-instance-request-profile", given("effective_profile"));
        }
        "aws_launch_template" => {
            say("launch-template-profile-attached", given("profile"));
            let disabled = value("http_endpoint").is_some_and(|(value, _)| value == "disabled");
            let required = value("http_tokens").map(|(value, _)| value == "required" || disabled);
            say("launch-template-imdsv2-required", required);
        }
        "aws_launch_configuration" => {
            say("launch-configuration-profile-attached", given("profile"));
        }
        "aws_autoscaling_group" => {
            say("asg-effective-profile", given("effective_profile"));
            let overrides: Vec<&str> = facts
                .iter()
                .filter(|(name, _)| name.starts_with("effective_profile[override"))
                .map(|(_, (value, _))| value.as_str())
                .collect();
            if !overrides.is_empty() && !overrides.contains(&"?") {
                let all = overrides.iter().all(|value| !value.is_empty());
                say("asg-override-template-profile", Some(all));
            }
        }
        "aws_iam_instance_profile" => {
            say("instance-profile-has-role", is("has_role"));
            if facts
                .get("role")
                .is_some_and(|(role, _)| !matches!(role.as_str(), "" | "?"))
            {
                say(
                    "instance-profile-role-has-permissions",
                    is("role_has_permissions"),
                );
            }
        }
        "aws_iam_role" => say("role-trusts-ec2", is("trusts_ec2")),
        _ => {}
    }
    found
}

/// Whether tokens are required, where the configuration decides it and not the account.
fn tokens(facts: &Facts) -> Option<bool> {
    let (tokens, basis) = facts
        .get("effective_http_tokens")
        .filter(|(value, _)| value != "?")?;
    let by_configuration = |basis: &str| matches!(basis, "argument" | "template");
    let disabled = facts
        .get("effective_http_endpoint")
        .is_some_and(|(value, basis)| value == "disabled" && by_configuration(basis));
    if disabled {
        return Some(true);
    }
    by_configuration(basis).then_some(tokens == "required")
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
    let mut words = bare.rsplit('.').filter(|word| word.starts_with("aws_"));
    words.next().unwrap_or_default().to_owned()
}
