//! Operators, over values of which parts may be unknown.

use hcl_edit::expr::{BinaryOp, BinaryOperator, UnaryOperator};

use super::evaluate::{Evaluated, Evaluator, Scope};
use super::function::equality;
use super::value::{Failure, Value};
use crate::value::Number;

impl Evaluator<'_> {
    pub(super) fn binary(&self, operation: &BinaryOp, scope: &Scope<'_>) -> Evaluated {
        let operator = *operation.operator.value();
        let left = self.expression(&operation.lhs_expr, scope)?;
        match (operator, truth(&left)) {
            (BinaryOperator::And, Ok(Some(false))) => return Ok(Value::Bool(false)),
            (BinaryOperator::Or, Ok(Some(true))) => return Ok(Value::Bool(true)),
            _ => {}
        }
        let right = self.expression(&operation.rhs_expr, scope)?;
        match operator {
            BinaryOperator::Eq => Ok(bool_or_unknown(equal(&left, &right))),
            BinaryOperator::NotEq => Ok(bool_or_unknown(equal(&left, &right).map(|same| !same))),
            BinaryOperator::And => Ok(bool_or_unknown(match (truth(&left)?, truth(&right)?) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (Some(true), Some(true)) => Some(true),
                _ => None,
            })),
            BinaryOperator::Or => Ok(bool_or_unknown(match (truth(&left)?, truth(&right)?) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (Some(false), Some(false)) => Some(false),
                _ => None,
            })),
            _ => arithmetic(operator, &left, &right),
        }
    }
}

pub(super) fn unary(operator: UnaryOperator, operand: &Value) -> Evaluated {
    match operator {
        UnaryOperator::Not => Ok(bool_or_unknown(truth(operand)?.map(|truth| !truth))),
        UnaryOperator::Neg => match float(operand)? {
            Some(number) => from_float(-number),
            None => Ok(Value::some_value("it is computed from something unknown")),
        },
    }
}

/// A literal number.
///
/// As it is written: the parser's own number is a float where it is long.
pub(super) fn number(number: &hcl_edit::Formatted<hcl_edit::Number>) -> Evaluated {
    let written = number.as_repr().map(|text| &**text);
    let text = written.map_or_else(|| number.value().to_string(), str::to_owned);
    Number::parse(&text)
        .map(Value::Number)
        .ok_or_else(|| Failure::new("a number that cannot be read"))
}

/// A value as a condition; `None` where it is not known.
pub(super) fn truth(value: &Value) -> Result<Option<bool>, Failure> {
    match value {
        Value::Bool(truth) => Ok(Some(*truth)),
        Value::Text(text) if matches!(&**text, "true" | "1") => Ok(Some(true)),
        Value::Text(text) if matches!(&**text, "false" | "0") => Ok(Some(false)),
        Value::OneOf(choices) => {
            let mut truths = choices.iter().map(truth);
            let first = truths.next().transpose()?.flatten();
            for other in truths {
                if other? != first {
                    return Ok(None);
                }
            }
            Ok(first)
        }
        Value::Attribute(_) | Value::Unknown(_) | Value::Joined(_) => Ok(None),
        other => Err(Failure::new(format!(
            "a condition is {}, not a bool",
            other.kind()
        ))),
    }
}

/// Whether two values are equal after apply; `None` where that is not known.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    match (left, right) {
        // Null equals null, of whatever type it is.
        (Value::Null, Value::Null) => Some(true),
        _ => equality::equal(left, right),
    }
}

/// Whether it is certain that a value is neither null nor empty.
pub(crate) fn is_never_empty(value: &Value) -> bool {
    match value {
        Value::OneOf(choices) => choices.iter().all(is_never_empty),
        Value::List(elements) | Value::Set(elements) => !elements.is_empty(),
        Value::Map(entries) => !entries.is_empty(),
        text => equality::is_there(text),
    }
}

/// A value where a string is wanted; `None` if it can never be one.
pub(super) fn to_text(value: &Value) -> Option<Value> {
    match value {
        Value::Null | Value::Instance(_) | Value::Module(_) => None,
        other => super::function::argument::as_text(other).ok(),
    }
}

fn bool_or_unknown(truth: Option<bool>) -> Value {
    match truth {
        Some(truth) => Value::Bool(truth),
        None => Value::some_value("it depends on something that is known only after apply"),
    }
}

fn arithmetic(operator: BinaryOperator, left: &Value, right: &Value) -> Evaluated {
    let (Some(left), Some(right)) = (float(left)?, float(right)?) else {
        return Ok(Value::some_value("it is computed from something unknown"));
    };
    match operator {
        BinaryOperator::Plus => from_float(left + right),
        BinaryOperator::Minus => from_float(left - right),
        BinaryOperator::Mul => from_float(left * right),
        BinaryOperator::Div | BinaryOperator::Mod if right == 0.0 => {
            Err(Failure::new("division by zero"))
        }
        BinaryOperator::Div => from_float(left / right),
        BinaryOperator::Mod => from_float(left % right),
        BinaryOperator::Less => Ok(Value::Bool(left < right)),
        BinaryOperator::LessEq => Ok(Value::Bool(left <= right)),
        BinaryOperator::Greater => Ok(Value::Bool(left > right)),
        BinaryOperator::GreaterEq => Ok(Value::Bool(left >= right)),
        BinaryOperator::Eq | BinaryOperator::NotEq | BinaryOperator::And | BinaryOperator::Or => {
            Ok(Value::some_value("an operator that is not understood"))
        }
    }
}

/// A number; `None` where it is unknown, or where a float would not hold it exactly.
fn float(value: &Value) -> Result<Option<f64>, Failure> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) if Number::parse(text).is_some() => text.to_string(),
        Value::Attribute(_) | Value::OneOf(_) | Value::Unknown(_) | Value::Joined(_) => {
            return Ok(None);
        }
        other => {
            return Err(Failure::new(format!(
                "{} where a number is needed",
                other.kind()
            )));
        }
    };
    let number: f64 = text.parse().map_err(|_| Failure::new("no number"))?;
    let exact = Number::parse(&number.to_string()) == Number::parse(&text);
    Ok((exact && number.abs() < EXACT).then_some(number))
}

/// Whole numbers below this are exact as floats.
const EXACT: f64 = 9_007_199_254_740_992.0;

fn from_float(number: f64) -> Evaluated {
    // Terraform computes with more digits than a float has.
    if number.fract() != 0.0 || number.abs() >= EXACT {
        return Ok(Value::some_value("a number with a fraction"));
    }
    Number::parse(&number.to_string())
        .map(Value::Number)
        .ok_or_else(|| Failure::new("no number"))
}
