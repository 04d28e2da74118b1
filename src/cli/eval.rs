//! `plangate eval`: what an expression comes to on a plan.

use std::path::PathBuf;

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint::{self, Complaint},
    output, plan,
    run::{self, Asked, Context},
    session::{Session, Sources},
    terminal,
};
use crate::engine::Told;
use crate::report::value;

/// Evaluate an expression of the rule language on a plan.
///
/// The value is written as rules write it. Where the plan does not show it, what is missing is said,
/// and where it rests on an assumption, which. Nothing sensitive is shown, nor what was compared
/// with it.
///
/// Exit codes: 0 there is a value, known or not; 2 there is none, because of a mistake in the
/// expression, wrong data, bad input, or trouble with files.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Eval {
    /// Evaluate this expression.
    #[arg(value_name = "EXPRESSION")]
    expression: String,

    /// Read this plan; `-` reads standard input.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,

    /// Let `self` be what has this address, as `plangate check` writes it.
    #[arg(long, value_name = "ADDRESS")]
    on: Option<String>,

    #[command(flatten)]
    sources: Sources,

    #[command(flatten)]
    context: Context,

    /// Write the value in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report")]
    #[arg(default_value = Format::Text.word())]
    #[arg(value_parser = one_of(&Format::ALL, Format::word, Format::about))]
    format: Format,
}

#[derive(Clone, Copy)]
enum Format {
    Text,
    Json,
}

impl Eval {
    /// Reads the plan and evaluates.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let mut session = Session::new(&self.sources)?;
        let plan = plan::read(&self.plan, false)?;
        let schemas = self.sources.schemas.load()?;
        run::ask(plan, &self.context, &schemas, |asked| {
            self.evaluate(&mut session, asked)
        })
    }

    fn evaluate(&self, session: &mut Session, asked: &Asked<'_, '_>) -> anyhow::Result<Exit> {
        session.choose(self.on.as_deref(), asked)?;
        let colour = terminal::colours(&std::io::stderr());
        let evaluation = match session.evaluate(&self.expression, asked, colour) {
            Ok(evaluation) => evaluation,
            Err(drawn) => {
                complaint::draw(&drawn);
                let complaint = Complaint::new("the expression has errors, so nothing was done");
                return Err(complaint.into());
            }
        };
        let evaluated = value::Evaluated {
            version: env!("CARGO_PKG_VERSION"),
            input: asked.name,
            source: asked.source,
            notes: asked.notes,
            expression: &self.expression,
            address: self.on.as_deref(),
            evaluation: &evaluation,
        };
        if let Format::Text = self.format {
            for note in asked.notes {
                complaint::say_of_input(asked.name, note);
            }
        }
        output::standard_output(|out, style| match self.format {
            Format::Text => value::text(&evaluation, style, out),
            Format::Json => value::json(&evaluated, out),
        })?;
        Ok(match evaluation.told {
            Told::Trouble(_) => Exit::Undecided,
            _ => Exit::Clean,
        })
    }
}

impl Format {
    const ALL: [Format; 2] = [Format::Text, Format::Json];

    fn word(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Format::Text => "For people",
            Format::Json => "For machines: the value, and what it rests on",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate eval 'self.iam_instance_profile is set' plan.json --on aws_instance.web
      says what a condition of a rule comes to for a resource

  plangate eval '[for r in resources(aws_iam_role) : r.name]' plan.json
      lists the names of all planned roles

  plangate eval 'ec2.role(self)' plan.json --on aws_instance.web --import plangate:ec2
      calls a define of a library";
