//! The `plangate` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    plangate::cli::main()
}
