//! What stable words mean, said in full for people.

use crate::program::Change;
use crate::value::Assumption;

/// What an assumption takes for granted, to follow "assuming that".
pub(super) fn assumption(assumption: Assumption) -> &'static str {
    match assumption {
        Assumption::Plain => {
            "an attribute that names one reference is that reference, not a condition on it"
        }
        Assumption::Pure => {
            "an expression over known values was known as well, so it came out as null"
        }
        Assumption::NotNull => "an argument that is written will have a value",
        Assumption::NoSuchDynamic => {
            "no `dynamic` block makes what the configuration does not show"
        }
        Assumption::SameKey => "`x[each.key]` is the instance with the same key",
        Assumption::InReach => {
            "what the plan does not record refers to something that its module can see"
        }
        Assumption::LeftOut => {
            "an argument that nobody writes becomes what the provider is known to make of it"
        }
    }
}

/// `1 rule`, `2 rules`.
pub(super) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

/// `severity high → low, plangate.toml:3`.
pub(super) fn change(change: &Change) -> String {
    let place = format!("{}:{}", change.file, change.line);
    match &change.was {
        Some(was) => format!("{} {was} → {}, {place}", change.key, change.now),
        None => format!("{} {}, {place}", change.key, change.now),
    }
}
