//! What a type is made of: views into the table, as cheap to copy as a reference.

use super::table::{Records, Section, Table};

/// A resource's, data source's, provider's or nested block: attributes and further blocks.
#[derive(Clone, Copy)]
pub struct Block<'a> {
    table: &'a Table,
    id: u16,
    attributes: Records,
    blocks: Records,
}

/// An attribute of a block.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "six independent flags, as the schema has them"
)]
pub struct Attribute<'a> {
    /// Its name.
    pub name: &'a str,
    /// What its values are.
    pub kind: Type<'a>,
    /// The configuration must give it.
    pub required: bool,
    /// The configuration may give it.
    pub optional: bool,
    /// The provider gives it, if the configuration does not or cannot.
    pub computed: bool,
    /// Its value is secret.
    pub sensitive: bool,
    /// Its value goes to the provider and is kept nowhere.
    pub write_only: bool,
    /// The provider says that it will go. The shipped schema does not know it of anything.
    pub deprecated: bool,
}

/// A block inside a block.
#[derive(Clone, Copy, Debug)]
pub struct NestedBlock<'a> {
    /// Its name.
    pub name: &'a str,
    /// How its blocks are held.
    pub nesting: Nesting,
    /// How many there must be.
    pub min_items: u32,
    /// How many there may be; 0 is any number.
    pub max_items: u32,
    /// The provider gives them, if the configuration does not.
    pub computed: bool,
    /// The provider says that it will go.
    pub deprecated: bool,
    /// What each is made of.
    pub block: Block<'a>,
}

/// How the blocks of one name are held in values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nesting {
    /// `single`: an object, or null.
    Single,
    /// `group`: an object, never null.
    Group,
    /// `list`: a list of objects.
    List,
    /// `set`: a list of objects whose order means nothing.
    Set,
    /// `map`: objects by the block's label.
    Map,
}

/// The type of an attribute's values.
#[derive(Clone, Copy)]
pub struct Type<'a> {
    table: &'a Table,
    id: u16,
}

/// What a type is outermost.
#[derive(Clone, Copy, Debug)]
pub enum Shape<'a> {
    /// `string`
    Text,
    /// `number`
    Number,
    /// `bool`
    Bool,
    /// `dynamic`: anything.
    Any,
    /// `list`
    List(Type<'a>),
    /// `set`
    Set(Type<'a>),
    /// `map`
    Map(Type<'a>),
    /// `object`: see [`Type::fields`].
    Object,
    /// `tuple`: see [`Type::members`].
    Tuple,
}

impl<'a> Block<'a> {
    pub(super) fn new(table: &'a Table, id: u16) -> Option<Block<'a>> {
        let start = table.double(Section::Starts, 2 * usize::from(id))?;
        let start = usize::try_from(start).ok()?;
        let attributes = Records {
            first: start.checked_add(2)?,
            size: 2,
            count: table.word(Section::Blocks, start)?.into(),
        };
        let blocks = Records {
            first: attributes.at(attributes.count)?,
            size: 3,
            count: table.word(Section::Blocks, start + 1)?.into(),
        };
        Some(Block {
            table,
            id,
            attributes,
            blocks,
        })
    }

    /// The attribute with this name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'a>> {
        let at = self.table.find(Section::Blocks, self.attributes, name)?;
        self.attribute_at(at)
    }

    /// The block with this name.
    pub fn block(self, name: &str) -> Option<NestedBlock<'a>> {
        let at = self.table.find(Section::Blocks, self.blocks, name)?;
        self.block_at(at)
    }

    /// All attributes, in the order of their names.
    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        let records = self.attributes;
        (0..records.count).filter_map(move |index| self.attribute_at(records.at(index)?))
    }

    /// All blocks, in the order of their names.
    pub fn blocks(self) -> impl Iterator<Item = NestedBlock<'a>> {
        let records = self.blocks;
        (0..records.count).filter_map(move |index| self.block_at(records.at(index)?))
    }

    fn attribute_at(self, at: usize) -> Option<Attribute<'a>> {
        let table = self.table;
        let kind = 2 * usize::from(table.word(Section::Blocks, at + 1)?);
        let flags = table.word(Section::Kinds, kind)?;
        Some(Attribute {
            name: table.name(table.word(Section::Blocks, at)?),
            kind: Type {
                table,
                id: table.word(Section::Kinds, kind + 1)?,
            },
            required: flags & REQUIRED != 0,
            optional: flags & OPTIONAL != 0,
            computed: flags & COMPUTED != 0,
            sensitive: flags & SENSITIVE != 0,
            write_only: flags & WRITE_ONLY != 0,
            deprecated: flags & DEPRECATED != 0,
        })
    }

    fn block_at(self, at: usize) -> Option<NestedBlock<'a>> {
        let table = self.table;
        let nesting = 6 * usize::from(table.word(Section::Blocks, at + 1)?);
        let flags = table.word(Section::Nestings, nesting)?;
        let id = table.word(Section::Blocks, at + 2)?;
        Some(NestedBlock {
            name: table.name(table.word(Section::Blocks, at)?),
            nesting: *NESTINGS.get(usize::from(flags >> 8))?,
            min_items: table.double(Section::Nestings, nesting + 2)?,
            max_items: table.double(Section::Nestings, nesting + 4)?,
            computed: flags & COMPUTED != 0,
            deprecated: flags & DEPRECATED != 0,
            block: Block::new(table, id).filter(|_| id < self.id)?,
        })
    }
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Block").field(&self.id).finish()
    }
}

impl NestedBlock<'_> {
    /// There is at most one of it, so that it reads as an object.
    pub fn is_single(&self) -> bool {
        self.max_items == 1 || matches!(self.nesting, Nesting::Single | Nesting::Group)
    }
}

impl<'a> Type<'a> {
    /// What it is outermost; anything, where the table is damaged.
    pub fn shape(self) -> Shape<'a> {
        self.known_shape().unwrap_or(Shape::Any)
    }

    /// The fields of an object, in the order of their names.
    pub fn fields(self) -> impl Iterator<Item = (&'a str, Type<'a>)> {
        let records = self.parts(OBJECT).unwrap_or(NONE);
        (0..records.count).filter_map(move |index| self.part(records.at(index)?))
    }

    /// One field of an object.
    pub fn field(self, name: &str) -> Option<Type<'a>> {
        let at = self.table.find(Section::Parts, self.parts(OBJECT)?, name)?;
        self.part(at).map(|(_, kind)| kind)
    }

    /// The members of a tuple, in their order.
    pub fn members(self) -> impl Iterator<Item = Type<'a>> {
        let records = self.parts(TUPLE).unwrap_or(NONE);
        (0..records.count).filter_map(move |index| Some(self.part(records.at(index)?)?.1))
    }

    fn known_shape(self) -> Option<Shape<'a>> {
        let (shape, _, element) = self.record()?;
        let element = || self.earlier(u16::try_from(element).ok()?);
        Some(match *SHAPES.get(usize::from(shape))? {
            "string" => Shape::Text,
            "number" => Shape::Number,
            "bool" => Shape::Bool,
            "list" => Shape::List(element()?),
            "set" => Shape::Set(element()?),
            "map" => Shape::Map(element()?),
            OBJECT => Shape::Object,
            TUPLE => Shape::Tuple,
            _ => Shape::Any,
        })
    }

    fn parts(self, wanted: &str) -> Option<Records> {
        let (shape, count, first) = self.record()?;
        (*SHAPES.get(usize::from(shape))? == wanted).then_some(Records {
            first: usize::try_from(first).ok()?.checked_mul(2)?,
            size: 2,
            count: count.into(),
        })
    }

    fn part(self, at: usize) -> Option<(&'a str, Type<'a>)> {
        let name = self.table.word(Section::Parts, at)?;
        let kind = self.table.word(Section::Parts, at + 1)?;
        Some((self.table.name(name), self.earlier(kind)?))
    }

    fn record(self) -> Option<(u16, u16, u32)> {
        let at = 4 * usize::from(self.id);
        Some((
            self.table.word(Section::Types, at)?,
            self.table.word(Section::Types, at + 1)?,
            self.table.double(Section::Types, at + 2)?,
        ))
    }

    fn earlier(self, id: u16) -> Option<Type<'a>> {
        (id < self.id).then_some(Type {
            table: self.table,
            id,
        })
    }
}

impl std::fmt::Debug for Type<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.shape() {
            Shape::List(element) => write!(formatter, "list({element:?})"),
            Shape::Set(element) => write!(formatter, "set({element:?})"),
            Shape::Map(element) => write!(formatter, "map({element:?})"),
            Shape::Object => formatter.debug_map().entries(self.fields()).finish(),
            Shape::Tuple => formatter.debug_list().entries(self.members()).finish(),
            plain => write!(formatter, "{plain:?}"),
        }
    }
}

pub(super) const REQUIRED: u16 = 1;
pub(super) const OPTIONAL: u16 = 2;
pub(super) const COMPUTED: u16 = 4;
pub(super) const SENSITIVE: u16 = 8;
pub(super) const WRITE_ONLY: u16 = 16;
pub(super) const DEPRECATED: u16 = 32;

/// The words of the schema's format, by their numbers in the table.
pub(super) const SHAPES: [&str; 9] = [
    "string", "number", "bool", "dynamic", "list", "set", "map", OBJECT, TUPLE,
];
const OBJECT: &str = "object";
const TUPLE: &str = "tuple";

/// By their numbers in the table.
const NESTINGS: [Nesting; 5] = [
    Nesting::Single,
    Nesting::Group,
    Nesting::List,
    Nesting::Set,
    Nesting::Map,
];
/// The words of the schema's format, in the order of [`NESTINGS`].
pub(super) const NESTING_WORDS: [&str; 5] = ["single", "group", "list", "set", "map"];

const NONE: Records = Records {
    first: 0,
    size: 2,
    count: 0,
};
