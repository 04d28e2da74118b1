//! The registry of other tools' identifiers: that it is the crosswalk's, and what it lets pass.

use std::path::Path;

use plangate::crosswalk::{self, Mistake, Register};
use serde_json::Value;

#[test]
fn a_rule_may_carry_its_own_names_only() {
    let check = crosswalk::check_id;
    let rule = "ec2-instance-profile-attached";
    assert_eq!(check(rule, "checkov", "CKV2_AWS_41"), Ok(()));
    assert_eq!(
        check(rule, "checkv", "CKV2_AWS_41"),
        Err(Mistake::Key {
            nearest: Some("checkov")
        })
    );
    assert_eq!(
        check(rule, "checkov", "CKV2_AWS_411"),
        Err(Mistake::Name {
            nearest: Some("CKV2_AWS_41")
        })
    );
    let Err(Mistake::Rule { rules, .. }) = check(rule, "checkov", "CKV_AWS_79") else {
        panic!("it is another rule's");
    };
    assert!(rules.contains(&"instance-imdsv2-required"));
}

#[test]
fn a_rule_of_ones_own_may_carry_any_known_name() {
    assert_eq!(
        crosswalk::check_id("our-own", "checkov", "CKV_AWS_79"),
        Ok(())
    );
    assert_eq!(
        crosswalk::check_control("our-own", "nist_800_53_r5", "AC-3"),
        Ok(())
    );
    assert!(crosswalk::check_control("our-own", "nist_800_53_r5", "AC-333").is_err());
    assert!(crosswalk::check_control("our-own", "checkov", "CKV_AWS_79").is_err());
}

#[test]
fn every_name_leads_to_its_rules_and_passes() {
    type Check = fn(&str, &str, &str) -> Result<(), Mistake>;
    let registers: [(&Register, Check); 2] = [
        (crosswalk::ids(), crosswalk::check_id),
        (crosswalk::controls(), crosswalk::check_control),
    ];
    for (register, check) in registers {
        for rule in crosswalk::rules() {
            for (key, names) in register.of(rule).into_iter().flatten() {
                assert!(!names.is_empty(), "{rule}: {key}");
                for name in names {
                    assert!(register.rules_with(key, name).contains(&rule));
                    assert!(register.knows(key, name));
                    assert_eq!(check(rule, key, name), Ok(()), "{rule}: {key} {name}");
                }
            }
        }
        for key in register.keys() {
            assert!(register.names(key).count() > 0, "{key}");
        }
    }
}

#[test]
fn every_severity_that_a_tool_gives_is_a_word() {
    for rule in crosswalk::rules() {
        for severity in &crosswalk::entry(rule).unwrap().severities {
            let given = (severity.tool, severity.given);
            assert_eq!(
                severity.word().is_some(),
                severity.id.is_some(),
                "{rule}: {given:?}"
            );
            if let Some(id) = severity.id {
                let known = crosswalk::ids().rules_with(severity.tool, id);
                assert!(known.contains(&rule), "{rule}: {id}");
            }
        }
    }
}

#[test]
fn controls_are_inferred_from_a_rule_of_the_registry() {
    let inferred: Vec<&str> = crosswalk::rules()
        .filter_map(|rule| crosswalk::entry(rule).unwrap().inferred_from)
        .collect();
    assert!(!inferred.is_empty());
    for rule in inferred {
        assert!(crosswalk::entry(rule).is_some(), "{rule}");
    }
}

#[test]
fn the_registry_is_the_crosswalk() {
    let Some(crosswalk) = crosswalk_json() else {
        return;
    };
    let rules = crosswalk.as_array().unwrap();
    assert_eq!(crosswalk::rules().count(), rules.len());
    for rule in rules {
        let id = rule["proposed_rule_id"].as_str().unwrap();
        assert_same(crosswalk::ids(), id, &rule["tool_ids"]);
        assert_same(crosswalk::controls(), id, &rule["frameworks"]);
        let entry = crosswalk::entry(id).unwrap();
        let from = rule.get("frameworks_inferred_from").and_then(Value::as_str);
        assert_eq!(entry.inferred_from, from, "{id}");
        let given = rule["severity"].as_object().unwrap().values();
        let given = given.map(|given| given.as_object().map_or(1, serde_json::Map::len));
        assert_eq!(entry.severities.len(), given.sum::<usize>(), "{id}");
        for severity in &entry.severities {
            let given = &rule["severity"][severity.tool];
            assert_eq!(
                severity.id.map_or(given, |id| &given[id]),
                severity.given,
                "{id}"
            );
        }
        let sources = rule["framework_sources"].as_object().unwrap();
        let number = sources.values().map(|one| one.as_object().unwrap().len());
        assert_eq!(entry.said.len(), number.sum::<usize>(), "{id}");
        for said in &entry.said {
            let source = format!("{}:{}", said.tool, said.id);
            let controls: Value = said.controls.clone().into();
            assert_eq!(sources[said.framework][source], controls, "{id}");
        }
        let quality = rule["match_quality"].as_object().unwrap();
        assert_eq!(entry.match_quality.len(), quality.len(), "{id}");
        for (key, words) in &entry.match_quality {
            assert_eq!(quality[*key], *words, "{id}");
        }
    }
}

fn assert_same(register: &Register, rule: &str, lists: &Value) {
    let lists = lists.as_object().expect("lists by key");
    for (key, list) in lists {
        let own = register.of(rule).and_then(|names| names.get(key.as_str()));
        let own: Value = own.cloned().unwrap_or_default().into();
        assert_eq!(own, *list, "{rule}: {key}");
    }
    for key in register.of(rule).into_iter().flatten().map(|(key, _)| key) {
        assert!(lists.contains_key(*key), "{rule}: {key}");
    }
}

/// The crosswalk that the registry was made from, which does not lie in this repository.
#[expect(
    clippy::disallowed_methods,
    reason = "a test reads what the registry came from"
)]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn crosswalk_json() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/crosswalk/crosswalk.json");
    match std::fs::read(&path) {
        Ok(bytes) => Some(serde_json::from_slice(&bytes).expect("the crosswalk is JSON")),
        Err(error) => {
            eprintln!("skipped: the crosswalk is not beside the repository: {error}");
            None
        }
    }
}
