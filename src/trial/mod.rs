//! Tests of rules: fixtures that become plans, expectations, coverage and mutants.

mod coverage;
mod excuse;
mod expectation;
pub mod fixture;
mod given;
pub mod mutant;
pub mod mutation;
mod parallel;
mod run;
mod suite;
mod walk;

pub use coverage::{Condition, FileCoverage, PartCoverage, coverage};
pub use expectation::{Failure, Proven, Seen};
pub use given::Given;
pub use run::{Trial, run};
pub use suite::{Case, Suite};
