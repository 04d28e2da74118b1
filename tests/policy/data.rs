//! A decided answer about a data source holds for every document that it may render.

use std::collections::BTreeSet;

use plangate::function::iam::document_from_data;
use plangate::value::Value;
use proptest::prelude::*;
use serde_json::{Map, Value as Json, json};

use crate::completion::{ask, question};
use crate::draft::{self, Chance, Draft};
use crate::naive::{self, Verdict};

const COMPLETIONS: usize = 24;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_decided_answer_never_flips(seed in any::<u64>(), question in question()) {
        let mut chance = Chance(seed);
        let draft = attributes(&mut chance);
        let document = document_from_data(&draft.value()).unwrap();
        let expected = match ask(&question, document).unwrap() {
            Value::Bool(true) => Verdict::Yes,
            Value::Bool(false) => Verdict::No,
            _ => return Ok(()),
        };
        for _ in 0..COMPLETIONS {
            let complete = draft.complete(&mut chance);
            let Some(rendered) = rendered(&complete) else { continue };
            let plainly = naive::verdict(&rendered, &question);
            prop_assert_eq!(plainly, expected, "{}: {} of {}", question, rendered, complete);
        }
    }

    #[test]
    fn a_complete_data_source_renders_what_the_provider_does(
        seed in any::<u64>(),
        question in question(),
    ) {
        let mut chance = Chance(seed);
        let complete = attributes(&mut chance).complete(&mut chance);
        if let Some(rendered) = rendered(&complete) {
            let ours = document_from_data(&Draft::Known(complete.clone()).value()).unwrap();
            let theirs = Draft::Known(rendered).value();
            let (ours, theirs) = (ask(&question, ours).unwrap(), ask(&question, theirs).unwrap());
            prop_assert_eq!(bool_of(&ours), bool_of(&theirs), "{}: {}", question, complete);
        }
    }
}

fn bool_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(known) => Some(*known),
        _ => None,
    }
}

fn attributes(chance: &mut Chance) -> Draft {
    let version = match chance.below(6) {
        0 => Draft::Known(json!("2008-10-17")),
        1 => Draft::Hole(|chance| json!(chance.pick(&["2008-10-17", "2012-10-17"]))),
        _ => Draft::Known(Json::Null),
    };
    let blocks = match chance.below(10) {
        0 => Draft::Hole(|chance| list(chance, 3, |chance| block(chance).complete(chance))),
        _ => Draft::List(
            (0..chance.below(4))
                .map(|_| match chance.below(10) {
                    0 => Draft::Any(|chance| block(chance).complete(chance)),
                    _ => block(chance),
                })
                .collect(),
        ),
    };
    let mut entries = vec![
        ("version".to_owned(), version),
        ("statement".to_owned(), blocks),
    ];
    for name in ["source_policy_documents", "override_policy_documents"] {
        let documents = match chance.below(6) {
            0 => Draft::Hole(|chance| list(chance, 3, text)),
            1 | 2 => Draft::Known(Json::Null),
            _ => Draft::List((0..chance.below(3)).map(|_| document(chance)).collect()),
        };
        entries.push((name.to_owned(), documents));
    }
    for name in ["source_json", "override_json"] {
        if chance.one_in(5) {
            entries.push((name.to_owned(), document(chance)));
        }
    }
    Draft::Map(entries)
}

/// A document that is taken in.
fn document(chance: &mut Chance) -> Draft {
    match chance.below(4) {
        0 => Draft::Hole(text),
        _ => Draft::Known(text(chance)),
    }
}

/// A document as JSON text; without policy variables in the old version, as there are none.
fn text(chance: &mut Chance) -> Json {
    let statements = list(chance, 3, |chance| {
        let mut statement = draft::statement(chance).complete(chance);
        if let Json::String(sid) = sid(chance).complete(chance) {
            statement["Sid"] = json!(sid);
        }
        statement
    });
    let version = chance.pick(&["2012-10-17", "2012-10-17", "2008-10-17"]);
    json!(json!({"Version": version, "Statement": statements}).to_string())
}

fn sid(chance: &mut Chance) -> Draft {
    match chance.below(6) {
        0 | 1 => Draft::Known(Json::Null),
        2 | 3 => Draft::Hole(|chance| json!(chance.pick(&["A", "B", ""]))),
        _ => Draft::Known(json!(chance.pick(&["A", "B"]))),
    }
}

fn block(chance: &mut Chance) -> Draft {
    let effect = match chance.below(8) {
        0 => Draft::Hole(|chance| json!(chance.pick(&["Allow", "Deny"]))),
        1 | 2 => Draft::Known(json!("Deny")),
        3 => Draft::Known(json!("Allow")),
        _ => Draft::Known(Json::Null),
    };
    let (actions, other) = match chance.below(4) {
        0 => ("not_actions", "actions"),
        _ => ("actions", "not_actions"),
    };
    let mut entries = vec![
        ("sid".to_owned(), sid(chance)),
        ("effect".to_owned(), effect),
        (actions.to_owned(), texts(chance, ACTIONS)),
        (other.to_owned(), Draft::Known(Json::Null)),
    ];
    match chance.below(6) {
        0 => {}
        1 => entries.push(("not_resources".to_owned(), texts(chance, RESOURCES))),
        _ => entries.push(("resources".to_owned(), texts(chance, RESOURCES))),
    }
    let principals = match chance.below(10) {
        0 => Draft::Hole(|chance| {
            let count = 1 + chance.below(2);
            Json::Array(
                (0..count)
                    .map(|_| principals(chance).complete(chance))
                    .collect(),
            )
        }),
        _ => Draft::List((0..=chance.below(3)).map(|_| principals(chance)).collect()),
    };
    let name = if chance.one_in(8) {
        "not_principals"
    } else {
        "principals"
    };
    entries.push((name.to_owned(), principals));
    match chance.below(5) {
        0 => entries.push(("condition".to_owned(), Draft::List(vec![condition(chance)]))),
        1 => entries.push((
            "condition".to_owned(),
            Draft::Hole(|chance| list(chance, 2, |chance| condition(chance).complete(chance))),
        )),
        _ => {}
    }
    Draft::Map(entries)
}

fn principals(chance: &mut Chance) -> Draft {
    let kind = match chance.below(10) {
        0 => Draft::Hole(|chance| json!(chance.pick(&["AWS", "Service"]))),
        1 => Draft::Known(json!("Federated")),
        _ => Draft::Known(json!(chance.pick(&["AWS", "Service"]))),
    };
    draft::map([("type", kind), ("identifiers", texts(chance, PRINCIPALS))])
}

fn condition(chance: &mut Chance) -> Draft {
    let test = match chance.below(8) {
        0 => Draft::Hole(|chance| json!(chance.pick(&["Bool", "StringEquals"]))),
        _ => Draft::Known(json!("Bool")),
    };
    let variables = ["aws:PrincipalIsAWSService", "aws:SecureTransport"];
    let variable = Draft::Known(json!(chance.pick(&variables)));
    draft::map([
        ("test", test),
        ("variable", variable),
        ("values", texts(chance, VALUES)),
    ])
}

/// HCL has its own `${`, so data sources spell it otherwise.
fn resource(chance: &mut Chance) -> Json {
    match draft::resource(chance) {
        Json::String(text) => json!(text.replace("${", "&{")),
        other => other,
    }
}

/// What a list of strings is made of.
#[derive(Clone, Copy)]
struct Texts {
    one: fn(&mut Chance) -> Json,
    several: fn(&mut Chance) -> Json,
    has_names: bool,
}

const ACTIONS: Texts = Texts {
    one: draft::action,
    several: |chance| several(chance, draft::action),
    has_names: false,
};

const RESOURCES: Texts = Texts {
    one: resource,
    several: |chance| several(chance, resource),
    has_names: true,
};

const PRINCIPALS: Texts = Texts {
    one: draft::principal,
    several: |chance| several(chance, draft::principal),
    has_names: true,
};

const VALUES: Texts = Texts {
    one: |chance| json!(chance.pick(&["true", "false"])),
    several: |chance| json!([chance.pick(&["true", "false"])]),
    has_names: false,
};

/// One or more strings, or a list that is not known.
fn texts(chance: &mut Chance, of: Texts) -> Draft {
    match draft::texts(chance, of.one, of.has_names) {
        _ if chance.one_in(6) => Draft::Hole(of.several),
        list @ Draft::List(_) => list,
        other => Draft::List(vec![other]),
    }
}

fn several(chance: &mut Chance, make: fn(&mut Chance) -> Json) -> Json {
    let count = 1 + chance.below(2);
    Json::Array((0..count).map(|_| make(chance)).collect())
}

fn list(chance: &mut Chance, limit: usize, make: fn(&mut Chance) -> Json) -> Json {
    let count = chance.below(limit);
    Json::Array((0..count).map(|_| make(chance)).collect())
}

/// What the provider renders; `None` if it refuses.
pub(crate) fn rendered(attributes: &Json) -> Option<Json> {
    let mut merged = Vec::new();
    let mut version = String::new();
    let mut take = |merged: &mut Vec<Json>, text: &Json| {
        let document: Json = serde_json::from_str(text.as_str().unwrap()).unwrap();
        version = version
            .clone()
            .max(document["Version"].as_str().unwrap().to_owned());
        document["Statement"]
            .as_array()
            .unwrap()
            .iter()
            .for_each(|one| lay(merged, one));
    };
    let texts = |name: &str| match &attributes[name] {
        Json::Array(texts) => texts.clone(),
        Json::Null => Vec::new(),
        single => vec![single.clone()],
    };
    let mut sids = BTreeSet::new();
    for text in texts("source_json") {
        take(&mut merged, &text);
    }
    for text in texts("source_policy_documents") {
        let document: Json = serde_json::from_str(text.as_str()?).ok()?;
        for statement in document["Statement"].as_array()? {
            let sid = statement["Sid"].as_str().unwrap_or_default();
            if !sid.is_empty() && !sids.insert(sid.to_owned()) {
                return None;
            }
        }
        take(&mut merged, &text);
    }
    let mut own = BTreeSet::new();
    for block in attributes["statement"].as_array()? {
        let sid = block["sid"].as_str().unwrap_or_default();
        if !sid.is_empty() && !own.insert(sid.to_owned()) {
            return None;
        }
        lay(&mut merged, &statement(block)?);
    }
    for text in [texts("override_policy_documents"), texts("override_json")].concat() {
        take(&mut merged, &text);
    }
    let own = attributes["version"].as_str().unwrap_or("2012-10-17");
    if own == "2008-10-17" && attributes["statement"].to_string().contains("&{") {
        return None;
    }
    let version = version.max(own.to_owned());
    Some(json!({"Version": version, "Statement": merged}))
}

fn lay(merged: &mut Vec<Json>, statement: &Json) {
    let sid = |one: &Json| one["Sid"].as_str().unwrap_or_default().to_owned();
    let name = sid(statement);
    let mut before = merged.iter_mut();
    match before.find(|before| !name.is_empty() && sid(before) == name) {
        Some(before) => *before = statement.clone(),
        None => merged.push(statement.clone()),
    }
}

/// A block as the statement that it renders to; `None` if IAM would refuse it.
fn statement(block: &Json) -> Option<Json> {
    let mut statement = Map::new();
    let spelled = |value: &Json| -> Json {
        serde_json::from_str(&value.to_string().replace("&{", "${")).unwrap()
    };
    let elements = [
        ("sid", "Sid"),
        ("actions", "Action"),
        ("not_actions", "NotAction"),
        ("resources", "Resource"),
        ("not_resources", "NotResource"),
    ];
    for (attribute, element) in elements {
        let value = &block[attribute];
        if !value.is_null() && *value != json!([]) && *value != json!("") {
            statement.insert(element.to_owned(), spelled(value));
        }
    }
    let effect = block["effect"].as_str().unwrap_or("Allow");
    statement.insert("Effect".to_owned(), json!(effect));
    for (attribute, element) in [
        ("principals", "Principal"),
        ("not_principals", "NotPrincipal"),
    ] {
        let mut kinds = Map::new();
        for one in block[attribute].as_array().into_iter().flatten() {
            let ids = kinds.entry(one["type"].as_str()?).or_insert(json!([]));
            ids.as_array_mut()?
                .extend(one["identifiers"].as_array()?.iter().cloned());
        }
        if !kinds.is_empty() {
            statement.insert(element.to_owned(), Json::Object(kinds));
        }
    }
    let mut tests = Map::new();
    for one in block["condition"].as_array().into_iter().flatten() {
        let variables = tests.entry(one["test"].as_str()?).or_insert(json!({}));
        let values = variables.as_object_mut()?;
        let values = values.entry(one["variable"].as_str()?).or_insert(json!([]));
        values
            .as_array_mut()?
            .extend(one["values"].as_array()?.iter().cloned());
    }
    if !tests.is_empty() {
        statement.insert("Condition".to_owned(), Json::Object(tests));
    }
    Some(Json::Object(statement))
}
