//! Whether a value fits the type of a parameter.

use super::tree::{Item, ItemKind};
use crate::diagnostic::Diagnostic;
use crate::syntax::ast::{Name, ParamType};
use crate::value::Value;

/// The type as rules write it: `list(string)`.
pub fn written(kind: &ParamType) -> String {
    match kind {
        ParamType::Text => "string".to_owned(),
        ParamType::Number => "number".to_owned(),
        ParamType::Bool => "bool".to_owned(),
        ParamType::List(of) => format!("list({})", written(of)),
        ParamType::Map(of) => format!("map({})", written(of)),
    }
}

/// An example of a value as TOML writes it.
pub(super) fn example(kind: Option<&ParamType>) -> String {
    match kind {
        Some(ParamType::Text) => "\"…\"".to_owned(),
        Some(ParamType::Number) => "1".to_owned(),
        Some(ParamType::Bool) => "true".to_owned(),
        Some(ParamType::List(of)) => format!("[{}]", example(Some(of))),
        Some(ParamType::Map(of)) => format!("{{ key = {} }}", example(Some(of))),
        None => "…".to_owned(),
    }
}

/// The value of a parameter from the configuration; C902 where it does not fit.
pub(super) fn value(
    name: &Name,
    kind: Option<&ParamType>,
    item: &Item,
    problems: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let before = problems.len();
    let value = convert(name, kind, item, problems);
    if let (Some(kind), true) = (kind, problems.len() > before)
        && let Some(first) = problems.get_mut(before)
        && first.help.is_none()
    {
        let help = format!(
            "the parameter is {}: {}",
            written(kind),
            example(Some(kind))
        );
        first.help = Some(help);
    }
    (problems.len() == before).then_some(value).flatten()
}

fn convert(
    name: &Name,
    kind: Option<&ParamType>,
    item: &Item,
    problems: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let element = |of: Option<&ParamType>| match of {
        Some(ParamType::List(of) | ParamType::Map(of)) => Some((**of).clone()),
        _ => None,
    };
    match (&item.kind, kind) {
        (ItemKind::Text(text), None | Some(ParamType::Text)) => Some(Value::text(text.as_str())),
        (ItemKind::Number(number), None | Some(ParamType::Number)) => {
            Some(Value::Number(number.clone()))
        }
        (ItemKind::Bool(value), None | Some(ParamType::Bool)) => Some(Value::Bool(*value)),
        (ItemKind::List(items), None | Some(ParamType::List(_))) => {
            let of = element(kind);
            let items: Vec<_> = items
                .iter()
                .map(|item| convert(name, of.as_ref(), item, problems))
                .collect();
            Some(Value::list(items.into_iter().collect::<Option<Vec<_>>>()?))
        }
        (ItemKind::Table(entries), None | Some(ParamType::Map(_))) => {
            let of = element(kind);
            let entries: Vec<_> = entries
                .iter()
                .map(|(key, item)| {
                    let value = convert(name, of.as_ref(), item, problems)?;
                    Some((key.text.as_str().into(), value))
                })
                .collect();
            Some(Value::map(entries.into_iter().collect::<Option<Vec<_>>>()?))
        }
        (_, wanted) => {
            let message = match wanted {
                Some(wanted) => format!("`{}` needs a {}", name.text, written(wanted)),
                None => format!("`{}` cannot have such a value", name.text),
            };
            let found = format!("this is {}", item.kind());
            problems.push(Diagnostic::error("C902", message, item.span, found));
            None
        }
    }
}

/// Whether a value of a rule file is of a type. Null is: a parameter may be unset.
pub(super) fn fits(value: &Value, kind: &ParamType) -> bool {
    match (value, kind) {
        (Value::Text(_), ParamType::Text)
        | (Value::Number(_), ParamType::Number)
        | (Value::Bool(_), ParamType::Bool) => true,
        (Value::List(items), ParamType::List(of)) => items.iter().all(|item| fits_inside(item, of)),
        (Value::Map(entries), ParamType::Map(of)) => {
            entries.values().all(|value| fits_inside(value, of))
        }
        (Value::Null { .. } | Value::Unknown(_), _) => true,
        _ => false,
    }
}

fn fits_inside(value: &Value, kind: &ParamType) -> bool {
    !value.is_null() && fits(value, kind)
}
