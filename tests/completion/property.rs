//! The property: what is decided on a plan is so in everything that may come of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::case::Case;
use crate::generate::{self, Size};
use crate::shrink::shrink;
use crate::terraform::configuration::Module;
use crate::terraform::hcl;
use crate::terraform::world::World;
use crate::verdict::{self, Flip, Mode, Rules};

/// A configuration is left after so many worlds in a row that bring no new completion.
const PATIENCE: usize = 6;

/// What was watched.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) configurations: usize,
    /// Configurations that Terraform would refuse to plan.
    pub(crate) not_planned: usize,
    pub(crate) completions: usize,
    /// Applies that fail, so that nothing comes of them.
    pub(crate) not_applied: usize,
    /// Verdicts on plans, and how many of them are decided.
    pub(crate) verdicts: BTreeMap<Mode, (usize, usize)>,
    /// Decided verdicts that were held against a state.
    pub(crate) held: usize,
    /// Verdicts that did not come true, by the assumptions that they had named.
    pub(crate) flips: BTreeMap<(Mode, &'static str), usize>,
}

/// A verdict on a plan that a completion contradicts.
pub(crate) struct Failure {
    seed: u64,
    world: u64,
    mode: Mode,
    flip: Flip,
    /// The smallest configuration that shows it.
    root: Module,
}

/// Holds the verdicts on one configuration against its completions in so many worlds at most.
pub(crate) fn check(
    rules: &Rules,
    seed: u64,
    size: Size,
    worlds: u64,
    tally: &mut Tally,
) -> Result<(), Box<Failure>> {
    let root = generate::configuration(seed, size);
    let Err((world, mode, flip)) = check_root(rules, &root, worlds, tally) else {
        return Ok(());
    };
    let same = |smaller: &Module| {
        let found = check_root(rules, smaller, worlds, &mut Tally::default());
        found.is_err_and(|(_, found, other)| found == mode && other.rule == flip.rule)
    };
    let root = shrink(&root, same);
    let found = check_root(rules, &root, worlds, &mut Tally::default());
    let (world, mode, flip) = found.err().unwrap_or((world, mode, flip));
    Err(Box::new(Failure {
        seed,
        world,
        mode,
        flip,
        root,
    }))
}

fn check_root(
    rules: &Rules,
    root: &Module,
    worlds: u64,
    tally: &mut Tally,
) -> Result<(), (u64, Mode, Flip)> {
    let Ok(case) = Case::new(root) else {
        tally.not_planned += 1;
        return Ok(());
    };
    tally.configurations += 1;
    let planned = Mode::ALL.map(|mode| (mode, rules.judge(case.plan(), root, mode)));
    for (mode, verdicts) in &planned {
        let (all, decided) = tally.verdicts.entry(*mode).or_default();
        *all += verdicts.len();
        *decided += verdict::decided(verdicts);
    }
    let compared = generate::compared(root);
    let mut seen = BTreeSet::new();
    let mut nothing_new = 0;
    for world in 0..worlds {
        if nothing_new > PATIENCE {
            break;
        }
        nothing_new += 1;
        let Ok(completion) = case.complete(&World::random(world, &compared)) else {
            tally.not_applied += 1;
            continue;
        };
        if !seen.insert(completion.state.to_string()) {
            continue;
        }
        nothing_new = 0;
        tally.completions += 1;
        let real = rules.judge_state(&completion.state);
        for (mode, verdicts) in &planned {
            let (held, flips) = verdict::compare(verdicts, &real);
            tally.held += held;
            for flip in flips {
                tally
                    .count(*mode, flip)
                    .map_err(|flip| (world, *mode, flip))?;
            }
        }
    }
    Ok(())
}

impl Tally {
    /// Counts a flip that is allowed; one that is not comes back.
    fn count(&mut self, mode: Mode, flip: Flip) -> Result<(), Flip> {
        // The source turns assumptions about the configuration into facts; what the provider makes
        // of what is left out stays one.
        let only_left_out = mode != Mode::Source || flip.assumptions.contains(&"left out");
        if !mode.assumes() || flip.assumptions.is_empty() || !only_left_out {
            return Err(flip);
        }
        for assumption in flip.assumptions {
            *self.flips.entry((mode, assumption)).or_default() += 1;
        }
        Ok(())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{} configurations ({} more cannot be planned), {} completions ({} applies fail)",
            self.configurations, self.not_planned, self.completions, self.not_applied
        )?;
        for (mode, (all, decided)) in &self.verdicts {
            let word = mode.word();
            writeln!(
                out,
                "{word}: {decided} of {all} verdicts on plans are decided"
            )?;
        }
        write!(
            out,
            "{} decided verdicts were held against states",
            self.held
        )?;
        for ((mode, assumption), count) in &self.flips {
            let word = mode.word();
            write!(
                out,
                "\n{word}: {count} flips name the assumption `{assumption}`"
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Flip {
            rule,
            address,
            planned,
            real,
            assumptions,
        } = &self.flip;
        writeln!(
            out,
            "seed {}, world {}, {}: `{rule}` on `{address}` is {} on the plan and {} on the state \
             (assumptions named: {assumptions:?})",
            self.seed,
            self.world,
            self.mode.word(),
            planned.word(),
            real.word(),
        )?;
        writeln!(out, "\n{}", hcl::whole(&self.root))?;
        let Ok(case) = Case::new(&self.root) else {
            return Ok(());
        };
        writeln!(out, "plan: {}\n", case.plan())?;
        let world = World::random(self.world, &generate::compared(&self.root));
        if let Ok(completion) = case.complete(&world) {
            writeln!(out, "state: {}\n", completion.state)?;
            writeln!(out, "answers: {:#?}", world.answers())?;
        }
        Ok(())
    }
}
