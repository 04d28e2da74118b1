//! Whether packs have the other packs that they need.

use super::Rules;
use crate::diagnostic::{Diagnostic, nearest};
use crate::function::version::satisfies;
use crate::program::PACK;

impl Rules {
    /// Refuses packs that need another one, or another version of it, than was loaded: C908. To be
    /// asked when all packs are loaded.
    pub fn check_requirements(&mut self) {
        for pack in &self.packs {
            for (name, requirement) in &pack.manifest.packs {
                let own = &pack.manifest.name;
                let constraint = &requirement.constraint;
                let loaded = self.packs.iter().find(|other| other.manifest.name == *name);
                let problem = |message: String, label: &str| {
                    Diagnostic::error("C908", message, requirement.span, label)
                };
                let Some(loaded) = loaded else {
                    let message = format!("the pack `{own}` needs the pack `{name}`");
                    let names = self.packs.iter().map(|other| other.manifest.name.as_str());
                    let help = match nearest(name, names) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => {
                            "load it as well: `packs` in `plangate.toml`, or `--pack`".to_owned()
                        }
                    };
                    self.problems
                        .push(problem(message, "it is not loaded").help(help));
                    continue;
                };
                let version = &loaded.manifest.version;
                if satisfies(version, constraint) == Some(false) {
                    let message = format!("the pack `{own}` needs `{name}` {constraint}");
                    let label = format!("version {version} is loaded");
                    let help = "load a version that satisfies all packs";
                    self.problems.push(problem(message, &label).help(help));
                }
            }
        }
    }

    /// Refuses an import of a pack that the importing pack does not say it needs: C908. Where it is
    /// used, that pack might not be loaded.
    pub fn check_imports(&mut self) {
        for file in self.files.iter().filter(|file| file.in_pack) {
            let own = self
                .packs
                .iter()
                .find(|pack| pack.manifest.name == file.pack);
            let Some(own) = own else { continue };
            for import in &file.file.imports {
                let Some(named) = import.path.text.strip_prefix(PACK) else {
                    continue;
                };
                let name = named.split('/').next().unwrap_or_default();
                if name == file.pack || own.manifest.packs.contains_key(name) {
                    continue;
                }
                let message = format!(
                    "the pack `{}` does not say that it needs `{name}`",
                    file.pack
                );
                let label = "imported here";
                let problem = Diagnostic::error("C908", message, import.path.span, label);
                let help =
                    format!("write `packs.{name} = \">= …\"` below `[requires]` in its pack.toml");
                self.problems.push(problem.help(help));
            }
        }
    }
}
