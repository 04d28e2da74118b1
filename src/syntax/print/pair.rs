//! Lines of a name and a value. Their `=` stand below each other, as in Terraform: as far as there
//! is no blank line and no value of several lines between them.

use super::Printer;
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Name};

/// One line.
#[derive(Clone, Copy)]
pub(super) struct Pair<'t> {
    pub(super) name: &'t Name,
    pub(super) value: &'t Expression,
}

impl Pair<'_> {
    pub(super) fn span(&self) -> Span {
        self.name.span.to(self.value.span)
    }
}

impl Printer<'_> {
    /// The column of `=` for each of the pairs that follow each other, behind a word of so many
    /// letters; `None` stands for something else between them.
    pub(super) fn columns(&self, pairs: &[Option<Pair<'_>>], lead: usize) -> Vec<usize> {
        let names: Vec<usize> = pairs.iter().map(|pair| self.name_width(*pair)).collect();
        let values: Vec<Option<usize>> = pairs.iter().map(|pair| self.value_width(*pair)).collect();
        let room = self.width.saturating_sub(self.indent + lead + " = ".len());
        let mut is_aligned: Vec<bool> = (0..pairs.len())
            .map(|at| {
                let fits = |value| names[at] + value <= room || is_whole(pairs[at]);
                values[at].is_some_and(fits)
            })
            .collect();
        loop {
            let columns = self.aligned(pairs, &names, &is_aligned);
            // A line that its group would push over the edge stands for itself.
            let too_long = (0..pairs.len()).find(|at| {
                let value = values[*at].unwrap_or(0);
                is_aligned[*at] && columns[*at] + value > room && !is_whole(pairs[*at])
            });
            match too_long {
                Some(at) => is_aligned[at] = false,
                None => return columns,
            }
        }
    }

    fn aligned(
        &self,
        pairs: &[Option<Pair<'_>>],
        names: &[usize],
        is_aligned: &[bool],
    ) -> Vec<usize> {
        let mut columns = names.to_vec();
        let mut start = 0;
        for at in 0..pairs.len() {
            if !is_aligned[at] {
                start = at + 1;
                continue;
            }
            if !self.continues(pairs, at) {
                start = at;
            }
            let widest = names[start..=at].iter().max().copied().unwrap_or(0);
            columns[start..=at].fill(widest);
        }
        columns
    }

    /// Whether a pair belongs to those above it.
    fn continues(&self, pairs: &[Option<Pair<'_>>], at: usize) -> bool {
        pairs[at].is_some_and(|pair| {
            let line = self.until(pair.name.span.start);
            let start = line.rfind('\n').map_or(0, |newline| newline + 1);
            let start = u32::try_from(start).unwrap_or(0);
            !(self.in_order && self.is_below_blank(start))
        })
    }

    fn name_width(&self, pair: Option<Pair<'_>>) -> usize {
        let Some(pair) = pair else { return 0 };
        self.flat(|printer| printer.key(pair.name)).chars().count()
    }

    /// The width of a value that can stand on one line.
    fn value_width(&self, pair: Option<Pair<'_>>) -> Option<usize> {
        let value = pair?.value;
        if self.is_split(value) {
            return None;
        }
        let flat = self.flat(|printer| printer.loosest(value));
        (!flat.contains('\n')).then(|| flat.chars().count())
    }

    /// `name   = value`
    pub(super) fn pair(&mut self, pair: Pair<'_>, column: usize) {
        let name = self.flat(|printer| printer.key(pair.name));
        let pad = column.saturating_sub(name.chars().count());
        self.push(&format!("{name}{} = ", " ".repeat(pad)));
        self.value(pair.value);
    }

    /// A value that stands behind the beginning of its line.
    pub(super) fn value(&mut self, value: &Expression) {
        self.inside(2, |printer| printer.loosest(value));
    }
}

/// Whether a value has no place where it could be broken, whatever its length.
fn is_whole(pair: Option<Pair<'_>>) -> bool {
    pair.is_some_and(|pair| match &pair.value.kind {
        ExpressionKind::Text(text) => !text.heredoc,
        _ => pair.value.parts().is_empty(),
    })
}
