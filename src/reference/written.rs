//! What the configuration gives at a place: an expression, a block, nothing, or nobody knows.

use super::leaf::Leaves;
use super::node::{Node, Place, View};
use super::path::Step;
use super::plan::Plan;
use crate::input::{Defect, Json, Shape};
use crate::schema::links;

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
        let Some(expressions) = block.expressions() else {
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
            let planned_blocks = here.elements()?.map_or(0, |(elements, _)| elements.len());
            let is_block = matches!(here.place(), Place::Blocks(_));
            return Ok(At::Given(if is_block && planned_blocks > 0 {
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
        let mut fitting = Vec::new();
        for block in blocks {
            if could_be(*block, &elements[index])? {
                fitting.push(*block);
            }
        }
        Ok(match fitting[..] {
            [only] => Written::Blocks(vec![only]),
            _ => Written::Invisible(format!(
                "the plan JSON does not say which written block {} is",
                elements[index].subject()
            )),
        })
    }
}

/// Whether a written block can be the planned one: no constant of it differs from a known value.
fn could_be(block: Json<'_>, planned: &Node<'_>) -> Result<bool, Defect> {
    let Shape::Object(arguments) = block.shape()? else {
        return Ok(false);
    };
    for (name, expression) in arguments.iter() {
        let Shape::Object(expression) = expression.shape()? else {
            continue;
        };
        let Some(constant) = expression.get("constant_value") else {
            continue;
        };
        let node = planned.attribute(&std::sync::Arc::from(name))?;
        let differs = crate::value::compare::equal(&constant.to_value()?, &node.value()?)
            == crate::value::Ternary::False;
        if differs && !constant.is_null() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_expression_key(key: &str) -> bool {
    matches!(key, "constant_value" | "references")
}

fn dynamic(node: &Node<'_>) -> String {
    format!(
        "the plan JSON does not record where {} comes from; a `dynamic` block leaves no trace",
        node.subject()
    )
}

fn no_such(node: &Node<'_>) -> String {
    format!("the plan does not show the elements of {}", node.subject())
}
