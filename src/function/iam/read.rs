//! Values to policies. What IAM would refuse is malformed (R703).

use std::{collections::BTreeMap, sync::Arc};

use super::hint::{self, Hint};
use super::model;
use super::model::{Condition, Effect, Part, Parts, Policy, Principals, Statement, Text, Texts};
use crate::value::{Missing, Trouble, Value, escape, json};

/// Longest action or resource, in bytes; IAM takes none that is nearly as long.
const LONGEST: usize = 2048;

const DOCUMENT_KEYS: &[&str] = &["Version", "Id", "Statement"];

const STATEMENT_KEYS: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

const PRINCIPAL_KINDS: &[&str] = &["AWS", "Service", "Federated", "CanonicalUser", "*"];

type Map = BTreeMap<Arc<str>, Value>;

/// Reads JSON text or a decoded document. Null and `""` have no statements, nor has a document
/// without the element: an `aws_iam_policy_document` without blocks makes one.
///
/// The names of elements are matched exactly. One that does not exist is refused and not passed
/// over, because it is more likely a misspelled restriction than nothing.
pub(super) fn policy(document: &Value) -> Result<Policy, Trouble> {
    let whole = |statements| Policy {
        statements,
        variables: Part::Known(true),
    };
    match document {
        Value::Null { .. } => Ok(whole(Parts::none())),
        Value::Text(text) if text.is_empty() => Ok(whole(Parts::none())),
        Value::Unknown(missing) => Ok(whole(Parts::unknown(Arc::clone(missing)))),
        Value::Map(map) => decoded(map),
        Value::Text(text) => match json::decode(text)? {
            Value::Map(map) => decoded(&map),
            Value::Null { .. } => Ok(whole(Parts::none())),
            other => Err(malformed(format!(
                "a policy document must be an object, found {}",
                other.kind()
            ))),
        },
        other => {
            let message = format!("expected a policy document, found {}", other.kind());
            Err(Trouble::new("R702", message))
        }
    }
}

fn decoded(map: &Map) -> Result<Policy, Trouble> {
    known_keys(map, DOCUMENT_KEYS, "the policy document")?;
    let variables = match whole(map, "Version").as_ref() {
        None => Part::Known(false),
        Some(Value::Unknown(missing)) => Part::Unknown(Arc::clone(missing)),
        Some(Value::Text(version)) if version.as_ref() == "2012-10-17" => Part::Known(true),
        Some(Value::Text(version)) if version.as_ref() == "2008-10-17" => Part::Known(false),
        Some(_) => {
            let message = "`Version` must be `2012-10-17` or `2008-10-17`";
            return Err(malformed(message));
        }
    };
    let version = map.get_key_value("Version");
    let mut statements = Parts::none();
    match whole(map, "Statement").as_ref() {
        None => {}
        Some(Value::Unknown(missing)) => statements.more = Some(Arc::clone(missing)),
        Some(Value::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                match item {
                    Value::Unknown(missing) => statements.more = Some(Arc::clone(missing)),
                    item => {
                        let number = Some(index + 1);
                        statements.known.push(statement(number, item, version)?);
                    }
                }
            }
        }
        Some(single) => statements.known.push(statement(None, single, version)?),
    }
    Ok(Policy {
        statements,
        variables,
    })
}

fn statement(
    number: Option<usize>,
    value: &Value,
    version: Option<(&Arc<str>, &Value)>,
) -> Result<Statement, Trouble> {
    let place = Place { number };
    let Value::Map(map) = value else {
        return Err(place.trouble(format!("must be an object, found {}", value.kind())));
    };
    known_keys(map, STATEMENT_KEYS, &place.words())?;
    let alone = [("Statement".into(), value.clone())];
    let version = version.map(|(key, version)| (Arc::clone(key), version.clone()));
    let statement = Statement {
        number,
        sid: place.sid(map)?,
        effect: place.effect(map)?,
        actions: place.patterns(map, "Action")?,
        not_actions: place.patterns(map, "NotAction")?,
        resources: place.patterns(map, "Resource")?,
        not_resources: place.patterns(map, "NotResource")?,
        principals: place.principals(map, "Principal")?,
        not_principals: place.principals(map, "NotPrincipal")?,
        conditions: place.conditions(map)?,
        document: Value::map(version.into_iter().chain(alone)),
    };
    place.check(map, &statement)?;
    Ok(statement)
}

/// The statement that is being read, for messages.
struct Place {
    number: Option<usize>,
}

impl Place {
    /// Refuses elements that exclude each other, and statements about nothing.
    fn check(&self, map: &Map, statement: &Statement) -> Result<(), Trouble> {
        let pairs = [
            ("Action", "NotAction"),
            ("Resource", "NotResource"),
            ("Principal", "NotPrincipal"),
        ];
        let known = |name| element(map, name).is_some_and(|value| value.missing().is_none());
        for (one, other) in pairs {
            let filled = |name| known(name) && !is_empty_list(element(map, name));
            if filled(one) && filled(other) {
                return Err(self.trouble(format!("has both `{one}` and `{other}`")));
            }
        }
        if statement.actions.is_none() && statement.not_actions.is_none() {
            return Err(self.trouble("has neither `Action` nor `NotAction`"));
        }
        let about_resources = !statement.resources.is_none() || !statement.not_resources.is_none();
        let has_principal = ["Principal", "NotPrincipal"]
            .iter()
            .any(|name| element(map, name).is_some());
        if !about_resources && !has_principal {
            return Err(self.trouble("has neither `Resource` nor `Principal`"));
        }
        Ok(())
    }

    fn sid(&self, map: &Map) -> Result<Part<Option<Arc<str>>>, Trouble> {
        match whole(map, "Sid").as_ref() {
            None => Ok(Part::Known(None)),
            Some(Value::Text(sid)) => Ok(Part::Known(Some(Arc::clone(sid)))),
            Some(Value::Unknown(missing)) => Ok(Part::Unknown(self.missing("Sid", missing))),
            Some(other) => Err(self.misfit("Sid", "a string", other)),
        }
    }

    fn effect(&self, map: &Map) -> Result<Part<Effect>, Trouble> {
        match whole(map, "Effect").as_ref() {
            Some(Value::Text(word)) if word.as_ref() == "Allow" => Ok(Part::Known(Effect::Allow)),
            Some(Value::Text(word)) if word.as_ref() == "Deny" => Ok(Part::Known(Effect::Deny)),
            Some(Value::Unknown(missing)) => Ok(Part::Unknown(self.missing("Effect", missing))),
            Some(_) => Err(self.trouble("`Effect` must be `Allow` or `Deny`")),
            None => Err(self.trouble("has no `Effect`, expected `Allow` or `Deny`")),
        }
    }

    fn patterns(&self, map: &Map, name: &str) -> Result<Texts, Trouble> {
        let texts = match element(map, name) {
            None => Parts::none(),
            Some(value) => self.texts(name, value, plain)?,
        };
        for text in &texts.known {
            if matches!(text, Text::Known(text) if text.len() > LONGEST) {
                let message = format!("`{name}` has more than {LONGEST} bytes in one string");
                return Err(self.trouble(message));
            }
        }
        Ok(texts)
    }

    /// One string or a list of them: IAM takes both for the same.
    fn texts(
        &self,
        name: &str,
        value: &Value,
        spell: fn(&Value) -> Option<Arc<str>>,
    ) -> Result<Texts, Trouble> {
        let items = match value {
            Value::Unknown(missing) => return Ok(Parts::unknown(self.missing(name, missing))),
            Value::List(items) => items.as_ref(),
            single => std::slice::from_ref(single),
        };
        let mut texts = Parts::none();
        for item in items {
            texts.known.push(match (item, hint::read(item)) {
                (Value::Unknown(missing), _) => Text::Unknown(self.missing(name, missing)),
                (_, Some(Hint::Name(missing))) => Text::Name(self.missing(name, missing)),
                (_, Some(Hint::More(missing))) => {
                    texts.more = Some(self.missing(name, missing));
                    continue;
                }
                (item, None) => match spell(item) {
                    Some(text) => Text::Known(text),
                    None => {
                        return Err(self.misfit(name, "a string or a list of strings", item));
                    }
                },
            });
        }
        Ok(texts)
    }

    fn principals(&self, map: &Map, name: &str) -> Result<Parts<Principals>, Trouble> {
        let value = whole(map, name);
        let kinds = match &value {
            None => return Ok(Parts::none()),
            Some(Value::Unknown(missing)) => {
                return Ok(Parts::unknown(self.missing(name, missing)));
            }
            Some(star @ Value::Text(text)) if text.as_ref() == "*" => &one("*", star.clone()),
            Some(Value::Map(kinds)) => kinds.as_ref(),
            Some(other) => return Err(self.misfit(name, "`\"*\"` or an object", other)),
        };
        known_keys(
            kinds,
            PRINCIPAL_KINDS,
            &format!("`{name}` of {}", self.words()),
        )?;
        let mut principals = Parts::none();
        for (kind, ids) in kinds {
            principals.known.push(Principals {
                kind: Arc::clone(kind),
                ids: self.texts(name, ids, plain)?,
            });
        }
        Ok(principals)
    }

    fn conditions(&self, map: &Map) -> Result<Parts<Condition>, Trouble> {
        let name = "Condition";
        let mut conditions = Parts::none();
        let value = whole(map, name);
        let tests = match &value {
            None => return Ok(conditions),
            Some(Value::Unknown(missing)) => {
                return Ok(Parts::unknown(self.missing(name, missing)));
            }
            Some(Value::Map(tests)) => tests,
            Some(other) => return Err(self.misfit(name, "an object", other)),
        };
        for (test, variables) in tests.iter() {
            match variables {
                Value::Unknown(missing) => conditions.more = Some(self.missing(name, missing)),
                Value::Map(variables) => {
                    for (variable, values) in variables.iter() {
                        conditions.known.push(Condition {
                            test: Arc::clone(test),
                            variable: Arc::clone(variable),
                            values: self.texts(name, values, spelled)?,
                        });
                    }
                }
                other => return Err(self.misfit(name, "an object for each test", other)),
            }
        }
        Ok(conditions)
    }

    fn words(&self) -> String {
        model::words(self.number)
    }

    /// Says of something missing which part of the policy it is.
    fn missing(&self, name: &str, missing: &Missing) -> Arc<Missing> {
        Arc::new(Missing {
            reason: missing.reason,
            what: format!("`{name}` of {}: {}", self.words(), missing.what),
            decided_by: missing.decided_by.clone(),
        })
    }

    fn misfit(&self, name: &str, expected: &str, found: &Value) -> Trouble {
        self.trouble(format!(
            "`{name}` must be {expected}, found {}",
            found.kind()
        ))
    }

    fn trouble(&self, message: impl AsRef<str>) -> Trouble {
        malformed(format!("{}: {}", self.words(), message.as_ref()))
    }
}

/// An element that is no text and no list of texts, where a hint says nothing.
fn whole(map: &Map, name: &str) -> Option<Value> {
    let value = element(map, name)?;
    Some(match hint::read(value) {
        Some(Hint::Name(missing) | Hint::More(missing)) => Value::Unknown(Arc::clone(missing)),
        None => value.clone(),
    })
}

/// An element that is there; null is taken for one that was left out.
fn element<'a>(map: &'a Map, name: &str) -> Option<&'a Value> {
    map.get(name)
        .filter(|value| !matches!(value, Value::Null { .. }))
}

fn is_empty_list(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::List(items)) if items.is_empty())
}

fn known_keys(map: &Map, known: &[&str], place: &str) -> Result<(), Trouble> {
    let Some(stray) = map.keys().find(|key| !known.contains(&key.as_ref())) else {
        return Ok(());
    };
    let shown: String = stray.chars().take(60).collect();
    let mut trouble = malformed(format!("{place} cannot have `{}`", escape::escape(&shown)));
    trouble.help = Some(format!("expected one of `{}`", known.join("`, `")));
    Err(trouble)
}

fn one(key: &str, value: Value) -> Map {
    BTreeMap::from([(Arc::from(key), value)])
}

fn plain(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) => Some(Arc::clone(text)),
        _ => None,
    }
}

/// Values of conditions may also be bools and numbers.
fn spelled(value: &Value) -> Option<Arc<str>> {
    match value {
        Value::Text(text) => Some(Arc::clone(text)),
        Value::Bool(value) => Some(value.to_string().into()),
        Value::Number(number) => Some(number.to_string().into()),
        _ => None,
    }
}

fn malformed(message: impl Into<String>) -> Trouble {
    Trouble::new("R703", format!("malformed policy: {}", message.into()))
}
