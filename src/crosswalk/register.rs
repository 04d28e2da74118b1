//! Identifiers or controls: which exist, and which rule carries which.

use std::collections::BTreeMap;

use crate::diagnostic::nearest;

/// One kind of names that others have for our rules, by tool or by framework.
#[derive(Debug, Default)]
pub struct Register {
    by_rule: BTreeMap<&'static str, Names>,
    by_key: BTreeMap<&'static str, BTreeMap<&'static str, Vec<&'static str>>>,
}

/// Names by tool or by framework.
type Names = BTreeMap<&'static str, Vec<&'static str>>;

/// Why a rule may not carry a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// There is no such tool or framework.
    Key {
        /// The one that may be meant.
        nearest: Option<&'static str>,
    },
    /// The tool or framework has no such name in the registry.
    Name {
        /// The one that may be meant.
        nearest: Option<&'static str>,
    },
    /// The name is other rules', and not this one's.
    Rule {
        /// The rules that carry it.
        rules: Vec<&'static str>,
        /// The name of this rule that may be meant.
        nearest: Option<&'static str>,
    },
}

impl Register {
    /// All tools or frameworks, in order.
    pub fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.by_key.keys().copied()
    }

    /// All names of a tool or framework, in order; none, if there is no such key.
    pub fn names(&self, key: &str) -> impl Iterator<Item = &'static str> {
        self.by_key
            .get(key)
            .into_iter()
            .flat_map(|names| names.keys().copied())
    }

    /// Whether any rule carries this name of this tool or framework.
    pub fn knows(&self, key: &str, name: &str) -> bool {
        !self.rules_with(key, name).is_empty()
    }

    /// The rules that carry this name.
    pub fn rules_with(&self, key: &str, name: &str) -> &[&'static str] {
        let rules = self.by_key.get(key).and_then(|names| names.get(name));
        rules.map_or(&[], Vec::as_slice)
    }

    /// The names of a rule by tool or framework; nothing, if it has none.
    pub fn of(&self, rule: &str) -> Option<&Names> {
        self.by_rule.get(rule)
    }

    /// Whether a rule may carry this name: one of its own if `registered`, else any that is known.
    pub(super) fn check(
        &self,
        rule: &str,
        registered: bool,
        key: &str,
        name: &str,
    ) -> Result<(), Mistake> {
        if !self.by_key.contains_key(key) {
            let nearest = nearest(key, self.keys());
            return Err(Mistake::Key { nearest });
        }
        let rules = self.rules_with(key, name);
        if rules.is_empty() {
            let nearest = nearest(name, self.names(key));
            return Err(Mistake::Name { nearest });
        }
        if registered && !rules.contains(&rule) {
            let own = self.of(rule).and_then(|names| names.get(key));
            return Err(Mistake::Rule {
                rules: rules.to_vec(),
                nearest: own.and_then(|own| nearest(name, own.iter().copied())),
            });
        }
        Ok(())
    }

    /// Adds a line of the registry: a key, and names.
    pub(super) fn add(&mut self, rule: &'static str, line: &'static str) {
        let mut words = line.split(' ');
        let Some(key) = words.next() else { return };
        let by_name = self.by_key.entry(key).or_default();
        let mut names = Vec::new();
        for name in words {
            by_name.entry(name).or_default().push(rule);
            names.push(name);
        }
        self.by_rule.entry(rule).or_default().insert(key, names);
    }
}
