//! Makes a configuration smaller as long as it still shows what is wrong.

use crate::terraform::configuration::{Body, Module, Repetition};
use crate::terraform::expression::Expression;

/// Tries this many smaller configurations.
const TRIES: usize = 3000;

/// The smallest configuration found that still shows it.
pub(crate) fn shrink(root: &Module, shows: impl Fn(&Module) -> bool) -> Module {
    let mut smallest = root.clone();
    let (mut at, mut tries) = (0, 0);
    while tries < TRIES {
        let mut smaller = smallest.clone();
        let mut edit = Edit { skip: at };
        if !edit.module(&mut smaller) {
            return smallest;
        }
        tries += 1;
        if shows(&smaller) {
            // What was at this place is gone, and the next thing stands there.
            smallest = smaller;
        } else {
            at += 1;
        }
    }
    smallest
}

/// One edit of all that are possible: so many before it are skipped.
struct Edit {
    skip: usize,
}

impl Edit {
    /// Whether it is this edit's turn.
    fn now(&mut self) -> bool {
        if self.skip == 0 {
            return true;
        }
        self.skip -= 1;
        false
    }

    /// Takes one thing out of a list.
    fn remove<T>(&mut self, list: &mut Vec<T>) -> bool {
        for at in (0..list.len()).rev() {
            if self.now() {
                list.remove(at);
                return true;
            }
        }
        false
    }

    fn module(&mut self, module: &mut Module) -> bool {
        self.remove(&mut module.calls)
            || self.remove(&mut module.resources)
            || self.remove(&mut module.outputs)
            || self.remove(&mut module.locals)
            || self.remove(&mut module.variables)
            || module.resources.iter_mut().any(|resource| {
                self.repetition(&mut resource.repetition) || self.body(&mut resource.body)
            })
            || module.calls.iter_mut().any(|call| {
                self.repetition(&mut call.repetition)
                    || self.remove(&mut call.arguments)
                    || self.values(&mut call.arguments)
                    || self.module(&mut call.module)
            })
            || self.values(&mut module.locals)
            || self.values(&mut module.outputs)
    }

    fn repetition(&mut self, repetition: &mut Repetition) -> bool {
        match repetition {
            Repetition::Once => false,
            Repetition::Count(of) | Repetition::ForEach(of) => {
                if self.now() {
                    *repetition = Repetition::Once;
                    return true;
                }
                self.expression(of)
            }
        }
    }

    fn body(&mut self, body: &mut Body) -> bool {
        self.remove(&mut body.blocks)
            || self.remove(&mut body.arguments)
            || body.blocks.iter_mut().any(|block| {
                if block.dynamic.is_some() && self.now() {
                    block.dynamic = None;
                    return true;
                }
                block
                    .dynamic
                    .as_mut()
                    .is_some_and(|over| self.expression(over))
                    || self.body(&mut block.body)
            })
            || self.values(&mut body.arguments)
    }

    fn values(&mut self, values: &mut [(String, Expression)]) -> bool {
        values.iter_mut().any(|(_, value)| self.expression(value))
    }

    /// Puts a part of an expression in its place, or makes a part of it simpler.
    fn expression(&mut self, expression: &mut Expression) -> bool {
        for at in 0..expression.parts().len() {
            if self.now() {
                *expression = expression.parts()[at].clone();
                return true;
            }
        }
        if let Expression::List(items) = expression
            && self.remove(items)
        {
            return true;
        }
        if let Expression::Object(fields) = expression
            && self.remove(fields)
        {
            return true;
        }
        let parts = expression.parts_mut();
        parts.into_iter().any(|part| self.expression(part))
    }
}
