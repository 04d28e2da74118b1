//! The functions of Terraform that configurations here call.

use std::rc::Rc;

use super::value::{Evaluated, Value, invalid};

/// A function of Terraform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Function {
    Coalesce,
    Compact,
    Concat,
    Element,
    Format,
    Join,
    JsonEncode,
    Length,
    Lookup,
    Lower,
    One,
    Replace,
    Timestamp,
    ToSet,
    TrimSpace,
    /// The first of its arguments that does not fail.
    Try,
    Upper,
    Uuid,
}

impl Function {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Function::Coalesce => "coalesce",
            Function::Compact => "compact",
            Function::Concat => "concat",
            Function::Element => "element",
            Function::Format => "format",
            Function::Join => "join",
            Function::JsonEncode => "jsonencode",
            Function::Length => "length",
            Function::Lookup => "lookup",
            Function::Lower => "lower",
            Function::One => "one",
            Function::Replace => "replace",
            Function::Timestamp => "timestamp",
            Function::ToSet => "toset",
            Function::TrimSpace => "trimspace",
            Function::Try => "try",
            Function::Upper => "upper",
            Function::Uuid => "uuid",
        }
    }

    /// Whether the answer differs from call to call, so that no plan knows it.
    pub(crate) fn is_impure(self) -> bool {
        matches!(self, Function::Timestamp | Function::Uuid)
    }

    /// What the function makes of its arguments. `try` and the impure ones are not answered here.
    pub(crate) fn call(self, arguments: &[Value]) -> Evaluated {
        let first = arguments.first().cloned().unwrap_or(Value::Null);
        match self {
            Function::Coalesce => coalesce(arguments),
            Function::Concat => concat(arguments),
            Function::Compact => compact(&first),
            Function::Element => element(arguments),
            Function::Format => format(arguments),
            Function::Join => join(arguments),
            Function::JsonEncode => Ok(if first.is_wholly_known() {
                Value::text(&json(&first))
            } else {
                Value::some_unknown()
            }),
            Function::Length => length(&first),
            Function::Lookup => lookup(arguments),
            Function::One => one(&first),
            Function::ToSet => to_set(&first),
            Function::Lower => on_text(&first, str::to_lowercase),
            Function::Upper => on_text(&first, str::to_uppercase),
            Function::TrimSpace => on_text(&first, |text| text.trim().to_owned()),
            Function::Replace => replace(arguments),
            Function::Timestamp | Function::Try | Function::Uuid => {
                invalid("answered where expressions are evaluated")
            }
        }
    }
}

fn on_text(value: &Value, change: impl Fn(&str) -> String) -> Evaluated {
    match value {
        Value::Unknown(_) => Ok(Value::some_unknown()),
        other => match other.to_text() {
            Some(text) => Ok(Value::text(&change(&text))),
            None => invalid("a function of texts got none"),
        },
    }
}

fn replace(arguments: &[Value]) -> Evaluated {
    let [text, old, new] = arguments else {
        return invalid("replace takes three arguments");
    };
    if arguments.iter().any(Value::is_unknown) {
        return Ok(Value::some_unknown());
    }
    let (Some(text), Some(old), Some(new)) = (text.to_text(), old.to_text(), new.to_text()) else {
        return invalid("replace got a null");
    };
    Ok(Value::text(&text.replace(&*old, &new)))
}

fn coalesce(arguments: &[Value]) -> Evaluated {
    for argument in arguments {
        match argument {
            Value::Unknown(_) => return Ok(Value::some_unknown()),
            Value::Null => {}
            Value::Text(text) if text.is_empty() => {}
            known => return Ok(known.clone()),
        }
    }
    invalid("coalesce found nothing")
}

fn concat(arguments: &[Value]) -> Evaluated {
    let mut items = Vec::new();
    for argument in arguments {
        match argument {
            Value::Unknown(_) => return Ok(Value::some_unknown()),
            Value::List(list) => items.extend(list.iter().cloned()),
            _ => return invalid("concat takes lists"),
        }
    }
    Ok(Value::list(items))
}

fn compact(list: &Value) -> Evaluated {
    match list {
        Value::Unknown(_) => Ok(Value::some_unknown()),
        Value::List(items) if items.iter().any(Value::is_unknown) => Ok(Value::some_unknown()),
        Value::List(items) => Ok(Value::list(
            items
                .iter()
                .filter(|item| !item.is_empty())
                .cloned()
                .collect(),
        )),
        _ => invalid("compact takes a list"),
    }
}

fn element(arguments: &[Value]) -> Evaluated {
    match arguments {
        [Value::Unknown(_), _] | [_, Value::Unknown(_)] => Ok(Value::unknown()),
        [Value::List(items), Value::Number(at)] if !items.is_empty() => {
            let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
            let at = usize::try_from(at.rem_euclid(length)).unwrap_or_default();
            Ok(items[at].clone())
        }
        _ => invalid("element takes a list that is not empty"),
    }
}

/// Only `%s`.
fn format(arguments: &[Value]) -> Evaluated {
    let [pattern, arguments @ ..] = arguments else {
        return invalid("format takes a pattern");
    };
    if arguments.iter().any(Value::is_unknown) {
        return Ok(Value::some_unknown());
    }
    let Some(mut text) = pattern.as_text().map(str::to_owned) else {
        return invalid("the pattern is a text");
    };
    for argument in arguments {
        let Some(argument) = argument.to_text() else {
            return invalid("format got a null");
        };
        text = text.replacen("%s", &argument, 1);
    }
    Ok(Value::text(&text))
}

fn join(arguments: &[Value]) -> Evaluated {
    let [Value::Text(separator), list] = arguments else {
        return invalid("join takes a separator and a list");
    };
    match list {
        Value::Unknown(_) => Ok(Value::some_unknown()),
        Value::List(items) if items.iter().any(Value::is_unknown) => Ok(Value::some_unknown()),
        Value::List(items) => {
            let texts: Option<Vec<Rc<str>>> = items.iter().map(Value::to_text).collect();
            match texts {
                Some(texts) => Ok(Value::text(&texts.join(&**separator))),
                None => invalid("join got a null"),
            }
        }
        _ => invalid("join takes a list"),
    }
}

fn length(value: &Value) -> Evaluated {
    let count = match value {
        Value::Unknown(_) => return Ok(Value::some_unknown()),
        Value::List(items) => items.len(),
        Value::Object(fields) => fields.len(),
        Value::Text(text) => text.chars().count(),
        _ => return invalid("length of null"),
    };
    Ok(Value::Number(i64::try_from(count).unwrap_or(i64::MAX)))
}

fn lookup(arguments: &[Value]) -> Evaluated {
    match arguments {
        [Value::Object(fields), Value::Text(key), otherwise] => {
            Ok(fields.get(&**key).unwrap_or(otherwise).clone())
        }
        [Value::Unknown(_), ..] | [_, Value::Unknown(_), _] => Ok(Value::unknown()),
        _ => invalid("lookup takes a map, a key and a default"),
    }
}

fn one(list: &Value) -> Evaluated {
    match list {
        Value::Unknown(_) => Ok(Value::unknown()),
        Value::List(items) => match &items[..] {
            [] => Ok(Value::Null),
            [only] => Ok(only.clone()),
            _ => invalid("one of several"),
        },
        _ => invalid("one takes a list"),
    }
}

fn to_set(list: &Value) -> Evaluated {
    match list {
        Value::Unknown(_) => Ok(Value::some_unknown()),
        Value::List(items) => {
            let mut items = items.to_vec();
            sort_set(&mut items);
            Ok(Value::list(items))
        }
        _ => invalid("toset takes a list"),
    }
}

/// The order of a set: known texts by their letters, what is unknown last. Equal members are one.
pub(crate) fn sort_set(items: &mut Vec<Value>) {
    items.sort_by_key(|item| match item {
        Value::Text(text) => (0, Rc::clone(text)),
        Value::Null => (2, Rc::from("")),
        Value::Unknown(_) => (1, Rc::from("")),
        other => (0, other.to_text().unwrap_or_else(|| "".into())),
    });
    items.dedup_by(|one, other| one == other && !one.is_unknown());
}

/// As Terraform's `jsonencode` writes it.
pub(crate) fn json(value: &Value) -> String {
    let json = value.to_json().unwrap_or_default();
    json.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}
