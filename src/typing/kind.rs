//! What a term may come to, as far as that is certain before a plan is read.

use std::fmt::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

use crate::diagnostic::nearest;
use crate::schema::{self, Block};
use crate::value::Value;

/// What a term may come to: one of several shapes. Of none, it is null or nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Type<'s> {
    /// What it may be, each once; with [`Shape::Any`] among them, nothing is certain.
    pub(super) shapes: Vec<Shape<'s>>,
    /// It may be null, because nobody has to write it and nothing fills it in.
    pub(super) unset: bool,
    /// It is plain data, and no place in a plan.
    pub(super) data: bool,
    /// It comes from types that a pattern selects.
    pub(super) loose: bool,
    /// The attributes that it may be the value of.
    pub(super) origins: Vec<Rc<Origin<'s>>>,
}

/// One of the things that a term may come to.
#[derive(Clone, Debug)]
pub(super) enum Shape<'s> {
    /// Nobody knows.
    Any,
    /// `true` or `false`
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list, with what its members are.
    List(Rc<Type<'s>>),
    /// A map, with what its values are.
    Map(Rc<Type<'s>>),
    /// Something with fields of certain names.
    Object(Rc<Object<'s>>),
    /// A resource or data source.
    Resource(Rc<Kinds<'s>>),
}

/// Something with fields: a block, an attribute that is an object, a map that is written out.
#[derive(Debug)]
pub(super) struct Object<'s> {
    /// What people call it: `aws_instance.metadata_options`, `a statement`.
    pub(super) name: String,
    /// What it has.
    pub(super) fields: Fields<'s>,
    /// It may have others as well.
    pub(super) open: bool,
    /// But none whose name is nearly one of these: that is a slip.
    pub(super) unlike: bool,
}

/// The fields of an object.
#[derive(Debug)]
pub(super) enum Fields<'s> {
    /// Those of blocks of the schema, one for each version; with their path and the type that has it.
    Blocks(String, Rc<Kind<'s>>, Vec<Block<'s>>),
    /// Those of an attribute's type, one for each version; with the type that it is in.
    Typed(Rc<Kind<'s>>, Vec<schema::Type<'s>>),
    /// These.
    Listed(Vec<(Arc<str>, Type<'s>)>),
}

/// Types that a resource may be of.
#[derive(Debug)]
pub(super) struct Kinds<'s> {
    /// The types; of none, nobody knows which.
    pub(super) list: Vec<Rc<Kind<'s>>>,
    /// The pattern that selected them, where nobody named them one by one.
    pub(super) glob: Option<Arc<str>>,
    /// It is the resource as it was before, of which everything is known.
    pub(super) before: bool,
}

/// A type of resource or data source.
#[derive(Debug)]
pub(super) struct Kind<'s> {
    /// It is a data source.
    pub(super) data: bool,
    /// Its name.
    pub(super) name: Arc<str>,
    /// What is known of it, by version; without any, its names are not checked.
    pub(super) blocks: Vec<Block<'s>>,
}

/// The attribute or block that a value comes from.
#[derive(Debug)]
pub(super) struct Origin<'s> {
    /// The type that has it.
    pub(super) kind: Rc<Kind<'s>>,
    /// Its path in that: `metadata_options.http_tokens`.
    pub(super) path: String,
    /// The configuration may leave it out, and the provider then gives it, so that a plan which
    /// makes it new does not know it.
    pub(super) filled: bool,
}

impl<'s> Type<'s> {
    /// Nobody knows.
    pub(super) fn any() -> Type<'s> {
        Type::of(Shape::Any)
    }

    /// Of one shape.
    pub(super) fn of(shape: Shape<'s>) -> Type<'s> {
        Type {
            shapes: vec![shape],
            ..Type::default()
        }
    }

    /// A list of such.
    pub(super) fn list(of: Type<'s>) -> Type<'s> {
        let data = of.data;
        Type {
            data,
            ..Type::of(Shape::List(Rc::new(of)))
        }
    }

    /// The same as plain data.
    pub(super) fn plain(self) -> Type<'s> {
        Type { data: true, ..self }
    }

    /// The same as it was before the plan is applied.
    pub(super) fn earlier(mut self) -> Type<'s> {
        for shape in &mut self.shapes {
            match shape {
                Shape::Resource(kinds) => {
                    *kinds = Rc::new(Kinds {
                        list: kinds.list.clone(),
                        glob: kinds.glob.clone(),
                        before: true,
                    });
                }
                Shape::List(of) => *of = Rc::new((**of).clone().earlier()),
                _ => {}
            }
        }
        self
    }

    /// The same, which may be null.
    pub(super) fn or_null(self) -> Type<'s> {
        Type {
            unset: true,
            ..self
        }
    }

    /// What a literal is.
    pub(super) fn of_value(value: &Value) -> Type<'s> {
        let shape = match value {
            Value::Null { .. } => {
                return Type {
                    unset: true,
                    data: true,
                    ..Type::default()
                };
            }
            Value::Bool(_) => Shape::Bool,
            Value::Number(_) => Shape::Number,
            Value::Text(_) => Shape::Text,
            Value::List(items) => {
                let of = items.iter().map(Type::of_value);
                return Type::list(of.fold(Type::nothing(), Type::or).plain());
            }
            Value::Map(entries) => {
                let entries = entries.iter();
                let fields = entries.map(|(key, value)| (Arc::clone(key), Type::of_value(value)));
                Shape::Object(Rc::new(Object::written(fields.collect())))
            }
            Value::Unknown(_) => Shape::Any,
        };
        Type::of(shape).plain()
    }

    /// What nothing is: a member of an empty list.
    pub(super) fn nothing() -> Type<'s> {
        Type {
            data: true,
            ..Type::default()
        }
    }

    /// Whether nothing is certain of it.
    pub(super) fn is_any(&self) -> bool {
        self.shapes.iter().any(|shape| matches!(shape, Shape::Any))
    }

    /// Whether nothing is certain of it, or there is nothing that could be wrong.
    pub(super) fn is_open(&self) -> bool {
        self.shapes.is_empty() || self.is_any()
    }

    /// One or the other.
    #[must_use]
    pub(super) fn or(mut self, other: Type<'s>) -> Type<'s> {
        self.unset |= other.unset;
        self.loose |= other.loose;
        // What is nothing can be neither data nor a place.
        self.data = match (self.shapes.is_empty(), other.shapes.is_empty()) {
            (true, false) => other.data,
            (false, true) => self.data,
            _ => self.data && other.data,
        };
        for shape in other.shapes {
            self.add(shape);
        }
        for origin in other.origins {
            let known = |one: &&Rc<Origin<'_>>| {
                one.path == origin.path && Rc::ptr_eq(&one.kind, &origin.kind)
            };
            if !self.origins.iter().any(|one| known(&one)) {
                self.origins.push(origin);
            }
        }
        self
    }

    fn add(&mut self, shape: Shape<'s>) {
        for known in &mut self.shapes {
            match (&mut *known, &shape) {
                (Shape::List(mine), Shape::List(other)) => {
                    *mine = Rc::new((**mine).clone().or((**other).clone()));
                    return;
                }
                (Shape::Map(mine), Shape::Map(other)) => {
                    *mine = Rc::new((**mine).clone().or((**other).clone()));
                    return;
                }
                (Shape::Resource(mine), Shape::Resource(other)) => {
                    *mine = Rc::new(mine.or(other));
                    return;
                }
                (Shape::Object(mine), Shape::Object(other)) => {
                    if Rc::ptr_eq(mine, other) || (mine.is_named() && mine.name == other.name) {
                        return;
                    }
                }
                (mine, other) => {
                    if std::mem::discriminant(mine) == std::mem::discriminant(other) {
                        return;
                    }
                }
            }
        }
        self.shapes.push(shape);
    }

    /// The same for the same types, and else different: what answers are kept by.
    pub(super) fn key(&self, out: &mut String) {
        for shape in &self.shapes {
            match shape {
                Shape::Any => out.push('?'),
                Shape::Bool => out.push('b'),
                Shape::Number => out.push('n'),
                Shape::Text => out.push('t'),
                Shape::List(of) => bracketed('[', of, ']', out),
                Shape::Map(of) => bracketed('{', of, '}', out),
                Shape::Object(object) if object.is_named() => {
                    out.extend(["<", &object.name, ">"]);
                }
                Shape::Object(object) => {
                    out.push('(');
                    if let Fields::Listed(fields) = &object.fields {
                        for (name, of) in fields {
                            let _ = write!(out, "{name:?}");
                            of.key(out);
                        }
                    }
                    out.push(')');
                }
                Shape::Resource(kinds) => {
                    for kind in &kinds.list {
                        out.extend([if kind.data { "%" } else { "$" }, &kind.name]);
                    }
                    out.extend(["*", kinds.glob.as_deref().unwrap_or("-")]);
                    out.extend(kinds.before.then_some('<'));
                }
            }
        }
        out.push(match (self.unset, self.data) {
            (false, false) => '.',
            (true, false) => '0',
            (false, true) => ':',
            (true, true) => '8',
        });
        if self.loose {
            out.push('~');
        }
        for origin in &self.origins {
            out.extend(["^", &origin.kind.name, ".", &origin.path]);
        }
    }
}

fn bracketed(open: char, of: &Type<'_>, close: char, out: &mut String) {
    out.push(open);
    of.key(out);
    out.push(close);
}

impl<'s> Origin<'s> {
    /// The same of a member of the list.
    pub(super) fn of_member(&self) -> Rc<Origin<'s>> {
        Rc::new(Origin {
            kind: Rc::clone(&self.kind),
            path: self.path.clone(),
            filled: false,
        })
    }
}

impl<'s> Object<'s> {
    /// Whether a name is likely meant to be one of those that are listed.
    pub(super) fn is_slip(&self, name: &str) -> bool {
        let Fields::Listed(fields) = &self.fields else {
            return false;
        };
        let known = fields.iter().map(|(known, _)| &**known);
        self.unlike && nearest(name, known).is_some()
    }

    /// A map that is written out.
    pub(super) fn written(fields: Vec<(Arc<str>, Type<'s>)>) -> Object<'s> {
        Object {
            name: String::new(),
            fields: Fields::Listed(fields),
            open: false,
            unlike: false,
        }
    }

    /// Whether it is a map that a rule writes out.
    pub(super) fn is_written(&self) -> bool {
        self.name.is_empty()
    }

    /// Whether it is something with an address that is no resource.
    pub(super) fn is_thing(&self) -> bool {
        !self.is_written() && !self.is_named()
    }

    /// Whether its name stands for it alone.
    fn is_named(&self) -> bool {
        !matches!(self.fields, Fields::Listed(_))
    }
}

impl fmt::Display for Kind<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let data = if self.data { "data " } else { "" };
        write!(formatter, "{data}{}", self.name)
    }
}

impl<'s> Kinds<'s> {
    /// Types that somebody named.
    pub(super) fn exact(list: Vec<Rc<Kind<'s>>>) -> Kinds<'s> {
        Kinds {
            list,
            glob: None,
            before: false,
        }
    }

    fn or(&self, other: &Kinds<'s>) -> Kinds<'s> {
        let mut list = self.list.clone();
        for kind in &other.list {
            let known = |one: &Rc<Kind<'s>>| one.data == kind.data && one.name == kind.name;
            // Of a pattern that selects everything there are thousands.
            if other.glob.is_some() || !list.iter().any(known) {
                list.push(Rc::clone(kind));
            }
        }
        if self.list.is_empty() || other.list.is_empty() {
            list.clear();
        }
        Kinds {
            list,
            glob: self.glob.clone().or_else(|| other.glob.clone()),
            before: self.before && other.before,
        }
    }
}
