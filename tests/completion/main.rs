//! Holds verdicts on plans against everything that may come of them.
//!
//! A tiny model of Terraform ([`terraform`]) plans random configurations ([`generate`]) and
//! completes them: what is known only after apply gets values, the same symbol the same one, and
//! conditions on it go both ways. [`property`] asks that every verdict that was decided on the plan
//! is the verdict on each state; [`differential`] tries all completions of small plans by an
//! evaluator of its own; [`honest`] holds the model against the real Terraform.
//!
//! `cargo run --release --example completions` does the same for as long as one likes.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "what was watched is told, and what is skipped"
)]

mod case;
mod differential;
mod generate;
mod honest;
mod property;
mod random;
mod shrink;
mod terraform;
mod verdict;

use std::ops::Range;

use generate::Size;
use property::Tally;
use verdict::{Mode, Rules};

/// The rules are dealt out, so that the tests are quick: each configuration is judged by some.
const HANDS: usize = 16;

/// Of a hundred decidable questions on small plans, the engine leaves at most so many undetermined:
/// those whose answer depends on what no plan records for certain. A change may lower it.
const OVERCAUTIOUS: usize = 35;

#[test]
fn what_is_decided_on_a_plan_is_so_in_every_completion() {
    watch(Size::Usual, 0..72, 40);
}

#[test]
fn what_is_decided_on_a_small_plan_is_so_in_every_completion() {
    watch(Size::Tiny, 0..300, 20);
}

/// Each configuration is applied in so many worlds.
fn watch(size: Size, seeds: Range<u64>, worlds: u64) {
    let hands = Rules::dealt(HANDS);
    let mut tally = Tally::default();
    for (seed, rules) in seeds.zip(hands.iter().cycle()) {
        if let Err(failure) = property::check(rules, seed, size, worlds, &mut tally) {
            panic!("{failure}");
        }
    }
    println!("{tally}");
    assert!(tally.completions > 900, "{tally}");
}

#[test]
fn nothing_is_decided_where_completions_disagree() {
    let count = differential::watch(1, 250, 24).unwrap_or_else(|wrong| panic!("{wrong}"));
    println!("{count}");
    let share = count.overcautious(Mode::Default);
    assert!(share <= OVERCAUTIOUS, "{count}");
}

#[test]
fn the_model_plans_and_applies_as_terraform_does() {
    let script = match honest::script() {
        Ok(script) => script,
        Err(why) => {
            eprintln!("skipped: {why}");
            return;
        }
    };
    for seed in 0..2 {
        let root = generate::configuration(seed, Size::Usual);
        let Ok(case) = case::Case::new(&root) else {
            continue;
        };
        let differences = honest::differences(&script, &case);
        assert_eq!(
            differences,
            Ok(Vec::new()),
            "{}",
            terraform::hcl::whole(&root)
        );
    }
}
