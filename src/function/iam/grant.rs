//! `iam_allows`: what a document grants, were nobody to deny it.

use std::sync::Arc;

use super::answer::Answer;
use super::model::{Effect, Part, Policy, Statement, Texts};
use super::pattern::{Match, Pattern};
use crate::value::{Missing, Reason};

/// What is asked about: a text, or one that is not known.
pub(super) type Question<'a> = Result<&'a str, &'a Arc<Missing>>;

/// Whether some Allow statement covers the action on the resource.
pub(super) fn allows(policy: &Policy, action: Question<'_>, resource: Question<'_>) -> Answer {
    let open = Answer::open(policy.statements.more.as_ref());
    let known = policy.statements.known.iter().map(|statement| {
        effect(statement, Effect::Allow)
            .and(covers_action(statement, action))
            .and(covers_resource(statement, resource, policy.variables))
    });
    Answer::any(known).or(open)
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
        let every = !action.is_empty() && action.bytes().all(|byte| byte == b'*');
        if every {
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
    element.covers(|pattern, ask| {
        let pattern = Pattern::new(&pattern.to_ascii_lowercase(), false);
        match &question {
            Ok(question) => ask(&pattern, question),
            Err(missing) => Err(Arc::clone(missing)),
        }
    })
}

fn covers_resource(statement: &Statement, question: Question<'_>, variables: bool) -> Answer {
    let element = Element {
        named: &statement.resources,
        excepted: &statement.not_resources,
        // It names principals instead, and is about whatever it is attached to.
        neither: Answer::Yes,
    };
    element.covers(|pattern, ask| {
        let read = Pattern::new(pattern, variables);
        match question {
            Ok(question) => ask(&read, question),
            Err(missing) => Err(Arc::clone(missing)),
        }
    })
}

/// How a pattern and a question are compared.
type Ask = fn(&Pattern, &str) -> Result<Match, Arc<Missing>>;

/// An element of a statement and its opposite, of which it has one.
struct Element<'a> {
    named: &'a Texts,
    excepted: &'a Texts,
    /// The answer where it has neither.
    neither: Answer,
}

impl Element<'_> {
    fn covers(self, compare: impl Fn(&str, Ask) -> Result<Match, Arc<Missing>>) -> Answer {
        let covers: Ask = |pattern, question| Ok(pattern.covers(question));
        let touches: Ask = |pattern, question| Ok(pattern.touches(question));
        if !self.named.known.is_empty() {
            return any(self.named, |pattern| compare(pattern, covers));
        }
        if !self.excepted.known.is_empty() {
            return !any(self.excepted, |pattern| compare(pattern, touches));
        }
        match self.named.more.as_ref().or(self.excepted.more.as_ref()) {
            Some(missing) => Answer::Maybe(Arc::clone(missing)),
            None => self.neither,
        }
    }
}

fn any(texts: &Texts, compare: impl Fn(&str) -> Result<Match, Arc<Missing>>) -> Answer {
    let known = texts.known.iter().map(|text| match text {
        Part::Unknown(missing) => Answer::Maybe(Arc::clone(missing)),
        Part::Known(pattern) => match compare(pattern) {
            Ok(Match::Yes) => Answer::Yes,
            Ok(Match::No) => Answer::No,
            Ok(Match::Variable) => Answer::Maybe(depends(format!(
                "`{pattern}` holds a policy variable, whose value depends on who asks"
            ))),
            Ok(Match::TooLong) => Answer::Maybe(depends(format!(
                "`{pattern}` has too many wildcards to be compared"
            ))),
            Err(missing) => Answer::Maybe(missing),
        },
    });
    let open = Answer::open(texts.more.as_ref());
    Answer::any(known).or(open)
}

/// Something that no plan shows, because it belongs to a request.
pub(super) fn depends(what: String) -> Arc<Missing> {
    Arc::new(Missing {
        reason: Reason::Outside,
        what,
        decided_by: "the request that is made".into(),
    })
}
