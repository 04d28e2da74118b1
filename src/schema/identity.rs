//! The part of the link table through which machines come to what they may do: from what launches
//! them, over templates, profiles and roles, to policies.

use super::links::{self, Link};

const PROFILE: &str = "aws_iam_instance_profile";
/// Where machines get their profile from.
const SOURCES: [&str; 3] = [PROFILE, "aws_launch_configuration", "aws_launch_template"];

/// What a profile holds, and what that may do.
const ROLE: &str = "aws_iam_role";
const POLICY: &str = "aws_iam_policy";

/// What a type holds inside of itself that others hold as resources of their own.
const INSIDE: &[(&str, &str)] = &[(ROLE, "inline_policy")];

/// Attributes that hold names of resources and other things as well, so that a name that nothing
/// has says nothing.
const ANYTHING: &[(&str, &str)] = &[
    (
        "aws_elastic_beanstalk_configuration_template",
        "setting.value",
    ),
    ("aws_elastic_beanstalk_environment", "setting.value"),
];

/// A place that names resources of a type: an attribute, or a block of which what is written counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joint {
    /// The attribute or block, with the blocks that it is in.
    pub path: &'static str,
    /// The type that it names.
    pub target: &'static str,
}

/// The types that have a part in it, in order.
pub fn kinds() -> Vec<&'static str> {
    let mut kinds: Vec<&'static str> = links::kinds().filter(|kind| has_part(kind)).collect();
    kinds.extend([ROLE, POLICY].into_iter().chain(SOURCES));
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Whether a type has a part in it.
pub fn has_part(kind: &str) -> bool {
    let is_joint = SOURCES.contains(&kind) || [ROLE, POLICY].contains(&kind);
    is_joint || names(kind, &SOURCES) || hangs_on_roles(kind)
}

/// Whether a resource of a type is of interest also where nothing names it and it names nothing.
///
/// What can have a profile and is no machine mostly has none.
pub fn stands_alone(kind: &str) -> bool {
    let sources = SOURCES.into_iter().filter(|source| *source != PROFILE);
    let launches = names(kind, &sources.collect::<Vec<_>>());
    launches || hangs_on_roles(kind) || SOURCES.contains(&kind) || [ROLE, POLICY].contains(&kind)
}

/// Whether resources of a type give roles what they may do. Such a resource names its role, and
/// yet comes after it: who has the role has what hangs on it.
pub fn hangs_on_roles(kind: &str) -> bool {
    kind.starts_with("aws_iam_") && !SOURCES.contains(&kind) && names(kind, &[ROLE])
}

/// Whether a type is that of roles.
pub fn is_role(kind: &str) -> bool {
    kind == ROLE
}

/// The places of a type that name others that have a part in it, in order.
///
/// Of several attributes of one block that name the same type the block stands for all: which of
/// them is written decides.
pub fn joints(kind: &str) -> Vec<Joint> {
    let links = links::links(kind);
    let mut joints = Vec::new();
    for link in links {
        for target in link.targets.iter().filter(|target| has_part(target.kind)) {
            let block = block_of(link);
            let beside = links.iter().filter(|other| {
                block.is_some()
                    && block_of(other) == block
                    && other.targets.iter().any(|to| to.kind == target.kind)
            });
            let path = match block {
                Some(block) if beside.count() > 1 => block,
                _ => link.path,
            };
            let target = target.kind;
            joints.push(Joint { path, target });
        }
    }
    joints.sort_unstable();
    joints.dedup();
    joints
}

/// The blocks of a type that are what others hold as resources of their own.
pub fn held_inside(kind: &str) -> impl Iterator<Item = &'static str> {
    let rows = INSIDE.iter().filter(move |(holder, _)| *holder == kind);
    rows.map(|(_, block)| *block)
}

/// Whether a place names nothing but resources.
pub fn only_names(kind: &str, path: &str) -> bool {
    !ANYTHING.contains(&(kind, path))
}

fn names(kind: &str, targets: &[&str]) -> bool {
    let mut named = links::links(kind).iter().flat_map(|link| link.targets);
    named.any(|target| targets.contains(&target.kind))
}

fn block_of(link: &Link) -> Option<&'static str> {
    link.path.rsplit_once('.').map(|(block, _)| block)
}
