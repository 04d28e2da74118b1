//! `plangate coverage`: which resource types of a plan no rule is about.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    output, plan, run,
    run::{Asked, Context},
    selection::Selection,
};
use crate::input::Mode;
use crate::program::{Program, Selector};
use crate::report::coverage::{self, Covered};

/// Show which resource types of a plan no rule is about, so that silence is not taken for a pass.
///
/// The rules are those that `plangate check` would run with the same flags.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Coverage {
    /// Look at this plan; `-` reads standard input.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    context: Context,

    /// Write it in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report")]
    #[arg(default_value = Format::Table.word())]
    #[arg(value_parser = one_of(&Format::ALL, Format::word, Format::about))]
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    Table,
    Json,
}

impl Coverage {
    /// Loads the rules, reads the plan and compares their types.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let rules = self.selection.load()?;
        let plan = plan::read(&self.plan, false)?;
        run::ask(plan, &self.context, &rules.schemas, |asked| {
            let coverage = coverage::Coverage {
                input: asked.name.to_owned(),
                types: types(&rules.program, asked),
            };
            output::standard_output(|out, style| match self.format {
                Format::Table => coverage::table(&coverage, style, out),
                Format::Json => coverage::json(&coverage, env!("CARGO_PKG_VERSION"), out),
            })?;
            Ok(Exit::Clean)
        })
    }
}

fn types(program: &Program, asked: &Asked<'_, '_>) -> Vec<Covered> {
    let mut types: BTreeMap<&str, Covered> = BTreeMap::new();
    let instances = asked.plan.document.instances.iter();
    for instance in instances.filter(|instance| instance.mode == Mode::Managed) {
        let covered = types.entry(&instance.kind).or_insert_with(|| Covered {
            kind: instance.kind.to_string(),
            addresses: Vec::new(),
            rules: about(program, &instance.kind),
        });
        covered.addresses.push(instance.address.to_string());
    }
    types.into_values().collect()
}

/// The rules that are about a type.
fn about(program: &Program, kind: &str) -> Vec<String> {
    let is_meant = |selector: &Selector| match selector {
        Selector::Resource(kinds) => kinds.matches(kind),
        _ => false,
    };
    let rules = program.rules.iter();
    let rules = rules.filter(|rule| rule.selectors.iter().any(is_meant));
    rules.map(|rule| rule.about.id.clone()).collect()
}

impl Format {
    const ALL: [Format; 2] = [Format::Table, Format::Json];

    fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Format::Table => "For people",
            Format::Json => "For machines: every type, with its addresses and its rules",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate coverage plan.json
      lists the types that nothing is said of, and the rules of the others

  plangate coverage plan.json --set all --format json
      the same with the rules that are off, for machines";
