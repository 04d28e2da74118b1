//! Rules at work.

mod finding;

pub use finding::{Assumption, Basis, Evidence, Finding, Judgement, Outcome};
