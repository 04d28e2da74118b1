//! Terraform's functions, over values of which parts may be unknown.
//!
//! `try`, `can` and `templatefile` are not here: the evaluator has them, because they look at
//! expressions rather than at values.

use super::value::{Failure, Value};

/// Files that `file` and its like may read.
pub trait Files {
    /// The bytes of a file, by its path as the configuration gives it; `None` where it cannot be
    /// read, or lies outside of the configuration's folder.
    fn bytes(&self, path: &str) -> Option<Vec<u8>>;
}

/// A function of the language: its arguments are evaluated already.
pub(super) type Function = fn(&[Value], &dyn Files) -> Result<Value, Failure>;

/// Calls a function by its name, without any `core::` in front.
///
/// A function that is not known here gives something that nobody can say.
pub(super) fn call(name: &str, arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    let _ = (arguments, files);
    Ok(Value::unknown(format!(
        "`{name}(…)` is known only to Terraform"
    )))
}
