//! Judges Terraform and OpenTofu plans by rules that people write, in three values.
//!
//! ```
//! use plangate::{diagnostic::Severity, engine, input, pack, program, reference::Options};
//! use plangate::{schema::Schemas, typing};
//!
//! let mut rules = pack::Rules::default();
//! rules.add_text("machines.rule", r#"
//!     rule "machines-small" {
//!       title    = "Machines are small"
//!       severity = "low"
//!
//!       on aws_instance
//!       require self.instance_type like "t3.*" message "${self.instance_type} is not small"
//!     }
//! "#);
//! let (files, sources, mut problems) = (rules.files, rules.sources, rules.problems);
//! let program = program::check(&files, &sources, &mut problems);
//! typing::check(&program, &sources, Schemas::shipped(), &|_| true, &mut problems);
//! // Rules with errors must not judge anything; `problem.draw(&sources, false)` shows them.
//! assert!(problems.iter().all(|problem| problem.severity != Severity::Error));
//!
//! let plan = include_bytes!("../examples/quickstart/plan.json").to_vec();
//! let text = input::decode(plan).expect("it is a plan");
//! let document = input::read(&text, false).expect("it is a plan");
//! let judgements = engine::run(&program, &sources, &document, "plan", Options::default());
//! assert_eq!(judgements[1].address, "aws_instance.build");
//! assert_eq!(judgements[1].findings[0].message, "c7i.4xlarge is not small");
//! ```
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

// Credentials in texts that machines are given.
pub mod credential;

// Rules as written; facts as given; functions that rules call.
pub mod function;
pub mod input;
pub mod syntax;

// Rules as understood; what an attribute of a plan says and which resources it means.
pub mod program;
pub mod reference;

// Whether rules fit the provider's schema; what is configured for them.
pub mod configuration;
pub mod typing;

// Rules at work, and where rules come from.
pub mod engine;
pub mod pack;

// What refers to what, as a whole; advice about rules; tests of rules.
pub mod graph;
pub mod lint;
pub mod trial;

// Decisions over judgements.
pub mod gate;

// What leaves the house.
pub mod report;

// Pages about codes, rules, functions and attributes.
pub mod manual;

// The door.
pub mod cli;
