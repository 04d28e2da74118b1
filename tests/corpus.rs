//! Other people's plans and states: every one is judged or refused with a fitting error.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads files, tells what it counts, and may panic"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use plangate::{engine, input, pack, program, reference};

#[test]
fn every_file_is_judged_or_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if !corpus.is_dir() {
        eprintln!("skipped: there is no ../shared/corpus beside the project");
        return;
    }
    let mut rules = pack::Rules::default();
    rules.add_shipped(&pack::shipped_packs());
    let mut problems = std::mem::take(&mut rules.problems);
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |word: String| *counts.entry(word).or_default() += 1;
    let files = files(&corpus);
    for path in &files {
        let text = match input::decode(std::fs::read(path).unwrap()) {
            Ok(text) => text,
            Err(error) => {
                add(format!("refused: {}", error.kind.word()));
                continue;
            }
        };
        let document = match input::read(&text, false) {
            Ok(document) => document,
            Err(error) => {
                assert!(error.help.is_some(), "{}: {error:?}", path.display());
                add(format!("refused: {}", error.kind.word()));
                continue;
            }
        };
        add("judged".to_owned());
        let options = reference::Options::default();
        for judgement in engine::run(&program, &rules.sources, &document, "plan", options) {
            if judgement.address.is_empty() {
                continue;
            }
            let rule = &program.rules[judgement.rule].about.id;
            add(format!("{rule}: {}", judgement.outcome.word()));
            for reason in judgement
                .findings
                .iter()
                .filter_map(|finding| finding.reason)
            {
                add(format!("undetermined for the reason {}", reason.word()));
            }
        }
    }
    assert!(
        files.len() > 500,
        "the corpus has only {} files",
        files.len()
    );
    for (word, count) in &counts {
        println!("{count:6} {word}");
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension != "tsv") {
            found.push(path);
        }
    }
    found.sort();
    found
}
