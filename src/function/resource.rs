//! What is asked of a resource as a whole. The engine answers.
//!
//! These are functions and not attributes because providers have attributes named `type`, `name`
//! and `module`.
//!
//! The examples speak of one resource: `self` is `module.app.aws_instance.web["blue"]` of the
//! provider `registry.terraform.io/hashicorp/aws`, updated from `t2.micro` to `t3.micro`.

use super::{Body, Family, Function, Kind, Parameter, ResourceFunction};

pub(super) const FAMILY: Family = Family {
    name: "resources",
    functions: &[
        ACTIONS,
        ADDRESS,
        BEFORE,
        HAS_ATTRIBUTE,
        KEY,
        MODULE,
        NAME,
        PROVIDER,
        TYPE,
    ],
};

const ACTIONS: Function = Function {
    name: "actions",
    parameters: &[RESOURCE],
    returns: "a list of strings",
    about: "What the plan does to the resource: `create`, `update`, `delete` and so on.",
    examples: &[("actions(self)", r#"["update"]"#)],
    body: Body::Resource(ResourceFunction::Actions),
};

const ADDRESS: Function = Function {
    name: "address",
    parameters: &[RESOURCE],
    returns: "a string",
    about: "The full address of the instance.",
    examples: &[(
        "address(self)",
        r#""module.app.aws_instance.web[\"blue\"]""#,
    )],
    body: Body::Resource(ResourceFunction::Address),
};

const BEFORE: Function = Function {
    name: "before",
    parameters: &[RESOURCE],
    returns: "a resource",
    about: "The resource as it is now, before the plan is applied; null if there is none yet.",
    examples: &[("before(self).instance_type", r#""t2.micro""#)],
    body: Body::Resource(ResourceFunction::Before),
};

const HAS_ATTRIBUTE: Function = Function {
    name: "has_attribute",
    parameters: &[
        RESOURCE,
        Parameter {
            name: "name",
            kind: Kind::Text,
        },
    ],
    returns: "a bool",
    about: "Whether the type of the resource has an attribute or block of that name.",
    examples: &[
        (r#"has_attribute(self, "ami")"#, "true"),
        (r#"has_attribute(self, "bucket")"#, "false"),
    ],
    body: Body::Resource(ResourceFunction::HasAttribute),
};

const KEY: Function = Function {
    name: "key",
    parameters: &[RESOURCE],
    returns: "a string or a number",
    about: "The key of the instance under `count` or `for_each`; null without them.",
    examples: &[("key(self)", r#""blue""#)],
    body: Body::Resource(ResourceFunction::Key),
};

const MODULE: Function = Function {
    name: "module",
    parameters: &[RESOURCE],
    returns: "a string",
    about: "The address of the module that the resource is in; of the root, `\"\"`.",
    examples: &[("module(self)", r#""module.app""#)],
    body: Body::Resource(ResourceFunction::Module),
};

const NAME: Function = Function {
    name: "name",
    parameters: &[RESOURCE],
    returns: "a string",
    about: "The name that the configuration gives the resource.",
    examples: &[("name(self)", r#""web""#)],
    body: Body::Resource(ResourceFunction::Name),
};

const PROVIDER: Function = Function {
    name: "provider",
    parameters: &[RESOURCE],
    returns: "a string",
    about: "The provider that the resource belongs to, by its full name.",
    examples: &[("provider(self)", r#""registry.terraform.io/hashicorp/aws""#)],
    body: Body::Resource(ResourceFunction::Provider),
};

const TYPE: Function = Function {
    name: "type",
    parameters: &[RESOURCE],
    returns: "a string",
    about: "The type of the resource.",
    examples: &[("type(self)", r#""aws_instance""#)],
    body: Body::Resource(ResourceFunction::Type),
};

const RESOURCE: Parameter = Parameter {
    name: "r",
    kind: Kind::Resource,
};
