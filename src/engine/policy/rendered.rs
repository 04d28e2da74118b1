//! What a data source of a policy document renders, as far as that is known.

use std::collections::HashMap;
use std::sync::Arc;

use super::{is_document, is_rendered};
use crate::engine::evaluate::Evaluator;
use crate::function::iam;
use crate::reference::{Node, Resource, State, View};
use crate::value::{Basis, Missing, Reason, Trouble, Value};

/// The documents that a data source takes in.
const TAKEN_IN: [&str; 4] = [
    "source_json",
    "source_policy_documents",
    "override_policy_documents",
    "override_json",
];

/// A document on its way from a data source to a value.
pub(super) struct Reading<'p> {
    /// Whether references are followed.
    follow: bool,
    /// The data sources that are being read, each taken in by the one before.
    trail: Vec<Resource<'p>>,
    /// What was read before, by the place of the data source.
    read: HashMap<usize, Value>,
    /// What was assumed on the way.
    pub(super) basis: Basis,
    /// Something sensitive was read.
    pub(super) sensitive: bool,
}

impl Reading<'_> {
    /// Nothing is read yet.
    pub(super) fn new(follow: bool) -> Self {
        Reading {
            follow,
            trail: Vec::new(),
            read: HashMap::new(),
            basis: Basis::KNOWN,
            sensitive: false,
        }
    }

    /// Whether what is read now was not read before: where references are followed, the document
    /// that was asked is read again.
    fn is_first(&self) -> bool {
        !self.follow || !self.trail.is_empty()
    }
}

impl<'p> Evaluator<'_, 'p> {
    /// What a data source of a policy document renders, as far as that is known.
    pub(super) fn rendered(
        &self,
        resource: Resource<'p>,
        reading: &mut Reading<'p>,
    ) -> Result<Value, Trouble> {
        let place = std::ptr::from_ref(resource).addr();
        if let Some(read) = reading.read.get(&place) {
            return Ok(read.clone());
        }
        let document = self.read_document(resource, reading)?;
        reading.read.insert(place, document.clone());
        Ok(document)
    }

    fn read_document(
        &self,
        resource: Resource<'p>,
        reading: &mut Reading<'p>,
    ) -> Result<Value, Trouble> {
        if reading.trail.iter().any(|one| std::ptr::eq(*one, resource)) {
            return Ok(Value::Unknown(Arc::new(Missing {
                reason: Reason::Reference,
                what: format!("`{}` takes itself in", resource.address),
                decided_by: "a plan of a configuration without a circle".to_owned(),
            })));
        }
        let root = self.plan.root(resource, View::After);
        reading.sensitive |= root.is_sensitive();
        let json = self.plain_data(root.attribute(&Arc::from("json")))?;
        if matches!(json.state(), State::Known(_)) {
            if reading.is_first() {
                self.note_read(&json);
            }
            let text = self.plain_data(json.value())?;
            self.burn(weight(&text))?;
            return Ok(text);
        }
        let Value::Map(attributes) = self.plain_data(root.value())? else {
            return Ok(Value::Unknown(Arc::new(json.missing())));
        };
        let statements = self.plain_data(root.attribute(&Arc::from("statement")))?;
        let mut attributes = (*attributes).clone();
        match statements.state() {
            State::NotInPlan => {
                let unknown = self.plain_data(statements.value())?;
                attributes.insert(Arc::from("statement"), unknown);
            }
            State::Known(json) if json.raw() == "[]" => {}
            _ if reading.is_first() => self.note_read(&statements),
            _ => {}
        }
        if reading.follow {
            reading.trail.push(resource);
            let hinted = self.with_names(&statements, reading)?;
            attributes.insert(Arc::from("statement"), hinted);
            for name in TAKEN_IN {
                let Some(node) = self.existing(&root, name)? else {
                    continue;
                };
                let taken_in = self.taken_in(&node, name.ends_with("_json"), reading)?;
                attributes.insert(Arc::from(name), taken_in);
            }
            reading.trail.pop();
        }
        let attributes = Value::Map(Arc::new(attributes));
        self.burn(weight(&attributes))?;
        iam::document_from_data(&attributes)
    }

    /// An argument that takes in documents: each one's text or, where that is not known, what the
    /// data source that it comes from renders.
    fn taken_in(
        &self,
        node: &Node<'p>,
        is_text: bool,
        reading: &mut Reading<'p>,
    ) -> Result<Value, Trouble> {
        let is_unknown = |node: &Node<'p>| matches!(node.state(), State::Unknown);
        let (elements, is_list) = match self.plain_data(node.elements())? {
            Some((elements, false)) => (elements, true),
            None if is_unknown(node) && is_text => (vec![node.clone()], false),
            _ => return self.plain_data(node.value()),
        };
        let mut origins = Vec::with_capacity(elements.len());
        for element in elements.iter().filter(|element| is_unknown(element)) {
            origins.extend(self.plain_data(self.plan.element_origin(element))?);
        }
        let unknown = elements.iter().filter(|node| is_unknown(node)).count();
        if origins.len() != unknown {
            // Without the source, each that is unknown is one reference, in the order written.
            origins = match self.plain_data(self.plan.origins(node))? {
                Ok(origins) if origins.len() == unknown => origins,
                _ => return self.plain_data(node.value()),
            };
        }
        self.followed(node, &origins);
        let mut origins = origins.iter();
        let mut documents = Vec::with_capacity(elements.len());
        for element in &elements {
            let origin = is_unknown(element).then(|| origins.next()).flatten();
            documents.push(match origin {
                Some(origin) if is_document(origin.resource) && is_rendered(origin) => {
                    reading.basis = reading.basis.and(origin.basis);
                    self.rendered(origin.resource, reading)?
                }
                _ => self.plain_data(element.value())?,
            });
        }
        Ok(match documents.pop() {
            Some(only) if !is_list => only,
            last => Value::list(documents.into_iter().chain(last)),
        })
    }

    /// The `statement` blocks of a data source, in which what is unknown and has a name, an id or
    /// an ARN in it is told from what may be `*`.
    fn with_names(&self, blocks: &Node<'p>, reading: &mut Reading<'p>) -> Result<Value, Trouble> {
        self.each_block(blocks, |block, entries| {
            for name in ["resources", "not_resources"] {
                self.names_in(block, name, entries, reading)?;
            }
            for name in ["principals", "not_principals"] {
                let Some(principals) = self.existing(block, name)? else {
                    continue;
                };
                let hinted = self.each_block(&principals, |block, entries| {
                    self.names_in(block, "identifiers", entries, reading)
                })?;
                entries.push((Arc::from(name), hinted));
            }
            Ok(())
        })
    }

    fn names_in(
        &self,
        block: &Node<'p>,
        name: &str,
        entries: &mut Vec<(Arc<str>, Value)>,
        reading: &mut Reading<'p>,
    ) -> Result<(), Trouble> {
        if let Some(texts) = self.existing(block, name)? {
            entries.push((Arc::from(name), self.texts_with_names(&texts, reading)?));
        }
        Ok(())
    }

    /// An attribute that this version of the provider has.
    fn existing(&self, of: &Node<'p>, name: &str) -> Result<Option<Node<'p>>, Trouble> {
        let node = self.plain_data(of.attribute(&Arc::from(name)))?;
        Ok((!matches!(node.state(), State::NotInPlan)).then_some(node))
    }

    /// Blocks as they are, with some entries changed.
    fn each_block(
        &self,
        blocks: &Node<'p>,
        mut change: impl FnMut(&Node<'p>, &mut Vec<(Arc<str>, Value)>) -> Result<(), Trouble>,
    ) -> Result<Value, Trouble> {
        let Some((elements, false)) = self.plain_data(blocks.elements())? else {
            return self.plain_data(blocks.value());
        };
        let mut values = Vec::with_capacity(elements.len());
        for block in &elements {
            values.push(match self.plain_data(block.value())? {
                Value::Map(map) => {
                    let mut changed = Vec::new();
                    change(block, &mut changed)?;
                    let mut map = (*map).clone();
                    map.extend(changed);
                    Value::Map(Arc::new(map))
                }
                other => other,
            });
        }
        Ok(Value::list(values))
    }

    fn texts_with_names(
        &self,
        texts: &Node<'p>,
        reading: &mut Reading<'p>,
    ) -> Result<Value, Trouble> {
        let Some((elements, false)) = self.plain_data(texts.elements())? else {
            return self.plain_data(texts.value());
        };
        let is_unknown = |text: &Node<'p>| matches!(text.state(), State::Unknown);
        let mut are_names = None;
        if elements.iter().any(is_unknown) {
            // What makes the one unknown and what makes the other is written down together.
            are_names = self.plain_data(self.plan.are_names(texts))?;
        }
        reading.basis = reading.basis.and(are_names.unwrap_or_default());
        let values = elements.iter().map(|text| {
            if are_names.is_some() && is_unknown(text) {
                Ok(iam::hint::name(Arc::new(text.missing())))
            } else {
                self.plain_data(text.value())
            }
        });
        Ok(Value::list(values.collect::<Result<Vec<_>, _>>()?))
    }
}

/// What it takes to read a document, in steps.
pub(super) fn weight(document: &Value) -> u64 {
    let many = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let below: u64 = match document {
        Value::Text(text) => many(text.len() / 64),
        Value::List(items) => items.iter().map(weight).sum(),
        Value::Map(map) => map.values().map(weight).sum(),
        _ => 0,
    };
    below.saturating_add(1)
}
