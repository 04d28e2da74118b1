//! Writes the compact table of a schema that `terraform providers schema -json` printed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{
    block::{
        COMPUTED, DEPRECATED, NESTING_WORDS, OPTIONAL, REQUIRED, SENSITIVE, SHAPES, WRITE_ONLY,
    },
    table::{HEADER, MAGIC, SECTIONS},
};

/// Makes the table of one provider of the schema; `version` is the provider's.
///
/// The same input gives the same bytes. What cannot be written is said in words.
pub fn compact(
    schema: &Value,
    version: &str,
    computed: &ComputedBlocks,
) -> Result<Vec<u8>, String> {
    let providers = object(&schema["provider_schemas"]);
    let [(address, provider)] = providers.as_slice() else {
        return Err(format!("one provider is wanted, {} found", providers.len()));
    };
    let mut writer = Writer {
        computed: computed.clone(),
        ..Writer::default()
    };
    let names = [
        writer.names.add((*address).clone())?,
        writer.names.add(version.to_owned())?,
    ];
    let root = writer.block(&provider["provider"]["block"], "")?;
    let resources = writer.types(&provider["resource_schemas"], |kind| format!("{kind}."))?;
    let data = writer.types(&provider["data_source_schemas"], |kind| {
        format!("data.{kind}.")
    })?;
    writer.finish([names[0], names[1], root, 0], &resources, &data)
}

/// Which nested blocks the provider fills in, as `type.block.block`: the schema has no word for it.
#[derive(Clone, Debug, Default)]
pub struct ComputedBlocks {
    paths: BTreeSet<String>,
}

impl ComputedBlocks {
    /// Reads the member `computed_blocks` of each, type by type; `!path` takes a path back.
    pub fn read<'a>(sources: impl IntoIterator<Item = &'a Value>) -> ComputedBlocks {
        let mut paths = BTreeSet::new();
        let mut taken_back = BTreeSet::new();
        for source in sources {
            for (kind, blocks) in object(&source["computed_blocks"]) {
                for path in blocks
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    match path.strip_prefix('!') {
                        Some(path) => taken_back.insert(format!("{kind}.{path}")),
                        None => paths.insert(format!("{kind}.{path}")),
                    };
                }
            }
        }
        ComputedBlocks {
            paths: &paths - &taken_back,
        }
    }

    /// All of them, as `type.block.block`, in order.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }
}

#[derive(Default)]
struct Writer {
    computed: ComputedBlocks,
    names: Once<String>,
    /// Shape and what follows it: nothing, an element, or names and types in turn.
    types: Once<(u16, Vec<u16>)>,
    kinds: Once<[u16; 2]>,
    nestings: Once<(u16, u32, u32)>,
    blocks: Once<Vec<u16>>,
}

impl Writer {
    fn types(
        &mut self,
        schemas: &Value,
        prefix: impl Fn(&str) -> String,
    ) -> Result<Vec<u16>, String> {
        let mut pairs = Vec::new();
        for (kind, schema) in object(schemas) {
            pairs.push(self.names.add(kind.clone())?);
            pairs.push(self.block(&schema["block"], &prefix(kind))?);
        }
        Ok(pairs)
    }

    fn block(&mut self, block: &Value, prefix: &str) -> Result<u16, String> {
        let attributes = object(&block["attributes"]);
        let blocks = object(&block["block_types"]);
        let mut words = vec![short(attributes.len())?, short(blocks.len())?];
        for (name, attribute) in attributes {
            words.push(self.names.add(name.clone())?);
            words.push(self.attribute(attribute)?);
        }
        for (name, nested) in blocks {
            let path = format!("{prefix}{name}");
            words.push(self.names.add(name.clone())?);
            words.push(self.nesting(nested, &path)?);
            words.push(self.block(&nested["block"], &format!("{path}."))?);
        }
        self.blocks.add(words)
    }

    fn attribute(&mut self, attribute: &Value) -> Result<u16, String> {
        let flags = [
            ("required", REQUIRED),
            ("optional", OPTIONAL),
            ("computed", COMPUTED),
            ("sensitive", SENSITIVE),
            ("write_only", WRITE_ONLY),
            ("deprecated", DEPRECATED),
        ];
        let set = flags.iter().filter(|(word, _)| attribute[word] == true);
        let flags = set.map(|(_, flag)| flag).sum();
        let kind = match &attribute["nested_type"] {
            Value::Null => self.kind(&attribute["type"])?,
            nested => self.nested_type(nested)?,
        };
        self.kinds.add([flags, kind])
    }

    /// The type of an attribute whose parts have flags of their own: the flags are given up.
    fn nested_type(&mut self, nested: &Value) -> Result<u16, String> {
        let mut parts = Vec::new();
        for (name, attribute) in object(&nested["attributes"]) {
            parts.push(self.names.add(name.clone())?);
            parts.push(match &attribute["nested_type"] {
                Value::Null => self.kind(&attribute["type"])?,
                deeper => self.nested_type(deeper)?,
            });
        }
        let element = self.shape("object", parts)?;
        match nested["nesting_mode"].as_str() {
            Some(word @ ("list" | "set" | "map")) => self.shape(word, vec![element]),
            _ => Ok(element),
        }
    }

    fn kind(&mut self, kind: &Value) -> Result<u16, String> {
        let word = kind.as_str().or_else(|| kind[0].as_str());
        let word = word.ok_or_else(|| format!("not a type: {kind}"))?;
        let mut parts = Vec::new();
        match word {
            "list" | "set" | "map" => parts.push(self.kind(&kind[1])?),
            "object" => {
                for (name, part) in object(&kind[1]) {
                    parts.push(self.names.add(name.clone())?);
                    parts.push(self.kind(part)?);
                }
            }
            "tuple" => {
                for part in kind[1].as_array().into_iter().flatten() {
                    parts.push(0);
                    parts.push(self.kind(part)?);
                }
            }
            _ => {}
        }
        self.shape(word, parts)
    }

    fn shape(&mut self, word: &str, parts: Vec<u16>) -> Result<u16, String> {
        let shape = number_of(word, &SHAPES)?;
        self.types.add((shape, parts))
    }

    fn nesting(&mut self, nested: &Value, path: &str) -> Result<u16, String> {
        let mode = nested["nesting_mode"].as_str().unwrap_or_default();
        let mut flags = number_of(mode, &NESTING_WORDS)? << 8;
        if self.computed.paths.contains(path) {
            flags |= COMPUTED;
        }
        if nested["block"]["deprecated"] == true {
            flags |= DEPRECATED;
        }
        let limit = |word: &str| {
            let limit = nested[word].as_u64().unwrap_or_default();
            u32::try_from(limit).unwrap_or(u32::MAX)
        };
        let record = (flags, limit("min_items"), limit("max_items"));
        self.nestings.add(record)
    }

    fn finish(&self, roots: [u16; 4], resources: &[u16], data: &[u16]) -> Result<Vec<u8>, String> {
        let (text, names) = self.text()?;
        let (types, parts) = self.type_records()?;
        let (starts, blocks) = self.block_records()?;
        let kinds = self.kinds.items.concat();
        let nestings = self.nestings.items.iter().flat_map(|(flags, min, max)| {
            [u32::from(*flags), *min, *max]
                .map(u32::to_le_bytes)
                .concat()
        });
        let sections: [Vec<u8>; SECTIONS] = [
            text.into_bytes(),
            names,
            types,
            words(&parts),
            words(&kinds),
            nestings.collect(),
            starts,
            words(&blocks),
            words(resources),
            words(data),
        ];
        let mut table = MAGIC.to_vec();
        for section in &sections {
            table.extend(long(section.len())?.to_le_bytes());
        }
        table.extend(words(&roots));
        debug_assert_eq!(table.len(), HEADER, "the header has its fixed length");
        table.extend(sections.concat());
        Ok(table)
    }

    fn type_records(&self) -> Result<(Vec<u8>, Vec<u16>), String> {
        let mut records = Vec::new();
        let mut all_parts = Vec::new();
        for (shape, parts) in &self.types.items {
            let (count, first) = match parts.as_slice() {
                [] => (0, 0),
                [element] => (0, u32::from(*element)),
                pairs => (short(pairs.len() / 2)?, long(all_parts.len() / 2)?),
            };
            if count > 0 {
                all_parts.extend(parts);
            }
            records.extend(words(&[*shape, count]));
            records.extend(first.to_le_bytes());
        }
        Ok((records, all_parts))
    }

    fn block_records(&self) -> Result<(Vec<u8>, Vec<u16>), String> {
        let mut starts = Vec::new();
        let mut blocks = Vec::new();
        for block in &self.blocks.items {
            starts.extend(long(blocks.len())?.to_le_bytes());
            blocks.extend(block);
        }
        Ok((starts, blocks))
    }

    /// The names' text and records; what names have in common is written once where it can be.
    fn text(&self) -> Result<(String, Vec<u8>), String> {
        let names: Vec<&str> = self.names.items.iter().map(String::as_str).collect();
        let hosts = hosts(&names);
        let alone = names
            .iter()
            .copied()
            .filter(|name| !hosts.contains_key(name));
        let (text, places) = run_together(alone.collect());
        let mut records = Vec::new();
        for name in &names {
            let (mut host, mut offset) = (*name, 0);
            while let Some((longer, place)) = hosts.get(host) {
                offset += place;
                host = longer;
            }
            let place = long(places[host] + offset)?;
            let length = u8::try_from(name.len()).map_err(|_| format!("too long: {name}"))?;
            if place >= 1 << 24 {
                return Err("too many names".to_owned());
            }
            records.extend((place << 8 | u32::from(length)).to_le_bytes());
        }
        Ok((text, records))
    }
}

/// One text with all names in it, and where each begins; a name begins within the end of the one
/// before it where the two agree.
fn run_together(mut names: BTreeSet<&str>) -> (String, BTreeMap<&str, usize>) {
    let mut text = String::new();
    let mut places = BTreeMap::new();
    let mut last = "";
    while let Some(first) = names.first() {
        let overlapping = (1..last.len()).find_map(|start| {
            let end = last.get(start..)?;
            let next = names.range(end..).next()?;
            next.starts_with(end).then_some((*next, end.len()))
        });
        let (name, shared) = overlapping.unwrap_or((first, 0));
        names.remove(name);
        places.insert(name, text.len() - shared);
        text.push_str(&name[shared..]);
        last = name;
    }
    (text, places)
}

/// For each name that begins or ends a longer one: that one, and where in it the name stands.
fn hosts<'a>(names: &[&'a str]) -> BTreeMap<&'a str, (&'a str, usize)> {
    let mut hosts = BTreeMap::new();
    let forwards: BTreeSet<&str> = names.iter().copied().collect();
    for (name, next) in forwards.iter().zip(forwards.iter().skip(1)) {
        if next.starts_with(name) {
            hosts.insert(*name, (*next, 0));
        }
    }
    let mut backwards: Vec<&str> = forwards.into_iter().collect();
    backwards.sort_by(|one, other| one.bytes().rev().cmp(other.bytes().rev()));
    for (name, next) in backwards.iter().zip(backwards.iter().skip(1)) {
        if next.ends_with(name) {
            hosts
                .entry(*name)
                .or_insert((*next, next.len() - name.len()));
        }
    }
    hosts
}

/// Things by number, each once.
struct Once<T> {
    numbers: BTreeMap<T, u16>,
    items: Vec<T>,
}

impl<T: Clone + Ord> Once<T> {
    fn add(&mut self, item: T) -> Result<u16, String> {
        if let Some(number) = self.numbers.get(&item) {
            return Ok(*number);
        }
        let number = short(self.items.len())?;
        self.items.push(item.clone());
        self.numbers.insert(item, number);
        Ok(number)
    }
}

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once {
            numbers: BTreeMap::new(),
            items: Vec::new(),
        }
    }
}

/// An object's members in the order of their names, whatever the order of the text.
fn object(value: &Value) -> Vec<(&String, &Value)> {
    let mut members: Vec<_> = value.as_object().into_iter().flat_map(Map::iter).collect();
    members.sort_by_key(|(name, _)| *name);
    members
}

fn number_of(word: &str, words: &[&str]) -> Result<u16, String> {
    let number = words.iter().position(|known| *known == word);
    short(number.ok_or_else(|| format!("unknown word: {word:?}"))?)
}

fn short(number: usize) -> Result<u16, String> {
    u16::try_from(number).map_err(|_| "more than 65,536 of a kind".to_owned())
}

fn long(number: usize) -> Result<u32, String> {
    u32::try_from(number).map_err(|_| "too large".to_owned())
}

fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}
