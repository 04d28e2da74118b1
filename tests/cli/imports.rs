//! Imports reach what lies in the same project, wherever a command is given what is to run.

use std::fs;
use std::path::Path;

use super::{PLAN, folder, plangate, run, text};

const TEAMS: &str = "define is_ours(x) = x.tags.team is set\n  doc \"A team of ours has it.\"\n";

const OWNED: &str = r#"import "../lib/teams.rule" as teams

rule "machines-owned" {
  title    = "Machines have a team"
  severity = "low"
  on aws_instance
  require teams.is_ours(self) message "nobody owns ${address(self)}"
}

test "a machine with a team passes" {
  given resource "aws_instance" "web" { tags = { team = "shop" } }
  expect pass on aws_instance.web
}

test "one without fails" {
  given resource "aws_instance" "web" {}
  expect fail on aws_instance.web
}
"#;

#[expect(clippy::disallowed_methods, reason = "the test makes a project")]
fn save(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The exit code, and everything that is told.
fn told(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = run(plangate(arguments).current_dir(folder));
    let told = text(&output.stdout) + &text(&output.stderr);
    (output.status.code(), told)
}

#[test]
fn a_part_of_a_project_imports_from_the_whole() {
    let project = folder("imports");
    save(&project.join("rules/lib/teams.rule"), TEAMS);
    save(&project.join("rules/shop/machines.rule"), OWNED);
    let part = project.join("rules/shop");
    let (code, without) = told(&project, &["test", "rules/shop"]);
    assert_eq!(code, Some(2), "{without}");
    assert!(without.contains("[N206]"), "{without}");
    save(&project.join("plangate.toml"), "edition = 1\n");
    for (folder, path) in [
        (&project, "rules/shop"),
        (&project, "rules/shop/machines.rule"),
        (&part, "."),
        (&part, "machines.rule"),
    ] {
        let (code, told) = told(folder, &["test", path]);
        assert_eq!(code, Some(0), "{path}: {told}");
        assert!(told.contains("2 tests: all pass"), "{told}");
    }
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join(PLAN);
    let plan = plan.to_str().unwrap();
    let rules = ["check", plan, "--pack", "none", "--rules", "rules/shop"];
    let (_, told) = told(&project, &rules);
    assert!(told.contains("nobody owns aws_instance.build"), "{told}");
}

#[test]
fn an_import_does_not_leave_its_project() {
    let outside = folder("imports-outside");
    let project = outside.join("project");
    save(&project.join("plangate.toml"), "edition = 1\n");
    save(&outside.join("lib/teams.rule"), TEAMS);
    save(&project.join("machines.rule"), OWNED);
    let (code, told) = told(&project, &["test"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("an import must stay inside its project"),
        "{told}"
    );
}
