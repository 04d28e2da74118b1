//! Random rules on random plans: evaluation always ends with an answer, and no order matters.

use std::fmt::Write as _;

use plangate::engine::{self, Explanation, Judgement};
use plangate::program::{self, RuleFile};
use plangate::reference::{Options, Plan};
use plangate::source::Sources;
use plangate::{input, syntax};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 150, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn evaluation_is_total_and_order_means_nothing(
        rules in prop::collection::vec(body(), 1..5),
        plan in plan(),
        seed in any::<u64>(),
    ) {
        let rules: Vec<String> = rules
            .iter()
            .enumerate()
            .map(|(at, (on, body))| rule(&format!("rule-{at}"), on, body))
            .collect();
        let found = judge(&rules, &plan.to_string());
        prop_assert!(found.len() >= rules.len());

        let mut turned = rules.clone();
        shuffle(&mut turned, seed);
        prop_assert_eq!(&judge(&turned, &plan.to_string()), &found, "order of rules\n{}", rules.join("\n"));

        let mut other = plan.clone();
        for list in ["/resource_changes", "/configuration/root_module/resources"] {
            if let Some(resources) = other.pointer_mut(list).and_then(Value::as_array_mut) {
                shuffle(resources, seed);
            }
        }
        prop_assert_eq!(&judge(&rules, &other.to_string()), &found, "order of resources\n{}\n{}", rules.join("\n"), plan);
    }
}

fn shuffle<T>(list: &mut [T], seed: u64) {
    let mut state = seed;
    for at in (1..list.len()).rev() {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(state >> 33).unwrap_or_default() % (at + 1);
        list.swap(at, other);
    }
}

/// Each rule in a file of its own, so that no line depends on the others.
fn judge(rules: &[String], plan: &str) -> Vec<String> {
    let (mut sources, mut problems, mut files) = (Sources::default(), Vec::new(), Vec::new());
    for (at, text) in rules.iter().enumerate() {
        let path = format!("{at}.rule");
        let id = sources.add(path.clone(), text.as_str());
        let file = syntax::parse(&sources, id, &mut problems);
        files.push(RuleFile {
            file,
            root: 0,
            path,
            pack: "laws".to_owned(),
            in_pack: false,
        });
    }
    let program = program::check(&files, &sources, &mut problems);
    let drawn = problems
        .first()
        .map(|problem| problem.draw(&sources, false));
    assert!(drawn.is_none(), "{}", drawn.unwrap_or_default());
    let document = input::read(plan, false).expect("a plan");
    let asked = Plan::new(&document, Options::default());
    let judgements = engine::run_on(&program, &sources, &asked, "plan.json");
    for judgement in judgements.iter().filter(|one| !one.address.is_empty()) {
        let question = (judgement.rule, judgement.address.as_str());
        let explained = engine::explain(&program, &sources, &asked, "plan.json", question);
        let Some(Explanation::Proof(proof)) = explained else {
            panic!("{question:?} is judged and not explained");
        };
        assert_eq!(proof.judgement, *judgement, "steps change what is said");
    }
    judgements
        .iter()
        .map(|judgement| told(&program.rules[judgement.rule].about.id, judgement))
        .collect()
}

fn told(rule: &str, judgement: &Judgement) -> String {
    let mut text = format!("{rule} {} {} ", judgement.address, judgement.outcome.word());
    // Lists of resources follow the order of the plan, and so do texts, evidence
    // and the reason named first (the case "resources come in the order of their addresses"): only
    // what is said counts here.
    let findings = judgement.findings.iter();
    let mut said: Vec<String> = findings
        .map(|found| format!("{:?} {:?} {}", found.outcome, found.code, found.rule_line))
        .collect();
    said.sort();
    for finding in said {
        let _ = write!(text, "{finding}");
    }
    text
}

fn rule(id: &str, on: &str, body: &str) -> String {
    format!("rule \"{id}\" {{\n  title = \"t\"\n  severity = \"low\"\n  on {on}\n{body}\n}}\n")
}

/// Types and statements of a rule.
fn body() -> impl Strategy<Value = (String, String)> {
    let on = select(vec![
        "aws_instance",
        "aws_iam_role",
        "\"aws_*\"",
        "aws_security_group when create or update",
        "aws_instance when delete or replace",
        "aws_instance, aws_iam_instance_profile",
        "plan",
        "aws_iam_role in module \"**\"",
    ]);
    let one = prop_oneof![
        condition().prop_map(|c| format!("  where {c}")),
        condition().prop_map(|c| format!("  unless {c} because \"${{self}}\"")),
        (condition(), value()).prop_map(|(c, v)| format!("  require {c} message \"m ${{{v}}}\"")),
        condition().prop_map(|c| format!("  deny {c} message \"d\"")),
        (value(), condition(), inner_value("e")).prop_map(|(list, c, v)| format!(
            "  each e in {list} {{ require {c} or {v} == 3 message \"e ${{e}}\" }}"
        )),
    ];
    let last = condition().prop_map(|c| format!("  require {c} message \"last\""));
    (on, prop::collection::vec(one, 0..4), last).prop_map(|(on, mut lines, last)| {
        lines.push(last);
        (on.to_owned(), lines.join("\n"))
    })
}

fn value() -> BoxedStrategy<String> {
    inner_value("self")
}

/// Something read from a resource.
fn inner_value(root: &'static str) -> BoxedStrategy<String> {
    let leaf = select(vec![
        "R.ami",
        "R.tags",
        "R.tags.a",
        "R.ebs_block_device",
        "R.ebs_block_device.encrypted",
        "R",
        "R.ebs_block_device[0].device_name",
        "R.cpu_core_count",
        "R.iam_instance_profile",
        "R.role",
        "R.ingress",
        "R.vpc_security_group_ids",
        "R.no_such_attribute",
        "R.metadata_options.http_tokens",
        "3",
        "\"a\"",
        "null",
        "[1, \"a\"]",
        "{ a = 1 }",
        "true",
        "var.region",
        "terraform.workspace",
        "R -> aws_iam_role",
        "R.iam_instance_profile -> aws_iam_instance_profile",
        "resources(aws_iam_role)",
        "resources(\"aws_*\")",
        "R <- aws_iam_role_policy_attachment.role",
        "R <- \"*\"",
        "R.iam_instance_profile -> aws_iam_instance_profile.role -> aws_iam_role",
    ]);
    leaf.prop_map(move |leaf| format!("({})", leaf.replace('R', root)))
        .prop_recursive(2, 4, 2, |inner| {
            let function = select(vec![
                "length",
                "keys",
                "values",
                "lower",
                "tostring",
                "jsonencode",
                "jsondecode",
                "address",
                "type",
                "actions",
                "before",
                "iam_statements",
                "max",
                "sum",
                "planned",
                "key",
            ]);
            prop_oneof![
                (function, inner.clone()).prop_map(|(function, of)| format!("{function}({of})")),
                (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a} ?? {b})")),
                (inner.clone(), inner).prop_map(|(a, b)| format!("({a} is set ? {a} : {b})")),
            ]
        })
        .boxed()
}

fn condition() -> BoxedStrategy<String> {
    let sign = select(vec![
        "==", "!=", "<", ">=", "in", "not in", "contains", "like", "matches",
    ]);
    let state = select(vec![
        "set", "not set", "known", "null", "absent", "empty", "written",
    ]);
    let leaf = prop_oneof![
        (value(), sign, value()).prop_map(|(a, sign, b)| format!("{a} {sign} {b}")),
        (value(), state).prop_map(|(a, state)| format!("{a} is {state}")),
        value(),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let quantifier = select(vec!["any", "all", "none"]);
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) and ({b}))")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("(({a}) or ({b}))")),
            inner.prop_map(|a| format!("(not ({a}))")),
            (quantifier, value(), inner_value("x"), value())
                .prop_map(|(word, list, a, b)| format!("{word}(x in {list} : {a} == {b})")),
            (value(), inner_value("x"))
                .prop_map(|(list, a)| format!("count(k, x in {list} : {a} is set) <= 1")),
        ]
    })
    .boxed()
}

/// A small plan: a few resources of which parts are known, null, unknown or not there.
fn plan() -> impl Strategy<Value = Value> {
    let kinds = select(vec![
        "aws_instance",
        "aws_iam_instance_profile",
        "aws_iam_role",
        "aws_iam_role_policy_attachment",
        "aws_security_group",
    ]);
    let resource = (
        kinds,
        0_usize..3,
        actions(),
        prop::collection::vec(attribute(), 0..7),
        any::<bool>(),
    );
    let flags = (any::<bool>(), any::<bool>(), any::<bool>());
    (prop::collection::vec(resource, 0..7), flags).prop_map(|(resources, (errored, configured, many))| {
        let mut changes = serde_json::Map::new();
        let mut written = serde_json::Map::new();
        for (kind, number, actions, attributes, keyed) in resources {
            let name = format!("{kind}.r{number}");
            let keyed = keyed && many;
            let address = if keyed { format!("{name}[\"k\"]") } else { name.clone() };
            let (change, expressions) = change(&actions, &attributes);
            let mut planned = json!({
                "address": address, "mode": "managed", "type": kind, "name": format!("r{number}"),
                "provider_name": "registry.terraform.io/hashicorp/aws", "change": change,
            });
            let mut resource = json!({
                "address": name, "mode": "managed", "type": kind, "name": format!("r{number}"),
                "provider_config_key": "aws", "expressions": expressions, "schema_version": 1,
            });
            if keyed {
                planned["index"] = json!("k");
                resource["for_each_expression"] = json!({ "references": ["var.keys"] });
            }
            // The first of each name counts: a plan has no resource twice, nor with and without keys.
            if !written.contains_key(&name) {
                changes.insert(name.clone(), planned);
                written.insert(name, resource);
            }
        }
        let list = |map: serde_json::Map<String, Value>| map.into_iter().map(|(_, value)| value).collect::<Vec<_>>();
        let mut plan = json!({
            "format_version": "1.2", "terraform_version": "1.11.4", "errored": errored,
            "complete": !errored, "variables": { "region": { "value": "a" } },
            "resource_changes": list(changes),
        });
        if configured {
            plan["configuration"] = json!({ "root_module": {
                "variables": { "region": {} }, "resources": list(written),
            } });
        }
        plan
    })
}

fn actions() -> impl Strategy<Value = Vec<&'static str>> {
    select(vec![
        vec!["create"],
        vec!["update"],
        vec!["no-op"],
        vec!["delete", "create"],
        vec!["delete"],
    ])
}

/// The change of a resource, and what the configuration says of it.
fn change(actions: &[&str], attributes: &[(String, Known, Value)]) -> (Value, Value) {
    let (mut after, mut unknown, mut expressions) = (json!({}), json!({ "id": true }), json!({}));
    for (name, known, value) in attributes {
        match known {
            Known::Yes => after[name] = value.clone(),
            Known::Null => after[name] = Value::Null,
            Known::No | Known::Written(_) => unknown[name] = json!(true),
            Known::Partly => {
                after[name] = value.clone();
                unknown[name] = match value {
                    Value::Array(items) if !items.is_empty() => json!([true]),
                    _ => json!(true),
                };
            }
        }
        if let Known::Written(references) = known {
            expressions[name] = json!({ "references": references });
        }
    }
    let before = if actions == ["create"] {
        Value::Null
    } else {
        after.clone()
    };
    let leaves = actions == ["delete"];
    let after = if leaves { Value::Null } else { after };
    let unknown = if leaves { json!({}) } else { unknown };
    (
        json!({ "actions": actions, "before": before, "after": after, "after_unknown": unknown }),
        expressions,
    )
}

/// What a plan says of an attribute.
#[derive(Clone, Debug)]
enum Known {
    Yes,
    Null,
    No,
    Partly,
    Written(Vec<&'static str>),
}

fn attribute() -> impl Strategy<Value = (String, Known, Value)> {
    let known = prop_oneof![
        3 => Just(Known::Yes),
        1 => Just(Known::Null),
        1 => Just(Known::No),
        1 => Just(Known::Partly),
        3 => select(vec![
            vec!["aws_iam_role.r0.name", "aws_iam_role.r0"],
            vec!["aws_iam_instance_profile.r0.name", "aws_iam_instance_profile.r0"],
            vec!["aws_iam_instance_profile.r0.name", "aws_iam_instance_profile.r1.name"],
            vec!["aws_iam_role.r1", "each.key"],
            vec!["local.x"],
            vec!["var.region"],
            vec![],
        ]).prop_map(Known::Written),
    ];
    let pair = select(vec![
        ("ami", json!("ami-1")),
        ("tags", json!({ "a": "b", "c": "d" })),
        (
            "ebs_block_device",
            json!([{ "device_name": "/dev/sda", "encrypted": true }, { "encrypted": null }]),
        ),
        ("metadata_options", json!([{ "http_tokens": "required" }])),
        ("cpu_core_count", json!(2)),
        ("iam_instance_profile", json!("web")),
        ("name", json!("web")),
        ("role", json!("web")),
        (
            "policy_arn",
            json!("arn:aws:iam::aws:policy/AdministratorAccess"),
        ),
        (
            "ingress",
            json!([{ "from_port": 22, "cidr_blocks": ["0.0.0.0/0"] }]),
        ),
        ("vpc_security_group_ids", json!(["sg-1", "sg-2"])),
        ("assume_role_policy", json!("{\"Statement\": []}")),
    ]);
    (pair, known).prop_map(|((name, value), known)| (name.to_owned(), known, value))
}
