//! What expressions come to, while planning and while applying.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::expression::{Expression, For, Part, Step};
use super::function::Function;
use super::value::{Evaluated, Invalid, Value, equal, invalid};

/// Where an expression stands: what its names mean.
pub(crate) trait Names {
    /// What a traversal begins with, and how many of its steps that takes.
    fn root(&self, steps: &[Step]) -> Result<(Value, usize), Invalid>;

    /// The answer of a function that differs from call to call.
    fn impure(&self, function: Function) -> Value;

    /// Whether functions can be called at all.
    fn has_functions(&self) -> bool {
        true
    }
}

/// An expression without anything that it could refer to, as `constant_value` is made of.
struct Nothing;

impl Names for Nothing {
    fn root(&self, steps: &[Step]) -> Result<(Value, usize), Invalid> {
        Ok((Value::unknown(), steps.len()))
    }

    fn impure(&self, _: Function) -> Value {
        Value::unknown()
    }

    fn has_functions(&self) -> bool {
        false
    }
}

/// The names of a `for` or a `dynamic` block, and what stands around it.
pub(crate) struct Bound<'a> {
    pub(crate) names: Vec<(String, Value)>,
    pub(crate) around: &'a dyn Names,
}

impl Names for Bound<'_> {
    fn root(&self, steps: &[Step]) -> Result<(Value, usize), Invalid> {
        if let Some(Step::Name(first)) = steps.first()
            && let Some((_, value)) = self.names.iter().find(|(name, _)| name == first)
        {
            return Ok((value.clone(), 1));
        }
        self.around.root(steps)
    }

    fn impure(&self, function: Function) -> Value {
        self.around.impure(function)
    }

    fn has_functions(&self) -> bool {
        self.around.has_functions()
    }
}

/// The value that an expression has wherever it stands.
pub(crate) fn constant(expression: &Expression) -> Option<Value> {
    let value = evaluate(expression, &Nothing).ok()?;
    value.is_wholly_known().then_some(value)
}

/// What an expression comes to.
pub(crate) fn evaluate(expression: &Expression, names: &dyn Names) -> Evaluated {
    match expression {
        Expression::Literal(value) => Ok(value.clone()),
        Expression::Template(parts) => template(parts, names),
        Expression::Traversal(steps) => {
            let (root, taken) = names.root(steps)?;
            steps[taken..]
                .iter()
                .try_fold(root, |value, step| down(&value, step))
        }
        Expression::Index(of, index) => index_into(&evaluate(of, names)?, &evaluate(index, names)?),
        Expression::Attribute(of, name) => down(&evaluate(of, names)?, &Step::Name(name.clone())),
        Expression::Splat(of, path) => splat(&evaluate(of, names)?, path),
        Expression::Conditional(parts) => conditional(parts, names),
        Expression::Equal { sides, negated } => {
            let (one, other) = (evaluate(&sides[0], names)?, evaluate(&sides[1], names)?);
            Ok(equal(&one, &other)
                .map_or_else(Value::some_unknown, |same| Value::Bool(same != *negated)))
        }
        Expression::Rotated(index, count) => match evaluate(index, names)? {
            Value::Number(index) => {
                let count = i64::try_from(*count).unwrap_or(1).max(1);
                Ok(Value::Number((index + 1).rem_euclid(count)))
            }
            Value::Unknown(_) => Ok(Value::some_unknown()),
            _ => invalid("a number is needed"),
        },
        Expression::Call(function, arguments) => call(*function, arguments, names),
        Expression::List(items) => items
            .iter()
            .map(|item| evaluate(item, names))
            .collect::<Result<_, _>>()
            .map(Value::list),
        Expression::Object(fields) => fields
            .iter()
            .map(|(name, value)| Ok((name.clone(), evaluate(value, names)?)))
            .collect::<Result<_, _>>()
            .map(Value::object),
        Expression::For(each) => comprehension(each, names),
    }
}

fn template(parts: &[Part], names: &dyn Names) -> Evaluated {
    if let [Part::Value(only)] = parts {
        return evaluate(only, names);
    }
    let (mut text, mut known) = (String::new(), true);
    for part in parts {
        let value = match part {
            Part::Text(text) => Value::text(text),
            Part::Value(value) => evaluate(value, names)?,
        };
        match value {
            Value::Unknown(_) => known = false,
            other => match other.to_text() {
                Some(more) if known => text.push_str(&more),
                Some(_) => {}
                None => return invalid("a template with something that is no text"),
            },
        }
    }
    if known {
        return Ok(Value::text(&text));
    }
    // The last letter might combine with what follows, so it is not relied on.
    text.pop();
    Ok(Value::Unknown(super::value::Range {
        not_null: true,
        prefix: text,
    }))
}

fn down(value: &Value, step: &Step) -> Evaluated {
    match (value, step) {
        (Value::Unknown(_), _) => Ok(Value::unknown()),
        (Value::Object(fields), Step::Name(name) | Step::Key(name)) => match fields.get(name) {
            Some(value) => Ok(value.clone()),
            None => invalid(format!("there is no `{name}`")),
        },
        (Value::List(items), Step::Number(at)) => match items.get(*at) {
            Some(value) => Ok(value.clone()),
            None => invalid("no such index"),
        },
        _ => invalid("nothing to go into"),
    }
}

fn index_into(of: &Value, index: &Value) -> Evaluated {
    match index {
        Value::Unknown(_) => Ok(Value::unknown()),
        Value::Number(at) => {
            let at = usize::try_from(*at).unwrap_or(usize::MAX);
            down(of, &Step::Number(at))
        }
        Value::Text(key) => down(of, &Step::Key(key.to_string())),
        _ => invalid("no index"),
    }
}

fn splat(of: &Value, path: &[String]) -> Evaluated {
    let items = match of {
        Value::Unknown(_) => return Ok(Value::unknown()),
        Value::Null => Vec::new(),
        Value::List(items) => items.to_vec(),
        other => vec![other.clone()],
    };
    let go = |item: &Value| {
        let steps = path.iter().map(|name| Step::Name(name.clone()));
        steps
            .into_iter()
            .try_fold(item.clone(), |value, step| down(&value, &step))
    };
    items
        .iter()
        .map(go)
        .collect::<Result<_, _>>()
        .map(Value::list)
}

fn conditional(parts: &[Expression; 3], names: &dyn Names) -> Evaluated {
    let [condition, yes, no] = parts;
    match evaluate(condition, names)? {
        Value::Bool(chosen) => {
            // The other side is evaluated too, but its mistakes do not count.
            evaluate(if chosen { yes } else { no }, names)
        }
        Value::Unknown(_) => {
            let (yes, no) = (evaluate(yes, names)?, evaluate(no, names)?);
            if yes.is_null() && no.is_null() {
                return Ok(Value::Null);
            }
            Ok(if yes.is_never_null() && no.is_never_null() {
                Value::some_unknown()
            } else {
                Value::unknown()
            })
        }
        _ => invalid("a condition is true or false"),
    }
}

fn call(function: Function, arguments: &[Expression], names: &dyn Names) -> Evaluated {
    if !names.has_functions() {
        return Ok(Value::unknown());
    }
    if function.is_impure() {
        return Ok(names.impure(function));
    }
    if function == Function::Try {
        for argument in arguments {
            match evaluate(argument, names) {
                Err(_) => {}
                Ok(value) if value.is_wholly_known() => return Ok(value),
                Ok(_) => return Ok(Value::unknown()),
            }
        }
        return invalid("nothing that was tried works");
    }
    let values = arguments
        .iter()
        .map(|argument| evaluate(argument, names))
        .collect::<Result<Vec<_>, _>>()?;
    function.call(&values)
}

fn comprehension(each: &For, names: &dyn Names) -> Evaluated {
    let members: Vec<(Value, Value)> = match evaluate(&each.list, names)? {
        Value::Unknown(_) => return Ok(Value::some_unknown()),
        Value::List(items) => items
            .iter()
            .enumerate()
            .map(|(at, item)| (Value::index(at), item.clone()))
            .collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(key, item)| (Value::text(key), item.clone()))
            .collect(),
        _ => return invalid("`for` goes over lists and maps"),
    };
    let (mut items, mut fields) = (Vec::new(), BTreeMap::new());
    for (key, item) in members {
        let mut bound = vec![(each.name.clone(), item)];
        bound.extend(each.key.iter().map(|name| (name.clone(), key.clone())));
        let inner = Bound {
            names: bound,
            around: names,
        };
        match each
            .condition
            .as_ref()
            .map(|c| evaluate(c, &inner))
            .transpose()?
        {
            None | Some(Value::Bool(true)) => {}
            Some(Value::Bool(false)) => continue,
            // One that is perhaps a member makes the whole unknown.
            Some(Value::Unknown(_)) => return Ok(Value::some_unknown()),
            Some(_) => return invalid("a condition is true or false"),
        }
        let value = evaluate(&each.value, &inner)?;
        match key {
            Value::Text(key) if each.keyed => drop(fields.insert(key.to_string(), value)),
            _ => items.push(value),
        }
    }
    Ok(if each.keyed {
        Value::Object(Rc::new(fields))
    } else {
        Value::list(items)
    })
}
