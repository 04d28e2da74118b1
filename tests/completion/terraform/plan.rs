//! The plan of a configuration, as `terraform show -json` writes it before the apply.

use serde_json::{Map, Value as Json, json};

use super::configuration::{Body, Module, ModuleCall, Repetition, Resource};
use super::provider::{PROVIDER, REGION};
use super::references::shown;
use super::run::{Instance, Key, Place, Run};
use super::state;
use super::value::{Invalid, Value};

/// The plan of a run over a root module.
pub(crate) fn plan(root: &Module, run: &Run<'_, '_>) -> Result<Json, Invalid> {
    let (mut changes, mut read) = (Vec::new(), Vec::new());
    for (place, resource, instances) in run.all()? {
        for instance in instances.iter() {
            if resource.data && !instance.deferred {
                read.push((place.address.clone(), resource, instance.address.clone()));
            } else {
                changes.push(change(&place, resource, instance));
            }
        }
    }
    changes.sort_by(|one, other| one["address"].as_str().cmp(&other["address"].as_str()));
    let mut plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": changes,
        "output_changes": outputs(run)?,
        "configuration": {
            "provider_config": { "aws": {
                "name": "aws",
                "full_name": PROVIDER,
                "expressions": { "region": { "constant_value": REGION } },
            } },
            "root_module": module(root),
        },
        "applyable": true,
        "complete": true,
        "errored": false,
    });
    if !root.variables.is_empty() {
        let values = root.variables.iter().map(|variable| {
            let value = variable.default.as_ref().and_then(Value::to_json);
            (variable.name.clone(), json!({ "value": value }))
        });
        plan["variables"] = Json::Object(values.collect());
    }
    if !read.is_empty() {
        let kept = |resource: &Resource, instance: &Instance| resource.data && !instance.deferred;
        plan["prior_state"] = state::document(run, kept)?;
    }
    Ok(plan)
}

fn change(place: &Place<'_>, resource: &Resource, instance: &Instance) -> Json {
    let mut change = json!({
        "address": instance.address,
        "mode": if resource.data { "data" } else { "managed" },
        "type": resource.kind,
        "name": resource.name,
        "provider_name": PROVIDER,
        "change": {
            "actions": [if resource.data { "read" } else { "create" }],
            "before": null,
            "after": instance.object.to_json(),
            "after_unknown": instance.object.unknown_marks(),
            "before_sensitive": false,
            "after_sensitive": {},
        },
    });
    if !place.address.is_empty() {
        change["module_address"] = json!(place.address);
    }
    if let Some(index) = index(&instance.key) {
        change["index"] = index;
    }
    if resource.data {
        change["action_reason"] = json!("read_because_config_unknown");
    }
    change
}

/// A key as JSON; `None` without `count` and `for_each`.
pub(crate) fn index(key: &Key) -> Option<Json> {
    match key {
        Key::None => None,
        Key::Number(at) => Some(json!(at)),
        Key::Text(key) => Some(json!(key)),
    }
}

fn outputs(run: &Run<'_, '_>) -> Result<Json, Invalid> {
    let change = |(name, value): (&str, Value)| {
        let mut change = json!({
            "actions": ["create"],
            "before": null,
            "after_unknown": value.unknown_marks(),
            "before_sensitive": false,
            "after_sensitive": false,
        });
        if let Some(after) = value.to_json() {
            change["after"] = after;
        }
        (name.to_owned(), change)
    };
    Ok(Json::Object(
        run.outputs()?.into_iter().map(change).collect(),
    ))
}

fn module(module: &Module) -> Json {
    let mut shown = Map::new();
    let mut add = |name: &str, json: Json| {
        let is_empty = json.as_object().is_some_and(Map::is_empty)
            || json.as_array().is_some_and(Vec::is_empty);
        if !is_empty {
            shown.insert(name.into(), json);
        }
    };
    let outputs = module
        .outputs
        .iter()
        .map(|(name, value)| (name.clone(), json!({ "expression": self::shown(value) })));
    add("outputs", Json::Object(outputs.collect()));
    add("resources", module.resources.iter().map(resource).collect());
    let calls = module
        .calls
        .iter()
        .map(|called| (called.name.clone(), call(called)));
    add("module_calls", Json::Object(calls.collect()));
    let variables = module.variables.iter().map(|variable| {
        let shown = match &variable.default {
            Some(default) => json!({ "default": default.to_json() }),
            None => json!({}),
        };
        (variable.name.clone(), shown)
    });
    add("variables", Json::Object(variables.collect()));
    Json::Object(shown)
}

fn resource(resource: &Resource) -> Json {
    let mut shown = json!({
        "address": resource.address(),
        "mode": if resource.data { "data" } else { "managed" },
        "type": resource.kind,
        "name": resource.name,
        "provider_config_key": "aws",
        "schema_version": 0,
    });
    let expressions = body(&resource.body);
    if expressions
        .as_object()
        .is_some_and(|fields| !fields.is_empty())
    {
        shown["expressions"] = expressions;
    }
    repetition(&resource.repetition, &mut shown);
    shown
}

fn call(call: &ModuleCall) -> Json {
    let mut shown = json!({ "source": format!("./{}", call.name), "module": module(&call.module) });
    if !call.arguments.is_empty() {
        let arguments = call.arguments.iter();
        let arguments = arguments.map(|(name, value)| (name.clone(), self::shown(value)));
        shown["expressions"] = Json::Object(arguments.collect());
    }
    repetition(&call.repetition, &mut shown);
    shown
}

/// An expression that the plan cannot say anything of is not even mentioned.
fn repetition(repetition: &Repetition, shown: &mut Json) {
    let (key, expression) = match repetition {
        Repetition::Once => return,
        Repetition::Count(count) => ("count_expression", self::shown(count)),
        Repetition::ForEach(over) => ("for_each_expression", self::shown(over)),
    };
    if expression
        .as_object()
        .is_some_and(|fields| !fields.is_empty())
    {
        shown[key] = expression;
    }
}

/// Arguments and blocks; `dynamic` blocks leave no trace.
fn body(body: &Body) -> Json {
    let mut fields: Map<String, Json> = body
        .arguments
        .iter()
        .map(|(name, value)| (name.clone(), shown(value)))
        .collect();
    for block in body.blocks.iter().filter(|block| block.dynamic.is_none()) {
        let list = fields
            .entry(block.name.clone())
            .or_insert_with(|| json!([]));
        if let Some(list) = list.as_array_mut() {
            list.push(self::body(&block.body));
        }
    }
    Json::Object(fields)
}
