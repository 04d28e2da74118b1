//! Holds verdicts on plans against every state that may come of them.
//!
//! A configuration is generated, planned as Terraform plans it, and completed at random: what is
//! known only after apply takes values, and conditions on it go both ways. A verdict that was
//! decided on the plan must be the verdict on each such state.

#![allow(
    dead_code,
    clippy::pedantic,
    clippy::explicit_auto_deref,
    clippy::type_complexity,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "the model can do more than is asked of it here; a person chooses how many, and reads counts"
)]

mod case;
mod generate;
mod random;
mod terraform;
mod verdict;

use std::collections::BTreeMap;

use case::Case;
use plangate::engine::Outcome;
use terraform::world::World;
use verdict::{Flip, Mode, Rules};

/// A rule of these tests that asks about what lies outside of a plan; `planned` cuts that off on
/// purpose, so that its answer on a plan is another question than on a state.
const ASKS_OF_THE_PLAN: &str = "profile-role-outside";

/// Without assumptions nothing flips, and with them only what names one.
///
/// `SEED` and `CONFIGURATIONS` in the environment choose others, or more:
/// `SEED=1 CONFIGURATIONS=20000 cargo test --release --test completion -- --nocapture`
#[test]
fn decided_verdicts_stay_as_they_are() {
    let from = number("SEED", 1);
    let configurations = number("CONFIGURATIONS", 30);
    let rules = Rules::with(include_str!("rules.rule"));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let mut completions = 0;
    for seed in from..from + configurations {
        let root = generate::configuration(seed, generate::Size::Usual);
        let Ok(case) = Case::new(&root) else {
            continue;
        };
        let compared = generate::compared(&root);
        let planned = Mode::ALL.map(|mode| (mode, rules.judge(case.plan(), &root, mode)));
        for world in 0..10 {
            let Ok(state) = case.state(&World::random(world, &compared)) else {
                continue;
            };
            completions += 1;
            let real = rules.judge_state(&state);
            for (mode, verdicts) in &planned {
                for flip in verdict::flips(verdicts, &real) {
                    if is_wrong(*mode, &flip) {
                        wrong.push(format!(
                            "seed {seed}, world {world}, {}: {} on {} was {:?} and is {:?} ({:?})",
                            mode.word(),
                            flip.rule,
                            flip.address,
                            flip.planned,
                            flip.real,
                            flip.assumptions
                        ));
                    } else {
                        let key = format!("{} {:?}", mode.word(), flip.assumptions);
                        *counts.entry(key).or_default() += 1;
                    }
                }
            }
        }
    }
    println!("{completions} completions; flips that an assumption explains: {counts:#?}");
    assert!(completions > 0, "nothing was completed");
    assert!(
        wrong.is_empty(),
        "{} flips, the first of them:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(10)].join("\n")
    );
}

/// A state may ask more than a plan answered: what is undetermined there contradicts nothing.
fn is_wrong(mode: Mode, flip: &Flip) -> bool {
    flip.real != Outcome::Undetermined
        && flip.rule != ASKS_OF_THE_PLAN
        && (!mode.assumes() || flip.assumptions.is_empty())
}

fn number(name: &str, usual: u64) -> u64 {
    match std::env::var(name) {
        Ok(text) => text.parse().expect("a number"),
        Err(_) => usual,
    }
}
