//! Schemas of providers that people give.

use std::{fs, path::PathBuf};

use clap::Args;

use super::complaint::Complaint;
use crate::schema::Schemas;

/// Flags that say what is known of providers.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub(super) struct SchemaFlags {
    /// Hold rules against the schemas of this file as well: what `terraform providers schema -json`
    /// prints.
    ///
    /// Adds further providers, and further versions of one: what any of them has is known.
    #[arg(long = "schema", value_name = "FILE")]
    schemas: Vec<PathBuf>,
}

impl SchemaFlags {
    /// The shipped schema, and those of the files.
    pub(super) fn load(&self) -> Result<Schemas, Complaint> {
        let mut texts = Vec::new();
        for path in &self.schemas {
            #[expect(clippy::disallowed_methods, reason = "the command line reads files")]
            let text = fs::read(path).map_err(|error| {
                let why = match error.kind() {
                    std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
                    _ => error.to_string(),
                };
                Complaint::new(format!("cannot read `{}`: {why}", path.display()))
            })?;
            texts.push(text);
        }
        Schemas::with(&texts).map_err(|(at, why)| {
            let path = self.schemas.get(at).map(|path| path.display().to_string());
            let path = path.unwrap_or_default();
            Complaint::new(format!("`{path}` is no schema of providers: {why}")).help(
                "run `terraform init` and `terraform providers schema -json > schema.json` where the configuration lies",
            )
        })
    }
}
