//! Whether there is a value after apply, although it is not known yet (language, 6.2: A¹ and A²).

use std::sync::Arc;

use super::expression::is_empty_constant;
use super::leaf::Leaf;
use super::node::{Node, Place, State, View};
use super::plan::Plan;
use super::written::{Written, dynamic};
use crate::input::{Defect, Shape};
use crate::schema::left_out::{Becomes, left_out};
use crate::schema::{earlier, links};
use crate::value::{Assumption, Basis, Missing, Reason, Ternary};

/// An answer in three values, what it rests on, and what is missing where there is none.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The answer.
    pub truth: Ternary,
    /// What it rests on.
    pub basis: Basis,
    /// What is missing, where it is unknown.
    pub missing: Option<Missing>,
}

impl Answer {
    /// The plan says so.
    pub fn known(truth: bool) -> Answer {
        Answer {
            truth: truth.into(),
            basis: Basis::KNOWN,
            missing: None,
        }
    }

    fn assuming(truth: bool, assumption: Assumption) -> Answer {
        Answer {
            basis: Basis::assuming(assumption),
            ..Answer::known(truth)
        }
    }

    /// Nobody can say.
    pub fn unknown(missing: Missing) -> Answer {
        Answer {
            truth: Ternary::Unknown,
            basis: Basis::KNOWN,
            missing: Some(missing),
        }
    }
}

/// The flags of an attribute or block that decide what its being unknown means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flags {
    /// Optional and computed, or a block that is.
    OptionalComputed,
    /// Optional or required, and not computed.
    Given,
    /// Never read back by Terraform.
    WriteOnly,
    /// Only the provider sets it, or no schema is known.
    Other,
}

impl<'p> Plan<'p> {
    /// `is set`: whether there is a value after apply that is not null and not empty.
    pub fn is_set(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        let answer = match node.state() {
            State::Known(json) => Answer::known(match json.shape()? {
                Shape::Text(text) => !text.is_empty(),
                Shape::Array(items) => !items.is_empty() || node.has_unknown_parts()?,
                // A key of which only the value is unknown stands in `after_unknown` alone.
                Shape::Object(object) => !object.is_empty() || node.has_unknown_parts()?,
                Shape::Null => false,
                Shape::Bool(_) | Shape::Number(_) => true,
            }),
            // A write-only argument plans as null whatever is written.
            State::Null if flags(node) == Flags::WriteOnly => self.is_set_write_only(node)?,
            State::Null | State::Absent => Answer::known(false),
            State::NotInPlan => self.is_set_not_in_plan(node)?,
            State::Unknown => self.is_set_unknown(node)?,
        };
        Ok(self.strict(node, answer))
    }

    /// `is written`: whether the configuration gives a value, and it is not known to be null.
    pub fn is_written(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        let written = self.written(node)?;
        if matches!(written, Written::Nothing) && !self.may_be_dynamic(node)? {
            return Ok(Answer::known(false));
        }
        if matches!(node.state(), State::Unknown)
            && let Some(written) = self.written_in_source(node)?
            && written != Ternary::Unknown
        {
            return Ok(Answer {
                basis: Basis::SOURCE,
                ..Answer::known(written == Ternary::True)
            });
        }
        Ok(match written {
            // The source has a `dynamic` block of which only the apply says whether it is made.
            Written::Nothing if self.written_in_source(node)?.is_some() => {
                Answer::unknown(node.missing())
            }
            Written::Nothing => {
                self.strict(node, Answer::assuming(false, Assumption::NoSuchDynamic))
            }
            Written::Blocks(blocks) => Answer::known(!blocks.is_empty()),
            Written::Invisible(what) => Answer::unknown(hidden(what)),
            Written::Expression { inside: true, .. } => match node.state() {
                State::Null | State::Absent => Answer::known(false),
                State::Known(_) => Answer::known(true),
                _ => Answer::unknown(node.missing()),
            },
            Written::Expression { expression, .. } => match node.state() {
                State::Known(_) => Answer::known(true),
                // A write-only argument plans as null whatever is written.
                State::Null if flags(node) == Flags::WriteOnly => {
                    Answer::known(!is_empty_constant(expression)?)
                }
                State::Null | State::Absent => Answer::known(false),
                _ if is_empty_constant(expression)? => Answer::known(false),
                State::Unknown
                    if flags(node) == Flags::OptionalComputed
                        && self.all_known(node)?
                        && self.is_new(node) =>
                {
                    self.strict(node, Answer::assuming(false, Assumption::Pure))
                }
                _ => Answer::known(true),
            },
        })
    }

    /// Whether a place of which the plan records nothing is, or is in, a block that `dynamic` may
    /// make: of such a block it records nothing either, and where the provider fills the block in,
    /// it is unknown in any case.
    fn may_be_dynamic(&self, node: &Node<'p>) -> Result<bool, Defect> {
        let mut at = self.root(node.instance, View::After);
        for name in node.path.names() {
            at = at.attribute(&name)?;
            if matches!(at.place(), Place::Blocks(_)) && matches!(at.state(), State::Unknown) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Under `--strict-unknown` an answer that needs an assumption is none.
    pub(super) fn strict(&self, node: &Node<'p>, answer: Answer) -> Answer {
        if !self.options.strict_unknown || answer.basis.is_known() {
            return answer;
        }
        let words: Vec<&str> = answer.basis.assumptions().map(Assumption::word).collect();
        Answer::unknown(Missing {
            reason: Reason::Value,
            what: format!("{} is known only after apply", node.subject()),
            decided_by: format!(
                "the value after apply, or the assumption `{}` without --strict-unknown",
                words.join("`, `")
            ),
        })
    }

    fn is_set_unknown(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        if node.view == View::Before {
            return Ok(Answer::unknown(node.missing()));
        }
        let stays = !self.is_new(node) && self.was_set(node)?;
        if let Some(answer) = self.is_set_by_source(node, stays)? {
            return match answer.truth {
                Ternary::False => self.is_set_as_left_out(node, answer.basis),
                _ => Ok(answer),
            };
        }
        match self.written(node)? {
            Written::Nothing => self.is_set_left_out(node),
            Written::Invisible(_) if self.nothing_in_source(node)? => self.is_set_left_out(node),
            Written::Expression { inside: true, .. } => Ok(Answer::unknown(node.missing())),
            Written::Expression { expression, .. } => {
                if is_empty_constant(expression)? {
                    return self.is_set_as_left_out(node, Basis::KNOWN);
                }
                match flags(node) {
                    Flags::OptionalComputed | Flags::Given if self.flags_unsure(node) => {
                        self.is_set_either(node)
                    }
                    Flags::OptionalComputed => self.is_set_computed(node),
                    Flags::Given => self.is_set_given(node),
                    Flags::WriteOnly => Ok(Answer::known(true)),
                    Flags::Other => Ok(Answer::unknown(node.missing())),
                }
            }
            Written::Blocks(_) => Ok(Answer::unknown(node.missing())),
            Written::Invisible(_)
                if flags(node) == Flags::Given
                    && !is_block(node)
                    && self.is_in_planned_block(node)? =>
            {
                Ok(Answer::assuming(true, Assumption::NotNull))
            }
            Written::Invisible(what) => Ok(Answer::unknown(hidden(what))),
        }
    }

    /// An attribute that the plan's provider version does not have was not written either.
    fn is_set_not_in_plan(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        let gone = self.is_plan() && matches!(self.written(node)?, Written::Nothing);
        Ok(match (gone, flags(node)) {
            (true, Flags::Given) => Answer::assuming(false, Assumption::LeftOut),
            // What the provider made of it stays with an object that exists.
            (true, Flags::OptionalComputed) if self.is_new(node) => {
                match self.is_set_left_out(node)? {
                    answer if answer.truth == Ternary::False => answer,
                    _ => Answer::unknown(node.missing()),
                }
            }
            _ => Answer::unknown(node.missing()),
        })
    }

    fn is_set_write_only(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        Ok(match self.written(node)? {
            Written::Nothing => Answer::known(false),
            Written::Expression { expression, .. } => {
                Answer::known(!is_empty_constant(expression)?)
            }
            _ => Answer::unknown(node.missing()),
        })
    }

    /// Whether there is a value where what is written comes to nothing: what the provider may fill
    /// in, it fills in as if nothing were written.
    pub(super) fn is_set_as_left_out(
        &self,
        node: &Node<'p>,
        basis: Basis,
    ) -> Result<Answer, Defect> {
        if flags(node) != Flags::OptionalComputed {
            return Ok(Answer {
                basis,
                ..Answer::known(false)
            });
        }
        let answer = self.is_set_left_out(node)?;
        let basis = answer.basis.and(basis);
        Ok(Answer { basis, ..answer })
    }

    /// A¹: what becomes of something that nobody writes.
    fn is_set_left_out(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        if !self.is_new(node) && self.was_set(node)? {
            return Ok(Answer::unknown(node.missing()));
        }
        // What lies in a block that is left out goes by the block, if nothing is said of itself.
        let mut at = self.root(node.instance, View::After);
        let mut answer = Answer::unknown(account(node));
        let mut within = false;
        for name in node.path.names() {
            at = at.attribute(&name)?;
            if at.path != node.path && !self.writes_nothing(&at)? {
                continue;
            }
            // In a block that the provider fills in, it fills in what it likes.
            if !within
                && flags(&at) == Flags::Given
                && !self.flags_unsure(&at)
                && self.nothing_in_source(&at)?
            {
                return Ok(Answer {
                    basis: Basis::SOURCE,
                    ..Answer::known(false)
                });
            }
            match self.becomes(&at)? {
                Some(Becomes::Empty) if is_block(&at) => {
                    return Ok(if self.nothing_in_source(&at)? {
                        Answer {
                            basis: Basis::SOURCE,
                            ..Answer::known(false)
                        }
                    } else if self.written_in_source(&at)?.is_some() {
                        // A `dynamic` block of which only the apply says whether it is made.
                        Answer::unknown(at.missing())
                    } else {
                        Answer::assuming(false, Assumption::NoSuchDynamic)
                    });
                }
                Some(Becomes::Empty) => return Ok(Answer::assuming(false, Assumption::LeftOut)),
                Some(Becomes::Value(_)) if at.path == node.path => {
                    answer = Answer::assuming(true, Assumption::LeftOut);
                }
                // Only a `dynamic` block makes a block unknown that the provider does not fill in.
                None if matches!(at.place(), Place::Blocks(nested) if !nested.computed)
                    && matches!(at.state(), State::Unknown) =>
                {
                    return Ok(Answer::unknown(hidden(dynamic(&at))));
                }
                _ => {}
            }
            within = true;
        }
        Ok(answer)
    }

    /// What the table says of a place that nobody writes.
    pub(super) fn becomes(&self, node: &Node<'p>) -> Result<Option<Becomes>, Defect> {
        let Some(row) = left_out(&node.instance.kind, &node.path.schema_path()) else {
            return Ok(None);
        };
        let root = self.root(node.instance, View::After);
        for exception in row.unless {
            let other = root.attribute(&Arc::from(*exception))?;
            if !self.writes_nothing(&other)? {
                return Ok(None);
            }
        }
        Ok(Some(row.becomes))
    }

    /// Whether neither the plan's configuration nor the source writes anything at a place.
    fn writes_nothing(&self, node: &Node<'p>) -> Result<bool, Defect> {
        Ok(match self.written(node)? {
            Written::Nothing => true,
            Written::Invisible(_) => self.nothing_in_source(node)?,
            _ => false,
        })
    }

    /// A² where the plan's provider version may compute the attribute or not: what both come to.
    fn is_set_either(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        let computed = self.is_set_computed(node)?;
        let given = self.is_set_given(node)?;
        if computed.truth == Ternary::Unknown || computed.truth != given.truth {
            return Ok(Answer::unknown(other_version(node)));
        }
        Ok(Answer {
            basis: computed.basis.and(given.basis),
            ..computed
        })
    }

    /// A², optional and computed: unknown also if what is written turned out to be null.
    fn is_set_computed(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        let Some(leaves) = self.leaves_at(node)? else {
            return Ok(Answer::unknown(node.missing()));
        };
        let open: Vec<&Leaf<'p>> = leaves.open().collect();
        Ok(match open[..] {
            [] if leaves.has_known() && self.is_new(node) => {
                self.is_set_as_left_out(node, Basis::assuming(Assumption::Pure))?
            }
            [Leaf::Identity { of, basis }]
                if !leaves.has_known() && self.may_refer(node, &of.kind) =>
            {
                let basis = basis.and(Basis::assuming(Assumption::Plain));
                Answer {
                    basis,
                    ..Answer::known(true)
                }
            }
            [Leaf::Unknown { what, .. }] if !leaves.has_known() => {
                Answer::unknown(after_apply(what.clone()))
            }
            _ => Answer::unknown(match leaves.hidden() {
                Some(what) => hidden(what.to_owned()),
                None => choice(node),
            }),
        })
    }

    /// A², not computed: a null would have been known, so what is unknown is a value.
    fn is_set_given(&self, node: &Node<'p>) -> Result<Answer, Defect> {
        let leaves = self.leaves_at(node)?;
        let unsure = leaves
            .iter()
            .flat_map(|leaves| leaves.open())
            .find_map(|leaf| match leaf {
                Leaf::Unknown { what, .. } => Some(what.clone()),
                Leaf::Identity { of, .. } if !self.may_refer(node, &of.kind) => {
                    Some(format!("{} may end in null", node.subject()))
                }
                _ => None,
            });
        Ok(match unsure {
            Some(what) => Answer::unknown(Missing {
                reason: Reason::Value,
                what,
                decided_by: "the value after apply, or the source (`--source DIR`)".to_owned(),
            }),
            None => Answer::assuming(true, Assumption::NotNull),
        })
    }

    /// Whether the plan shows every block that a node lies in; one whose number is unknown may not
    /// come to be.
    fn is_in_planned_block(&self, node: &Node<'p>) -> Result<bool, Defect> {
        let mut at = self.root(node.instance, View::After);
        for name in node.path.names() {
            at = at.attribute(&name)?;
            if is_block(&at) && matches!(at.state(), State::Unknown) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether everything that the expression at a node refers to is known in this plan.
    fn all_known(&self, node: &Node<'p>) -> Result<bool, Defect> {
        let leaves = self.leaves_at(node)?;
        Ok(leaves.is_some_and(|leaves| leaves.has_known() && leaves.open().next().is_none()))
    }

    /// Whether the object is made new by this plan, so that nothing of an old one stays.
    pub(super) fn is_new(&self, node: &Node<'p>) -> bool {
        node.instance.actions.contains_create()
    }

    /// Whether the object had a value here before.
    pub(super) fn was_set(&self, node: &Node<'p>) -> Result<bool, Defect> {
        let mut before = self.root(node.instance, View::Before);
        for name in node.path.names() {
            before = before.attribute(&name)?;
        }
        Ok(match before.state() {
            State::Known(json) => !matches!(json.raw(), "\"\"" | "[]" | "{}"),
            _ => false,
        })
    }

    /// Whether an attribute may refer to resources of a type, by the link table; an attribute
    /// that the table does not list may refer to any.
    pub(super) fn may_refer(&self, node: &Node<'p>, kind: &str) -> bool {
        let link = links::link(&node.instance.kind, &node.path.schema_path());
        link.is_none_or(|link| link.targets.iter().any(|target| target.kind == kind))
    }

    /// Whether the plan's provider may have other flags for an attribute than the shipped schema.
    fn flags_unsure(&self, node: &Node<'p>) -> bool {
        let Some(major) = self.earlier_major(node.instance) else {
            return false;
        };
        let same = earlier::same_since(&node.instance.kind, &node.path.schema_path());
        same.is_none_or(|since| major < since)
    }
}

fn flags(node: &Node<'_>) -> Flags {
    match node.place() {
        Place::Attribute(attribute) if attribute.write_only => Flags::WriteOnly,
        Place::Attribute(attribute) if attribute.computed && attribute.optional => {
            Flags::OptionalComputed
        }
        Place::Attribute(attribute) if attribute.computed => Flags::Other,
        Place::Attribute(_) => Flags::Given,
        Place::Blocks(nested) if nested.computed => Flags::OptionalComputed,
        Place::Blocks(_) => Flags::Given,
        Place::Block(_) | Place::Inside(_) | Place::NoSchema => Flags::Other,
    }
}

fn is_block(node: &Node<'_>) -> bool {
    matches!(node.place(), Place::Blocks(_) | Place::Block(_))
}

/// Missing because the plan JSON does not record a reference.
pub(super) fn hidden(what: String) -> Missing {
    Missing {
        reason: Reason::Reference,
        what,
        decided_by: "the configuration's source (`--source DIR`), or the value after apply"
            .to_owned(),
    }
}

/// Missing because something else is known only after apply.
pub(super) fn after_apply(what: String) -> Missing {
    Missing {
        reason: Reason::Value,
        what,
        decided_by: "the value after apply".to_owned(),
    }
}

fn account(node: &Node<'_>) -> Missing {
    Missing {
        reason: Reason::Account,
        what: format!(
            "{} is not written; the provider or the account chooses what it becomes",
            node.subject()
        ),
        decided_by: format!("writing `{}`, or the value after apply", node.path),
    }
}

fn choice(node: &Node<'_>) -> Missing {
    Missing {
        reason: Reason::Choice,
        what: format!(
            "{} is an expression over several things; the plan JSON does not say which one it \
             takes",
            node.subject()
        ),
        decided_by: "the configuration's source (`--source DIR`), or the value after apply"
            .to_owned(),
    }
}

fn other_version(node: &Node<'_>) -> Missing {
    Missing {
        reason: Reason::Schema,
        what: format!(
            "{} is unknown, and what that means depends on a provider version that is not \
             shipped",
            node.subject()
        ),
        decided_by: "the value after apply".to_owned(),
    }
}
