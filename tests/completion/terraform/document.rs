//! What the data source of a policy document answers.

use std::collections::BTreeMap;

use super::value::Value;
use crate::random::hash;

/// The answer to a configuration that is wholly known.
pub(crate) fn read(config: &Value) -> Value {
    let Value::Object(given) = config else {
        return config.clone();
    };
    let mut fields: BTreeMap<String, Value> = (**given).clone();
    let statements: Vec<Value> = config
        .field("statement")
        .items()
        .iter()
        .map(|statement| match statement {
            Value::Object(parts) => {
                let mut parts = (**parts).clone();
                if parts.get("effect").is_none_or(Value::is_null) {
                    parts.insert("effect".into(), Value::text("Allow"));
                }
                Value::object(parts)
            }
            other => other.clone(),
        })
        .collect();
    let version = config.field("version");
    let version = if version.is_null() {
        Value::text("2012-10-17")
    } else {
        version
    };
    let written: Vec<String> = statements.iter().map(statement).collect();
    let mut members = vec![format!("\"Version\":{}", quoted(&version))];
    if !written.is_empty() {
        members.push(format!("\"Statement\":[{}]", written.join(",")));
    }
    let json = format!("{{{}}}", members.join(","));
    fields.insert(
        "id".into(),
        Value::text(&format!("{}", hash(0, &json) >> 32)),
    );
    fields.insert("json".into(), Value::text(&json));
    fields.insert("minified_json".into(), Value::text(&json));
    fields.insert("version".into(), version);
    fields.insert("statement".into(), Value::list(statements));
    Value::object(fields)
}

/// One statement, with its members in the order in which the data source writes them.
fn statement(given: &Value) -> String {
    let mut members = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        members.extend(value.map(|value| format!("\"{name}\":{value}")));
    };
    let sid = given.field("sid");
    add("Sid", (!sid.is_empty()).then(|| quoted(&sid)));
    add("Effect", Some(quoted(&given.field("effect"))));
    add("Action", one_or_many(&given.field("actions")));
    add("NotAction", one_or_many(&given.field("not_actions")));
    add("Resource", one_or_many(&given.field("resources")));
    add("NotResource", one_or_many(&given.field("not_resources")));
    add("Principal", principals(&given.field("principals")));
    add("NotPrincipal", principals(&given.field("not_principals")));
    format!("{{{}}}", members.join(","))
}

/// A lone value stands bare, several in falling order.
fn one_or_many(values: &Value) -> Option<String> {
    match values.items() {
        [] => None,
        [only] => Some(quoted(only)),
        several => {
            let mut texts: Vec<String> = several.iter().map(quoted).collect();
            texts.sort_by(|one, other| other.cmp(one));
            Some(format!("[{}]", texts.join(",")))
        }
    }
}

fn principals(blocks: &Value) -> Option<String> {
    let blocks = blocks.items();
    if blocks.is_empty() {
        return None;
    }
    let members: Vec<String> = blocks
        .iter()
        .map(|block| {
            let of = one_or_many(&block.field("identifiers")).unwrap_or_else(|| "[]".into());
            format!("{}:{of}", quoted(&block.field("type")))
        })
        .collect();
    match &members[..] {
        [only] if only == "\"*\":\"*\"" => Some("\"*\"".into()),
        _ => Some(format!("{{{}}}", members.join(","))),
    }
}

fn quoted(value: &Value) -> String {
    serde_json::Value::from(&*value.to_text().unwrap_or_default()).to_string()
}
