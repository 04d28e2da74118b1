//! Random configurations, the same for the same seed.
//!
//! What is written in them is what people write and what plans show badly: locals, conditions on
//! what is unknown, null branches, derived names, rotated keys, splats, `try`, `dynamic` blocks.

mod expression;
mod policy;
mod resource;
mod target;

use std::collections::BTreeSet;

use crate::random::Random;
use crate::terraform::configuration::{Module, ModuleCall, Repetition, Variable};
use crate::terraform::expression::Expression;
use crate::terraform::value::Value;
use target::{Base, Keys, Target};

/// Texts that conditions compare names with. No literal name is one of them.
const COMPARED: [&str; 2] = ["lit-1", "lit-2"];
/// The same for the ids of launch templates.
const COMPARED_IDS: [&str; 2] = ["lt-1", "lt-2"];

/// How large a configuration becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// As people have them: modules, and a dozen instances.
    Usual,
    /// A profile, a role, a machine, so that every completion can be tried.
    Tiny,
}

/// A configuration.
pub(crate) fn configuration(seed: u64, size: Size) -> Module {
    let mut random = Random::new(seed);
    let mut generator = Generator::new(&mut random, size, 0);
    match size {
        Size::Usual => generator.usual(),
        Size::Tiny => generator.tiny(),
    }
    generator.module
}

/// Builds one module.
struct Generator<'r> {
    random: &'r mut Random,
    size: Size,
    /// How many modules this one is inside of.
    depth: usize,
    module: Module,
    /// What can be referred to.
    targets: Vec<Target>,
}

/// What is around an expression: the repetition of its block.
#[derive(Clone, Debug, Default)]
struct Around {
    keys: Keys,
    /// What `each.value` is good for: a slot's value itself, or an object with such a field.
    value: Option<(Slot, Option<String>)>,
}

/// What a place wants: an attribute that names a resource of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    kind: &'static str,
    attribute: &'static str,
}

const PROFILE: Slot = slot("aws_iam_instance_profile", "name");
const PROFILE_ARN: Slot = slot("aws_iam_instance_profile", "arn");
const ROLE: Slot = slot("aws_iam_role", "name");
const POLICY: Slot = slot("aws_iam_policy", "arn");
const TEMPLATE: Slot = slot("aws_launch_template", "id");
const TEMPLATE_NAME: Slot = slot("aws_launch_template", "name");
const LAUNCH_CONFIGURATION: Slot = slot("aws_launch_configuration", "name");
/// A policy document, as text.
const DOCUMENT: Slot = slot("aws_iam_policy_document", "json");
/// `required` or `optional`.
const TOKENS: Slot = slot("tokens", "tokens");

const fn slot(kind: &'static str, attribute: &'static str) -> Slot {
    Slot { kind, attribute }
}

impl<'r> Generator<'r> {
    fn new(random: &'r mut Random, size: Size, depth: usize) -> Generator<'r> {
        Generator {
            random,
            size,
            depth,
            module: Module::default(),
            targets: Vec::new(),
        }
    }

    fn usual(&mut self) {
        if self.random.percent(35) {
            self.identity_module();
        }
        for _ in 0..=self.random.below(3) {
            self.identity();
        }
        for _ in 0..self.random.below(3) {
            self.permission();
        }
        for _ in 0..self.random.below(3) {
            self.template();
        }
        for _ in 0..=self.random.below(3) {
            self.machine();
        }
        if self.random.percent(35) {
            self.machine_module();
        }
        if self.random.percent(30) {
            let value = self.slot(PROFILE, &Around::default(), 2);
            self.module.outputs.push(("profile".to_owned(), value));
        }
    }

    fn tiny(&mut self) {
        for _ in 0..self.random.below(2) {
            self.role();
        }
        for _ in 0..=self.random.below(2) {
            self.profile();
        }
        match self.random.below(5) {
            0 => self.attachment(),
            1 => {
                self.launch_template();
                self.instance();
            }
            2 => self.launch_configuration(),
            _ => self.instance(),
        }
    }

    /// Roles and profiles.
    fn identity(&mut self) {
        match self.random.below(6) {
            0 | 1 => self.role(),
            2 => {
                self.policy_document();
                self.role();
            }
            _ => self.profile(),
        }
    }

    /// What gives a role permissions.
    fn permission(&mut self) {
        match self.random.below(6) {
            0 => self.policy_document(),
            1 => self.policy(),
            2 => self.role_policy(),
            3 => self.shared_attachment(),
            _ => self.attachment(),
        }
    }

    fn template(&mut self) {
        match self.random.below(4) {
            0 => self.launch_configuration(),
            _ => self.launch_template(),
        }
    }

    fn machine(&mut self) {
        match self.random.below(7) {
            0 => self.spot_request(),
            1 | 2 => self.group(),
            _ => self.instance(),
        }
    }

    /// A module that makes roles and profiles, and says their names.
    fn identity_module(&mut self) {
        let name = fresh_name("identity", self.module.calls.len());
        let (repetition, around) = self.repetition(None);
        let mut inner = Generator::new(self.random, self.size, self.depth + 1);
        inner.role();
        inner.profile();
        if inner.random.percent(30) {
            inner.launch_template();
        }
        if inner.depth < 2 && inner.random.percent(15) {
            inner.identity_module();
        }
        for (slot, output) in [
            (PROFILE, "profile_name"),
            (PROFILE_ARN, "profile_arn"),
            (ROLE, "role"),
        ] {
            let value = inner.slot(slot, &Around::default(), 2);
            inner.module.outputs.push((output.to_owned(), value));
        }
        let module = inner.module;
        for (slot, output) in [
            (PROFILE, "profile_name"),
            (PROFILE_ARN, "profile_arn"),
            (ROLE, "role"),
        ] {
            self.targets.push(Target {
                slot,
                base: Base::Output {
                    call: name.clone(),
                    output: output.to_owned(),
                },
                keys: around.keys.clone(),
            });
        }
        self.module.calls.push(ModuleCall {
            name,
            repetition,
            arguments: Vec::new(),
            module,
        });
    }

    /// A module that makes machines of what it is given.
    fn machine_module(&mut self) {
        let name = fresh_name("machines", self.module.calls.len());
        let (repetition, around) = self.repetition(Some(PROFILE));
        let mut arguments = Vec::new();
        let mut variables = Vec::new();
        for (slot, variable) in [
            (PROFILE, "profile"),
            (TEMPLATE, "template"),
            (TOKENS, "tokens"),
        ] {
            let optional = self.random.percent(40);
            variables.push(Variable {
                name: variable.to_owned(),
                default: optional.then_some(Value::Null),
            });
            if !optional || self.random.percent(50) {
                arguments.push((variable.to_owned(), self.slot(slot, &around, 2)));
            }
        }
        let mut inner = Generator::new(self.random, self.size, self.depth + 1);
        inner.module.variables = variables;
        for (slot, variable) in [
            (PROFILE, "profile"),
            (TEMPLATE, "template"),
            (TOKENS, "tokens"),
        ] {
            inner.targets.push(Target {
                slot,
                base: Base::Variable(variable.to_owned()),
                keys: Keys::None,
            });
        }
        if inner.random.percent(30) {
            inner.launch_template();
        }
        inner.machine();
        let module = inner.module;
        self.module.calls.push(ModuleCall {
            name,
            repetition,
            arguments,
            module,
        });
    }

    /// `count` or `for_each`, and what it gives the block that has it. What `each.value` then is
    /// may suit a slot.
    fn repetition(&mut self, wanted: Option<Slot>) -> (Repetition, Around) {
        let plain = || (Repetition::Once, Around::default());
        match self.random.below(100) {
            0..=59 => plain(),
            60..=79 => {
                let count = self.random.weighted(&[(1, 0), (4, 1), (5, 2), (1, 3)]);
                let expression = self.count(count);
                let keys = Keys::Count(count);
                (Repetition::Count(expression), Around { keys, value: None })
            }
            80..=87 => {
                let keys = self.keys();
                let texts = keys.iter().map(|key| Expression::text(key)).collect();
                let set = Expression::Call(
                    crate::terraform::function::Function::ToSet,
                    vec![Expression::List(texts)],
                );
                let keys = Keys::Each(keys);
                (Repetition::ForEach(set), Around { keys, value: None })
            }
            88..=94 => match wanted {
                Some(slot) => self.each_of_map(slot),
                None => plain(),
            },
            _ => match wanted.and_then(|slot| self.each_of_target(slot)) {
                Some(found) => found,
                None => plain(),
            },
        }
    }

    /// `for_each` over a map of values for a slot.
    fn each_of_map(&mut self, slot: Slot) -> (Repetition, Around) {
        let keys = self.keys();
        let wrapped = self.random.percent(40);
        let fields = keys.iter().map(|key| {
            let value = self.slot(slot, &Around::default(), 1);
            let value = if wrapped {
                Expression::Object(vec![("use".to_owned(), value)])
            } else {
                value
            };
            (key.clone(), value)
        });
        let map = Expression::Object(fields.collect());
        let map = if self.random.percent(30) {
            self.named(map)
        } else {
            map
        };
        let around = Around {
            keys: Keys::Each(keys),
            value: Some((slot, wrapped.then(|| "use".to_owned()))),
        };
        (Repetition::ForEach(map), around)
    }

    /// `for_each` over the instances of something that has keys.
    fn each_of_target(&mut self, slot: Slot) -> Option<(Repetition, Around)> {
        let keyed: Vec<Target> = self
            .targets
            .iter()
            .filter(|target| target.slot.kind == slot.kind && matches!(target.keys, Keys::Each(_)))
            .filter(|target| !matches!(target.base, Base::Variable(_)))
            .cloned()
            .collect();
        if keyed.is_empty() {
            return None;
        }
        let target = self.random.pick(&keyed).clone();
        let (over, field) = match &target.base {
            Base::Output { call, output } => {
                (Expression::path(&format!("module.{call}")), output.clone())
            }
            Base::Resource { data, name } => {
                let data = if *data { "data." } else { "" };
                let path = format!("{data}{}.{name}", target.slot.kind);
                (Expression::path(&path), slot.attribute.to_owned())
            }
            Base::Variable(_) => return None,
        };
        let around = Around {
            keys: target.keys.clone(),
            value: Some((target.slot_for(slot), Some(field))),
        };
        Some((Repetition::ForEach(over), around))
    }

    /// A number of instances, as an expression.
    fn count(&mut self, count: usize) -> Expression {
        let number = Expression::number(i64::try_from(count).unwrap_or(1));
        match self.random.below(5) {
            0 => {
                let value = Value::Number(i64::try_from(count).unwrap_or(1));
                self.constant_variable("count", value)
            }
            1 if count < 2 => {
                let flag = self.constant_variable("create", Value::Bool(count == 1));
                Expression::conditional(flag, Expression::number(1), Expression::number(0))
            }
            2 => {
                let items = (0..count).map(|at| Expression::text(&format!("z{at}")));
                Expression::Call(
                    crate::terraform::function::Function::Length,
                    vec![Expression::List(items.collect())],
                )
            }
            _ => number,
        }
    }

    fn keys(&mut self) -> Vec<String> {
        let all: &[&str] = match self.random.below(4) {
            0 => &["a"],
            1 => &["b", "c"],
            _ => &["a", "b"],
        };
        all.iter().map(|&key| key.to_owned()).collect()
    }

    /// A variable with a value that the plan knows; in a called module that is its default.
    fn constant_variable(&mut self, stem: &str, value: Value) -> Expression {
        let name = fresh_name(stem, self.module.variables.len());
        self.module.variables.push(Variable {
            name: name.clone(),
            default: Some(value),
        });
        Expression::path(&format!("var.{name}"))
    }

    /// A local with this value.
    fn named(&mut self, value: Expression) -> Expression {
        let name = format!("l{}", self.module.locals.len());
        self.module.locals.push((name.clone(), value));
        Expression::path(&format!("local.{name}"))
    }
}

/// A name that nothing else of its kind has.
fn fresh_name(stem: &str, count: usize) -> String {
    format!("{stem}{count}")
}

/// The texts that the conditions of a configuration compare with.
pub(crate) fn compared(root: &Module) -> Vec<String> {
    let mut found = BTreeSet::new();
    let mut open = root.expressions();
    while let Some(expression) = open.pop() {
        if let Expression::Equal { sides, .. } = expression {
            for side in sides.iter() {
                if let Expression::Literal(Value::Text(text)) = side
                    && !text.is_empty()
                {
                    found.insert(text.to_string());
                }
            }
        }
        open.extend(expression.parts());
    }
    found.into_iter().collect()
}
