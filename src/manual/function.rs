//! Pages about functions, and the table of them all.

use std::fmt::Write;

use super::page::{Kind, Page};
use crate::function::{self, FAMILIES, Family, Function};

/// The page of the function with this name.
pub fn find(name: &str) -> Option<Page> {
    let is_there = |family: &&Family| family.functions.iter().any(|one| one.name == name);
    let family = FAMILIES.iter().find(is_there)?;
    function::find(name).map(|function| page(function, family))
}

/// The names of all functions.
pub fn names() -> impl Iterator<Item = &'static str> {
    function::all().map(|function| function.name)
}

/// `lower(s)`
pub fn signature(function: &Function) -> String {
    let names: Vec<&str> = function.parameters.iter().map(|one| one.name).collect();
    format!("{}({})", function.name, names.join(", "))
}

fn page(function: &Function, family: &Family) -> Page {
    let title = format!("a function for {}", family.name);
    let mut page = Page::new(Kind::Function, function.name, title);
    page.fact("written", format!("`{}`", signature(function)));
    for parameter in function.parameters {
        page.fact(format!("`{}`", parameter.name), parameter.kind.words());
    }
    page.fact("gives", function.returns.words());
    page.text(function.about);
    if !function.examples.is_empty() {
        page.heading("Examples");
    }
    for (expression, result) in function.examples {
        page.item(format!("`{expression}` is `{result}`"));
    }
    let parameters = function.parameters.iter();
    let parameters: Vec<_> = parameters
        .map(|one| serde_json::json!({ "name": one.name, "takes": one.kind.words() }))
        .collect();
    page.data("family", family.name);
    page.data("parameters", parameters);
    page.data("gives", function.returns.words());
    page.data("about", function.about);
    page.data("examples", super::examples(function.examples));
    page
}

/// All functions as tables in Markdown, one for each family.
pub fn tables() -> String {
    let mut text = String::new();
    for family in FAMILIES {
        let _ = writeln!(text, "## {}\n", family.name);
        text += "| function | gives | what for | example |\n|---|---|---|---|\n";
        for function in family.functions {
            let example = function
                .examples
                .first()
                .map(|(call, result)| format!("`{call}` is `{result}`"));
            let _ = writeln!(
                text,
                "| `{}` | {} | {} | {} |",
                signature(function),
                function.returns.words(),
                function.about,
                example.unwrap_or_default().replace('|', "\\|")
            );
        }
        text.push('\n');
    }
    text
}
