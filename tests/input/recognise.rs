//! What people hand over instead of a plan, and what they are told.

use plangate::input::{InputErrorKind as Kind, InputKind, read};

use super::{own, plan, refused};

/// Kind, message, a part of the help.
fn assert_refused(text: &str, kind: Kind, message: &str, help: &str) {
    let error = refused(text);
    assert_eq!(
        (error.kind, error.message.as_str()),
        (kind, message),
        "{text}"
    );
    assert!(
        error.help.as_deref().unwrap_or_default().contains(help),
        "{text}: {:?}",
        error.help
    );
}

const SHOW: &str = "terraform show -json PLAN";

#[test]
fn plans_and_states_are_told_apart() {
    for (text, kind) in [
        (
            r#"{"format_version":"1.2","planned_values":{}}"#,
            InputKind::Plan,
        ),
        (
            r#"{"format_version":"0.1","resource_changes":[]}"#,
            InputKind::Plan,
        ),
        (
            r#"{"format_version":"1.2","configuration":{}}"#,
            InputKind::Plan,
        ),
        (
            r#"{"format_version":"1.2","resource_changes":null,"prior_state":null}"#,
            InputKind::Plan,
        ),
        (
            r#"{"format_version":"1.0","values":{"root_module":{}}}"#,
            InputKind::State,
        ),
        (r#"{"format_version":"1.0"}"#, InputKind::State),
        (
            r#" {"format_version":"1.0","terraform_version":"1.9.0","checks":[]}"#,
            InputKind::State,
        ),
        (
            r#"{"format_version":"1.2","planned_values":{},"something_new":[1]}"#,
            InputKind::Plan,
        ),
        (
            r#"{"format_version":"1.0","values":{},"something_new":[1]}"#,
            InputKind::State,
        ),
    ] {
        assert_eq!(plan(text).kind, kind, "{text}");
    }
    assert_eq!(plan(r#"{"format_version":"1.0"}"#).instances.len(), 0);
}

#[test]
fn format_versions_are_compared_as_numbers() {
    for version in ["0.1", "0.2", "1.0", "1.2", "1.10", "1.999", "01.2"] {
        plan(&format!(
            r#"{{"format_version":"{version}","planned_values":{{}}}}"#
        ));
    }
    let refuse = |version: &str, message: &str| {
        let text = format!(r#"{{"format_version":"{version}","planned_values":{{}}}}"#);
        assert_refused(&text, Kind::Unsupported, message, "OpenTofu");
    };
    refuse(
        "2.0",
        "`format_version` is `2.0`; versions 0.1 to 1.x can be read",
    );
    refuse(
        "10.1",
        "`format_version` is `10.1`; versions 0.1 to 1.x can be read",
    );
    refuse(
        "",
        "`format_version` is ``; expected a version such as `1.2`",
    );
    refuse(
        "1.x",
        "`format_version` is `1.x`; expected a version such as `1.2`",
    );
    refuse(
        "1.2.3",
        "`format_version` is `1.2.3`; expected a version such as `1.2`",
    );
    refuse(
        "-1.0",
        "`format_version` is `-1.0`; expected a version such as `1.2`",
    );
    assert_refused(
        r#"{"planned_values":{},"resource_changes":[]}"#,
        Kind::MissingFormatVersion,
        "this looks like a plan and has no `format_version`",
        SHOW,
    );
}

#[test]
fn what_is_empty_or_no_object_is_refused() {
    for text in ["", " \r\n\t "] {
        let message = "the input is empty; expected a plan as JSON";
        assert_refused(text, Kind::Empty, message, "exit code");
    }
    for (text, what) in [
        ("[]", "an array"),
        ("[{\"format_version\":\"1.0\"}]", "an array"),
        ("\"plan\"", "a string"),
        ("null", "null"),
        ("true", "a bool"),
        ("-1.5e3", "a number"),
    ] {
        let message = format!("the input is {what}; a plan is a JSON object");
        assert_refused(text, Kind::NotAnObject, &message, SHOW);
    }
}

#[test]
fn other_outputs_of_terraform_are_recognised() {
    let log = "this is a log, as `terraform plan -json` prints it; it has no values of resources";
    assert_refused(
        &own("format/plan_stream.ndjson"),
        Kind::Stream,
        log,
        "terraform plan -out PLAN",
    );
    let line = r#"{"@level":"info","@message":"Terraform 1.11.4","type":"version"}"#;
    assert_refused(line, Kind::Stream, log, "terraform plan -out PLAN");

    let raw = r#"{"version":4,"terraform_version":"1.9.0","serial":3,"lineage":"x","outputs":{},"resources":[]}"#;
    let message = "this is a raw `terraform.tfstate` file, whose form is Terraform's own";
    assert_refused(
        raw,
        Kind::RawState,
        message,
        "terraform show -json > state.json",
    );

    let redacted = r#"{"plan_format_version":"1.2","resource_changes":[],"provider_schemas":{}}"#;
    let message = "this is a plan of HCP Terraform without values (`json-output-redacted`)";
    assert_refused(redacted, Kind::RedactedPlan, message, "`json-output`");
    let versioned = r#"{"format_version":"1.2","resource_changes":[],"provider_schemas":{}}"#;
    assert_refused(versioned, Kind::RedactedPlan, message, "`json-output`");

    for (text, command) in [
        (
            r#"{"format_version":"1.0","provider_schemas":{}}"#,
            "terraform providers schema -json",
        ),
        (
            r#"{"format_version":"1.0","valid":true,"diagnostics":[]}"#,
            "terraform validate -json",
        ),
        (
            r#"{"terraform_version":"1.9.0","platform":"linux_amd64"}"#,
            "terraform version -json",
        ),
        (
            r#"{"format_version":"1.0","modules":[]}"#,
            "terraform modules -json",
        ),
        (
            r#"{"a":{"sensitive":false,"type":"string","value":"x"}}"#,
            "terraform output -json",
        ),
    ] {
        let message = format!("this is what `{command}` prints, neither a plan nor a state");
        assert_refused(text, Kind::OtherCommand, &message, SHOW);
    }
    let shown =
        "Terraform will perform the following actions:\n\n  # aws_instance.a will be created\n";
    let message = "this is a plan as it is shown to people, without the values that rules need";
    assert_refused(shown, Kind::HumanPlan, message, SHOW);
    assert_refused(
        &format!("\u{1b}[0m\u{1b}[1m{shown}"),
        Kind::HumanPlan,
        message,
        SHOW,
    );
}

#[test]
fn plans_inside_of_objects_are_found() {
    let inner = r#"{"format_version":"1.2","resource_changes":[]}"#;
    for (text, path) in [
        (
            format!(r#"{{"mock":{{"valid_input":{{"tfplan":{inner}}}}}}}"#),
            "mock.valid_input.tfplan",
        ),
        (format!(r#"{{"input":{{"plan":{inner}}}}}"#), "input.plan"),
        (format!(r#"{{"tfrun":{{}},"tfplan":{inner}}}"#), "tfplan"),
        (format!(r#"{{"plan":{inner},"version":1}}"#), "plan"),
    ] {
        let message = format!("the plan lies inside another object, in `{path}`");
        assert_refused(&text, Kind::Wrapped, &message, "jq");
    }
    let text = format!(r#"{{ "plan": {inner} }}"#);
    let document = plan(&text);
    assert_eq!(document.kind, InputKind::Plan);
    assert_eq!(
        document.notes(),
        ["the plan lies in `plan`, and was taken out of it"]
    );
}

#[test]
fn text_around_the_json_is_named_with_its_place() {
    let json = r#"{"format_version":"1.0","values":{}}"#;
    let help = "standard output";
    for (text, message) in [
        (
            format!("Initializing the backend...\n{json}"),
            "text stands before the JSON, which begins at byte 28",
        ),
        (
            format!("+ terraform show {{\n{json}\n::debug::exit\n"),
            "text stands before the JSON, which begins at byte 19 and ends at byte 56",
        ),
        (
            format!("\u{1b}[0m\u{1b}[1m{json}"),
            "control codes of a terminal stand before the JSON, which begins at byte 8",
        ),
        (
            format!("# a plan\n{json}"),
            "a comment stands before the JSON, which begins at byte 9",
        ),
        (
            format!("\u{feff}{json}"),
            "a byte order mark stands before the JSON, which begins at byte 3",
        ),
        (
            format!("[INFO] plan\n{json}"),
            "text stands before the JSON, which begins at byte 12",
        ),
    ] {
        assert_refused(&text, Kind::TextBefore, message, help);
    }
    let text = format!("{json}\nReleasing state lock\u{7}. This may take a few moments...\n");
    let message = "text follows the JSON, from byte 37 on: `Releasing state …`";
    assert_refused(&text, Kind::TextAfter, message, help);
    assert_eq!(refused(&text).place, Some((37, 2, 1)));
    let text = format!("{json}\n{json}\n");
    let message = "the input holds more than one JSON document; the second one starts here";
    assert_refused(&text, Kind::Several, message, "file of its own");
    assert_eq!(refused(&text).place, Some((37, 2, 1)));
}

#[test]
fn other_languages_are_recognised() {
    let hcl = "this is Terraform configuration; what it would do is told only by a plan";
    for text in [
        "resource \"aws_instance\" \"a\" {\n  ami = \"x\"\n}\n",
        "# variables\nterraform {\n  required_version = \">= 1\"\n}\n",
        "region = \"eu-west-1\"\ntags = { \"a\" = \"b\" }\n",
    ] {
        assert_refused(text, Kind::TerraformConfiguration, hcl, SHOW);
    }
    let json = r#"{"resource":{"aws_instance":{"a":{}}},"provider":{"aws":{}}}"#;
    let message = "this is Terraform configuration, neither a plan nor a state";
    assert_refused(json, Kind::TerraformConfiguration, message, SHOW);
    for text in [
        "---\na: 1\n",
        "kind: Pod\nmetadata:\n  name: x\n",
        "# x\n- a: 1\n",
        "%YAML 1.2\n",
    ] {
        assert_refused(text, Kind::Yaml, "this is YAML, not JSON", SHOW);
    }
    for text in ["<!DOCTYPE html>\n<html>", "<?xml version=\"1.0\"?>"] {
        assert_refused(text, Kind::Markup, "this is HTML or XML, not JSON", SHOW);
    }
    let message = "the input is not JSON: expected `{`; found `plan? what plan`";
    assert_refused("  plan? what plan\n", Kind::NotJson, message, SHOW);
    let message = "this is a message of Terraform, not a plan: `Error: Failed to…`";
    assert_refused(
        "Error: Failed to load plugin schemas\n",
        Kind::NotJson,
        message,
        SHOW,
    );
    assert_refused(
        "\u{1b}[31m╷\u{1b}[0m\n│ Error: Failed to load\n",
        Kind::NotJson,
        message,
        SHOW,
    );
}

#[test]
fn documents_of_other_tools_are_recognised() {
    for (text, kind, what) in [
        (
            r#"{"AWSTemplateFormatVersion":"2010-09-09","Resources":{}}"#,
            Kind::CloudFormation,
            "a CloudFormation template",
        ),
        (
            r#"{"Resources":{"Role":{"Type":"AWS::IAM::Role"}}}"#,
            Kind::CloudFormation,
            "a CloudFormation template",
        ),
        (
            r#"{"version":"2.1.0","runs":[]}"#,
            Kind::Sarif,
            "a SARIF report",
        ),
        (
            r#"{"check_type":"terraform","results":{}}"#,
            Kind::CheckovReport,
            "a report of Checkov",
        ),
        (
            r#"[{"check_type":"terraform","results":{}}]"#,
            Kind::CheckovReport,
            "a report of Checkov",
        ),
    ] {
        let message = format!("this is {what}, neither a plan nor a state");
        assert_refused(text, kind, &message, SHOW);
    }
    let template = "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n";
    let message = "this is a CloudFormation template, neither a plan nor a state";
    assert_refused(template, Kind::CloudFormation, message, SHOW);
    let message = "this JSON object is neither a plan nor a state; its keys are `a`, `\\u{7}b`, `c`, \
                   `d`, `e`, …";
    let text = r#"{"a":1,"\u0007b":2,"c":3,"d":4,"e":5,"f":6}"#;
    assert_refused(text, Kind::NotTerraform, message, SHOW);
    let message = "this is an empty JSON object, neither a plan nor a state";
    assert_refused("{}", Kind::NotTerraform, message, SHOW);
}

#[test]
fn other_documents_are_read_where_they_are_accepted() {
    for text in [
        "{}",
        " {\"a\":[1,2,{\"b\":null}]}\n",
        r#"{"AWSTemplateFormatVersion":"2010-09-09","Resources":{}}"#,
        r#"{"format_version":3,"configuration":"x","values":[]}"#,
    ] {
        let document = read(text, true).unwrap();
        assert_eq!(document.kind, InputKind::Other);
        assert_eq!(document.root().unwrap().raw(), text.trim());
        assert!(document.instances.is_empty() && document.notes().is_empty());
    }
    assert_eq!(
        read(r#"{"format_version":"1.0"}"#, true).unwrap().kind,
        InputKind::State
    );
    for (text, kind) in [
        (r#"{"version":4,"lineage":"x"}"#, Kind::RawState),
        (r#"{"@level":"info","@message":"x"}"#, Kind::Stream),
        (r#"{"resource_changes":[]}"#, Kind::MissingFormatVersion),
        (r#"{"a":{"resource_changes":[]}}"#, Kind::Wrapped),
        (
            r#"{"format_version":"2.0","planned_values":{}}"#,
            Kind::Unsupported,
        ),
        (
            r#"{"format_version":"1.2","resource_changes":{}}"#,
            Kind::WrongType,
        ),
        ("[]", Kind::NotAnObject),
        (r#"{"a":1,"a":2}"#, Kind::DuplicateKey),
        ("", Kind::Empty),
    ] {
        assert_eq!(read(text, true).unwrap_err().kind, kind, "{text}");
    }
}
