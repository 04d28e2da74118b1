//! Rows of cells that are laid out already, with lines between them.

use std::io::{self, Write};

use tabled::{
    Table,
    builder::Builder,
    settings::{Alignment, Color, Padding, Style, Theme, object::Columns, width::WidthList},
};

use super::{block::Block, paint::Paint};

/// Beside each inner line there is a space on either side.
pub(in crate::report) const BETWEEN: usize = 3;
/// A single column has a line at its left, so that text of others never begins a line: build
/// services take a line that begins with `::` for a command.
pub(in crate::report) const BESIDE: usize = 2;

/// What the rows have in common.
#[derive(Clone, Debug)]
pub(in crate::report) struct Sheet {
    /// The widths of the columns' texts.
    pub widths: Vec<usize>,
    /// How lines are coloured.
    pub paint: Paint,
}

impl Sheet {
    /// An empty row: a block for each column.
    pub(in crate::report) fn cells(&self) -> Vec<Block> {
        let widths = self.widths.iter();
        widths.map(|width| Block::new(*width, self.paint)).collect()
    }

    /// Writes rows; `more` says that others follow.
    pub(in crate::report) fn write(
        &self,
        rows: Vec<Vec<String>>,
        more: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut builder = Builder::default();
        for row in rows {
            builder.push_record(row);
        }
        let mut table = builder.build();
        self.settle(&mut table);
        table.with(self.theme(more));
        for line in table.to_string().lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    fn settle(&self, table: &mut Table) {
        table.with(Alignment::left());
        let last = self.widths.len() - 1;
        let mut padded = Vec::new();
        for (column, width) in self.widths.iter().enumerate() {
            let left = usize::from(column > 0 || last == 0);
            let right = usize::from(column < last);
            table.modify(Columns::one(column), Padding::new(left, right, 0, 0));
            padded.push(left + width + right);
        }
        table.with(WidthList::new(padded));
    }

    fn theme(&self, more: bool) -> Theme {
        let mut theme = Theme::from_style(Style::empty());
        theme.set_borders_vertical('│');
        theme.set_borders_horizontal('─');
        theme.set_borders_intersection('┼');
        let single = self.widths.len() == 1;
        if single {
            theme.set_borders_left('│');
            theme.set_borders_intersection_left('├');
        }
        if more {
            theme.set_borders_bottom('─');
            theme.set_borders_intersection_bottom('┼');
        }
        if more && single {
            theme.set_borders_corner_bottom_left('├');
        }
        if self.paint.is_coloured() {
            let faint = || Color::new("\u{1b}[2m", "\u{1b}[0m");
            theme.set_colors_vertical(faint());
            theme.set_colors_left(faint());
            theme.set_colors_horizontal(faint());
            theme.set_colors_intersection(faint());
            theme.set_colors_intersection_left(faint());
            theme.set_colors_bottom(faint());
            theme.set_colors_intersection_bottom(faint());
            theme.set_colors_corner_bottom_left(faint());
        }
        theme
    }
}
