//! The configuration section as plans write it.

use std::borrow::Cow;

use serde::de::MapAccess;

use super::{
    ConfigOutput, ConfigResource, Configuration, Module, ModuleCall, ProviderConfig, Variable,
};
use crate::input::error::{InputError, InputErrorKind, offset_in, place};
use crate::input::instance::Mode;
use crate::input::stream::{Entry, Fields, Named, Reading};

/// A resource block whose mode is not judged yet.
#[derive(Default)]
struct Block<'p> {
    mode: Option<Cow<'p, str>>,
    resource: ConfigResource<'p>,
}

impl<'p> Fields<'p> for Configuration<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "provider_config" => {
                let mut providers = Named::<ProviderConfig<'p>>::default();
                entry.fields(&mut providers)?;
                self.providers = providers.0.into_iter().collect();
                Ok(())
            }
            "root_module" => entry.fields(&mut self.root).map(|_| ()),
            _ => entry.skip(),
        }
    }
}

impl<'p> Fields<'p> for Module<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "resources" => {
                entry.each(|block: Block<'p>, reading| {
                    self.resources.extend(block.finish(reading)?);
                    Ok(())
                })?;
            }
            "module_calls" => {
                let mut calls = Named::<ModuleCall<'p>>::default();
                entry.fields(&mut calls)?;
                self.calls = calls.0.into_iter().collect();
            }
            "outputs" => {
                let mut outputs = Named::<ConfigOutput<'p>>::default();
                entry.fields(&mut outputs)?;
                self.outputs = outputs.0.into_iter().collect();
            }
            "variables" => {
                let mut variables = Named::<Variable<'p>>::default();
                entry.fields(&mut variables)?;
                self.variables = variables.0.into_iter().collect();
            }
            _ => return entry.skip(),
        }
        Ok(())
    }

    fn done(&mut self, reading: &Reading<'p>) -> Result<(), InputError> {
        self.resources
            .sort_by(|left, right| left.identity().cmp(&right.identity()));
        let repeated = self
            .resources
            .windows(2)
            .find(|pair| pair[0].identity() == pair[1].identity());
        match repeated {
            Some([first, second, ..]) => Err(twice(reading, first, second)),
            _ => Ok(()),
        }
    }
}

impl<'p> Fields<'p> for Block<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        let block = &mut self.resource;
        match &**key {
            "address" => block.address = entry.text()?.unwrap_or_default(),
            "mode" => self.mode = entry.text()?,
            "type" => block.kind = entry.text()?.unwrap_or_default(),
            "name" => block.name = entry.text()?.unwrap_or_default(),
            "expressions" => block.expressions = entry.object()?,
            "count_expression" => block.count = entry.object()?,
            "for_each_expression" => block.for_each = entry.object()?,
            "provider_config_key" => block.provider_config_key = entry.text()?,
            "depends_on" => block.depends_on = entry.some()?,
            "schema_version" => {
                block.schema_version = entry.of("a number", b"0123456789")?;
            }
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Block<'p> {
    /// The block; none for what is neither managed nor data.
    fn finish(mut self, reading: &Reading<'p>) -> Result<Option<ConfigResource<'p>>, InputError> {
        self.resource.mode = match self.mode.as_deref() {
            Some("managed") | None => Mode::Managed,
            Some("data") => Mode::Data,
            Some(_) => return Ok(None),
        };
        let block = self.resource;
        for (key, text) in [("type", &block.kind), ("name", &block.name)] {
            if text.is_empty() {
                let message = format!("`{}` has no `{key}`", reading.path());
                return Err(InputError::new(InputErrorKind::Incomplete, message));
            }
        }
        Ok(Some(block))
    }
}

impl<'p> Fields<'p> for ModuleCall<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "source" => self.source = entry.text()?,
            "version_constraint" => self.version_constraint = entry.text()?,
            "expressions" => self.expressions = entry.object()?,
            "count_expression" => self.count = entry.object()?,
            "for_each_expression" => self.for_each = entry.object()?,
            "depends_on" => self.depends_on = entry.some()?,
            "module" => {
                let mut module = Box::<Module<'p>>::default();
                self.module = entry.fields(&mut *module)?.then_some(module);
            }
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for ConfigOutput<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "expression" => self.expression = entry.object()?,
            "sensitive" => self.sensitive = entry.flag()? == Some(true),
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for Variable<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "default" => self.default = entry.some()?,
            "sensitive" => self.sensitive = entry.flag()? == Some(true),
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for ProviderConfig<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "name" => self.name = entry.text()?,
            "full_name" => self.full_name = entry.text()?,
            "alias" => self.alias = entry.text()?,
            "version_constraint" => self.version_constraint = entry.text()?,
            "module_address" => self.module_address = entry.text()?,
            "expressions" => self.expressions = entry.object()?,
            _ => return entry.skip(),
        }
        Ok(())
    }
}

fn twice(
    reading: &Reading<'_>,
    first: &ConfigResource<'_>,
    second: &ConfigResource<'_>,
) -> InputError {
    let text = reading.text;
    let (first, second) = (offset_in(text, &first.kind), offset_in(text, &second.kind));
    let (path, earlier) = (reading.path(), place(text, first));
    let message = format!("`{path}` has the same resource block twice, first at {earlier}");
    InputError::new(InputErrorKind::DuplicateAddress, message).at(text, second)
}
