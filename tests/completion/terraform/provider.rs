//! What the AWS provider makes of a configuration while planning and while applying.
//!
//! The flags of attributes are the real schema's. What the schema does not say (defaults, and what
//! becomes of what is left out) is written down here once more, on purpose: the engine has its own
//! tables, and this is the check of them.

use std::collections::BTreeMap;

use plangate::schema::{Attribute, Block, NestedBlock, Nesting, Schemas, Shape, Type};

use super::configuration::Resource;
use super::document;
use super::function::sort_set;
use super::value::{Evaluated, Invalid, Value, invalid};

pub(crate) const PROVIDER: &str = "registry.terraform.io/hashicorp/aws";
pub(crate) const REGION: &str = "us-east-1";

type Fields = BTreeMap<String, Value>;

/// Defaults that the provider sets while planning, by type and path.
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("aws_autoscaling_group", "force_delete", "false"),
    ("aws_autoscaling_group", "force_delete_warm_pool", "false"),
    ("aws_autoscaling_group", "health_check_grace_period", "300"),
    (
        "aws_autoscaling_group",
        "ignore_failed_scaling_activities",
        "false",
    ),
    ("aws_autoscaling_group", "metrics_granularity", "1Minute"),
    ("aws_autoscaling_group", "protect_from_scale_in", "false"),
    ("aws_autoscaling_group", "wait_for_capacity_timeout", "10m"),
    ("aws_iam_instance_profile", "path", "/"),
    ("aws_iam_policy", "path", "/"),
    ("aws_iam_role", "force_detach_policies", "false"),
    ("aws_iam_role", "max_session_duration", "3600"),
    ("aws_iam_role", "path", "/"),
    ("aws_instance", "force_destroy", "false"),
    ("aws_instance", "get_password_data", "false"),
    ("aws_instance", "launch_template.version", "$Default"),
    ("aws_instance", "metadata_options.http_endpoint", "enabled"),
    (
        "aws_instance",
        "metadata_options.http_protocol_ipv6",
        "disabled",
    ),
    ("aws_instance", "source_dest_check", "true"),
    ("aws_instance", "user_data_replace_on_change", "false"),
    ("aws_launch_configuration", "enable_monitoring", "true"),
    ("aws_spot_instance_request", "force_destroy", "false"),
    ("aws_spot_instance_request", "get_password_data", "false"),
    (
        "aws_spot_instance_request",
        "instance_interruption_behavior",
        "terminate",
    ),
    (
        "aws_spot_instance_request",
        "launch_template.version",
        "$Default",
    ),
    (
        "aws_spot_instance_request",
        "metadata_options.http_endpoint",
        "enabled",
    ),
    (
        "aws_spot_instance_request",
        "metadata_options.http_protocol_ipv6",
        "disabled",
    ),
    ("aws_spot_instance_request", "source_dest_check", "true"),
    ("aws_spot_instance_request", "spot_type", "persistent"),
    (
        "aws_spot_instance_request",
        "user_data_replace_on_change",
        "false",
    ),
    ("aws_spot_instance_request", "wait_for_fulfillment", "false"),
];

/// The schema of a resource's type.
pub(crate) fn schema(resource: &Resource) -> Block<'static> {
    let schemas = Schemas::shipped();
    let found = if resource.data {
        schemas.data(PROVIDER, &resource.kind)
    } else {
        schemas.resource(PROVIDER, &resource.kind)
    };
    found.unwrap_or_else(|| panic!("no schema of {}", resource.kind))
}

/// What a body says, with every attribute and block of the schema, of the schema's types.
pub(crate) fn typed(schema: Block<'_>, config: &Value) -> Evaluated {
    let mut fields = Fields::new();
    for attribute in schema.attributes() {
        let value = convert(&config.field(attribute.name), attribute.kind)?;
        if attribute.required && value.is_empty() {
            return invalid("a required argument is not set");
        }
        if is_malformed(attribute.name, &value) {
            return invalid("a malformed policy");
        }
        fields.insert(attribute.name.to_owned(), value.without_ranges());
    }
    for nested in schema.blocks() {
        let value = match config.field(nested.name) {
            Value::Unknown(_) => Value::unknown(),
            Value::Null if nested.nesting == Nesting::Single => Value::Null,
            blocks => Value::list(
                blocks
                    .items()
                    .iter()
                    .map(|block| typed(nested.block, block))
                    .collect::<Result<_, _>>()?,
            ),
        };
        fields.insert(nested.name.to_owned(), value);
    }
    Ok(Value::object(fields))
}

/// The provider and the service take only JSON for a policy.
fn is_malformed(name: &str, value: &Value) -> bool {
    let json = value
        .as_text()
        .map(serde_json::from_str::<serde_json::Value>);
    matches!(name, "policy" | "assume_role_policy")
        && json.is_some_and(|json| !json.is_ok_and(|json| json.is_object()))
}

fn convert(value: &Value, kind: Type<'_>) -> Evaluated {
    Ok(match (kind.shape(), value) {
        (_, Value::Null | Value::Unknown(_)) => value.clone(),
        (Shape::Text, other) => match other.to_text() {
            Some(text) => Value::Text(text),
            None => return invalid("a text is needed"),
        },
        (Shape::Number, Value::Text(text)) => match text.parse() {
            Ok(number) => Value::Number(number),
            Err(_) => return invalid("a number is needed"),
        },
        (Shape::List(inner) | Shape::Set(inner), Value::List(items)) => {
            let mut items = items
                .iter()
                .map(|item| convert(item, inner))
                .collect::<Result<Vec<_>, Invalid>>()?;
            if matches!(kind.shape(), Shape::Set(_)) {
                sort_set(&mut items);
            }
            Value::list(items)
        }
        (Shape::List(_) | Shape::Set(_), _) => return invalid("a list is needed"),
        (Shape::Map(inner), Value::Object(fields)) => Value::object(
            fields
                .iter()
                .map(|(key, value)| Ok((key.clone(), convert(value, inner)?)))
                .collect::<Result<_, Invalid>>()?,
        ),
        (Shape::Map(_), _) => return invalid("a map is needed"),
        (_, other) => other.clone(),
    })
}

/// The planned object of a resource that does not exist yet, or of a data source that is read
/// while applying.
pub(crate) fn plan(resource: &Resource, schema: Block<'_>, config: &Value) -> Value {
    if resource.data {
        let fields = schema.attributes().map(|attribute| {
            let given = config.field(attribute.name);
            let open = attribute.computed && given.is_null();
            let value = if open { Value::unknown() } else { given };
            (attribute.name.to_owned(), value)
        });
        let blocks = schema
            .blocks()
            .map(|nested| (nested.name.to_owned(), config.field(nested.name)));
        return Value::object(fields.chain(blocks).collect());
    }
    let planned = Planner {
        kind: &resource.kind,
    }
    .block("", schema, config, false);
    let Value::Object(fields) = &planned else {
        return planned;
    };
    let mut fields = (**fields).clone();
    if fields.get("region").is_some_and(Value::is_unknown) && config.field("region").is_null() {
        fields.insert("region".into(), Value::text(REGION));
    }
    if fields.contains_key("tags_all") {
        let tags = config.field("tags");
        let all = if tags.is_empty() {
            Value::unknown()
        } else {
            tags
        };
        fields.insert("tags_all".into(), all);
    }
    Value::object(fields)
}

/// What a data source answers.
pub(crate) fn read(resource: &Resource, config: &Value) -> Evaluated {
    match resource.kind.as_str() {
        "aws_iam_policy_document" => Ok(document::read(config)),
        other => invalid(format!("data {other} is not modelled")),
    }
}

struct Planner<'a> {
    kind: &'a str,
}

impl Planner<'_> {
    fn block(&self, path: &str, block: Block<'_>, config: &Value, in_set: bool) -> Value {
        let mut fields = Fields::new();
        for attribute in block.attributes() {
            let path = join(path, attribute.name);
            let value = self.attribute(&path, attribute, config.field(attribute.name), in_set);
            fields.insert(attribute.name.to_owned(), value);
        }
        for nested in block.blocks() {
            let path = join(path, nested.name);
            let value = self.nested(&path, nested, &config.field(nested.name), in_set);
            fields.insert(nested.name.to_owned(), value);
        }
        Value::object(fields)
    }

    fn attribute(&self, path: &str, attribute: Attribute<'_>, given: Value, in_set: bool) -> Value {
        // The provider's kit cannot tell "" and [] from what is not there.
        let unset = given.is_null() || (attribute.computed && given.is_empty());
        if !unset {
            return given;
        }
        let default = DEFAULTS
            .iter()
            .find(|(kind, at, _)| *kind == self.kind && *at == path);
        if let Some((_, _, default)) = default
            && !attribute.computed
        {
            return default_value(default, attribute.kind);
        }
        if attribute.computed {
            return Value::unknown();
        }
        match attribute.kind.shape() {
            Shape::Text if in_set => Value::text(""),
            Shape::List(_) | Shape::Set(_) if in_set => Value::list(Vec::new()),
            _ => given,
        }
    }

    fn nested(&self, path: &str, nested: NestedBlock<'_>, given: &Value, in_set: bool) -> Value {
        match given {
            Value::Null | Value::Unknown(_) => given.clone(),
            Value::List(items) if items.is_empty() && nested.computed => Value::unknown(),
            given => {
                let in_set = in_set || nested.nesting == Nesting::Set;
                let items = given.items().iter();
                Value::list(
                    items
                        .map(|item| self.block(path, nested.block, item, in_set))
                        .collect(),
                )
            }
        }
    }
}

fn default_value(text: &str, kind: Type<'_>) -> Value {
    match kind.shape() {
        Shape::Bool => Value::Bool(text == "true"),
        Shape::Number => Value::Number(text.parse().expect("a number")),
        _ => Value::text(text),
    }
}

pub(crate) fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        path => format!("{path}.{name}"),
    }
}
