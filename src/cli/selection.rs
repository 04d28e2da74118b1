//! Which rules run: the flags that all commands about rules share.

use std::collections::BTreeSet;

use clap::Args;
use globset::{Glob, GlobMatcher};

use super::{choice::one_of, complaint::Complaint, load::RuleSources, run::Rules};
use crate::diagnostic::nearest;
use crate::gate::RuleSet;
use crate::program::{About, Level};

/// Flags that choose rules.
#[derive(Args)]
#[command(next_help_heading = "Rules")]
pub(super) struct Selection {
    #[command(flatten)]
    sources: RuleSources,

    /// Choose which levels of rules run, and which of them block.
    #[arg(long, value_name = "SET", default_value = RuleSet::Recommended.word())]
    #[arg(value_parser = one_of(&RuleSet::ALL, RuleSet::word, about_set))]
    pub(super) set: RuleSet,

    /// Run only the rules whose id matches; a rule that is off runs when named in full.
    ///
    /// An identifier of another tool means the rules that carry it, as `CKV_AWS_79` or
    /// `checkov:CKV_AWS_79`, and a control of a framework those that serve it, as
    /// `pci_dss_v4:8.2.8`. `*` stands for any text, `?` for one character. Given several times, a
    /// rule runs that matches any of them.
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,

    /// Do not run the rules whose id matches, or that are called so elsewhere.
    #[arg(long, value_name = "PATTERN")]
    skip: Vec<String>,
}

impl Selection {
    /// Loads the rules and keeps those that are chosen; says what is wrong with them.
    pub(super) fn load(&self) -> anyhow::Result<Rules> {
        let mut rules = self.sources.load()?;
        let chosen = self.choose(&rules.about)?;
        self.sources.require_values(&mut rules, &chosen)?;
        Ok(rules.keep(&chosen))
    }

    /// The positions of the rules that run.
    fn choose(&self, rules: &[About]) -> Result<Vec<usize>, Complaint> {
        let names: Vec<_> = if self.only.is_empty() && self.skip.is_empty() {
            Vec::new()
        } else {
            rules.iter().map(About::names).collect()
        };
        let only = patterns(&self.only, &names)?;
        let skip = patterns(&self.skip, &names)?;
        let is_any = |patterns: &[Pattern], at: usize| {
            let names = names.get(at);
            names.is_some_and(|names| patterns.iter().any(|pattern| pattern.matches(names)))
        };
        let runs = |at: usize, rule: &About| {
            let by_name = names.get(at).is_some_and(|names| {
                let mut only = self.only.iter();
                only.any(|text| names.contains(text))
            });
            let wanted = only.is_empty() || is_any(&only, at);
            wanted && !is_any(&skip, at) && (by_name || self.set.runs(rule.level))
        };
        let all = rules.iter().enumerate();
        let chosen = all.filter(|(at, rule)| runs(*at, rule));
        let chosen: Vec<usize> = chosen.map(|(at, _)| at).collect();
        if chosen.is_empty() {
            let matching = rules.iter().enumerate();
            let matching = matching.filter(|(at, _)| is_any(&only, *at));
            let matching: Vec<&About> = matching.map(|(_, rule)| rule).collect();
            return Err(self.nothing_left(rules, &matching));
        }
        Ok(chosen)
    }

    /// A run without rules would find nothing wrong with anything.
    fn nothing_left(&self, rules: &[About], matching: &[&About]) -> Complaint {
        let complaint = Complaint::new("no rule is left to run");
        if rules.is_empty() {
            return complaint.help("give rules by `--rules`, or leave out `--pack none`");
        }
        let off = matching.iter().filter(|rule| rule.level == Level::Off);
        let off: Vec<String> = off.map(|rule| format!("`{}`", rule.id)).collect();
        if off.is_empty() || self.set == RuleSet::All {
            complaint.help("`plangate rules` with the same flags but `--skip` lists the rules")
        } else {
            let off = off.join(", ");
            complaint.help(format!(
                "what matches is off: {off}; name it in full, or use `--set all`"
            ))
        }
    }
}

/// What a set means.
fn about_set(set: RuleSet) -> &'static str {
    match set {
        RuleSet::Recommended => "Rules that are on or advice run; those that are on block",
        RuleSet::Strict => "Rules that are on or advice run, and block",
        RuleSet::All => "All rules run, those that are off as well, and block",
    }
}

/// The names of a rule.
type Names = BTreeSet<String>;

/// What somebody names rules by.
struct Pattern {
    text: String,
    /// Nothing, where the text is a name as it stands.
    glob: Option<GlobMatcher>,
}

impl Pattern {
    fn matches(&self, names: &Names) -> bool {
        match &self.glob {
            Some(glob) => names.iter().any(|name| glob.is_match(name)),
            None => names.contains(&self.text),
        }
    }
}

/// The patterns, of which each must match something: one that does not is misspelled.
fn patterns(texts: &[String], rules: &[Names]) -> Result<Vec<Pattern>, Complaint> {
    texts.iter().map(|text| pattern(text, rules)).collect()
}

fn pattern(text: &str, rules: &[Names]) -> Result<Pattern, Complaint> {
    let glob = if rules.iter().any(|names| names.contains(text)) {
        None
    } else {
        let glob = Glob::new(text).map_err(|error| {
            Complaint::new(format!("`{text}` is not a pattern: {}", error.kind()))
                .help("`*` stands for any text, `?` for one character, `[ab]` for one of these")
        })?;
        Some(glob.compile_matcher())
    };
    let pattern = Pattern {
        text: text.to_owned(),
        glob,
    };
    if rules.iter().any(|names| pattern.matches(names)) {
        return Ok(pattern);
    }
    let complaint = Complaint::new(format!("no rule matches `{text}`"));
    let known = rules.iter().flatten().map(String::as_str);
    Err(match nearest(text, known) {
        Some(id) => complaint.help(format!("did you mean `{id}`?")),
        None => complaint.help("`plangate rules --set all` lists every rule"),
    })
}

#[cfg(test)]
mod tests;
