//! Rule files as text: parsing and printing.

pub mod ast;
