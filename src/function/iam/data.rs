//! `aws_iam_policy_document` to a policy document, as far as it is known.
//!
//! While anything in such a data source is unknown its rendered JSON is unknown as a whole, yet
//! most of its blocks can be judged. What is made here is the document that it will render, with
//! only the unknown parts unknown.

use std::{collections::BTreeMap, sync::Arc};

use super::hint;
use crate::value::{Missing, Trouble, Value, json};

/// The version that a data source writes unless told otherwise.
const VERSION: &str = "2012-10-17";

type Map = BTreeMap<Arc<str>, Value>;

/// The document that a data source renders, from its attributes: the known JSON if there is one,
/// else its blocks, merged with the documents that it takes in.
///
/// A document taken in may be JSON text or, where whoever calls has found the data source that it
/// comes from, a map as this function makes it. One that is unknown leaves open which statements
/// there are, and whether it overrides those that have a `Sid`.
pub fn document_from_data(attributes: &Value) -> Result<Value, Trouble> {
    let map = match attributes {
        Value::Map(map) => map,
        other => return Ok(other.clone()),
    };
    if let Some(Value::Text(text)) = map.get("json")
        && !text.is_empty()
    {
        return Ok(Value::Text(Arc::clone(text)));
    }
    let own = Value::map([
        ("Version".into(), version(map.get("version"))),
        ("Statement".into(), statements(map.get("statement"))),
    ]);
    let mut merged = Merged::default();
    for name in ["source_json", "source_policy_documents"] {
        merged.take_all(map.get(name))?;
    }
    merged.take(&own)?;
    for name in ["override_policy_documents", "override_json"] {
        merged.take_all(map.get(name))?;
    }
    Ok(merged.document())
}

fn version(attribute: Option<&Value>) -> Value {
    match attribute {
        Some(value @ (Value::Text(_) | Value::Unknown(_))) => value.clone(),
        _ => VERSION.into(),
    }
}

fn statements(blocks: Option<&Value>) -> Value {
    match blocks {
        None | Some(Value::Null { .. }) => Value::list([]),
        Some(Value::List(blocks)) => Value::list(blocks.iter().map(statement)),
        Some(Value::Map(_)) => Value::list(blocks.into_iter().map(statement)),
        Some(other) => other.clone(),
    }
}

/// A block as the statement that it renders to. What has another shape than a block is left as it
/// is, for the reader of policies to refuse.
fn statement(block: &Value) -> Value {
    let Value::Map(block) = block else {
        return block.clone();
    };
    let mut statement = Map::new();
    let effect = match block.get("effect") {
        Some(effect) if is_set(effect) => effect.clone(),
        _ => "Allow".into(),
    };
    statement.insert("Effect".into(), effect);
    let plain = [
        ("sid", "Sid"),
        ("actions", "Action"),
        ("not_actions", "NotAction"),
    ];
    let spelled = [("resources", "Resource"), ("not_resources", "NotResource")];
    for (attribute, element) in plain {
        if let Some(value) = block.get(attribute).filter(|value| is_set(value)) {
            statement.insert(element.into(), value.clone());
        }
    }
    for (attribute, element) in spelled {
        if let Some(value) = block.get(attribute).filter(|value| is_set(value)) {
            statement.insert(element.into(), with_variables(value));
        }
    }
    let principals = [
        ("principals", "Principal"),
        ("not_principals", "NotPrincipal"),
    ];
    for (attribute, element) in principals {
        if let Some(blocks) = block.get(attribute).filter(|value| is_set(value)) {
            statement.insert(
                element.into(),
                keyed(blocks, "type", |block| {
                    block.get("identifiers").map_or(Value::NULL, with_variables)
                }),
            );
        }
    }
    if let Some(blocks) = block.get("condition").filter(|value| is_set(value)) {
        statement.insert("Condition".into(), conditions(blocks));
    }
    Value::Map(Arc::new(statement))
}

fn conditions(blocks: &Value) -> Value {
    let Value::List(list) = blocks else {
        return blocks.clone();
    };
    let mut tests: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for block in list.iter() {
        let Value::Map(map) = block else {
            return block.clone();
        };
        match map.get("test") {
            Some(Value::Text(test)) => tests.entry(Arc::clone(test)).or_default(),
            Some(unknown @ Value::Unknown(_)) => return unknown.clone(),
            _ => return block.clone(),
        }
        .push(block.clone());
    }
    Value::map(tests.into_iter().map(|(test, blocks)| {
        let variables = keyed(&Value::list(blocks), "variable", |block| {
            block.get("values").map_or(Value::NULL, with_variables)
        });
        (test, variables)
    }))
}

/// Blocks as a map by one of their attributes; where it is unknown, so is the map.
fn keyed(blocks: &Value, key: &str, value: impl Fn(&Map) -> Value) -> Value {
    let Value::List(list) = blocks else {
        return blocks.clone();
    };
    let mut map = Map::new();
    for block in list.iter() {
        let Value::Map(block_map) = block else {
            return block.clone();
        };
        match block_map.get(key) {
            Some(Value::Text(name)) => {
                let joined = match map.remove(name) {
                    Some(before) => joined(before, value(block_map)),
                    None => value(block_map),
                };
                map.insert(Arc::clone(name), joined);
            }
            Some(unknown @ Value::Unknown(_)) => return unknown.clone(),
            _ => return block.clone(),
        }
    }
    Value::Map(Arc::new(map))
}

/// Two lists under one key are one; if one is unknown, it may have any number of members.
fn joined(one: Value, other: Value) -> Value {
    match (one, other) {
        (Value::List(one), Value::List(other)) => {
            Value::list(one.iter().chain(other.iter()).cloned())
        }
        (Value::Unknown(missing), Value::List(known))
        | (Value::List(known), Value::Unknown(missing)) => {
            Value::list(known.iter().cloned().chain([hint::more(missing)]))
        }
        (unknown @ Value::Unknown(_), _) | (_, unknown @ Value::Unknown(_)) => unknown,
        (Value::Null { .. }, kept) | (kept, _) => kept,
    }
}

/// The data source writes `&{` for the `${` of policy variables, because HCL has its own.
fn with_variables(value: &Value) -> Value {
    match value {
        Value::Text(text) if text.contains("&{") => Value::text(text.replace("&{", "${")),
        Value::List(items) => Value::list(items.iter().map(with_variables)),
        other => other.clone(),
    }
}

fn is_set(value: &Value) -> bool {
    match value {
        Value::Null { .. } => false,
        Value::Text(text) => !text.is_empty(),
        Value::List(items) => !items.is_empty(),
        _ => true,
    }
}

/// Documents laid over each other: a statement replaces the one that has its `Sid`.
#[derive(Default)]
struct Merged {
    statements: Vec<Value>,
    /// How many there were before the document that is being taken: within one, no statement
    /// replaces another, because the data source refuses a `Sid` that stands twice.
    standing: usize,
    version: Option<Value>,
}

impl Merged {
    fn take_all(&mut self, documents: Option<&Value>) -> Result<(), Trouble> {
        match documents {
            None => Ok(()),
            Some(Value::List(documents)) => documents
                .iter()
                .try_for_each(|document| self.take(document)),
            Some(document) => self.take(document),
        }
    }

    fn take(&mut self, document: &Value) -> Result<(), Trouble> {
        match document {
            Value::Text(text) if !text.is_empty() => self.take(&json::decode(text)?),
            Value::Unknown(missing) => {
                self.standing = self.statements.len();
                self.raise_version(Some(document));
                self.lay_unknown(missing);
                Ok(())
            }
            Value::Map(map) => {
                self.standing = self.statements.len();
                self.raise_version(map.get("Version"));
                match map.get("Statement") {
                    None | Some(Value::Null { .. }) => {}
                    Some(Value::List(statements)) => {
                        statements.iter().for_each(|statement| self.lay(statement));
                    }
                    Some(single) => self.lay(single),
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn lay(&mut self, statement: &Value) {
        match (statement, sid(statement)) {
            (Value::Unknown(missing), _) => self.lay_unknown(missing),
            (_, Sid::None) => self.statements.push(kept(statement)),
            (_, Sid::Unknown(missing)) => {
                self.doubt(&missing);
                self.statements.push(kept(statement));
            }
            (_, Sid::Known(name)) => self.replace(&name, kept(statement)),
        }
    }

    fn replace(&mut self, name: &str, statement: Value) {
        for (at, before) in self.statements.iter_mut().enumerate() {
            match sid(before) {
                Sid::Known(known) if known.as_ref() == name => {
                    *before = statement;
                    return;
                }
                // It is kept, or replaced by the one that is added below.
                Sid::Unknown(missing) if at < self.standing => *before = Value::Unknown(missing),
                _ => {}
            }
        }
        self.statements.push(statement);
    }

    /// Any number of statements that are not known, which replace who knows which.
    fn lay_unknown(&mut self, missing: &Arc<Missing>) {
        self.doubt(missing);
        self.statements.push(Value::Unknown(Arc::clone(missing)));
    }

    /// Every statement that could have been replaced is no longer known.
    fn doubt(&mut self, missing: &Arc<Missing>) {
        for statement in &mut self.statements[..self.standing] {
            if !matches!(sid(statement), Sid::None) {
                *statement = Value::Unknown(Arc::clone(missing));
            }
        }
    }

    /// The later version of the policy language wins.
    fn raise_version(&mut self, version: Option<&Value>) {
        let latest = |value: &Value| matches!(value, Value::Text(text) if text.as_ref() == VERSION);
        match (&self.version, version) {
            (Some(known), _) if latest(known) => {}
            (_, Some(new)) if latest(new) => self.version = Some(new.clone()),
            (_, Some(new @ Value::Unknown(_))) | (None, Some(new)) => {
                self.version = Some(new.clone());
            }
            _ => {}
        }
    }

    fn document(self) -> Value {
        let version = self.version.unwrap_or_else(|| VERSION.into());
        Value::map([
            ("Version".into(), version),
            ("Statement".into(), Value::list(self.statements)),
        ])
    }
}

/// What the data source keeps of a statement: it passes over conditions with a bare number,
/// though nothing says that every version of it does.
fn kept(statement: &Value) -> Value {
    let Value::Map(map) = statement else {
        return statement.clone();
    };
    let Some(Value::Map(tests)) = map.get("Condition") else {
        return statement.clone();
    };
    let has_number = |variables: &Value| match variables {
        Value::Map(map) => map.values().any(|value| matches!(value, Value::Number(_))),
        _ => false,
    };
    if !tests.values().any(has_number) {
        return statement.clone();
    }
    let tests = tests.iter().map(|(test, variables)| {
        let value = if has_number(variables) {
            Value::Unknown(Arc::new(Missing {
                what: "the data source may drop a condition with a number".into(),
                decided_by: "the number in quotes, or the value after apply".into(),
                ..Missing::default()
            }))
        } else {
            variables.clone()
        };
        (Arc::clone(test), value)
    });
    let mut map = (**map).clone();
    map.insert("Condition".into(), Value::map(tests));
    Value::Map(Arc::new(map))
}

enum Sid {
    None,
    Known(Arc<str>),
    Unknown(Arc<Missing>),
}

fn sid(statement: &Value) -> Sid {
    match statement {
        Value::Unknown(missing) => Sid::Unknown(Arc::clone(missing)),
        Value::Map(map) => match map.get("Sid") {
            Some(Value::Text(name)) if !name.is_empty() => Sid::Known(Arc::clone(name)),
            Some(Value::Unknown(missing)) => Sid::Unknown(Arc::clone(missing)),
            _ => Sid::None,
        },
        _ => Sid::None,
    }
}
