//! The pages in `docs/` are those of the program.

use std::collections::BTreeSet;

use plangate::manual::{code, markdown};

use super::files;

const INDEX: &str = "docs/checks/README.md";

const BEFORE: &str = "\
# Checks and their codes

Every message about rules carries a code. A code is stable and is never used for something else.
`plangate explain CODE` shows the page of one; [all messages](../messages.md) shows how they look.

Made of the registry in `src/manual/code`: `UPDATE=1 cargo test --test manual` writes it.
";

#[test]
fn the_pages_of_codes_are_those_of_the_program() {
    let mut wrong = Vec::new();
    files::same(INDEX, &format!("{BEFORE}{}", code::index()), &mut wrong);
    let mut wanted = BTreeSet::from([INDEX.to_owned()]);
    for code in code::all() {
        let path = format!("docs/checks/{}.md", code.id);
        files::same(&path, &markdown(&code.page()), &mut wrong);
        wanted.insert(path);
    }
    for path in files::below("docs/checks", "md") {
        if !wanted.contains(&path) {
            files::gone(&path, &mut wrong);
        }
    }
    assert!(
        wrong.is_empty(),
        "not what the program says: {wrong:?}; UPDATE=1 cargo test --test manual writes them"
    );
}
