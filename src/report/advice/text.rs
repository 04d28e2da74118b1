//! `text`: for people, with the lines of the rules.

use std::io::{self, Write};

use super::super::{Style, escape};
use super::{Advice, Listing};

pub(super) static LISTING: Listing = Listing {
    name: "text",
    about: "For people, with the lines that it is about",
    write,
};

fn write(advice: &Advice<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    for mended in advice.mended {
        let line = format!(
            "mended {}: {}: {}",
            mended.code, mended.file, mended.message
        );
        writeln!(out, "{}", escape(&line))?;
    }
    if !advice.mended.is_empty() {
        writeln!(out)?;
    }
    for problem in advice.problems {
        writeln!(out, "{}", problem.draw(advice.sources, style.colour))?;
    }
    writeln!(out, "{}", advice.summary())
}
