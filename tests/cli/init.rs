//! What `plangate init` and `plangate new` make works as it is.

use std::path::Path;
use std::process::Output;

use super::{PLAN, folder, plangate, run, text};

/// Runs a command in a folder.
fn in_folder(folder: &Path, arguments: &[&str]) -> Output {
    run(plangate(arguments).current_dir(folder))
}

/// The output of a command that must end well.
fn fine(folder: &Path, arguments: &[&str]) -> String {
    let output = in_folder(folder, arguments);
    let told = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {told}");
    told
}

/// Everything that an author runs is content with the folder.
fn is_content(folder: &Path) {
    for arguments in [
        &["test"][..],
        &["lint", "--deny", "warnings"],
        &["fmt", "--check"],
        &["rules", "--set", "all"],
    ] {
        fine(folder, arguments);
    }
}

#[test]
fn an_empty_folder_becomes_one_that_passes() {
    let folder = folder("init");
    let told = fine(&folder, &["init", "policy"]);
    assert!(told.contains("cd policy"), "{told}");
    let policy = folder.join("policy");
    is_content(&policy);
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join(PLAN);
    let plan = plan.display().to_string();
    let output = in_folder(&policy, &["check", &plan, "--pack", "none"]);
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(
        told.contains("c7i.4xlarge is none of t3.*, t4g.*, m7g.*"),
        "{told}"
    );
    assert!(told.contains("Configured by plangate.toml"), "{told}");
    // From a folder inside, the same configuration holds.
    let output = in_folder(&policy.join("rules"), &["check", &plan, "--pack", "none"]);
    assert!(text(&output.stdout).contains("Configured by ../plangate.toml"));
}

#[test]
fn nothing_is_overwritten() {
    let folder = folder("init-twice");
    fine(&folder, &["init"]);
    let again = in_folder(&folder, &["init"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("is there already"));
    fine(
        &folder,
        &["new", "rule", "buckets-owned", "--on", "aws_s3_bucket"],
    );
    let again = in_folder(&folder, &["new", "rule", "buckets-owned"]);
    assert_eq!(again.status.code(), Some(2));
}

/// Types with tags, without them, and without anything that may be left out.
#[test]
fn a_new_rule_passes_its_tests() {
    let folder = folder("new-rule");
    fine(&folder, &["init"]);
    for kind in [
        "aws_instance",
        "aws_db_instance",
        "aws_s3_bucket_policy",
        "aws_iam_role_policy_attachment",
        "aws_vpc_endpoint_subnet_association",
    ] {
        let id = kind.replace('_', "-");
        let told = fine(&folder, &["new", "rule", &id, "--on", kind]);
        assert!(
            folder.join(format!("rules/{id}.test.rule")).is_file(),
            "{told}"
        );
    }
    is_content(&folder);
}
