//! From a tree back to text, in one canonical style.

mod expression;
mod item;
mod statement;
mod template;
mod test;

use super::ast::{Comment, Expression, File, Item};

/// A line should have at most this many characters (language, 11).
const WIDTH: usize = 100;
/// What one level is indented by.
const STEP: usize = 2;

/// The canonical text of a file.
///
/// It parses to the same tree, except that a rule's header keys stand in their canonical order. A
/// comment stands on a line of its own before the item, header line or statement that follows it;
/// one inside an expression moves there too.
pub fn print(file: &File) -> String {
    let mut printer = Printer::new(&file.comments, 0, WIDTH);
    if let Some(edition) = &file.edition {
        printer.comments_before(edition.span.start);
        printer.push(&format!("edition {}\n", edition.number));
    }
    for import in &file.imports {
        printer.comments_before(import.span.start);
        printer.import(import);
    }
    let mut before: Option<&Item> = None;
    for item in &file.items {
        let follows = before.map_or(!printer.out.is_empty(), |before| !is_line_of(before, item));
        if follows {
            printer.push("\n");
        }
        printer.item(item);
        before = Some(item);
    }
    printer.comments_before(u32::MAX);
    printer.out
}

/// The canonical text of an expression, on one line, heredocs apart.
pub fn print_expression(expression: &Expression) -> String {
    let mut printer = Printer::new(&[], 0, usize::MAX);
    printer.loosest(expression);
    printer.out
}

/// Whether two items are of a kind that stands line below line.
fn is_line_of(before: &Item, item: &Item) -> bool {
    matches!((before, item), (Item::Param(_), Item::Param(_)))
}

/// Text that grows, and where it stands.
struct Printer<'a> {
    out: String,
    /// Spaces before a line of the present level.
    indent: usize,
    width: usize,
    /// Inside `${…}`, where no heredoc may stand.
    interpolated: bool,
    /// Comments that are not printed yet, in order.
    comments: &'a [Comment],
}

impl<'a> Printer<'a> {
    fn new(comments: &'a [Comment], indent: usize, width: usize) -> Printer<'a> {
        let out = String::new();
        Printer {
            out,
            indent,
            width,
            interpolated: false,
            comments,
        }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// Begins a line of the present level.
    fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', self.indent));
    }

    /// Prints something one level further in.
    fn inside(&mut self, print: impl FnOnce(&mut Self)) {
        self.indent += STEP;
        print(self);
        self.indent -= STEP;
    }

    /// Prints a block of lines in braces.
    fn braces(&mut self, print: impl FnOnce(&mut Self)) {
        self.push("{\n");
        self.inside(print);
        self.line();
        self.push("}");
    }

    /// Prints the comments that stand before a place.
    fn comments_before(&mut self, place: u32) {
        while let Some((comment, rest)) = self.comments.split_first() {
            if comment.span.start >= place {
                return;
            }
            self.comments = rest;
            self.line();
            self.push(&comment.text);
            self.push("\n");
        }
    }

    /// What something looks like on one line, heredocs apart.
    fn flat(&self, print: impl FnOnce(&mut Printer<'_>)) -> String {
        let mut printer = Printer::new(&[], self.indent, usize::MAX);
        printer.interpolated = self.interpolated;
        print(&mut printer);
        printer.out
    }

    /// Whether a text fits behind what stands on the last line.
    fn fits(&self, text: &str) -> bool {
        if self.width == usize::MAX {
            return true;
        }
        let last = self.out.rfind('\n').map_or(0, |newline| newline + 1);
        let mut column = self.out[last..].chars().count();
        text.split('\n').all(|line| {
            let end = column + line.chars().count();
            column = 0;
            end <= self.width
        })
    }
}
