//! Shipped packs, as packs.

use super::{Content, MANIFEST, Pack, SHIPPED_FILES, is_rule_file, manifest, rules_in};
use crate::program::is_test_file;
use crate::source::Sources;
use crate::syntax;

/// A shipped pack, without reading its rules.
pub fn shipped_pack(name: &str) -> Option<Pack> {
    let folder = SHIPPED_FILES.get_dir(name)?;
    let mut content = Content::default();
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let mut rules = 0;
    for file in folder.files() {
        let path = file.path().strip_prefix(name).ok()?.to_str()?;
        content
            .add(path.to_owned(), file.contents().to_vec())
            .ok()?;
        if is_rule_file(path) && !is_test_file(path) {
            let id = sources.add(path, file.contents_utf8()?);
            let file = syntax::parse(&sources, id, &mut problems);
            rules += rules_in(&file);
        }
    }
    let id = sources.add(MANIFEST, content.text(MANIFEST)?.ok()?);
    Some(Pack {
        manifest: manifest::read(&sources, id, &mut problems)?,
        digest: content.digest(),
        place: None,
        rules,
    })
}
