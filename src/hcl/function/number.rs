//! Numbers.

use super::super::value::{Failure, Value};
use super::{Entry, Files, argument, decimal, not_yet, set};
use crate::value::Number;

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("abs", 1..=1, abs),
    Entry::new("ceil", 1..=1, ceil),
    Entry::new("floor", 1..=1, floor),
    Entry::new("log", 2..=2, log),
    Entry::new("max", 1..=usize::MAX, max),
    Entry::new("min", 1..=usize::MAX, min),
    Entry::new("parseint", 2..=2, parseint),
    Entry::new("pow", 2..=2, pow),
    Entry::new("signum", 1..=1, signum),
    Entry::new("sum", 1..=1, sum),
];

/// Above this a 64-bit float does not hold every whole number.
const EXACT_FLOAT: i128 = 1 << 53;

fn number(number: i128) -> Value {
    Value::Number(decimal::from_whole(number))
}

fn abs(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(number) = argument::number(&arguments[0])? else {
        return Ok(not_yet("abs"));
    };
    let positive = Number::parse(number.to_string().trim_start_matches('-'));
    Ok(positive.map_or_else(|| not_yet("abs"), Value::Number))
}

fn ceil(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(rounded(&arguments[0], false)?.unwrap_or_else(|| not_yet("ceil")))
}

fn floor(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(rounded(&arguments[0], true)?.unwrap_or_else(|| not_yet("floor")))
}

fn rounded(argument: &Value, down: bool) -> Result<Option<Value>, Failure> {
    let Some(from) = argument::number(argument)? else {
        return Ok(None);
    };
    if !decimal::is_fraction(&from) {
        return Ok(Some(Value::Number(from)));
    }
    let Some(text) = decimal::text(&from) else {
        return Ok(None);
    };
    let whole = text
        .split('.')
        .next()
        .and_then(|whole| whole.parse::<i128>().ok());
    let negative = text.starts_with('-');
    Ok(whole.map(|whole| {
        let step = match (down, negative) {
            (true, true) => -1,
            (false, false) => 1,
            _ => 0,
        };
        number(whole + step)
    }))
}

fn log(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (of, base) = (
        argument::number(&arguments[0])?,
        argument::number(&arguments[1])?,
    );
    let whole = |number: Option<Number>| number.as_ref().and_then(decimal::whole);
    Ok(match (whole(of), whole(base)) {
        // Other logarithms are floats, which depend on the machine in their last bit.
        (Some(of), Some(2)) if of > 0 && of < EXACT_FLOAT && of & (of - 1) == 0 => {
            number(i128::from(of.trailing_zeros()))
        }
        _ => Value::some_value("a logarithm is known only to Terraform"),
    })
}

fn pow(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let (base, power) = (
        argument::number(&arguments[0])?,
        argument::number(&arguments[1])?,
    );
    let whole = |number: Option<Number>| number.as_ref().and_then(decimal::whole);
    let power = whole(power).and_then(|power| u32::try_from(power).ok());
    let result = whole(base)
        .zip(power)
        .and_then(|(base, power)| base.checked_pow(power));
    // It is computed in floats, which hold smaller whole numbers only.
    Ok(match result {
        Some(result) if result.unsigned_abs() < EXACT_FLOAT.unsigned_abs() => number(result),
        _ => Value::some_value("a power is known only to Terraform"),
    })
}

fn extreme(
    name: &str,
    arguments: &[Value],
    pick: fn(Number, Number) -> Number,
) -> Result<Value, Failure> {
    let mut numbers = Vec::new();
    for argument in arguments {
        numbers.push(argument::number(argument)?);
    }
    let numbers: Option<Vec<Number>> = numbers.into_iter().collect();
    let extreme = numbers.and_then(|numbers| numbers.into_iter().reduce(pick));
    Ok(extreme.map_or_else(|| not_yet(name), Value::Number))
}

fn max(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    extreme("max", arguments, Number::max)
}

fn min(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    extreme("min", arguments, Number::min)
}

fn signum(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(of) = argument::number(&arguments[0])? else {
        return Ok(not_yet("signum"));
    };
    if decimal::is_fraction(&of) {
        return Err(Failure::new("`signum` takes whole numbers only"));
    }
    Ok(match decimal::whole(&of) {
        Some(of) => number(of.signum()),
        None => not_yet("signum"),
    })
}

fn parseint(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let base = argument::whole(&arguments[1])?;
    if base.is_some_and(|base| !(2..=62).contains(&base)) {
        return Err(Failure::new("the base must be between 2 and 62"));
    }
    let text = match &arguments[0] {
        Value::Text(text) => Some(text),
        Value::Null
        | Value::Number(_)
        | Value::Bool(_)
        | Value::List(_)
        | Value::Set(_)
        | Value::Map(_) => return Err(argument::misfit("a string", &arguments[0])),
        _ => None,
    };
    let (Some(text), Some(base)) = (text, base.and_then(|base| u32::try_from(base).ok())) else {
        return Ok(not_yet("parseint"));
    };
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut result: Option<i128> = Some(0);
    for digit in digits.chars() {
        let value = digit_value(digit, base).filter(|value| *value < base);
        let Some(value) = value else {
            return Err(Failure::new("the text is not a number in this base"));
        };
        result = result
            .and_then(|sum| sum.checked_mul(i128::from(base)))
            .and_then(|sum| sum.checked_add(i128::from(value)));
    }
    if digits.is_empty() {
        return Err(Failure::new("the text is not a number in this base"));
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    Ok(result.map_or_else(|| not_yet("parseint"), |result| number(sign * result)))
}

/// The value of a digit. Capitals are other digits than small letters only in large bases.
fn digit_value(digit: char, base: u32) -> Option<u32> {
    match digit {
        'A'..='Z' if base > 36 => Some(u32::from(digit) - u32::from('A') + 36),
        _ if digit.is_ascii_alphanumeric() => digit.to_digit(36),
        _ => None,
    }
}

fn sum(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let elements = match &arguments[0] {
        Value::Set(elements) if set::size(elements).is_none() => None,
        Value::Set(elements) => Some(elements.to_vec()),
        other => argument::members(other)?,
    };
    let Some(elements) = elements else {
        return Ok(not_yet("sum"));
    };
    if elements.is_empty() {
        return Err(Failure::new("there is no sum of an empty list"));
    }
    let mut total = Some(Number::from(0));
    for element in &elements {
        // Fractions are rounded in a way of Terraform's own.
        let whole = argument::number(element)?.filter(|one| !decimal::is_fraction(one));
        total = total.zip(whole).and_then(|(total, one)| total.add(&one));
    }
    let total = total.filter(decimal::is_exact);
    Ok(total.map_or_else(|| not_yet("sum"), Value::Number))
}
