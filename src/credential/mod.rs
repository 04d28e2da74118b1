//! Credentials in texts that machines are given: what user data decodes to, and what is found there.
//!
//! The forms that are looked for are data, with examples that tests hold them to
//! (`detectors.txt`).

mod base64;
mod detector;
mod find;
mod hidden;
mod mime;
mod part;

pub use detector::Detector;
pub use find::{Found, find};
pub use hidden::hidden;
pub use part::{Lost, Part, Parts, parts};

/// What attributes that hold user data are called, in whatever block.
pub const USER_DATA: [&str; 2] = ["user_data", "user_data_base64"];

/// Whether user data holds a credential that not everybody knows.
pub fn is_in(text: &str) -> bool {
    let parts = parts(text);
    let mut found = parts.list.iter().flat_map(|part| find(&part.text));
    found.any(|found| !found.example)
}

#[cfg(test)]
mod tests;
