//! Columns for the width at hand: one where it is narrow, three where it is wide.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{
    Block, is_mendable, judgement,
    paint::Paint,
    sheet::{BESIDE, BETWEEN, Sheet},
};
use crate::engine::{Judgement, Outcome};
use crate::report::Report;

/// Below this, everything stands in one column.
const TWO_COLUMNS: usize = 60;
/// From here on, rule and fix have a column of their own.
const THREE_COLUMNS: usize = 140;
/// Lines longer than this are hard to read, whatever the width.
const WIDEST: usize = 220;
const NARROWEST: usize = 24;
/// Drawn at a time: they are laid out in memory as a whole.
const ROWS: usize = 256;

/// How wide everything is.
#[derive(Clone, Copy, Debug)]
pub(in crate::report) struct Grid {
    width: usize,
    paint: Paint,
}

impl Grid {
    pub(in crate::report) fn new(width: usize, paint: Paint) -> Grid {
        Grid {
            width: width.clamp(NARROWEST, WIDEST),
            paint,
        }
    }

    /// A block over the whole width.
    pub(in crate::report) fn block(self) -> Block {
        Block::new(self.width, self.paint)
    }

    /// The widths of a small column and of one beside it; one column where it is narrower than
    /// `least`.
    pub(in crate::report) fn split(self, least: usize, small: usize) -> Vec<usize> {
        if self.width < least {
            vec![self.width - BESIDE]
        } else {
            vec![small, self.width - small - BETWEEN]
        }
    }

    /// Draws judgements as rows.
    pub(super) fn draw(
        self,
        report: &Report,
        shown: &[&Judgement],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if shown.is_empty() {
            return Ok(());
        }
        let sheet = Sheet {
            widths: self.columns(shown),
            paint: self.paint,
        };
        let mut told = BTreeSet::new();
        let mut chunks = shown.chunks(ROWS).peekable();
        while let Some(chunk) = chunks.next() {
            let mut rows = Vec::new();
            for judgement in chunk {
                let known = is_mendable(judgement.outcome) && !told.insert(judgement.rule);
                rows.push(self.row(report, judgement, known, &sheet.widths));
            }
            sheet.write(rows, chunks.peek().is_some(), out)?;
        }
        writeln!(out)
    }

    fn row(
        self,
        report: &Report,
        judgement: &Judgement,
        told: bool,
        widths: &[usize],
    ) -> Vec<String> {
        let mut cells: Vec<Block> = widths
            .iter()
            .map(|width| Block::new(*width, self.paint))
            .collect();
        let last = cells.len() - 1;
        if last == 2 {
            cells[last] = Block::new(widths[last], self.paint).with_indent("rule".len() + 2);
        }
        judgement::standing(report, judgement, last == 0, &mut cells[0]);
        judgement::findings(report, judgement, &mut cells[last.min(1)]);
        judgement::rule(report, judgement, told, &mut cells[last]);
        cells.into_iter().map(Block::cell).collect()
    }

    /// The widths of the columns' texts.
    fn columns(self, shown: &[&Judgement]) -> Vec<usize> {
        let words = shown.iter().map(|judgement| judgement.outcome.word().len());
        let usual = Outcome::Undetermined.word().len();
        let small = words.max().unwrap_or_default().max(usual);
        let mut widths = self.split(TWO_COLUMNS, small);
        if self.width >= THREE_COLUMNS {
            let rest = widths.pop().unwrap_or_default();
            let last = (rest / 3).clamp(44, 64);
            widths.extend([rest - last - BETWEEN, last]);
        }
        widths
    }
}
