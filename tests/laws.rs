//! Laws of evaluation: it is total, order changes nothing, and documented examples are true.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads files and may panic"
)]

use std::path::Path;

use plangate::engine::{self, Judgement, Outcome};
use plangate::program::{self, Program, RuleFile};
use plangate::reference::Options;
use plangate::source::Sources;
use plangate::{function, input, pack, syntax};
use proptest::prelude::*;
use serde_json::{Value, json};

#[path = "laws/lint.rs"]
mod lint;

/// The resource that the examples of functions speak of.
fn fixture() -> Value {
    let object = |kind: &str| json!({ "ami": "ami-1", "instance_type": kind });
    json!({
        "format_version": "1.2",
        "terraform_version": "1.11.4",
        "resource_changes": [{
            "address": "module.app.aws_instance.web[\"blue\"]",
            "module_address": "module.app",
            "mode": "managed",
            "type": "aws_instance",
            "name": "web",
            "index": "blue",
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {
                "actions": ["update"],
                "before": object("t2.micro"),
                "after": { "ami": "ami-1", "instance_type": "t3.micro", "launch_template": [] },
                "after_unknown": {},
            },
        }],
    })
}

#[test]
fn examples_of_functions_are_true() {
    let mut count = 0;
    for function in function::all() {
        for (expression, result) in function.examples {
            let rule = format!(
                "rule \"example\" {{\n  title = \"t\"\n  severity = \"low\"\n  on aws_instance\n  \
                 require ({expression}) == {result} message \"${{{expression}}}\"\n}}\n"
            );
            let (program, sources) = program(&[("example.rule", &rule)]);
            let text = fixture().to_string();
            let judgements = judge(&program, &sources, &text);
            let outcome = judgements.first().map(|judgement| judgement.outcome);
            assert_eq!(
                outcome,
                Some(Outcome::Pass),
                "{expression} is not {result}: {judgements:?}"
            );
            count += 1;
        }
    }
    assert!(count > 60, "only {count} examples");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn order_of_resources_changes_nothing(seed in any::<u64>()) {
        let (program, sources) = shipped(false);
        for case in ["01-quickstart", "02-unset-vs-reference"] {
            let mut plan: Value = serde_json::from_str(&own(case)).unwrap();
            let before = judge(&program, &sources, &plan.to_string());
            shuffle(plan["resource_changes"].as_array_mut().unwrap(), seed);
            let resources = &mut plan["configuration"]["root_module"]["resources"];
            shuffle(resources.as_array_mut().unwrap(), seed.rotate_left(7));
            prop_assert_eq!(before, judge(&program, &sources, &plan.to_string()));
        }
    }

    #[test]
    fn whatever_a_plan_holds_is_judged(
        values in proptest::collection::vec((any::<prop::sample::Index>(), data()), 1..6)
    ) {
        let (program, sources) = shipped(false);
        let mut plan: Value = serde_json::from_str(&own("01-quickstart")).unwrap();
        for (place, value) in values {
            let changes = plan["resource_changes"].as_array_mut().unwrap();
            let mut pointers = Vec::new();
            for (at, change) in changes.iter().enumerate() {
                for side in ["after", "after_unknown", "after_sensitive"] {
                    let keys = change["change"][side].as_object().into_iter().flatten();
                    pointers.extend(keys.map(|(key, _)| format!("/{at}/change/{side}/{key}")));
                }
            }
            let pointer = place.get(&pointers);
            *plan["resource_changes"].pointer_mut(pointer).unwrap() = value;
        }
        let judgements = judge(&program, &sources, &plan.to_string());
        prop_assert!(judgements.len() >= program.rules.len());
    }
}

#[test]
fn order_of_rule_files_changes_nothing() {
    let text = own("01-quickstart");
    let [forward, backward] = [false, true].map(|reversed| {
        let (program, sources) = shipped(reversed);
        let judgements = judge(&program, &sources, &text);
        let named = |judgement: Judgement| {
            (
                program.rules[judgement.rule].about.id.clone(),
                Judgement {
                    rule: 0,
                    ..judgement
                },
            )
        };
        judgements.into_iter().map(named).collect::<Vec<_>>()
    });
    assert_eq!(forward, backward);
}

fn data() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        "[a-z{\"]{0,6}".prop_map(Value::from),
        Just(json!("arn:aws:iam::aws:policy/AdministratorAccess")),
        Just(json!("{\"Statement\":[{\"Effect\":\"Allow\"}]}")),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{1,12}", inner, 0..3)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// A fixed shuffle for each seed.
fn shuffle(items: &mut [Value], mut seed: u64) {
    for at in (1..items.len()).rev() {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let other = usize::try_from(seed >> 33).unwrap() % (at + 1);
        items.swap(at, other);
    }
}

fn own(case: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    std::fs::read_to_string(folder.join(case).join("plan.json")).unwrap()
}

fn shipped(reversed: bool) -> (Program, Sources) {
    let mut rules = pack::Rules::default();
    rules.add_shipped(&pack::shipped_packs());
    if reversed {
        rules.files.reverse();
    }
    let mut problems = std::mem::take(&mut rules.problems);
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    (program, rules.sources)
}

fn program(files: &[(&str, &str)]) -> (Program, Sources) {
    let (mut sources, mut problems, mut parsed) = (Sources::default(), Vec::new(), Vec::new());
    for (path, text) in files {
        let id = sources.add(*path, *text);
        let file = syntax::parse(&sources, id, &mut problems);
        let (path, pack) = ((*path).to_owned(), "test".to_owned());
        parsed.push(RuleFile {
            file,
            root: 0,
            path,
            pack,
            in_pack: false,
        });
    }
    let program = program::check(&parsed, &sources, &mut problems);
    let drawn: Vec<String> = problems.iter().map(|p| p.draw(&sources, false)).collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n"));
    (program, sources)
}

fn judge(program: &Program, sources: &Sources, text: &str) -> Vec<Judgement> {
    let document = input::read(text, false).unwrap();
    engine::run(program, sources, &document, "plan", Options::default())
}
