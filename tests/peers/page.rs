//! `docs/peers.md`: what people read of the table.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::names;
use super::table::{Relation, Row};

/// The page with its sections made anew.
pub(super) fn filled(page: &str, rows: &[Row], folder: &Path) -> String {
    let mut page = section(page, "counts", &counts(rows));
    for relation in [
        Relation::Better,
        Relation::Open,
        Relation::SameWithSource,
        Relation::Other,
    ] {
        page = section(&page, relation.word(), &differences(rows, relation));
    }
    section(&page, "cases", &cases(rows, folder))
}

/// What stands between `<!-- name -->` and `<!-- end -->`, replaced.
fn section(page: &str, name: &str, text: &str) -> String {
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&start).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}\n{}\n\n<!-- end -->{after}", text.trim())
}

/// Rows by peer and by how plangate stands to it.
fn counts(rows: &[Row]) -> String {
    let mut by_peer: BTreeMap<(bool, &str), BTreeMap<&str, usize>> = BTreeMap::new();
    for row in rows {
        let of_peer = by_peer.entry((row.is_of_nobody(), &row.peer)).or_default();
        *of_peer.entry(row.relation().word()).or_default() += 1;
    }
    let words = Relation::ALL.map(Relation::word);
    let mut text = format!("| | rows | {} |\n", words.join(" | "));
    let _ = writeln!(text, "|---|---|{}", "---|".repeat(words.len()));
    for ((_, peer), counts) in &by_peer {
        let all: usize = counts.values().sum();
        let _ = write!(text, "| {peer} | {all} |");
        for word in &words {
            let count = counts.get(word).map(ToString::to_string);
            let _ = write!(text, " {} |", count.unwrap_or_default());
        }
        text.push('\n');
    }
    text
}

/// The rows of peers that stand in a relation. What is said of several cases of one peer with the
/// same reason is one line.
fn differences(rows: &[Row], relation: Relation) -> String {
    let mut lines: Vec<(Row, Vec<&Row>)> = Vec::new();
    let of_peers = rows.iter().filter(|row| !row.is_of_nobody());
    for row in of_peers.filter(|row| row.relation() == relation) {
        let same = lines.iter_mut().find(|(first, _)| {
            (&first.peer, &first.id, &first.expected) == (&row.peer, &row.id, &row.expected)
                && (said(first), &first.because) == (said(row), &row.because)
        });
        match same {
            Some((_, rows)) => rows.push(row),
            None => lines.push((row.clone(), vec![row])),
        }
    }
    lines.sort_by(|(a, _), (b, _)| (&a.peer, &a.id).cmp(&(&b.peer, &b.id)));
    let mut text =
        "| whose check | its cases | expects | plangate says | why | proof |\n".to_owned();
    text += "|---|---|---|---|---|---|\n";
    for (row, rows) in &lines {
        let _ = writeln!(
            text,
            "| {} `{}` | {} | {} | {} | {} | {} |",
            row.peer,
            row.id,
            grouped(rows, " (", ")", |row| (row.what.clone(), row.test.clone())),
            row.expected,
            said(row),
            row.because,
            grouped(rows, ": ", "", |row| {
                (row.case.clone(), format!("`{}`", row.address))
            })
        );
    }
    text
}

/// `one (a, b); two (c)`, in the order of the rows.
fn grouped(
    rows: &[&Row],
    open: &str,
    close: &str,
    parts: impl Fn(&Row) -> (String, String),
) -> String {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (name, part) in rows.iter().map(|row| parts(row)) {
        match groups.iter_mut().find(|(group, _)| *group == name) {
            Some((_, members)) if members.contains(&part) => {}
            Some((_, members)) => members.push(part),
            None => groups.push((name, vec![part])),
        }
    }
    let groups: Vec<String> = groups
        .into_iter()
        .map(|(name, members)| format!("{name}{open}{}{close}", members.join(", ")))
        .collect();
    groups.join("; ")
}

/// What plangate says of plan, plan with source, and state; once, if it is the same.
fn said(row: &Row) -> String {
    if row.plan == row.source && row.source == row.state {
        return row.plan.clone();
    }
    format!(
        "plan: {}; with the source: {}; state: {}",
        row.plan, row.source, row.state
    )
}

fn cases(rows: &[Row], folder: &Path) -> String {
    let mut text = "| case | what it is about | rows |\n|---|---|---|\n".to_owned();
    for case in names(rows) {
        let about = fs::read_to_string(folder.join(&case).join("README.md")).unwrap();
        let about = about.split("\n\n").nth(1).unwrap_or_default();
        let about = about.split_whitespace().collect::<Vec<_>>().join(" ");
        let count = rows.iter().filter(|row| row.case == case).count();
        let link = format!("[{case}](../tests/plans/peers/{case}/README.md)");
        let _ = writeln!(text, "| {link} | {about} | {count} |");
    }
    text
}
