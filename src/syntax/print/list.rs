//! Lists, maps and arguments: on one line if they fit there, and if their author did not write them
//! line by line.

use super::Printer;
use super::pair::Pair;
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Name};

/// Words that could go on with the value before them.
const JOINING: [&str; 8] = [
    "and", "or", "not", "in", "contains", "like", "matches", "is",
];

impl Printer<'_> {
    /// `[a, b]`; over several lines with a comma behind each.
    pub(super) fn list(&mut self, list: &Expression, items: &[Expression]) {
        if items.is_empty() && !self.has_comments(list.span) {
            return self.push("[]");
        }
        if self.is_flat() {
            self.push("[");
            self.in_a_row(items);
            return self.push("]");
        }
        let fills = self.fills(items);
        self.lines("[", list.span.end, "]", |printer| {
            for (at, item) in items.iter().enumerate() {
                let flat = printer.flat(|printer| printer.loosest(item));
                if at > 0 && fills && printer.fits(&format!(" {flat},")) {
                    printer.push(" ");
                } else {
                    printer.begin_part(item.span.start);
                }
                printer.before(1, |printer| printer.loosest(item));
                printer.push(",");
            }
        });
    }

    /// `(a, b)`; a single list or map opens together with the parentheses.
    pub(super) fn arguments(&mut self, call: &Expression, arguments: &[Expression]) {
        let hugs = matches!(arguments, [only] if matches!(
            only.kind,
            ExpressionKind::List(_) | ExpressionKind::Map(_) | ExpressionKind::For { .. }
        ));
        if self.is_flat() || hugs || arguments.is_empty() {
            self.push("(");
            self.before(1, |printer| printer.in_a_row(arguments));
            return self.push(")");
        }
        self.lines("(", call.span.end, ")", |printer| {
            for argument in arguments {
                printer.begin_part(argument.span.start);
                printer.before(1, |printer| printer.loosest(argument));
                printer.push(",");
            }
        });
    }

    fn in_a_row(&mut self, items: &[Expression]) {
        for (at, item) in items.iter().enumerate() {
            self.push(if at == 0 { "" } else { ", " });
            self.loosest(item);
        }
    }

    /// `{ a = b, c = d }`; over several lines without commas, as in Terraform.
    pub(super) fn map(&mut self, map: &Expression, entries: &[(Name, Expression)]) {
        if entries.is_empty() && !self.has_comments(map.span) {
            return self.push("{}");
        }
        if self.is_flat() {
            self.push("{ ");
            for (at, (name, value)) in entries.iter().enumerate() {
                self.push(if at == 0 { "" } else { ", " });
                self.key(name);
                self.push(" = ");
                self.loosest(value);
            }
            return self.push(" }");
        }
        // `a = x` and `in = y` without a comma between them would be read as `a = x in …`.
        let joins = entries
            .iter()
            .any(|(name, _)| JOINING.contains(&name.text.as_str()));
        let comma = if joins { "," } else { "" };
        self.lines("{", map.span.end, "}", |printer| {
            let pairs: Vec<Option<Pair<'_>>> = entries
                .iter()
                .map(|(name, value)| Some(Pair { name, value }))
                .collect();
            let columns = printer.columns(&pairs, 0);
            for (pair, column) in pairs.into_iter().flatten().zip(columns) {
                printer.begin_part(pair.name.span.start);
                printer.before(comma.len(), |printer| printer.pair(pair, column));
                printer.push(comma);
            }
        });
    }

    /// Lines between brackets, one level further in than the line that the bracket is on.
    fn lines(&mut self, open: &str, end: u32, close: &str, print: impl FnOnce(&mut Self)) {
        let indent = self.indent;
        self.indent = self.line_indent();
        let is_first = std::mem::replace(&mut self.is_first, true);
        let in_order = std::mem::replace(&mut self.in_order, true);
        self.push(open);
        self.alone(|printer| {
            printer.inside(1, |printer| {
                print(printer);
                printer.gap(end.saturating_sub(1));
            });
        });
        self.line();
        self.push(close);
        self.in_order = in_order;
        self.is_first = is_first;
        self.indent = indent;
    }

    /// Begins the line of a part between brackets.
    fn begin_part(&mut self, place: u32) {
        self.gap(place);
        self.part_line(place);
    }

    /// Whether a list of plain values may have several on a line: where its author wrote it so.
    fn fills(&self, items: &[Expression]) -> bool {
        let is_plain = |item: &Expression| match &item.kind {
            ExpressionKind::Text(text) => text.literal().is_some() && !text.heredoc,
            ExpressionKind::Number(_) | ExpressionKind::Bool(_) | ExpressionKind::Null => true,
            _ => false,
        };
        let commented = |pair: &[Expression]| {
            self.has_comments(Span {
                start: pair[0].span.end,
                end: pair[1].span.start,
                ..pair[0].span
            })
        };
        let in_a_row = |pair: &[Expression]| self.on_one_line(pair[0].span.end, pair[1].span.start);
        items.iter().all(is_plain)
            && items.windows(2).any(in_a_row)
            && !items.windows(2).any(commented)
    }

    /// Whether an expression cannot stand on one line: comments are in it, or its author wrote a
    /// list or map in it line by line.
    pub(super) fn is_split(&self, expression: &Expression) -> bool {
        self.has_comments(expression.span) || self.is_opened(expression)
    }

    fn is_opened(&self, expression: &Expression) -> bool {
        let first = match &expression.kind {
            ExpressionKind::List(items) => items.first().map(|item| item.span.start),
            ExpressionKind::Map(entries) => entries.first().map(|(name, _)| name.span.start),
            ExpressionKind::Text(_) => return false,
            _ => None,
        };
        first.is_some_and(|first| {
            let open = expression.span.start + 1;
            open < first && !self.text.is_empty() && !self.on_one_line(open, first)
        }) || expression
            .parts()
            .into_iter()
            .any(|part| self.is_opened(part))
    }
}
