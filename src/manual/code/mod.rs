//! Every code that a message carries, one family per file: what it means, why there is such a
//! check, and an example of it.

mod bound;
mod configuration;
mod lint;
mod name;
mod run;
mod schema;
mod syntax;
mod trial;
mod typing;

use std::fmt::Write;

use super::example::{Example, Pair};
use super::page::{Kind, Page, Part};

/// The page of one code.
#[derive(Clone, Debug)]
pub struct Code {
    /// A letter and three digits: `P101`. Never reused.
    pub id: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What comes of it.
    pub level: Level,
    /// When it is told.
    pub what: &'static str,
    /// Why that is not let through, and what to do.
    pub why: &'static str,
    /// The mistake and its remedy; `None` where no rule brings the code about.
    pub pair: Option<Pair>,
}

/// What comes of what a code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nothing is judged.
    Error,
    /// It is told, and the run goes on.
    Warning,
    /// One resource has the outcome `error`, and others are judged.
    Data,
    /// A test fails.
    Test,
}

/// Codes that begin with one letter.
#[derive(Debug)]
pub struct Family {
    /// What its codes begin with.
    pub letter: char,
    /// Its heading.
    pub name: &'static str,
    /// What its codes have in common, in a sentence.
    pub about: &'static str,
    /// Its codes, in order.
    pub codes: &'static [Code],
}

/// The families that are written here, in the order of the documentation.
pub static ALL: &[&Family] = &[
    &syntax::FAMILY,
    &name::FAMILY,
    &typing::FAMILY,
    &schema::FAMILY,
    &bound::FAMILY,
    &configuration::FAMILY,
    &run::FAMILY,
    &trial::FAMILY,
];

/// Every family, that of the lints last.
pub fn families() -> impl Iterator<Item = &'static Family> {
    ALL.iter().copied().chain([lint::family()])
}

/// Every code, family by family.
pub fn all() -> impl Iterator<Item = &'static Code> {
    families().flat_map(|family| family.codes)
}

/// The code that a word names, in capitals or not.
pub fn find(word: &str) -> Option<&'static Code> {
    all().find(|code| code.id.eq_ignore_ascii_case(word))
}

/// Whether a word looks like a code: a letter and three digits.
pub fn is_code(word: &str) -> bool {
    let mut letters = word.chars();
    word.len() == 4
        && letters.next().is_some_and(|one| one.is_ascii_alphabetic())
        && letters.all(|one| one.is_ascii_digit())
}

/// The codes of the family that a word looks to be of; of all families, where it is of none.
pub fn alike(word: &str) -> Vec<&'static str> {
    let family = |code: &&Code| {
        let letter = code.id.chars().next();
        letter == word.chars().next().map(|one| one.to_ascii_uppercase())
    };
    let alike: Vec<_> = all().filter(family).map(|code| code.id).collect();
    if alike.is_empty() {
        all().map(|code| code.id).collect()
    } else {
        alike
    }
}

impl Level {
    /// What comes of it, in a sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Level::Error => "an error: no rule runs and no plan is read until it is mended",
            Level::Warning => "a warning: it is told, and the rules run",
            Level::Data => "an error of one resource: it blocks like a fail, others are judged",
            Level::Test => "a failed test",
        }
    }

    /// The word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Data => "data",
            Level::Test => "test",
        }
    }
}

impl Code {
    /// Its page.
    pub fn page(&self) -> Page {
        let mut page = Page::new(Kind::Code, self.id, self.title);
        page.fact("what comes of it", self.level.sentence());
        page.text(self.what);
        page.text(self.why);
        page.data("level", self.level.word());
        page.data("what", self.what);
        page.data("why", self.why);
        if let Some(pair) = &self.pair {
            page.heading("Wrong");
            example(&mut page, &pair.wrong);
            page.heading("Right");
            example(&mut page, &pair.right);
            page.data("wrong", data(&pair.wrong));
            page.data("right", data(&pair.right));
        }
        page
    }
}

fn example(page: &mut Page, example: &Example) {
    for (name, text) in example.files {
        let named = example.files.len() > 1;
        page.part(Part::Code {
            name: named.then(|| (*name).to_owned()),
            language: language(name),
            text: (*text).to_owned(),
        });
    }
    if let Some(document) = example.document {
        page.text("It judges this document:");
        page.part(Part::Code {
            name: None,
            language: "json",
            text: document.to_owned(),
        });
    }
}

/// What a fence of Markdown calls a file's language.
fn language(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "toml")) => "toml",
        Some((_, "json")) => "json",
        _ => "rule",
    }
}

fn data(example: &Example) -> serde_json::Value {
    let files = example
        .files
        .iter()
        .map(|(name, text)| serde_json::json!({ "name": name, "text": text }));
    serde_json::json!({ "files": files.collect::<Vec<_>>(), "document": example.document })
}

/// The list of all codes in Markdown; each is linked to its page, `S402.md` beside the list.
pub fn index() -> String {
    let mut text = String::new();
    for family in families() {
        let _ = writeln!(
            text,
            "\n## {}: {}\n\n{}\n",
            family.letter, family.name, family.about
        );
        text += "| code | what is wrong |\n|---|---|\n";
        for code in family.codes {
            let _ = writeln!(text, "| [{0}]({0}.md) | {1} |", code.id, code.title);
        }
    }
    text
}
