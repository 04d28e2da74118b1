//! Where a value comes from: what the plan says of its place, and what the configuration does.

use std::borrow::Cow;
use std::sync::Arc;

use super::edge::{Member, NAMES_IT, REFERS_TO_IT};
use super::expression::{self, Expression};
use super::node::{Node, State, View};
use super::plan::Plan;
use super::written::Written;
use crate::input::{Defect, Origin};
use crate::schema::left_out::{Becomes, left_out};

/// One thing that is known of where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// The plan has the value: `after`, or `planned_values`.
    Planned,
    /// The plan marks it in `after_unknown`.
    AfterApply,
    /// The object as it was: `before`.
    Before,
    /// The prior state, as for data sources that were read while planning.
    PriorState,
    /// A state that was given as the input.
    State,
    /// The plan does not have the attribute.
    NotInPlan,
    /// The configuration writes nothing.
    NotWritten,
    /// The configuration has a constant.
    Constant,
    /// The configuration has an expression, and the plan records what it refers to.
    Expression(Vec<String>),
    /// The configuration has an expression of which the plan records nothing.
    Hidden,
    /// The configuration has this many blocks.
    Blocks(usize),
    /// The plan does not show what the configuration has; in words.
    NotVisible(String),
    /// The source of the configuration has it, in this file and line.
    Source(Arc<str>, usize),
    /// What becomes of an argument that is left out is known.
    LeftOut(Becomes, &'static str),
}

/// How a place leads to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Its known value is the resource's name, id or ARN.
    ByName,
    /// It is written as a reference to the resource.
    ByReference,
}

impl Provenance {
    /// The stable word.
    pub fn word(&self) -> &'static str {
        match self {
            Provenance::Planned => "after",
            Provenance::AfterApply => "known_after_apply",
            Provenance::Before => "before",
            Provenance::PriorState => "prior_state",
            Provenance::State => "state",
            Provenance::NotInPlan => "not_in_plan",
            Provenance::NotWritten => "not_written",
            Provenance::Constant => "constant",
            Provenance::Expression(_) => "expression",
            Provenance::Hidden => "hidden_expression",
            Provenance::Blocks(_) => "blocks",
            Provenance::NotVisible(_) => "not_visible",
            Provenance::Source(..) => "source",
            Provenance::LeftOut(..) => "left_out",
        }
    }

    /// The same with its texts changed, as to take secrets out of them.
    #[must_use]
    pub fn map_texts(self, change: impl Fn(&str) -> String) -> Provenance {
        match self {
            Provenance::Expression(references) => {
                Provenance::Expression(references.iter().map(|text| change(text)).collect())
            }
            Provenance::NotVisible(what) => Provenance::NotVisible(change(&what)),
            other => other,
        }
    }

    /// The same for people, as a part of a sentence.
    pub fn sentence(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Provenance::Planned => "planned",
            Provenance::AfterApply => "known only after apply",
            Provenance::Before => "as it was before",
            Provenance::PriorState => "read while planning",
            Provenance::State => "in the state",
            Provenance::NotInPlan => "the plan has no such attribute",
            Provenance::NotWritten => "the configuration does not write it",
            Provenance::Constant => "written as a constant",
            Provenance::Hidden => {
                "written as an expression of which the plan JSON records no references"
            }
            Provenance::Blocks(1) => "written as a block",
            Provenance::Blocks(number) => return format!("written as {number} blocks").into(),
            Provenance::Expression(references) => {
                return format!("written as an expression over {}", listed(references)).into();
            }
            Provenance::NotVisible(what) => return what.clone().into(),
            Provenance::Source(file, line) => return format!("in {file}:{line}").into(),
            Provenance::LeftOut(Becomes::Empty, why) => {
                return format!("left out, it stays empty: {why}").into();
            }
            Provenance::LeftOut(Becomes::Value(value), why) => {
                return format!("left out, it becomes `{value}`: {why}").into();
            }
            Provenance::LeftOut(Becomes::Provider, why) => {
                return format!("left out, the provider or the account chooses it: {why}").into();
            }
        })
    }
}

impl Naming {
    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            Naming::ByName => "name",
            Naming::ByReference => "reference",
        }
    }
}

impl Member<'_> {
    /// How its place leads to the resource; `None` where there is no single place.
    pub fn naming(&self) -> Option<Naming> {
        let first = self.via.first()?;
        if first.ends_with(NAMES_IT) {
            Some(Naming::ByName)
        } else if first.ends_with(REFERS_TO_IT) {
            Some(Naming::ByReference)
        } else {
            None
        }
    }
}

impl<'p> Plan<'p> {
    /// Where the value at a node comes from: first what the plan says, then the configuration,
    /// then what is known of arguments that are left out.
    pub fn provenance(&self, node: &Node<'p>) -> Result<Vec<Provenance>, Defect> {
        if node.view == View::Before {
            return Ok(vec![Provenance::Before]);
        }
        let said = match node.state() {
            State::Unknown => Provenance::AfterApply,
            State::NotInPlan => Provenance::NotInPlan,
            State::Known(_) | State::Null | State::Absent => match node.instance.origin {
                Origin::Change | Origin::Deferred | Origin::Planned => Provenance::Planned,
                Origin::Prior => Provenance::PriorState,
                Origin::State => Provenance::State,
            },
        };
        let mut all = vec![said];
        if !self.is_plan() {
            return Ok(all);
        }
        all.push(match self.written(node)? {
            Written::Nothing => Provenance::NotWritten,
            Written::Blocks(blocks) => Provenance::Blocks(blocks.len()),
            Written::Invisible(what) => Provenance::NotVisible(what),
            Written::Expression { expression, .. } => match expression::read(expression)? {
                Expression::Constant(_) => Provenance::Constant,
                Expression::Hidden => Provenance::Hidden,
                Expression::References(heads) => {
                    let mut references: Vec<String> = Vec::new();
                    for head in heads {
                        if !references.contains(&head.text) {
                            references.push(head.text);
                        }
                    }
                    Provenance::Expression(references)
                }
            },
        });
        let names = node.path.names();
        if let Some(place) = names
            .first()
            .and_then(|name| self.place_of(node.instance, name))
        {
            all.push(Provenance::Source(place.file, place.line));
        }
        if matches!(node.state(), State::Unknown | State::NotInPlan) {
            all.extend(self.left_out(node)?);
        }
        Ok(all)
    }

    /// What is known of a place that nobody writes, or of the block around it.
    fn left_out(&self, node: &Node<'p>) -> Result<Option<Provenance>, Defect> {
        if !self.is_new(node) && self.was_set(node)? {
            return Ok(None);
        }
        let mut at = self.root(node.instance, View::After);
        let mut found = None;
        for name in node.path.names() {
            at = at.attribute(&name)?;
            if !matches!(self.written(&at)?, Written::Nothing) {
                continue;
            }
            let row = left_out(&node.instance.kind, &at.path.schema_path());
            let (Some(becomes), Some(row)) = (self.becomes(&at)?, row) else {
                continue;
            };
            let provenance = Provenance::LeftOut(becomes, row.why);
            // What lies in a block that is empty goes by the block.
            if becomes == Becomes::Empty {
                return Ok(Some(provenance));
            }
            if at.path == node.path {
                found = Some(provenance);
            }
        }
        Ok(found)
    }
}

fn listed(references: &[String]) -> String {
    let quoted: Vec<Arc<str>> = references
        .iter()
        .map(|reference| format!("`{reference}`").into())
        .collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each; the `match` below does not compile where one is forgotten.
    fn all() -> Vec<Provenance> {
        let all = vec![
            Provenance::Planned,
            Provenance::AfterApply,
            Provenance::Before,
            Provenance::PriorState,
            Provenance::State,
            Provenance::NotInPlan,
            Provenance::NotWritten,
            Provenance::Constant,
            Provenance::Expression(vec!["var.a".to_owned(), "aws_x.y.name".to_owned()]),
            Provenance::Hidden,
            Provenance::Blocks(2),
            Provenance::NotVisible("a `dynamic` block leaves no trace".to_owned()),
            Provenance::Source("main.tf".into(), 7),
            Provenance::LeftOut(Becomes::Value("$Default"), "the service's default"),
        ];
        for one in &all {
            match one {
                Provenance::Planned
                | Provenance::AfterApply
                | Provenance::Before
                | Provenance::PriorState
                | Provenance::State
                | Provenance::NotInPlan
                | Provenance::NotWritten
                | Provenance::Constant
                | Provenance::Expression(_)
                | Provenance::Hidden
                | Provenance::Blocks(_)
                | Provenance::NotVisible(_)
                | Provenance::Source(..)
                | Provenance::LeftOut(..) => {}
            }
        }
        all
    }

    #[test]
    fn each_has_a_word_of_its_own_that_is_documented() {
        let page = include_str!("../../docs/explain.md");
        let mut words: Vec<&str> = all().iter().map(Provenance::word).collect();
        for word in &words {
            assert!(page.contains(&format!("\n| `{word}` |")), "{word}");
        }
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all().len());
    }

    #[test]
    fn texts_of_the_plan_can_be_changed_and_words_of_our_own_stay() {
        let shown = |one: Provenance| {
            let changed = one.map_texts(|text| text.replace("var.a", "(sensitive)"));
            changed.sentence().into_owned()
        };
        let shown: Vec<String> = all().into_iter().map(shown).collect();
        assert_eq!(
            shown[8],
            "written as an expression over `(sensitive)`, `aws_x.y.name`"
        );
        assert_eq!(shown[10], "written as 2 blocks");
        assert_eq!(shown[12], "in main.tf:7");
        assert_eq!(
            shown[13],
            "left out, it becomes `$Default`: the service's default"
        );
    }
}
