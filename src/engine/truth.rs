//! What a condition comes to: true, false, not decided, or a mistake in the data.

use std::sync::Arc;

use crate::reference::Answer;
use crate::value::{Basis, Missing, Ternary, Trouble, Value};

/// The outcome of a condition, with what it rests on.
#[derive(Clone, Debug)]
pub(super) struct Truth {
    pub(super) state: State,
    pub(super) basis: Basis,
}

/// Kleene's three values, and errors.
#[derive(Clone, Debug)]
pub(super) enum State {
    True,
    False,
    /// With what is missing, in the order found.
    Unknown(Vec<Arc<Missing>>),
    Error(Trouble),
}

impl Truth {
    pub(super) fn known(truth: bool) -> Truth {
        Truth {
            state: if truth { State::True } else { State::False },
            basis: Basis::KNOWN,
        }
    }

    pub(super) fn error(trouble: Trouble) -> Truth {
        Truth {
            state: State::Error(trouble),
            basis: Basis::KNOWN,
        }
    }

    pub(super) fn unknown(missing: Arc<Missing>) -> Truth {
        Truth {
            state: State::Unknown(vec![missing]),
            basis: Basis::KNOWN,
        }
    }

    /// An answer in three values, where `missing` says what an unknown one lacks.
    pub(super) fn of(
        ternary: Ternary,
        basis: Basis,
        missing: impl FnOnce() -> Arc<Missing>,
    ) -> Truth {
        let state = match ternary {
            Ternary::True => State::True,
            Ternary::False => State::False,
            Ternary::Unknown => State::Unknown(vec![missing()]),
        };
        Truth { state, basis }
    }

    #[must_use]
    pub(super) fn resting_on(mut self, basis: Basis) -> Truth {
        self.basis = self.basis.and(basis);
        self
    }

    pub(super) fn is_true(&self) -> bool {
        matches!(self.state, State::True)
    }

    pub(super) fn is_false(&self) -> bool {
        matches!(self.state, State::False)
    }

    pub(super) fn is_error(&self) -> bool {
        matches!(self.state, State::Error(_))
    }

    #[must_use]
    pub(super) fn negate(mut self) -> Truth {
        self.state = match self.state {
            State::True => State::False,
            State::False => State::True,
            other => other,
        };
        self
    }

    /// All of them hold. One that is false decides, whatever the others are (language, 6.4).
    pub(super) fn all(truths: impl IntoIterator<Item = Truth>) -> Truth {
        let (mut open, mut error, mut basis) = (Vec::new(), None, Basis::KNOWN);
        let mut refuted: Option<Basis> = None;
        for truth in truths {
            match truth.state {
                // Of several that decide, the one that assumes least is the reason.
                State::False => {
                    refuted = Some(refuted.map_or(truth.basis, |known| known.min(truth.basis)));
                }
                State::Unknown(missing) => open.extend(missing),
                State::Error(trouble) => error = error.or(Some(trouble)),
                State::True => basis = basis.and(truth.basis),
            }
        }
        if let Some(basis) = refuted {
            return Truth {
                state: State::False,
                basis,
            };
        }
        let state = match (error, open.is_empty()) {
            (Some(trouble), _) => State::Error(trouble),
            (None, false) => State::Unknown(open),
            (None, true) => State::True,
        };
        Truth { state, basis }
    }

    /// One of them holds.
    pub(super) fn any(truths: impl IntoIterator<Item = Truth>) -> Truth {
        Truth::all(truths.into_iter().map(Truth::negate)).negate()
    }

    /// What is missing, where it is not decided.
    pub(super) fn missing(&self) -> &[Arc<Missing>] {
        match &self.state {
            State::Unknown(missing) => missing,
            _ => &[],
        }
    }

    /// As a value, for rules that compare or print conditions.
    pub(super) fn into_value(self) -> Result<Value, Trouble> {
        Ok(match self.state {
            State::True => Value::Bool(true),
            State::False => Value::Bool(false),
            State::Unknown(missing) => match missing.into_iter().next() {
                Some(missing) => Value::Unknown(missing),
                None => Value::NULL,
            },
            State::Error(trouble) => return Err(trouble),
        })
    }
}

impl From<Answer> for Truth {
    fn from(answer: Answer) -> Truth {
        let Answer {
            truth,
            basis,
            missing,
        } = answer;
        let state = match (truth, missing) {
            (Ternary::True, _) => State::True,
            (Ternary::False, _) => State::False,
            (Ternary::Unknown, missing) => {
                State::Unknown(missing.into_iter().map(Arc::new).collect())
            }
        };
        Truth { state, basis }
    }
}

impl From<Result<Truth, Trouble>> for Truth {
    fn from(result: Result<Truth, Trouble>) -> Truth {
        result.unwrap_or_else(Truth::error)
    }
}
