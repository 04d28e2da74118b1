//! Lists of which not everything may be visible.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use super::evaluate::Evaluated;
use super::operand::{Kind, Operand};
use crate::reference::{Edge, Member, View};
use crate::value::{Basis, Missing, Reason, Trouble, Value};

/// A list: members that are certainly in it, that may be, how many there are at least, and
/// whether there may be others that nobody sees (language, 6.3).
#[derive(Clone, Default)]
pub(super) struct Partial<'p> {
    pub(super) definite: Vec<Element<'p>>,
    pub(super) possible: Vec<Element<'p>>,
    pub(super) at_least: usize,
    pub(super) open: Option<Arc<Missing>>,
    /// What decides whether the possible members are meant, where that is more than a choice
    /// among them.
    pub(super) unsure: Option<Arc<Missing>>,
    /// What nobody sees of it is nothing that this plan has.
    pub(super) elsewhere: bool,
    pub(super) basis: Basis,
}

/// A member of a list and its index or key.
#[derive(Clone)]
pub(super) struct Element<'p> {
    pub(super) key: Value,
    pub(super) value: Operand<'p>,
}

/// A partial list as an operand.
pub(super) fn partial(list: Partial<'_>) -> Operand<'_> {
    let basis = list.basis;
    Operand::new(Kind::Partial(Rc::new(list))).resting_on(basis)
}

impl<'p> Partial<'p> {
    /// A list that is wholly visible.
    pub(super) fn of(definite: Vec<Element<'p>>) -> Partial<'p> {
        Partial {
            at_least: definite.len(),
            definite,
            ..Partial::default()
        }
    }

    /// A list of which nothing is visible.
    pub(super) fn open(missing: Arc<Missing>, at_least: usize) -> Partial<'p> {
        Partial {
            open: Some(missing),
            at_least,
            ..Partial::default()
        }
    }

    /// How many members there are that are not among the definite ones.
    pub(super) fn hidden(&self) -> usize {
        self.at_least.saturating_sub(self.definite.len())
    }

    /// What is missing where an answer about this list is not decided.
    pub(super) fn missing(&self) -> Arc<Missing> {
        self.open
            .clone()
            .or(self.unsure.clone())
            .unwrap_or_else(|| {
                Arc::new(Missing {
                    reason: Reason::Choice,
                    what: "which of several candidates is meant".to_owned(),
                    decided_by:
                        "the configuration's source (`--source DIR`), or the value after apply"
                            .to_owned(),
                })
            })
    }

    /// Why a member is only a possible one.
    pub(super) fn why_possible(&self) -> Arc<Missing> {
        self.unsure.clone().unwrap_or_else(|| {
            Arc::new(Missing {
                reason: Reason::Choice,
                what: "whether this candidate is the one that is meant".to_owned(),
                decided_by: "the configuration's source (`--source DIR`), or the value after apply"
                    .to_owned(),
            })
        })
    }

    /// Whether everything in it is certain and visible.
    pub(super) fn is_certain(&self) -> bool {
        self.possible.is_empty() && self.open.is_none() && self.hidden() == 0
    }

    /// Joins another list to this one.
    pub(super) fn join(&mut self, other: Partial<'p>) {
        let hidden = self.hidden() + other.hidden();
        self.definite.extend(other.definite);
        self.possible.extend(other.possible);
        self.unseen(other.open, other.elsewhere);
        self.unsure = self.unsure.take().or(other.unsure);
        self.basis = self.basis.and(other.basis);
        self.at_least = self.definite.len() + hidden;
    }

    /// Adds that something is not visible, and whether it is nothing that this plan has.
    pub(super) fn unseen(&mut self, open: Option<Arc<Missing>>, elsewhere: bool) {
        if open.is_some() {
            self.elsewhere = elsewhere && (self.elsewhere || self.open.is_none());
            self.open = self.open.take().or(open);
        }
    }

    /// As plain data, where everything in it is certain.
    pub(super) fn value(&self) -> Result<Value, Trouble> {
        if !self.is_certain() {
            return Ok(Value::Unknown(self.missing()));
        }
        let values = self.definite.iter().map(|element| element.value.value());
        Ok(Value::list(values.collect::<Result<Vec<_>, _>>()?))
    }

    /// The list with something done to each member.
    pub(super) fn map(
        &self,
        change: impl Fn(&Operand<'p>) -> Evaluated<'p>,
    ) -> Result<Partial<'p>, Trouble> {
        let each = |elements: &[Element<'p>]| {
            elements
                .iter()
                .map(|element| {
                    let value = change(&element.value)?.resting_on(element.value.basis);
                    Ok(Element {
                        key: element.key.clone(),
                        value,
                    })
                })
                .collect::<Result<Vec<_>, Trouble>>()
        };
        Ok(Partial {
            definite: each(&self.definite)?,
            possible: each(&self.possible)?,
            at_least: self.at_least,
            open: self.open.clone(),
            unsure: self.unsure.clone(),
            elsewhere: self.elsewhere,
            basis: self.basis,
        })
    }

    /// The lists that the members lead to, as one. What nobody sees may lead to anything.
    pub(super) fn flatten(
        &self,
        follow: impl Fn(&Operand<'p>) -> Result<Partial<'p>, Trouble>,
    ) -> Result<Partial<'p>, Trouble> {
        let mut found = Partial {
            open: self.open.clone(),
            unsure: self.unsure.clone(),
            basis: self.basis,
            ..Partial::default()
        };
        for element in &self.definite {
            let mut below = follow(&element.value)?;
            below.basis = below.basis.and(element.value.basis);
            found.join(below);
        }
        for element in &self.possible {
            let mut below = follow(&element.value)?;
            below.possible.append(&mut below.definite);
            below.at_least = 0;
            found.join(below);
        }
        found.unite();
        Ok(found)
    }

    /// Each resource once, on either side of its change; one that is certain is not merely possible.
    fn unite(&mut self) {
        let hidden = self.hidden();
        let place = |element: &Element<'p>| match &element.value.kind {
            Kind::Resource(resource, view) => Some((std::ptr::from_ref(*resource), *view)),
            _ => None,
        };
        let mut seen = HashSet::new();
        self.definite
            .retain(|element| place(element).is_none_or(|place| seen.insert(place)));
        self.possible
            .retain(|element| place(element).is_none_or(|place| seen.insert(place)));
        self.at_least = self.definite.len() + hidden;
    }
}

impl<'p> From<Edge<'p>> for Partial<'p> {
    fn from(edge: Edge<'p>) -> Partial<'p> {
        let element = |member: Member<'p>| Element {
            key: Value::NULL,
            value: Operand::resource(member.resource, View::After).resting_on(member.basis),
        };
        Partial {
            definite: edge.definite.into_iter().map(element).collect(),
            possible: edge.possible.into_iter().map(element).collect(),
            at_least: edge.at_least,
            open: edge.open.map(Arc::new),
            unsure: edge.unsure.map(Arc::new),
            elsewhere: edge.elsewhere,
            basis: edge.basis,
        }
    }
}
