//! Expressions that somebody types, one after another: what they see, and what they come to.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    complaint::{self, Complaint},
    run::Asked,
    schema::SchemaFlags,
    suggest::{instances_of, listed, one_of_these},
};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::engine::{self, Evaluation};
use crate::input::{InputKind, Mode};
use crate::pack;
use crate::program::{self, Scope, Subject};
use crate::syntax::{self, ast::Line};
use crate::typing;

/// What a typed expression is called in messages.
const NAME: &str = "expression";

/// Flags that say what expressions see.
#[derive(Args, Clone)]
#[command(next_help_heading = "Rules")]
pub(super) struct Sources {
    /// Evaluate as if it stood in this rule file: with its defines, parameters and imports.
    #[arg(long = "rules", value_name = "FILE")]
    file: Option<PathBuf>,

    /// Import a library, as `plangate:ec2`, or a rule file by its path from the current folder or
    /// from that of the file of `--rules`; its name stands before its defines.
    #[arg(long = "import", value_name = "NAME|FILE")]
    imports: Vec<String>,

    #[command(flatten)]
    pub(super) schemas: SchemaFlags,
}

impl Sources {
    /// The same, for expressions in another file.
    pub(super) fn with_file(&self, file: &Path) -> Sources {
        Sources {
            file: Some(file.to_owned()),
            ..self.clone()
        }
    }
}

/// Rules that expressions see, and the names that lines gave to values.
pub(super) struct Session {
    rules: pack::Rules,
    /// The position of the file that expressions stand in.
    file: usize,
    before: Vec<Line>,
    /// What `self` is.
    subject: Option<String>,
}

impl Session {
    /// Reads the rules; says what is wrong with them.
    pub(super) fn new(sources: &Sources) -> anyhow::Result<Session> {
        let mut rules = pack::Rules::default();
        let file = rules
            .add_scope(sources.file.as_deref(), &sources.imports)
            .map_err(Complaint::from)?;
        let mut problems = std::mem::take(&mut rules.problems);
        program::check(&rules.files, &rules.sources, &mut problems);
        if !complaint::say_of_rules(&problems, &rules.sources) {
            return Err(Complaint::new("the rules have errors, so nothing was done").into());
        }
        Ok(Session {
            rules,
            file,
            before: Vec::new(),
            subject: None,
        })
    }

    /// Makes `self` what has an address; a document is `self` by itself.
    pub(super) fn choose(
        &mut self,
        address: Option<&str>,
        asked: &Asked<'_, '_>,
    ) -> Result<(), Complaint> {
        let is_document = asked.plan.document.kind == InputKind::Other;
        let Some(address) = address else {
            self.subject = is_document.then(|| asked.name.to_owned());
            return Ok(());
        };
        let all = addresses(asked);
        if !all.iter().any(|one| one == address) {
            return Err(no_address(address, &all, asked.name));
        }
        self.subject = Some(address.to_owned());
        Ok(())
    }

    /// What `self` is.
    pub(super) fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The names that lines gave to values.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let names = self.before.iter().filter_map(|line| line.name.as_ref());
        names.map(|name| name.text.as_str())
    }

    /// What a line comes to; a `let` gives its value a name from here on. Of a line with mistakes,
    /// these as they are drawn.
    pub(super) fn evaluate(
        &mut self,
        text: &str,
        asked: &Asked<'_, '_>,
        colour: bool,
    ) -> Result<Evaluation, String> {
        let sources = &mut self.rules.sources;
        let id = sources.add(NAME, text);
        let mut problems = Vec::new();
        let line = syntax::parse_line(sources, id, &mut problems);
        // A name that is given again is given anew.
        let name = line.as_ref().and_then(|line| line.name.as_ref());
        let name = name.map(|name| name.text.clone());
        let before = self.before.iter();
        let before = before.filter(|line| {
            name.is_none() || line.name.as_ref().map(|one| &one.text) != name.as_ref()
        });
        let before: Vec<Line> = before.cloned().collect();
        let scope = Scope {
            files: &self.rules.files,
            file: self.file,
            before: &before,
            subject: self
                .subject
                .as_deref()
                .map(|address| kind_of(address, asked)),
        };
        let understood = line.as_ref().and_then(|line| {
            let problems = &mut problems;
            program::expression(&scope, sources, line, problems)
        });
        let understood = understood.filter(|understood| {
            let schemas = asked.plan.schemas();
            let typed = &mut Vec::new();
            typing::check(&understood.program, sources, schemas, &|of| of == id, typed);
            // What may not be meant is for those who write rules.
            typed.retain(|problem| {
                problem.severity == Severity::Error && is_of_a_line(problem, sources)
            });
            problems.append(typed);
            problems.is_empty()
        });
        let subject = self.subject.as_deref();
        let evaluation = understood.and_then(|understood| {
            engine::evaluate(&understood, sources, asked.plan, asked.name, subject)
        });
        let Some(evaluation) = evaluation else {
            // What is wrong with the files was told when they were read.
            problems.retain(|problem| is_of_a_line(problem, sources));
            let drawn: Vec<_> = problems
                .iter()
                .map(|one| one.draw(sources, colour))
                .collect();
            return Err(drawn.join("\n"));
        };
        self.before = before;
        self.before.extend(line.filter(|line| line.name.is_some()));
        Ok(evaluation)
    }
}

/// What `self` is, by its address.
fn kind_of<'a>(address: &str, asked: &'a Asked<'_, '_>) -> Subject<'a> {
    let mut instances = asked.plan.document.instances.iter();
    match instances.find(|instance| *instance.address == *address) {
        Some(instance) => match instance.mode {
            Mode::Managed => Subject::Resource(&instance.kind),
            Mode::Data => Subject::Data(&instance.kind),
        },
        None => Subject::Other,
    }
}

/// Whether a problem is one of what was typed: of the line, or of one before that it takes a name
/// from.
fn is_of_a_line(problem: &Diagnostic, sources: &crate::source::Sources) -> bool {
    let place = problem.labels.first();
    let source = place.and_then(|label| sources.get(label.span.source));
    source.is_some_and(|source| source.name == NAME)
}

/// The addresses of everything that may be `self`.
pub(super) fn addresses(asked: &Asked<'_, '_>) -> Vec<String> {
    let (_, all) = engine::addresses(&program::Program::default(), asked.plan, asked.name, None);
    all
}

fn no_address(wrong: &str, all: &[String], input: &str) -> Complaint {
    let all = || all.iter().map(String::as_str);
    let complaint = Complaint::new(format!("nothing in `{input}` has the address `{wrong}`"));
    let meant = instances_of(wrong, all());
    if !meant.is_empty() {
        return complaint.help(format!("did you mean {}?", one_of_these(&meant)));
    }
    match nearest(wrong, all()) {
        Some(near) => complaint.help(format!("did you mean `{near}`?")),
        None => {
            let known: Vec<&str> = all().collect();
            complaint.help(format!("there are {}", listed(&known, "and")))
        }
    }
}
