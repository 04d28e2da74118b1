//! The sensitive values of a document, so that none of them is ever printed.

use std::borrow::Cow;
use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, MatchKind};

use super::configuration::{Module, entries, field, object};
use super::document::Document;
use super::instance::{Instance, Mode};
use super::json::{Json, Shape};

/// A secret of fewer characters is hidden where it is the whole text, not inside of others.
const INSIDE: usize = 4;
/// A line of a secret text is a secret of its own from this length on.
const LINE: usize = 8;
/// Data is searched this deep.
const DEPTH: usize = 64;

/// Arguments of provider configurations that are no secrets. Whatever is not listed may be one.
const HARMLESS: [&str; 14] = [
    "alias",
    "allowed_account_ids",
    "assume_role",
    "default_tags",
    "endpoints",
    "forbidden_account_ids",
    "ignore_tags",
    "location",
    "profile",
    "project",
    "region",
    "retry_mode",
    "s3_us_east_1_regional_endpoint",
    "zone",
];

/// Every text of a document that must not be printed.
#[derive(Debug, Default)]
pub struct Secrets {
    texts: BTreeSet<String>,
    inside: Option<AhoCorasick>,
}

/// Asks a schema whether an attribute is sensitive: data or managed, provider, type, path.
pub type IsSensitive<'a> = dyn Fn(bool, &str, &str, &[&str]) -> bool + 'a;

impl Secrets {
    /// Collects the sensitive values of a document: those that the plan marks, that the
    /// configuration declares, that the schema marks, and the constants of providers.
    pub fn collect(
        document: &Document<'_>,
        is_sensitive: &IsSensitive<'_>,
    ) -> Secrets {
        let mut texts = BTreeSet::new();
        for instance in document.instances.iter().chain(document.prior()) {
            marked(instance.before, instance.before_sensitive, 0, &mut texts);
            marked(instance.after, instance.after_sensitive, 0, &mut texts);
            by_schema(instance, is_sensitive, &mut texts);
        }
        for output in document.outputs().iter().filter(|output| output.sensitive) {
            all_texts(output.value, 0, &mut texts);
        }
        if let Some(configuration) = document.configuration() {
            let root = configuration.root();
            for (name, variable) in root.variables().filter(|(_, variable)| variable.sensitive) {
                all_texts(document.variables().get(name).copied(), 0, &mut texts);
                all_texts(variable.default, 0, &mut texts);
            }
            called_with(root, &mut texts);
            for (_, provider) in configuration.providers() {
                for (name, expression) in entries(provider.expressions) {
                    if !HARMLESS.contains(&name.as_str()) {
                        constants(Some(expression), 0, &mut texts);
                    }
                }
            }
        }
        Secrets::of(texts)
    }

    /// Whether a text is a sensitive value.
    pub fn contains(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// The text without sensitive values in it.
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        const SHOWN: &str = "(sensitive)";
        if self.texts.is_empty() {
            return Cow::Borrowed(text);
        }
        if self.contains(text) {
            return Cow::Borrowed(SHOWN);
        }
        let Some(inside) = &self.inside else {
            return Cow::Borrowed(text);
        };
        if !inside.is_match(text) {
            return Cow::Borrowed(text);
        }
        let mut scrubbed = String::with_capacity(text.len());
        inside.replace_all_with(text, &mut scrubbed, |_, _, out| {
            out.push_str(SHOWN);
            true
        });
        Cow::Owned(scrubbed)
    }

    fn of(texts: BTreeSet<String>) -> Secrets {
        let long = texts.iter().filter(|text| text.chars().count() >= INSIDE);
        let inside = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(long)
            .ok();
        Secrets {
            inside: inside.filter(|found| found.patterns_len() > 0),
            texts,
        }
    }
}

/// Values at the places that a tree of marks says are sensitive.
fn marked(
    value: Option<Json<'_>>,
    marks: Option<Json<'_>>,
    depth: usize,
    texts: &mut BTreeSet<String>,
) {
    let (Some(value), Some(marks)) = (value, marks) else {
        return;
    };
    if depth > DEPTH || !marks.raw().contains("true") {
        return;
    }
    if marks.is_true() {
        all_texts(Some(value), depth, texts);
        return;
    }
    match (value.shape(), marks.shape()) {
        (Ok(Shape::Object(value)), Ok(Shape::Object(marks))) => {
            for (key, mark) in marks.iter() {
                marked(value.get(key), Some(mark), depth + 1, texts);
            }
        }
        (Ok(Shape::Array(values)), Ok(Shape::Array(marks))) => {
            for (value, mark) in values.into_iter().zip(marks) {
                marked(Some(value), Some(mark), depth + 1, texts);
            }
        }
        _ => {}
    }
}

/// Top-level attributes that the schema marks.
fn by_schema(
    instance: &Instance<'_>,
    is_sensitive: &IsSensitive<'_>,
    texts: &mut BTreeSet<String>,
) {
    let data = instance.mode == Mode::Data;
    for object in [object(instance.before), object(instance.after)]
        .into_iter()
        .flatten()
    {
        for (name, value) in object.iter() {
            let simple = value.raw().starts_with('"');
            if simple && is_sensitive(data, &instance.provider_name, &instance.kind, &[name]) {
                all_texts(Some(value), 0, texts);
            }
        }
    }
}

/// Constants that are handed to sensitive variables of child modules, and their defaults.
fn called_with(root: &Module<'_>, texts: &mut BTreeSet<String>) {
    let mut open = vec![root];
    while let Some(module) = open.pop() {
        for (_, call) in module.calls() {
            let Some(inner) = call.module() else { continue };
            let given = object(call.expressions());
            for (name, variable) in inner.variables().filter(|(_, variable)| variable.sensitive) {
                all_texts(variable.default, 0, texts);
                constants(field(given.as_ref(), name), 0, texts);
            }
            open.push(inner);
        }
    }
}

/// The constants in an expression or in nested blocks.
fn constants(json: Option<Json<'_>>, depth: usize, texts: &mut BTreeSet<String>) {
    let Some(json) = json.filter(|_| depth < DEPTH) else {
        return;
    };
    match json.shape() {
        Ok(Shape::Object(object)) => {
            for (key, inner) in object.iter() {
                match key {
                    "constant_value" => all_texts(Some(inner), depth + 1, texts),
                    "references" => {}
                    _ => constants(Some(inner), depth + 1, texts),
                }
            }
        }
        Ok(Shape::Array(items)) => {
            for item in items {
                constants(Some(item), depth + 1, texts);
            }
        }
        _ => {}
    }
}

/// Every string and number in a value; what is JSON inside of a string is looked through too.
fn all_texts(json: Option<Json<'_>>, depth: usize, texts: &mut BTreeSet<String>) {
    let Some(json) = json.filter(|_| depth < DEPTH) else {
        return;
    };
    match json.shape() {
        Ok(Shape::Text(text)) => {
            if text.starts_with(['{', '['])
                && let Ok(inner) = serde_json::from_str::<Json<'_>>(&text)
            {
                all_texts(Some(inner), depth + 1, texts);
            }
            let lines = text
                .lines()
                .map(str::trim)
                .filter(|line| line.len() >= LINE);
            texts.extend(lines.map(str::to_owned));
            if !text.is_empty() {
                texts.insert(text.into_owned());
            }
        }
        Ok(Shape::Number(number)) => drop(texts.insert(number.to_owned())),
        Ok(Shape::Object(object)) => {
            for (_, item) in object.iter() {
                all_texts(Some(item), depth + 1, texts);
            }
        }
        Ok(Shape::Array(items)) => {
            for item in items {
                all_texts(Some(item), depth + 1, texts);
            }
        }
        Ok(Shape::Null | Shape::Bool(_)) | Err(_) => {}
    }
}
