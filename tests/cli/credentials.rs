//! A credential in user data is told nowhere, nor is anything that was made of it.

use super::{plangate, run, talk, text};

const PLAN: &str = "tests/cli/data/credentials.json";
const RULE: &str = "tests/cli/data/nosy.rule";

/// Parts of the credentials, as they are, in capitals, and in base64 with one, two or no bytes before.
const TOLD: [&str; 9] = [
    "madeUp/ByNobody",
    "MADEUP/BYNOBODY",
    "MADEUPFOREXAMPLE",
    "ThisIsNotAReal",
    "NorIsThisNorIs",
    "bWFkZVVwL0J5Tm9i",
    "1hZGVVcC9CeU5vYm",
    "tYWRlVXAvQnlOb2",
    "H4sI",
];

fn assert_silent(arguments: &[&str]) -> String {
    let output = run(&mut plangate(arguments));
    let told = text(&output.stdout) + &text(&output.stderr);
    silent(arguments, told)
}

fn silent(asked: &[&str], told: String) -> String {
    for secret in TOLD {
        assert!(!told.contains(secret), "{asked:?} tells {secret}: {told}");
    }
    told
}

#[test]
fn no_report_tells_a_credential() {
    for format in ["table", "json"] {
        let told = assert_silent(&[
            "check", PLAN, "--pack", "none", "--rules", RULE, "--show", "all", "--format", format,
        ]);
        assert!(
            told.contains("(sensitive)") && told.contains("line 2"),
            "{told}"
        );
        let told = assert_silent(&["check", PLAN, "--show", "all", "--format", format]);
        assert!(told.contains("a private key at line 2"), "{told}");
    }
}

#[test]
fn no_explanation_tells_a_credential() {
    let addresses = [
        "aws_instance.plain",
        "aws_instance.rotated",
        "aws_instance.copies",
    ];
    for address in addresses.into_iter().chain(["aws_launch_template.packed"]) {
        for format in ["text", "json"] {
            assert_silent(&[
                "explain", address, "scripts", PLAN, "--pack", "none", "--rules", RULE, "--format",
                format,
            ]);
        }
    }
    for format in ["dot", "mermaid", "json"] {
        assert_silent(&["graph", PLAN, "--format", format]);
    }
}

#[test]
fn no_expression_tells_a_credential() {
    let expressions = [
        "resources(\"aws_*\").user_data",
        "[for r in resources(aws_instance) : r.tags]",
        "[for r in resources(aws_instance) : before(r).user_data]",
        "[for r in resources(aws_launch_template) : user_data_parts(r.user_data)]",
        "[for r in resources(aws_instance) : upper(r.user_data)]",
        "[for r in resources(aws_instance) : split(\"\\n\", r.user_data)]",
        "var.script",
        "upper(var.script)",
        "[for line in split(\"\\n\", var.script) : line]",
        "user_data_parts(var.script)",
    ];
    for expression in expressions {
        for format in ["text", "json"] {
            assert_silent(&["eval", expression, PLAN, "--format", format]);
        }
    }
    let (told, _) = talk(&["repl", PLAN], &expressions.join("\n"));
    let told = silent(&["repl"], told);
    assert!(told.contains("(sensitive)"), "{told}");
}
