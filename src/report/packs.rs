//! The list of packs.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    PackUsed, Style, json,
    table::{Block, Grid, Paint, Sheet},
};
use crate::pack::Pack;

/// Below this, everything about a pack stands in one column.
const TWO_COLUMNS: usize = 60;

impl From<Pack> for PackUsed {
    fn from(pack: Pack) -> PackUsed {
        PackUsed {
            name: pack.manifest.name,
            version: pack.manifest.version,
            description: pack.manifest.description,
            licence: pack.manifest.licence,
            digest: pack.digest,
            place: pack.place,
            rules: pack.rules,
        }
    }
}

/// Writes packs for people.
pub fn table(packs: &[PackUsed], style: &Style, out: &mut dyn Write) -> io::Result<()> {
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
pub fn json(packs: &[PackUsed], version: &str, out: &mut dyn Write) -> io::Result<()> {
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

fn row(pack: &PackUsed, sheet: &Sheet) -> Vec<String> {
    let mut cells: Vec<Block> = sheet
        .widths
        .iter()
        .map(|width| Block::new(*width, sheet.paint))
        .collect();
    let last = cells.len() - 1;
    cells[0].strong(&pack.name);
    cells[0].text(&pack.version);
    let about = &mut cells[last];
    about.text(&pack.description);
    about.field("rules", &pack.rules.to_string());
    about.field("from", pack.place.as_deref().unwrap_or("plangate itself"));
    if let Some(licence) = &pack.licence {
        about.field("licence", licence);
    }
    // Alone on its line, it can be copied whole.
    about.faint(&pack.digest);
    cells.into_iter().map(Block::cell).collect()
}
