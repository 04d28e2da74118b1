//! What rules may ask for beside resources: variables, the workspace, the plan's own flags.

use std::sync::Arc;

use super::credential;
use super::evaluate::{Evaluated, Evaluator};
use super::operand::Operand;
use crate::input::InputKind;
use crate::program::Root;
use crate::value::{Missing, Reason, Value};

impl<'p> Evaluator<'_, 'p> {
    /// `var.x`, `terraform.workspace`, `plan.errored`
    pub(super) fn root(&self, root: &Root) -> Evaluated<'p> {
        let document = self.plan.document;
        let absent = |what: &str, decided_by: &str| {
            let (what, decided_by) = (what.to_owned(), decided_by.to_owned());
            Value::Unknown(Arc::new(Missing {
                reason: Reason::Context,
                what,
                decided_by,
            }))
        };
        let flag = |known: Option<bool>, name: &str| match known {
            Some(known) => Value::Bool(known),
            None => absent(
                &format!("the plan does not say whether it is {name}"),
                "a plan of Terraform 1.8 or later",
            ),
        };
        Ok(Operand::data(match root {
            Root::Variable(name) => return self.variable(name),
            Root::Workspace => match &self.plan.options.workspace {
                Some(workspace) => Value::text(workspace.as_str()),
                None => absent("no plan records its workspace", "`--workspace NAME`"),
            },
            Root::Version => match &document.terraform_version {
                Some(version) => Value::text(&**version),
                None => absent(
                    "the plan does not say which Terraform wrote it",
                    "a whole plan",
                ),
            },
            Root::Errored => flag(document.errored, "errored"),
            Root::Complete if !self.plan.is_whole() => Value::Bool(false),
            Root::Complete => flag(document.complete, "complete"),
            Root::Applyable => flag(document.applyable, "applyable"),
            Root::IsState => Value::Bool(document.kind == InputKind::State),
        }))
    }

    fn variable(&self, name: &str) -> Evaluated<'p> {
        let document = self.plan.document;
        let declared = document
            .configuration()
            .and_then(|c| c.root().variable(name));
        let sensitive = declared.is_some_and(|variable| variable.sensitive);
        let given = document.variables().get(name).copied();
        let default = declared.and_then(|variable| variable.default);
        let value = match given.or(default) {
            Some(json) => json.to_value().map_err(|wrong| self.defect(&wrong))?,
            None => Value::Unknown(Arc::new(Missing {
                reason: Reason::Context,
                what: format!("the plan has no value for `var.{name}`"),
                decided_by: "a plan that declares the variable".to_owned(),
            })),
        };
        Ok(Operand {
            sensitive: sensitive || credential::is_in(&value),
            ..Operand::data(value)
        })
    }
}
