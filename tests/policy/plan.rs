//! A decided verdict about a policy of a plan holds after apply: data sources that take in one
//! another and name what the plan makes, followed through their references.

use plangate::engine::{self, Outcome};
use plangate::program::{self, Program, RuleFile};
use plangate::reference::Options;
use plangate::source::Sources;
use plangate::{input, syntax};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::completion::question;
use crate::data::rendered;
use crate::draft::{self, Chance};
use crate::naive::{self, Question, ROLE, Verdict};

const BUCKET: &str = "arn:aws:s3:::a";
const AWS: &str = "registry.terraform.io/hashicorp/aws";

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 120, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_decided_verdict_holds_after_apply(seed in any::<u64>(), question in question()) {
        let mut chance = Chance(seed);
        let mut documents: Vec<Document> = Vec::new();
        for _ in 0..=chance.below(4) {
            let document = Document::new(&mut chance, &documents);
            match document {
                Some(document) => documents.push(document),
                None => return Ok(()),
            }
        }
        let plan = plan(&documents);
        let after = documents.last().unwrap().after_apply.clone();
        let plainly = naive::verdict(&after, &question);
        let context = || format!("{question} of {after}\n{plan}");
        match (judge(&question, &plan), plainly) {
            (Outcome::Fail, Verdict::Yes) | (Outcome::Pass, Verdict::No) => {}
            (Outcome::Undetermined, _) => {
                // All of it shows but for ARNs, and no ARN is every resource there is.
                let decides = matches!(question, Question::Allows(_, "*"));
                prop_assert!(!decides, "undetermined: {}", context());
            }
            (outcome, _) => prop_assert!(false, "{outcome:?}, after apply {plainly:?}: {}", context()),
        }
    }
}

/// Each takes in the one before twice, so the last would have more statements than anybody can
/// count. IAM would refuse it long before.
#[test]
fn documents_that_double_come_to_an_end() {
    let mut documents = vec![doubling(None)];
    for at in 0..40 {
        documents.push(doubling(Some(at)));
    }
    let question = Question::Allows("s3:GetObject", "arn:aws:s3:::a/x");
    assert_eq!(judge(&question, &plan(&documents)), Outcome::Error);
}

fn doubling(before: Option<usize>) -> Document {
    let mut texts = Texts::default();
    let mut blocks = Blocks::default();
    match before {
        Some(at) => {
            let reference = format!("data.aws_iam_policy_document.d{at}.json");
            texts.unknown(&reference, Json::Null);
            texts.unknown(&reference, Json::Null);
        }
        None => {
            blocks.add(&mut Chance(3));
            blocks.planned[0]["sid"] = Json::Null;
        }
    }
    let name = "source_policy_documents";
    Document {
        attributes: json!({ "statement": blocks.planned, name: texts.planned }),
        unknown: json!({ "json": true, "statement": blocks.unknown, name: texts.unknown }),
        expressions: json!({ "statement": blocks.expressions, name: texts.expression() }),
        deferred: true,
        after_apply: Json::Null,
    }
}

/// A data source: as planned, as configured, and what it renders after apply.
struct Document {
    attributes: Json,
    unknown: Json,
    expressions: Json,
    /// It is read only during apply.
    deferred: bool,
    after_apply: Json,
}

/// A list of strings of which some are what the plan makes.
#[derive(Default)]
struct Texts {
    planned: Vec<Json>,
    unknown: Vec<bool>,
    references: Vec<String>,
    after_apply: Vec<Json>,
}

impl Texts {
    fn known(&mut self, text: Json) {
        self.planned.push(text.clone());
        self.unknown.push(false);
        self.after_apply.push(text);
    }

    fn unknown(&mut self, reference: &str, after_apply: Json) {
        self.planned.push(Json::Null);
        self.unknown.push(true);
        self.refer(reference);
        self.after_apply.push(after_apply);
    }

    fn refer(&mut self, reference: &str) {
        let (block, _) = reference.rsplit_once('.').unwrap();
        self.references
            .extend([reference.to_owned(), block.to_owned()]);
    }

    fn expression(&self) -> Json {
        if self.references.is_empty() {
            json!({ "constant_value": self.planned })
        } else {
            json!({ "references": self.references })
        }
    }

    fn is_unknown(&self) -> bool {
        self.unknown.contains(&true)
    }
}

impl Document {
    /// A document that may take in others; `None` if the provider would refuse it.
    fn new(chance: &mut Chance, others: &[Document]) -> Option<Document> {
        let mut blocks = Blocks::default();
        for _ in 0..chance.below(3) {
            blocks.add(chance);
        }
        let mut attributes = json!({ "version": null, "statement": blocks.planned });
        let mut unknown = json!({ "json": true, "statement": blocks.unknown });
        let mut expressions = json!({ "statement": blocks.expressions });
        let mut complete = json!({ "version": null, "statement": blocks.after_apply });
        let mut deferred = blocks.is_unknown || chance.one_in(4);
        for name in ["source_policy_documents", "override_policy_documents"] {
            let mut texts = Texts::default();
            for _ in 0..chance.below(4) {
                let other = chance.below(others.len() + 1);
                let reference = format!("data.aws_iam_policy_document.d{other}.json");
                match others.get(other) {
                    Some(other_document) => {
                        let text = json!(other_document.after_apply.to_string());
                        if other_document.deferred {
                            texts.unknown(&reference, text);
                        } else {
                            texts.known(text);
                            texts.refer(&reference);
                        }
                    }
                    None => texts.known(whole(chance)),
                }
            }
            deferred |= texts.is_unknown();
            attributes[name] = json!(texts.planned);
            unknown[name] = json!(texts.unknown);
            expressions[name] = texts.expression();
            complete[name] = json!(texts.after_apply);
        }
        Some(Document {
            after_apply: rendered(&complete)?,
            attributes,
            unknown,
            expressions,
            deferred,
        })
    }

    fn planned(&self, at: usize) -> Json {
        json!({
            "address": format!("data.aws_iam_policy_document.d{at}"),
            "mode": "data",
            "type": "aws_iam_policy_document",
            "name": format!("d{at}"),
            "provider_name": AWS,
            "change": {
                "actions": ["read"],
                "before": null,
                "after": self.attributes,
                "after_unknown": self.unknown,
            },
        })
    }

    fn read(&self, at: usize) -> Json {
        let mut values = self.attributes.clone();
        values["json"] = json!(self.after_apply.to_string());
        json!({
            "address": format!("data.aws_iam_policy_document.d{at}"),
            "mode": "data",
            "type": "aws_iam_policy_document",
            "name": format!("d{at}"),
            "provider_name": AWS,
            "values": values,
        })
    }

    fn configured(&self, at: usize) -> Json {
        json!({
            "address": format!("data.aws_iam_policy_document.d{at}"),
            "mode": "data",
            "type": "aws_iam_policy_document",
            "name": format!("d{at}"),
            "provider_config_key": "aws",
            "expressions": self.expressions,
        })
    }
}

/// `statement` blocks, from each side.
#[derive(Default)]
struct Blocks {
    planned: Vec<Json>,
    unknown: Vec<Json>,
    expressions: Vec<Json>,
    after_apply: Vec<Json>,
    is_unknown: bool,
}

impl Blocks {
    fn add(&mut self, chance: &mut Chance) {
        let sid = match chance.below(3) {
            0 => Json::Null,
            _ => json!(chance.pick(&["A", "B"])),
        };
        let effect = match chance.below(4) {
            0 => json!("Deny"),
            _ => Json::Null,
        };
        let action = draft::action(chance);
        let mut resources = Texts::default();
        for _ in 0..=chance.below(2) {
            match chance.below(3) {
                0 => resources.unknown("aws_s3_bucket.b.arn", json!(BUCKET)),
                1 => resources.unknown("aws_s3_bucket.b.arn", json!(format!("{BUCKET}/*"))),
                _ => resources.known(json!(chance.pick(&["*", "arn:aws:s3:::a/x", "arn:b"]))),
            }
        }
        let mut ids = Texts::default();
        let kind = chance.pick(&["AWS", "Service"]);
        match (chance.below(2), kind) {
            (0, "AWS") => ids.unknown("aws_iam_role.r.arn", json!(ROLE)),
            _ => ids.known(draft::principal(chance)),
        }
        self.is_unknown |= resources.is_unknown() || ids.is_unknown();
        let block = |resources: &[Json], ids: &[Json]| {
            json!({
                "sid": sid, "effect": effect, "actions": [action], "not_actions": null,
                "resources": resources, "not_resources": null, "condition": [],
                "principals": [{ "type": kind, "identifiers": ids }], "not_principals": [],
            })
        };
        self.planned.push(block(&resources.planned, &ids.planned));
        self.after_apply
            .push(block(&resources.after_apply, &ids.after_apply));
        self.unknown.push(json!({
            "actions": [false], "resources": resources.unknown,
            "principals": [{ "identifiers": ids.unknown }],
        }));
        self.expressions.push(json!({
            "sid": { "constant_value": sid },
            "actions": { "constant_value": [action] },
            "resources": resources.expression(),
            "principals": [{
                "type": { "constant_value": kind },
                "identifiers": ids.expression(),
            }],
        }));
    }
}

/// A document of known text.
fn whole(chance: &mut Chance) -> Json {
    let mut statement = draft::statement(chance).complete(chance);
    if chance.one_in(2) {
        statement["Sid"] = json!(chance.pick(&["A", "B", "C"]));
    }
    json!(json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string())
}

fn plan(documents: &[Document]) -> Json {
    let last = documents.last().unwrap();
    let json = format!("data.aws_iam_policy_document.d{}.json", documents.len() - 1);
    let (block, _) = json.rsplit_once('.').unwrap();
    let (after, unknown) = if last.deferred {
        (json!({}), json!({ "policy": true, "arn": true }))
    } else {
        let text = last.after_apply.to_string();
        (json!({ "policy": text }), json!({ "arn": true }))
    };
    let made = || json!({ "arn": true, "id": true });
    let mut changes = vec![
        created("aws_s3_bucket", "b", &json!({}), &made()),
        created("aws_iam_role", "r", &json!({}), &made()),
        created("aws_iam_policy", "p", &after, &unknown),
    ];
    let mut blocks = vec![
        configured("aws_s3_bucket", "b", &json!({})),
        configured("aws_iam_role", "r", &json!({})),
        configured(
            "aws_iam_policy",
            "p",
            &json!({ "policy": { "references": [json, block] } }),
        ),
    ];
    let mut read = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        if document.deferred {
            changes.push(document.planned(at));
        } else {
            read.push(document.read(at));
        }
        blocks.push(document.configured(at));
    }
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "complete": true,
        "resource_changes": changes,
        "prior_state": {
            "format_version": "1.0", "terraform_version": "1.11.4",
            "values": { "root_module": { "resources": read } },
        },
        "configuration": {
            "provider_config": { "aws": { "name": "aws", "full_name": AWS } },
            "root_module": { "resources": blocks },
        },
    })
}

fn created(kind: &str, name: &str, after: &Json, unknown: &Json) -> Json {
    json!({
        "address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
        "provider_name": AWS,
        "change": { "actions": ["create"], "before": null, "after": after, "after_unknown": unknown },
    })
}

fn configured(kind: &str, name: &str, expressions: &Json) -> Json {
    json!({
        "address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name,
        "provider_config_key": "aws", "expressions": expressions,
    })
}

fn judge(question: &Question, plan: &Json) -> Outcome {
    let condition = match question {
        Question::Allows(action, resource) => {
            format!("iam_allows(self.policy, {action:?}, {resource:?})")
        }
        Question::Denies(action, resource) => {
            format!("iam_denies(self.policy, {action:?}, {resource:?})")
        }
        Question::Trusts(asked) => format!("iam_trusts(self.policy, {asked:?})"),
        Question::TrustsGenerally(asked) => {
            format!("iam_trusts_generally(self.policy, {asked:?})")
        }
    };
    let rule = format!(
        "rule \"asked\" {{\n  title = \"t\"\n  severity = \"low\"\n  on aws_iam_policy\n  \
         deny {condition} message \"yes\"\n}}\n"
    );
    let (program, sources) = program(&rule);
    let text = plan.to_string();
    let document = input::read(&text, false).unwrap();
    engine::run(&program, &sources, &document, "plan", Options::default())[0].outcome
}

pub(crate) fn program(rule: &str) -> (Program, Sources) {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add("asked.rule", rule);
    let file = syntax::parse(&sources, id, &mut problems);
    let files = [RuleFile {
        file,
        root: 0,
        path: "asked.rule".to_owned(),
        pack: "test".to_owned(),
        in_pack: false,
    }];
    let program = program::check(&files, &sources, &mut problems);
    assert!(problems.is_empty(), "{}", problems[0].draw(&sources, false));
    (program, sources)
}
