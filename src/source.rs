//! Rule files as text, and places in them.

use std::sync::Arc;

/// Which source a [`Span`] lies in: its position in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A stretch of text, in bytes, of one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The source that the bytes belong to.
    pub source: SourceId,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte.
    pub end: u32,
}

impl Span {
    /// The smallest span that covers both; `other` must lie in the same source.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span {
            source: self.source,
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// One rule file: the name that people know it by, and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path or name, as it is shown in messages.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
}

/// All sources of one run; a [`SourceId`] is an index into it.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    list: Vec<Source>,
}

impl Sources {
    /// Keeps a source and says which id it got.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>) -> SourceId {
        let id = SourceId(u32::try_from(self.list.len()).unwrap_or(u32::MAX));
        self.list.push(Source {
            name: name.into(),
            text: text.into(),
        });
        id
    }

    /// The source with this id; `None` for an id of another set.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.list.get(id.0 as usize)
    }

    /// The text that a span covers; empty where the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source)
            .and_then(|source| source.text.get(span.start as usize..span.end as usize))
            .unwrap_or_default()
    }

    /// Line and column (both from 1, the column in characters) of the start of a span.
    pub fn position(&self, span: Span) -> (usize, usize) {
        let Some(source) = self.get(span.source) else {
            return (1, 1);
        };
        position(&source.text, span.start as usize)
    }

    /// Line and column (both from 1, the column in characters) behind the end of a span.
    pub fn end(&self, span: Span) -> (usize, usize) {
        self.position(Span {
            start: span.end,
            ..span
        })
    }
}

/// Line and column (both from 1, the column in characters) of a byte offset in a text.
pub fn position(text: &str, offset: usize) -> (usize, usize) {
    let offset = text.floor_char_boundary_at(offset);
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

trait FloorCharBoundary {
    fn floor_char_boundary_at(&self, offset: usize) -> usize;
}

impl FloorCharBoundary for str {
    fn floor_char_boundary_at(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.len());
        while !self.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}
