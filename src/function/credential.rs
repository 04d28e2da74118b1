//! Credentials in texts, and the texts that user data decodes to.

use std::sync::Arc;

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, OpenList, Parameter, ResourceFunction, Returns};
use crate::credential::{self, Found, Lost, Part};
use crate::value::{Missing, Number, Reason, Trouble, Value};

pub(super) const FAMILY: Family = Family {
    name: "credentials",
    functions: &[SECRETS, UNDIGESTED, USER_DATA_PARTS],
};

const SECRETS: Function = Function {
    name: "secrets",
    parameters: &[Parameter {
        name: "x",
        kind: Kind::Texts,
    }],
    returns: Returns::Secrets,
    about: "The credentials in a string, or in the parts that `user_data_parts` gives: of each its \
            `kind` in words, the `id` of what found it, the `line` and `part` that it begins in and \
            both in words as `place`, and whether it is only an `example` that documentation \
            prints. The credential itself is not told.",
    examples: &[
        (
            r#"secrets("user ada\nAWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")[0].place"#,
            r#""line 2""#,
        ),
        (
            r#"secrets("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").kind"#,
            r#"["a secret access key"]"#,
        ),
        (r#"secrets("AWS_SECRET_ACCESS_KEY=$SECRET")"#, "[]"),
    ],
    body: Body::Places(secrets),
};

const UNDIGESTED: Function = Function {
    name: "undigested",
    parameters: &[Parameter {
        name: "x",
        kind: Kind::Any,
    }],
    returns: Returns::Text,
    about: "The user data at an attribute, as it is given. Where the plan has only its SHA-1, as \
            older providers keep it, what the configuration, its source or a variable of the root \
            module gives and has that SHA-1, else unknown; null where nothing is written and the \
            plan knows nothing.",
    examples: &[("undigested(\"#!/bin/sh\\n\")", "\"#!/bin/sh\\n\"")],
    body: Body::Resource(ResourceFunction::Undigested),
};

const USER_DATA_PARTS: Function = Function {
    name: "user_data_parts",
    parameters: &[Parameter {
        name: "s",
        kind: Kind::Text,
    }],
    returns: Returns::Parts,
    about: "The texts that user data decodes to, each with its `name` and `text`: plain or base64, \
            compressed or not, the parts of a MIME message, and what stands encoded in a part, such \
            as a file of cloud-config. What is damaged, or decodes to more than 1 MiB, is a part of \
            the list that nobody sees.",
    examples: &[
        (
            r#"user_data_parts("IyEvYmluL3NoCmVjaG8gaGVsbG8K").text"#,
            r##"["#!/bin/sh\necho hello\n"]"##,
        ),
        ("user_data_parts(null)", "[]"),
    ],
    body: Body::List(user_data_parts),
};

fn user_data_parts(arguments: &[Value]) -> Result<OpenList, Trouble> {
    let text = match argument::text("user_data_parts", &arguments[0])? {
        Argument::Null => return Ok(OpenList::default()),
        Argument::Unknown(missing) => return Ok(OpenList::unseen(Arc::clone(missing))),
        Argument::Known(text) => text,
    };
    let parts = credential::parts(text);
    let members: Vec<Value> = parts.list.iter().map(part).collect();
    Ok(OpenList {
        placed: members.len(),
        members,
        more: parts.lost.map(|lost| Arc::new(not_looked_at(lost))),
    })
}

fn part(part: &Part) -> Value {
    Value::map([
        ("name".into(), Value::text(part.name.as_str())),
        ("text".into(), Value::text(part.text.as_str())),
    ])
}

fn not_looked_at(lost: Lost) -> Missing {
    Missing {
        reason: Reason::Value,
        what: format!("user data was not read to its end: {lost}"),
        decided_by: "user data that can be read".to_owned(),
    }
}

/// A string, or a list of strings and of parts of user data.
fn secrets(arguments: &[Value]) -> Result<OpenList, Trouble> {
    let mut list = OpenList::default();
    match arguments {
        [Value::List(items)] => {
            for item in items.iter() {
                add(&mut list, item)?;
            }
        }
        [one] => add(&mut list, one)?,
        _ => {}
    }
    list.placed = match list.more {
        Some(_) => 0,
        None => list.members.len(),
    };
    Ok(list)
}

fn add(list: &mut OpenList, value: &Value) -> Result<(), Trouble> {
    let (name, text) = match value {
        Value::Map(entries) => match (entries.get("name"), entries.get("text")) {
            (Some(Value::Text(name)), Some(text)) => (&**name, text),
            _ => return Err(argument::misfit("secrets", Kind::Texts.words(), value)),
        },
        other => ("", other),
    };
    match argument::text("secrets", text)? {
        Argument::Null => {}
        Argument::Unknown(missing) => {
            list.more.get_or_insert_with(|| Arc::clone(missing));
        }
        Argument::Known(text) => {
            let found = credential::find(text);
            list.members
                .extend(found.iter().map(|one| secret(one, name)));
        }
    }
    Ok(())
}

fn secret(found: &Found, part: &str) -> Value {
    let place = match part {
        "" => format!("line {}", found.line),
        part => format!("line {} of {part}", found.line),
    };
    Value::map([
        ("example".into(), Value::Bool(found.example)),
        ("id".into(), Value::text(found.detector.id)),
        ("kind".into(), Value::text(found.detector.kind)),
        ("line".into(), Value::Number(Number::from(found.line))),
        ("part".into(), Value::text(part)),
        ("place".into(), Value::text(place)),
    ])
}
