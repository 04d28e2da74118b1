//! What the provider, the service and the account answer when a resource is made.

use std::collections::BTreeMap;

use plangate::schema::{Block, Shape, Type};

use super::configuration::Resource;
use super::provider::{self, REGION, join};
use super::value::Value;
use super::world::World;

const ACCOUNT: &str = "123456789012";

/// A resource that is being made, when everything that it refers to is known.
pub(crate) struct Making<'a> {
    pub(crate) resource: &'a Resource,
    pub(crate) address: &'a str,
    pub(crate) world: &'a World,
    /// The launch templates that there are.
    pub(crate) templates: &'a [Value],
}

/// What identifies the new object, and the launch template that it comes from.
struct Identity {
    name: String,
    prefix: String,
    id: String,
    arn: String,
    template: Option<Value>,
}

impl Making<'_> {
    /// The object that is made.
    pub(crate) fn make(&self, schema: Block<'_>, config: &Value) -> Value {
        let planned = provider::plan(self.resource, schema, config);
        let identity = self.identity(&planned);
        self.block("", schema, &planned, &identity)
    }

    fn identity(&self, planned: &Value) -> Identity {
        let kind = self.resource.kind.as_str();
        let (given, prefix) = (planned.field("name"), planned.field("name_prefix"));
        let generated = given.is_unknown();
        let name = match given.as_text() {
            Some(name) => name.to_owned(),
            None if generated => self.generated(&prefix),
            None => String::new(),
        };
        let prefix = match prefix.as_text() {
            Some(prefix) => prefix.to_owned(),
            None if generated => "terraform-".to_owned(),
            None => String::new(),
        };
        let text = |field: &str| planned.field(field).to_text().unwrap_or_default();
        let mut arn = match kind {
            "aws_iam_role" => iam("role", &name),
            "aws_iam_policy" => iam("policy", &name),
            "aws_iam_instance_profile" => iam("instance-profile", &name),
            _ => String::new(),
        };
        let id = match kind {
            "aws_iam_role_policy" => format!("{}:{name}", text("role")),
            "aws_iam_role_policy_attachment" => format!("{}/{}", text("role"), text("policy_arn")),
            "aws_iam_policy" => arn.clone(),
            "aws_instance" => self.word("id", "i-0"),
            "aws_launch_template" => self.word("id", "lt-0"),
            "aws_spot_instance_request" => self.word("id", "sir-0"),
            _ => name.clone(),
        };
        if arn.is_empty() {
            let service = kind.trim_start_matches("aws_").replace('_', "-");
            arn = format!("arn:aws:ec2:{REGION}:{ACCOUNT}:{service}/{id}");
        }
        let template = planned.field("launch_template");
        Identity {
            name,
            prefix,
            id,
            arn,
            template: template
                .items()
                .first()
                .and_then(|block| self.template(block, "")),
        }
    }

    /// A name that nobody gives.
    fn generated(&self, prefix: &Value) -> String {
        let start = prefix.as_text().unwrap_or("terraform-");
        let fresh = format!("{start}20260101{}", self.world.fresh(self.address));
        let own = iam(
            self.resource
                .kind
                .trim_start_matches("aws_iam_")
                .replace('_', "-")
                .as_str(),
            "",
        );
        let fits = |text: &str| match text.strip_prefix(&own) {
            Some(name) => Some(name.to_owned()),
            None if text.starts_with("arn:") || text.starts_with("lt-") => None,
            None => Some(text.to_owned()),
        };
        let required = prefix.as_text().unwrap_or_default();
        self.world
            .name(&format!("{}.name", self.address), fresh, |text| {
                fits(text).filter(|name| name.starts_with(required) && !name.is_empty())
            })
    }

    /// A text of which only its beginning is known, as of an id.
    fn word(&self, path: &str, start: &str) -> String {
        let symbol = format!("{}.{path}", self.address);
        let fresh = format!("{start}{}", self.world.fresh(&symbol));
        self.world.name(&symbol, fresh, |text| {
            let fits = !start.is_empty() && text.starts_with(start.trim_end_matches('0'));
            fits.then(|| text.to_owned())
        })
    }

    /// The template that a block names.
    fn template(&self, block: &Value, prefix: &str) -> Option<Value> {
        let same = |template: &Value, member: &str, field: &str| {
            let named = block.field(&format!("{prefix}{member}"));
            named.as_text().is_some_and(|text| !text.is_empty()) && named == template.field(field)
        };
        let mut templates = self.templates.iter();
        templates
            .find(|template| same(template, "id", "id") || same(template, "name", "name"))
            .cloned()
    }

    fn block(&self, path: &str, schema: Block<'_>, planned: &Value, identity: &Identity) -> Value {
        let mut fields = BTreeMap::new();
        for attribute in schema.attributes() {
            let at = join(path, attribute.name);
            let value = match planned.field(attribute.name) {
                Value::Unknown(_) => self.answer(&at, attribute.kind, planned, identity),
                known => known,
            };
            fields.insert(attribute.name.to_owned(), value);
        }
        for nested in schema.blocks() {
            let at = join(path, nested.name);
            let value = match planned.field(nested.name) {
                Value::Unknown(_) => match self.left_out(&at, nested.block, identity) {
                    Some(block) => Value::list(vec![block]),
                    None => Value::list(Vec::new()),
                },
                Value::Null => Value::Null,
                blocks => {
                    let blocks = blocks.items().iter();
                    let made = blocks.map(|block| self.block(&at, nested.block, block, identity));
                    Value::list(made.collect())
                }
            };
            fields.insert(nested.name.to_owned(), value);
        }
        Value::object(fields)
    }

    /// A block that nobody writes and that is there all the same.
    fn left_out(&self, path: &str, schema: Block<'_>, identity: &Identity) -> Option<Value> {
        let is_machine = matches!(
            self.resource.kind.as_str(),
            "aws_instance" | "aws_spot_instance_request"
        );
        let there = (is_machine && path == "metadata_options")
            || path.ends_with("mixed_instances_policy.instances_distribution");
        there.then(|| {
            let unknown = schema
                .attributes()
                .map(|attribute| (attribute.name.to_owned(), Value::unknown()));
            let block = Value::object(unknown.collect());
            self.block(path, schema, &block, identity)
        })
    }

    /// What becomes of an attribute that nobody writes.
    fn answer(&self, path: &str, kind: Type<'_>, around: &Value, identity: &Identity) -> Value {
        let (block, name) = path.rsplit_once('.').unwrap_or(("", path));
        match (block, name) {
            ("", "name") => Value::text(&identity.name),
            ("", "name_prefix") => Value::text(&identity.prefix),
            ("", "id") => Value::text(&identity.id),
            ("", "arn") => Value::text(&identity.arn),
            ("", "latest_version" | "default_version") => Value::Number(1),
            ("", "tags_all") => Value::object(BTreeMap::new()),
            ("", "iam_instance_profile") => Value::text(&self.profile(around, identity)),
            ("metadata_options", option) => self.metadata(option, kind, identity),
            (block, "id" | "name" | "launch_template_id" | "launch_template_name")
                if block.contains("launch_template") =>
            {
                let field = name.trim_start_matches("launch_template_");
                let prefix = name.trim_end_matches(field);
                match self.template(around, prefix) {
                    Some(template) => template.field(field),
                    None => Value::text(&self.world.fresh(&format!("{}.{path}", self.address))),
                }
            }
            (block, "version") if block.contains("launch_template") => Value::text("$Default"),
            (block, "on_demand_percentage_above_base_capacity") if !block.is_empty() => {
                Value::Number(100)
            }
            ("", name) if is_left_empty(name) => empty(kind),
            ("", _) if matches!(kind.shape(), Shape::Text) => Value::text(&self.word(path, "")),
            _ => empty(kind),
        }
    }

    /// The profile of a machine that names none.
    fn profile(&self, planned: &Value, identity: &Identity) -> String {
        if self.resource.kind != "aws_instance" || planned.field("launch_template").is_empty() {
            return String::new();
        }
        let Some(template) = &identity.template else {
            // A template that this configuration does not make.
            let options = [String::new(), "outside".to_owned()];
            return self
                .world
                .choose(&format!("{}.profile", self.address), &options);
        };
        let blocks = template.field("iam_instance_profile");
        let Some(block) = blocks.items().first() else {
            return String::new();
        };
        let text = |field: &str| block.field(field).to_text().unwrap_or_default();
        let (name, arn) = (text("name"), text("arn"));
        if name.is_empty() {
            arn.rsplit('/').next().unwrap_or_default().to_owned()
        } else {
            name.to_string()
        }
    }

    /// A metadata option that nobody writes: the template's, else the account's choice.
    fn metadata(&self, option: &str, kind: Type<'_>, identity: &Identity) -> Value {
        if !matches!(
            self.resource.kind.as_str(),
            "aws_instance" | "aws_spot_instance_request"
        ) {
            return empty(kind);
        }
        let symbol = format!("{}.metadata_options.{option}", self.address);
        let choose = |options: &[&str]| {
            let options: Vec<String> = options.iter().map(|&option| option.into()).collect();
            Value::text(&self.world.choose(&symbol, &options))
        };
        let from_template = match (&identity.template, self.resource.kind.as_str()) {
            (Some(template), "aws_instance") => template
                .field("metadata_options")
                .items()
                .first()
                .map(|block| block.field(option)),
            _ => None,
        };
        let says = |value: &Value| !value.is_empty() && *value != Value::Number(0);
        match (option, from_template.filter(says)) {
            (_, Some(value)) => value,
            ("http_tokens", None) => choose(&["optional", "required"]),
            ("http_endpoint", None) => choose(&["enabled", "disabled"]),
            (_, None) => match kind.shape() {
                Shape::Number => Value::Number(1),
                _ => Value::text("disabled"),
            },
        }
    }
}

fn iam(what: &str, name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:{what}/{name}")
}

/// Arguments that stay empty where nobody gives them.
fn is_left_empty(name: &str) -> bool {
    matches!(
        name,
        "key_name"
            | "user_data"
            | "user_data_base64"
            | "description"
            | "kernel_id"
            | "ram_disk_id"
            | "permissions_boundary"
            | "host_id"
            | "placement_group"
    )
}

fn empty(kind: Type<'_>) -> Value {
    match kind.shape() {
        Shape::Bool => Value::Bool(false),
        Shape::Number => Value::Number(0),
        Shape::List(_) | Shape::Set(_) => Value::list(Vec::new()),
        Shape::Map(_) => Value::object(BTreeMap::new()),
        _ => Value::text(""),
    }
}
