//! A policy document as it is understood: statements of which every part may be unknown.

use std::sync::Arc;

use crate::value::{Missing, Value};

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Its statements.
    pub statements: Parts<Statement>,
    /// Whether `${…}` in it stands for a policy variable; in the first version of the policy
    /// language it is plain text.
    pub variables: Part<bool>,
}

/// A part that may be unknown.
#[derive(Clone, Debug)]
pub enum Part<T> {
    /// It is this.
    Known(T),
    /// It is not known.
    Unknown(Arc<Missing>),
}

/// Parts of which there may be more than are known.
#[derive(Clone, Debug)]
pub struct Parts<T> {
    /// Those that are certainly there.
    pub known: Vec<T>,
    /// What is missing to know all of them; `None` if there are no more.
    pub more: Option<Arc<Missing>>,
}

/// A string, such as an action, that may be unknown.
#[derive(Clone, Debug)]
pub enum Text {
    /// It is this.
    Known(Arc<str>),
    /// It is not known.
    Unknown(Arc<Missing>),
    /// It is not known, but it holds more than wildcards.
    Name(Arc<Missing>),
}

/// Strings of which there may be more than are known.
pub type Texts = Parts<Text>;

/// One statement of a policy.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where it stands in the document, counted from one; `None` if it stands alone.
    pub number: Option<usize>,
    /// `"Sid": "…"`
    pub sid: Part<Option<Arc<str>>>,
    /// `"Effect": …`
    pub effect: Part<Effect>,
    /// `"Action": …`
    pub actions: Texts,
    /// `"NotAction": …`
    pub not_actions: Texts,
    /// `"Resource": …`
    pub resources: Texts,
    /// `"NotResource": …`
    pub not_resources: Texts,
    /// `"Principal": …`
    pub principals: Parts<Principals>,
    /// `"NotPrincipal": …`
    pub not_principals: Parts<Principals>,
    /// `"Condition": …`, one for each test and variable.
    pub conditions: Parts<Condition>,
    /// The document with this statement alone.
    pub document: Value,
}

/// What a statement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// `"Allow"`
    Allow,
    /// `"Deny"`
    Deny,
}

/// Those of one kind that a statement is about.
#[derive(Clone, Debug)]
pub struct Principals {
    /// `"AWS"`, `"Service"`, `"Federated"`, `"CanonicalUser"`, or `"*"` for the bare star.
    pub kind: Arc<str>,
    /// ARNs, accounts, service names, or `*`.
    pub ids: Texts,
}

/// What a statement asks of a request before it applies.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `"StringEquals"`
    pub test: Arc<str>,
    /// `"aws:SourceAccount"`
    pub variable: Arc<str>,
    /// What it is compared with.
    pub values: Texts,
}

impl<T> Parts<T> {
    /// None at all.
    pub fn none() -> Parts<T> {
        Parts {
            known: Vec::new(),
            more: None,
        }
    }

    /// Nothing is known of them.
    pub fn unknown(missing: Arc<Missing>) -> Parts<T> {
        Parts {
            known: Vec::new(),
            more: Some(missing),
        }
    }

    /// Whether there certainly are none.
    pub fn is_none(&self) -> bool {
        self.known.is_empty() && self.more.is_none()
    }

    /// As a list; unknown if there may be more, because a list has a length.
    fn value(&self, value: impl Fn(&T) -> Value) -> Value {
        match &self.more {
            Some(missing) => Value::Unknown(Arc::clone(missing)),
            None => Value::list(self.known.iter().map(value)),
        }
    }
}

impl Statement {
    /// What to call it in messages.
    pub fn words(&self) -> String {
        words(self.number)
    }

    /// The map that `iam_statements` gives for it.
    pub fn value(&self) -> Value {
        let sid = match &self.sid {
            Part::Known(Some(sid)) => Value::Text(Arc::clone(sid)),
            Part::Known(None) => Value::NULL,
            Part::Unknown(missing) => Value::Unknown(Arc::clone(missing)),
        };
        let effect = match &self.effect {
            Part::Known(Effect::Allow) => Value::text("Allow"),
            Part::Known(Effect::Deny) => Value::text("Deny"),
            Part::Unknown(missing) => Value::Unknown(Arc::clone(missing)),
        };
        entries([
            ("sid", sid),
            ("effect", effect),
            ("actions", self.actions.value(text)),
            ("not_actions", self.not_actions.value(text)),
            ("resources", self.resources.value(text)),
            ("not_resources", self.not_resources.value(text)),
            ("principals", principals(&self.principals)),
            ("not_principals", principals(&self.not_principals)),
            ("conditions", self.conditions.value(condition)),
            ("document", self.document.clone()),
        ])
    }
}

/// What to call a statement in messages, by where it stands.
pub(super) fn words(number: Option<usize>) -> String {
    number.map_or_else(
        || "the statement".to_owned(),
        |number| format!("statement {number}"),
    )
}

fn text(text: &Text) -> Value {
    match text {
        Text::Known(text) => Value::Text(Arc::clone(text)),
        Text::Unknown(missing) | Text::Name(missing) => Value::Unknown(Arc::clone(missing)),
    }
}

/// One after the other, each with its kind; like any list, unknown if there may be more.
fn principals(principals: &Parts<Principals>) -> Value {
    let of_kinds = principals
        .known
        .iter()
        .map(|of_kind| of_kind.ids.more.as_ref());
    if let Some(missing) = of_kinds.chain([principals.more.as_ref()]).flatten().next() {
        return Value::Unknown(Arc::clone(missing));
    }
    Value::list(principals.known.iter().flat_map(|of_kind| {
        of_kind.ids.known.iter().map(|id| {
            let kind = Value::Text(Arc::clone(&of_kind.kind));
            entries([("type", kind), ("id", text(id))])
        })
    }))
}

fn condition(condition: &Condition) -> Value {
    entries([
        ("test", Value::Text(Arc::clone(&condition.test))),
        ("variable", Value::Text(Arc::clone(&condition.variable))),
        ("values", condition.values.value(text)),
    ])
}

fn entries<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::map(entries.map(|(key, value)| (Arc::from(key), value)))
}
