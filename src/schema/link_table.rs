//! The table of links, and the ways in which resources are named.

use super::links::{Link, Target};

/// All links, by the type that has the attribute.
pub(super) static ALL: &[(&str, &[Link])] = &[
    ("aws_ami_copy", &[to("source_ami_id", IMAGES)]),
    (
        "aws_ami_from_instance",
        &[to("source_instance_id", INSTANCES)],
    ),
    (
        "aws_autoscaling_attachment",
        &[to("autoscaling_group_name", &[GROUP])],
    ),
    (
        "aws_autoscaling_group",
        &[
            to("launch_configuration", &[CONFIGURATION]),
            to("launch_template.id", &[TEMPLATE_ID]),
            to("launch_template.name", &[TEMPLATE_NAME]),
            to(
                "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id",
                &[TEMPLATE_ID],
            ),
            to(
                "mixed_instances_policy.launch_template.launch_template_specification.launch_template_name",
                &[TEMPLATE_NAME],
            ),
            to(
                "mixed_instances_policy.launch_template.override.launch_template_specification.launch_template_id",
                &[TEMPLATE_ID],
            ),
            to(
                "mixed_instances_policy.launch_template.override.launch_template_specification.launch_template_name",
                &[TEMPLATE_NAME],
            ),
            to("service_linked_role_arn", &[LINKED_ROLE]),
            to("vpc_zone_identifier", SUBNETS),
        ],
    ),
    (
        "aws_autoscaling_group_tag",
        &[to("autoscaling_group_name", &[GROUP])],
    ),
    (
        "aws_autoscaling_lifecycle_hook",
        &[to("autoscaling_group_name", &[GROUP])],
    ),
    (
        "aws_autoscaling_policy",
        &[to("autoscaling_group_name", &[GROUP])],
    ),
    (
        "aws_autoscaling_schedule",
        &[to("autoscaling_group_name", &[GROUP])],
    ),
    (
        "aws_autoscaling_traffic_source_attachment",
        &[to("autoscaling_group_name", &[GROUP])],
    ),
    (
        "aws_batch_compute_environment",
        &[
            to("compute_resources.instance_role", &[PROFILE]),
            to(
                "compute_resources.launch_template.launch_template_id",
                &[TEMPLATE_ID],
            ),
            to(
                "compute_resources.launch_template.launch_template_name",
                &[TEMPLATE_NAME],
            ),
            to("compute_resources.spot_iam_fleet_role", &[ROLE]),
            to("service_role", &[ROLE]),
        ],
    ),
    ("aws_codebuild_project", &[to("service_role", &[ROLE])]),
    (
        "aws_codedeploy_deployment_group",
        &[to("service_role_arn", &[ROLE])],
    ),
    (
        "aws_db_instance",
        &[to("custom_iam_instance_profile", &[PROFILE])],
    ),
    (
        "aws_default_security_group",
        &[
            to("egress.security_groups", SECURITY_GROUPS),
            to("ingress.security_groups", SECURITY_GROUPS),
        ],
    ),
    (
        "aws_ec2_fleet",
        &[
            to(
                "launch_template_config.launch_template_specification.launch_template_id",
                &[TEMPLATE_ID],
            ),
            to(
                "launch_template_config.launch_template_specification.launch_template_name",
                &[TEMPLATE_NAME],
            ),
        ],
    ),
    (
        "aws_ecs_capacity_provider",
        &[
            to(
                "auto_scaling_group_provider.auto_scaling_group_arn",
                &[GROUP],
            ),
            to(
                "managed_instances_provider.infrastructure_role_arn",
                &[ROLE],
            ),
            to(
                "managed_instances_provider.instance_launch_template.ec2_instance_profile_arn",
                &[PROFILE],
            ),
        ],
    ),
    ("aws_ecs_service", &[to("iam_role", &[ROLE])]),
    (
        "aws_ecs_task_definition",
        &[
            to("execution_role_arn", &[ROLE]),
            to("task_role_arn", &[ROLE]),
        ],
    ),
    (
        "aws_eip",
        &[
            to("instance", INSTANCES),
            to("network_interface", INTERFACES),
        ],
    ),
    (
        "aws_eip_association",
        &[
            to("allocation_id", &[ADDRESS]),
            to("instance_id", INSTANCES),
            to("network_interface_id", INTERFACES),
            to("public_ip", &[ADDRESS_IP]),
        ],
    ),
    ("aws_eks_cluster", &[to("role_arn", &[ROLE])]),
    (
        "aws_eks_fargate_profile",
        &[to("pod_execution_role_arn", &[ROLE])],
    ),
    (
        "aws_eks_node_group",
        &[
            to("launch_template.id", &[TEMPLATE_ID]),
            to("launch_template.name", &[TEMPLATE_NAME]),
            to("node_role_arn", &[ROLE]),
        ],
    ),
    (
        "aws_eks_pod_identity_association",
        &[to("role_arn", &[ROLE])],
    ),
    (
        "aws_elastic_beanstalk_configuration_template",
        &[to("setting.value", &[PROFILE])],
    ),
    (
        "aws_elastic_beanstalk_environment",
        &[to("setting.value", &[PROFILE])],
    ),
    (
        "aws_emr_cluster",
        &[
            to("autoscaling_role", &[ROLE]),
            to("ec2_attributes.instance_profile", &[PROFILE]),
            to("service_role", &[ROLE]),
        ],
    ),
    ("aws_gamelift_fleet", &[to("instance_role_arn", &[ROLE])]),
    (
        "aws_gamelift_game_server_group",
        &[
            to("launch_template.id", &[TEMPLATE_ID]),
            to("launch_template.name", &[TEMPLATE_NAME]),
            to("role_arn", &[ROLE]),
        ],
    ),
    ("aws_glue_job", &[to("role_arn", &[ROLE])]),
    ("aws_iam_access_key", &[to("user", &[USER])]),
    (
        "aws_iam_group_membership",
        &[to("group", &[IAM_GROUP]), to("users", &[USER])],
    ),
    (
        "aws_iam_group_policies_exclusive",
        &[
            to("group_name", &[IAM_GROUP]),
            to("policy_names", &[GROUP_POLICY]),
        ],
    ),
    ("aws_iam_group_policy", &[to("group", &[IAM_GROUP])]),
    (
        "aws_iam_group_policy_attachment",
        &[to("group", &[IAM_GROUP]), to("policy_arn", &[POLICY])],
    ),
    (
        "aws_iam_group_policy_attachments_exclusive",
        &[to("group_name", &[IAM_GROUP]), to("policy_arns", &[POLICY])],
    ),
    ("aws_iam_instance_profile", &[to("role", &[ROLE])]),
    (
        "aws_iam_policy_attachment",
        &[
            to("groups", &[IAM_GROUP]),
            to("policy_arn", &[POLICY]),
            to("roles", &[ROLE]),
            to("users", &[USER]),
        ],
    ),
    (
        "aws_iam_role",
        &[
            to("managed_policy_arns", &[POLICY]),
            to("permissions_boundary", &[POLICY]),
        ],
    ),
    (
        "aws_iam_role_policies_exclusive",
        &[to("policy_names", &[ROLE_POLICY]), to("role_name", &[ROLE])],
    ),
    ("aws_iam_role_policy", &[to("role", &[ROLE])]),
    (
        "aws_iam_role_policy_attachment",
        &[to("policy_arn", &[POLICY]), to("role", &[ROLE])],
    ),
    (
        "aws_iam_role_policy_attachments_exclusive",
        &[to("policy_arns", &[POLICY]), to("role_name", &[ROLE])],
    ),
    ("aws_iam_user", &[to("permissions_boundary", &[POLICY])]),
    (
        "aws_iam_user_group_membership",
        &[to("groups", &[IAM_GROUP]), to("user", &[USER])],
    ),
    ("aws_iam_user_login_profile", &[to("user", &[USER])]),
    (
        "aws_iam_user_policies_exclusive",
        &[to("policy_names", &[USER_POLICY]), to("user_name", &[USER])],
    ),
    ("aws_iam_user_policy", &[to("user", &[USER])]),
    (
        "aws_iam_user_policy_attachment",
        &[to("policy_arn", &[POLICY]), to("user", &[USER])],
    ),
    (
        "aws_iam_user_policy_attachments_exclusive",
        &[to("policy_arns", &[POLICY]), to("user_name", &[USER])],
    ),
    (
        "aws_imagebuilder_distribution_configuration",
        &[
            to(
                "distribution.fast_launch_configuration.launch_template.launch_template_id",
                &[TEMPLATE_ID],
            ),
            to(
                "distribution.fast_launch_configuration.launch_template.launch_template_name",
                &[TEMPLATE_NAME],
            ),
            to(
                "distribution.launch_template_configuration.launch_template_id",
                &[TEMPLATE_ID],
            ),
        ],
    ),
    (
        "aws_imagebuilder_image",
        &[
            to("execution_role", &[ROLE]),
            to("infrastructure_configuration_arn", &[INFRASTRUCTURE]),
        ],
    ),
    (
        "aws_imagebuilder_image_pipeline",
        &[
            to("execution_role", &[ROLE]),
            to("infrastructure_configuration_arn", &[INFRASTRUCTURE]),
        ],
    ),
    (
        "aws_imagebuilder_infrastructure_configuration",
        &[to("instance_profile_name", &[PROFILE])],
    ),
    (
        "aws_instance",
        &[
            to("ami", IMAGES),
            to("iam_instance_profile", &[PROFILE]),
            to("key_name", &[KEY_PAIR]),
            to("launch_template.id", &[TEMPLATE_ID]),
            to("launch_template.name", &[TEMPLATE_NAME]),
            to("network_interface.network_interface_id", &[INTERFACE]),
            to(
                "primary_network_interface.network_interface_id",
                &[INTERFACE],
            ),
            to("security_groups", SECURITY_GROUPS),
            to("subnet_id", SUBNETS),
            to("vpc_security_group_ids", SECURITY_GROUPS),
        ],
    ),
    ("aws_lambda_function", &[to("role", &[ROLE])]),
    (
        "aws_launch_configuration",
        &[
            to("iam_instance_profile", &[PROFILE]),
            to("image_id", IMAGES),
            to("key_name", &[KEY_PAIR]),
            to("security_groups", SECURITY_GROUPS),
        ],
    ),
    (
        "aws_launch_template",
        &[
            to("iam_instance_profile.arn", &[PROFILE]),
            to("iam_instance_profile.name", &[PROFILE]),
            to("image_id", IMAGES),
            to("key_name", &[KEY_PAIR]),
            to("network_interfaces.network_interface_id", &[INTERFACE]),
            to("network_interfaces.security_groups", SECURITY_GROUPS),
            to("network_interfaces.subnet_id", SUBNETS),
            to("security_group_names", SECURITY_GROUPS),
            to("vpc_security_group_ids", SECURITY_GROUPS),
        ],
    ),
    (
        "aws_network_interface",
        &[
            to("attachment.instance", INSTANCES),
            to("security_groups", SECURITY_GROUPS),
            to("subnet_id", SUBNETS),
        ],
    ),
    (
        "aws_network_interface_attachment",
        &[
            to("instance_id", INSTANCES),
            to("network_interface_id", &[INTERFACE]),
        ],
    ),
    (
        "aws_network_interface_sg_attachment",
        &[
            to("network_interface_id", &[INTERFACE]),
            to("security_group_id", SECURITY_GROUPS),
        ],
    ),
    (
        "aws_rds_cluster_instance",
        &[to("custom_iam_instance_profile", &[PROFILE])],
    ),
    (
        "aws_sagemaker_notebook_instance",
        &[to("role_arn", &[ROLE])],
    ),
    (
        "aws_security_group",
        &[
            to("egress.security_groups", SECURITY_GROUPS),
            to("ingress.security_groups", SECURITY_GROUPS),
        ],
    ),
    (
        "aws_security_group_rule",
        &[
            to("security_group_id", SECURITY_GROUPS),
            to("source_security_group_id", SECURITY_GROUPS),
        ],
    ),
    ("aws_sfn_state_machine", &[to("role_arn", &[ROLE])]),
    (
        "aws_spot_fleet_request",
        &[
            to("iam_fleet_role", &[ROLE]),
            to("launch_specification.ami", IMAGES),
            to("launch_specification.iam_instance_profile", &[PROFILE]),
            to("launch_specification.iam_instance_profile_arn", &[PROFILE]),
            to(
                "launch_specification.vpc_security_group_ids",
                SECURITY_GROUPS,
            ),
            to(
                "launch_template_config.launch_template_specification.id",
                &[TEMPLATE_ID],
            ),
            to(
                "launch_template_config.launch_template_specification.name",
                &[TEMPLATE_NAME],
            ),
        ],
    ),
    (
        "aws_spot_instance_request",
        &[
            to("ami", IMAGES),
            to("iam_instance_profile", &[PROFILE]),
            to("key_name", &[KEY_PAIR]),
            to("launch_template.id", &[TEMPLATE_ID]),
            to("launch_template.name", &[TEMPLATE_NAME]),
            to("network_interface.network_interface_id", &[INTERFACE]),
            to("security_groups", SECURITY_GROUPS),
            to("subnet_id", SUBNETS),
            to("vpc_security_group_ids", SECURITY_GROUPS),
        ],
    ),
    ("aws_ssm_activation", &[to("iam_role", &[ROLE])]),
    ("aws_volume_attachment", &[to("instance_id", INSTANCES)]),
    (
        "aws_vpc_security_group_egress_rule",
        &[
            to("referenced_security_group_id", SECURITY_GROUPS),
            to("security_group_id", SECURITY_GROUPS),
        ],
    ),
    (
        "aws_vpc_security_group_ingress_rule",
        &[
            to("referenced_security_group_id", SECURITY_GROUPS),
            to("security_group_id", SECURITY_GROUPS),
        ],
    ),
];

const fn to(path: &'static str, targets: &'static [Target]) -> Link {
    Link { path, targets }
}

const fn named(kind: &'static str, by: &'static [&'static str]) -> Target {
    Target { kind, by }
}

const ADDRESS: Target = named("aws_eip", &["allocation_id", "id"]);
const ADDRESS_IP: Target = named("aws_eip", &["public_ip"]);
const CONFIGURATION: Target = named("aws_launch_configuration", &["id", "name"]);
const GROUP: Target = named("aws_autoscaling_group", &["arn", "id", "name"]);
const GROUP_POLICY: Target = named("aws_iam_group_policy", &["name"]);
const IAM_GROUP: Target = named("aws_iam_group", &["id", "name"]);
const INFRASTRUCTURE: Target = named(
    "aws_imagebuilder_infrastructure_configuration",
    &["arn", "id"],
);
const INTERFACE: Target = named("aws_network_interface", &["id"]);
const KEY_PAIR: Target = named("aws_key_pair", &["id", "key_name"]);
const LINKED_ROLE: Target = named("aws_iam_service_linked_role", &["arn", "id"]);
const POLICY: Target = named("aws_iam_policy", &["arn", "id"]);
/// By ARN too, which some services take and which is elsewhere written by mistake.
const PROFILE: Target = named("aws_iam_instance_profile", &["arn", "id", "name"]);
const ROLE: Target = named("aws_iam_role", &["arn", "id", "name"]);
const ROLE_POLICY: Target = named("aws_iam_role_policy", &["name"]);
const TEMPLATE_ID: Target = named("aws_launch_template", &["id"]);
const TEMPLATE_NAME: Target = named("aws_launch_template", &["name"]);
const USER: Target = named("aws_iam_user", &["id", "name"]);
const USER_POLICY: Target = named("aws_iam_user_policy", &["name"]);

const IMAGES: &[Target] = &[
    named("aws_ami", &["id"]),
    named("aws_ami_copy", &["id"]),
    named("aws_ami_from_instance", &["id"]),
];
const INSTANCES: &[Target] = &[
    named("aws_instance", &["id"]),
    named("aws_spot_instance_request", &["spot_instance_id"]),
];
/// Made by itself, or with the machine as its first.
const INTERFACES: &[Target] = &[
    named("aws_instance", &["primary_network_interface_id"]),
    INTERFACE,
    named(
        "aws_spot_instance_request",
        &["primary_network_interface_id"],
    ),
];
const SECURITY_GROUPS: &[Target] = &[
    named("aws_default_security_group", &["id", "name"]),
    named("aws_security_group", &["id", "name"]),
];
const SUBNETS: &[Target] = &[
    named("aws_default_subnet", &["id"]),
    named("aws_subnet", &["id"]),
];
