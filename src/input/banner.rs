//! Texts that are not one JSON object: what they are, and where the JSON is that they hold.

use serde::de::IgnoredAny;

use super::decode::binary;
use super::error::{InputError, InputErrorKind, excerpt};
use super::recognise::{Keys, SHOW, plan_log};
use super::stream::{Ending, Reading, malformed};

/// How often a text may look as if JSON began there before nobody tries any more.
const TRIES: usize = 16;

/// Refuses a text that does not start as a JSON object does.
pub(super) fn before(text: &str) -> Result<(), InputError> {
    let start = text.len() - text.trim_start().len();
    match text.as_bytes().get(start) {
        None => Err(empty()),
        Some(b'{') => Ok(()),
        Some(b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
            Err(no_object(text, start).unwrap_or_else(|| no_json(text, start)))
        }
        Some(_) => Err(no_json(text, start)),
    }
}

/// Refuses what stands behind an object.
pub(super) fn after(text: &str, object: &Keys<'_>, at: usize) -> InputError {
    if object.is_log() {
        return plan_log();
    }
    let rest = &text[at..];
    if rest.starts_with(['{', '[']) {
        let message = "the input holds more than one JSON document; the second one starts here";
        let help = "give each document as a file of its own";
        return InputError::new(InputErrorKind::Several, message)
            .help(help)
            .at(text, at);
    }
    if rest.starts_with(['}', ']', ',', ':']) {
        return malformed(
            text,
            at,
            "expected the end of the input, as all brackets are closed",
        );
    }
    let message = format!(
        "text follows the JSON, from byte {at} on: `{}`",
        excerpt(text, at)
    );
    InputError::new(InputErrorKind::TextAfter, message)
        .help("give only what `terraform show -json PLAN` prints to standard output")
        .at(text, at)
}

fn empty() -> InputError {
    InputError::new(InputErrorKind::Empty, "the input is empty; expected a plan as JSON")
        .help("a `terraform show -json PLAN` that fails prints nothing: look at what it says and at its exit code")
}

/// Refuses other JSON; none if it is not JSON at all.
fn no_object(text: &str, start: usize) -> Option<InputError> {
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    let kind = match text.as_bytes().get(start) {
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a bool",
        Some(b'n') => "null",
        _ => "a number",
    };
    if kind == "an array" && text.contains("\"check_type\"") {
        let message = "this is a report of Checkov, neither a plan nor a state";
        return Some(InputError::new(InputErrorKind::CheckovReport, message).help(SHOW));
    }
    let message = format!("the input is {kind}; a plan is a JSON object");
    Some(InputError::new(InputErrorKind::NotAnObject, message).help(SHOW))
}

/// Refuses text that is not JSON from its first character on.
fn no_json(text: &str, start: usize) -> InputError {
    if let Some(error) = binary(text.as_bytes()).or_else(|| text_before(text, start)) {
        return error;
    }
    let error = |kind, message: &str| InputError::new(kind, message).help(SHOW);
    if is_for_people(text) {
        let message = "this is a plan as it is shown to people, without the values that rules need";
        return error(InputErrorKind::HumanPlan, message);
    }
    if let Some(said) = message_in(text) {
        let said = excerpt(text, said);
        let message = format!("this is a message of Terraform, not a plan: `{said}`");
        return error(InputErrorKind::NotJson, &message);
    }
    let line = first_line(text);
    if text.contains("AWSTemplateFormatVersion") {
        let message = "this is a CloudFormation template, neither a plan nor a state";
        return error(InputErrorKind::CloudFormation, message);
    }
    if line.starts_with('<') {
        return error(InputErrorKind::Markup, "this is HTML or XML, not JSON");
    }
    if is_hcl(line) {
        let message = "this is Terraform configuration; what it would do is told only by a plan";
        return error(InputErrorKind::TerraformConfiguration, message);
    }
    if is_yaml(line) {
        return error(InputErrorKind::Yaml, "this is YAML, not JSON");
    }
    let found = excerpt(text, start);
    let message = format!("the input is not JSON: expected `{{`; found `{found}`");
    error(InputErrorKind::NotJson, &message).at(text, start)
}

/// Finds the plan behind a banner, a comment or a prompt.
fn text_before(text: &str, start: usize) -> Option<InputError> {
    let (json, end) = text
        .match_indices('{')
        .filter(|(at, _)| text[at + 1..].trim_start().starts_with('"'))
        .take(TRIES)
        .find_map(|(at, _)| {
            let mut keys = Keys::default();
            let end = match Reading::new(text).object(&text[at..], &mut keys) {
                Ending::Followed(end) => Some(end),
                Ending::Whole | Ending::Failed(_) => None,
            };
            let known = keys.is_terraform() || keys.is_log() || keys.misplaced().is_some();
            known.then_some((at, end))
        })?;
    let what = match text[start..].chars().next() {
        Some('\u{1b}') => "control codes of a terminal stand",
        Some('#' | '/') => "a comment stands",
        Some('\u{feff}') => "a byte order mark stands",
        _ => "text stands",
    };
    let ends = end
        .map(|end| format!(" and ends at byte {end}"))
        .unwrap_or_default();
    let message = format!("{what} before the JSON, which begins at byte {json}{ends}");
    let help = "give only what `terraform show -json PLAN` prints to standard output; a wrapper \
                script may add more";
    Some(
        InputError::new(InputErrorKind::TextBefore, message)
            .help(help)
            .at(text, json),
    )
}

fn is_for_people(text: &str) -> bool {
    const SAID: [&str; 5] = [
        "will perform the following actions",
        "used the selected providers to generate",
        "No changes. ",
        "An execution plan has been generated",
        "Refreshing state...",
    ];
    SAID.iter().any(|said| text.contains(said))
}

/// Where a text starts to complain, if it begins with a complaint.
fn message_in(text: &str) -> Option<usize> {
    const LONGEST_FRAME: usize = 64;
    let start = ["Error: ", "Warning: "]
        .iter()
        .filter_map(|word| text.find(word))
        .min()?;
    // Terraform draws a coloured frame around its messages.
    let frame = text
        .get(..start)
        .filter(|frame| frame.len() <= LONGEST_FRAME)?;
    let is_drawn = |line: &str| !line.contains(|char: char| char.is_alphabetic() && char != 'm');
    frame.lines().all(is_drawn).then_some(start)
}

/// The first line that says something.
fn first_line(text: &str) -> &str {
    let says = |line: &&str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//");
    text.lines().map(str::trim).find(says).unwrap_or_default()
}

fn is_hcl(line: &str) -> bool {
    let (word, rest) = split_word(line);
    let rest = rest.trim_start();
    let is_block = rest.ends_with('{') && (rest == "{" || rest.starts_with('"'));
    !word.is_empty() && (is_block || rest.starts_with("= "))
}

fn is_yaml(line: &str) -> bool {
    let (word, rest) = split_word(line.trim_start_matches("- "));
    line.starts_with("---")
        || line.starts_with("%YAML")
        || (!word.is_empty() && (rest == ":" || rest.starts_with(": ")))
}

fn split_word(line: &str) -> (&str, &str) {
    let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
    let end = line.find(|char| !is_part(char)).unwrap_or(line.len());
    line.split_at(end)
}
