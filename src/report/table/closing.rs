//! What comes last: what was not judged, counts, and what becomes of the run.

use std::io::{self, Write};

use anstyle::AnsiColor;

use super::{super::words, Block, Grid, counted, spoken};
use crate::gate::Verdict;
use crate::report::{Counts, Input, Report, selected_nothing};

/// What was not judged in an input; and its counts, where it is one of several.
pub(super) fn of_input(
    report: &Report,
    input: &Input,
    grid: Grid,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut block = grid.block();
    not_judged(report, input, &mut block);
    if report.inputs.len() > 1 {
        block.text(&counted(Counts::of(&input.judgements)));
        block.gap();
    }
    block.write(out)
}

/// Counts of the whole run, and the verdict as the last line.
pub(super) fn of_run(report: &Report, grid: Grid, out: &mut dyn Write) -> io::Result<()> {
    let mut block = grid.block();
    if !report.failed.is_empty() {
        block.strong("Inputs that could not be judged");
        for failed in &report.failed {
            block.item(&format!("{}: {}", failed.name, failed.message));
        }
        block.gap();
    }
    configured(report, &mut block);
    let counts = counted(report.counts());
    if report.inputs.len() > 1 {
        block.text(&format!("{} inputs: {counts}", report.inputs.len()));
    } else {
        block.text(&counts);
    }
    let verdict = report.verdict();
    let colour = match verdict {
        Verdict::Clear => AnsiColor::Green,
        Verdict::Blocked => AnsiColor::Red,
        Verdict::Undecided => AnsiColor::Magenta,
    };
    block.styled(&sentence(report, verdict), colour.on_default().bold());
    block.write(out)
}

/// Which configuration holds, and what it changes.
fn configured(report: &Report, block: &mut Block) {
    let Some(configured) = &report.configured else {
        return;
    };
    block.strong(&format!("Configured by {}", configured.file));
    let changed = report.rules.iter().filter(|rule| !rule.changes.is_empty());
    let changed: Vec<&str> = changed.map(|rule| rule.id.as_str()).collect();
    if changed.is_empty() {
        block.item("It changes no rule that ran.");
    } else {
        let rules = words::count(changed.len(), "rule");
        block.item(&format!("It changes {rules}: {}.", changed.join(", ")));
    }
    block.gap();
}

fn not_judged(report: &Report, input: &Input, block: &mut Block) {
    let mut reasons = input.notes.clone();
    if input.not_looked_at > 0 {
        let all = words::count(input.resources, "resource");
        let verb = if input.not_looked_at == 1 {
            "is"
        } else {
            "are"
        };
        reasons.push(format!(
            "{} of {all} {verb} of types that no rule here is about.",
            input.not_looked_at
        ));
    }
    let idle: Vec<&str> = input
        .judgements
        .iter()
        .filter(|judgement| selected_nothing(judgement))
        .filter_map(|judgement| Some(report.rule(judgement)?.id.as_str()))
        .collect();
    if !idle.is_empty() {
        let rules = words::count(idle.len(), "rule");
        reasons.push(format!(
            "{rules} found nothing to judge: {}.",
            idle.join(", ")
        ));
    }
    if reasons.is_empty() {
        return;
    }
    block.strong("Not judged");
    for reason in &reasons {
        block.item(reason);
    }
    block.gap();
}

fn sentence(report: &Report, verdict: Verdict) -> String {
    let blocking = report.blocking();
    match verdict {
        Verdict::Blocked => format!("blocked: {}", spoken(blocking)),
        Verdict::Clear if report.judgements().all(selected_nothing) => {
            "nothing blocks, because nothing was judged".to_owned()
        }
        Verdict::Clear => "nothing blocks".to_owned(),
        Verdict::Undecided => {
            let why = if report.failed.is_empty() {
                "errors count as undecided here".to_owned()
            } else {
                let inputs = words::count(report.failed.len(), "input");
                format!("{inputs} could not be judged")
            };
            if blocking.total() > 0 {
                format!("undecided: {why}; blocked besides: {}", spoken(blocking))
            } else {
                format!("undecided: {why}")
            }
        }
    }
}
