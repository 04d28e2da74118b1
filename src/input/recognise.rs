//! What people hand over instead of a plan, recognised so that the error can say what to do.

use super::configuration::{field, object};
use super::error::{InputError, InputErrorKind};
use super::json::{Json, Object, Shape};

/// An error for a text that is no JSON document, given where reading it failed.
pub(super) fn unreadable(text: &str, offset: usize, reason: &str) -> InputError {
    let trimmed = text.trim_start();
    if trimmed.is_empty() {
        return InputError::new(InputErrorKind::Empty, "there is nothing in it").help(
            "`terraform show -json PLAN` prints the plan to standard output; look at its errors",
        );
    }
    if !trimmed.starts_with('{') {
        return no_object(text, trimmed);
    }
    if is_stream(trimmed) {
        return stream();
    }
    let truncated = offset >= text.trim_end().len() && reason.contains("EOF");
    if truncated {
        return InputError::new(InputErrorKind::Truncated, "the JSON ends too early")
            .help("the file was cut off while it was written or copied; write it again")
            .at(text, text.len());
    }
    if reason.contains("trailing characters") {
        return trailing(text, offset);
    }
    InputError::new(
        InputErrorKind::Malformed,
        format!("not valid JSON: {reason}"),
    )
    .help(format!("found {} there", excerpt(text, offset)))
    .at(text, offset)
}

/// An error for a JSON object that is no plan and no state; `None` if it is nothing known.
pub(super) fn other_object(root: Json<'_>) -> Option<InputError> {
    let top = object(Some(root))?;
    let has = |key: &str| top.get(key).is_some();
    let error = |kind, message: &str, help: &str| Some(InputError::new(kind, message).help(help));
    if has("@level") || has("@message") {
        return Some(stream());
    }
    if has("provider_schemas") || has("plan_format_version") {
        return error(
            InputErrorKind::RedactedPlan,
            "this is HCP Terraform's redacted plan, without configuration and planned values",
            "download the plan's `json-output` instead of `json-output-redacted`",
        );
    }
    if has("lineage") || (has("serial") && has("resources")) {
        return error(
            InputErrorKind::RawState,
            "this is a raw terraform.tfstate file",
            "run `terraform show -json > state.json` where the state is, and judge state.json",
        );
    }
    if has("modules") && has("version") {
        return error(
            InputErrorKind::RawState,
            "this is a state file of Terraform 0.11 or older",
            "upgrade the state with Terraform 0.12 or later, then run `terraform show -json`",
        );
    }
    if let Some(path) = wrapped(&top, 0) {
        return Some(
            InputError::new(
                InputErrorKind::Wrapped,
                format!("the plan lies inside of `{path}`, as in mocks for other tools"),
            )
            .help(format!(
                "take it out first, as in `jq .{path} FILE | plangate check -`"
            )),
        );
    }
    let known = [
        ("AWSTemplateFormatVersion", "a CloudFormation template"),
        ("$schema", "a document with a JSON Schema, perhaps a report"),
        ("check_type", "a report of Checkov"),
        ("Results", "a report of Trivy"),
        ("resource", "Terraform configuration in JSON"),
    ];
    let (_, what) = known.into_iter().find(|(key, _)| has(key))?;
    Some(
        InputError::new(
            InputErrorKind::NotTerraform,
            format!("this is {what}, not a plan"),
        )
        .help("run `terraform show -json PLAN` and judge what it prints"),
    )
}

/// An error for a format version that is not read; `None` for one that is.
pub(super) fn version(format: &str) -> Option<InputError> {
    let mut numbers = format.split('.').map(str::parse::<u64>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(0 | 1)), Some(Ok(_))) => None,
        (Some(Ok(_)), Some(Ok(_))) => Some(
            InputError::new(
                InputErrorKind::Unsupported,
                format!(
                    "format_version {} is newer than this plangate",
                    format.escape_debug()
                ),
            )
            .help("plangate reads format versions 0.1 to 1.x; look for a newer plangate"),
        ),
        _ => Some(
            InputError::new(
                InputErrorKind::Unsupported,
                format!("`{}` is no format_version", format.escape_debug()),
            )
            .help("a plan has `\"format_version\": \"1.2\"` or the like"),
        ),
    }
}

fn stream() -> InputError {
    InputError::new(
        InputErrorKind::Stream,
        "this is the log of `terraform plan -json`, which has no values in it",
    )
    .help("run `terraform plan -out PLAN`, then `terraform show -json PLAN`")
}

fn is_stream(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.contains("\"@level\"") || first.contains("\"@message\"")
}

/// Text that does not begin with an object.
fn no_object(text: &str, trimmed: &str) -> InputError {
    if let Some(start) = json_start(text) {
        return InputError::new(
            InputErrorKind::Surrounded,
            format!("other text stands before the JSON, which begins at byte {start}"),
        )
        .help("keep messages out of the file: `terraform show -json PLAN > plan.json` alone")
        .at(text, start);
    }
    let literal = trimmed.starts_with(['[', '"'])
        || trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-')
        || ["true", "false", "null"]
            .iter()
            .any(|word| trimmed.starts_with(word));
    if literal && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return InputError::new(
            InputErrorKind::NotAnObject,
            "this is JSON, but not an object",
        )
        .help("a plan is one object; run `terraform show -json PLAN`");
    }
    let start = text.len() - trimmed.len();
    InputError::new(
        InputErrorKind::NotJson,
        format!("this is no JSON: it begins with {}", excerpt(text, start)),
    )
    .help("run `terraform show -json PLAN` and judge what it prints")
    .at(text, start)
}

/// Where a plan or state begins in a text with something before it.
fn json_start(text: &str) -> Option<usize> {
    let mut from = 0;
    // Banners are short; a bracket far into a text is somebody else's.
    while let Some(at) = text.get(from..)?.find('{').map(|at| from + at) {
        if at > 64 * 1024 {
            return None;
        }
        if text[at + 1..].trim_start().starts_with('"') {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

fn trailing(text: &str, offset: usize) -> InputError {
    let rest = text.get(offset..).unwrap_or_default();
    if rest.trim_start().starts_with('{') {
        return InputError::new(
            InputErrorKind::Several,
            format!("several JSON documents: the second begins at byte {offset}"),
        )
        .help("give each plan in a file of its own")
        .at(text, offset);
    }
    InputError::new(
        InputErrorKind::Surrounded,
        format!(
            "other text stands behind the JSON, from byte {offset}: {}",
            excerpt(text, offset)
        ),
    )
    .help("keep messages out of the file: `terraform show -json PLAN > plan.json` alone")
    .at(text, offset)
}

/// The path of a plan or state inside of an object, up to four keys deep.
fn wrapped(top: &Object<'_>, depth: usize) -> Option<String> {
    if depth == 4 {
        return None;
    }
    for (key, json) in top.iter() {
        if !matches!(json.shape(), Ok(Shape::Object(_))) {
            continue;
        }
        let inner = object(Some(json))?;
        let looks_like_plan = field(Some(&inner), "format_version").is_some()
            || inner.get("resource_changes").is_some()
            || inner.get("planned_values").is_some();
        let key = key.escape_debug();
        if looks_like_plan {
            return Some(key.to_string());
        }
        if let Some(path) = wrapped(&inner, depth + 1) {
            return Some(format!("{key}.{path}"));
        }
    }
    None
}

/// A few characters of a text, harmless to print.
pub(super) fn excerpt(text: &str, offset: usize) -> String {
    let rest = text.get(offset..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let words: String = line.chars().take(24).collect();
    if words.is_empty() {
        return "the end of the line".to_owned();
    }
    format!("`{}`", words.escape_debug())
}
