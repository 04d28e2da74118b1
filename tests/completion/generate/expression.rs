//! Expressions for the places of a configuration.

use super::{
    Around, COMPARED, COMPARED_IDS, DOCUMENT, Generator, LAUNCH_CONFIGURATION, POLICY, PROFILE,
    PROFILE_ARN, ROLE, Slot, TEMPLATE, TEMPLATE_NAME, TOKENS,
};
use crate::terraform::expression::{Expression, For, Part};
use crate::terraform::function::Function;
use crate::terraform::value::Value;

/// How an expression is made.
#[derive(Clone, Copy)]
enum Style {
    Reference,
    Literal,
    Null,
    Empty,
    Variable,
    Known,
    Unknown,
    Derived,
    Wrapped,
    Local,
    Try,
    Coalesce,
    Function,
    For,
    Lookup,
    Impure,
    Dead,
}

const STYLES: &[(usize, Style)] = &[
    (36, Style::Reference),
    (5, Style::Literal),
    (3, Style::Null),
    (2, Style::Empty),
    (4, Style::Variable),
    (7, Style::Known),
    (13, Style::Unknown),
    (6, Style::Derived),
    (3, Style::Wrapped),
    (10, Style::Local),
    (5, Style::Try),
    (4, Style::Coalesce),
    (4, Style::Function),
    (3, Style::For),
    (3, Style::Lookup),
    (2, Style::Impure),
    (3, Style::Dead),
];

impl Generator<'_> {
    /// An expression for a slot, with so many more around it.
    #[expect(clippy::too_many_lines, reason = "a table: one row for each style")]
    pub(super) fn slot(&mut self, slot: Slot, around: &Around, depth: usize) -> Expression {
        let style = self.random.weighted(STYLES);
        if depth == 0 {
            return match style {
                Style::Null => Expression::null(),
                Style::Literal => self.literal(slot),
                _ => self.plain(slot, around),
            };
        }
        let below = depth - 1;
        match style {
            Style::Reference => self.plain(slot, around),
            Style::Literal => self.literal(slot),
            Style::Null => Expression::null(),
            Style::Empty => Expression::text(""),
            Style::Variable => self.variable(slot),
            Style::Known => {
                let chosen = self.random.percent(50);
                let condition = self.constant_variable("flag", Value::Bool(chosen));
                let (yes, no) = (
                    self.slot(slot, around, below),
                    self.slot(slot, around, below),
                );
                Expression::conditional(condition, yes, no)
            }
            Style::Unknown => {
                let condition = self.condition(around);
                let (yes, no) = (
                    self.slot(slot, around, below),
                    self.slot(slot, around, below),
                );
                Expression::conditional(condition, yes, no)
            }
            // What is no JSON is no policy.
            Style::Derived | Style::Impure if slot == DOCUMENT => self.plain(slot, around),
            Style::Derived => {
                let value = self.plain(slot, around);
                self.derived(value)
            }
            Style::Wrapped => {
                Expression::Template(vec![Part::Value(self.slot(slot, around, below))])
            }
            Style::Local => {
                // A local stands in no block, so it has no key.
                let value = self.slot(slot, &Around::default(), below);
                self.named(value)
            }
            Style::Try => {
                let first = match self.nothing(slot) {
                    Some(none) if self.random.percent(40) => none.index(Expression::number(0)),
                    _ => self.slot(slot, around, below),
                };
                let second = self.slot(slot, around, below);
                Expression::Call(Function::Try, vec![first, second])
            }
            Style::Coalesce => {
                let (first, second) = (self.slot(slot, around, below), self.plain(slot, around));
                Expression::Call(Function::Coalesce, vec![first, second])
            }
            Style::Function => self.changed(slot, around, below),
            Style::For => self.first_of(slot, around, below),
            Style::Lookup => self.looked_up(slot, around, below),
            Style::Impure => {
                let function = *self.random.pick(&[Function::Uuid, Function::Timestamp]);
                let parts = vec![
                    Part::Value(self.literal(slot)),
                    Part::Text("-".to_owned()),
                    Part::Value(Expression::Call(function, Vec::new())),
                ];
                Expression::Template(parts)
            }
            Style::Dead => match self.nothing(slot) {
                Some(none) => Expression::Call(Function::One, vec![none]),
                None => self.plain(slot, around),
            },
        }
    }

    /// A reference, or a literal where there is nothing to refer to.
    pub(super) fn plain(&mut self, slot: Slot, around: &Around) -> Expression {
        match self.reference(slot, around) {
            Some(expression) => expression,
            None => self.literal(slot),
        }
    }

    /// A literal that suits a slot.
    pub(super) fn literal(&mut self, slot: Slot) -> Expression {
        let text: &str = match slot {
            PROFILE => self.random.word(&["web", "db", "outside"]),
            PROFILE_ARN => "arn:aws:iam::123456789012:instance-profile/web",
            ROLE => self.random.word(&["web", "db", "outside"]),
            POLICY => self.random.word(&[
                "arn:aws:iam::aws:policy/AdministratorAccess",
                "arn:aws:iam::aws:policy/ReadOnlyAccess",
                "arn:aws:iam::123456789012:policy/web",
            ]),
            TEMPLATE => "lt-0123456789abcdef0",
            TEMPLATE_NAME | LAUNCH_CONFIGURATION => self.random.word(&["web", "db"]),
            TOKENS => self.random.word(&["required", "required", "optional"]),
            DOCUMENT => return self.literal_document(),
            _ => "web",
        };
        Expression::text(text)
    }

    fn variable(&mut self, slot: Slot) -> Expression {
        let value = match self.random.below(3) {
            0 => Value::Null,
            _ => match self.literal(slot) {
                Expression::Literal(value) => value,
                _ => Value::Null,
            },
        };
        self.constant_variable("given", value)
    }

    /// Something that is known only after apply, where there is anything.
    fn something(&mut self, around: &Around) -> Option<(Slot, Expression)> {
        let slots = [PROFILE, PROFILE_ARN, ROLE, TEMPLATE, POLICY, TEMPLATE_NAME];
        let start = self.random.below(slots.len());
        (0..slots.len()).find_map(|at| {
            let slot = slots[(start + at) % slots.len()];
            Some((slot, self.reference(slot, around)?))
        })
    }

    /// A condition, on something unknown where there is such a thing.
    pub(super) fn condition(&mut self, around: &Around) -> Expression {
        let Some((slot, value)) = self.something(around) else {
            let chosen = self.random.percent(50);
            return self.constant_variable("flag", Value::Bool(chosen));
        };
        let value = match self.random.below(8) {
            0 => self.named_outside(value, around),
            1 => Expression::Template(vec![Part::Value(value), Part::Text("-x".to_owned())]),
            2 => Expression::Template(vec![Part::Text("lit-".to_owned()), Part::Value(value)]),
            3 => Expression::Call(Function::Lower, vec![value]),
            _ => value,
        };
        let other = match self.random.below(8) {
            0 => Expression::null(),
            1 => Expression::text(""),
            2 => Expression::text("arn:aws:iam::123456789012:role/lit-1"),
            _ if slot == TEMPLATE => Expression::text(self.random.word(&COMPARED_IDS)),
            _ => Expression::text(self.random.word(&COMPARED)),
        };
        Expression::Equal {
            sides: Box::new([value, other]),
            negated: self.random.percent(30),
        }
    }

    /// A local with this value, unless it goes by the key of the block.
    fn named_outside(&mut self, value: Expression, around: &Around) -> Expression {
        match around.keys {
            super::Keys::None => self.named(value),
            _ => value,
        }
    }

    fn derived(&mut self, value: Expression) -> Expression {
        let parts = match self.random.below(3) {
            0 => vec![Part::Value(value), Part::Text("-x".to_owned())],
            1 => vec![Part::Text("x-".to_owned()), Part::Value(value)],
            _ => {
                let again = value.clone();
                vec![
                    Part::Value(value),
                    Part::Text("-".to_owned()),
                    Part::Value(again),
                ]
            }
        };
        Expression::Template(parts)
    }

    fn changed(&mut self, slot: Slot, around: &Around, depth: usize) -> Expression {
        let value = self.slot(slot, around, depth);
        let call = |function, arguments| Expression::Call(function, arguments);
        match self.random.below(6) {
            0 if slot != DOCUMENT => call(Function::Lower, vec![value]),
            1 if slot != DOCUMENT => call(Function::Upper, vec![value]),
            2 => call(Function::TrimSpace, vec![value]),
            3 => {
                let (old, new) = (Expression::text("terraform"), Expression::text("tf"));
                call(Function::Replace, vec![value, old, new])
            }
            4 => call(Function::Format, vec![Expression::text("%s"), value]),
            _ => {
                let list = Expression::List(vec![value]);
                call(Function::Join, vec![Expression::text(""), list])
            }
        }
    }

    /// The first of a list that a `for` or a function makes.
    fn first_of(&mut self, slot: Slot, around: &Around, depth: usize) -> Expression {
        let items = vec![self.slot(slot, around, depth), self.plain(slot, around)];
        let list = Expression::List(items);
        if self.random.percent(40) {
            let list = if self.random.percent(50) {
                Expression::Call(Function::Compact, vec![list])
            } else {
                let none = Expression::List(Vec::new());
                Expression::Call(Function::Concat, vec![none, list])
            };
            return Expression::Call(Function::Element, vec![list, Expression::number(0)]);
        }
        let condition = self.random.percent(50).then(|| Expression::Equal {
            sides: Box::new([Expression::path("x"), Expression::text(COMPARED[0])]),
            negated: true,
        });
        let list = Expression::For(Box::new(For {
            key: None,
            name: "x".to_owned(),
            list,
            keyed: false,
            value: Expression::path("x"),
            condition,
        }));
        list.index(Expression::number(0))
    }

    fn looked_up(&mut self, slot: Slot, around: &Around, depth: usize) -> Expression {
        let fields = vec![
            ("a".to_owned(), self.slot(slot, around, depth)),
            ("b".to_owned(), self.plain(slot, around)),
        ];
        let map = Expression::Object(fields);
        let key = self.random.pick(&["a", "b"]);
        match self.random.below(3) {
            0 => {
                let otherwise = Expression::text("none");
                Expression::Call(
                    Function::Lookup,
                    vec![map, Expression::text(key), otherwise],
                )
            }
            1 => {
                let key = self.constant_variable("key", Value::text(key));
                map.index(key)
            }
            _ => map.index(Expression::text(key)),
        }
    }
}
