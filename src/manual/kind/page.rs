//! The pages of types and of what is in them.

use serde_json::json;

use super::words::{
    CHOOSES, flags, left_out_words, nesting, notation, reading, row_words, writing,
};
use super::{Asked, Found, element};
use crate::manual::page::{Kind, Page};
use crate::schema::{
    Attribute, Block, NestedBlock, Schemas,
    earlier::same_since,
    left_out::{self, Becomes},
    links,
};

/// The provider whose schema comes with the program.
pub(super) fn type_page(schemas: &Schemas, asked: &Asked<'_>, block: Block<'_>) -> Page {
    let title = if asked.data {
        "a data source"
    } else {
        "a type of resources"
    };
    let mut page = Page::new(Kind::Type, asked.name(), title);
    page.fact("provider", provider(schemas, asked));
    page.fact("in a rule", format!("`{}`", asked.on()));
    if !asked.data {
        let named_by: Vec<String> = links::identities(asked.kind)
            .iter()
            .filter(|name| block.attribute(name).is_some())
            .map(|name| format!("`{name}`"))
            .collect();
        page.fact("others name it by", named_by.join(", "));
        let also = schemas.any_data(asked.kind).is_some();
        if also {
            page.fact(
                "data source",
                format!("`plangate explain data.{}`", asked.kind),
            );
        }
    }
    contents(&mut page, block);
    if !asked.data {
        relations(&mut page, asked, "");
    }
    let provider = schemas.provider_of(asked.kind);
    page.data("provider", provider);
    page.data("version", provider.and_then(|name| schemas.version(name)));
    page.data("data", asked.data);
    page.data("attributes", attributes_data(block));
    page.data("blocks", blocks_data(block));
    page
}

pub(super) fn part_page(
    schemas: &Schemas,
    asked: &Asked<'_>,
    found: &Found<'_>,
    lists: &[usize],
) -> Page {
    let title = match found {
        Found::Attribute(attribute) => format!("an attribute: {}", notation(attribute.kind)),
        Found::Block(block) if block.is_single() => "a block, of which there is at most one".into(),
        Found::Block(_) => "a block, of which there may be several".to_owned(),
        Found::Field(kind) => format!("a part of an attribute: {}", notation(*kind)),
    };
    let mut page = Page::new(Kind::Attribute, asked.name(), title);
    page.fact("provider", provider(schemas, asked));
    page.fact("in a rule", reading(asked, found, lists));
    match found {
        Found::Attribute(attribute) => attribute_facts(&mut page, asked, *attribute),
        Found::Block(block) => block_facts(&mut page, asked, block),
        Found::Field(kind) => page.data("type", notation(*kind)),
    }
    if let Some(major) = same_since(asked.kind, &asked.path())
        && !asked.data
    {
        page.fact("flags since", format!("version {major} of the provider"));
    }
    if let Found::Attribute(attribute) = found
        && let Some(kind) = Some(element(attribute.kind)).filter(|kind| kind.fields().count() > 0)
    {
        page.heading("Parts");
        for (name, kind) in kind.fields() {
            page.fact(format!("`{name}`"), notation(kind));
        }
    }
    if let Found::Block(nested) = found {
        contents(&mut page, nested.block);
    }
    if !asked.data {
        relations(&mut page, asked, &asked.path());
    }
    let provider = schemas.provider_of(asked.kind);
    page.data("provider", provider);
    page.data("version", provider.and_then(|name| schemas.version(name)));
    page
}

fn attribute_facts(page: &mut Page, asked: &Asked<'_>, attribute: Attribute<'_>) {
    page.fact("written", writing(attribute));
    if attribute.sensitive {
        page.fact("sensitive", "its value is secret, and is shown nowhere");
    }
    if attribute.write_only {
        page.fact(
            "write-only",
            "its value goes to the provider and is kept nowhere",
        );
    }
    if !asked.data {
        page.fact(
            "left out",
            left_out_words(asked.kind, &asked.path(), attribute),
        );
    }
    page.data("type", notation(attribute.kind));
    page.data("flags", flags(attribute));
}

fn block_facts(page: &mut Page, asked: &Asked<'_>, block: &NestedBlock<'_>) {
    let number = match (block.min_items, block.max_items) {
        (0, 0) => "any number".to_owned(),
        (0, most) => format!("at most {most}"),
        (least, 0) => format!("at least {least}"),
        (least, most) if least == most => format!("{least}"),
        (least, most) => format!("{least} to {most}"),
    };
    page.fact("how many", number);
    if !asked.data {
        let path = asked.path();
        let words = match left_out::left_out(asked.kind, &path) {
            Some(row) => row_words(row),
            None if block.computed => CHOOSES.to_owned(),
            None => "there is none".to_owned(),
        };
        page.fact("left out", words);
    }
    page.data("nesting", nesting(block.nesting));
    page.data("min", block.min_items);
    page.data("max", block.max_items);
    page.data("computed", block.computed);
    page.data("attributes", attributes_data(block.block));
    page.data("blocks", blocks_data(block.block));
}

/// The attributes and blocks of a block.
fn contents(page: &mut Page, block: Block<'_>) {
    let (read_only, written): (Vec<_>, Vec<_>) = block
        .attributes()
        .partition(|one| one.computed && !one.optional && !one.required);
    let (required, optional): (Vec<_>, Vec<_>) = written.into_iter().partition(|one| one.required);
    for (heading, attributes) in [
        ("Must be written", required),
        ("May be written", optional),
        ("Is read only", read_only),
    ] {
        if attributes.is_empty() {
            continue;
        }
        page.heading(heading);
        for attribute in attributes {
            let mut words = vec![notation(attribute.kind)];
            let own = flags(attribute).into_iter();
            let told = own.filter(|flag| !["required", "optional"].contains(flag));
            let is_told = heading == "Is read only";
            words.extend(
                told.filter(|flag| !(is_told && *flag == "computed"))
                    .map(str::to_owned),
            );
            page.fact(format!("`{}`", attribute.name), words.join(", "));
        }
    }
    if block.blocks().next().is_some() {
        page.heading("Blocks");
    }
    for nested in block.blocks() {
        let mut words = vec![if nested.is_single() {
            "at most one".to_owned()
        } else {
            "several".to_owned()
        }];
        if nested.min_items > 0 {
            words.push("required".to_owned());
        }
        if nested.computed {
            words.push("computed".to_owned());
        }
        page.fact(format!("`{}`", nested.name), words.join(", "));
    }
}

/// What a type's attributes refer to, and what becomes of those that are left out: of one path and
/// what is in it, or of all.
fn relations(page: &mut Page, asked: &Asked<'_>, path: &str) {
    let is_below = |one: &str| {
        path.is_empty()
            || one == path
            || one
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('.'))
    };
    let named = links::links(asked.kind).iter();
    let named: Vec<_> = named.filter(|link| is_below(link.path)).collect();
    if !named.is_empty() {
        page.heading("Refers to");
    }
    let mut refers = Vec::new();
    for link in named {
        for target in link.targets {
            let by: Vec<String> = target.by.iter().map(|by| format!("`{by}`")).collect();
            page.item(format!(
                "`self.{} -> {}`, by {}",
                link.path,
                target.kind,
                by.join(" or ")
            ));
            refers.push(json!({ "path": link.path, "type": target.kind, "by": target.by }));
        }
    }
    page.data("refers_to", refers);
    let rows = left_out::ALL.iter().filter(|(kind, _)| *kind == asked.kind);
    let rows = rows.flat_map(|(_, rows)| *rows);
    let rows: Vec<_> = rows.filter(|row| is_below(row.path)).collect();
    let others = rows.iter().any(|row| row.path != path);
    if others {
        page.heading("What becomes of what is left out");
    }
    let mut left = Vec::new();
    for row in rows {
        if others {
            page.item(format!("`{}`: {}", row.path, row_words(row)));
        }
        let (becomes, value) = match row.becomes {
            Becomes::Empty => ("empty", None),
            Becomes::Value(value) => ("value", Some(value)),
            Becomes::Provider => ("provider", None),
        };
        left.push(json!({
            "path": row.path,
            "becomes": becomes,
            "value": value,
            "unless": row.unless,
            "why": row.why,
        }));
    }
    page.data("left_out", left);
}

fn attributes_data(block: Block<'_>) -> Vec<serde_json::Value> {
    let attributes = block.attributes();
    let data = attributes
        .map(|one| json!({ "name": one.name, "type": notation(one.kind), "flags": flags(one) }));
    data.collect()
}

fn blocks_data(block: Block<'_>) -> Vec<serde_json::Value> {
    let blocks = block.blocks();
    let data = blocks.map(|one| {
        json!({
            "name": one.name,
            "nesting": nesting(one.nesting),
            "min": one.min_items,
            "max": one.max_items,
            "computed": one.computed,
        })
    });
    data.collect()
}

/// The provider of a type, with the version that is known where one is.
fn provider(schemas: &Schemas, asked: &Asked<'_>) -> String {
    let name = schemas.provider_of(asked.kind).unwrap_or_default();
    match schemas.version(name) {
        Some(version) if !version.is_empty() => format!("{name} {version}"),
        _ => name.to_owned(),
    }
}
