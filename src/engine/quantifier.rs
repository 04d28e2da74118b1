//! `any`, `all`, `none` and `count` over lists of which not everything may be visible.
//!
//! An answer is given only if every list that the visible part can be completed to agrees
//! (language, 6.3); the tests beside this file check that against all completions.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::frame::Frame;
use super::operand::{Kind, Operand, Range};
use super::partial::Partial;
use super::trace::What;
use super::truth::{State, Truth};
use crate::program::Quantified;
use crate::syntax::ast::Quantifier;
use crate::value::{Basis, Number, Value};

/// What a condition says of the members of a partial list.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) definite: Vec<Truth>,
    pub(super) possible: Vec<Truth>,
}

impl<'e, 'p> Evaluator<'e, 'p> {
    pub(super) fn quantifier(
        &self,
        quantified: &'e Quantified,
        frame: &Frame<'e, 'p>,
    ) -> Evaluated<'p> {
        let operand = self.evaluate(&quantified.list, frame)?;
        self.note_made_of_secrets(&operand);
        let list = self.as_list(&operand)?;
        if quantified.quantifier == Quantifier::All {
            self.lists.asked.set(true);
            if !list.definite.is_empty() || !list.possible.is_empty() || list.open.is_some() {
                self.lists.filled.set(true);
            }
        }
        let mut asked = Asked::default();
        let members = list.definite.iter().map(|element| (element, true));
        for (element, definite) in members.chain(list.possible.iter().map(|e| (e, false))) {
            self.burn(1)?;
            self.bind(quantified.key, quantified.value, element, frame);
            let ask = || self.truth(&quantified.condition, frame);
            let truth = self
                .of_member(element, definite, ask)
                .resting_on(element.value.basis);
            if definite {
                asked.definite.push(truth);
            } else {
                asked.possible.push(truth);
            }
        }
        if let Some(missing) = &list.open {
            self.note(|| What::Open(Arc::clone(missing)));
        }
        let truth = match quantified.quantifier {
            Quantifier::Any => any(&list, &asked),
            Quantifier::None => any(&list, &asked).negate(),
            Quantifier::All => any(&list, &asked.negate()).negate(),
            Quantifier::Count => return count(&list, &asked),
        };
        let basis = truth.basis;
        Ok(Operand::data(truth.into_value()?).resting_on(basis))
    }
}

impl Asked {
    fn negate(self) -> Asked {
        let negate = |truths: Vec<Truth>| truths.into_iter().map(Truth::negate).collect();
        Asked {
            definite: negate(self.definite),
            possible: negate(self.possible),
        }
    }
}

/// Whether the condition holds for a member.
fn any(list: &Partial<'_>, asked: &Asked) -> Truth {
    let Asked { definite, possible } = asked;
    let holds = definite
        .iter()
        .filter(|truth| truth.is_true())
        .map(|truth| truth.basis)
        .min();
    if let Some(basis) = holds {
        return Truth {
            state: State::True,
            basis: basis.and(list.basis),
        };
    }
    let all = || definite.iter().chain(possible);
    let hidden = list.hidden();
    let may_not_hold = possible.iter().filter(|truth| !truth.is_true()).count();
    if list.open.is_none() && hidden > may_not_hold {
        let basis = all().fold(list.basis, |basis, truth| basis.and(truth.basis));
        return Truth {
            state: State::True,
            basis,
        };
    }
    if let Some(error) = definite.iter().find(|truth| truth.is_error()) {
        return error.clone();
    }
    if list.open.is_none() && all().all(Truth::is_false) {
        let basis = all().fold(list.basis, |basis, truth| basis.and(truth.basis));
        return Truth {
            state: State::False,
            basis,
        };
    }
    let mut missing: Vec<_> = all()
        .flat_map(|truth| truth.missing().iter().cloned())
        .collect();
    missing.extend(list.open.clone());
    if missing.is_empty() {
        missing.push(list.missing());
    }
    Truth {
        state: State::Unknown(missing),
        basis: list.basis,
    }
}

/// For how many members the condition holds.
fn count<'p>(list: &Partial<'p>, asked: &Asked) -> Evaluated<'p> {
    let Asked { definite, possible } = asked;
    for truth in definite.iter().chain(possible) {
        if let State::Error(trouble) = &truth.state {
            return Err(trouble.clone());
        }
    }
    let sure = definite.iter().filter(|truth| truth.is_true()).count();
    let may = definite
        .iter()
        .chain(possible)
        .filter(|truth| !truth.is_false())
        .count();
    let may_not_hold = possible.iter().filter(|truth| !truth.is_true()).count();
    let forced = if list.open.is_none() {
        list.hidden().saturating_sub(may_not_hold)
    } else {
        0
    };
    let low = sure + forced;
    let high = list.open.is_none().then_some(may);
    let all = definite.iter().chain(possible);
    let basis = all
        .clone()
        .fold(list.basis, |basis: Basis, truth| basis.and(truth.basis));
    if high == Some(low) {
        return Ok(Operand::data(Value::Number(Number::from(low))).resting_on(basis));
    }
    let missing = all
        .clone()
        .find_map(|truth| truth.missing().first())
        .cloned();
    let missing = missing.unwrap_or_else(|| list.missing());
    Ok(Operand::new(Kind::Range(Range { low, high, missing })).resting_on(basis))
}

#[cfg(test)]
mod tests;
