//! Which resources carry a known name, id or ARN.

use std::collections::HashMap;
use std::sync::Arc;

use super::memo::Memo;
use super::node::{Node, State, View};
use super::plan::{Plan, Resource};
use super::written::Written;
use crate::input::{Defect, Mode, Shape};
use crate::schema::links;

/// The indexes by identity, one for each type that was asked for.
#[derive(Default)]
pub(super) struct Identities<'p>(Memo<String, ByIdentity<'p>>);

/// The resources of a type by what identifies them.
#[derive(Default)]
struct ByIdentity<'p> {
    known: HashMap<String, Vec<Resource<'p>>>,
    /// Those whose name is written and known only after apply: it may become any.
    unnamed: Vec<Resource<'p>>,
}

/// More resources than these that may still get any name are not told apart.
const UNNAMED: usize = 64;

/// How sure it is that a resource is the one that a value names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// The same provider configuration and region: it is this one.
    Same,
    /// Another provider configuration: perhaps another account.
    Elsewhere,
}

impl<'p> ByIdentity<'p> {
    fn named(&self, identity: &str) -> &[Resource<'p>] {
        self.known.get(identity).map_or(&[], Vec::as_slice)
    }
}

impl<'p> Plan<'p> {
    /// The resources of a type that carry a known identity, seen from a node that names it.
    pub(super) fn with_identity(
        &self,
        node: &Node<'p>,
        kind: &str,
        identity: &str,
    ) -> Result<Vec<(Resource<'p>, Likeness)>, Defect> {
        let index = self.by_identity(kind)?;
        let found = index.named(identity);
        let mut alike = Vec::with_capacity(found.len());
        for resource in found {
            alike.push((*resource, self.likeness(node.instance, resource)?));
        }
        Ok(alike)
    }

    /// The resources of a type that may turn out to carry a known identity that none carries yet,
    /// and whether these are all.
    pub(super) fn may_become(
        &self,
        kind: &str,
        identity: &str,
    ) -> Result<(Vec<Resource<'p>>, bool), Defect> {
        let index = self.by_identity(kind)?;
        if index.unnamed.len() > UNNAMED {
            return Ok((Vec::new(), false));
        }
        let mut found = index.unnamed.clone();
        // An ARN that is known only after apply ends in the name, which may be known now.
        if identity.starts_with("arn:")
            && let Some(name) = identity.rsplit(['/', ':']).next()
        {
            for resource in index.named(name) {
                let arn = self
                    .root(resource, View::After)
                    .attribute(&Arc::from("arn"))?;
                let unknown = !matches!(arn.state(), State::Known(_));
                if unknown && !found.iter().any(|other| std::ptr::eq(*other, *resource)) {
                    found.push(resource);
                }
            }
        }
        Ok((found, true))
    }

    fn by_identity(&self, kind: &str) -> Result<Arc<ByIdentity<'p>>, Defect> {
        self.identities.0.get_or_find(kind, || {
            let mut index = ByIdentity::default();
            for resource in self.resources(false, kind) {
                let root = self.root(resource, View::After);
                for attribute in links::identities(kind) {
                    let node = root.attribute(&Arc::from(*attribute))?;
                    let State::Known(json) = node.state() else {
                        let is_written = matches!(node.state(), State::Unknown)
                            && matches!(self.written(&node)?, Written::Expression { .. });
                        if is_written {
                            index.unnamed.push(resource);
                        }
                        continue;
                    };
                    let Shape::Text(text) = json.shape()? else {
                        continue;
                    };
                    if text.is_empty() {
                        continue;
                    }
                    let same = index.known.entry(text.into_owned()).or_default();
                    if !same.iter().any(|other| std::ptr::eq(*other, resource)) {
                        same.push(resource);
                    }
                }
            }
            Ok(index)
        })
    }

    /// Equal names in two accounts or regions are different things. Without configuration (a
    /// state) there is nothing to tell accounts by, and values alone decide.
    fn likeness(&self, from: Resource<'p>, to: Resource<'p>) -> Result<Likeness, Defect> {
        let same_key = match (self.provider_key(from), self.provider_key(to)) {
            (Some(mine), Some(theirs)) => mine == theirs,
            _ => true,
        };
        let same_region = links::is_global(&to.kind)
            || match (self.region(from)?, self.region(to)?) {
                (Some(mine), Some(theirs)) => mine == theirs,
                _ => true,
            };
        Ok(if same_key && same_region {
            Likeness::Same
        } else {
            Likeness::Elsewhere
        })
    }

    /// The region of a resource: its own argument, else its provider's constant.
    pub fn region(&self, resource: Resource<'p>) -> Result<Option<String>, Defect> {
        if resource.mode == Mode::Managed {
            let own = self
                .root(resource, View::After)
                .attribute(&Arc::from("region"))?;
            if let State::Known(json) = own.state()
                && let Shape::Text(text) = json.shape()?
            {
                return Ok(Some(text.into_owned()));
            }
        }
        let Some(key) = self.provider_key(resource) else {
            return Ok(None);
        };
        let configuration = self.document.configuration();
        let Some(provider) = configuration.and_then(|c| c.provider(key)) else {
            return Ok(None);
        };
        let Some(expressions) = provider.expressions else {
            return Ok(None);
        };
        let Shape::Object(arguments) = expressions.shape()? else {
            return Ok(None);
        };
        let Some(region) = arguments.get("region") else {
            return Ok(None);
        };
        let Shape::Object(expression) = region.shape()? else {
            return Ok(None);
        };
        let Some(constant) = expression.get("constant_value") else {
            return Ok(None);
        };
        Ok(match constant.shape()? {
            Shape::Text(text) => Some(text.into_owned()),
            _ => None,
        })
    }
}
