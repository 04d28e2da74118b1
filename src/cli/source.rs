//! The configuration's source beside a plan: where it lies, and whether it is used.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::complaint::Complaint;
use crate::hcl::{Disk, Files, Project};
use crate::input::{Document, InputKind, Mode};
use crate::reference::Plan;

/// A file of a configuration is at most this long.
const LONGEST: u64 = 8 << 20;

/// Flags about the source of a configuration.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Source")]
pub(super) struct Source {
    /// Read the configuration that the plan was made of, for what a plan does not record.
    ///
    /// Locals, `dynamic` blocks, `for` expressions and conditions are evaluated as far as that is
    /// possible without a provider, and findings say in which file and line they are. Without
    /// this flag it is read from the working directory, if the plan's resources are declared there.
    #[arg(long = "source", value_name = "DIR", conflicts_with = "none")]
    folder: Option<PathBuf>,

    /// Read no configuration, even if the plan's own lies in the working directory.
    #[arg(long = "no-source")]
    none: bool,
}

impl Source {
    /// The plan with the source, where there is one that it was made of.
    pub(super) fn apply<'p>(&self, mut plan: Plan<'p>) -> anyhow::Result<Applied<'p>> {
        let document = plan.document;
        if self.none {
            return Ok(Applied::without(plan, None));
        }
        let asked = self.folder.is_some();
        let folder = self.folder.clone().unwrap_or_else(|| PathBuf::from("."));
        if asked && !folder.is_dir() {
            let words = format!(
                "there is no folder `{}` to read the source from",
                folder.display()
            );
            let help = "give the folder that `terraform plan` ran in";
            return Err(Complaint::new(words).help(help).into());
        }
        if document.kind != InputKind::Plan || document.configuration().is_none() {
            let note = "the source is not used: only a plan with its configuration can be held \
                        against it";
            return Ok(Applied::without(plan, asked.then(|| note.to_owned())));
        }
        if !asked && !has_configuration(&folder) {
            return Ok(Applied::without(plan, None));
        }
        let shown = folder.display().to_string();
        let project = Project::read(Box::new(Folder { root: folder }));
        if !asked && !is_of(document, &project) {
            return Ok(Applied::without(plan, None));
        }
        let notes: Vec<String> = project
            .problems
            .iter()
            .map(|problem| {
                let line = problem
                    .line
                    .map_or_else(String::new, |line| format!(":{line}"));
                format!(
                    "a part of the source is not used: {}{line}: {}",
                    problem.file, problem.what
                )
            })
            .collect();
        if project.is_empty() {
            let note = format!("the source is not used: `{shown}` holds no configuration");
            let mut applied = Applied::without(plan, Some(note));
            applied.notes.extend(notes);
            return Ok(applied);
        }
        Ok(match plan.use_source(project) {
            Ok(()) => Applied {
                plan,
                folder: Some(shown),
                notes,
            },
            Err(disagreement) => {
                let note = format!(
                    "the source in `{shown}` is not used, because the plan was made of another \
                     version of it: {disagreement}"
                );
                Applied::without(plan, Some(note))
            }
        })
    }
}

/// A plan, with its source if that is used.
pub(super) struct Applied<'p> {
    pub(super) plan: Plan<'p>,
    /// The source's folder, if it is used.
    pub(super) folder: Option<String>,
    /// What a reader must know about the source.
    pub(super) notes: Vec<String>,
}

impl<'p> Applied<'p> {
    fn without(plan: Plan<'p>, note: Option<String>) -> Applied<'p> {
        Applied {
            plan,
            folder: None,
            notes: note.into_iter().collect(),
        }
    }
}

/// A configuration's folder on disk.
struct Folder {
    root: PathBuf,
}

impl Files for Folder {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        // An expression may name any file; only those of the configuration are its business.
        let file = fs::canonicalize(self.root.join(path)).ok()?;
        let root = fs::canonicalize(&self.root).ok()?;
        if !file.starts_with(root) {
            return None;
        }
        read(&file)
    }
}

impl Disk for Folder {
    fn folder(&self, path: &str) -> Option<Vec<String>> {
        let entries = fs::read_dir(self.root.join(path)).ok()?;
        let files = entries.flatten().filter(|entry| entry.path().is_file());
        Some(
            files
                .filter_map(|entry| entry.file_name().into_string().ok())
                .collect(),
        )
    }

    fn text(&self, path: &str) -> Option<String> {
        String::from_utf8(read(&self.root.join(path))?).ok()
    }

    fn shown(&self, path: &str) -> String {
        let path = self.root.join(path);
        let path = path.strip_prefix(".").unwrap_or(&path);
        path.display().to_string().replace('\\', "/")
    }
}

/// A regular file that is not too large: nothing else is a part of a configuration, and a pipe
/// would never end.
#[expect(
    clippy::disallowed_methods,
    reason = "the source of a configuration is on disk"
)]
fn read(path: &Path) -> Option<Vec<u8>> {
    let about = fs::metadata(path).ok()?;
    if !about.is_file() || about.len() > LONGEST {
        return None;
    }
    fs::read(path).ok()
}

fn has_configuration(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries.flatten().any(|entry| {
        let path = entry.path();
        path.extension()
            .is_some_and(|extension| extension == "tf" || extension == "tofu")
    })
}

/// Whether the root module declares exactly what the plan's configuration has.
fn is_of(document: &Document<'_>, project: &Project) -> bool {
    let Some(root) = document
        .configuration()
        .map(|configuration| configuration.root())
    else {
        return false;
    };
    let planned = root.resources().map(|(mode, kind, name, _)| match mode {
        Mode::Managed => format!("{kind}.{name}"),
        Mode::Data => format!("data.{kind}.{name}"),
    });
    let mut calls: Vec<&str> = root.calls().map(|(name, _)| name).collect();
    calls.sort_unstable();
    project
        .declared(&[])
        .is_some_and(|declared| declared == planned.collect())
        && project.calls().iter().map(|name| &**name).eq(calls)
}
