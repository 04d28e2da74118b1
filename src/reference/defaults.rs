//! What an account gives a machine for a metadata option that nothing else sets.
//!
//! The service asks the machine and its launch template first, then the account's defaults, then
//! the image, each option by itself. The account's defaults of a region can be a resource of the
//! plan, and they reach a machine that is made after them.

use std::sync::Arc;

use super::node::{Node, Place, State, View};
use super::plan::{Plan, Resource};
use super::written::Written;
use crate::input::{Defect, Shape};
use crate::value::compare::equal;
use crate::value::{Missing, Reason, Ternary};

const DEFAULTS: &str = "aws_ec2_instance_metadata_defaults";

/// What the service makes of an option that neither the account nor an image can leave open.
const SERVICE: [(&str, &str); 2] = [
    ("http_endpoint", "enabled"),
    ("instance_metadata_tags", "disabled"),
];

/// The account's default for one option, as far as the plan has it.
#[derive(Clone)]
pub enum AccountDefault<'p> {
    /// It is certainly in force when the machine is made.
    InForce(Node<'p>),
    /// The account certainly has no preference, and the service has a default that no image changes.
    Service(&'static str),
    /// The plan does not say.
    Missing(Missing),
}

impl<'p> Plan<'p> {
    /// What the account gives a machine, or the machines of a group, for a metadata option.
    pub fn metadata_default(
        &self,
        machine: Resource<'p>,
        option: &str,
    ) -> Result<AccountDefault<'p>, Defect> {
        let mut found: Option<Node<'p>> = None;
        for defaults in self.resources(false, DEFAULTS) {
            if !self.is_same_account_and_region(machine, defaults)? {
                continue;
            }
            let node = self
                .root(defaults, View::After)
                .attribute(&Arc::from(option))?;
            if matches!(node.place(), Place::NoSchema) {
                continue;
            }
            if let Some(missing) = self.not_in_time(machine, &node, option)? {
                return Ok(AccountDefault::Missing(missing));
            }
            if let Some(other) = &found
                && !same(other, &node)?
            {
                return Ok(AccountDefault::Missing(Missing {
                    what: format!(
                        "`{}` and `{}` say different things of `{option}`",
                        other.instance.address, defaults.address
                    ),
                    ..nowhere(machine, option)
                }));
            }
            found = Some(node);
        }
        let Some(node) = found else {
            return Ok(AccountDefault::Missing(nowhere(machine, option)));
        };
        if !self.has_no_preference(&node)? {
            return Ok(match node.state() {
                State::Known(_) => AccountDefault::InForce(node),
                _ => AccountDefault::Missing(node.missing()),
            });
        }
        let service = SERVICE.iter().find(|(name, _)| *name == option);
        Ok(match service {
            Some((_, value)) => AccountDefault::Service(value),
            None => AccountDefault::Missing(Missing {
                what: format!(
                    "nothing in this plan sets `{option}` for `{}`; `{}` has no preference",
                    machine.address, node.instance.address
                ),
                ..nowhere(machine, option)
            }),
        })
    }

    /// Why the account's defaults may come after the machine; `None` if they do not.
    fn not_in_time(
        &self,
        machine: Resource<'p>,
        node: &Node<'p>,
        option: &str,
    ) -> Result<Option<Missing>, Defect> {
        let defaults = node.instance;
        if self.is_in_force(node)? || self.is_after(machine, defaults)? {
            return Ok(None);
        }
        Ok(Some(Missing {
            reason: Reason::Account,
            what: format!(
                "`{option}` of `{}` is left to `{}`, and nothing orders the two",
                machine.address, defaults.address
            ),
            decided_by: format!(
                "writing `metadata_options.{option}`, or `depends_on = [{}.{}]`",
                defaults.kind, defaults.name
            ),
        }))
    }

    /// Whether an account's defaults leave an option to the image or the service.
    fn has_no_preference(&self, node: &Node<'p>) -> Result<bool, Defect> {
        Ok(match node.state() {
            State::Known(json) => says_nothing(&json.shape()?),
            State::Null | State::Absent => true,
            State::Unknown => {
                node.instance.actions.contains_create()
                    && matches!(self.written(node)?, Written::Nothing)
            }
            State::NotInPlan => false,
        })
    }

    /// Whether a value holds already, so that it matters to nobody when the plan is applied.
    fn is_in_force(&self, node: &Node<'p>) -> Result<bool, Defect> {
        let actions = &node.instance.actions;
        if !(actions.contains_create() || actions.contains_update()) {
            return Ok(true);
        }
        if actions.contains_create() {
            return Ok(false);
        }
        let mut before = self.root(node.instance, View::Before);
        for name in node.path.names() {
            before = before.attribute(&name)?;
        }
        same(&before, node)
    }

    /// Whether two resources certainly lie in one account and region: they have one provider
    /// configuration, and the same `region` or none of their own.
    fn is_same_account_and_region(
        &self,
        one: Resource<'p>,
        other: Resource<'p>,
    ) -> Result<bool, Defect> {
        let same_account = match (self.provider_key(one), self.provider_key(other)) {
            (Some(mine), Some(theirs)) => mine == theirs,
            // A state does not say which account a resource is of, but shows whether it is the only one.
            (None, None) => !self.is_plan() && self.has_one_account()?,
            _ => false,
        };
        if !same_account {
            return Ok(false);
        }
        Ok(match (self.region(one)?, self.region(other)?) {
            (Some(mine), Some(theirs)) => mine == theirs,
            (None, None) => self.has_no_own_region(one)? && self.has_no_own_region(other)?,
            _ => false,
        })
    }

    /// Whether all ARNs of the input are of one account.
    fn has_one_account(&self) -> Result<bool, Defect> {
        let known = self.one_account.get_or_init(|| {
            let mut account: Option<String> = None;
            for resource in &self.document.instances {
                let arn = self
                    .root(resource, View::After)
                    .attribute(&Arc::from("arn"))?;
                let State::Known(json) = arn.state() else {
                    continue;
                };
                let Shape::Text(arn) = json.shape()? else {
                    continue;
                };
                let Some(own) = arn.split(':').nth(4).filter(|own| !own.is_empty()) else {
                    continue;
                };
                if account.as_deref().is_some_and(|account| account != own) {
                    return Ok(false);
                }
                account = Some(own.to_owned());
            }
            Ok(true)
        });
        known.clone()
    }

    fn has_no_own_region(&self, resource: Resource<'p>) -> Result<bool, Defect> {
        let region = self
            .root(resource, View::After)
            .attribute(&Arc::from("region"))?;
        Ok(matches!(self.written(&region)?, Written::Nothing))
    }
}

fn same(one: &Node<'_>, other: &Node<'_>) -> Result<bool, Defect> {
    Ok(equal(&one.value()?, &other.value()?) == Ternary::True)
}

/// `no-preference`, and -1 for the hop limit: the image decides.
fn says_nothing(value: &Shape<'_>) -> bool {
    match value {
        Shape::Text(text) => text.is_empty() || text == "no-preference",
        Shape::Number(number) => matches!(*number, "-1" | "0"),
        _ => false,
    }
}

/// Nothing in the plan sets an option.
fn nowhere(machine: Resource<'_>, option: &str) -> Missing {
    Missing {
        reason: Reason::Account,
        what: format!(
            "nothing in this plan sets `{option}` for `{}`",
            machine.address
        ),
        decided_by: format!(
            "writing `metadata_options.{option}`, or the account's and the image's own settings"
        ),
    }
}
