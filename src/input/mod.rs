//! Bytes as given, to documents that rules can ask.

mod actions;
mod address;
mod configuration;
mod document;
mod encoding;
mod error;
mod instance;
mod json;
mod recognise;
mod secrets;

pub use actions::Actions;
pub use address::ModulePath;
pub use configuration::{
    ConfigResource, Configuration, Module, ModuleCall, ProviderConfig, Variable,
};
pub use document::{Document, InputKind, Output, read};
pub use encoding::decode;
pub use error::{InputError, InputErrorKind};
pub use instance::{Instance, Key, Mode, Origin};
pub use json::{Defect, Json, Object, Shape};
pub use secrets::{IsSensitive, Secrets};
