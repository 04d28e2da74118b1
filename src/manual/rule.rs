//! Pages about rules.

use std::collections::BTreeMap;

use serde_json::json;

use super::page::{Kind, Page, Part};
use crate::program::{About, Level, RuleFile, test_file_of};
use crate::source::Sources;
use crate::syntax::ast::{self, Expect, Item, ParamType, Test};

/// A rule, and the files that it was read from.
#[derive(Clone, Copy, Debug)]
struct Asked<'a> {
    /// What it says about itself.
    pub about: &'a About,
    /// As it is written.
    pub rule: &'a ast::Rule,
    /// Every file that may hold tests of it: its own, and the one beside it.
    pub tests: &'a [&'a Test],
    /// The texts.
    pub sources: &'a Sources,
}

/// The page of a rule out of the files that were loaded, with the tests of its own file and of the
/// one beside it; `None` if no file has it.
pub fn page_of(about: &About, files: &[RuleFile], sources: &Sources) -> Option<Page> {
    let (file, rule) = files.iter().find_map(|file| {
        let mut rules = rules_in(&file.file.items);
        Some((file, rules.find(|rule| rule.id.text == about.id)?))
    })?;
    let only = rules_in(&file.file.items).count() == 1;
    let beside = test_file_of(&file.path);
    let is_beside =
        |other: &&RuleFile| other.root == file.root && Some(&other.path) == beside.as_ref();
    let tests = std::iter::once(file).chain(files.iter().filter(is_beside));
    let tests: Vec<_> = tests
        .flat_map(|file| tests_in(&file.file.items))
        .filter(|test| is_test_of(test, &about.id, only))
        .collect();
    Some(page(&Asked {
        about,
        rule,
        tests: &tests,
        sources,
    }))
}

/// The page of a rule.
fn page(asked: &Asked<'_>) -> Page {
    let about = asked.about;
    let mut page = Page::new(Kind::Rule, &about.id, &about.title);
    page.fact("severity", about.severity.word());
    if let Some(reason) = &about.severity_reason {
        page.fact("because", reason);
    }
    if about.level != Level::On {
        page.fact("level", about.level.word());
    }
    page.fact("about", format!("`{}`", about.on));
    page.fact("pack", &about.pack);
    page.fact("file", format!("{}:{}", about.file, about.line));
    list(&mut page, "tags", &about.tags);
    list(&mut page, "was called", &about.replaces);
    for (heading, text) in [
        ("Why", &about.rationale),
        ("How to fix it", &about.remediation),
    ] {
        if let Some(text) = text {
            page.heading(heading);
            paragraphs(&mut page, text);
        }
    }
    if !about.links.is_empty() {
        page.heading("More");
        about.links.iter().for_each(|link| page.item(link));
    }
    params(&mut page, asked);
    names(&mut page, "Called by other tools", &about.ids);
    if !about.differs.is_empty() {
        page.heading("Where it differs from them");
    }
    for (tool, words) in &about.differs {
        page.fact(tool, words);
    }
    names(&mut page, "Controls", &about.controls);
    page.heading("What it asks");
    page.part(Part::Code {
        name: None,
        language: "rule",
        text: body(asked),
    });
    tests(&mut page, asked);
    data(&mut page, asked);
    page
}

/// The rule without its header, which the page has told.
fn body(asked: &Asked<'_>) -> String {
    let mut span = asked.rule.span;
    if let Some(on) = &asked.rule.on {
        span.start = on.span.start;
    }
    let text = asked.sources.slice(span).trim_end();
    let text = text.strip_suffix('}').unwrap_or(text).trim_end();
    // The first line has lost its indent to the place where it begins.
    without_indent(&format!("  {text}"))
}

fn list(page: &mut Page, name: &str, words: &[String]) {
    if !words.is_empty() {
        page.fact(name, words.join(", "));
    }
}

/// Paragraphs are parted by empty lines; other line ends are only where a line was full. What stands
/// further to the right than the rest is text of its own.
fn paragraphs(page: &mut Page, text: &str) {
    for paragraph in text.split("\n\n").filter(|one| !one.trim().is_empty()) {
        if paragraph.lines().all(|line| line.starts_with("  ")) {
            page.part(Part::Code {
                name: None,
                language: "hcl",
                text: without_indent(paragraph),
            });
        } else {
            let words: Vec<&str> = paragraph.split_whitespace().collect();
            page.text(words.join(" "));
        }
    }
}

/// Lines without the white space that they all begin with.
fn without_indent(text: &str) -> String {
    let written = text.lines().filter(|line| !line.trim().is_empty());
    let indent = written.map(|line| line.len() - line.trim_start_matches(' ').len());
    let indent = indent.min().unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| line.get(indent..).unwrap_or_default())
        .collect();
    lines.join("\n")
}

fn names(page: &mut Page, heading: &str, names: &BTreeMap<String, Vec<String>>) {
    if !names.is_empty() {
        page.heading(heading);
    }
    for (key, names) in names {
        page.fact(key, names.join(", "));
    }
}

fn params(page: &mut Page, asked: &Asked<'_>) {
    if !asked.rule.params.is_empty() {
        page.heading("Parameters");
    }
    for param in &asked.rule.params {
        let mut words = Vec::new();
        words.extend(param.kind.as_ref().map(notation));
        let default = param.default.as_ref();
        words.push(match default {
            Some(default) => format!("`{}` if left out", asked.sources.slice(default.span)),
            None => "must be configured".to_owned(),
        });
        let doc = param.doc.as_ref().and_then(ast::Template::literal);
        words.extend(doc);
        page.fact(format!("`{}`", param.name.text), words.join("; "));
    }
}

fn tests(page: &mut Page, asked: &Asked<'_>) {
    if asked.tests.is_empty() {
        return;
    }
    page.heading("Examples");
    page.text("These are tests of the rule.");
    for test in asked.tests {
        page.part(Part::Code {
            name: None,
            language: "rule",
            text: asked.sources.slice(test.span).to_owned(),
        });
    }
}

fn data(page: &mut Page, asked: &Asked<'_>) {
    let about = asked.about;
    let text = |span| asked.sources.slice(span);
    page.data("severity", about.severity.word());
    page.data("level", about.level.word());
    page.data("on", about.on.as_str());
    page.data("rationale", about.rationale.as_deref());
    page.data("remediation", about.remediation.as_deref());
    page.data("tags", about.tags.clone());
    page.data("links", about.links.clone());
    page.data("replaces", about.replaces.clone());
    page.data("ids", json!(about.ids));
    page.data("differs", json!(about.differs));
    page.data("controls", json!(about.controls));
    let params = asked.rule.params.iter().map(|param| {
        json!({
            "name": param.name.text,
            "type": param.kind.as_ref().map(notation),
            "default": param.default.as_ref().map(|default| text(default.span)),
            "doc": param.doc.as_ref().and_then(ast::Template::literal),
        })
    });
    page.data("params", params.collect::<Vec<_>>());
    page.data("pack", about.pack.as_str());
    page.data("file", about.file.as_str());
    page.data("line", about.line);
    page.data("text", text(asked.rule.span));
    let tests = asked.tests.iter().map(|test| text(test.span).into());
    page.data("tests", tests.collect::<Vec<serde_json::Value>>());
}

/// Whether a test says something of a rule: it names it, or it stands where there is no other.
fn is_test_of(test: &Test, rule: &str, only: bool) -> bool {
    let names = |expect: &Expect| match &expect.rule {
        Some(name) => name.text == rule,
        None => only,
    };
    test.expects.iter().any(names)
}

/// The tests of a file.
fn tests_in(items: &[Item]) -> impl Iterator<Item = &Test> {
    items.iter().filter_map(|item| match item {
        Item::Test(test) => Some(test),
        _ => None,
    })
}

fn rules_in(items: &[Item]) -> impl Iterator<Item = &ast::Rule> {
    items.iter().filter_map(|item| match item {
        Item::Rule(rule) => Some(rule),
        _ => None,
    })
}

/// A parameter's type as it is written.
fn notation(kind: &ParamType) -> String {
    match kind {
        ParamType::Text => "string".to_owned(),
        ParamType::Number => "number".to_owned(),
        ParamType::Bool => "bool".to_owned(),
        ParamType::List(inner) => format!("list({})", notation(inner)),
        ParamType::Map(inner) => format!("map({})", notation(inner)),
    }
}
