//! Tests of rules: fixtures that become plans, expectations, coverage and mutants.

pub mod fixture;
