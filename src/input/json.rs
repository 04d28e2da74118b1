//! JSON that was validated as a whole and is decoded one level at a time, when somebody asks.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::value::{Number, Value};

/// Parts of a document may be nested this deep when they are decoded.
const DEPTH: usize = 100;
/// Objects with more keys than this get an index.
const INDEXED: usize = 16;

/// A stretch of valid JSON text.
#[derive(Clone, Copy)]
pub struct Json<'p>(&'p RawValue);

/// One level of a [`Json`].
pub enum Shape<'p> {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, as written.
    Number(&'p str),
    /// A string, unescaped.
    Text(Cow<'p, str>),
    /// `[…]`
    Array(Vec<Json<'p>>),
    /// `{…}`
    Object(Object<'p>),
}

/// One object: its keys in the order written.
pub struct Object<'p> {
    entries: Vec<(Cow<'p, str>, Json<'p>)>,
    index: HashMap<Cow<'p, str>, usize>,
}

/// Wrong data in a part that was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    message: String,
    /// Where in memory the text starts that is wrong, and an earlier place that it contradicts.
    places: Vec<usize>,
}

impl Defect {
    fn at(json: Json<'_>, message: impl Into<String>) -> Defect {
        Defect {
            message: message.into(),
            places: vec![address(json.raw())],
        }
    }

    /// What is wrong: lower case, no full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The message itself.
    pub fn into_message(self) -> String {
        self.message
    }

    /// The byte offsets in a document's text that it is about.
    pub fn offsets(&self, text: &str) -> Vec<usize> {
        let start = address(text);
        let inside = |place: &usize| place.checked_sub(start).filter(|at| *at <= text.len());
        self.places.iter().filter_map(inside).collect()
    }
}

fn address(text: &str) -> usize {
    text.as_ptr().addr()
}

impl<'p> Json<'p> {
    /// The text itself.
    pub fn raw(self) -> &'p str {
        self.0.get()
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.raw() == "null"
    }

    /// Whether it is `true`.
    pub fn is_true(self) -> bool {
        self.raw() == "true"
    }

    /// Whether `true` stands anywhere in it as a value.
    pub fn holds_true(self) -> bool {
        self.raw().contains("true") && self.holds_true_below(0)
    }

    /// Decodes one level.
    pub fn shape(self) -> Result<Shape<'p>, Defect> {
        let raw = self.raw();
        Ok(match raw.as_bytes().first() {
            Some(b'n') => Shape::Null,
            Some(b't') => Shape::Bool(true),
            Some(b'f') => Shape::Bool(false),
            Some(b'"') => Shape::Text(self.text()?),
            Some(b'[') => {
                let items: Items<'p> = self.read()?;
                Shape::Array(items.0)
            }
            Some(b'{') => {
                let entries: Entries<'p> = self.read()?;
                Shape::Object(Object::new(entries.0)?)
            }
            _ => Shape::Number(raw),
        })
    }

    /// The whole as plain data.
    pub fn to_value(self) -> Result<Value, Defect> {
        self.value_below(0)
    }

    fn read<T: Deserialize<'p>>(self) -> Result<T, Defect> {
        serde_json::from_str(self.raw()).map_err(|error| Defect::at(self, plain_message(&error)))
    }

    fn text(self) -> Result<Cow<'p, str>, Defect> {
        let raw = self.raw();
        let inner = &raw[1..raw.len() - 1];
        if !inner.contains('\\') {
            return Ok(Cow::Borrowed(inner));
        }
        self.read::<String>().map(Cow::Owned)
    }

    fn value_below(self, depth: usize) -> Result<Value, Defect> {
        if depth > DEPTH {
            return Err(Defect::at(
                self,
                format!("data is nested more than {DEPTH} deep"),
            ));
        }
        Ok(match self.shape()? {
            Shape::Null => Value::NULL,
            Shape::Bool(value) => Value::Bool(value),
            Shape::Text(text) => Value::text(&*text),
            Shape::Number(text) => Value::Number(Number::parse(text).ok_or_else(|| {
                Defect::at(self, format!("the exponent of `{text}` is too large"))
            })?),
            Shape::Array(items) => {
                let values = items.into_iter().map(|item| item.value_below(depth + 1));
                Value::list(values.collect::<Result<Vec<_>, _>>()?)
            }
            Shape::Object(object) => {
                let entries = object
                    .iter()
                    .map(|(key, item)| Ok((Arc::from(key), item.value_below(depth + 1)?)));
                Value::map(entries.collect::<Result<Vec<_>, Defect>>()?)
            }
        })
    }

    fn holds_true_below(self, depth: usize) -> bool {
        if self.is_true() || depth > DEPTH {
            return true;
        }
        match self.shape() {
            Ok(Shape::Array(items)) => items.iter().any(|item| item.holds_true_below(depth + 1)),
            Ok(Shape::Object(object)) => object
                .iter()
                .any(|(_, item)| item.holds_true_below(depth + 1)),
            _ => false,
        }
    }
}

impl<'p> Object<'p> {
    fn new(entries: Vec<(Cow<'p, str>, Json<'p>)>) -> Result<Object<'p>, Defect> {
        let mut index = HashMap::new();
        if entries.len() > INDEXED {
            for (at, (key, json)) in entries.iter().enumerate() {
                if let Some(first) = index.insert(key.clone(), at) {
                    return Err(twice(key, entries[first].1, *json));
                }
            }
        } else {
            for (at, (key, json)) in entries.iter().enumerate() {
                if let Some((_, first)) = entries[..at].iter().find(|(known, _)| known == key) {
                    return Err(twice(key, *first, *json));
                }
            }
        }
        Ok(Object { entries, index })
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<Json<'p>> {
        if self.index.is_empty() {
            self.entries
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, json)| *json)
        } else {
            self.index.get(key).map(|at| self.entries[*at].1)
        }
    }

    /// Keys and values in the order written.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Json<'p>)> {
        self.entries.iter().map(|(key, json)| (&**key, *json))
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no key.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn twice(key: &str, first: Json<'_>, second: Json<'_>) -> Defect {
    Defect {
        message: format!(
            "the key `{}` is given twice in one object",
            key.escape_debug()
        ),
        places: vec![address(second.raw()), address(first.raw())],
    }
}

/// The message of a JSON error without its position, which is that of a part.
pub(super) fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rfind(" at line ") {
        Some(at) => text[..at].to_owned(),
        None => text,
    }
}

impl<'de: 'p, 'p> Deserialize<'de> for Json<'p> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Json<'p>, D::Error> {
        <&'p RawValue>::deserialize(deserializer).map(Json)
    }
}

impl fmt::Debug for Json<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.raw())
    }
}

struct Items<'p>(Vec<Json<'p>>);

impl<'de> Deserialize<'de> for Items<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Items<'de>, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Items<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items<'de>, A::Error> {
                let mut found = Vec::new();
                while let Some(item) = items.next_element()? {
                    found.push(item);
                }
                Ok(Items(found))
            }
        }
        deserializer.deserialize_seq(Read)
    }
}

struct Entries<'p>(Vec<(Cow<'p, str>, Json<'p>)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries<'de>, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Entries<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut entries: A,
            ) -> Result<Entries<'de>, A::Error> {
                let mut found = Vec::new();
                while let Some((Text(key), json)) = entries.next_entry::<Text<'de>, Json<'de>>()? {
                    found.push((key, json));
                }
                Ok(Entries(found))
            }
        }
        deserializer.deserialize_map(Read)
    }
}

/// A string that is borrowed where it has no escapes.
pub(super) struct Text<'p>(pub(super) Cow<'p, str>);

impl<'de: 'p, 'p> Deserialize<'de> for Text<'p> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'p>, D::Error> {
        struct Read;
        impl<'de> Visitor<'de> for Read {
            type Value = Text<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Read)
    }
}
