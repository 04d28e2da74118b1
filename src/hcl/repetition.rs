//! `for` expressions.

use std::collections::BTreeMap;
use std::sync::Arc;

use hcl_edit::expr::ForExpr;

use super::evaluate::{Bound, Evaluated, Evaluator, Scope};
use super::operator::{to_text, truth};
use super::value::{Failure, Value};

/// Conditions that are not known yet make so many alternatives at most.
const MOST_ALTERNATIVES: usize = 16;

/// What a `for` expression may give: its elements with their keys.
type Alternative = Vec<(Option<Value>, Value)>;

impl Evaluator<'_> {
    pub(super) fn for_expression(&self, expression: &ForExpr, scope: &Scope<'_>) -> Evaluated {
        let over = self.expression(&expression.intro.collection_expr, scope)?;
        if let Value::OneOf(choices) = &over {
            let results = choices
                .iter()
                .map(|choice| self.over(expression, choice, scope));
            return Ok(Value::one_of(results.collect::<Result<Vec<_>, _>>()?));
        }
        self.over(expression, &over, scope)
    }

    fn over(&self, expression: &ForExpr, over: &Value, scope: &Scope<'_>) -> Evaluated {
        let hidden = || Value::some_value("a `for` expression over something unknown");
        let Some(entries) = entries(over)? else {
            return Ok(hidden());
        };
        let mut alternatives: Vec<Alternative> = vec![Vec::new()];
        for (key, value) in entries {
            let key_name = expression.intro.key_var.as_ref();
            let outer = key_name.map(|name| Bound {
                name: name.as_str(),
                value: key,
                above: scope.bound,
            });
            let above = outer.as_ref().or(scope.bound);
            let bound = Bound {
                name: expression.intro.value_var.as_str(),
                value,
                above,
            };
            let inner = Scope {
                bound: Some(&bound),
                ..*scope
            };
            let kept = match &expression.cond {
                None => Some(true),
                Some(condition) => truth(&self.expression(&condition.expr, &inner)?)?,
            };
            if kept == Some(false) {
                continue;
            }
            let key = expression
                .key_expr
                .as_ref()
                .map(|key| self.expression(key, &inner));
            let entry = (
                key.transpose()?,
                self.expression(&expression.value_expr, &inner)?,
            );
            if kept.is_none() {
                if alternatives.len() * 2 > MOST_ALTERNATIVES {
                    return Ok(hidden());
                }
                alternatives.extend(alternatives.clone());
                let half = alternatives.len() / 2;
                for alternative in &mut alternatives[..half] {
                    alternative.push(entry.clone());
                }
            } else {
                for alternative in &mut alternatives {
                    alternative.push(entry.clone());
                }
            }
        }
        let results = alternatives
            .into_iter()
            .map(|alternative| collect(expression, alternative));
        Ok(Value::one_of(results.collect::<Result<Vec<_>, _>>()?))
    }
}

/// Keys and values that something goes over; `None` where that is not known.
pub(super) fn entries(over: &Value) -> Result<Option<Vec<(Value, Value)>>, Failure> {
    Ok(Some(match over {
        Value::List(elements) => elements
            .iter()
            .enumerate()
            .map(|(at, element)| (Value::Number(at.into()), element.clone()))
            .collect(),
        Value::Set(elements) if elements.len() < 2 || over.is_known() => elements
            .iter()
            .map(|element| (element.clone(), element.clone()))
            .collect(),
        Value::Map(entries) => entries
            .iter()
            .map(|(key, value)| (Value::Text(Arc::clone(key)), value.clone()))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {
            return Err(Failure::new(format!("nothing can go over {}", over.kind())));
        }
        _ => return Ok(None),
    }))
}

/// The list or map that a `for` expression gives.
fn collect(expression: &ForExpr, entries: Alternative) -> Evaluated {
    if expression.key_expr.is_none() {
        return Ok(Value::list(entries.into_iter().map(|(_, value)| value)));
    }
    let mut map: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    let mut groups: BTreeMap<Arc<str>, Vec<Value>> = BTreeMap::new();
    for (key, value) in entries {
        let key = match key.as_ref().and_then(to_text) {
            Some(Value::Text(key)) => key,
            Some(_) => return Ok(Value::some_value("a map with a key that is not known yet")),
            None => return Err(Failure::new("a key of a map is no string")),
        };
        if expression.grouping {
            groups.entry(key).or_default().push(value);
        } else if map.insert(Arc::clone(&key), value).is_some() {
            return Err(Failure::new(format!("a map has the key `{key}` twice")));
        }
    }
    if expression.grouping {
        return Ok(Value::map(
            groups
                .into_iter()
                .map(|(key, values)| (key, Value::list(values))),
        ));
    }
    Ok(Value::Map(Arc::new(map)))
}
