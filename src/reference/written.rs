//! What the configuration gives at a place: an expression, a block, nothing, or nobody knows.

use std::sync::Arc;

use super::expression::is_expression_key;
use super::leaf::Leaves;
use super::node::{Node, Place, State, View};
use super::path::Step;
use super::plan::Plan;
use crate::input::{Defect, Json, Shape};
use crate::schema::links;
use crate::value::compare::equal;
use crate::value::{Ternary, Value};

/// What the configuration gives at a place.
#[derive(Clone)]
pub enum Written<'p> {
    /// Nothing stands there.
    Nothing,
    /// An expression; `inside` says that the place is a part of its value.
    Expression {
        /// The expression object.
        expression: Json<'p>,
        /// The place lies inside the expression's value.
        inside: bool,
    },
    /// One or more blocks.
    Blocks(Vec<Json<'p>>),
    /// The plan does not show it; in words.
    Invisible(String),
}

/// A place in the configuration on the way down.
enum At<'p> {
    /// In a block: its arguments.
    Block(Json<'p>),
    /// At something that is written, or is not.
    Given(Written<'p>),
}

impl<'p> Plan<'p> {
    /// What the configuration gives at a node.
    pub fn written(&self, node: &Node<'p>) -> Result<Written<'p>, Defect> {
        let Some(block) = self.configuration(node.instance) else {
            return Ok(Written::Invisible(format!(
                "the plan has no configuration for `{}`",
                node.instance.address
            )));
        };
        // Nothing is recorded of a resource that has only `dynamic` blocks.
        let Some(expressions) = block.expressions().or_else(|| Json::parse("{}")) else {
            return Ok(Written::Nothing);
        };
        let mut at = At::Block(expressions);
        let mut planned = self.root(node.instance, View::After);
        for step in node.path.steps() {
            at = match at {
                At::Block(arguments) => self.in_block(arguments, &planned, &step)?,
                At::Given(given) => At::Given(self.below(given, &planned, &step)?),
            };
            planned = match &step {
                Step::Attribute(name) | Step::Key(name) => planned.attribute(name)?,
                Step::Index(index) => match planned.elements()? {
                    Some((elements, _)) => match elements.into_iter().nth(*index) {
                        Some(element) => element,
                        None => return Ok(Written::Invisible(no_such(&planned))),
                    },
                    None => return Ok(Written::Invisible(no_such(&planned))),
                },
            };
        }
        Ok(match at {
            At::Block(arguments) => Written::Blocks(vec![arguments]),
            At::Given(given) => given,
        })
    }

    /// Where the references of what is written at a node end; `None` if there is no expression.
    pub(super) fn leaves_at(&self, node: &Node<'p>) -> Result<Option<Leaves<'p>>, Defect> {
        let Written::Expression { expression, .. } = self.written(node)? else {
            return Ok(None);
        };
        let Some(scope) = self.scope(node.instance) else {
            return Ok(None);
        };
        let link = links::link(&node.instance.kind, &node.path.schema_path());
        self.leaves(expression, &scope, link).map(Some)
    }

    /// One step down from a block's arguments.
    fn in_block(
        &self,
        arguments: Json<'p>,
        planned: &Node<'p>,
        step: &Step,
    ) -> Result<At<'p>, Defect> {
        let Step::Attribute(name) = step else {
            return Ok(At::Block(arguments));
        };
        let here = planned.attribute(name)?;
        let found = match arguments.shape()? {
            Shape::Object(object) => object.get(name),
            _ => None,
        };
        let Some(found) = found else {
            return Ok(At::Given(if is_made_by_dynamic(&here)? {
                Written::Invisible(dynamic(&here))
            } else {
                Written::Nothing
            }));
        };
        let given = match found.shape()? {
            Shape::Array(blocks) => Written::Blocks(blocks),
            Shape::Object(_) if matches!(here.place(), Place::Blocks(_)) => {
                Written::Blocks(vec![found])
            }
            Shape::Object(object) if object.iter().all(|(key, _)| is_expression_key(key)) => {
                Written::Expression {
                    expression: found,
                    inside: false,
                }
            }
            _ => Written::Blocks(vec![found]),
        };
        Ok(At::Given(given))
    }

    /// One step below something that is written, or is not.
    fn below(
        &self,
        given: Written<'p>,
        planned: &Node<'p>,
        step: &Step,
    ) -> Result<Written<'p>, Defect> {
        match (given, step) {
            (Written::Expression { expression, .. }, _) => Ok(Written::Expression {
                expression,
                inside: true,
            }),
            (Written::Blocks(blocks), Step::Index(index)) => {
                self.block_at(&blocks, planned, *index)
            }
            (Written::Blocks(blocks), Step::Attribute(_)) => {
                let [only] = blocks[..] else {
                    return Ok(Written::Invisible(dynamic(planned)));
                };
                match self.in_block(only, &planned.sole_block()?, step)? {
                    At::Given(given) => Ok(given),
                    At::Block(block) => Ok(Written::Blocks(vec![block])),
                }
            }
            (given, _) => Ok(given),
        }
    }

    /// The block of the configuration that an element of a planned list of blocks comes from.
    fn block_at(
        &self,
        blocks: &[Json<'p>],
        planned: &Node<'p>,
        index: usize,
    ) -> Result<Written<'p>, Defect> {
        let Some((elements, incomplete)) = planned.elements()? else {
            return Ok(Written::Invisible(dynamic(planned)));
        };
        if elements.len() != blocks.len() || incomplete {
            return Ok(Written::Invisible(dynamic(planned)));
        }
        let is_set = matches!(
            planned.place(),
            Place::Blocks(nested) if nested.nesting == crate::schema::Nesting::Set
        );
        if blocks.len() == 1 || !is_set {
            return Ok(Written::Blocks(vec![blocks[index]]));
        }
        // A set is planned in another order than written: find the block by what both know.
        Ok(match only_fit(blocks, &elements, index)? {
            Some(only) => Written::Blocks(vec![only]),
            None => Written::Invisible(format!(
                "the plan JSON does not say which written block {} is",
                elements[index].subject()
            )),
        })
    }
}

/// The written block that an element of a set comes from, if nothing else is possible.
///
/// The provider may spell a constant in another way. Then a block fits nothing, and what fits in
/// its place proves nothing either.
fn only_fit<'p>(
    blocks: &[Json<'p>],
    elements: &[Node<'p>],
    index: usize,
) -> Result<Option<Json<'p>>, Defect> {
    if elements.len() > SMALL_SET {
        let fitting = fitting(blocks, &elements[index])?;
        return Ok(sole(&fitting).map(|at| blocks[at]));
    }
    let mut fits = Vec::with_capacity(elements.len());
    for element in elements {
        fits.push(fitting(blocks, element)?);
    }
    let all_fit = (0..blocks.len()).all(|at| fits.iter().any(|fits| fits.contains(&at)));
    if !all_fit {
        return Ok(None);
    }
    // What one element needs for itself is none of another's.
    for _ in 0..elements.len() {
        let taken: Vec<Option<usize>> = fits.iter().map(|fits| sole(fits)).collect();
        for (element, fits) in fits.iter_mut().enumerate() {
            let others = || {
                taken
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != element)
            };
            fits.retain(|at| others().all(|(_, taken)| *taken != Some(*at)));
        }
    }
    let certain = fits.iter().all(|fits| !fits.is_empty());
    Ok(sole(&fits[index]).filter(|_| certain).map(|at| blocks[at]))
}

/// Only in sets that are not larger, every element is held against every block.
const SMALL_SET: usize = 16;

fn sole(fitting: &[usize]) -> Option<usize> {
    match fitting {
        [only] => Some(*only),
        _ => None,
    }
}

/// The positions of the blocks that fit an element.
fn fitting(blocks: &[Json<'_>], element: &Node<'_>) -> Result<Vec<usize>, Defect> {
    let mut fitting = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if could_be(*block, element)? {
            fitting.push(at);
        }
    }
    Ok(fitting)
}

/// Whether there are, or may be, blocks that only a `dynamic` block can make where none is written:
/// the provider makes none of its own, unless the schema says that it computes them.
fn is_made_by_dynamic(blocks: &Node<'_>) -> Result<bool, Defect> {
    let Place::Blocks(nested) = blocks.place() else {
        return Ok(false);
    };
    Ok(match blocks.elements()? {
        Some((elements, _)) => !elements.is_empty(),
        None => !nested.computed && matches!(blocks.state(), State::Unknown),
    })
}

/// Whether a written block can be the planned one: every constant of it is planned, and so is
/// every block inside.
fn could_be(block: Json<'_>, planned: &Node<'_>) -> Result<bool, Defect> {
    let Shape::Object(arguments) = block.shape()? else {
        return Ok(false);
    };
    for (name, written) in arguments.iter() {
        let node = planned.attribute(&Arc::from(name))?;
        let fits = match written.shape()? {
            Shape::Array(inner) => could_hold(&inner, &node)?,
            Shape::Object(expression) => match expression.get("constant_value") {
                Some(constant) => constant.is_null() || is_planned(constant, &node)?,
                None => true,
            },
            _ => true,
        };
        if !fits {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether written blocks inside of a block can be the planned ones. There may be more that a
/// `dynamic` block makes.
fn could_hold(written: &[Json<'_>], planned: &Node<'_>) -> Result<bool, Defect> {
    let Some((elements, false)) = planned.elements()? else {
        return Ok(true);
    };
    for block in written {
        let mut found = false;
        for element in &elements {
            found |= could_be(*block, element)?;
        }
        if !found {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a constant is the planned value. A constant that is written is never unknown, and
/// Terraform turns it into the type of the attribute.
fn is_planned(constant: Json<'_>, planned: &Node<'_>) -> Result<bool, Defect> {
    let (written, value) = (constant.to_value()?, planned.value()?);
    Ok(match (scalar(&written), scalar(&value)) {
        (Some(written), Some(value)) => written == value,
        _ => !matches!(value, Value::Unknown(_)) && equal(&written, &value) != Ternary::False,
    })
}

/// A text, number or bool, as text.
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

pub(super) fn dynamic(node: &Node<'_>) -> String {
    format!(
        "the plan JSON does not record where {} comes from; a `dynamic` block leaves no trace",
        node.subject()
    )
}

fn no_such(node: &Node<'_>) -> String {
    format!("the plan does not show the elements of {}", node.subject())
}
