//! `plangate check`: judges plans and says what blocks.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint,
    output::{self, Output},
    plan,
    run::{self, Context, Rules},
    selection::Selection,
};
use crate::gate::Gate;
use crate::program::Severity;
use crate::report::{self, Failed, Input, Report, Show};

/// Judge plans by rules, and say for every rule and resource what comes out.
///
/// A plan is what `terraform show -json` or `tofu show -json` wrote. States are judged as well,
/// and other JSON by rules that are about documents.
///
/// Exit codes: 0 nothing blocks; 1 something blocks; 2 it could not be decided, because of bad
/// rules, bad input, or trouble with files.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Check {
    /// Judge this plan; `-` reads standard input.
    #[arg(value_name = "PLAN")]
    plans: Vec<PathBuf>,

    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    context: Context,

    #[command(flatten)]
    strictness: Strictness,

    #[command(flatten)]
    display: Display,
}

#[derive(Args)]
#[command(next_help_heading = "Gate")]
struct Strictness {
    /// Let only rules of this severity or a higher one block.
    #[arg(long, value_name = "SEVERITY", default_value = Severity::Info.word())]
    #[arg(value_parser = one_of(&Severity::ALL, Severity::word, |_| ""))]
    fail_on: Severity,

    /// End with exit code 2 where the data of a resource is wrong, instead of 1.
    #[arg(long)]
    strict_errors: bool,
}

#[derive(Args)]
#[command(next_help_heading = "Report")]
struct Display {
    /// Write the report in this format, to standard output or to a file.
    #[arg(long = "format", value_name = "NAME[=FILE]", value_parser = Output::parse)]
    #[arg(long_help = formats())]
    outputs: Vec<Output>,

    /// Choose what is shown in full; counts are always of everything.
    #[arg(long, value_name = "WHAT", default_value = Show::Findings.word())]
    #[arg(value_parser = one_of(&Show::ALL, Show::word, about_show))]
    show: Show,
}

impl Check {
    /// Judges every plan that can be read; one that cannot makes the run undecided.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let outputs = self.outputs();
        plan::check(&self.plans)?;
        output::check(&outputs, &self.plans)?;
        let rules = self.selection.load()?;
        let digest = outputs.iter().any(|output| output.format.needs_digest);
        let mut inputs = Vec::new();
        let mut failed = Vec::new();
        for path in &self.plans {
            match judge(path, digest, &rules, &self.context) {
                Ok(input) => inputs.push(input),
                Err(error) => {
                    complaint::say(&error);
                    failed.push(Failed {
                        name: path.display().to_string(),
                        message: format!("{error:#}"),
                    });
                }
            }
        }
        if inputs.is_empty() {
            return Ok(Exit::Undecided);
        }
        Ok(Self::tell(&outputs, &self.report(rules, inputs, failed)))
    }

    fn outputs(&self) -> Vec<Output> {
        if self.display.outputs.is_empty() {
            vec![Output::usual()]
        } else {
            self.display.outputs.clone()
        }
    }

    fn report(&self, rules: Rules, inputs: Vec<Input>, failed: Vec<Failed>) -> Report {
        Report {
            version: env!("CARGO_PKG_VERSION"),
            inputs,
            failed,
            rules: rules.about,
            packs: rules.packs,
            configured: rules.configuration.map(|read| read.configured),
            gate: Gate {
                set: self.selection.set,
                fail_on: self.strictness.fail_on,
                strict_errors: self.strictness.strict_errors,
            },
            show: self.display.show,
        }
    }

    fn tell(outputs: &[Output], report: &Report) -> Exit {
        let troubles = output::deliver(outputs, report);
        for trouble in &troubles {
            complaint::say(trouble);
        }
        if troubles.is_empty() {
            report.verdict().into()
        } else {
            Exit::Undecided
        }
    }
}

fn judge(path: &Path, digest: bool, rules: &Rules, context: &Context) -> anyhow::Result<Input> {
    let plan = plan::read(path, digest)?;
    run::judge(rules, plan, context)
}

fn formats() -> String {
    let mut text = "Write the report in this format, to standard output or to a file.\n\n\
        May be given several times, once without a file. A file is written beside its place and \
        moved there when it is whole. Without this flag, a table is written to standard output.\n\n\
        Formats:"
        .to_owned();
    for format in report::ALL {
        text.extend(["\n- ", format.name, ": ", format.about]);
    }
    text
}

fn about_show(show: Show) -> &'static str {
    match show {
        Show::Blocking => "Only what blocks",
        Show::Findings => "Everything but what passes or does not apply",
        Show::All => "Everything",
    }
}

const EXAMPLES: &str = "\
Examples:
  terraform plan -out=plan.bin && terraform show -json plan.bin > plan.json
  plangate check plan.json
      judges a plan by the shipped rules

  terraform show -json plan.bin | plangate check -
      reads it from a pipe

  plangate check plan.json --rules policies --pack none
      judges it by rules of your own, and by no others

  plangate check plan.json --format table --format json=report.json
      shows a table, and writes a file for machines";
