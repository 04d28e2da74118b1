//! `docs/differences.md`: what people read of the cases.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::case::{Case, Kind};
use super::list::{Row, TOOLS};

/// The page with its sections made anew.
pub(super) fn filled(page: &str, cases: &[Case], list: &[Row]) -> String {
    let mut page = section(page, "counts", &counts(cases, list));
    for (tool, ..) in TOOLS {
        let of_tool: Vec<&Case> = cases.iter().filter(|case| case.tool == tool).collect();
        page = section(&page, tool, &tables(&of_tool, list));
    }
    page = section(&page, "wrong", &wrong(cases));
    section(&page, "waiting", &waiting(cases, list))
}

/// What stands between `<!-- name -->` and `<!-- end -->`, replaced.
fn section(page: &str, name: &str, text: &str) -> String {
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = page.split_once(&start).unwrap();
    let (_, after) = rest.split_once("<!-- end -->").unwrap();
    format!("{before}{start}\n{}\n\n<!-- end -->{after}", text.trim())
}

fn counts(cases: &[Case], list: &[Row]) -> String {
    let words = Kind::ALL.map(Kind::words);
    let mut text = format!("| | cases | {} |\n", words.join(" | "));
    let _ = writeln!(text, "|---|---|{}", "---|".repeat(words.len()));
    let all = cases.iter().collect::<Vec<_>>();
    for (tool, name, _) in TOOLS {
        let of_tool = cases.iter().filter(|case| case.tool == tool);
        text += &counted(name, &of_tool.collect::<Vec<_>>());
    }
    text += &counted("all", &all);
    let from = |source: &str| {
        let rows = list.iter().filter(|row| row.source == source);
        rows.filter(|row| cases.iter().any(|case| case.key() == row.key()))
            .count()
    };
    let _ = write!(
        text,
        "\n{} of them are the tools' own tests, {} were seen in a run, and {} are what \
         documentation or a query says.",
        from("test"),
        from("run"),
        from("words")
    );
    text
}

/// A row of the table of counts.
fn counted(name: &str, cases: &[&Case]) -> String {
    let mut text = format!("| {name} | {} |", cases.len());
    for kind in Kind::ALL {
        let count = cases.iter().filter(|case| case.kind() == kind).count();
        let _ = match count {
            0 => write!(text, " |"),
            count => write!(text, " {count} |"),
        };
    }
    text + "\n"
}

/// The cases of a tool: those that differ, and those that do not.
fn tables(cases: &[&Case], list: &[Row]) -> String {
    let (same, different): (Vec<&Case>, Vec<&Case>) =
        cases.iter().partition(|case| case.kind() == Kind::Same);
    let mut text = String::new();
    if !different.is_empty() {
        text += "Where it differs:\n\n";
        text += "| case | what is given | they say | we say | why |\n|---|---|---|---|---|\n";
        for case in different {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                named(case, list),
                cell(&case.about),
                case.theirs,
                case.ours.as_deref().unwrap_or("not expressed"),
                cell(case.because.as_deref().unwrap_or_default())
            );
        }
        text += "\n";
    }
    if !same.is_empty() {
        text += "Where both say the same:\n\n";
        text += "| case | what is given | both say | rule |\n|---|---|---|---|\n";
        for case in same {
            let _ = writeln!(
                text,
                "| {} | {} | {} | `{}` |",
                named(case, list),
                cell(&case.about),
                case.ours.as_deref().unwrap_or_default(),
                case.rule.as_deref().unwrap_or_default()
            );
        }
    }
    text
}

/// The check with its file, the case, and where it is known from if that is no test.
fn named(case: &Case, list: &[Row]) -> String {
    let row = list.iter().find(|row| row.key() == case.key());
    let mark = match row.map(|row| row.source.as_str()) {
        Some("run") => " (run)",
        Some("words") => " (words)",
        _ => "",
    };
    let short = case.check.rsplit('.').next().unwrap_or_default();
    format!(
        "[{short}](../tests/conformance/{}/{}.test.rule) {}{mark}",
        case.tool,
        case.check,
        code(&case.name)
    )
}

/// A name that a tool gave, as code; a name that is words, as it is.
fn code(name: &str) -> String {
    if name.contains(' ') {
        return cell(name);
    }
    format!("`{name}`")
}

/// Cases in which a rule does not say what it should.
fn wrong(cases: &[Case]) -> String {
    let mut text = String::new();
    for case in cases {
        if let Some(wrong) = &case.wrong {
            let rule = case.rule.as_deref().unwrap_or_default();
            let _ = writeln!(text, "- `{rule}`, {} {}: {wrong}", case.check, case.name);
        }
    }
    if text.is_empty() {
        return "None.".to_owned();
    }
    text
}

/// Checks that are listed, and have no file of cases.
fn waiting(cases: &[Case], list: &[Row]) -> String {
    let mut checks: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for row in list {
        let begun = cases
            .iter()
            .any(|case| (&case.tool, &case.check) == (&row.tool, &row.check));
        let at = TOOLS.iter().position(|(folder, ..)| *folder == row.tool);
        if !begun && let Some(at) = at {
            *checks.entry((at, &row.check)).or_default() += 1;
        }
    }
    let mut text = "| tool | checks, with the number of their cases |\n|---|---|\n".to_owned();
    for (at, (_, name, _)) in TOOLS.iter().enumerate() {
        let of_tool = checks.iter().filter(|((tool, _), _)| *tool == at);
        let named: Vec<String> = of_tool
            .map(|((_, check), count)| format!("`{check}` {count}"))
            .collect();
        if !named.is_empty() {
            let _ = writeln!(text, "| {name} | {} |", named.join(", "));
        }
    }
    text
}

/// A text that breaks no table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('*', "\\*")
}
