//! What is said of an attribute, in words.

use super::{Asked, Found};
use crate::schema::{
    Attribute, Nesting, Shape, Type,
    left_out::{self, Becomes},
};

pub(super) const CHOOSES: &str =
    "the provider or the account chooses, so it is undetermined (`account`)";

/// What becomes of an attribute that nobody writes.
pub(super) fn left_out_words(kind: &str, path: &str, attribute: Attribute<'_>) -> String {
    match left_out::left_out(kind, path) {
        Some(row) => row_words(row),
        None if attribute.required => "it cannot be left out".to_owned(),
        None if attribute.computed => CHOOSES.to_owned(),
        None => "null".to_owned(),
    }
}

pub(super) fn row_words(row: &left_out::LeftOut) -> String {
    let becomes = match row.becomes {
        Becomes::Empty => "it stays empty".to_owned(),
        Becomes::Value(value) => format!("it becomes `{value}`"),
        Becomes::Provider => CHOOSES.to_owned(),
    };
    let unless: Vec<String> = row.unless.iter().map(|one| format!("`{one}`")).collect();
    let unless = if unless.is_empty() {
        String::new()
    } else {
        format!(", unless {} is written", unless.join(" or "))
    };
    format!("{becomes}{unless}: {}", row.why)
}

/// Who writes an attribute, in words.
pub(super) fn writing(attribute: Attribute<'_>) -> &'static str {
    match (attribute.required, attribute.optional, attribute.computed) {
        (true, ..) => "it must be (required)",
        (_, true, true) => {
            "it may be; else the provider gives it, and a plan may show it as unknown (optional, \
             computed)"
        }
        (_, true, false) => "it may be (optional)",
        (_, false, true) => "it cannot be: the provider gives it (computed)",
        (_, false, false) => "it cannot be",
    }
}

pub(super) fn flags(attribute: Attribute<'_>) -> Vec<&'static str> {
    [
        (attribute.required, "required"),
        (attribute.optional, "optional"),
        (attribute.computed, "computed"),
        (attribute.sensitive, "sensitive"),
        (attribute.write_only, "write-only"),
    ]
    .into_iter()
    .filter_map(|(is, word)| is.then_some(word))
    .collect()
}

/// How a rule reads it: through lists of blocks by quantifiers.
pub(super) fn reading(asked: &Asked<'_>, found: &Found<'_>, lists: &[usize]) -> String {
    if lists.is_empty() {
        return read_directly(&format!("self.{}", asked.path()), found);
    }
    let mut of = "self";
    let mut start = 0;
    let mut asks = String::new();
    for at in lists {
        let list = asked.path[start..=*at].join(".");
        let name = asked.path[*at];
        asks.extend(["any(", name, " in ", of, ".", &list, " : "]);
        of = name;
        start = at + 1;
    }
    let part = asked.path[start..].join(".");
    format!("`{asks}{of}.{part} …{}`", ")".repeat(lists.len()))
}

pub(super) fn read_directly(path: &str, found: &Found<'_>) -> String {
    match found {
        Found::Block(block) if !block.is_single() => {
            format!("`each block in {path} {{ … }}`, or `any(block in {path} : …)`")
        }
        Found::Attribute(attribute)
            if matches!(attribute.kind.shape(), Shape::List(_) | Shape::Set(_)) =>
        {
            format!("`any(x in {path} : …)`, or `… in {path}`")
        }
        Found::Attribute(attribute) if matches!(attribute.kind.shape(), Shape::Map(_)) => {
            format!("`{path}.key`, or `{path}[\"key\"]`")
        }
        _ => format!("`{path}`"),
    }
}

pub(super) fn nesting(nesting: Nesting) -> &'static str {
    match nesting {
        Nesting::Single => "single",
        Nesting::Group => "group",
        Nesting::List => "list",
        Nesting::Set => "set",
        Nesting::Map => "map",
    }
}

/// A type as Terraform writes it: `list(string)`.
pub(super) fn notation(kind: Type<'_>) -> String {
    match kind.shape() {
        Shape::Text => "string".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Bool => "bool".to_owned(),
        Shape::Any => "any".to_owned(),
        Shape::List(inner) => format!("list({})", notation(inner)),
        Shape::Set(inner) => format!("set({})", notation(inner)),
        Shape::Map(inner) => format!("map({})", notation(inner)),
        Shape::Object => {
            let names: Vec<&str> = kind.fields().map(|(name, _)| name).collect();
            format!("object({})", names.join(", "))
        }
        Shape::Tuple => "tuple".to_owned(),
    }
}
