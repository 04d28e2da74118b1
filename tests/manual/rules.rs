//! A page for each shipped rule, and where to look one up: by pack, by tool, by framework.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use plangate::manual::{markdown, rule};
use plangate::pack::{self, Rules};
use plangate::program::{self, About};

use super::files;

const FOLDER: &str = "docs/rules";

const MADE: &str =
    "Made of the rules in `policies`: `UPDATE=1 cargo test --test manual` writes it.\n";

#[test]
fn the_pages_of_rules_are_those_of_the_program() {
    let mut rules = Rules::with_tests();
    rules.add_shipped(&pack::shipped_packs());
    let mut problems = rules.problems.clone();
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let abouts: Vec<&About> = program.rules.iter().map(|rule| &rule.about).collect();
    let mut wrong = Vec::new();
    let mut wanted = BTreeSet::new();
    let mut same = |name: &str, text: &str| {
        let path = format!("{FOLDER}/{name}.md");
        files::same(&path, text, &mut wrong);
        wanted.insert(path);
    };
    for about in &abouts {
        let page = rule::page_of(about, &rules.files, &rules.sources).unwrap();
        same(&about.id, &markdown(&page));
    }
    same("README", &by_pack(&abouts));
    same("by-tool", &by_tool(&abouts));
    same("by-framework", &by_framework(&abouts));
    for path in files::below(FOLDER, "md") {
        if !wanted.contains(&path) {
            files::gone(&path, &mut wrong);
        }
    }
    assert!(
        wrong.is_empty(),
        "not what the rules say: {wrong:?}; UPDATE=1 cargo test --test manual writes them"
    );
}

fn by_pack(abouts: &[&About]) -> String {
    let mut text = format!(
        "# The rules\n\nOther ways in: [by tool](by-tool.md), [by framework](by-framework.md). \
         `plangate explain ID` shows the\npage of one, under its own id and under those of other \
         tools.\n\n{MADE}"
    );
    let packs: BTreeSet<&str> = abouts.iter().map(|about| about.pack.as_str()).collect();
    for pack in packs {
        let _ = write!(
            text,
            "\n## {pack}\n\n[About the pack](../../policies/{pack}/README.md)\n\n\
             | rule | level | severity | what holds |\n|---|---|---|---|\n"
        );
        for about in abouts.iter().filter(|about| about.pack == pack) {
            let _ = writeln!(
                text,
                "| [{id}]({id}.md) | {} | {} | {} |",
                about.level.word(),
                about.severity.word(),
                cell(&about.title),
                id = about.id,
            );
        }
    }
    text
}

fn by_tool(abouts: &[&About]) -> String {
    let names = |about: &About| about.ids.clone();
    let mut text = index(
        "The rules by the identifiers of other tools",
        abouts,
        &names,
    );
    let ours = abouts.iter().filter(|about| about.ids.is_empty());
    text += "\n## No other tool\n\n";
    for about in ours {
        let _ = writeln!(text, "- [{id}]({id}.md): {}", about.title, id = about.id);
    }
    text
}

fn by_framework(abouts: &[&About]) -> String {
    let names = |about: &About| about.controls.clone();
    index("The rules by the controls of frameworks", abouts, &names)
}

type Names<'a> = &'a dyn Fn(&About) -> BTreeMap<String, Vec<String>>;

/// Names by who gave them, each with its rules.
fn index(title: &str, abouts: &[&About], names: Names<'_>) -> String {
    let mut index: BTreeMap<String, BTreeMap<String, BTreeSet<&str>>> = BTreeMap::new();
    for about in abouts {
        for (key, names) in names(about) {
            let of_key = index.entry(key).or_default();
            for name in names {
                of_key.entry(name).or_default().insert(&about.id);
            }
        }
    }
    let mut text = format!(
        "# {title}\n\n`plangate crosswalk NAME` says how well a rule and a name agree, and who \
         says so.\n\n{MADE}"
    );
    for (key, names) in index {
        let _ = write!(text, "\n## {key}\n\n| name | rules |\n|---|---|\n");
        for (name, rules) in names {
            let rules = rules.iter().map(|id| format!("[{id}]({id}.md)"));
            let rules: Vec<String> = rules.collect();
            let _ = writeln!(text, "| {} | {} |", cell(&name), rules.join(", "));
        }
    }
    text
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
