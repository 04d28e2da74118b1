//! The cases of `tests/plans`, and which truth belongs to which of their files.

use std::path::{Path, PathBuf};

use super::judge::Mode;

/// A folder with a configuration, its plans, and what held after each.
pub(super) struct Case {
    /// The name of the folder.
    pub(super) name: String,
    /// The assumption that this configuration makes wrong, where it is a counter-example.
    pub(super) counters: Option<String>,
    /// Its plans and states, in the order of their names.
    pub(super) inputs: Vec<Input>,
}

/// A plan or a state.
pub(super) struct Input {
    /// The file.
    pub(super) path: PathBuf,
    /// When it was made.
    pub(super) stage: Stage,
    /// The table of what held after it was applied.
    pub(super) truth: PathBuf,
    /// The state after it was applied; none for a state.
    pub(super) state: Option<PathBuf>,
    /// The folders of its configuration, from the uppermost; none for a state.
    pub(super) source: Vec<PathBuf>,
}

/// When a plan or state was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// When nothing existed: what is not written is known only after apply.
    First,
    /// When things existed that it changes.
    Later,
    /// After the apply, when nothing is left to change.
    NoChange,
    /// It is a state.
    State,
}

impl Stage {
    pub(super) const ALL: [Stage; 4] = [Stage::First, Stage::Later, Stage::NoChange, Stage::State];

    /// What an input of this stage may be judged by; a state has nothing unknown and no source.
    pub(super) fn modes(self) -> &'static [Mode] {
        match self {
            Stage::State => &[Mode::Assuming],
            _ => &Mode::ALL,
        }
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Stage::First => "first plans",
            Stage::Later => "later plans",
            Stage::NoChange => "plans without changes",
            Stage::State => "states",
        }
    }
}

/// Every case of the repository.
pub(super) fn all() -> Vec<Case> {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let folders = folders(&plans).into_iter();
    folders.filter_map(|folder| case(&folder)).collect()
}

/// The folders in a folder, by name.
pub(super) fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

/// The case in a folder; none where the folder has no truth.
fn case(folder: &Path) -> Option<Case> {
    if !folder.join("truth.tsv").is_file() {
        return None;
    }
    let counters = std::fs::read_to_string(folder.join("assumption")).ok();
    let inputs = entries(folder)
        .into_iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| input(folder, path))
        .collect();
    Some(Case {
        name: stem(folder),
        counters: counters.map(|word| word.trim().to_owned()),
        inputs,
    })
}

/// `plan-NAME.json`, or `NAME.json`, is followed by `state-NAME.json` and `truth-NAME.tsv`; a plan
/// that has none changes nothing of what `truth.tsv` says.
fn input(folder: &Path, path: PathBuf) -> Input {
    let stem = stem(&path);
    let (stage, name) = match stem.as_str() {
        "plan" | "create" => (Stage::First, ""),
        "plan-noop" | "no-op" => (Stage::NoChange, ""),
        "state" => (Stage::State, ""),
        other => match other.strip_prefix("state-") {
            Some(name) => (Stage::State, name),
            None => (Stage::Later, other.strip_prefix("plan-").unwrap_or(other)),
        },
    };
    let own = |prefix: &str, extension: &str| {
        let own = folder.join(format!("{prefix}-{name}.{extension}"));
        if own.is_file() {
            return own;
        }
        folder.join(format!("{prefix}.{extension}"))
    };
    Input {
        stage,
        truth: own("truth", "tsv"),
        state: (stage != Stage::State).then(|| own("state", "json")),
        source: if stage == Stage::State {
            Vec::new()
        } else {
            layers(folder, name)
        },
        path,
    }
}

/// The folders that a plan was made of: what the case lays over its configuration, and that.
fn layers(folder: &Path, name: &str) -> Vec<PathBuf> {
    let plans = std::fs::read_to_string(folder.join("plans")).unwrap_or_default();
    let rows = plans.lines().map(|line| line.split_whitespace().collect());
    let overlay = rows
        .filter(|row: &Vec<&str>| row.first() == Some(&name))
        .find_map(|row| row.get(2).map(|&overlay| overlay.to_owned()));
    let base = folder.join("base");
    let (overlay, base) = if base.is_dir() {
        (Some(name.to_owned()), base)
    } else {
        (overlay, folder.to_owned())
    };
    let overlay = overlay.filter(|overlay| !overlay.is_empty());
    let overlay = overlay.map(|overlay| folder.join(overlay));
    let mut layers: Vec<PathBuf> = overlay
        .filter(|overlay| overlay.is_dir())
        .into_iter()
        .collect();
    layers.push(base);
    layers
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap().to_string_lossy().into_owned()
}
