//! `plangate test`: runs the tests of rules.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Exit,
    complaint::{self, Complaint},
    configuration::ConfigurationFlags,
    file,
    load::{self, add_folder},
    output,
    schema::SchemaFlags,
    terminal,
};
use crate::diagnostic::{Diagnostic, nearest};
use crate::pack::Rules;
use crate::program::{About, Program};
use crate::report::Style;
use crate::report::trial::{ALL, CoverageFormat, Listing, Tested, find};
use crate::trial::mutation::mutate;
use crate::trial::{self, Given, Suite};

/// Run the tests of rules.
///
/// A test stands in a rule file, or in `NAME.test.rule` beside `NAME.rule`. It says what is given
/// and what is expected of it; whatever else a rule under test finds fails the test.
///
/// Exit codes: 0 every test passes; 1 a test fails, or with `--mutate` a mutant is not noticed and
/// nobody says why; 2 nothing was run, because of bad rules or
/// tests, or because there are none.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Test {
    /// Run the tests of a rule file, or of a folder and its subfolders.
    ///
    /// Without PATH and `--pack` these are the tests of the folders that `plangate.toml` names, or
    /// else of the working directory. Nothing else in the configuration is used: a test says the
    /// parameters itself.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Run the tests of this shipped pack.
    #[arg(long = "pack", value_name = "NAME")]
    packs: Vec<String>,

    #[command(flatten)]
    configuration: ConfigurationFlags,

    #[command(flatten)]
    schemas: SchemaFlags,

    /// Run only the tests whose sentence, or whose rule's id, matches.
    ///
    /// `*` stands for any text, `?` for one character.
    #[arg(long, value_name = "PATTERN")]
    filter: Option<String>,

    /// Run so many tests at a time; as many as there are processors if it is left out.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Write the results in this format, to standard output or to a file; several are possible.
    ///
    /// `text` is for people, `json` has everything, `junit` is for build services, `tap` for test
    /// harnesses.
    #[arg(long = "format", value_name = "NAME[=FILE]", help_heading = "Report")]
    #[arg(default_value = ALL[0].name, value_parser = Output::parse)]
    outputs: Vec<Output>,

    /// Say which conditions no test has seen true, or false; `json` and `lcov` go to a file.
    #[arg(
        long,
        value_name = "FORMAT[:FILE]",
        help_heading = "Report",
        require_equals = true
    )]
    #[arg(num_args = 0..=1, default_missing_value = CoverageFormat::Text.word())]
    #[arg(value_parser = CoverageOutput::parse)]
    coverage: Option<CoverageOutput>,

    /// Change rules, and what tests give, a little; say which changes no test notices.
    ///
    /// A comment `# plangate: allow(mutant) REASON` says why one need not be noticed.
    #[arg(long)]
    mutate: bool,
}

/// A format of results, and where it goes.
#[derive(Clone, Debug)]
struct Output {
    listing: &'static Listing,
    file: Option<PathBuf>,
}

impl Output {
    fn parse(text: &str) -> Result<Output, String> {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let known = ALL.iter().map(|listing| listing.name);
        let Some(listing) = find(name) else {
            return Err(unknown(name, &known.collect::<Vec<_>>()));
        };
        match file {
            Some("" | "-") => Err("no file is named after `=`".to_owned()),
            file => Ok(Output {
                listing,
                file: file.map(PathBuf::from),
            }),
        }
    }
}

/// A format of coverage, and where it goes.
#[derive(Clone, Debug)]
struct CoverageOutput {
    format: CoverageFormat,
    file: Option<PathBuf>,
}

impl CoverageOutput {
    fn parse(text: &str) -> Result<CoverageOutput, String> {
        let (name, file) = match text.split_once(':') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let format = CoverageFormat::ALL
            .into_iter()
            .find(|format| format.word() == name);
        let Some(format) = format else {
            let known = CoverageFormat::ALL.map(CoverageFormat::word);
            return Err(unknown(name, &known));
        };
        match (format, file) {
            (_, Some("" | "-")) => Err("no file is named after `:`".to_owned()),
            (CoverageFormat::Json | CoverageFormat::Lcov, None) => {
                Err(format!("it goes to a file: `--coverage={name}:FILE`"))
            }
            (_, file) => Ok(CoverageOutput {
                format,
                file: file.map(PathBuf::from),
            }),
        }
    }
}

fn unknown(name: &str, known: &[&str]) -> String {
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the formats are {}", known.join(", ")),
    };
    format!("there is no format `{name}`; {help}")
}

/// Writes to a file, or to standard output.
fn write(
    file: Option<&Path>,
    render: impl FnOnce(&mut dyn Write, &Style) -> io::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = file else {
        return output::standard_output(render);
    };
    file::write_whole(path, |out| render(out, &terminal::file_style()))
}

impl Test {
    /// Loads rules and tests, and runs them.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let rules = self.load()?;
        let mut problems = rules.problems.clone();
        let schemas = self.schemas.load()?;
        let program = load::understand(&rules, &schemas, &mut problems);
        refuse(
            &problems,
            &rules,
            "the rules have errors, so no test was run",
        )?;
        let mut problems = Vec::new();
        let mut suite = Suite::new(&rules, &program, &mut problems).with_schemas(&schemas);
        refuse(&problems, &rules, NOT_RUN)?;
        self.filter(&mut suite)?;
        let given = given(&suite, &rules)?;
        let trials = trial::run(&suite, &given, self.jobs());
        let about = about(&program);
        let all_pass = trials.iter().all(trial::Trial::passes);
        // Where a test fails already, no mutant can be told from the rule.
        let mutants = (self.mutate && all_pass).then(|| mutate(&suite, &given, self.jobs()));
        let tested = Tested {
            version: env!("CARGO_PKG_VERSION"),
            trials: &trials,
            rules: &about,
            sources: &rules.sources,
            mutants: mutants.as_ref(),
            filtered: self.filter.is_some(),
        };
        for Output { listing, file } in &self.outputs {
            write(file.as_deref(), |out, style| {
                (listing.render)(&tested, style, out)
            })?;
        }
        if let Some(CoverageOutput { format, file }) = &self.coverage {
            let coverage = trial::coverage(&suite, &given, self.jobs());
            write(file.as_deref(), |out, style| {
                format.write(&coverage, style, out)
            })?;
        }
        if self.mutate && !all_pass {
            complaint::note("no mutants are made while a test fails");
        }
        let open = mutants.is_some_and(|mutants| mutants.unexcused().next().is_some());
        Ok(if all_pass && !open {
            Exit::Clean
        } else {
            Exit::Blocked
        })
    }

    fn load(&self) -> anyhow::Result<Rules> {
        let mut rules = Rules::with_tests();
        load::require_shipped(&self.packs)?;
        rules.add_shipped(&self.packs);
        for path in &self.paths {
            rules.add_path(path).map_err(Complaint::from)?;
        }
        if self.paths.is_empty() && self.packs.is_empty() {
            self.add_usual(&mut rules)?;
        }
        Ok(rules)
    }

    /// Adds the folders of the project, or the working directory.
    fn add_usual(&self, rules: &mut Rules) -> anyhow::Result<()> {
        let mut problems = Vec::new();
        let read = self.configuration.read(&mut rules.sources, &mut problems)?;
        let configuration = read.map(|read| read.configuration);
        match configuration.as_ref().and_then(|one| {
            let folders = one.rule_folders.as_ref()?;
            Some((one, folders))
        }) {
            Some((one, folders)) => {
                for name in folders {
                    add_folder(rules, &one.folder, name, &mut problems);
                }
            }
            None => rules.add_path(Path::new(".")).map_err(Complaint::from)?,
        }
        rules.problems.splice(0..0, problems);
        Ok(())
    }

    /// Keeps the tests that are asked for; that there are none is never a success.
    fn filter(&self, suite: &mut Suite<'_>) -> Result<(), Complaint> {
        if suite.cases.is_empty() {
            return Err(Complaint::new("there are no tests").help(
                "a test stands in a rule file, or in `NAME.test.rule` beside `NAME.rule`: \
                 `test \"sentence\" { given … expect … }`",
            ));
        }
        let Some(pattern) = &self.filter else {
            return Ok(());
        };
        let all = suite.cases.len();
        suite.keep(pattern).map_err(|error| {
            Complaint::new(format!("`{pattern}` is not a pattern: {}", error.kind()))
                .help("`*` stands for any text, `?` for one character, `[ab]` for one of these")
        })?;
        if suite.cases.is_empty() {
            return Err(Complaint::new(format!("no test matches `{pattern}`")).help(format!(
                "the pattern is for a whole sentence or rule id, as in `*{pattern}*`; there are \
                 {all} tests"
            )));
        }
        Ok(())
    }

    fn jobs(&self) -> usize {
        let jobs = self
            .jobs
            .or_else(|| std::thread::available_parallelism().ok());
        jobs.map_or(1, NonZeroUsize::get)
    }
}

const NOT_RUN: &str = "the tests have errors, so none was run";

/// What every test gives, or what is wrong with it.
fn given(suite: &Suite<'_>, rules: &Rules) -> anyhow::Result<Vec<Given>> {
    let mut problems = Vec::new();
    let cases = suite.cases.iter();
    let given: Vec<Given> = cases
        .filter_map(|case| suite.given(case, &mut problems))
        .collect();
    refuse(&problems, rules, NOT_RUN)?;
    Ok(given)
}

fn refuse(problems: &[Diagnostic], rules: &Rules, what: &str) -> Result<(), Complaint> {
    if complaint::say_of_rules(problems, &rules.sources) {
        Ok(())
    } else {
        Err(Complaint::new(what))
    }
}

fn about(program: &Program) -> Vec<About> {
    let rules = program.rules.iter();
    rules.map(|rule| rule.about.clone()).collect()
}

const EXAMPLES: &str = "\
Examples:
  plangate test policies
      runs every test below a folder

  plangate test policies/tags.rule --filter '*bucket*'
      runs the tests of one file whose sentence speaks of a bucket

  plangate test policies --format text --format junit=tests.xml --coverage=lcov:rules.info
      writes the results for people and for a build service, and which conditions tests have seen

  plangate test policies --mutate
      says which changes of the rules no test would notice";
