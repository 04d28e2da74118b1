//! `plangate init`: a folder with a rule of one's own that passes its own tests.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use super::{Exit, complaint::Complaint, file, output};
use crate::configuration::FILE_NAME;

/// Make a folder for rules of one's own: a configuration, a rule with its tests, and an example of a
/// pipeline.
///
/// Nothing is overwritten: where one of the files is there already, nothing is made.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Init {
    /// Make the files in this folder, which is made if it is not there.
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Paths and texts of what is made.
const FILES: [(&str, &str); 6] = [
    (
        FILE_NAME,
        include_str!("../../templates/init/plangate.toml"),
    ),
    (
        "rules/machine-type-allowed.rule",
        include_str!("../../templates/init/machine-type-allowed.rule"),
    ),
    (
        "rules/machine-type-allowed.test.rule",
        include_str!("../../templates/init/machine-type-allowed.test.rule"),
    ),
    ("README.md", include_str!("../../templates/init/README.md")),
    (
        ".github/workflows/plangate.yml",
        include_str!("../../templates/init/plangate.yml"),
    ),
    (".gitignore", include_str!("../../templates/init/gitignore")),
];

impl Init {
    /// Makes the files and says what comes next.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let wanted: Vec<(PathBuf, &str)> = FILES
            .iter()
            .map(|(path, text)| (self.folder.join(path), *text))
            .collect();
        let keeps = |path: &Path| path.ends_with("README.md") || path.ends_with(".gitignore");
        let there = |path: &Path| path.symlink_metadata().is_ok();
        if let Some((path, _)) = wanted.iter().find(|(path, _)| there(path) && !keeps(path)) {
            let complaint = Complaint::new(format!("`{}` is there already", path.display()));
            let help =
                "nothing was made; give another folder, or add rules with `plangate new rule`";
            return Err(complaint.help(help).into());
        }
        let mut made = Vec::new();
        for (path, text) in wanted.iter().filter(|(path, _)| !there(path)) {
            create(path, text)?;
            made.push(path.display().to_string());
        }
        output::standard_output(|out, _| {
            for path in &made {
                writeln!(out, "{path}")?;
            }
            let folder = self.folder.display().to_string();
            let into = if folder == "." {
                String::new()
            } else {
                format!("  cd {folder}\n")
            };
            write!(out, "\nNext:\n{into}{NEXT}")
        })?;
        Ok(Exit::Clean)
    }
}

/// Writes a file that is not there yet, and the folders that it lies in.
pub(super) fn create(path: &Path, text: &str) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", path.display());
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).with_context(cannot)?;
    }
    file::write_new(path, |out| out.write_all(text.as_bytes())).with_context(cannot)
}

const NEXT: &str = "  plangate test
      runs the tests of the rule
  plangate check plan.json
      judges a plan by it and by the shipped rules; `terraform show -json plan.bin > plan.json` writes
      one
  plangate new rule databases-encrypted --on aws_db_instance
      adds a rule
";

const EXAMPLES: &str = "\
Examples:
  plangate init
      makes the files in the current folder

  plangate init policy
      makes them in the folder policy";
