//! Pages for people, on a terminal.

use std::io::{self, Write};

use anstyle::Style as Colour;

use super::page::{Page, Part};
use crate::report::{Style, escape, wrap};

/// Lines longer than this are hard to read, whatever the width.
const WIDEST: usize = 100;
const NARROWEST: usize = 24;
/// Room for names before what is said of them, at most.
const LABEL: usize = 36;
/// Text beside a name needs at least this much room; otherwise it goes below.
const BESIDE: usize = 36;
const INDENT: &str = "  ";

const STRONG: Colour = Colour::new().bold();
const FAINT: Colour = Colour::new().dimmed();
const PLAIN: Colour = Colour::new();

/// Writes pages one below the other.
pub(super) fn write(pages: &[Page], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut sheet = Sheet {
        width: style.width.clamp(NARROWEST, WIDEST),
        colour: style.colour,
        out,
    };
    for (index, page) in pages.iter().enumerate() {
        if index > 0 {
            writeln!(sheet.out)?;
        }
        sheet.page(page)?;
    }
    Ok(())
}

struct Sheet<'a> {
    width: usize,
    colour: bool,
    out: &'a mut dyn Write,
}

impl Sheet<'_> {
    fn page(&mut self, page: &Page) -> io::Result<()> {
        self.paragraph("", &format!("{}: {}", page.name, page.title), STRONG)?;
        let mut before: Option<&Part> = None;
        let mut label = 0;
        for (at, part) in page.parts.iter().enumerate() {
            let goes_on = matches!(
                (before, part),
                (None | Some(Part::Fact(..)), Part::Fact(..))
                    | (Some(Part::Item(_)), Part::Item(_))
            );
            if !goes_on {
                writeln!(self.out)?;
            }
            if !matches!(before, Some(Part::Fact(..))) {
                label = label_width(&page.parts[at..]);
            }
            self.part(part, label)?;
            before = Some(part);
        }
        Ok(())
    }

    fn part(&mut self, part: &Part, label: usize) -> io::Result<()> {
        match part {
            Part::Heading(text) => self.paragraph("", text, STRONG),
            Part::Text(text) => self.paragraph("", text, PLAIN),
            // What is one word is an address, which could not be copied in parts.
            Part::Item(text) if !text.contains(' ') => writeln!(self.out, "• {}", escape(text)),
            Part::Item(text) => self.paragraph("• ", text, PLAIN),
            Part::Fact(name, text) => self.fact(name, text, label),
            Part::Code { name, text, .. } => {
                if let Some(name) = name {
                    self.paragraph(INDENT, name, FAINT)?;
                }
                for line in text.lines() {
                    // Code is not broken into lines: it could not be copied.
                    writeln!(
                        self.out,
                        "{}",
                        format!("{INDENT}{}", escape(line)).trim_end()
                    )?;
                }
                Ok(())
            }
        }
    }

    fn paragraph(&mut self, mark: &str, text: &str, colour: Colour) -> io::Result<()> {
        let indent = mark.chars().count();
        for (index, line) in wrap(&escape(text), self.width - indent).iter().enumerate() {
            let line = self.paint(colour, line);
            if index == 0 {
                writeln!(self.out, "{mark}{line}")?;
            } else {
                writeln!(self.out, "{:indent$}{line}", "")?;
            }
        }
        Ok(())
    }

    fn fact(&mut self, name: &str, text: &str, label: usize) -> io::Result<()> {
        let below = self.width < label + BESIDE || name.chars().count() + 2 > label;
        if below {
            writeln!(self.out, "{}", self.paint(FAINT, &escape(name)))?;
            return self.paragraph(INDENT, text, PLAIN);
        }
        for (index, line) in wrap(&escape(text), self.width - label).iter().enumerate() {
            let name = if index == 0 { name } else { "" };
            let air = " ".repeat(label - name.chars().count());
            writeln!(self.out, "{}{air}{line}", self.paint(FAINT, name))?;
        }
        Ok(())
    }

    fn paint(&self, style: Colour, text: &str) -> String {
        if self.colour && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// The columns that the names of facts take which stand one below the other.
fn label_width(parts: &[Part]) -> usize {
    let facts = parts.iter().map_while(|part| match part {
        Part::Fact(name, _) => Some(name.chars().count() + 2),
        _ => None,
    });
    facts.max().unwrap_or_default().min(LABEL)
}
