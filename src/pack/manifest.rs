//! `pack.toml`: what a pack says about itself and what it needs.

use std::collections::BTreeMap;

use crate::configuration::{Item, Reader, parse};
use crate::diagnostic::Diagnostic;
use crate::function::version::satisfies;
use crate::source::{SourceId, Sources, Span};
use crate::syntax::ast::Name;

const KEYS: [&str; 5] = ["name", "version", "description", "licence", "requires"];
const REQUIRES: [&str; 4] = ["edition", "plangate", "providers", "packs"];
const THIS_FILE: &str = "pack.toml";

/// What a `pack.toml` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// What the pack is called: lower-case letters, digits and `-`.
    pub name: String,
    /// Its version, three numbers and perhaps more: `1.2.0`.
    pub version: String,
    /// What its rules are about, in a sentence.
    pub description: String,
    /// Under which licence it is given away, as an SPDX expression.
    pub licence: Option<String>,
    /// The versions of providers that it is made for, by the provider's name.
    pub providers: BTreeMap<String, String>,
    /// The packs that it imports of, with the versions that it can work with.
    pub packs: BTreeMap<String, Requirement>,
}

/// Another pack that a pack needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// A constraint as Terraform has it: `>= 1.2, < 2.0`.
    pub constraint: String,
    /// Where it is written.
    pub span: Span,
}

/// Reads a manifest; `None` where a part is missing or wrong that everything else needs. What is
/// wrong goes to `problems`.
pub fn read(sources: &Sources, id: SourceId, problems: &mut Vec<Diagnostic>) -> Option<Manifest> {
    let before = problems.len();
    let whole = parse(sources, id, problems);
    if problems.len() > before {
        return None;
    }
    let mut reader = Reader { problems };
    let mut manifest = Manifest::default();
    let entries = reader.table(THIS_FILE, &whole);
    for (name, item) in entries {
        top(&mut reader, &mut manifest, name, item);
    }
    let start = Span {
        end: whole.span.start,
        ..whole.span
    };
    for (key, help) in [
        (
            "name",
            "`name = \"acme-aws\"` is what reports and imports call the pack",
        ),
        ("version", "`version = \"1.0.0\"` changes with the content"),
        (
            "description",
            "`description = \"…\"` says what its rules are about",
        ),
    ] {
        if !entries.iter().any(|(name, _)| name.text == key) {
            reader.missing_key(THIS_FILE, key, start, help);
        }
    }
    (problems.len() == before).then_some(manifest)
}

fn top(reader: &mut Reader<'_>, manifest: &mut Manifest, name: &Name, item: &Item) {
    match name.text.as_str() {
        "name" => manifest.name = pack_name(reader, item).unwrap_or_default(),
        "version" => manifest.version = version(reader, item).unwrap_or_default(),
        "description" => {
            let text = reader.text("description", item);
            manifest.description = text.map_or_else(String::new, |text| text.text);
        }
        "licence" => manifest.licence = reader.text("licence", item).map(|text| text.text),
        "requires" => {
            for (name, item) in reader.table("requires", item) {
                requires(reader, manifest, name, item);
            }
        }
        _ => reader.unknown_key(THIS_FILE, name, &KEYS),
    }
}

fn requires(reader: &mut Reader<'_>, manifest: &mut Manifest, name: &Name, item: &Item) {
    match name.text.as_str() {
        "edition" => reader.edition(item),
        "plangate" => {
            if let Some(constraint) = constraint(reader, "plangate", item)
                && satisfies(env!("CARGO_PKG_VERSION"), &constraint.text) == Some(false)
            {
                let version = env!("CARGO_PKG_VERSION");
                let message = format!("this pack needs another version of plangate than {version}");
                let problem = Diagnostic::error("C908", message, constraint.span, "not satisfied");
                let help = "take another version of plangate or of the pack";
                reader.problems.push(problem.help(help));
            }
        }
        "providers" => {
            for (provider, item) in reader.table("providers", item) {
                if let Some(constraint) = constraint(reader, &provider.text, item) {
                    manifest
                        .providers
                        .insert(provider.text.clone(), constraint.text);
                }
            }
        }
        "packs" => {
            for (pack, item) in reader.table("packs", item) {
                if let Some(constraint) = constraint(reader, &pack.text, item) {
                    let requirement = Requirement {
                        constraint: constraint.text,
                        span: constraint.span,
                    };
                    manifest.packs.insert(pack.text.clone(), requirement);
                }
            }
        }
        _ => reader.unknown_key("`requires`", name, &REQUIRES),
    }
}

fn pack_name(reader: &mut Reader<'_>, item: &Item) -> Option<String> {
    let name = reader.text("name", item)?;
    if is_pack_name(&name.text) {
        return Some(name.text);
    }
    reader.problems.push(
        Diagnostic::error(
            "C902",
            format!("`{}` is no name of a pack", name.text.escape_debug()),
            name.span,
            "expected lower-case letters, digits and `-`",
        )
        .help("imports and reports call the pack so; its description may say more"),
    );
    None
}

/// Whether a text may be the name of a pack.
pub fn is_pack_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-')
        && text != "none"
}

fn version(reader: &mut Reader<'_>, item: &Item) -> Option<String> {
    let version = reader.text("version", item)?;
    let numbers = version.text.split(['-', '+']).next().unwrap_or_default();
    let is_number = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|c| c.is_ascii_digit())
            && (part == "0" || !part.starts_with('0'))
    };
    let parts: Vec<&str> = numbers.split('.').collect();
    if parts.len() == 3
        && parts.into_iter().all(is_number)
        && satisfies(&version.text, &version.text) == Some(true)
    {
        return Some(version.text);
    }
    reader.problems.push(
        Diagnostic::error(
            "C902",
            format!("`{}` is no version", version.text.escape_debug()),
            version.span,
            "expected three numbers, as in `1.4.0`",
        )
        .help("versions are those of semver.org: `1.4.0`, `2.0.0-rc.1`"),
    );
    None
}

fn constraint(reader: &mut Reader<'_>, key: &str, item: &Item) -> Option<Name> {
    let constraint = reader.text(key, item)?;
    if satisfies("1.0.0", &constraint.text).is_some() {
        return Some(constraint);
    }
    reader.problems.push(
        Diagnostic::error(
            "C902",
            format!(
                "`{}` is no version constraint",
                constraint.text.escape_debug()
            ),
            constraint.span,
            "expected something like `>= 5.0, < 7.0`",
        )
        .help("constraints are written as in Terraform"),
    );
    None
}
