//! What the source says of a place in a resource.

use super::super::node::{Node, Place, State, View};
use super::super::path::Step;
use super::super::plan::{Plan, Resource};
use super::world::{address_of, known};
use crate::hcl::{Argument, Evaluator, Expanded, Value};
use crate::input::{Defect, Mode};
use crate::schema::Nesting;

/// What the source says of a place.
#[derive(Clone)]
pub(in crate::reference) enum Sourced {
    /// Nothing is written there, by a `dynamic` block neither.
    Nothing,
    /// This is written.
    Value(Value),
    /// So many blocks are written.
    Blocks(usize),
    /// Something is written that nobody can say before apply.
    Unsure,
}

/// A place on the way down.
enum At {
    Block(Expanded),
    Blocks(Vec<Expanded>),
    Value(Value),
}

impl<'p> Plan<'p> {
    /// The block of a resource in the source, if one is in use.
    pub(super) fn block(&self, resource: Resource<'p>) -> Option<Expanded> {
        let evaluator = self.evaluator()?;
        evaluator.block(&address_of(resource))
    }

    /// What the source says of a node; `None` if no source is in use, or if it cannot be told
    /// which of several blocks is meant.
    pub(in crate::reference) fn sourced(&self, node: &Node<'p>) -> Result<Option<Sourced>, Defect> {
        let is_asked = node.instance.mode == Mode::Managed || is_document(node.instance);
        if self.source.is_none() || node.view != View::After || !is_asked {
            return Ok(None);
        }
        let (Some(evaluator), Some(block)) = (self.evaluator(), self.block(node.instance)) else {
            return Ok(None);
        };
        let planned = self.root(node.instance, View::After);
        self.walk(&evaluator, At::Block(block), &planned, &node.path.steps())
    }

    fn walk(
        &self,
        evaluator: &Evaluator<'_>,
        at: At,
        planned: &Node<'p>,
        steps: &[Step],
    ) -> Result<Option<Sourced>, Defect> {
        let Some((step, rest)) = steps.split_first() else {
            return Ok(Some(match at {
                At::Block(_) => Sourced::Blocks(1),
                At::Blocks(blocks) => Sourced::Blocks(blocks.len()),
                At::Value(value) => Sourced::Value(value),
            }));
        };
        let further = match step {
            Step::Attribute(name) | Step::Key(name) => Some(planned.attribute(name)?),
            Step::Index(index) => planned
                .elements()?
                .and_then(|(elements, _)| elements.into_iter().nth(*index)),
        };
        let Some(further) = further else {
            return Ok(None);
        };
        match at {
            At::Blocks(blocks) => {
                if blocks.is_empty() {
                    return Ok(Some(Sourced::Nothing));
                }
                let possible = self.possible(evaluator, &blocks, planned, step)?;
                let mut answers = Vec::with_capacity(possible.len());
                for block in possible {
                    let answer = match step {
                        Step::Index(_) => self.walk(evaluator, At::Block(block), &further, rest)?,
                        Step::Attribute(name) | Step::Key(name) => {
                            match below(evaluator, &block, name) {
                                Ok(at) => self.walk(evaluator, at, &further, rest)?,
                                Err(sourced) => Some(sourced),
                            }
                        }
                    };
                    answers.push(answer);
                }
                Ok(any_of(answers))
            }
            At::Block(block) => match step {
                Step::Attribute(name) | Step::Key(name) => match below(evaluator, &block, name) {
                    Ok(at) => self.walk(evaluator, at, &further, rest),
                    Err(sourced) => Ok(Some(sourced)),
                },
                Step::Index(_) => self.walk(evaluator, At::Block(block), &further, rest),
            },
            At::Value(value) => {
                // The order of a set is not that of the source.
                if is_set(planned) && matches!(step, Step::Index(_)) {
                    return Ok(None);
                }
                match evaluator.step(&value, &own(step)) {
                    Some(value) => self.walk(evaluator, At::Value(value), &further, rest),
                    None => Ok(None),
                }
            }
        }
    }

    /// The blocks of the source that a planned one may be; none where nobody can say.
    fn possible(
        &self,
        evaluator: &Evaluator<'_>,
        blocks: &[Expanded],
        planned: &Node<'p>,
        step: &Step,
    ) -> Result<Vec<Expanded>, Defect> {
        if let [only] = blocks {
            return Ok(vec![only.clone()]);
        }
        let (Step::Index(index), Some((elements, false))) = (step, planned.elements()?) else {
            return Ok(Vec::new());
        };
        if elements.len() != blocks.len() {
            return Ok(Vec::new());
        }
        let is_set =
            matches!(planned.place(), Place::Blocks(nested) if nested.nesting == Nesting::Set);
        if !is_set {
            return Ok(blocks.get(*index).cloned().into_iter().collect());
        }
        let Some(element) = elements.get(*index) else {
            return Ok(Vec::new());
        };
        let mut fitting = Vec::new();
        for block in blocks {
            if self.could_be(evaluator, block, element)? {
                fitting.push(block.clone());
            }
        }
        Ok(fitting)
    }

    /// Whether a block of the source can be a planned one: nothing that both know differs.
    fn could_be(
        &self,
        evaluator: &Evaluator<'_>,
        block: &Expanded,
        planned: &Node<'p>,
    ) -> Result<bool, Defect> {
        for name in block.names() {
            let Argument::Given(value, _) = evaluator.argument(block, &name) else {
                continue;
            };
            let node = planned.attribute(&name)?;
            if let State::Known(json) = node.state()
                && value.is_known()
                && !value.is_null()
                && !alike(&value, &known(&json.to_value()?))
            {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// A data source that only computes: what it will read is what is written.
fn is_document(resource: Resource<'_>) -> bool {
    resource.mode == Mode::Data && &*resource.kind == "aws_iam_policy_document"
}

/// Whether two known values are the same for Terraform: `1` and `"1"` are, if the schema says so.
pub(super) fn alike(one: &Value, other: &Value) -> bool {
    let text = |value: &Value| match value {
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.to_string()),
        _ => None,
    };
    match (text(one), text(other)) {
        (Some(one), Some(other)) => one == other,
        _ => match (one.elements(), other.elements()) {
            (Some(one), Some(other)) => one.len() == other.len(),
            _ => true,
        },
    }
}

/// What is written if it is any one of these.
fn any_of(answers: Vec<Option<Sourced>>) -> Option<Sourced> {
    let mut values = Vec::with_capacity(answers.len());
    let several = answers.len() > 1;
    for answer in answers {
        match answer? {
            Sourced::Value(value) => values.push(value),
            Sourced::Nothing if several => values.push(Value::Null),
            only if !several => return Some(only),
            _ => return None,
        }
    }
    if values.is_empty() {
        return None;
    }
    Some(Sourced::Value(Value::one_of(values)))
}

/// One step down from a block; what is not there ends the way.
fn below(evaluator: &Evaluator<'_>, block: &Expanded, name: &str) -> Result<At, Sourced> {
    match evaluator.argument(block, name) {
        Argument::NotWritten => Err(Sourced::Nothing),
        Argument::Given(value, _) => Ok(At::Value(value)),
        Argument::Blocks(blocks) => Ok(At::Blocks(blocks)),
        Argument::Unsure(..) => Err(Sourced::Unsure),
    }
}

fn own(step: &Step) -> crate::hcl::Step {
    match step {
        Step::Attribute(name) | Step::Key(name) => crate::hcl::Step::Name(name.clone()),
        Step::Index(index) => crate::hcl::Step::Index(*index),
    }
}

fn is_set(node: &Node<'_>) -> bool {
    match node.place() {
        Place::Attribute(attribute) => {
            matches!(attribute.kind.shape(), crate::schema::Shape::Set(_))
        }
        Place::Inside(kind) => matches!(kind.shape(), crate::schema::Shape::Set(_)),
        Place::Blocks(nested) => nested.nesting == Nesting::Set,
        Place::Block(_) | Place::NoSchema => false,
    }
}
