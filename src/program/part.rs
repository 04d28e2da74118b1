//! Parts of a program, understood anew: a rule or a define in another form, a parameter with
//! another value. Everything else stays as it was understood before.

use std::sync::Arc;

use super::check::{RuleContext, lower_define, lower_rule};
use super::lower::{Lower, Place};
use super::scope::Tables;
use super::{Param, Program, RuleFile, Term};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::syntax::ast;

/// Rule files whose names are known, so that parts of them can be understood alone.
#[derive(Debug)]
pub struct Parts<'a> {
    tables: Tables,
    files: &'a [RuleFile],
    sources: &'a Sources,
}

impl<'a> Parts<'a> {
    /// The names of files that [`super::check`] found nothing wrong with.
    pub fn new(files: &'a [RuleFile], sources: &'a Sources) -> Parts<'a> {
        let tables = Tables::collect(files, &mut Vec::new());
        Parts {
            tables,
            files,
            sources,
        }
    }

    /// A program in which the rule at a position is this one, of the file at a position.
    pub fn with_rule(
        &self,
        program: &Program,
        at: usize,
        (file, rule): (usize, &ast::Rule),
        problems: &mut Vec<Diagnostic>,
    ) -> Program {
        let mut program = program.clone();
        let context = RuleContext {
            tables: &self.tables,
            file,
            pack: self.files.get(file).map_or("", |file| &file.pack),
            sources: self.sources,
            defines: &[],
        };
        let lowered = lower_rule(rule, &context, &mut program.params, problems);
        if let Some(place) = program.rules.get_mut(at) {
            *place = Arc::new(lowered);
        }
        program
    }

    /// A program in which a define is this one, of the file at a position.
    pub fn with_define(
        &self,
        program: &Program,
        (file, define): (usize, &ast::Define),
        problems: &mut Vec<Diagnostic>,
    ) -> Program {
        let mut program = program.clone();
        let (lowered, _) = lower_define(define, &self.tables, file, problems);
        if let Some(at) = self.define(file, &define.name.text)
            && let Some(place) = program.defines.get_mut(at)
        {
            *place = Arc::new(lowered);
        }
        program
    }

    /// A program in which the parameter at a position has this value, written in the file at a
    /// position.
    pub fn with_param(
        &self,
        program: &Program,
        at: usize,
        (file, value): (usize, &ast::Expression),
        problems: &mut Vec<Diagnostic>,
    ) -> Program {
        let mut program = program.clone();
        let value = self.constant(file, value, problems);
        if let Some(place) = program.params.get_mut(at) {
            *place = Arc::new(Param {
                name: Arc::clone(&place.name),
                kind: place.kind.clone(),
                default: Some(value),
                value: None,
                rule: place.rule.clone(),
                span: place.span,
            });
        }
        program
    }

    /// The position in the program of a define, by its file's position and its name.
    pub fn define(&self, file: usize, name: &str) -> Option<usize> {
        let names = self.tables.files.get(file)?;
        names.defines.get(name).map(|define| define.index)
    }

    /// The position in the program of the define that a call in a file means, if it means one.
    pub fn called(&self, file: usize, module: Option<&str>, name: &str) -> Option<usize> {
        let file = match module {
            Some(module) => self.tables.files.get(file)?.imports.get(module)?.0,
            None => file,
        };
        self.define(file, name)
    }

    fn constant(
        &self,
        file: usize,
        value: &ast::Expression,
        problems: &mut Vec<Diagnostic>,
    ) -> Term {
        Lower::new(&self.tables, file, Place::Constant, problems).expression(value)
    }
}
