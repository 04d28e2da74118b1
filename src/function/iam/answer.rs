//! Kleene's logic over answers that remember what they lack.

use std::{ops::Not, sync::Arc};

use crate::value::{Missing, Value};

/// An answer about a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// It is so.
    Yes,
    /// It is not so.
    No,
    /// It depends on this.
    Maybe(Arc<Missing>),
}

impl Answer {
    /// No, unless something is missing that could make it yes.
    pub(super) fn open(missing: Option<&Arc<Missing>>) -> Answer {
        missing.map_or(Answer::No, |missing| Answer::Maybe(Arc::clone(missing)))
    }

    /// Both. The first thing that is missing is kept.
    pub(super) fn and(self, other: Answer) -> Answer {
        match (self, other) {
            (Answer::No, _) | (_, Answer::No) => Answer::No,
            (Answer::Maybe(missing), _) | (_, Answer::Maybe(missing)) => Answer::Maybe(missing),
            (Answer::Yes, Answer::Yes) => Answer::Yes,
        }
    }

    /// At least one. The first thing that is missing is kept.
    pub(super) fn or(self, other: Answer) -> Answer {
        !(!self).and(!other)
    }

    /// All of any number.
    pub(super) fn all(answers: impl IntoIterator<Item = Answer>) -> Answer {
        !Answer::any(answers.into_iter().map(Not::not))
    }

    /// At least one of any number.
    pub(super) fn any(answers: impl IntoIterator<Item = Answer>) -> Answer {
        let mut result = Answer::No;
        for answer in answers {
            result = result.or(answer);
            if result == Answer::Yes {
                break;
            }
        }
        result
    }
}

impl Not for Answer {
    type Output = Answer;

    fn not(self) -> Answer {
        match self {
            Answer::Yes => Answer::No,
            Answer::No => Answer::Yes,
            maybe @ Answer::Maybe(_) => maybe,
        }
    }
}

impl From<bool> for Answer {
    fn from(known: bool) -> Answer {
        if known { Answer::Yes } else { Answer::No }
    }
}

impl From<Answer> for Value {
    fn from(answer: Answer) -> Value {
        match answer {
            Answer::Yes => Value::Bool(true),
            Answer::No => Value::Bool(false),
            Answer::Maybe(missing) => Value::Unknown(missing),
        }
    }
}
