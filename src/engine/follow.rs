//! From one place to the next: attributes, indexes, arrows, and what a loop goes through.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial, partial};
use super::trace::What;
use crate::program::{BackReference, Target};
use crate::reference::{Edge, Node, State as NodeState, View};
use crate::value::{Basis, Ternary, Trouble, Value};

impl<'p> Evaluator<'_, 'p> {
    /// `x.a`
    pub(super) fn attribute(&self, of: &Operand<'p>, name: &Arc<str>) -> Evaluated<'p> {
        self.burn(1)?;
        let found = match &of.kind {
            Kind::Resource(resource, view) => {
                let root = self.plan.root(resource, *view);
                let found = root.attribute(name).map_err(|wrong| self.defect(&wrong))?;
                self.as_source_says(found)?
            }
            Kind::Node(node) => return self.node_attribute(of, node, name),
            Kind::Thing(thing) if thing.followed.contains_key(name) => {
                let Some(followed) = thing.followed.get(name) else {
                    return Err(no_attributes(thing.kind, name));
                };
                Operand {
                    sensitive: followed.sensitive,
                    ..Operand::data(followed.value.clone())
                }
                .resting_on(followed.basis)
            }
            // Of an output that is sensitive the value is, and not that it is sensitive.
            Kind::Thing(thing) => Operand {
                sensitive: of.sensitive && &**name == "value",
                ..Operand::data(member(&thing.value, name)?)
            },
            Kind::Partial(list) => {
                let list = list.map(|element| self.attribute(element, name))?;
                partial(list)
            }
            Kind::Data(Value::List(_)) => {
                let list = of.elements()?.unwrap_or_default();
                partial(list.map(|element| self.attribute(element, name))?)
            }
            Kind::Data(value) => Operand {
                sensitive: of.sensitive,
                ..Operand::data(member(value, name)?)
            },
            Kind::Range(_) => return Err(no_attributes("a number", name)),
        };
        Ok(found.resting_on(of.basis))
    }

    fn node_attribute(&self, of: &Operand<'p>, node: &Node<'p>, name: &Arc<str>) -> Evaluated<'p> {
        let is_list = node.is_block_list()
            || (node
                .sole_block()
                .map_err(|wrong| self.defect(&wrong))?
                .elements()
                .map_err(|wrong| self.defect(&wrong))?)
            .is_some();
        if is_list {
            let list = self.as_list(of)?;
            return Ok(partial(list.map(|element| self.attribute(element, name))?));
        }
        if let NodeState::Known(json) = node.state()
            && !json.raw().starts_with(['{', '['])
        {
            return Err(no_attributes(json.kind(), name));
        }
        let found = node.attribute(name).map_err(|wrong| self.defect(&wrong))?;
        Ok(self.as_source_says(found)?.resting_on(of.basis))
    }

    /// A place, with the value that the source gives it where the plan does not know it.
    fn as_source_says(&self, node: Node<'p>) -> Evaluated<'p> {
        if !self.plan.has_source() {
            return Ok(Operand::new(Kind::Node(node)));
        }
        let said = self.plan.with_value_of_source(&node);
        Ok(match said.map_err(|wrong| self.defect(&wrong))? {
            Some(said) => Operand::new(Kind::Node(said)).resting_on(Basis::SOURCE),
            None => Operand::new(Kind::Node(node)),
        })
    }

    /// `x["k"]`, `x[0]`
    pub(super) fn index(&self, of: &Operand<'p>, index: &Operand<'p>) -> Evaluated<'p> {
        let sensitive = of.sensitive || index.is_sensitive();
        match index.value()? {
            // A place whose path is a secret must not be shown, so only its value goes on.
            Value::Text(key) if index.is_sensitive() => {
                let found = self.attribute(of, &key).and_then(|found| found.value());
                let value = found.map_err(|trouble| {
                    Trouble::new(trouble.code, "a sensitive value cannot be looked up here")
                })?;
                Ok(Operand {
                    sensitive,
                    ..Operand::data(value)
                })
            }
            Value::Text(key) => self.attribute(of, &key),
            Value::Unknown(missing) => Ok(Operand::data(Value::Unknown(missing))),
            Value::Null { .. } => Ok(Operand::data(Value::Null { absent: true })),
            Value::Number(number) => {
                let at = number.as_index();
                let list = self.as_list(of)?;
                let found = at.and_then(|at| list.definite.get(at));
                let found = match found {
                    // What stands before it is not all visible, so it may stand elsewhere.
                    Some(Element {
                        key: Value::Unknown(missing),
                        ..
                    }) => Operand::data(Value::Unknown(Arc::clone(missing))),
                    Some(Element {
                        key: Value::Number(_),
                        value,
                    }) => value.clone(),
                    // Others may come before it.
                    _ if !list.is_certain() => Operand::data(Value::Unknown(list.missing())),
                    Some(element) => element.value.clone(),
                    None => Operand::data(Value::Null { absent: true }),
                };
                Ok(Operand {
                    sensitive: sensitive || found.sensitive,
                    ..found
                }
                .resting_on(list.basis))
            }
            other => Err(Trouble::new(
                "R705",
                format!(
                    "an index must be a number or a string, found {}",
                    other.kind()
                ),
            )),
        }
    }

    /// `x -> T`
    pub(super) fn forward(
        &self,
        of: &Operand<'p>,
        target: &Target,
    ) -> Result<Partial<'p>, Trouble> {
        let mut found = self.follow(of, target)?;
        if found.open.is_some() && !found.elsewhere {
            let mut kinds = self.kinds(target).into_iter();
            found.elsewhere = !kinds.any(|kind| self.plan.has_any(target.data, &kind));
        }
        Ok(found)
    }

    fn follow(&self, of: &Operand<'p>, target: &Target) -> Result<Partial<'p>, Trouble> {
        self.burn(4)?;
        match &of.kind {
            Kind::Node(node) => {
                let mut found = Partial::default();
                for kind in self.kinds(target) {
                    let edge = self
                        .plan
                        .forward(node, target.data, &kind)
                        .map_err(|wrong| self.defect(&wrong))?;
                    if let Some(recorder) = &self.recorder {
                        recorder.followed(node, &edge);
                    }
                    self.note_link(&edge);
                    found.join(edge.into());
                }
                found.basis = found.basis.and(of.basis);
                Ok(found)
            }
            Kind::Resource(resource, _) => {
                let mut found = Partial::default();
                for kind in self.kinds(target) {
                    let edge = self
                        .plan
                        .mentions(resource, &kind)
                        .map_err(|wrong| self.defect(&wrong))?;
                    self.note_link(&edge);
                    found.join(edge.into());
                }
                Ok(found)
            }
            Kind::Partial(list) => list.flatten(|element| self.forward(element, target)),
            Kind::Data(Value::Null { .. }) => Ok(Partial::default()),
            Kind::Data(Value::Unknown(missing)) => Ok(Partial::open(Arc::clone(missing), 0)),
            Kind::Data(_) | Kind::Thing(_) | Kind::Range(_) => Err(Trouble {
                help: Some("write the attribute itself before the arrow".to_owned()),
                ..Trouble::new(
                    "R702",
                    format!(
                        "an arrow follows an attribute of a resource, found {}",
                        of.words()
                    ),
                )
            }),
        }
    }

    /// `x <- T.a`
    pub(super) fn back(
        &self,
        of: &Operand<'p>,
        reference: &BackReference,
    ) -> Result<Partial<'p>, Trouble> {
        self.burn(4)?;
        let resource = match &of.kind {
            Kind::Resource(resource, _) => *resource,
            Kind::Node(node) => node.instance,
            Kind::Partial(list) => return list.flatten(|element| self.back(element, reference)),
            Kind::Data(Value::Null { .. }) => return Ok(Partial::default()),
            Kind::Data(Value::Unknown(missing)) => {
                return Ok(Partial::open(Arc::clone(missing), 0));
            }
            Kind::Data(_) | Kind::Thing(_) | Kind::Range(_) => {
                return Err(Trouble::new(
                    "R702",
                    format!("`<-` asks what refers to a resource, found {}", of.words()),
                ));
            }
        };
        let mut found = Partial::default();
        for kind in self.kinds(&reference.target) {
            let data = reference.target.data;
            let edge = self
                .plan
                .back(resource, data, &kind, &reference.path)
                .map_err(|wrong| self.defect(&wrong))?;
            if let Some(recorder) = &self.recorder {
                recorder.followed_back(resource, &edge);
            }
            self.note_link(&edge);
            found.join(edge.into());
        }
        Ok(found)
    }

    fn note_link(&self, edge: &Edge<'p>) {
        if !(edge.definite.is_empty() && edge.possible.is_empty()) {
            self.note(|| What::Link(edge.clone()));
        }
    }

    pub(super) fn resources(&self, target: &Target) -> Result<Partial<'p>, Trouble> {
        let mut found = Partial::default();
        for kind in self.kinds(target) {
            self.burn(1)?;
            found.join(self.plan.everything(target.data, &kind).into());
        }
        Ok(found)
    }

    /// The types that a target means.
    fn kinds(&self, target: &Target) -> Vec<Arc<str>> {
        if !target.wild {
            return vec![Arc::clone(&target.kind)];
        }
        let matcher = crate::program::compile_text_glob(&target.kind);
        let kinds = self.plan.kinds(target.data).into_iter();
        match matcher {
            Ok(glob) => kinds.filter(|kind| glob.is_match(&**kind)).collect(),
            Err(_) => Vec::new(),
        }
    }

    /// What a loop goes through. A list that nobody writes and that is unknown is empty where
    /// the provider leaves it so.
    pub(super) fn as_list(&self, operand: &Operand<'p>) -> Result<Partial<'p>, Trouble> {
        if let Kind::Node(node) = &operand.kind {
            self.read(operand);
            if matches!(node.state(), NodeState::Unknown | NodeState::NotInPlan) {
                let set = self
                    .plan
                    .is_set(node)
                    .map_err(|wrong| self.defect(&wrong))?;
                return Ok(match set.truth {
                    Ternary::False => Partial {
                        basis: set.basis,
                        ..Partial::default()
                    },
                    truth => {
                        let missing = set.missing.unwrap_or_else(|| node.missing());
                        let at_least = usize::from(truth == Ternary::True);
                        Partial::open(Arc::new(missing), at_least)
                    }
                });
            }
        }
        operand.elements()?.ok_or_else(|| {
            Trouble::new(
                "R702",
                format!("a list or a map is needed here, found {}", operand.words()),
            )
        })
    }

    /// `self` as the other side of its change.
    pub(super) fn before(&self, operand: &Operand<'p>) -> Evaluated<'p> {
        match &operand.kind {
            Kind::Resource(resource, _) => {
                let existed = resource.before.is_some_and(|before| !before.is_null());
                Ok(if existed {
                    Operand::resource(resource, View::Before)
                } else {
                    Operand::data(Value::NULL)
                })
            }
            _ => Err(Trouble::new(
                "R702",
                format!("`before` needs a resource, found {}", operand.words()),
            )),
        }
    }
}

/// A key of plain data; what has no keys at all is a mistake.
fn member(value: &Value, name: &Arc<str>) -> Result<Value, Trouble> {
    Ok(match value {
        Value::Map(map) => map
            .get(name)
            .cloned()
            .unwrap_or(Value::Null { absent: true }),
        Value::Null { .. } => Value::Null { absent: true },
        Value::Unknown(missing) => Value::Unknown(Arc::clone(missing)),
        other => return Err(no_attributes(other.kind(), name)),
    })
}

fn no_attributes(kind: &str, name: &str) -> Trouble {
    Trouble {
        help: Some("maps and resources have some; `jsondecode(…)` reads a JSON text".to_owned()),
        ..Trouble::new(
            "R702",
            format!("{kind} has no attribute `{}`", name.escape_debug()),
        )
    }
}
