//! Whether a source is what a plan was made of.
//!
//! A plan records for each argument what it refers to, and of most its value. A source that
//! differs in any of that is another version of the configuration.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::super::address::{Step, traversals};
use super::super::node::{Place, State, View};
use super::super::plan::{Plan, Resource};
use super::argument::alike;
use super::world::{known, own_key};
use crate::hcl::{self, Argument, Declaration, Evaluator, Expanded, Project, Written};
use crate::input::{Defect, Json, Mode, Module, Shape};

/// Where a source and a plan differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// Where the source says something else; `None` where it lacks something.
    pub place: Option<hcl::Place>,
    /// What differs, in words.
    pub what: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(out, "{}:{}: ", place.file, place.line)?;
        }
        out.write_str(&self.what)
    }
}

impl<'p> Plan<'p> {
    /// The first difference between the source and the plan, in the order of addresses.
    pub(super) fn disagreement(&self) -> Option<Disagreement> {
        let source = self.source.as_ref()?;
        let configuration = self.document.configuration()?;
        let mut held = Held {
            project: &source.project,
            names: Vec::new(),
        };
        // What cannot be read says nothing.
        if let Ok(Some(disagreement)) = held.module(configuration.root()) {
            return Some(disagreement);
        }
        let evaluator = self.evaluator()?;
        let mut resources: Vec<Resource<'p>> = self.document.instances.iter().collect();
        resources.sort_by(|one, other| one.address.cmp(&other.address));
        resources
            .into_iter()
            .filter(|resource| {
                let exists = resource.actions.exists_after() && resource.deposed.is_none();
                exists && resource.mode == Mode::Managed && self.configuration(resource).is_some()
            })
            .find_map(|resource| {
                let block = self.block(resource)?;
                self.instance_differs(&evaluator, resource, &block)
                    .ok()
                    .flatten()
            })
    }

    fn instance_differs(
        &self,
        evaluator: &Evaluator<'_>,
        resource: Resource<'p>,
        block: &Expanded,
    ) -> Result<Option<Disagreement>, Defect> {
        if let Some(keys) = evaluator.keys(block) {
            let own = resource.key.as_ref().map(own_key);
            let there = match (&keys, &own) {
                (None, None) => true,
                (Some(keys), Some(own)) => keys.contains(own),
                _ => false,
            };
            if !there {
                return Ok(Some(Disagreement {
                    place: Some(block.place.clone()),
                    what: format!("the source makes no instance `{}`", resource.address),
                }));
            }
        }
        self.differs_in_values(evaluator, resource, block)
    }

    /// What the source gives and the plan knows must be the same. Providers rewrite long texts,
    /// and an existing object may keep what it had, so only short values of new objects count.
    fn differs_in_values(
        &self,
        evaluator: &Evaluator<'_>,
        resource: Resource<'p>,
        block: &Expanded,
    ) -> Result<Option<Disagreement>, Defect> {
        if !resource.actions.contains_create() {
            return Ok(None);
        }
        let root = self.root(resource, View::After);
        for name in block.names() {
            let node = root.attribute(&name)?;
            if !matches!(node.place(), Place::Attribute(attribute) if !attribute.write_only) {
                continue;
            }
            let State::Known(json) = node.state() else {
                continue;
            };
            let Argument::Given(value, place) = evaluator.argument(block, &name) else {
                continue;
            };
            if value.is_known() && !value.is_null() && is_plain(json) && !same(&value, json)? {
                return Ok(Some(Disagreement {
                    place: Some(place),
                    what: format!("{} has another value in the plan", node.subject()),
                }));
            }
        }
        Ok(None)
    }
}

/// A module of the plan's configuration, held against the source.
struct Held<'s> {
    project: &'s Project,
    /// The calls that lead to it.
    names: Vec<Arc<str>>,
}

impl Held<'_> {
    fn module(&mut self, module: &Module<'_>) -> Result<Option<Disagreement>, Defect> {
        if !self.project.is_complete(&self.names) {
            return Ok(None);
        }
        for (mode, kind, name, block) in module.resources() {
            let mode = match mode {
                Mode::Managed => hcl::Mode::Managed,
                Mode::Data => hcl::Mode::Data,
            };
            let what = format!("`{}`", block.address());
            let Some(written) = self.written(Declaration::Resource(mode, kind, name)) else {
                return Ok(Some(self.missing(&what)));
            };
            let expressions = block.expressions();
            let found = arguments(&written, expressions, &what)?.or(repetition(
                &written,
                block.count(),
                block.for_each(),
                &what,
            )?);
            if found.is_some() {
                return Ok(found);
            }
        }
        for (name, expression) in module.outputs() {
            let what = format!("output `{name}`");
            let Some(written) = self.written(Declaration::Output(name)) else {
                return Ok(Some(self.missing(&what)));
            };
            if let Some(found) = argument(&written, "value", expression, &what)? {
                return Ok(Some(found));
            }
        }
        for (name, call) in module.calls() {
            let what = format!("`module.{name}`");
            let Some(written) = self.written(Declaration::Call(name)) else {
                return Ok(Some(self.missing(&what)));
            };
            let found = arguments(&written, call.expressions(), &what)?.or(repetition(
                &written,
                call.count(),
                call.for_each(),
                &what,
            )?);
            if found.is_some() {
                return Ok(found);
            }
            if let Some(called) = call.module() {
                self.names.push(Arc::from(name));
                let found = self.module(called)?;
                self.names.pop();
                if found.is_some() {
                    return Ok(found);
                }
            }
        }
        Ok(None)
    }

    fn written(&self, what: Declaration<'_>) -> Option<Written> {
        self.project.written(&self.names, what)
    }

    fn missing(&self, what: &str) -> Disagreement {
        let within = if self.names.is_empty() {
            String::new()
        } else {
            format!(" in `module.{}`", self.names.join(".module."))
        };
        Disagreement {
            place: None,
            what: format!("the source does not declare {what}{within}"),
        }
    }
}

/// Arguments and blocks that mean something to Terraform itself and are recorded elsewhere or not
/// at all.
const NOT_RECORDED: [&str; 11] = [
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "providers",
    "provisioner",
    "source",
    "version",
    "action",
];

/// The arguments and nested blocks of a block: the plan records what each refers to.
fn arguments(
    written: &Written,
    recorded: Option<Json<'_>>,
    what: &str,
) -> Result<Option<Disagreement>, Defect> {
    let recorded = match recorded.map(Json::shape).transpose()? {
        Some(Shape::Object(recorded)) => Some(recorded),
        _ => None,
    };
    for name in written.names() {
        let is_recorded = recorded
            .as_ref()
            .is_some_and(|recorded| recorded.get(name).is_some());
        if !is_recorded && !NOT_RECORDED.contains(&name) {
            return Ok(Some(Disagreement {
                place: written.place_of(name).or_else(|| Some(written.place())),
                what: format!("{what} does not write `{name}` in the plan"),
            }));
        }
    }
    for (name, expression) in recorded.iter().flat_map(|recorded| recorded.iter()) {
        let found = match expression.shape()? {
            Shape::Array(blocks) => nested(written, name, &blocks, what)?,
            // Some attributes may be written as blocks; then only their references are recorded.
            Shape::Object(object) if !written.blocks(name).is_empty() => {
                if object
                    .iter()
                    .all(|(key, _)| matches!(key, "references" | "constant_value"))
                {
                    continue;
                }
                nested(written, name, &[expression], what)?
            }
            Shape::Object(_) => argument(written, name, Some(expression), what)?,
            _ => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn nested(
    written: &Written,
    name: &str,
    recorded: &[Json<'_>],
    what: &str,
) -> Result<Option<Disagreement>, Defect> {
    let blocks = written.blocks(name);
    if blocks.len() != recorded.len() {
        return Ok(Some(Disagreement {
            place: Some(written.place()),
            what: format!("{what} has another number of blocks `{name}` than in the plan"),
        }));
    }
    for (block, recorded) in blocks.iter().zip(recorded) {
        let found = arguments(block, Some(*recorded), what)?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn repetition(
    written: &Written,
    count: Option<Json<'_>>,
    for_each: Option<Json<'_>>,
    what: &str,
) -> Result<Option<Disagreement>, Defect> {
    Ok(argument(written, "count", count, what)?.or(argument(written, "for_each", for_each, what)?))
}

fn argument(
    written: &Written,
    name: &str,
    recorded: Option<Json<'_>>,
    what: &str,
) -> Result<Option<Disagreement>, Defect> {
    let Some(Shape::Object(recorded)) = recorded.map(Json::shape).transpose()? else {
        return Ok(None);
    };
    let planned = references(recorded.get("references"))?;
    // Some attributes may be written as blocks, which have no one expression.
    let in_blocks = !written.blocks(name).is_empty();
    let found = match (written.references(name), planned) {
        (None, _) if in_blocks => None,
        (None, _) => Some(format!("{what} does not write `{name}`")),
        (Some(found), Some(planned)) if found != planned => Some(format!(
            "`{name}` of {what} refers to other things than in the plan"
        )),
        (Some(found), None) if recorded.get("constant_value").is_some() && !found.is_empty() => {
            Some(format!("`{name}` of {what} is a constant in the plan"))
        }
        _ => None,
    };
    Ok(found.map(|what| Disagreement {
        place: written.place_of(name).or_else(|| Some(written.place())),
        what,
    }))
}

/// A value that providers do not rewrite.
fn is_plain(json: Json<'_>) -> bool {
    const LONGEST: usize = 80;
    let raw = json.raw();
    let text = raw.trim_matches('"');
    let is_digest =
        matches!(text.len(), 32 | 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    !raw.starts_with(['{', '[']) && raw.len() <= LONGEST && !raw.contains(['\\', '{']) && !is_digest
}

fn same(value: &hcl::Value, json: Json<'_>) -> Result<bool, Defect> {
    let planned = known(&json.to_value()?);
    Ok(match (value, &planned) {
        // Some providers change the case of names.
        (hcl::Value::Text(one), hcl::Value::Text(other)) => {
            one.trim().eq_ignore_ascii_case(other.trim())
        }
        _ => alike(value, &planned),
    })
}

/// The roots of recorded references, as [`Written::references`] gives those of the source.
fn references(recorded: Option<Json<'_>>) -> Result<Option<BTreeSet<String>>, Defect> {
    let Some(Shape::Array(items)) = recorded.map(Json::shape).transpose()? else {
        return Ok(None);
    };
    let mut texts = Vec::with_capacity(items.len());
    for item in items {
        if let Shape::Text(text) = item.shape()? {
            texts.push(text);
        }
    }
    let Some(heads) = traversals(texts.iter().map(|text| &**text)) else {
        return Ok(None);
    };
    let mut roots = BTreeSet::new();
    for head in heads {
        let mut names = head.steps.iter().filter_map(Step::name);
        let Some(root) = names.next() else {
            return Ok(None);
        };
        let wanted = if root == "data" { 2 } else { 1 };
        let names: Vec<&str> = names.take(wanted).collect();
        roots.insert(format!("{root}.{}", names.join(".")));
    }
    Ok(Some(roots))
}
