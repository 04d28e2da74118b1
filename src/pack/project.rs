//! Where imports of rule files may lead.

use std::path::{Component, Path, PathBuf};

use super::MANIFEST;
use crate::configuration::FILE_NAME;

/// The folder that imports stay in: the nearest one around rule files that has a configuration or
/// the manifest of a pack, else their own.
pub(super) struct Project {
    /// As names of its files begin.
    pub(super) folder: PathBuf,
    /// Where in it the rule files lie: empty, or with `/` at its end.
    pub(super) below: String,
}

impl Project {
    /// The project of rule files in a folder.
    pub(super) fn around(folder: &Path) -> Project {
        Project::find(folder).unwrap_or_else(|| Project {
            folder: folder.to_path_buf(),
            below: String::new(),
        })
    }

    fn find(folder: &Path) -> Option<Project> {
        let here = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        let whole = here.canonicalize().ok()?;
        let is_project = |folder: &&Path| {
            let mut marks = [FILE_NAME, MANIFEST].iter();
            marks.any(|mark| folder.join(mark).is_file())
        };
        let around = whole.ancestors().find(is_project)?;
        let steps = whole.strip_prefix(around).ok()?;
        let mut below = String::new();
        let mut up = folder.to_path_buf();
        for step in steps {
            below.push_str(step.to_str()?);
            below.push('/');
            if !matches!(up.components().next_back(), Some(Component::Normal(_))) || !up.pop() {
                up.push("..");
            }
        }
        // Behind a link, `..` leads elsewhere.
        let is_same = up.as_os_str().is_empty() || up.canonicalize().is_ok_and(|up| up == around);
        Some(Project {
            folder: if is_same { up } else { around.to_path_buf() },
            below,
        })
    }
}
