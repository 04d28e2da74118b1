//! What Terraform applies only after a resource: by references, by `depends_on`, and by the
//! `depends_on`, `count` and `for_each` of the modules around.
//!
//! Only what is certain counts. What a local or a function hides orders things too, and nobody can
//! see it.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use super::address::{Step, Traversal, parse};
use super::expression::{self, Expression};
use super::memo::Memo;
use super::plan::{Plan, Resource};
use crate::input::{Defect, Json, Key, Mode, Module, ModuleCall, ModulePath, Shape};

/// Which blocks wait for which, and the answers that were given.
#[derive(Default)]
pub(super) struct Order<'p> {
    waiting: OnceLock<Result<Waiting<'p>, Defect>>,
    /// Who waits for a resource, by its place in memory: an index never outlives it.
    after: Memo<usize, HashSet<Point<'p>>>,
}

/// For each point of the configuration, what waits for it.
type Waiting<'p> = HashMap<Point<'p>, Vec<Point<'p>>>;

/// Something that can wait, or be waited for. The path of a module has no keys.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Point<'p> {
    /// All instances of a resource block.
    Block(Path, Block<'p>),
    /// One instance of a resource block.
    Instance(Path, Block<'p>, Key<'p>),
    /// The making of any instance of a resource block.
    Making(Path, Block<'p>),
    Variable(Path, &'p str),
    Output(Path, &'p str),
    /// Everything in a module, as `depends_on = [module.m]` means it.
    Module(Path),
    /// What everything in a module waits for.
    Call(Path),
}

/// `module.a.module.b`, and empty for the root.
type Path = Arc<str>;

/// Mode, type and name.
type Block<'p> = (Mode, &'p str, &'p str);

impl<'p> Plan<'p> {
    /// Whether Terraform makes or changes a resource certainly after another one.
    pub fn is_after(&self, later: Resource<'p>, earlier: Resource<'p>) -> Result<bool, Defect> {
        let Some(path) = path_of(later) else {
            return Ok(false);
        };
        let making = Point::Making(path, block_of(later));
        Ok(self.all_after(earlier)?.contains(&making))
    }

    fn all_after(&self, earlier: Resource<'p>) -> Result<Arc<HashSet<Point<'p>>>, Defect> {
        let place = std::ptr::from_ref(earlier).addr();
        self.order.after.get_or_find(&place, || {
            let waiting = self.order.waiting.get_or_init(|| self.waiting());
            let waiting = waiting.as_ref().map_err(Clone::clone)?;
            let mut open = Vec::new();
            if let Some(path) = path_of(earlier) {
                let block = block_of(earlier);
                if let Some(key) = &earlier.key {
                    open.push(Point::Instance(Arc::clone(&path), block, key.clone()));
                }
                open.push(Point::Block(path, block));
            }
            let mut found = HashSet::new();
            while let Some(point) = open.pop() {
                let next = waiting.get(&point).into_iter().flatten();
                open.extend(next.filter(|next| found.insert((*next).clone())).cloned());
            }
            Ok(found)
        })
    }

    /// The whole configuration, once.
    fn waiting(&self) -> Result<Waiting<'p>, Defect> {
        let mut graph = Graph::default();
        if let Some(configuration) = self.document.configuration() {
            let mut open = vec![(Path::from(""), configuration.root())];
            while let Some((path, module)) = open.pop() {
                graph.module(&path, module)?;
                for (name, call) in module.calls() {
                    if let Some(inner) = call.module() {
                        open.push((below(&path, name), inner));
                    }
                }
            }
        }
        Ok(graph.waiting)
    }
}

/// The points of a configuration, while they are collected.
#[derive(Default)]
struct Graph<'p> {
    waiting: Waiting<'p>,
}

/// Where a reference stands.
#[derive(Clone, Copy)]
struct Place<'a, 'p> {
    path: &'a Path,
    module: &'p Module<'p>,
}

impl<'p> Graph<'p> {
    fn module(&mut self, path: &Path, module: &'p Module<'p>) -> Result<(), Defect> {
        let here = Place { path, module };
        let own = |point: fn(Path) -> Point<'p>| point(Arc::clone(path));
        for (mode, kind, name, block) in module.resources() {
            let resource = (mode, kind, name);
            let making = Point::Making(Arc::clone(path), resource);
            let expressions = [block.expressions(), block.count(), block.for_each()];
            self.expressions(&making, expressions, here)?;
            self.depends_on(&making, block.depends_on(), here)?;
            self.add(&making, own(Point::Call));
            let all = Point::Block(Arc::clone(path), resource);
            self.add(&all, making);
            self.add(&own(Point::Module), all);
        }
        for (name, expression) in module.outputs() {
            let output = Point::Output(Arc::clone(path), name);
            self.expressions(&output, [expression], here)?;
        }
        for (name, call) in module.calls() {
            self.call(name, call, here)?;
        }
        Ok(())
    }

    fn call(
        &mut self,
        name: &'p str,
        call: &'p ModuleCall<'p>,
        here: Place<'_, 'p>,
    ) -> Result<(), Defect> {
        let inner = below(here.path, name);
        let around = Point::Call(Arc::clone(&inner));
        self.expressions(&around, [call.count(), call.for_each()], here)?;
        self.depends_on(&around, call.depends_on(), here)?;
        self.add(&around, Point::Call(Arc::clone(here.path)));
        self.add(
            &Point::Module(Arc::clone(here.path)),
            Point::Module(Arc::clone(&inner)),
        );
        let Some(arguments) = call.expressions() else {
            return Ok(());
        };
        let Shape::Object(arguments) = arguments.shape()? else {
            return Ok(());
        };
        let Some(module) = call.module() else {
            return Ok(());
        };
        for (name, _) in module.variables() {
            let variable = Point::Variable(Arc::clone(&inner), name);
            self.expressions(&variable, [arguments.get(name)], here)?;
        }
        Ok(())
    }

    /// A point waits for everything that expressions refer to.
    fn expressions(
        &mut self,
        waits: &Point<'p>,
        expressions: impl IntoIterator<Item = Option<Json<'p>>>,
        here: Place<'_, 'p>,
    ) -> Result<(), Defect> {
        for arguments in expressions.into_iter().flatten() {
            for json in expression::all_within(arguments)? {
                if let Expression::References(heads) = expression::read(json)? {
                    for head in &heads {
                        self.reference(waits, head, here);
                    }
                }
            }
        }
        Ok(())
    }

    fn depends_on(
        &mut self,
        waits: &Point<'p>,
        addresses: Option<Json<'p>>,
        here: Place<'_, 'p>,
    ) -> Result<(), Defect> {
        let Some(addresses) = addresses else {
            return Ok(());
        };
        let Shape::Array(addresses) = addresses.shape()? else {
            return Ok(());
        };
        for address in addresses {
            let Shape::Text(text) = address.shape()? else {
                continue;
            };
            let Some(steps) = parse(&text) else { continue };
            if let [Step::Name(word), Step::Name(name)] = &steps[..]
                && word == "module"
            {
                self.add(waits, Point::Module(below(here.path, name)));
                continue;
            }
            let text = text.into_owned();
            self.reference(waits, &Traversal { steps, text }, here);
        }
        Ok(())
    }

    fn reference(&mut self, waits: &Point<'p>, head: &Traversal, here: Place<'_, 'p>) {
        let name = |at: usize| head.steps.get(at).and_then(Step::name);
        let path = Arc::clone(here.path);
        match (name(0), name(1)) {
            (Some("var"), Some(variable)) => {
                if let Some((name, _)) = here.module.variables().find(|(name, _)| *name == variable)
                {
                    self.add(waits, Point::Variable(path, name));
                }
            }
            (Some("module"), Some(call)) => self.output(waits, call, &head.steps[2..], here),
            (Some("data"), Some(kind)) => {
                if let Some(name) = name(2) {
                    self.block(waits, (Mode::Data, kind, name), head.steps.get(3), here);
                }
            }
            (Some(kind), Some(name)) => {
                self.block(waits, (Mode::Managed, kind, name), head.steps.get(2), here);
            }
            _ => {}
        }
    }

    /// `module.m.out`, and `module.m`, which is all of its outputs.
    fn output(&mut self, waits: &Point<'p>, call: &str, steps: &[Step], here: Place<'_, 'p>) {
        let path = below(here.path, call);
        let Some(module) = here.module.call(call).and_then(ModuleCall::module) else {
            return;
        };
        let named = steps.iter().find_map(Step::name);
        for (name, _) in module.outputs() {
            if named.is_none_or(|named| named == name) {
                self.add(waits, Point::Output(Arc::clone(&path), name));
            }
        }
    }

    fn block(
        &mut self,
        waits: &Point<'p>,
        (mode, kind, name): (Mode, &str, &str),
        key: Option<&Step>,
        here: Place<'_, 'p>,
    ) {
        let Some(block) = here.module.resource(mode, kind, name) else {
            return;
        };
        let block = block.identity();
        let path = Arc::clone(here.path);
        let key = match key {
            Some(Step::Index(index)) => Some(Key::Number(index.to_string().into())),
            Some(Step::Key(key)) => Some(Key::Text(key.clone().into())),
            _ => None,
        };
        let Some(key) = key else {
            self.add(waits, Point::Block(path, block));
            return;
        };
        let instance = Point::Instance(Arc::clone(&path), block, key);
        self.add(&instance, Point::Making(path, block));
        self.add(waits, instance);
    }

    fn add(&mut self, waits: &Point<'p>, waits_for: Point<'p>) {
        self.waiting
            .entry(waits_for)
            .or_default()
            .push(waits.clone());
    }
}

fn below(path: &Path, name: &str) -> Path {
    if path.is_empty() {
        format!("module.{name}").into()
    } else {
        format!("{path}.module.{name}").into()
    }
}

fn path_of(resource: Resource<'_>) -> Option<Path> {
    let module = ModulePath::parse(&resource.module_address)?;
    Some(module.without_keys().into())
}

fn block_of(resource: Resource<'_>) -> Block<'_> {
    (resource.mode, &resource.kind, &resource.name)
}
