//! Expressions of a configuration.

use super::function::Function;
use super::value::Value;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// A text, number, bool or null.
    Literal(Value),
    /// `"a-${x}"`
    Template(Vec<Part>),
    /// `aws_x.y["k"].name`: names and constant keys only.
    Traversal(Vec<Step>),
    /// `x[i]`, where `i` is computed.
    Index(Box<Expression>, Box<Expression>),
    /// `x.name`, where `x` is no traversal.
    Attribute(Box<Expression>, String),
    /// `x[*].name`
    Splat(Box<Expression>, Vec<String>),
    /// `c ? a : b`
    Conditional(Box<[Expression; 3]>),
    /// `a == b`, `a != b`
    Equal {
        sides: Box<[Expression; 2]>,
        negated: bool,
    },
    /// `(count.index + 1) % n`: the key next to one's own.
    Rotated(Box<Expression>, usize),
    /// `f(x, y)`
    Call(Function, Vec<Expression>),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
    /// `[for x in xs : y if c]`, `{for k, x in xs : k => y}`
    For(Box<For>),
}

/// A part of a template.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Part {
    Text(String),
    Value(Expression),
}

/// One step of a traversal.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Name(String),
    Key(String),
    Number(usize),
}

/// A `for` expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct For {
    /// The name of the key, where there is one.
    pub(crate) key: Option<String>,
    pub(crate) name: String,
    pub(crate) list: Expression,
    /// An object comes of it: the keys stay.
    pub(crate) keyed: bool,
    pub(crate) value: Expression,
    pub(crate) condition: Option<Expression>,
}

impl Expression {
    pub(crate) fn text(text: &str) -> Expression {
        Expression::Literal(Value::text(text))
    }

    pub(crate) fn null() -> Expression {
        Expression::Literal(Value::Null)
    }

    pub(crate) fn number(number: i64) -> Expression {
        Expression::Literal(Value::Number(number))
    }

    /// A traversal of names: `path("var.x")`.
    pub(crate) fn path(path: &str) -> Expression {
        Expression::Traversal(
            path.split('.')
                .map(|name| Step::Name(name.into()))
                .collect(),
        )
    }

    pub(crate) fn conditional(
        condition: Expression,
        yes: Expression,
        no: Expression,
    ) -> Expression {
        Expression::Conditional(Box::new([condition, yes, no]))
    }

    pub(crate) fn equal(one: Expression, other: Expression) -> Expression {
        let sides = Box::new([one, other]);
        Expression::Equal {
            sides,
            negated: false,
        }
    }

    /// This and then an attribute.
    pub(crate) fn attribute(self, name: &str) -> Expression {
        match self {
            Expression::Traversal(mut steps) => {
                steps.push(Step::Name(name.into()));
                Expression::Traversal(steps)
            }
            other => Expression::Attribute(Box::new(other), name.into()),
        }
    }

    /// This and then a constant key.
    pub(crate) fn key(self, key: &str) -> Expression {
        self.step(Step::Key(key.into()))
    }

    /// This and then a constant index.
    pub(crate) fn number_key(self, at: usize) -> Expression {
        self.step(Step::Number(at))
    }

    fn step(self, step: Step) -> Expression {
        match self {
            Expression::Traversal(mut steps) => {
                steps.push(step);
                Expression::Traversal(steps)
            }
            other => {
                let key = match step {
                    Step::Number(at) => {
                        Expression::number(i64::try_from(at).expect("a small index"))
                    }
                    Step::Key(key) | Step::Name(key) => Expression::text(&key),
                };
                Expression::Index(Box::new(other), Box::new(key))
            }
        }
    }

    /// This and then a computed index.
    pub(crate) fn index(self, index: Expression) -> Expression {
        Expression::Index(Box::new(self), Box::new(index))
    }

    /// The expressions that this one is made of, in the order in which they are written.
    pub(crate) fn parts(&self) -> Vec<&Expression> {
        match self {
            Expression::Literal(_) | Expression::Traversal(_) => Vec::new(),
            Expression::Template(parts) => parts
                .iter()
                .filter_map(|part| match part {
                    Part::Value(value) => Some(value),
                    Part::Text(_) => None,
                })
                .collect(),
            Expression::Index(of, index) => vec![of, index],
            Expression::Attribute(of, _)
            | Expression::Splat(of, _)
            | Expression::Rotated(of, _) => {
                vec![of]
            }
            Expression::Conditional(parts) => parts.iter().collect(),
            Expression::Equal { sides, .. } => sides.iter().collect(),
            Expression::Call(_, items) | Expression::List(items) => items.iter().collect(),
            Expression::Object(fields) => fields.iter().map(|(_, value)| value).collect(),
            Expression::For(each) => {
                let mut parts = vec![&each.list, &each.value];
                parts.extend(&each.condition);
                parts
            }
        }
    }

    /// The same, to be changed.
    pub(crate) fn parts_mut(&mut self) -> Vec<&mut Expression> {
        match self {
            Expression::Literal(_) | Expression::Traversal(_) => Vec::new(),
            Expression::Template(parts) => parts
                .iter_mut()
                .filter_map(|part| match part {
                    Part::Value(value) => Some(value),
                    Part::Text(_) => None,
                })
                .collect(),
            Expression::Index(of, index) => vec![of, index],
            Expression::Attribute(of, _)
            | Expression::Splat(of, _)
            | Expression::Rotated(of, _) => vec![of],
            Expression::Conditional(parts) => parts.iter_mut().collect(),
            Expression::Equal { sides, .. } => sides.iter_mut().collect(),
            Expression::Call(_, items) | Expression::List(items) => items.iter_mut().collect(),
            Expression::Object(fields) => fields.iter_mut().map(|(_, value)| value).collect(),
            Expression::For(each) => {
                let mut parts = vec![&mut each.list, &mut each.value];
                parts.extend(&mut each.condition);
                parts
            }
        }
    }
}
