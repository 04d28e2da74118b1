//! `plangate lint`: what is wrong with rules, and what is better written otherwise.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint::{self, Complaint},
    configuration::ConfigurationFlags,
    file,
    load::require_shipped,
    output, rewrite,
    schema::SchemaFlags,
};
use crate::configuration::Configuration;
use crate::diagnostic::{Diagnostic, Severity};
use crate::lint::{self, Checked, Levels};
use crate::pack::{self, shipped_packs};
use crate::program;
use crate::report::advice::{ALL, Advice, Listing, Mended};
use crate::source::{SourceId, Sources};
use crate::syntax;
use crate::typing;

/// So many times fixes are made that other fixes made possible.
const PASSES: usize = 20;

/// Find what is wrong with rules, and what is better written otherwise.
///
/// Errors are what `plangate check` refuses as well. Warnings are advice: what is probably not
/// meant, and what a reader stumbles over. A comment `# plangate: allow(W601) reason` excuses one.
///
/// Exit codes: 0 nothing is wrong, or there are warnings alone; 1 a lint at the level `error` found
/// something, or with --deny any lint did; 2 rules have errors, or files cannot be read or written.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Lint {
    /// Look at this rule file, or at every `.rule` file below this folder.
    ///
    /// Without a path and without --pack, the folders are those that the configuration names, else
    /// it is the current one.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Look at this shipped pack; `shipped` means all of them.
    #[arg(long = "pack", value_name = "NAME")]
    packs: Vec<String>,

    #[command(flatten)]
    configuration: ConfigurationFlags,

    /// Mend what can be mended without a change of what any rule decides.
    #[arg(long)]
    fix: bool,

    /// Take warnings for errors.
    #[arg(long, value_name = "WHAT", value_parser = ["warnings"])]
    deny: Option<String>,

    #[command(flatten)]
    schemas: SchemaFlags,

    /// Write what is found in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report", default_value = ALL[0].name)]
    #[arg(value_parser = one_of(ALL, |listing| listing.name, |listing| listing.about))]
    format: &'static Listing,
}

/// Rules as read, and all there is to say about them.
struct Look {
    sources: Sources,
    problems: Vec<Diagnostic>,
    /// The files that were asked about.
    asked: BTreeSet<SourceId>,
    /// Where it was looked.
    paths: Vec<PathBuf>,
}

impl Lint {
    /// Looks, mends where that is asked for, and tells what is left.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let mut mended = Vec::new();
        if self.fix {
            mended = self.mend()?;
        }
        let look = self.look()?;
        let advice = Advice {
            problems: &look.problems,
            sources: &look.sources,
            files: look.asked.len(),
            mended: &mended,
            version: env!("CARGO_PKG_VERSION"),
        };
        output::standard_output(|out, style| (self.format.write)(&advice, style, out))?;
        Ok(self.exit(&look.problems))
    }

    fn exit(&self, problems: &[Diagnostic]) -> Exit {
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let is_lint = |problem: &Diagnostic| lint::find(problem.code).is_some();
        if problems
            .iter()
            .filter(is_error)
            .any(|problem| !is_lint(problem))
        {
            Exit::Undecided
        } else if problems.iter().any(|problem| is_error(&problem))
            || (self.deny.is_some() && !problems.is_empty())
        {
            Exit::Blocked
        } else {
            Exit::Clean
        }
    }

    /// Reads the rules and says all there is to say about those that were asked about.
    fn look(&self) -> anyhow::Result<Look> {
        let mut rules = pack::Rules::with_tests();
        let packs = self.packs()?;
        let mut configured = Vec::new();
        let read = self
            .configuration
            .read(&mut rules.sources, &mut configured)?;
        let configuration = read.map(|read| read.configuration).unwrap_or_default();
        let levels = Levels::of_settings(&configuration.lint, &mut configured);
        rules.add_shipped(&packs);
        let paths = self.paths(&configuration);
        let mut names = BTreeSet::new();
        for path in &paths {
            let files = pack::rule_files(path).map_err(Complaint::from)?;
            names.extend(files.iter().map(|file| file.display().to_string()));
            rules.add_path(path).map_err(Complaint::from)?;
        }
        let pack::Rules {
            sources,
            files,
            mut problems,
            ..
        } = rules;
        problems.splice(0..0, configured);
        let program = program::check(&files, &sources, &mut problems);
        let is_asked = |file: &&program::RuleFile| {
            let source = sources.get(file.file.source);
            packs.contains(&file.pack) || source.is_some_and(|it| names.contains(&it.name))
        };
        let asked = files.iter().filter(is_asked);
        let asked: BTreeSet<SourceId> = asked.map(|file| file.file.source).collect();
        let is_wanted = |source| asked.contains(&source);
        let schemas = self.schemas.load()?;
        typing::check(&program, &sources, &schemas, &is_wanted, &mut problems);
        let checked = Checked {
            files: &files,
            sources: &sources,
            found: problems,
        };
        let problems = lint::advise(checked, &|id| asked.contains(&id), &levels);
        Ok(Look {
            sources,
            problems,
            asked,
            paths,
        })
    }

    /// Where to look.
    fn paths(&self, configuration: &Configuration) -> Vec<PathBuf> {
        if !self.paths.is_empty() || !self.packs.is_empty() {
            return self.paths.clone();
        }
        let folders = configuration.rule_folders.iter().flatten();
        let folders = folders.map(|name| configuration.folder.join(&name.text));
        let paths: Vec<PathBuf> = folders.collect();
        if paths.is_empty() {
            vec![PathBuf::from(".")]
        } else {
            paths
        }
    }

    /// The shipped packs that were asked for.
    fn packs(&self) -> Result<Vec<String>, Complaint> {
        if self.packs.iter().any(|name| name == "shipped") {
            return Ok(shipped_packs());
        }
        require_shipped(&self.packs)?;
        Ok(self.packs.clone())
    }

    /// Makes safe fixes until there are none left; says what was mended.
    fn mend(&self) -> anyhow::Result<Vec<Mended>> {
        if !self.packs.is_empty() {
            let complaint = Complaint::new("a shipped pack cannot be mended");
            return Err(complaint.help("leave out `--fix`, or name files").into());
        }
        let mut mended = Vec::new();
        for _ in 0..PASSES {
            let look = self.look()?;
            let writable = rewrite::files(&look.paths)?.into_iter().collect();
            let changes = changes(&look, &writable);
            if changes.is_empty() {
                break;
            }
            for change in &changes {
                write(&change.path, &change.new)?;
            }
            if self.look()?.errors() > look.errors() {
                // Nobody is left with rules that are worse than they were.
                for change in &changes {
                    write(&change.path, &change.old)?;
                }
                let complaint =
                    Complaint::new("a fix made an error, so the last fixes were undone");
                complaint::say(&complaint.help("please report these rules").into());
                break;
            }
            mended.extend(changes.into_iter().flat_map(|change| change.mended));
        }
        Ok(mended)
    }
}

impl Look {
    fn errors(&self) -> usize {
        let problems = self.problems.iter();
        problems
            .filter(|problem| problem.severity == Severity::Error)
            .count()
    }
}

/// A file that fixes change.
struct Change {
    path: PathBuf,
    old: String,
    new: String,
    mended: Vec<Mended>,
}

/// The files that safe fixes change, each with as many fixes as do not overlap. A change that the
/// syntax refuses is none.
fn changes(look: &Look, writable: &BTreeSet<PathBuf>) -> Vec<Change> {
    let mut changes = Vec::new();
    for id in &look.asked {
        let Some(source) = look.sources.get(*id) else {
            continue;
        };
        let (new, fixed) = lint::apply(&source.text, *id, &look.problems);
        let is_worse = syntax_errors(&new) > syntax_errors(&source.text);
        if fixed.is_empty() || is_worse || !writable.contains(Path::new(&source.name)) {
            continue;
        }
        let mended = fixed.iter().map(|problem| Mended {
            file: source.name.clone(),
            code: problem.code,
            message: problem.message.clone(),
        });
        changes.push(Change {
            path: PathBuf::from(&source.name),
            old: source.text.to_string(),
            mended: mended.collect(),
            new,
        });
    }
    changes
}

fn syntax_errors(text: &str) -> usize {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add("", text);
    syntax::parse(&sources, id, &mut problems);
    problems.len()
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    file::write_whole(path, |out| out.write_all(text.as_bytes()))
}

const EXAMPLES: &str = "\
Examples:
  plangate lint
      looks at every rule file below the current folder

  plangate lint --fix rules
      mends what can be mended safely, and tells the rest

  plangate lint --deny warnings --format github rules
      fails on every warning, and shows them beside the changed lines; for workflows of GitHub";
