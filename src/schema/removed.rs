//! What earlier versions of the provider had and the shipped schema does not have.
//!
//! A rule for plans of such a version is right, and stays writable. Each row is taken from the
//! provider's own upgrade guides to 5.0.0 and 6.0.0; what they do not speak of is not here.

/// Something that a version took away.
#[derive(Debug)]
pub struct Removed {
    /// It is a data source's.
    pub data: bool,
    /// The type.
    pub kind: &'static str,
    /// The attribute or block, with the blocks that it is in; empty where the whole type is gone.
    pub path: &'static str,
    /// The first version without it.
    pub since: &'static str,
    /// What takes its place; empty where nothing does.
    pub instead: &'static str,
}

/// What became of an attribute; an empty path asks for the type.
pub fn removed(data: bool, kind: &str, path: &str) -> Option<&'static Removed> {
    let wanted = |row: &&Removed| row.data == data && row.kind == kind && row.path == path;
    ALL.iter().find(wanted)
}

/// All that is known.
pub static ALL: &[Removed] = &[
    six("aws_api_gateway_deployment", "canary_settings", STAGE),
    six("aws_api_gateway_deployment", "execution_arn", STAGE),
    six("aws_api_gateway_deployment", "invoke_url", STAGE),
    six("aws_api_gateway_deployment", "stage_description", STAGE),
    six("aws_api_gateway_deployment", "stage_name", STAGE),
    five(
        "aws_autoscaling_attachment",
        "alb_target_group_arn",
        "`lb_target_group_arn`",
    ),
    five("aws_autoscaling_group", "tags", "`tag`"),
    six(
        "aws_batch_compute_environment",
        "compute_environment_name",
        "`name`",
    ),
    six(
        "aws_batch_compute_environment",
        "compute_environment_name_prefix",
        "`name_prefix`",
    ),
    six(
        "aws_batch_job_queue",
        "compute_environments",
        "`compute_environment_order`",
    ),
    five("aws_db_instance", "name", "`db_name`"),
    five("aws_db_instance", "security_group_names", ""),
    five("aws_db_security_group", "", ""),
    five("aws_default_vpc", "enable_classiclink", ""),
    five("aws_default_vpc", "enable_classiclink_dns_support", ""),
    six(
        "aws_dx_gateway_association",
        "vpn_gateway_id",
        "`associated_gateway_id`",
    ),
    five(
        "aws_ecs_cluster",
        "capacity_providers",
        "`aws_ecs_cluster_capacity_providers`",
    ),
    five(
        "aws_ecs_cluster",
        "default_capacity_provider_strategy",
        "`aws_ecs_cluster_capacity_providers`",
    ),
    six("aws_ecs_task_definition", "inference_accelerator", ""),
    six("aws_eip", "vpc", "`domain`"),
    six(
        "aws_eks_addon",
        "resolve_conflicts",
        "`resolve_conflicts_on_create`",
    ),
    five("aws_elasticache_cluster", "security_group_names", ""),
    five("aws_elasticache_security_group", "", ""),
    six("aws_flow_log", "log_group_name", "`log_destination`"),
    six("aws_instance", "cpu_core_count", "`cpu_options.core_count`"),
    six(
        "aws_instance",
        "cpu_threads_per_core",
        "`cpu_options.threads_per_core`",
    ),
    five("aws_launch_configuration", "vpc_classic_link_id", ""),
    five(
        "aws_launch_configuration",
        "vpc_classic_link_security_groups",
        "",
    ),
    six("aws_launch_template", "elastic_gpu_specifications", ""),
    six("aws_launch_template", "elastic_inference_accelerator", ""),
    five("aws_redshift_cluster", "cluster_security_groups", ""),
    five("aws_redshift_security_group", "", ""),
    six("aws_redshift_cluster", "logging", "`aws_redshift_logging`"),
    six(
        "aws_redshift_cluster",
        "snapshot_copy",
        "`aws_redshift_snapshot_copy`",
    ),
    five(
        "aws_route_table",
        "route.instance_id",
        "`route.network_interface_id`",
    ),
    six("aws_spot_instance_request", "block_duration_minutes", ""),
    six("aws_ssm_association", "instance_id", "`targets`"),
    Removed {
        data: true,
        ..five("aws_subnet_ids", "", "`data aws_subnets`")
    },
    five("aws_vpc", "enable_classiclink", ""),
    five("aws_vpc", "enable_classiclink_dns_support", ""),
];

const STAGE: &str = "`aws_api_gateway_stage`";

const fn six(kind: &'static str, path: &'static str, instead: &'static str) -> Removed {
    row(kind, path, "6.0.0", instead)
}

const fn five(kind: &'static str, path: &'static str, instead: &'static str) -> Removed {
    row(kind, path, "5.0.0", instead)
}

const fn row(
    kind: &'static str,
    path: &'static str,
    since: &'static str,
    instead: &'static str,
) -> Removed {
    Removed {
        data: false,
        kind,
        path,
        since,
        instead,
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::schema::{Block, Schemas, Shape, Type};

    #[test]
    fn what_is_gone_is_not_in_the_schema() {
        let schemas = Schemas::shipped();
        for row in ALL {
            let blocks = schemas.all(row.data, row.kind);
            let (outer, last) = row.path.rsplit_once('.').unwrap_or(("", row.path));
            if row.path.is_empty() {
                assert!(blocks.is_empty(), "{} is there", row.kind);
                continue;
            }
            let block = *blocks.first().expect(row.kind);
            let found = match block.attribute(outer) {
                Some(attribute) => element(attribute.kind).field(last).is_some(),
                None => {
                    let names = outer.split('.').filter(|name| !name.is_empty());
                    let block = names.fold(block, inner);
                    block.attribute(last).is_some() || block.block(last).is_some()
                }
            };
            assert!(!found, "{}.{} is there", row.kind, row.path);
        }
    }

    /// What a list or set holds.
    fn element(of: Type<'_>) -> Type<'_> {
        match of.shape() {
            Shape::List(element) | Shape::Set(element) => element,
            _ => of,
        }
    }

    fn inner<'a>(block: Block<'a>, name: &str) -> Block<'a> {
        block.block(name).expect(name).block
    }
}
