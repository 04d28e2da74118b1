//! The tables of what came of the corpus.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::judge::{Corpus, Verdict};

/// The outcomes that are counted for a share: what a rule was asked and had to answer.
const ANSWERS: [&str; 5] = ["pass", "fail", "error", "exempt", "undetermined"];

/// All tables of the section.
pub(super) fn tables(corpus: &Corpus) -> String {
    let mut text = "| files | how many |\n|---|---|\n".to_owned();
    for (word, count) in &corpus.files {
        writeln!(text, "| {word} | {count} |").unwrap();
    }
    text.push_str(
        "\n| rule | pass | fail | exempt | undetermined | share | not applicable |\n\
         |---|---|---|---|---|---|---|\n",
    );
    let mut by_rule: BTreeMap<&str, Vec<&Verdict>> = BTreeMap::new();
    for verdict in &corpus.verdicts {
        by_rule.entry(&verdict.rule).or_default().push(verdict);
    }
    for (rule, verdicts) in &by_rule {
        text.push_str(&row(rule, verdicts));
    }
    text.push_str(&row("all", &corpus.verdicts.iter().collect::<Vec<_>>()));
    text.push_str(&reasons(corpus));
    text
}

fn row(title: &str, verdicts: &[&Verdict]) -> String {
    let count = |outcome: &str| verdicts.iter().filter(|one| one.outcome == outcome).count();
    // An error would be a fault of a rule or of a file; the page says of none.
    assert_eq!(count("error"), 0, "{title}");
    let answers: usize = ANSWERS.iter().map(|outcome| count(outcome)).sum();
    format!(
        "| {title} | {} | {} | {} | {} | {} | {} |\n",
        count("pass"),
        count("fail"),
        count("exempt"),
        count("undetermined"),
        share(count("undetermined"), answers),
        count("not_applicable"),
    )
}

/// A part in a hundred, with one digit.
fn share(part: usize, all: usize) -> String {
    if all == 0 {
        return "none".to_owned();
    }
    let thousandths = (part * 1000 + all / 2) / all;
    format!("{}.{} %", thousandths / 10, thousandths % 10)
}

/// How many resources are undetermined for which reason, by the first finding that says one.
fn reasons(corpus: &Corpus) -> String {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for verdict in &corpus.verdicts {
        if verdict.outcome != "undetermined" {
            continue;
        }
        let reason = verdict.reasons.first().unwrap();
        *counts.entry((*reason, &verdict.rule)).or_default() += 1;
    }
    let mut text = "\n| undetermined for | rule | how many |\n|---|---|---|\n".to_owned();
    for ((reason, rule), count) in counts {
        writeln!(text, "| {reason} | {rule} | {count} |").unwrap();
    }
    text
}
