//! `launch_template(block)`: the template that a block of a machine, group or fleet names, in the
//! version that it names.
//!
//! A template that a plan changes shows two contents: the one from before, and the one that will
//! be. A member of the list is the template in the one that the block means, so that its attributes
//! are those of that version.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial, partial};
use crate::program::Target;
use crate::reference::{Content, Node, View};
use crate::source::Span;
use crate::value::{Reason, Trouble, Value};

const TEMPLATE: &str = "aws_launch_template";

impl<'p> Evaluator<'_, 'p> {
    pub(super) fn launch_template(&self, block: &Operand<'p>) -> Evaluated<'p> {
        if let Kind::Partial(list) = &block.kind {
            let found = list.flatten(|block| {
                let found = self.launch_template(block)?.elements()?;
                Ok(found.unwrap_or_default())
            })?;
            return Ok(partial(found));
        }
        let Kind::Node(node) = &block.kind else {
            return match block.value()? {
                Value::Null { .. } => Ok(partial(Partial::default())),
                Value::Unknown(missing) => Ok(partial(Partial::open(missing, 0))),
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
            span: Span::default(),
        };
        let named = self.forward(block, &target)?;
        let mut shown = Partial {
            open: named.open,
            unsure: named.unsure,
            elsewhere: named.elsewhere,
            at_least: named.at_least,
            basis: named.basis,
            ..Partial::default()
        };
        for element in named.definite {
            self.keep_version(node, element, &mut shown, true)?;
        }
        for element in named.possible {
            self.keep_version(node, element, &mut shown, false)?;
        }
        Ok(partial(shown))
    }

    /// The template in the version that a block means; a version that the plan does not show is
    /// a member that nobody sees.
    fn keep_version(
        &self,
        block: &Node<'p>,
        element: Element<'p>,
        shown: &mut Partial<'p>,
        definite: bool,
    ) -> Result<(), Trouble> {
        let Kind::Resource(template, _) = element.value.kind else {
            return Ok(());
        };
        let version = self
            .plan
            .version(block, template)
            .map_err(|wrong| self.defect(&wrong))?;
        let view = match version.content {
            Content::Planned => View::After,
            Content::Before => View::Before,
            Content::Hidden(missing) => {
                let elsewhere = missing.reason == Reason::Outside;
                shown.unseen(Some(Arc::new(missing)), elsewhere);
                return Ok(());
            }
        };
        let basis = element.value.basis.and(version.basis);
        let element = Element {
            value: Operand::resource(template, view).resting_on(basis),
            ..element
        };
        if definite {
            shown.definite.push(element);
        } else {
            shown.possible.push(element);
        }
        Ok(())
    }
}
