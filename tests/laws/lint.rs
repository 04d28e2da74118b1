//! Laws of lints: each finds something in what it says to avoid, and nothing in what it prefers.

use plangate::diagnostic::{Diagnostic, Severity};
use plangate::lint::{self, Checked, Levels, Lint};
use plangate::schema::Schemas;
use plangate::source::{SourceId, Sources};
use plangate::{pack, program, typing};

#[test]
fn codes_and_names_are_in_order_and_unique() {
    let codes: Vec<&str> = lint::ALL.iter().map(|lint| lint.code).collect();
    let mut sorted = codes.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(codes, sorted);
    for lint in lint::ALL {
        let Lint {
            code, name, about, ..
        } = lint;
        assert_eq!(lint::find(code).map(|found| found.code), Some(*code));
        assert_eq!(lint::find(name).map(|found| found.code), Some(*code));
        assert!(about.ends_with('.'), "{code}");
        let is_word = |c: char| c.is_ascii_lowercase() || c == '-';
        assert!(name.chars().all(is_word), "{name}");
    }
}

#[test]
fn every_lint_finds_what_to_avoid_and_nothing_in_what_it_prefers() {
    for lint in lint::ALL {
        let levels = levels_for(lint);
        let (avoid, sources) = advise_at(lint.avoid, &levels);
        let codes: Vec<&str> = avoid.iter().map(|problem| problem.code).collect();
        assert!(codes.contains(&lint.code), "{}: {codes:?}", lint.code);
        for problem in &avoid {
            assert_eq!(
                problem.severity,
                Severity::Warning,
                "{}",
                problem.draw(&sources, false)
            );
        }
        let (prefer, sources) = advise_at(lint.prefer, &levels);
        let drawn: Vec<String> = prefer.iter().map(|it| it.draw(&sources, false)).collect();
        assert!(drawn.is_empty(), "{}:\n{}", lint.code, drawn.concat());
    }
}

/// A safe fix is made, the file still has no error, and what it mended is gone.
#[test]
fn safe_fixes_mend() {
    for lint in lint::ALL {
        let (problems, _) = advise(lint.avoid);
        let (text, mended) = lint::apply(lint.avoid, SourceId(0), &problems);
        let (left, sources) = advise(&text);
        for problem in left {
            let drawn = problem.draw(&sources, false);
            assert_eq!(problem.severity, Severity::Warning, "{drawn}");
            assert!(
                !mended.iter().any(|mended| mended.code == problem.code),
                "{drawn}"
            );
        }
    }
}

#[test]
fn levels_decide_what_is_said() {
    let text = lint::find("W601").unwrap().avoid;
    let severities = |level| {
        let mut levels = levels_for(lint::ALL[0]);
        levels.set(lint::find("unused").unwrap(), level);
        let (problems, _) = advise_at(text, &levels);
        problems
            .iter()
            .map(|problem| problem.severity)
            .collect::<Vec<_>>()
    };
    assert_eq!(severities(lint::Level::Allow), []);
    assert_eq!(severities(lint::Level::Warn), [Severity::Warning]);
    assert_eq!(severities(lint::Level::Error), [Severity::Error]);
}

fn advise(text: &str) -> (Vec<Diagnostic>, Sources) {
    advise_at(text, &levels_for(lint::ALL[0]))
}

/// Examples are about one thing, and have tests only where they are about tests.
fn levels_for(lint: &Lint) -> Levels {
    let mut levels = Levels::default();
    if lint.name != "untested" {
        levels.set(lint::find("untested").unwrap(), lint::Level::Allow);
    }
    levels
}

fn advise_at(text: &str, levels: &Levels) -> (Vec<Diagnostic>, Sources) {
    let mut rules = pack::Rules::default();
    rules.add_text("case.rule", text);
    let mut found = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut found);
    let schemas = Schemas::shipped();
    typing::check(&program, &rules.sources, schemas, &|_| true, &mut found);
    let checked = Checked {
        files: &rules.files,
        sources: &rules.sources,
        found,
    };
    let problems = lint::advise(checked, &|id| id == SourceId(0), levels);
    (problems, rules.sources)
}

#[test]
fn shipped_rules_need_no_advice() {
    let mut rules = pack::Rules::with_tests();
    rules.add_shipped(&pack::shipped_packs());
    let mut found = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut found);
    let schemas = Schemas::shipped();
    typing::check(&program, &rules.sources, schemas, &|_| true, &mut found);
    let checked = Checked {
        files: &rules.files,
        sources: &rules.sources,
        found,
    };
    let found = lint::advise(checked, &|_| true, &Levels::default());
    let drawn: Vec<String> = found
        .iter()
        .map(|it| it.draw(&rules.sources, false))
        .collect();
    assert!(drawn.is_empty(), "{}", drawn.concat());
}

/// The table of docs/lint.md; `UPDATE=1` writes it.
#[test]
fn the_page_lists_every_lint() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/lint.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (start, end) = ("<!-- lints -->\n", "<!-- end -->");
    let begin = page.find(start).unwrap() + start.len();
    let stop = begin + page[begin..].find(end).unwrap();
    let mut table = "| code | name | level | finds |\n|---|---|---|---|\n".to_owned();
    for lint in lint::ALL {
        table.extend([format!(
            "| [{code}](checks/{code}.md) | `{}` | {} | {} |\n",
            lint.name,
            lint.level.word(),
            lint.title,
            code = lint.code
        )]);
    }
    if std::env::var("UPDATE").is_ok() {
        let page = format!("{}{table}{}", &page[..begin], &page[stop..]);
        std::fs::write(path, page).unwrap();
    } else {
        assert_eq!(&page[begin..stop], table);
    }
}
