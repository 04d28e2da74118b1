//! `iam_trusts`: who may assume the role that a document is attached to.
//!
//! A service is trusted by its name under `Service`, compared without case as host names are. The
//! forms that its name has in other partitions are other names.
//!
//! `*` is everyone: an Allow of it trusts every account and whatever is in one, and a Deny of it
//! takes back everyone's trust, services included (that is why `aws:PrincipalIsAWSService`
//! exists). Whether an Allow of it is enough for a service is not documented, so it is open.
//! IAM takes no `NotPrincipal` in the trust of a role, so what it would mean is open too.

use std::sync::Arc;

use super::answer::Answer;
use super::grant::{self, Question};
use super::model::{Effect, Part, Policy, Principals, Statement};
use crate::value::Missing;

/// Domains that the names of services end in, over all partitions.
const SERVICE_DOMAINS: &[&str] = &[
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".amazon.com",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
    ".csp.hci.ic.gov",
    ".cloud.adc-e.uk",
];

/// Whether the policy lets someone assume its role, and nothing takes it back.
///
/// A statement with a condition may or may not apply: it is never counted on. A statement that is
/// not known could be a Deny, so even beside a plain Allow it leaves the answer open.
pub(super) fn trusts(policy: &Policy, principal: Question<'_>) -> Answer {
    let open = Answer::open(policy.statements.more.as_ref());
    let some = |effect| {
        let known = policy.statements.known.iter();
        Answer::any(known.map(|statement| applies(statement, effect, principal))).or(open.clone())
    };
    some(Effect::Allow).and(!some(Effect::Deny))
}

fn applies(statement: &Statement, effect: Effect, principal: Question<'_>) -> Answer {
    grant::effect(statement, effect)
        .and(grant::covers_action(statement, Ok("sts:AssumeRole")))
        .and(is_about(statement, effect, principal))
        .and(conditions_hold(statement))
}

fn conditions_hold(statement: &Statement) -> Answer {
    if statement.conditions.known.is_empty() {
        return match &statement.conditions.more {
            Some(missing) => Answer::Maybe(Arc::clone(missing)),
            None => Answer::Yes,
        };
    }
    let what = format!("statement {} applies under a condition", statement.number);
    Answer::Maybe(grant::depends(what))
}

fn is_about(statement: &Statement, effect: Effect, asked: Question<'_>) -> Answer {
    if !statement.not_principals.is_none() {
        let what = format!("statement {} names whom it is not about", statement.number);
        return Answer::Maybe(grant::depends(what));
    }
    let open = Answer::open(statement.principals.more.as_ref());
    let known = statement.principals.known.iter();
    Answer::any(known.map(|of_kind| are_about(of_kind, effect, asked))).or(open)
}

fn are_about(named: &Principals, effect: Effect, asked: Question<'_>) -> Answer {
    let kind = named.kind.as_ref();
    let known = named.ids.known.iter().map(|id| match (id, asked) {
        (Part::Known(id), Ok(asked)) if is_service(asked) => {
            is_service_named(kind, id, effect, asked)
        }
        (Part::Known(id), Ok(asked)) => is_principal_named(kind, id, asked).into(),
        (Part::Unknown(missing), asked) => may_be_about(kind, missing, asked),
        (Part::Known(_), Err(missing)) => Answer::Maybe(Arc::clone(missing)),
    });
    let more = named.ids.more.iter();
    let open = Answer::any(more.map(|missing| may_be_about(kind, missing, asked)));
    Answer::any(known).or(open)
}

/// Whether someone who is not known may be the one asked about: a service is never an identity
/// provider or a canonical user.
fn may_be_about(kind: &str, missing: &Arc<Missing>, asked: Question<'_>) -> Answer {
    let service = asked.is_ok_and(is_service);
    if service && matches!(kind, "Federated" | "CanonicalUser") {
        return Answer::No;
    }
    Answer::Maybe(Arc::clone(missing))
}

fn is_service_named(kind: &str, id: &str, effect: Effect, asked: &str) -> Answer {
    match (kind, id) {
        ("AWS" | "*", "*") if effect == Effect::Deny => Answer::Yes,
        ("AWS" | "*" | "Service", "*") => Answer::Maybe(grant::depends(format!(
            "whether `*` stands for the service `{asked}` as well"
        ))),
        ("Service", id) => id.eq_ignore_ascii_case(asked).into(),
        _ => Answer::No,
    }
}

fn is_principal_named(kind: &str, id: &str, asked: &str) -> bool {
    match kind {
        "AWS" | "*" if id == "*" => true,
        "AWS" => id == asked || is_account_of(id, asked),
        _ => id == asked,
    }
}

/// Whether an account, by its number or root ARN, is the account of what is asked about.
fn is_account_of(named: &str, asked: &str) -> bool {
    let (named, asked) = (Account::parse(named), Account::parse(asked));
    let (Some(named), Some(asked)) = (named, asked) else {
        return false;
    };
    let same_partition = match (named.partition, asked.partition) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    named.whole && named.number == asked.number && same_partition
}

/// The account that a principal is, or is in.
struct Account<'a> {
    partition: Option<&'a str>,
    number: &'a str,
    /// It is the account itself and not something in it.
    whole: bool,
}

impl Account<'_> {
    fn parse(id: &str) -> Option<Account<'_>> {
        let is_number =
            |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(id) {
            return Some(Account {
                partition: None,
                number: id,
                whole: true,
            });
        }
        let mut parts = id.splitn(6, ':');
        let (Some("arn"), partition, Some(service), _, Some(number), Some(resource)) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return None;
        };
        (matches!(service, "iam" | "sts") && is_number(number)).then_some(Account {
            partition,
            number,
            whole: service == "iam" && resource == "root",
        })
    }
}

/// Whether a name is that of a service. `www.amazon.com` is a login, which assumes roles with
/// another action.
fn is_service(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name != "www.amazon.com"
        && !name.contains([':', '/'])
        && SERVICE_DOMAINS.iter().any(|domain| name.ends_with(domain))
}
