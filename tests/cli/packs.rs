//! Packs as files: what is built is what the folder holds.

use std::process::Command;

use plangate::pack::{Content, shipped_pack, shipped_packs};

use super::{folder, plangate, run, text};

const LIBRARY: &str = "examples/packs/acme-lib";
const MACHINES: &str = "examples/packs/acme-machines";

#[test]
fn a_file_is_the_folder_it_was_made_of() {
    let out = folder("pack-build");
    let file = |name: &str| out.join(name).display().to_string();
    let build = |from: &str, with: &[&str], to: &str| {
        let mut command = plangate(&["pack", "build", from, "-o", &file(to)]);
        for pack in with {
            command.args(["--with", pack]);
        }
        let output = run(&mut command);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    };
    build(LIBRARY, &[], "library");
    build(LIBRARY, &[], "library-again");
    build(MACHINES, &[&file("library")], "machines.plangate");
    let read = |name: &str| Content::read(&out.join(name)).unwrap();
    assert_eq!(read("library"), Content::read(LIBRARY.as_ref()).unwrap());
    assert!(same_bytes(&out.join("library"), &out.join("library-again")));
    let check = |packs: [&str; 2]| {
        let mut command = plangate(&["check", super::PLAN, "--show", "all"]);
        let output = run(command.args(["--pack", packs[0], "--pack", packs[1]]));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let (library, machines) = (file("library"), file("machines.plangate"));
    assert_eq!(check([LIBRARY, MACHINES]), check([&machines, &library]));
}

#[test]
fn a_pack_is_built_beside_where_one_stands() {
    let out = folder("pack-name");
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(LIBRARY);
    let mut command: Command = plangate(&["pack", "build"]);
    let output = run(command.arg(&from).current_dir(&out));
    assert!(text(&output.stdout).starts_with("acme-lib-1.1.0.plangate\n"));
    assert!(out.join("acme-lib-1.1.0.plangate").is_file());
}

/// The manifests of the shipped packs are whole, and their digests are those of their folders.
#[test]
fn shipped_packs_are_packs() {
    for name in shipped_packs() {
        let pack = shipped_pack(&name).unwrap_or_else(|| panic!("{name} has no whole pack.toml"));
        let content = Content::read(format!("policies/{name}").as_ref()).unwrap();
        assert_eq!(pack.digest(), content.digest(), "{name}");
        assert_eq!(pack.manifest.name, name);
        assert_eq!(pack.manifest.version, env!("CARGO_PKG_VERSION"), "{name}");
        assert!(pack.rules > 0);
    }
}

#[expect(clippy::disallowed_methods, reason = "what was written is read")]
fn same_bytes(first: &std::path::Path, second: &std::path::Path) -> bool {
    std::fs::read(first).unwrap() == std::fs::read(second).unwrap()
}
