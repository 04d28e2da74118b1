//! A second reading of policy documents, as plain as can be, of complete documents only.
//!
//! It asks in a small world: a few actions and resources, and every way in which what no document
//! says may turn out, such as the conditions. An answer is one that all of these give.

use std::fmt;

use serde_json::Value as Json;

/// What a document says, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Yes,
    No,
    /// It depends on a request, or on what AWS does not document.
    Open,
}

/// A question about a document.
#[derive(Clone, Debug)]
pub(crate) enum Question {
    Allows(&'static str, &'static str),
    Denies(&'static str, &'static str),
    Trusts(&'static str),
    TrustsGenerally(&'static str),
}

pub(crate) const ROLE: &str = "arn:aws:iam::111122223333:role/r";
pub(crate) const PROVIDER: &str = "arn:aws:iam::111122223333:oidc-provider/ci.example.com";

const ACTIONS: [&str; 11] = [
    "s3:getobject",
    "s3:putobject",
    "s3:new",
    "sts:assumerole",
    "sts:assumerolewithwebidentity",
    "sts:assumerolewithsaml",
    "sts:new",
    "iam:passrole",
    "iam:new",
    "new:act",
    "new:new",
];

const RESOURCES: [&str; 17] = [
    "arn:aws:s3:::a/",
    "arn:aws:s3:::a/b:x",
    "arn:aws:s3:::a/z/x",
    ROLE,
    PROVIDER,
    "arn:aws:iam::444455556666:role/r",
    "ec2.amazonaws.com",
    "arn:aws:s3:::a/${aws:username}",
    "arn:aws:s3:::a/x",
    "arn:aws:s3:::a/ada",
    "arn:aws:s3:::a/y/z",
    "arn:aws:s3:::abz/x",
    "arn:aws:s3:::ab:cz/x",
    "arn:aws:sns:eu:1:a",
    "arn:b:x",
    "arn:b",
    "new",
];

/// How everything turns out that no document says.
#[derive(Clone, Copy)]
struct World {
    /// For each statement, from the lowest bit, whether its conditions hold.
    conditions: usize,
    /// What a policy variable stands for.
    variable: &'static str,
    /// Which of [`FACTS`] hold.
    facts: usize,
}

/// What may be so or not, and the part of a document that makes it matter.
const FACTS: [(Fact, &str); 4] = [
    (Fact::Reaches, "a*z"),
    (Fact::StarIsAll, "\"*\""),
    (Fact::NotPrincipal, "NotPrincipal"),
    (Fact::IsNamed, "Principal"),
];

#[derive(Clone, Copy)]
enum Fact {
    /// A wildcard within a segment reaches across a `:`.
    Reaches = 1,
    /// An Allow of `*` is for services and identity providers too.
    StarIsAll = 2,
    /// A statement with `NotPrincipal` is about the one who asks.
    NotPrincipal = 4,
    /// The one who asks is among those that a denial names.
    IsNamed = 8,
}

impl World {
    fn has(self, fact: Fact) -> bool {
        self.facts & fact as usize != 0
    }
}

/// What a complete document says.
pub(crate) fn verdict(document: &Json, question: &Question) -> Verdict {
    let statements = match &document["Statement"] {
        Json::Array(statements) => statements.clone(),
        Json::Null => Vec::new(),
        single => vec![single.clone()],
    };
    let has_variables = document["Version"] == "2012-10-17";
    let worlds = worlds(document, statements.len());
    let mut answers = worlds.iter().map(|world| {
        let world = *world;
        let some = |effect: &str, applies: &dyn Fn(usize, &Json) -> bool| {
            let mut numbered = statements.iter().enumerate();
            numbered.any(|(at, one)| one["Effect"] == effect && applies(at, one))
        };
        let covers = |one: &Json, action, resource| {
            covers_actions(one, action) && covers_resources(one, resource, has_variables, world)
        };
        match question {
            Question::Allows(action, resource) => {
                some("Allow", &|_, one| covers(one, action, resource))
            }
            Question::Denies(action, resource) => some("Deny", &|at, one| {
                covers(one, action, resource) && holds(one, at, "", world) && is_for(one, world)
            }),
            Question::Trusts(asked) => WAYS.iter().any(|action| {
                let applies = |at: usize, one: &Json| {
                    covers_actions(one, action)
                        && names(one, asked, action, world)
                        && holds(one, at, asked, world)
                };
                some("Allow", &applies) && !some("Deny", &applies)
            }),
            Question::TrustsGenerally(asked) => WAYS.iter().any(|action| {
                let names =
                    |one: &Json| covers_actions(one, action) && names(one, asked, action, world);
                some("Allow", &|at, one| {
                    names(one) && holds(one, at, asked, world)
                }) && !some("Deny", &|at, one| {
                    names(one) && worlds.iter().all(|world| holds(one, at, asked, *world))
                })
            }),
        }
    });
    let first = answers.next().unwrap();
    match (first, answers.all(|answer| answer == first)) {
        (true, true) => Verdict::Yes,
        (false, true) => Verdict::No,
        _ => Verdict::Open,
    }
}

/// The worlds that a document can tell apart.
fn worlds(document: &Json, statements: usize) -> Vec<World> {
    let text = document.to_string();
    let conditions = match text.matches("\"Condition\"").count() {
        0 => vec![0],
        // Too many to go through: all of them hold, none, or each alone.
        5.. => [0, usize::MAX]
            .into_iter()
            .chain((0..statements).map(|at| 1 << at))
            .collect(),
        _ => (0..1 << statements.min(10)).collect::<Vec<usize>>(),
    };
    let has_variables = text.contains("${");
    let variables = if has_variables {
        &["", "x", "ada"][..]
    } else {
        &[""]
    };
    let matter = FACTS.iter().filter(|(_, part)| text.contains(part));
    let mask: usize = matter.map(|(fact, _)| *fact as usize).sum();
    let mut worlds = Vec::new();
    for conditions in conditions {
        for variable in variables {
            for facts in (0..16).filter(|facts| facts & !mask == 0) {
                worlds.push(World {
                    conditions,
                    variable,
                    facts,
                });
            }
        }
    }
    worlds
}

/// Actions that take on a role.
const WAYS: [&str; 3] = [
    "sts:assumerole",
    "sts:assumerolewithwebidentity",
    "sts:assumerolewithsaml",
];

fn names(statement: &Json, asked: &str, action: &str, world: World) -> bool {
    let federated = asked == PROVIDER;
    let by_provider = action != "sts:assumerole";
    if by_provider && (action.ends_with("saml") || !federated) && asked != "*" {
        return false;
    }
    if federated && !by_provider {
        return false;
    }
    if statement.get("NotPrincipal").is_some() {
        return world.has(Fact::NotPrincipal);
    }
    let service = asked.ends_with(".amazonaws.com");
    let principal = &statement["Principal"];
    if principal == "*" {
        return star(statement, service || by_provider, world);
    }
    let Some(kinds) = principal.as_object() else {
        return false;
    };
    kinds.iter().any(|(kind, ids)| {
        strings(ids).iter().any(|id| match kind.as_str() {
            "AWS" if id == "*" => star(statement, service || by_provider, world),
            "AWS" if by_provider || service => false,
            "AWS" => id == asked || (asked == ROLE && id == "111122223333"),
            "Service" if by_provider => false,
            "Service" if id == "*" => (service || asked == "*") && world.has(Fact::StarIsAll),
            "Service" => service && id == asked,
            "Federated" if !by_provider => false,
            "Federated" if id == "*" => world.has(Fact::StarIsAll),
            "Federated" => id == asked,
            _ => false,
        })
    })
}

/// Whether `*` is for someone; `other` says that they are neither an account nor in one.
fn star(statement: &Json, other: bool, world: World) -> bool {
    !other || statement["Effect"] == "Deny" || world.has(Fact::StarIsAll)
}

fn is_for(statement: &Json, world: World) -> bool {
    let principal = &statement["Principal"];
    let everyone = principal == "*" || strings(&principal["AWS"]).iter().any(|id| id == "*");
    let anyone = principal.is_null() && statement.get("NotPrincipal").is_none();
    everyone || anyone || world.has(Fact::IsNamed)
}

fn holds(statement: &Json, at: usize, asked: &str, world: World) -> bool {
    let service = asked.ends_with(".amazonaws.com");
    let is_known = service || asked == ROLE || asked == "111122223333";
    let tests = statement["Condition"].as_object();
    let conditions = tests.into_iter().flatten().flat_map(|(test, variables)| {
        let variables = variables.as_object().into_iter().flatten();
        variables.map(move |(variable, values)| (test.as_str(), variable, strings(values)))
    });
    let mut conditions = conditions.map(|(test, variable, values)| {
        if test == "Bool" && variable.eq_ignore_ascii_case("aws:PrincipalIsAWSService") && is_known
        {
            values.contains(&service.to_string())
        } else {
            world.conditions >> at.min(63) & 1 != 0
        }
    });
    conditions.all(|holds| holds)
}

fn covers_actions(statement: &Json, question: &str) -> bool {
    let fits = |pattern: &str, text: &str| matches(&pattern.to_lowercase(), text, true);
    let question = question.to_lowercase();
    let meant = ACTIONS.into_iter().filter(|text| fits(&question, text));
    covers(statement, "Action", meant, fits)
}

fn covers_resources(statement: &Json, question: &str, has_variables: bool, world: World) -> bool {
    let reaches = world.has(Fact::Reaches);
    let fits = |pattern: &str, text: &str| {
        if has_variables {
            let pattern = pattern.replace("${aws:username}", world.variable);
            matches(&pattern, text, reaches)
        } else {
            matches(pattern, text, reaches)
        }
    };
    let meant = RESOURCES.into_iter();
    let meant = meant.filter(|text| matches(question, text, reaches));
    covers(statement, "Resource", meant, fits)
}

/// Whether a statement is about everything that is meant.
fn covers(
    statement: &Json,
    element: &str,
    mut meant: impl Iterator<Item = &'static str>,
    fits: impl Fn(&str, &str) -> bool,
) -> bool {
    let opposite = format!("Not{element}");
    let named = |name: &str, text: &str| {
        let patterns = strings(&statement[name]);
        patterns.iter().any(|pattern| fits(pattern, text))
    };
    meant.all(|text| {
        if statement.get(element).is_some() {
            named(element, text)
        } else {
            statement.get(&opposite).is_none() || !named(&opposite, text)
        }
    })
}

fn strings(value: &Json) -> Vec<String> {
    match value {
        Json::String(one) => vec![one.clone()],
        Json::Array(items) => items.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

fn matches(pattern: &str, text: &str, reaches: bool) -> bool {
    let mut rest = pattern.chars();
    let Some(first) = rest.next() else {
        return text.is_empty();
    };
    let rest = rest.as_str();
    let crosses = |skipped: &str| reaches || !skipped.contains(':');
    match first {
        '*' => {
            let ends = rest.is_empty() || rest.starts_with(':');
            (0..=text.len())
                .filter(|skip| ends || crosses(&text[..*skip]))
                .any(|skip| matches(rest, &text[skip..], reaches))
        }
        '?' => !text.is_empty() && crosses(&text[..1]) && matches(rest, &text[1..], reaches),
        literal => text.starts_with(literal) && matches(rest, &text[1..], reaches),
    }
}

impl fmt::Display for Question {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Question::Allows(action, resource) => write!(out, "allows {action} on {resource}"),
            Question::Denies(action, resource) => write!(out, "denies {action} on {resource}"),
            Question::Trusts(asked) => write!(out, "trusts {asked}"),
            Question::TrustsGenerally(asked) => write!(out, "generally trusts {asked}"),
        }
    }
}
