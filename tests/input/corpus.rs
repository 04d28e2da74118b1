//! Files as they are found in public repositories, and the plans that Terraform made for us.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use plangate::input::{Document, InputError, InputErrorKind, InputKind, decode, read};

use super::{beside, bytes};

/// What may become of a file, by what the index of the corpus says it is.
fn allowed(shape: &str, outcome: Result<InputKind, InputErrorKind>) -> bool {
    use InputErrorKind as Kind;
    match shape {
        "plan" => match outcome {
            Ok(kind) => kind == InputKind::Plan,
            // Mocks for other tools; files with a banner; one with a bracket too many.
            Err(kind) => matches!(kind, Kind::Wrapped | Kind::TextBefore | Kind::Malformed),
        },
        "state" => outcome == Ok(InputKind::State),
        "plan-tfc-jsonplan" => outcome == Err(Kind::RedactedPlan),
        "plan-fragment" => match outcome {
            Ok(kind) => kind == InputKind::Plan,
            Err(kind) => matches!(
                kind,
                Kind::Wrapped | Kind::MissingFormatVersion | Kind::TextBefore | Kind::Malformed
            ),
        },
        "invalid-json" => outcome == Err(Kind::Stream),
        "not-json" => outcome == Err(Kind::TextBefore),
        _ => false,
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the counts are for people")]
fn every_file_of_the_corpus_is_read_or_refused_for_what_it_is() {
    let Some(folder) = beside("corpus") else {
        return;
    };
    let index = String::from_utf8(bytes(&folder.join("INDEX.tsv"))).unwrap();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let outcome = judge(&folder.join(columns[0]), |document| document.kind);
        let word = match &outcome {
            Ok(kind) => format!("{kind:?}"),
            Err(error) => error.kind.word().to_owned(),
        };
        *counts
            .entry(format!("{:18}{word}", columns[6]))
            .or_default() += 1;
        if !allowed(
            columns[6],
            outcome.as_ref().copied().map_err(|error| error.kind),
        ) {
            wrong.push(format!("{}: {outcome:?}", columns[0]));
        }
    }
    for (outcome, count) in counts {
        println!("{count:5} {outcome}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_plan_of_the_corpus_looks_cut_for_no_reason() {
    let Some(folder) = beside("corpus") else {
        return;
    };
    let index = String::from_utf8(bytes(&folder.join("INDEX.tsv"))).unwrap();
    for line in index.lines().skip(1) {
        let name = line.split('\t').next().unwrap();
        let whole = judge(&folder.join(name), |document| {
            let errored = document.errored == Some(true);
            errored || document.instances.is_empty() || document.missing_instances().is_empty()
        });
        assert!(whole.unwrap_or(true), "{name}");
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the count is for people")]
fn our_own_plans_are_all_read() {
    let Some(folder) = beside("plans") else {
        return;
    };
    let mut open = vec![folder];
    let mut read = 0;
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                let kind = judge(&path, |document| document.kind);
                assert!(kind.is_ok(), "{}: {kind:?}", path.display());
                read += 1;
            }
        }
    }
    println!("{read} files read");
}

/// Files that were edited by hand, and what is wrong with a part of them.
const DEFECTIVE: [(&str, &str); 1] = [(
    "terraform-validator/test__read_planned_assets__tf1_0plan.applied.json",
    "the key `uniform_bucket_level_access` is given twice in one object",
)];

/// Reads a file and decodes every part of it.
fn judge<T>(path: &Path, then: fn(&Document<'_>) -> T) -> Result<T, InputError> {
    let text = decode(bytes(path))?;
    let document = read(&text, false)?;
    for instance in document.instances.iter().chain(document.prior()) {
        for part in [instance.before, instance.after, instance.after_unknown]
            .into_iter()
            .flatten()
        {
            if let Err(defect) = part.to_value() {
                let known = |(name, message): &(&str, &str)| {
                    path.to_string_lossy().ends_with(name) && defect.message() == *message
                };
                assert!(DEFECTIVE.iter().any(known), "{}: {defect}", path.display());
            }
        }
    }
    Ok(then(&document))
}
