//! One pass over a text that checks every byte, names what is wrong, and hands out slices.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write};
use std::marker::PhantomData;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::cursor::Cursor;
use super::error::{InputError, InputErrorKind, offset_in, place, printable};
use super::json::Json;

/// An object that is read entry by entry.
pub(super) trait Fields<'p> {
    /// Takes one entry; it must call exactly one of the methods of [`Entry`] that consume it.
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error>;

    /// Looks at the whole when its last entry was read.
    fn done(&mut self, _reading: &Reading<'p>) -> Result<(), InputError> {
        Ok(())
    }
}

/// The value of one entry, not read yet.
pub(super) struct Entry<'a, 'p, A> {
    map: &'a mut A,
    reading: &'a mut Reading<'p>,
}

/// How a pass over a text ended.
pub(super) enum Ending {
    /// The object is the whole text.
    Whole,
    /// Something stands behind it, from this byte on.
    Followed(usize),
    /// A part is not what it has to be, or the text is not JSON.
    Failed(InputError),
}

/// The state of a pass: where it is, and why it stopped.
pub(super) struct Reading<'p> {
    /// The whole text; parts of it may be read on their own.
    pub(super) text: &'p str,
    path: Vec<Step<'p>>,
    failure: Option<InputError>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    /// A key as written, with its quotes.
    Key(&'p str),
    Index(usize),
}

impl<'p> Reading<'p> {
    pub(super) fn new(text: &'p str) -> Reading<'p> {
        Reading {
            text,
            path: Vec::new(),
            failure: None,
        }
    }

    /// Reads one object from the start of `part`, which is the text or a slice of it.
    pub(super) fn object<F: Fields<'p>>(&mut self, part: &'p str, fields: &mut F) -> Ending {
        let mut deserializer = serde_json::Deserializer::from_str(part);
        let base = offset_in(self.text, part);
        let seed = ObjectSeed {
            reading: self,
            fields,
        };
        match seed.deserialize(&mut deserializer) {
            Ok(_) => match deserializer.end() {
                Ok(()) => Ending::Whole,
                Err(error) => Ending::Followed(base + offset_of(part, &error)),
            },
            Err(error) => Ending::Failed(self.failed(part, &error)),
        }
    }

    /// What makes a text no JSON, whatever it holds.
    pub(super) fn check(&mut self, part: &'p str) -> Option<InputError> {
        let error = serde_json::from_str::<IgnoredAny>(part).err()?;
        Some(self.failed(part, &error))
    }

    /// Reads one object that must be the whole of `part`, under a name for messages.
    pub(super) fn part<F: Fields<'p>>(
        &mut self,
        name: &'p str,
        part: Json<'p>,
        fields: &mut F,
    ) -> Result<(), InputError> {
        self.path = vec![Step::Key(name)];
        match self.object(part.raw(), fields) {
            Ending::Failed(error) => Err(error),
            Ending::Whole | Ending::Followed(_) => Ok(()),
        }
    }

    /// Where the pass is: `resource_changes[3].change`.
    pub(super) fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Key(raw) => {
                    let dot = if path.is_empty() { "" } else { "." };
                    let _ = write!(path, "{dot}{}", printable(unquoted(raw)));
                }
                Step::Index(index) => drop(write!(path, "[{index}]")),
            }
        }
        path
    }

    fn wrong_type(&self, found: Json<'_>, expected: &str) -> InputError {
        let message = format!("`{}` is {}; expected {expected}", self.path(), found.kind());
        InputError::new(InputErrorKind::WrongType, message)
            .at(self.text, offset_in(self.text, found.raw()))
    }

    /// Something that should have been looked into, and is no object or no list.
    fn wrong_part(&self, at: usize, expected: &str) -> InputError {
        if let Some(Step::Key(raw)) = self.path.last() {
            let end = offset_in(self.text, raw) + raw.len();
            let mut cursor = Cursor::new(self.text.get(end..).unwrap_or_default());
            cursor.peek();
            return self.wrong_type(Json::starting(cursor.rest()), expected);
        }
        let message = format!("`{}` is not {expected}", self.path());
        InputError::new(InputErrorKind::WrongType, message).at(self.text, at)
    }

    fn fail<E: de::Error>(&mut self, error: InputError) -> E {
        self.failure = Some(error);
        E::custom("")
    }

    fn failed(&mut self, part: &str, error: &serde_json::Error) -> InputError {
        if let Some(failure) = self.failure.take() {
            return failure;
        }
        let message = plain_message(error);
        let at = offset_in(self.text, part) + offset_of(part, error);
        match error.classify() {
            // Only the objects and lists that are looked into reach this; all else is a slice.
            Category::Data => {
                let expected = message.rsplit(", expected ").next().unwrap_or_default();
                self.wrong_part(at, expected)
            }
            _ if message.starts_with("recursion limit") => {
                let message = format!("modules are nested too deep in `{}`", self.path());
                InputError::new(InputErrorKind::TooDeep, message).at(self.text, at)
            }
            Category::Eof => truncated(self.text),
            _ => malformed(self.text, at, &message),
        }
    }
}

impl<'a, 'p, A: MapAccess<'p>> Entry<'a, 'p, A> {
    /// Any value, as a slice.
    pub(super) fn json(self) -> Result<Json<'p>, A::Error> {
        self.map.next_value::<&'p RawValue>().map(Json::new)
    }

    /// Any value but null.
    pub(super) fn some(self) -> Result<Option<Json<'p>>, A::Error> {
        Ok(Some(self.json()?).filter(|json| !json.is_null()))
    }

    /// A string; null is none.
    pub(super) fn text(self) -> Result<Option<Cow<'p, str>>, A::Error> {
        let Some((json, reading)) = self.leaf("a string", b"\"")? else {
            return Ok(None);
        };
        match json.text() {
            Ok(text) => Ok(Some(text)),
            Err(defect) => {
                let kind = InputErrorKind::Surrogate;
                Err(reading.fail(InputError::defect(reading.text, kind, &defect)))
            }
        }
    }

    /// A bool; null is none.
    pub(super) fn flag(self) -> Result<Option<bool>, A::Error> {
        Ok(self.leaf("a bool", b"tf")?.map(|(json, _)| json.is_true()))
    }

    /// An object, as a slice; null is none.
    pub(super) fn object(self) -> Result<Option<Json<'p>>, A::Error> {
        Ok(self.leaf("an object", b"{")?.map(|(json, _)| json))
    }

    /// An array, as a slice; null is none.
    pub(super) fn array(self) -> Result<Option<Json<'p>>, A::Error> {
        Ok(self.leaf("an array", b"[")?.map(|(json, _)| json))
    }

    /// What says of each part whether something holds of it, as a slice; null is none.
    pub(super) fn marks(self) -> Result<Option<Json<'p>>, A::Error> {
        self.of("an object or a bool", b"{[tf")
    }

    /// A value that starts with one of these bytes, as a slice; null is none.
    pub(super) fn of(self, expected: &str, starts: &[u8]) -> Result<Option<Json<'p>>, A::Error> {
        Ok(self.leaf(expected, starts)?.map(|(json, _)| json))
    }

    /// An object that is read entry by entry; says whether there was one.
    pub(super) fn fields<F: Fields<'p>>(self, fields: &mut F) -> Result<bool, A::Error> {
        self.map.next_value_seed(ObjectSeed {
            reading: self.reading,
            fields,
        })
    }

    /// A list of objects, each of which is read entry by entry and then handed to `done`.
    /// Says whether there was a list.
    pub(super) fn each<F, D>(self, done: D) -> Result<bool, A::Error>
    where
        F: Fields<'p> + Default,
        D: FnMut(F, &Reading<'p>) -> Result<(), InputError>,
    {
        let seed = ListSeed {
            reading: self.reading,
            done,
            of: PhantomData,
        };
        self.map.next_value_seed(seed)
    }

    /// Checks the value and forgets it.
    pub(super) fn skip(self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(|_| ())
    }

    fn leaf(
        self,
        expected: &str,
        starts: &[u8],
    ) -> Result<Option<(Json<'p>, &'a mut Reading<'p>)>, A::Error> {
        let Entry { map, reading } = self;
        let json = map.next_value::<&'p RawValue>().map(Json::new)?;
        if json.is_null() {
            return Ok(None);
        }
        if json
            .raw()
            .bytes()
            .next()
            .is_some_and(|first| starts.contains(&first))
        {
            return Ok(Some((json, reading)));
        }
        let error = reading.wrong_type(json, expected);
        Err(reading.fail(error))
    }
}

/// An object whose keys are names that people gave, in the order written.
pub(super) struct Named<'p, F>(pub(super) Vec<(Cow<'p, str>, F)>);

impl<F> Default for Named<'_, F> {
    fn default() -> Self {
        Named(Vec::new())
    }
}

impl<'p, F: Fields<'p> + Default> Fields<'p> for Named<'p, F> {
    fn field<A: MapAccess<'p>>(
        &mut self,
        key: &Cow<'p, str>,
        entry: Entry<'_, 'p, A>,
    ) -> Result<(), A::Error> {
        let mut fields = F::default();
        if entry.fields(&mut fields)? {
            self.0.push((key.clone(), fields));
        }
        Ok(())
    }
}

struct ObjectSeed<'a, 'p, F> {
    reading: &'a mut Reading<'p>,
    fields: &'a mut F,
}

impl<'p, F: Fields<'p>> DeserializeSeed<'p> for ObjectSeed<'_, 'p, F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'p>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'p, F: Fields<'p>> Visitor<'p> for ObjectSeed<'_, 'p, F> {
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<A: MapAccess<'p>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut seen = Seen::new();
        while let Some(raw) = map.next_key::<&'p RawValue>()? {
            let reading = &mut *self.reading;
            let key = match Json::new(raw).text() {
                Ok(key) => key,
                Err(defect) => {
                    let kind = InputErrorKind::Surrogate;
                    return Err(reading.fail(InputError::defect(reading.text, kind, &defect)));
                }
            };
            if let Some(first) = seen.add(&key, raw.get()) {
                let error = twice(reading, first, raw.get(), &key);
                return Err(reading.fail(error));
            }
            reading.path.push(Step::Key(raw.get()));
            self.fields.field(
                &key,
                Entry {
                    map: &mut map,
                    reading,
                },
            )?;
            self.reading.path.pop();
        }
        match self.fields.done(self.reading) {
            Ok(()) => Ok(true),
            Err(error) => Err(self.reading.fail(error)),
        }
    }
}

struct ListSeed<'a, 'p, F, D> {
    reading: &'a mut Reading<'p>,
    done: D,
    of: PhantomData<F>,
}

impl<'p, F, D> DeserializeSeed<'p> for ListSeed<'_, 'p, F, D>
where
    F: Fields<'p> + Default,
    D: FnMut(F, &Reading<'p>) -> Result<(), InputError>,
{
    type Value = bool;

    fn deserialize<E: Deserializer<'p>>(self, deserializer: E) -> Result<bool, E::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'p, F, D> Visitor<'p> for ListSeed<'_, 'p, F, D>
where
    F: Fields<'p> + Default,
    D: FnMut(F, &Reading<'p>) -> Result<(), InputError>,
{
    type Value = bool;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an array")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'p>>(mut self, mut items: A) -> Result<bool, A::Error> {
        for index in 0.. {
            self.reading.path.push(Step::Index(index));
            let mut fields = F::default();
            let seed = ObjectSeed {
                reading: &mut *self.reading,
                fields: &mut fields,
            };
            let done = match items.next_element_seed(seed)? {
                None => break,
                Some(true) => (self.done)(fields, self.reading),
                Some(false) => {
                    let message = format!("`{}` is not an object", self.reading.path());
                    Err(InputError::new(InputErrorKind::WrongType, message))
                }
            };
            done.map_err(|error| self.reading.fail::<A::Error>(error))?;
            self.reading.path.pop();
        }
        self.reading.path.pop();
        Ok(true)
    }
}

/// The keys of one object so far, by name and as written; nearly all objects have few.
struct Seen<'p> {
    few: [&'p str; FEW],
    count: usize,
    many: HashMap<Cow<'p, str>, &'p str>,
}

const FEW: usize = 24;

impl<'p> Seen<'p> {
    fn new() -> Seen<'p> {
        Seen {
            few: [""; FEW],
            count: 0,
            many: HashMap::new(),
        }
    }

    /// Where the key stood before, if it did.
    fn add(&mut self, key: &Cow<'p, str>, raw: &'p str) -> Option<&'p str> {
        let plain = matches!(key, Cow::Borrowed(_));
        if plain && self.many.is_empty() && self.count < FEW {
            let seen = &self.few[..self.count];
            let before = seen.iter().find(|seen| **seen == raw).copied();
            self.few[self.count] = raw;
            self.count += 1;
            return before;
        }
        // Escapes spell one key in several ways, so from here on only names are compared.
        let few = self.few[..self.count].iter();
        self.many
            .extend(few.map(|raw| (Cow::Borrowed(unquoted(raw)), *raw)));
        self.count = 0;
        self.many.insert(key.clone(), raw)
    }
}

fn unquoted(raw: &str) -> &str {
    raw.strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(raw)
}

/// Text that is not JSON at a place, and what was expected there.
pub(super) fn malformed(text: &str, at: usize, message: &str) -> InputError {
    let found = match text.get(at..).unwrap_or_default() {
        "" => String::new(),
        // Only the sign itself: what follows may be a part of a secret.
        _ => format!("; found `{}`", printable(sign(text, at))),
    };
    let message = match message {
        "expected ident" => "expected `true`, `false` or `null`",
        "key must be a string" => "expected a key in double quotes",
        "trailing comma" => "expected another entry after the comma",
        "expected value" => "expected a value",
        "trailing characters" => "expected the end of the input",
        "invalid number" => "expected a number as JSON writes it",
        "invalid escape" => "expected an escape such as `\\n` after the backslash",
        control if control.starts_with("control character") => {
            "expected an escape such as `\\n` in place of a control character"
        }
        other => other,
    };
    let message = format!("the input is not valid JSON: {message}{found}");
    InputError::new(InputErrorKind::Malformed, message).at(text, at)
}

fn truncated(text: &str) -> InputError {
    let message = "the JSON ends too early: not all brackets and strings are closed";
    let help = "the file was cut off; write it again with `terraform show -json PLAN`, and look \
                whether the disk was full or the command failed";
    InputError::new(InputErrorKind::Truncated, message)
        .help(help)
        .at(text, text.len())
}

fn twice(reading: &Reading<'_>, first: &str, second: &str, key: &str) -> InputError {
    let text = reading.text;
    let before = match reading.path().as_str() {
        "" => "at the top".to_owned(),
        path => format!("in `{path}`"),
    };
    let first = place(text, offset_in(text, first));
    let key = printable(key);
    let message = format!("the key `{key}` is given twice {before}, first at {first}");
    InputError::new(InputErrorKind::DuplicateKey, message)
        .help("readers disagree which of the two counts; leave out one")
        .at(text, offset_in(text, second))
}

/// The message of a JSON error without its position, which is that of a part.
fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rfind(" at line ")
        .map_or(text.as_str(), |at| &text[..at])
        .to_owned()
}

/// The byte that a JSON error is about.
fn offset_of(part: &str, error: &serde_json::Error) -> usize {
    let line = error.line().saturating_sub(2);
    let start = match error.line() {
        0 | 1 => 0,
        _ => part
            .match_indices('\n')
            .nth(line)
            .map_or(0, |(at, _)| at + 1),
    };
    // Of all mistakes, this one is reported where the byte before it stands.
    let before = usize::from(!plain_message(error).starts_with("control character"));
    let mut at = (start + error.column().saturating_sub(before)).min(part.len());
    while !part.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The character at a place.
fn sign(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    rest.chars()
        .next()
        .map_or("", |sign| &rest[..sign.len_utf8()])
}
