//! JSON that was checked as a whole and is decoded one level at a time, when somebody asks.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::cursor::{self, Cursor, DEEPEST, TooDeep};
use super::error::printable;
use super::object::Object;
use crate::value::{Number, Value};

/// A stretch of valid JSON text.
#[derive(Clone, Copy)]
pub struct Json<'p>(&'p str);

/// One level of a [`Json`].
#[derive(Clone, Debug)]
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

/// Wrong data in a part that was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Defect {
    message: String,
    /// Where in memory the text starts that is wrong, then the place that it contradicts.
    places: Vec<usize>,
}

impl<'p> Json<'p> {
    /// `null`, which lies in no document.
    pub const NULL: Json<'static> = Json("null");

    /// The text itself, without spaces around it.
    pub fn raw(self) -> &'p str {
        self.0
    }

    /// Whether it is `null`.
    pub fn is_null(self) -> bool {
        self.0 == "null"
    }

    /// Whether it is `true`.
    pub fn is_true(self) -> bool {
        self.0 == "true"
    }

    /// Whether `true` stands anywhere in it as a value.
    pub fn holds_true(self) -> bool {
        cursor::holds_true(self.0)
    }

    /// The strings and numbers in it that are values, at any depth.
    pub(super) fn leaves(self) -> impl Iterator<Item = Json<'p>> {
        cursor::leaves(self.0).map(Json)
    }

    /// The words for what it is, as messages use them: `a string`, `null`.
    pub fn kind(self) -> &'static str {
        match self.0.as_bytes().first() {
            Some(b'n') => "null",
            Some(b't' | b'f') => "a bool",
            Some(b'"') => "a string",
            Some(b'[') => "an array",
            Some(b'{') => "an object",
            _ => "a number",
        }
    }

    /// Decodes one level.
    pub fn shape(self) -> Result<Shape<'p>, Defect> {
        Ok(match self.0.as_bytes().first() {
            Some(b'n') => Shape::Null,
            Some(b't') => Shape::Bool(true),
            Some(b'f') => Shape::Bool(false),
            Some(b'"') => Shape::Text(self.text()?),
            Some(b'[') => Shape::Array(self.items()?),
            Some(b'{') => Shape::Object(Object::new(&self.entries()?)?),
            _ => Shape::Number(self.0),
        })
    }

    /// The whole as plain data; numbers keep every digit.
    pub fn to_value(self) -> Result<Value, Defect> {
        value(&mut Cursor::new(self.0), DEEPEST)
    }

    pub(super) fn new(raw: &'p RawValue) -> Json<'p> {
        Json(raw.get())
    }

    /// A text that is JSON as a whole.
    pub(crate) fn parse(text: &'p str) -> Option<Json<'p>> {
        serde_json::from_str::<&RawValue>(text).ok().map(Json::new)
    }

    /// A value that starts here and may go on too far: good for [`Json::kind`] and its place.
    pub(super) fn starting(text: &'p str) -> Json<'p> {
        Json(text)
    }

    /// A string, unescaped; anything else as it is written.
    pub(super) fn text(self) -> Result<Cow<'p, str>, Defect> {
        let Some(inner) = self
            .0
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
        else {
            return Ok(Cow::Borrowed(self.0));
        };
        if !inner.contains('\\') {
            return Ok(Cow::Borrowed(inner));
        }
        match serde_json::from_str(self.0) {
            Ok(text) => Ok(Cow::Owned(text)),
            Err(error) => {
                let at = error.column().saturating_sub(1).min(self.0.len());
                let message = "half of a surrogate pair (`\\ud800` to `\\udfff`) stands alone in a \
                               string; no text can hold it";
                Err(Defect::new(message, &[address(self.0) + at]))
            }
        }
    }

    fn items(self) -> Result<Vec<Json<'p>>, Defect> {
        let mut cursor = Cursor::new(self.0);
        cursor.step();
        let mut items = Vec::new();
        while cursor.peek().is_some_and(|next| next != b']') {
            items.push(Json(cursor.take(DEEPEST - 1)?));
        }
        Ok(items)
    }

    fn entries(self) -> Result<Vec<(Json<'p>, Json<'p>)>, Defect> {
        let mut cursor = Cursor::new(self.0);
        cursor.step();
        let mut entries = Vec::new();
        while cursor.peek().is_some_and(|next| next != b'}') {
            let key = Json(cursor.take(0)?);
            cursor.peek();
            entries.push((key, Json(cursor.take(DEEPEST - 1)?)));
        }
        Ok(entries)
    }
}

impl Defect {
    /// What is wrong: lower case, no full stop.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The same, to keep.
    pub fn into_message(self) -> String {
        self.message
    }

    /// The byte offsets in a document's text that it is about: first what is wrong, then the place
    /// that it contradicts.
    pub fn offsets(&self, text: &str) -> Vec<usize> {
        let start = address(text);
        let inside = |place: &usize| place.checked_sub(start).filter(|at| *at <= text.len());
        self.places.iter().filter_map(inside).collect()
    }

    fn new(message: impl Into<String>, places: &[usize]) -> Defect {
        Defect {
            message: message.into(),
            places: places.to_vec(),
        }
    }

    /// A key that its object has already.
    pub(super) fn twice(key: &str, second: Json<'_>, first: Json<'_>) -> Defect {
        let message = format!("the key `{}` is given twice in one object", printable(key));
        Defect::new(message, &[address(second.0), address(first.0)])
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Defect {}

impl From<TooDeep<'_>> for Defect {
    fn from(TooDeep(place): TooDeep<'_>) -> Defect {
        let message = format!("data is nested more than {DEEPEST} levels deep");
        Defect::new(message, &[address(place)])
    }
}

impl fmt::Debug for Json<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.0)
    }
}

/// Where in memory a text starts: the difference of two is an offset.
pub(super) fn address(text: &str) -> usize {
    text.as_ptr().addr()
}

fn value(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Defect> {
    let next = cursor.peek();
    if depth == 0 && matches!(next, Some(b'{' | b'[')) {
        return Err(TooDeep(cursor.rest()).into());
    }
    match next {
        Some(b'{') => map(cursor, depth),
        Some(b'[') => list(cursor, depth),
        _ => {
            let json = Json(cursor.take(0)?);
            Ok(match json.shape()? {
                Shape::Bool(value) => Value::Bool(value),
                Shape::Text(text) => Value::text(&*text),
                Shape::Number(text) => Value::Number(number(text)?),
                _ => Value::NULL,
            })
        }
    }
}

fn map(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Defect> {
    let object = *cursor;
    cursor.step();
    let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
    while cursor.peek().is_some_and(|next| next != b'}') {
        let key = Json(cursor.take(0)?).text()?;
        match entries.entry(Arc::from(&*key)) {
            Entry::Vacant(entry) => entry.insert(value(cursor, depth - 1)?),
            Entry::Occupied(_) => return Err(first_repetition(object)),
        };
    }
    cursor.step();
    Ok(Value::Map(Arc::new(entries)))
}

fn list(cursor: &mut Cursor<'_>, depth: usize) -> Result<Value, Defect> {
    cursor.step();
    let mut items = Vec::new();
    while cursor.peek().is_some_and(|next| next != b']') {
        items.push(value(cursor, depth - 1)?);
    }
    cursor.step();
    Ok(Value::list(items))
}

/// Names both places of a key that an object has twice; only errors pay for the second look.
fn first_repetition(mut object: Cursor<'_>) -> Defect {
    let again = object
        .take(DEEPEST)
        .map_err(Defect::from)
        .and_then(|raw| Json(raw).shape());
    match again {
        Err(defect) => defect,
        Ok(_) => Defect::new("a key is given twice in one object", &[]),
    }
}

fn number(text: &str) -> Result<Number, Defect> {
    Number::parse(text).ok_or_else(|| {
        Defect::new(
            "the exponent of a number has more than 18 digits",
            &[address(text)],
        )
    })
}
