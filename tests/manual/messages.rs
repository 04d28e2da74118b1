//! Every message that the tests draw, on one page; and what each must say.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use plangate::manual::code::{self, Code};
use regex::Regex;

use super::files;

const PAGE: &str = "docs/messages.md";

const BEFORE: &str = "\
# Messages

Every message that the tests of plangate draw, one of each kind: what is wrong, where, what was
expected, and how to fix it. The line of the rule that caused it is in the drawing.
[The list of codes](checks/README.md) says what each means.

Made of the cases in `tests`: `UPDATE=1 cargo test --test manual` writes it.
";

/// Codes that no test draws, and why.
const NOT_DRAWN: [&str; 1] = [
    // The reader knows every pair that the grammar makes; it is there for the day it does not.
    "P199",
];

/// A message as it is drawn.
struct Drawing {
    code: String,
    title: String,
    /// What stands beside the places.
    labels: Vec<String>,
    has_place: bool,
    has_help: bool,
    text: String,
    /// The file of tests that draws it.
    file: String,
}

#[test]
fn the_page_of_messages_is_what_the_tests_draw() {
    let mut wrong = Vec::new();
    files::same(PAGE, &page(), &mut wrong);
    assert!(
        wrong.is_empty(),
        "docs/messages.md is not what the tests draw; UPDATE=1 cargo test --test manual writes it"
    );
}

#[test]
fn every_code_is_drawn() {
    let drawn: BTreeSet<String> = drawings().into_iter().map(|one| one.code).collect();
    let missing = code::all().filter(|code| !drawn.contains(code.id));
    let missing: Vec<&str> = missing.map(|code| code.id).collect();
    assert_eq!(missing, NOT_DRAWN);
}

/// What is wrong, where, what was expected or how to fix it.
#[test]
fn every_message_says_where_and_how_to_fix_it() {
    let mut wrong = Vec::new();
    for drawing in drawings() {
        let title = &drawing.title;
        let mut lacks = Vec::new();
        // Wrong data is in a plan and not in a rule file.
        let of_data = drawing.code.starts_with('R');
        if !drawing.has_place && !of_data {
            lacks.push("a place");
        }
        if !drawing.has_help && !says_what_is_right(&drawing) {
            lacks.push("what was expected, or help");
        }
        if title.ends_with('.') || title.starts_with(char::is_uppercase) && !is_name(title) {
            lacks.push("the style of a message: lower case, no full stop");
        }
        if !lacks.is_empty() {
            let lacks = lacks.join(", ");
            wrong.push(format!(
                "{}: lacks {lacks}:\n{}",
                drawing.file, drawing.text
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A place says what should stand there, or the message does.
fn says_what_is_right(drawing: &Drawing) -> bool {
    let begins = |label: &String| {
        ["expected ", "did you mean ", "this belongs "]
            .iter()
            .any(|start| label.starts_with(start))
    };
    let title = &drawing.title;
    drawing.labels.iter().any(begins)
        || title.contains(" must be ")
        || title.contains(" expects ")
        || title.contains(" needed here")
        || title.contains(" expected ")
}

/// A title may begin with a name of Terraform's, or with a code.
fn is_name(title: &str) -> bool {
    title.starts_with("Terraform") || title.get(..4).is_some_and(code::is_code)
}

fn page() -> String {
    let drawings = drawings();
    let mut by_code: BTreeMap<&str, Vec<&Drawing>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for drawing in &drawings {
        if seen.insert(kind(drawing)) {
            by_code.entry(&drawing.code).or_default().push(drawing);
        }
    }
    let mut text = BEFORE.to_owned();
    for family in code::families() {
        let _ = writeln!(text, "\n## {}: {}", family.letter, family.name);
        for code in family.codes {
            let of_code = by_code.get(code.id).map_or(&[][..], Vec::as_slice);
            section(&mut text, code, of_code);
        }
    }
    text +=
        "\n## The command line\n\nWhat is wrong with arguments, inputs and files has no code.\n";
    text += "\n```text\n";
    text += &complaints().join("\n");
    text += "```\n";
    text
}

fn section(text: &mut String, code: &Code, drawings: &[&Drawing]) {
    if drawings.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n### [{0}](checks/{0}.md): {1}", code.id, code.title);
    for drawing in drawings {
        let _ = write!(text, "\n```text\n{}```\n", drawing.text);
    }
}

/// Messages that differ only in names and numbers are of one kind.
fn kind(drawing: &Drawing) -> (String, String, String) {
    let label = drawing.labels.first().cloned().unwrap_or_default();
    (
        drawing.code.clone(),
        without_names(&drawing.title),
        without_names(&label),
    )
}

fn without_names(text: &str) -> String {
    let names = Regex::new("`[^`]*`|[0-9]+").unwrap();
    names.replace_all(text, "_").into_owned()
}

/// Every drawing in the tests, in the order of the files.
fn drawings() -> Vec<Drawing> {
    let head = Regex::new(r"(?m)^(?:error|warning)\[([A-Z]\d{3})\]: (.*)$").unwrap();
    let mut found = Vec::new();
    for file in sources() {
        let text = files::read(&file);
        for captures in head.captures_iter(&text) {
            let whole = captures.get(0).unwrap();
            let lines = text[whole.end()..].lines().skip(1);
            let body: Vec<&str> = lines.take_while(|line| belongs(line)).collect();
            found.push(drawing(
                &captures[1],
                &captures[2],
                whole.as_str(),
                &body,
                &file,
            ));
        }
    }
    found
}

/// Whether a line is part of the drawing above it.
fn belongs(line: &str) -> bool {
    let trimmed = line.trim_start();
    let numbered = trimmed.trim_start_matches(|sign: char| sign.is_ascii_digit());
    trimmed.starts_with("-->")
        || trimmed.starts_with(":::")
        || trimmed.starts_with("| ")
        || trimmed == "|"
        || trimmed.starts_with("= ")
        || trimmed == "..."
        || line.starts_with("help  ")
        || numbered.len() < trimmed.len() && numbered.starts_with(" |")
        // Further lines of a long help, or of what stands beside a place.
        || line.starts_with("       ")
}

fn drawing(code: &str, title: &str, head: &str, body: &[&str], file: &str) -> Drawing {
    let mut text = format!("{head}\n");
    for line in body {
        let _ = writeln!(text, "{line}");
    }
    // Beside a caret, or below it behind a bar.
    let label = Regex::new(r"^ *\| (?:.*[\^-] |[ |]*)(\S.*)$").unwrap();
    let labels = body
        .iter()
        .filter_map(|line| label.captures(line).map(|found| found[1].to_owned()));
    Drawing {
        code: code.to_owned(),
        title: title.to_owned(),
        labels: labels.collect(),
        has_place: body.iter().any(|line| line.trim_start().starts_with("-->")),
        has_help: body
            .iter()
            .any(|line| line.contains("= help: ") || line.starts_with("help  ")),
        text,
        file: file.to_owned(),
    }
}

/// Cases first: transcripts show backslashes as slashes. Reports for machines quote messages in
/// their own way.
fn sources() -> Vec<String> {
    let mut all = files::below("tests", "md");
    all.retain(|file| !file.ends_with("trial/format.md"));
    all.extend(files::below("tests", "trycmd"));
    all
}

/// What the program says of arguments, inputs and files, one of each kind.
fn complaints() -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for file in files::below("tests", "trycmd") {
        let text = files::read(&file);
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            // Those of the parser of arguments are as everywhere.
            let is_ours =
                line.starts_with("error: ") && !line.ends_with(':') && !line.contains("'--");
            if !is_ours || !seen.insert(without_names(line)) {
                continue;
            }
            let mut told = format!("{line}\n");
            if let Some(help) = lines.next_if(|line| line.starts_with("help: ")) {
                let _ = writeln!(told, "{help}");
            }
            found.push(told);
        }
    }
    found
}
