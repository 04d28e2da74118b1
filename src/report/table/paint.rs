//! Colours, where they are wanted.

use anstyle::{AnsiColor, Effects, Style};

use crate::engine::Outcome;

/// Colours text, or leaves it alone.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Paint {
    colour: bool,
}

/// Names and addresses.
pub(in crate::report) const STRONG: Style = Style::new().effects(Effects::BOLD);
/// What is there to be looked up, not to be read.
pub(in crate::report) const FAINT: Style = Style::new().effects(Effects::DIMMED);
/// Text as it is.
pub(in crate::report) const PLAIN: Style = Style::new();

impl Paint {
    pub(in crate::report) fn new(colour: bool) -> Paint {
        Paint { colour }
    }

    pub(super) fn is_coloured(self) -> bool {
        self.colour
    }

    /// The text in a style; what is empty stays empty.
    pub(super) fn text(self, style: Style, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// The style of an outcome's word; what blocks stands out.
pub(in crate::report) fn outcome(outcome: Outcome, blocks: bool) -> Style {
    let colour = match outcome {
        Outcome::Error => AnsiColor::Magenta,
        Outcome::Fail => AnsiColor::Red,
        Outcome::Undetermined => AnsiColor::Yellow,
        Outcome::Exempt => AnsiColor::Cyan,
        Outcome::Pass => AnsiColor::Green,
        Outcome::NotApplicable => return FAINT,
    };
    let style = colour.on_default();
    if blocks { style.bold() } else { style }
}
