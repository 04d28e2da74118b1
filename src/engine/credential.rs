//! Credentials in user data: what a plan says of user data, and functions that look into it.

use std::sync::Arc;

use super::call::{unquoted, unquoted_trouble};
use super::evaluate::{Evaluated, Evaluator};
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial, partial};
use crate::credential;
use crate::function::{Function, OpenList};
use crate::reference::GivenUserData;
use crate::value::{Basis, Number, Trouble, Value};

impl<'p> Evaluator<'_, 'p> {
    /// `undigested(x)`: the text at an attribute, also where the plan has only its digest.
    pub(super) fn undigested(&self, of: &Operand<'p>) -> Evaluated<'p> {
        let Kind::Node(node) = &of.kind else {
            return Ok(of.clone());
        };
        let given = self.plan.user_data(node);
        let given = given.map_err(|wrong| self.defect(&wrong))?;
        Ok(match given {
            GivenUserData::Planned => of.clone(),
            GivenUserData::Nothing => Operand::data(Value::NULL).resting_on(of.basis),
            GivenUserData::Written(text, basis) => Operand {
                sensitive: of.is_sensitive() || credential::is_in(&text),
                ..Operand::data(Value::Text(text))
            }
            .resting_on(of.basis.and(basis)),
            GivenUserData::Missing(missing) => {
                Operand::data(Value::Unknown(Arc::new(missing))).resting_on(of.basis)
            }
        })
    }

    /// A function that makes a list of a value, or of a list of which not every member is seen.
    pub(super) fn list_of_list(
        &self,
        function: &'static Function,
        body: fn(&[Value]) -> Result<OpenList, Trouble>,
        operands: &[Operand<'p>],
    ) -> Evaluated<'p> {
        let sensitive = operands.iter().any(Operand::is_sensitive);
        let mut basis = Basis::KNOWN;
        let mut unseen = None;
        let mut values = Vec::with_capacity(operands.len());
        for (operand, parameter) in operands.iter().zip(function.parameters) {
            let (value, rests_on) = match &operand.kind {
                // What is seen of a list is looked at, whatever else there may be.
                Kind::Partial(list) => {
                    unseen = (!list.is_certain()).then(|| list.missing());
                    let seen = list.definite.iter().map(|element| element.value.value());
                    let seen = seen.collect::<Result<Vec<_>, _>>()?;
                    (Value::list(seen), operand.basis.and(list.basis))
                }
                _ => self.argument(operand, parameter.kind)?,
            };
            basis = basis.and(rests_on);
            self.burn(weight(&value))?;
            values.push(value);
        }
        let given = match body(&values) {
            Ok(given) => given,
            Err(trouble) if sensitive => return Err(unquoted_trouble(function.name, &trouble)),
            Err(trouble) => return Err(trouble),
        };
        let missing = given.more.or(unseen);
        let element = |(at, member)| Element {
            key: Value::Number(Number::from(at)),
            value: Operand {
                sensitive,
                ..Operand::data(member)
            },
        };
        let members = given.members.into_iter().enumerate().map(element);
        Ok(partial(Partial {
            open: missing.map(|missing| {
                if sensitive {
                    unquoted(&missing)
                } else {
                    missing
                }
            }),
            ..Partial::of(members.collect())
        })
        .resting_on(basis))
    }

    /// The same list, of which everything may be told.
    pub(super) fn told(&self, list: Operand<'p>) -> Operand<'p> {
        let Kind::Partial(members) = &list.kind else {
            return list;
        };
        let mut members = Partial::clone(members);
        for element in &mut members.definite {
            element.value.sensitive = false;
        }
        partial(members).resting_on(list.basis)
    }
}

/// Whether a credential stands in a value, as it would in user data.
pub(super) fn is_in(value: &Value) -> bool {
    match value {
        Value::Text(text) => credential::is_in(text),
        Value::List(items) => items.iter().any(is_in),
        Value::Map(entries) => entries.values().any(is_in),
        _ => false,
    }
}

/// What it costs to look through a value: a step for every hundred bytes.
fn weight(value: &Value) -> u64 {
    let bytes = match value {
        Value::Text(text) => text.len(),
        Value::List(items) => return items.iter().map(weight).sum(),
        Value::Map(entries) => return entries.values().map(weight).sum(),
        _ => 0,
    };
    u64::try_from(bytes / 100 + 1).unwrap_or(u64::MAX)
}
