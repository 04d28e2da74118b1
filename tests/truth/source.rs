//! The source of a case's configuration, for a plan of it.

use std::path::{Path, PathBuf};

use plangate::hcl::{Disk, Files, Project};

/// Folders laid over each other; what is in an earlier one hides what is in a later one.
struct Layers(Vec<PathBuf>);

/// The project that a plan was made of.
pub(super) fn project(layers: &[PathBuf]) -> Project {
    Project::read(Box::new(Layers(layers.to_vec())))
}

impl Layers {
    fn files(&self, path: &str) -> impl Iterator<Item = PathBuf> {
        let files = self.0.iter().map(move |layer| layer.join(path));
        files.filter(|file| file.is_file())
    }
}

impl Files for Layers {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.files(path).next()?).ok()
    }
}

impl Disk for Layers {
    fn folder(&self, path: &str) -> Option<Vec<String>> {
        let folders = self.0.iter().map(|layer| layer.join(path));
        let mut names: Vec<String> = folders.flat_map(|folder| names(&folder)).collect();
        names.sort();
        names.dedup();
        (!names.is_empty()).then_some(names)
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(self.bytes(path)?).ok()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let files = entries.flatten().filter(|entry| entry.path().is_file());
    files
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect()
}
