//! Bytes as given, to documents that rules can ask.
//!
//! This is the only place that sees the JSON of plans. One pass checks every byte and keeps
//! slices of the text; what a slice holds is decoded when a rule asks for it.

mod actions;
mod address;
mod argument;
mod banner;
mod change;
mod checks;
mod collect;
mod configuration;
mod cursor;
mod decode;
mod document;
mod error;
mod instance;
mod json;
mod object;
mod read;
mod recognise;
mod secrets;
mod stream;
mod top;
mod user_data;
mod values;

pub use actions::Actions;
pub use address::ModulePath;
pub(crate) use address::key as address_key;
pub(crate) use argument::{is_harmless, sole_variable};
pub use checks::{Check, CheckInstance};
pub use configuration::{
    ConfigResource, Configuration, Module, ModuleCall, ProviderConfig, Variable,
};
pub use decode::decode;
pub use document::{Document, InputKind, Output};
pub use error::{InputError, InputErrorKind};
pub use instance::{Instance, Key, Mode, Origin};
pub use json::{Defect, Json, Shape};
pub use object::Object;
pub use read::read;
pub use secrets::{IsSensitive, Secrets};
pub(crate) use user_data::{is_user_data, names_user_data};
