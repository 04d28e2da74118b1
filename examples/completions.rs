//! Watches many completions of many plans: `cargo run --release --example completions -- --help`.

#![expect(clippy::print_stdout, reason = "a program of its own")]

#[path = "../tests/completion/case.rs"]
mod case;
#[path = "../tests/completion/differential/mod.rs"]
mod differential;
#[path = "../tests/completion/generate/mod.rs"]
mod generate;
#[path = "../tests/completion/honest.rs"]
mod honest;
#[path = "../tests/completion/property.rs"]
mod property;
#[path = "../tests/completion/random.rs"]
mod random;
#[path = "../tests/completion/shrink.rs"]
mod shrink;
#[path = "../tests/completion/terraform/mod.rs"]
mod terraform;
#[path = "../tests/completion/verdict.rs"]
mod verdict;

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use generate::Size;
use property::Tally;
use verdict::Rules;

/// Holds verdicts on random plans against random completions of them.
#[derive(Parser)]
struct Arguments {
    /// The first configuration; the same seed watches the same.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Watch at least so many completions.
    #[arg(long, default_value_t = 100_000)]
    completions: usize,
    /// Worlds that each configuration is applied in.
    #[arg(long, default_value_t = 40)]
    worlds: u64,
    /// Small configurations of which every completion is tried.
    #[arg(long, default_value_t = 5_000)]
    small: u64,
    /// Hold the model against the real Terraform in so many configurations, and do nothing else.
    #[arg(long)]
    terraform: Option<u64>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let started = Instant::now();
    let result = match arguments.terraform {
        Some(configurations) => hold_the_model(arguments.seed, configurations),
        None => watch(&arguments),
    };
    let seconds = started.elapsed().as_secs();
    match result {
        Ok(said) => {
            println!("seed {}, {seconds} seconds\n{said}", arguments.seed);
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            println!("{wrong}");
            ExitCode::FAILURE
        }
    }
}

fn watch(arguments: &Arguments) -> Result<String, String> {
    let rules = &Rules::dealt(1)[0];
    let mut tally = Tally::default();
    let mut seed = arguments.seed;
    while tally.completions < arguments.completions {
        for size in [Size::Usual, Size::Tiny] {
            property::check(rules, seed, size, arguments.worlds, &mut tally)
                .map_err(|failure| failure.to_string())?;
        }
        seed += 1;
    }
    let count = differential::watch(arguments.seed, arguments.small, 100)?;
    Ok(format!("{tally}\n{count}"))
}

fn hold_the_model(seed: u64, configurations: u64) -> Result<String, String> {
    let script = honest::script()?;
    let (mut same, mut differ) = (0, Vec::new());
    for seed in seed..seed + configurations {
        let root = generate::configuration(seed, Size::Usual);
        let Ok(case) = case::Case::new(&root) else {
            continue;
        };
        let found = honest::differences(&script, &case)?;
        match &found[..] {
            [] => same += 1,
            lines => differ.extend([format!("seed {seed}"), lines.join("\n")]),
        }
    }
    if differ.is_empty() {
        Ok(format!(
            "{same} configurations plan and apply as the model says"
        ))
    } else {
        Err(differ.join("\n"))
    }
}
