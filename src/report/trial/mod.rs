//! What came of tests of rules: one way to write it per file.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

mod coverage;
mod json;
mod junit;
mod mutants;
mod tap;
mod text;

pub use coverage::CoverageFormat;

use super::Style;
use crate::engine::Outcome;
use crate::program::About;
use crate::source::Sources;
use crate::trial::Trial;
use crate::trial::mutation::Mutants;

/// The ways to write it, for people first.
pub static ALL: &[&Listing] = &[
    &text::LISTING,
    &json::LISTING,
    &junit::LISTING,
    &tap::LISTING,
];

/// A way to write what came of tests.
#[derive(Debug)]
pub struct Listing {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in one line.
    pub about: &'static str,
    /// Writes it.
    pub render: fn(&Tested<'_>, &Style, &mut dyn Write) -> io::Result<()>,
}

/// What came of tests.
#[derive(Clone, Copy, Debug)]
pub struct Tested<'a> {
    /// Version of plangate.
    pub version: &'static str,
    /// The tests, file by file.
    pub trials: &'a [Trial],
    /// Every rule that was loaded, in the order of the program.
    pub rules: &'a [About],
    /// The texts that messages are about.
    pub sources: &'a Sources,
    /// What became of mutants, where they were asked for.
    pub mutants: Option<&'a Mutants>,
    /// Only some of the tests were run, so that nothing can be said of rules without any.
    pub filtered: bool,
}

/// The listing of this name.
pub fn find(name: &str) -> Option<&'static Listing> {
    ALL.iter().copied().find(|listing| listing.name == name)
}

impl<'a> Tested<'a> {
    /// How many tests pass, and how many fail.
    pub fn counts(&self) -> (usize, usize) {
        let failed = self.trials.iter().filter(|trial| !trial.passes()).count();
        (self.trials.len() - failed, failed)
    }

    /// The tests of each file, in their order.
    fn files(&self) -> Vec<(&'a str, Vec<&'a Trial>)> {
        let mut files: Vec<(&str, Vec<&Trial>)> = Vec::new();
        for trial in self.trials {
            match files.last_mut() {
                Some((file, trials)) if *file == trial.file => trials.push(trial),
                _ => files.push((&trial.file, vec![trial])),
            }
        }
        files
    }

    /// The ids of rules that no test is about.
    fn untested(&self) -> Vec<&'a str> {
        let is_tested = |id: &str| {
            let mut trials = self.trials.iter();
            trials.any(|trial| trial.rules.iter().any(|rule| rule == id))
        };
        let ids = self.rules.iter().map(|about| about.id.as_str());
        ids.filter(|id| !is_tested(id)).collect()
    }

    /// The ids of rules of which no test that passes expects one of some outcomes.
    fn without(&self, outcomes: &[Outcome]) -> Vec<&'a str> {
        let mut expected: BTreeMap<&str, BTreeSet<Outcome>> = BTreeMap::new();
        for trial in self.trials.iter().filter(|trial| trial.passes()) {
            for (rule, outcome) in &trial.expects {
                expected.entry(rule).or_default().insert(*outcome);
            }
        }
        let has = |id: &str| {
            let expected = expected.get(id);
            expected.is_some_and(|expected| outcomes.iter().any(|one| expected.contains(one)))
        };
        let ids = self.rules.iter().map(|about| about.id.as_str());
        ids.filter(|id| !has(id)).collect()
    }
}
