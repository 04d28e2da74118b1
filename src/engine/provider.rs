//! Provider configurations, as rules judge them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::operand::{Followed, Thing};
use super::select::{Subject, arguments, subject};
use crate::input::{self, Configuration, Json, Module, ProviderConfig, is_harmless, sole_variable};
use crate::reference::Plan;
use crate::schema::Shape;
use crate::value::{Assumption, Basis, Value};

/// Every provider configuration.
pub(super) fn subjects<'p>(plan: &Plan<'p>, subjects: &mut Vec<Subject<'p>>) {
    let Some(configuration) = plan.document.configuration() else {
        return;
    };
    for (key, provider) in configuration.providers() {
        let mut entries = BTreeMap::new();
        if let Some(expressions) = provider.expressions {
            arguments(expressions, &mut entries, &format!("provider `{key}`"));
        }
        let followed = followed(plan, configuration, provider);
        let constants = constants(provider);
        let about = [
            ("alias", text(provider.alias.as_ref())),
            ("constants", Value::list(constants)),
            ("full_name", text(provider.full_name.as_ref())),
            (
                "version_constraint",
                text(provider.version_constraint.as_ref()),
            ),
        ];
        entries.extend(about.map(|(name, value)| (Arc::from(name), value)));
        // In a child module the key is `module.a:aws.west`.
        let name = key.rsplit(':').next().unwrap_or(key);
        let address = match &provider.module_address {
            Some(module) if !module.is_empty() => format!("{module}.provider.{name}"),
            _ => format!("provider.{name}"),
        };
        subjects.push(subject(Thing {
            address,
            name: name.to_owned(),
            kind: "a provider",
            value: Value::Map(Arc::new(entries)),
            followed,
        }));
    }
}

fn text(text: Option<&Cow<'_, str>>) -> Value {
    text.map_or(Value::NULL, |text| Value::text(&**text))
}

/// The names of the arguments that are constants.
fn constants(provider: &ProviderConfig<'_>) -> Vec<Value> {
    let all = expressions(provider.expressions).into_iter();
    let constants = all.filter(|(_, expression)| constant(*expression).is_some());
    constants.map(|(name, _)| Value::text(name)).collect()
}

fn constant(expression: Json<'_>) -> Option<Json<'_>> {
    match expression.shape() {
        Ok(input::Shape::Object(object)) => object.get("constant_value"),
        _ => None,
    }
}

fn expressions(arguments: Option<Json<'_>>) -> Vec<(String, Json<'_>)> {
    match arguments.map(Json::shape) {
        Some(Ok(input::Shape::Object(object))) => object
            .iter()
            .map(|(name, expression)| (name.to_owned(), expression))
            .collect(),
        _ => Vec::new(),
    }
}

type Arguments = BTreeMap<Arc<str>, Followed>;

/// What the arguments that are a variable come to; `defaults` has what these variables are by
/// default.
fn followed<'p>(
    plan: &Plan<'p>,
    configuration: &'p Configuration<'p>,
    provider: &ProviderConfig<'p>,
) -> Arguments {
    let mut arguments = Arguments::new();
    let mut defaults: Vec<(Arc<str>, Value)> = Vec::new();
    let mut hidden = false;
    let modules = modules(configuration, provider.module_address.as_deref());
    for (name, expression) in expressions(provider.expressions) {
        let variable = sole_variable(expression);
        let Some(found) = variable.and_then(|variable| value(plan, &modules, &variable)) else {
            continue;
        };
        let is_text = matches!(found.value, Value::Text(_)) || found.default.is_some();
        let sensitive = found.sensitive || (is_text && !is_harmless(&name));
        hidden |= sensitive;
        let name: Arc<str> = Arc::from(name);
        if let Some(default) = found.default {
            defaults.push((Arc::clone(&name), default));
        }
        let followed = Followed {
            value: found.value,
            basis: Basis::assuming(Assumption::Plain),
            sensitive,
        };
        // That an argument is the variable, and not something made of it, is assumed.
        if !plan.options.strict_unknown && could_be(&followed.value, shape(plan, provider, &name)) {
            arguments.insert(name, followed);
        }
    }
    let defaults = Followed {
        value: Value::map(defaults),
        basis: Basis::KNOWN,
        sensitive: hidden,
    };
    arguments.insert(Arc::from("defaults"), defaults);
    arguments
}

/// What an argument of a provider takes, if a schema says it.
fn shape<'p>(plan: &Plan<'p>, provider: &ProviderConfig<'p>, name: &str) -> Option<Shape<'p>> {
    let schema = plan.schemas().provider(provider.full_name.as_deref()?)?;
    Some(schema.attribute(name)?.kind.shape())
}

/// Whether a value can be what an argument is given; a list of a variable is not the variable.
fn could_be(value: &Value, shape: Option<Shape<'_>>) -> bool {
    match (shape, value) {
        (None, _) | (_, Value::Null { .. }) => true,
        (Some(Shape::Text), value) => matches!(value, Value::Text(_)),
        (Some(Shape::Number), value) => matches!(value, Value::Number(_)),
        (Some(Shape::Bool), value) => matches!(value, Value::Bool(_)),
        (Some(Shape::List(_) | Shape::Set(_)), value) => matches!(value, Value::List(_)),
        (Some(Shape::Map(_)), value) => matches!(value, Value::Map(_)),
        (Some(_), _) => true,
    }
}

/// The modules from the root to one that an address without keys names, each with the name of the
/// call that leads to it.
fn modules<'p>(
    configuration: &'p Configuration<'p>,
    address: Option<&str>,
) -> Vec<(String, &'p Module<'p>)> {
    let mut modules = vec![(String::new(), configuration.root())];
    let steps = address.unwrap_or_default().split('.');
    for name in steps.skip(1).step_by(2) {
        let caller = modules.last().map(|(_, module)| *module);
        let call = caller.and_then(|caller| caller.call(name));
        let Some(module) = call.and_then(|call| call.module()) else {
            return Vec::new();
        };
        modules.push((name.to_owned(), module));
    }
    modules
}

/// A variable of a module.
struct Variable {
    value: Value,
    default: Option<Value>,
    sensitive: bool,
}

/// What a variable of the last of these modules comes to.
fn value(plan: &Plan<'_>, modules: &[(String, &Module<'_>)], name: &str) -> Option<Variable> {
    let ((call, module), above) = modules.split_last()?;
    let declared = module.variable(name)?;
    let default = match declared.default.map(Json::to_value) {
        Some(read) => Some(read.ok()?),
        None => None,
    };
    let own = |value: Value| Variable {
        value,
        default: default.clone(),
        sensitive: declared.sensitive,
    };
    let Some((_, caller)) = above.last() else {
        let given = plan.document.variables().get(name);
        let given = given.map(|given| given.to_value()).transpose().ok()?;
        return given.or_else(|| default.clone()).map(own);
    };
    let given = expressions(caller.call(call)?.expressions());
    let given = given.into_iter().find(|(argument, _)| argument == name);
    let Some((_, expression)) = given else {
        return default.clone().map(own);
    };
    if let Some(constant) = constant(expression) {
        return constant.to_value().ok().map(own);
    }
    let outer = value(plan, above, &sole_variable(expression)?)?;
    Some(Variable {
        sensitive: outer.sensitive || declared.sensitive,
        default: outer.default.or_else(|| default.clone()),
        ..outer
    })
}
