//! The list of packs.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Style, json,
    table::{Block, Grid, Paint, Sheet},
};
use crate::pack::Pack;

/// Below this, everything about a pack stands in one column.
const TWO_COLUMNS: usize = 60;

/// Writes packs for people.
pub fn table(packs: &[Pack], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint::new(style.colour);
    let grid = Grid::new(style.width, paint);
    let sheet = Sheet {
        widths: grid.split(TWO_COLUMNS, "metadata-options".len()),
        paint,
    };
    let rows = packs.iter().map(|pack| row(pack, &sheet)).collect();
    sheet.write(rows, false, out)
}

/// Writes packs for machines.
pub fn json(packs: &[Pack], version: &str, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        format: "plangate-packs/1",
        plangate: version,
        packs: packs.iter().map(json::PackDocument::new).collect(),
    };
    json::write(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    packs: Vec<json::PackDocument<'a>>,
}

fn row(pack: &Pack, sheet: &Sheet) -> Vec<String> {
    let mut cells = sheet.cells();
    let last = cells.len() - 1;
    cells[0].strong(&pack.manifest.name);
    cells[0].text(&pack.manifest.version);
    let about = &mut cells[last];
    about.text(&pack.manifest.description);
    about.field("rules", &pack.rules.to_string());
    about.field("from", pack.place.as_deref().unwrap_or("plangate itself"));
    if let Some(licence) = &pack.manifest.licence {
        about.field("licence", licence);
    }
    // Alone on its line, it can be copied whole.
    about.faint(&pack.digest());
    cells.into_iter().map(Block::cell).collect()
}
