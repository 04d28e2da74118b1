//! Holds the model against the real Terraform, where that is at hand: the same configuration must
//! give the same plan, and an apply that answers as the stand-in provider does the same state.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value as Json};

use crate::case::{self, Case};
use crate::terraform::hcl;
use crate::terraform::world::World;

/// What of a state is compared: what configurations here write and rules here ask for. The rest
/// is made up on both sides.
const COMPARED: &[&str] = &[
    "assume_role_policy",
    "iam_instance_profile",
    "inline_policy",
    "json",
    "key_name",
    "launch_configuration",
    "launch_template",
    "managed_policy_arns",
    "metadata_options",
    "mixed_instances_policy",
    "policy",
    "policy_arn",
    "role",
    "roles",
    "tags",
];

/// Where the stand-in provider's script lies, or why it cannot be used.
pub(crate) fn script() -> Result<PathBuf, String> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/standin-provider/plan.sh");
    if !shared.is_file() {
        return Err("there is no ../shared/standin-provider beside the project".to_owned());
    }
    for program in ["terraform", "go"] {
        let found = Command::new(program).arg("version").output();
        if !found.is_ok_and(|output| output.status.success()) {
            return Err(format!("there is no {program} here"));
        }
    }
    Ok(shared)
}

/// What the real Terraform and the model say differently of a configuration, line by line.
/// An error where Terraform refuses to plan the configuration.
#[expect(
    clippy::disallowed_methods,
    reason = "Terraform reads its configuration from files, and writes files"
)]
pub(crate) fn differences(script: &Path, case: &Case<'_>) -> Result<Vec<String>, String> {
    let folder = std::env::temp_dir().join(format!("plangate-model-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    for (path, text) in hcl::files(case.root) {
        let path = folder.join("in").join(path);
        let parent = path.parent().expect("a folder");
        std::fs::create_dir_all(parent).map_err(|error| error.to_string())?;
        std::fs::write(&path, text).map_err(|error| error.to_string())?;
    }
    let output = Command::new(script)
        .args([folder.join("in"), folder.join("out")])
        .arg("--apply")
        .output()
        .map_err(|error| error.to_string())?;
    let read = |name: &str| {
        let bytes = std::fs::read(folder.join("out").join(name)).ok()?;
        serde_json::from_slice::<Json>(&bytes).ok()
    };
    let (plan, state) = (read("plan.json"), read("state.json"));
    let _ = std::fs::remove_dir_all(&folder);
    let said = String::from_utf8_lossy(&output.stderr);
    let Some(plan) = plan else {
        return Err(format!("Terraform made no plan:\n{said}"));
    };
    let mut found = Vec::new();
    compare_plans(case.plan(), &plan, &mut found);
    compare_states(case, state.as_ref(), &said, &mut found);
    Ok(found)
}

/// What of a plan is compared.
type Part = fn(&Json) -> Json;

fn compare_plans(mine: &Json, theirs: &Json, found: &mut Vec<String>) {
    let parts: [(&str, Part); 4] = [
        ("changes", changes),
        ("configuration", configuration),
        ("read", |plan| resources(&plan["prior_state"])),
        ("outputs", outputs),
    ];
    for (name, part) in parts {
        compare(name, &part(mine), &part(theirs), found);
    }
}

fn compare_states(case: &Case<'_>, theirs: Option<&Json>, said: &str, found: &mut Vec<String>) {
    // In the first of all worlds nothing meets what it is compared with, as with the stand-in.
    match (case.complete(&World::first(&[])), theirs) {
        (Ok(mine), Some(theirs)) => {
            let (mut mine, mut theirs) = (told(&mine.state), told(theirs));
            even(&mut mine, &mut theirs);
            compare("state", &mine, &theirs, found);
        }
        (Err(why), Some(_)) if !case::REFUSED.contains(&&*why.0) => {
            let why = why.0;
            found.push(format!(
                "state: Terraform applies what the model refuses: {why}"
            ));
        }
        (Ok(_), None) => {
            found.push(format!(
                "state: the model applies what Terraform refuses: {said}"
            ));
        }
        _ => {}
    }
}

/// Changes by address, each with its actions and both sides.
fn changes(plan: &Json) -> Json {
    let list = plan["resource_changes"].as_array().into_iter().flatten();
    let entry = |change: &Json| {
        let address = change["address"].as_str().unwrap_or_default().to_owned();
        let mut kept = Map::new();
        for key in [
            "module_address",
            "index",
            "mode",
            "type",
            "name",
            "action_reason",
        ] {
            kept.insert(key.into(), change[key].clone());
        }
        for key in ["actions", "after", "after_unknown"] {
            kept.insert(key.into(), plain(&change["change"][key]));
        }
        (address, Json::Object(kept))
    };
    Json::Object(list.map(entry).collect())
}

fn outputs(plan: &Json) -> Json {
    match &plan["output_changes"] {
        Json::Null => Json::Object(Map::new()),
        some => some.clone(),
    }
}

/// What `configuration` says, without the versions of schemas.
fn configuration(plan: &Json) -> Json {
    fn sorted(json: &mut Json) {
        match json {
            Json::Object(fields) => {
                fields.remove("schema_version");
                fields.values_mut().for_each(sorted);
            }
            Json::Array(items) => {
                items.iter_mut().for_each(sorted);
                if items.iter().all(|item| item["address"].is_string()) {
                    items.sort_by_key(|item| item["address"].to_string());
                }
            }
            _ => {}
        }
    }
    let mut json = plan["configuration"].clone();
    sorted(&mut json);
    json
}

/// The resources of a state by address.
fn resources(state: &Json) -> Json {
    let mut found = Map::new();
    let mut open = vec![&state["values"]["root_module"]];
    while let Some(module) = open.pop() {
        open.extend(module["child_modules"].as_array().into_iter().flatten());
        for resource in module["resources"].as_array().into_iter().flatten() {
            let address = resource["address"].as_str().unwrap_or_default();
            found.insert(address.to_owned(), plain(&resource["values"]));
        }
    }
    Json::Object(found)
}

/// What is compared of a state.
fn told(state: &Json) -> Json {
    let mut resources = resources(state);
    for (address, values) in resources.as_object_mut().into_iter().flatten() {
        let Some(values) = values.as_object_mut() else {
            continue;
        };
        values.retain(|name, _| COMPARED.contains(&&**name));
        // Known faults of the stand-in: a block of empty values where nobody writes one, no
        // version where the service takes its default, and no distribution.
        let is_template = address.contains("aws_launch_template.");
        if is_template && values["metadata_options"][0]["http_tokens"] == "" {
            values.insert("metadata_options".into(), Json::Array(Vec::new()));
        }
        if address.contains("aws_autoscaling_group.") {
            values.values_mut().for_each(without_versions);
        }
    }
    resources
}

fn without_versions(json: &mut Json) {
    match json {
        Json::Object(fields) => {
            fields.retain(|name, _| !matches!(&**name, "version" | "instances_distribution"));
            fields.values_mut().for_each(without_versions);
        }
        Json::Array(items) => items.iter_mut().for_each(without_versions),
        _ => {}
    }
}

/// JSON in which documents are compared by what they say, and ids that are made up are left out.
fn plain(json: &Json) -> Json {
    match json {
        Json::String(text) if text.starts_with('{') => {
            serde_json::from_str(text).unwrap_or_else(|_| json.clone())
        }
        Json::Array(items) => items.iter().map(plain).collect(),
        Json::Object(fields) => {
            let is_document = fields.contains_key("minified_json");
            let kept = fields
                .iter()
                .filter(|(name, _)| !(is_document && *name == "id"));
            Json::Object(
                kept.map(|(name, value)| (name.clone(), plain(value)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

/// Makes two states comparable: what was made up becomes the same mark on both sides, if both
/// made it up.
fn even(mine: &mut Json, theirs: &mut Json) {
    let made_up = |json: &Json| match json {
        Json::String(text) => !text.is_empty() && text != "optional" && text != "required",
        _ => false,
    };
    match (mine, theirs) {
        (Json::Object(mine), Json::Object(theirs)) => {
            let names: BTreeSet<String> = mine.keys().chain(theirs.keys()).cloned().collect();
            for name in names {
                if let (Some(mine), Some(theirs)) = (mine.get_mut(&name), theirs.get_mut(&name)) {
                    even(mine, theirs);
                }
            }
        }
        (Json::Array(mine), Json::Array(theirs)) => {
            mine.iter_mut()
                .zip(theirs)
                .for_each(|(mine, theirs)| even(mine, theirs));
        }
        (mine, theirs) if made_up(mine) && made_up(theirs) => {
            *mine = Json::from("(set)");
            *theirs = Json::from("(set)");
        }
        _ => {}
    }
}

/// Writes down where two JSON values differ.
fn compare(path: &str, mine: &Json, theirs: &Json, found: &mut Vec<String>) {
    match (mine, theirs) {
        (Json::Object(mine), Json::Object(theirs)) => {
            let names: BTreeSet<&String> = mine.keys().chain(theirs.keys()).collect();
            for name in names {
                let (mine, theirs) = (mine.get(name), theirs.get(name));
                let absent = Json::from("(not there)");
                let path = format!("{path} {name}");
                compare(
                    &path,
                    mine.unwrap_or(&absent),
                    theirs.unwrap_or(&absent),
                    found,
                );
            }
        }
        (Json::Array(mine), Json::Array(theirs)) if mine.len() == theirs.len() => {
            for (at, (mine, theirs)) in mine.iter().zip(theirs).enumerate() {
                compare(&format!("{path} {at}"), mine, theirs, found);
            }
        }
        _ if mine != theirs => found.push(format!("{path}: model {mine}, Terraform {theirs}")),
        _ => {}
    }
}
