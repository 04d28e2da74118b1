//! `plangate pack`: what packs there are, whether a pack is whole, and a pack as one file.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};

use super::{
    Exit,
    choice::one_of,
    complaint::{self, Complaint},
    file,
    load::RuleSources,
    output,
    schema::SchemaFlags,
};
use crate::configuration;
use crate::diagnostic::Diagnostic;
use crate::pack::{self, Content, EXTENSION, MANIFEST, Pack, shipped_pack, shipped_packs};
use crate::program;
use crate::report::packs;
use crate::schema::Schemas;
use crate::syntax::ast::Item;
use crate::trial::{self, Given, Suite};
use crate::typing;

/// List, check and build packs: rules that are given away together.
///
/// A pack is a folder with a `pack.toml`, or a file that `plangate pack build` made of one.
#[derive(Args)]
pub(super) struct Packs {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    List(List),
    Check(Check),
    Build(Build),
}

/// List the packs that are shipped, configured, or given by `--pack`, with their digests.
#[derive(Args)]
struct List {
    #[command(flatten)]
    sources: RuleSources,

    /// Write the list in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report")]
    #[arg(default_value = Format::Table.word())]
    #[arg(value_parser = one_of(&Format::ALL, Format::word, Format::about))]
    format: Format,
}

/// Check that packs are whole: the manifest, every rule, what they import, and that all tests pass.
///
/// Packs that import of each other are checked together. Exit codes: 0 they are whole; 2 they are
/// not, or cannot be read.
#[derive(Args)]
struct Check {
    /// Check this pack: a folder, or a file.
    #[arg(value_name = "DIR|FILE", required = true)]
    packs: Vec<PathBuf>,

    #[command(flatten)]
    schemas: SchemaFlags,
}

/// Make one file of a pack. The same content gives the same bytes, and has the same digest as the
/// folder.
///
/// The pack is checked first, as `plangate pack check` does.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
struct Build {
    /// Make a file of this folder.
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Write it to this file, not to NAME-VERSION.plangate in the current folder.
    #[arg(short, long = "output", value_name = "FILE")]
    output: Option<PathBuf>,

    /// Load this pack for what the pack imports of it.
    #[arg(long = "with", value_name = "DIR|FILE")]
    with: Vec<PathBuf>,

    #[command(flatten)]
    schemas: SchemaFlags,
}

#[derive(Clone, Copy)]
enum Format {
    Table,
    Json,
}

impl Packs {
    /// Does what is asked.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        match self.what {
            What::List(list) => list.run(),
            What::Check(check) => check.run(),
            What::Build(build) => build.run(),
        }
    }
}

impl List {
    fn run(&self) -> anyhow::Result<Exit> {
        let mut found: Vec<Pack> = self.sources.load()?.packs;
        for name in shipped_packs() {
            let is_there = found.iter().any(|pack| pack.manifest.name == name);
            found.extend(shipped_pack(&name).filter(|_| !is_there));
        }
        found.sort_by(|a, b| a.manifest.name.cmp(&b.manifest.name));
        output::standard_output(|out, style| match self.format {
            Format::Table => packs::table(&found, style, out),
            Format::Json => packs::json(&found, env!("CARGO_PKG_VERSION"), out),
        })?;
        Ok(Exit::Clean)
    }
}

impl Check {
    fn run(&self) -> anyhow::Result<Exit> {
        let checked = check(&self.packs, &self.schemas.load()?)?;
        output::standard_output(|out, _| {
            for pack in &checked {
                writeln!(out, "{}", summary(pack))?;
            }
            Ok(())
        })?;
        Ok(Exit::Clean)
    }
}

impl Build {
    fn run(&self) -> anyhow::Result<Exit> {
        if !self.folder.is_dir() {
            let name = self.folder.display();
            let complaint = Complaint::new(format!("there is no folder `{name}`"));
            let help = format!("give the folder that the `{MANIFEST}` lies in");
            return Err(complaint.help(help).into());
        }
        let mut paths = vec![self.folder.clone()];
        paths.extend(self.with.iter().cloned());
        let checked = check(&paths, &self.schemas.load()?)?;
        let pack = checked.first().context("the pack was not loaded")?;
        let content = Content::read(&self.folder).map_err(Complaint::from)?;
        let bytes = content
            .archive()
            .context("cannot make a file of the pack")?;
        let (name, version) = (&pack.pack.manifest.name, &pack.pack.manifest.version);
        let path = self
            .output
            .clone()
            .unwrap_or_else(|| PathBuf::from(format!("{name}-{version}.{EXTENSION}")));
        file::write_whole(&path, |out| out.write_all(&bytes))?;
        let written = Content::read(&path).map_err(Complaint::from)?;
        if written != content {
            return Err(Complaint::new("what was written is not what the folder holds").into());
        }
        output::standard_output(|out, _| {
            writeln!(out, "{}", path.display())?;
            writeln!(out, "{}", summary(pack))
        })?;
        Ok(Exit::Clean)
    }
}

/// A pack that is whole, and the number of its tests.
struct Checked {
    pack: Pack,
    tests: usize,
}

/// Loads packs together, runs their tests, and tells what is wrong with them.
fn check(paths: &[PathBuf], schemas: &Schemas) -> anyhow::Result<Vec<Checked>> {
    let mut rules = pack::Rules::with_tests();
    for path in paths {
        let content = Content::read(path).map_err(Complaint::from)?;
        rules.add_pack(&content, path).map_err(Complaint::from)?;
    }
    rules.check_requirements();
    rules.check_imports();
    let mut problems = rules.problems.clone();
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    typing::check(&program, &rules.sources, schemas, &|_| true, &mut problems);
    configuration::check_defaults(&program, &mut problems);
    let errors = |problems: &[Diagnostic]| {
        if complaint::say_of_rules(problems, &rules.sources) {
            return Ok(());
        }
        Err(Complaint::new("the pack has errors"))
    };
    errors(&problems)?;
    let mut problems = Vec::new();
    let suite = Suite::new(&rules, &program, &mut problems).with_schemas(schemas);
    let cases = suite.cases.iter();
    let given: Vec<Given> = cases
        .filter_map(|case| suite.given(case, &mut problems))
        .collect();
    errors(&problems)?;
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    let trials = trial::run(&suite, &given, threads);
    let failures = trials.into_iter().flat_map(|trial| trial.failures);
    problems.extend(failures.map(|failure| failure.problem));
    errors(&problems)?;
    let tests_in = |name: &str| {
        let files = rules.files.iter().filter(|file| file.pack == name);
        let items = files.flat_map(|file| &file.file.items);
        items.filter(|item| matches!(item, Item::Test(_))).count()
    };
    let packs = rules.packs.iter().map(|pack| Checked {
        tests: tests_in(&pack.manifest.name),
        pack: pack.clone(),
    });
    Ok(packs.collect())
}

fn summary(checked: &Checked) -> String {
    let counted = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    };
    let pack = &checked.pack;
    format!(
        "{} {}: {}, {}, {}",
        pack.manifest.name,
        pack.manifest.version,
        counted(pack.rules, "rule"),
        counted(checked.tests, "test"),
        pack.digest()
    )
}

impl Format {
    const ALL: [Format; 2] = [Format::Table, Format::Json];

    fn word(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Json => "json",
        }
    }

    fn about(self) -> &'static str {
        match self {
            Format::Table => "For people",
            Format::Json => "For machines",
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  plangate pack build packs/acme
      checks the pack and writes acme-1.0.0.plangate, if those are its name and version

  plangate check plan.json --pack ./acme-1.0.0.plangate
      judges a plan by its rules";
