//! Rule files as text: parsing.

pub mod ast;
mod parse;

pub use parse::parse;
