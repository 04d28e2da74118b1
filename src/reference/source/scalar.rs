//! Texts, numbers and bools that the source decides although the plan does not know them: a
//! condition on something whose value is known only after apply, and whose answer is not.

use super::super::node::{Node, Place, State};
use super::super::plan::Plan;
use super::argument::Sourced;
use crate::hcl;
use crate::input::Defect;
use crate::schema::Shape;
use crate::value::Value;

impl<'p> Plan<'p> {
    /// A place with what the source says that its value becomes, where the plan does not know it
    /// and the source does; `None` everywhere else.
    pub fn with_value_of_source(&self, node: &Node<'p>) -> Result<Option<Node<'p>>, Defect> {
        if !matches!(node.state(), State::Unknown) {
            return Ok(None);
        }
        let Place::Attribute(attribute) = node.place() else {
            return Ok(None);
        };
        // What Terraform knew and the plan does not, the provider chooses.
        let leaves = self.leaves_at(node)?;
        if leaves.is_some_and(|leaves| leaves.open().next().is_none()) {
            return Ok(None);
        }
        let Some(Sourced::Value(written)) = self.sourced(node)? else {
            return Ok(None);
        };
        // Anything else the provider may spell in another way, or take for nothing.
        let value = match (attribute.kind.shape(), written) {
            (Shape::Text, hcl::Value::Text(text)) if !text.is_empty() => Value::Text(text),
            (Shape::Bool, hcl::Value::Bool(truth)) => Value::Bool(truth),
            (Shape::Number, hcl::Value::Number(number)) => Value::Number(number),
            _ => return Ok(None),
        };
        Ok(Some(node.clone().becoming(value)))
    }
}
