//! `plangate explain`: why one rule says what it says of one resource.

use std::path::PathBuf;

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint::Complaint,
    output, plan,
    run::{self, Asked, Context, Rules},
    selection::RuleSources,
    source::Source,
    suggest::{instances_of, listed, one_of_these},
};
use crate::diagnostic::nearest;
use crate::engine;
use crate::reference;
use crate::report::proof::{self, Explained};

/// Show why a rule says what it says of a resource, step by step.
///
/// Every statement of the rule is shown with what it came to: true, false, or unknown where the
/// plan does not say. Below each stands what it was made of, down to the values that were read and
/// where each of them comes from.
///
/// ADDRESS and RULE may stand in either order. Exit codes: 0 it is explained, whatever the rule
/// says; 2 it cannot be, because of bad names, bad rules, bad input, or trouble with files.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Explain {
    /// Explain what is said of this address, as `plangate check` writes it.
    #[arg(value_name = "ADDRESS")]
    address: String,

    /// Explain what this rule says, also if it is off.
    #[arg(value_name = "RULE")]
    rule: String,

    /// Read this plan; `-` reads standard input.
    #[arg(value_name = "PLAN")]
    plan: PathBuf,

    #[command(flatten)]
    rules: RuleSources,

    #[command(flatten)]
    source: Source,

    /// Take no answer that rests on an assumption: it becomes undetermined.
    #[arg(long, help_heading = "Gate")]
    strict_unknown: bool,

    /// Tell rules the workspace, which a plan does not say.
    #[arg(long, value_name = "NAME", help_heading = "Gate")]
    workspace: Option<String>,

    /// Write the explanation in this format, to standard output.
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

impl Explain {
    /// Loads the rules, reads the plan and explains.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let rules = self.rules.load()?;
        let plan = plan::read(&self.plan, false)?;
        let context = Context {
            workspace: self.workspace.clone(),
            strict_unknown: self.strict_unknown,
            source: self.source.clone(),
        };
        run::ask(plan, &context, |asked| self.explain(&rules, asked))
    }

    fn explain(&self, rules: &Rules, input: &Asked<'_, '_>) -> anyhow::Result<Exit> {
        let Asked { name, plan, .. } = *input;
        let Question { rule, address } = self.question(rules, plan, name)?;
        let asked = (rule, address);
        let explanation = engine::explain(&rules.program, &rules.sources, plan, name, asked);
        let (Some(explanation), Some(about)) = (explanation, rules.about.get(rule)) else {
            return Err(self.no_address(rules, plan, name, asked).into());
        };
        let explained = Explained {
            version: env!("CARGO_PKG_VERSION"),
            input: name,
            source: input.source,
            notes: input.notes,
            address,
            rule: about,
            explanation: &explanation,
        };
        output::standard_output(|out, style| match self.format {
            Format::Text => proof::text(&explained, style, out),
            Format::Json => proof::json(&explained, out),
        })?;
        Ok(Exit::Clean)
    }

    /// Which of the two names is the rule's.
    fn question(
        &self,
        rules: &Rules,
        plan: &reference::Plan<'_>,
        name: &str,
    ) -> Result<Question<'_>, Complaint> {
        let given = (self.address.as_str(), self.rule.as_str());
        let is_address = |text: &str| {
            let (_, all) = engine::addresses(&rules.program, plan, name, None);
            all.iter().any(|address| address == text)
        };
        let (address, rule) = match (find(rules, given.0), find(rules, given.1)) {
            (_, Some(rule)) if find(rules, given.0).is_none() => (given.0, rule),
            (Some(rule), None) => (given.1, rule),
            // Both are rules: one of them is the address of something as well.
            (Some(first), Some(second)) => {
                if !is_address(given.0) && is_address(given.1) {
                    (given.1, first)
                } else {
                    (given.0, second)
                }
            }
            (None, _) => return Err(no_rule(rules, given, &is_address)),
        };
        Ok(Question { rule, address })
    }

    fn no_address(
        &self,
        rules: &Rules,
        plan: &reference::Plan<'_>,
        name: &str,
        (rule, wrong): (usize, &str),
    ) -> Complaint {
        let (judged, all) = engine::addresses(&rules.program, plan, name, Some(rule));
        let complaint = Complaint::new(format!("nothing in `{name}` has the address `{wrong}`"));
        let id = rules.about.get(rule).map_or("", |about| about.id.as_str());
        let mut help = Vec::new();
        let meant = instances_of(wrong, all.iter().map(String::as_str));
        if !meant.is_empty() {
            help.push(format!("did you mean {}?", one_of_these(&meant)));
        } else if let Some(near) = nearest(wrong, all.iter().map(String::as_str)) {
            help.push(format!("did you mean `{near}`?"));
        }
        let judged: Vec<&str> = judged.iter().map(String::as_str).collect();
        help.push(if judged.is_empty() {
            format!("`{id}` judges nothing in it")
        } else {
            format!("`{id}` judges {}", listed(&judged, "and"))
        });
        complaint.help(help.join(" "))
    }
}

/// What is to be explained.
struct Question<'a> {
    rule: usize,
    address: &'a str,
}

/// The position of the rule with this id, now or before.
fn find(rules: &Rules, id: &str) -> Option<usize> {
    let about = || rules.about.iter();
    about()
        .position(|about| about.id == id)
        .or_else(|| about().position(|about| about.replaces.iter().any(|old| old == id)))
}

fn no_rule(
    rules: &Rules,
    (address, rule): (&str, &str),
    is_address: &dyn Fn(&str) -> bool,
) -> Complaint {
    // Ids of rules have neither dots nor brackets, and nearly all addresses have one.
    let turned = is_address(rule) || (rule.contains(['.', '[']) && !address.contains(['.', '[']));
    let wrong = if turned { address } else { rule };
    let ids: Vec<&str> = rules.about.iter().map(|about| about.id.as_str()).collect();
    let complaint = Complaint::new(format!("there is no rule `{wrong}`"));
    let near = nearest(wrong, ids.iter().copied());
    let meant = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    if ids.is_empty() {
        return complaint.help("give rules by `--rules`, or leave out `--pack none`");
    }
    complaint.help(format!("{meant}the rules are {}", listed(&ids, "and")))
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
            Format::Json => "For machines: every step, and where every value comes from",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate explain aws_instance.web ec2-instance-profile-attached plan.json
      shows why the rule passes, fails or cannot tell

  plangate explain 'aws_instance.web[\"blue\"]' tags --rules policies plan.json
      explains a rule of your own; quotes keep the shell from the brackets

  plangate explain aws_instance.web tags plan.json --format json
      writes the same for machines";
