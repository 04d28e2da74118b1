//! What states and `planned_values` hold: modules inside modules, with resources and outputs.

use std::borrow::Cow;
use std::mem;

use serde::de::MapAccess;

use super::actions::Actions;
use super::change::Written;
use super::document::Output;
use super::instance::{Instance, Origin};
use super::json::Json;
use super::stream::{Entry, Fields, Named};

/// A whole state inside a plan: `prior_state`.
#[derive(Default)]
pub(super) struct State<'p> {
    pub(super) values: Values<'p>,
}

/// The `values` of a state, or `planned_values`.
#[derive(Default)]
pub(super) struct Values<'p> {
    outputs: Named<'p, OutputValue<'p>>,
    root_module: Module<'p>,
}

/// One output of a state.
#[derive(Default)]
struct OutputValue<'p> {
    /// None where it is unknown; a known null is kept.
    value: Option<Json<'p>>,
    sensitive: bool,
}

#[derive(Default)]
struct Module<'p> {
    address: Option<Cow<'p, str>>,
    own: Vec<Instance<'p>>,
    below: Vec<Instance<'p>>,
}

impl<'p> Values<'p> {
    /// The objects of a state, which stay as they are: those of each module before those of the
    /// modules in it.
    pub(super) fn into_instances(self, origin: Origin) -> Vec<Instance<'p>> {
        let mut instances = self.root_module.into_instances();
        for instance in &mut instances {
            instance.origin = origin;
        }
        instances
    }

    /// The outputs, which are taken away.
    pub(super) fn take_outputs(&mut self) -> Vec<Output<'p>> {
        let outputs = mem::take(&mut self.outputs).0.into_iter();
        outputs
            .map(|(name, output)| Output {
                name: name.into_owned(),
                before: None,
                unknown: output.value.is_none(),
                value: output.value.filter(|value| !value.is_null()),
                sensitive: output.sensitive,
            })
            .collect()
    }

    /// The objects that a plan without changes says will be, all of them made.
    pub(super) fn into_planned(self) -> Vec<Instance<'p>> {
        let mut instances = self.into_instances(Origin::Planned);
        for instance in &mut instances {
            instance.actions = Actions::create();
            instance.before = None;
            instance.before_sensitive = None;
        }
        instances
    }
}

impl<'p> Module<'p> {
    fn into_instances(self) -> Vec<Instance<'p>> {
        let mut instances = self.own;
        if let Some(module) = self.address {
            for instance in &mut instances {
                let rest = instance.address.strip_prefix(&*module);
                // States of Terraform 0.12 give addresses as they are inside of the module.
                if !rest.is_some_and(|rest| rest.starts_with('.')) {
                    instance.address = Cow::Owned(format!("{module}.{}", instance.address));
                }
                instance.module_address.clone_from(&module);
            }
        }
        instances.extend(self.below);
        instances
    }
}

impl<'p> Fields<'p> for State<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "values" => entry.fields(&mut self.values).map(|_| ()),
            _ => entry.skip(),
        }
    }
}

impl<'p> Fields<'p> for Values<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "outputs" => entry.fields(&mut self.outputs).map(|_| ()),
            "root_module" => entry.fields(&mut self.root_module).map(|_| ()),
            _ => entry.skip(),
        }
    }
}

impl<'p> Fields<'p> for OutputValue<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "value" => self.value = Some(entry.json()?),
            "sensitive" => self.sensitive = entry.flag()? == Some(true),
            _ => return entry.skip(),
        }
        Ok(())
    }
}

impl<'p> Fields<'p> for Module<'p> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        match &**key {
            "address" => self.address = entry.text()?,
            "resources" => drop(entry.each(|resource: Written<'p>, reading| {
                self.own.extend(resource.kept(reading)?);
                Ok(())
            })?),
            "child_modules" => drop(entry.each(|module: Module<'p>, _| {
                self.below.extend(module.into_instances());
                Ok(())
            })?),
            _ => return entry.skip(),
        }
        Ok(())
    }
}
