//! `table`: for a person. What is worst comes first, and the last line says what becomes of it.

use std::{
    cmp::Reverse,
    io::{self, Write},
};

mod block;
mod closing;
mod grid;
mod judgement;
pub(super) mod paint;
mod sheet;

use super::{Format, Input, Report, Style, words};
use crate::engine::{Judgement, Outcome};
use crate::program::Severity;

pub(super) use block::Block;
pub(super) use grid::Grid;
pub(super) use paint::Paint;
pub(super) use sheet::Sheet;

/// The format's entry.
pub(super) static FORMAT: Format = Format {
    name: "table",
    about: "for people: what is worst first, why, and how to fix it",
    needs_digest: false,
    render,
};

fn render(report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint::new(style.colour);
    let grid = Grid::new(style.width, paint);
    for input in &report.inputs {
        head(input, grid, out)?;
        let shown = worst_first(report, input);
        grid.draw(report, &shown, out)?;
        closing::of_input(report, input, grid, out)?;
    }
    closing::of_run(report, grid, out)
}

/// What the input is, in a line.
fn head(input: &Input, grid: Grid, out: &mut dyn Write) -> io::Result<()> {
    let mut facts = vec![input.kind.to_owned()];
    if let Some(version) = &input.terraform_version {
        facts.push(format!("terraform_version {version}"));
    }
    if input.errored == Some(true) {
        facts.push("planning failed".to_owned());
    }
    if input.complete == Some(false) {
        facts.push("not complete".to_owned());
    }
    if input.kind != "document" {
        facts.push(words::count(input.resources, "resource"));
    }
    if let Some(folder) = &input.source {
        facts.push(format!("source {folder}"));
    }
    let mut block = grid.block();
    match input.name.as_str() {
        "-" => block.strong("Standard input"),
        name => block.strong(&format!("Input {name}")),
    }
    block.faint(&facts.join(", "));
    block.write(out)?;
    writeln!(out)
}

/// The judgements to show: by what they do to the gate, then by severity, address and rule.
fn worst_first<'a>(report: &Report, input: &'a Input) -> Vec<&'a Judgement> {
    let mut shown: Vec<&Judgement> = input
        .judgements
        .iter()
        .filter(|judgement| report.shows(judgement) && !super::selected_nothing(judgement))
        .collect();
    shown.sort_by_cached_key(|judgement| {
        let rule = report.rule(judgement);
        let severity = rule.map_or(Severity::Info, |rule| rule.severity);
        (
            rank(judgement.outcome),
            Reverse(report.is_blocking(judgement)),
            Reverse(severity),
            judgement.address.clone(),
            rule.map(|rule| rule.id.clone()),
        )
    });
    shown
}

/// The place in the order in which outcomes are told, which is not that of their weight: an
/// exemption is to be read before what passes.
fn rank(outcome: Outcome) -> Option<usize> {
    Outcome::ALL.iter().position(|one| *one == outcome)
}

/// Counts as people read them: `error 0, fail 3, …`.
fn counted(counts: super::Counts) -> String {
    let each = counts
        .each()
        .map(|(outcome, number)| format!("{} {number}", outcome.word()));
    each.collect::<Vec<_>>().join(", ")
}

/// The same of those that there are, in the order of speech: `1 error, 3 fail`.
fn spoken(counts: super::Counts) -> String {
    let each = counts
        .each()
        .filter(|(_, number)| *number > 0)
        .map(|(outcome, number)| format!("{number} {}", outcome.word()));
    each.collect::<Vec<_>>().join(", ")
}

/// Whether the violation is the kind that a rule's remediation is about.
fn is_mendable(outcome: Outcome) -> bool {
    outcome == Outcome::Fail
}
