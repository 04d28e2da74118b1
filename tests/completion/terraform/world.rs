//! A completion: what the provider and the account answer when a plan is applied.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::random::hash;

/// A world in which a plan is applied. Each thing that is open is a symbol, and has one answer.
pub(crate) struct World {
    choices: Choices,
    answers: RefCell<BTreeMap<String, String>>,
    /// Texts that conditions compare with, so that names can meet them.
    compared: Vec<String>,
}

/// Who chooses.
enum Choices {
    /// Chance, by this seed.
    Random(u64),
    /// A list, which grows as more must be chosen: (what was chosen, of how many).
    Listed(RefCell<Listed>),
}

#[derive(Default)]
struct Listed {
    chosen: Vec<(usize, usize)>,
    at: usize,
}

impl World {
    pub(crate) fn random(seed: u64, compared: &[String]) -> World {
        World {
            choices: Choices::Random(seed),
            answers: RefCell::default(),
            compared: compared.to_vec(),
        }
    }

    /// The first of all worlds; [`World::next`] leads through the others.
    pub(crate) fn first(compared: &[String]) -> World {
        World {
            choices: Choices::Listed(RefCell::default()),
            answers: RefCell::default(),
            compared: compared.to_vec(),
        }
    }

    /// The world after this one, once this one was used; `None` after the last.
    pub(crate) fn next(self) -> Option<World> {
        let Choices::Listed(listed) = self.choices else {
            return None;
        };
        let mut chosen = listed.into_inner().chosen;
        while let Some((choice, of)) = chosen.pop() {
            if choice + 1 < of {
                chosen.push((choice + 1, of));
                return Some(World {
                    choices: Choices::Listed(RefCell::new(Listed { chosen, at: 0 })),
                    answers: RefCell::default(),
                    compared: self.compared,
                });
            }
        }
        None
    }

    /// One of several answers to what a symbol stands for.
    pub(crate) fn choose(&self, symbol: &str, options: &[String]) -> String {
        if let Some(known) = self.answers.borrow().get(symbol) {
            return known.clone();
        }
        let at = match &self.choices {
            Choices::Random(seed) => {
                let of = u64::try_from(options.len()).unwrap_or(1).max(1);
                usize::try_from(hash(*seed, symbol) % of).unwrap_or_default()
            }
            Choices::Listed(listed) => listed.borrow_mut().choose(options.len()),
        };
        let answer = options.get(at).cloned().unwrap_or_default();
        self.answers
            .borrow_mut()
            .insert(symbol.to_owned(), answer.clone());
        answer
    }

    /// A text that nothing else is, made of a symbol.
    pub(crate) fn fresh(&self, symbol: &str) -> String {
        let _ = self;
        format!("{:016x}", hash(0, symbol))
    }

    /// A text for a symbol: a fresh one, or one that a condition compares with.
    pub(crate) fn name(
        &self,
        symbol: &str,
        fresh: String,
        fits: impl Fn(&str) -> Option<String>,
    ) -> String {
        let mut options = vec![fresh];
        if let Choices::Random(seed) = self.choices
            && hash(seed, &format!("{symbol} is fresh")) % 100 < 60
        {
            return self.choose(symbol, &options);
        }
        options.extend(self.compared.iter().filter_map(|text| fits(text)));
        self.choose(symbol, &options)
    }

    /// Every symbol with its answer.
    pub(crate) fn answers(&self) -> BTreeMap<String, String> {
        self.answers.borrow().clone()
    }
}

impl Listed {
    fn choose(&mut self, of: usize) -> usize {
        if self.at == self.chosen.len() {
            self.chosen.push((0, of));
        }
        let (choice, _) = self.chosen[self.at];
        self.at += 1;
        choice
    }
}
