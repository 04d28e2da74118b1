//! TOML as a tree in which everything has its place. Nothing else of the program sees the parser.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast::Name;
use crate::value::Number;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Where it stands.
    pub span: Span,
}

/// What a value is.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `"text"`
    Text(String),
    /// `12`, `1.5`
    Number(Number),
    /// `true`
    Bool(bool),
    /// `[1, 2]`
    List(Vec<Item>),
    /// `{ a = 1 }`, `[a]`; in the order written.
    Table(Vec<(Name, Item)>),
    /// What has no counterpart in the rule language: a date, infinity.
    Other(&'static str),
}

impl Item {
    /// The word for its kind, as messages use it.
    pub fn kind(&self) -> &'static str {
        match &self.kind {
            ItemKind::Text(_) => "a string",
            ItemKind::Number(_) => "a number",
            ItemKind::Bool(_) => "a bool",
            ItemKind::List(_) => "a list",
            ItemKind::Table(_) => "a table",
            ItemKind::Other(what) => what,
        }
    }
}

/// Reads a source as TOML, which is a table. What cannot be read goes to `problems` (C904), and
/// nothing of it holds then: after a slip, keys may stand in another table than they seem to.
pub fn parse(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> Item {
    let text = sources.get(id).map_or("", |source| &source.text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let tree = Tree { id };
    let is_readable = errors.is_empty();
    for error in errors {
        let span = tree.span(&error.span().unwrap_or(0..0));
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        problems.push(
            Diagnostic::error("C904", "this is not TOML", span, message)
                .help("texts stand in quotes; a table begins with a line such as `[rules.\"id\"]`"),
        );
    }
    let span = tree.span(&table.span());
    let entries = if is_readable {
        tree.table(table.get_ref())
    } else {
        Vec::new()
    };
    Item {
        kind: ItemKind::Table(entries),
        span,
    }
}

struct Tree {
    id: SourceId,
}

impl Tree {
    fn span(&self, range: &Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Span {
            source: self.id,
            start: offset(range.start),
            end: offset(range.end),
        }
    }

    fn table(&self, table: &DeTable<'_>) -> Vec<(Name, Item)> {
        let entry = |key: &toml::Spanned<_>, value: &toml::Spanned<DeValue<'_>>| {
            let key: (&toml::de::DeString<'_>, _) = (key.get_ref(), key.span());
            let name = Name {
                text: key.0.to_string(),
                span: self.span(&key.1),
            };
            (name, self.item(value.get_ref(), &value.span()))
        };
        let mut entries: Vec<(Name, Item)> = table.iter().map(|(k, v)| entry(k, v)).collect();
        entries.sort_by_key(|(name, _)| name.span);
        entries
    }

    fn item(&self, value: &DeValue<'_>, range: &Range<usize>) -> Item {
        let number = |text: &str| {
            let number = Number::parse(text.trim_start_matches('+'));
            number.map_or(ItemKind::Other("a number without digits"), ItemKind::Number)
        };
        let kind = match value {
            DeValue::String(text) => ItemKind::Text(text.to_string()),
            DeValue::Boolean(value) => ItemKind::Bool(*value),
            DeValue::Integer(integer) if integer.radix() == 10 => number(integer.as_str()),
            DeValue::Integer(integer) => i128::from_str_radix(integer.as_str(), integer.radix())
                .map_or(ItemKind::Other("a number that is too large"), |value| {
                    number(&value.to_string())
                }),
            DeValue::Float(float) => number(float.as_str()),
            DeValue::Datetime(_) => ItemKind::Other("a date"),
            DeValue::Array(items) => ItemKind::List(
                items
                    .iter()
                    .map(|item| self.item(item.get_ref(), &item.span()))
                    .collect(),
            ),
            DeValue::Table(table) => ItemKind::Table(self.table(table)),
        };
        Item {
            kind,
            span: self.span(range),
        }
    }
}
