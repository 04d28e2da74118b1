//! Arguments of provider configurations.

use super::json::{Json, Shape};

/// Arguments of provider configurations that are no secrets; whatever is not listed may be one.
const HARMLESS: [&str; 16] = [
    "alias",
    "allowed_account_ids",
    "assume_role.duration",
    "assume_role.role_arn",
    "assume_role.session_name",
    "default_tags",
    "endpoints",
    "forbidden_account_ids",
    "ignore_tags",
    "location",
    "max_retries",
    "profile",
    "project",
    "region",
    "retry_mode",
    "zone",
];

/// Whether an argument of a provider configuration, by its name, is no secret.
pub(crate) fn is_harmless(name: &str) -> bool {
    HARMLESS.contains(&name)
}

/// The variable that an expression is, if it refers to nothing else.
pub(crate) fn sole_variable(expression: Json<'_>) -> Option<String> {
    let Ok(Shape::Object(object)) = expression.shape() else {
        return None;
    };
    let Ok(Shape::Array(references)) = object.get("references")?.shape() else {
        return None;
    };
    let [only] = references[..] else { return None };
    let name = only.text().ok()?;
    let name = name.strip_prefix("var.")?;
    (!name.contains(['.', '['])).then(|| name.to_owned())
}
