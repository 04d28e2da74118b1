//! Documents of which parts are unknown, and what these may turn out to be.

use std::sync::Arc;

use plangate::function::iam::hint;
use plangate::value::{Missing, Value, json};
use serde_json::{Value as Json, json};

/// Numbers that look random and come again with the same seed.
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(crate) fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, choices: &[&'a T]) -> &'a T {
        choices[self.below(choices.len())]
    }
}

/// A value with holes.
#[derive(Clone)]
pub(crate) enum Draft {
    Known(Json),
    /// Not known; it may become whatever this makes.
    Hole(fn(&mut Chance) -> Json),
    /// Not known, but no wildcard.
    Name(fn(&mut Chance) -> Json),
    /// A member of a list that stands for any number of what this makes.
    Any(fn(&mut Chance) -> Json),
    List(Vec<Draft>),
    Map(Vec<(String, Draft)>),
}

impl Draft {
    /// As functions of rules are given it.
    pub(crate) fn value(&self) -> Value {
        match self {
            Draft::Known(known) => json::decode(&known.to_string()).unwrap(),
            Draft::Hole(_) | Draft::Any(_) => unknown(),
            Draft::Name(_) => hint::name(Arc::new(Missing::default())),
            Draft::List(items) => Value::list(items.iter().map(Draft::value)),
            Draft::Map(entries) => Value::map(
                entries
                    .iter()
                    .map(|(key, draft)| (Arc::from(key.as_str()), draft.value())),
            ),
        }
    }

    /// Something that it may turn out to be.
    pub(crate) fn complete(&self, chance: &mut Chance) -> Json {
        match self {
            Draft::Known(known) => known.clone(),
            Draft::Hole(make) | Draft::Name(make) | Draft::Any(make) => make(chance),
            Draft::List(items) => {
                let mut all = Vec::new();
                for item in items {
                    let times = match item {
                        Draft::Any(_) => chance.below(3),
                        _ => 1,
                    };
                    all.extend((0..times).map(|_| item.complete(chance)));
                }
                Json::Array(all)
            }
            Draft::Map(entries) => entries
                .iter()
                .map(|(key, draft)| (key.clone(), draft.complete(chance)))
                .collect(),
        }
    }
}

/// A document of up to three statements.
pub(crate) fn document(chance: &mut Chance) -> Draft {
    let version = match chance.below(8) {
        0 => Draft::Known(json!("2008-10-17")),
        1 => Draft::Hole(|chance| json!(chance.pick(&["2008-10-17", "2012-10-17"]))),
        _ => Draft::Known(json!("2012-10-17")),
    };
    let statements = match chance.below(12) {
        0 => {
            Draft::Hole(|chance| Json::Array((0..chance.below(3)).map(|_| whole(chance)).collect()))
        }
        1 => statement(chance),
        _ => Draft::List(
            (0..chance.below(4))
                .map(|_| match chance.below(7) {
                    0 => Draft::Any(whole),
                    _ => statement(chance),
                })
                .collect(),
        ),
    };
    map([("Version", version), ("Statement", statements)])
}

pub(crate) fn statement(chance: &mut Chance) -> Draft {
    let effect = match chance.below(8) {
        0 => Draft::Hole(|chance| json!(chance.pick(&["Allow", "Deny"]))),
        1 | 2 => Draft::Known(json!("Deny")),
        _ => Draft::Known(json!("Allow")),
    };
    let not = |chance: &mut Chance, name: &str| match chance.below(4) {
        0 => format!("Not{name}"),
        _ => name.to_owned(),
    };
    let mut entries = vec![("Effect".to_owned(), effect)];
    entries.push((not(chance, "Action"), texts(chance, action, false)));
    if !chance.one_in(8) {
        entries.push((not(chance, "Resource"), texts(chance, resource, true)));
    }
    let principal = match chance.below(10) {
        0 => Draft::Known(json!("*")),
        1 => Draft::Hole(|chance| principals(chance).complete(chance)),
        _ => principals(chance),
    };
    let name = if chance.one_in(8) {
        "NotPrincipal"
    } else {
        "Principal"
    };
    entries.push((name.to_owned(), principal));
    match chance.below(5) {
        0 => entries.push(("Condition".to_owned(), Draft::Known(condition(chance)))),
        1 => entries.push(("Condition".to_owned(), Draft::Hole(perhaps_condition))),
        _ => {}
    }
    Draft::Map(entries)
}

/// Strings of which some may be unknown, and some of these be names.
pub(crate) fn texts(chance: &mut Chance, text: fn(&mut Chance) -> Json, has_names: bool) -> Draft {
    let one = |chance: &mut Chance| match chance.below(8) {
        0 => Draft::Hole(text),
        1 if has_names => Draft::Name(name),
        _ => Draft::Known(text(chance)),
    };
    match chance.below(8) {
        0 => Draft::Hole(text),
        1 => one(chance),
        _ => Draft::List((0..=chance.below(2)).map(|_| one(chance)).collect()),
    }
}

pub(crate) fn map<const N: usize>(entries: [(&str, Draft); N]) -> Draft {
    Draft::Map(entries.map(|(key, draft)| (key.to_owned(), draft)).into())
}

pub(crate) fn unknown() -> Value {
    Value::Unknown(Arc::new(Missing::default()))
}

pub(crate) fn action(chance: &mut Chance) -> Json {
    let actions = [
        "*",
        "sts:AssumeRole",
        "sts:AssumeRole*",
        "STS:assumerolewithwebidentity",
        "sts:*",
        "s3:Get*",
        "S3:GETOBJECT",
        "iam:*",
        "?am:PassRole",
    ];
    json!(chance.pick(&actions))
}

pub(crate) fn resource(chance: &mut Chance) -> Json {
    let resources = [
        "*",
        "arn:aws:s3:::a/*",
        "arn:aws:s3:::a/${aws:username}",
        "arn:aws:s3:::a*z/x",
        "arn:aws:s3:::*",
        "arn:*:x",
        "arn:b",
    ];
    json!(chance.pick(&resources))
}

pub(crate) fn name(chance: &mut Chance) -> Json {
    let names = [
        super::naive::ROLE,
        super::naive::PROVIDER,
        "arn:aws:iam::444455556666:role/r",
        "arn:aws:s3:::a/*",
        "arn:aws:s3:::a/x",
        "ec2.amazonaws.com",
    ];
    json!(chance.pick(&names))
}

pub(crate) fn principal(chance: &mut Chance) -> Json {
    let ids = [
        "ec2.amazonaws.com",
        "lambda.amazonaws.com",
        "*",
        "111122223333",
        super::naive::ROLE,
        super::naive::PROVIDER,
    ];
    json!(chance.pick(&ids))
}

pub(crate) fn condition(chance: &mut Chance) -> Json {
    let value = chance.pick(&["true", "false"]);
    match chance.below(3) {
        0 => json!({"Bool": {"aws:principalisawsservice": value}}),
        1 => json!({"Bool": {"aws:PrincipalIsAWSService": value, "a": value}}),
        _ => json!({"StringEquals": {"aws:SourceAccount": ["1", "2"]}}),
    }
}

fn perhaps_condition(chance: &mut Chance) -> Json {
    match chance.below(2) {
        0 => json!({}),
        _ => condition(chance),
    }
}

fn principals(chance: &mut Chance) -> Draft {
    let kinds = ["Service", "AWS", "Federated"];
    let first = chance.below(kinds.len());
    let count = 1 + chance.below(2);
    Draft::Map(
        (first..first + count)
            .map(|at| {
                (
                    kinds[at % kinds.len()].to_owned(),
                    texts(chance, principal, true),
                )
            })
            .collect(),
    )
}

/// A whole statement.
fn whole(chance: &mut Chance) -> Json {
    statement(chance).complete(chance)
}
