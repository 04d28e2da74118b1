//! What must be so of every parameter, configured or not.

use super::fit;
use crate::diagnostic::Diagnostic;
use crate::program::{Param, Program, Term, TermKind};

/// Whether the default of each parameter is of its type; C902 where it is not.
pub fn check_defaults(program: &Program, problems: &mut Vec<Diagnostic>) {
    let params = program.params.iter();
    problems.extend(params.filter_map(|param| misfit(param, "default")));
}

/// What is wrong with the default of a parameter: C902. `what` is what the value is called.
pub fn misfit(param: &Param, what: &str) -> Option<Diagnostic> {
    let (Some(kind), Some(default)) = (&param.kind, &param.default) else {
        return None;
    };
    let found = match &default.kind {
        TermKind::Constant(value) if fit::fits(value, kind) => return None,
        TermKind::Constant(value) => value.kind(),
        _ => "an expression; a default is a plain value",
    };
    let found = match (found, is_of_outer_kind(default, param)) {
        ("a list" | "a map", true) => format!("this is {found} with something else in it"),
        _ => format!("this is {found}"),
    };
    let wanted = fit::written(kind);
    let message = format!("the {what} of `{}` is no {wanted}", param.name);
    Some(
        Diagnostic::error("C902", message, default.span, found)
            .also(param.span, "")
            .help(format!("write a {wanted}, or another type")),
    )
}

fn is_of_outer_kind(default: &Term, param: &Param) -> bool {
    use crate::syntax::ast::ParamType;
    let word = default.constant().map(crate::value::Value::kind);
    matches!(
        (word, &param.kind),
        (Some("a list"), Some(ParamType::List(_))) | (Some("a map"), Some(ParamType::Map(_)))
    )
}

/// Refuses rules (by position) that read a parameter without a value: C901 for each parameter.
/// `key_of` says how a configuration names the file that a place is in.
pub fn require_values(
    program: &Program,
    rules: &[usize],
    key_of: &dyn Fn(&Param) -> Option<String>,
    problems: &mut Vec<Diagnostic>,
) {
    let mut told = Vec::new();
    for rule in rules.iter().filter_map(|at| program.rules.get(*at)) {
        for at in &rule.reads {
            let Some(param) = program.params.get(*at) else {
                continue;
            };
            if param.value.is_some() || param.default.is_some() || told.contains(at) {
                continue;
            }
            told.push(*at);
            let id = &rule.about.id;
            let example = fit::example(param.kind.as_ref());
            let lines = match (&param.rule, key_of(param)) {
                (None, Some(key)) => format!("[params.\"{key}\"]\n{} = {example}", param.name),
                _ => format!("[rules.\"{id}\"]\nparams.{} = {example}", param.name),
            };
            let message = format!(
                "rule `{id}` needs a value for its parameter `{}`",
                param.name
            );
            problems.push(
                Diagnostic::error("C901", message, param.span, "it has no default")
                    .help(format!("write in `{}`:\n{lines}", super::FILE_NAME)),
            );
        }
    }
}
