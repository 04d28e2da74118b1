//! Type constraints of variables, and what they make of a value.

use std::sync::Arc;

use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey};

use super::evaluate::{Evaluator, Scope};
use super::module::Module;
use super::value::Value;
use super::world::ModuleAddress;

/// A type that a variable has.
#[derive(Clone, Debug)]
pub(super) enum Constraint {
    Any,
    Text,
    Number,
    Bool,
    List(Box<Constraint>),
    Set(Box<Constraint>),
    Map(Box<Constraint>),
    Tuple(Vec<Constraint>),
    Object(Vec<Field>),
}

/// An attribute of an object type.
#[derive(Clone, Debug)]
pub(super) struct Field {
    name: Arc<str>,
    constraint: Constraint,
    optional: bool,
    default: Option<Expression>,
}

impl Constraint {
    /// Reads a type expression; `None` if it is none.
    pub(super) fn read(expression: &Expression) -> Option<Constraint> {
        match expression {
            Expression::Variable(name) => match name.as_str() {
                "any" => Some(Constraint::Any),
                "string" => Some(Constraint::Text),
                "number" => Some(Constraint::Number),
                "bool" => Some(Constraint::Bool),
                "list" => Some(Constraint::List(Box::new(Constraint::Any))),
                "map" => Some(Constraint::Map(Box::new(Constraint::Any))),
                "set" => Some(Constraint::Set(Box::new(Constraint::Any))),
                _ => None,
            },
            // Before 0.12 a type stood in quotes.
            Expression::String(name) => match name.as_str() {
                "string" => Some(Constraint::Text),
                "list" => Some(Constraint::List(Box::new(Constraint::Any))),
                "map" => Some(Constraint::Map(Box::new(Constraint::Any))),
                _ => None,
            },
            Expression::Parenthesis(inner) => Constraint::read(inner.inner()),
            Expression::FuncCall(call) => Constraint::read_call(call),
            _ => None,
        }
    }

    fn read_call(call: &FuncCall) -> Option<Constraint> {
        let of = call.args.get(0)?;
        let boxed = || Constraint::read(of).map(Box::new);
        match call.name.name.as_str() {
            "list" => boxed().map(Constraint::List),
            "set" => boxed().map(Constraint::Set),
            "map" => boxed().map(Constraint::Map),
            "tuple" => {
                let Expression::Array(array) = of else {
                    return None;
                };
                array
                    .iter()
                    .map(Constraint::read)
                    .collect::<Option<_>>()
                    .map(Constraint::Tuple)
            }
            "object" => {
                let Expression::Object(object) = of else {
                    return None;
                };
                Constraint::read_fields(object).map(Constraint::Object)
            }
            _ => None,
        }
    }

    fn read_fields(object: &Object) -> Option<Vec<Field>> {
        let mut fields = Vec::with_capacity(object.len());
        for (key, value) in object {
            let name = match key {
                ObjectKey::Ident(name) => Arc::from(name.as_str()),
                ObjectKey::Expression(Expression::Variable(name)) => Arc::from(name.as_str()),
                ObjectKey::Expression(Expression::String(name)) => Arc::from(name.as_str()),
                ObjectKey::Expression(_) => return None,
            };
            let field = match value.expr() {
                Expression::FuncCall(call) if call.name.name.as_str() == "optional" => Field {
                    name,
                    constraint: Constraint::read(call.args.get(0)?)?,
                    optional: true,
                    default: call.args.get(1).cloned(),
                },
                other => Field {
                    name,
                    constraint: Constraint::read(other)?,
                    optional: false,
                    default: None,
                },
            };
            fields.push(field);
        }
        Some(fields)
    }

    /// What a variable of this type makes of a value.
    pub(super) fn convert(&self, value: Value, evaluator: &Evaluator<'_>) -> Value {
        if let Value::OneOf(choices) = &value {
            let converted = choices
                .iter()
                .map(|choice| self.convert(choice.clone(), evaluator));
            return Value::one_of(converted.collect::<Vec<_>>());
        }
        if matches!(value, Value::Null | Value::Unknown(_) | Value::Attribute(_)) {
            return value;
        }
        match self {
            Constraint::Any => value,
            Constraint::Text | Constraint::Number | Constraint::Bool => self.convert_scalar(value),
            Constraint::List(of) | Constraint::Set(of) => {
                let Some(elements) = value.elements() else {
                    return other_type(&value);
                };
                let converted = elements
                    .iter()
                    .map(|element| of.convert(element.clone(), evaluator));
                match self {
                    Constraint::Set(_) => Value::set(converted),
                    _ => Value::list(converted),
                }
            }
            Constraint::Tuple(of) => match value.elements() {
                Some(elements) if elements.len() == of.len() => {
                    let pairs = of.iter().zip(elements);
                    Value::list(pairs.map(|(of, element)| of.convert(element.clone(), evaluator)))
                }
                _ => other_type(&value),
            },
            Constraint::Map(of) => {
                match &value {
                    Value::Map(entries) => Value::map(entries.iter().map(|(key, value)| {
                        (Arc::clone(key), of.convert(value.clone(), evaluator))
                    })),
                    _ => other_type(&value),
                }
            }
            Constraint::Object(fields) => match &value {
                Value::Map(_) | Value::Instance(_) | Value::Module(_) => Value::map(
                    fields
                        .iter()
                        .map(|field| (Arc::clone(&field.name), field.convert(&value, evaluator))),
                ),
                _ => other_type(&value),
            },
        }
    }

    fn convert_scalar(&self, value: Value) -> Value {
        match (self, &value) {
            (Constraint::Text, _) => {
                super::operator::to_text(&value).unwrap_or_else(|| other_type(&value))
            }
            (Constraint::Number, Value::Text(text)) => {
                crate::value::Number::parse(text).map_or_else(|| other_type(&value), Value::Number)
            }
            (Constraint::Number, Value::Number(_)) | (Constraint::Bool, Value::Bool(_)) => value,
            (Constraint::Bool, Value::Text(text)) if &**text == "true" => Value::Bool(true),
            (Constraint::Bool, Value::Text(text)) if &**text == "false" => Value::Bool(false),
            _ => other_type(&value),
        }
    }
}

fn other_type(value: &Value) -> Value {
    Value::unknown(format!(
        "a variable of another type is given {}",
        value.kind()
    ))
}

impl Field {
    fn convert(&self, object: &Value, evaluator: &Evaluator<'_>) -> Value {
        let given = evaluator
            .attribute(object, &self.name)
            .unwrap_or(Value::Null);
        let given = self.constraint.convert(given, evaluator);
        if !self.optional {
            return given;
        }
        match &self.default {
            Some(default) if given.is_null() => {
                let module = Arc::new(Module::default());
                let at = ModuleAddress::default();
                let value = evaluator.expression(default, &Scope::of(&module, &at));
                self.constraint
                    .convert(value.unwrap_or(Value::Null), evaluator)
            }
            Some(_) if !given.is_never_null() => {
                Value::unknown(format!("`{}` has its default where it is null", self.name))
            }
            _ => given,
        }
    }
}
