//! Kleene's three values: what a condition is when the plan may not hold the answer.

use std::ops::Not;

/// True, false, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ternary {
    /// It holds, whatever the unknown parts turn out to be.
    True,
    /// It does not hold, whatever the unknown parts turn out to be.
    False,
    /// It depends on what is not known.
    Unknown,
}

impl Ternary {
    /// Both hold. False decides, whatever the other is.
    #[must_use]
    pub fn and(self, other: Ternary) -> Ternary {
        match (self, other) {
            (Ternary::False, _) | (_, Ternary::False) => Ternary::False,
            (Ternary::True, Ternary::True) => Ternary::True,
            _ => Ternary::Unknown,
        }
    }

    /// At least one holds. True decides, whatever the other is.
    #[must_use]
    pub fn or(self, other: Ternary) -> Ternary {
        !(!self).and(!other)
    }

    /// Every one holds; true for none at all.
    pub fn all(answers: impl IntoIterator<Item = Ternary>) -> Ternary {
        let mut result = Ternary::True;
        for answer in answers {
            result = result.and(answer);
            if result == Ternary::False {
                break;
            }
        }
        result
    }

    /// At least one holds; false for none at all.
    pub fn any(answers: impl IntoIterator<Item = Ternary>) -> Ternary {
        !Ternary::all(answers.into_iter().map(Not::not))
    }
}

impl Not for Ternary {
    type Output = Ternary;

    fn not(self) -> Ternary {
        match self {
            Ternary::True => Ternary::False,
            Ternary::False => Ternary::True,
            Ternary::Unknown => Ternary::Unknown,
        }
    }
}

impl From<bool> for Ternary {
    fn from(known: bool) -> Ternary {
        if known { Ternary::True } else { Ternary::False }
    }
}
