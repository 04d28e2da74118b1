//! W606: rules without tests.

use super::{Level, Lint, Subject};
use crate::diagnostic::Diagnostic;
use crate::program::RuleFile;
use crate::syntax::ast::{Item, Rule, Statement, Test};

pub(super) static LINT: Lint = Lint {
    code: "W606",
    name: "untested",
    title: "a rule without a test that passes, or without one that fails",
    level: Level::Warn,
    about: "\
A rule has no test in which it passes, or none in which it fails.

A rule that nobody has seen fail may never fail, and one that nobody has seen pass may be a nuisance. \
Two short tests show both. They stand in `test` blocks of the same file, or in a file `NAME.test.rule` \
beside `NAME.rule`. For a rule that cannot pass, such as `deny message \"…\"` alone, a test in which it \
does not apply counts as well.",
    avoid: r#"rule "machines-owned" {
  title    = "Machines have an owner"
  severity = "low"

  on aws_instance
  require self.tags.owner is set message "no owner"
}

test "a machine of nobody" {
  given resource "aws_instance" "bare" { tags = { Name = "bare" } }
  expect fail on aws_instance.bare
}
"#,
    prefer: r#"rule "machines-owned" {
  title    = "Machines have an owner"
  severity = "low"

  on aws_instance
  require self.tags.owner is set message "no owner"
}

test "a machine of nobody" {
  given resource "aws_instance" "bare" { tags = { Name = "bare" } }
  expect fail on aws_instance.bare
}

test "a machine of the shop" {
  given resource "aws_instance" "web" { tags = { owner = "shop" } }
  expect pass on aws_instance.web
}
"#,
    run: Some(run),
};

/// What tests show of a rule.
#[derive(Default)]
struct Shown {
    passes: bool,
    fails: bool,
}

fn run(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let rules = subject
        .file
        .file
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Rule(rule) => Some(rule),
            _ => None,
        });
    rules.filter_map(|rule| warning(rule, subject)).collect()
}

fn warning(rule: &Rule, subject: &Subject<'_>) -> Option<Diagnostic> {
    let shown = shown(rule, subject);
    let missing = match (shown.passes, shown.fails) {
        (true, true) => return None,
        (false, false) => "has no test",
        (false, true) => "has no test in which it passes",
        (true, false) => "has no test in which it fails",
    };
    let message = format!("rule `{}` {missing}", rule.id.text);
    let warning = LINT.warn(message, rule.id.span, "expected a test of each kind");
    Some(warning.help("write `test \"…\" { given … expect … }` blocks; `plangate test` runs them"))
}

fn shown(rule: &Rule, subject: &Subject<'_>) -> Shown {
    let mut shown = Shown::default();
    let passing: &[&str] = if can_pass(rule) {
        &["pass"]
    } else {
        &["pass", "not_applicable", "exempt"]
    };
    for file in subject.files {
        let is_meant = is_partner(file, subject.file) && only_rule(subject.file);
        for expect in tests(file).flat_map(|test| &test.expects) {
            let is_own = match &expect.rule {
                Some(id) => id.text == rule.id.text,
                None => is_meant,
            };
            shown.passes |= is_own && passing.contains(&expect.outcome.text.as_str());
            shown.fails |= is_own && expect.outcome.text == "fail";
        }
    }
    shown
}

/// Whether a file may leave out the id of the other one's rule.
fn is_partner(file: &RuleFile, of: &RuleFile) -> bool {
    let name = file.path.strip_suffix(".test.rule");
    file.root == of.root
        && (file.path == of.path || name.is_some_and(|name| format!("{name}.rule") == of.path))
}

fn only_rule(file: &RuleFile) -> bool {
    let items = file.file.items.iter();
    items.filter(|item| matches!(item, Item::Rule(_))).count() == 1
}

fn tests(file: &RuleFile) -> impl Iterator<Item = &Test> {
    file.file.items.iter().filter_map(|item| match item {
        Item::Test(test) => Some(test),
        _ => None,
    })
}

/// Whether there is anything that the rule could pass.
fn can_pass(rule: &Rule) -> bool {
    !rule.body.iter().any(|statement| {
        matches!(
            statement,
            Statement::Deny {
                condition: None,
                ..
            }
        )
    })
}
