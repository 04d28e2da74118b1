//! Which pages a word names.

use std::collections::BTreeSet;

use crate::cli::{complaint::Complaint, load::RuleSources, run, suggest::listed};
use crate::diagnostic::nearest;
use crate::manual::{Page, code, function, kind, rule, word};
use crate::program::About;
use crate::schema::Schemas;

/// The pages of a word: a rule and a function, say, may have one name.
pub(super) fn find(word: &str, sources: &RuleSources) -> anyhow::Result<Vec<Page>> {
    if let Some(code) = code::find(word) {
        return Ok(vec![code.page()]);
    }
    let schemas = &sources.schemas.load()?;
    let typed = match kind::find(schemas, word) {
        // No rule is called so, and whoever has a mistake in a rule looks up what is right.
        Ok(page) => return Ok(vec![page]),
        Err(unknown) => unknown,
    };
    let rules = Rules::load(sources)?;
    let pages = rules
        .pages(word)
        .into_iter()
        .chain(function::find(word))
        .chain(word::find(word));
    let pages: Vec<Page> = pages.collect();
    if let kind::Unknown::Part {
        within,
        part,
        nearest,
        known,
    } = typed
        && pages.is_empty()
    {
        return Err(no_part(&within, &part, nearest.as_deref(), &known).into());
    }
    if pages.is_empty() {
        return Err(unknown(word, &rules, schemas).into());
    }
    Ok(pages)
}

/// The rules that a word may name.
struct Rules {
    read: run::Rules,
    about: Vec<About>,
}

impl Rules {
    fn load(sources: &RuleSources) -> anyhow::Result<Rules> {
        let read = sources.load_with_tests()?;
        let about = read.about.clone();
        Ok(Rules { read, about })
    }

    /// The pages of the rule with this id, now or before; or of those that another tool calls so.
    fn pages(&self, word: &str) -> Vec<Page> {
        let called = self
            .about
            .iter()
            .filter(|about| about.names().contains(word));
        let (files, sources) = (&self.read.files, &self.read.sources);
        called
            .filter_map(|about| rule::page_of(about, files, sources))
            .collect()
    }

    /// The rule with the nearest name.
    fn nearest(&self, word: &str) -> Option<String> {
        let ids = self.about.iter().map(|about| about.id.as_str());
        if let Some(id) = nearest(word, ids) {
            return Some(format!("the rule `{id}`"));
        }
        let names: BTreeSet<String> = self.about.iter().flat_map(About::names).collect();
        let name = nearest(word, names.iter().map(String::as_str))?;
        Some(format!("what another tool or a framework calls `{name}`"))
    }
}

fn no_part(within: &str, part: &str, nearest: Option<&str>, known: &[String]) -> Complaint {
    let complaint = Complaint::new(format!("`{within}` has no attribute `{part}`"));
    let meant = nearest.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
    if known.is_empty() {
        return complaint.help(format!("{meant}`{within}` has no parts"));
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    complaint.help(format!(
        "{meant}there are {}; `plangate explain {within}` shows them all",
        listed(&known, "and")
    ))
}

/// What may be meant by a word that is nothing, of every kind.
fn unknown(word: &str, rules: &Rules, schemas: &Schemas) -> Complaint {
    if code::is_code(word) {
        let codes = listed(&code::alike(word), "and");
        return Complaint::new(format!("there is no code `{word}`")).help(format!(
            "there are {codes}; docs/checks/README.md lists every code"
        ));
    }
    let near = [
        rules.nearest(word),
        nearest(word, function::names()).map(|name| format!("the function `{name}`")),
        kind::near(schemas, word).map(|kind| format!("the type `{kind}`")),
    ];
    let near: Vec<String> = near.into_iter().flatten().collect();
    let complaint = Complaint::new(format!("nothing is called `{word}`"));
    if near.is_empty() {
        return complaint.help(
            "a word is a code as `N201`, a rule's id, a function, a type as `aws_instance` or an \
             attribute as `aws_instance.ami`",
        );
    }
    complaint.help(format!("did you mean {}?", near.join(", or ")))
}
