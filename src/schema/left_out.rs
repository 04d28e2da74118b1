//! What becomes of an attribute or a block that the configuration leaves out and that a plan which
//! creates its resource shows as unknown.
//!
//! The schema says only that the provider may fill it in. Whether anything comes of it, and what,
//! is known from the provider and its service; each row says in a word why.

/// What becomes of one attribute or block.
#[derive(Debug)]
pub struct LeftOut {
    /// The attribute or block, with the blocks that it is in: `metadata_options.http_tokens`.
    pub path: &'static str,
    /// What it is after apply.
    pub becomes: Becomes,
    /// Where the configuration writes one of these, the provider chooses after all.
    pub unless: &'static [&'static str],
    /// Why this is so.
    pub why: &'static str,
}

/// What something is after apply, though nobody wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// Nothing: null, or empty.
    Empty,
    /// This value, as text whatever the attribute's type.
    Value(&'static str),
    /// The provider, or the account, chooses.
    Provider,
}

/// What becomes of a path of a type; what is not in the table, the provider chooses.
///
/// A row of a block's member holds where the block is written without it, and where the whole
/// block is left out.
pub fn left_out(kind: &str, path: &str) -> Option<&'static LeftOut> {
    let index = ALL.binary_search_by_key(&kind, |(kind, _)| kind).ok()?;
    let (_, rows) = ALL.get(index)?;
    rows.iter().find(|row| row.path == path)
}

/// All that is known, by resource type.
pub static ALL: &[(&str, &[LeftOut])] = &[
    (
        "aws_autoscaling_group",
        &[
            empty("launch_template", SOURCE),
            value("launch_template.version", "$Default", VERSION),
            empty("mixed_instances_policy", SOURCE),
            value(
                "mixed_instances_policy.instances_distribution.on_demand_base_capacity",
                "0",
                "Auto Scaling's default",
            ),
            value(
                "mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity",
                "100",
                "Auto Scaling's default",
            ),
            value(
                "mixed_instances_policy.launch_template.launch_template_specification.version",
                "$Default",
                VERSION,
            ),
            empty(
                "mixed_instances_policy.launch_template.override",
                "a policy has the overrides that are written",
            ),
            value(
                "mixed_instances_policy.launch_template.override.launch_template_specification.version",
                "$Default",
                VERSION,
            ),
        ],
    ),
    (
        "aws_batch_compute_environment",
        &[empty(
            "compute_resources",
            "an unmanaged environment has none",
        )],
    ),
    (
        "aws_default_security_group",
        &[empty("egress", ADOPTED), empty("ingress", ADOPTED)],
    ),
    (
        "aws_ec2_instance_metadata_defaults",
        &[
            value("http_endpoint", "no-preference", PROVIDER_DEFAULT),
            value("http_put_response_hop_limit", "-1", PROVIDER_DEFAULT),
            value("http_tokens", "no-preference", PROVIDER_DEFAULT),
            value("instance_metadata_tags", "no-preference", PROVIDER_DEFAULT),
        ],
    ),
    (
        "aws_eip",
        &[
            empty("instance", "a new address belongs to nothing").unless(&["network_interface"]),
            empty("network_interface", "a new address belongs to nothing").unless(&["instance"]),
        ],
    ),
    (
        "aws_iam_role",
        &[
            empty("inline_policy", "a new role has no policies"),
            empty("managed_policy_arns", "a new role has no policies"),
        ],
    ),
    (
        "aws_instance",
        &[
            empty("iam_instance_profile", MACHINE).unless(TEMPLATE),
            empty("instance_market_options", MACHINE).unless(TEMPLATE),
            empty("key_name", MACHINE).unless(TEMPLATE),
            provider("metadata_options", ACCOUNT),
            provider("metadata_options.http_put_response_hop_limit", ACCOUNT),
            provider("metadata_options.http_tokens", ACCOUNT),
            provider("metadata_options.instance_metadata_tags", ACCOUNT),
            empty(
                "network_interface",
                "the provider lists the interfaces that are written",
            ),
            empty("user_data_base64", MACHINE).unless(TEMPLATE),
        ],
    ),
    (
        "aws_launch_configuration",
        &[
            empty("key_name", MACHINE),
            empty("metadata_options", ENFORCES),
            empty("metadata_options.http_endpoint", ENFORCES),
            empty("metadata_options.http_put_response_hop_limit", ENFORCES),
            empty("metadata_options.http_tokens", ENFORCES),
        ],
    ),
    (
        "aws_launch_template",
        &[
            empty("metadata_options", ENFORCES),
            empty("metadata_options.http_endpoint", ENFORCES),
            empty("metadata_options.http_protocol_ipv6", ENFORCES),
            empty("metadata_options.http_put_response_hop_limit", ENFORCES),
            empty("metadata_options.http_tokens", ENFORCES),
            empty("metadata_options.instance_metadata_tags", ENFORCES),
        ],
    ),
    (
        "aws_network_interface",
        &[empty("attachment", "a new interface belongs to nothing")],
    ),
    (
        "aws_security_group",
        &[empty("egress", NEW_GROUP), empty("ingress", NEW_GROUP)],
    ),
    (
        "aws_spot_instance_request",
        &[
            empty("iam_instance_profile", SPOT),
            empty("key_name", SPOT),
            provider("metadata_options", ACCOUNT),
            provider("metadata_options.http_put_response_hop_limit", ACCOUNT),
            provider("metadata_options.http_tokens", ACCOUNT),
            provider("metadata_options.instance_metadata_tags", ACCOUNT),
            empty(
                "network_interface",
                "the provider lists the interfaces that are written",
            ),
            empty("user_data_base64", SPOT),
        ],
    ),
];

const TEMPLATE: &[&str] = &["launch_template"];

const ACCOUNT: &str = "the image or the account's defaults decide";
const ADOPTED: &str = "the provider removes the rules of a default group that it takes over";
const ENFORCES: &str = "it enforces nothing that it does not say";
const MACHINE: &str = "a machine gets none by itself";
const NEW_GROUP: &str = "the provider removes what the service puts into a new group";
const PROVIDER_DEFAULT: &str = "the provider's default";
const SOURCE: &str = "a group launches from what is written";
const SPOT: &str = "the request takes no launch template";
const VERSION: &str = "the service's default";

const fn empty(path: &'static str, why: &'static str) -> LeftOut {
    row(path, Becomes::Empty, why)
}

const fn value(path: &'static str, value: &'static str, why: &'static str) -> LeftOut {
    row(path, Becomes::Value(value), why)
}

const fn provider(path: &'static str, why: &'static str) -> LeftOut {
    row(path, Becomes::Provider, why)
}

const fn row(path: &'static str, becomes: Becomes, why: &'static str) -> LeftOut {
    LeftOut {
        path,
        becomes,
        unless: &[],
        why,
    }
}

impl LeftOut {
    const fn unless(self, unless: &'static [&'static str]) -> LeftOut {
        LeftOut { unless, ..self }
    }
}
