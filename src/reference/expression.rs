//! Expressions as a plan's configuration records them.

use super::address::{Traversal, traversals};
use crate::input::{Defect, Json, Shape};

/// What an expression object of the configuration holds.
pub(super) enum Expression<'p> {
    /// `constant_value`
    Constant(Json<'p>),
    /// `references`
    References(Vec<Traversal>),
    /// `{}`: something is written, and the plan does not say what.
    Hidden,
}

/// Reads an expression object.
pub(super) fn read(expression: Json<'_>) -> Result<Expression<'_>, Defect> {
    let Shape::Object(object) = expression.shape()? else {
        return Ok(Expression::Hidden);
    };
    if let Some(constant) = object.get("constant_value") {
        return Ok(Expression::Constant(constant));
    }
    let Some(references) = object.get("references") else {
        return Ok(Expression::Hidden);
    };
    let Shape::Array(items) = references.shape()? else {
        return Ok(Expression::Hidden);
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        let Shape::Text(text) = item.shape()? else {
            return Ok(Expression::Hidden);
        };
        texts.push(text);
    }
    let heads = traversals(texts.iter().map(|text| &**text));
    Ok(heads.map_or(Expression::Hidden, Expression::References))
}

/// Whether an expression is a constant that counts as not set: null, `""`, `[]`, `{}`.
pub(super) fn is_empty_constant(expression: Json<'_>) -> Result<bool, Defect> {
    let Expression::Constant(constant) = read(expression)? else {
        return Ok(false);
    };
    Ok(matches!(constant.raw(), "null" | "\"\"" | "[]" | "{}"))
}

/// Every expression object inside the arguments of a block, those of its blocks included.
pub(super) fn all_within(arguments: Json<'_>) -> Result<Vec<Json<'_>>, Defect> {
    let mut found = Vec::new();
    let mut open = vec![arguments];
    while let Some(json) = open.pop() {
        match json.shape()? {
            Shape::Object(object) if object.iter().all(|(key, _)| is_expression_key(key)) => {
                found.push(json);
            }
            Shape::Object(object) => open.extend(object.iter().map(|(_, json)| json)),
            Shape::Array(items) => open.extend(items),
            _ => {}
        }
    }
    Ok(found)
}

/// Whether a key belongs to an expression object; a block that has only such keys looks the same.
pub(super) fn is_expression_key(key: &str) -> bool {
    matches!(key, "constant_value" | "references")
}
