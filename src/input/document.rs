//! A plan, a state or another JSON document, read in one pass that checks every byte and keeps
//! slices.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::actions::Actions;
use super::configuration::{Configuration, array, entries, field, object, text};
use super::error::{InputError, InputErrorKind};
use super::instance::{Instance, Key, Mode, Origin};
use super::json::{Json, Shape, Text, plain_message};
use super::recognise;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// `terraform show -json PLAN`
    Plan,
    /// `terraform show -json`
    State,
    /// Any other JSON object.
    Other,
}

/// A document that was read.
pub struct Document<'p> {
    /// The whole text.
    pub text: &'p str,
    /// What it is.
    pub kind: InputKind,
    /// Its `format_version`.
    pub format_version: Option<Cow<'p, str>>,
    /// The version of Terraform or OpenTofu that wrote it.
    pub terraform_version: Option<Cow<'p, str>>,
    /// Planning failed.
    pub errored: Option<bool>,
    /// Everything that is configured is planned.
    pub complete: Option<bool>,
    /// Applying would change something.
    pub applyable: Option<bool>,
    /// The objects that are planned, or that are in the state, in the order of the input.
    pub instances: Vec<Instance<'p>>,
    notes: Vec<String>,
    variables: BTreeMap<String, Json<'p>>,
    sections: Sections<'p>,
    configuration: OnceLock<Option<Configuration<'p>>>,
    prior: OnceLock<Vec<Instance<'p>>>,
}

/// A root output.
pub struct Output<'p> {
    /// Its name.
    pub name: String,
    /// Its value; none where it is unknown or null.
    pub value: Option<Json<'p>>,
    /// It is sensitive.
    pub sensitive: bool,
    /// It is known only after apply.
    pub unknown: bool,
}

impl<'p> Document<'p> {
    /// The configuration section of a plan.
    pub fn configuration(&self) -> Option<&Configuration<'p>> {
        self.configuration
            .get_or_init(|| self.sections.configuration.map(Configuration::read))
            .as_ref()
    }

    /// The resources and data sources of the prior state.
    pub fn prior(&self) -> &[Instance<'p>] {
        self.prior.get_or_init(|| {
            let state = object(self.sections.prior_state);
            state_instances(field(state.as_ref(), "values"), Origin::Prior)
        })
    }

    /// What a reader must know of the input as a whole, in sentences.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The values of the root module's variables.
    pub fn variables(&self) -> &BTreeMap<String, Json<'p>> {
        &self.variables
    }

    /// The root module's outputs, by name.
    pub fn outputs(&self) -> Vec<Output<'p>> {
        let changes = entries(self.sections.output_changes)
            .into_iter()
            .map(|(name, json)| {
                let change = object(Some(json));
                let change = change.as_ref();
                Output {
                    name,
                    value: field(change, "after"),
                    sensitive: field(change, "after_sensitive").is_some_and(Json::holds_true),
                    unknown: field(change, "after_unknown").is_some_and(Json::holds_true),
                }
            });
        let values = object(self.sections.values);
        let values = entries(field(values.as_ref(), "outputs"))
            .into_iter()
            .map(|(name, json)| {
                let output = object(Some(json));
                let output = output.as_ref();
                Output {
                    name,
                    value: field(output, "value"),
                    sensitive: field(output, "sensitive").is_some_and(Json::is_true),
                    unknown: false,
                }
            });
        changes.chain(values).collect()
    }

    /// The whole of a document that is not Terraform's.
    pub fn root(&self) -> Option<Json<'p>> {
        self.sections.root
    }

    /// Whether references were written without attributes, as Terraform did up to 1.0.
    pub fn references_lack_attributes(&self) -> bool {
        self.format_version.as_deref() == Some("0.1")
    }

    /// Configured resources that are neither planned nor in the prior state although nothing
    /// repeats or omits them: the proof of a plan that is not whole.
    pub fn missing_instances(&self) -> Vec<String> {
        let Some(configuration) = self.configuration() else {
            return Vec::new();
        };
        let there: HashSet<&str> = self
            .instances
            .iter()
            .chain(self.prior())
            .map(|instance| &*instance.address)
            .collect();
        let mut missing = Vec::new();
        let mut open = vec![(String::new(), configuration.root())];
        while let Some((prefix, module)) = open.pop() {
            for (mode, kind, name, block) in module.resources() {
                let address = format!("{prefix}{kind}.{name}");
                let repeated = block.count().is_some() || block.for_each().is_some();
                // A function in `count` leaves no expression, but then there are indexes.
                let indexed = || there.iter().any(|known| is_instance_of(known, &address));
                if mode == Mode::Managed
                    && !repeated
                    && !there.contains(address.as_str())
                    && !indexed()
                {
                    missing.push(address);
                }
            }
            for (name, call) in module.calls() {
                if call.count().is_none()
                    && call.for_each().is_none()
                    && let Some(module) = call.module()
                {
                    open.push((format!("{prefix}module.{name}."), module));
                }
            }
        }
        missing
    }
}

fn is_instance_of(address: &str, block: &str) -> bool {
    address
        .strip_prefix(block)
        .is_some_and(|rest| rest.starts_with('['))
}

/// Reads a text that holds one JSON document. With `accept_documents`, a JSON object that is not
/// Terraform's is read too.
pub fn read(text: &str, accept_documents: bool) -> Result<Document<'_>, InputError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let sections = Sections::deserialize(&mut deserializer)
        .and_then(|sections| deserializer.end().map(|()| sections))
        .map_err(|error| unreadable(text, &error))?;
    let kind = sections.kind();
    if kind == InputKind::Other {
        let root: Json<'_> =
            serde_json::from_str(text).map_err(|error| unreadable(text, &error))?;
        if let Some(error) = recognise::other_object(root) {
            return Err(error);
        }
        if !accept_documents {
            return Err(InputError::new(
                InputErrorKind::NotTerraform,
                "this is neither a plan nor a state: it has no `format_version`",
            )
            .help("run `terraform show -json PLAN`; other JSON is judged by rules `on document`"));
        }
        let sections = Sections {
            root: Some(root),
            ..Sections::default()
        };
        return Document::new(text, kind, sections);
    }
    if let Some(Text(format)) = &sections.format_version
        && let Some(error) = recognise::version(format)
    {
        return Err(error);
    }
    Document::new(text, kind, sections)
}

fn unreadable(text: &str, error: &serde_json::Error) -> InputError {
    let reason = plain_message(error);
    let offset = offset_of(text, error.line(), error.column());
    if error.is_data() {
        let kind = if reason.contains("duplicate field") || reason.contains(TWICE) {
            InputErrorKind::DuplicateKey
        } else if reason.starts_with("invalid type") && !text.trim_start().starts_with('{') {
            return recognise::unreadable(text, offset, &reason);
        } else {
            InputErrorKind::WrongType
        };
        return InputError::new(kind, reason).at(text, offset);
    }
    recognise::unreadable(text, offset, &reason)
}

/// The JSON reader counts lines and columns in bytes; the column is that of the byte last read.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        _ => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(0, |(at, _)| at + 1),
    };
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

const TWICE: &str = "is given twice at the top of the document";

impl<'p> Document<'p> {
    fn new(
        text: &'p str,
        kind: InputKind,
        mut sections: Sections<'p>,
    ) -> Result<Document<'p>, InputError> {
        let (instances, mut notes) = collect_instances(kind, &mut sections);
        refuse_twice(text, &instances)?;
        notes.extend(sections.notes());
        let variables = entries(sections.variables)
            .into_iter()
            .filter_map(|(name, json)| {
                let variable = object(Some(json));
                variable
                    .and_then(|variable| variable.get("value"))
                    .map(|value| (name, value))
            })
            .collect();
        let flag = |json: Option<Json<'_>>| json.map(Json::is_true);
        Ok(Document {
            text,
            kind,
            format_version: sections.format_version.take().map(|Text(text)| text),
            terraform_version: sections.terraform_version.take().map(|Text(text)| text),
            errored: flag(sections.errored),
            complete: flag(sections.complete),
            applyable: flag(sections.applyable),
            instances,
            notes,
            variables,
            sections,
            configuration: OnceLock::new(),
            prior: OnceLock::new(),
        })
    }
}

/// The objects of an input, and what is odd about where they come from.
fn collect_instances<'p>(
    kind: InputKind,
    sections: &mut Sections<'p>,
) -> (Vec<Instance<'p>>, Vec<String>) {
    if kind == InputKind::State {
        return (state_instances(sections.values, Origin::State), Vec::new());
    }
    let changes = sections.resource_changes.take();
    let listed = changes.is_some();
    let mut instances: Vec<Instance<'p>> = changes
        .into_iter()
        .flatten()
        .map(|c| c.into_instance(Origin::Change))
        .collect();
    for deferred in sections.deferred_changes.take().unwrap_or_default() {
        instances.extend(
            deferred
                .resource_change
                .map(|c| c.into_instance(Origin::Deferred)),
        );
    }
    if listed || !instances.is_empty() {
        return (instances, Vec::new());
    }
    let planned = state_instances(sections.planned_values, Origin::Planned);
    if !planned.is_empty() {
        let note = "the plan lists no changes; its planned values are judged as they stand";
        return (planned, vec![note.to_owned()]);
    }
    let prior = object(sections.prior_state);
    let prior = state_instances(field(prior.as_ref(), "values"), Origin::Prior);
    let managed: Vec<Instance<'p>> = prior
        .into_iter()
        .filter(|instance| instance.mode == Mode::Managed)
        .collect();
    if managed.is_empty() {
        return (managed, Vec::new());
    }
    let note = "this plan only refreshes the state; the refreshed state is judged";
    (managed, vec![note.to_owned()])
}

/// Address and deposed key identify an object; one that is there twice cannot be judged.
fn refuse_twice(text: &str, instances: &[Instance<'_>]) -> Result<(), InputError> {
    let mut seen = HashSet::with_capacity(instances.len());
    for instance in instances {
        if !seen.insert((&*instance.address, instance.deposed.as_deref())) {
            let address = instance.address.escape_debug();
            let quoted = serde_json::to_string(&*instance.address).unwrap_or_default();
            let second = text.rfind(&quoted).unwrap_or(0);
            let message = format!("`{address}` is in the input twice");
            return Err(InputError::new(InputErrorKind::DuplicateAddress, message).at(text, second));
        }
    }
    Ok(())
}

/// The top level of an input.
#[derive(Default)]
struct Sections<'p> {
    keys: HashSet<String>,
    format_version: Option<Text<'p>>,
    terraform_version: Option<Text<'p>>,
    errored: Option<Json<'p>>,
    complete: Option<Json<'p>>,
    applyable: Option<Json<'p>>,
    resource_changes: Option<Vec<Change<'p>>>,
    deferred_changes: Option<Vec<Deferred<'p>>>,
    variables: Option<Json<'p>>,
    planned_values: Option<Json<'p>>,
    prior_state: Option<Json<'p>>,
    configuration: Option<Json<'p>>,
    output_changes: Option<Json<'p>>,
    values: Option<Json<'p>>,
    root: Option<Json<'p>>,
}

impl Sections<'_> {
    /// What the flags of a plan tell a reader.
    fn notes(&self) -> Vec<String> {
        let is = |flag: Option<Json<'_>>, value: &str| flag.is_some_and(|json| json.raw() == value);
        let mut notes = Vec::new();
        if is(self.errored, "true") {
            notes.push("planning failed, so this plan has only a part of the changes".to_owned());
        } else if is(self.complete, "false") {
            notes.push("this plan is not complete: -target, or something was deferred".to_owned());
        }
        notes
    }

    fn kind(&self) -> InputKind {
        let plan = self.resource_changes.is_some()
            || self.planned_values.is_some()
            || self.configuration.is_some();
        match (self.format_version.is_some(), plan) {
            (true, true) => InputKind::Plan,
            (true, false) => InputKind::State,
            (false, _) => InputKind::Other,
        }
    }
}

impl<'de> Deserialize<'de> for Sections<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Sections<'de>, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Sections<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sections<'de>, A::Error> {
                let mut read = Sections::default();
                while let Some(Text(key)) = map.next_key::<Text<'de>>()? {
                    if !read.keys.insert(key.clone().into_owned()) {
                        let key = key.escape_debug();
                        return Err(serde::de::Error::custom(format!("`{key}` {TWICE}")));
                    }
                    match &*key {
                        "format_version" => read.format_version = map.next_value()?,
                        "terraform_version" => read.terraform_version = map.next_value()?,
                        "errored" => read.errored = map.next_value()?,
                        "complete" => read.complete = map.next_value()?,
                        "applyable" => read.applyable = map.next_value()?,
                        "resource_changes" => read.resource_changes = map.next_value()?,
                        "deferred_changes" => read.deferred_changes = map.next_value()?,
                        "variables" => read.variables = map.next_value()?,
                        "planned_values" => read.planned_values = map.next_value()?,
                        "prior_state" => read.prior_state = map.next_value()?,
                        "configuration" => read.configuration = map.next_value()?,
                        "output_changes" => read.output_changes = map.next_value()?,
                        "values" => read.values = map.next_value()?,
                        _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                    }
                }
                Ok(read)
            }
        }
        deserializer.deserialize_map(Read)
    }
}

#[derive(Deserialize)]
struct Deferred<'p> {
    #[serde(borrow)]
    resource_change: Option<Change<'p>>,
}

#[derive(Deserialize)]
struct Change<'p> {
    #[serde(borrow)]
    address: Option<Text<'p>>,
    #[serde(borrow)]
    previous_address: Option<Text<'p>>,
    #[serde(borrow)]
    module_address: Option<Text<'p>>,
    #[serde(borrow)]
    mode: Option<Text<'p>>,
    #[serde(borrow, rename = "type")]
    kind: Option<Text<'p>>,
    #[serde(borrow)]
    name: Option<Text<'p>>,
    #[serde(borrow)]
    index: Option<Json<'p>>,
    #[serde(borrow)]
    provider_name: Option<Text<'p>>,
    #[serde(borrow)]
    deposed: Option<Json<'p>>,
    #[serde(borrow, rename = "change")]
    body: Option<ChangeBody<'p>>,
}

#[derive(Default, Deserialize)]
struct ChangeBody<'p> {
    #[serde(default)]
    actions: Vec<String>,
    #[serde(borrow)]
    before: Option<Json<'p>>,
    #[serde(borrow)]
    after: Option<Json<'p>>,
    #[serde(borrow)]
    after_unknown: Option<Json<'p>>,
    #[serde(borrow)]
    before_sensitive: Option<Json<'p>>,
    #[serde(borrow)]
    after_sensitive: Option<Json<'p>>,
}

impl<'p> Change<'p> {
    fn into_instance(self, origin: Origin) -> Instance<'p> {
        let word = |text: Option<Text<'p>>| text.map(|Text(text)| text);
        let change = self.body.unwrap_or_default();
        let deposed = match self.deposed.map(Json::shape) {
            Some(Ok(Shape::Text(key))) => Some(key),
            Some(Ok(Shape::Bool(true))) => Some(Cow::Borrowed("unknown")),
            _ => None,
        };
        Instance {
            address: word(self.address).unwrap_or_default(),
            previous_address: word(self.previous_address),
            module_address: word(self.module_address).unwrap_or_default(),
            mode: match word(self.mode).as_deref() {
                Some("data") => Mode::Data,
                _ => Mode::Managed,
            },
            kind: word(self.kind).unwrap_or_default(),
            name: word(self.name).unwrap_or_default(),
            key: key(self.index),
            provider_name: word(self.provider_name).unwrap_or_default(),
            deposed,
            actions: Actions::new(
                change.actions,
                change.before.is_some(),
                change.after.is_some(),
            ),
            origin,
            before: change.before,
            after: change.after,
            after_unknown: change.after_unknown,
            before_sensitive: change.before_sensitive,
            after_sensitive: change.after_sensitive,
        }
    }
}

fn key(index: Option<Json<'_>>) -> Option<Key<'_>> {
    match index?.shape() {
        Ok(Shape::Number(number)) => Some(Key::Number(Cow::Borrowed(number))),
        Ok(Shape::Text(text)) => Some(Key::Text(text)),
        _ => None,
    }
}

/// Early states of Terraform 0.12 give all instances of a block its address without a key.
fn with_key<'p>(address: Cow<'p, str>, key: Option<&Key<'p>>) -> Cow<'p, str> {
    match key {
        Some(_) if address.ends_with(']') => address,
        Some(Key::Number(number)) => Cow::Owned(format!("{address}[{number}]")),
        Some(Key::Text(text)) => Cow::Owned(format!("{address}[{text:?}]")),
        None => address,
    }
}

/// The objects of a state's `values`, module by module.
fn state_instances(values: Option<Json<'_>>, origin: Origin) -> Vec<Instance<'_>> {
    let values = object(values);
    let mut open: Vec<(Json<'_>, Cow<'_, str>)> = field(values.as_ref(), "root_module")
        .map(|root| (root, Cow::Borrowed("")))
        .into_iter()
        .collect();
    let mut instances = Vec::new();
    while let Some((json, module_address)) = open.pop() {
        let module = object(Some(json));
        let module = module.as_ref();
        for json in array(field(module, "resources")) {
            let resource = object(Some(json));
            let resource = resource.as_ref();
            let word = |key| text(resource, key).unwrap_or_default();
            let values = field(resource, "values");
            let sensitive = field(resource, "sensitive_values");
            let index = key(field(resource, "index"));
            instances.push(Instance {
                address: with_key(word("address"), index.as_ref()),
                previous_address: None,
                module_address: module_address.clone(),
                mode: if word("mode") == "data" {
                    Mode::Data
                } else {
                    Mode::Managed
                },
                kind: word("type"),
                name: word("name"),
                key: index,
                provider_name: word("provider_name"),
                deposed: text(resource, "deposed_key"),
                actions: Actions::noop(),
                origin,
                before: values,
                after: values,
                after_unknown: None,
                before_sensitive: sensitive,
                after_sensitive: sensitive,
            });
        }
        for child in array(field(module, "child_modules")) {
            let address = text(object(Some(child)).as_ref(), "address").unwrap_or_default();
            open.push((child, address));
        }
    }
    instances
}
