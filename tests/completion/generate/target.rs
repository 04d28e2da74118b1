//! What an expression can refer to.

use super::{Around, Generator, Slot};
use crate::terraform::expression::{Expression, For};
use crate::terraform::function::Function;

/// Something that can be referred to.
#[derive(Clone, Debug)]
pub(super) struct Target {
    /// The type of what it names; of an output or variable, with the attribute.
    pub(super) slot: Slot,
    pub(super) base: Base,
    pub(super) keys: Keys,
}

#[derive(Clone, Debug)]
pub(super) enum Base {
    Resource { data: bool, name: String },
    Output { call: String, output: String },
    Variable(String),
}

/// The keys of something's instances.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Keys {
    #[default]
    None,
    Count(usize),
    Each(Vec<String>),
}

impl Target {
    /// The slot that one of its attributes suits.
    pub(super) fn slot_for(&self, slot: Slot) -> Slot {
        match self.base {
            Base::Resource { .. } => slot,
            Base::Output { .. } | Base::Variable(_) => self.slot,
        }
    }

    /// All of it, and what is taken of each instance.
    fn whole(&self, slot: Slot) -> (Expression, Option<String>) {
        match &self.base {
            Base::Resource { data, name } => {
                let data = if *data { "data." } else { "" };
                let path = format!("{data}{}.{name}", self.slot.kind);
                (Expression::path(&path), Some(slot.attribute.to_owned()))
            }
            Base::Output { call, output } => (
                Expression::path(&format!("module.{call}")),
                Some(output.clone()),
            ),
            Base::Variable(name) => (Expression::path(&format!("var.{name}")), None),
        }
    }
}

impl Generator<'_> {
    /// A reference to something that suits a slot; `None` if there is nothing.
    #[expect(
        clippy::too_many_lines,
        reason = "a table of ways to refer to something"
    )]
    pub(super) fn reference(&mut self, slot: Slot, around: &Around) -> Option<Expression> {
        if let Some((of, field)) = &around.value
            && *of == slot
            && self.random.percent(70)
        {
            let value = Expression::path("each.value");
            return Some(match field {
                Some(field) => value.attribute(field),
                None => value,
            });
        }
        let fitting: Vec<Target> = self
            .targets
            .iter()
            .filter(|target| match target.base {
                Base::Resource { .. } => target.slot.kind == slot.kind,
                Base::Output { .. } | Base::Variable(_) => target.slot == slot,
            })
            .filter(|target| !matches!(target.keys, Keys::Count(0)))
            .cloned()
            .collect();
        if fitting.is_empty() {
            return None;
        }
        let target = self.random.pick(&fitting).clone();
        let (whole, field) = target.whole(slot);
        let take = |expression: Expression| match &field {
            Some(field) => expression.attribute(field),
            None => expression,
        };
        Some(match &target.keys {
            Keys::None => take(whole),
            Keys::Count(count) => match self.random.below(10) {
                0..=3 if around.keys == target.keys => {
                    take(whole.index(Expression::path("count.index")))
                }
                4 | 5 if around.keys == target.keys => {
                    let index = Expression::path("count.index");
                    take(whole.index(Expression::Rotated(Box::new(index), *count)))
                }
                6 | 7 => match self.splat(&whole, field.as_ref(), *count) {
                    Some(expression) => expression,
                    None => take(whole.number_key(0)),
                },
                _ => take(whole.number_key(self.random.below(*count))),
            },
            Keys::Each(keys) => {
                let key = self.random.pick(keys).clone();
                let same = matches!(&around.keys, Keys::Each(own) if own.iter().all(|key| keys.contains(key)));
                match self.random.below(10) {
                    0..=3 if same => take(whole.index(Expression::path("each.key"))),
                    4 | 5 if same && keys.len() > 1 => {
                        // The other one: with two keys, this rotates them.
                        let own = Expression::path("each.key");
                        let other = Expression::conditional(
                            Expression::equal(own, Expression::text(&keys[0])),
                            Expression::text(&keys[1]),
                            Expression::text(&keys[0]),
                        );
                        take(whole.index(other))
                    }
                    6 => {
                        let list = For {
                            key: None,
                            name: "x".to_owned(),
                            list: whole,
                            keyed: false,
                            value: take(Expression::path("x")),
                            condition: None,
                        };
                        let list = Expression::For(Box::new(list));
                        let at = self.random.below(keys.len());
                        list.index(Expression::number(i64::try_from(at).unwrap_or(0)))
                    }
                    _ => take(whole.key(&key)),
                }
            }
        })
    }

    /// One of several instances by a splat.
    fn splat(
        &mut self,
        whole: &Expression,
        field: Option<&String>,
        count: usize,
    ) -> Option<Expression> {
        let path = field.into_iter().cloned().collect();
        let list = Expression::Splat(Box::new(whole.clone()), path);
        match self.random.below(3) {
            0 if count == 1 => Some(Expression::Call(Function::One, vec![list])),
            1 => {
                let at = self.random.below(4);
                let at = Expression::number(i64::try_from(at).unwrap_or(0));
                Some(Expression::Call(Function::Element, vec![list, at]))
            }
            2 => Some(list.index(Expression::number(0))),
            _ => None,
        }
    }

    /// Something whose instances there are none of, where there is such a thing.
    pub(super) fn nothing(&mut self, slot: Slot) -> Option<Expression> {
        let dead = self.targets.iter().find(|target| {
            target.keys == Keys::Count(0)
                && match target.base {
                    Base::Resource { .. } => target.slot.kind == slot.kind,
                    _ => target.slot == slot,
                }
        })?;
        let (whole, field) = dead.whole(slot);
        let path = field.into_iter().collect();
        Some(Expression::Splat(Box::new(whole), path))
    }
}
