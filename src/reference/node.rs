//! A place in a planned resource: its value, what is unknown and sensitive of it, and what the
//! schema says of it, all walked side by side.

use std::sync::Arc;

use super::path::{Path, Step};
use crate::input::{Defect, Instance, Json, Shape, is_user_data, names_user_data};
use crate::schema::{self, Attribute, Block, NestedBlock, Type};
use crate::value::{Missing, Reason, Value};

/// Which side of a change is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum View {
    /// The object as it is planned to be.
    After,
    /// The object as it was.
    Before,
}

/// A place in a resource.
#[derive(Clone)]
pub struct Node<'p> {
    /// The resource.
    pub instance: &'p Instance<'p>,
    /// The side of the change.
    pub view: View,
    /// The way here from the resource's root.
    pub path: Path,
    /// What stands here; `None` if the key does not exist.
    json: Option<Json<'p>>,
    unknown: Mark<'p>,
    sensitive: Mark<'p>,
    place: Place<'p>,
    /// Nothing can be here: a key that a map lacks, or something inside of nothing.
    absent: bool,
    /// What an unknown value becomes, where something else than the plan says it.
    becomes: Option<Arc<Value>>,
}

/// Keys and the places behind them, in order of the keys.
pub(crate) type Entries<'p> = Vec<(Arc<str>, Node<'p>)>;

/// What a plan says of a place.
#[derive(Clone, Copy)]
pub enum State<'p> {
    /// A value that is not null; parts of it may be unknown.
    Known(Json<'p>),
    /// Null.
    Null,
    /// A key that does not exist, of a map or of something that is null.
    Absent,
    /// Known only after apply.
    Unknown,
    /// The plan does not have the attribute: another provider version, or a trimmed plan.
    NotInPlan,
}

/// Where the schema puts a place.
#[derive(Clone, Copy)]
pub enum Place<'p> {
    /// One block, or the resource itself.
    Block(Block<'p>),
    /// Blocks of one type.
    Blocks(NestedBlock<'p>),
    /// An attribute.
    Attribute(Attribute<'p>),
    /// Inside an attribute's value.
    Inside(Type<'p>),
    /// No schema says anything about it.
    NoSchema,
}

/// A tree of marks beside a value, as `after_unknown` and `after_sensitive` are.
#[derive(Clone, Copy)]
enum Mark<'p> {
    No,
    Yes,
    Parts(Json<'p>),
}

impl<'p> Node<'p> {
    /// The root of a resource.
    pub fn root(instance: &'p Instance<'p>, view: View, schema: Option<Block<'p>>) -> Node<'p> {
        let (json, unknown, sensitive) = match view {
            View::After => (
                instance.after,
                instance.after_unknown,
                instance.after_sensitive,
            ),
            View::Before => (instance.before, None, instance.before_sensitive),
        };
        Node {
            instance,
            view,
            path: Path::default(),
            json,
            unknown: Mark::new(unknown),
            sensitive: Mark::new(sensitive),
            place: schema.map_or(Place::NoSchema, Place::Block),
            absent: false,
            becomes: None,
        }
    }

    /// The same place, of which something else than the plan says what its value becomes.
    #[must_use]
    pub(super) fn becoming(mut self, value: Value) -> Node<'p> {
        self.becomes = Some(Arc::new(value));
        self
    }

    /// Where the schema puts this place.
    pub fn place(&self) -> Place<'p> {
        self.place
    }

    /// What the plan says of this place.
    pub fn state(&self) -> State<'p> {
        match (self.json, self.unknown) {
            (_, Mark::Yes) => State::Unknown,
            (Some(json), _) if json.is_null() => State::Null,
            (Some(json), _) => State::Known(json),
            (None, _) if self.absent => State::Absent,
            (None, _) => State::NotInPlan,
        }
    }

    /// The attribute, block or key of this name.
    pub fn attribute(&self, name: &Arc<str>) -> Result<Node<'p>, Defect> {
        let at = self.sole_block()?;
        let (place, step) = match at.place {
            Place::Block(block) => (in_block(block, name), Step::Attribute(Arc::clone(name))),
            Place::Attribute(attribute) => inside(attribute.kind, name),
            Place::Inside(kind) => inside(kind, name),
            Place::Blocks(_) | Place::NoSchema => {
                (Place::NoSchema, Step::Attribute(Arc::clone(name)))
            }
        };
        let (json, is_object) = match at.json.map(Json::shape).transpose()? {
            Some(Shape::Object(object)) => (object.get(name), true),
            _ => (None, false),
        };
        let absent = if is_object {
            // A map may lack any key; a block or object that lacks one is of another version.
            matches!(step, Step::Key(_)) || (!at.path.is_root() && matches!(place, Place::NoSchema))
        } else {
            matches!(self.state(), State::Null | State::Absent | State::Known(_))
        };
        Ok(Node {
            path: at.path.then(step),
            json,
            unknown: at.unknown.child(name)?,
            sensitive: at.sensitive.child(name)?,
            place,
            absent,
            becomes: None,
            ..at
        })
    }

    /// The elements of a known list or set, in order; `None` if this is no known list.
    ///
    /// The flag says that some elements may be missing: before Terraform 1.3 unknown elements of
    /// sets were dropped from `after`.
    pub fn elements(&self) -> Result<Option<(Vec<Node<'p>>, bool)>, Defect> {
        let State::Known(json) = self.state() else {
            return Ok(None);
        };
        let Shape::Array(items) = json.shape()? else {
            return Ok(None);
        };
        let marks = self.unknown.length()?;
        let incomplete = marks.is_some_and(|marks| marks != items.len());
        let mut nodes = Vec::with_capacity(items.len());
        for (at, item) in items.into_iter().enumerate() {
            let unknown = if incomplete {
                Mark::No
            } else {
                self.unknown.element(at)?
            };
            nodes.push(Node {
                path: self.path.then(Step::Index(at)),
                json: Some(item),
                unknown,
                sensitive: self.sensitive.element(at)?,
                place: self.place.element(),
                ..self.clone()
            });
        }
        Ok(Some((nodes, incomplete)))
    }

    /// The entries of a known map or object, in order of their keys; `None` if this is none.
    pub fn entries(&self) -> Result<Option<Entries<'p>>, Defect> {
        let at = self.sole_block()?;
        let State::Known(json) = at.state() else {
            return Ok(None);
        };
        let Shape::Object(object) = json.shape()? else {
            return Ok(None);
        };
        let mut keys: Vec<Arc<str>> = object.iter().map(|(key, _)| Arc::from(key)).collect();
        keys.extend(at.unknown.keys()?);
        keys.sort_unstable();
        keys.dedup();
        let entry = |key: Arc<str>| at.attribute(&key).map(|node| (key, node));
        keys.into_iter()
            .map(entry)
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// Whether keys or elements of a known map or list are marked as unknown, each as a whole.
    pub(super) fn has_unknown_parts(&self) -> Result<bool, Defect> {
        let elements = self.unknown.length()?.is_some_and(|length| length > 0);
        Ok(elements || !self.unknown.keys()?.is_empty())
    }

    /// Where there is at most one block of this type, the block itself; else this very place.
    pub fn sole_block(&self) -> Result<Node<'p>, Defect> {
        let Place::Blocks(nested) = self.place else {
            return Ok(self.clone());
        };
        if !nested.is_single() {
            return Ok(self.clone());
        }
        let element = match self.json.map(Json::shape).transpose()? {
            Some(Shape::Array(items)) => items.first().copied(),
            Some(Shape::Object(_)) => self.json,
            _ => None,
        };
        let is_list = self.json.is_some_and(|json| json.raw().starts_with('['));
        let (unknown, sensitive) = if is_list {
            (self.unknown.element(0)?, self.sensitive.element(0)?)
        } else {
            (self.unknown, self.sensitive)
        };
        let place = Place::Block(nested.block);
        Ok(Node {
            json: element,
            unknown,
            sensitive,
            place,
            ..self.clone()
        })
    }

    /// Whether this is a list of blocks of which there may be several.
    pub fn is_block_list(&self) -> bool {
        matches!(self.place, Place::Blocks(nested) if !nested.is_single())
    }

    /// The value as plain data, with what is unknown in it marked so.
    pub fn value(&self) -> Result<Value, Defect> {
        match self.state() {
            State::Null => Ok(Value::NULL),
            State::Absent => Ok(Value::Null { absent: true }),
            State::Unknown | State::NotInPlan => Ok(match &self.becomes {
                Some(value) => Value::clone(value),
                None => Value::Unknown(Arc::new(self.missing())),
            }),
            State::Known(json) => self.known_value(json),
        }
    }

    /// Whether the plan or the schema marks any part of this place as sensitive, or a credential
    /// stands in it.
    pub fn is_sensitive(&self) -> bool {
        let schema = matches!(self.place, Place::Attribute(attribute) if attribute.sensitive);
        schema || self.sensitive.anywhere() || self.has_credential()
    }

    /// Whether this is user data with a credential, or has such user data in it.
    fn has_credential(&self) -> bool {
        let is_in_it = || self.path.names().iter().any(|name| is_user_data(name));
        let has_it = |json: Json<'p>| json.raw().starts_with(['{', '[']) && names_user_data(json);
        self.instance.has_credential() && (self.json.is_some_and(has_it) || is_in_it())
    }

    /// What is missing where this place is unknown.
    pub fn missing(&self) -> Missing {
        let subject = self.subject();
        match self.state() {
            State::NotInPlan => Missing {
                reason: Reason::Schema,
                what: format!(
                    "the plan has no {subject}: another provider version wrote it, or it was cut"
                ),
                decided_by: "a plan of a provider version that has this attribute".to_owned(),
            },
            _ => Missing {
                reason: Reason::Value,
                what: format!("{subject} is known only after apply"),
                decided_by: "the value after apply".to_owned(),
            },
        }
    }

    /// Address and path, in backticks.
    pub fn subject(&self) -> String {
        if self.path.is_root() {
            format!("`{}`", self.instance.address)
        } else {
            format!("`{}.{}`", self.instance.address, self.path)
        }
    }

    fn known_value(&self, json: Json<'p>) -> Result<Value, Defect> {
        if matches!(self.unknown, Mark::No) {
            return json.to_value();
        }
        if let Some((elements, incomplete)) = self.elements()? {
            let mut values = elements
                .iter()
                .map(Node::value)
                .collect::<Result<Vec<_>, _>>()?;
            if incomplete {
                values.push(Value::Unknown(Arc::new(self.missing())));
            }
            return Ok(Value::list(values));
        }
        match json.shape()? {
            Shape::Object(_) => {
                let entries = self.entries()?.unwrap_or_default();
                let values = entries
                    .into_iter()
                    .map(|(key, node)| Ok((key, node.value()?)));
                Ok(Value::map(values.collect::<Result<Vec<_>, Defect>>()?))
            }
            _ => json.to_value(),
        }
    }
}

impl<'p> Place<'p> {
    fn element(self) -> Place<'p> {
        match self {
            Place::Blocks(nested) => Place::Block(nested.block),
            Place::Attribute(attribute) => element_of(attribute.kind),
            Place::Inside(kind) => element_of(kind),
            Place::Block(_) | Place::NoSchema => Place::NoSchema,
        }
    }
}

impl<'p> Mark<'p> {
    fn new(json: Option<Json<'p>>) -> Mark<'p> {
        match json {
            None => Mark::No,
            Some(json) if json.is_true() => Mark::Yes,
            Some(json) if matches!(json.raw(), "false" | "null" | "{}" | "[]") => Mark::No,
            Some(json) => Mark::Parts(json),
        }
    }

    fn child(self, name: &str) -> Result<Mark<'p>, Defect> {
        let Mark::Parts(json) = self else {
            return Ok(self);
        };
        Ok(match json.shape()? {
            Shape::Object(object) => Mark::new(object.get(name)),
            _ => Mark::No,
        })
    }

    fn element(self, at: usize) -> Result<Mark<'p>, Defect> {
        let Mark::Parts(json) = self else {
            return Ok(self);
        };
        Ok(match json.shape()? {
            Shape::Array(items) => Mark::new(items.get(at).copied()),
            _ => Mark::No,
        })
    }

    /// The length, where it is a list of marks.
    fn length(self) -> Result<Option<usize>, Defect> {
        let Mark::Parts(json) = self else {
            return Ok(None);
        };
        Ok(match json.shape()? {
            Shape::Array(items) => Some(items.len()),
            _ => None,
        })
    }

    fn keys(self) -> Result<Vec<Arc<str>>, Defect> {
        let Mark::Parts(json) = self else {
            return Ok(Vec::new());
        };
        Ok(match json.shape()? {
            Shape::Object(object) => object
                .iter()
                .filter(|(_, mark)| mark.is_true())
                .map(|(key, _)| Arc::from(key))
                .collect(),
            _ => Vec::new(),
        })
    }

    /// Whether anything below is marked.
    fn anywhere(self) -> bool {
        match self {
            Mark::No => false,
            Mark::Yes => true,
            Mark::Parts(json) => json.holds_true(),
        }
    }
}

fn in_block<'p>(block: Block<'p>, name: &str) -> Place<'p> {
    if let Some(attribute) = block.attribute(name) {
        Place::Attribute(attribute)
    } else if let Some(nested) = block.block(name) {
        Place::Blocks(nested)
    } else {
        Place::NoSchema
    }
}

/// The place and step of a name inside a value of this type.
fn inside<'p>(kind: Type<'p>, name: &Arc<str>) -> (Place<'p>, Step) {
    match kind.field(name) {
        Some(member) => (Place::Inside(member), Step::Attribute(Arc::clone(name))),
        None => (element_of(kind), Step::Key(Arc::clone(name))),
    }
}

fn element_of(kind: Type<'_>) -> Place<'_> {
    match kind.shape() {
        schema::Shape::List(element)
        | schema::Shape::Set(element)
        | schema::Shape::Map(element) => Place::Inside(element),
        _ => Place::NoSchema,
    }
}
