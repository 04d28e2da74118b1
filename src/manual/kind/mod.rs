//! Pages about types of resources and data sources and their attributes, from the schema.

mod page;
mod words;

use super::page::Page;
use crate::diagnostic::nearest;
use crate::schema::{Attribute, Block, NestedBlock, Schemas, Shape, Type};

/// Why there is no page.
#[derive(Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such type.
    Type,
    /// The type, or a block of it, has no such part.
    Part {
        /// The type, with the blocks that were found.
        within: String,
        /// The part that is not there.
        part: String,
        /// The one that may be meant.
        nearest: Option<String>,
        /// All that is there.
        known: Vec<String>,
    },
}

/// A word as a type, and the path in it.
struct Asked<'a> {
    data: bool,
    kind: &'a str,
    path: Vec<&'a str>,
}

/// Something in a type: what a path leads to.
enum Found<'s> {
    Attribute(Attribute<'s>),
    Block(NestedBlock<'s>),
    /// A field of an attribute's object.
    Field(Type<'s>),
}

/// The page of `aws_instance`, `data.aws_ami`, `aws_instance.metadata_options.http_tokens`.
pub fn find(schemas: &Schemas, word: &str) -> Result<Page, Unknown> {
    let asked = Asked::read(word);
    let block = if asked.data {
        schemas.any_data(asked.kind)
    } else {
        schemas.any_resource(asked.kind)
    };
    let block = block.ok_or(Unknown::Type)?;
    if asked.path.is_empty() {
        return Ok(page::type_page(schemas, &asked, block));
    }
    let found = walk(&asked, block)?;
    let lists = lists(&asked, block);
    Ok(page::part_page(schemas, &asked, &found, &lists))
}

/// The type that is nearest to a word.
pub fn near(schemas: &Schemas, word: &str) -> Option<String> {
    let asked = Asked::read(word);
    let near = if asked.data {
        nearest(asked.kind, schemas.data_kinds())
    } else {
        nearest(asked.kind, schemas.resource_kinds())
    };
    near.map(|kind| asked.with(kind))
}

impl<'a> Asked<'a> {
    fn read(word: &'a str) -> Asked<'a> {
        let rest = word
            .strip_prefix("data.")
            .or_else(|| word.strip_prefix("data "));
        let mut steps = rest.unwrap_or(word).split('.');
        let kind = steps.next().unwrap_or_default();
        // An index says which of several, and all are alike.
        let plain = |step: &'a str| step.split('[').next().unwrap_or(step);
        Asked {
            data: rest.is_some(),
            kind,
            path: steps.map(plain).collect(),
        }
    }

    /// Another type, asked for in the same way.
    fn with(&self, kind: &str) -> String {
        if self.data {
            format!("data.{kind}")
        } else {
            kind.to_owned()
        }
    }

    fn name(&self) -> String {
        let mut name = self.with(self.kind);
        for step in &self.path {
            name.push('.');
            name.push_str(step);
        }
        name
    }

    /// `self` and the path, as a rule reads it.
    fn path(&self) -> String {
        self.path.join(".")
    }

    /// What a rule is about that reads it.
    fn on(&self) -> String {
        if self.data {
            format!("on data {}", self.kind)
        } else {
            format!("on {}", self.kind)
        }
    }
}

fn walk<'s>(asked: &Asked<'_>, block: Block<'s>) -> Result<Found<'s>, Unknown> {
    let mut at = block;
    let mut steps = asked.path.iter().enumerate().peekable();
    while let Some((index, step)) = steps.next() {
        let within = || {
            let mut within = vec![asked.with(asked.kind)];
            within.extend(asked.path[..index].iter().map(|step| (*step).to_owned()));
            within.join(".")
        };
        if let Some(nested) = at.block(step) {
            if steps.peek().is_none() {
                return Ok(Found::Block(nested));
            }
            at = nested.block;
            continue;
        }
        let Some(attribute) = at.attribute(step) else {
            return Err(no_part(within(), step, names(at)));
        };
        if steps.peek().is_none() {
            return Ok(Found::Attribute(attribute));
        }
        return fields(asked, index, attribute.kind).map(Found::Field);
    }
    Err(Unknown::Type)
}

/// Goes on from an attribute into the fields of its objects.
fn fields<'s>(asked: &Asked<'_>, start: usize, kind: Type<'s>) -> Result<Type<'s>, Unknown> {
    let mut at = kind;
    for (index, step) in asked.path.iter().enumerate().skip(start + 1) {
        at = element(at);
        let within = || {
            let mut within = vec![asked.with(asked.kind)];
            within.extend(asked.path[..index].iter().map(|step| (*step).to_owned()));
            within.join(".")
        };
        if let Shape::Map(value) = at.shape() {
            at = value;
            continue;
        }
        let known = at.fields().map(|(name, _)| name.to_owned()).collect();
        at = at
            .field(step)
            .ok_or_else(|| no_part(within(), step, known))?;
    }
    Ok(at)
}

/// What the members of a list are, or of lists of lists.
fn element(kind: Type<'_>) -> Type<'_> {
    match kind.shape() {
        Shape::List(inner) | Shape::Set(inner) => element(inner),
        _ => kind,
    }
}

fn names(block: Block<'_>) -> Vec<String> {
    let attributes = block.attributes().map(|one| one.name.to_owned());
    let blocks = block.blocks().map(|one| one.name.to_owned());
    let mut names: Vec<String> = attributes.chain(blocks).collect();
    names.sort_unstable();
    names
}

fn no_part(within: String, part: &str, known: Vec<String>) -> Unknown {
    Unknown::Part {
        nearest: nearest(part, known.iter().map(String::as_str)).map(str::to_owned),
        within,
        part: part.to_owned(),
        known,
    }
}

/// Which steps of a path, but for the last, are blocks of which there may be several.
fn lists(asked: &Asked<'_>, block: Block<'_>) -> Vec<usize> {
    let mut lists = Vec::new();
    let mut at = block;
    for (index, step) in asked.path.iter().enumerate() {
        let Some(nested) = at.block(step) else { break };
        if !nested.is_single() && index + 1 < asked.path.len() {
            lists.push(index);
        }
        at = nested.block;
    }
    lists
}
