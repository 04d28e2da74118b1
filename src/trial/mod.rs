//! Tests of rules: fixtures that become plans, expectations, coverage and mutants.

mod expectation;
pub mod fixture;
mod given;
pub mod mutant;
mod parallel;
mod run;
mod suite;

pub use expectation::{Failure, Proven, Seen};
pub use given::Given;
pub use run::{Trial, run};
pub use suite::{Case, Suite};
