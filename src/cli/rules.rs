//! `plangate rules`: lists the rules that would run.

use clap::Args;

use super::{Exit, choice::one_of, output, selection::Selection};
use crate::report::catalogue;

/// List the rules that `plangate check` would run with the same flags.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Rules {
    #[command(flatten)]
    selection: Selection,

    /// Write the list in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report")]
    #[arg(default_value = Format::Table.word())]
    #[arg(value_parser = one_of(&Format::ALL, Format::word, Format::about))]
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    Table,
    Json,
    Csv,
    Markdown,
}

impl Rules {
    /// Loads the rules and lists them.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let rules = self.selection.load()?;
        output::standard_output(|out, style| match self.format {
            Format::Table => catalogue::table(&rules.about, style, out),
            Format::Json => catalogue::json(&rules.about, env!("CARGO_PKG_VERSION"), out),
            Format::Csv => catalogue::csv(&rules.about, out),
            Format::Markdown => catalogue::markdown(&rules.about, out),
        })?;
        Ok(Exit::Clean)
    }
}

impl Format {
    const ALL: [Format; 4] = [Format::Table, Format::Json, Format::Csv, Format::Markdown];

    fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Markdown => "markdown",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Format::Table => "For people",
            Format::Json => "For machines: everything that the rules say about themselves",
            Format::Csv => "For spreadsheets: a line for each identifier and control of a rule",
            Format::Markdown => "For documents: a table of the rules with their identifiers",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate rules
      lists what runs by default

  plangate rules --set all --format json
      lists every rule, with all that it says about itself

  plangate rules --set all --format csv > crosswalk.csv
      writes which rule answers which identifier and which control

  plangate rules --rules policies --only 'role-*'
      lists the rules whose id begins with role-, shipped and your own";
