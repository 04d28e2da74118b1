//! Which content of a launch template a block means.
//!
//! A template has versions, and a plan shows two of them at most: `after` is the newest one when
//! the plan is applied, `before` the one that was the newest until then. A version never changes,
//! and its number is given once. What the provider does with versions is in the words of
//! `aws_launch_template`: every change of content makes one, `default_version` moves with
//! `update_default_version` or by being written, and a change of tags makes none though
//! `latest_version` plans as unknown.

use std::sync::Arc;

use super::leaf::Leaf;
use super::node::{Node, State, View};
use super::plan::{Plan, Resource};
use super::written::Written;
use crate::input::{Defect, Shape};
use crate::value::{Assumption, Basis, Missing, Reason};

/// The content of a launch template that a block means, and what that rests on.
#[derive(Clone, Debug)]
pub struct Version {
    /// The content.
    pub content: Content,
    /// What the answer rests on.
    pub basis: Basis,
}

/// Which content of a launch template is meant.
#[derive(Clone, Debug)]
pub enum Content {
    /// The newest version, as it is planned.
    Planned,
    /// The version that was the newest before this plan.
    Before,
    /// A version that the plan does not show, or nobody can say which.
    Hidden(Missing),
}

/// What a block asks for.
enum Wanted {
    /// `$Latest`, or a reference to `latest_version`.
    Latest,
    /// `$Default`, nothing, or a reference to `default_version`.
    Default,
    /// A number.
    Number(String),
    /// Nobody knows yet.
    Unknown(Missing),
}

impl<'p> Plan<'p> {
    /// The content of a template that a block means which names it.
    pub fn version(&self, block: &Node<'p>, template: Resource<'p>) -> Result<Version, Defect> {
        let (wanted, basis) = self.wanted(block, template)?;
        let content = if block.view == View::Before {
            self.content_before(block, template, &wanted)?
        } else if template.actions.contains_create() {
            match wanted {
                Wanted::Number(number) if number != "1" => hidden(
                    block,
                    template,
                    "another version than the first",
                    "version 1, which is the only one of a new template",
                ),
                // Whatever is asked for, there is no other version.
                _ => {
                    return Ok(Version {
                        content: Content::Planned,
                        basis: Basis::KNOWN,
                    });
                }
            }
        } else if template.actions.contains_update() {
            self.content_of_updated(block, template, wanted)?
        } else {
            self.content_of_unchanged(block, template, wanted)?
        };
        if self.options.strict_unknown && !basis.is_known() {
            return Ok(Version {
                content: Content::Hidden(block.attribute(&Arc::from("version"))?.missing()),
                basis: Basis::KNOWN,
            });
        }
        Ok(Version { content, basis })
    }

    /// A template that stays as it is shows its newest version.
    fn content_of_unchanged(
        &self,
        block: &Node<'p>,
        template: Resource<'p>,
        wanted: Wanted,
    ) -> Result<Content, Defect> {
        let newest = self.number(template, View::After, "latest_version")?;
        if is_frozen(block)
            && !matches!(wanted, Wanted::Number(_))
            && newest.as_deref() != Some("1")
        {
            return Ok(frozen(block, template));
        }
        let meant = match wanted {
            Wanted::Latest => return Ok(Content::Planned),
            Wanted::Unknown(missing) => return Ok(Content::Hidden(missing)),
            Wanted::Number(number) => Some(number),
            Wanted::Default => self.number(template, View::After, "default_version")?,
        };
        Ok(if meant.is_some() && meant == newest {
            Content::Planned
        } else {
            older(block, template)
        })
    }

    /// A template that changes shows the version that was the newest, and the one that will be.
    /// Which number the new one has is not certain: numbers of deleted versions are not used again.
    fn content_of_updated(
        &self,
        block: &Node<'p>,
        template: Resource<'p>,
        wanted: Wanted,
    ) -> Result<Content, Defect> {
        let newest = self.number(template, View::Before, "latest_version")?;
        match wanted {
            Wanted::Unknown(missing) => Ok(Content::Hidden(missing)),
            Wanted::Number(number) if Some(&number) == newest.as_ref() => Ok(Content::Before),
            Wanted::Number(_) => Ok(older(block, template)),
            Wanted::Latest | Wanted::Default if is_frozen(block) => Ok(frozen(block, template)),
            Wanted::Latest => self.in_order(block, template, Content::Planned),
            Wanted::Default => {
                let moves = self.root(template, View::After);
                let moves = moves.attribute(&Arc::from("update_default_version"))?;
                if matches!(moves.state(), State::Known(json) if json.is_true()) {
                    return self.in_order(block, template, Content::Planned);
                }
                let stays = matches!(moves.state(), State::Null | State::Known(_));
                let default = self.number(template, View::After, "default_version")?;
                if !stays || default.is_none() || default != newest {
                    return Ok(older(block, template));
                }
                if default == self.number(template, View::Before, "default_version")? {
                    return Ok(Content::Before);
                }
                self.in_order(block, template, Content::Before)
            }
        }
    }

    /// What a block meant before the plan is applied.
    fn content_before(
        &self,
        block: &Node<'p>,
        template: Resource<'p>,
        wanted: &Wanted,
    ) -> Result<Content, Defect> {
        let newest = self.number(template, View::Before, "latest_version")?;
        let meant = match wanted {
            Wanted::Latest => newest.clone(),
            Wanted::Default => self.number(template, View::Before, "default_version")?,
            Wanted::Number(number) => Some(number.clone()),
            Wanted::Unknown(_) => None,
        };
        Ok(if meant.is_some() && meant == newest {
            Content::Before
        } else {
            older(block, template)
        })
    }

    /// A machine that is made while its template changes gets the new content only if Terraform
    /// changes the template first. What lives longer starts machines by the new content later on.
    fn in_order(
        &self,
        block: &Node<'p>,
        template: Resource<'p>,
        content: Content,
    ) -> Result<Content, Defect> {
        let machine = block.instance;
        if machine.kind != "aws_instance" || self.is_after(machine, template)? {
            return Ok(content);
        }
        Ok(Content::Hidden(Missing {
            reason: Reason::Value,
            what: format!(
                "nothing orders `{}` after `{}`, which this plan changes",
                machine.address, template.address
            ),
            decided_by: "a reference to the template, or `depends_on`".to_owned(),
        }))
    }

    fn wanted(&self, block: &Node<'p>, template: Resource<'p>) -> Result<(Wanted, Basis), Defect> {
        let version = block.attribute(&Arc::from("version"))?;
        let wanted = match version.state() {
            State::Known(json) => match json.shape()? {
                Shape::Text(text) => match &*text {
                    "" | "$Default" => Wanted::Default,
                    "$Latest" => Wanted::Latest,
                    number => Wanted::Number(number.to_owned()),
                },
                Shape::Number(_) => Wanted::Number(json.raw().to_owned()),
                _ => Wanted::Unknown(version.missing()),
            },
            State::Null | State::Absent => Wanted::Default,
            State::Unknown | State::NotInPlan => return self.wanted_later(&version, template),
        };
        Ok((wanted, Basis::KNOWN))
    }

    /// A version that is known only after apply.
    fn wanted_later(
        &self,
        version: &Node<'p>,
        template: Resource<'p>,
    ) -> Result<(Wanted, Basis), Defect> {
        let unknown = || Wanted::Unknown(version.missing());
        match self.written(version)? {
            Written::Nothing if version.instance.actions.contains_create() => {
                return Ok((Wanted::Default, Basis::assuming(Assumption::LeftOut)));
            }
            Written::Expression { inside: false, .. } => {}
            _ => return Ok((unknown(), Basis::KNOWN)),
        }
        let leaves = self.leaves_at(version)?;
        let open: Vec<&Leaf<'p>> = leaves.iter().flat_map(|leaves| leaves.open()).collect();
        let [
            Leaf::Unknown {
                of: Some(of),
                attribute: Some(attribute),
                ..
            },
        ] = open[..]
        else {
            return Ok((unknown(), Basis::KNOWN));
        };
        let wanted = match attribute.as_str() {
            _ if !std::ptr::eq(*of, template) => unknown(),
            "latest_version" => Wanted::Latest,
            "default_version" => Wanted::Default,
            _ => unknown(),
        };
        Ok((wanted, Basis::assuming(Assumption::Plain)))
    }

    /// A number of a template, where it is known.
    fn number(
        &self,
        template: Resource<'p>,
        view: View,
        name: &str,
    ) -> Result<Option<String>, Defect> {
        let node = self.root(template, view).attribute(&Arc::from(name))?;
        Ok(match node.state() {
            State::Known(json) => Some(json.raw().trim_matches('"').to_owned()),
            _ => None,
        })
    }
}

/// Batch reads `$Latest` and `$Default` once, when it makes the environment.
fn is_frozen(block: &Node<'_>) -> bool {
    block.instance.kind == "aws_batch_compute_environment"
        && !block.instance.actions.contains_create()
}

fn frozen(block: &Node<'_>, template: Resource<'_>) -> Content {
    hidden(
        block,
        template,
        "the version that there was when the environment was made, perhaps an older one",
        "naming a version by its number",
    )
}

fn older(block: &Node<'_>, template: Resource<'_>) -> Content {
    hidden(
        block,
        template,
        "a version that the plan does not show",
        "naming `$Latest`, or the template's `latest_version`",
    )
}

fn hidden(block: &Node<'_>, template: Resource<'_>, which: &str, decided_by: &str) -> Content {
    Content::Hidden(Missing {
        reason: Reason::Outside,
        what: format!(
            "{} means {which}, of `{}`",
            block.subject(),
            template.address
        ),
        decided_by: decided_by.to_owned(),
    })
}
