//! Small configurations, of which every completion is tried by an evaluator of the tests' own.
//!
//! Configurations that show the same plan are one: what no plan tells apart, nobody can decide by
//! the plan. Where all completions of all of them agree, an answer is there to be had; where they
//! do not, an answer that names no assumption is wrong.

mod naive;
mod rule;

use std::collections::BTreeMap;
use std::fmt;

use plangate::engine::{Judgement, Outcome};

use crate::case::{Case, Completion};
use crate::generate::{self, Size};
use crate::terraform::configuration::Module;
use crate::terraform::hcl;
use crate::terraform::world::World;
use crate::verdict::{Mode, Rules};
use rule::Rule;

/// A configuration with more completions is left out.
const MOST: usize = 96;

/// What was watched.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) plans: usize,
    /// Configurations, of which several may show one plan.
    pub(crate) configurations: usize,
    pub(crate) completions: usize,
    /// Questions (rule and address of a plan) on which all completions agree.
    pub(crate) decidable: usize,
    /// Those on which they do not.
    pub(crate) open: usize,
    /// Decidable questions that the engine leaves undetermined, by mode.
    pub(crate) overcautious: BTreeMap<Mode, usize>,
    /// Answers that not every completion shares, by the assumptions that they name.
    pub(crate) assumed: BTreeMap<(Mode, &'static str), usize>,
}

/// All that may come of a plan, for each rule and address.
struct Seen {
    /// One of the configurations that show this plan.
    root: Module,
    answers: BTreeMap<(String, String), Answers>,
}

/// What completions say.
#[derive(Clone, Copy, Default)]
struct Answers {
    holds: bool,
    fails: bool,
    /// Something outside decides.
    outside: bool,
}

/// Watches so many configurations by so many random rules; what is wrong is said in words.
pub(crate) fn watch(seed: u64, configurations: u64, rules: usize) -> Result<Count, String> {
    let core = rule::rules(seed, rules);
    let engine = Rules::of(&rule::file(&core));
    let mut count = Count::default();
    let mut plans: BTreeMap<String, Seen> = BTreeMap::new();
    for at in 0..configurations {
        let root = generate::configuration(seed.wrapping_add(at), Size::Tiny);
        let Ok(case) = Case::new(&root) else {
            continue;
        };
        let Some(completions) = every(&case, &root) else {
            continue;
        };
        count.configurations += 1;
        count.completions += completions.len();
        let known = plans
            .entry(case.plan().to_string())
            .or_insert_with(|| Seen {
                root: root.clone(),
                answers: BTreeMap::new(),
            });
        for completion in &completions {
            known.add(&core, &engine, completion)?;
        }
    }
    count.plans = plans.len();
    for seen in plans.values() {
        count.hold(&core, &engine, seen)?;
    }
    Ok(count)
}

/// Every completion of a configuration; `None` if there are too many, or none.
fn every(case: &Case<'_>, root: &Module) -> Option<Vec<Completion>> {
    let mut found = Vec::new();
    let mut next = Some(World::first(&generate::compared(root)));
    let mut tried = 0;
    while let Some(world) = next {
        tried += 1;
        if tried > MOST {
            return None;
        }
        found.extend(case.complete(&world));
        next = world.next();
    }
    (!found.is_empty()).then_some(found)
}

impl Seen {
    /// What one completion says; the engine must say the same of its state.
    fn add(
        &mut self,
        core: &[Rule],
        engine: &Rules,
        completion: &Completion,
    ) -> Result<(), String> {
        let judged = engine.judge_state(&completion.state);
        for rule in core {
            for made in completion.made.iter().filter(|made| made.kind == rule.kind) {
                let holds = naive::holds(rule, made, &completion.made);
                let key = (rule.id.clone(), made.address.clone());
                let outcome = judged.get(&key).map(|judgement| judgement.outcome);
                if outcome != Some(wanted(holds)) {
                    return Err(format!(
                        "on a state, `{}` for {} is {outcome:?} and not {holds:?}:\n{}",
                        rule.text(),
                        made.address,
                        completion.state
                    ));
                }
                let answers = self.answers.entry(key).or_default();
                answers.holds |= holds == Some(true);
                answers.fails |= holds == Some(false);
                answers.outside |= holds.is_none();
            }
        }
        Ok(())
    }
}

/// What the engine says of a state where this is so.
fn wanted(holds: Option<bool>) -> Outcome {
    match holds {
        Some(true) => Outcome::Pass,
        Some(false) => Outcome::Fail,
        None => Outcome::Undetermined,
    }
}

impl Count {
    /// How many of a hundred decidable questions the engine leaves undetermined.
    pub(crate) fn overcautious(&self, mode: Mode) -> usize {
        let count = self.overcautious.get(&mode).copied().unwrap_or_default();
        (100 * count).div_ceil(self.decidable.max(1))
    }

    /// Holds the engine's answers on a plan against those of all completions.
    fn hold(&mut self, core: &[Rule], engine: &Rules, seen: &Seen) -> Result<(), String> {
        let case = Case::new(&seen.root).map_err(|why| why.0)?;
        for mode in [Mode::Default, Mode::Strict] {
            let judged = engine.judge(case.plan(), &seen.root, mode);
            for (key, answers) in &seen.answers {
                let Some(judgement) = judged.get(key) else {
                    return Err(format!("{key:?} was not judged"));
                };
                self.question(mode, judgement, *answers).map_err(|()| {
                    let text = core.iter().find(|rule| rule.id == key.0).map(Rule::text);
                    format!(
                        "{}: `{}` for {} is {}, and not in every completion:\n{}\n{}",
                        mode.word(),
                        text.unwrap_or_default(),
                        key.1,
                        judgement.outcome.word(),
                        hcl::whole(&seen.root),
                        case.plan()
                    )
                })?;
            }
        }
        Ok(())
    }

    fn question(&mut self, mode: Mode, judgement: &Judgement, answers: Answers) -> Result<(), ()> {
        let agreed = match answers {
            Answers { outside: true, .. }
            | Answers {
                holds: true,
                fails: true,
                ..
            } => None,
            Answers { holds, .. } => Some(holds),
        };
        if mode == Mode::Default {
            *(if agreed.is_some() {
                &mut self.decidable
            } else {
                &mut self.open
            }) += 1;
        }
        match (judgement.outcome, agreed) {
            (Outcome::Undetermined, Some(_)) => {
                *self.overcautious.entry(mode).or_default() += 1;
            }
            (Outcome::Undetermined, None) => {}
            (outcome, agreed) if agreed.is_some() && outcome == wanted(agreed) => {}
            _ if !mode.assumes() || judgement.basis.is_known() => return Err(()),
            _ => {
                for assumption in judgement.basis.assumptions() {
                    let key = (mode, assumption.word());
                    *self.assumed.entry(key).or_default() += 1;
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Count {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "{} small plans of {} configurations, all {} completions tried",
            self.plans, self.configurations, self.completions
        )?;
        writeln!(
            out,
            "of {} questions, {} are decidable: all completions agree",
            self.decidable + self.open,
            self.decidable
        )?;
        for (mode, count) in &self.overcautious {
            let (word, share) = (mode.word(), self.overcautious(*mode));
            writeln!(out, "{word}: {count} of these are undetermined ({share} %)")?;
        }
        for ((mode, assumption), count) in &self.assumed {
            let word = mode.word();
            writeln!(
                out,
                "{word}: {count} answers that may be wrong rest on `{assumption}`"
            )?;
        }
        Ok(())
    }
}
