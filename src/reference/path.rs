//! Paths inside a resource, as people write them.

use std::fmt;
use std::sync::Arc;

/// A path from a resource's root: `metadata_options.http_tokens`, `ingress[1].cidr_blocks`.
///
/// A block of which there is at most one needs no index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Option<Arc<Link>>);

#[derive(Debug, PartialEq, Eq)]
struct Link {
    parent: Path,
    step: Step,
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// `.name`: an attribute or block.
    Attribute(Arc<str>),
    /// `["key"]`: a key of a map.
    Key(Arc<str>),
    /// `[0]`
    Index(usize),
}

impl Path {
    /// The path one step further.
    #[must_use]
    pub fn then(&self, step: Step) -> Path {
        Path(Some(Arc::new(Link {
            parent: self.clone(),
            step,
        })))
    }

    /// Whether it is the resource itself.
    pub fn is_root(&self) -> bool {
        self.0.is_none()
    }

    /// Its steps, root first.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some(link) = &at.0 {
            steps.push(link.step.clone());
            at = &link.parent;
        }
        steps.reverse();
        steps
    }

    /// The path as the schema knows it, without indexes and keys: `ingress.cidr_blocks`.
    pub fn schema_path(&self) -> String {
        self.names().join(".")
    }

    /// The names of its attributes and blocks, without indexes and keys.
    pub fn names(&self) -> Vec<Arc<str>> {
        let names = self.steps().into_iter().map_while(|step| match step {
            Step::Attribute(name) => Some(Some(name)),
            Step::Index(_) => Some(None),
            Step::Key(_) => None,
        });
        names.flatten().collect()
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.steps().iter().enumerate() {
            match step {
                Step::Attribute(name) if at == 0 => out.write_str(name)?,
                Step::Attribute(name) => write!(out, ".{name}")?,
                Step::Key(key) => write!(out, "[{:?}]", &**key)?,
                Step::Index(index) => write!(out, "[{index}]")?,
            }
        }
        Ok(())
    }
}
