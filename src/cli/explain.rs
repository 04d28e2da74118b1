//! `plangate explain`: why one rule says what it says of one resource, and pages of the manual.

use std::path::PathBuf;

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint::Complaint,
    load::RuleSources,
    output, plan,
    run::{self, Context},
    schema::SchemaFlags,
};
use crate::manual::{self, Format};

mod page;
mod proof;

/// Show why a rule says what it says of a resource, or what a word means.
///
/// With an address, a rule and a plan, every statement of the rule is shown with what it came to:
/// true, false, or unknown where the plan does not say. Below each stands what it was made of, down
/// to the values that were read and where each of them comes from. ADDRESS and RULE may stand in
/// either order.
///
/// A word alone shows its page: the code of a message, a rule's id, a function or operator, a type of
/// resources, or an attribute.
///
/// Exit codes: 0 it is explained, whatever the rule says; 2 it cannot be, because of bad names, bad
/// rules, bad input, or trouble with files.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    /// Explain this word; or what is said of this address, as `plangate check` writes it.
    #[arg(value_name = "WORD|ADDRESS")]
    word: String,

    /// Explain what this rule says, also if it is off.
    #[arg(value_name = "RULE")]
    rule: Option<String>,

    /// Read this plan; `-` reads standard input.
    #[arg(value_name = "PLAN")]
    plan: Option<PathBuf>,

    #[command(flatten)]
    rules: RuleSources,

    #[command(flatten)]
    context: Context,

    /// Write the explanation in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report")]
    #[arg(default_value = Format::Text.word())]
    #[arg(value_parser = one_of(&Format::ALL, Format::word, about_format))]
    format: Format,
}

impl Explain {
    /// Shows the page of a word; or loads the rules, reads the plan and explains.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let (rule, plan) = match (&self.rule, &self.plan) {
            (None, _) => return self.page(),
            (Some(rule), Some(plan)) => (rule, plan),
            (Some(rule), None) => return Err(no_plan(&self.word, rule).into()),
        };
        if self.format == Format::Markdown {
            let complaint = Complaint::new("what a plan comes to is not written as Markdown");
            return Err(complaint
                .help("`--format text` and `--format json` are")
                .into());
        }
        let mut rules = self.rules.load()?;
        let asked: Vec<usize> = [&self.word, rule]
            .into_iter()
            .filter_map(|id| proof::find(&rules, id))
            .collect();
        self.rules.require_values(&mut rules, &asked)?;
        let plan = plan::read(plan, false)?;
        let names = proof::Names {
            first: &self.word,
            second: rule,
        };
        run::ask(plan, &self.context, &rules.schemas, |asked| {
            names.explain(&rules, asked, self.format)
        })
    }

    fn page(&self) -> anyhow::Result<Exit> {
        let pages = page::find(&self.word, &self.rules)?;
        let version = env!("CARGO_PKG_VERSION");
        output::standard_output(|out, style| {
            manual::write(&pages, self.format, version, style, out)
        })?;
        Ok(Exit::Clean)
    }
}

/// Shows the page of a word to people; the rules are the shipped ones.
pub(super) fn show(word: &str, schemas: &SchemaFlags) -> anyhow::Result<()> {
    let pages = page::find(word, &RuleSources::shipped(schemas.clone()))?;
    output::standard_output(|out, style| {
        manual::write(&pages, Format::Text, env!("CARGO_PKG_VERSION"), style, out)
    })
}

fn no_plan(first: &str, second: &str) -> Complaint {
    Complaint::new("no plan is given").help(format!(
        "`plangate explain {first} {second} plan.json` explains what the rule says of the \
         resource; `plangate explain WORD` alone shows the page of a word"
    ))
}

fn about_format(format: Format) -> &'static str {
    match format {
        Format::Text => "For people",
        Format::Markdown => "For documents; only pages of words",
        Format::Json => {
            "For machines: every step and where every value comes from, or the page's parts"
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate explain N201
      shows what the code of a message means, with an example

  plangate explain aws_instance.metadata_options
      shows what the provider says of an attribute, and what becomes of it when it is left out

  plangate explain aws_instance.web ec2-instance-profile-attached plan.json
      shows why the rule passes, fails or cannot tell

  plangate explain 'aws_instance.web[\"blue\"]' tags --rules policies plan.json
      explains a rule of your own; quotes keep the shell from the brackets

  plangate explain aws_instance.web tags plan.json --format json
      writes the same for machines";
