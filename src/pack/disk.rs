//! Rule files on disk.

use std::path::{Path, PathBuf};

use super::LoadError;

/// The rule files that a path means, in order: itself, or those below the folder that it is.
pub fn rule_files(path: &Path) -> Result<Vec<PathBuf>, LoadError> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let (folder, below) = (folder_of(path), files_below(path, &|_| true)?);
    Ok(below.iter().map(|relative| folder.join(relative)).collect())
}

#[expect(
    clippy::disallowed_methods,
    reason = "rule files are read here and nowhere else"
)]
pub(super) fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| plain(&error))?;
    text(bytes)
}

/// Bytes as text, without the mark that some editors put before it.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, String> {
    let text = String::from_utf8(bytes).map_err(|error| {
        format!(
            "not UTF-8 text: byte {} cannot be read",
            error.utf8_error().valid_up_to()
        )
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}

/// The bytes of a file below a folder; a link may not lead out of it.
#[expect(
    clippy::disallowed_methods,
    reason = "what lies beside rule files is read here and nowhere else"
)]
pub(super) fn read_inside(folder: &Path, path: &str) -> Result<Vec<u8>, String> {
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let whole = folder.join(path);
    let real = whole.canonicalize().map_err(|error| plain(&error))?;
    let root = folder.canonicalize().map_err(|error| plain(&error))?;
    if !real.starts_with(root) {
        return Err("it leads out of the rule directory".to_owned());
    }
    std::fs::read(real).map_err(|error| plain(&error))
}

/// A path that is the same for all names of a file.
pub(super) fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

pub(super) fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    }
}

/// A folder as the names of its files begin with it; those in the current one need no `./`.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.strip_prefix(".").unwrap_or(path).to_path_buf()
}

/// The `.rule` files below a folder that are wanted, by path, without following links out of it.
pub(super) fn files_below(
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<Vec<String>, LoadError> {
    let mut found = Vec::new();
    let mut open = vec![(folder.to_path_buf(), String::new())];
    while let Some((directory, prefix)) = open.pop() {
        let entries = std::fs::read_dir(&directory).map_err(|error| LoadError {
            message: format!("{}: {}", directory.display(), plain(&error)),
            help: None,
        })?;
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            if name.starts_with('.') {
                continue;
            }
            if kind.is_dir() {
                open.push((entry.path(), format!("{prefix}{name}/")));
            } else if is_rule_file(&name) && wanted(&name) {
                found.push(format!("{prefix}{name}"));
            }
        }
    }
    found.sort_unstable();
    if found.is_empty() {
        return Err(LoadError {
            message: format!("{} has no rule files", folder.display()),
            help: Some("rule files end in `.rule`".to_owned()),
        });
    }
    Ok(found)
}

pub(super) fn is_rule_file(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == "rule")
}
