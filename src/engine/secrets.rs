//! Keeps sensitive values inside: what leaves the engine passes through here.

use std::sync::{Arc, OnceLock};

pub(crate) use super::message::SENSITIVE;
use crate::input::{Document, Secrets};
use crate::reference::Plan;
use crate::schema::Schemas;
use crate::value::{Missing, Value};

/// The sensitive values of a document, collected when the first text is made.
pub(crate) struct Redaction<'p> {
    document: &'p Document<'p>,
    schemas: &'p Schemas,
    /// Collected once for everything that is asked of a plan.
    secrets: Arc<OnceLock<Secrets>>,
}

impl<'p> Redaction<'p> {
    pub(crate) fn new(plan: &Plan<'p>) -> Redaction<'p> {
        Redaction {
            document: plan.document,
            schemas: plan.schemas(),
            secrets: Arc::clone(&plan.secrets),
        }
    }

    /// A value as `print` shows it, without anything that is equal to a sensitive value.
    pub(crate) fn scrub(&self, value: &Value, print: impl Fn(&Value) -> String) -> String {
        if let Value::Text(text) = value
            && self.secrets().contains(text)
        {
            return SENSITIVE.to_owned();
        }
        // Shortening could cut a secret in two and hide it from the search, so search first.
        print(&self.without_secrets(value))
    }

    /// What is missing, without anything sensitive in its words.
    pub(crate) fn missing(&self, missing: &Missing) -> Missing {
        Missing {
            what: self.text(&missing.what),
            ..missing.clone()
        }
    }

    /// A path in a resource; its keys may be what is sensitive elsewhere.
    pub(crate) fn path(&self, path: &str) -> String {
        if path.contains("[\"") {
            self.text(path)
        } else {
            path.to_owned()
        }
    }

    /// Words of the engine's own that may quote the plan.
    pub(crate) fn text(&self, text: &str) -> String {
        self.secrets().scrub(text).into_owned()
    }

    fn without_secrets(&self, value: &Value) -> Value {
        match value {
            Value::Text(text) => Value::text(self.text(text)),
            Value::Number(number) if self.secrets().contains(&number.to_string()) => {
                Value::text(SENSITIVE)
            }
            Value::List(items) => Value::list(items.iter().map(|item| self.without_secrets(item))),
            Value::Map(map) => Value::map(
                map.iter()
                    .map(|(key, item)| (self.text(key).into(), self.without_secrets(item))),
            ),
            other => other.clone(),
        }
    }

    fn secrets(&self) -> &Secrets {
        self.secrets.get_or_init(|| {
            Secrets::collect(self.document, &|data, provider, kind, path| {
                let block = if data {
                    self.schemas.data(provider, kind)
                } else {
                    self.schemas.resource(provider, kind)
                };
                let Some(mut block) = block else { return false };
                let Some((last, outer)) = path.split_last() else {
                    return false;
                };
                for name in outer {
                    match block.block(name) {
                        Some(nested) => block = nested.block,
                        None => return false,
                    }
                }
                block
                    .attribute(last)
                    .is_some_and(|attribute| attribute.sensitive)
            })
        })
    }
}
