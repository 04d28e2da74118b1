//! Evaluates expressions of the source.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use hcl_edit::expr::{Expression, FuncCall, ObjectKey};
use hcl_edit::structure::Block;

use super::constraint::Constraint;
use super::function;
use super::module::{Declared, Module};
use super::project::Project;
use super::value::{Failure, Value};
use super::world::{Key, ModuleAddress, World};

/// Evaluates expressions of a project, seen from a plan.
pub struct Evaluator<'a> {
    pub(super) project: &'a Project,
    pub(super) world: &'a dyn World,
    memo: &'a Memo,
    depth: Cell<usize>,
    /// What is being evaluated: a value that leads to itself is no configuration that was planned.
    open: RefCell<HashSet<(ModuleAddress, Subject)>>,
    /// How many `try` and `can` there are around, which catch what fails.
    in_try: Cell<usize>,
}

/// What was evaluated already, so that nothing is evaluated twice.
#[derive(Default)]
pub struct Memo {
    values: Mutex<HashMap<(ModuleAddress, Subject), Value>>,
    steps: Mutex<usize>,
}

/// What a module instance has one value of.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Local(Arc<str>),
    Variable(Arc<str>),
    Output(Arc<str>),
    /// What a resource or data source block goes over.
    BlockForEach(super::Mode, Arc<str>, Arc<str>),
    /// What a module call goes over.
    CallForEach(Arc<str>),
}

/// Where an expression stands: it decides what its names mean.
#[derive(Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) module: &'s Arc<Module>,
    pub(super) at: &'s ModuleAddress,
    pub(super) repetition: Repetition<'s>,
    pub(super) bound: Option<&'s Bound<'s>>,
    /// Inside of a template file only its own variables have names.
    pub(super) only_bound: bool,
}

/// What `each` and `count` stand for.
#[derive(Clone, Copy)]
pub(super) enum Repetition<'s> {
    /// They mean nothing here.
    None,
    /// An instance of a resource block.
    Block(&'s Declared<Block>, Option<&'s Key>),
    /// An instance of a module call.
    Call(&'s Declared<Block>, Option<&'s Key>),
}

/// A name that an expression binds: of a `for`, a `dynamic` block, a template file.
pub(super) struct Bound<'s> {
    pub(super) name: &'s str,
    pub(super) value: Value,
    pub(super) above: Option<&'s Bound<'s>>,
}

pub(super) type Evaluated = Result<Value, Failure>;

/// Expressions lie in expressions, and names lead to expressions, to this depth.
const DEEPEST: usize = 300;
/// More expressions than this are not evaluated in one run.
const MOST_STEPS: usize = 20_000_000;

impl<'a> Evaluator<'a> {
    /// An evaluator; what it finds out is kept in the memo.
    pub fn new(project: &'a Project, world: &'a dyn World, memo: &'a Memo) -> Evaluator<'a> {
        let depth = Cell::new(0);
        Evaluator {
            project,
            world,
            memo,
            depth,
            open: RefCell::default(),
            in_try: Cell::default(),
        }
    }

    /// An expression, or why it fails.
    pub(super) fn expression(&self, expression: &Expression, scope: &Scope<'_>) -> Evaluated {
        if self.depth.get() >= DEEPEST || !self.spend() {
            return Ok(Value::unknown(
                "its expression is too long or too deep to be followed",
            ));
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.by_kind(expression, scope);
        self.depth.set(self.depth.get() - 1);
        value
    }

    fn by_kind(&self, expression: &Expression, scope: &Scope<'_>) -> Evaluated {
        match expression {
            Expression::Null(_) => Ok(Value::Null),
            Expression::Bool(value) => Ok(Value::Bool(*value.value())),
            Expression::Number(number) => super::operator::number(number),
            Expression::String(text) => Ok(Value::text(text.as_str())),
            Expression::Array(array) => {
                let elements = array.iter().map(|element| self.expression(element, scope));
                Ok(Value::List(elements.collect::<Result<_, _>>()?))
            }
            Expression::Object(object) => {
                let mut entries = Vec::with_capacity(object.len());
                for (key, value) in object {
                    let key = self.object_key(key, scope)?;
                    let value = self.expression(value.expr(), scope)?;
                    match super::operator::to_text(&key) {
                        Some(Value::Text(key)) => entries.push((key, value)),
                        Some(_) => return Ok(Value::some_value("a key of it is not known yet")),
                        None => return Err(Failure::new("a key of a map is no string")),
                    }
                }
                Ok(Value::map(entries))
            }
            Expression::StringTemplate(template) => self.template(template.iter(), scope),
            Expression::HeredocTemplate(heredoc) => self.template(heredoc.template.iter(), scope),
            Expression::Parenthesis(inner) => self.expression(inner.inner(), scope),
            Expression::Variable(name) => self.name(name.as_str(), scope),
            Expression::Conditional(conditional) => self.conditional(
                &conditional.cond_expr,
                || self.expression(&conditional.true_expr, scope),
                || self.expression(&conditional.false_expr, scope),
                scope,
            ),
            Expression::FuncCall(call) => self.call(call, scope),
            Expression::Traversal(traversal) => self.traversal(traversal, scope),
            Expression::UnaryOp(operation) => {
                let operand = self.expression(&operation.expr, scope)?;
                super::operator::unary(*operation.operator.value(), &operand)
            }
            Expression::BinaryOp(operation) => self.binary(operation, scope),
            Expression::ForExpr(expression) => self.for_expression(expression, scope),
        }
    }

    fn object_key(&self, key: &ObjectKey, scope: &Scope<'_>) -> Evaluated {
        match key {
            ObjectKey::Ident(name) => Ok(Value::text(name.as_str())),
            // `{ name = … }`: a bare name is the key itself; in parentheses it is an expression.
            ObjectKey::Expression(Expression::Variable(name)) => Ok(Value::text(name.as_str())),
            ObjectKey::Expression(expression) => self.expression(expression, scope),
        }
    }

    /// A name by itself: only what an expression binds has one.
    fn name(&self, name: &str, scope: &Scope<'_>) -> Evaluated {
        match scope.bound(name) {
            Some(value) => Ok(value.clone()),
            None => self.root(name, &mut [].iter(), scope),
        }
    }

    /// One of two branches. Where the condition is not known yet, a branch that fails cannot be
    /// the one that is taken: the apply would fail.
    pub(super) fn conditional(
        &self,
        condition: &Expression,
        when_true: impl Fn() -> Evaluated,
        when_false: impl Fn() -> Evaluated,
        scope: &Scope<'_>,
    ) -> Evaluated {
        let condition = self.expression(condition, scope)?;
        match super::operator::truth(&condition)? {
            Some(true) => Ok(like(when_true()?, when_false().ok().as_ref())),
            Some(false) => Ok(like(when_false()?, when_true().ok().as_ref())),
            None => match (when_true(), when_false()) {
                (Ok(one), Ok(other)) => Ok(Value::one_of([
                    like(one.clone(), Some(&other)),
                    like(other, Some(&one)),
                ])),
                (Ok(only), Err(_)) | (Err(_), Ok(only)) if self.in_try.get() > 0 => {
                    Ok(Value::one_of([only, Value::unknown("it may fail")]))
                }
                (Ok(only), Err(_)) | (Err(_), Ok(only)) => Ok(only),
                (Err(failure), Err(_)) => Err(failure),
            },
        }
    }

    fn call(&self, call: &FuncCall, scope: &Scope<'_>) -> Evaluated {
        let name = call.name.name.as_str();
        let namespace: Vec<&str> = call
            .name
            .namespace
            .iter()
            .map(|part| part.as_str())
            .collect();
        let is_of_terraform = namespace.is_empty() || namespace == ["core"];
        match name {
            _ if !is_of_terraform => {}
            "try" => return self.try_each(call, scope),
            "can" => return self.can(call, scope),
            _ => {}
        }
        let mut arguments = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            arguments.push(self.expression(argument, scope)?);
        }
        if call.args.expand_final() {
            match arguments.pop() {
                Some(Value::Set(more)) if more.len() > 1 && !more.iter().all(Value::is_known) => {
                    let words = format!("how many arguments `{name}` has is not known");
                    return Ok(Value::unknown(words));
                }
                Some(Value::List(more) | Value::Set(more)) => {
                    arguments.extend(more.iter().cloned());
                }
                _ => {
                    return Ok(Value::unknown(format!(
                        "the arguments of `{name}` are not known"
                    )));
                }
            }
        }
        if is_of_terraform && name == "templatefile" {
            return self.template_file(&arguments, scope);
        }
        let arguments: Vec<Value> = arguments
            .iter()
            .map(|value| self.materialised(value))
            .collect();
        if !is_of_terraform {
            return function::of_provider(&namespace, name, &arguments);
        }
        function::call(name, &arguments, &InModule { evaluator: self })
    }

    /// The first argument that does not fail. What nobody can say might fail.
    fn try_each(&self, call: &FuncCall, scope: &Scope<'_>) -> Evaluated {
        let mut possible: Vec<Value> = Vec::new();
        for argument in &call.args {
            match self.caught(argument, scope) {
                Err(_) => {}
                Ok(value) if might_fail(&value) => possible.push(value),
                Ok(value) => {
                    possible.push(value);
                    return Ok(Value::one_of(possible));
                }
            }
        }
        if possible.is_empty() {
            return Err(Failure::new("every argument of `try` fails"));
        }
        Ok(Value::one_of(possible))
    }

    fn can(&self, call: &FuncCall, scope: &Scope<'_>) -> Evaluated {
        let Some(argument) = call.args.get(0) else {
            return Err(Failure::new("`can` needs an argument"));
        };
        Ok(match self.caught(argument, scope) {
            Err(_) => Value::Bool(false),
            Ok(value) if might_fail(&value) => Value::some_value("it may fail"),
            Ok(_) => Value::Bool(true),
        })
    }

    /// An expression inside of `try` or `can`.
    fn caught(&self, expression: &Expression, scope: &Scope<'_>) -> Evaluated {
        self.in_try.set(self.in_try.get() + 1);
        let value = self.expression(expression, scope);
        self.in_try.set(self.in_try.get() - 1);
        value
    }

    /// What one value of a module instance is; evaluated once.
    pub(super) fn once(
        &self,
        at: &ModuleAddress,
        subject: Subject,
        evaluate: impl FnOnce() -> Value,
    ) -> Value {
        let key = (at.clone(), subject);
        let known = self
            .memo
            .values
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = known.get(&key) {
            return value.clone();
        }
        drop(known);
        if !self.open.borrow_mut().insert(key.clone()) {
            return Value::unknown("it leads to itself");
        }
        // A `try` around a name does not catch what fails behind it.
        let in_try = self.in_try.replace(0);
        let value = evaluate();
        self.in_try.set(in_try);
        self.open.borrow_mut().remove(&key);
        // At the edge of the depth it is the question that was too deep, not the value.
        if self.depth.get() < DEEPEST / 2 {
            let mut known = self
                .memo
                .values
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            known.insert(key, value.clone());
        }
        value
    }

    /// `var.NAME`
    pub(super) fn variable(&self, at: &ModuleAddress, name: &str) -> Value {
        self.once(at, Subject::Variable(Arc::from(name)), || {
            self.variable_anew(at, name)
        })
    }

    fn variable_anew(&self, at: &ModuleAddress, name: &str) -> Value {
        let hidden = || Value::unread(format!("nobody says what `var.{name}` is"));
        let names = at.names();
        let Some(declared) = self
            .project
            .module(&names)
            .and_then(|module| module.variables.get(name))
        else {
            return hidden();
        };
        let constraint = Module::argument(&declared.it, "type").map(Constraint::read);
        let default = || {
            let expression = Module::argument(&declared.it, "default")?;
            let module = self.project.module(&names)?;
            self.expression(expression, &Scope::of(module, at)).ok()
        };
        let given = match at.caller() {
            None => self.world.root_variable(name),
            Some((above, call)) => {
                let Some(module) = self.project.module(&above.names()) else {
                    return hidden();
                };
                let Some(block) = module.calls.get(&call.name) else {
                    return hidden();
                };
                let scope = Scope {
                    repetition: Repetition::Call(block, call.key.as_ref()),
                    ..Scope::of(module, &above)
                };
                Module::argument(&block.it, name).map(|expression| {
                    self.expression(expression, &scope)
                        .unwrap_or_else(|_| hidden())
                })
            }
        };
        let nullable = Module::argument(&declared.it, "nullable").and_then(Expression::as_bool);
        let value = match given {
            Some(Value::Null) if nullable == Some(false) => default().unwrap_or(Value::Null),
            Some(value) if nullable == Some(false) && !value.is_never_null() => {
                Value::unknown(format!("`var.{name}` has its default where it is null"))
            }
            Some(value) => value,
            None => match default() {
                Some(value) => value,
                None => return hidden(),
            },
        };
        match constraint {
            Some(Some(constraint)) => constraint.convert(value, self),
            Some(None) => hidden(),
            None => value,
        }
    }

    /// `local.NAME`
    pub(super) fn local(&self, scope: &Scope<'_>, name: &str) -> Value {
        let Some(declared) = scope.module.locals.get(name) else {
            return Value::unread(format!("the source does not declare `local.{name}`"));
        };
        self.once(scope.at, Subject::Local(Arc::from(name)), || {
            let value = self.expression(&declared.it.value, &Scope::of(scope.module, scope.at));
            value.unwrap_or_else(|failure| {
                Value::unknown(format!("`local.{name}` cannot be evaluated: {}", failure.0))
            })
        })
    }

    /// `local.NAME` of the root module.
    #[cfg(test)]
    pub(super) fn root_local(&self, name: &str) -> Value {
        let at = ModuleAddress::default();
        match self.project.module(&[]) {
            Some(module) => self.local(&Scope::of(module, &at), name),
            None => Value::unknown("there is no root module"),
        }
    }

    /// `module.m.NAME`, of one instance.
    pub(super) fn output(&self, of: &ModuleAddress, name: &str) -> Evaluated {
        let module = self.project.module(&of.names());
        let Some(module) = module else {
            let words = "the source of the module is not on disk".to_owned();
            return Ok(Value::unread(words));
        };
        let Some(declared) = module.outputs.get(name) else {
            return match &module.incomplete {
                Some(why) => Ok(Value::unread(why.clone())),
                None => Err(Failure::new(format!("the module has no output `{name}`"))),
            };
        };
        Ok(self.once(of, Subject::Output(Arc::from(name)), || {
            let Some(expression) = Module::argument(&declared.it, "value") else {
                return Value::unknown(format!("output `{name}` has no value"));
            };
            let value = self.expression(expression, &Scope::of(module, of));
            value.unwrap_or_else(|failure| {
                Value::unknown(format!(
                    "output `{name}` cannot be evaluated: {}",
                    failure.0
                ))
            })
        }))
    }

    /// A whole module instance as the map of its outputs, for functions that want a map.
    fn materialised(&self, value: &Value) -> Value {
        let Value::Module(of) = value else {
            return value.clone();
        };
        let Some(module) = self.project.module(&of.names()) else {
            return value.clone();
        };
        let mut names: Vec<&Arc<str>> = module.outputs.keys().collect();
        names.sort_unstable();
        let entries = names.into_iter().map(|name| {
            let output = self.output(of, name);
            (
                Arc::clone(name),
                output.unwrap_or_else(|failure| Value::unknown(failure.0)),
            )
        });
        Value::map(entries)
    }

    fn spend(&self) -> bool {
        let mut steps = self
            .memo
            .steps
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *steps += 1;
        *steps < MOST_STEPS
    }
}

impl<'s> Scope<'s> {
    /// The scope of a module instance, outside of anything that repeats.
    pub(super) fn of(module: &'s Arc<Module>, at: &'s ModuleAddress) -> Scope<'s> {
        Scope {
            module,
            at,
            repetition: Repetition::None,
            bound: None,
            only_bound: false,
        }
    }

    /// The value that a name is bound to.
    pub(super) fn bound(&self, name: &str) -> Option<&'s Value> {
        let mut at = self.bound;
        while let Some(bound) = at {
            if bound.name == name {
                return Some(&bound.value);
            }
            at = bound.above;
        }
        None
    }
}

/// Files as the functions of an expression reach them.
struct InModule<'e, 'a> {
    evaluator: &'e Evaluator<'a>,
}

impl function::Files for InModule<'_, '_> {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        self.evaluator.project.disk.bytes(path)
    }
}

/// Both branches of a condition have one type: a number beside a text becomes a text.
fn like(value: Value, other: Option<&Value>) -> Value {
    match (&value, other) {
        (Value::Bool(_) | Value::Number(_), Some(Value::Text(_) | Value::Joined(_))) => {
            super::operator::to_text(&value).unwrap_or(value)
        }
        _ => value,
    }
}

/// Whether evaluating it after apply may fail, although it does not before.
fn might_fail(value: &Value) -> bool {
    match value {
        Value::Unknown(_) => true,
        // A template fails where a piece of it is null.
        Value::OneOf(values) | Value::Joined(values) => values.iter().any(might_fail),
        Value::Attribute(attribute) => attribute.path.len() > 1 || !attribute.never_null,
        _ => false,
    }
}
