//! Which rules run: the flags that all commands about rules share.

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
    /// `*` stands for any text, `?` for one character. Given several times, a rule runs that
    /// matches any of them.
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,

    /// Do not run the rules whose id matches.
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
        let only = patterns(&self.only, rules)?;
        let skip = patterns(&self.skip, rules)?;
        let runs = |rule: &About| {
            let named = self.only.contains(&rule.id);
            let wanted = only.is_empty() || only.iter().any(|pattern| pattern.matches(rule));
            let unwanted = skip.iter().any(|pattern| pattern.matches(rule));
            wanted && !unwanted && (named || self.set.runs(rule.level))
        };
        let chosen: Vec<usize> = (0..rules.len()).filter(|at| runs(&rules[*at])).collect();
        if chosen.is_empty() {
            return Err(self.nothing_left(rules, &only));
        }
        Ok(chosen)
    }

    /// A run without rules would find nothing wrong with anything.
    fn nothing_left(&self, rules: &[About], only: &[Pattern]) -> Complaint {
        let complaint = Complaint::new("no rule is left to run");
        if rules.is_empty() {
            return complaint.help("give rules by `--rules`, or leave out `--pack none`");
        }
        let off = rules.iter().filter(|rule| {
            rule.level == Level::Off && only.iter().any(|pattern| pattern.matches(rule))
        });
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

struct Pattern(GlobMatcher);

impl Pattern {
    fn matches(&self, rule: &About) -> bool {
        self.0.is_match(&rule.id) || rule.replaces.iter().any(|id| self.0.is_match(id))
    }
}

/// The patterns, of which each must match something: one that does not is misspelled.
fn patterns(texts: &[String], rules: &[About]) -> Result<Vec<Pattern>, Complaint> {
    texts.iter().map(|text| pattern(text, rules)).collect()
}

fn pattern(text: &str, rules: &[About]) -> Result<Pattern, Complaint> {
    let glob = Glob::new(text).map_err(|error| {
        Complaint::new(format!("`{text}` is not a pattern: {}", error.kind()))
            .help("`*` stands for any text, `?` for one character, `[ab]` for one of these")
    })?;
    let pattern = Pattern(glob.compile_matcher());
    if rules.iter().any(|rule| pattern.matches(rule)) {
        return Ok(pattern);
    }
    let complaint = Complaint::new(format!("no rule matches `{text}`"));
    Err(
        match nearest(text, rules.iter().map(|rule| rule.id.as_str())) {
            Some(id) => complaint.help(format!("did you mean `{id}`?")),
            None => complaint.help("`plangate rules --set all` lists every rule"),
        },
    )
}

#[cfg(test)]
mod tests;
