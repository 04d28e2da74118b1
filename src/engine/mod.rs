//! Rules at work.

mod finding;

pub use finding::{Evidence, Finding, Judgement, Outcome};

pub use crate::value::{Assumption, Basis};
