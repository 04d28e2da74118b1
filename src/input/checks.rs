//! Results of checks and conditions.

use std::borrow::Cow;

use super::json::{Json, Shape};
use super::object::Object;

/// The result of one `check` block, condition or validation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check<'p> {
    /// What it belongs to: `resource`, `output_value`, `check`, `var`.
    pub kind: Cow<'p, str>,
    /// The address for people, without keys.
    pub address: Cow<'p, str>,
    /// `pass`, `fail`, `error` or `unknown`, which is usual in plans.
    pub status: Cow<'p, str>,
    /// The result for each instance.
    pub instances: Vec<CheckInstance<'p>>,
}

/// The result of a check for one instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckInstance<'p> {
    /// The address for people.
    pub address: Cow<'p, str>,
    /// `pass`, `fail`, `error` or `unknown`.
    pub status: Cow<'p, str>,
    /// What it complains about, in the words of the configuration.
    pub problems: Vec<Cow<'p, str>>,
}

/// Reads `checks`; leaves out what has another form than expected.
pub(super) fn read_checks(json: Json<'_>) -> Vec<Check<'_>> {
    let checks = objects(Some(json)).map(|check| {
        let address = object(check.get("address"));
        Check {
            kind: text(address.as_ref(), "kind"),
            address: text(address.as_ref(), "to_display"),
            status: text(Some(&check), "status"),
            instances: objects(check.get("instances"))
                .map(|found| instance(&found))
                .collect(),
        }
    });
    checks.collect()
}

fn instance<'p>(found: &Object<'p>) -> CheckInstance<'p> {
    let address = object(found.get("address"));
    let problems = objects(found.get("problems"));
    CheckInstance {
        address: text(address.as_ref(), "to_display"),
        status: text(Some(found), "status"),
        problems: problems
            .map(|problem| text(Some(&problem), "message"))
            .collect(),
    }
}

fn objects(json: Option<Json<'_>>) -> impl Iterator<Item = Object<'_>> {
    let items = match json.map(Json::shape) {
        Some(Ok(Shape::Array(items))) => items,
        _ => Vec::new(),
    };
    items.into_iter().filter_map(|item| object(Some(item)))
}

fn object(json: Option<Json<'_>>) -> Option<Object<'_>> {
    match json?.shape() {
        Ok(Shape::Object(object)) => Some(object),
        _ => None,
    }
}

fn text<'p>(object: Option<&Object<'p>>, key: &str) -> Cow<'p, str> {
    match object.and_then(|object| object.get(key)).map(Json::shape) {
        Some(Ok(Shape::Text(text))) => text,
        _ => Cow::Borrowed(""),
    }
}
