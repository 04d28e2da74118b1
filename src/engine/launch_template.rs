//! `launch_template(block)`: the template that a block of a machine, group or fleet names, in the
//! version that it names.
//!
//! A plan shows one version of a template: the one that it makes, or the newest one. A block that
//! names another version names something that the plan does not show.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial, partial};
use crate::program::Target;
use crate::reference::{Node, Resource, State, View};
use crate::value::compare::equal;
use crate::value::{Missing, Reason, Ternary, Trouble, Value};

const TEMPLATE: &str = "aws_launch_template";

impl<'p> Evaluator<'_, 'p> {
    pub(super) fn launch_template(&self, block: &Operand<'p>) -> Evaluated<'p> {
        if let Kind::Partial(list) = &block.kind {
            let mut found = Partial {
                open: list.open.clone(),
                ..Partial::default()
            };
            for element in &list.definite {
                found.join(
                    self.launch_template(&element.value)?
                        .elements()?
                        .unwrap_or_default(),
                );
            }
            return Ok(partial(found));
        }
        let Kind::Node(node) = &block.kind else {
            return match block.value()? {
                Value::Null { .. } => Ok(partial(Partial::default())),
                _ => Err(Trouble::new(
                    "R702",
                    format!("`launch_template` needs a block, found {}", block.words()),
                )),
            };
        };
        let target = Target {
            data: false,
            kind: Arc::from(TEMPLATE),
            wild: false,
        };
        let named = self.forward(block, &target)?;
        let mut shown = Partial {
            open: named.open.clone(),
            basis: named.basis,
            ..named.clone()
        };
        shown.definite.clear();
        shown.possible.clear();
        for element in named.definite {
            self.keep_if_planned(node, element, &mut shown, true)?;
        }
        for element in named.possible {
            self.keep_if_planned(node, element, &mut shown, false)?;
        }
        Ok(partial(shown))
    }

    fn keep_if_planned(
        &self,
        block: &Node<'p>,
        element: Element<'p>,
        shown: &mut Partial<'p>,
        definite: bool,
    ) -> Result<(), Trouble> {
        let Kind::Resource(template, _) = &element.value.kind else {
            return Ok(());
        };
        match self.other_version(block, template)? {
            Some(missing) => shown.open = Some(shown.open.take().unwrap_or(Arc::new(missing))),
            None if definite => shown.definite.push(element),
            None => shown.possible.push(element),
        }
        Ok(())
    }

    /// Why the version that a block names is not the planned one; `None` if it is.
    fn other_version(
        &self,
        block: &Node<'p>,
        template: Resource<'p>,
    ) -> Result<Option<Missing>, Trouble> {
        // A template that this plan makes has one version.
        if template.actions.contains_create() {
            return Ok(None);
        }
        let version = block
            .attribute(&Arc::from("version"))
            .map_err(|wrong| self.defect(&wrong))?;
        let wanted = version.value().map_err(|wrong| self.defect(&wrong))?;
        let root = self.plan.root(template, View::After);
        let of = |name: &str| -> Result<Value, Trouble> {
            let node = root
                .attribute(&Arc::from(name))
                .map_err(|wrong| self.defect(&wrong))?;
            let value = node.value().map_err(|wrong| self.defect(&wrong))?;
            Ok(match value {
                Value::Number(number) => Value::text(number.to_string()),
                other => other,
            })
        };
        let newest = of("latest_version")?;
        let wanted = match &wanted {
            Value::Text(text) if &**text == "$Latest" => return Ok(None),
            Value::Text(text) if &**text != "$Default" && !text.is_empty() => wanted.clone(),
            Value::Unknown(_) if !matches!(version.state(), State::NotInPlan) => wanted.clone(),
            _ => of("default_version")?,
        };
        if equal(&wanted, &newest) == Ternary::True {
            return Ok(None);
        }
        Ok(Some(Missing {
            reason: Reason::Outside,
            what: format!(
                "{} may name a version of `{}` that the plan does not show",
                block.subject(),
                template.address
            ),
            decided_by: "naming `$Latest`, or the template's own version".to_owned(),
        }))
    }
}
