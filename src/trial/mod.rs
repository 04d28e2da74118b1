//! Tests of rules: fixtures that become plans, expectations, coverage and mutants.
