//! Which file an import means.

use crate::program::{RuleFile, SHIPPED, import_path};
use crate::syntax::ast::Import;

/// What the importing file calls it.
pub(super) fn alias(import: &Import) -> &str {
    match &import.alias {
        Some(alias) => &alias.text,
        None => {
            let name = import.path.text.rsplit(['/', ':']).next();
            name.unwrap_or_default().trim_end_matches(".rule")
        }
    }
}

/// The file itself, if it was read.
pub(super) fn target<'a>(
    file: &RuleFile,
    import: &Import,
    files: &'a [RuleFile],
) -> Option<&'a RuleFile> {
    let path = import_path(&file.path, &import.path.text)?;
    let is_shipped = path.starts_with(SHIPPED);
    let mut files = files.iter();
    files.find(|other| (is_shipped || other.root == file.root) && other.path == path)
}
