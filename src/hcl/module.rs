//! One module of the source: what its files declare, by name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Attribute, Block, Body};

/// Managed by Terraform, or only read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// A `resource` block.
    Managed,
    /// A `data` block.
    Data,
}

/// A place in a file of the source.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file, as it is reached from the source's folder, with slashes.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// What a module declares.
#[derive(Default)]
pub(super) struct Module {
    /// Its folder, as it is reached from the source's folder.
    pub(super) folder: Arc<str>,
    pub(super) resources: HashMap<(Mode, Arc<str>, Arc<str>), Declared<Block>>,
    pub(super) calls: BTreeMap<Arc<str>, Declared<Block>>,
    pub(super) variables: HashMap<Arc<str>, Declared<Block>>,
    pub(super) outputs: HashMap<Arc<str>, Declared<Block>>,
    pub(super) locals: HashMap<Arc<str>, Declared<Attribute>>,
    /// The local names of the providers that it configures.
    pub(super) providers: BTreeSet<Arc<str>>,
    /// Why nothing may be concluded from what is not in it: a file that cannot be read.
    pub(super) incomplete: Option<String>,
}

/// Something that a file declares.
#[derive(Clone)]
pub(super) struct Declared<T> {
    pub(super) file: Arc<File>,
    pub(super) it: Arc<T>,
}

/// A file of the source.
#[derive(Debug)]
pub(super) struct File {
    pub(super) name: Arc<str>,
    text: Arc<str>,
    /// The offset of each line.
    lines: Vec<usize>,
}

impl File {
    pub(super) fn new(name: Arc<str>, text: Arc<str>) -> File {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        File { name, text, lines }
    }

    /// The place of a byte.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        Place {
            file: Arc::clone(&self.name),
            line,
            column: before.chars().count() + 1,
        }
    }
}

impl<T: Span> Declared<T> {
    /// Where it begins.
    pub(super) fn place(&self) -> Place {
        self.file.place(self.it.span().map_or(0, |span| span.start))
    }
}

impl Module {
    /// Adds what a file declares. The last of several with one name wins: Terraform refuses them.
    pub(super) fn add(&mut self, file: &Arc<File>, body: Body) {
        for structure in body {
            let Ok(block) = structure.into_block() else {
                continue;
            };
            if block.ident.as_str() == "locals" {
                self.add_locals(file, &block);
                continue;
            }
            let labels: Vec<Arc<str>> = block
                .labels
                .iter()
                .map(|label| Arc::from(label.as_str()))
                .collect();
            let declared = Declared {
                file: Arc::clone(file),
                it: Arc::new(block),
            };
            let kind = declared.it.ident.as_str();
            match (kind, &labels[..]) {
                ("resource", [kind, name]) => {
                    let key = (Mode::Managed, Arc::clone(kind), Arc::clone(name));
                    self.resources.insert(key, declared);
                }
                ("data", [kind, name]) => {
                    let key = (Mode::Data, Arc::clone(kind), Arc::clone(name));
                    self.resources.insert(key, declared);
                }
                ("module", [name]) => {
                    self.calls.insert(Arc::clone(name), declared);
                }
                ("variable", [name]) => {
                    self.variables.insert(Arc::clone(name), declared);
                }
                ("output", [name]) => {
                    self.outputs.insert(Arc::clone(name), declared);
                }
                // An empty block only says that the provider is passed on.
                ("provider", [name]) if declared.it.body.iter().next().is_some() => {
                    self.providers.insert(Arc::clone(name));
                }
                // A data source inside of a check is a data source like others.
                ("check", _) => self.add_checked(&declared),
                _ => {}
            }
        }
    }

    fn add_checked(&mut self, check: &Declared<Block>) {
        for data in check.it.body.get_blocks("data") {
            if let [kind, name] = &data.labels[..] {
                let key = (
                    Mode::Data,
                    Arc::from(kind.as_str()),
                    Arc::from(name.as_str()),
                );
                let declared = Declared {
                    file: Arc::clone(&check.file),
                    it: Arc::new(data.clone()),
                };
                self.resources.insert(key, declared);
            }
        }
    }

    fn add_locals(&mut self, file: &Arc<File>, block: &Block) {
        for attribute in block.body.attributes() {
            let declared = Declared {
                file: Arc::clone(file),
                it: Arc::new(attribute.clone()),
            };
            self.locals
                .insert(Arc::from(attribute.key.as_str()), declared);
        }
    }

    /// Whether it configures a provider itself.
    pub(super) fn configures(&self, provider: &str) -> bool {
        self.providers.contains(provider)
    }

    /// The expression of an argument of a block.
    pub(super) fn argument<'b>(block: &'b Block, name: &str) -> Option<&'b Expression> {
        block
            .body
            .get_attribute(name)
            .map(|attribute| &attribute.value)
    }
}
