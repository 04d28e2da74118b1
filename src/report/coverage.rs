//! Which resource types of an input rules are about, and which none is about.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Style, json,
    table::{Block, Grid, Paint, Sheet},
    words,
};

/// Below this, everything about a type stands in one column.
const TWO_COLUMNS: usize = 60;
/// So many addresses or rules of a type are told to people.
const LISTED: usize = 4;

/// The types of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The input's name.
    pub input: String,
    /// Every type of its resources, in order.
    pub types: Vec<Covered>,
}

/// A type of resources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// The type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The addresses of its resources, in the order of the plan.
    pub addresses: Vec<String>,
    /// The ids of the rules that are about it, in order; none, if nothing is judged of it.
    pub rules: Vec<String>,
}

/// Writes them for people, those first that no rule is about.
pub fn table(coverage: &Coverage, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint::new(style.colour);
    let grid = Grid::new(style.width, paint);
    let types = coverage.types.iter();
    let (judged, bare): (Vec<_>, Vec<_>) = types.partition(|one| !one.rules.is_empty());
    let mut block = grid.block();
    block.text(&format!("Input {}", coverage.input));
    block.gap();
    block.text(&summary(coverage, bare.len()));
    for (heading, types) in [
        ("No rule is about these, so nothing is said of them", bare),
        ("Rules are about these", judged),
    ] {
        if types.is_empty() {
            continue;
        }
        block.gap();
        block.strong(heading);
        block.gap();
        std::mem::replace(&mut block, grid.block()).write(out)?;
        let widest = types.iter().map(|one| one.kind.len()).max();
        let sheet = Sheet {
            widths: grid.split(TWO_COLUMNS, widest.unwrap_or_default().min(TWO_COLUMNS)),
            paint,
        };
        let rows = types.into_iter().map(|one| row(one, &sheet)).collect();
        sheet.write(rows, false, out)?;
    }
    Ok(())
}

/// Writes them for machines.
pub fn json(coverage: &Coverage, version: &str, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        format: "plangate-coverage/1",
        plangate: version,
        input: &coverage.input,
        types: &coverage.types,
    };
    json::write(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    input: &'a str,
    types: &'a [Covered],
}

fn summary(coverage: &Coverage, bare: usize) -> String {
    let resources = coverage.types.iter().map(|one| one.addresses.len()).sum();
    let all = format!(
        "{} of {}",
        words::count(resources, "resource"),
        words::count(coverage.types.len(), "type")
    );
    match bare {
        0 => format!("{all}: rules are about each of them."),
        bare => format!(
            "{all}: no rule is about {}. Rules may still read such a resource on their way from \
             another one.",
            words::count(bare, "of them").trim_end_matches('s')
        ),
    }
}

fn row(one: &Covered, sheet: &Sheet) -> Vec<String> {
    let mut cells = sheet.cells();
    let last = cells.len() - 1;
    cells[0].strong(&one.kind);
    let about = &mut cells[last];
    about.text(&words::count(one.addresses.len(), "resource"));
    if one.rules.is_empty() {
        about.field("as", &some(&one.addresses));
    } else {
        about.field("rules", &one.rules.join(", "));
    }
    cells.into_iter().map(Block::cell).collect()
}

fn some(names: &[String]) -> String {
    let mut shown: Vec<String> = names.iter().take(LISTED).cloned().collect();
    if names.len() > LISTED {
        shown.push(format!("{} more", names.len() - LISTED));
    }
    shown.join(", ")
}
