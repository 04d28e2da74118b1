//! JSON objects that are no plan and no state: what they are, and what to give instead.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::error::{InputError, InputErrorKind, printable};
use super::json::{Json, Shape};
use super::stream::{Entry, Fields};

/// What to do with nearly everything that is no plan.
pub(super) const SHOW: &str = "run `terraform show -json PLAN > plan.json` and give that file";

/// Keys that only plans have.
pub(super) const PLAN_KEYS: [&str; 13] = [
    "planned_values",
    "resource_changes",
    "configuration",
    "resource_drift",
    "deferred_changes",
    "output_changes",
    "prior_state",
    "relevant_attributes",
    "action_invocations",
    "variables",
    "applyable",
    "complete",
    "errored",
];

/// All that a state without resources has.
const EMPTY_STATE_KEYS: [&str; 4] = ["format_version", "terraform_version", "checks", "values"];

/// Blocks of the JSON syntax of configuration.
const BLOCKS: [&str; 12] = [
    "resource",
    "data",
    "variable",
    "output",
    "module",
    "provider",
    "terraform",
    "locals",
    "moved",
    "import",
    "check",
    "//",
];

/// The top level of an object: keys and values, none of them looked into.
#[derive(Default)]
pub(super) struct Keys<'p>(Vec<(Cow<'p, str>, Json<'p>)>);

impl<'p> Fields<'p> for Keys<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        self.0.push((key.clone(), entry.json()?));
        Ok(())
    }
}

impl<'p> Keys<'p> {
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    pub(super) fn get(&self, key: &str) -> Option<Json<'p>> {
        self.0
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, json)| *json)
    }

    /// Whether the object means to be a plan or a state.
    pub(super) fn is_terraform(&self) -> bool {
        let Some(version) = self.get("format_version") else {
            return false;
        };
        if is_plan(|key| self.has(key)) {
            return true;
        }
        let only = |keys: &[&str]| self.0.iter().all(|(key, _)| keys.contains(&&**key));
        version.kind() == "a string"
            && (PLAN_KEYS.iter().any(|key| self.has(key))
                || self.has("values")
                || only(&EMPTY_STATE_KEYS))
    }

    /// A log of `terraform plan -json`, or one line of it.
    pub(super) fn is_log(&self) -> bool {
        self.has("@level") && self.has("@message")
    }

    /// The plan inside, where it is the only thing.
    pub(super) fn wrapped_alone(&self) -> Option<(&str, Json<'p>)> {
        match &self.0[..] {
            [(key, json)] if matches!(&**key, "plan" | "tfplan") => {
                let Ok(Shape::Object(inner)) = json.shape() else {
                    return None;
                };
                inner.get("format_version").map(|_| (&**key, *json))
            }
            _ => None,
        }
    }

    /// What is wrong with an object that would have to be judged as a plan or state, whatever
    /// other documents are accepted.
    pub(super) fn misplaced(&self) -> Option<InputError> {
        if self.is_log() {
            return Some(plan_log());
        }
        if self.has("provider_schemas") && self.has("resource_changes") {
            let message = "this is a plan of HCP Terraform without values (`json-output-redacted`)";
            let help = "download the plan's `json-output` instead, which needs permission to read \
                        states";
            return Some(InputError::new(InputErrorKind::RedactedPlan, message).help(help));
        }
        let is_numbered = self
            .get("version")
            .is_some_and(|version| version.kind() == "a number");
        if is_numbered && (self.has("lineage") || self.has("serial")) {
            let message = "this is a raw `terraform.tfstate` file, whose form is Terraform's own";
            let help = "run `terraform show -json > state.json` and give that file";
            return Some(InputError::new(InputErrorKind::RawState, message).help(help));
        }
        if self.is_terraform() {
            return None;
        }
        if is_plan(|key| self.has(key)) {
            let message = "this looks like a plan and has no `format_version`";
            return Some(InputError::new(
                InputErrorKind::MissingFormatVersion,
                message,
            ));
        }
        let path = self.wrapped()?;
        let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '.');
        let message = format!(
            "the plan lies inside another object, in `{}`",
            printable(&path)
        );
        let error = InputError::new(InputErrorKind::Wrapped, message);
        Some(if path.chars().all(is_plain) {
            error.help(format!("take it out: `jq .{path} FILE > plan.json`"))
        } else {
            error.help("take it out and give it on its own")
        })
    }

    /// Says what an object is that nobody asked for.
    pub(super) fn foreign(&self) -> InputError {
        let (kind, what) = if self.has("AWSTemplateFormatVersion") || self.has_aws_resources() {
            (
                InputErrorKind::CloudFormation,
                "a CloudFormation template".to_owned(),
            )
        } else if self.has("runs") && (self.has("$schema") || self.has("version")) {
            (InputErrorKind::Sarif, "a SARIF report".to_owned())
        } else if self.is_checkov() {
            (
                InputErrorKind::CheckovReport,
                "a report of Checkov".to_owned(),
            )
        } else if let Some(command) = self.command() {
            (
                InputErrorKind::OtherCommand,
                format!("what `{command}` prints"),
            )
        } else if !self.0.is_empty() && self.0.iter().all(|(key, _)| BLOCKS.contains(&&**key)) {
            (
                InputErrorKind::TerraformConfiguration,
                "Terraform configuration".to_owned(),
            )
        } else {
            return InputError::new(InputErrorKind::NotTerraform, self.unknown()).help(SHOW);
        };
        let message = format!("this is {what}, neither a plan nor a state");
        InputError::new(kind, message).help(SHOW)
    }

    fn is_checkov(&self) -> bool {
        self.has("checkov_version") || (self.has("check_type") && self.has("results"))
    }

    fn has_aws_resources(&self) -> bool {
        let Some(Ok(Shape::Object(resources))) = self.get("Resources").map(Json::shape) else {
            return false;
        };
        let first = resources
            .iter()
            .next()
            .map(|(_, resource)| resource.shape());
        let Some(Ok(Shape::Object(resource))) = first else {
            return false;
        };
        resource
            .get("Type")
            .is_some_and(|kind| kind.raw().starts_with("\"AWS::"))
    }

    /// The command of Terraform that prints such an object.
    fn command(&self) -> Option<&'static str> {
        let has = |keys: &[&str]| keys.iter().all(|key| self.has(key));
        if has(&["provider_schemas"]) {
            Some("terraform providers schema -json")
        } else if has(&["valid", "diagnostics"]) {
            Some("terraform validate -json")
        } else if has(&["terraform_version", "platform"]) {
            Some("terraform version -json")
        } else if has(&["format_version", "modules"]) {
            Some("terraform modules -json")
        } else if has(&["format_version", "function_signatures"]) {
            Some("terraform metadata functions -json")
        } else {
            self.holds_outputs().then_some("terraform output -json")
        }
    }

    fn holds_outputs(&self) -> bool {
        !self.0.is_empty()
            && self.0.iter().all(|(_, json)| match json.shape() {
                Ok(Shape::Object(output)) => ["sensitive", "type", "value"]
                    .iter()
                    .all(|key| output.get(key).is_some()),
                _ => false,
            })
    }

    fn unknown(&self) -> String {
        const SHOWN: usize = 5;
        if self.0.is_empty() {
            return "this is an empty JSON object, neither a plan nor a state".to_owned();
        }
        let keys: Vec<_> = self
            .0
            .iter()
            .take(SHOWN)
            .map(|(key, _)| shown(key))
            .collect();
        let more = if self.0.len() > SHOWN { ", …" } else { "" };
        format!(
            "this JSON object is neither a plan nor a state; its keys are {}{more}",
            keys.join(", ")
        )
    }

    /// Where in the object a plan lies.
    fn wrapped(&self) -> Option<String> {
        let open = |prefix: &str, key: &str, json: Json<'p>, depth| {
            let dot = if prefix.is_empty() { "" } else { "." };
            (format!("{prefix}{dot}{key}"), json, depth)
        };
        let mut candidates: Vec<(String, Json<'p>, usize)> = self
            .0
            .iter()
            .rev()
            .map(|(key, json)| open("", key, *json, 0))
            .collect();
        while let Some((path, json, depth)) = candidates.pop() {
            let Ok(Shape::Object(object)) = json.shape() else {
                continue;
            };
            if is_plan(|key| object.get(key).is_some()) {
                return Some(path);
            }
            if depth < 2 {
                let inside = object
                    .iter()
                    .map(|(key, json)| open(&path, key, json, depth + 1));
                let inside: Vec<_> = inside.collect();
                candidates.extend(inside.into_iter().rev());
            }
        }
        None
    }
}

/// The refusal of a log.
pub(super) fn plan_log() -> InputError {
    let message =
        "this is a log, as `terraform plan -json` prints it; it has no values of resources";
    let help = "save the plan with `terraform plan -out PLAN`, then run `terraform show -json PLAN > \
                plan.json` and give that file";
    InputError::new(InputErrorKind::Stream, message).help(help)
}

/// Whether something with these keys can only be a plan.
fn is_plan(has: impl Fn(&str) -> bool) -> bool {
    has("resource_changes") || has("planned_values")
}

fn shown(key: &str) -> String {
    const LONGEST: usize = 40;
    let short: String = key.chars().take(LONGEST).collect();
    format!("`{}`", printable(&short))
}
