use super::{RuleSources, Selection, about_set};
use crate::gate::RuleSet;
use crate::program::{About, Level};

#[test]
fn rules_run_by_their_level() {
    assert_eq!(chosen(&selection()), Ok(vec!["asg-profile", "role-tags"]));
    let all = Selection {
        set: RuleSet::All,
        ..selection()
    };
    assert_eq!(
        chosen(&all),
        Ok(vec!["asg-profile", "role-tags", "role-inline"])
    );
}

#[test]
fn a_rule_that_is_off_runs_when_named_in_full() {
    assert_eq!(chosen(&only(&["role-inline"])), Ok(vec!["role-inline"]));
    assert_eq!(chosen(&only(&["role-*"])), Ok(vec!["role-tags"]));
}

#[test]
fn an_id_that_a_rule_had_before_still_names_it() {
    assert_eq!(chosen(&only(&["group-profile"])), Ok(vec!["asg-profile"]));
}

#[test]
fn what_is_skipped_does_not_run() {
    let skipping = Selection {
        skip: vec!["role-*".to_owned()],
        ..selection()
    };
    assert_eq!(chosen(&skipping), Ok(vec!["asg-profile"]));
}

#[test]
fn a_pattern_that_matches_nothing_is_misspelled() {
    assert_eq!(
        chosen(&only(&["asg-profil"])),
        Err((
            "no rule matches `asg-profil`",
            "did you mean `asg-profile`?"
        )
            .into_strings())
    );
    let skipping = Selection {
        skip: vec!["ec2*".to_owned()],
        ..selection()
    };
    assert_eq!(
        chosen(&skipping),
        Err((
            "no rule matches `ec2*`",
            "`plangate rules --set all` lists every rule"
        )
            .into_strings())
    );
}

#[test]
fn a_run_without_rules_is_refused() {
    assert_eq!(
        chosen(&only(&["role-i*"])),
        Err((
            "no rule is left to run",
            "what matches is off: `role-inline`; name it in full, or use `--set all`"
        )
            .into_strings())
    );
}

#[test]
fn every_set_says_what_it_means() {
    assert!(
        RuleSet::ALL
            .into_iter()
            .all(|set| !about_set(set).is_empty())
    );
}

trait IntoStrings {
    fn into_strings(self) -> (String, String);
}

impl IntoStrings for (&str, &str) {
    fn into_strings(self) -> (String, String) {
        (self.0.to_owned(), self.1.to_owned())
    }
}

fn chosen(selection: &Selection) -> Result<Vec<&'static str>, (String, String)> {
    let levels = [
        ("asg-profile", Level::On),
        ("role-tags", Level::Advice),
        ("role-inline", Level::Off),
    ];
    let mut rules: Vec<About> = levels
        .iter()
        .map(|(id, level)| About {
            id: (*id).to_owned(),
            level: *level,
            ..About::default()
        })
        .collect();
    rules[0].replaces = vec!["group-profile".to_owned()];
    match selection.choose(&rules) {
        Ok(positions) => Ok(positions.into_iter().map(|at| levels[at].0).collect()),
        Err(complaint) => Err((
            complaint.to_string(),
            complaint.advice().unwrap_or_default().to_owned(),
        )),
    }
}

fn only(patterns: &[&str]) -> Selection {
    Selection {
        only: patterns.iter().map(ToString::to_string).collect(),
        ..selection()
    }
}

fn selection() -> Selection {
    Selection {
        sources: RuleSources::default(),
        set: RuleSet::Recommended,
        only: Vec::new(),
        skip: Vec::new(),
    }
}
