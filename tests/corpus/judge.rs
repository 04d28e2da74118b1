//! Every file of the corpus, judged by the shipped rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use plangate::{engine, input, pack, program, reference};

/// What came of all files.
#[derive(Default)]
pub(super) struct Corpus {
    /// How many files were judged, and how many refused for what.
    pub(super) files: BTreeMap<String, usize>,
    /// What was said of resources, by file, rule and address.
    pub(super) verdicts: Vec<Verdict>,
    /// Errors that do not say what to do.
    pub(super) without_help: Vec<String>,
}

/// What a rule says of a resource.
pub(super) struct Verdict {
    pub(super) file: String,
    pub(super) rule: String,
    pub(super) address: String,
    pub(super) outcome: &'static str,
    /// Why findings are undetermined: one word for each of them.
    pub(super) reasons: Vec<&'static str>,
}

static CORPUS: LazyLock<Option<Corpus>> = LazyLock::new(|| folder().map(|folder| judge(&folder)));

/// All files, judged once for all tests.
pub(super) fn corpus() -> Option<&'static Corpus> {
    CORPUS.as_ref()
}

/// Where the files are, if they are there.
pub(super) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: there is no ../shared/corpus beside the project");
    None
}

fn judge(folder: &Path) -> Corpus {
    let mut rules = pack::Rules::default();
    rules.add_shipped(&pack::shipped_packs());
    let mut problems = std::mem::take(&mut rules.problems);
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let mut corpus = Corpus::default();
    for path in files(folder) {
        let file = name(folder, &path);
        let decoded = input::decode(std::fs::read(&path).unwrap());
        let document = match &decoded {
            Ok(text) => input::read(text, false),
            Err(error) => Err(error.clone()),
        };
        let document = match document {
            Ok(document) => document,
            Err(error) => {
                if error.help.is_none() {
                    corpus.without_help.push(format!("{file}: {error}"));
                }
                let word = format!("refused: {}", error.kind.word());
                *corpus.files.entry(word).or_default() += 1;
                continue;
            }
        };
        *corpus.files.entry("judged".to_owned()).or_default() += 1;
        let options = reference::Options::default();
        for judgement in engine::run(&program, &rules.sources, &document, "plan", options) {
            if judgement.address.is_empty() {
                continue;
            }
            let reasons = judgement.findings.iter();
            corpus.verdicts.push(Verdict {
                file: file.clone(),
                rule: program.rules[judgement.rule].about.id.clone(),
                outcome: judgement.outcome.word(),
                reasons: reasons.filter_map(|one| Some(one.reason?.word())).collect(),
                address: judgement.address,
            });
        }
    }
    corpus
}

/// A file as the page names it: below the folder, with `/`.
fn name(folder: &Path, path: &Path) -> String {
    let below = path.strip_prefix(folder).unwrap();
    let parts: Vec<_> = below.iter().map(|part| part.to_str().unwrap()).collect();
    parts.join("/")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension != "tsv") {
            found.push(path);
        }
    }
    found.sort();
    found
}
