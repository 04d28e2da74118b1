//! Which rules are loaded: by flags, by the configuration, or by default.

use std::path::{Path, PathBuf};

use clap::Args;

use super::complaint::{self, Complaint};
use super::configuration::{ConfigurationFlags, Read};
use super::run::Rules;
use super::schema::SchemaFlags;
use crate::configuration::{self, Configuration, Elsewhere, Known, PackEntry};
use crate::diagnostic::{Diagnostic, Severity, nearest};
use crate::pack::{self, Content, LoadError, shipped_packs};
use crate::program::{self, Param, Program};
use crate::schema::Schemas;
use crate::syntax::ast::Item;
use crate::syntax::ast::Name;
use crate::typing;

/// The warning that names of a provider are not checked.
const UNCHECKED: &str = "W607";

/// Flags that say where rules come from.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleSources {
    /// Load the rules of a file, or of a folder and its subfolders, besides the packs.
    ///
    /// Without this flag, the folders are those that the configuration names.
    #[arg(long = "rules", value_name = "FILE|DIR")]
    files: Vec<PathBuf>,

    /// Load this pack and no other that is not named; `none` loads no pack.
    ///
    /// The name of a shipped pack means that one. Anything else is a folder or file, which
    /// `plangate pack check` looks at; a folder that is called as a shipped pack is written `./NAME`.
    ///
    /// Without this flag, the packs are those that the configuration names, else all that are
    /// shipped.
    #[arg(long = "pack", value_name = "NAME|DIR|FILE")]
    packs: Vec<String>,

    #[command(flatten)]
    pub(super) schemas: SchemaFlags,

    #[command(flatten)]
    configuration: ConfigurationFlags,
}

impl RuleSources {
    /// No flags but those about schemas.
    pub(super) fn shipped(schemas: SchemaFlags) -> RuleSources {
        RuleSources {
            schemas,
            ..RuleSources::default()
        }
    }

    /// Loads every rule, as configured; says what is wrong with them.
    pub(super) fn load(&self) -> anyhow::Result<Rules> {
        self.load_into(pack::Rules::default())
    }

    /// The same, with the files of tests that lie beside rules.
    pub(super) fn load_with_tests(&self) -> anyhow::Result<Rules> {
        self.load_into(pack::Rules::with_tests())
    }

    fn load_into(&self, rules: pack::Rules) -> anyhow::Result<Rules> {
        let (rules, read) = self.read_configured(rules)?;
        let schemas = self.schemas.load()?;
        let rules = self.configure(rules, read, schemas);
        tell(&rules)?;
        Ok(rules)
    }

    fn read_configured(
        &self,
        mut rules: pack::Rules,
    ) -> anyhow::Result<(pack::Rules, Option<Read>)> {
        let flagged = self.flagged_packs()?;
        let mut problems = Vec::new();
        let read = self.configuration.read(&mut rules.sources, &mut problems)?;
        let configuration = read.as_ref().map(|read| &read.configuration);
        match (flagged, configuration.and_then(|one| one.packs.as_ref())) {
            (Some(Packs { shipped, paths }), _) => {
                rules.add_shipped(&shipped);
                for path in paths {
                    let content = Content::read(&path).map_err(Complaint::from)?;
                    rules.add_pack(&content, &path).map_err(Complaint::from)?;
                }
            }
            (None, Some(entries)) => {
                let folder = configuration.map_or(Path::new(""), |one| &one.folder);
                add_configured(&mut rules, folder, entries, &mut problems);
            }
            (None, None) => rules.add_shipped(&shipped_packs()),
        }
        rules.check_requirements();
        for path in &self.files {
            rules.add_path(path).map_err(Complaint::from)?;
        }
        if let (Some(one), true) = (configuration, self.files.is_empty()) {
            let folders = one.rule_folders.iter().flatten();
            folders.for_each(|name| add_folder(&mut rules, &one.folder, name, &mut problems));
        }
        rules.problems.splice(0..0, problems);
        Ok((rules, read))
    }

    /// Refuses rules (by position) that read a parameter without a value.
    pub(super) fn require_values(&self, rules: &mut Rules, chosen: &[usize]) -> anyhow::Result<()> {
        let mut problems = Vec::new();
        let folder = rules.configuration.as_ref();
        let folder = folder.map_or(Path::new(""), |read| &read.configuration.folder);
        let known = Known {
            files: &rules.files,
            sources: &rules.sources,
            elsewhere: &Elsewhere::default,
        };
        let key_of = |param: &Param| known.key_of(folder, param.span);
        configuration::require_values(&rules.program, chosen, &key_of, &mut problems);
        rules.problems = problems;
        tell(rules)
    }

    fn configure(&self, mut rules: pack::Rules, read: Option<Read>, schemas: Schemas) -> Rules {
        let mut problems = std::mem::take(&mut rules.problems);
        let mut program = understand(&rules, &schemas, &mut problems);
        let pack::Rules {
            sources,
            files,
            packs,
            ..
        } = rules;
        configuration::check_defaults(&program, &mut problems);
        if let Some(Read { configuration, .. }) = &read {
            let known = Known {
                files: &files,
                sources: &sources,
                elsewhere: &|| self.elsewhere(configuration),
            };
            configuration.apply(&mut program, &known, &mut problems);
        }
        let headers = program.rules.iter().map(|rule| rule.about.clone());
        Rules {
            about: headers.collect(),
            problems,
            sources,
            program,
            files,
            packs,
            configuration: read,
            schemas,
        }
    }

    /// The rules that there are although this run does not load them: of other packs, and of the
    /// project's folders where `--rules` names others.
    fn elsewhere(&self, configuration: &Configuration) -> Elsewhere {
        let mut rules = pack::Rules::default();
        rules.add_shipped(&shipped_packs());
        if !self.files.is_empty() {
            for name in configuration.rule_folders.iter().flatten() {
                // Here it only matters whether the rules are there.
                let _ = rules.add_path(&configuration.folder.join(&name.text));
            }
        }
        for entry in configuration.packs.iter().flatten() {
            if let (PackEntry::Path { path, .. }, false) = (entry, self.packs.is_empty()) {
                let place = configuration.folder.join(&path.text);
                let _ = Content::read(&place).and_then(|content| rules.add_pack(&content, &place));
            }
        }
        let items = rules.files.iter().flat_map(|file| &file.file.items);
        let ids = items.filter_map(|item| match item {
            Item::Rule(rule) => Some(rule.id.text.clone()),
            _ => None,
        });
        let files = rules.files.iter();
        let names = files.filter_map(|file| rules.sources.get(file.file.source));
        Elsewhere {
            rules: ids.collect(),
            files: names.map(|source| PathBuf::from(&source.name)).collect(),
        }
    }

    /// The packs that flags name; `None` where there are no such flags.
    fn flagged_packs(&self) -> Result<Option<Packs>, Complaint> {
        match self.packs.as_slice() {
            [] => return Ok(None),
            [none] if none == "none" => return Ok(Some(Packs::default())),
            names if names.iter().any(|name| name == "none") => {
                return Err(
                    Complaint::new("`--pack none` stands beside another `--pack`")
                        .help("leave out one of them"),
                );
            }
            _ => {}
        }
        let shipped = shipped_packs();
        let mut packs = Packs::default();
        for name in &self.packs {
            if shipped.contains(name) {
                packs.shipped.push(name.clone());
            } else if is_path(name) {
                packs.paths.push(PathBuf::from(name));
            } else {
                return Err(no_pack(name, &shipped));
            }
        }
        Ok(Some(packs))
    }
}

/// The program that rules make, held against the schemas; what is wrong with it is told.
///
/// Advice about rules is for who writes them: `plangate lint` gives it, and knows which of it is
/// excused. Who runs them must know what was not checked.
pub(super) fn understand(
    rules: &pack::Rules,
    schemas: &Schemas,
    problems: &mut Vec<Diagnostic>,
) -> Program {
    let program = program::check(&rules.files, &rules.sources, problems);
    // What is shipped is checked when it is built.
    let is_given = |source| !rules.shipped.contains(&source);
    let mut found = Vec::new();
    typing::check(&program, &rules.sources, schemas, &is_given, &mut found);
    found.retain(|problem| problem.severity == Severity::Error || problem.code == UNCHECKED);
    problems.append(&mut found);
    program
}

/// Refuses names that no shipped pack has.
pub(super) fn require_shipped(names: &[String]) -> Result<(), Complaint> {
    let shipped = shipped_packs();
    match names.iter().find(|name| !shipped.contains(name)) {
        Some(wrong) => Err(no_pack(wrong, &shipped)),
        None => Ok(()),
    }
}

/// Packs that flags name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Packs {
    shipped: Vec<String>,
    paths: Vec<PathBuf>,
}

/// Whether what is not the name of a shipped pack means a folder or file.
fn is_path(text: &str) -> bool {
    text.contains(std::path::is_separator) || Path::new(text).exists()
}

/// Tells what is wrong with rules, and refuses those that have an error.
fn tell(rules: &Rules) -> anyhow::Result<()> {
    if complaint::say_of_rules(&rules.problems, &rules.sources) {
        return Ok(());
    }
    Err(Complaint::new("the rules have errors, so nothing was done").into())
}

/// Adds the packs that the configuration names.
fn add_configured(
    rules: &mut pack::Rules,
    folder: &Path,
    entries: &[PackEntry],
    problems: &mut Vec<Diagnostic>,
) {
    let shipped = shipped_packs();
    let mut names = Vec::new();
    let mut paths = Vec::new();
    for entry in entries {
        match entry {
            PackEntry::Shipped(name) if shipped.contains(&name.text) => {
                names.push(name.text.clone());
            }
            PackEntry::Shipped(name) => {
                let message = format!("there is no shipped pack `{}`", name.text.escape_debug());
                let problem = Diagnostic::error("C907", message, name.span, "unknown pack");
                problems.push(problem.help(near_pack(&name.text, &shipped)));
            }
            PackEntry::Path { path, digest } => paths.push((path, digest.as_ref())),
        }
    }
    rules.add_shipped(&names);
    for (path, digest) in paths {
        let place = folder.join(&path.text);
        let added = Content::read(&place).and_then(|content| {
            if let Some(wanted) = digest.filter(|wanted| wanted.text != content.digest()) {
                problems.push(another(&place, wanted, &content));
                return Ok(());
            }
            rules.add_pack(&content, &place)
        });
        if let Err(error) = added {
            problems.push(unloadable(error, path));
        }
    }
}

/// A pack that is not the one that the configuration means.
fn another(place: &Path, wanted: &Name, content: &Content) -> Diagnostic {
    let message = format!("`{}` is not the pack that is pinned", place.display());
    let found = content.digest();
    Diagnostic::error("C907", message, wanted.span, "another digest")
        .also(wanted.span, format!("the pack's is {found}"))
        .help("where the pack was changed on purpose, look at the change and write its digest here")
}

fn unloadable(error: LoadError, name: &Name) -> Diagnostic {
    let problem = Diagnostic::error("C907", error.message, name.span, "cannot be loaded");
    let help = "paths start from the folder of this file";
    problem.help(error.help.unwrap_or_else(|| help.to_owned()))
}

/// Adds a folder that the configuration names.
pub(super) fn add_folder(
    rules: &mut pack::Rules,
    folder: &Path,
    name: &Name,
    problems: &mut Vec<Diagnostic>,
) {
    if let Err(error) = rules.add_path(&folder.join(&name.text)) {
        problems.push(unloadable(error, name));
    }
}

/// A pack that is misspelled would be rules that silently do not run.
fn no_pack(wrong: &str, shipped: &[String]) -> Complaint {
    Complaint::new(format!("there is no shipped pack `{wrong}`")).help(near_pack(wrong, shipped))
}

fn near_pack(wrong: &str, shipped: &[String]) -> String {
    match nearest(wrong, shipped.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!(
            "the packs are {}; a folder or file is written with a separator, as `./pack`",
            shipped.join(", ")
        ),
    }
}

#[cfg(test)]
mod tests;
