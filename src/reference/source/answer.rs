//! What the source answers: whether something is set, and which resources it names.

use super::super::edge::{Edge, Member, REFERS_TO_IT};
use super::super::node::{Node, State};
use super::super::plan::Plan;
use super::super::set::Answer;
use super::argument::Sourced;
use crate::hcl::{Attribute, Step, Value};
use crate::input::{Defect, Mode};
use crate::schema::links;
use crate::value::{Basis, Missing, Reason, Ternary};

impl<'p> Plan<'p> {
    /// `is set` by the source; `None` where the source does not say.
    ///
    /// `stays` says that an argument that turns out to be null leaves what the object had.
    pub(in crate::reference) fn is_set_by_source(
        &self,
        node: &Node<'p>,
        stays: bool,
    ) -> Result<Option<Answer>, Defect> {
        Ok(match self.sourced(node)? {
            Some(Sourced::Value(value)) => self.set_by_value(node, &value, stays),
            Some(Sourced::Blocks(count)) if count > 0 || !stays => Some(by_source(count > 0)),
            _ => None,
        })
    }

    fn set_by_value(&self, node: &Node<'p>, value: &Value, stays: bool) -> Option<Answer> {
        match is_set(value) {
            Ternary::True => Some(by_source(true)),
            Ternary::False if stays => None,
            Ternary::False => Some(by_source(false)),
            // What nobody can follow says nothing; what depends on the apply says just that.
            Ternary::Unknown if is_unread(value) => None,
            Ternary::Unknown => Some(Answer {
                basis: Basis::SOURCE,
                ..Answer::unknown(self.undecided(node, value))
            }),
        }
    }

    /// `->` by the source; `None` where the source does not say.
    pub(in crate::reference) fn forward_by_source(
        &self,
        node: &Node<'p>,
        kind: &str,
    ) -> Result<Option<Edge<'p>>, Defect> {
        let Some(Sourced::Value(value)) = self.sourced(node)? else {
            return Ok(None);
        };
        if is_unread(&value) {
            return Ok(None);
        }
        let mut edge = self.edge_of(node, kind, &value)?;
        edge.basis = edge.basis.and(Basis::SOURCE);
        Ok(Some(edge))
    }

    /// `-> data` by the source; `None` where the source does not say.
    pub(in crate::reference) fn forward_data_by_source(
        &self,
        node: &Node<'p>,
        kind: &str,
    ) -> Result<Option<Edge<'p>>, Defect> {
        let Some(Sourced::Value(value)) = self.sourced(node)? else {
            return Ok(None);
        };
        let mut found = Vec::new();
        for choice in value.choices() {
            match choice {
                Value::Null => {}
                Value::Attribute(attribute) => match self.resource_of(attribute.of) {
                    Some(of) if of.mode == Mode::Data && &*of.kind == kind => found.push(of),
                    _ => return Ok(None),
                },
                _ => return Ok(None),
            }
        }
        let mut edge = Edge {
            basis: Basis::SOURCE,
            ..Edge::default()
        };
        for resource in found {
            edge.join(self.edge_to(node, resource));
        }
        if value.choices().len() > 1 {
            edge.possible = std::mem::take(&mut edge.definite);
            edge.at_least = usize::from(value.is_never_null());
        }
        Ok(Some(edge))
    }

    fn edge_of(&self, node: &Node<'p>, kind: &str, value: &Value) -> Result<Edge<'p>, Defect> {
        Ok(match value {
            Value::Null => self.edge_of_nothing(node)?,
            Value::Text(text) if text.is_empty() => self.edge_of_nothing(node)?,
            Value::Text(text) => self.forward_known(node, kind, text)?,
            Value::Attribute(attribute) => self.edge_of_attribute(node, kind, attribute),
            Value::Instance(of) => match self.resource_of(*of) {
                Some(resource) if &*resource.kind == kind && resource.mode == Mode::Managed => {
                    self.edge_to(node, resource)
                }
                _ => Edge::open(self.undecided(node, value), 1),
            },
            Value::List(elements) | Value::Set(elements) => {
                let mut edge = Edge::default();
                for element in elements.iter() {
                    edge.join(self.edge_of(node, kind, element)?);
                }
                edge
            }
            Value::OneOf(choices) => {
                let mut either = Edge::default();
                let mut at_least = usize::MAX;
                for choice in choices.iter() {
                    let edge = self.edge_of(node, kind, choice)?;
                    at_least = at_least.min(edge.at_least);
                    either.unseen(edge.open, edge.elsewhere);
                    for member in edge.definite.into_iter().chain(edge.possible) {
                        let known =
                            |other: &Member<'_>| std::ptr::eq(other.resource, member.resource);
                        if !either.possible.iter().any(known) {
                            either.possible.push(member);
                        }
                    }
                }
                either.at_least = at_least;
                either
            }
            _ => Edge::open(
                self.undecided(node, value),
                usize::from(is_set(value) == Ternary::True),
            ),
        })
    }

    /// Where what is written comes to nothing, the provider may fill something in.
    fn edge_of_nothing(&self, node: &Node<'p>) -> Result<Edge<'p>, Defect> {
        let set = self.is_set_as_left_out(node, Basis::SOURCE)?;
        Ok(match set.missing {
            Some(missing) => Edge::open(missing, 0),
            None => Edge {
                basis: set.basis,
                ..Edge::default()
            },
        })
    }

    fn edge_of_attribute(&self, node: &Node<'p>, kind: &str, attribute: &Attribute) -> Edge<'p> {
        let value = Value::Attribute(attribute.clone());
        let Some(resource) = self.resource_of(attribute.of) else {
            return Edge::open(self.undecided(node, &value), 0);
        };
        let identity = match &attribute.path[..] {
            [Step::Name(name)] => links::identities(&resource.kind).contains(&&**name),
            _ => false,
        };
        if resource.mode == Mode::Managed && identity {
            if &*resource.kind == kind {
                return self.edge_to(node, resource);
            }
            let missing = Missing {
                reason: Reason::Outside,
                what: format!(
                    "{} refers to `{}`, which is no {kind}",
                    node.subject(),
                    resource.address
                ),
                decided_by: format!("a reference to a {kind} of this plan"),
            };
            return Edge::open(missing, 1);
        }
        Edge::open(self.undecided(node, &value), 0)
    }

    fn edge_to(&self, node: &Node<'p>, resource: super::super::plan::Resource<'p>) -> Edge<'p> {
        let member = Member {
            resource,
            basis: Basis::SOURCE,
            via: self.written_at(node),
        };
        Edge {
            definite: vec![member],
            at_least: 1,
            ..Edge::default()
        }
    }

    /// That a place refers to something, and where that is written, in words.
    pub(super) fn written_at(&self, node: &Node<'p>) -> Vec<String> {
        let mut via = vec![format!("{} {REFERS_TO_IT}", node.subject())];
        via.extend(node.path.names().first().and_then(|name| {
            let place = self.place_of(node.instance, name)?;
            Some(format!("as written in {}:{}", place.file, place.line))
        }));
        via
    }

    /// Why the source cannot say what a place becomes.
    pub(super) fn undecided(&self, node: &Node<'p>, value: &Value) -> Missing {
        let what = match value {
            Value::Attribute(attribute) => self.attribute_words(attribute),
            Value::OneOf(choices) if choices.iter().any(|one| matches!(one, Value::Unknown(_))) => {
                let unknown = choices.iter().find(|one| matches!(one, Value::Unknown(_)));
                let why = unknown.and_then(Value::why_unknown).unwrap_or_default();
                format!(
                    "{} may be something that the source does not tell: {why}",
                    node.subject()
                )
            }
            Value::OneOf(_) => {
                let unknown = "a condition that is decided only during apply chooses what";
                format!("{unknown} {} becomes", node.subject())
            }
            other => other
                .why_unknown()
                .unwrap_or_else(|| "its value is not known".to_owned()),
        };
        Missing {
            reason: if matches!(value, Value::OneOf(_)) {
                Reason::Choice
            } else {
                Reason::Value
            },
            what,
            decided_by: "the value after apply".to_owned(),
        }
    }

    fn attribute_words(&self, attribute: &Attribute) -> String {
        let Some(resource) = self.resource_of(attribute.of) else {
            return "an attribute is known only after apply".to_owned();
        };
        let mut path = String::new();
        for step in attribute.path.iter() {
            match step {
                Step::Name(name) => path.extend([".", name]),
                Step::Index(index) => path.extend(["[", &index.to_string(), "]"]),
            }
        }
        format!("`{}{path}` is known only after apply", resource.address)
    }

    /// Whether the source shows that nothing is written at a place, not even by a `dynamic` block.
    pub(in crate::reference) fn nothing_in_source(&self, node: &Node<'p>) -> Result<bool, Defect> {
        Ok(matches!(
            self.sourced(node)?,
            Some(Sourced::Nothing | Sourced::Blocks(0) | Sourced::Value(Value::Null))
        ))
    }

    /// Whether the source makes a block at a place, although the plan does not know that yet.
    pub(in crate::reference) fn is_block_in_source(&self, node: &Node<'p>) -> Result<bool, Defect> {
        Ok(matches!(node.state(), State::Unknown)
            && matches!(self.sourced(node)?, Some(Sourced::Blocks(1))))
    }

    /// Whether the source writes something at a place; `None` where no source says.
    pub(in crate::reference) fn written_in_source(
        &self,
        node: &Node<'p>,
    ) -> Result<Option<Ternary>, Defect> {
        Ok(match self.sourced(node)? {
            None => None,
            Some(Sourced::Nothing) => Some(Ternary::False),
            Some(Sourced::Unsure) => Some(Ternary::Unknown),
            Some(Sourced::Blocks(count)) => Some((count > 0).into()),
            Some(Sourced::Value(value)) => Some(match value {
                Value::Null => Ternary::False,
                value if value.is_never_null() => Ternary::True,
                _ => match node.state() {
                    State::Known(_) => Ternary::True,
                    _ => Ternary::Unknown,
                },
            }),
        })
    }
}

/// Whether the source itself lacks what would say it: then the plan alone is asked.
fn is_unread(value: &Value) -> bool {
    matches!(value, Value::Unknown(unknown) if unknown.unread)
}

fn by_source(truth: bool) -> Answer {
    Answer {
        basis: Basis::SOURCE,
        ..Answer::known(truth)
    }
}

/// Whether a value is set after apply: neither null nor empty.
fn is_set(value: &Value) -> Ternary {
    match value {
        Value::Null => Ternary::False,
        Value::Text(text) => (!text.is_empty()).into(),
        Value::List(elements) | Value::Set(elements) => (!elements.is_empty()).into(),
        Value::Map(entries) => (!entries.is_empty()).into(),
        Value::OneOf(choices) => {
            let mut answers = choices.iter().map(is_set);
            let first = answers.next().unwrap_or(Ternary::Unknown);
            if answers.all(|answer| answer == first) {
                first
            } else {
                Ternary::Unknown
            }
        }
        other if crate::hcl::is_never_empty(other) => Ternary::True,
        _ => Ternary::Unknown,
    }
}
