//! Names and the steps behind them: `module.m["k"].out[*].id`.

use std::sync::Arc;

use hcl_edit::expr::{Expression, Traversal, TraversalOperator};

use super::evaluate::{Evaluated, Evaluator, Repetition, Scope};
use super::module::Mode;
use super::operator::to_text;
use super::value::{Attribute, Failure, Step, Value};
use super::world::{Key, ModuleAddress};

/// The operators of a traversal that are still to be applied.
type Steps<'t> = std::slice::Iter<'t, hcl_edit::Decorated<TraversalOperator>>;

/// An index that is not known may be any of so many elements.
const MOST_ELEMENTS: usize = 64;

impl Evaluator<'_> {
    pub(super) fn traversal(&self, traversal: &Traversal, scope: &Scope<'_>) -> Evaluated {
        let mut steps = traversal.operators.iter();
        let value = match &traversal.expr {
            Expression::Variable(name) => match scope.bound(name.as_str()) {
                Some(value) => value.clone(),
                None => self.root(name.as_str(), &mut steps, scope)?,
            },
            other => self.expression(other, scope)?,
        };
        self.follow(value, steps, scope)
    }

    /// What a name means that nothing binds; takes the steps that belong to the name.
    pub(super) fn root(&self, name: &str, steps: &mut Steps<'_>, scope: &Scope<'_>) -> Evaluated {
        if scope.only_bound {
            return Err(Failure::new(format!("nothing is called `{name}` here")));
        }
        match name {
            "var" => Ok(self.variable(scope.at, attribute_name(steps)?)),
            "local" => Ok(self.local(scope, attribute_name(steps)?)),
            "module" => Ok(self.called(attribute_name(steps)?, scope)),
            "each" | "count" => self.repeated(name, attribute_name(steps)?, scope),
            "path" => Ok(match attribute_name(steps)? {
                "module" => Value::Text(Arc::clone(&scope.module.folder)),
                "root" => Value::text("."),
                _ => Value::some_value("a path of the machine that made the plan"),
            }),
            "terraform" | "tofu" => Ok(match (attribute_name(steps)?, self.world.workspace()) {
                ("workspace", Some(workspace)) => Value::Text(workspace),
                _ => Value::some_value("the workspace is not recorded in a plan"),
            }),
            "self" | "ephemeral" => Ok(Value::unknown(format!(
                "`{name}` is known only during apply"
            ))),
            "data" => {
                let kind = attribute_name(steps)?.to_owned();
                self.declared(Mode::Data, &kind, attribute_name(steps)?, scope)
            }
            kind => self.declared(Mode::Managed, kind, attribute_name(steps)?, scope),
        }
    }

    /// `aws_x.y`: an instance, a list of them or a map of them.
    fn declared(&self, mode: Mode, kind: &str, name: &str, scope: &Scope<'_>) -> Evaluated {
        let address = || format!("{kind}.{name}");
        let key = (mode, Arc::from(kind), Arc::from(name));
        let Some(block) = scope.module.resources.get(&key) else {
            return Ok(Value::unread(format!(
                "the source does not declare `{}`",
                address()
            )));
        };
        let Some(instances) = self.world.instances(scope.at, mode, kind, name) else {
            return Ok(Value::unknown(format!(
                "the plan does not say what `{}` is",
                address()
            )));
        };
        let of_key = |key: Option<Key>, value| (key, value);
        let values: Vec<(Option<Key>, Value)> = instances
            .into_iter()
            .map(|(key, instance)| of_key(key, Value::Instance(instance)))
            .collect();
        let body = &block.it.body;
        by_key(
            values,
            body.has_attribute("count"),
            body.has_attribute("for_each"),
        )
        .ok_or_else(|| Failure::new(format!("`{}` has no instance in this plan", address())))
        .or_else(|failure| Ok(Value::unknown(failure.0)))
    }

    /// `module.m`: an instance, a list of them or a map of them.
    fn called(&self, name: &str, scope: &Scope<'_>) -> Value {
        let Some(block) = scope.module.calls.get(name) else {
            return Value::unread(format!("the source does not declare `module.{name}`"));
        };
        let of = |key: Option<Key>| Value::Module(scope.at.call(name, key));
        let body = &block.it.body;
        let (counted, each) = (body.has_attribute("count"), body.has_attribute("for_each"));
        if !counted && !each {
            return of(None);
        }
        // A module without resources leaves no trace in the plan; its keys are known all the same.
        let keys = match self.call_keys(block, scope) {
            Some(keys) => keys,
            None => self
                .world
                .module_keys(scope.at, name)
                .into_iter()
                .flatten()
                .collect(),
        };
        let values = keys
            .into_iter()
            .map(|key| (Some(key.clone()), of(Some(key))))
            .collect();
        let value = by_key(values, counted, each);
        value.unwrap_or_else(|| Value::unknown(format!("the keys of `module.{name}`")))
    }

    /// `each.key`, `each.value`, `count.index`
    fn repeated(&self, root: &str, name: &str, scope: &Scope<'_>) -> Evaluated {
        let (key, for_each) = match scope.repetition {
            Repetition::None => {
                return Err(Failure::new(format!("`{root}.{name}` means nothing here")));
            }
            Repetition::Block(block, key) => (key, self.block_for_each(block, scope)),
            Repetition::Call(block, key) => (key, self.call_for_each(block, scope)),
        };
        let hidden = || Value::unknown(format!("`{root}.{name}` is not known"));
        let Some(key) = key else {
            return Ok(hidden());
        };
        match (root, name) {
            ("count", "index") | ("each", "key") => Ok(key.value()),
            ("each", "value") => match (for_each, key) {
                (Some(Value::Map(entries)), Key::Name(key)) => {
                    Ok(entries.get(key).cloned().unwrap_or_else(hidden))
                }
                (Some(Value::Set(_) | Value::List(_)), Key::Name(key)) => {
                    Ok(Value::Text(Arc::clone(key)))
                }
                _ => Ok(hidden()),
            },
            _ => Ok(hidden()),
        }
    }

    /// Applies the steps behind a value.
    fn follow(&self, value: Value, mut steps: Steps<'_>, scope: &Scope<'_>) -> Evaluated {
        let Some(step) = steps.next() else {
            return Ok(value);
        };
        if let Value::OneOf(choices) = &value {
            return each_choice(choices, |choice| {
                let again = Some(step).into_iter().chain(steps.clone());
                self.follow_all(choice.clone(), again.collect::<Vec<_>>().as_slice(), scope)
            });
        }
        match step.value() {
            TraversalOperator::GetAttr(name) => {
                let value = self.attribute(&value, name.as_str())?;
                self.follow(value, steps, scope)
            }
            TraversalOperator::Index(index) => {
                let index = self.expression(index, scope)?;
                let value = self.element(&value, &index)?;
                self.follow(value, steps, scope)
            }
            TraversalOperator::LegacyIndex(index) => {
                let index = usize::try_from(**index).unwrap_or(usize::MAX);
                let value = self.element(&value, &Value::Number(index.into()))?;
                self.follow(value, steps, scope)
            }
            TraversalOperator::FullSplat(_) => {
                let rest: Vec<_> = steps.collect();
                self.splat(&value, &rest, scope)
            }
            TraversalOperator::AttrSplat(_) => {
                let names = steps
                    .as_slice()
                    .iter()
                    .take_while(|step| matches!(step.value(), TraversalOperator::GetAttr(_)))
                    .count();
                let (own, rest) = steps.as_slice().split_at(names);
                let own: Vec<_> = own.iter().collect();
                let list = self.splat(&value, &own, scope)?;
                self.follow(list, rest.iter(), scope)
            }
        }
    }

    fn follow_all(
        &self,
        value: Value,
        steps: &[&hcl_edit::Decorated<TraversalOperator>],
        scope: &Scope<'_>,
    ) -> Evaluated {
        let steps: Vec<hcl_edit::Decorated<TraversalOperator>> =
            steps.iter().map(|step| (*step).clone()).collect();
        self.follow(value, steps.iter(), scope)
    }

    /// The steps applied to each element; what is no list is a list of itself, null an empty one.
    fn splat(
        &self,
        value: &Value,
        steps: &[&hcl_edit::Decorated<TraversalOperator>],
        scope: &Scope<'_>,
    ) -> Evaluated {
        let each = |element: &Value| self.follow_all(element.clone(), steps, scope);
        match value {
            Value::List(elements) | Value::Set(elements) => Ok(Value::List(
                elements.iter().map(each).collect::<Result<_, _>>()?,
            )),
            Value::Null => Ok(Value::list([])),
            Value::Attribute(attribute) if attribute.single && attribute.never_null => {
                Ok(Value::list([each(value)?]))
            }
            Value::Unknown(_) | Value::Attribute(_) => {
                Ok(Value::some_value("a list that is known only after apply"))
            }
            single => Ok(Value::list([each(single)?])),
        }
    }

    /// `.name`
    pub(super) fn attribute(&self, value: &Value, name: &str) -> Evaluated {
        match value {
            Value::Map(entries) => entries
                .get(name)
                .cloned()
                .ok_or_else(|| Failure::new(format!("there is no `{name}` in it"))),
            Value::Instance(of) => Ok(self.instance_attribute(*of, name)),
            Value::Module(of) => self.output(of, name),
            Value::Attribute(attribute) => Ok(below(attribute, Step::Name(Arc::from(name)))),
            Value::OneOf(choices) => each_choice(choices, |choice| self.attribute(choice, name)),
            Value::Unknown(_) => Ok(Value::clone(value).perhaps_null()),
            Value::List(_) | Value::Set(_) if name.parse::<usize>().is_ok() => {
                self.element(value, &Value::text(name))
            }
            other => Err(Failure::new(format!("{} has no `{name}`", other.kind()))),
        }
    }

    /// `[index]`
    pub(super) fn element(&self, value: &Value, index: &Value) -> Evaluated {
        if let Value::OneOf(choices) = index {
            return each_choice(choices, |index| self.element(value, index));
        }
        match (value, index) {
            (_, Value::Null) => Err(Failure::new("an index is null")),
            (Value::OneOf(choices), _) => {
                each_choice(choices, |choice| self.element(choice, index))
            }
            (Value::Unknown(_), _) => Ok(value.clone().perhaps_null()),
            (Value::List(elements), Value::Number(_) | Value::Text(_)) => {
                let at = match index {
                    Value::Number(number) => number.as_index(),
                    Value::Text(text) => text.parse().ok(),
                    _ => None,
                };
                at.and_then(|at| elements.get(at))
                    .cloned()
                    .ok_or_else(|| Failure::new("an index that is not in the list"))
            }
            (Value::Set(_), _) => Err(Failure::new("a set has no indexes")),
            (Value::Map(_) | Value::Instance(_) | Value::Module(_), _) => match to_text(index) {
                Some(Value::Text(key)) => self.attribute(value, &key),
                Some(_) => Ok(any_element(value)),
                None => Err(Failure::new("a key that is no string")),
            },
            (Value::List(_), _) => Ok(any_element(value)),
            (Value::Attribute(attribute), Value::Number(number)) => Ok(match number.as_index() {
                Some(at) => below(attribute, Step::Index(at)),
                None => return Err(Failure::new("an index that is no whole number")),
            }),
            (Value::Attribute(attribute), Value::Text(key)) => {
                Ok(below(attribute, Step::Name(Arc::clone(key))))
            }
            (Value::Attribute(_), _) => Ok(Value::unknown("an element of something unknown")),
            (other, _) => Err(Failure::new(format!("{} has no elements", other.kind()))),
        }
    }

    /// One step into a value; `None` where it leads nowhere.
    pub fn step(&self, value: &Value, step: &Step) -> Option<Value> {
        let found = match step {
            Step::Name(name) => self.attribute(value, name),
            Step::Index(index) => self.element(value, &Value::Number((*index).into())),
        };
        found.ok()
    }

    /// An attribute of a resource. What is unknown of it, but what the source gives a value that is
    /// certainly not null, has that value.
    fn instance_attribute(&self, of: super::Instance, name: &str) -> Value {
        let planned = self.world.attribute(of, name);
        if planned.is_known() || matches!(&planned, Value::Attribute(known) if known.never_null) {
            return planned;
        }
        // What `terraform_data` gives out is what it is given.
        let is_data = || {
            self.world
                .place(of)
                .is_some_and(|place| &*place.kind == "terraform_data")
        };
        let argument = if name == "output" && is_data() {
            "input"
        } else {
            name
        };
        match self.written(of, argument) {
            Some(written) => refined(planned, written),
            None => planned,
        }
    }

    fn written(&self, of: super::Instance, name: &str) -> Option<Value> {
        let place = self.world.place(of)?;
        let found = self.block(&place)?;
        match self.argument(&found, name) {
            super::block::Argument::Given(value, _) => Some(value),
            _ => None,
        }
    }
}

/// Instances as what a name without key means: one, a list, a map.
fn by_key(mut values: Vec<(Option<Key>, Value)>, counted: bool, each: bool) -> Option<Value> {
    if counted {
        values.sort_by(|one, other| one.0.cmp(&other.0));
        let in_order = values
            .iter()
            .enumerate()
            .all(|(at, (key, _))| *key == Some(Key::Index(at)));
        return in_order.then(|| Value::list(values.into_iter().map(|(_, value)| value)));
    }
    if each {
        let entries = values.into_iter().map(|(key, value)| match key {
            Some(Key::Name(name)) => Some((name, value)),
            _ => None,
        });
        return entries.collect::<Option<Vec<_>>>().map(Value::map);
    }
    match &mut values[..] {
        [(None, value)] => Some(value.clone()),
        _ => None,
    }
}

/// An element of which nobody knows which one it is.
fn any_element(value: &Value) -> Value {
    let elements: Vec<Value> = match value {
        Value::List(elements) => elements.to_vec(),
        Value::Map(entries) => entries.values().cloned().collect(),
        _ => Vec::new(),
    };
    if elements.is_empty() || elements.len() > MOST_ELEMENTS {
        return Value::unknown("an element by an index that is known only after apply");
    }
    Value::one_of(elements)
}

/// What is planned, with what the source knows of it.
fn refined(planned: Value, written: Value) -> Value {
    match (planned, written) {
        (Value::Attribute(attribute), written) => match written {
            Value::Unknown(unknown) if unknown.never_null => Value::Attribute(Attribute {
                never_null: true,
                ..attribute
            }),
            written if written.is_never_null() && !matches!(written, Value::Unknown(_)) => written,
            _ => Value::Attribute(attribute),
        },
        (Value::Map(planned), Value::Map(written)) => {
            Value::map(planned.iter().map(|(key, value)| {
                let value = value.clone();
                let value = match written.get(key) {
                    Some(written) => refined(value, written.clone()),
                    None => value,
                };
                (Arc::clone(key), value)
            }))
        }
        (Value::List(planned), Value::List(written)) if planned.len() == written.len() => {
            let pairs = planned.iter().zip(written.iter());
            Value::list(pairs.map(|(planned, written)| refined(planned.clone(), written.clone())))
        }
        (planned, _) => planned,
    }
}

/// The keys that a `count` or `for_each` gives; `None` where they are not known.
pub(super) fn keys_of(value: &Value, counted: bool) -> Option<Vec<Key>> {
    match value {
        Value::Number(number) if counted => {
            let count = number.as_index().filter(|count| *count <= 100_000)?;
            Some((0..count).map(Key::Index).collect())
        }
        Value::Text(text) if counted => {
            let count: usize = text.parse().ok().filter(|count| *count <= 100_000)?;
            Some((0..count).map(Key::Index).collect())
        }
        Value::Map(entries) if !counted => Some(entries.keys().cloned().map(Key::Name).collect()),
        Value::Set(elements) | Value::List(elements) if !counted => elements
            .iter()
            .map(|element| element.as_text().cloned().map(Key::Name))
            .collect(),
        _ => None,
    }
}

/// What a step makes of each choice. A choice that fails is not the one: the apply would fail.
fn each_choice(choices: &[Value], mut step: impl FnMut(&Value) -> Evaluated) -> Evaluated {
    let mut values = Vec::with_capacity(choices.len());
    let mut failure = None;
    for choice in choices {
        match step(choice) {
            Ok(value) => values.push(value),
            Err(wrong) => failure = Some(wrong),
        }
    }
    match failure {
        Some(failure) if values.is_empty() => Err(failure),
        // `try` has to know that it may fail.
        Some(_) => Ok(Value::one_of(
            values.into_iter().chain([Value::unknown("it may fail")]),
        )),
        None => Ok(Value::one_of(values)),
    }
}

fn below(attribute: &Attribute, step: Step) -> Value {
    Value::Attribute(Attribute {
        of: attribute.of,
        path: attribute.path.iter().cloned().chain([step]).collect(),
        never_null: false,
        single: false,
    })
}

fn attribute_name<'t>(steps: &mut Steps<'t>) -> Result<&'t str, Failure> {
    match steps.next().map(|step| step.value()) {
        Some(TraversalOperator::GetAttr(name)) => Ok(name.as_str()),
        _ => Err(Failure::new("a name is missing behind the first one")),
    }
}

/// Where a resource instance stands in the configuration.
#[derive(Clone, Debug)]
pub struct Address {
    /// The module instance.
    pub at: ModuleAddress,
    /// Resource or data source.
    pub mode: Mode,
    /// Its type.
    pub kind: Arc<str>,
    /// The name of its block.
    pub name: Arc<str>,
    /// Its key.
    pub key: Option<Key>,
}
