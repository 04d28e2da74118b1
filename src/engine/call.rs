//! Calls of built-in functions: arguments, policy documents, and what only the engine can answer.

use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::frame::Frame;
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial, partial};
use super::trace::What;
use crate::function::{self, Body, Function, ResourceFunction};
use crate::input::{Key, Mode};
use crate::program::Term;
use crate::reference::{Resource, State, View};
use crate::value::{Basis, Missing, Number, Trouble, Value};

const POLICY_DOCUMENT: &str = "aws_iam_policy_document";

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
            Body::Resource(function) => self.resource_function(function, &operands),
        }
    }

    fn plain(
        &self,
        function: &'static Function,
        body: fn(&[Value]) -> Result<Value, Trouble>,
        operands: &[Operand<'p>],
    ) -> Evaluated<'p> {
        let mut values = Vec::with_capacity(operands.len());
        let mut basis = operands.iter().fold(Basis::KNOWN, |b, o| b.and(o.basis));
        for (operand, parameter) in operands.iter().zip(function.parameters) {
            values.push(match parameter.kind {
                function::Kind::Policy => {
                    let (document, assumed) = self.policy(operand)?;
                    basis = basis.and(assumed);
                    document
                }
                _ => self.argument(operand)?,
            });
        }
        self.burn(u64::try_from(values.len()).unwrap_or(1))?;
        let sensitive = operands.iter().any(Operand::is_sensitive);
        let result = match body(&values) {
            Ok(Value::Unknown(missing)) if sensitive => Value::Unknown(unquoted(&missing)),
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

    /// A list that nobody writes is empty for functions too.
    fn argument(&self, operand: &Operand<'p>) -> Result<Value, Trouble> {
        if let Kind::Node(node) = &operand.kind
            && matches!(node.state(), State::Unknown)
        {
            let list = self.as_list(operand)?;
            if list.is_certain() && list.definite.is_empty() {
                return Ok(Value::list([]));
            }
        }
        operand.value()
    }

    /// A policy document: as text, as a decoded map, or as the data source that renders it; and
    /// what its being that one rests on.
    fn policy(&self, operand: &Operand<'p>) -> Result<(Value, Basis), Trouble> {
        let rendered = match &operand.kind {
            Kind::Resource(resource, _) => Some((*resource, Basis::KNOWN)),
            Kind::Node(node) if matches!(node.state(), State::Unknown) => {
                let edge = self.plan.forward(node, true, POLICY_DOCUMENT);
                let edge = edge.map_err(|wrong| self.defect(&wrong))?;
                match (&edge.definite[..], edge.possible.is_empty(), &edge.open) {
                    ([only], true, None) => Some((only.resource, only.basis)),
                    _ => None,
                }
            }
            Kind::Partial(list) if list.is_certain() && list.definite.len() == 1 => {
                match list.definite.first() {
                    Some(element) => return self.policy(&element.value),
                    None => None,
                }
            }
            _ => None,
        };
        Ok(match rendered {
            Some((resource, basis)) => (self.rendered(resource)?, basis),
            None => (operand.value()?, Basis::KNOWN),
        })
    }

    /// What a data source of a policy document renders, or what its statements say.
    fn rendered(&self, resource: Resource<'p>) -> Result<Value, Trouble> {
        if resource.mode != Mode::Data || resource.kind != POLICY_DOCUMENT {
            return Err(Trouble::new(
                "R702",
                format!("`{}` is no policy document", resource.address),
            ));
        }
        let root = self.plan.root(resource, View::After);
        let attribute = |name: &str| {
            root.attribute(&Arc::from(name))
                .map_err(|wrong| self.defect(&wrong))
        };
        let json = attribute("json")?;
        if let Some(recorder) = &self.recorder {
            recorder.read(&json);
        }
        self.note(|| What::Read(json.clone()));
        if matches!(json.state(), State::Known(_)) {
            return json.value().map_err(|wrong| self.defect(&wrong));
        }
        let statement = attribute("statement")?;
        self.note(|| What::Read(statement));
        let data = root.value().map_err(|wrong| self.defect(&wrong))?;
        function::iam::document_from_data(&data)
    }

    fn resource_function(
        &self,
        function: ResourceFunction,
        operands: &[Operand<'p>],
    ) -> Evaluated<'p> {
        let Some(first) = operands.first() else {
            return Ok(Operand::data(Value::NULL));
        };
        match function {
            ResourceFunction::Before => return self.before(first),
            ResourceFunction::LaunchTemplate => return self.launch_template(first),
            ResourceFunction::Planned => return self.planned(first),
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
                let mut found = Vec::new();
                for element in &list.definite {
                    let mut inner = operands.to_vec();
                    if let Some(first) = inner.first_mut() {
                        *first = element.value.clone();
                    }
                    let value = self.resource_function(function, &inner)?;
                    found.push(Element {
                        key: element.key.clone(),
                        value,
                    });
                }
                let open = (!list.is_certain()).then(|| list.missing());
                return Ok(partial(Partial {
                    open,
                    ..Partial::of(found)
                }));
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
            | ResourceFunction::Planned => Value::NULL,
        }
    }

    /// `planned(xs)`: the members that this plan shows, as a list that ends there.
    fn planned(&self, list: &Operand<'p>) -> Evaluated<'p> {
        let list = self.as_list(list)?;
        Ok(partial(Partial {
            at_least: list.definite.len(),
            definite: list.definite,
            possible: list.possible,
            open: None,
            basis: list.basis,
        }))
    }
}

/// What is missing, without words that may quote a sensitive value.
fn unquoted(missing: &Missing) -> Arc<Missing> {
    let what = "something that was made of a sensitive value".to_owned();
    Arc::new(Missing {
        what,
        ..missing.clone()
    })
}

/// A mistake in the data, without words that may quote a sensitive value.
fn unquoted_trouble(function: &str, trouble: &Trouble) -> Trouble {
    let message = format!("`{function}` cannot work with the sensitive value that it was given");
    Trouble::new(trouble.code, message)
}
