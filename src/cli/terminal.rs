//! What is at the other end of an output.

use std::io::{IsTerminal, Stdout};

use anstream::{AutoStream, ColorChoice, stream::RawStream};

use crate::report::Style;

/// Columns where nobody says how many there are.
const WIDTH: usize = 100;

/// How text for people is laid out on standard output.
pub(super) fn style(out: &Stdout) -> Style {
    Style {
        width: width(out),
        colour: colours(out),
    }
}

/// How it is laid out in a file.
pub(super) fn file_style() -> Style {
    Style {
        width: WIDTH,
        colour: false,
    }
}

/// Whether a stream wants colour: `NO_COLOR`, `CLICOLOR_FORCE`, `TERM` and being a terminal tell.
pub(super) fn colours(stream: &impl RawStream) -> bool {
    AutoStream::choice(stream) != ColorChoice::Never
}

fn width(out: &Stdout) -> usize {
    if out.is_terminal()
        && let Some((columns, _)) = terminal_size::terminal_size_of(out)
        && columns.0 > 0
    {
        return columns.0.into();
    }
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the environment is read"
    )]
    let columns = std::env::var("COLUMNS");
    columns
        .ok()
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| *columns > 0)
        .unwrap_or(WIDTH)
}
