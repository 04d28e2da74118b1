//! Reads inputs: files, and standard input.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    io::{self, IsTerminal, Read},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::complaint::Complaint;
use crate::diagnostic::nearest;

/// The name of standard input.
const STANDARD_INPUT: &str = "-";
/// Files of a folder that a message lists at most.
const LISTED: usize = 5;

/// An input as read.
#[derive(Debug)]
pub(super) struct Plan {
    /// Path as given, or `-`.
    pub(super) name: String,
    /// All of it.
    pub(super) bytes: Vec<u8>,
    /// Lower-case hex digest of the bytes, where it was asked for.
    pub(super) sha256: Option<String>,
}

/// Refuses a list of inputs that cannot be meant.
pub(super) fn check(paths: &[PathBuf]) -> Result<(), Complaint> {
    if paths.is_empty() {
        return Err(none_given(io::stdin().is_terminal()));
    }
    let mut seen = BTreeSet::new();
    for path in paths {
        if !seen.insert(path) {
            let complaint = if path == Path::new(STANDARD_INPUT) {
                Complaint::new("`-` is given twice, and standard input can be read only once")
            } else {
                Complaint::new(format!("`{}` is given twice", path.display()))
            };
            return Err(complaint.help("leave out one of them"));
        }
    }
    Ok(())
}

/// Reads an input, whole.
pub(super) fn read(path: &Path, digest: bool) -> Result<Plan, Complaint> {
    let bytes = if path == Path::new(STANDARD_INPUT) {
        standard_input()?
    } else {
        file(path)?
    };
    Ok(Plan {
        name: path.display().to_string(),
        sha256: digest.then(|| hex(&Sha256::digest(&bytes))),
        bytes,
    })
}

/// The folder that a file would be in.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn none_given(terminal: bool) -> Complaint {
    let complaint = Complaint::new("no plan is given");
    if terminal {
        complaint.help(
            "write one with `terraform plan -out=plan.bin && terraform show -json plan.bin > \
             plan.json`, then run `plangate check plan.json`",
        )
    } else {
        complaint.help("to read standard input, say so with `-`: `plangate check -`")
    }
}

fn standard_input() -> Result<Vec<u8>, Complaint> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| Complaint::new(format!("cannot read standard input: {error}")))?;
    Ok(bytes)
}

fn file(path: &Path) -> Result<Vec<u8>, Complaint> {
    if path.is_dir() {
        let complaint = Complaint::new(format!(
            "cannot read `{}`: it is a folder, not a file",
            path.display()
        ));
        return Err(match listed(&json_files(path)) {
            Some(files) => complaint.help(format!("it holds {files}")),
            None => complaint.help("give the file that `terraform show -json` wrote"),
        });
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where plans are read"
    )]
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &io::Error) -> Complaint {
    let name = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => missing(path),
        io::ErrorKind::PermissionDenied => Complaint::new(format!(
            "cannot read `{name}`: permission is denied to this user"
        ))
        .help(format!(
            "let this user read it, or pipe it in: `sudo cat {name} | plangate check -`"
        )),
        _ => Complaint::new(format!("cannot read `{name}`: {error}")),
    }
}

fn missing(path: &Path) -> Complaint {
    let name = path.display();
    let folder = folder_of(path);
    if !folder.is_dir() {
        let folder = folder.display();
        return Complaint::new(format!(
            "cannot read `{name}`: there is no folder `{folder}`"
        ));
    }
    let complaint = Complaint::new(format!("cannot read `{name}`: there is no such file"));
    let files = json_files(&folder);
    let wrong = path.file_name().unwrap_or_default().to_string_lossy();
    if let Some(file) = nearest(&wrong, files.iter().map(String::as_str)) {
        let meant = path.with_file_name(file);
        complaint.help(format!("did you mean `{}`?", meant.display()))
    } else if let Some(files) = listed(&files) {
        complaint.help(format!("that folder holds {files}"))
    } else {
        complaint
    }
}

/// Names of the JSON files in a folder, sorted; none where it cannot be read.
fn json_files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| PathBuf::from(entry.file_name()))
        .filter(|name| {
            name.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|name| name.display().to_string())
        .collect();
    names.sort_unstable();
    names
}

fn listed(names: &[String]) -> Option<String> {
    let quoted: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len() - quoted.len();
    match (quoted.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(quoted.join(", ")),
        (false, more) => Some(format!("{} and {more} more JSON files", quoted.join(", "))),
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests;
