//! Policy documents that the plan does not show and the configuration's source does.

use plangate::engine::{self, Outcome};
use plangate::hcl::{Disk, Files, Project};
use plangate::input;
use plangate::reference::{Options, Plan};
use serde_json::{Value as Json, json};

use crate::plan::program;

const MAIN: &str = r#"
locals {
  bucket = aws_s3_bucket.b.arn
  taken  = [data.aws_iam_policy_document.base.json]
  chosen = data.aws_iam_policy_document.top.json
}

resource "aws_s3_bucket" "b" {}

data "aws_iam_policy_document" "base" {
  statement {
    actions   = ["s3:GetObject"]
    resources = [local.bucket, "${local.bucket}/*"]
  }
}

data "aws_iam_policy_document" "top" {
  source_policy_documents = local.taken
  statement {
    actions   = ["sns:*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "local" {
  policy = local.chosen
}

resource "aws_iam_policy" "text" {
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "${local.bucket}/*" }]
  })
}

resource "aws_iam_policy" "either" {
  policy = aws_s3_bucket.b.region == "eu-west-1" ? local.chosen : jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:PutObject", Resource = "*" }]
  })
}
"#;

struct Folder;

impl Files for Folder {
    fn bytes(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

impl Disk for Folder {
    fn folder(&self, path: &str) -> Option<Vec<String>> {
        matches!(path, "" | ".").then(|| vec!["main.tf".to_owned()])
    }

    fn text(&self, path: &str) -> Option<String> {
        path.ends_with("main.tf").then(|| MAIN.to_owned())
    }
}

#[test]
fn the_source_tells_what_a_document_is_made_of() {
    let asked = [
        ("*", ["pass", "pass", "pass"]),
        ("s3:GetObject", ["pass", "pass", "pass"]),
        ("sns:Publish", ["undetermined", "fail", "pass"]),
        ("s3:PutObject", ["undetermined", "pass", "pass"]),
    ];
    for (action, expected) in asked {
        assert_eq!(judge(action, true, false), expected, "{action}");
        // What the source says is no assumption.
        assert_eq!(judge(action, true, true), expected, "{action}, strict");
        assert_eq!(judge(action, false, false), ["undetermined"; 3], "{action}");
    }
}

/// What a rule against an action on every resource says of the policies, in order of their names.
fn judge(action: &str, with_source: bool, strict: bool) -> Vec<&'static str> {
    let rule = format!(
        "rule \"asked\" {{\n  title = \"t\"\n  severity = \"low\"\n  on aws_iam_policy\n  \
         deny iam_allows(self.policy, {action:?}, \"*\") message \"yes\"\n}}\n"
    );
    let (program, sources) = program(&rule);
    let text = plan().to_string();
    let document = input::read(&text, false).unwrap();
    let options = Options {
        strict_unknown: strict,
        ..Options::default()
    };
    let mut plan = Plan::new(&document, options);
    if with_source {
        let agreed = plan.use_source(Project::read(Box::new(Folder)));
        assert!(agreed.is_ok(), "the source does not fit the plan");
    }
    let judgements = engine::run_on(&program, &sources, &plan, "plan");
    judgements
        .iter()
        .map(|judgement| Outcome::word(judgement.outcome))
        .collect()
}

fn plan() -> Json {
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "complete": true,
        "resource_changes": changes(),
        "configuration": {
            "provider_config": {
                "aws": { "name": "aws", "full_name": "registry.terraform.io/hashicorp/aws" },
            },
            "root_module": { "resources": blocks() },
        },
    })
}

fn changes() -> Json {
    let base = statement(&json!(["s3:GetObject"]), &json!([null, null]));
    let top = statement(&json!(["sns:*"]), &json!(["*"]));
    let bucket = json!({ "arn": true, "id": true, "region": true });
    let policy = |name| {
        let unknown = json!({ "policy": true, "arn": true, "id": true });
        change("aws_iam_policy", name, &json!({}), &unknown)
    };
    json!([
        change("aws_s3_bucket", "b", &json!({}), &bucket),
        change(
            DOCUMENT,
            "base",
            &json!({ "statement": [base], "source_policy_documents": null }),
            &json!({ "json": true, "statement": [{ "actions": [false], "resources": [true, true] }] }),
        ),
        change(
            DOCUMENT,
            "top",
            &json!({ "statement": [top], "source_policy_documents": [null] }),
            &json!({
                "json": true, "source_policy_documents": [true],
                "statement": [{ "actions": [false], "resources": [false] }],
            }),
        ),
        policy("local"),
        policy("text"),
        policy("either"),
    ])
}

fn blocks() -> Json {
    let constant = |value: Json| json!({ "constant_value": value });
    let references = |names: &[&str]| json!({ "references": names });
    let policy = |name, names: &[&str]| {
        configured(
            "aws_iam_policy",
            name,
            &json!({ "policy": references(names) }),
        )
    };
    let base = json!({
        "actions": constant(json!(["s3:GetObject"])),
        "resources": references(&["local.bucket"]),
    });
    let top = json!({
        "actions": constant(json!(["sns:*"])),
        "resources": constant(json!(["*"])),
    });
    let taken = references(&["local.taken"]);
    json!([
        configured("aws_s3_bucket", "b", &json!({})),
        configured(DOCUMENT, "base", &json!({ "statement": [base] })),
        configured(
            DOCUMENT,
            "top",
            &json!({ "source_policy_documents": taken, "statement": [top] }),
        ),
        policy("local", &["local.chosen"]),
        policy("text", &["local.bucket"]),
        policy(
            "either",
            &["aws_s3_bucket.b.region", "aws_s3_bucket.b", "local.chosen"],
        ),
    ])
}

const DOCUMENT: &str = "aws_iam_policy_document";

fn statement(actions: &Json, resources: &Json) -> Json {
    json!({
        "sid": null, "effect": null, "actions": actions, "not_actions": null,
        "resources": resources, "not_resources": null, "principals": [], "not_principals": [],
        "condition": [],
    })
}

fn change(kind: &str, name: &str, after: &Json, unknown: &Json) -> Json {
    let action = if kind == DOCUMENT { "read" } else { "create" };
    let (mode, address) = named(kind, name);
    json!({
        "address": address, "mode": mode, "type": kind, "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "change": { "actions": [action], "before": null, "after": after, "after_unknown": unknown },
    })
}

fn configured(kind: &str, name: &str, expressions: &Json) -> Json {
    let (mode, address) = named(kind, name);
    json!({
        "address": address, "mode": mode, "type": kind, "name": name,
        "provider_config_key": "aws", "expressions": expressions,
    })
}

fn named(kind: &str, name: &str) -> (&'static str, String) {
    if kind == DOCUMENT {
        ("data", format!("data.{kind}.{name}"))
    } else {
        ("managed", format!("{kind}.{name}"))
    }
}
