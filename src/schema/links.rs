//! Which attributes name which resources: the joints of a plan.
//!
//! A link says what an attribute that names a resource may name, and by which of the other's
//! attributes. What is not listed falls back: the reference in an expression decides, and a known
//! value is held against the other's [`identities`].

use super::{Schemas, link_table::ALL};

/// An attribute that names resources.
#[derive(Debug)]
pub struct Link {
    /// The attribute, with the blocks that it is in: `launch_template.id`.
    pub path: &'static str,
    /// What it may name.
    pub targets: &'static [Target],
}

/// A type of resource, and how it is named.
#[derive(Debug)]
pub struct Target {
    /// The resource type.
    pub kind: &'static str,
    /// The attributes of which the naming attribute carries one.
    pub by: &'static [&'static str],
}

/// What an attribute of a type names, if it is known to name anything.
pub fn link(kind: &str, path: &str) -> Option<&'static Link> {
    links(kind).iter().find(|link| link.path == path)
}

/// All links of a type, in the order of their paths.
pub fn links(kind: &str) -> &'static [Link] {
    match ALL.binary_search_by_key(&kind, |(kind, _)| kind) {
        Ok(index) => ALL[index].1,
        Err(_) => &[],
    }
}

/// The types that have links, in order.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(kind, _)| *kind)
}

/// The attributes that identify a resource of a type, in the order of their names.
///
/// They are stable for one object and differ between two; a version does neither. A type need not
/// have all of them.
pub fn identities(kind: &str) -> &'static [&'static str] {
    match IDENTITIES.binary_search_by_key(&kind, |(kind, _)| kind) {
        Ok(index) => IDENTITIES[index].1,
        Err(_) => &["arn", "id", "name"],
    }
}

/// Whether an attribute can name another resource at all.
///
/// A resource's own name cannot, though it may well be spelled like another's, nor can what only
/// says which version of the other, or of what kind.
pub fn may_name(kind: &str, path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path);
    let within = path.split('.').next().unwrap_or(path);
    link(kind, path).is_some()
        || !(identities(kind).contains(&path)
            || SAYS_NOTHING.contains(&last)
            || SAYS_NOTHING.contains(&within))
}

/// Whether a type's resources have no region: names are then unique in the whole account.
///
/// Since version 6 the provider gives every regional resource an argument `region`.
pub fn is_global(kind: &str) -> bool {
    let block = Schemas::shipped().any_resource(kind);
    block.is_some_and(|block| block.attribute("region").is_none())
}

/// Attributes that never name a resource, wherever they stand.
const SAYS_NOTHING: &[&str] = &[
    "default_version",
    "description",
    "instance_type",
    "latest_version",
    "launch_template_version",
    "name_prefix",
    "path",
    "region",
    "tag",
    "tags",
    "tags_all",
    "timeouts",
    "type",
    "version",
    "weighted_capacity",
];

/// Types that other attributes identify than the usual ones.
static IDENTITIES: &[(&str, &[&str])] = &[
    ("aws_db_instance", &["arn", "id", "identifier"]),
    ("aws_docdb_cluster", &["arn", "cluster_identifier", "id"]),
    ("aws_eip", &["allocation_id", "arn", "id", "public_ip"]),
    ("aws_iam_policy", &["arn", "id"]),
    (
        "aws_instance",
        &["arn", "id", "primary_network_interface_id"],
    ),
    ("aws_key_pair", &["arn", "id", "key_name"]),
    ("aws_kms_key", &["arn", "id", "key_id"]),
    ("aws_lambda_function", &["arn", "function_name", "id"]),
    ("aws_neptune_cluster", &["arn", "cluster_identifier", "id"]),
    ("aws_rds_cluster", &["arn", "cluster_identifier", "id"]),
    ("aws_redshift_cluster", &["arn", "cluster_identifier", "id"]),
    ("aws_s3_bucket", &["arn", "bucket", "id"]),
    (
        "aws_spot_instance_request",
        &[
            "arn",
            "id",
            "primary_network_interface_id",
            "spot_instance_id",
        ],
    ),
];
