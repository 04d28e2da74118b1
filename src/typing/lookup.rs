//! Attributes of what a term may be, by the schema.

use std::rc::Rc;
use std::sync::Arc;

use super::Checker;
use super::fact::What;
use super::kind::{Fields, Kind, Kinds, Object, Origin, Shape, Type};
use super::unknown::Missing;
use crate::schema::{self, Block, Nesting};
use crate::source::Span;

/// Attributes of more types than this keep no origins: no check that needs them says anything then.
const ORIGINS: usize = 16;

/// A name that is looked for, and where.
pub(super) struct Asked<'n> {
    pub(super) name: &'n Arc<str>,
    pub(super) span: Span,
    /// What guards say of what has the attribute.
    pub(super) guards: &'n [What<'n>],
}

/// What was found.
#[derive(Default)]
struct Found<'s> {
    of: Option<Type<'s>>,
    missing: Vec<Missing<'s>>,
    /// Something was asked that has no attributes.
    scalars: bool,
    /// It was found in types that a pattern selects.
    loose: bool,
}

impl<'s> Found<'s> {
    fn add(&mut self, of: Type<'s>) {
        self.of = Some(match self.of.take() {
            Some(before) => before.or(of),
            None => of,
        });
    }
}

impl<'s> Checker<'_, 's> {
    /// `x.a`
    pub(super) fn attribute(&mut self, base: &Type<'s>, asked: &Asked<'_>) -> Type<'s> {
        let mut found = Found::default();
        self.find(base, asked, &mut found);
        let Found {
            of,
            missing,
            scalars,
            loose,
        } = found;
        if of.is_none() && missing.is_empty() && scalars {
            self.no_attributes(base, asked);
            return Type::any();
        }
        // Who speaks of all types that look alike cannot know what each of them has inside.
        let is_missing = !(missing.is_empty() || base.loose && of.is_some());
        if is_missing {
            self.unknown_attribute(&missing, of.is_some(), asked);
        }
        let mut of = of.unwrap_or_else(|| {
            if is_missing {
                Type::any()
            } else {
                Type::nothing()
            }
        });
        of.unset |= base.unset || is_missing;
        of.data |= base.data && !base.shapes.is_empty();
        of.loose |= base.loose || loose;
        of
    }

    fn find(&self, base: &Type<'s>, asked: &Asked<'_>, found: &mut Found<'s>) {
        for shape in &base.shapes {
            match shape {
                Shape::Any => found.add(Type::any()),
                Shape::Bool | Shape::Number | Shape::Text => found.scalars = true,
                Shape::List(of) => {
                    let mut inner = Found::default();
                    self.find(of, asked, &mut inner);
                    if of.shapes.is_empty() {
                        inner.add(Type::nothing());
                    }
                    if let Some(of) = inner.of {
                        let origins = of.origins.clone();
                        found.add(Type {
                            origins,
                            ..Type::list(of)
                        });
                    }
                    found.missing.extend(inner.missing);
                    found.scalars |= inner.scalars;
                    found.loose |= inner.loose;
                }
                Shape::Map(of) => found.add((**of).clone().or_null()),
                Shape::Object(object) => self.field(object, asked, found),
                Shape::Resource(kinds) => self.of_kinds(kinds, asked, found),
            }
        }
    }

    fn of_kinds(&self, kinds: &Rc<Kinds<'s>>, asked: &Asked<'_>, found: &mut Found<'s>) {
        if kinds.list.is_empty() {
            found.add(Type::any());
            return;
        }
        let guarded = asked
            .guards
            .iter()
            .any(|what| matches!(what, What::Has(name) if name == asked.name));
        found.loose |= kinds.glob.is_some();
        let keep = kinds.list.len() <= ORIGINS;
        let mut missing = Vec::new();
        let mut any = false;
        for kind in &kinds.list {
            if kind.blocks.is_empty() {
                found.add(Type::any());
                any = true;
                continue;
            }
            match in_blocks(kind, &kind.blocks, "", asked.name, keep) {
                Some(of) => {
                    any = true;
                    found.add(of);
                }
                None if guarded => {}
                None => missing.push(Missing::Kind(Rc::clone(kind))),
            }
        }
        if !any && missing.is_empty() {
            // Some version of the provider has it, as the guard says.
            found.add(Type::any());
        }
        if any && let Some(glob) = &kinds.glob {
            let first = missing.first().cloned();
            found.missing.extend(first.map(|missing| Missing::OfGlob {
                glob: Arc::clone(glob),
                example: Box::new(missing),
            }));
        } else if let (Some(glob), false) = (&kinds.glob, missing.is_empty()) {
            let glob = Arc::clone(glob);
            let kinds = Rc::clone(kinds);
            found.missing.push(Missing::WholeGlob { glob, kinds });
        } else {
            found.missing.extend(missing);
        }
    }

    fn field(&self, object: &Rc<Object<'s>>, asked: &Asked<'_>, found: &mut Found<'s>) {
        let of = match &object.fields {
            Fields::Blocks(path, kind, blocks) => in_blocks(kind, blocks, path, asked.name, true),
            Fields::Typed(kind, types) => {
                let fields = types.iter().filter_map(|of| of.field(asked.name));
                let types: Vec<_> = fields.collect();
                (!types.is_empty()).then(|| {
                    let name = format!("{}.{}", object.name, asked.name);
                    of_types(kind, &types, &name)
                })
            }
            Fields::Listed(fields) => {
                let field = fields.iter().find(|(name, _)| name == asked.name);
                field.map(|(_, of)| of.clone())
            }
        };
        match of {
            Some(of) => found.add(of),
            None if object.open => found.add(Type::any()),
            None => found.missing.push(Missing::Object(Rc::clone(object))),
        }
    }
}

/// An attribute or block of a block, of which there is one for each version.
fn in_blocks<'s>(
    kind: &Rc<Kind<'s>>,
    blocks: &[Block<'s>],
    path: &str,
    name: &str,
    keep: bool,
) -> Option<Type<'s>> {
    let attributes: Vec<_> = blocks.iter().filter_map(|b| b.attribute(name)).collect();
    let nested: Vec<_> = blocks.iter().filter_map(|b| b.block(name)).collect();
    if attributes.is_empty() && nested.is_empty() {
        return None;
    }
    let path = if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    };
    let mut of = Type::default();
    if !attributes.is_empty() {
        let types: Vec<_> = attributes.iter().map(|attribute| attribute.kind).collect();
        of = of_types(kind, &types, &format!("{kind}.{path}"));
        // In every version it is left to the author, and nothing comes of it where it is left out.
        of.unset |= attributes.iter().all(|a| a.optional && !a.computed);
    }
    if let Some(first) = nested.first() {
        let blocks: Vec<_> = nested.iter().map(|nested| nested.block).collect();
        let object = Shape::Object(Rc::new(Object {
            name: format!("{kind}.{path}"),
            fields: Fields::Blocks(path.clone(), Rc::clone(kind), blocks),
            open: false,
        }));
        of = of.or(match first.nesting {
            _ if nested.iter().any(schema::NestedBlock::is_single) => Type {
                unset: nested.iter().all(|n| n.min_items == 0 && !n.computed)
                    && first.nesting != Nesting::Group,
                ..Type::of(object)
            },
            Nesting::Map => Type::of(Shape::Map(Rc::new(Type::of(object)))),
            _ => Type::list(Type::of(object)),
        });
    }
    if keep {
        of.origins = vec![Rc::new(Origin {
            kind: Rc::clone(kind),
            path,
        })];
    }
    Some(of)
}

/// What a value of an attribute is of which each version has one of these types.
fn of_types<'s>(kind: &Rc<Kind<'s>>, types: &[schema::Type<'s>], name: &str) -> Type<'s> {
    let mut of = Type::default();
    let (mut members, mut values, mut objects) = (Vec::new(), Vec::new(), Vec::new());
    for one in types {
        let plain = match one.shape() {
            schema::Shape::Text => Type::of(Shape::Text),
            schema::Shape::Number => Type::of(Shape::Number),
            schema::Shape::Bool => Type::of(Shape::Bool),
            schema::Shape::Any => Type::any(),
            schema::Shape::List(element) | schema::Shape::Set(element) => {
                members.push(element);
                continue;
            }
            schema::Shape::Tuple => {
                members.extend(one.members());
                continue;
            }
            schema::Shape::Map(element) => {
                values.push(element);
                continue;
            }
            schema::Shape::Object => {
                objects.push(*one);
                continue;
            }
        };
        of = of.or(plain);
    }
    if !members.is_empty() {
        let element = of_types(kind, &members, name);
        of = of.or(Type::of(Shape::List(Rc::new(element))));
    }
    if !values.is_empty() {
        let element = of_types(kind, &values, name);
        of = of.or(Type::of(Shape::Map(Rc::new(element))));
    }
    if !objects.is_empty() {
        of = of.or(Type::of(Shape::Object(Rc::new(Object {
            name: name.to_owned(),
            fields: Fields::Typed(Rc::clone(kind), objects),
            open: false,
        }))));
    }
    of
}
