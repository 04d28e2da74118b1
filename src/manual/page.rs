//! A page: what it is about, its parts for people, and the same as data for machines.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

/// A page of the manual.
#[derive(Clone, Debug)]
pub struct Page {
    /// What kind of thing it is about.
    pub kind: Kind,
    /// Its name: `S402`, `iam_trusts`, `aws_instance.ami`.
    pub name: String,
    /// What it is, in one line.
    pub title: String,
    /// What stands on it, in order.
    pub parts: Vec<Part>,
    /// The same for machines, beside kind, name and title.
    data: Vec<(&'static str, Value)>,
}

/// What a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A code of a message.
    Code,
    /// A rule.
    Rule,
    /// A function.
    Function,
    /// A word or sign of the language.
    Word,
    /// A type of resources or data sources.
    Type,
    /// An attribute or block of a type.
    Attribute,
    /// A rule under a name that others gave.
    Crosswalk,
}

/// A part of a page. Texts may have backticks around names, and no other marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A name, and what is said of it.
    Fact(String, String),
    /// One of several.
    Item(String),
    /// Text that stands as it is.
    Code {
        /// The file that it is.
        name: Option<String>,
        /// As a fence of Markdown names it.
        language: &'static str,
        /// The text.
        text: String,
    },
}

impl Kind {
    /// The word that people and machines are told.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Code => "code",
            Kind::Rule => "rule",
            Kind::Function => "function",
            Kind::Word => "word",
            Kind::Type => "type",
            Kind::Attribute => "attribute",
            Kind::Crosswalk => "crosswalk",
        }
    }
}

impl Page {
    /// A page with nothing on it.
    pub fn new(kind: Kind, name: impl Into<String>, title: impl Into<String>) -> Page {
        Page {
            kind,
            name: name.into(),
            title: title.into(),
            parts: Vec::new(),
            data: Vec::new(),
        }
    }

    /// Adds a part.
    pub fn part(&mut self, part: Part) {
        self.parts.push(part);
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) {
        self.part(Part::Heading(text.into()));
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) {
        self.part(Part::Text(text.into()));
    }

    /// Adds a name and what is said of it.
    pub fn fact(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.part(Part::Fact(name.into(), text.into()));
    }

    /// Adds one of several.
    pub fn item(&mut self, text: impl Into<String>) {
        self.part(Part::Item(text.into()));
    }

    /// Says something to machines.
    pub fn data(&mut self, key: &'static str, value: impl Into<Value>) {
        self.data.push((key, value.into()));
    }
}

/// Writes pages as one JSON document.
pub(super) fn json(pages: &[Page], version: &str, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        format: "plangate-manual/1",
        plangate: version,
        pages,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    pages: &'a [Page],
}

impl Serialize for Page {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", self.kind.word())?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("title", &self.title)?;
        for (key, value) in &self.data {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}
