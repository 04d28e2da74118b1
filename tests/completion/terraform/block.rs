//! What the braces of a resource say, as a value; and whether what was made is what was planned.

use std::collections::BTreeMap;

use super::configuration::Body;
use super::evaluate::{Bound, Names, evaluate};
use super::expression::Expression;
use super::value::{Evaluated, Invalid, Value, invalid};

/// What a body says, as an object of its arguments and lists of its blocks.
pub(super) fn body(body: &Body, names: &dyn Names) -> Evaluated {
    let mut fields = BTreeMap::new();
    for (name, value) in &body.arguments {
        fields.insert(name.clone(), evaluate(value, names)?);
    }
    let mut blocks: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for block in &body.blocks {
        let made = blocks.entry(block.name.clone()).or_default();
        let Some(over) = &block.dynamic else {
            made.push(self::body(&block.body, names)?);
            continue;
        };
        let Some(members) = members(over, names)? else {
            unknown.push(block.name.clone());
            continue;
        };
        for (key, value) in members {
            let iterator = BTreeMap::from([("key".to_owned(), key), ("value".to_owned(), value)]);
            let inner = Bound {
                names: vec![(block.name.clone(), Value::object(iterator))],
                around: names,
            };
            made.push(self::body(&block.body, &inner)?);
        }
    }
    let blocks = blocks.into_iter();
    fields.extend(blocks.map(|(name, items)| (name, Value::list(items))));
    fields.extend(unknown.into_iter().map(|name| (name, Value::unknown())));
    Ok(Value::object(fields))
}

/// What `dynamic` goes over, by keys; `None` where that is unknown.
fn members(over: &Expression, names: &dyn Names) -> Result<Option<Vec<(Value, Value)>>, Invalid> {
    Ok(match evaluate(over, names)? {
        Value::Unknown(_) => None,
        Value::List(items) => Some(
            items
                .iter()
                .enumerate()
                .map(|(at, item)| (Value::index(at), item.clone()))
                .collect(),
        ),
        Value::Object(fields) => Some(
            fields
                .iter()
                .map(|(key, item)| (Value::text(key), item.clone()))
                .collect(),
        ),
        _ => return invalid("`dynamic` goes over lists and maps"),
    })
}

/// Whether a block that must name a launch template gives neither id nor name; the service
/// refuses that.
pub(super) fn names_no_template(config: &Value) -> bool {
    let empty = |block: &Value, one: &str, other: &str| {
        block.field(one).is_empty() && block.field(other).is_empty()
    };
    let (blocks, mixed) = (
        config.field("launch_template"),
        config.field("mixed_instances_policy"),
    );
    let mut nameless = blocks
        .items()
        .iter()
        .any(|block| empty(block, "id", "name"));
    let mut open: Vec<Value> = mixed.items().to_vec();
    while let Some(block) = open.pop() {
        for name in ["launch_template", "override"] {
            open.extend(block.field(name).items().iter().cloned());
        }
        let specifications = block.field("launch_template_specification");
        nameless |= specifications
            .items()
            .iter()
            .any(|block| empty(block, "launch_template_id", "launch_template_name"));
    }
    nameless
}

/// Whether everything that was planned came true.
pub(super) fn agrees(planned: &Value, made: &Value) -> bool {
    match (planned, made) {
        (Value::Unknown(_), _) => true,
        (Value::List(planned), Value::List(made)) => {
            // A set may come in another order once all of it is known, and equal members are one.
            let may_shrink = planned.iter().any(|item| !item.is_wholly_known());
            (planned.len() == made.len() || (may_shrink && planned.len() > made.len()))
                && planned
                    .iter()
                    .all(|planned| made.iter().any(|made| agrees(planned, made)))
        }
        (Value::Object(planned), Value::Object(made)) => planned
            .iter()
            .all(|(name, value)| made.get(name).is_some_and(|made| agrees(value, made))),
        _ => planned == made,
    }
}
