//! Calls of built-in functions: their arguments, and what only the engine can answer.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::frame::Frame;
use super::operand::{Kind, Operand};
use super::partial::{Partial, partial};
use crate::function::{self, Body, Function, OpenList, ResourceFunction};
use crate::input::Key;
use crate::program::Term;
use crate::reference::{Resource, State};
use crate::value::{Basis, Missing, Number, Trouble, Value};

impl<'e, 'p> Evaluator<'e, 'p> {
    pub(super) fn call(
        &self,
        function: &'static Function,
        arguments: &'e [Term],
        frame: &Frame<'e, 'p>,
    ) -> Evaluated<'p> {
        self.burn(2)?;
        let mut operands = Vec::with_capacity(arguments.len());
        for argument in arguments {
            let operand = self.evaluate(argument, frame)?;
            self.read(&operand);
            operands.push(operand);
        }
        match function.body {
            Body::Plain(body) => self.plain(function, body, &operands),
            Body::List(body) if takes_policy(function) => self.open_list(function, body, &operands),
            Body::List(body) => self.list_of_list(function, body, &operands),
            Body::Places(body) => {
                let list = self.list_of_list(function, body, &operands)?;
                Ok(self.told(list))
            }
            Body::Resource(function) => self.resource_function(function, &operands),
        }
    }

    fn plain(
        &self,
        function: &'static Function,
        body: fn(&[Value]) -> Result<Value, Trouble>,
        operands: &[Operand<'p>],
    ) -> Evaluated<'p> {
        let (values, basis) = self.arguments(function, operands)?;
        let mut sensitive = operands.iter().any(Operand::is_sensitive);
        let result = match operands.first().filter(|_| takes_policy(function)) {
            Some(document) => {
                let said = self.ask_policy(document, |document| body(&with(&values, document)));
                said.map(|said| {
                    sensitive |= said.sensitive;
                    (said.answer, basis.and(said.basis))
                })
            }
            None => body(&values).map(|result| (result, basis)),
        };
        let (result, basis) = match result {
            Ok((Value::Unknown(missing), basis)) if sensitive => {
                (Value::Unknown(unquoted(&missing)), basis)
            }
            Ok(result) => result,
            Err(trouble) if sensitive => return Err(unquoted_trouble(function.name, &trouble)),
            Err(trouble) => return Err(trouble),
        };
        Ok(Operand {
            sensitive,
            ..Operand::data(result)
        }
        .resting_on(basis))
    }

    /// A function that gives a list of which not every member may be known.
    fn open_list(
        &self,
        function: &'static Function,
        body: fn(&[Value]) -> Result<OpenList, Trouble>,
        operands: &[Operand<'p>],
    ) -> Evaluated<'p> {
        let (values, basis) = self.arguments(function, operands)?;
        let Some(document) = operands.first() else {
            return Ok(partial(Partial::default()));
        };
        let sensitive = operands.iter().any(Operand::is_sensitive);
        let said = match self.list_policy(document, |document| body(&with(&values, document))) {
            Ok(said) => said,
            Err(trouble) if sensitive => return Err(unquoted_trouble(function.name, &trouble)),
            Err(trouble) => return Err(trouble),
        };
        let mut list = said.answer;
        if sensitive || said.sensitive {
            list.open = list.open.map(|missing| unquoted(&missing));
        }
        for element in &mut list.definite {
            element.value.sensitive |= sensitive;
        }
        Ok(partial(list).resting_on(said.basis.and(basis)))
    }

    /// The arguments as plain data, and what they rest on; a policy document is read when it is
    /// asked.
    fn arguments(
        &self,
        function: &'static Function,
        operands: &[Operand<'p>],
    ) -> Result<(Vec<Value>, Basis), Trouble> {
        let mut values = Vec::with_capacity(operands.len());
        let mut basis = Basis::KNOWN;
        for (operand, parameter) in operands.iter().zip(function.parameters) {
            let (value, rests_on) = match parameter.kind {
                function::Kind::Policy => (Value::NULL, operand.basis),
                kind => self.argument(operand, kind)?,
            };
            values.push(value);
            basis = basis.and(rests_on);
        }
        self.burn(u64::try_from(values.len()).unwrap_or(1))?;
        Ok((values, basis))
    }

    /// A list that nobody writes is empty for functions too, where they take one.
    pub(super) fn argument(
        &self,
        operand: &Operand<'p>,
        kind: function::Kind,
    ) -> Result<(Value, Basis), Trouble> {
        use function::Kind as Wanted;
        let takes_list = matches!(
            kind,
            Wanted::Any | Wanted::List | Wanted::Numbers | Wanted::Map | Wanted::Countable
        );
        if takes_list
            && let Kind::Node(node) = &operand.kind
            && matches!(node.state(), State::Unknown)
        {
            let list = self.as_list(operand)?;
            if list.is_certain() && list.definite.is_empty() {
                return Ok((Value::list([]), list.basis));
            }
        }
        Ok((operand.value()?, operand.basis))
    }

    fn resource_function(
        &self,
        function: ResourceFunction,
        operands: &[Operand<'p>],
    ) -> Evaluated<'p> {
        let Some(first) = operands.first() else {
            return Ok(Operand::data(Value::NULL));
        };
        self.note_sensitive(&operands.iter().skip(1).collect::<Vec<_>>());
        match function {
            ResourceFunction::Before => return self.before(first),
            ResourceFunction::LaunchTemplate => return self.launch_template(first),
            ResourceFunction::Planned => return self.planned(first),
            ResourceFunction::Undigested => return self.undigested(first),
            _ => {}
        }
        if let Kind::Thing(thing) = &first.kind {
            return Ok(Operand::data(match function {
                ResourceFunction::Address => Value::text(thing.address.as_str()),
                ResourceFunction::Name => Value::text(thing.name.as_str()),
                ResourceFunction::Type => Value::text(thing.kind),
                _ => Value::NULL,
            }));
        }
        let resource = match &first.kind {
            Kind::Resource(resource, _) => *resource,
            Kind::Node(node) => node.instance,
            Kind::Partial(list) => {
                let of_member = |member: &Operand<'p>| {
                    let mut inner = operands.to_vec();
                    if let Some(first) = inner.first_mut() {
                        *first = member.clone();
                    }
                    self.resource_function(function, &inner)
                };
                return Ok(partial(list.map(of_member)?));
            }
            Kind::Data(Value::List(items)) if items.is_empty() => {
                return Ok(partial(Partial::default()));
            }
            Kind::Data(Value::Unknown(missing)) => {
                return Ok(Operand::data(Value::Unknown(Arc::clone(missing))));
            }
            _ => {
                return Err(Trouble::new(
                    "R702",
                    format!("a resource is needed here, found {}", first.words()),
                ));
            }
        };
        if let (ResourceFunction::MetadataDefault, Some(option)) = (function, operands.get(1)) {
            return self.metadata_default(resource, option);
        }
        let name = operands.get(1).map(Operand::value).transpose()?;
        Ok(Operand::data(self.of_resource(function, resource, name)))
    }

    fn of_resource(
        &self,
        function: ResourceFunction,
        resource: Resource<'p>,
        name: Option<Value>,
    ) -> Value {
        match function {
            ResourceFunction::Address => Value::text(&*resource.address),
            ResourceFunction::Type => Value::text(&*resource.kind),
            ResourceFunction::Name => Value::text(&*resource.name),
            ResourceFunction::Module => Value::text(&*resource.module_address),
            ResourceFunction::Key => match &resource.key {
                None => Value::NULL,
                Some(Key::Text(key)) => Value::text(&**key),
                Some(Key::Number(number)) => {
                    Number::parse(number).map_or(Value::NULL, Value::Number)
                }
            },
            ResourceFunction::Provider => match self.plan.provider_key(resource) {
                Some(key) => Value::text(key),
                None => Value::text(&*resource.provider_name),
            },
            ResourceFunction::Actions => Value::list(resource.actions.words().map(Value::from)),
            ResourceFunction::HasAttribute => {
                let Some(Value::Text(name)) = name else {
                    return Value::Bool(false);
                };
                let schema = self.plan.schema(resource);
                let known = schema.is_some_and(|block| {
                    block.attribute(&name).is_some() || block.block(&name).is_some()
                });
                let root = self.plan.existing(resource);
                let planned = root
                    .attribute(&name)
                    .is_ok_and(|node| !matches!(node.state(), State::NotInPlan));
                Value::Bool(known || planned)
            }
            ResourceFunction::Before
            | ResourceFunction::LaunchTemplate
            | ResourceFunction::MetadataDefault
            | ResourceFunction::Planned
            | ResourceFunction::Undigested => Value::NULL,
        }
    }

    /// `planned(xs)`: the members that this plan shows, as a list that ends there. What may be one
    /// of them, and nobody can say which, stays.
    fn planned(&self, list: &Operand<'p>) -> Evaluated<'p> {
        let list = self.as_list(list)?;
        // Members that the list has for certain may lie outside only where it is open.
        let at_least = match list.open {
            Some(_) => list.definite.len(),
            None => list.at_least,
        };
        Ok(partial(Partial {
            at_least,
            open: list.open.filter(|_| !list.elsewhere),
            elsewhere: false,
            ..list
        }))
    }
}

/// Whether the first argument of a function is a policy document.
fn takes_policy(function: &Function) -> bool {
    let first = function.parameters.first();
    first.is_some_and(|parameter| parameter.kind == function::Kind::Policy)
}

/// The arguments with the document in the first place.
fn with(values: &[Value], document: Value) -> Vec<Value> {
    let others = values.iter().skip(1).cloned();
    [document].into_iter().chain(others).collect()
}

/// What is missing, without words that may quote a sensitive value.
pub(super) fn unquoted(missing: &Missing) -> Arc<Missing> {
    let what = "something that was made of a sensitive value".to_owned();
    Arc::new(Missing {
        what,
        ..missing.clone()
    })
}

/// A mistake in the data, without words that may quote a sensitive value.
pub(super) fn unquoted_trouble(function: &str, trouble: &Trouble) -> Trouble {
    let message = format!("`{function}` cannot work with the sensitive value that it was given");
    Trouble::new(trouble.code, message)
}
