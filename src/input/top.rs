//! The top level of a plan or state, read in the one pass, and the document made of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde::de::MapAccess;

use super::change::{Deferred, Written};
use super::configuration::Configuration;
use super::document::{Document, InputKind, Output, Parts};
use super::error::{InputError, InputErrorKind, excerpt, place, printable};
use super::instance::{Instance, Mode, Origin};
use super::json::Json;
use super::recognise::PLAN_KEYS;
use super::stream::{Entry, Fields, Named, Reading};
use super::values::{State, Values};

/// What the top level of an object holds, if it is a plan or state.
#[derive(Default)]
pub(super) struct Top<'p> {
    format_version: Option<Cow<'p, str>>,
    terraform_version: Option<Cow<'p, str>>,
    errored: Option<bool>,
    complete: Option<bool>,
    applyable: Option<bool>,
    changes: Option<Vec<Instance<'p>>>,
    deferred: Vec<Instance<'p>>,
    variables: Named<'p, VariableValue<'p>>,
    output_changes: Named<'p, OutputChange<'p>>,
    planned_values: Option<Json<'p>>,
    prior_state: State<'p>,
    configuration: Option<Configuration<'p>>,
    values: Option<Values<'p>>,
    drift: Option<Json<'p>>,
    checks: Option<Json<'p>>,
    relevant_attributes: Option<Json<'p>>,
    action_invocations: Option<Json<'p>>,
    is_plan: bool,
    is_redacted: bool,
    /// It has keys that are not known here.
    has_more: bool,
}

#[derive(Default)]
struct VariableValue<'p> {
    value: Option<Json<'p>>,
}

/// An entry of `output_changes`.
#[derive(Default)]
struct OutputChange<'p> {
    before: Option<Json<'p>>,
    after: Option<Json<'p>>,
    after_unknown: Option<Json<'p>>,
    before_sensitive: Option<Json<'p>>,
    after_sensitive: Option<Json<'p>>,
}

impl<'p> Fields<'p> for Top<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        let key = &**key;
        self.is_plan |= PLAN_KEYS.contains(&key);
        match key {
            "format_version" => self.format_version = entry.text()?,
            "terraform_version" => self.terraform_version = entry.text()?,
            "errored" => self.errored = entry.flag()?,
            "complete" => self.complete = entry.flag()?,
            "applyable" => self.applyable = entry.flag()?,
            "resource_changes" => self.read_changes(entry)?,
            "deferred_changes" => self.read_deferred(entry)?,
            "variables" => drop(entry.fields(&mut self.variables)?),
            "output_changes" => drop(entry.fields(&mut self.output_changes)?),
            "planned_values" => self.planned_values = entry.object()?,
            "prior_state" => drop(entry.fields(&mut self.prior_state)?),
            "configuration" => {
                let mut configuration = Configuration::default();
                self.configuration = entry.fields(&mut configuration)?.then_some(configuration);
            }
            "values" => {
                let mut values = Values::default();
                self.values = entry.fields(&mut values)?.then_some(values);
            }
            "resource_drift" => self.drift = entry.array()?,
            "checks" => self.checks = entry.some()?,
            "relevant_attributes" => self.relevant_attributes = entry.some()?,
            "action_invocations" => self.action_invocations = entry.some()?,
            _ => {
                self.is_redacted |= key == "provider_schemas";
                self.has_more = true;
                return entry.skip();
            }
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for VariableValue<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "value" => self.value = Some(entry.json()?),
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for OutputChange<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "before" => self.before = entry.some()?,
            "after" => self.after = entry.some()?,
            "after_unknown" => self.after_unknown = entry.some()?,
            "before_sensitive" => self.before_sensitive = entry.some()?,
            "after_sensitive" => self.after_sensitive = entry.some()?,
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Top<'p> {
    /// What it is; none if it is neither a plan nor a state.
    pub(super) fn kind(&self) -> Option<InputKind> {
        self.format_version.as_ref()?;
        match () {
            () if self.is_redacted => None,
            () if self.is_plan => Some(InputKind::Plan),
            () if self.values.is_some() || !self.has_more => Some(InputKind::State),
            () => None,
        }
    }

    /// The document, once the text was read to its end.
    pub(super) fn into_document(
        mut self,
        kind: InputKind,
        reading: &mut Reading<'p>,
    ) -> Result<Document<'p>, InputError> {
        if let Some(version) = &self.format_version {
            check_version(version)?;
        }
        let mut parts = Parts {
            variables: self.variables.0.into_iter().map(variable).collect(),
            outputs: self.output_changes.0.into_iter().map(output).collect(),
            configuration: self.configuration,
            drift: self.drift,
            checks: self.checks,
            relevant_attributes: self.relevant_attributes,
            action_invocations: self.action_invocations,
            ..Parts::default()
        };
        parts.prior_outputs = self.prior_state.values.take_outputs();
        parts.prior = self.prior_state.values.into_instances(Origin::Prior);
        unique(reading.text, &parts.prior)?;
        let mut instances = match self.changes.take() {
            Some(changes) => changes,
            None if kind == InputKind::Plan => {
                without_changes(self.planned_values, reading, &mut parts)?
            }
            None => {
                let mut values = self.values.unwrap_or_default();
                parts.outputs = values.take_outputs();
                values.into_instances(Origin::State)
            }
        };
        unique(reading.text, &instances)?;
        match self.deferred.len() {
            0 => {}
            1 => parts
                .notes
                .push("one change is deferred: this plan does not settle it".to_owned()),
            count => parts.notes.push(format!(
                "{count} changes are deferred: this plan does not settle them"
            )),
        }
        instances.append(&mut self.deferred);
        Ok(Document {
            text: reading.text,
            kind,
            format_version: self.format_version,
            terraform_version: self.terraform_version,
            errored: self.errored,
            complete: self.complete,
            applyable: self.applyable,
            instances,
            parts,
            missing: OnceLock::new(),
        })
    }

    fn read_changes<A: MapAccess<'p>>(&mut self, entry: Entry<'_, 'p, A>) -> Result<(), A::Error> {
        let mut changes = Vec::new();
        let there = entry.each(|change: Written<'p>, reading| {
            changes.extend(change.changed(reading, Origin::Change)?);
            Ok(())
        })?;
        self.changes = there.then_some(changes);
        Ok(())
    }

    fn read_deferred<A: MapAccess<'p>>(&mut self, entry: Entry<'_, 'p, A>) -> Result<(), A::Error> {
        entry.each(|deferred: Deferred<'p>, reading| {
            if deferred.is_there {
                self.deferred.extend(
                    deferred
                        .resource_change
                        .changed(reading, Origin::Deferred)?,
                );
            }
            Ok(())
        })?;
        Ok(())
    }
}

/// The instances of a plan that has no `resource_changes`.
fn without_changes<'p>(
    planned: Option<Json<'p>>,
    reading: &mut Reading<'p>,
    parts: &mut Parts<'p>,
) -> Result<Vec<Instance<'p>>, InputError> {
    let mut values = Values::default();
    if let Some(planned) = planned {
        reading.part("planned_values", planned, &mut values)?;
    }
    let outputs = values.take_outputs();
    if parts.outputs.is_empty() {
        parts.outputs = outputs;
    }
    let planned = values.into_planned();
    if !planned.is_empty() {
        parts.notes.push(
            "the plan has no `resource_changes`: what `planned_values` holds is judged, as if all of it \
             were made and everything that is missing were null"
                .to_owned(),
        );
        return Ok(planned);
    }
    let managed = parts
        .prior
        .iter()
        .filter(|instance| instance.mode == Mode::Managed);
    let kept: Vec<_> = managed.cloned().collect();
    if !kept.is_empty() {
        parts.is_refresh_only = true;
        parts.notes.push(
            "the plan changes no resource (`-refresh-only`): the resources of its `prior_state` are judged"
                .to_owned(),
        );
    }
    Ok(kept)
}

fn variable<'p>((name, variable): (Cow<'p, str>, VariableValue<'p>)) -> (String, Json<'p>) {
    (name.into_owned(), variable.value.unwrap_or(Json::NULL))
}

fn output<'p>((name, change): (Cow<'p, str>, OutputChange<'p>)) -> Output<'p> {
    let marked = |marks: Option<Json<'_>>| marks.is_some_and(Json::holds_true);
    Output {
        name: name.into_owned(),
        before: change.before,
        value: change.after,
        sensitive: marked(change.before_sensitive) || marked(change.after_sensitive),
        unknown: marked(change.after_unknown),
    }
}

/// Majors only change within promises that are known; minors only add.
fn check_version(version: &str) -> Result<(), InputError> {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    let shown = excerpt(version, 0);
    let message = if !is_number(major) || !is_number(minor) {
        format!("`format_version` is `{shown}`; expected a version such as `1.2`")
    } else if matches!(major.trim_start_matches('0'), "" | "1") {
        return Ok(());
    } else {
        format!("`format_version` is `{shown}`; versions 0.1 to 1.x can be read")
    };
    Err(InputError::new(InputErrorKind::Unsupported, message)
        .help("look for a newer plangate, or plan with Terraform 0.12 to 1.x or OpenTofu"))
}

/// Refuses an object that is given twice; deposed ones share the address of the current one.
fn unique(text: &str, instances: &[Instance<'_>]) -> Result<(), InputError> {
    let mut seen = HashMap::with_capacity(instances.len());
    for instance in instances {
        let identity = (&*instance.address, instance.deposed.as_deref());
        if let Some(first) = seen.insert(identity, instance.offset) {
            let deposed = match identity.1 {
                Some(key) => format!(" (deposed object `{}`)", printable(key)),
                None => String::new(),
            };
            let address = printable(identity.0);
            let message = format!(
                "`{address}`{deposed} is given twice, first at {}",
                place(text, first)
            );
            return Err(InputError::new(InputErrorKind::DuplicateAddress, message)
                .help("one of the two would be judged for both; give the plan as Terraform printed it")
                .at(text, instance.offset));
        }
    }
    Ok(())
}
