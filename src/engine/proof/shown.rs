//! Values, places and members of lists as a proof shows them: without anything sensitive.

use std::collections::HashMap;

use super::{Candidate, Certainty, Read};
use crate::engine::explain;
use crate::engine::message::SENSITIVE;
use crate::engine::operand::{Kind, Operand, Range};
use crate::engine::partial::{Element, Partial};
use crate::engine::secrets::Redaction;
use crate::reference::{Member, Node, Plan};
use crate::value::{self, Basis, Missing, Reason, Trouble};

/// Shows what comes out of one plan.
pub(in crate::engine) struct Showing<'e, 'p> {
    pub(in crate::engine) plan: &'e Plan<'p>,
    pub(in crate::engine) redaction: &'e Redaction<'p>,
}

/// The members of links that were followed, by the addresses of their resources in memory: how a
/// list came to its members.
pub(in crate::engine) type Links<'s, 'p> = HashMap<usize, &'s Member<'p>>;

impl<'p> Showing<'_, 'p> {
    /// A value in one line; `None` where it is a list whose members are to be listed.
    pub(super) fn value(&self, operand: &Operand<'p>) -> Option<String> {
        if operand.sensitive {
            return Some(SENSITIVE.to_owned());
        }
        Some(match &operand.kind {
            Kind::Node(node) => explain::shown(node, self.plan, self.redaction),
            Kind::Resource(resource, _) => resource.address.to_string(),
            Kind::Thing(thing) => thing.address.clone(),
            Kind::Range(Range { low, high, .. }) => match high {
                Some(high) => format!("between {low} and {high}"),
                None => format!("at least {low}"),
            },
            Kind::Data(value) => self.data(value),
            Kind::Partial(list) => match self.as_data(list) {
                Some(_) if list.definite.is_empty() => "(no members)".to_owned(),
                Some(value) => self.data(&value),
                None => return None,
            },
        })
    }

    /// Whether a value, or a part of it, must not be shown.
    pub(in crate::engine) fn is_hidden(&self, operand: &Operand<'p>) -> bool {
        operand.is_sensitive()
            || match &operand.kind {
                Kind::Node(node) => explain::is_hidden_in(node, self.plan),
                Kind::Partial(list) => {
                    let mut members = list.definite.iter().chain(&list.possible);
                    members.any(|member| self.is_hidden(&member.value))
                }
                _ => false,
            }
    }

    /// A value that may be shown, in the rule language's own notation, and as JSON where all of it
    /// is known and is data; `None` where it is a list whose members are to be listed.
    pub(in crate::engine) fn written(
        &self,
        operand: &Operand<'p>,
    ) -> Result<Option<(String, Option<String>)>, Trouble> {
        Ok(Some(match &operand.kind {
            Kind::Resource(..) | Kind::Thing(_) | Kind::Range(_) => {
                (self.value(operand).unwrap_or_default(), None)
            }
            Kind::Data(_) | Kind::Node(_) => self.notation(&operand.value()?),
            Kind::Partial(list) => {
                let is_data = |element: &Element<'p>| {
                    matches!(element.value.kind, Kind::Data(_) | Kind::Node(_))
                };
                if !(list.is_certain() && list.definite.iter().all(is_data)) {
                    return Ok(None);
                }
                self.notation(&list.value()?)
            }
        }))
    }

    fn notation(&self, value: &value::Value) -> (String, Option<String>) {
        let text = self.redaction.scrub(value, value::print::notation);
        let is_known = value.missing().is_none();
        let json = is_known.then(|| self.redaction.scrub(value, value::json::encode));
        // A text that is a secret as a whole comes back bare.
        let json = json.filter(|json| json != SENSITIVE);
        (text, json.map(|json| value::print::harmless_json(&json)))
    }

    /// The place that a value was read from.
    pub(in crate::engine) fn read(&self, operand: &Operand<'p>) -> Option<Read> {
        match &operand.kind {
            Kind::Node(node) => Some(self.read_of(node)),
            _ => None,
        }
    }

    pub(super) fn read_of(&self, node: &Node<'p>) -> Read {
        // What is malformed was said where its value was shown.
        let origins = self.plan.provenance(node).unwrap_or_default();
        let clean = |text: &str| self.redaction.text(text);
        Read {
            address: node.instance.address.to_string(),
            path: self.redaction.path(&node.path.to_string()),
            origins: origins
                .into_iter()
                .map(|origin| origin.map_texts(clean))
                .collect(),
        }
    }

    /// The members of a list, and the part of it that nobody sees; none where the list is shown
    /// as a value.
    pub(in crate::engine) fn candidates(
        &self,
        operand: &Operand<'p>,
        links: &Links<'_, 'p>,
    ) -> Vec<Candidate> {
        let Kind::Partial(list) = &operand.kind else {
            return Vec::new();
        };
        if operand.sensitive || self.as_data(list).is_some() {
            return Vec::new();
        }
        let definite = list.definite.iter();
        let mut all: Vec<Candidate> = definite
            .map(|element| self.candidate(element, Certainty::Definite, links))
            .collect();
        for element in &list.possible {
            all.push(Candidate {
                why: Some(self.redaction.missing(&why_possible(list))),
                ..self.candidate(element, Certainty::Possible, links)
            });
        }
        if let Some(missing) = &list.open {
            all.push(Candidate {
                why: Some(self.redaction.missing(missing)),
                ..Candidate::of(Certainty::Open, String::new())
            });
        }
        all
    }

    /// A member of a list, in one line.
    pub(super) fn member(&self, element: &Element<'p>) -> String {
        match &element.value.kind {
            Kind::Node(node) => self.redaction.path(&node.path.to_string()),
            _ => self
                .value(&element.value)
                .unwrap_or_else(|| "a list".to_owned()),
        }
    }

    fn candidate(
        &self,
        element: &Element<'p>,
        certainty: Certainty,
        links: &Links<'_, 'p>,
    ) -> Candidate {
        let text = self
            .value(&element.value)
            .unwrap_or_else(|| "a list".to_owned());
        let link = match &element.value.kind {
            Kind::Resource(resource, _) => links.get(&std::ptr::from_ref(*resource).addr()),
            _ => None,
        };
        let via = link.iter().flat_map(|link| &link.via);
        Candidate {
            read: self.read(&element.value),
            naming: link.and_then(|link| link.naming()),
            via: via.map(|step| self.redaction.text(step)).collect(),
            assumptions: element.value.basis.assumptions().collect(),
            by_source: element.value.basis.is_from_source(),
            ..Candidate::of(certainty, text)
        }
    }

    fn data(&self, value: &value::Value) -> String {
        self.redaction.scrub(value, |value| {
            value::print::quoted(value, explain::CHARACTERS)
        })
    }

    /// A list that is plain data, all of it certain.
    fn as_data(&self, list: &Partial<'p>) -> Option<value::Value> {
        let is_plain = |element: &Element<'p>| {
            matches!(element.value.kind, Kind::Data(_)) && !element.value.is_sensitive()
        };
        let plain = list.is_certain() && list.definite.iter().all(is_plain);
        plain.then(|| list.value().ok()).flatten()
    }
}

impl Candidate {
    fn of(certainty: Certainty, text: String) -> Candidate {
        Candidate {
            certainty,
            text,
            read: None,
            naming: None,
            via: Vec::new(),
            assumptions: Vec::new(),
            by_source: false,
            why: None,
        }
    }
}

/// What a candidate takes for granted.
pub(super) fn basis(operand: &Operand<'_>) -> Basis {
    let Kind::Partial(list) = &operand.kind else {
        return Basis::KNOWN;
    };
    let members = list.definite.iter().chain(&list.possible);
    members.fold(Basis::KNOWN, |basis, member| basis.and(member.value.basis))
}

fn why_possible(list: &Partial<'_>) -> Missing {
    if let Some(missing) = &list.unsure {
        return Missing::clone(missing);
    }
    let what = if list.hidden() > 0 {
        "one of the possible ones is meant, and the plan does not say which"
    } else {
        "the plan does not say whether it is meant"
    };
    Missing {
        reason: Reason::Choice,
        what: what.to_owned(),
        decided_by: "the configuration's source (`--source DIR`), or the value after apply"
            .to_owned(),
    }
}
