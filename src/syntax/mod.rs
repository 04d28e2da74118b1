//! Rule files as text: parsing, and printing what was parsed.

pub mod ast;
mod format;
mod parse;
mod print;

pub use format::format;
pub use parse::{parse, parse_line};
pub use print::{print, print_expression};
