//! The table of documents and answers, `answers.md`.
//!
//! A section has a `document` (JSON) or the attributes of a `data` source, and rows of questions
//! with answers. `"?"` is an unknown value, `"?name"` an unknown text that is known to hold a name.
//! A number as the first argument means that statement of the document.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use plangate::function::iam::{document_from_data, hint};
use plangate::function::{self, Body};
use plangate::value::{Missing, Trouble, Value, json};

use crate::draft::unknown;

#[test]
fn every_row_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy/answers.md");
    let text = fs::read_to_string(path).unwrap();
    let (mut wrong, mut words) = (Vec::new(), [0; 4]);
    for section in text.split("\n## ").skip(1) {
        let heading = section.lines().next().unwrap();
        let document = document(section);
        for row in section.lines().filter(|line| line.starts_with("| `")) {
            let (question, expected) = row.trim_matches(['|', ' ']).split_once(" | ").unwrap();
            let question = question.trim_matches('`');
            let found = answer(&document, question);
            let (word, reason) = found.split_once(": ").unwrap_or((&found, ""));
            let (expected_word, part) = expected.split_once(": ").unwrap_or((expected, ""));
            if word != expected_word || !reason.contains(part) {
                wrong.push(format!(
                    "{heading}: {question} is {found}, expected {expected}"
                ));
            }
            let kinds = ["yes", "no", "undetermined", "malformed"];
            words[kinds.iter().position(|kind| *kind == word).unwrap()] += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(words.iter().all(|count| *count >= 5), "{words:?}");
}

/// What the first fence of a section holds.
fn document(section: &str) -> Result<Value, Trouble> {
    let (_, fence) = section.split_once("\n```").unwrap();
    let (kind, rest) = fence.split_once('\n').unwrap();
    let (text, _) = rest.split_once("\n```").unwrap();
    let value = open(&json::decode(text).unwrap());
    match kind {
        "document" => Ok(value),
        "data" => document_from_data(&value),
        other => panic!("a fence of {other}"),
    }
}

fn open(value: &Value) -> Value {
    match value {
        Value::Text(text) if text.as_ref() == "?" => unknown(),
        Value::Text(text) if text.as_ref() == "?name" => hint::name(Arc::new(Missing::default())),
        Value::List(items) => Value::list(items.iter().map(open)),
        Value::Map(map) => Value::map(
            map.iter()
                .map(|(key, value)| (Arc::clone(key), open(value))),
        ),
        other => other.clone(),
    }
}

/// The answer to `iam_allows("s3:GetObject", "*")`, in the words of the table.
fn answer(document: &Result<Value, Trouble>, question: &str) -> String {
    let (name, arguments) = question.split_once('(').unwrap();
    let arguments = format!("[{}]", arguments.trim_end_matches(')'));
    let Value::List(arguments) = json::decode(&arguments).unwrap() else {
        panic!("{question}");
    };
    let found = document.clone().and_then(|document| match &arguments[..] {
        [Value::Number(number), rest @ ..] => {
            let statement = statement(document, number.as_index().unwrap())?;
            call(name, &[&[statement], rest].concat())
        }
        all => call(name, &[&[document], all].concat()),
    });
    match found {
        Ok(Value::Bool(true)) => "yes".to_owned(),
        Ok(Value::Bool(false)) => "no".to_owned(),
        Ok(Value::Unknown(missing)) => format!("undetermined: {}", missing.what),
        Ok(other) => panic!("{question}: {other:?}"),
        Err(trouble) => format!("malformed: {}", trouble.message),
    }
}

fn statement(document: Value, number: usize) -> Result<Value, Trouble> {
    let Body::List(body) = function::find("iam_statements").unwrap().body else {
        panic!("iam_statements gives a list");
    };
    Ok(body(&[document])?.members[number - 1].clone())
}

fn call(name: &str, arguments: &[Value]) -> Result<Value, Trouble> {
    let function = function::find(name).unwrap_or_else(|| panic!("there is no {name}"));
    assert_eq!(function.parameters.len(), arguments.len(), "{name}");
    let Body::Plain(body) = function.body else {
        panic!("{name} is plain");
    };
    body(arguments)
}
