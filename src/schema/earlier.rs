//! Attributes whose flags are the same in earlier major versions of the provider.
//!
//! What an unknown attribute means depends on whether the provider computes it, and that has
//! changed between majors. Only what is listed is relied upon for a plan of an earlier one.

/// The oldest major version in which an attribute has the flags of the shipped schema; `None`
/// where nobody looked.
pub fn same_since(kind: &str, path: &str) -> Option<u32> {
    let row = ALL
        .iter()
        .find(|(known, paths, _)| *known == kind && paths.contains(&path));
    row.map(|(_, _, major)| *major)
}

/// Resource type, paths, oldest major.
static ALL: &[(&str, &[&str], u32)] = &[
    ("aws_autoscaling_group", &["launch_configuration"], 3),
    ("aws_iam_instance_profile", &["role"], 3),
    ("aws_iam_policy_attachment", &["policy_arn", "roles"], 3),
    ("aws_iam_role", &["assume_role_policy"], 3),
    ("aws_iam_role_policy", &["policy", "role"], 3),
    ("aws_iam_role_policy_attachment", &["policy_arn", "role"], 3),
    // Computed since 4.0: an instance without a profile plans as unknown from then on.
    ("aws_instance", &["iam_instance_profile"], 4),
    ("aws_launch_configuration", &["iam_instance_profile"], 3),
    (
        "aws_launch_template",
        &["iam_instance_profile.arn", "iam_instance_profile.name"],
        3,
    ),
];

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::schema::Schemas;

    #[test]
    fn every_row_names_an_attribute() {
        for (kind, paths, _) in ALL {
            for path in *paths {
                let block = Schemas::shipped().any_resource(kind).unwrap();
                let found = match path.split_once('.') {
                    Some((outer, inner)) => block.block(outer).unwrap().block.attribute(inner),
                    None => block.attribute(path),
                };
                assert!(found.is_some(), "{kind}.{path}");
            }
        }
    }
}
