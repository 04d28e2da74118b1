//! Which conditions tests have seen, as text, as a document and as `lcov` reads it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::report::table::{Grid, Paint, paint};
use crate::report::{Style, json};
use crate::trial::{Condition, FileCoverage, PartCoverage};

/// A way to write coverage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverageFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
    /// For `genhtml` and coverage services.
    Lcov,
}

impl CoverageFormat {
    /// Every format, for people first.
    pub const ALL: [CoverageFormat; 3] = [
        CoverageFormat::Text,
        CoverageFormat::Json,
        CoverageFormat::Lcov,
    ];

    /// The word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            CoverageFormat::Text => "text",
            CoverageFormat::Json => "json",
            CoverageFormat::Lcov => "lcov",
        }
    }

    /// Writes coverage.
    pub fn write(
        self,
        files: &[FileCoverage],
        style: &Style,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        match self {
            CoverageFormat::Text => text(files, style, out),
            CoverageFormat::Json => document(files, out),
            CoverageFormat::Lcov => lcov(files, out),
        }
    }
}

fn text(files: &[FileCoverage], style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut block = Grid::new(style.width, Paint::new(style.colour)).block();
    let (mut all, mut seen) = (0, 0);
    block.gap();
    block.strong("Conditions that tests have seen true and false");
    for file in files {
        for part in &file.parts {
            let (covered, conditions) = (part.covered(), part.conditions.len());
            (all, seen) = (all + conditions, seen + covered);
            block.gap();
            let share = share(covered, conditions);
            block.text(&format!(
                "{} {}: {covered} of {conditions} ({share}) {}:{}",
                part.kind, part.name, file.file, part.line
            ));
            for condition in part.conditions.iter().filter(|one| !one.is_covered()) {
                let place = format!("{}:{}", condition.line, condition.column);
                let text = format!("{}: {}", never(condition), condition.text);
                block.branch(2, (&place, paint::FAINT), (&text, paint::PLAIN));
            }
        }
    }
    block.gap();
    block.text(&format!(
        "{seen} of {all} conditions ({})",
        share(seen, all)
    ));
    block.write(out)
}

/// What was never seen of a condition.
fn never(condition: &Condition) -> String {
    let outcomes = condition.outcomes;
    let beside = if outcomes.unknown > 0 {
        ", was unknown"
    } else {
        ""
    };
    match (outcomes.yes > 0, outcomes.no > 0) {
        (false, false) if outcomes.unknown == 0 => "never asked".to_owned(),
        (false, false) => "only unknown".to_owned(),
        (false, true) => format!("never true{beside}"),
        (true, _) => format!("never false{beside}"),
    }
}

/// In whole percent, cut off, so that 100 % means all.
fn share(part: usize, whole: usize) -> String {
    match (part * 100).checked_div(whole) {
        Some(percent) => format!("{percent} %"),
        None => "100 %".to_owned(),
    }
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    format_version: u32,
    conditions: usize,
    covered: usize,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
struct File<'a> {
    file: &'a str,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
struct Part<'a> {
    kind: &'static str,
    name: &'a str,
    line: usize,
    covered: usize,
    conditions: Vec<Each<'a>>,
}

#[derive(Serialize)]
struct Each<'a> {
    clause: &'static str,
    line: usize,
    column: usize,
    text: &'a str,
    r#true: usize,
    r#false: usize,
    unknown: usize,
    covered: bool,
}

fn document(files: &[FileCoverage], out: &mut dyn Write) -> io::Result<()> {
    let parts = || files.iter().flat_map(|file| &file.parts);
    let document = Document {
        format: "plangate-coverage/1",
        format_version: 1,
        conditions: parts().map(|part| part.conditions.len()).sum(),
        covered: parts().map(PartCoverage::covered).sum(),
        files: files.iter().map(file).collect(),
    };
    json::write(&document, out)
}

fn file(file: &FileCoverage) -> File<'_> {
    let parts = file.parts.iter().map(|part| Part {
        kind: part.kind,
        name: &part.name,
        line: part.line,
        covered: part.covered(),
        conditions: part.conditions.iter().map(each).collect(),
    });
    File {
        file: &file.file,
        parts: parts.collect(),
    }
}

fn each(condition: &Condition) -> Each<'_> {
    Each {
        clause: condition.clause,
        line: condition.line,
        column: condition.column,
        text: &condition.text,
        r#true: condition.outcomes.yes,
        r#false: condition.outcomes.no,
        unknown: condition.outcomes.unknown,
        covered: condition.is_covered(),
    }
}

/// Records as `geninfo` describes them: a function for each rule and define, a line for each line
/// with conditions, and two branches, true and false, for each condition.
fn lcov(files: &[FileCoverage], out: &mut dyn Write) -> io::Result<()> {
    for file in files {
        writeln!(out, "TN:")?;
        writeln!(out, "SF:{}", one_line(&file.file))?;
        for part in &file.parts {
            writeln!(out, "FN:{},{}", part.line, one_line(&part.name))?;
        }
        for part in &file.parts {
            writeln!(
                out,
                "FNDA:{},{}",
                asked(&part.conditions),
                one_line(&part.name)
            )?;
        }
        let called = file.parts.iter().filter(|part| asked(&part.conditions) > 0);
        writeln!(out, "FNF:{}", file.parts.len())?;
        writeln!(out, "FNH:{}", called.count())?;
        let conditions: Vec<&Condition> = file
            .parts
            .iter()
            .flat_map(|part| &part.conditions)
            .collect();
        branches(&conditions, out)?;
        lines(&conditions, out)?;
        writeln!(out, "end_of_record")?;
    }
    Ok(())
}

fn branches(conditions: &[&Condition], out: &mut dyn Write) -> io::Result<()> {
    let (mut blocks, mut hit): (BTreeMap<usize, usize>, usize) = (BTreeMap::new(), 0);
    for condition in conditions {
        let block = blocks.entry(condition.line).or_default();
        let outcomes = condition.outcomes;
        let is_asked = times(condition) > 0;
        for (branch, taken) in [outcomes.yes, outcomes.no].into_iter().enumerate() {
            hit += usize::from(taken > 0);
            let taken = if is_asked {
                taken.to_string()
            } else {
                "-".to_owned()
            };
            writeln!(out, "BRDA:{},{block},{branch},{taken}", condition.line)?;
        }
        *block += 1;
    }
    writeln!(out, "BRF:{}", conditions.len() * 2)?;
    writeln!(out, "BRH:{hit}")
}

fn lines(conditions: &[&Condition], out: &mut dyn Write) -> io::Result<()> {
    let mut lines: BTreeMap<usize, usize> = BTreeMap::new();
    for condition in conditions {
        let hits = lines.entry(condition.line).or_default();
        *hits = times(condition).max(*hits);
    }
    for (line, hits) in &lines {
        writeln!(out, "DA:{line},{hits}")?;
    }
    writeln!(out, "LF:{}", lines.len())?;
    writeln!(
        out,
        "LH:{}",
        lines.values().filter(|hits| **hits > 0).count()
    )
}

/// How often a condition was asked.
fn times(condition: &Condition) -> usize {
    let outcomes = condition.outcomes;
    outcomes.yes + outcomes.no + outcomes.unknown
}

fn asked(conditions: &[Condition]) -> usize {
    conditions.iter().map(times).max().unwrap_or(0)
}

/// A record is a line.
fn one_line(text: &str) -> String {
    crate::report::escape(text).into_owned()
}
