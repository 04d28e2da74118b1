//! JSON text to values and back, exactly.

mod read;
mod write;

pub use read::{DEEPEST, LARGEST, decode};
pub use write::encode;
