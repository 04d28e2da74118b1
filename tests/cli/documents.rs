//! Documents tell the truth: their rules load and judge as they say, and their tables are made of
//! what the program knows.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use plangate::engine;
use plangate::input;
use plangate::manual;
use plangate::pack;
use plangate::program::{self, About, Program};
use plangate::reference::Options;
use plangate::source::Sources;
use plangate::syntax::{self, ast::Item};

use super::{PLAN, read};

const DOCUMENTS: [&str; 8] = [
    "README.md",
    "docs/language.md",
    "docs/functions.md",
    "docs/ec2.md",
    "docs/input.md",
    "docs/report.md",
    "docs/testing.md",
    "examples/own-rules/README.md",
];

#[test]
fn rules_in_documents_load_and_judge_as_they_say() {
    let mut judged = 0;
    for document in DOCUMENTS {
        let text = read(Path::new(document));
        let mut rules = None;
        for (kind, block) in fences(&text) {
            match kind {
                "rule" => rules = Some(load(document, block)),
                "outcomes" => {
                    let (program, sources) = rules.take().expect("rules stand before outcomes");
                    let found = outcomes(&program, &sources);
                    assert_eq!(found, block, "{document}: {:?}", ids(&program));
                    judged += 1;
                }
                _ => {}
            }
        }
    }
    assert!(judged > 5, "{judged} rule blocks were judged");
}

#[test]
fn tables_of_rules_are_those_of_the_program() {
    let (program, _) = shipped();
    let about: Vec<&About> = program.rules.iter().map(|rule| &rule.about).collect();
    let mut table = String::from("| pack | rule | level | severity | what holds |\n");
    table += "|---|---|---|---|---|\n";
    for pack in pack::shipped_packs() {
        for rule in about.iter().filter(|rule| rule.pack == pack) {
            let (level, severity) = (rule.level.word(), rule.severity.word());
            let _ = writeln!(
                table,
                "| [{pack}](policies/{pack}/README.md) | `{}` | {level} | {severity} | {} |",
                rule.id, rule.title
            );
        }
    }
    same_section("README.md", "rules", &table);
}

#[test]
fn every_pack_has_a_page_with_its_rules() {
    let (program, _) = shipped();
    for pack in pack::shipped_packs() {
        let page = read(&Path::new("policies").join(&pack).join("README.md"));
        let rows: Vec<&str> = page
            .lines()
            .filter(|line| line.starts_with("| `"))
            .collect();
        let rules = program.rules.iter().map(|rule| &rule.about);
        let rules: Vec<&About> = rules.filter(|rule| rule.pack == pack).collect();
        assert_eq!(rows.len(), rules.len(), "{pack} has a row for each rule");
        for rule in rules {
            let start = format!(
                "| `{}` | {} | {} |",
                rule.id,
                rule.level.word(),
                rule.severity.word()
            );
            assert!(
                rows.iter().any(|row| row.starts_with(&start)),
                "{pack}: {start}"
            );
        }
    }
}

#[test]
fn the_table_of_functions_is_that_of_the_program() {
    let tables = manual::function::tables();
    same_section("docs/functions.md", "functions", tables.trim_end());
}

#[test]
fn the_tables_of_the_library_are_those_of_its_file() {
    let text = read(Path::new("policies/lib/ec2.rule"));
    let mut sources = Sources::default();
    let mut problems = Vec::new();
    let source = sources.add("policies/lib/ec2.rule", text.as_str());
    let file = syntax::parse(&sources, source, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let defines = file.items.iter().filter_map(|item| match item {
        Item::Define(define) => Some(define),
        _ => None,
    });
    let mut rows: BTreeMap<&str, String> = BTreeMap::new();
    for define in defines {
        let formals = define.formals.iter();
        let formals: Vec<&str> = formals.map(|formal| formal.name.text.as_str()).collect();
        let doc = define.doc.as_ref().map(|doc| sources.slice(doc.span));
        let doc = doc.unwrap_or_default().trim_matches('"');
        let name = define.name.text.as_str();
        assert!(
            doc.ends_with('.'),
            "`{name}` says in a sentence what it means"
        );
        let doc = doc.replace("\\\"", "\"");
        rows.insert(
            name,
            format!("| `{name}({})` | {doc} |", formals.join(", ")),
        );
    }
    // A comment of one line begins a chapter, and the order is that of the file.
    let mut tables = String::new();
    let body = text.split_once("edition 1").map_or("", |(_, body)| body);
    for line in body.lines() {
        if let Some(chapter) = line.strip_prefix("# ") {
            let _ = writeln!(tables, "\n### {chapter}\n\n| define | meaning |\n|---|---|");
        } else if let Some(define) = line.strip_prefix("define ") {
            let name = define.split('(').next().unwrap_or_default();
            let _ = writeln!(tables, "{}", rows.remove(name).unwrap());
        }
    }
    assert!(rows.is_empty(), "{rows:?} are not at the start of a line");
    same_section("docs/ec2.md", "ec2", tables.trim());
}

/// The fenced blocks of a document: what they are, and their text.
fn fences(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\n```") {
        let inside = &rest[at + 4..];
        let Some((kind, _)) = inside.split_once('\n') else {
            break;
        };
        // The line end before the body stays, so that an empty block ends at once.
        let body = &inside[kind.len()..];
        let Some(end) = body.find("\n```") else { break };
        found.push((kind, body[..end].trim_start_matches('\n')));
        rest = &body[end + 4..];
    }
    found
}

fn load(name: &str, text: &str) -> (Program, Sources) {
    let mut rules = pack::Rules::default();
    rules.add_text(name, text);
    let mut problems = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    let drawn: Vec<String> = problems
        .iter()
        .map(|one| one.draw(&rules.sources, false))
        .collect();
    assert!(drawn.is_empty(), "{}", drawn.join("\n"));
    (program, rules.sources)
}

fn shipped() -> (Program, Sources) {
    let mut rules = pack::Rules::default();
    rules.add_shipped(&pack::shipped_packs());
    let mut problems = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    (program, rules.sources)
}

/// What the rules say of the quick start: a line for each judgement.
fn outcomes(program: &Program, sources: &Sources) -> String {
    let text = input::decode(read(Path::new(PLAN)).into_bytes()).unwrap();
    let document = input::read(&text, false).unwrap();
    let judgements = engine::run(program, sources, &document, "plan", Options::default());
    let lines: Vec<String> = judgements
        .iter()
        .map(|one| {
            format!("{} {}", one.outcome.word(), one.address)
                .trim_end()
                .to_owned()
        })
        .collect();
    lines.join("\n")
}

fn ids(program: &Program) -> Vec<&str> {
    program
        .rules
        .iter()
        .map(|rule| rule.about.id.as_str())
        .collect()
}

/// Compares what stands between `<!-- name -->` and `<!-- end -->`; `UPDATE=1` writes it instead.
#[expect(
    clippy::disallowed_methods,
    reason = "tests read and write what they keep"
)]
fn same_section(document: &str, name: &str, wanted: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = std::fs::read_to_string(&path).unwrap();
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = text
        .split_once(&start)
        .expect("the document has the section");
    let (found, after) = rest.split_once("<!-- end -->").expect("the section ends");
    if found.trim() == wanted.trim() {
        return;
    }
    assert!(
        std::env::var_os("UPDATE").is_some(),
        "{document}: the section `{name}` is not what the program says; UPDATE=1 writes:\n{wanted}"
    );
    let wanted = wanted.trim();
    std::fs::write(
        &path,
        format!("{before}{start}\n{wanted}\n\n<!-- end -->{after}"),
    )
    .unwrap();
}
