//! What is known beforehand of providers' types: their attributes and blocks, what becomes of an
//! attribute that is left out, and which attributes name which resources.
//!
//! The shipped schema is a table that is read in place: nothing is parsed or unpacked at start-up,
//! and a type costs nothing until it is asked for. `examples/compact_schema.rs` makes it.

use std::{borrow::Cow, fmt, sync::OnceLock};

mod block;
mod compact;
mod document;
pub mod earlier;
pub mod identity;
pub mod left_out;
mod link_table;
pub mod links;
pub mod provider_default;
pub mod removed;
mod table;

pub use block::{Attribute, Block, NestedBlock, Nesting, Shape, Type};
pub use compact::{ComputedBlocks, compact};

use table::Table;

/// The schemas of all providers that are known.
pub struct Schemas {
    tables: Vec<Table>,
}

impl Schemas {
    /// The schema that comes with this program: the AWS provider's.
    pub fn shipped() -> &'static Schemas {
        static SHIPPED: OnceLock<Schemas> = OnceLock::new();
        SHIPPED.get_or_init(|| Schemas {
            tables: Table::read(include_bytes!("aws-6.45.0.bin").as_slice().into())
                .into_iter()
                .collect(),
        })
    }

    /// The schema of one provider from a table that [`compact`] made; nothing if it is none.
    pub fn read(table: impl Into<Cow<'static, [u8]>>) -> Option<Schemas> {
        let tables = vec![Table::read(table.into())?];
        Some(Schemas { tables })
    }

    /// The shipped schema, and beside it those of further texts, each of which is what `terraform
    /// providers schema -json` prints. What is wrong is said in words, with the position of the text.
    ///
    /// Of a provider that is in several of them, every version is known.
    pub fn with(texts: &[Vec<u8>]) -> Result<Schemas, (usize, String)> {
        let mut tables = vec![Table::read(
            include_bytes!("aws-6.45.0.bin").as_slice().into(),
        )];
        for (at, text) in texts.iter().enumerate() {
            let made = document::tables(text).map_err(|why| (at, why))?;
            tables.extend(made.into_iter().map(|table| Table::read(table.into())));
        }
        let tables = tables.into_iter().flatten().collect();
        Ok(Schemas { tables })
    }

    /// A managed resource's type.
    ///
    /// The provider is named in any form: `aws`, `hashicorp/aws`, or with a registry's or mirror's
    /// host before it. A provider of another namespace is another provider.
    pub fn resource(&self, provider: &str, kind: &str) -> Option<Block<'_>> {
        self.table(provider)?.resource(kind)
    }

    /// A data source's type.
    pub fn data(&self, provider: &str, kind: &str) -> Option<Block<'_>> {
        self.table(provider)?.data(kind)
    }

    /// A provider's own configuration.
    pub fn provider(&self, provider: &str) -> Option<Block<'_>> {
        self.table(provider)?.root()
    }

    /// The provider's version that the schema was taken from: `6.45.0`.
    pub fn version(&self, provider: &str) -> Option<&str> {
        Some(self.table(provider)?.version())
    }

    /// Everything that is known of a type: one block for each provider and version that has it.
    pub fn all(&self, data: bool, kind: &str) -> Vec<Block<'_>> {
        let of = if data { Table::data } else { Table::resource };
        let tables = self.tables.iter();
        tables.filter_map(|table| of(table, kind)).collect()
    }

    /// The providers that are known, by their last names, and the versions.
    pub fn versions(&self) -> impl Iterator<Item = (&str, &str)> {
        let tables = self.tables.iter();
        tables.map(|table| (Source::of(table.provider()).kind, table.version()))
    }

    /// The configuration blocks of all providers.
    pub fn providers(&self) -> impl Iterator<Item = Block<'_>> {
        self.tables.iter().filter_map(Table::root)
    }

    /// A managed resource's type, of whichever provider has it.
    pub fn any_resource(&self, kind: &str) -> Option<Block<'_>> {
        self.tables.iter().find_map(|table| table.resource(kind))
    }

    /// A data source's type, of whichever provider has it.
    pub fn any_data(&self, kind: &str) -> Option<Block<'_>> {
        self.tables.iter().find_map(|table| table.data(kind))
    }

    /// The names of all managed resources' types, in order within each provider.
    pub fn resource_kinds(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().flat_map(Table::resource_kinds)
    }

    /// The names of all data sources' types, in order within each provider.
    pub fn data_kinds(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().flat_map(Table::data_kinds)
    }

    /// The provider that has a type, of a resource or of a data source, by its full name.
    pub fn provider_of(&self, kind: &str) -> Option<&str> {
        let mut tables = self.tables.iter();
        let has = |table: &&Table| table.resource(kind).or_else(|| table.data(kind)).is_some();
        tables.find(has).map(Table::provider)
    }

    fn table(&self, provider: &str) -> Option<&Table> {
        let wanted = Source::of(provider);
        self.tables
            .iter()
            .find(|table| Source::of(table.provider()) == wanted)
    }
}

impl fmt::Debug for Schemas {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let providers = self.tables.iter();
        let providers = providers.map(|table| (table.provider(), table.version()));
        formatter.debug_list().entries(providers).finish()
    }
}

/// A provider's namespace and type; the host does not count, for a mirror serves the same thing.
#[derive(PartialEq, Eq)]
struct Source<'a> {
    namespace: &'a str,
    kind: &'a str,
}

impl<'a> Source<'a> {
    fn of(name: &'a str) -> Source<'a> {
        let mut parts = name.rsplit('/');
        let kind = parts.next().unwrap_or_default();
        // Plans of Terraform 0.12 have the bare type, and states upgraded from it have `-`.
        let namespace = match parts.next() {
            None | Some("-") => "hashicorp",
            Some(namespace) => namespace,
        };
        Source { namespace, kind }
    }
}
