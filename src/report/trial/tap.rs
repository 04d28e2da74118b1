//! `tap`: the Test Anything Protocol, version 14.

use std::io::{self, Write};

use super::{Listing, Tested};
use crate::report::{Style, escape};

/// The listing's entry.
pub(super) static LISTING: Listing = Listing {
    name: "tap",
    about: "For test harnesses: the Test Anything Protocol, version 14",
    render,
};

fn render(tested: &Tested<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "TAP version 14")?;
    writeln!(out, "1..{}", tested.trials.len())?;
    for (index, trial) in tested.trials.iter().enumerate() {
        let word = if trial.passes() { "ok" } else { "not ok" };
        let (number, name) = (index + 1, description(&trial.sentence));
        let (file, line) = (description(&trial.file), trial.line);
        writeln!(out, "{word} {number} - {name} ({file}:{line})")?;
        for failure in &trial.failures {
            for line in failure
                .problem
                .draw(tested.sources, false)
                .trim_end()
                .lines()
            {
                writeln!(out, "# {}", escape(line))?;
            }
        }
    }
    Ok(())
}

/// A description: `#` would begin a directive in it.
fn description(text: &str) -> String {
    escape(text).replace('\\', "\\\\").replace('#', "\\#")
}
