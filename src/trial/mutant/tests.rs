//! The mutants of small rules, counted by hand; and a law for those of all shipped rules.

use super::{Change, of_define, of_rule, of_test};
use crate::diagnostic::Diagnostic;
use crate::pack::{self, Rules};
use crate::source::Sources;
use crate::syntax::ast::{File, Item, Rule};
use crate::syntax::{parse, print};

fn read(text: &str) -> (File, Sources) {
    let mut sources = Sources::default();
    let mut problems: Vec<Diagnostic> = Vec::new();
    let id = sources.add("case.rule".to_owned(), text.to_owned());
    let file = parse(&sources, id, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    (file, sources)
}

fn rule(body: &str) -> (Rule, Sources) {
    let text = format!("rule \"r\" {{\n  title = \"t\"\n  severity = \"low\"\n  {body}\n}}\n");
    let (file, sources) = read(&text);
    match &file.items[0] {
        Item::Rule(rule) => (rule.clone(), sources),
        other => panic!("{other:?}"),
    }
}

/// `what stands there => what stands there instead`, for each mutant.
fn drawn(body: &str) -> Vec<String> {
    let (rule, sources) = rule(body);
    of_rule(&rule)
        .iter()
        .map(|mutant| format!("{} => {}", sources.slice(mutant.span), mutant.text))
        .collect()
}

#[test]
fn an_assertion() {
    let found = drawn("on aws_instance require self.a == \"x\" or self.b is set message \"m\"");
    assert_eq!(
        found,
        [
            "require self.a == \"x\" or self.b is set message \"m\" => deny",
            "self.a == \"x\" or self.b is set => self.a == \"x\" and self.b is set",
            "self.a == \"x\" or self.b is set => self.b is set",
            "self.a == \"x\" or self.b is set => self.a == \"x\"",
            "self.a == \"x\" => self.a != \"x\"",
            "\"x\" => \"xx\"",
            "self.b is set => self.b is not set",
        ]
    );
}

#[test]
fn clauses_and_loops() {
    let found = drawn(
        "on aws_instance when create or delete\n  where self.tags.a == \"x\"\n  \
         each x in self.b { deny (x.n ?? 0) < 7 message \"m\" }",
    );
    assert_eq!(
        found,
        [
            "create => ",
            "delete => ",
            "self.tags.a == \"x\" => ",
            "self.tags.a == \"x\" => self.tags.a != \"x\"",
            "\"x\" => \"xx\"",
            "deny (x.n ?? 0) < 7 message \"m\" => require",
            "(x.n ?? 0) < 7 => (x.n ?? 0) <= 7",
            "(x.n ?? 0) < 7 => (x.n ?? 0) >= 7",
            "x.n ?? 0 => x.n",
            "0 => 1",
            "7 => 8",
        ]
    );
}

#[test]
fn patterns_and_quantifiers() {
    let found = drawn(
        "on aws_instance require all(x in self.b : x like \"a*\") message \"m\" \
         require self.c in [\"d\"] message \"m\"",
    );
    assert_eq!(
        found,
        [
            "require all(x in self.b : x like \"a*\") message \"m\" => ",
            "require all(x in self.b : x like \"a*\") message \"m\" => deny",
            "all(x in self.b : x like \"a*\") => any(x in self.b : x like \"a*\")",
            "x like \"a*\" => x not like \"a*\"",
            "x like \"a*\" => x like \"*\"",
            "\"a*\" => \"a*x\"",
            "require self.c in [\"d\"] message \"m\" => ",
            "require self.c in [\"d\"] message \"m\" => deny",
            "self.c in [\"d\"] => self.c not in [\"d\"]",
            "[\"d\"] => []",
            "\"d\" => \"dx\"",
        ]
    );
}

#[test]
fn what_a_test_gives() {
    let (file, sources) = read(
        "test \"t\" {\n  given resource \"aws_instance\" \"a\" {\n    ami = \"x\"\n    count = 2\n    \
         block {\n      deep = 1\n      other = 2\n    }\n  }\n  expect pass \"r\"\n}\n",
    );
    let Item::Test(test) = &file.items[0] else {
        panic!("no test");
    };
    let read = |name: &str| name != "other";
    let found: Vec<String> = of_test(test, &read)
        .iter()
        .map(|mutant| {
            format!(
                "{:?} {}",
                mutant.change,
                sources.slice(mutant.span).replace(['\n', ' '], "")
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "Unknown ami=\"x\"",
            "Unset ami=\"x\"",
            "Unset block{deep=1other=2}",
            "Unknown deep=1",
            "Unset deep=1",
        ]
    );
}

/// Every mutant is another rule that can be written.
#[test]
fn mutants_of_the_shipped_rules_are_rules() {
    let mut rules = Rules::default();
    rules.add_shipped(&pack::shipped_packs());
    let mut count = 0;
    for rule_file in &rules.files {
        for item in &rule_file.file.items {
            let whole = print(&alone(&rule_file.file, item), "");
            let changed: Vec<(Change, Item)> = match item {
                Item::Rule(rule) => of_rule(rule)
                    .into_iter()
                    .map(|mutant| (mutant.change, Item::Rule(mutant.changed)))
                    .collect(),
                Item::Define(define) => of_define(define)
                    .into_iter()
                    .map(|mutant| (mutant.change, Item::Define(mutant.changed)))
                    .collect(),
                Item::Param(_) | Item::Test(_) => continue,
            };
            for (change, item) in changed {
                let text = print(&alone(&rule_file.file, &item), "");
                assert_ne!(text, whole, "{change:?} changes nothing");
                read(&text);
                count += 1;
            }
        }
    }
    assert!(count > 300, "only {count} mutants");
}

/// A file with one item; comments would move, and are left out.
fn alone(file: &File, item: &Item) -> File {
    File {
        items: vec![item.clone()],
        comments: Vec::new(),
        ..file.clone()
    }
}
