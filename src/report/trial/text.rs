//! `text`: for a person. What passes in a line for each file, what fails in full.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::AnsiColor;

use super::{Listing, Tested, mutants};
use crate::engine::Outcome;
use crate::report::proof::{self, Explained};
use crate::report::{
    Style,
    table::{Block, Grid, Paint, paint},
    words,
};
use crate::trial::{Failure, Proven, Seen, Trial};

/// Of everything that a rule says in a test, so much is shown.
const SHOWN: usize = 20;

/// The listing's entry.
pub(super) static LISTING: Listing = Listing {
    name: "text",
    about: "For people: what fails in full",
    render,
};

fn render(tested: &Tested<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let grid = Grid::new(style.width, Paint::new(style.colour));
    let mut block = grid.block();
    for (file, trials) in tested.files() {
        let failed = trials.iter().filter(|trial| !trial.passes()).count();
        if failed == 0 {
            let text = format!("{file}: {}", words::count(trials.len(), "test"));
            block.branch(
                0,
                ("ok", AnsiColor::Green.on_default()),
                (&text, paint::PLAIN),
            );
        } else {
            let text = format!("{file}: {failed} of {}", words::count(trials.len(), "test"));
            block.branch(0, ("FAIL", bad()), (&text, paint::PLAIN));
        }
    }
    block.write(out)?;
    for trial in tested.trials.iter().filter(|trial| !trial.passes()) {
        writeln!(out)?;
        failed(tested, trial, grid, style, out)?;
    }
    writeln!(out)?;
    closing(tested, grid, out)?;
    match tested.mutants {
        Some(mutants) => mutants::text(mutants, grid, out),
        None => Ok(()),
    }
}

fn bad() -> anstyle::Style {
    AnsiColor::Red.on_default().bold()
}

/// A test that fails: each line that is not met, what the rule says, and how it comes to that.
fn failed(
    tested: &Tested<'_>,
    trial: &Trial,
    grid: Grid,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut block = grid.block();
    let text = format!("{} ({}:{})", trial.sentence, trial.file, trial.line);
    block.branch(0, ("FAIL", bad()), (&text, paint::STRONG));
    block.write(out)?;
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut proven: BTreeSet<(usize, &str)> = BTreeSet::new();
    for failure in &trial.failures {
        writeln!(out)?;
        write!(
            out,
            "{}",
            failure.problem.draw(tested.sources, style.colour)
        )?;
        // Two lines about one rule have the same findings.
        if told.insert(&failure.rule) {
            writeln!(out)?;
            said(failure, grid).write(out)?;
        }
        if let Some(proof) = &failure.proof
            && proven.insert((proof.rule, &proof.address))
        {
            writeln!(out)?;
            explained(tested, proof, style, out)?;
        }
    }
    Ok(())
}

/// Everything that a rule says in a test.
fn said(failure: &Failure, grid: Grid) -> Block {
    let mut block = grid.block();
    block.text(&format!("{} says:", failure.rule));
    for seen in failure.findings.iter().take(SHOWN) {
        block.outcome(seen.outcome, &line(seen));
    }
    if failure.findings.len() > SHOWN {
        block.faint(&format!("and {} more", failure.findings.len() - SHOWN));
    }
    block
}

fn line(seen: &Seen) -> String {
    let mut text = match (seen.address.as_str(), seen.outcome) {
        ("", Outcome::NotApplicable) => "nothing is selected".to_owned(),
        (address, _) => address.to_owned(),
    };
    if !seen.path.is_empty() {
        text = format!("{text} {}", seen.path);
    }
    if let Some(why) = &seen.why {
        text = format!("{text} [{why}]");
    }
    if !seen.message.is_empty() {
        text = format!("{text}: {}", seen.message);
    }
    text
}

fn explained(
    tested: &Tested<'_>,
    proof: &Proven,
    style: &Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some(rule) = tested.rules.get(proof.rule) else {
        return Ok(());
    };
    let explained = Explained {
        version: tested.version,
        input: &proof.input,
        source: None,
        notes: &[],
        address: &proof.address,
        rule,
        explanation: &proof.explanation,
    };
    proof::text(&explained, style, out)
}

/// The counts, and what no test is about.
fn closing(tested: &Tested<'_>, grid: Grid, out: &mut dyn Write) -> io::Result<()> {
    let (passed, failed) = tested.counts();
    let mut block = grid.block();
    let tests = words::count(tested.trials.len(), "test");
    let text = if failed == 0 {
        format!("{tests}: all pass")
    } else {
        format!("{tests}: {passed} pass, {failed} fail")
    };
    block.styled(
        &text,
        if failed == 0 {
            AnsiColor::Green.on_default()
        } else {
            bad()
        },
    );
    if !tested.filtered {
        untested(tested, &mut block);
    }
    block.write(out)
}

fn untested(tested: &Tested<'_>, block: &mut Block) {
    let all = words::count(tested.rules.len(), "rule");
    let none = tested.untested();
    let no_fail: Vec<&str> = tested
        .without(&[Outcome::Fail, Outcome::Error])
        .into_iter()
        .filter(|id| !none.contains(id))
        .collect();
    let no_pass: Vec<&str> = tested
        .without(&[Outcome::Pass])
        .into_iter()
        .filter(|id| !none.contains(id))
        .collect();
    if none.is_empty() && no_fail.is_empty() && no_pass.is_empty() {
        block.text(&format!("{all}: tests see each of them pass, and fail"));
        return;
    }
    for (ids, what) in [
        (none, "without any test"),
        (no_fail, "that no test sees fail"),
        (no_pass, "that no test sees pass"),
    ] {
        if !ids.is_empty() {
            block.text(&format!(
                "{} of {all} {what}: {}",
                ids.len(),
                ids.join(", ")
            ));
        }
    }
}
