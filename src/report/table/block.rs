//! Lines of text of one width: paragraphs, and fields with a label beside them.

use std::io::{self, Write};

use anstyle::Style;

use super::{
    super::{
        escape::escape,
        wrap::{columns, wrap},
    },
    paint::{FAINT, PLAIN, Paint, STRONG},
};
use crate::engine::Outcome;

/// Room for the longest usual label, and two columns of air.
const LABEL: usize = 12;
/// Room for the longest word of a tree, and a column of air.
const WORD: usize = 9;
/// Text beside a label needs at least this much room; otherwise it goes below.
const BESIDE: usize = 36;

/// A block of lines; everything that comes in is escaped here, and only here.
#[derive(Debug)]
pub(in crate::report) struct Block {
    width: usize,
    paint: Paint,
    /// The columns before the text of a field.
    indent: usize,
    lines: Vec<String>,
    /// The label of the field that was added last: of fields with one label, the first has it.
    label: String,
}

impl Block {
    pub(in crate::report) fn new(width: usize, paint: Paint) -> Block {
        Block {
            width,
            paint,
            indent: LABEL,
            lines: Vec::new(),
            label: String::new(),
        }
    }

    /// The same, for labels that are shorter than usual.
    pub(in crate::report) fn with_indent(mut self, indent: usize) -> Block {
        self.indent = indent;
        self
    }

    /// A paragraph.
    pub(in crate::report) fn text(&mut self, text: &str) {
        self.styled(text, PLAIN);
    }

    /// A name or an address.
    pub(in crate::report) fn strong(&mut self, text: &str) {
        self.styled(text, STRONG);
    }

    /// Something to look up.
    pub(in crate::report) fn faint(&mut self, text: &str) {
        self.styled(text, FAINT);
    }

    /// A paragraph in a style of its own.
    pub(in crate::report) fn styled(&mut self, text: &str, style: Style) {
        self.hanging("", text, style);
    }

    /// A paragraph as one of several.
    pub(in crate::report) fn item(&mut self, text: &str) {
        self.hanging("• ", text, PLAIN);
    }

    /// A labelled paragraph.
    pub(in crate::report) fn field(&mut self, label: &str, text: &str) {
        self.field_styled(label, text, PLAIN);
    }

    /// A labelled paragraph in a style of its own.
    pub(in crate::report) fn field_styled(&mut self, name: &str, text: &str, style: Style) {
        let below = self.width < self.indent + BESIDE || columns(name) >= self.indent;
        let indent = if below { 2 } else { self.indent };
        let mut label = if self.label == name { "" } else { name };
        if below && !label.is_empty() {
            self.lines.push(self.paint.text(FAINT, label));
        }
        for line in wrap(&escape(text), self.width - indent) {
            let beside = if below { "" } else { label };
            let air = " ".repeat(indent - columns(beside));
            let line = self.paint.text(style, &line);
            self.lines
                .push(format!("{}{air}{line}", self.paint.text(FAINT, beside)));
            label = "";
        }
        name.clone_into(&mut self.label);
    }

    /// A line of a tree: a word, and the text beside it, so many columns from the left.
    pub(in crate::report) fn branch(
        &mut self,
        at: usize,
        word: (&str, Style),
        text: (&str, Style),
    ) {
        let (word, style) = word;
        let (text, text_style) = text;
        // What is very deep goes no further to the right.
        let deepest = self.width.saturating_sub(WORD + BESIDE);
        let at = at.min(deepest);
        let width = self.width.saturating_sub(at + WORD);
        self.label.clear();
        for (index, line) in wrap(&escape(text), width).iter().enumerate() {
            let word = if index == 0 { word } else { "" };
            let air = " ".repeat(WORD.saturating_sub(columns(word)));
            let (word, line) = (
                self.paint.text(style, word),
                self.paint.text(text_style, line),
            );
            self.lines.push(format!("{:at$}{word}{air}{line}", ""));
        }
    }

    /// A line of a list: an outcome, and the text beside it.
    pub(in crate::report) fn outcome(&mut self, outcome: Outcome, text: &str) {
        let style = super::paint::outcome(outcome, false);
        let word = outcome.word();
        let width = Outcome::ALL
            .map(|one| columns(one.word()))
            .into_iter()
            .max();
        let indent = width.unwrap_or(0) + 4;
        self.label.clear();
        for (index, line) in wrap(&escape(text), self.width.saturating_sub(indent).max(BESIDE))
            .iter()
            .enumerate()
        {
            let word = if index == 0 { word } else { "" };
            let air = " ".repeat((indent - 2).saturating_sub(columns(word)));
            self.lines
                .push(format!("  {}{air}{line}", self.paint.text(style, word)));
        }
    }

    /// An empty line.
    pub(in crate::report) fn gap(&mut self) {
        self.lines.push(String::new());
    }

    /// The lines as one text, as a cell holds it.
    pub(in crate::report) fn cell(self) -> String {
        self.lines.join("\n")
    }

    /// Writes the lines.
    pub(in crate::report) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for line in &self.lines {
            let mut line = line.trim_end().to_owned();
            // Build services take a line that begins so for a command, indented or not.
            while let Some((before, after)) = line.split_once("::")
                && before.trim_start().is_empty()
            {
                let escaped = format!("{before}\\u{{3a}}:{after}");
                if columns(&escaped) <= self.width {
                    line = escaped;
                } else {
                    // The escape is wider than its colon: the rest goes to a line of its own.
                    writeln!(out, "{before}\\u{{3a}}")?;
                    line = format!("{before}:{after}");
                }
            }
            writeln!(out, "{line}")?;
        }
        Ok(())
    }

    fn hanging(&mut self, mark: &str, text: &str, style: Style) {
        self.label.clear();
        let text = escape(text);
        let indent = columns(mark);
        for (index, line) in wrap(&text, self.width - indent).iter().enumerate() {
            let line = self.paint.text(style, line);
            if index == 0 {
                self.lines.push(format!("{mark}{line}"));
            } else {
                self.lines.push(format!("{:indent$}{line}", ""));
            }
        }
    }
}
