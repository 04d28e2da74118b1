//! The state after an apply, as `terraform show -json` writes it.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::configuration::Resource;
use super::plan::index;
use super::provider::PROVIDER;
use super::run::{Instance, Run};
use super::value::Invalid;

/// The state with the instances that are asked for.
pub(crate) fn document(
    run: &Run<'_, '_>,
    kept: impl Fn(&Resource, &Instance) -> bool,
) -> Result<Json, Invalid> {
    let mut by_module: BTreeMap<String, Vec<Json>> = BTreeMap::new();
    for (place, resource, instances) in run.all()? {
        let shown = by_module.entry(place.address.clone()).or_default();
        for instance in instances.iter().filter(|instance| kept(resource, instance)) {
            shown.push(one(resource, instance));
        }
    }
    let mut values = json!({ "root_module": module("", &by_module) });
    let outputs = run.outputs()?.into_iter().filter_map(|(name, value)| {
        let value = value.to_json()?;
        Some((
            name.to_owned(),
            json!({ "sensitive": false, "value": value }),
        ))
    });
    let outputs: Map<String, Json> = outputs.collect();
    if !outputs.is_empty() {
        values["outputs"] = Json::Object(outputs);
    }
    Ok(json!({ "format_version": "1.0", "terraform_version": "1.11.4", "values": values }))
}

/// A module and those below it.
fn module(address: &str, by_module: &BTreeMap<String, Vec<Json>>) -> Json {
    let mut shown = Map::new();
    if !address.is_empty() {
        shown.insert("address".into(), json!(address));
    }
    let own = by_module.get(address).cloned().unwrap_or_default();
    if !own.is_empty() {
        shown.insert("resources".into(), Json::Array(own));
    }
    let below: Vec<Json> = by_module
        .keys()
        .filter(|other| above(other).as_deref() == Some(address))
        .map(|other| module(other, by_module))
        .filter(|shown| shown.as_object().is_some_and(|fields| fields.len() > 1))
        .collect();
    if !below.is_empty() {
        shown.insert("child_modules".into(), Json::Array(below));
    }
    Json::Object(shown)
}

/// The address of the module that calls a module; keys here hold no dots.
fn above(address: &str) -> Option<String> {
    let at = address.rfind("module.")?;
    Some(address[..at].trim_end_matches('.').to_owned())
}

fn one(resource: &Resource, instance: &Instance) -> Json {
    let mut shown = json!({
        "address": instance.address,
        "mode": if resource.data { "data" } else { "managed" },
        "type": resource.kind,
        "name": resource.name,
        "provider_name": PROVIDER,
        "schema_version": 0,
        "values": instance.object.to_json(),
        "sensitive_values": {},
    });
    if let Some(index) = index(&instance.key) {
        shown["index"] = index;
    }
    shown
}
