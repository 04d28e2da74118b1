//! Which failing judgements follow from one of another rule.

use std::collections::HashMap;

use super::finding::{Cause, Finding, Judgement, Outcome};
use crate::program::Program;

/// A fact that a finding rests on: an attribute of a resource.
type Fact<'a> = (&'a str, &'a str);

/// Gives each judgement that fails its cause: a judgement that fails by one of the rules that its
/// own rule names as `causes`, and that rests on a fact that this one rests on as well.
pub(super) fn find(program: &Program, judgements: &mut [Judgement]) {
    let named = |at: usize| program.rules.get(at).map(|rule| &rule.about.causes);
    if program
        .rules
        .iter()
        .all(|rule| rule.about.causes.is_empty())
    {
        return;
    }
    let mut by_fact: HashMap<(&str, Fact<'_>), usize> = HashMap::new();
    for (at, judgement) in judgements.iter().enumerate() {
        let Some(rule) = program.rules.get(judgement.rule) else {
            continue;
        };
        for fact in facts(judgement) {
            by_fact.entry((&rule.about.id, fact)).or_insert(at);
        }
    }
    let cause_of = |judgement: &Judgement| {
        let causes = named(judgement.rule).filter(|_| judgement.outcome == Outcome::Fail)?;
        let mut found = causes.iter().flat_map(|rule| {
            let facts = facts(judgement);
            facts.filter_map(|fact| by_fact.get(&(rule.as_str(), fact)).copied())
        });
        let cause = judgements.get(found.next()?)?;
        Some(Cause {
            rule: cause.rule,
            address: cause.address.clone(),
        })
    };
    let causes: Vec<Option<Cause>> = judgements.iter().map(cause_of).collect();
    for (judgement, cause) in judgements.iter_mut().zip(causes) {
        judgement.cause = cause;
    }
}

fn facts(judgement: &Judgement) -> impl Iterator<Item = Fact<'_>> {
    let fails = |finding: &&Finding| finding.outcome == Outcome::Fail;
    let findings = judgement.findings.iter().filter(fails);
    findings.flat_map(|finding| {
        let facts = finding.decided_by.iter();
        facts.map(|fact| (fact.address.as_str(), fact.path.as_str()))
    })
}
