//! A plan, a state or another JSON document, as rules can ask it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use super::address::ModulePath;
use super::checks::{Check, read_checks};
use super::configuration::{Configuration, Module};
use super::instance::{Instance, Mode};
use super::json::Json;
use crate::source::position;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// `terraform show -json PLAN`
    Plan,
    /// `terraform show -json`
    State,
    /// Any other JSON object.
    Other,
}

/// A document that was read: slices of its text, which was checked as a whole.
#[derive(Debug)]
pub struct Document<'p> {
    /// The whole text.
    pub text: &'p str,
    /// What it is.
    pub kind: InputKind,
    /// Its `format_version`.
    pub format_version: Option<Cow<'p, str>>,
    /// The version of the program that wrote it, mostly Terraform.
    pub terraform_version: Option<Cow<'p, str>>,
    /// Planning failed.
    pub errored: Option<bool>,
    /// Everything that is configured is planned. Versions that do not say it leave it out.
    pub complete: Option<bool>,
    /// Applying would change something.
    pub applyable: Option<bool>,
    /// The objects that are planned, or that are in the state, in the order of the input.
    pub instances: Vec<Instance<'p>>,
    pub(super) parts: Parts<'p>,
    pub(super) missing: OnceLock<Vec<String>>,
}

/// A root output.
#[derive(Clone, Debug)]
pub struct Output<'p> {
    /// Its name.
    pub name: String,
    /// Its value before apply; none in a state.
    pub before: Option<Json<'p>>,
    /// Its value; none where it is unknown or null.
    pub value: Option<Json<'p>>,
    /// It is sensitive.
    pub sensitive: bool,
    /// It is known only after apply, or a part of it is.
    pub unknown: bool,
}

/// What a document holds besides its objects.
#[derive(Debug, Default)]
pub(super) struct Parts<'p> {
    pub(super) variables: BTreeMap<String, Json<'p>>,
    pub(super) outputs: Vec<Output<'p>>,
    pub(super) prior: Vec<Instance<'p>>,
    pub(super) prior_outputs: Vec<Output<'p>>,
    pub(super) configuration: Option<Configuration<'p>>,
    pub(super) drift: Option<Json<'p>>,
    pub(super) checks: Option<Json<'p>>,
    pub(super) relevant_attributes: Option<Json<'p>>,
    pub(super) action_invocations: Option<Json<'p>>,
    pub(super) root: Option<Json<'p>>,
    pub(super) notes: Vec<String>,
    pub(super) is_refresh_only: bool,
}

impl<'p> Document<'p> {
    /// The configuration section of a plan.
    pub fn configuration(&self) -> Option<&Configuration<'p>> {
        self.parts.configuration.as_ref()
    }

    /// The resources and data sources of the prior state.
    pub fn prior(&self) -> &[Instance<'p>] {
        &self.parts.prior
    }

    /// The values of the root module's variables.
    pub fn variables(&self) -> &BTreeMap<String, Json<'p>> {
        &self.parts.variables
    }

    /// The root module's outputs, in the order of the input.
    pub fn outputs(&self) -> &[Output<'p>] {
        &self.parts.outputs
    }

    /// The results of checks and conditions; their form is not stable, so what is strange is left
    /// out.
    pub fn checks(&self) -> Vec<Check<'p>> {
        self.parts.checks.map(read_checks).unwrap_or_default()
    }

    /// `relevant_attributes`, as written.
    pub fn relevant_attributes(&self) -> Option<Json<'p>> {
        self.parts.relevant_attributes
    }

    /// `action_invocations`, as written.
    pub fn action_invocations(&self) -> Option<Json<'p>> {
        self.parts.action_invocations
    }

    /// `resource_drift`, as written: what changed outside of Terraform.
    pub fn drift(&self) -> Option<Json<'p>> {
        self.parts.drift
    }

    /// The whole of a document that is not Terraform's.
    pub fn root(&self) -> Option<Json<'p>> {
        self.parts.root
    }

    /// Whether references were written without attributes, as Terraform did up to 1.0.0.
    pub fn references_lack_attributes(&self) -> bool {
        self.format_version.as_deref() == Some("0.1")
    }

    /// Line and column, both from 1, of a byte offset.
    pub fn locate(&self, offset: usize) -> (usize, usize) {
        position(self.text, offset)
    }

    /// Sentences about the input as a whole that people have to know.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = self.parts.notes.clone();
        if self.errored == Some(true) {
            notes.push(
                "planning failed (`errored`): only a part of the changes is there".to_owned(),
            );
        } else if self.complete == Some(false) {
            notes.push(
                "the plan is not complete (`complete` is false): resources were left out by \
                 `-target` or are deferred"
                    .to_owned(),
            );
        }
        if self.is_destroy() {
            notes.push("every managed resource of this plan is to be destroyed".to_owned());
        }
        notes
    }

    /// Configured resources that are neither planned nor in the prior state although nothing
    /// repeats or omits them: the proof of a plan that is not whole, where it does not say so.
    pub fn missing_instances(&self) -> &[String] {
        self.missing.get_or_init(|| {
            let says_whole = self.complete == Some(true) && self.errored != Some(true);
            match self.configuration() {
                Some(configuration)
                    if !says_whole && !self.parts.is_refresh_only && !self.is_destroy() =>
                {
                    self.missing_in(configuration.root())
                }
                _ => Vec::new(),
            }
        })
    }

    /// Another document than Terraform's.
    pub(super) fn other(text: &'p str, root: Json<'p>) -> Document<'p> {
        Document {
            text,
            kind: InputKind::Other,
            format_version: None,
            terraform_version: None,
            errored: None,
            complete: None,
            applyable: None,
            instances: Vec::new(),
            parts: Parts {
                root: Some(root),
                ..Parts::default()
            },
            missing: OnceLock::new(),
        }
    }

    fn is_destroy(&self) -> bool {
        let mut managed = self
            .instances
            .iter()
            .filter(|instance| instance.mode == Mode::Managed);
        let mut some = false;
        let goes = managed.all(|instance| {
            some = true;
            instance.actions.contains_delete() && !instance.actions.exists_after()
        });
        some && goes
    }

    fn missing_in(&self, root: &Module<'p>) -> Vec<String> {
        let there: HashSet<String> = self
            .instances
            .iter()
            .chain(self.prior())
            .map(block_of)
            .collect();
        let mut missing = Vec::new();
        let mut open = vec![(String::new(), root)];
        while let Some((prefix, module)) = open.pop() {
            for (mode, kind, name, block) in module.resources() {
                let repeated = block.count().is_some() || block.for_each().is_some();
                let address = format!("{prefix}{kind}.{name}");
                if mode == Mode::Managed && !repeated && !there.contains(address.as_str()) {
                    missing.push(address);
                }
            }
            for (name, call) in module.calls() {
                let repeated = call.count().is_some() || call.for_each().is_some();
                if let Some(module) = call.module().filter(|_| !repeated) {
                    open.push((format!("{prefix}module.{name}."), module));
                }
            }
        }
        missing
    }
}

/// The address of the block that an instance comes from.
fn block_of(instance: &Instance<'_>) -> String {
    let module = ModulePath::parse(&instance.module_address)
        .unwrap_or_default()
        .without_keys();
    let dot = if module.is_empty() { "" } else { "." };
    format!("{module}{dot}{}.{}", instance.kind, instance.name)
}
