//! The files of the project that these tests read and write.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use regex::Regex;

/// The codes that the program's sources name, but for its tests and for the registry itself.
pub(super) fn codes_in_sources() -> BTreeSet<String> {
    let code = Regex::new(r#""([PNTSBWRXC]\d{3})""#).unwrap();
    let mut found = BTreeSet::new();
    for path in below("src", "rs") {
        if path.starts_with("src/manual/") || path.ends_with("tests.rs") {
            continue;
        }
        let text = read(&path);
        let text = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        found.extend(code.captures_iter(text).map(|found| found[1].to_owned()));
    }
    found
}

/// The files below a folder of the project whose names end so, by path from the project's root.
pub(super) fn below(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(root(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_dir() {
                open.push(path);
            } else if Path::new(&path)
                .extension()
                .is_some_and(|end| end == extension)
            {
                found.push(path);
            }
        }
    }
    found.sort_unstable();
    found
}

#[expect(
    clippy::disallowed_methods,
    reason = "the test reads what it holds true"
)]
pub(super) fn read(path: &str) -> String {
    std::fs::read_to_string(root(path)).unwrap_or_default()
}

/// Compares a file with what it should be; `UPDATE=1` writes it instead.
#[expect(
    clippy::disallowed_methods,
    reason = "tests read and write what they keep"
)]
pub(super) fn same(path: &str, wanted: &str, wrong: &mut Vec<String>) {
    if read(path) == wanted {
        return;
    }
    if is_update() {
        std::fs::create_dir_all(root(path).parent().unwrap()).unwrap();
        std::fs::write(root(path), wanted).unwrap();
    } else {
        wrong.push(path.to_owned());
    }
}

/// Takes away a file that should not be there, if it may.
pub(super) fn gone(path: &str, wrong: &mut Vec<String>) {
    if is_update() {
        std::fs::remove_file(root(path)).unwrap();
    } else {
        wrong.push(path.to_owned());
    }
}

fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
