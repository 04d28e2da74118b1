//! What rules under test read of what a test gives.

use std::collections::BTreeSet;

use crate::engine::proof::Step;
use crate::engine::{self, Explanation};
use crate::reference::Plan;
use crate::source::Sources;
use crate::trial::given;

/// The names of all attributes and blocks that the rules under test read, on the way as well.
pub(super) fn reads(given: &given::Given, sources: &Sources, plan: &Plan<'_>) -> BTreeSet<String> {
    let mut reads = BTreeSet::new();
    for rule in 0..given.program.rules.len() {
        let (judged, _) = engine::addresses(&given.program, plan, &given.name, Some(rule));
        for address in judged {
            let asked = (rule, address.as_str());
            let found = engine::explain(&given.program, sources, plan, &given.name, asked);
            if let Some(Explanation::Proof(proof)) = found {
                proof
                    .steps
                    .iter()
                    .for_each(|step| collect(step, &mut reads));
            }
        }
    }
    reads
}

fn collect(step: &Step, reads: &mut BTreeSet<String>) {
    let members = step.candidates.iter().filter_map(|one| one.read.as_ref());
    for read in step.read.iter().chain(members) {
        reads.extend(names_of(&read.path));
    }
    step.steps.iter().for_each(|step| collect(step, reads));
}

/// `a.b[0].c["k"]` → a, b, c
fn names_of(path: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(end) = rest.find(['.', '[']) {
        let (name, behind) = rest.split_at(end);
        names.push(name.to_owned());
        rest = match behind.strip_prefix('[') {
            Some(behind) => behind.split_once(']').map_or("", |(_, behind)| behind),
            None => behind,
        };
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    names.push(rest.to_owned());
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::names_of;

    #[test]
    fn a_path_has_names() {
        assert_eq!(names_of("ami"), ["ami"]);
        assert_eq!(names_of("a.b[0].c[\"k.l\"]"), ["a", "b", "c"]);
        assert!(names_of("").is_empty());
    }
}
