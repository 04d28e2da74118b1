use std::path::{Path, PathBuf};

use super::{check, listed, none_given, read};

#[test]
fn a_file_is_read_whole_with_its_digest() {
    let plan = read(Path::new("rustfmt.toml"), true).unwrap();
    assert_eq!(plan.name, "rustfmt.toml");
    assert!(plan.bytes.ends_with(b"\n"));
    let digest = plan.sha256.unwrap();
    assert_eq!(digest.len(), 64);
    assert!(
        digest
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    );
    assert_eq!(read(Path::new("rustfmt.toml"), false).unwrap().sha256, None);
}

#[test]
fn what_is_not_there_is_looked_for_nearby() {
    let refused = |path: &str| {
        let complaint = read(Path::new(path), false).unwrap_err();
        let help = complaint.advice().unwrap_or_default().to_owned();
        (complaint.to_string(), help)
    };
    assert_eq!(
        refused("src/report/report.shema.json"),
        (
            "cannot read `src/report/report.shema.json`: there is no such file".to_owned(),
            "did you mean `src/report/report.schema.json`?".to_owned()
        )
    );
    assert_eq!(
        refused("src/report/x"),
        (
            "cannot read `src/report/x`: there is no such file".to_owned(),
            "that folder holds `report.schema.json`".to_owned()
        )
    );
    assert_eq!(
        refused("no-such/plan.json").0,
        "cannot read `no-such/plan.json`: there is no folder `no-such`"
    );
    assert_eq!(
        refused("src/report"),
        (
            "cannot read `src/report`: it is a folder, not a file".to_owned(),
            "it holds `report.schema.json`".to_owned()
        )
    );
}

#[test]
fn lists_of_inputs_that_cannot_be_meant_are_refused() {
    let refused = |paths: &[&str]| {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        check(&paths).map_err(|complaint| complaint.to_string())
    };
    assert_eq!(refused(&["a", "-", "b"]), Ok(()));
    assert_eq!(refused(&["a", "a"]), Err("`a` is given twice".to_owned()));
    assert_eq!(
        refused(&["-", "-"]),
        Err("`-` is given twice, and standard input can be read only once".to_owned())
    );
    assert_eq!(refused(&[]), Err("no plan is given".to_owned()));
}

#[test]
fn no_plan_is_told_what_to_do() {
    let advice = |terminal| none_given(terminal).advice().unwrap().to_owned();
    assert!(advice(true).contains("terraform show -json"));
    assert!(advice(false).contains("`plangate check -`"));
}

#[test]
fn long_lists_of_files_are_cut() {
    let names: Vec<String> = (0..7).map(|number| format!("{number}.json")).collect();
    assert_eq!(
        listed(&names).unwrap(),
        "`0.json`, `1.json`, `2.json`, `3.json`, `4.json` and 2 more JSON files"
    );
}
