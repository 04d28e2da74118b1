//! `plangate crosswalk`: what another tool's identifier, or a framework's control, is here.

use std::collections::BTreeSet;

use clap::Args;

use super::{Exit, choice::one_of, complaint::Complaint, load::RuleSources, output};
use crate::crosswalk;
use crate::diagnostic::nearest;
use crate::manual::{self, Format};
use crate::program::About;

/// Show what another tool's identifier or a framework's control is here: which rules, how well they
/// agree, and who says so.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Crosswalk {
    /// Show this identifier, as `CKV_AWS_79`, `EC2.8` or `trivy:AWS-0028`; this control, as
    /// `pci_dss_v4:8.2.8`; or this rule of ours.
    #[arg(value_name = "NAME")]
    name: String,

    #[command(flatten)]
    rules: RuleSources,

    /// Write it in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report")]
    #[arg(default_value = Format::Text.word())]
    #[arg(value_parser = one_of(&Format::ALL, Format::word, |_| ""))]
    format: Format,
}

impl Crosswalk {
    /// Loads the rules and shows those with the name.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let rules = self.rules.load()?.about;
        let called = rules
            .iter()
            .filter(|about| about.names().contains(&self.name));
        let pages: Vec<_> = called
            .map(|about| manual::crosswalk::page(&self.name, about))
            .collect();
        if pages.is_empty() {
            return Err(unknown(&self.name, &rules).into());
        }
        let version = env!("CARGO_PKG_VERSION");
        output::standard_output(|out, style| {
            manual::write(&pages, self.format, version, style, out)
        })?;
        Ok(Exit::Clean)
    }
}

fn unknown(name: &str, rules: &[About]) -> Complaint {
    let complaint = Complaint::new(format!("no rule is called `{name}`, here or elsewhere"));
    let carrying = not_loaded(name, rules);
    if let [first, ..] = carrying[..] {
        return complaint.help(format!(
            "the rule `{first}` carries it, and is not loaded: leave out `--pack`, or name its pack"
        ));
    }
    let names: BTreeSet<String> = rules.iter().flat_map(About::names).collect();
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => complaint.help("`plangate rules --set all` lists every rule with its identifiers"),
    }
}

/// Rules of the crosswalk that carry the name and are not among these.
fn not_loaded(name: &str, rules: &[About]) -> Vec<&'static str> {
    let is_called = |rule: &&str| {
        let tools = crosswalk::ids().of(rule).into_iter().flatten();
        let mut forms = tools.flat_map(|(tool, ids)| {
            let ids = ids.iter();
            ids.flat_map(move |id| crosswalk::forms(tool, id))
        });
        *rule == name || forms.any(|form| form == name)
    };
    let is_loaded = |rule: &&str| rules.iter().any(|about| about.id == *rule);
    let all = crosswalk::rules();
    all.filter(|rule| is_called(rule) && !is_loaded(rule))
        .collect()
}

const EXAMPLES: &str = "\
Examples:
  plangate crosswalk CKV_AWS_79
      shows which rule answers the check of Checkov, and where it decides otherwise

  plangate crosswalk pci_dss_v4:8.2.8 --format json
      shows every rule that serves the control, and who says so, for machines";
