//! Tests of shipped rules, and which mutants they notice.

use std::path::Path;

use plangate::pack::{self, Rules};
use plangate::program;
use plangate::trial::mutation::mutate;
use plangate::trial::{self, Suite};

use super::cases;

/// They pass, and results do not depend on the number of threads.
#[test]
fn tests_of_shipped_rules_pass() {
    let mut rules = Rules::with_tests();
    rules.add_shipped(&pack::shipped_packs());
    let mut problems = rules.problems.clone();
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    let suite = Suite::new(&rules, &program, &mut problems);
    let cases = suite.cases.iter();
    let given: Vec<_> = cases
        .filter_map(|case| suite.given(case, &mut problems))
        .collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert!(given.len() >= 8, "{}", given.len());
    let trials = trial::run(&suite, &given, 2);
    let failed = trials.iter().filter(|trial| !trial.passes());
    let failed: Vec<&str> = failed.map(|trial| trial.sentence.as_str()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    let mutants = mutate(&suite, &given, 1);
    // Each that no test notices has its reason beside it.
    let open: Vec<_> = mutants.unexcused().collect();
    assert!(open.is_empty(), "{open:?}");
    let many = mutate(&suite, &given, 8);
    assert_eq!(format!("{mutants:?}"), format!("{many:?}"));
}

/// A test file is no rule file for those who judge.
#[test]
fn rules_without_tests_leave_test_files_out() {
    let folder = cases::root().join("tests/cli/data/trial");
    let mut rules = Rules::default();
    rules.add_path(&folder).unwrap();
    assert!(
        !rules
            .files
            .iter()
            .any(|file| file.path.ends_with(".test.rule"))
    );
    let test = folder.join("machines.test.rule");
    assert!(Rules::default().add_path(Path::new(&test)).is_err());
}
