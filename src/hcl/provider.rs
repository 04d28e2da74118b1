//! Which provider configuration of the root module a module inherits.

use std::sync::Arc;

use hcl_edit::expr::{Expression, ObjectKey, TraversalOperator};

use super::module::Module;
use super::project::Project;

impl Project {
    /// The provider configuration of the root module that a module's local name stands for, as a
    /// plan's keys are written: `aws`, `aws.partner`. The module is named by the calls that lead to
    /// it, from the root.
    ///
    /// `None` where a module on the way cannot be read, configures the provider itself, or is not
    /// given what it asks for.
    pub fn inherited_provider(&self, module: &[Arc<str>], local: &str) -> Option<String> {
        let mut names = module;
        let mut key = local.to_owned();
        while let Some((last, above)) = names.split_last() {
            let here = self.module(names)?;
            let caller = self.module(above)?;
            let name = key.split('.').next().unwrap_or_default();
            if here.incomplete.is_some() || here.configures(name) {
                return None;
            }
            let call = caller.calls.get(last)?;
            key = match Module::argument(&call.it, "providers") {
                Some(providers) => given(providers, &key)?,
                // What has no alias is inherited by its name.
                None if !key.contains('.') => key,
                None => return None,
            };
            names = above;
        }
        Some(key)
    }
}

/// What a `providers` argument gives for a local name.
fn given(providers: &Expression, local: &str) -> Option<String> {
    let Expression::Object(entries) = providers else {
        return None;
    };
    let found = entries.iter().find(|(key, _)| {
        let key = match key {
            ObjectKey::Ident(name) => Some(name.as_str().to_owned()),
            ObjectKey::Expression(expression) => words(expression),
        };
        key.as_deref() == Some(local)
    });
    match found {
        Some((_, value)) => words(value.expr()),
        // Once a call says what it gives, the rest is still inherited by name, if it has no alias.
        None if !local.contains('.') => Some(local.to_owned()),
        None => None,
    }
}

/// `aws` or `aws.partner`
fn words(expression: &Expression) -> Option<String> {
    match expression {
        Expression::Variable(name) => Some(name.as_str().to_owned()),
        Expression::String(name) => Some(name.as_str().to_owned()),
        Expression::Traversal(traversal) => {
            let Expression::Variable(name) = &traversal.expr else {
                return None;
            };
            let [step] = &traversal.operators[..] else {
                return None;
            };
            let TraversalOperator::GetAttr(alias) = step.value() else {
                return None;
            };
            Some(format!("{}.{}", name.as_str(), alias.as_str()))
        }
        _ => None,
    }
}
