//! What an expression refers to, as roughly as a plan records it, so that the two can be compared.

use std::collections::BTreeSet;
use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::expr::{Expression, Traversal, TraversalOperator};
use hcl_edit::structure::Block;
use hcl_edit::visit::{Visit, visit_expr, visit_traversal};

use super::module::{Declared, Mode, Module, Place};
use super::project::Project;

/// Something that a module declares.
#[derive(Clone, Copy, Debug)]
pub enum Declaration<'a> {
    /// A resource or data source: its type and name.
    Resource(Mode, &'a str, &'a str),
    /// A module call.
    Call(&'a str),
    /// An output.
    Output(&'a str),
}

/// A block as it is written, before anything in it is evaluated.
#[derive(Clone)]
pub struct Written(Declared<Block>);

impl Project {
    /// What a module declares, by the names of the calls that lead to it; `None` if it does not.
    pub fn written(&self, names: &[Arc<str>], what: Declaration<'_>) -> Option<Written> {
        let module: &Module = self.module(names)?;
        let declared = match what {
            Declaration::Resource(mode, kind, name) => {
                module
                    .resources
                    .get(&(mode, Arc::from(kind), Arc::from(name)))
            }
            Declaration::Call(name) => module.calls.get(name),
            Declaration::Output(name) => module.outputs.get(name),
        };
        declared.cloned().map(Written)
    }

    /// Whether everything that a module declares was read.
    pub fn is_complete(&self, names: &[Arc<str>]) -> bool {
        self.module(names)
            .is_some_and(|module| module.incomplete.is_none())
    }
}

impl Written {
    /// Where it begins.
    pub fn place(&self) -> Place {
        self.0.place()
    }

    /// What an argument refers to, without what `for` expressions bind: `var.a`, `local.b`,
    /// `module.c`, `aws_x.y`, `data.t.n`, `each.key`; `None` if it is no argument of this block.
    pub fn references(&self, name: &str) -> Option<BTreeSet<String>> {
        let mut collector = Collector::default();
        collector.visit_expr(Module::argument(&self.0.it, name)?);
        Some(collector.found)
    }

    /// Where an argument is written.
    pub fn place_of(&self, name: &str) -> Option<Place> {
        let span = self.0.it.body.get_attribute(name)?.span()?;
        Some(self.0.file.place(span.start))
    }

    /// The names of its arguments and nested blocks, without `dynamic` ones.
    pub fn names(&self) -> Vec<&str> {
        let body = &self.0.it.body;
        let blocks = body.blocks().map(|block| block.ident.as_str());
        let blocks = blocks.filter(|name| *name != "dynamic");
        body.attributes()
            .map(|attribute| attribute.key.as_str())
            .chain(blocks)
            .collect()
    }

    /// The nested blocks of a type, without `dynamic` ones.
    pub fn blocks(&self, name: &str) -> Vec<Written> {
        let blocks = self.0.it.body.get_blocks(name);
        let declared = blocks.map(|block| Declared {
            file: Arc::clone(&self.0.file),
            it: Arc::new(block.clone()),
        });
        declared.map(Written).collect()
    }
}

#[derive(Default)]
struct Collector {
    found: BTreeSet<String>,
    bound: Vec<String>,
}

impl Visit for Collector {
    fn visit_traversal(&mut self, traversal: &Traversal) {
        if let Expression::Variable(root) = &traversal.expr
            && !self.bound.iter().any(|name| name == root.as_str())
        {
            let names = traversal
                .operators
                .iter()
                .map_while(|operator| match operator.value() {
                    TraversalOperator::GetAttr(name) => Some(name.as_str()),
                    _ => None,
                });
            let wanted = if root.as_str() == "data" { 2 } else { 1 };
            let names: Vec<&str> = names.take(wanted).collect();
            if names.len() == wanted {
                self.found
                    .insert(format!("{}.{}", root.as_str(), names.join(".")));
            }
        }
        visit_traversal(self, traversal);
    }

    fn visit_for_expr(&mut self, expression: &hcl_edit::expr::ForExpr) {
        self.visit_expr(&expression.intro.collection_expr);
        let before = self.bound.len();
        let intro = &expression.intro;
        self.bound
            .extend(intro.key_var.as_ref().map(|name| name.as_str().to_owned()));
        self.bound.push(intro.value_var.as_str().to_owned());
        for inner in expression.key_expr.iter().chain([&expression.value_expr]) {
            self.visit_expr(inner);
        }
        if let Some(condition) = &expression.cond {
            self.visit_expr(&condition.expr);
        }
        self.bound.truncate(before);
    }

    fn visit_for_template_expr(&mut self, expression: &hcl_edit::template::ForTemplateExpr) {
        self.visit_expr(&expression.collection_expr);
        let before = self.bound.len();
        self.bound.extend(
            expression
                .key_var
                .as_ref()
                .map(|name| name.as_str().to_owned()),
        );
        self.bound.push(expression.value_var.as_str().to_owned());
        self.visit_template(&expression.template);
        self.bound.truncate(before);
    }

    fn visit_expr(&mut self, expression: &Expression) {
        visit_expr(self, expression);
    }
}
