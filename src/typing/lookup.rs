//! Attributes of what a term may be, by the schema.

use std::rc::Rc;
use std::sync::Arc;

use super::Checker;
use super::fact::What;
use super::kind::{Fields, Kind, Kinds, Object, Origin, Shape, Type};
use super::unknown::Missing;
use crate::diagnostic::Diagnostic;
use crate::schema::removed::{Removed, removed};
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
    /// What earlier versions had.
    old: Vec<&'static Removed>,
    /// Where it is found, it is deprecated.
    deprecated: Vec<String>,
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
            old,
            deprecated,
        } = found;
        self.outdated(&old, &deprecated, asked);
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
                    found.old.extend(inner.old);
                    found.deprecated.extend(inner.deprecated);
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
        let keep = if kinds.list.len() > ORIGINS {
            Keep::Nothing
        } else if kinds.before {
            Keep::Known
        } else {
            Keep::All
        };
        let mut missing = Vec::new();
        let mut any = false;
        for kind in &kinds.list {
            if kind.blocks.is_empty() {
                found.add(Type::any());
                any = true;
                continue;
            }
            match in_blocks((kind, ""), &kind.blocks, asked.name, keep) {
                Some(of) => {
                    any = true;
                    found.add(of);
                    if is_deprecated(&kind.blocks, asked.name) {
                        found.deprecated.push(format!("{kind}.{}", asked.name));
                    }
                }
                None if guarded => {}
                None if removed(kind.data, &kind.name, asked.name).is_some() => {
                    any = true;
                    found.old.extend(removed(kind.data, &kind.name, asked.name));
                    found.add(Type::any());
                }
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

    /// What an earlier version had in a block.
    fn was_in(&self, object: &Object<'s>, asked: &Asked<'_>) -> Option<&'static Removed> {
        let (path, kind) = match &object.fields {
            Fields::Blocks(path, kind, _) => (path.as_str(), kind),
            Fields::Typed(kind, _) => (object.name.strip_prefix(&format!("{kind}."))?, kind),
            Fields::Listed(_) => return None,
        };
        removed(kind.data, &kind.name, &format!("{path}.{}", asked.name))
    }

    /// Says that an attribute is gone, or will go.
    fn outdated(&mut self, old: &[&'static Removed], deprecated: &[String], asked: &Asked<'_>) {
        for row in old {
            let kind = if row.data { "data " } else { "" };
            let problem = Diagnostic::warning(
                "W610",
                format!(
                    "`{kind}{}` has no attribute `{}` since version {} of the provider",
                    row.kind, row.path, row.since
                ),
                asked.span,
                "only plans of earlier versions have it",
            );
            self.tell(match row.instead {
                "" => problem,
                instead => problem.help(format!("{instead} takes its place")),
            });
        }
        if let Some(path) = deprecated.first() {
            let problem = Diagnostic::warning(
                "W610",
                format!("`{path}` is deprecated"),
                asked.span,
                "a later version of the provider will not have it",
            );
            self.tell(problem.help("the provider's documentation says what takes its place"));
        }
    }

    fn field(&self, object: &Rc<Object<'s>>, asked: &Asked<'_>, found: &mut Found<'s>) {
        let of = match &object.fields {
            Fields::Blocks(path, kind, blocks) => {
                in_blocks((kind, path), blocks, asked.name, Keep::All)
            }
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
        if let Fields::Blocks(_, _, blocks) = &object.fields
            && is_deprecated(blocks, asked.name)
        {
            found
                .deprecated
                .push(format!("{}.{}", object.name, asked.name));
        }
        match of {
            Some(of) => found.add(of),
            None if object.open && !object.is_slip(asked.name) => found.add(Type::any()),
            None if self.was_in(object, asked).is_some() => {
                found.old.extend(self.was_in(object, asked));
                found.add(Type::any());
            }
            None => found.missing.push(Missing::Object(Rc::clone(object))),
        }
    }
}

/// Whether every version that has an attribute or block calls it deprecated.
fn is_deprecated(blocks: &[Block<'_>], name: &str) -> bool {
    let flags = blocks.iter().filter_map(|block| {
        let attribute = block.attribute(name).map(|attribute| attribute.deprecated);
        attribute.or_else(|| block.block(name).map(|nested| nested.deprecated))
    });
    let flags: Vec<bool> = flags.collect();
    !flags.is_empty() && flags.iter().all(|flag| *flag)
}

/// What is remembered of where a value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    /// Nothing.
    Nothing,
    /// The attribute; its value is known.
    Known,
    /// The attribute.
    All,
}

/// Whether the provider gives an attribute while it plans: the region is that of its configuration,
/// and all tags are the resource's and the provider's.
fn known_while_planning(name: &str) -> bool {
    matches!(name, "region" | "tags_all")
}

/// Whether a machine cannot be without an attribute: only a launch template takes its place.
fn is_given(kind: &str, name: &str) -> bool {
    matches!(kind, "aws_instance" | "aws_spot_instance_request")
        && matches!(name, "ami" | "instance_type")
}

/// An attribute or block of a block, of which there is one for each version.
fn in_blocks<'s>(
    (kind, path): (&Rc<Kind<'s>>, &str),
    blocks: &[Block<'s>],
    name: &str,
    keep: Keep,
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
            unlike: false,
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
    if keep != Keep::Nothing {
        let filled = |attribute: &schema::Attribute<'_>| {
            attribute.optional
                && attribute.computed
                && !known_while_planning(attribute.name)
                && !is_given(&kind.name, attribute.name)
        };
        of.origins = vec![Rc::new(Origin {
            kind: Rc::clone(kind),
            path,
            filled: keep == Keep::All
                && !kind.data
                && !attributes.is_empty()
                && attributes.iter().all(filled),
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
            unlike: false,
        }))));
    }
    of
}
