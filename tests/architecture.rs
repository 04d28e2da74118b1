//! Keeps the house as `src/lib.rs` lays it out.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines of code in a file: comments, empty lines and tests do not count, so that nobody saves them.
const LONGEST_FILE: usize = 500;

/// What unfinished work calls itself.
const FORBIDDEN: &[&str] = &["TODO", "FIXME", "XXX", "todo!(", "unimplemented!(", "dbg!("];

/// Text by its path below `src`, with `/` between folders.
type Tree = BTreeMap<String, String>;

#[test]
fn imports_point_up_the_list() {
    assert_none(&wrong_imports(&sources()));
}

#[test]
fn imports_name_their_module() {
    assert_none(&hidden_imports(&sources()));
}

#[test]
fn every_module_has_a_layer() {
    assert_none(&modules_without_a_layer(&sources()));
}

#[test]
fn files_are_short() {
    assert_none(&long_files(&sources()));
}

#[test]
fn nothing_is_unfinished() {
    assert_none(&forbidden_words(&sources()));
}

#[test]
fn registries_list_their_files() {
    assert_none(&unlisted_entries(&sources()));
}

/// A library of two layers with one more file.
fn tree(path: &str, text: &str) -> Tree {
    let lib = "// Data.\npub mod source;\npub mod value;\n\n// Work.\npub mod engine;\n";
    Tree::from([
        ("lib.rs".to_owned(), lib.to_owned()),
        (path.to_owned(), text.to_owned()),
    ])
}

#[test]
fn each_check_is_red_on_a_violation() {
    let fine = tree(
        "engine/mod.rs",
        "use crate::value::Value;\nuse crate::engine::run;\n",
    );
    assert_none(&wrong_imports(&fine));
    assert_none(&modules_without_a_layer(&fine));

    let down = tree("value/text.rs", "use crate::engine::run;\n");
    assert_eq!(
        wrong_imports(&down),
        ["value/text.rs:1: `value` must not import `engine`"]
    );
    let beside = tree("value.rs", "fn f() -> crate::source::Span { todo }\n");
    assert_eq!(
        wrong_imports(&beside),
        ["value.rs:1: `value` must not import `source`"]
    );
    let homeless = tree("attic/mod.rs", "");
    assert_eq!(
        modules_without_a_layer(&homeless),
        ["attic/mod.rs: `attic` has no layer"]
    );

    let hidden = tree("value.rs", "use crate::{engine::run, source::Span};\n");
    assert_eq!(
        hidden_imports(&hidden),
        ["value.rs:1: one `use crate::module::…` for each module"]
    );

    let long = "const A: u8 = 0;\n".repeat(LONGEST_FILE + 1);
    assert_eq!(
        long_files(&tree("value.rs", &long)),
        ["value.rs: 501 lines of code, of at most 500"]
    );
    let remarks = "\n/// A remark.\n".repeat(LONGEST_FILE);
    assert_none(&long_files(&tree("value.rs", &remarks)));
    let tests = format!("#[cfg(test)]\nmod tests {{\n{long}}}\n");
    assert_none(&long_files(&tree("value.rs", &tests)));

    let unfinished = tree("value.rs", "fn f() {}\n// TODO: more\n");
    assert_eq!(forbidden_words(&unfinished), ["value.rs:2: `TODO`"]);
}

#[test]
fn a_format_that_is_not_listed_is_red() {
    let mut formats = tree(
        "report/mod.rs",
        "mod a;\npub static ALL: &[&Format] = &[&a::FORMAT];\n",
    );
    formats.insert(
        "report/a.rs".to_owned(),
        "pub(super) static FORMAT: Format = x;".to_owned(),
    );
    assert_none(&unlisted_entries(&formats));
    formats.insert(
        "report/b/mod.rs".to_owned(),
        "pub(super) static FORMAT: Format = x;".to_owned(),
    );
    assert_eq!(
        unlisted_entries(&formats),
        ["report/b/mod.rs: `&b::FORMAT` is missing in `ALL` of report/mod.rs"]
    );
}

/// A module imports only from groups above its own.
fn wrong_imports(tree: &Tree) -> Vec<String> {
    let groups = groups(tree);
    let group_of = |module: &str| groups.iter().position(|group| group.contains(&module));
    let mut wrong = Vec::new();
    for (path, text) in tree {
        let module = module_of(path);
        let Some(own) = group_of(module) else {
            continue;
        };
        for (number, line) in code(text) {
            for name in imported(line).filter(|name| *name != module) {
                if group_of(name).is_some_and(|group| own <= group) {
                    wrong.push(format!(
                        "{path}:{number}: `{module}` must not import `{name}`"
                    ));
                }
            }
        }
    }
    wrong
}

/// A list of modules in one `use` would hide them from a reader, and from the check above.
fn hidden_imports(tree: &Tree) -> Vec<String> {
    found(tree, |line| {
        line.contains("use crate::{")
            .then(|| "one `use crate::module::…` for each module".to_owned())
    })
}

fn modules_without_a_layer(tree: &Tree) -> Vec<String> {
    let groups = groups(tree);
    tree.keys()
        .filter(|path| !matches!(path.as_str(), "lib.rs" | "main.rs"))
        .filter(|path| !groups.iter().any(|group| group.contains(&module_of(path))))
        .map(|path| format!("{path}: `{}` has no layer", module_of(path)))
        .collect()
}

fn long_files(tree: &Tree) -> Vec<String> {
    tree.iter()
        .filter(|(path, _)| !is_test(path))
        .map(|(path, text)| (path, code(text).filter(|(_, line)| counts(line)).count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(path, lines)| format!("{path}: {lines} lines of code, of at most {LONGEST_FILE}"))
        .collect()
}

fn forbidden_words(tree: &Tree) -> Vec<String> {
    found(tree, |line| {
        let word = FORBIDDEN.iter().find(|word| line.contains(*word))?;
        Some(format!("`{word}`"))
    })
}

/// A folder whose `mod.rs` has a list `ALL` of its files' entries lists every entry. An entry is a
/// static in capitals of the type that the list is of: `static FORMAT: Format` for `&[&Format]`.
fn unlisted_entries(tree: &Tree) -> Vec<String> {
    let mut missing = Vec::new();
    for (registry, text) in tree {
        let Some(folder) = registry.strip_suffix("mod.rs") else {
            continue;
        };
        let Some((kind, list)) = registry_of(text) else {
            continue;
        };
        let entry = format!("static {}: {kind} ", kind.to_uppercase());
        for (path, _) in tree.iter().filter(|(_, text)| text.contains(&entry)) {
            let Some(file) = path.strip_prefix(folder) else {
                continue;
            };
            let name = file.trim_end_matches(".rs").trim_end_matches("/mod");
            let reference = format!("&{}::{}", name.replace('/', "::"), kind.to_uppercase());
            if !list.contains(&reference) {
                missing.push(format!(
                    "{path}: `{reference}` is missing in `ALL` of {registry}"
                ));
            }
        }
    }
    missing
}

/// The type of a list `pub static ALL: &[&Type] = …;`, and the list.
fn registry_of(text: &str) -> Option<(&str, &str)> {
    let (_, rest) = text.split_once("pub static ALL: &[&")?;
    let (kind, rest) = rest.split_once("] = ")?;
    let (list, _) = rest.split_once(';')?;
    Some((kind, list))
}

/// The groups of `pub mod` lines of `lib.rs`, top first.
fn groups(tree: &Tree) -> Vec<Vec<&str>> {
    let lib = tree.get("lib.rs").expect("the library has a root");
    lib.split("\n\n")
        .map(|group| {
            group
                .lines()
                .filter_map(|line| line.strip_prefix("pub mod ")?.split(';').next())
                .collect()
        })
        .collect()
}

fn module_of(path: &str) -> &str {
    path.split('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".rs")
}

/// The modules that a line names after `crate::`.
fn imported(line: &str) -> impl Iterator<Item = &str> {
    line.split("crate::").skip(1).filter_map(|rest| {
        rest.split(|one: char| !one.is_ascii_alphanumeric() && one != '_')
            .next()
    })
}

/// What a line of any file is reproached with, with its place.
fn found(tree: &Tree, reproach: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut all = Vec::new();
    for (path, text) in tree {
        for (number, line) in text.lines().enumerate() {
            if let Some(reproach) = reproach(line) {
                all.push(format!("{path}:{}: {reproach}", number + 1));
            }
        }
    }
    all
}

/// The numbered lines before the tests that a file may end with.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate();
    lines
        .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
        .map(|(index, line)| (index + 1, line))
}

fn counts(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && !line.starts_with("//")
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

fn sources() -> Tree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut tree = Tree::new();
    read(&root, &root, &mut tree);
    assert!(tree.contains_key("lib.rs"));
    tree
}

fn read(root: &Path, folder: &Path, tree: &mut Tree) {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the folder can be read").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            read(root, &path, tree);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            #[expect(clippy::disallowed_methods, reason = "the test reads the sources")]
            let text = fs::read_to_string(&path).expect("sources are UTF-8");
            let below = path.strip_prefix(root).expect("it lies below");
            let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
            tree.insert(parts.join("/"), text);
        }
    }
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
