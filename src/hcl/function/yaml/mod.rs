//! YAML, as Terraform reads it: the syntax of YAML 1.1, and words and numbers of both versions.
//!
//! The parser gives the scalars as they are written. What they are is decided here, by
//! Terraform's rules: `yes` is true, `2012-10-17` is a time, and `|-` before `yes` makes the text
//! `true`. A text that the two versions of the syntax read in different ways is left to Terraform.

mod scalar;
mod syntax;

use std::collections::BTreeMap;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, StrInput, Tag};

use super::super::value::{Failure, Value};
use super::{Entry, Files, MOST_ELEMENTS, argument, not_yet_words, only_terraform};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("yamldecode", 1..=1, yamldecode),
    Entry::never_null("yamlencode", 1..=1),
];

/// Collections that lie deeper in each other are left to Terraform.
const DEEPEST: usize = 100;

fn yamldecode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(text) = argument::text(&arguments[0])? else {
        return Ok(Value::unknown(not_yet_words("yamldecode")));
    };
    if !syntax::is_common(&text) {
        return Ok(Value::unknown(only_terraform("yamldecode")));
    }
    match Document::new(&text).read() {
        Ok(value) => Ok(value),
        Err(Stop::Failure(failure)) => Err(failure),
        Err(Stop::Unknown) => Ok(Value::unknown(only_terraform("yamldecode"))),
    }
}

/// Why a document is not read to its end.
enum Stop {
    /// Terraform refuses it.
    Failure(Failure),
    /// Only Terraform can say.
    Unknown,
}

impl Stop {
    fn failure(words: &str) -> Stop {
        Stop::Failure(Failure::new(words))
    }
}

/// A value, and how much of it there is.
#[derive(Clone)]
struct Node {
    value: Value,
    /// How many values lie in it, itself counted; what an alias repeats counts again.
    size: usize,
    /// How many collections lie in each other.
    height: usize,
}

/// A document while it is read.
struct Document<'text> {
    text: &'text str,
    /// A place in it that was asked for: how many characters stand before it, and how many bytes.
    place: (usize, usize),
    events: Parser<'text, StrInput<'text>>,
    /// The values that aliases may name, by the parser's numbers.
    anchors: BTreeMap<usize, Node>,
    /// How many flow collections (`[…]`, `{…}`) are open.
    open_flows: usize,
    /// Whether the names of anchors have been looked at.
    names_are_fine: bool,
    /// How many values there are so far.
    size: usize,
}

impl<'text> Document<'text> {
    fn new(text: &'text str) -> Document<'text> {
        Document {
            text,
            place: (0, 0),
            events: Parser::new_from_str(text),
            anchors: BTreeMap::new(),
            open_flows: 0,
            names_are_fine: false,
            size: 0,
        }
    }

    /// The value of the only document.
    fn read(mut self) -> Result<Value, Stop> {
        self.next()?; // the start of the stream
        let Event::DocumentStart(_) = self.next()? else {
            return Err(Stop::failure("the YAML text has no document"));
        };
        let first = self.next()?;
        if matches!(&first, Event::Scalar(_, style, ..) if is_block(*style)) {
            return Err(Stop::Unknown);
        }
        let node = self.node(first, 0)?;
        self.next()?; // the end of the document
        match self.next()? {
            Event::StreamEnd => Ok(node.value),
            _ => Err(Stop::failure("the YAML text has more than one document")),
        }
    }

    /// The next event, of what both versions of the syntax read in one way.
    fn next(&mut self) -> Result<Event<'text>, Stop> {
        // A text that this parser refuses may be one that Terraform's reads.
        let Some(Ok((event, span))) = self.events.next_event() else {
            return Err(Stop::Unknown);
        };
        if let Event::Alias(anchor)
        | Event::Scalar(_, _, anchor, _)
        | Event::SequenceStart(anchor, _)
        | Event::MappingStart(anchor, _) = event
            && anchor > 0
        {
            self.look_at_names()?;
        }
        match &event {
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                if self.open_flows > 0 {
                    self.open_flows += 1;
                } else if let Some(flow) = self.flow_at(span.start)? {
                    if !syntax::is_common_flow(flow) {
                        return Err(Stop::Unknown);
                    }
                    self.open_flows = 1;
                }
            }
            Event::SequenceEnd | Event::MappingEnd => {
                self.open_flows = self.open_flows.saturating_sub(1);
            }
            Event::Scalar(_, ScalarStyle::DoubleQuoted, ..) => {
                let length = self.from(span.start)?.len() - self.from(span.end)?.len();
                let end = self.place.1;
                if !syntax::has_common_escapes(&self.text[end - length..end]) {
                    return Err(Stop::Unknown);
                }
            }
            // The parser gives the last line an end that it does not have.
            Event::Scalar(_, style, ..) if is_block(*style) && !self.text.ends_with('\n') => {
                return Err(Stop::Unknown);
            }
            _ => {}
        }
        Ok(event)
    }

    /// The text from a place on. Places are asked for in their order, so each is found from the
    /// one before.
    fn from(&mut self, place: Marker) -> Result<&'text str, Stop> {
        let (characters, bytes) = self.place;
        let rest = &self.text[bytes..];
        let more = place.index().checked_sub(characters).ok_or(Stop::Unknown)?;
        let more: usize = rest.chars().take(more).map(char::len_utf8).sum();
        self.place = (place.index(), bytes + more);
        Ok(&rest[more..])
    }

    /// The text from a bracket that opens a flow collection, if the node at a place is one.
    fn flow_at(&mut self, place: Marker) -> Result<Option<&'text str>, Stop> {
        let mut rest = self.from(place)?;
        // Tags and anchors stand before it, and comments behind those.
        while rest.starts_with(['&', '!', '#']) {
            let end = if rest.starts_with('#') {
                rest.find('\n')
            } else {
                rest.find([' ', '\n'])
            };
            rest = rest[end.unwrap_or(rest.len())..].trim_start();
        }
        Ok(rest.starts_with(['[', '{']).then_some(rest))
    }

    /// The value that begins with an event, inside of `depth` collections.
    fn node(&mut self, event: Event<'text>, depth: usize) -> Result<Node, Stop> {
        if depth > DEEPEST {
            return Err(Stop::Unknown);
        }
        let (anchor, node) = match event {
            Event::Alias(anchor) => return self.alias(anchor, depth),
            Event::Scalar(text, style, anchor, tag) => {
                let value = scalar::value(&text, style, tag.as_deref())?;
                (anchor, self.counted(value)?)
            }
            Event::SequenceStart(anchor, tag) => {
                expect_tag(tag.as_deref(), "seq")?;
                (anchor, self.sequence(depth)?)
            }
            Event::MappingStart(anchor, tag) => {
                expect_tag(tag.as_deref(), "map")?;
                (anchor, self.mapping(depth)?)
            }
            _ => return Err(Stop::Unknown),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    /// The value that an alias repeats. Inside of that value itself there is none yet, and a key
    /// never gives one.
    fn alias(&mut self, anchor: usize, depth: usize) -> Result<Node, Stop> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            return Err(Stop::failure("a YAML alias names no value before it"));
        };
        if depth + node.height > DEEPEST {
            return Err(Stop::Unknown);
        }
        self.count(node.size)?;
        Ok(node)
    }

    fn sequence(&mut self, depth: usize) -> Result<Node, Stop> {
        let mut elements = Vec::new();
        let (mut size, mut height) = (1, 1);
        self.count(1)?;
        loop {
            let event = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                break;
            }
            let node = self.node(event, depth + 1)?;
            size += node.size;
            height = height.max(node.height + 1);
            elements.push(node.value);
        }
        let value = Value::list(elements);
        Ok(Node {
            value,
            size,
            height,
        })
    }

    /// A mapping; of a key that comes again, the last value stays. Something unknown if the keys
    /// are not known.
    fn mapping(&mut self, depth: usize) -> Result<Node, Stop> {
        let mut entries: BTreeMap<Arc<str>, Value> = BTreeMap::new();
        let (mut size, mut height) = (1, 1);
        let mut is_known = true;
        self.count(1)?;
        loop {
            let key = match self.next()? {
                Event::MappingEnd => break,
                Event::Scalar(text, style, _, tag) => scalar::key(&text, style, tag.as_deref())?,
                _ => return Err(Stop::failure("a key of a YAML mapping is no text")),
            };
            let event = self.next()?;
            let node = self.node(event, depth + 1)?;
            size += node.size;
            height = height.max(node.height + 1);
            match (key, &node.value) {
                (scalar::Key::Text(name), _) => {
                    entries.insert(name, node.value);
                }
                (scalar::Key::Merge, Value::Map(others)) => {
                    let others = others.iter();
                    entries.extend(others.map(|(name, one)| (Arc::clone(name), one.clone())));
                }
                // Later versions of Terraform merge each mapping of a sequence.
                (scalar::Key::Merge, Value::List(_) | Value::Unknown(_)) => {
                    return Err(Stop::Unknown);
                }
                (scalar::Key::Merge, _) => {
                    return Err(Stop::failure("only a YAML mapping can be merged with `<<`"));
                }
                (scalar::Key::Unknown, _) => is_known = false,
            }
        }
        let value = if is_known {
            Value::Map(Arc::new(entries))
        } else {
            Value::some_value(only_terraform("yamldecode"))
        };
        Ok(Node {
            value,
            size,
            height,
        })
    }

    /// A scalar, counted.
    fn counted(&mut self, value: Value) -> Result<Node, Stop> {
        self.count(1)?;
        Ok(Node {
            value,
            size: 1,
            height: 0,
        })
    }

    /// Aliases of aliases can make a short text a very large value.
    fn count(&mut self, more: usize) -> Result<(), Stop> {
        self.size += more;
        if self.size > MOST_ELEMENTS {
            return Err(Stop::Unknown);
        }
        Ok(())
    }

    fn look_at_names(&mut self) -> Result<(), Stop> {
        self.names_are_fine = self.names_are_fine || syntax::has_simple_anchors(self.text);
        self.names_are_fine.then_some(()).ok_or(Stop::Unknown)
    }
}

fn is_block(style: ScalarStyle) -> bool {
    matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
}

/// A collection has no tag, or that of its own kind.
fn expect_tag(tag: Option<&Tag>, kind: &str) -> Result<(), Stop> {
    match tag {
        None => Ok(()),
        Some(tag) if tag.is_yaml_core_schema() && tag.suffix == kind => Ok(()),
        Some(tag) => Err(scalar::wrong_tag(tag)),
    }
}
