//! The manual: every code has its page, every example on it is run, and the pages in `docs/` are
//! those of the program. `UPDATE=1 cargo test --test manual` writes them.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

mod example;
mod files;
mod messages;
mod pages;
mod rules;
mod words;

use std::collections::BTreeSet;

use plangate::manual::code::{self, Level};
use plangate::manual::{self, Format, markdown};
use plangate::report::Style;

/// The registry holds the codes that the program may tell, and no others.
#[test]
fn every_code_has_a_page() {
    let told: BTreeSet<String> = files::codes_in_sources();
    let listed: BTreeSet<String> = code::all().map(|code| code.id.to_owned()).collect();
    let missing: Vec<_> = told.difference(&listed).collect();
    let invented: Vec<_> = listed.difference(&told).collect();
    assert!(missing.is_empty(), "src/manual/code lacks {missing:?}");
    assert!(
        invented.is_empty(),
        "nothing in src tells {invented:?}, which src/manual/code lists"
    );
}

#[test]
fn codes_are_sorted_within_their_families() {
    for family in code::families() {
        assert!(family.codes.is_sorted_by_key(|code| code.id));
        for code in family.codes {
            assert!(code::is_code(code.id) && code.id.starts_with(family.letter));
        }
    }
}

#[test]
fn every_page_is_whole() {
    for code in code::all() {
        let id = code.id;
        assert!(!code.title.ends_with('.') && !code.title.is_empty(), "{id}");
        for text in [code.what, code.why] {
            assert!(text.ends_with('.'), "{id}: sentences: {text}");
        }
        // A code that a rule can bring about shows how.
        let by_files_only = ["P199", "C907"].contains(&id);
        assert_eq!(code.pair.is_none(), by_files_only, "{id}");
    }
}

/// What is wrong gives its code and no other; what is right gives none.
#[test]
fn every_example_gives_what_its_page_says() {
    let mut wrong = Vec::new();
    for code in code::all() {
        let Some(pair) = &code.pair else { continue };
        for (example, wanted) in [(&pair.wrong, vec![code.id]), (&pair.right, Vec::new())] {
            let told = example::run(example, code.id);
            let found: BTreeSet<&str> = told.codes.iter().map(String::as_str).collect();
            if found != wanted.iter().copied().collect() {
                wrong.push(format!(
                    "{}: expected {wanted:?}, found {found:?}\n{}",
                    code.id, told.text
                ));
            }
            if wanted.is_empty() && code.level == Level::Data {
                assert!(told.judged, "{}: nothing is judged", code.id);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn words_look_like_codes() {
    assert!(code::is_code("P101") && code::is_code("s402"));
    for word in ["P10", "P1011", "1101", "P10x", "ü101"] {
        assert!(!code::is_code(word), "{word}");
    }
    assert_eq!(code::alike("b999"), ["B501", "B502", "B503"]);
    assert_eq!(code::find("n201").map(|code| code.id), Some("N201"));
}

/// Machines read the same page as people.
#[test]
fn a_page_is_written_in_every_format() {
    let page = code::find("R705").unwrap().page();
    let style = Style {
        width: 40,
        colour: false,
    };
    let written = |format| {
        let mut out = Vec::new();
        manual::write(
            std::slice::from_ref(&page),
            format,
            "1.2.3",
            &style,
            &mut out,
        )
        .unwrap();
        String::from_utf8(out).unwrap()
    };
    let json: serde_json::Value = serde_json::from_str(&written(Format::Json)).unwrap();
    assert_eq!(json["format"], "plangate-manual/1");
    assert_eq!(json["plangate"], "1.2.3");
    let document = &json["pages"][0];
    assert_eq!(document["name"], "R705");
    let pair = code::find("R705").unwrap().pair.unwrap();
    assert_eq!(document["wrong"]["files"][0]["text"], pair.wrong.files[0].1);
    assert_eq!(written(Format::Markdown), markdown(&page));
    assert!(written(Format::Text).starts_with("R705: an index that is no"));
}
