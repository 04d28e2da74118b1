//! `each.value`: one element of what a block or call goes over.

use super::address::{Step, Traversal};
use super::expression::{self, Expression};
use super::leaf::{Leaf, Scope};
use super::walk::{Target, Walk};
use crate::input::{Defect, Key, Mode};
use crate::value::{Assumption, Basis};

impl<'p> Walk<'_, 'p> {
    /// `each.value`: one element of what the block or call goes over.
    pub(super) fn each_value(&mut self, scope: &Scope<'p>, rest: &[Step]) -> Result<(), Defect> {
        let Some(key) = &scope.key else {
            self.opaque("the plan JSON does not say what `each.value` is".to_owned());
            return Ok(());
        };
        let hidden = "the plan JSON does not record what `for_each` goes over".to_owned();
        let Some(for_each) = scope.for_each else {
            self.opaque(hidden);
            return Ok(());
        };
        let Expression::References(heads) = expression::read(for_each)? else {
            // A literal map is known; a function's result is hidden.
            let constant = matches!(expression::read(for_each)?, Expression::Constant(_));
            if constant {
                self.list.push(Leaf::Known { of: None });
            } else {
                self.opaque(hidden);
            }
            return Ok(());
        };
        let [head] = &heads[..] else {
            self.opaque(hidden);
            return Ok(());
        };
        self.element_of(head, scope, key, rest)
    }

    /// The element with this key of what a `for_each` refers to.
    fn element_of(
        &mut self,
        head: &Traversal,
        scope: &Scope<'p>,
        key: &Key<'p>,
        rest: &[Step],
    ) -> Result<(), Defect> {
        let step = match key {
            Key::Number(_) => None,
            Key::Text(text) => Some(Step::Key(text.to_string())),
        };
        let outer = Scope {
            for_each: None,
            ..scope.clone()
        };
        let extended = |steps: &[Step]| -> Vec<Step> {
            steps
                .iter()
                .cloned()
                .chain(step.clone())
                .chain(rest.iter().cloned())
                .collect()
        };
        let name = |at: usize| head.steps.get(at).and_then(Step::name);
        match (name(0), name(1), head.steps.len()) {
            (Some("var"), Some(variable), _) => {
                self.variable(variable, &outer, &extended(&head.steps[2..]))
            }
            (Some("module"), Some(call), 2) if self.is_key_of_call(call, scope, key) => {
                let before = self.list.len();
                let steps = [&head.steps[..], &extended(&[])].concat();
                let chained = Traversal {
                    text: head.text.clone(),
                    steps,
                };
                self.module(&chained, &outer, false, &[])?;
                self.assume_same_key(before);
                Ok(())
            }
            (Some(kind), Some(block), 2)
                if !matches!(kind, "local" | "data" | "each" | "module")
                    && self.is_key_of_block(kind, block, scope, key) =>
            {
                let before = self.list.len();
                let steps = extended(&[]);
                let target = Target {
                    mode: Mode::Managed,
                    kind,
                    block,
                    rest: &steps,
                };
                self.resource(&target, &outer, false, &[])?;
                self.assume_same_key(before);
                Ok(())
            }
            _ => {
                self.opaque(format!(
                    "the plan JSON does not say what `{}` holds",
                    head.text
                ));
                Ok(())
            }
        }
    }

    /// Whether a module call has an instance of this key. If it has none, its instances are not
    /// gone over as they are: a `for` expression gives them other keys, or they are values of a map.
    fn is_key_of_call(&self, call: &str, scope: &Scope<'p>, key: &Key<'p>) -> bool {
        scope.instance.is_some_and(|instance| {
            let mut called = self.plan().modules().called(instance, call);
            called.any(|(known, _)| known == Some(key))
        })
    }

    /// The same of a resource block.
    fn is_key_of_block(&self, kind: &str, block: &str, scope: &Scope<'p>, key: &Key<'p>) -> bool {
        let target = Target {
            mode: Mode::Managed,
            kind,
            block,
            rest: &[],
        };
        let instances = self.instances(&target, scope);
        instances
            .iter()
            .any(|resource| resource.key.as_ref() == Some(key))
    }

    fn assume_same_key(&mut self, from: usize) {
        for leaf in &mut self.list[from..] {
            if let Leaf::Identity { basis, .. } = leaf {
                *basis = basis.and(Basis::assuming(Assumption::SameKey));
            }
        }
    }
}
