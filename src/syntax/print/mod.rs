//! From a tree back to text, in one canonical style.

mod comment;
mod expression;
mod item;
mod list;
mod pair;
mod statement;
mod template;
mod test;

use super::ast::{Comment, Expression, File};

/// A line should have at most this many characters (language, 11).
const WIDTH: usize = 100;
/// What one level is indented by.
const STEP: usize = 2;

/// The text of a file in the canonical style.
///
/// It parses to the same tree, except that a rule's header keys stand in their canonical order, and
/// that imports stand before other items. `text` is what the tree was read from: it says where blank
/// lines group things, which comments stand at the end of a line, and which lists are written line by
/// line. Of a tree that was not read from a text it is empty.
pub fn print(file: &File, text: &str) -> String {
    let mut printer = Printer::new(&file.comments, text, 0, WIDTH);
    printer.file(file);
    printer.out
}

/// The canonical text of an expression, on one line, heredocs apart.
pub fn print_expression(expression: &Expression) -> String {
    let mut printer = Printer::new(&[], "", 0, usize::MAX);
    printer.loosest(expression);
    printer.out
}

/// Text that grows, and where it stands.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the place, and all of their combinations occur"
)]
struct Printer<'a> {
    out: String,
    /// Spaces before a line of the present level.
    indent: usize,
    width: usize,
    /// Inside `${…}`, where no heredoc may stand.
    interpolated: bool,
    /// Nothing stands in the present block yet.
    is_first: bool,
    /// What is printed is a part of an `and` or `or`, whose other parts begin lines of their own.
    is_joined: bool,
    /// What is printed stands as in the text, so that its blank lines mean something here.
    in_order: bool,
    /// Comments that are not printed yet, in order.
    comments: &'a [Comment],
    /// What the tree was read from.
    text: &'a str,
}

impl<'a> Printer<'a> {
    fn new(comments: &'a [Comment], text: &'a str, indent: usize, width: usize) -> Printer<'a> {
        Printer {
            out: String::new(),
            indent,
            width,
            interpolated: false,
            is_first: true,
            is_joined: false,
            in_order: true,
            comments,
            text,
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

    /// Prints something some levels further in.
    fn inside(&mut self, levels: usize, print: impl FnOnce(&mut Self)) {
        self.indent += levels * STEP;
        print(self);
        self.indent -= levels * STEP;
    }

    /// Prints something behind which some more letters must stand on the same line.
    fn before(&mut self, letters: usize, print: impl FnOnce(&mut Self)) {
        if self.is_flat() {
            return print(self);
        }
        let width = self.width;
        self.width = width.saturating_sub(letters).max(1);
        print(self);
        self.width = width;
    }

    /// Everything goes on one line.
    fn is_flat(&self) -> bool {
        self.width == usize::MAX
    }

    /// Prints a block of lines in braces; `inner` is where its first part begins, `end` where it
    /// ends.
    fn braces(&mut self, inner: Option<u32>, end: u32, print: impl FnOnce(&mut Self)) {
        self.push("{");
        self.behind_brace(inner.unwrap_or(end));
        self.push("\n");
        let is_first = std::mem::replace(&mut self.is_first, true);
        let in_order = std::mem::replace(&mut self.in_order, true);
        self.inside(1, |printer| {
            print(printer);
            printer.comments_before(end.saturating_sub(1));
        });
        self.in_order = in_order;
        self.is_first = is_first;
        self.line();
        self.push("}");
    }

    /// What something looks like on one line, heredocs apart.
    fn flat(&self, print: impl FnOnce(&mut Printer<'_>)) -> String {
        let indent = if self.is_flat() {
            self.indent
        } else {
            self.line_indent()
        };
        let mut printer = Printer::new(&[], "", indent, usize::MAX);
        printer.interpolated = self.interpolated;
        print(&mut printer);
        printer.out
    }

    /// Whether a text fits behind what stands on the last line.
    fn fits(&self, text: &str) -> bool {
        if self.is_flat() {
            return true;
        }
        let mut column = self.last_line().chars().count();
        text.split('\n').all(|line| {
            let end = column + line.chars().count();
            column = 0;
            end <= self.width
        })
    }

    fn last_line(&self) -> &str {
        let start = self.out.rfind('\n').map_or(0, |newline| newline + 1);
        &self.out[start..]
    }

    /// Spaces that the present line begins with.
    fn line_indent(&self) -> usize {
        let line = self.last_line();
        line.len() - line.trim_start_matches(' ').len()
    }
}
