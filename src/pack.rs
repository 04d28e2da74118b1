//! Where rules come from: the packs that are shipped, and folders and files that people give.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

mod archive;
mod content;
mod disk;
mod manifest;
mod project;
mod provider;
mod requirement;
mod shipped;

pub use content::{Content, EXTENSION, MANIFEST};
pub use disk::rule_files;
use disk::{files_below, folder_of, is_rule_file, plain, read_inside, read_text, text, whole};
pub use manifest::{Manifest, Requirement, is_pack_name, read as read_manifest};
use project::Project;
pub use provider::notes as provider_notes;
pub use shipped::shipped_pack;

use crate::diagnostic::Diagnostic;
use crate::program::{
    PACK, RuleFile, SHIPPED, import_path, is_test_file, test_file_of, tested_file,
};
use crate::source::{SourceId, Sources};
use crate::syntax;
use crate::syntax::ast::{File, Item};

static SHIPPED_FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// The folder of shipped files that any rule file may import, as `plangate:ec2`.
const LIBRARY: &str = "lib";

/// What the file of imports is called that an expression sees by itself.
const IMPORTS: &str = "--import";

/// Rule files that were read, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Rules {
    /// The texts.
    pub sources: Sources,
    /// The parsed files.
    pub files: Vec<RuleFile>,
    /// The packs that were loaded.
    pub packs: Vec<Pack>,
    /// Everything that is wrong with them.
    pub problems: Vec<Diagnostic>,
    /// The texts among them that are shipped.
    pub shipped: BTreeSet<SourceId>,
    /// Where the files of each root lie; the first holds what is in memory.
    roots: Vec<Root>,
    has_library: bool,
    with_tests: bool,
    /// What lies beside the rule files in memory.
    beside: BTreeMap<String, Vec<u8>>,
    /// Where tests belong to these rules: the files that were named or found, not imported.
    named: BTreeSet<PathBuf>,
}

/// Where the files of a rule directory lie.
#[derive(Clone, Debug)]
enum Root {
    Shipped,
    Folder(PathBuf),
    /// A pack that was read from one file.
    Held(Content),
}

/// A pack that was loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// What it says about itself.
    pub manifest: Manifest,
    /// The folder or file that it was read from; `None` for one that is shipped.
    pub place: Option<String>,
    /// Number of its rules.
    pub rules: usize,
    /// The digest of what was read; of one that is shipped it is made where somebody asks.
    digest: Option<String>,
}

impl Pack {
    /// What its content is known by: `sha256:…`.
    pub fn digest(&self) -> Cow<'_, str> {
        match &self.digest {
            Some(digest) => digest.into(),
            None => shipped::digest(&self.manifest.name).into(),
        }
    }
}

/// Rules that could not be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

/// The names of the shipped packs, in order.
pub fn shipped_packs() -> Vec<String> {
    let folders = SHIPPED_FILES
        .dirs()
        .filter_map(|folder| folder.path().to_str());
    let mut names: Vec<String> = folders
        .filter(|name| *name != LIBRARY)
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names
}

fn rules_in(file: &File) -> usize {
    let is_rule = |item: &&Item| matches!(item, Item::Rule(_));
    file.items.iter().filter(is_rule).count()
}

impl Rules {
    /// Rules to which files of tests belong, `NAME.test.rule`; others do without them.
    pub fn with_tests() -> Rules {
        Rules {
            with_tests: true,
            ..Rules::default()
        }
    }

    /// Reads a file that a rule file names by a path relative to itself, such as the plan of a
    /// test. The path may not leave the rule directory.
    pub fn read_beside(&self, file: &RuleFile, path: &str) -> Result<Vec<u8>, LoadError> {
        let failure = |message: String, help: &str| LoadError {
            message,
            help: Some(help.to_owned()),
        };
        let inside = import_path(&file.path, path)
            .filter(|inside| !inside.starts_with(SHIPPED))
            .ok_or_else(|| {
                failure(
                    format!(
                        "`{}` is not a path inside of the rule directory",
                        path.escape_debug()
                    ),
                    "put the file beside the rules; its path is relative to the file that names it",
                )
            })?;
        let root = file.root.checked_sub(1).and_then(|at| self.roots.get(at));
        let read = match root {
            Some(Root::Folder(folder)) => read_inside(folder, &inside),
            Some(Root::Held(content)) => {
                let bytes = content.bytes(&inside).map(<[u8]>::to_vec);
                bytes.ok_or_else(|| "there is no such file".to_owned())
            }
            Some(Root::Shipped) => SHIPPED_FILES
                .get_file(&inside)
                .map(|file| file.contents().to_vec())
                .ok_or_else(|| "there is no such file".to_owned()),
            None => {
                let bytes = self.beside.get(&inside).cloned();
                bytes.ok_or_else(|| "there is no such file".to_owned())
            }
        };
        read.map_err(|why| {
            failure(
                format!("cannot read `{}`: {why}", inside.escape_debug()),
                "the path is relative to the file that names it",
            )
        })
    }

    /// Adds a file that rule files in memory may name by its path, such as the plan of a test.
    pub fn add_beside(&mut self, path: &str, bytes: &[u8]) {
        self.beside.insert(path.to_owned(), bytes.to_vec());
    }

    /// Adds a rule file that is held in memory. Such files import each other by their paths.
    pub fn add_text(&mut self, path: &str, text: &str) {
        let id = self.sources.add(path.to_owned(), text.to_owned());
        let file = syntax::parse(&self.sources, id, &mut self.problems);
        self.push(RuleFile {
            file,
            root: 0,
            path: path.to_owned(),
            pack: path.to_owned(),
            in_pack: false,
        });
    }

    /// Adds shipped packs; what they import comes with them.
    pub fn add_shipped(&mut self, packs: &[String]) {
        let root = self.next_root(Root::Shipped);
        let mut open: Vec<(String, String)> = Vec::new();
        for pack in packs {
            let folder = SHIPPED_FILES.get_dir(pack);
            for file in folder.into_iter().flat_map(Dir::files) {
                if let Some(path) = file.path().to_str().filter(|path| self.takes(path)) {
                    open.push((path.to_owned(), pack.clone()));
                }
            }
        }
        let read = |path: &str| {
            let text = SHIPPED_FILES
                .get_file(path)
                .and_then(|file| file.contents_utf8());
            text.map(str::to_owned)
                .ok_or_else(|| "not a shipped file".to_owned())
        };
        let name = |path: &str| format!("policies/{path}");
        let before = self.files.len();
        self.add(root, open, &read, &name);
        for pack in packs {
            let files = self.files.iter().skip(before);
            let files = files.filter(|file| file.pack == *pack);
            let rules = files.map(|file| rules_in(&file.file)).sum();
            self.packs.extend(shipped::with_rules(pack, rules));
        }
        let added = self.files.iter().skip(before);
        self.shipped.extend(added.map(|file| file.file.source));
    }

    /// Adds a pack. What is wrong with its manifest or its rules goes to the problems.
    pub fn add_pack(&mut self, content: &Content, place: &Path) -> Result<(), LoadError> {
        let refuse = |message: String| LoadError {
            message: format!("{}: {message}", place.display()),
            help: Some(format!(
                "a pack has a `{MANIFEST}` with `name`, `version` and `description`"
            )),
        };
        let is_folder = place.is_dir();
        let name = |path: &str| {
            if is_folder {
                place.join(path).display().to_string()
            } else {
                format!("{}:{path}", place.display())
            }
        };
        let read = |path: &str| {
            let text = content.text(path);
            text.unwrap_or_else(|| Err("there is no such file".to_owned()))
        };
        let text = read(MANIFEST).map_err(|why| refuse(format!("{MANIFEST}: {why}")))?;
        let id = self.sources.add(name(MANIFEST), text);
        let Some(manifest) = manifest::read(&self.sources, id, &mut self.problems) else {
            return Ok(());
        };
        let mut loaded = self.packs.iter().map(|pack| &pack.manifest.name);
        if loaded.any(|name| *name == manifest.name) {
            let message = format!("a pack `{}` is loaded already", manifest.name);
            return Err(LoadError {
                help: Some("load one of them".to_owned()),
                ..refuse(message)
            });
        }
        let paths = content.files().map(|(path, _)| path.to_owned());
        let paths = paths.filter(|path| self.takes(path));
        let open: Vec<_> = paths.map(|path| (path, manifest.name.clone())).collect();
        for (path, _) in &open {
            read(path).map_err(|why| refuse(format!("{path}: {why}")))?;
        }
        let root = if is_folder {
            Root::Folder(place.to_path_buf())
        } else {
            Root::Held(content.clone())
        };
        let rules = self.add_in_pack(root, open, &read, &name);
        self.packs.push(Pack {
            digest: Some(content.digest()),
            place: Some(place.display().to_string()),
            manifest,
            rules,
        });
        Ok(())
    }

    /// Adds the files of a pack; the number of rules in them.
    fn add_in_pack(
        &mut self,
        root: Root,
        open: Vec<(String, String)>,
        read: &dyn Fn(&str) -> Result<String, String>,
        name: &dyn Fn(&str) -> String,
    ) -> usize {
        let root = self.next_root(root);
        let first = self.files.len();
        self.add(root, open, read, name);
        let added = self.files.iter_mut().skip(first);
        let mut rules = 0;
        // The shipped library may have come along.
        for file in added.filter(|file| file.root == root) {
            file.in_pack = true;
            rules += rules_in(&file.file);
        }
        rules
    }

    /// Adds a rule file, or every `.rule` file below a folder. With a rule file come its tests,
    /// and with a file of tests the rules that it is about, where tests belong to these rules.
    pub fn add_path(&mut self, path: &Path) -> Result<(), LoadError> {
        let (folder, paths) = if path.is_dir() {
            let takes = |name: &str| self.takes(name);
            (folder_of(path), files_below(path, &takes)?)
        } else {
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .unwrap_or_default();
            let folder = path.parent().map_or_else(PathBuf::new, Path::to_path_buf);
            let paths = self.with_partner(name, &folder, path)?;
            (folder, paths)
        };
        // A file may be named itself and come with another one that is named.
        let paths: Vec<String> = paths
            .into_iter()
            .filter(|path| !self.with_tests || self.named.insert(whole(&folder.join(path))))
            .collect();
        let pack = path.display().to_string();
        let mut failure = None;
        for relative in &paths {
            if let Err(message) = read_text(&folder.join(relative)) {
                failure = failure.or(Some(LoadError {
                    message: format!("{}: {message}", folder.join(relative).display()),
                    help: Some("give a rule file, or a folder with `.rule` files".to_owned()),
                }));
            }
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        let project = Project::around(&folder);
        let open = paths
            .into_iter()
            .map(|relative| (format!("{}{relative}", project.below), pack.clone()))
            .collect();
        let root = self.next_root(Root::Folder(project.folder.clone()));
        let read = |relative: &str| read_text(&project.folder.join(relative));
        let name = |relative: &str| match relative.strip_prefix(&project.below) {
            Some(relative) => folder.join(relative).display().to_string(),
            None => project.folder.join(relative).display().to_string(),
        };
        self.add(root, open, &read, &name);
        Ok(())
    }

    /// Adds what an expression that stands in no rule sees: a rule file, or an empty one in the
    /// current folder, with further imports. Yields the position of that file.
    pub fn add_scope(
        &mut self,
        file: Option<&Path>,
        imports: &[String],
    ) -> Result<usize, LoadError> {
        if let Some(folder) = file.filter(|file| file.is_dir()) {
            return Err(LoadError {
                message: format!("{}: it is a folder", folder.display()),
                help: Some("name the rule file in which the expression is to stand".to_owned()),
            });
        }
        let folder = file.and_then(Path::parent).unwrap_or(Path::new(""));
        let root = self.next_root(Root::Folder(folder.to_path_buf()));
        let own = file
            .and_then(Path::file_name)
            .and_then(|name| name.to_str());
        let mut text = match file {
            Some(file) => read_text(file).map_err(|message| LoadError {
                message: format!("{}: {message}", file.display()),
                help: Some("give a rule file".to_owned()),
            })?,
            None => String::new(),
        };
        for import in imports {
            let import = import.replace('\\', "\\\\").replace('"', "\\\"");
            text.extend(["\nimport \"", &import.replace("${", "$${"), "\""]);
        }
        let own = own.unwrap_or(IMPORTS);
        let read = |relative: &str| {
            if relative == own {
                return Ok(text.clone());
            }
            read_text(&folder.join(relative))
        };
        let name = |relative: &str| match file {
            None if relative == own => own.to_owned(),
            _ => folder.join(relative).display().to_string(),
        };
        let at = self.files.len();
        self.add(root, vec![(own.to_owned(), own.to_owned())], &read, &name);
        Ok(at)
    }

    fn next_root(&mut self, root: Root) -> usize {
        self.roots.push(root);
        self.roots.len()
    }

    /// Whether a file belongs to these rules.
    fn takes(&self, path: &str) -> bool {
        is_rule_file(path) && (self.with_tests || !is_test_file(path))
    }

    /// A file that was named, and the one that belongs to it.
    fn with_partner(
        &self,
        name: &str,
        folder: &Path,
        path: &Path,
    ) -> Result<Vec<String>, LoadError> {
        if !self.with_tests && is_test_file(name) {
            return Err(LoadError {
                message: format!("{} holds tests, and no rules", path.display()),
                help: Some(format!("run it by `plangate test {}`", path.display())),
            });
        }
        let partner = tested_file(name).or_else(|| test_file_of(name));
        let partner = partner.filter(|partner| self.with_tests && folder.join(partner).is_file());
        Ok(std::iter::once(name.to_owned()).chain(partner).collect())
    }

    /// Parses files, and what they import; imports that are not there are reported later, where
    /// the import stands.
    fn add(
        &mut self,
        root: usize,
        mut open: Vec<(String, String)>,
        read: &dyn Fn(&str) -> Result<String, String>,
        name: &dyn Fn(&str) -> String,
    ) {
        open.sort();
        open.reverse();
        let mut seen: BTreeSet<String> = open.iter().map(|(path, _)| path.clone()).collect();
        while let Some((path, pack)) = open.pop() {
            let Ok(text) = read(&path) else { continue };
            let id = self.sources.add(name(&path), text);
            let file = syntax::parse(&self.sources, id, &mut self.problems);
            for import in &file.imports {
                if let Some(imported) = import_path(&path, &import.path.text)
                    && !imported.starts_with(SHIPPED)
                    && !imported.starts_with(PACK)
                    && seen.insert(imported.clone())
                {
                    open.push((imported, pack.clone()));
                }
            }
            self.push(RuleFile {
                file,
                root,
                path,
                pack,
                in_pack: false,
            });
        }
    }

    /// Keeps a file, and the shipped library with the first file that imports of it.
    fn push(&mut self, file: RuleFile) {
        let mut imports = file.file.imports.iter();
        let imports_library = imports.any(|import| import.path.text.starts_with(SHIPPED));
        self.files.push(file);
        if !imports_library || std::mem::replace(&mut self.has_library, true) {
            return;
        }
        let folder = SHIPPED_FILES.get_dir(LIBRARY);
        for file in folder.into_iter().flat_map(Dir::files) {
            let name = file.path().file_stem().and_then(|name| name.to_str());
            let (Some(name), Some(text)) = (name, file.contents_utf8()) else {
                continue;
            };
            let id = self
                .sources
                .add(format!("policies/{LIBRARY}/{name}.rule"), text.to_owned());
            self.shipped.insert(id);
            let file = syntax::parse(&self.sources, id, &mut self.problems);
            self.files.push(RuleFile {
                file,
                root: 0,
                path: format!("{SHIPPED}{name}"),
                pack: LIBRARY.to_owned(),
                in_pack: false,
            });
        }
    }
}
