//! The compact table of one provider's schema, read in place.
//!
//! All numbers are little-endian. A header gives the length of each section, in this order:
//!
//! - `text`: all names, run together; names share bytes where they can.
//! - `names`: per name, its place in the text (24 bits) and its length (8 bits).
//! - `types`: per type, its shape (16), how many parts (16), and where they are or which (32).
//! - `parts`: pairs of 16 bits, a name and a type, of object and tuple types.
//! - `kinds`: per kind of attribute, its flags (16) and its type (16).
//! - `nestings`: per way of nesting, its flags (16), a gap (16), `min_items`, `max_items` (32 each).
//! - `starts`: per block, where it begins in `blocks` (32).
//! - `blocks`: words of 16 bits: how many attributes, how many blocks, then pairs of name and kind,
//!   then triples of name, nesting and block, each in the order of names.
//! - `resources`, `data`: pairs of 16 bits, a name and a block, in the order of names.
//!
//! Equal types, kinds and blocks stand there once. Types and blocks refer only to ones before
//! them, and a reader that holds to this comes to an end on any bytes whatever.

use std::{borrow::Cow, cmp::Ordering};

use super::block::Block;

/// What a table begins with; the digit is the format's version.
pub(super) const MAGIC: &[u8; 8] = b"plgschm1";
/// How many sections there are.
pub(super) const SECTIONS: usize = 10;
/// The header: the magic, the lengths, three names or blocks of 16 bits, and a gap.
pub(super) const HEADER: usize = MAGIC.len() + 4 * SECTIONS + 8;

/// A part of the table.
#[derive(Clone, Copy)]
pub(super) enum Section {
    Text,
    Names,
    Types,
    Parts,
    Kinds,
    Nestings,
    Starts,
    Blocks,
    Resources,
    Data,
}

/// One provider's schema.
pub(super) struct Table {
    bytes: Cow<'static, [u8]>,
    sections: [(usize, usize); SECTIONS],
    provider: u16,
    version: u16,
    root: u16,
}

impl Table {
    /// A table, if the bytes begin like one and are as many as their header says.
    pub(super) fn read(bytes: Cow<'static, [u8]>) -> Option<Table> {
        let header = bytes.get(..HEADER)?.strip_prefix(MAGIC)?;
        let (lengths, rest) = header.split_at_checked(4 * SECTIONS)?;
        let mut sections = [(0, 0); SECTIONS];
        let mut start = HEADER;
        for (section, length) in sections.iter_mut().zip(lengths.chunks_exact(4)) {
            let end = start.checked_add(usize::try_from(double(length)?).ok()?)?;
            *section = (start, end);
            start = end;
        }
        if start != bytes.len() {
            return None;
        }
        let (provider, version, root) = (word(rest)?, word(&rest[2..])?, word(&rest[4..])?);
        Some(Table {
            bytes,
            sections,
            provider,
            version,
            root,
        })
    }

    pub(super) fn provider(&self) -> &str {
        self.name(self.provider)
    }

    pub(super) fn version(&self) -> &str {
        self.name(self.version)
    }

    pub(super) fn root(&self) -> Option<Block<'_>> {
        Block::new(self, self.root)
    }

    pub(super) fn resource(&self, kind: &str) -> Option<Block<'_>> {
        self.kind(Section::Resources, kind)
    }

    pub(super) fn data(&self, kind: &str) -> Option<Block<'_>> {
        self.kind(Section::Data, kind)
    }

    pub(super) fn resource_kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds(Section::Resources)
    }

    pub(super) fn data_kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds(Section::Data)
    }

    /// A name; empty where the table is damaged.
    pub(super) fn name(&self, id: u16) -> &str {
        let text = || {
            let record = double(self.bytes(Section::Names, 4 * usize::from(id), 4)?)?;
            let start = usize::try_from(record >> 8).ok()?;
            let length = usize::try_from(record & 0xff).ok()?;
            str::from_utf8(self.bytes(Section::Text, start, length)?).ok()
        };
        text().unwrap_or_default()
    }

    /// The word of 16 bits with this number in a section.
    pub(super) fn word(&self, section: Section, index: usize) -> Option<u16> {
        word(self.bytes(section, index.checked_mul(2)?, 2)?)
    }

    /// The word of 32 bits that begins with this word of 16 bits.
    pub(super) fn double(&self, section: Section, index: usize) -> Option<u32> {
        double(self.bytes(section, index.checked_mul(2)?, 4)?)
    }

    /// Finds a name among `count` records of `size` words from `first`, sorted by their names.
    pub(super) fn find(&self, section: Section, records: Records, wanted: &str) -> Option<usize> {
        let (mut low, mut high) = (0, records.count);
        while low < high {
            let middle = usize::midpoint(low, high);
            let at = records.at(middle)?;
            match self.name(self.word(section, at)?).cmp(wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal => return Some(at),
                Ordering::Greater => high = middle,
            }
        }
        None
    }

    fn kind(&self, section: Section, kind: &str) -> Option<Block<'_>> {
        let at = self.find(section, self.pairs(section), kind)?;
        Block::new(self, self.word(section, at + 1)?)
    }

    fn kinds(&self, section: Section) -> impl Iterator<Item = &str> {
        let pairs = self.pairs(section);
        (0..pairs.count)
            .filter_map(move |index| self.word(section, pairs.at(index)?))
            .map(|name| self.name(name))
    }

    fn pairs(&self, section: Section) -> Records {
        let (start, end) = self.sections[section as usize];
        Records {
            first: 0,
            size: 2,
            count: (end - start) / 4,
        }
    }

    fn bytes(&self, section: Section, start: usize, length: usize) -> Option<&[u8]> {
        let (first, end) = self.sections[section as usize];
        let section = self.bytes.get(first..end)?;
        section.get(start..start.checked_add(length)?)
    }
}

/// Records of equal size, counted in words of 16 bits.
#[derive(Clone, Copy)]
pub(super) struct Records {
    /// The first one's place.
    pub(super) first: usize,
    /// The size of each.
    pub(super) size: usize,
    /// How many there are.
    pub(super) count: usize,
}

impl Records {
    /// The place of one of them.
    pub(super) fn at(self, index: usize) -> Option<usize> {
        self.first.checked_add(index.checked_mul(self.size)?)
    }
}

fn word(bytes: &[u8]) -> Option<u16> {
    Some(u16::from_le_bytes(*bytes.first_chunk()?))
}

fn double(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.first_chunk()?))
}
