//! What the provider fills in at plan time, though nobody writes it, and what it leaves as it was.
//!
//! The schema has no defaults. These are known from the provider and from plans that it made; a
//! type that is not listed has none that are known.

use std::collections::HashMap;
use std::sync::OnceLock;

/// The default of an argument of a managed resource, as JSON: `300`, `"/"`, `false`.
///
/// The path has the blocks that it is in: `metadata_options.http_endpoint`.
pub fn provider_default(kind: &str, path: &str) -> Option<&'static str> {
    static ROWS: OnceLock<HashMap<(&'static str, &'static str), &'static str>> = OnceLock::new();
    let rows = ROWS.get_or_init(|| {
        rows()
            .map(|(kind, path, value)| ((kind, path), value))
            .collect()
    });
    rows.get(&(kind, path)).copied()
}

/// Whether a block that was there stays as it is where the configuration no longer has it.
pub fn is_kept(kind: &str, path: &str) -> bool {
    KEPT.contains(&(kind, path))
}

static KEPT: &[(&str, &str)] = &[
    ("aws_ec2_fleet", "on_demand_options"),
    ("aws_ec2_fleet", "spot_options"),
    ("aws_ecs_service", "alarms"),
    ("aws_ecs_service", "deployment_circuit_breaker"),
    ("aws_ecs_service", "deployment_controller"),
    ("aws_instance", "credit_specification"),
    (
        "aws_sagemaker_notebook_instance",
        "instance_metadata_service_configuration",
    ),
];

fn rows() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let lines = include_str!("provider_defaults.txt").lines();
    let lines = lines.filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let (kind, rest) = line.split_once(' ')?;
        let (path, value) = rest.split_once(' ')?;
        Some((kind, path, value))
    })
}

#[cfg(test)]
mod tests {
    use super::{KEPT, provider_default, rows};
    use crate::schema::{Block, Schemas};

    /// The block that holds the last name of a path.
    fn holder<'a>(kind: &str, path: &'a str) -> (Block<'static>, &'a str) {
        let mut block = Schemas::shipped().any_resource(kind).expect(kind);
        let (outer, last) = path.rsplit_once('.').unwrap_or(("", path));
        for name in outer.split('.').filter(|name| !name.is_empty()) {
            block = block.block(name).expect(path).block;
        }
        (block, last)
    }

    #[test]
    fn every_default_is_of_an_argument_that_nothing_computes() {
        let mut before = ("", "");
        for (kind, path, value) in rows() {
            let (block, name) = holder(kind, path);
            let attribute = block
                .attribute(name)
                .unwrap_or_else(|| panic!("{kind}.{path}"));
            assert!(attribute.optional && !attribute.computed, "{kind}.{path}");
            assert!(
                serde_json::from_str::<serde_json::Value>(value).is_ok(),
                "{value}"
            );
            assert!(before < (kind, path), "not sorted at {kind}.{path}");
            before = (kind, path);
        }
        assert_eq!(provider_default("aws_iam_role", "path"), Some("\"/\""));
    }

    #[test]
    fn every_block_that_is_kept_is_there() {
        for (kind, path) in KEPT {
            let (block, name) = holder(kind, path);
            assert!(block.block(name).is_some(), "{kind}.{path}");
        }
    }
}
