//! User data in the objects and the configuration of a plan.

use super::json::{Json, Shape};
use crate::credential::USER_DATA;

/// Whether an attribute of this name holds user data.
pub(crate) fn is_user_data(name: &str) -> bool {
    USER_DATA.contains(&name)
}

/// Whether a part of a document may have user data in it, by a look at its text.
pub(crate) fn names_user_data(json: Json<'_>) -> bool {
    json.raw().contains("\"user_data")
}

/// The user data in an object, at whatever depth; in a configuration, its constants.
pub(super) fn texts(json: Json<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    let mut open = vec![json];
    while let Some(json) = open.pop() {
        if !names_user_data(json) {
            continue;
        }
        match json.shape() {
            Ok(Shape::Object(object)) => {
                for (name, inner) in object.iter() {
                    if !is_user_data(name) {
                        open.push(inner);
                        continue;
                    }
                    let constant = match inner.shape() {
                        Ok(Shape::Object(expression)) => expression.get("constant_value"),
                        _ => Some(inner),
                    };
                    texts.extend(constant.into_iter().flat_map(strings));
                }
            }
            Ok(Shape::Array(items)) => open.extend(items),
            _ => {}
        }
    }
    texts
}

/// Every string in a value.
pub(super) fn strings(json: Json<'_>) -> impl Iterator<Item = String> {
    let leaves = json.leaves().filter(|leaf| leaf.raw().starts_with('"'));
    leaves.filter_map(|leaf| Some(leaf.text().ok()?.into_owned()))
}
