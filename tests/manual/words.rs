//! Words of the language: every one has a page, and every example on it is true.

use std::collections::BTreeSet;

use plangate::engine::{self, Outcome};
use plangate::input;
use plangate::manual::{function, word};
use plangate::pack;
use plangate::program;
use plangate::reference::Options;

/// A plan with the resource that the examples speak of, and its configuration.
const PLAN: &str = r#"{
  "format_version": "1.2",
  "terraform_version": "1.11.4",
  "planned_values": { "root_module": {} },
  "resource_changes": [{
    "address": "aws_instance.web",
    "mode": "managed",
    "type": "aws_instance",
    "name": "web",
    "provider_name": "registry.terraform.io/hashicorp/aws",
    "change": {
      "actions": ["create"],
      "before": null,
      "after": { "ami": "ami-1", "instance_type": "t3.micro", "subnet_id": null },
      "after_unknown": {}
    }
  }],
  "configuration": {
    "provider_config": { "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws" } },
    "root_module": {
      "resources": [{
        "address": "aws_instance.web",
        "mode": "managed",
        "type": "aws_instance",
        "name": "web",
        "provider_config_key": "aws",
        "expressions": { "ami": { "constant_value": "ami-1" }, "instance_type": { "constant_value": "t3.micro" } },
        "schema_version": 2
      }]
    }
  }
}"#;

#[test]
fn examples_of_words_are_true() {
    for word in word::WORDS {
        assert!(!word.examples.is_empty(), "{}", word.name);
        for (expression, result) in word.examples {
            let rule = format!(
                "rule \"example\" {{\n  title = \"t\"\n  severity = \"low\"\n  on aws_instance\n  \
                 require ({expression}) == {result} message \"${{{expression}}}\"\n}}\n"
            );
            let outcome = outcome(&rule);
            assert_eq!(outcome, Ok(Outcome::Pass), "{expression} is not {result}");
        }
    }
}

#[test]
fn a_word_is_found_by_one_page() {
    let mut seen = BTreeSet::new();
    for word in word::WORDS {
        assert!(word.about.ends_with('.'), "{}", word.name);
        for name in word.also.iter().chain([&word.name]) {
            assert!(seen.insert(*name), "{name} stands twice");
            let page = word::find(name).unwrap();
            assert_eq!(page.name, word.name);
        }
    }
    assert!(word::find("nothing of the kind").is_none());
    for name in function::names() {
        assert!(!seen.contains(name), "{name} is a function");
        assert_eq!(function::find(name).unwrap().name, name);
    }
}

fn outcome(rule: &str) -> Result<Outcome, String> {
    let mut rules = pack::Rules::default();
    rules.add_text("example.rule", rule);
    let mut problems = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    if let Some(problem) = problems.first() {
        return Err(problem.draw(&rules.sources, false));
    }
    let document = input::read(PLAN, false).unwrap();
    let judgements = engine::run(
        &program,
        &rules.sources,
        &document,
        "plan",
        Options::default(),
    );
    let judgement = judgements.first().ok_or("nothing is judged")?;
    match judgement.findings.first() {
        Some(finding) if finding.outcome != Outcome::Pass => {
            Err(format!("{}: {}", finding.outcome.word(), finding.message))
        }
        _ => Ok(judgement.outcome),
    }
}
