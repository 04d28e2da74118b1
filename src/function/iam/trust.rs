//! `iam_trusts`: who may assume the role that a document is attached to.

use super::answer::Answer;
use super::condition;
use super::grant::{self, Question};
use super::model::{Effect, Policy, Statement};
use super::principal::{self, Way};
use crate::value::Reason;

/// Whether the policy lets someone assume its role, and nothing takes it back.
///
/// A statement with a condition may or may not apply: it is not counted on, unless who asks
/// decides the condition. A statement that is not known could be a Deny, so even beside a plain
/// Allow it leaves the answer open.
pub(super) fn trusts(policy: &Policy, principal: Question<'_>) -> Answer {
    trusts_but_for(policy, principal, applies)
}

/// The same, but that a denial under a condition takes back some requests, and not the trust.
pub(super) fn trusts_generally(policy: &Policy, principal: Question<'_>) -> Answer {
    trusts_but_for(policy, principal, |statement, effect, asked, way| {
        let hangs_on_request = match condition::holds(statement, Some(asked)) {
            Answer::Maybe(missing) => missing.reason == Reason::Outside,
            _ => false,
        };
        if effect == Effect::Deny && hangs_on_request {
            return Answer::No;
        }
        applies(statement, effect, asked, way)
    })
}

fn trusts_but_for(
    policy: &Policy,
    principal: Question<'_>,
    applies: impl Fn(&Statement, Effect, Question<'_>, Way) -> Answer,
) -> Answer {
    let open = Answer::open(policy.statements.more.as_ref());
    let some = |effect, way| {
        let known = policy.statements.known.iter();
        let known = known.map(|statement| applies(statement, effect, principal, way));
        Answer::any(known).or(open.clone())
    };
    let ways = Way::ALL.into_iter().filter(|way| way.is_open_to(principal));
    Answer::any(ways.map(|way| some(Effect::Allow, way).and(!some(Effect::Deny, way))))
}

fn applies(statement: &Statement, effect: Effect, asked: Question<'_>, way: Way) -> Answer {
    grant::effect(statement, effect)
        .and(grant::covers_action(statement, Ok(way.action())))
        .and(principal::names(statement, asked, way))
        .and(condition::holds(statement, Some(asked)))
}
