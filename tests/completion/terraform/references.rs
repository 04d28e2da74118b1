//! What a plan's `configuration` says of an expression.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::evaluate::constant;
use super::expression::{Expression, Step};

/// `{"constant_value": …}`, `{"references": […]}`, both, or neither.
pub(crate) fn shown(expression: &Expression) -> Json {
    let mut shown = Map::new();
    if let Some(value) = constant(expression) {
        shown.insert("constant_value".into(), value.to_json().unwrap_or_default());
    }
    let references = references(expression);
    if !references.is_empty() {
        shown.insert("references".into(), json!(references));
    }
    Json::Object(shown)
}

/// Every reference with its shorter forms, in the order of the text.
fn references(expression: &Expression) -> Vec<String> {
    let mut traversals = Vec::new();
    collect(expression, &mut Vec::new(), &mut traversals);
    traversals.into_iter().flat_map(forms).collect()
}

/// The traversals of an expression, without those that begin with a name of a `for`.
fn collect<'e>(expression: &'e Expression, bound: &mut Vec<&'e str>, found: &mut Vec<&'e [Step]>) {
    match expression {
        Expression::Traversal(steps) => {
            let is_bound =
                matches!(steps.first(), Some(Step::Name(name)) if bound.contains(&&**name));
            if !is_bound {
                found.push(steps);
            }
        }
        Expression::For(each) => {
            collect(&each.list, bound, found);
            let before = bound.len();
            bound.extend(each.key.as_deref());
            bound.push(&each.name);
            collect(&each.value, bound, found);
            if let Some(condition) = &each.condition {
                collect(condition, bound, found);
            }
            bound.truncate(before);
        }
        other => {
            for part in other.parts() {
                collect(part, bound, found);
            }
        }
    }
}

/// A traversal as the plan writes it: whole, then shorter and shorter, down to what it names.
fn forms(steps: &[Step]) -> Vec<String> {
    let name = |at: usize| match steps.get(at) {
        Some(Step::Name(name)) => Some(name.as_str()),
        _ => None,
    };
    let key = |at: usize| matches!(steps.get(at), Some(Step::Key(_) | Step::Number(_)));
    let (subject, last) = match name(0) {
        Some("var" | "local" | "each" | "count" | "path" | "terraform") => (2, None),
        Some("module") => match (key(2), name(if key(2) { 3 } else { 2 })) {
            (true, Some(_)) => (4, Some(3)),
            (true, None) => (3, Some(2)),
            (false, Some(_)) => (3, Some(2)),
            (false, None) => (2, None),
        },
        Some("data") => {
            if key(3) {
                (4, Some(3))
            } else {
                (3, None)
            }
        }
        _ => {
            if key(2) {
                (3, Some(2))
            } else {
                (2, None)
            }
        }
    };
    let subject = subject.min(steps.len());
    let mut forms: Vec<String> = (subject..=steps.len())
        .rev()
        .map(|length| text(&steps[..length]))
        .collect();
    forms.extend(last.map(|length| text(&steps[..length])));
    forms
}

/// A traversal as text.
pub(crate) fn text(steps: &[Step]) -> String {
    let mut text = String::new();
    for (at, step) in steps.iter().enumerate() {
        match step {
            Step::Name(name) if at == 0 => text.push_str(name),
            Step::Name(name) => {
                text.push('.');
                text.push_str(name);
            }
            Step::Key(key) => {
                let _ = write!(text, "[{key:?}]");
            }
            Step::Number(number) => {
                let _ = write!(text, "[{number}]");
            }
        }
    }
    text
}
