//! Instances as `resource_changes` and states write them.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde::de::MapAccess;

use super::actions::Actions;
use super::address::ModulePath;
use super::error::{InputError, InputErrorKind, offset_in};
use super::instance::{Instance, Key, Mode, Origin};
use super::json::Json;
use super::stream::{Entry, Fields, Reading};

/// One entry of `resource_changes`, or of `resources` in a state.
#[derive(Default)]
pub(super) struct Written<'p> {
    address: Option<Json<'p>>,
    previous_address: Option<Cow<'p, str>>,
    module_address: Option<Cow<'p, str>>,
    mode: Option<Cow<'p, str>>,
    kind: Option<Cow<'p, str>>,
    name: Option<Cow<'p, str>>,
    index: Option<Json<'p>>,
    index_unknown: Option<bool>,
    provider_name: Option<Cow<'p, str>>,
    deposed: Option<Json<'p>>,
    action_reason: Option<Cow<'p, str>>,
    change: Change<'p>,
    values: Option<Json<'p>>,
    sensitive_values: Option<Json<'p>>,
    tainted: Option<bool>,
    depends_on: Option<Json<'p>>,
}

#[derive(Default)]
struct Change<'p> {
    actions: Option<Json<'p>>,
    before: Option<Json<'p>>,
    /// Null is kept: that there will be nothing is not the same as that nothing is said.
    after: Option<Json<'p>>,
    after_unknown: Option<Json<'p>>,
    before_sensitive: Option<Json<'p>>,
    after_sensitive: Option<Json<'p>>,
    replace_paths: Option<Json<'p>>,
    importing: bool,
}

/// One entry of `deferred_changes`.
#[derive(Default)]
pub(super) struct Deferred<'p> {
    pub(super) resource_change: Written<'p>,
    pub(super) is_there: bool,
}

impl<'p> Fields<'p> for Written<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "address" => self.address = entry.of("a string", b"\"")?,
            "previous_address" => self.previous_address = entry.text()?,
            "module_address" => self.module_address = entry.text()?,
            "mode" => self.mode = entry.text()?,
            "type" => self.kind = entry.text()?,
            "name" => self.name = entry.text()?,
            "index" => self.index = entry.of("a number or a string", b"\"-0123456789")?,
            "index_unknown" => self.index_unknown = entry.flag()?,
            "provider_name" => self.provider_name = entry.text()?,
            "deposed" | "deposed_key" => self.deposed = entry.of("a string or a bool", b"\"tf")?,
            "action_reason" => self.action_reason = entry.text()?,
            "change" => return entry.fields(&mut self.change).map(|_| ()),
            "values" => self.values = entry.object()?,
            "sensitive_values" => self.sensitive_values = entry.marks()?,
            "tainted" => self.tainted = entry.flag()?,
            "depends_on" => self.depends_on = entry.some()?,
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for Change<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "actions" => self.actions = entry.array()?,
            "before" => self.before = entry.object()?,
            "after" => self.after = Some(entry.object()?.unwrap_or(Json::NULL)),
            "after_unknown" => self.after_unknown = entry.marks()?,
            "before_sensitive" => self.before_sensitive = entry.marks()?,
            "after_sensitive" => self.after_sensitive = entry.marks()?,
            "replace_paths" => self.replace_paths = entry.some()?,
            "importing" => self.importing = entry.object()?.is_some(),
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for Deferred<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        if key == "resource_change" {
            self.is_there = entry.fields(&mut self.resource_change)?;
            return Ok(());
        }
        entry.skip()
    }
}

impl<'p> Written<'p> {
    /// The instance of a change; none for what is neither managed nor data.
    pub(super) fn changed(
        mut self,
        reading: &Reading<'p>,
        origin: Origin,
    ) -> Result<Option<Instance<'p>>, InputError> {
        let change = std::mem::take(&mut self.change);
        let after = change.after.filter(|after| !after.is_null());
        Ok(self.instance(reading, origin)?.map(|instance| Instance {
            actions: Actions::new(change.actions, change.before, change.after),
            before: change.before,
            after,
            after_unknown: change.after_unknown,
            before_sensitive: change.before_sensitive,
            after_sensitive: change.after_sensitive,
            replace_paths: change.replace_paths,
            importing: change.importing,
            ..instance
        }))
    }

    /// The instance of a state, which is as it is.
    pub(super) fn kept(self, reading: &Reading<'p>) -> Result<Option<Instance<'p>>, InputError> {
        let (values, marks) = (self.values, self.sensitive_values);
        Ok(self
            .instance(reading, Origin::State)?
            .map(|instance| Instance {
                before: values,
                after: values,
                before_sensitive: marks,
                after_sensitive: marks,
                ..instance
            }))
    }

    fn instance(
        self,
        reading: &Reading<'p>,
        origin: Origin,
    ) -> Result<Option<Instance<'p>>, InputError> {
        let Some(written) = self.address else {
            return Err(missing(reading, "address", None));
        };
        let offset = offset_in(reading.text, written.raw());
        let text = |json: Json<'p>| {
            json.text().map_err(|defect| {
                InputError::defect(reading.text, InputErrorKind::Surrogate, &defect)
            })
        };
        let address = text(written)?;
        let mode = match self.mode.as_deref() {
            Some("managed") | None => Mode::Managed,
            Some("data") => Mode::Data,
            Some(_) => return Ok(None),
        };
        let Some(kind) = self.kind else {
            return Err(missing(reading, "type", Some(offset)));
        };
        let Some(name) = self.name else {
            return Err(missing(reading, "name", Some(offset)));
        };
        let key = match self.index {
            Some(index) if index.raw().starts_with('"') => Some(Key::Text(text(index)?)),
            Some(index) => Some(Key::Number(Cow::Borrowed(index.raw()))),
            None => None,
        };
        let deposed = match self.deposed {
            // The first betas of 0.12 said only that it is deposed.
            Some(deposed) if !deposed.raw().starts_with('"') => {
                deposed.is_true().then_some(Cow::Borrowed("unknown"))
            }
            deposed => deposed.map(text).transpose()?,
        };
        Ok(Some(Instance {
            module_address: self.module_address.unwrap_or_else(|| module_of(&address)),
            address,
            previous_address: self.previous_address,
            mode,
            kind,
            name,
            key,
            key_unknown: self.index_unknown == Some(true),
            provider_name: self.provider_name.unwrap_or_default(),
            deposed,
            actions: Actions::noop(),
            action_reason: self.action_reason,
            origin,
            before: None,
            after: None,
            after_unknown: None,
            before_sensitive: None,
            after_sensitive: None,
            replace_paths: None,
            importing: false,
            tainted: self.tainted == Some(true),
            depends_on: self.depends_on,
            offset,
            has_credential: OnceLock::new(),
        }))
    }
}

/// The module part of a resource's address, for plans that do not say it on its own.
fn module_of<'p>(address: &Cow<'p, str>) -> Cow<'p, str> {
    match address {
        Cow::Borrowed(address) => Cow::Borrowed(ModulePath::prefix(address)),
        Cow::Owned(address) => Cow::Owned(ModulePath::prefix(address).to_owned()),
    }
}

fn missing(reading: &Reading<'_>, key: &str, offset: Option<usize>) -> InputError {
    let message = format!("`{}` has no `{key}`", reading.path());
    let error = InputError::new(InputErrorKind::Incomplete, message);
    match offset {
        Some(offset) => error.at(reading.text, offset),
        None => error,
    }
}
