//! The configuration's source, evaluated as far as that is possible without a provider.
//!
//! A plan does not record locals, `dynamic` blocks, `for` expressions and which branch a condition
//! takes. The HCL beside the plan does. What cannot be known before apply stays symbolic: an
//! attribute of a resource, one of several values, or something that nobody can say.

mod block;
mod constraint;
mod evaluate;
mod function;
mod module;
mod operator;
mod project;
mod provider;
mod references;
mod repetition;
mod template;
mod traversal;
mod value;
mod world;

pub use block::{Argument, Expanded, Found};
pub use evaluate::{Evaluator, Memo};
pub use function::Files;
pub(crate) use function::{call, from_base64, names as function_names, sha1_of, to_base64};
pub use module::{Mode, Place};
pub(crate) use operator::{equal, is_never_empty};
pub use project::{Disk, Problem, Project};
pub use references::{Declaration, Written};
pub use traversal::Address;
pub use value::{Attribute, Failure, Instance, Step, Unknown, Value};
pub use world::{Call, Key, ModuleAddress, Repeated, World};

#[cfg(test)]
mod tests;
