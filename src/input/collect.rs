//! Where the sensitive values of a document lie.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::argument::{is_harmless, sole_variable};
use super::configuration::{Configuration, Module};
use super::document::Document;
use super::instance::{Instance, Mode};
use super::json::{Json, Shape};
use super::object::Object;
use super::secrets::IsSensitive;
use super::user_data;
use crate::credential::hidden;

/// A line of a secret text is a secret of its own from this length on.
const LINE: usize = 6;
/// What a provider is given by a variable is a secret from this length on: shorter texts are
/// names of modes and zones, and say nothing.
const LONG: usize = 8;
/// JSON inside of a string inside of JSON is looked into this often.
const NESTED: usize = 4;

/// Sensitive attributes by data or managed, provider and type.
type Learned<'a> = HashMap<(Mode, &'a str, &'a str), BTreeSet<Vec<String>>>;

/// Every sensitive text of a document.
pub(super) fn texts(document: &Document<'_>, is_sensitive: &IsSensitive<'_>) -> HashSet<String> {
    let mut texts = Texts::default();
    let mut learned = Learned::new();
    for instance in document.instances.iter().chain(document.prior()) {
        texts.add_marked(instance.before, instance.before_sensitive);
        texts.add_marked(instance.after, instance.after_sensitive);
        texts.add_known(instance, is_sensitive, &mut learned);
    }
    for drift in items(document.drift()) {
        if let Some(change) = object(drift).and_then(|drift| object(drift.get("change")?)) {
            texts.add_marked(change.get("before"), change.get("before_sensitive"));
            texts.add_marked(change.get("after"), change.get("after_sensitive"));
        }
    }
    for invocation in items(document.action_invocations()).filter_map(object) {
        texts.add_marked(
            invocation.get("config_values"),
            invocation.get("config_sensitive"),
        );
    }
    for output in document
        .outputs()
        .iter()
        .chain(&document.parts.prior_outputs)
    {
        if output.sensitive {
            texts.add(output.before);
            texts.add(output.value);
        }
    }
    if let Some(configuration) = document.configuration() {
        texts.add_declared(document, configuration);
    }
    texts.add_credentials(document);
    texts.0
}

#[derive(Default)]
struct Texts(HashSet<String>);

impl Texts {
    /// Everything in a value.
    fn add(&mut self, json: Option<Json<'_>>) {
        for leaf in json.into_iter().flat_map(Json::leaves) {
            // A text that cannot be decoded cannot be printed either, except as it is written.
            let text = leaf
                .text()
                .unwrap_or_else(|_| leaf.raw().trim_matches('"').into());
            self.add_text(&text, NESTED);
        }
    }

    fn add_text(&mut self, text: &str, nested: usize) {
        if text.is_empty() || !self.0.insert(text.to_owned()) {
            return;
        }
        if text.contains('\n') {
            let lines = text
                .lines()
                .map(str::trim)
                .filter(|line| line.chars().count() >= LINE);
            self.0.extend(lines.map(str::to_owned));
        }
        let is_json = nested > 0 && text.trim_start().starts_with(['{', '[']);
        if let Some(json) = is_json.then(|| Json::parse(text)).flatten() {
            for text in json.leaves().filter(|leaf| leaf.raw().starts_with('"')) {
                if let Ok(text) = text.text() {
                    self.add_text(&text, nested - 1);
                }
            }
        }
    }

    /// What a tree of marks says is sensitive; a mark covers all that lies below it.
    fn add_marked(&mut self, value: Option<Json<'_>>, marks: Option<Json<'_>>) {
        let (Some(value), Some(marks)) = (value, marks) else {
            return;
        };
        let mut open = vec![(value, marks)];
        while let Some((value, marks)) = open.pop() {
            if !marks.holds_true() {
                continue;
            }
            match (value.shape(), marks.shape()) {
                (Ok(Shape::Object(values)), Ok(Shape::Object(marks))) => {
                    let below = marks.iter().map(|(key, mark)| (values.get(key), mark));
                    open.extend(below.filter_map(|(value, mark)| Some((value?, mark))));
                }
                (Ok(Shape::Array(values)), Ok(Shape::Array(marks)))
                    if values.len() == marks.len() =>
                {
                    open.extend(values.into_iter().zip(marks));
                }
                // A mark, or marks that do not fit the value: then all of it is covered.
                _ => self.add(Some(value)),
            }
        }
    }

    /// What the schema knows to be sensitive. The plan's own marks hold that already, except in
    /// old or trimmed plans, so only instances without marks are asked about one by one.
    fn add_known<'a>(
        &mut self,
        instance: &'a Instance<'_>,
        is_sensitive: &IsSensitive<'_>,
        learned: &mut Learned<'a>,
    ) {
        let (provider, kind) = (&*instance.provider_name, &*instance.kind);
        let is_marked = instance
            .before_sensitive
            .or(instance.after_sensitive)
            .is_some();
        let type_of = (instance.mode, provider, kind);
        let is_known = learned.contains_key(&type_of);
        let paths = learned.entry(type_of).or_default();
        if !is_known || !is_marked {
            let data = instance.mode == Mode::Data;
            let asked = |path: &[&str]| is_sensitive(data, provider, kind, path);
            for value in instance.before.into_iter().chain(instance.after) {
                learn(value, &asked, paths);
            }
        }
        for value in instance.before.into_iter().chain(instance.after) {
            for path in &*paths {
                self.add_at(value, path);
            }
        }
    }

    /// Everything at a path; the elements of lists share theirs.
    fn add_at(&mut self, value: Json<'_>, path: &[String]) {
        let mut open = vec![(value, path)];
        while let Some((value, path)) = open.pop() {
            let Some((name, below)) = path.split_first() else {
                self.add(Some(value));
                continue;
            };
            match value.shape() {
                Ok(Shape::Object(object)) => {
                    open.extend(object.get(name).map(|value| (value, below)));
                }
                Ok(Shape::Array(items)) => {
                    open.extend(items.into_iter().map(|item| (item, path)));
                }
                _ => {}
            }
        }
    }

    /// Credentials in user data, and the user data itself, which nothing marks.
    fn add_credentials(&mut self, document: &Document<'_>) {
        if !document.text.contains("\"user_data") {
            return;
        }
        let mut texts: BTreeSet<String> = BTreeSet::new();
        for instance in document.instances.iter().chain(document.prior()) {
            let objects = instance.before.into_iter().chain(instance.after);
            texts.extend(objects.flat_map(user_data::texts));
        }
        for drift in items(document.drift()) {
            texts.extend(user_data::texts(drift));
        }
        // Of some user data the plan has only a digest, and what it is of stands elsewhere.
        if let Some(configuration) = document.configuration() {
            let mut open = vec![configuration.root()];
            while let Some(module) = open.pop() {
                let blocks = module.resources();
                let expressions = blocks.filter_map(|(_, _, _, block)| block.expressions());
                texts.extend(expressions.flat_map(user_data::texts));
                let defaults = module
                    .variables()
                    .filter_map(|(_, variable)| variable.default);
                texts.extend(defaults.flat_map(user_data::strings));
                open.extend(module.calls().filter_map(|(_, call)| call.module()));
            }
        }
        texts.extend(
            document
                .variables()
                .values()
                .copied()
                .flat_map(user_data::strings),
        );
        for text in texts {
            self.0.extend(hidden(&text));
        }
    }

    /// What the configuration declares sensitive, and what it hands to providers.
    fn add_declared(&mut self, document: &Document<'_>, configuration: &Configuration<'_>) {
        let root = configuration.root();
        for (name, _) in root.variables().filter(|(_, variable)| variable.sensitive) {
            self.add(document.variables().get(name).copied());
        }
        for output in document.outputs() {
            if root.is_sensitive_output(&output.name) {
                self.add(output.before);
                self.add(output.value);
            }
        }
        for (_, provider) in configuration.providers() {
            for (name, expression) in provider
                .expressions
                .and_then(object)
                .iter()
                .flat_map(Object::iter)
            {
                self.add_constants(expression, name);
                self.add_variable(document, root, expression, name);
            }
        }
        let mut open = vec![root];
        while let Some(module) = open.pop() {
            self.add_declared_in(module);
            open.extend(module.calls().filter_map(|(_, call)| call.module()));
        }
    }

    /// A variable of the root module that an argument of a provider is.
    fn add_variable(
        &mut self,
        document: &Document<'_>,
        root: &Module<'_>,
        expression: Json<'_>,
        argument: &str,
    ) {
        let Some(name) = sole_variable(expression).filter(|_| !is_harmless(argument)) else {
            return;
        };
        let default = root.variable(&name).and_then(|variable| variable.default);
        let given = document.variables().get(&name).copied();
        for text in [given, default]
            .into_iter()
            .flatten()
            .flat_map(user_data::strings)
        {
            if text.chars().count() >= LONG {
                self.add_text(&text, NESTED);
            }
        }
    }

    fn add_declared_in(&mut self, module: &Module<'_>) {
        for (_, variable) in module
            .variables()
            .filter(|(_, variable)| variable.sensitive)
        {
            self.add(variable.default);
        }
        for (name, expression) in module.outputs() {
            if let Some(expression) = expression.filter(|_| module.is_sensitive_output(name)) {
                self.add_constants(expression, "");
            }
        }
        for (_, call) in module.calls() {
            let (Some(inner), Some(given)) = (call.module(), call.expressions().and_then(object))
            else {
                continue;
            };
            for (name, _) in inner.variables().filter(|(_, variable)| variable.sensitive) {
                if let Some(expression) = given.get(name) {
                    self.add_constants(expression, "");
                }
            }
        }
    }

    /// The constants in an expression, or in a block of expressions, under a name that tells
    /// harmless ones apart.
    fn add_constants(&mut self, json: Json<'_>, name: &str) {
        let mut open = vec![(json, name.to_owned())];
        while let Some((json, name)) = open.pop() {
            if is_harmless(&name) {
                continue;
            }
            match json.shape() {
                Ok(Shape::Object(object)) => {
                    for (key, inner) in object.iter() {
                        match key {
                            "constant_value" => self.add(Some(inner)),
                            "references" => {}
                            key => open.push((inner, format!("{name}.{key}"))),
                        }
                    }
                }
                Ok(Shape::Array(items)) => {
                    open.extend(items.into_iter().map(|item| (item, name.clone())));
                }
                _ => {}
            }
        }
    }
}

/// Asks about every path of a value.
fn learn(
    value: Json<'_>,
    is_sensitive: &dyn Fn(&[&str]) -> bool,
    paths: &mut BTreeSet<Vec<String>>,
) {
    let mut asked: BTreeSet<Vec<String>> = BTreeSet::new();
    let mut open: Vec<(Json<'_>, Vec<String>)> = vec![(value, Vec::new())];
    while let Some((value, path)) = open.pop() {
        match value.shape() {
            Ok(Shape::Object(object)) => {
                for (key, value) in object.iter() {
                    let mut below = path.clone();
                    below.push(key.to_owned());
                    let names: Vec<&str> = below.iter().map(String::as_str).collect();
                    if asked.insert(below.clone()) && is_sensitive(&names) {
                        paths.insert(below);
                    } else {
                        open.push((value, below));
                    }
                }
            }
            Ok(Shape::Array(items)) => {
                open.extend(items.into_iter().map(|item| (item, path.clone())));
            }
            _ => {}
        }
    }
}

fn items(json: Option<Json<'_>>) -> impl Iterator<Item = Json<'_>> {
    let items = match json.map(Json::shape) {
        Some(Ok(Shape::Array(items))) => items,
        _ => Vec::new(),
    };
    items.into_iter()
}

fn object(json: Json<'_>) -> Option<Object<'_>> {
    match json.shape() {
        Ok(Shape::Object(object)) => Some(object),
        _ => None,
    }
}
