//! Cases of lints and of the canonical style.

use plangate::diagnostic::Diagnostic;
use plangate::lint::{self, Checked, Level, Levels};
use plangate::source::{SourceId, Sources};
use plangate::{pack, program, syntax};

use super::Case;

/// What the fences of a section must have in them, by their tags.
pub(crate) fn run(case: &Case) -> Result<Vec<(&'static str, String)>, String> {
    let has = |tag: &str| case.fences.iter().any(|fence| fence.tag == tag);
    let files: Vec<(&str, &str)> = case
        .fences
        .iter()
        .filter(|fence| fence.tag == "rule")
        .map(|fence| {
            let name = fence.value("file").unwrap_or("case.rule");
            (name, fence.text.as_str())
        })
        .collect();
    let Some((_, first)) = files.first() else {
        return Err("there is no `rule` fence".to_owned());
    };
    if has("formatted") {
        return Ok(vec![("formatted", formatted(first)?)]);
    }
    let levels = levels(case)?;
    let mut found = vec![("output", told(&files, &levels))];
    if has("fixed") {
        found.push(("fixed", fixed(&files, &levels)));
    }
    Ok(found)
}

/// `level=untested:warn` in the info line of a rule file. Cases are short, so that rules without
/// tests are not told of where that is not asked for.
fn levels(case: &Case) -> Result<Levels, String> {
    let mut levels = Levels::default();
    let asked = case.fences.iter().filter_map(|fence| fence.value("level"));
    for setting in std::iter::once("untested:allow").chain(asked) {
        let (name, word) = setting.split_once(':').unwrap_or((setting, ""));
        let lint = lint::find(name).ok_or(format!("there is no lint {name}"))?;
        let level = Level::ALL.into_iter().find(|level| level.word() == word);
        levels.set(lint, level.ok_or(format!("there is no level {word}"))?);
    }
    Ok(levels)
}

fn formatted(text: &str) -> Result<String, String> {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add("case.rule", text);
    let formatted = syntax::format(&sources, id, &mut problems);
    formatted.ok_or_else(|| {
        let drawn = problems.iter().map(|problem| problem.draw(&sources, false));
        drawn.collect()
    })
}

fn told(files: &[(&str, &str)], levels: &Levels) -> String {
    let (problems, sources) = advise(files, levels);
    let drawn = problems.iter().map(|problem| problem.draw(&sources, false));
    drawn.collect::<Vec<_>>().join("\n")
}

/// The first file, with fixes made in it until there are none left.
fn fixed(files: &[(&str, &str)], levels: &Levels) -> String {
    let mut files: Vec<(&str, String)> = files
        .iter()
        .map(|(name, text)| (*name, (*text).to_owned()))
        .collect();
    for _ in 0..20 {
        let texts: Vec<(&str, &str)> = files
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        let (problems, _) = advise(&texts, levels);
        let (text, mended) = lint::apply(&files[0].1, SourceId(0), &problems);
        if mended.is_empty() {
            break;
        }
        files[0].1 = text;
    }
    files.swap_remove(0).1
}

/// What is said about all files but the shipped library.
fn advise(files: &[(&str, &str)], levels: &Levels) -> (Vec<Diagnostic>, Sources) {
    let mut rules = pack::Rules::default();
    for (name, text) in files {
        rules.add_text(name, text);
    }
    let mut found = rules.problems;
    program::check(&rules.files, &rules.sources, &mut found);
    let own: Vec<SourceId> = rules
        .files
        .iter()
        .filter(|file| file.pack != "lib")
        .map(|file| file.file.source)
        .collect();
    let checked = Checked {
        files: &rules.files,
        sources: &rules.sources,
        found,
    };
    let problems = lint::advise(checked, &|id| own.contains(&id), levels);
    (problems, rules.sources)
}
