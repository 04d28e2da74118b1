//! References to outputs of modules.

use std::rc::Rc;

use super::address::{Step, Traversal};
use super::leaf::Scope;
use super::modules::ModuleId;
use super::walk::{Walk, split_key, step_is};
use crate::input::{Defect, Key};

impl<'p> Walk<'_, 'p> {
    /// `module.m.out`, `module.m["k"].out`
    pub(super) fn module(
        &mut self,
        head: &Traversal,
        scope: &Scope<'p>,
        keyed: bool,
        rest: &[Step],
    ) -> Result<(), Defect> {
        let Some(name) = head.steps.get(1).and_then(Step::name) else {
            return self.unreadable(head);
        };
        let Some(call) = scope.module.call(name) else {
            return self.unreadable(head);
        };
        let (key, behind) = split_key(&head.steps[2..]);
        let Some(inner) = call.module() else {
            return self.unreadable(head);
        };
        let Some(output) = behind.first().and_then(Step::name) else {
            return self.lost_output(
                name,
                inner,
                scope,
                if keyed { scope.key.as_ref() } else { None },
            );
        };
        let Some(expression) = inner.output(output) else {
            return self.unreadable(head);
        };
        let rest: Vec<Step> = behind[1..].iter().chain(rest).cloned().collect();
        self.via
            .push(format!("output `{output}` of `module.{name}`"));
        let called: Vec<(Option<Key<'p>>, ModuleId)> = match scope.instance {
            Some(instance) => self
                .plan
                .modules()
                .called(instance, name)
                .filter(|(known, _)| key.is_none() || step_is(key, *known))
                .map(|(known, id)| (known.cloned(), id))
                .collect(),
            None => Vec::new(),
        };
        if called.len() > 1 && !keyed {
            self.opaque(format!("which instance of `module.{name}` is meant"));
            return Ok(());
        }
        let same = called.iter().find(|(known, _)| *known == scope.key);
        let chosen = if called.len() > 1 {
            same
        } else {
            called.first()
        };
        let below = Scope {
            module: inner,
            instance: chosen.map(|(_, id)| *id),
            caller: chosen.is_none().then(|| Rc::new(scope.clone())),
            called: Some(name.to_owned()),
            key: None,
            for_each: None,
        };
        self.expression(expression, &below, &rest)
    }
}
