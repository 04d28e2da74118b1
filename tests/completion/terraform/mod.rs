//! A tiny model of Terraform: configurations, what a plan of one shows, and what may come of it.
//!
//! It is written from Terraform's behaviour, and shares nothing with the engine but the schema, so
//! that the engine can be held against it.

pub(crate) mod block;
pub(crate) mod configuration;
pub(crate) mod document;
pub(crate) mod evaluate;
pub(crate) mod expression;
pub(crate) mod function;
pub(crate) mod hcl;
pub(crate) mod making;
pub(crate) mod plan;
pub(crate) mod provider;
pub(crate) mod references;
pub(crate) mod run;
pub(crate) mod state;
pub(crate) mod value;
pub(crate) mod world;
