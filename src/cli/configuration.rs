//! Which `plangate.toml` holds, and what it says.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;
use sha2::{Digest, Sha256};

use super::complaint::Complaint;
use super::plan::hex;
use crate::configuration::{self, Configuration, FILE_NAME};
use crate::diagnostic::Diagnostic;
use crate::report::Configured;
use crate::source::Sources;

/// A configuration is at most this long.
const LONGEST: usize = 1 << 20;

/// Flags about the configuration.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ConfigurationFlags {
    /// Take the configuration from this file, not from the nearest `plangate.toml`.
    ///
    /// Without this flag, it is looked for in the working directory and the folders around it, up
    /// to the one that is a Git repository.
    #[arg(long = "config", value_name = "FILE", help_heading = "Configuration")]
    #[arg(conflicts_with = "no_configuration")]
    configuration_file: Option<PathBuf>,

    /// Take no configuration.
    #[arg(long = "no-config", help_heading = "Configuration")]
    no_configuration: bool,
}

/// A configuration as read.
#[derive(Clone, Debug)]
pub(super) struct Read {
    /// What it says.
    pub(super) configuration: Configuration,
    /// How reports name it.
    pub(super) configured: Configured,
}

impl ConfigurationFlags {
    /// Reads the configuration that holds, if there is one. Its text is kept in `sources`, and
    /// what is wrong with it goes to `problems`.
    pub(super) fn read(
        &self,
        sources: &mut Sources,
        problems: &mut Vec<Diagnostic>,
    ) -> Result<Option<Read>, Complaint> {
        let found = match &self.configuration_file {
            _ if self.no_configuration => None,
            Some(file) => Some(file.clone()),
            None => nearest_file(),
        };
        let Some(path) = found else { return Ok(None) };
        let text = read_text(&path)?;
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let name = path.display().to_string();
        let id = sources.add(name.clone(), text);
        let configuration = configuration::read(sources, id, problems);
        Ok(Some(Read {
            configuration,
            configured: Configured { file: name, sha256 },
        }))
    }
}

/// The nearest `plangate.toml`, as a path from the working directory. The search ends at the
/// repository's own folder: what lies around it is somebody else's.
#[expect(
    clippy::disallowed_methods,
    reason = "the command line looks around in the working directory"
)]
fn nearest_file() -> Option<PathBuf> {
    let here = env::current_dir().ok()?;
    let mut way = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join(FILE_NAME).is_file() {
            return Some(way.join(FILE_NAME));
        }
        if folder.join(".git").exists() {
            return None;
        }
        way.push("..");
    }
    None
}

fn read_text(path: &Path) -> Result<String, Complaint> {
    let name = path.display();
    let cannot =
        |why: &str| Complaint::new(format!("cannot read the configuration `{name}`: {why}"));
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where a configuration is read"
    )]
    let bytes = fs::read(path).map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            _ if path.is_dir() => "it is a folder".to_owned(),
            _ => error.to_string(),
        };
        cannot(&why).help("give a file by `--config`, or leave it out")
    })?;
    if bytes.len() > LONGEST {
        return Err(cannot("it has more than a mebibyte"));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        cannot(&format!("byte {at} is not UTF-8 text"))
    })?;
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}
