//! What a name in an expression means: something bound, a parameter, a define, a function, a root.

use super::lower::{Lower, Place};
use super::scope::FileNames;
use super::term::{Root, TermKind};
use crate::diagnostic::{Diagnostic, nearest};
use crate::function;
use crate::source::Span;
use crate::syntax::ast::{Expression, ExpressionKind, Name};
use crate::value::Value;

/// What stands outside of resources, and how it is used.
const ROOTS: [(&str, &str); 3] = [
    ("var", "var.region"),
    ("terraform", "terraform.workspace"),
    ("plan", "plan.errored"),
];

impl<'a> Lower<'a> {
    pub(super) fn name(&mut self, name: &str, span: Span) -> TermKind {
        if let Some((_, slot, _)) = self.names.iter().rev().find(|(known, ..)| known == name) {
            return TermKind::Local(*slot);
        }
        if let Some((_, param)) = self.rule_params.iter().find(|(known, _)| **known == *name) {
            return self.read(*param);
        }
        if let Some((param, _)) = self.own_names().params.get(name) {
            return self.read(*param);
        }
        if self.own_names().unread.contains(name) {
            return TermKind::Constant(Value::NULL);
        }
        self.unknown_name(name, span);
        TermKind::Constant(Value::NULL)
    }

    fn read(&mut self, param: usize) -> TermKind {
        self.reads.insert(param);
        TermKind::Param(param)
    }

    pub(super) fn own_names(&self) -> &'a FileNames {
        &self.tables.files[self.file]
    }

    pub(super) fn unknown_name(&mut self, name: &str, span: Span) {
        let own = self.own_names();
        let incomplete = |message: String, expected: &str, help: String| {
            Diagnostic::error("N201", message, span, expected).help(help)
        };
        let problem = if own.defines.contains_key(name) || function::find(name).is_some() {
            let message = format!("`{name}` takes arguments");
            let help = format!("write `{name}(…)`");
            incomplete(message, "expected `(` and arguments behind it", help)
        } else if own.imports.contains_key(name) {
            let message = format!("`{name}` is an import, not a value");
            let help =
                format!("write `{name}.f(…)` for its define `f`, `{name}.p` for its parameter");
            incomplete(message, "expected `.` and a name behind it", help)
        } else if let Some((_, example)) = ROOTS.iter().find(|(root, _)| *root == name) {
            let message = format!("`{name}` alone is not a value");
            let help = format!("as in `{example}`");
            incomplete(message, "expected `.` and a name behind it", help)
        } else {
            let bound = self.names.iter().map(|(known, ..)| known.as_str());
            let params = self.rule_params.iter().map(|(known, _)| &**known);
            let own = own.params.keys().map(String::as_str);
            let own_self = (self.place == Place::Rule).then_some("self");
            let help = match nearest(name, bound.chain(params).chain(own).chain(own_self)) {
                Some(known) => format!("did you mean `{known}`?"),
                None if matches!(self.place, Place::Rule | Place::Alone) => {
                    format!("the resource's attribute is `self.{name}`, text is `\"{name}\"`")
                }
                None if self.place == Place::Define => {
                    "a define sees its arguments and the parameters of its file".to_owned()
                }
                None => format!("text stands in quotes: `\"{name}\"`"),
            };
            incomplete(
                format!("nothing here is called `{name}`"),
                "unknown name",
                help,
            )
        };
        self.problems.push(problem);
    }

    /// `x.a`, where `x` may also be `var`, `terraform`, `plan` or an import.
    pub(super) fn attribute(&mut self, of: &Expression, name: &Name) -> TermKind {
        if let ExpressionKind::Name(root) = &of.kind
            && !self.names.iter().any(|(known, ..)| known == root)
            && !self.rule_params.iter().any(|(known, _)| **known == **root)
            && !self.own_names().params.contains_key(root)
        {
            if let Some((file, _)) = self.own_names().imports.get(root) {
                return self.imported_param(*file, root, name);
            }
            if let Some(found) = self.root(root, name) {
                return found;
            }
        }
        TermKind::Attribute(self.boxed(of), name.text.as_str().into())
    }

    pub(super) fn imported_param(&mut self, file: usize, alias: &str, name: &Name) -> TermKind {
        let names = &self.tables.files[file];
        if let Some((param, _)) = names.params.get(&name.text) {
            return self.read(*param);
        }
        if names.unread.contains(&name.text) {
            return TermKind::Constant(Value::NULL);
        }
        let problem = Diagnostic::error(
            "N201",
            format!("`{alias}` has no parameter `{}`", name.text),
            name.span,
            "unknown name",
        );
        let problem = if names.defines.contains_key(&name.text) {
            problem.help(format!("it is a define: write `{alias}.{}(…)`", name.text))
        } else {
            suggest(problem, &name.text, names.params.keys().map(String::as_str))
        };
        self.problems.push(problem);
        TermKind::Constant(Value::NULL)
    }

    pub(super) fn root(&mut self, root: &str, name: &Name) -> Option<TermKind> {
        let known: &[(&str, Root)] = match root {
            "var" => return Some(TermKind::Root(Root::Variable(name.text.as_str().into()))),
            "terraform" => &[("workspace", Root::Workspace), ("version", Root::Version)],
            "plan" => &[
                ("errored", Root::Errored),
                ("complete", Root::Complete),
                ("applyable", Root::Applyable),
                ("is_state", Root::IsState),
            ],
            _ => return None,
        };
        if let Some((_, found)) = known.iter().find(|(word, _)| *word == name.text) {
            return Some(TermKind::Root(found.clone()));
        }
        let problem = Diagnostic::error(
            "N201",
            format!("`{root}` has no `{}`", name.text),
            name.span,
            "unknown name",
        );
        self.problems.push(suggest(
            problem,
            &name.text,
            known.iter().map(|(word, _)| *word),
        ));
        Some(TermKind::Constant(Value::NULL))
    }

    pub(super) fn call(
        &mut self,
        module: Option<&Name>,
        name: &Name,
        arguments: &[Expression],
    ) -> TermKind {
        let terms = self.all(arguments);
        let file = match module {
            None => self.file,
            Some(alias) => {
                let Some((file, _)) = self.own_names().imports.get(&alias.text) else {
                    if !self.own_names().unread.contains(&alias.text) {
                        self.unknown_import(alias);
                    }
                    return TermKind::Constant(Value::NULL);
                };
                *file
            }
        };
        let defines = &self.tables.files[file].defines;
        if let Some(define) = defines.get(&name.text) {
            self.arguments(name, define.arguments, terms.len());
            self.calls.insert(define.index);
            return TermKind::Define(define.index, terms);
        }
        if module.is_none()
            && let Some(function) = function::find(&name.text)
        {
            self.arguments(name, function.parameters.len(), terms.len());
            return TermKind::Call(function, terms);
        }
        if self.tables.files[file].unread.contains(&name.text) {
            return TermKind::Constant(Value::NULL);
        }
        let problem = Diagnostic::error(
            "N202",
            format!("there is no function `{}`", name.text),
            name.span,
            "unknown function",
        );
        let own = defines.keys().map(String::as_str);
        let built_in = function::all()
            .filter(|_| module.is_none())
            .map(|function| function.name);
        let problem = suggest(problem, &name.text, own.chain(built_in));
        self.problems.push(problem);
        TermKind::Constant(Value::NULL)
    }

    pub(super) fn unknown_import(&mut self, alias: &Name) {
        let problem = Diagnostic::error(
            "N201",
            format!("nothing is imported as `{}`", alias.text),
            alias.span,
            "unknown import",
        );
        let known = self.own_names().imports.keys().map(String::as_str);
        let mut problem = suggest(problem, &alias.text, known);
        problem.help.get_or_insert_with(|| {
            format!(
                "a file is imported by `import \"FILE.rule\" as {}`",
                alias.text
            )
        });
        self.problems.push(problem);
    }

    pub(super) fn arguments(&mut self, name: &Name, expected: usize, found: usize) {
        if expected != found {
            let plural = if expected == 1 { "" } else { "s" };
            self.problems.push(Diagnostic::error(
                "N203",
                format!(
                    "`{}` takes {expected} argument{plural}, found {found}",
                    name.text
                ),
                name.span,
                format!("expected {expected} argument{plural}"),
            ));
        }
    }
}

fn suggest<'s>(
    problem: Diagnostic,
    wrong: &str,
    known: impl Iterator<Item = &'s str>,
) -> Diagnostic {
    let known: Vec<&str> = known.collect();
    match nearest(wrong, known.iter().copied()) {
        Some(name) => problem.help(format!("did you mean `{name}`?")),
        None if known.is_empty() => problem,
        None if known.len() > 12 => problem,
        None => {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            problem.help(format!("known are {}", known.join(", ")))
        }
    }
}
