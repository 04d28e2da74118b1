//! The list of rules that would run.

use std::io::{self, Write};

use serde::Serialize;

use super::{
    Style, escape, json,
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

/// Writes the crosswalk for spreadsheets: a line for each name that a tool or framework has for a
/// rule, and one for a rule that has none.
pub fn csv(rules: &[About], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "rule", "pack", "level", "severity", "title", "kind", "by", "name",
    ])?;
    for rule in rules {
        let mut line = |kind: &str, by: &str, name: &str| {
            let (level, severity) = (rule.level.word(), rule.severity.word());
            let fields = [&*rule.id, &*rule.pack, level, severity, &*rule.title];
            let fields = fields.into_iter().chain([kind, by, name]);
            writer.write_record(fields.map(field))
        };
        for (tool, ids) in &rule.ids {
            ids.iter().try_for_each(|id| line("id", tool, id))?;
        }
        for (framework, controls) in &rule.controls {
            let mut controls = controls.iter();
            controls.try_for_each(|control| line("control", framework, control))?;
        }
        if rule.ids.is_empty() && rule.controls.is_empty() {
            line("", "", "")?;
        }
    }
    let text = writer.into_inner().map_err(|error| error.into_error())?;
    out.write_all(&text)
}

/// Writes the crosswalk for documents: a table of rules with other tools' identifiers.
pub fn markdown(rules: &[About], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| rule | level | severity | what holds | elsewhere |")?;
    writeln!(out, "|---|---|---|---|---|")?;
    for rule in rules {
        let ids = rule.ids.iter();
        let ids = ids.map(|(tool, ids)| format!("{tool}: {}", ids.join(", ")));
        let cells = [
            &*rule.id,
            rule.level.word(),
            rule.severity.word(),
            &*rule.title,
            &*ids.collect::<Vec<_>>().join("; "),
        ];
        writeln!(out, "| {} |", cells.map(in_markdown).join(" | "))?;
    }
    Ok(())
}

/// Text as a field of a spreadsheet, which takes some first characters for a formula.
fn field(text: &str) -> String {
    let text = escape(text);
    if text.starts_with(['=', '+', '-', '@']) {
        format!("'{text}")
    } else {
        text.into_owned()
    }
}

/// Text in a cell of a table, with nothing that Markdown or a page would act on.
fn in_markdown(text: &str) -> String {
    let mut safe = String::new();
    for letter in escape(text).chars() {
        if "\\`*[]<>|&#!".contains(letter) {
            safe.push('\\');
        }
        safe.push(letter);
    }
    safe
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
