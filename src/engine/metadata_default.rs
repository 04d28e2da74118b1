//! `metadata_default(machine, option)`: what the account gives a machine for an option that neither
//! it nor its launch template sets.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::operand::{Kind, Operand};
use crate::reference::{AccountDefault, Resource};
use crate::value::{Trouble, Value};

impl<'p> Evaluator<'_, 'p> {
    pub(super) fn metadata_default(
        &self,
        machine: Resource<'p>,
        option: &Operand<'p>,
    ) -> Evaluated<'p> {
        let Value::Text(option) = option.value()? else {
            return Err(Trouble::new(
                "R702",
                format!(
                    "the name of an option is a string, found {}",
                    option.words()
                ),
            ));
        };
        let default = self
            .plan
            .metadata_default(machine, &option)
            .map_err(|wrong| self.defect(&wrong))?;
        Ok(match default {
            AccountDefault::InForce(node) => Operand::new(Kind::Node(node)),
            AccountDefault::Service(value) => Operand::data(Value::text(value)),
            AccountDefault::Missing(missing) => Operand::data(Value::Unknown(Arc::new(missing))),
        })
    }
}
