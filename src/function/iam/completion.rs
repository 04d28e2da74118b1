//! The answer to a question about a partly known policy, held against every policy that it may
//! turn out to be; and answers about known policies against the plainest reading of them.

use std::sync::Arc;

use proptest::{collection::vec, prelude::*, sample::select};

use super::{iam_allows, iam_trusts};
use crate::value::{Missing, Ternary, Trouble, Value, compare, json};

/// A value with holes, and what may come to stand in each.
#[derive(Clone, Debug)]
enum Draft {
    Known(Value),
    Hole(Vec<Draft>),
    /// A member of a list that stands for any number of members.
    Open(Vec<Vec<Draft>>),
    List(Vec<Draft>),
    Map(Vec<(&'static str, Draft)>),
}

impl Draft {
    fn text(text: &str) -> Draft {
        Draft::Known(text.into())
    }

    fn with_unknowns(&self) -> Value {
        match self {
            Draft::Known(value) => value.clone(),
            Draft::Hole(_) | Draft::Open(_) => unknown(),
            Draft::List(items) => Value::list(items.iter().map(Draft::with_unknowns)),
            Draft::Map(entries) => Value::map(
                entries
                    .iter()
                    .map(|(key, value)| (Arc::from(*key), value.with_unknowns())),
            ),
        }
    }

    /// Every value that this may turn out to be.
    fn completions(&self) -> Vec<Value> {
        match self {
            Draft::Known(value) => vec![value.clone()],
            Draft::Hole(choices) => choices.iter().flat_map(Draft::completions).collect(),
            Draft::Open(_) => unreachable!("it stands in a list"),
            Draft::List(items) => combinations(items.iter().map(Draft::as_members).collect())
                .into_iter()
                .map(|members| Value::list(members.into_iter().flatten()))
                .collect(),
            Draft::Map(entries) => {
                let values = entries
                    .iter()
                    .map(|(_, value)| value.completions())
                    .collect();
                let keys = || entries.iter().map(|(key, _)| Arc::from(*key));
                combinations(values)
                    .into_iter()
                    .map(|values| Value::map(keys().zip(values)))
                    .collect()
            }
        }
    }

    fn as_members(&self) -> Vec<Vec<Value>> {
        match self {
            Draft::Open(choices) => choices
                .iter()
                .flat_map(|members| combinations(members.iter().map(Draft::completions).collect()))
                .collect(),
            one => one
                .completions()
                .into_iter()
                .map(|value| vec![value])
                .collect(),
        }
    }
}

fn combinations<T: Clone>(choices: Vec<Vec<T>>) -> Vec<Vec<T>> {
    choices.into_iter().fold(vec![Vec::new()], |done, next| {
        let with = |before: &Vec<T>, last: &T| [before.clone(), vec![last.clone()]].concat();
        done.iter()
            .flat_map(|before| next.iter().map(move |last| with(before, last)))
            .collect()
    })
}

const ACTIONS: [&str; 6] = [
    "*",
    "sts:AssumeRole",
    "sts:*",
    "s3:Get*",
    "S3:GETOBJECT",
    "iam:*",
];
const RESOURCES: [&str; 4] = [
    "*",
    "arn:aws:s3:::a/*",
    "arn:aws:s3:::a/${aws:username}",
    "arn:b",
];
const ROLE: &str = "arn:aws:iam::111122223333:role/r";
const IDS: [&str; 4] = [
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "*",
    "111122223333",
];

fn words(words: &'static [&'static str]) -> impl Strategy<Value = Draft> {
    let known = select(words).prop_map(Draft::text);
    let hole = vec(select(words), 1..3)
        .prop_map(|words| Draft::Hole(words.into_iter().map(Draft::text).collect()));
    let one = prop_oneof![4 => known, 1 => hole];
    let list = vec(one.clone(), 1..3).prop_map(Draft::List);
    prop_oneof![3 => one, 3 => list.clone(), 1 => vec(list, 1..3).prop_map(Draft::Hole)]
}

fn statement() -> impl Strategy<Value = Draft> {
    let effect = prop_oneof![
        3 => Just(Draft::text("Allow")),
        1 => Just(Draft::text("Deny")),
        1 => Just(Draft::Hole(vec![Draft::text("Allow"), Draft::text("Deny")])),
    ];
    let kind = select(&["Service", "AWS", "Federated"][..]);
    let principals = (kind, words(&IDS)).prop_map(|(kind, ids)| Draft::Map(vec![(kind, ids)]));
    let condition = Draft::Map(vec![("Bool", Draft::Map(vec![("a", Draft::text("true"))]))]);
    let none = Draft::Map(Vec::new());
    let conditions = prop_oneof![
        3 => Just(none.clone()),
        1 => Just(condition.clone()),
        1 => Just(Draft::Hole(vec![none, condition])),
    ];
    let names = (
        select(&["Action", "Action", "NotAction"][..]),
        select(&["Resource", "Resource", "NotResource"][..]),
        select(&["Principal", "Principal", "Principal", "NotPrincipal"][..]),
    );
    let values = (
        effect,
        words(&ACTIONS),
        words(&RESOURCES),
        principals,
        conditions,
    );
    (names, values).prop_map(|((action, resource, principal), values)| {
        let (effect, actions, resources, principals, conditions) = values;
        Draft::Map(vec![
            ("Effect", effect),
            (action, actions),
            (resource, resources),
            (principal, principals),
            ("Condition", conditions),
        ])
    })
}

fn document() -> impl Strategy<Value = Draft> {
    let open = vec(vec(statement(), 0..2), 1..3).prop_map(Draft::Open);
    let member = prop_oneof![5 => statement(), 1 => open];
    vec(member, 0..3).prop_map(|statements| {
        Draft::Map(vec![
            ("Version", Draft::text("2012-10-17")),
            ("Statement", Draft::List(statements)),
        ])
    })
}

type Asked = fn(&[Value]) -> Result<Value, Trouble>;

fn question() -> impl Strategy<Value = (Asked, Vec<Value>)> {
    let actions = select(&["*", "s3:*", "s3:GetObject", "sts:AssumeRole"][..]);
    let resources = select(&["*", "arn:aws:s3:::a/x", "arn:aws:s3:::a/*"][..]);
    let principals = prop_oneof![
        Just("ec2.amazonaws.com"),
        Just("*"),
        Just(ROLE),
        Just("111122223333")
    ];
    prop_oneof![
        (actions, resources).prop_map(|(action, resource)| (
            iam_allows as Asked,
            vec![action.into(), resource.into()]
        )),
        principals.prop_map(|principal| (iam_trusts as Asked, vec![Value::from(principal)])),
    ]
}

fn unknown() -> Value {
    Value::Unknown(Arc::new(Missing::default()))
}

/// The statements of a known document as plainly as they can be read.
fn known_statements(document: &Value) -> Vec<serde_json::Value> {
    let text = json::encode(document);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    document["Statement"].as_array().unwrap().clone()
}

fn strings(value: &serde_json::Value) -> Vec<String> {
    match value.as_str() {
        Some(one) => vec![one.into()],
        None => value.as_array().unwrap().iter().flat_map(strings).collect(),
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text
            .strip_prefix(start)
            .is_some_and(|text| (0..=text.len()).any(|skip| matches(rest, &text[skip..]))),
    }
}

/// Whether a statement covers everything in a small world that the question stands for.
fn covers(statement: &serde_json::Value, element: &str, world: &[&str], question: &str) -> bool {
    let named = |name: &str, text: &str| {
        let patterns = strings(&statement[name]);
        patterns
            .iter()
            .any(|pattern| matches(&pattern.to_lowercase(), text))
    };
    let opposite = format!("Not{element}");
    let mut meant = world
        .iter()
        .filter(|text| matches(&question.to_lowercase(), text));
    meant.all(|text| {
        if statement.get(element).is_some() {
            named(element, text)
        } else {
            !named(&opposite, text)
        }
    })
}

const ACTION_WORLD: [&str; 5] = [
    "s3:getobject",
    "s3:putobject",
    "sts:assumerole",
    "iam:passrole",
    "new:act",
];
const RESOURCE_WORLD: [&str; 4] = ["arn:aws:s3:::a/x", "arn:aws:s3:::a/y/z", "arn:b", "new"];

fn plainly_allows(document: &Value, action: &str, resource: &str) -> bool {
    known_statements(document).iter().any(|statement| {
        statement["Effect"] == "Allow"
            && covers(statement, "Action", &ACTION_WORLD, action)
            && covers(statement, "Resource", &RESOURCE_WORLD, resource)
    })
}

fn plainly_trusts(document: &Value, asked: &str) -> Ternary {
    let statements = known_statements(document);
    let some = |effect: &str| {
        let with_effect = statements
            .iter()
            .filter(|statement| statement["Effect"] == effect);
        Ternary::any(with_effect.map(|statement| {
            let action = covers(statement, "Action", &ACTION_WORLD, "sts:AssumeRole");
            let condition = statement["Condition"].as_object().unwrap();
            let holds = if condition.is_empty() {
                Ternary::True
            } else {
                Ternary::Unknown
            };
            Ternary::from(action)
                .and(plainly_names(statement, asked))
                .and(holds)
        }))
    };
    some("Allow").and(!some("Deny"))
}

fn plainly_names(statement: &serde_json::Value, asked: &str) -> Ternary {
    let Some(principals) = statement["Principal"].as_object() else {
        return Ternary::Unknown;
    };
    let (kind, ids) = principals.iter().next().unwrap();
    let names = |id: &str| strings(ids).iter().any(|known| known == id);
    let open = if statement["Effect"] == "Deny" {
        Ternary::True
    } else {
        Ternary::Unknown
    };
    match (asked, kind.as_str()) {
        ("ec2.amazonaws.com", "Service") if names(asked) => Ternary::True,
        ("ec2.amazonaws.com", "Service") if names("*") => Ternary::Unknown,
        ("ec2.amazonaws.com", "AWS") if names("*") => open,
        ("ec2.amazonaws.com", _) => Ternary::False,
        ("*", _) => names("*").into(),
        (_, "AWS") => (names("*") || names("111122223333")).into(),
        _ => names(asked).into(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_about_a_policy_holds_for_all_it_may_become(
        draft in document(),
        (body, asked) in question(),
    ) {
        let ask = |document: Value| {
            let mut arguments = vec![document];
            arguments.extend(asked.iter().cloned());
            body(&arguments)
        };
        let answer = ask(draft.with_unknowns()).unwrap();
        for completion in draft.completions() {
            let Ok(complete) = ask(completion.clone()) else { continue };
            if let Value::Bool(_) = answer {
                let same = compare::equal(&answer, &complete);
                prop_assert_eq!(same, Ternary::True, "{:?} becomes {:?}", answer, completion);
            }
        }
    }

    #[test]
    fn a_known_policy_is_read_as_plainly_as_it_stands(
        draft in document(),
        action in select(&["*", "s3:*", "s3:GetObject", "sts:AssumeRole"][..]),
        resource in select(&["*", "arn:aws:s3:::a/x", "arn:aws:s3:::a/*"][..]),
        principal in select(&["ec2.amazonaws.com", "*", "111122223333", ROLE][..]),
    ) {
        for known in draft.completions().into_iter().take(20) {
            let trusts = iam_trusts(&[known.clone(), principal.into()]).unwrap();
            let plainly = plainly_trusts(&known, principal);
            prop_assert_eq!(ternary(&trusts), plainly, "{} {:?}", principal, known);
            let allows = iam_allows(&[known.clone(), action.into(), resource.into()]).unwrap();
            // Plain reading has no word for the value of a policy variable.
            if !json::encode(&known).contains("${") {
                let plainly = plainly_allows(&known, action, resource);
                prop_assert_eq!(ternary(&allows), plainly.into(), "{} {} {:?}", action, resource, known);
            }
        }
    }
}

fn ternary(value: &Value) -> Ternary {
    match value {
        Value::Bool(known) => (*known).into(),
        _ => Ternary::Unknown,
    }
}
