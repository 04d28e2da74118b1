//! What of a document is sensitive.

use plangate::input::Secrets;

use super::{own, plan};

fn secrets(text: &str) -> Secrets {
    Secrets::collect(&plan(text), &|_, _, _, _| false)
}

/// Asserts which of some texts are secrets.
fn assert_secret(secrets: &Secrets, hidden: &[&str], shown: &[&str]) {
    for text in hidden {
        assert!(secrets.contains(text), "{text} is shown");
        assert_eq!(secrets.scrub(text), "(sensitive)");
    }
    for text in shown {
        assert!(!secrets.contains(text), "{text} is hidden");
    }
}

fn change(change: &str) -> String {
    format!(
        r#"{{"format_version":"1.2","resource_changes":[{{"address":"t.n","mode":"managed","type":"t",
        "name":"n","provider_name":"p","change":{change}}}]}}"#
    )
}

#[test]
fn a_real_plan_keeps_its_secret() {
    let secrets = secrets(&own("format/plan_create.json"));
    assert_secret(
        &secrets,
        &["hunter2"],
        &["", "abc", "r", "terraform_data.role"],
    );
    assert_eq!(
        secrets.scrub("the password is hunter2!"),
        "the password is (sensitive)!"
    );
}

#[test]
fn marks_cover_what_lies_below_them() {
    let found = secrets(&change(
        r#"{"actions":["update"],
        "before":{"a":"old","n":12345,"t":true,"e":"","plain":"shown","l":[{"x":"in","y":"out"}]},
        "before_sensitive":{"a":true,"n":true,"t":true,"e":true,"l":[{"x":true}]},
        "after":{"deep":{"k":["one",{"k2":"two"}],"n":7},"set":["s1","s2"],"gone":"x"},
        "after_sensitive":{"deep":true,"set":[true],"missing":true,"gone":false}}"#,
    ));
    let hidden = ["old", "12345", "in", "one", "two", "7", "s1", "s2"];
    assert_secret(
        &found,
        &hidden,
        &["", "true", "shown", "out", "k", "k2", "x"],
    );
    let found = secrets(&change(
        r#"{"after":{"a":{"b":"c"}},"after_sensitive":true}"#,
    ));
    assert_secret(&found, &["c"], &["a", "b"]);
}

#[test]
fn text_inside_of_text_is_secret_too() {
    let found = secrets(&change(
        r##"{"after":{"policy":"{\"Statement\":[{\"Sid\":\"Hidden\",\"n\":99,\"x\":\"[\\\"deep\\\"]\"}]}",
        "script":"#!/bin/sh\n  export TOKEN=abc\r\nok\n"},"after_sensitive":{"policy":true,"script":true}}"##,
    ));
    assert_secret(
        &found,
        &[
            "Hidden",
            "deep",
            "[\"deep\"]",
            "export TOKEN=abc",
            "#!/bin/sh",
        ],
        &["Statement", "Sid", "99", "ok"],
    );
    assert_eq!(found.scrub("+ export TOKEN=abc ;"), "+ (sensitive) ;");
}

#[test]
fn states_drift_and_actions_have_marks() {
    let text = r#"{"format_version":"1.2","planned_values":{},
      "prior_state":{"values":{"outputs":{"o":{"value":"prior-output","sensitive":true}},"root_module":{"resources":[
        {"address":"t.n","mode":"data","type":"t","name":"n","values":{"a":"prior","b":"plain"},"sensitive_values":{"a":true}}]}}},
      "resource_drift":[{"address":"t.n","change":{"before":{"a":"drift"},"before_sensitive":{"a":true}}}],
      "output_changes":{"s":{"before":"was","after":"is","after_sensitive":true},"p":{"after":"public"}},
      "action_invocations":[{"config_values":{"a":"action","b":"plain"},"config_sensitive":{"a":true}}]}"#;
    let hidden = ["prior", "prior-output", "drift", "was", "is", "action"];
    assert_secret(&secrets(text), &hidden, &["plain", "public"]);
}

#[test]
fn the_configuration_declares_secrets() {
    let text = r#"{"format_version":"1.2","planned_values":{},
      "variables":{"s":{"value":{"k":"given"}},"p":{"value":"public"}},
      "output_changes":{"o":{"after":"declared"}},
      "configuration":{
        "provider_config":{"aws":{"expressions":{
          "region":{"constant_value":"eu-west-1"},
          "secret_key":{"constant_value":"provider-key"},
          "token":{"references":["var.token"]},
          "max_retries":{"constant_value":3},
          "default_tags":[{"tags":{"constant_value":{"team":"blue"}}}],
          "assume_role":[{"role_arn":{"constant_value":"arn:role"},"external_id":{"constant_value":"extern"}}]}}},
        "root_module":{
          "variables":{"s":{"sensitive":true,"default":"unused"},"p":{"default":"x"}},
          "outputs":{"o":{"sensitive":true,"expression":{"constant_value":"declared"}}},
          "module_calls":{"m":{
            "expressions":{"pw":{"constant_value":"called"},"other":{"constant_value":"plain"}},
            "module":{"variables":{"pw":{"sensitive":true,"default":"fallback"},"other":{}},
              "outputs":{"x":{"sensitive":true,"expression":{"constant_value":"inner"}}}}}}}}}"#;
    assert_secret(
        &secrets(text),
        &[
            "given",
            "unused",
            "declared",
            "provider-key",
            "extern",
            "called",
            "fallback",
            "inner",
        ],
        &[
            "public",
            "x",
            "eu-west-1",
            "3",
            "blue",
            "arn:role",
            "var.token",
            "plain",
        ],
    );
}

#[test]
fn the_schema_is_asked_where_there_are_no_marks() {
    let text = change(
        r#"{"before":{"password":"first"},"after":{"password":"second","nested":[{"key":"k1"},{"key":"k2","name":"plain"}]}}"#,
    );
    let document = plan(&text);
    let found = Secrets::collect(&document, &|data, provider, kind, path| {
        assert_eq!((data, provider, kind), (false, "p", "t"));
        matches!(path, ["password"] | ["nested", "key"])
    });
    assert_secret(&found, &["first", "second", "k1", "k2"], &["plain"]);
}

#[test]
fn user_data_with_a_credential_is_secret() {
    let key = "madeUp/ByNobody/0000/ForTheTests/EXAMPLE";
    let script = format!("#!/bin/sh\\nAWS_SECRET_ACCESS_KEY={key}\\n");
    let read = script.replace("\\n", "\n");
    for (place, after) in [
        ("an attribute", format!(r#"{{"user_data":"{script}"}}"#)),
        (
            "a block",
            format!(r#"{{"launch_specification":[{{"user_data":"{script}"}}]}}"#),
        ),
    ] {
        for side in ["before", "after"] {
            let found = secrets(&change(&format!(r#"{{"{side}":{after}}}"#)));
            assert!(
                found.contains(&read) && found.contains(key),
                "{place}, {side}"
            );
            assert_eq!(found.scrub("#!/bin/sh"), "#!/bin/sh");
            assert_eq!(found.scrub(&format!("x{key}y")), "x(sensitive)y");
        }
    }
    // What is not user data is not looked into, and examples are no secrets.
    let found = secrets(&change(&format!(r#"{{"after":{{"tags":"{script}"}}}}"#)));
    assert_secret(&found, &[], &[&read, key]);
    let example = "secret_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    let found = secrets(&change(&format!(
        r#"{{"after":{{"user_data":"{example}"}}}}"#
    )));
    assert_secret(&found, &[], &[example]);
}
