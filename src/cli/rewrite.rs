//! Rule files that a command writes again.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::complaint::Complaint;
use crate::pack;

/// The rule files that paths mean, each once. A link in a folder is left alone: what it leads to
/// may lie outside, where nobody asked for a change. A link that is named is followed.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Complaint> {
    let mut seen = BTreeSet::new();
    let mut files = Vec::new();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        let is_folder = path.is_dir();
        for file in pack::rule_files(path)? {
            let is_link = fs::symlink_metadata(&file).is_ok_and(|file| file.is_symlink());
            if is_folder && is_link {
                continue;
            }
            if seen.insert(fs::canonicalize(&file).unwrap_or_else(|_| file.clone())) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

/// The text of a file, with what marks its line ends and its start.
#[expect(
    clippy::disallowed_methods,
    reason = "what is written again is read here"
)]
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    utf8(fs::read(path)?)
}

/// Bytes as text.
pub(super) fn utf8(bytes: Vec<u8>) -> anyhow::Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!("not UTF-8 text: byte {at} cannot be read")
    })
}
