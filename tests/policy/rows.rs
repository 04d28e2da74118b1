//! Rules that the functions are made for, `rules.md`: that each can be written, and what it says.
//!
//! A section has a rule about `aws_iam_role` or `aws_iam_policy` and rows of documents; `?` is one
//! that is not known.

use std::fs;
use std::path::Path;

use plangate::engine;
use plangate::input;
use plangate::reference::Options;
use serde_json::{Value as Json, json};

use crate::plan::program;

#[test]
fn every_rule_says_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policy/rules.md");
    let text = fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for section in text.split("\n## ").skip(1) {
        let heading = section.lines().next().unwrap();
        let (_, fence) = section.split_once("\n```rule\n").unwrap();
        let (rule, _) = fence.split_once("\n```").unwrap();
        let (program, sources) = program(rule);
        let mut seen = Vec::new();
        for row in section.lines().filter(|line| line.starts_with("| `")) {
            let (document, expected) = row.trim_matches(['|', ' ']).rsplit_once(" | ").unwrap();
            let plan = plan(document.trim_matches('`')).to_string();
            let input = input::read(&plan, false).unwrap();
            let judgements = engine::run(&program, &sources, &input, "plan", Options::default());
            let found = judgements[0].outcome.word();
            if found != expected {
                let findings = &judgements[0].findings;
                wrong.push(format!(
                    "{heading}: {document} is {found}, not {expected}: {findings:?}"
                ));
            }
            seen.push(found);
        }
        for outcome in ["pass", "fail", "undetermined"] {
            assert!(
                seen.contains(&outcome),
                "{heading} has no row that is {outcome}"
            );
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A plan of a role and a policy that have the document.
fn plan(document: &str) -> Json {
    let create = |kind: &str, attribute: &str| {
        let (after, unknown) = match document {
            "?" => (json!({}), json!({ attribute: true })),
            known => (json!({ attribute: known }), json!({})),
        };
        json!({
            "address": format!("{kind}.x"), "mode": "managed", "type": kind, "name": "x",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown },
        })
    };
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "complete": true,
        "resource_changes": [
            create("aws_iam_policy", "policy"),
            create("aws_iam_role", "assume_role_policy"),
        ],
    })
}
