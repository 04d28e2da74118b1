//! Reads the source: the root module's folder, and the modules that it calls and that lie on disk.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use hcl_edit::structure::Body;

use super::function::Files;
use super::module::{File, Module};

/// The modules that a configuration consists of, by the calls that lead to them.
pub struct Project {
    modules: HashMap<Vec<Arc<str>>, Arc<Module>>,
    /// What could not be read, or is not understood.
    pub problems: Vec<Problem>,
    pub(super) disk: Box<dyn Disk>,
}

/// The folder that a configuration lies in. Paths are relative to it, with slashes; those that
/// lead out of it by `..` are allowed for folders of modules.
pub trait Disk: Files + Send + Sync {
    /// The files that lie directly in a folder, by name; `None` if there is no such folder.
    fn folder(&self, path: &str) -> Option<Vec<String>>;

    /// The text of a file of a module.
    fn text(&self, path: &str) -> Option<String>;

    /// A path as people are shown it.
    fn shown(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// Something of the source that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub file: String,
    /// The line, from 1, where there is one.
    pub line: Option<usize>,
    /// What is wrong, and what it means.
    pub what: String,
}

/// Modules lie in modules to this depth.
const DEEPEST: usize = 32;
/// A configuration consists of at most this many modules.
const MOST_MODULES: usize = 10_000;
/// A file of a module is at most this long.
const LONGEST: usize = 8 << 20;

impl Project {
    /// Reads a configuration from its root folder.
    pub fn read(disk: Box<dyn Disk>) -> Project {
        let mut reader = Reader {
            manifest: manifest(&*disk),
            disk: &*disk,
            read: HashMap::new(),
            problems: Vec::new(),
        };
        let mut modules: HashMap<Vec<Arc<str>>, Arc<Module>> = HashMap::new();
        let mut open = vec![(Vec::new(), ".".to_owned())];
        while let Some((names, folder)) = open.pop() {
            if names.len() > DEEPEST || modules.len() >= MOST_MODULES {
                let what = "modules call modules too deep; what lies below is not read".to_owned();
                reader.problems.push(Problem {
                    file: folder,
                    line: None,
                    what,
                });
                continue;
            }
            let Some(module) = reader.module(&folder) else {
                continue;
            };
            for (name, call) in &module.calls {
                let mut below: Vec<Arc<str>> = names.clone();
                below.push(Arc::clone(name));
                let source =
                    Module::argument(&call.it, "source").and_then(|source| source.as_str());
                if let Some(folder) = reader.folder_of(&below, source, &folder) {
                    open.push((below, folder));
                }
            }
            modules.insert(names, module);
        }
        let mut problems = reader.problems;
        problems.sort_by(|a, b| (&a.file, a.line, &a.what).cmp(&(&b.file, b.line, &b.what)));
        problems.dedup();
        Project {
            modules,
            problems,
            disk,
        }
    }

    /// Whether there is any configuration at all.
    pub fn is_empty(&self) -> bool {
        let root = self.modules.get(&Vec::new());
        root.is_none_or(|root| {
            root.resources.is_empty() && root.calls.is_empty() && root.outputs.is_empty()
        })
    }

    /// The addresses of the resources that a module declares, without module and keys:
    /// `aws_instance.web`, `data.aws_ami.linux`; `None` if the module was not found.
    pub fn declared(&self, names: &[Arc<str>]) -> Option<HashSet<String>> {
        let module = self.modules.get(names)?;
        let addresses = module
            .resources
            .keys()
            .map(|(mode, kind, name)| match mode {
                super::Mode::Managed => format!("{kind}.{name}"),
                super::Mode::Data => format!("data.{kind}.{name}"),
            });
        Some(addresses.collect())
    }

    /// The names of the modules that the root calls.
    pub fn calls(&self) -> Vec<Arc<str>> {
        let root = self.modules.get(&Vec::new());
        let mut names: Vec<Arc<str>> = root
            .map(|root| root.calls.keys().cloned().collect())
            .unwrap_or_default();
        names.sort_unstable();
        names
    }

    pub(super) fn module(&self, names: &[Arc<str>]) -> Option<&Arc<Module>> {
        self.modules.get(names)
    }
}

/// Reads modules, each folder once.
struct Reader<'d> {
    disk: &'d dyn Disk,
    /// Folders of modules, by the calls that lead to them: `web.server`.
    manifest: BTreeMap<String, String>,
    read: HashMap<String, Option<Arc<Module>>>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// The folder of a called module, if it lies on disk.
    fn folder_of(&self, names: &[Arc<str>], source: Option<&str>, caller: &str) -> Option<String> {
        let key = names
            .iter()
            .map(|name| &**name)
            .collect::<Vec<_>>()
            .join(".");
        if let Some(folder) = self.manifest.get(&key) {
            return Some(folder.clone());
        }
        let source = source?;
        let local = source.starts_with("./") || source.starts_with("../");
        local.then(|| joined(caller, source))
    }

    fn module(&mut self, folder: &str) -> Option<Arc<Module>> {
        if let Some(known) = self.read.get(folder) {
            return known.clone();
        }
        let module = self.read_module(folder).map(Arc::new);
        if module.is_none() {
            self.problem(folder, None, "there is no such folder");
        }
        self.read.insert(folder.to_owned(), module.clone());
        module
    }

    fn read_module(&mut self, folder: &str) -> Option<Module> {
        let mut names = self.disk.folder(folder)?;
        names.sort_unstable();
        let mut module = Module {
            folder: Arc::from(folder),
            ..Module::default()
        };
        if let Some(why) = self.not_plain(folder, &names) {
            module.incomplete = Some(why);
            return Some(module);
        }
        for name in &names {
            let path = joined(folder, name);
            if ends(name, &[".tf", ".tofu"]) {
                self.read_file(&mut module, &path);
            } else if ends(name, &[".tf.json", ".tofu.json"]) {
                module.incomplete = Some(format!("{path} is not read"));
                self.problem(&path, None, "JSON configuration is not read");
            }
        }
        Some(module)
    }

    /// Why nothing of a module can be used: another file says what its blocks really are.
    fn not_plain(&mut self, folder: &str, names: &[String]) -> Option<String> {
        for name in names {
            let stem = name.split('.').next().unwrap_or(name);
            let is_terraform = ends(name, &[".tf", ".tofu", ".tf.json", ".tofu.json"]);
            let what = if !is_terraform {
                continue;
            } else if stem == "override" || stem.ends_with("_override") {
                "the module has override files, which are not understood"
            } else if ends(name, &[".tofu"]) && names.contains(&format!("{stem}.tf")) {
                "there is also a `.tf` file of this name, and it is not clear which one was planned"
            } else {
                continue;
            };
            let path = joined(folder, name);
            self.problem(&path, None, what);
            return Some(format!("{path}: {what}"));
        }
        None
    }

    fn read_file(&mut self, module: &mut Module, path: &str) {
        let Some(text) = self.disk.text(path).filter(|text| text.len() <= LONGEST) else {
            module.incomplete = Some(format!("{path} cannot be read"));
            self.problem(path, None, "it cannot be read as text");
            return;
        };
        let text: Arc<str> = text.into();
        let body: Body = match hcl_edit::parser::parse_body(&text) {
            Ok(body) => body,
            Err(error) => {
                let line = Some(error.location().line());
                let what = format!("it does not parse: {}", error.message().trim());
                module.incomplete = Some(format!("{path} does not parse"));
                let file = self.disk.shown(path);
                self.problems.push(Problem { file, line, what });
                return;
            }
        };
        let file = Arc::new(File::new(self.disk.shown(path).into(), text));
        module.add(&file, body);
    }

    fn problem(&mut self, file: &str, line: Option<usize>, what: &str) {
        let (file, what) = (self.disk.shown(file), what.to_owned());
        self.problems.push(Problem { file, line, what });
    }
}

fn ends(name: &str, endings: &[&str]) -> bool {
    endings.iter().any(|ending| name.ends_with(ending))
}

/// The folders of modules that `terraform init` has written down.
fn manifest(disk: &dyn Disk) -> BTreeMap<String, String> {
    let mut folders = BTreeMap::new();
    let Some(text) = disk.text(".terraform/modules/modules.json") else {
        return folders;
    };
    let Ok(manifest) = serde_json::from_str::<Manifest>(&text) else {
        return folders;
    };
    for module in manifest.modules {
        if !module.key.is_empty() {
            folders.insert(module.key, joined(".", &module.dir.replace('\\', "/")));
        }
    }
    folders
}

#[derive(serde::Deserialize)]
struct Manifest {
    #[serde(rename = "Modules")]
    modules: Vec<ManifestModule>,
}

#[derive(serde::Deserialize)]
struct ManifestModule {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Dir")]
    dir: String,
}

/// A path seen from a folder, without `.` and needless `..`.
pub(super) fn joined(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(path.split('/')) {
        match step {
            "" | "." => {}
            ".." if steps.last().is_some_and(|last| *last != "..") => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    if steps.is_empty() {
        ".".to_owned()
    } else {
        steps.join("/")
    }
}
