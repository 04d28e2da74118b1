use std::path::PathBuf;

use super::{Output, check};

#[test]
fn a_format_goes_to_standard_output_or_to_a_file() {
    let output = Output::parse("json").unwrap();
    assert_eq!((output.format.name, output.file), ("json", None));
    let output = Output::parse("table=a=b.txt").unwrap();
    assert_eq!(output.format.name, "table");
    assert_eq!(output.file, Some(PathBuf::from("a=b.txt")));
}

#[test]
fn a_format_that_is_misspelled_is_refused() {
    let refused = |text| Output::parse(text).unwrap_err();
    assert_eq!(
        refused("jsn=x"),
        "there is no format `jsn`; did you mean `json`?"
    );
    assert_eq!(
        refused("yesterday"),
        "there is no format `yesterday`; the formats are table, json"
    );
    let nowhere = "no file is named after `=`; `json` alone writes to standard output";
    assert_eq!(refused("json="), nowhere);
    assert_eq!(refused("json=-"), nowhere);
}

#[test]
fn outputs_do_not_overwrite_each_other() {
    assert_eq!(
        refused(&["json", "table"], &[]),
        "two formats would be written to standard output: json and table"
    );
    assert_eq!(
        refused(&["json=no-such.out", "table=./no-such.out"], &[]),
        "two formats would be written to `./no-such.out`"
    );
    assert_eq!(refused(&["json=no-such.out", "table"], &[]), "");
}

#[test]
fn outputs_do_not_overwrite_inputs() {
    assert_eq!(
        refused(&["json=./Cargo.toml"], &["Cargo.toml"]),
        "`--format json=./Cargo.toml` would overwrite that plan"
    );
}

#[test]
fn an_output_that_cannot_be_written_is_refused_early() {
    assert_eq!(
        refused(&["json=src"], &[]),
        "cannot write `src`: it is a folder"
    );
    assert_eq!(
        refused(&["json=no-such/file"], &[]),
        "cannot write `no-such/file`: there is no folder `no-such`"
    );
}

fn refused(outputs: &[&str], inputs: &[&str]) -> String {
    let outputs: Vec<Output> = outputs
        .iter()
        .map(|text| Output::parse(text).unwrap())
        .collect();
    let inputs: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
    check(&outputs, &inputs)
        .err()
        .map(|complaint| complaint.to_string())
        .unwrap_or_default()
}
