//! Shipped packs, as packs.

use include_dir::Dir;

use super::{Content, MANIFEST, Pack, SHIPPED_FILES, is_rule_file, manifest, rules_in};
use crate::program::is_test_file;
use crate::source::Sources;
use crate::syntax;

/// A shipped pack, without loading its rules.
pub fn shipped_pack(name: &str) -> Option<Pack> {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let mut rules = 0;
    for file in SHIPPED_FILES.get_dir(name)?.files() {
        let path = file.path().to_str()?;
        if is_rule_file(path) && !is_test_file(path) {
            let id = sources.add(path, file.contents_utf8()?);
            rules += rules_in(&syntax::parse(&sources, id, &mut problems));
        }
    }
    with_rules(name, rules)
}

/// A shipped pack of which it is known how many rules it has.
pub(super) fn with_rules(name: &str, rules: usize) -> Option<Pack> {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let text = SHIPPED_FILES.get_file(format!("{name}/{MANIFEST}"))?;
    let id = sources.add(MANIFEST, text.contents_utf8()?);
    Some(Pack {
        manifest: manifest::read(&sources, id, &mut problems)?,
        place: None,
        rules,
        digest: None,
    })
}

/// What a shipped pack is known by; nothing, if there is none of that name.
pub(super) fn digest(name: &str) -> String {
    let mut content = Content::default();
    let mut open: Vec<&Dir<'_>> = SHIPPED_FILES.get_dir(name).into_iter().collect();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        open.extend(folder.dirs());
        files.extend(folder.files());
    }
    for file in files {
        let path = file.path().strip_prefix(name).ok();
        if let Some(path) = path.and_then(|path| path.to_str()) {
            // What is shipped breaks no limit: a test packs it.
            let _ = content.add(path.to_owned(), file.contents().to_vec());
        }
    }
    content.digest()
}
