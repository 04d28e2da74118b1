//! One run over a configuration: it plans, or applies what was planned.
//!
//! Everything is computed when it is first needed, so that what something depends on comes first.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use super::block::{agrees, body, names_no_template};
use super::configuration::{Module, ModuleCall, Repetition, Resource};
use super::evaluate::{Names, evaluate};
use super::expression::Step;
use super::function::Function;
use super::making::Making;
use super::provider;
use super::value::{Evaluated, Invalid, Value, invalid};
use super::world::World;

/// Which instance of a block: none, a number of `count`, or a key of `for_each`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Key {
    None,
    Number(usize),
    Text(String),
}

/// A module instance.
pub(crate) struct Place<'c> {
    pub(crate) module: &'c Module,
    /// `module.a["k"].module.b`; empty for the root module.
    pub(crate) address: String,
    above: Option<(Rc<Place<'c>>, &'c ModuleCall, Each)>,
}

/// What `each` and `count` are.
#[derive(Clone)]
pub(crate) struct Each {
    pub(crate) key: Key,
    value: Value,
}

/// An instance of a resource or data source.
pub(crate) struct Instance {
    pub(crate) address: String,
    pub(crate) key: Key,
    /// What it is planned to be, or is.
    pub(crate) object: Value,
    /// A data source that is read only while applying.
    pub(crate) deferred: bool,
}

/// Whether a run plans or applies.
enum Phase<'c, 'w> {
    Plan,
    Apply {
        planned: &'w Run<'c, 'w>,
        world: &'w World,
    },
}

/// A run.
pub(crate) struct Run<'c, 'w> {
    phase: Phase<'c, 'w>,
    root: Rc<Place<'c>>,
    places: RefCell<HashMap<String, Places<'c>>>,
    instances: RefCell<HashMap<String, Rc<Vec<Instance>>>>,
    /// Values of locals, variables and outputs.
    named: RefCell<HashMap<String, Value>>,
    busy: RefCell<HashSet<String>>,
    impure: Cell<usize>,
}

/// A resource in a module instance, and its instances.
type Block<'c> = (Rc<Place<'c>>, &'c Resource, Rc<Vec<Instance>>);
type Places<'c> = Rc<Vec<(Key, Rc<Place<'c>>)>>;

impl<'c, 'w> Run<'c, 'w> {
    pub(crate) fn plan(root: &'c Module) -> Run<'c, 'w> {
        Run::new(root, Phase::Plan)
    }

    /// The apply of a plan, in a world that answers what the plan left open.
    pub(crate) fn apply(planned: &'w Run<'c, 'w>, world: &'w World) -> Run<'c, 'w> {
        Run::new(planned.root.module, Phase::Apply { planned, world })
    }

    fn new(root: &'c Module, phase: Phase<'c, 'w>) -> Run<'c, 'w> {
        let root = Place {
            module: root,
            address: String::new(),
            above: None,
        };
        Run {
            phase,
            root: Rc::new(root),
            places: RefCell::default(),
            instances: RefCell::default(),
            named: RefCell::default(),
            busy: RefCell::default(),
            impure: Cell::new(0),
        }
    }

    /// Every module instance, the root first.
    pub(crate) fn all_places(&self) -> Result<Vec<Rc<Place<'c>>>, Invalid> {
        let mut found = vec![Rc::clone(&self.root)];
        let mut at = 0;
        while let Some(place) = found.get(at).cloned() {
            for call in &place.module.calls {
                found.extend(
                    self.called(&place, call)?
                        .iter()
                        .map(|(_, place)| Rc::clone(place)),
                );
            }
            at += 1;
        }
        Ok(found)
    }

    /// Every instance, with its resource and module.
    pub(crate) fn all(&self) -> Result<Vec<Block<'c>>, Invalid> {
        let mut found = Vec::new();
        for place in self.all_places()? {
            for resource in &place.module.resources {
                let instances = self.of(&place, resource)?;
                found.push((Rc::clone(&place), resource, instances));
            }
        }
        Ok(found)
    }

    /// What the service refuses: two resources of one type with one name or id.
    pub(crate) fn refused(&self) -> Result<(), Invalid> {
        let mut known = HashSet::new();
        for (_, resource, instances) in self.all()? {
            let fields: &[&str] = match resource.kind.as_str() {
                _ if resource.data => &[],
                // Attaching once more changes nothing.
                "aws_iam_role_policy_attachment" => &[],
                // Its name is one of the role's, and its id has both.
                "aws_iam_role_policy" => &["id"],
                _ => &["id", "name"],
            };
            for (instance, field) in instances
                .iter()
                .flat_map(|one| fields.iter().map(move |field| (one, *field)))
            {
                let value = instance.object.field(field).to_text();
                if value.is_some() && !known.insert((resource.kind.as_str(), field, value)) {
                    return invalid("two of one name");
                }
            }
        }
        Ok(())
    }

    /// The outputs of the root module.
    pub(crate) fn outputs(&self) -> Result<Vec<(&'c str, Value)>, Invalid> {
        let root = Rc::clone(&self.root);
        let outputs = root.module.outputs.iter();
        outputs
            .map(|(name, _)| Ok((name.as_str(), self.output(&root, name)?)))
            .collect()
    }

    /// The instances of a resource in a module instance.
    pub(crate) fn of(
        &self,
        place: &Rc<Place<'c>>,
        resource: &'c Resource,
    ) -> Result<Rc<Vec<Instance>>, Invalid> {
        let address = join(&place.address, &resource.address());
        if let Some(known) = self.instances.borrow().get(&address) {
            return Ok(Rc::clone(known));
        }
        self.enter(&address)?;
        let scope = Scope::of(self, place);
        let mut instances = Vec::new();
        for each in self.repeat(&resource.repetition, &scope)? {
            let key = each.key.clone();
            let address = format!("{address}{}", key.brackets());
            let scope = Scope {
                each: Some(each),
                ..scope.clone()
            };
            instances.push(self.instance(resource, address, key, &scope)?);
        }
        self.busy.borrow_mut().remove(&address);
        let instances = Rc::new(instances);
        self.instances
            .borrow_mut()
            .insert(address, Rc::clone(&instances));
        Ok(instances)
    }

    fn instance(
        &self,
        resource: &'c Resource,
        address: String,
        key: Key,
        scope: &Scope<'_, 'c, 'w>,
    ) -> Result<Instance, Invalid> {
        let schema = provider::schema(resource);
        let config = provider::typed(schema, &body(&resource.body, scope)?)?;
        let known = config.is_wholly_known();
        let (object, deferred) = match &self.phase {
            Phase::Plan if resource.data && known => (provider::read(resource, &config)?, false),
            Phase::Plan => (provider::plan(resource, schema, &config), resource.data),
            Phase::Apply { .. } if resource.data => (provider::read(resource, &config)?, false),
            Phase::Apply { planned, world } => {
                if names_no_template(&config) {
                    return invalid("a template without id and name");
                }
                let uses = ["launch_template", "mixed_instances_policy"];
                let templates = if uses.iter().all(|block| config.field(block).is_empty()) {
                    Vec::new()
                } else {
                    self.templates()?
                };
                let making = Making {
                    resource,
                    address: &address,
                    world,
                    templates: &templates,
                };
                let made = making.make(schema, &config);
                let planned = planned.of(&scope.place, resource)?;
                let before = planned.iter().find(|instance| instance.key == key);
                assert!(
                    before.is_some_and(|before| agrees(&before.object, &made)),
                    "the model of the provider planned {before:?} for {address} and made {made:?}",
                    before = before.map(|before| &before.object),
                );
                (made, false)
            }
        };
        Ok(Instance {
            address,
            key,
            object,
            deferred,
        })
    }

    /// The launch templates of the configuration. A machine that names one by a literal is made
    /// after it, or could not be made.
    fn templates(&self) -> Result<Vec<Value>, Invalid> {
        let mut found = Vec::new();
        for place in self.all_places()? {
            let resources = place.module.resources.iter();
            for template in resources.filter(|resource| resource.kind == "aws_launch_template") {
                let instances = self.of(&place, template)?;
                found.extend(instances.iter().map(|instance| instance.object.clone()));
            }
        }
        Ok(found)
    }

    /// The instances of the module that a call makes.
    fn called(&self, place: &Rc<Place<'c>>, call: &'c ModuleCall) -> Result<Places<'c>, Invalid> {
        let address = join(&place.address, &format!("module.{}", call.name));
        if let Some(known) = self.places.borrow().get(&address) {
            return Ok(Rc::clone(known));
        }
        self.enter(&address)?;
        let mut places = Vec::new();
        for each in self.repeat(&call.repetition, &Scope::of(self, place))? {
            let key = each.key.clone();
            let inner = Place {
                module: &call.module,
                address: format!("{address}{}", key.brackets()),
                above: Some((Rc::clone(place), call, each)),
            };
            places.push((key, Rc::new(inner)));
        }
        self.busy.borrow_mut().remove(&address);
        let places = Rc::new(places);
        self.places.borrow_mut().insert(address, Rc::clone(&places));
        Ok(places)
    }

    fn repeat(
        &self,
        repetition: &Repetition,
        scope: &Scope<'_, 'c, 'w>,
    ) -> Result<Vec<Each>, Invalid> {
        let each = |key, value| Each { key, value };
        match repetition {
            Repetition::Once => Ok(vec![each(Key::None, Value::Null)]),
            Repetition::Count(count) => match evaluate(count, scope)? {
                Value::Number(count) => {
                    let count = usize::try_from(count).unwrap_or_default();
                    Ok((0..count)
                        .map(|at| each(Key::Number(at), Value::Null))
                        .collect())
                }
                _ => invalid("count must be a known number"),
            },
            Repetition::ForEach(over) => match evaluate(over, scope)? {
                Value::Object(fields) => Ok(fields
                    .iter()
                    .map(|(key, value)| each(Key::Text(key.clone()), value.clone()))
                    .collect()),
                Value::List(items) => items
                    .iter()
                    .map(|item| match item {
                        Value::Text(key) => Ok(each(Key::Text(key.to_string()), item.clone())),
                        _ => invalid("for_each needs known texts"),
                    })
                    .collect(),
                _ => invalid("for_each must be known"),
            },
        }
    }

    fn variable(&self, place: &Rc<Place<'c>>, name: &str) -> Evaluated {
        let Some(variable) = place.module.variables.iter().find(|v| v.name == name) else {
            return invalid(format!("there is no var.{name}"));
        };
        let default = || match &variable.default {
            Some(value) => Ok(value.clone()),
            None => invalid(format!("var.{name} has no value")),
        };
        let Some((above, call, each)) = &place.above else {
            return default();
        };
        let Some((_, argument)) = call.arguments.iter().find(|(given, _)| given == name) else {
            return default();
        };
        let id = format!("{}:var.{name}", place.address);
        self.once(&id, || {
            let scope = Scope {
                each: Some(each.clone()),
                ..Scope::of(self, above)
            };
            evaluate(argument, &scope)
        })
    }

    fn local(&self, place: &Rc<Place<'c>>, name: &str) -> Evaluated {
        let Some((_, value)) = place.module.locals.iter().find(|(local, _)| local == name) else {
            return invalid(format!("there is no local.{name}"));
        };
        let id = format!("{}:local.{name}", place.address);
        self.once(&id, || evaluate(value, &Scope::of(self, place)))
    }

    fn output(&self, place: &Rc<Place<'c>>, name: &str) -> Evaluated {
        let Some((_, value)) = place
            .module
            .outputs
            .iter()
            .find(|(output, _)| output == name)
        else {
            return invalid(format!("there is no output {name}"));
        };
        let id = format!("{}:output.{name}", place.address);
        self.once(&id, || evaluate(value, &Scope::of(self, place)))
    }

    fn once(&self, id: &str, compute: impl FnOnce() -> Evaluated) -> Evaluated {
        if let Some(known) = self.named.borrow().get(id) {
            return Ok(known.clone());
        }
        self.enter(id)?;
        let value = compute()?;
        self.busy.borrow_mut().remove(id);
        self.named.borrow_mut().insert(id.to_owned(), value.clone());
        Ok(value)
    }

    fn enter(&self, id: &str) -> Result<(), Invalid> {
        if self.busy.borrow_mut().insert(id.to_owned()) {
            Ok(())
        } else {
            invalid(format!("{id} depends on itself"))
        }
    }
}

impl Key {
    /// As it stands in an address.
    pub(crate) fn brackets(&self) -> String {
        match self {
            Key::None => String::new(),
            Key::Number(at) => format!("[{at}]"),
            Key::Text(key) => format!("[{key:?}]"),
        }
    }

    fn value(&self) -> Value {
        match self {
            Key::None => Value::Null,
            Key::Number(at) => Value::index(*at),
            Key::Text(key) => Value::text(key),
        }
    }
}

/// Where an expression stands.
#[derive(Clone)]
struct Scope<'r, 'c, 'w> {
    run: &'r Run<'c, 'w>,
    place: Rc<Place<'c>>,
    each: Option<Each>,
}

impl<'r, 'c, 'w> Scope<'r, 'c, 'w> {
    fn of(run: &'r Run<'c, 'w>, place: &Rc<Place<'c>>) -> Scope<'r, 'c, 'w> {
        Scope {
            run,
            place: Rc::clone(place),
            each: None,
        }
    }

    /// All instances of a block as one value: an object, a list or a map of them.
    fn together(repetition: &Repetition, items: Vec<(Key, Value)>) -> Evaluated {
        Ok(match repetition {
            Repetition::Once => match items.into_iter().next() {
                Some((_, value)) => value,
                None => return invalid("no instance"),
            },
            Repetition::Count(_) => {
                Value::list(items.into_iter().map(|(_, value)| value).collect())
            }
            Repetition::ForEach(_) => {
                let fields = items.into_iter().filter_map(|(key, value)| match key {
                    Key::Text(key) => Some((key, value)),
                    _ => None,
                });
                Value::object(fields.collect())
            }
        })
    }

    fn resource(&self, data: bool, kind: &str, name: &str) -> Evaluated {
        let Some(resource) = self.place.module.resource(data, kind, name) else {
            return invalid(format!("there is no {kind}.{name}"));
        };
        let instances = self.run.of(&self.place, resource)?;
        let items = instances
            .iter()
            .map(|instance| (instance.key.clone(), instance.object.clone()));
        Scope::together(&resource.repetition, items.collect())
    }

    fn module(&self, name: &str) -> Evaluated {
        let Some(call) = self.place.module.call(name) else {
            return invalid(format!("there is no module.{name}"));
        };
        let mut items = Vec::new();
        for (key, place) in self.run.called(&self.place, call)?.iter() {
            let mut outputs = BTreeMap::new();
            for (output, _) in &call.module.outputs {
                outputs.insert(output.clone(), self.run.output(place, output)?);
            }
            items.push((key.clone(), Value::object(outputs)));
        }
        Scope::together(&call.repetition, items)
    }
}

impl Names for Scope<'_, '_, '_> {
    fn root(&self, steps: &[Step]) -> Result<(Value, usize), Invalid> {
        let name = |at: usize| match steps.get(at) {
            Some(Step::Name(name)) => name.as_str(),
            _ => "",
        };
        let each = || match &self.each {
            Some(each) => Ok(each),
            None => invalid("there is no each here"),
        };
        Ok(match (name(0), name(1)) {
            ("var", variable) => (self.run.variable(&self.place, variable)?, 2),
            ("local", local) => (self.run.local(&self.place, local)?, 2),
            ("each", "key") | ("count", "index") => (each()?.key.value(), 2),
            ("each", "value") => (each()?.value.clone(), 2),
            ("module", module) => (self.module(module)?, 2),
            ("data", kind) => (self.resource(true, kind, name(2))?, 3),
            (kind, name) => (self.resource(false, kind, name)?, 2),
        })
    }

    fn impure(&self, function: Function) -> Value {
        match &self.run.phase {
            Phase::Plan => Value::some_unknown(),
            Phase::Apply { world, .. } => {
                let count = self.run.impure.get() + 1;
                self.run.impure.set(count);
                Value::text(&world.fresh(&format!("{}-{count}", function.name())))
            }
        }
    }
}

/// Two parts of an address.
pub(crate) fn join(above: &str, below: &str) -> String {
    match above {
        "" => below.to_owned(),
        above => format!("{above}.{below}"),
    }
}
