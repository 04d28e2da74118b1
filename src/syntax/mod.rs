//! Rule files as text: parsing, and printing what was parsed.

pub mod ast;
mod parse;
mod print;

pub use parse::{parse, parse_line};
pub use print::{print, print_expression};
