//! One object of a plan or state.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::actions::Actions;
use super::json::Json;
use super::user_data;
use crate::credential::is_in;

/// Managed by Terraform, or only read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// `managed`
    #[default]
    Managed,
    /// `data`
    Data,
}

/// The key of an instance under `count` or `for_each`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key<'p> {
    /// `[0]`, as written.
    Number(Cow<'p, str>),
    /// `["k"]`, unescaped.
    Text(Cow<'p, str>),
}

/// Which part of an input an instance comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// `resource_changes`
    #[default]
    Change,
    /// `deferred_changes`
    Deferred,
    /// `planned_values`, of a plan without changes.
    Planned,
    /// `prior_state`
    Prior,
    /// A state.
    State,
}

/// One object of a plan or state: slices of the text, decoded when somebody asks.
#[derive(Clone, Debug)]
pub struct Instance<'p> {
    /// The absolute address.
    pub address: Cow<'p, str>,
    /// The address before a move.
    pub previous_address: Option<Cow<'p, str>>,
    /// The module instance's address; empty for the root.
    pub module_address: Cow<'p, str>,
    /// Managed, or read.
    pub mode: Mode,
    /// The type.
    pub kind: Cow<'p, str>,
    /// The name of its block.
    pub name: Cow<'p, str>,
    /// Its key.
    pub key: Option<Key<'p>>,
    /// It stands for instances whose keys are not known yet, written `[*]`; then it has no key.
    pub key_unknown: bool,
    /// The provider, in whatever form the input gives it; may be empty.
    pub provider_name: Cow<'p, str>,
    /// The key of a deposed object.
    pub deposed: Option<Cow<'p, str>>,
    /// What the plan does to it.
    pub actions: Actions,
    /// Why it does so, in Terraform's words, which may change.
    pub action_reason: Option<Cow<'p, str>>,
    /// Where it comes from.
    pub origin: Origin,
    /// The object as it was.
    pub before: Option<Json<'p>>,
    /// The object as planned.
    pub after: Option<Json<'p>>,
    /// What of `after` is unknown.
    pub after_unknown: Option<Json<'p>>,
    /// What of `before` is sensitive.
    pub before_sensitive: Option<Json<'p>>,
    /// What of `after` is sensitive.
    pub after_sensitive: Option<Json<'p>>,
    /// The paths that force a replacement: a list of lists.
    pub replace_paths: Option<Json<'p>>,
    /// It is imported.
    pub importing: bool,
    /// A state says that it has to be replaced.
    pub tainted: bool,
    /// What it depends on, of a state: a list of addresses without keys.
    pub depends_on: Option<Json<'p>>,
    /// The byte offset of its address in the document's text.
    pub offset: usize,
    /// Whether its user data holds a credential, once somebody asked.
    pub(super) has_credential: OnceLock<bool>,
}

impl Instance<'_> {
    /// Whether user data of this object, as it is or as it was, holds a credential.
    pub fn has_credential(&self) -> bool {
        *self.has_credential.get_or_init(|| {
            let objects = self.before.into_iter().chain(self.after);
            objects.flat_map(user_data::texts).any(|text| is_in(&text))
        })
    }
}
