//! Which names mean what at a place in a rule file.

use std::collections::{BTreeMap, BTreeSet};

use super::RuleFile;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Span;
use crate::syntax::ast::{Item, Name, Rule};

/// What every file defines and imports.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) files: Vec<FileNames>,
}

/// The names of one file.
#[derive(Debug, Default)]
pub(super) struct FileNames {
    /// Define name → its position in the program and number of arguments.
    pub(super) defines: BTreeMap<String, DefineName>,
    /// Param name → its position in the program.
    pub(super) params: BTreeMap<String, (usize, Span)>,
    /// Import alias → the file's position.
    pub(super) imports: BTreeMap<String, (usize, Span)>,
    /// Names that something reported as wrong would have given; using them is no further mistake.
    pub(super) unread: BTreeSet<String>,
}

/// A define, before its body is understood.
#[derive(Clone, Copy, Debug)]
pub(super) struct DefineName {
    pub(super) index: usize,
    pub(super) arguments: usize,
    pub(super) span: Span,
}

impl Tables {
    /// Collects the names of all files; defines and file parameters are numbered in order.
    pub(super) fn collect(files: &[RuleFile], problems: &mut Vec<Diagnostic>) -> Tables {
        let mut tables = Tables::default();
        let (mut defines, mut params) = (0, 0);
        for file in files {
            let mut names = FileNames {
                unread: file.file.unread.iter().cloned().collect(),
                ..FileNames::default()
            };
            for item in &file.file.items {
                match item {
                    Item::Define(define) => {
                        refuse_twice(&names, &define.name, problems);
                        let entry = DefineName {
                            index: defines,
                            arguments: define.formals.len(),
                            span: define.name.span,
                        };
                        names
                            .defines
                            .entry(define.name.text.clone())
                            .or_insert(entry);
                        defines += 1;
                    }
                    Item::Param(param) => {
                        refuse_twice(&names, &param.name, problems);
                        let entry = (params, param.name.span);
                        names.params.entry(param.name.text.clone()).or_insert(entry);
                        params += 1;
                    }
                    Item::Rule(_) | Item::Test(_) => {}
                }
            }
            tables.files.push(names);
        }
        for (at, file) in files.iter().enumerate() {
            let names = &mut tables.files[at];
            names.imports = imports(file, files, &mut names.unread, problems);
        }
        refuse_import_cycles(&tables, problems);
        tables
    }
}

/// Rules with the same id, anywhere.
pub(super) fn refuse_equal_ids(files: &[RuleFile], problems: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&str, &Rule> = BTreeMap::new();
    for item in files.iter().flat_map(|file| &file.file.items) {
        let Item::Rule(rule) = item else { continue };
        if let Some(first) = seen.insert(&rule.id.text, rule) {
            problems.push(twice(&rule.id, first.id.span));
        }
    }
}

fn refuse_twice(names: &FileNames, name: &Name, problems: &mut Vec<Diagnostic>) {
    let define = names.defines.get(&name.text).map(|define| define.span);
    let param = names.params.get(&name.text).map(|(_, span)| *span);
    if let Some(first) = define.or(param) {
        problems.push(twice(name, first));
    }
}

fn twice(name: &Name, first: Span) -> Diagnostic {
    Diagnostic::error(
        "N205",
        format!("`{}` is defined twice", name.text.escape_debug()),
        name.span,
        "a second time here",
    )
    .also(first, "first defined here")
    .help("give one of them another name")
}

fn imports(
    file: &RuleFile,
    files: &[RuleFile],
    unread: &mut BTreeSet<String>,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<String, (usize, Span)> {
    let mut found = BTreeMap::new();
    for import in &file.file.imports {
        let alias = import.alias.clone().unwrap_or_else(|| Name {
            text: file_stem(&import.path.text).to_owned(),
            span: import.path.span,
        });
        let Some(path) = resolve_path(&file.path, &import.path.text) else {
            problems.push(
                Diagnostic::error(
                    "N206",
                    "an import must stay inside its project",
                    import.path.span,
                    "this path leaves it",
                )
                .help(
                    "import a file below the nearest folder with a `plangate.toml` or `pack.toml`; without \
                     one, below the folder that is given",
                ),
            );
            unread.insert(alias.text);
            continue;
        };
        let shipped = path.starts_with(SHIPPED);
        let in_pack = path.strip_prefix(PACK).map(|rest| rest.split_once('/'));
        let is_meant = |other: &RuleFile| match in_pack {
            Some(Some((pack, path))) => other.in_pack && other.pack == pack && other.path == path,
            Some(None) => false,
            None => (shipped || other.root == file.root) && other.path == path,
        };
        let Some(at) = files.iter().position(is_meant) else {
            problems.push(if shipped {
                no_library(&import.path, files)
            } else if let Some(names) = in_pack {
                not_in_pack(&import.path, names, files)
            } else {
                no_file(&path, import.path.span)
            });
            unread.insert(alias.text);
            continue;
        };
        if let Some((_, first)) = found.insert(alias.text.clone(), (at, alias.span)) {
            problems.push(twice(&alias, first));
        }
    }
    found
}

fn no_file(path: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "N206",
        format!("there is no rule file `{}`", path.escape_debug()),
        span,
        "not found in the rule directory",
    )
    .help("an import's path is relative to the file that imports")
}

fn no_library(path: &Name, files: &[RuleFile]) -> Diagnostic {
    let problem = Diagnostic::error(
        "N206",
        format!("plangate has no library `{}`", path.text.escape_debug()),
        path.span,
        "unknown library",
    );
    let known = files.iter().map(|file| file.path.as_str());
    let known: Vec<&str> = known.filter(|path| path.starts_with(SHIPPED)).collect();
    match nearest(&path.text, known.iter().copied()) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            problem.help(format!("there is {}", known.join(", ")))
        }
    }
}

/// An import of a pack that is not loaded, or of a file that the pack does not have.
fn not_in_pack(import: &Name, names: Option<(&str, &str)>, files: &[RuleFile]) -> Diagnostic {
    let of_packs = files.iter().filter(|file| file.in_pack);
    let packs: BTreeSet<&str> = of_packs.clone().map(|file| file.pack.as_str()).collect();
    let problem =
        |message: String, label: &str| Diagnostic::error("N206", message, import.span, label);
    let Some((pack, path)) = names else {
        return problem(
            "an import of a pack names a file in it".to_owned(),
            "no file is named",
        )
        .help("write `import \"pack:NAME/lib/FILE.rule\"`");
    };
    if !packs.contains(pack) {
        let message = format!("no pack `{}` is loaded", pack.escape_debug());
        let loaded: Vec<String> = packs.iter().map(|name| format!("`{name}`")).collect();
        let help = match nearest(pack, packs.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if loaded.is_empty() => {
                "no pack is loaded; `packs` in `plangate.toml` or `--pack DIR` loads one".to_owned()
            }
            None => format!("loaded are {}", loaded.join(", ")),
        };
        return problem(message, "unknown pack").help(help);
    }
    let message = format!(
        "the pack `{pack}` has no rule file `{}`",
        path.escape_debug()
    );
    let known = of_packs.filter(|file| file.pack == pack);
    let known: Vec<&str> = known.map(|file| file.path.as_str()).collect();
    let help = match nearest(path, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("it has {}", known.join(", ")),
    };
    problem(message, "not in the pack").help(help)
}

fn file_stem(path: &str) -> &str {
    let name = path.rsplit(['/', ':']).next().unwrap_or(path);
    name.strip_suffix(".rule").unwrap_or(name)
}

/// What an import begins with that names a file of the program's own: `plangate:ec2`.
pub const SHIPPED: &str = "plangate:";

/// What an import begins with that names a file of a pack: `pack:acme/lib/tags.rule`.
pub const PACK: &str = "pack:";

/// The normalised path that an import means; `None` if it leaves the rule directory.
pub fn resolve_path(importing: &str, import: &str) -> Option<String> {
    if import.starts_with(SHIPPED) || import.starts_with(PACK) {
        return Some(import.to_owned());
    }
    if import.starts_with('/') || import.contains(['\\', ':']) {
        return None;
    }
    let mut steps: Vec<&str> = importing.split('/').collect();
    steps.pop();
    for step in import.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()?),
            name => steps.push(name),
        }
    }
    Some(steps.join("/"))
}

fn refuse_import_cycles(tables: &Tables, problems: &mut Vec<Diagnostic>) {
    let edges = |at: usize| {
        tables.files[at]
            .imports
            .values()
            .map(|(file, _)| *file)
            .collect()
    };
    for circle in super::check::circles(tables.files.len(), edges) {
        let import = |at: usize, to: usize| {
            let mut imports = tables.files[circle[at]].imports.values();
            imports
                .find(|(file, _)| *file == circle[to])
                .map(|(_, span)| *span)
        };
        let Some(first) = import(0, 1 % circle.len()) else {
            continue;
        };
        let problem = Diagnostic::error(
            "N206",
            "this import leads back to the file that it stands in",
            first,
            "the circle begins here",
        );
        let further = (1..circle.len()).filter_map(|at| import(at, (at + 1) % circle.len()));
        let problem = further.fold(problem, |problem, span| {
            problem.also(span, "and goes on here")
        });
        problems.push(problem.help("move what both need into a third file"));
    }
}
