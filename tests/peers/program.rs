//! The program as people run it, and what its report says.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What each rule says of each address, in words.
pub(super) type Verdicts = BTreeMap<(String, String), String>;

/// `plangate check`, with the source of the configuration or without.
pub(super) fn judge(input: &Path, source: Option<&Path>) -> Verdicts {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plangate"));
    command.arg("check").arg(input);
    command.args(["--format", "json", "--show", "all"]);
    match source {
        Some(folder) => command.arg("--source").arg(folder),
        None => command.arg("--no-source"),
    };
    let output = command.output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{}: {error}", input.display()));
    let about = &report["inputs"][0];
    if source.is_some() {
        assert!(about["source"].is_string(), "{}: {about}", input.display());
    }
    assert_eq!(
        about["notes"],
        Value::Array(Vec::new()),
        "{}",
        input.display()
    );
    let results = report["results"].as_array().unwrap().iter();
    results
        .map(|result| {
            let text = |name: &str| result[name].as_str().unwrap_or_default().to_owned();
            ((text("rule"), text("address")), words(result))
        })
        .collect()
}

/// `pass`, or `undetermined (account), blocks`.
fn words(result: &Value) -> String {
    let outcome = result["outcome"].as_str().unwrap();
    if outcome != "undetermined" {
        return outcome.to_owned();
    }
    let findings = result["findings"].as_array().unwrap().iter();
    let reason = findings
        .filter(|finding| finding["outcome"] == "undetermined")
        .find_map(|finding| finding["reason"].as_str())
        .unwrap();
    let blocks = if result["blocks"] == true {
        ", blocks"
    } else {
        ""
    };
    format!("{outcome} ({reason}){blocks}")
}
