//! What a pack is made of: its files, read from a folder or from one file.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::{LoadError, archive, plain};

/// The name of a pack's manifest.
pub const MANIFEST: &str = "pack.toml";
/// What the name of a pack that is one file ends in.
pub const EXTENSION: &str = "plangate";

/// A pack has at most this many files,
pub(super) const MOST_FILES: usize = 4096;
/// of at most this many bytes each,
pub(super) const LARGEST_FILE: u64 = 8 << 20;
/// and of at most this many bytes together.
pub(super) const LARGEST: u64 = 64 << 20;

/// What the digest of a pack begins with, so that it is the digest of nothing else.
const DIGEST_OF: &[u8] = b"plangate-pack/1\0";

/// The files of a pack, by path; with `/` between the steps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    files: BTreeMap<String, Vec<u8>>,
}

impl Content {
    /// Reads a pack: a folder, or a file that [`Content::archive`] made.
    pub fn read(path: &Path) -> Result<Content, LoadError> {
        let content = if path.is_dir() {
            folder(path)
        } else {
            file(path).and_then(|bytes| archive::read(&bytes))
        };
        content.map_err(|message| LoadError {
            message: format!("{}: {message}", path.display()),
            help: Some(format!(
                "a pack is a folder with a `{MANIFEST}`, or a file that `plangate pack build` made"
            )),
        })
    }

    /// Keeps a file; its path must be plain, and there may not be too much.
    pub(super) fn add(&mut self, path: String, bytes: Vec<u8>) -> Result<(), String> {
        check_path(&path)?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(format!("`{path}` has more than {LARGEST_FILE} bytes"));
        }
        if self.files.len() == MOST_FILES {
            return Err(format!("it has more than {MOST_FILES} files"));
        }
        if self.files.contains_key(&path) {
            return Err(format!("`{path}` is in it twice"));
        }
        self.files.insert(path, bytes);
        let size: usize = self.files.values().map(Vec::len).sum();
        if size as u64 > LARGEST {
            return Err(format!("it has more than {LARGEST} bytes"));
        }
        Ok(())
    }

    /// The files, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        let files = self.files.iter();
        files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    /// The bytes of a file; `None` where it is not there.
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The text of a file; what is wrong with it, if it is there and is no text.
    pub fn text(&self, path: &str) -> Option<Result<String, String>> {
        let bytes = self.files.get(path)?.clone();
        Some(super::text(bytes))
    }

    /// What the content is known by: `sha256:` and the hexadecimal digest of the text
    /// `plangate-pack/1`, a zero byte, and for each file, sorted by the bytes of its path: the path,
    /// a zero byte, its length in decimal digits, a zero byte, its bytes.
    pub fn digest(&self) -> String {
        let mut sha256 = Sha256::new();
        sha256.update(DIGEST_OF);
        for (path, bytes) in self.files() {
            sha256.update(path.as_bytes());
            sha256.update([0]);
            sha256.update(bytes.len().to_string().as_bytes());
            sha256.update([0]);
            sha256.update(bytes);
        }
        let mut digest = "sha256:".to_owned();
        for byte in sha256.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(digest, "{byte:02x}");
        }
        digest
    }

    /// The pack as one file; the same content gives the same bytes.
    pub fn archive(&self) -> std::io::Result<Vec<u8>> {
        archive::write(self)
    }
}

/// A path that means one place in any folder, and the same on every system.
fn check_path(path: &str) -> Result<(), String> {
    let is_step = |step: &str| !matches!(step, "" | "." | "..");
    let is_plain = |letter: char| !letter.is_control() && !matches!(letter, '\\' | ':');
    if path.split('/').all(is_step) && path.chars().all(is_plain) && path.len() <= 1024 {
        return Ok(());
    }
    Err(format!(
        "`{}` is not a path inside of a pack",
        path.escape_debug()
    ))
}

/// Every file below a folder, but for those that are hidden and for packs.
fn folder(root: &Path) -> Result<Content, String> {
    if !root.join(MANIFEST).is_file() {
        return Err(format!("there is no `{MANIFEST}` in it"));
    }
    let mut content = Content::default();
    let mut open: Vec<(PathBuf, String)> = vec![(root.to_path_buf(), String::new())];
    while let Some((directory, prefix)) = open.pop() {
        let entries = fs::read_dir(&directory).map_err(|error| plain(&error))?;
        for entry in entries {
            let entry = entry.map_err(|error| plain(&error))?;
            let name = entry.file_name().into_string();
            let name = name.map_err(|name| format!("{} is not UTF-8 text", name.display()))?;
            let relative = format!("{prefix}{name}");
            let kind = entry.file_type().map_err(|error| plain(&error))?;
            let is_pack = Path::new(&name)
                .extension()
                .is_some_and(|end| end == EXTENSION);
            if name.starts_with('.') || (kind.is_file() && is_pack) {
                continue;
            }
            if kind.is_dir() {
                open.push((entry.path(), format!("{relative}/")));
            } else if kind.is_file() {
                content.add(relative, file(&entry.path())?)?;
            } else {
                return Err(format!("`{relative}` is a link, and a pack has none"));
            }
        }
    }
    Ok(content)
}

#[expect(
    clippy::disallowed_methods,
    reason = "packs are read here and nowhere else"
)]
fn file(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs::metadata(path).map_err(|error| plain(&error))?.len();
    if size > LARGEST {
        return Err(format!("it has more than {LARGEST} bytes"));
    }
    fs::read(path).map_err(|error| plain(&error))
}
