//! What a document grants and takes back: actions, on resources.

use std::sync::Arc;

use super::answer::Answer;
use super::condition;
use super::model::{Effect, Part, Parts, Policy, Statement, Text, Texts};
use super::pattern::{Match, Pattern};
use crate::value::{Missing, Reason, escape};

/// What is asked about: a text, or one that is not known.
pub(super) type Question<'a> = Result<&'a str, &'a Arc<Missing>>;

/// Whether some Allow statement covers the action on the resource.
pub(super) fn allows(policy: &Policy, action: Question<'_>, resource: Question<'_>) -> Answer {
    let known = policy.statements.known.iter().map(|statement| {
        effect(statement, Effect::Allow)
            .and(covers_action(statement, action))
            .and(covers_resource(statement, resource, &policy.variables))
    });
    Answer::any(known).or(Answer::open(policy.statements.more.as_ref()))
}

/// Whether some Deny statement covers the action on the resource for whoever asks.
pub(super) fn denies(policy: &Policy, action: Question<'_>, resource: Question<'_>) -> Answer {
    let known = policy.statements.known.iter().map(|statement| {
        effect(statement, Effect::Deny)
            .and(covers_action(statement, action))
            .and(covers_resource(statement, resource, &policy.variables))
            .and(is_for_everyone(statement))
            .and(condition::holds(statement, None))
    });
    Answer::any(known).or(Answer::open(policy.statements.more.as_ref()))
}

/// Whether some statement with that effect covers the action on the resource, whatever the request is
/// and whoever has the document: one with a condition, or with principals, is not counted.
pub(super) fn has_always(
    policy: &Policy,
    wanted: Effect,
    action: Question<'_>,
    resource: Question<'_>,
) -> Answer {
    let known = policy.statements.known.iter().map(|statement| {
        effect(statement, wanted)
            .and(is_none(&statement.conditions))
            .and(is_none(&statement.principals))
            .and(is_none(&statement.not_principals))
            .and(covers_action(statement, action))
            .and(covers_resource(statement, resource, &policy.variables))
    });
    Answer::any(known).or(Answer::open(policy.statements.more.as_ref()))
}

/// Whether there are no such parts.
fn is_none<T>(parts: &Parts<T>) -> Answer {
    if parts.known.is_empty() {
        !Answer::open(parts.more.as_ref())
    } else {
        Answer::No
    }
}

/// Whether a statement has that effect.
pub(super) fn effect(statement: &Statement, effect: Effect) -> Answer {
    match &statement.effect {
        Part::Known(known) => (*known == effect).into(),
        Part::Unknown(missing) => Answer::Maybe(Arc::clone(missing)),
    }
}

/// Whether a statement is about an action. The names of actions have no case.
pub(super) fn covers_action(statement: &Statement, question: Question<'_>) -> Answer {
    let question = question.map(|action| {
        // Every action is a service and a name, so `*:*` is as wide as `*`.
        if is_every(action) {
            "?*:?*".into()
        } else {
            action.to_ascii_lowercase()
        }
    });
    let element = Element {
        named: &statement.actions,
        excepted: &statement.not_actions,
        neither: Answer::No,
    };
    element.covers(
        &question,
        |pattern| Pattern::action(&pattern.to_ascii_lowercase()),
        "?*:?*",
    )
}

/// Whether a statement is about a resource.
pub(super) fn covers_resource(
    statement: &Statement,
    question: Question<'_>,
    variables: &Part<bool>,
) -> Answer {
    let with = |variables| {
        let element = Element {
            named: &statement.resources,
            excepted: &statement.not_resources,
            // It names principals instead, and is about whatever it is attached to.
            neither: Answer::Yes,
        };
        element.covers(
            &question.map(str::to_owned),
            |pattern| Pattern::resource(pattern, variables),
            "*",
        )
    };
    match variables {
        Part::Known(variables) => with(*variables),
        Part::Unknown(missing) => {
            let (one, other) = (with(true), with(false));
            if one == other {
                one
            } else {
                Answer::Maybe(Arc::clone(missing))
            }
        }
    }
}

/// Something that no plan shows, because it belongs to a request.
pub(super) fn depends(what: String) -> Arc<Missing> {
    Arc::new(Missing {
        reason: Reason::Outside,
        what,
        decided_by: "the request that is made".into(),
    })
}

/// Text from a document, for messages.
pub(super) fn quoted(text: &str) -> String {
    let shown: String = text.chars().take(60).collect();
    format!("`{}`", escape::escape(&shown))
}

/// Whether a question asks for every one there is.
fn is_every(question: &str) -> bool {
    !question.is_empty() && question.bytes().all(|byte| byte == b'*')
}

/// A denial that names principals takes something back from these alone.
fn is_for_everyone(statement: &Statement) -> Answer {
    let (named, excepted) = (&statement.principals, &statement.not_principals);
    let star = |text: &Text| matches!(text, Text::Known(id) if id.as_ref() == "*");
    let everyone = named.known.iter().any(|of_kind| {
        matches!(of_kind.kind.as_ref(), "AWS" | "*") && of_kind.ids.known.iter().any(star)
    });
    if everyone || (named.is_none() && excepted.is_none()) {
        return Answer::Yes;
    }
    let what = format!("{} is about some principals only", statement.words());
    Answer::Maybe(depends(what))
}

/// An element of a statement and its opposite, of which it has one.
struct Element<'a> {
    named: &'a Texts,
    excepted: &'a Texts,
    /// The answer where it has neither.
    neither: Answer,
}

impl Element<'_> {
    /// Whether it covers all that a question stands for; `every` is how the widest one is spelled.
    fn covers<Q: AsRef<str>>(
        self,
        question: &Result<Q, &Arc<Missing>>,
        read: impl Fn(&str) -> Pattern,
        every: &str,
    ) -> Answer {
        let asked = question
            .as_ref()
            .map(AsRef::as_ref)
            .map_err(|missing| *missing);
        let widest = asked.is_ok_and(|asked| asked == every || is_every(asked));
        if !self.named.known.is_empty() {
            return any(self.named, |text| match (text, asked) {
                (Text::Known(text), Ok(asked)) => weighed(text, read(text).covers(asked)),
                // What holds more than wildcards does not cover everything.
                (Text::Name(_), _) if widest => Answer::No,
                (Text::Unknown(missing) | Text::Name(missing), _) | (_, Err(missing)) => {
                    Answer::Maybe(Arc::clone(missing))
                }
            });
        }
        if !self.excepted.known.is_empty() {
            return !any(self.excepted, |text| match (text, asked) {
                (Text::Known(text), Ok(asked)) => weighed(text, read(text).touches(asked)),
                // Whatever is excepted is missing from everything.
                (Text::Unknown(_) | Text::Name(_), _) if widest => Answer::Yes,
                (Text::Unknown(missing) | Text::Name(missing), _) | (_, Err(missing)) => {
                    Answer::Maybe(Arc::clone(missing))
                }
            });
        }
        match self.named.more.as_ref().or(self.excepted.more.as_ref()) {
            Some(missing) => Answer::Maybe(Arc::clone(missing)),
            None => self.neither,
        }
    }
}

/// Whether one of the texts fits.
fn any(texts: &Texts, fits: impl Fn(&Text) -> Answer) -> Answer {
    Answer::any(texts.known.iter().map(fits)).or(Answer::open(texts.more.as_ref()))
}

fn weighed(text: &str, matched: Match) -> Answer {
    let why = match matched {
        Match::Yes => return Answer::Yes,
        Match::No => return Answer::No,
        Match::Variable => "holds a policy variable, whose value depends on who asks",
        Match::Reach => "has a wildcard that would have to reach across a `:`",
        Match::TooLong => "has too many wildcards to be compared",
    };
    Answer::Maybe(depends(format!("{} {why}", quoted(text))))
}
