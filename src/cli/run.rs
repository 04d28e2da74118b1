//! Where the command line meets the engine: loading rules, and judging one input by them.

use clap::Args;

use super::complaint::Complaint;
use super::configuration::Read;
use super::plan::Plan;
use super::source::{Applied, Source};
use crate::diagnostic::Diagnostic;
use crate::engine;
use crate::input::{self, Document, InputError, InputKind, Instance, Mode};
use crate::pack::{self, Pack};
use crate::program::{About, Program, RuleFile, Selector};
use crate::reference::{self, Options};
use crate::report::Input;
use crate::schema::Schemas;
use crate::source::Sources;

/// Rules as loaded.
#[derive(Debug)]
pub(super) struct Rules {
    /// Their headers.
    pub(super) about: Vec<About>,
    /// What is wrong with them.
    pub(super) problems: Vec<Diagnostic>,
    /// The texts that the problems are in.
    pub(super) sources: Sources,
    /// The rules themselves.
    pub(super) program: Program,
    /// The files that they are in.
    pub(super) files: Vec<RuleFile>,
    /// The packs that they came in.
    pub(super) packs: Vec<Pack>,
    /// The configuration that they are under.
    pub(super) configuration: Option<Read>,
    /// What is known of providers.
    pub(super) schemas: Schemas,
}

/// What rules may ask for beside the input.
#[derive(Args, Clone, Debug)]
pub(super) struct Context {
    #[command(flatten)]
    source: Source,

    /// Take no answer that rests on an assumption: it becomes undetermined.
    #[arg(long, help_heading = "Gate")]
    strict_unknown: bool,

    /// Say which workspace the plan is of, which a plan does not say.
    #[arg(long, value_name = "NAME", help_heading = "Gate")]
    workspace: Option<String>,
}

impl Context {
    /// A plan that is asked under these flags.
    fn plan<'p>(
        &self,
        document: &'p Document<'p>,
        schemas: &'p Schemas,
    ) -> anyhow::Result<Applied<'p>> {
        let options = Options {
            strict_unknown: self.strict_unknown,
            workspace: self.workspace.clone(),
        };
        let plan = reference::Plan::new(document, options).with_schemas(schemas);
        self.source.apply(plan)
    }
}

impl Rules {
    /// Those at these positions; from here on, positions count in what is kept.
    pub(super) fn keep(mut self, positions: &[usize]) -> Rules {
        let mut rules: Vec<_> = self.program.rules.into_iter().map(Some).collect();
        let kept = positions
            .iter()
            .filter_map(|at| rules.get_mut(*at).and_then(Option::take));
        self.program.rules = kept.collect();
        self.about = self
            .program
            .rules
            .iter()
            .map(|rule| rule.about.clone())
            .collect();
        self
    }
}

/// An input that can be asked.
pub(super) struct Asked<'a, 'p> {
    /// Path as given, or `-`.
    pub(super) name: &'a str,
    /// What was read, with its source if that is used.
    pub(super) plan: &'a reference::Plan<'p>,
    /// The folder of the source, if it is used.
    pub(super) source: Option<&'a str>,
    /// Things about the input as a whole that a reader must know, as sentences.
    pub(super) notes: &'a [String],
}

/// Reads an input and asks something of it.
pub(super) fn ask<T>(
    plan: Plan,
    context: &Context,
    schemas: &Schemas,
    ask: impl FnOnce(&Asked<'_, '_>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let Plan { name, bytes, .. } = plan;
    let complain = |error: InputError| complaint(&name, &error);
    let text = input::decode(bytes).map_err(complain)?;
    let document = input::read(&text, true).map_err(complain)?;
    let source = context.plan(&document, schemas)?;
    let mut notes = notes(&document);
    notes.extend(source.notes);
    ask(&Asked {
        name: &name,
        plan: &source.plan,
        source: source.folder.as_deref(),
        notes: &notes,
    })
}

/// Judges an input. The rule of a judgement is its position in the rules as kept.
pub(super) fn judge(rules: &Rules, plan: Plan, context: &Context) -> anyhow::Result<Input> {
    let Plan {
        name,
        bytes,
        sha256,
    } = plan;
    let complain = |error: InputError| complaint(&name, &error);
    let text = input::decode(bytes).map_err(complain)?;
    let of_documents = |selector: &Selector| matches!(selector, Selector::Document);
    let documents = rules
        .program
        .rules
        .iter()
        .any(|rule| rule.selectors.iter().any(of_documents));
    let document = input::read(&text, documents).map_err(complain)?;
    let source = context.plan(&document, &rules.schemas)?;
    let judgements = engine::run_on(&rules.program, &rules.sources, &source.plan, &name);
    let planned: Vec<&Instance<'_>> = document
        .instances
        .iter()
        .filter(|instance| instance.actions.exists_after())
        .collect();
    let not_looked_at = planned
        .iter()
        .filter(|instance| !is_selected(rules, instance))
        .count();
    Ok(Input {
        sha256,
        kind: match document.kind {
            InputKind::Plan => "plan",
            InputKind::State => "state",
            InputKind::Other => "document",
        },
        terraform_version: document.terraform_version.as_deref().map(str::to_owned),
        complete: document.complete,
        errored: document.errored,
        source: source.folder,
        notes: notes(&document)
            .into_iter()
            .chain(pack::provider_notes(&rules.packs, &document))
            .chain(source.notes)
            .collect(),
        resources: planned.len(),
        not_looked_at,
        judgements,
        name,
    })
}

/// Whether any rule is about the type of a resource.
fn is_selected(rules: &Rules, instance: &Instance<'_>) -> bool {
    let selectors = rules.program.rules.iter().flat_map(|rule| &rule.selectors);
    selectors
        .into_iter()
        .any(|selector| match (selector, instance.mode) {
            (Selector::Resource(kinds), Mode::Managed) | (Selector::Data(kinds), Mode::Data) => {
                kinds.matches(&instance.kind)
            }
            _ => false,
        })
}

/// What a reader must know of the input as a whole.
fn notes(document: &Document<'_>) -> Vec<String> {
    let mut notes = document.notes();
    if document.kind == InputKind::Plan && document.configuration().is_none() {
        notes.push(
            "the plan has no configuration, so what is unknown in it cannot be followed".to_owned(),
        );
    }
    if document.complete.is_none() && document.kind == InputKind::Plan {
        let missing = document.missing_instances();
        if let Some(first) = missing.first() {
            notes.push(format!(
                "this plan is not whole: {} of the configuration are not in it, as `{first}`",
                missing.len()
            ));
        }
    }
    notes
}

fn complaint(name: &str, error: &InputError) -> Complaint {
    let place = error
        .place
        .map_or_else(String::new, |(offset, line, column)| {
            format!(" (line {line}, column {column}, byte {offset})")
        });
    let complaint = Complaint::new(format!("cannot judge `{name}`: {}{place}", error.message));
    match &error.help {
        Some(help) => complaint.help(help.clone()),
        None => complaint,
    }
}
