//! Judges a rule by what was made, in the plainest way: no engine, no JSON, nothing unknown but
//! what lies outside.

use super::rule::{Condition, List, Place, Quantifier, Rule};
use crate::case::Made;
use crate::terraform::value::Value;

/// Whether the rule holds for a resource; `None` where something outside of the configuration
/// decides.
pub(super) fn holds(rule: &Rule, of: &Made, all: &[Made]) -> Option<bool> {
    let world = World { all };
    world.condition(&rule.condition, &[of])
}

struct World<'m> {
    all: &'m [Made],
}

/// Members of a list, and whether there are others outside.
struct Members<'m> {
    here: Vec<&'m Made>,
    outside: bool,
}

impl<'m> World<'m> {
    fn condition(&self, condition: &Condition, things: &[&'m Made]) -> Option<bool> {
        match condition {
            Condition::Set(place) => Some(!value(place, things).is_empty()),
            Condition::Equal(place, word) => Some(value(place, things).as_text() == Some(word)),
            Condition::In(place, words) => {
                let value = value(place, things);
                Some(value.as_text().is_some_and(|text| words.contains(&text)))
            }
            Condition::Else(place, other, word) => {
                let value = value(place, things);
                let text = if value.is_empty() {
                    Some(*other)
                } else {
                    value.as_text()
                };
                Some(text == Some(word))
            }
            Condition::Filled(list) => {
                let members = self.members(list, things);
                Some(members.outside || !members.here.is_empty())
            }
            Condition::Each(quantifier, list, condition) => {
                let members = self.members(list, things);
                let answers = self.answers(&members, condition, things);
                match quantifier {
                    Quantifier::Any => any(&answers),
                    Quantifier::None => any(&answers).map(|any| !any),
                    Quantifier::All => all(&answers),
                }
            }
            Condition::AtMost(list, condition, most) => {
                let members = self.members(list, things);
                let answers = self.answers(&members, condition, things);
                let sure = answers
                    .iter()
                    .filter(|answer| **answer == Some(true))
                    .count();
                let may = answers
                    .iter()
                    .filter(|answer| **answer != Some(false))
                    .count();
                // Of what lies outside nobody says how many there are.
                match (sure <= *most, may <= *most && !members.outside) {
                    (true, true) => Some(true),
                    (false, _) => Some(false),
                    _ => None,
                }
            }
            Condition::Not(of) => self.condition(of, things).map(|holds| !holds),
            Condition::And(parts) => all(&self.both(parts, things)),
            Condition::Or(parts) => any(&self.both(parts, things)),
        }
    }

    fn both(&self, parts: &[Condition; 2], things: &[&'m Made]) -> Vec<Option<bool>> {
        parts
            .iter()
            .map(|part| self.condition(part, things))
            .collect()
    }

    /// What a condition says of each member; of one outside, nothing.
    fn answers(
        &self,
        members: &Members<'m>,
        condition: &Condition,
        things: &[&'m Made],
    ) -> Vec<Option<bool>> {
        let mut answers: Vec<Option<bool>> = members
            .here
            .iter()
            .map(|member| self.condition(condition, &[things, &[*member]].concat()))
            .collect();
        answers.extend(members.outside.then_some(None));
        answers
    }

    fn members(&self, list: &List, things: &[&'m Made]) -> Members<'m> {
        match list {
            List::Resources(kind) => Members {
                here: self.of_kind(kind).collect(),
                outside: false,
            },
            List::Forward(place, kind) => {
                let value = value(place, things);
                let Some(text) = value.as_text().filter(|text| !text.is_empty()) else {
                    return Members {
                        here: Vec::new(),
                        outside: false,
                    };
                };
                let here: Vec<&Made> = self
                    .of_kind(kind)
                    .filter(|made| is_called(made, text))
                    .collect();
                Members {
                    outside: here.is_empty(),
                    here,
                }
            }
            List::Back { depth, kind, path } => {
                let refers = |made: &&Made| {
                    let named = below(&made.object, path);
                    named
                        .as_text()
                        .is_some_and(|text| !text.is_empty() && is_called(things[*depth], text))
                };
                Members {
                    here: self.of_kind(kind).filter(refers).collect(),
                    outside: false,
                }
            }
        }
    }

    fn of_kind(&self, kind: &str) -> impl Iterator<Item = &'m Made> {
        self.all.iter().filter(move |made| made.kind == kind)
    }
}

/// Whether a text is the name, id or ARN of something.
fn is_called(made: &Made, text: &str) -> bool {
    ["name", "id", "arn"]
        .iter()
        .any(|field| made.object.field(field).as_text() == Some(text))
}

fn value(place: &Place, things: &[&Made]) -> Value {
    below(&things[place.depth].object, place.path)
}

/// The value at a path; of a block there is one at most.
fn below(object: &Value, path: &[&str]) -> Value {
    let mut at = object.clone();
    for name in path {
        if let Value::List(items) = &at {
            at = items.first().cloned().unwrap_or(Value::Null);
        }
        at = at.field(name);
    }
    at
}

fn any(answers: &[Option<bool>]) -> Option<bool> {
    if answers.contains(&Some(true)) {
        return Some(true);
    }
    if answers.contains(&None) {
        None
    } else {
        Some(false)
    }
}

fn all(answers: &[Option<bool>]) -> Option<bool> {
    let negated: Vec<Option<bool>> = answers
        .iter()
        .map(|answer| answer.map(|holds| !holds))
        .collect();
    any(&negated).map(|any| !any)
}
