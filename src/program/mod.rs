//! Rules as understood: names resolved, patterns compiled.

mod about;

pub use about::{About, Effect, Level, Severity, Undetermined};
