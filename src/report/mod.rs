//! Reports: one format per file.

mod model;

pub use model::{Input, Report, Show};
