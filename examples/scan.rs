//! The floor of every reader of plans: checks that a file is JSON, and does nothing with it.
//!
//! `cargo run --release --example scan -- PLAN`, to be timed beside `plangate check PLAN`.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program of its own"
)]

use serde::de::IgnoredAny;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("usage: scan PLAN")?;
    let text = std::fs::read_to_string(path)?;
    serde_json::from_str::<IgnoredAny>(&text)?;
    println!("{} bytes of JSON", text.len());
    Ok(())
}
