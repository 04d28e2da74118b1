//! Attributes that are not there: what is said of them.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::Checker;
use super::kind::{Fields, Kind, Kinds, Object, Shape, Type};
use super::lookup::Asked;
use crate::diagnostic::{Diagnostic, Fix, nearest};
use crate::schema::removed::removed;
use crate::schema::{self, Block};

/// This many names are listed; of more, the first, and how many there are.
const LISTED: usize = 16;
/// This many types are named.
const NAMED: usize = 6;
/// A name is looked for in blocks this deep.
const DEPTH: usize = 3;
/// Names of this many types of a pattern are looked at for what may be meant.
const LOOKED_AT: usize = 64;

/// Something that does not have an attribute.
#[derive(Clone)]
pub(super) enum Missing<'s> {
    /// A type that was named.
    Kind(Rc<Kind<'s>>),
    /// A block, or something else with fields.
    Object(Rc<Object<'s>>),
    /// Some type that a pattern matches; others have it.
    OfGlob {
        glob: Arc<str>,
        example: Box<Missing<'s>>,
    },
    /// Every type that a pattern matches.
    WholeGlob {
        glob: Arc<str>,
        kinds: Rc<Kinds<'s>>,
    },
}

impl<'s> Checker<'_, 's> {
    /// Says that an attribute is not there; `elsewhere` it is, in others of what may be meant.
    pub(super) fn unknown_attribute(
        &mut self,
        missing: &[Missing<'s>],
        elsewhere: bool,
        asked: &Asked<'_>,
    ) {
        let name = asked.name.escape_debug().to_string();
        let holders: Vec<String> = missing.iter().map(holder).collect();
        let holders = listed(&holders, NAMED);
        let problem = match missing.first() {
            Some(Missing::OfGlob { glob, example }) => Diagnostic::error(
                "S405",
                format!("not every type that `{glob}` matches has an attribute `{name}`"),
                asked.span,
                format!("{} has none", holder(example)),
            ),
            _ if elsewhere => Diagnostic::error(
                "S404",
                format!("{holders} {} no attribute `{name}`", has(missing.len())),
                asked.span,
                "others that may be meant here have one",
            ),
            Some(Missing::WholeGlob { glob, .. }) => Diagnostic::error(
                "S402",
                format!("no type that `{glob}` matches has an attribute `{name}`"),
                asked.span,
                "unknown attribute",
            ),
            _ => Diagnostic::error(
                "S402",
                format!("{holders} {} no attribute `{name}`", has(missing.len())),
                asked.span,
                "unknown attribute",
            ),
        };
        let problem = if elsewhere || matches!(missing.first(), Some(Missing::OfGlob { .. })) {
            problem.help(format!(
                "ask only where it is: `has_attribute(…, \"{name}\") and …`, or by `type(…) == \"…\"`"
            ))
        } else {
            suggest(problem, missing, asked)
        };
        self.tell(problem);
    }

    /// Says that no type has an attribute that a guard asks for, where a slip is likely: an earlier
    /// version may well have what this one does not.
    pub(super) fn guarded(&mut self, of: &Type<'s>, asked: &Asked<'_>) {
        let mut missing = Vec::new();
        for shape in &of.shapes {
            let Shape::Resource(kinds) = shape else {
                return;
            };
            for kind in &kinds.list {
                let known = kind.blocks.iter().any(|block| {
                    block.attribute(asked.name).is_some() || block.block(asked.name).is_some()
                });
                let was = removed(kind.data, &kind.name, asked.name).is_some();
                if known || was || kind.blocks.is_empty() {
                    return;
                }
                missing.push(Missing::Kind(Rc::clone(kind)));
            }
        }
        let known: BTreeSet<String> = missing.iter().take(LOOKED_AT).flat_map(names).collect();
        let Some(near) = nearest(asked.name, known.iter().map(String::as_str)) else {
            return;
        };
        let holders: Vec<String> = missing.iter().map(holder).collect();
        let problem = Diagnostic::error(
            "S402",
            format!(
                "{} {} no attribute `{}`",
                listed(&holders, NAMED),
                has(missing.len()),
                asked.name.escape_debug()
            ),
            asked.span,
            "unknown attribute",
        );
        self.tell(problem.help(format!(
            "did you mean `{near}`? what another version of the provider has is made known by `--schema FILE`"
        )));
    }

    /// Says that what has no attributes is asked for one.
    pub(super) fn no_attributes(&mut self, base: &Type<'s>, asked: &Asked<'_>) {
        let name = asked.name.escape_debug();
        let problem = Diagnostic::error(
            "S402",
            format!("{base} has no attribute `{name}`"),
            asked.span,
            "nothing is inside of it",
        );
        let problem = if base.shapes.iter().any(|shape| matches!(shape, Shape::Text)) {
            problem.help("text with JSON in it is read by `jsondecode(…)`; a reference is followed by `-> TYPE`")
        } else {
            problem
        };
        self.tell(problem);
    }
}

fn has(count: usize) -> &'static str {
    if count == 1 { "has" } else { "have" }
}

fn holder(missing: &Missing<'_>) -> String {
    match missing {
        Missing::Kind(kind) => format!("`{kind}`"),
        Missing::Object(object) if object.name.is_empty() => "this map".to_owned(),
        Missing::Object(object) if object.is_thing() => object.name.clone(),
        Missing::Object(object) => format!("`{}`", object.name),
        Missing::OfGlob { glob, .. } | Missing::WholeGlob { glob, .. } => format!("`{glob}`"),
    }
}

/// Some of many, in words.
pub(super) fn listed(names: &[String], most: usize) -> String {
    let more = names.len().saturating_sub(most);
    match names {
        [] => String::new(),
        [only] => only.clone(),
        names if more > 1 => format!("{} and {more} others", names[..most].join(", ")),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What may be meant; else what there is.
fn suggest(problem: Diagnostic, missing: &[Missing<'_>], asked: &Asked<'_>) -> Diagnostic {
    let known = missing.iter().flat_map(names);
    let known: BTreeSet<String> = known.collect();
    if let Some(path) = missing.iter().find_map(|one| deeper(one, asked.name)) {
        return meant(problem, &path, asked);
    }
    match nearest(asked.name, known.iter().map(String::as_str)) {
        Some(name) => meant(problem, name, asked),
        None => {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            if names.is_empty() {
                problem.help(
                    "what the plan says of itself is `plan.errored` and the like, and what is in it `resources(…)`",
                )
            } else {
                problem.help(format!("it has {}", listed(&names, LISTED)))
            }
        }
    }
}

fn meant(problem: Diagnostic, name: &str, asked: &Asked<'_>) -> Diagnostic {
    let replacement = name.to_owned();
    let length = usize::try_from(asked.span.end - asked.span.start).unwrap_or(0);
    let problem = problem.help(format!("did you mean `{name}`?"));
    // In quotes or brackets a path would be one name.
    if length != asked.name.len() {
        return problem;
    }
    problem.fix(Fix {
        span: asked.span,
        replacement,
        safe: false,
    })
}

fn blocks<'s>(missing: &Missing<'s>) -> Vec<Block<'s>> {
    match missing {
        Missing::Kind(kind) => kind.blocks.clone(),
        Missing::Object(object) => match &object.fields {
            Fields::Blocks(_, _, blocks) => blocks.clone(),
            Fields::Typed(..) | Fields::Listed(_) => Vec::new(),
        },
        Missing::OfGlob { example, .. } => blocks(example),
        Missing::WholeGlob { kinds, .. } => {
            let some = kinds.list.iter().take(LOOKED_AT);
            some.flat_map(|kind| kind.blocks.iter().copied()).collect()
        }
    }
}

fn names(missing: &Missing<'_>) -> Vec<String> {
    if let Missing::Object(object) = missing {
        match &object.fields {
            Fields::Typed(_, types) => {
                let fields = types.iter().flat_map(|of| schema::Type::fields(*of));
                return fields.map(|(name, _)| name.to_owned()).collect();
            }
            Fields::Listed(fields) => {
                return fields.iter().map(|(name, _)| name.to_string()).collect();
            }
            Fields::Blocks(..) => {}
        }
    }
    blocks(missing)
        .into_iter()
        .flat_map(names_of)
        .map(str::to_owned)
        .collect()
}

/// The names of a block's attributes and blocks.
pub(super) fn names_of(block: Block<'_>) -> impl Iterator<Item = &str> {
    let attributes = block.attributes().map(|attribute| attribute.name);
    attributes.chain(block.blocks().map(|nested| nested.name))
}

/// The path of an attribute of that name in a block that reads as an object.
fn deeper(missing: &Missing<'_>, name: &str) -> Option<String> {
    let mut open: Vec<(String, Block<'_>)> = blocks(missing)
        .into_iter()
        .map(|block| (String::new(), block))
        .collect();
    for _ in 0..DEPTH {
        let mut below = Vec::new();
        for (path, block) in open {
            for nested in block.blocks().filter(schema::NestedBlock::is_single) {
                let path = format!("{path}{}.", nested.name);
                if nested.block.attribute(name).is_some() {
                    return Some(format!("{path}{name}"));
                }
                below.push((path, nested.block));
            }
        }
        open = below;
    }
    None
}
