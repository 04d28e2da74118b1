//! What rules may ask of policy documents, and that no answer is ever contradicted.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads files, and fails where it cannot be set up"
)]

mod completion;
mod data;
mod draft;
mod naive;
mod plan;
mod rows;
mod source;
mod table;
