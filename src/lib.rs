//! Judges Terraform and OpenTofu plans by rules that people write, in three values.
//!
//! The groups of `pub mod` lines below are the layers, bottom first: a module imports only from
//! groups above its own. `tests/architecture.rs` reads this file and keeps it so.

// Text and the places in it; data as rules see it.
pub mod source;
pub mod value;

// What people are told.
pub mod diagnostic;

// What is known beforehand: the provider's schema, other tools' identifiers.
pub mod crosswalk;
pub mod schema;

// The configuration that a plan was made of.
pub mod hcl;

// Rules as written; facts as given; functions that rules call.
pub mod function;
pub mod input;
pub mod syntax;

// Rules as understood; what an attribute of a plan says and which resources it means.
pub mod program;
pub mod reference;

// Rules at work, and where rules come from.
pub mod engine;
pub mod pack;

// What refers to what, as a whole.
pub mod graph;

// Decisions over judgements.
pub mod gate;

// What leaves the house.
pub mod report;

// The door.
pub mod cli;
