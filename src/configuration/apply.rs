//! Puts a configuration into a program: severities, levels, parameters.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::fit;
use super::reader::suggest;
use super::tree::Item;
use super::{Configuration, FileSettings, RuleSettings};
use crate::diagnostic::{Diagnostic, nearest};
use crate::program::{About, Change, Program, RuleFile, Undetermined};
use crate::source::{Sources, Span};
use crate::syntax::ast::Name;
use crate::value::print;

/// A changed value is shown with this many characters.
const CHARACTERS: usize = 160;

/// What a key of the configuration may name.
pub struct Known<'a> {
    /// The files that were read.
    pub files: &'a [RuleFile],
    /// Their texts, and that of the configuration.
    pub sources: &'a Sources,
    /// What there is as well, although this run does not read it. It is asked when a name is not
    /// found.
    pub elsewhere: &'a dyn Fn() -> Elsewhere,
}

/// Rules and files that a run does not read, because flags name others.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// Ids of the rules.
    pub rules: Vec<String>,
    /// Paths of the files, from the working directory.
    pub files: Vec<PathBuf>,
}

impl Known<'_> {
    /// How a configuration in a folder names the rule file that a place is in.
    pub fn key_of(&self, folder: &Path, span: Span) -> Option<String> {
        let mut files = self.files.iter();
        let file = files.find(|file| file.file.source == span.source)?;
        if file.in_pack {
            return Some(format!("pack:{}/{}", file.pack, file.path));
        }
        let shown = plain(Path::new(&self.sources.get(span.source)?.name));
        let inside = shown.strip_prefix(plain(folder)).map(Path::to_path_buf);
        Some(inside.unwrap_or(shown).display().to_string())
    }
}

impl Configuration {
    /// Configures a program. Names that nothing has (C903) and values that do not fit (C902) go to
    /// `problems`.
    pub fn apply(&self, program: &mut Program, known: &Known<'_>, problems: &mut Vec<Diagnostic>) {
        let mut work = Work {
            configuration: self,
            known,
            program,
            problems,
        };
        let mut configured: BTreeMap<usize, &Name> = BTreeMap::new();
        for settings in &self.rules {
            let rules = rules_of(work.program, &settings.id.text);
            if rules.is_empty() {
                work.no_rule(&settings.id);
            }
            for rule in rules {
                if let Some(first) = configured.insert(rule, &settings.id) {
                    let id = &work.program.rules[rule].about.id;
                    work.problems.push(twice(id, &settings.id, first));
                    continue;
                }
                work.header(rule, settings);
                work.own_params(rule, settings);
            }
        }
        for settings in &self.files {
            work.file_params(settings);
        }
    }
}

/// A configuration that is being put into a program.
struct Work<'a> {
    configuration: &'a Configuration,
    known: &'a Known<'a>,
    program: &'a mut Program,
    problems: &'a mut Vec<Diagnostic>,
}

impl Work<'_> {
    fn header(&mut self, rule: usize, settings: &RuleSettings) {
        let Some(rule) = self.program.rule_mut(rule) else {
            return;
        };
        let about = &mut rule.about;
        let mut changes = Vec::new();
        if let Some((severity, span)) = settings.severity {
            let was = std::mem::replace(&mut about.severity, severity);
            changes.push((
                "severity",
                was.word().to_owned(),
                severity.word().to_owned(),
                span,
            ));
        }
        if let Some((level, span)) = settings.level {
            let was = std::mem::replace(&mut about.level, level);
            changes.push((
                "level",
                was.word().to_owned(),
                level.word().to_owned(),
                span,
            ));
        }
        if let Some((undetermined, span)) = &settings.undetermined {
            let was = std::mem::replace(&mut about.undetermined, undetermined.clone());
            changes.push(("undetermined", effects(&was), effects(undetermined), *span));
        }
        for (key, was, now, span) in changes {
            about.changes.push(Change {
                key: key.to_owned(),
                was: Some(was),
                now,
                file: self.configuration.file.clone(),
                line: self.known.sources.position(span).0,
            });
        }
    }

    fn own_params(&mut self, rule: usize, settings: &RuleSettings) {
        let own = self.program.rules[rule].params.clone();
        for (name, item) in &settings.params {
            let param = own
                .iter()
                .find(|at| *self.program.params[**at].name == *name.text);
            let Some(param) = param else {
                let problem = self.no_own_param(rule, name);
                self.problems.push(problem);
                continue;
            };
            let change = self.set(*param, name, item);
            if let Some(rule) = self.program.rule_mut(rule) {
                rule.about.changes.extend(change);
            }
        }
    }

    fn file_params(&mut self, settings: &FileSettings) {
        let wanted = plain(&self.configuration.folder.join(&settings.file.text));
        let is_meant = |file: &RuleFile| {
            let shown = self
                .known
                .sources
                .get(file.file.source)
                .map(|source| plain(Path::new(&source.name)));
            shown.as_ref() == Some(&wanted)
                || settings.file.text == format!("pack:{}/{}", file.pack, file.path)
        };
        let Some(file) = self.known.files.iter().find(|file| is_meant(file)) else {
            let elsewhere = (self.known.elsewhere)().files;
            if !elsewhere.iter().any(|file| plain(file) == wanted) {
                let problem = self.no_file(&settings.file);
                self.problems.push(problem);
            }
            return;
        };
        let params: Vec<usize> = (0..self.program.params.len())
            .filter(|at| {
                let param = &self.program.params[*at];
                param.rule.is_none() && param.span.source == file.file.source
            })
            .collect();
        for (name, item) in &settings.params {
            let param = params
                .iter()
                .find(|at| *self.program.params[**at].name == *name.text);
            let Some(param) = param else {
                let names = params.iter().map(|at| &*self.program.params[*at].name);
                let message = format!("`{}` has no parameter `{}`", settings.file.text, name.text);
                let problem = Diagnostic::error("C903", message, name.span, "unknown parameter");
                self.problems
                    .push(suggest(problem, &name.text, &names.collect::<Vec<_>>()));
                continue;
            };
            let param = *param;
            let change = self.set(param, name, item);
            for rule in self.program.rules.iter_mut().filter_map(Arc::get_mut) {
                if rule.reads.contains(&param) {
                    rule.about.changes.extend(change.clone());
                }
            }
        }
    }

    /// Gives a parameter its value, and says so.
    fn set(&mut self, param: usize, name: &Name, item: &Item) -> Option<Change> {
        let param = self.program.param_mut(param)?;
        let value = fit::value(name, param.kind.as_ref(), item, self.problems)?;
        let was = param.default.as_ref().and_then(|term| term.constant());
        let change = Change {
            key: format!("params.{}", name.text),
            was: was.map(|value| print::quoted(value, CHARACTERS)),
            now: print::quoted(&value, CHARACTERS),
            file: self.configuration.file.clone(),
            line: self.known.sources.position(name.span).0,
        };
        param.value = Some((value, name.span));
        Some(change)
    }

    fn no_own_param(&self, rule: usize, name: &Name) -> Diagnostic {
        let rule = &self.program.rules[rule];
        let id = &rule.about.id;
        let wrong = name.text.escape_debug();
        let problem = Diagnostic::error(
            "C903",
            format!("rule `{id}` has no parameter `{wrong}`"),
            name.span,
            "unknown parameter",
        );
        let of_file = rule.reads.iter().map(|at| &self.program.params[*at]);
        let mut of_file = of_file.filter(|param| param.rule.is_none());
        if let Some(param) = of_file.find(|param| *param.name == *name.text)
            && let Some(key) = self.known.key_of(&self.configuration.folder, param.span)
        {
            let help =
                format!("it is a parameter of its file: write it below `[params.\"{key}\"]`");
            return problem.help(help);
        }
        let own: Vec<&str> = rule
            .params
            .iter()
            .map(|at| &*self.program.params[*at].name)
            .collect();
        if own.is_empty() {
            return problem.help("the rule has no parameters");
        }
        suggest(problem, &name.text, &own)
    }

    fn no_file(&self, file: &Name) -> Diagnostic {
        let problem = Diagnostic::error(
            "C903",
            format!("there is no rule file `{}` here", file.text.escape_debug()),
            file.span,
            "unknown file",
        );
        let params = self
            .program
            .params
            .iter()
            .filter(|param| param.rule.is_none());
        let mut keys: Vec<String> = params
            .filter_map(|param| self.known.key_of(&self.configuration.folder, param.span))
            .collect();
        keys.sort();
        keys.dedup();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        if keys.is_empty() {
            return problem.help("no rule file has parameters outside of its rules");
        }
        suggest(problem, &file.text, &keys)
    }

    fn no_rule(&mut self, id: &Name) {
        let elsewhere = (self.known.elsewhere)().rules;
        if elsewhere.contains(&id.text) {
            return;
        }
        let loaded = self.program.rules.iter();
        let loaded = loaded.map(|rule| rule.about.id.as_str());
        let ids = loaded.chain(elsewhere.iter().map(String::as_str));
        let wrong = id.text.escape_debug();
        let problem = Diagnostic::error(
            "C903",
            format!("there is no rule `{wrong}`"),
            id.span,
            "unknown rule",
        );
        self.problems.push(match nearest(&id.text, ids) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help("`plangate rules --set all` lists every rule"),
        });
    }
}

/// The rules that an id means: the one with it, or those that replace it.
fn rules_of(program: &Program, id: &str) -> Vec<usize> {
    let positions = |is: &dyn Fn(&About) -> bool| -> Vec<usize> {
        let rules = program.rules.iter().enumerate();
        rules
            .filter(|(_, rule)| is(&rule.about))
            .map(|(at, _)| at)
            .collect()
    };
    let exact = positions(&|about| about.id == id);
    if exact.is_empty() {
        positions(&|about| about.replaces.iter().any(|old| old == id))
    } else {
        exact
    }
}

fn twice(id: &str, second: &Name, first: &Name) -> Diagnostic {
    Diagnostic::error(
        "C902",
        format!("rule `{id}` is configured twice"),
        second.span,
        "a second time here",
    )
    .also(first.span, "first configured here")
    .help("an id that the rule had before means the same rule; join the two")
}

/// `warn`, or `{ account = "fail", else = "warn" }`.
fn effects(undetermined: &Undetermined) -> String {
    if undetermined.by_reason.is_empty() {
        return undetermined.otherwise.word().to_owned();
    }
    let each = undetermined.by_reason.iter();
    let each = each.map(|(reason, effect)| format!("{} = {}, ", reason.word(), effect.word()));
    let otherwise = undetermined.otherwise.word();
    format!("{{ {}else = {otherwise} }}", each.collect::<String>())
}

/// A path without `.` and without steps that are taken back.
fn plain(path: &Path) -> PathBuf {
    let mut steps = PathBuf::new();
    for component in path.components() {
        let goes_back = matches!(component, Component::ParentDir)
            && matches!(steps.components().next_back(), Some(Component::Normal(_)));
        match component {
            Component::CurDir => {}
            _ if goes_back => drop(steps.pop()),
            other => steps.push(other),
        }
    }
    steps
}
