//! `plangate lint`: what `--fix` writes, and the document for machines.

use std::fs;
use std::path::Path;

use super::{folder, plangate, read, run, text};

const LOOSE: &str = "tests/cli/data/advice.rule";
const UNUSED: &str = "import \"plangate:ec2\"\r\nrule \"a\" {\r\n  title = \"A\"\r\n  severity = \"low\"\r\n  \
                      on aws_instance\r\n  require self.tags.a is set or self.tags.b is set and self.tags.c is set or self.tags.d is \
                      set and (self.tags.e is set or self.tags.f is set and self.tags.g is set)\r\n    message \"a\"\r\n}\r\n";

#[test]
fn fixes_are_made_until_there_are_none() {
    let here = folder("lint-fix");
    write(&here.join("a.rule"), UNUSED);
    let output = run(plangate(&["lint", "--fix"]).current_dir(&here));
    assert_eq!(text(&output.stderr), "");
    let told = text(&output.stdout);
    assert_eq!(told.matches("mended W604: ").count(), 3, "{told}");
    assert_eq!(told.matches("mended W601: ").count(), 1, "{told}");
    assert!(told.contains("\nwarning[W606]: "), "{told}");
    assert!(told.ends_with("1 warning in 1 rule file\n"), "{told}");
    assert_eq!(output.status.code(), Some(0));
    let fixed = read(&here.join("a.rule"));
    let line = "require self.tags.a is set or (self.tags.b is set and self.tags.c is set) or (self.tags.d is set and \
                (self.tags.e is set or (self.tags.f is set and self.tags.g is set)))\r\n";
    assert!(fixed.starts_with("rule \"a\" {\r\n"), "{fixed}");
    assert!(fixed.contains(line), "{fixed}");
    let names = fs::read_dir(&here).unwrap().count();
    assert_eq!(names, 1, "nothing else is left in the folder");
}

#[test]
fn errors_are_not_mended_and_keep_others_from_it() {
    let here = folder("lint-errors");
    write(&here.join("a.rule"), UNUSED);
    write(&here.join("b.rule"), "rule \"b\" {");
    let output = run(plangate(&["lint", "--fix", "a.rule", "b.rule"]).current_dir(&here));
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(read(&here.join("a.rule")), UNUSED);
    let output = run(plangate(&["lint", "--fix", "a.rule"]).current_dir(&here));
    assert_eq!(output.status.code(), Some(0));
    assert_ne!(read(&here.join("a.rule")), UNUSED);
}

#[cfg(unix)]
#[test]
fn what_a_link_in_a_folder_leads_to_is_not_mended() {
    let (here, outside) = (folder("lint-links"), folder("lint-links-outside"));
    write(&outside.join("a.rule"), UNUSED);
    std::os::unix::fs::symlink(outside.join("a.rule"), here.join("a.rule")).unwrap();
    let output = run(plangate(&["lint", "--fix", "."]).current_dir(&here));
    assert!(text(&output.stdout).contains("warning[W604]"));
    assert_eq!(read(&outside.join("a.rule")), UNUSED);
}

#[test]
fn the_document_for_machines_has_what_people_see() {
    let output = run(&mut plangate(&["lint", LOOSE, "--format", "json"]));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["format"], "plangate-lint");
    assert_eq!(document["format_version"], 1);
    assert_eq!(document["files"], 1);
    assert_eq!(document["errors"], 0);
    let found = document["diagnostics"].as_array().unwrap();
    assert_eq!(document["warnings"], found.len());
    let mixed = found.iter().find(|one| one["code"] == "W604").unwrap();
    assert_eq!(mixed["severity"], "warning");
    let place = &mixed["places"][0];
    assert_eq!(place["file"], LOOSE);
    assert_eq!((&place["line"], &place["column"]), (&11.into(), &45.into()));
    let rule = read(Path::new(LOOSE));
    let byte = |key: &str| usize::try_from(place[key].as_u64().unwrap()).unwrap();
    let words = &rule[byte("start_byte")..byte("end_byte")];
    assert!(words.starts_with("self.tags.paid == "), "{words}");
    assert_eq!(mixed["fix"]["replacement"], format!("({words})"));
    assert_eq!(mixed["fix"]["safe"], true);
}

#[test]
fn levels_come_from_the_configuration() {
    let here = folder("lint-levels");
    fs::create_dir(here.join("rules")).unwrap();
    write(&here.join("rules/a.rule"), UNUSED);
    write(&here.join("other.rule"), UNUSED);
    let run_with = |lint: &str| {
        let project = "edition = 1\nrule_folders = [\"rules\"]\n";
        write(
            &here.join("plangate.toml"),
            &format!("{project}\n[lint]\n{lint}"),
        );
        run(plangate(&["lint"]).current_dir(&here))
    };
    let quiet = run_with("unused = \"allow\"\nW604 = \"allow\"\nW606 = \"allow\"\n");
    assert_eq!(text(&quiet.stderr), "");
    assert_eq!(text(&quiet.stdout), "nothing to mend in 1 rule file\n");
    let loud = run_with("unused = \"allow\"\nW604 = \"error\"\n");
    assert_eq!(loud.status.code(), Some(1));
    assert!(text(&loud.stdout).contains("error[W604]"));
    let wrong = run_with("unusde = \"allow\"\n");
    assert_eq!(wrong.status.code(), Some(2));
    let told = text(&wrong.stdout);
    assert!(
        told.contains("error[C903]: there is no lint `unusde`"),
        "{told}"
    );
    assert!(told.contains("did you mean `unused`?"), "{told}");
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test makes the files that are mended"
)]
fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}
