//! Whom a statement names.
//!
//! A service is named by its name under `Service`, compared without case as host names are. The
//! forms that its name has in other partitions are other names.
//!
//! `*` is everyone: an Allow of it is for every account and whatever is in one, and a Deny of it
//! is for services as well (that is why `aws:PrincipalIsAWSService` exists). Whether an Allow of
//! it is enough for a service or for an identity provider is not documented, so it is open.
//! IAM takes no `NotPrincipal` in the trust of a role, so what it would mean is open too.

use std::sync::Arc;

use super::answer::Answer;
use super::grant::{self, Question};
use super::model::{Effect, Part, Principals, Statement, Text};
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

/// Identity providers that need no ARN.
const WEB_IDENTITIES: &[&str] = &[
    "accounts.google.com",
    "cognito-identity.amazonaws.com",
    "graph.facebook.com",
    "www.amazon.com",
];

/// How the one who is asked about comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// With credentials of AWS: an account, something in one, or a service.
    Signed,
    /// By an identity provider of the web.
    WebIdentity,
    /// By a SAML identity provider.
    Saml,
}

impl Way {
    /// Every way.
    pub(super) const ALL: [Way; 3] = [Way::Signed, Way::WebIdentity, Way::Saml];

    /// The action that takes on a role in this way.
    pub(super) fn action(self) -> &'static str {
        match self {
            Way::Signed => "sts:AssumeRole",
            Way::WebIdentity => "sts:AssumeRoleWithWebIdentity",
            Way::Saml => "sts:AssumeRoleWithSAML",
        }
    }

    /// Whether someone may come in this way, by how they are spelled.
    pub(super) fn is_open_to(self, asked: Question<'_>) -> bool {
        let Ok(asked) = asked else { return true };
        let (_, resource) = asked.rsplit_once(':').unwrap_or(("", asked));
        let web = resource.starts_with("oidc-provider/") || WEB_IDENTITIES.contains(&asked);
        let saml = resource.starts_with("saml-provider/");
        match self {
            Way::Signed => is_service(asked) || !(web || saml),
            Way::WebIdentity => web || !(saml || is_service(asked) || is_in_account(asked)),
            Way::Saml => saml || !(web || is_service(asked) || is_in_account(asked)),
        }
    }
}

/// Whether a statement names someone, as one who comes in a certain way.
pub(super) fn names(statement: &Statement, asked: Question<'_>, way: Way) -> Answer {
    if !statement.not_principals.is_none() {
        let statement = statement.words();
        let what = format!("{statement} has `NotPrincipal`, which depends on how the caller asks");
        return Answer::Maybe(grant::depends(what));
    }
    let known = statement.principals.known.iter();
    let known = known.map(|of_kind| are(of_kind, &statement.effect, asked, way));
    Answer::any(known).or(Answer::open(statement.principals.more.as_ref()))
}

/// Whether a name is that of a service.
pub(super) fn is_service(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name != "www.amazon.com"
        && !name.contains([':', '/'])
        && SERVICE_DOMAINS.iter().any(|domain| name.ends_with(domain))
}

/// Whether a name is that of an account, or of a user, role or session in one.
pub(super) fn is_in_account(name: &str) -> bool {
    Account::parse(name).is_some()
}

/// Whether those of one kind are, or have among them, the one who is asked about.
fn are(named: &Principals, effect: &Part<Effect>, asked: Question<'_>, way: Way) -> Answer {
    let kind = named.kind.as_ref();
    let known = named.ids.known.iter().map(|id| match (id, asked) {
        (Text::Known(id), _) if id.as_ref() == "*" => is_among_all(kind, effect, asked, way),
        (Text::Known(id), Ok(asked)) => is(kind, id, asked, way),
        (Text::Known(_), Err(missing)) => Answer::Maybe(Arc::clone(missing)),
        // What is known not to be `*` is one of its kind.
        (Text::Name(missing), _) => may_be(kind, missing, asked, way, false),
        (Text::Unknown(missing), _) => may_be(kind, missing, asked, way, true),
    });
    let more = named.ids.more.iter();
    let more = more.map(|missing| may_be(kind, missing, asked, way, true));
    Answer::any(known.chain(more))
}

/// Whether everyone of a kind has the one who is asked about among them.
fn is_among_all(kind: &str, effect: &Part<Effect>, asked: Question<'_>, way: Way) -> Answer {
    let asked = match asked {
        Ok(asked) => asked,
        Err(missing) => return Answer::Maybe(Arc::clone(missing)),
    };
    let is_direct = way == Way::Signed && !is_service(asked);
    let under = match (kind, effect) {
        ("AWS" | "*", _) if is_direct => return Answer::Yes,
        ("AWS" | "*", Part::Known(Effect::Deny)) => return Answer::Yes,
        ("AWS" | "*", _) => String::new(),
        ("Service", _) if !is_service(asked) && asked != "*" => return Answer::No,
        ("Federated", _) if way == Way::Signed => return Answer::No,
        ("CanonicalUser", _) => return Answer::No,
        _ => format!(" under `{kind}`"),
    };
    let what = format!(
        "whether `*`{under} stands for {} as well",
        grant::quoted(asked)
    );
    Answer::Maybe(grant::depends(what))
}

/// Whether one who is named is, or holds, the one who is asked about.
fn is(kind: &str, id: &str, asked: &str, way: Way) -> Answer {
    match (kind, way) {
        ("Service", Way::Signed) if is_service(asked) => id.eq_ignore_ascii_case(asked).into(),
        ("Federated", Way::WebIdentity | Way::Saml) => (id == asked).into(),
        ("AWS", Way::Signed) if is_service(asked) => Answer::No,
        ("AWS", Way::Signed) => is_of_aws(id, asked),
        ("CanonicalUser" | "*", Way::Signed) => (id == asked).into(),
        _ => Answer::No,
    }
}

/// Whether an account, user, role or session is, or holds, another.
fn is_of_aws(id: &str, asked: &str) -> Answer {
    if id == asked {
        return Answer::Yes;
    }
    let asked_account = Account::parse(asked);
    // `AROA…` and the like: what IAM calls a role or user that a policy named by its ARN.
    let is_unique = id.len() >= 16
        && id.starts_with('A')
        && id
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    if is_unique && asked_account.is_some() {
        let what = format!(
            "the plan does not say whose unique id {} is",
            grant::quoted(id)
        );
        return Answer::Maybe(grant::depends(what));
    }
    let (Some(named), Some(asked)) = (Account::parse(id), asked_account) else {
        return Answer::No;
    };
    let same_partition = match (named.partition, asked.partition) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    let same_account = same_partition && named.number == asked.number;
    (same_account && (named.is_whole() || asked.is_session_of(&named))).into()
}

/// Whether someone who is not known may be the one asked about; perhaps they are `*`.
fn may_be(
    kind: &str,
    missing: &Arc<Missing>,
    asked: Question<'_>,
    way: Way,
    perhaps_all: bool,
) -> Answer {
    let is = |test: fn(&str) -> bool| asked.is_ok_and(test);
    let (everyone, service) = (is(|asked| asked == "*"), is(is_service));
    let fits = match (kind, way) {
        _ if everyone && !perhaps_all => false,
        ("Service", Way::Signed) => asked.is_err() || everyone || service,
        ("CanonicalUser", Way::Signed) => !(everyone || service || is(is_in_account)),
        ("Federated", Way::WebIdentity | Way::Saml) => true,
        ("AWS" | "*", Way::Signed) => perhaps_all || !service,
        ("AWS" | "*", _) => perhaps_all,
        _ => false,
    };
    if fits {
        Answer::Maybe(Arc::clone(missing))
    } else {
        Answer::No
    }
}

/// The account that a principal is, or is in.
struct Account<'a> {
    partition: Option<&'a str>,
    number: &'a str,
    /// `role/deploy`; of the account itself, `root`.
    resource: &'a str,
    is_session: bool,
}

impl Account<'_> {
    fn parse(id: &str) -> Option<Account<'_>> {
        let is_number =
            |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number(id) {
            return Some(Account {
                partition: None,
                number: id,
                resource: "root",
                is_session: false,
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
        let is_provider = ["oidc-provider/", "saml-provider/"]
            .iter()
            .any(|kind| resource.starts_with(kind));
        (matches!(service, "iam" | "sts") && is_number(number) && !is_provider).then_some(Account {
            partition,
            number,
            resource,
            is_session: service == "sts",
        })
    }

    /// It is the account itself and not something in it.
    fn is_whole(&self) -> bool {
        !self.is_session && self.resource == "root"
    }

    /// Whether it is a session of a role. The name of a role is unique in its account, and its
    /// path is not a part of the names of its sessions.
    fn is_session_of(&self, role: &Account<'_>) -> bool {
        let session = self.resource.strip_prefix("assumed-role/");
        let session = session.and_then(|name| name.split('/').next());
        let role = (!role.is_session).then(|| role.resource.strip_prefix("role/"));
        let role = role.flatten().and_then(|path| path.rsplit('/').next());
        self.is_session && session.is_some() && session == role
    }
}
