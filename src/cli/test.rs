//! `plangate test`: runs the tests of rules.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    Exit,
    choice::one_of,
    complaint::{self, Complaint},
    configuration::ConfigurationFlags,
    load::{add_folder, no_pack},
    output,
};
use crate::diagnostic::Diagnostic;
use crate::pack::{Rules, shipped_packs};
use crate::program::{self, About, Program};
use crate::report::trial::{ALL, Listing, Tested};
use crate::trial::{self, Given, Suite};

/// Run the tests of rules.
///
/// A test stands in a rule file, or in `NAME.test.rule` beside `NAME.rule`. It says what is given
/// and what is expected of it; whatever else a rule under test finds fails the test.
///
/// Exit codes: 0 every test passes; 1 a test fails; 2 nothing was run, because of bad rules or
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

    /// Run only the tests whose sentence, or whose rule's id, matches.
    ///
    /// `*` stands for any text, `?` for one character.
    #[arg(long, value_name = "PATTERN")]
    filter: Option<String>,

    /// Run so many tests at a time; as many as there are processors if it is left out.
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,

    /// Write the results in this format, to standard output.
    #[arg(long, value_name = "NAME", help_heading = "Report", default_value = ALL[0].name)]
    #[arg(value_parser = one_of(ALL, |listing| listing.name, |listing| listing.about))]
    format: &'static Listing,
}

impl Test {
    /// Loads rules and tests, and runs them.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let rules = self.load()?;
        let mut problems = rules.problems.clone();
        let program = program::check(&rules.files, &rules.sources, &mut problems);
        refuse(
            &problems,
            &rules,
            "the rules have errors, so no test was run",
        )?;
        let mut problems = Vec::new();
        let mut suite = Suite::new(&rules, &program, &mut problems);
        refuse(&problems, &rules, NOT_RUN)?;
        self.filter(&mut suite)?;
        let given = given(&suite, &rules)?;
        let trials = trial::run(&suite, &given, self.jobs());
        let about = about(&program);
        let tested = Tested {
            version: env!("CARGO_PKG_VERSION"),
            trials: &trials,
            rules: &about,
            sources: &rules.sources,
            filtered: self.filter.is_some(),
        };
        output::standard_output(|out, style| (self.format.render)(&tested, style, out))?;
        let (_, failed) = tested.counts();
        Ok(if failed == 0 {
            Exit::Clean
        } else {
            Exit::Blocked
        })
    }

    fn load(&self) -> anyhow::Result<Rules> {
        let mut rules = Rules::with_tests();
        let shipped = shipped_packs();
        if let Some(wrong) = self.packs.iter().find(|name| !shipped.contains(name)) {
            return Err(no_pack(wrong, &shipped).into());
        }
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
      runs the tests of one file whose sentence speaks of a bucket";
