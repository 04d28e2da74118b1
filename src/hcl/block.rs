//! Blocks of the source as they are after `dynamic` blocks are expanded, and their arguments.

use std::sync::Arc;

use hcl_edit::Span;
use hcl_edit::structure::Block;

use super::evaluate::{Bound, Evaluator, Repetition, Scope, Subject};
use super::module::{Declared, File, Mode, Module, Place};
use super::traversal::{Address, keys_of};
use super::value::Value;
use super::world::{Key, ModuleAddress};

/// A block of one resource instance.
#[derive(Clone)]
pub struct Expanded {
    /// Where it begins.
    pub place: Place,
    module: Arc<Module>,
    at: ModuleAddress,
    block: Declared<Block>,
    key: Option<Key>,
    file: Arc<File>,
    /// The block itself, or the `content` of a `dynamic` one.
    it: Arc<Block>,
    /// What the `dynamic` blocks around it bind, outermost first.
    bound: Vec<(Arc<str>, Value)>,
}

/// The block of a resource instance itself.
pub type Found = Expanded;

/// What a block says of one of its arguments or nested blocks.
#[derive(Clone)]
pub enum Argument {
    /// Nothing.
    NotWritten,
    /// This value.
    Given(Value, Place),
    /// These blocks, in this order.
    Blocks(Vec<Expanded>),
    /// Something that nobody can say before apply, in words; the place of what is written.
    Unsure(String, Place),
}

impl Evaluator<'_> {
    /// The block of a resource instance; `None` if the source does not declare it.
    pub fn block(&self, of: &Address) -> Option<Found> {
        let module = self.project.module(&of.at.names())?;
        let key = (of.mode, Arc::clone(&of.kind), Arc::clone(&of.name));
        let block = module.resources.get(&key)?;
        Some(Expanded {
            place: block.place(),
            module: Arc::clone(module),
            at: of.at.clone(),
            block: block.clone(),
            key: of.key.clone(),
            file: Arc::clone(&block.file),
            it: Arc::clone(&block.it),
            bound: Vec::new(),
        })
    }

    /// What a block says of an argument or of nested blocks of a type.
    pub fn argument(&self, within: &Expanded, name: &str) -> Argument {
        if let Some(attribute) = within.it.body.get_attribute(name) {
            let place = within
                .file
                .place(attribute.span().map_or(0, |span| span.start));
            let value = within.evaluate(|scope| self.expression(&attribute.value, scope));
            return match value {
                Ok(value) => Argument::Given(value, place),
                Err(failure) => Argument::Unsure(
                    format!("`{name}` cannot be evaluated: {}", failure.0),
                    place,
                ),
            };
        }
        let mut blocks = Vec::new();
        for block in within.it.body.blocks() {
            let place = || within.file.place(block.span().map_or(0, |span| span.start));
            if block.ident.as_str() == name {
                blocks.push(within.below(block, place(), None));
            } else if is_dynamic(block, name) {
                match self.dynamic(within, block, name, &place()) {
                    Ok(expanded) => blocks.extend(expanded),
                    Err(why) => return Argument::Unsure(why, place()),
                }
            }
        }
        if blocks.is_empty() && !within.writes(name) {
            return Argument::NotWritten;
        }
        Argument::Blocks(blocks)
    }

    /// The blocks that a `dynamic` block makes, or why nobody can say.
    fn dynamic(
        &self,
        within: &Expanded,
        dynamic: &Block,
        name: &str,
        place: &Place,
    ) -> Result<Vec<Expanded>, String> {
        let body = &dynamic.body;
        let hidden = |why: &str| format!("what the `dynamic` block `{name}` goes over {why}");
        let (Some(for_each), Some(content)) = (
            Module::argument(dynamic, "for_each"),
            body.get_blocks("content").next(),
        ) else {
            return Err(hidden("is missing"));
        };
        let iterator: Arc<str> = match Module::argument(dynamic, "iterator") {
            Some(hcl_edit::expr::Expression::Variable(iterator)) => Arc::from(iterator.as_str()),
            _ => Arc::from(name),
        };
        let over = within
            .evaluate(|scope| self.expression(for_each, scope))
            .map_err(|failure| hidden(&format!("cannot be evaluated: {}", failure.0)))?;
        let entries = match &over {
            Value::Null => Some(Vec::new()),
            over => super::repetition::entries(over)
                .map_err(|failure| hidden(&format!("is wrong: {}", failure.0)))?,
        };
        let entries = entries.ok_or_else(|| hidden("is known only after apply"))?;
        let expanded = entries.into_iter().map(|(key, value)| {
            let each = Value::map([(Arc::from("key"), key), (Arc::from("value"), value)]);
            let bound = Some((Arc::clone(&iterator), each));
            within.below(content, place.clone(), bound)
        });
        Ok(expanded.collect())
    }

    /// What a resource or data source block goes over, if it goes over anything.
    pub(super) fn block_for_each(
        &self,
        block: &Declared<Block>,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let expression = Module::argument(&block.it, "for_each")?;
        let labels = &block.it.labels;
        let mode = match block.it.ident.as_str() {
            "data" => Mode::Data,
            _ => Mode::Managed,
        };
        let label = |at: usize| Arc::from(labels.get(at).map_or("", |label| label.as_str()));
        let subject = Subject::BlockForEach(mode, label(0), label(1));
        Some(self.once(scope.at, subject, || {
            let scope = Scope::of(scope.module, scope.at);
            let value = self.expression(expression, &scope);
            value.unwrap_or_else(|failure| Value::unknown(failure.0))
        }))
    }

    /// What a module call goes over, if it goes over anything.
    pub(super) fn call_for_each(
        &self,
        block: &Declared<Block>,
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let expression = Module::argument(&block.it, "for_each")?;
        let label = block.it.labels.first().map_or("", |label| label.as_str());
        Some(
            self.once(scope.at, Subject::CallForEach(Arc::from(label)), || {
                let scope = Scope::of(scope.module, scope.at);
                let value = self.expression(expression, &scope);
                value.unwrap_or_else(|failure| Value::unknown(failure.0))
            }),
        )
    }

    /// The keys of a module call, where the source alone tells them.
    pub(super) fn call_keys(&self, block: &Declared<Block>, scope: &Scope<'_>) -> Option<Vec<Key>> {
        if let Some(count) = Module::argument(&block.it, "count") {
            let scope = Scope::of(scope.module, scope.at);
            return keys_of(&self.expression(count, &scope).ok()?, true);
        }
        keys_of(&self.call_for_each(block, scope)?, false)
    }

    /// The keys that a resource block has by the source: `Some(None)` where it has no keys at
    /// all, `None` where the source cannot tell.
    pub fn keys(&self, of: &Found) -> Option<Option<Vec<Key>>> {
        let scope = Scope::of(&of.module, &of.at);
        if let Some(count) = Module::argument(&of.block.it, "count") {
            return keys_of(&self.expression(count, &scope).ok()?, true).map(Some);
        }
        if !of.block.it.body.has_attribute("for_each") {
            return Some(None);
        }
        keys_of(&self.block_for_each(&of.block, &scope)?, false).map(Some)
    }
}

impl Expanded {
    /// The names of its arguments, and of its nested blocks, `dynamic` ones included.
    pub fn names(&self) -> Vec<Arc<str>> {
        let attributes = self
            .it
            .body
            .attributes()
            .map(|attribute| attribute.key.as_str());
        let blocks = self
            .it
            .body
            .blocks()
            .map(|block| match block.labels.first() {
                Some(label) if block.ident.as_str() == "dynamic" => label.as_str(),
                _ => block.ident.as_str(),
            });
        let mut names: Vec<Arc<str>> = attributes.chain(blocks).map(Arc::from).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Where an argument or a nested block is written.
    pub fn place_of(&self, name: &str) -> Option<Place> {
        let attribute = self
            .it
            .body
            .get_attribute(name)
            .and_then(|attribute| attribute.span());
        let span = attribute.or_else(|| {
            let mut blocks = self.it.body.blocks();
            let block =
                blocks.find(|block| block.ident.as_str() == name || is_dynamic(block, name));
            block.and_then(|block| block.span())
        });
        span.map(|span| self.file.place(span.start))
    }

    fn writes(&self, name: &str) -> bool {
        self.it
            .body
            .blocks()
            .any(|block| block.ident.as_str() == name || is_dynamic(block, name))
    }

    fn below(&self, block: &Block, place: Place, bound: Option<(Arc<str>, Value)>) -> Expanded {
        let mut all = self.bound.clone();
        all.extend(bound);
        Expanded {
            place,
            it: Arc::new(block.clone()),
            bound: all,
            ..self.clone()
        }
    }

    /// Evaluates something in the scope of this block.
    fn evaluate<T>(&self, evaluate: impl FnOnce(&Scope<'_>) -> T) -> T {
        bind(&self.bound, None, |bound| {
            let scope = Scope {
                repetition: Repetition::Block(&self.block, self.key.as_ref()),
                bound,
                ..Scope::of(&self.module, &self.at)
            };
            evaluate(&scope)
        })
    }
}

/// Binds names one after the other, and evaluates inside of all of them.
pub(super) fn bind<T>(
    names: &[(Arc<str>, Value)],
    above: Option<&Bound<'_>>,
    evaluate: impl FnOnce(Option<&Bound<'_>>) -> T,
) -> T {
    match names.split_first() {
        None => evaluate(above),
        Some(((name, value), rest)) => {
            let bound = Bound {
                name,
                value: value.clone(),
                above,
            };
            bind(rest, Some(&bound), evaluate)
        }
    }
}

fn is_dynamic(block: &Block, name: &str) -> bool {
    block.ident.as_str() == "dynamic"
        && block
            .labels
            .first()
            .is_some_and(|label| label.as_str() == name)
}
