//! One judgement in words: what is wrong, why, by which rule, and how to fix it.

use super::{
    super::{Report, words},
    Block, is_mendable,
    paint::{self, FAINT, PLAIN},
};
use crate::engine::{Evidence, Finding, Judgement, Outcome};
use crate::hcl::Place;
use crate::program::{About, Level};

/// What it is: the outcome, how bad, and what it does; in one line where there is one column.
pub(super) fn standing(report: &Report, judgement: &Judgement, single: bool, block: &mut Block) {
    let blocks = report.is_blocking(judgement);
    let mut words = vec![judgement.outcome.word()];
    if let Some(rule) = report.rule(judgement)
        && judgement.outcome >= Outcome::Undetermined
    {
        words.push(rule.severity.word());
    }
    if blocks {
        words.push("blocks");
    } else if judgement.outcome >= Outcome::Fail {
        words.push("not blocking");
    }
    let style = paint::outcome(judgement.outcome, blocks);
    if single {
        block.styled(&words.join(", "), style);
        return;
    }
    for (index, word) in words.iter().enumerate() {
        block.styled(word, if index == 0 { style } else { PLAIN });
    }
}

/// What was found.
pub(super) fn findings(report: &Report, judgement: &Judgement, block: &mut Block) {
    block.strong(&judgement.address);
    if let Some(place) = &judgement.place {
        block.faint(&at(place));
    }
    if let Some(previous) = &judgement.previous_address {
        block.field_styled("moved from", previous, FAINT);
    }
    if judgement.vacuous {
        block.faint("every list that the rule asks about is empty");
    }
    let shown: Vec<&Finding> = report.shown_findings(judgement).collect();
    if let Some((rule, address)) = report.cause(judgement) {
        for finding in &shown {
            block.text(&finding.message);
        }
        block.field("caused by", &format!("{} of {address}", rule.id));
        return;
    }
    for finding in &shown {
        one_finding(finding, judgement, shown.len() > 1, block);
    }
}

fn at(place: &Place) -> String {
    format!("{}:{}", place.file, place.line)
}

/// Which rule it is and how to fix what it found; `told` is whether that was said before.
pub(super) fn rule(report: &Report, judgement: &Judgement, told: bool, block: &mut Block) {
    let Some(rule) = report.rule(judgement) else {
        return;
    };
    block.field("rule", &rule_line(rule, report, judgement));
    let is_mended_elsewhere = judgement.cause.is_some();
    let is_mendable = is_mendable(judgement.outcome) && !is_mended_elsewhere;
    if let (true, Some(remediation)) = (is_mendable, &rule.remediation) {
        if told {
            block.field_styled("fix", "as above for this rule", FAINT);
        } else {
            fix(remediation, block);
        }
    }
}

fn fix(remediation: &str, block: &mut Block) {
    for (index, line) in remediation.trim().lines().enumerate() {
        block.field(if index == 0 { "fix" } else { "" }, line.trim_end());
    }
}

fn one_finding(finding: &Finding, judgement: &Judgement, several: bool, block: &mut Block) {
    let text = said(finding, judgement, several);
    match (several, text.is_empty()) {
        (true, _) => block.item(&text),
        (false, false) => block.text(&text),
        (false, true) => {}
    }
    for evidence in &finding.decided_by {
        block.field("because", &fact(evidence, judgement));
        for step in &evidence.via {
            block.field("via", step);
        }
    }
    for missing in &finding.missing {
        let reason = missing.reason.word();
        block.field("missing", &format!("{} ({reason})", missing.what));
        block.field("decided by", &missing.decided_by);
    }
    if let Some(place) = &finding.place
        && finding.place != judgement.place
    {
        block.field("written", &at(place));
    }
    if finding.basis.is_from_source() {
        block.field("basis", "the source of the configuration");
    }
    for assumption in finding.basis.assumptions() {
        let meaning = words::assumption(assumption);
        block.field("assuming", &format!("{meaning} ({})", assumption.word()));
    }
}

/// The message with what it needs to stand alone: an outcome of its own, the place, a code.
fn said(finding: &Finding, judgement: &Judgement, several: bool) -> String {
    let told = finding
        .decided_by
        .iter()
        .any(|evidence| evidence.address == judgement.address && evidence.path == finding.path);
    let place = if finding.path.is_empty() || (told && !several) {
        ""
    } else {
        &finding.path
    };
    let outcome = if finding.outcome == judgement.outcome {
        ""
    } else {
        finding.outcome.word()
    };
    let head = match (outcome, place) {
        ("", place) => place.to_owned(),
        (outcome, "") => outcome.to_owned(),
        (outcome, place) => format!("{outcome} at {place}"),
    };
    let code = finding.code.map(|code| format!("({code})"));
    let body = [Some(finding.message.clone()), code];
    let body: Vec<String> = body
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let parts = [head, body.join(" ")];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(": ")
}

/// `metadata_options.http_tokens: "required" → "optional"`.
fn fact(evidence: &Evidence, judgement: &Judgement) -> String {
    let place = match (
        evidence.address == judgement.address,
        evidence.path.as_str(),
    ) {
        (true, path) => path.to_owned(),
        (false, "") => evidence.address.clone(),
        (false, path) => format!("{} {path}", evidence.address),
    };
    let value = match &evidence.before {
        Some(before) if *before == evidence.after => format!("{} (unchanged)", evidence.after),
        Some(before) => format!("{before} → {}", evidence.after),
        None => evidence.after.clone(),
    };
    if place.is_empty() {
        value
    } else {
        format!("{place}: {value}")
    }
}

/// `instance-imdsv2-required, line 14`: the rule, and which of its lines decided.
fn rule_line(rule: &About, report: &Report, judgement: &Judgement) -> String {
    let mut text = rule.id.clone();
    if rule.level != Level::On {
        text = format!("{text} ({})", rule.level.word());
    }
    if matches!(judgement.outcome, Outcome::Pass | Outcome::NotApplicable) {
        return text;
    }
    let mut lines: Vec<usize> = report
        .shown_findings(judgement)
        .map(|finding| finding.rule_line)
        .collect();
    lines.sort_unstable();
    lines.dedup();
    match lines.as_slice() {
        [] => text,
        [line] => format!("{text}, line {line}"),
        lines => {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            format!("{text}, lines {}", lines.join(", "))
        }
    }
}
