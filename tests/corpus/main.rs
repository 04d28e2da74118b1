//! Other people's plans and states: every one is judged, or refused with a fitting error, and what
//! comes of them is what `docs/corpus.md` says.
//!
//! The files lie beside the project, and nothing of their contents is in it; where they are
//! missing, the tests say so and pass. `UPDATE=1` rewrites the counts of the page, not the verdicts
//! that were checked by hand: where the draw finds others, somebody has to read those first.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads files, says what it skips, and may panic"
)]

mod counts;
mod drawn;
mod judge;
mod lines;

use std::path::Path;

use judge::Corpus;

const PAGE: &str = "docs/corpus.md";

#[test]
fn every_file_is_judged_or_refused() {
    let Some(corpus) = judge::corpus() else {
        return;
    };
    let all: usize = corpus.files.values().sum();
    assert!(all > 500, "the corpus has only {all} files");
    let without_help = &corpus.without_help;
    assert!(without_help.is_empty(), "{}", without_help.join("\n"));
}

#[test]
fn counts_are_as_the_page_says() {
    let Some(corpus) = judge::corpus() else {
        return;
    };
    let wanted = counts::tables(corpus);
    let page = page();
    let found = section(&page, "counts");
    if found.trim() == wanted.trim() {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "{PAGE}: the counts are others now; UPDATE=1 writes:\n{wanted}"
    );
    let (before, rest) = page.split_once("<!-- counts -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    let wanted = wanted.trim();
    let changed = format!("{before}<!-- counts -->\n\n{wanted}\n\n<!-- end -->{after}");
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE), changed).unwrap();
}

/// The draw is what the page says how it is done, so nobody chose what was checked.
#[test]
fn verdicts_checked_by_hand_are_those_drawn() {
    let Some(corpus) = judge::corpus() else {
        return;
    };
    let page = page();
    let written: Vec<String> = drawn::rows(section(&page, "drawn"))
        .iter()
        .map(|row| row.verdict())
        .collect();
    assert_eq!(written, drawn::draw(corpus));
}

#[test]
fn verdicts_checked_by_hand_name_their_evidence() {
    let page = page();
    let rows = drawn::rows(section(&page, "drawn"));
    assert_eq!(rows.len(), drawn::DRAWN);
    for row in &rows {
        assert!(["right", "wrong"].contains(&&*row.judgement), "{row:?}");
        assert!(!row.evidence.is_empty(), "{row:?}");
    }
    let Some(folder) = judge::folder() else {
        return;
    };
    for row in &rows {
        let lines = lines::of(&std::fs::read_to_string(folder.join(&row.file)).unwrap());
        for (key, line) in &row.evidence {
            let found = &lines[line - 1];
            assert!(
                found.starts_with(&format!("\"{key}\":")),
                "{}: line {line} is {found}, not {key}",
                row.file
            );
        }
    }
}

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    std::fs::read_to_string(path).unwrap()
}

/// What stands between `<!-- name -->` and `<!-- end -->`.
fn section<'p>(page: &'p str, name: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("<!-- {name} -->\n")).unwrap();
    rest.split_once("<!-- end -->").unwrap().0
}

#[test]
fn a_line_is_where_a_formatter_puts_it() {
    let text = r#"{"a":[],"b":[1,{"c":"x,{\"y"}],"d":null}"#;
    let wanted = [
        "{",
        "\"a\": [],",
        "\"b\": [",
        "1,",
        "{",
        "\"c\": \"x,{\\\"y\"",
        "}",
        "],",
        "\"d\": null",
        "}",
    ];
    assert_eq!(lines::of(text), wanted);
}

/// A draw of what the page was not written for would find something else.
#[test]
fn another_verdict_changes_the_draw() {
    let verdict = |rule: &'static str, outcome| judge::Verdict {
        file: "a/plan.json".to_owned(),
        rule: rule.to_owned(),
        address: "aws_instance.web".to_owned(),
        outcome,
        reasons: Vec::new(),
    };
    let corpus = |verdicts| Corpus {
        verdicts,
        ..Corpus::default()
    };
    let known = drawn::RULES[0];
    let one = drawn::draw(&corpus(vec![verdict(known, "pass")]));
    let other = drawn::draw(&corpus(vec![verdict(known, "fail")]));
    assert_ne!(one, other);
    let none = vec![
        verdict(known, "undetermined"),
        verdict("later-rule", "pass"),
    ];
    assert!(drawn::draw(&corpus(none)).is_empty());
}
