//! Follows references through variables and outputs to their ends.

use std::sync::Arc;

use super::address::{Step, Traversal};
use super::expression::{self, Expression};
use super::leaf::{Leaf, Leaves, Scope};
use super::node::{Node, State, View};
use super::plan::{Plan, Resource};
use crate::input::{Defect, Json, Key, Mode, Shape};
use crate::schema::links::{self, Link};
use crate::value::{Assumption, Basis};

/// References may lead through this many variables and outputs.
const DEPTH: usize = 64;
/// An expression may end in this many places.
const LEAVES: usize = 4096;

/// A walk along references, which collects where they end.
pub(super) struct Walk<'a, 'p> {
    pub(super) plan: &'a Plan<'p>,
    pub(super) list: Vec<Leaf<'p>>,
    pub(super) via: Vec<String>,
    depth: usize,
    /// What the attribute may name whose expression this is.
    link: Option<&'static Link>,
    /// It is asked what may be meant at all, and not which one.
    pub(super) looks_around: bool,
}

impl<'a, 'p> Walk<'a, 'p> {
    /// A walk that has not begun, from an attribute of this link.
    pub(super) fn new(plan: &'a Plan<'p>, link: Option<&'static Link>) -> Walk<'a, 'p> {
        Walk {
            plan,
            link,
            list: Vec::new(),
            via: Vec::new(),
            depth: 0,
            looks_around: false,
        }
    }

    /// Where it led.
    pub(super) fn into_leaves(self) -> Leaves<'p> {
        Leaves {
            list: self.list,
            via: self.via,
        }
    }

    pub(super) fn expression(
        &mut self,
        expression: Json<'p>,
        scope: &Scope<'p>,
        rest: &[Step],
    ) -> Result<(), Defect> {
        if self.depth == DEPTH || self.list.len() > LEAVES {
            self.opaque("more references than can be followed".to_owned());
            return Ok(());
        }
        self.depth += 1;
        match expression::read(expression)? {
            Expression::Constant(_) => self.list.push(Leaf::Known { of: None }),
            Expression::Hidden => {
                self.opaque("an expression that the plan JSON does not record".to_owned());
            }
            Expression::References(heads) => {
                let before = self.list.len();
                let in_object = heads.len() > 1 && !rest.is_empty();
                let mut heads = heads.iter().peekable();
                while let Some(head) = heads.next() {
                    // `p[count.index].name` is written down as `p`, `count.index`.
                    let key_follows = heads
                        .peek()
                        .is_some_and(|next| is_repetition_key(&next.steps));
                    let keyed = key_follows && names_no_attribute(&head.steps);
                    self.traversal(head, scope, keyed, rest)?;
                    if keyed {
                        heads.next();
                    }
                }
                if in_object {
                    self.keep_what_fits(before);
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn traversal(
        &mut self,
        head: &Traversal,
        scope: &Scope<'p>,
        keyed: bool,
        rest: &[Step],
    ) -> Result<(), Defect> {
        let steps = &head.steps;
        let name = |at: usize| steps.get(at).and_then(Step::name);
        match (name(0), name(1)) {
            (Some("var"), Some(variable)) => {
                let rest: Vec<Step> = steps[2..].iter().chain(rest).cloned().collect();
                self.variable(variable, scope, &rest)
            }
            (Some("each"), Some("value")) => {
                let rest: Vec<Step> = steps[2..].iter().chain(rest).cloned().collect();
                self.each_value(scope, &rest)
            }
            (Some("each" | "count" | "path" | "terraform" | "self"), _) => {
                self.list.push(Leaf::Known { of: None });
                Ok(())
            }
            (Some("local"), Some(local))
                if self.is_known_around(scope, &format!("local.{local}"))? =>
            {
                self.list.push(Leaf::Known { of: None });
                Ok(())
            }
            (Some("local"), Some(local)) => {
                self.opaque(format!(
                    "the plan JSON does not record what `local.{local}` is"
                ));
                Ok(())
            }
            (Some("module"), Some(_)) => self.module(head, scope, keyed, rest),
            (Some("data"), Some(kind)) => {
                let Some(block) = name(2) else {
                    return self.unreadable(head);
                };
                let target = Target {
                    mode: Mode::Data,
                    kind,
                    block,
                    rest: &steps[3..],
                };
                self.resource(&target, scope, keyed, rest)
            }
            (Some(kind), Some(block)) if kind != "ephemeral" => {
                let target = Target {
                    mode: Mode::Managed,
                    kind,
                    block,
                    rest: &steps[2..],
                };
                self.resource(&target, scope, keyed, rest)
            }
            _ => self.unreadable(head),
        }
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "it stands where every other end of a walk does"
    )]
    pub(super) fn unreadable(&mut self, head: &Traversal) -> Result<(), Defect> {
        self.opaque(format!(
            "the plan JSON does not say what `{}` is",
            head.text
        ));
        Ok(())
    }

    pub(super) fn plan(&self) -> &'a Plan<'p> {
        self.plan
    }

    /// What the attribute may name whose expression this is.
    pub(super) fn link(&self) -> Option<&'static Link> {
        self.link
    }

    pub(super) fn opaque(&mut self, what: String) {
        self.list.push(Leaf::Opaque { what });
    }

    pub(super) fn variable(
        &mut self,
        name: &str,
        scope: &Scope<'p>,
        rest: &[Step],
    ) -> Result<(), Defect> {
        if self.is_known_around(scope, &format!("var.{name}"))? {
            self.list.push(Leaf::Known { of: None });
            return Ok(());
        }
        let Some(caller) = self.caller(scope) else {
            let known = self.plan.document.variables().get(name).is_some()
                || scope
                    .module
                    .variable(name)
                    .is_some_and(|variable| variable.default.is_some());
            if known {
                self.list.push(Leaf::Known { of: None });
            } else {
                self.opaque(format!("the plan JSON has no value for `var.{name}`"));
            }
            return Ok(());
        };
        let module = scope.called.as_deref().unwrap_or_default();
        let argument = caller
            .module
            .call(module)
            .and_then(|call| call.expressions())
            .map(|expressions| expressions.shape())
            .transpose()?;
        let argument = match &argument {
            Some(Shape::Object(object)) => object.get(name),
            _ => None,
        };
        match argument {
            Some(expression) => {
                self.via.push(format!("`var.{name}` of `module.{module}`"));
                self.expression(expression, &caller, rest)
            }
            // A variable that the call leaves out has its default, which is always a constant.
            None => {
                self.list.push(Leaf::Known { of: None });
                Ok(())
            }
        }
    }

    /// The scope in which the module of this scope is called; `None` for the root module.
    fn caller(&self, scope: &Scope<'p>) -> Option<Scope<'p>> {
        if let Some(caller) = &scope.caller {
            return Some((**caller).clone());
        }
        let (parent, called, key) = self.plan.modules().get(scope.instance?).call.clone()?;
        let module = self.plan.modules().get(parent).configuration?;
        let (for_each, own) = (
            module.call(&called).and_then(|call| call.for_each()),
            parent,
        );
        let above = self
            .plan
            .modules()
            .get(own)
            .call
            .as_ref()
            .map(|(_, name, _)| name.clone());
        Some(Scope {
            module,
            instance: Some(own),
            caller: None,
            called: above,
            key,
            for_each,
        })
    }

    /// `aws_x.y.attr`, `aws_x.y[0].attr`, `data.t.n.attr`
    pub(super) fn resource(
        &mut self,
        target: &Target<'_>,
        scope: &Scope<'p>,
        keyed: bool,
        rest: &[Step],
    ) -> Result<(), Defect> {
        let found: Vec<Resource<'p>> = self.instances(target, scope);
        let (key, behind) = split_key(target.rest);
        let chosen: Vec<Resource<'p>> = match key {
            Some(_) => found
                .iter()
                .copied()
                .filter(|r| step_is(key, r.key.as_ref()))
                .collect(),
            None => found.clone(),
        };
        if chosen.is_empty() {
            if self.plan.is_whole() || target.mode == Mode::Data {
                self.list.push(Leaf::Dead {
                    kind: Some(target.kind.to_owned()),
                });
            } else {
                self.opaque(format!("{} is not in this incomplete plan", target.words()));
            }
            return Ok(());
        }
        let counted = key.is_none() && chosen.iter().any(|resource| resource.key.is_some());
        if !counted {
            let steps: Vec<Step> = behind.iter().chain(rest).cloned().collect();
            let Some(resource) = chosen.first() else {
                return Ok(());
            };
            return self.attribute(resource, &steps, Basis::KNOWN);
        }
        // The index was computed, so Terraform wrote down neither it nor the attribute.
        if !keyed && rest.is_empty() {
            self.lost_attribute(target, &chosen);
            return Ok(());
        }
        let (same, rest) = if keyed {
            let mut chosen = chosen.iter();
            (chosen.find(|resource| resource.key == scope.key), rest)
        } else {
            // `{ for k, p in aws_x.y : k => p.name }["a"]`
            let key = rest.first();
            let mut chosen = chosen.iter();
            let same = chosen.find(|resource| step_is(key, resource.key.as_ref()));
            (same, rest.get(1..).unwrap_or_default())
        };
        match same {
            Some(resource) => self.attribute(resource, rest, Basis::assuming(Assumption::SameKey)),
            // `p[lower(each.key)]` is another one of them, `try(p[each.key].name, null)` is none.
            None => {
                self.opaque(format!(
                    "the plan JSON does not record which {} is meant",
                    target.words()
                ));
                Ok(())
            }
        }
    }

    pub(super) fn instances(&self, target: &Target<'_>, scope: &Scope<'p>) -> Vec<Resource<'p>> {
        let address = scope
            .instance
            .and_then(|id| self.plan.modules().address(id));
        let Some(address) = address else {
            return Vec::new();
        };
        let named = self
            .plan
            .named((address, target.mode, target.kind, target.block));
        let live = named
            .iter()
            .filter(|r| r.deposed.is_none() && r.actions.exists_after());
        live.copied().collect()
    }

    fn attribute(
        &mut self,
        resource: Resource<'p>,
        steps: &[Step],
        basis: Basis,
    ) -> Result<(), Defect> {
        let Some(name) = steps.first().and_then(Step::name) else {
            return self.whole(resource, basis);
        };
        // Nothing is below a name or an ARN: further steps are those of an object around it.
        let identity = is_identity(resource, name);
        let (steps, around) = steps.split_at(if identity { 1 } else { steps.len() });
        let mut node = self.plan.root(resource, View::After);
        for step in steps {
            node = match step {
                Step::Name(name) | Step::Key(name) => node.attribute(&Arc::from(name.as_str()))?,
                Step::Index(index) => {
                    let at = usize::try_from(*index).unwrap_or(usize::MAX);
                    match node
                        .elements()?
                        .and_then(|(elements, _)| elements.into_iter().nth(at))
                    {
                        Some(element) => element,
                        None => break,
                    }
                }
            };
        }
        let known = matches!(node.state(), State::Known(_) | State::Null | State::Absent);
        if identity && !known && !around.is_empty() {
            self.list.push(Leaf::Part {
                what: format!(
                    "the plan JSON does not record which part of an object is {}",
                    node.subject()
                ),
            });
        }
        self.list.push(match (known, identity) {
            (true, _) => Leaf::Known { of: Some(resource) },
            (false, true) => Leaf::Identity {
                of: resource,
                basis,
            },
            (false, false) => Leaf::Unknown {
                of: Some(resource),
                attribute: (steps.len() == 1).then(|| name.to_owned()),
                what: node_words(&node),
            },
        });
        Ok(())
    }

    /// A resource without an attribute: Terraform up to 1.0 never wrote one, and later versions
    /// leave it out where the index was computed.
    fn whole(&mut self, resource: Resource<'p>, basis: Basis) -> Result<(), Defect> {
        if self.looks_around {
            self.any_of(&[resource]);
            return Ok(());
        }
        let same_key = !basis.is_known();
        if same_key || self.plan.document.references_lack_attributes() {
            let id = self
                .plan
                .root(resource, View::After)
                .attribute(&Arc::from("id"))?;
            self.list.push(match id.state() {
                State::Known(_) => Leaf::Known { of: Some(resource) },
                _ => Leaf::Identity {
                    of: resource,
                    basis,
                },
            });
        } else {
            self.opaque(format!(
                "the plan JSON does not record which attribute of `{}` is meant",
                resource.address
            ));
        }
        Ok(())
    }
}

fn node_words(node: &Node<'_>) -> String {
    format!("{} is known only after apply", node.subject())
}

/// What a traversal names.
pub(super) struct Target<'a> {
    pub(super) mode: Mode,
    pub(super) kind: &'a str,
    pub(super) block: &'a str,
    pub(super) rest: &'a [Step],
}

impl Target<'_> {
    pub(super) fn words(&self) -> String {
        match self.mode {
            Mode::Managed => format!("`{}.{}`", self.kind, self.block),
            Mode::Data => format!("`data.{}.{}`", self.kind, self.block),
        }
    }
}

fn is_identity(resource: Resource<'_>, attribute: &str) -> bool {
    resource.mode == Mode::Managed && links::identities(&resource.kind).contains(&attribute)
}

fn is_repetition_key(steps: &[Step]) -> bool {
    let word = |at: usize| steps.get(at).and_then(Step::name);
    matches!(
        (word(0), word(1)),
        (Some("each"), Some("key")) | (Some("count"), Some("index"))
    )
}

/// Whether a traversal ends at a resource block or module call.
fn names_no_attribute(steps: &[Step]) -> bool {
    match steps.first().and_then(Step::name) {
        Some("data") => steps.len() == 3,
        Some("var" | "local" | "each" | "count" | "path" | "terraform" | "self") | None => false,
        Some(_) => steps.len() == 2,
    }
}

/// The key in front of some steps, and the steps behind it.
pub(super) fn split_key(steps: &[Step]) -> (Option<&Step>, &[Step]) {
    match steps {
        [key @ (Step::Index(_) | Step::Key(_)), behind @ ..] => (Some(key), behind),
        _ => (None, steps),
    }
}

pub(super) fn step_is(step: Option<&Step>, key: Option<&Key<'_>>) -> bool {
    match (step, key) {
        (Some(Step::Index(index)), Some(Key::Number(number))) => **number == index.to_string(),
        (Some(Step::Key(text) | Step::Name(text)), Some(Key::Text(key))) => text == key,
        _ => false,
    }
}
