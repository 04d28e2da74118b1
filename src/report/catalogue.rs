//! The list of rules that would run.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Style, json,
    table::{Block, Grid, Paint, Sheet},
    words,
};
use crate::program::{About, Level};

/// Below this, everything about a rule stands in one column.
const TWO_COLUMNS: usize = 60;

/// Writes the rules for people.
pub fn table(rules: &[About], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let paint = Paint::new(style.colour);
    let grid = Grid::new(style.width, paint);
    let sheet = Sheet {
        widths: grid.split(TWO_COLUMNS, "not_applicable".len()),
        paint,
    };
    let rows = rules.iter().map(|rule| row(rule, &sheet)).collect();
    sheet.write(rows, false, out)?;
    let mut block = grid.block();
    block.gap();
    block.text(&counted(rules));
    block.write(out)
}

/// Writes the rules for machines.
pub fn json(rules: &[About], version: &str, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        format: "plangate-rules/1",
        plangate: version,
        rules: rules.iter().map(json::RuleDocument::new).collect(),
    };
    json::write(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    rules: Vec<json::RuleDocument<'a>>,
}

fn row(rule: &About, sheet: &Sheet) -> Vec<String> {
    let mut cells = sheet.cells();
    let last = cells.len() - 1;
    cells[0].text(rule.severity.word());
    if rule.level != Level::On {
        cells[0].faint(rule.level.word());
    }
    let about = &mut cells[last];
    about.strong(&rule.id);
    about.text(&rule.title);
    for (tool, ids) in &rule.ids {
        about.field(tool, &ids.join(", "));
    }
    about.field("file", &format!("{}:{}", rule.file, rule.line));
    for change in &rule.changes {
        about.field("changed", &words::change(change));
    }
    cells.into_iter().map(Block::cell).collect()
}

fn counted(rules: &[About]) -> String {
    let each = Level::ALL.map(|level| {
        let number = rules.iter().filter(|rule| rule.level == level).count();
        format!("{} {number}", level.word())
    });
    format!("{}: {}", words::count(rules.len(), "rule"), each.join(", "))
}
