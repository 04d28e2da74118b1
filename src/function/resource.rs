//! What is asked of a resource as a whole. The engine answers.
//!
//! These are functions and not attributes because providers have attributes named `type`, `name`
//! and `module`.
//!
//! The examples speak of one resource: `self` is `module.app.aws_instance.web["blue"]` of the
//! provider `registry.terraform.io/hashicorp/aws`, updated from `t2.micro` to `t3.micro`.

use std::sync::Arc;

use super::{Body, Family, Function, Kind, Parameter, ResourceFunction, Returns};
use crate::value::{Missing, Reason, Trouble, Value};

pub(super) const FAMILY: Family = Family {
    name: "resources",
    functions: &[
        ACCOUNT_DECIDES,
        ACTIONS,
        ADDRESS,
        BEFORE,
        HAS_ATTRIBUTE,
        KEY,
        LAUNCH_TEMPLATE,
        METADATA_DEFAULT,
        MODULE,
        NAME,
        PLANNED,
        PROVIDER,
        TYPE,
    ],
};

const ACCOUNT_DECIDES: Function = Function {
    name: "account_decides",
    parameters: &[Parameter {
        name: "what",
        kind: Kind::Text,
    }],
    returns: Returns::Unknown,
    about: "Stands for what nothing in a plan says, because the account or the provider chooses it: \
            always unknown, with the reason `account`.",
    examples: &[("account_decides(\"http_tokens\") is known", "false")],
    body: Body::Plain(account_decides),
};

#[expect(
    clippy::unnecessary_wraps,
    reason = "every function of a rule may refuse"
)]
fn account_decides(arguments: &[Value]) -> Result<Value, Trouble> {
    let what = match arguments {
        [Value::Text(what)] => format!("`{what}` is set nowhere in this plan"),
        _ => "a value is set nowhere in this plan".to_owned(),
    };
    let decided_by = "writing it, or the account's and the image's own settings".to_owned();
    Ok(Value::Unknown(Arc::new(Missing {
        reason: Reason::Account,
        what,
        decided_by,
    })))
}

const ACTIONS: Function = Function {
    name: "actions",
    parameters: &[RESOURCE],
    returns: Returns::Texts,
    about: "What the plan does to the resource: `create`, `update`, `delete` and so on.",
    examples: &[("actions(self)", r#"["update"]"#)],
    body: Body::Resource(ResourceFunction::Actions),
};

const ADDRESS: Function = Function {
    name: "address",
    parameters: &[RESOURCE],
    returns: Returns::Text,
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
    returns: Returns::Resource,
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
    returns: Returns::Bool,
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
    returns: Returns::Key,
    about: "The key of the instance under `count` or `for_each`; null without them.",
    examples: &[("key(self)", r#""blue""#)],
    body: Body::Resource(ResourceFunction::Key),
};

const LAUNCH_TEMPLATE: Function = Function {
    name: "launch_template",
    parameters: &[Parameter {
        name: "block",
        kind: Kind::Any,
    }],
    returns: Returns::Templates,
    about: "The launch template that a block, or each of a list of blocks, names, with the content \
            of the version that it names; a version that the plan does not show is a part of the \
            list that nobody sees.",
    examples: &[("launch_template(self.launch_template) is set", "false")],
    body: Body::Resource(ResourceFunction::LaunchTemplate),
};

const METADATA_DEFAULT: Function = Function {
    name: "metadata_default",
    parameters: &[
        Parameter {
            name: "machine",
            kind: Kind::Resource,
        },
        Parameter {
            name: "option",
            kind: Kind::Text,
        },
    ],
    returns: Returns::Any,
    about: "What the account gives a machine, or the machines of a group, for a metadata option that \
            nothing else sets: the value in an `aws_ec2_instance_metadata_defaults` of the same \
            provider configuration and region, where that is certainly in force before; else \
            unknown, with the reason `account`.",
    examples: &[("metadata_default(self, \"http_tokens\") is known", "false")],
    body: Body::Resource(ResourceFunction::MetadataDefault),
};

const MODULE: Function = Function {
    name: "module",
    parameters: &[RESOURCE],
    returns: Returns::Text,
    about: "The address of the module that the resource is in; of the root, `\"\"`.",
    examples: &[("module(self)", r#""module.app""#)],
    body: Body::Resource(ResourceFunction::Module),
};

const NAME: Function = Function {
    name: "name",
    parameters: &[RESOURCE],
    returns: Returns::Text,
    about: "The name that the configuration gives the resource.",
    examples: &[("name(self)", r#""web""#)],
    body: Body::Resource(ResourceFunction::Name),
};

const PLANNED: Function = Function {
    name: "planned",
    parameters: &[Parameter {
        name: "xs",
        kind: Kind::List,
    }],
    returns: Returns::Members,
    about: "The members that this plan shows, as a list that ends there: what lies outside of it \
            is left away.",
    examples: &[("planned(resources(aws_iam_role)) is empty", "true")],
    body: Body::Resource(ResourceFunction::Planned),
};

const PROVIDER: Function = Function {
    name: "provider",
    parameters: &[RESOURCE],
    returns: Returns::Text,
    about: "The provider configuration that manages the resource, as `aws` or `aws.west`; where the plan does not say, the provider's full name.",
    examples: &[("provider(self)", r#""registry.terraform.io/hashicorp/aws""#)],
    body: Body::Resource(ResourceFunction::Provider),
};

const TYPE: Function = Function {
    name: "type",
    parameters: &[RESOURCE],
    returns: Returns::Text,
    about: "The type of the resource.",
    examples: &[("type(self)", r#""aws_instance""#)],
    body: Body::Resource(ResourceFunction::Type),
};

const RESOURCE: Parameter = Parameter {
    name: "r",
    kind: Kind::Resource,
};
