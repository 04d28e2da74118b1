//! What an input holds that rules can be about, and why a rule is not about it.

use std::collections::BTreeMap;

use super::operand::{Kind, Operand};
use super::select::{Subject, address_of, document, is_in_module, is_selected, things};
use crate::input::{InputKind, Mode};
use crate::program::{Rule, Selector};
use crate::reference::{Plan, Resource, View};

/// Something that rules can be about.
enum Thing<'p> {
    Resource(Resource<'p>),
    /// Something else, in a word: an output.
    Other(&'static str),
}

/// The addresses of everything that any rule can be about, in order.
pub(super) fn addresses(plan: &Plan<'_>, input: &str) -> Vec<String> {
    everything(plan, input).into_keys().collect()
}

/// Why a rule does not judge what has an address, as a sentence without its full stop; `None` if
/// nothing has that address.
pub(super) fn why(rule: &Rule, plan: &Plan<'_>, input: &str, address: &str) -> Option<String> {
    let thing = everything(plan, input).remove(address)?;
    let on = rule
        .about
        .on
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let resource = match thing {
        Thing::Other(kind) => {
            return Some(format!(
                "the rule is about `{on}`, and `{address}` is {kind}"
            ));
        }
        Thing::Resource(resource) => resource,
    };
    let kind = &resource.kind;
    let matches = |selector: &Selector| match (selector, resource.mode) {
        (Selector::Resource(kinds), Mode::Managed) | (Selector::Data(kinds), Mode::Data) => {
            kinds.matches(kind)
        }
        _ => false,
    };
    let actions = resource.actions.words().collect::<Vec<_>>().join(", ");
    Some(if !rule.selectors.iter().any(matches) {
        let data = match resource.mode {
            Mode::Data => "data source ",
            Mode::Managed => "",
        };
        format!("the rule is about `{on}`, and this is the {data}type `{kind}`")
    } else if !is_in_module(rule, resource) {
        format!("the rule is about `{on}`, and this is in another module")
    } else if !rule.when.0.is_empty() && !is_selected(&rule.when, resource) {
        format!("the rule is about `{on}`, and what the plan does here is: {actions}")
    } else if resource.deposed.is_some() {
        "it is a deposed object, and a rule without `when` is about what stays after apply"
            .to_owned()
    } else {
        format!(
            "it does not exist after apply (the plan does: {actions}), and a rule without `when` \
             is about what does"
        )
    })
}

/// What has an address, as rules see it: after apply if it exists then, else as it is now.
pub(super) fn subject<'p>(plan: &Plan<'p>, input: &str, address: &str) -> Option<Subject<'p>> {
    if plan.document.kind == InputKind::Other {
        return (address == input).then(|| document(plan, input));
    }
    let of_plan = plan.document.instances.iter();
    let mut resources = of_plan.chain(plan.document.prior());
    let Some(resource) = resources.find(|one| address_of(one) == address) else {
        return things(plan).into_iter().find(|one| one.address == address);
    };
    let view = if resource.actions.exists_after() {
        View::After
    } else {
        View::Before
    };
    Some(Subject {
        address: address.to_owned(),
        previous_address: None,
        operand: Operand::resource(resource, view),
    })
}

fn everything<'p>(plan: &Plan<'p>, input: &str) -> BTreeMap<String, Thing<'p>> {
    let mut all = BTreeMap::new();
    let of_plan = plan.document.instances.iter();
    for resource in of_plan.chain(plan.document.prior()) {
        let address = address_of(resource);
        // What is planned comes first and hides what was.
        all.entry(address).or_insert(Thing::Resource(resource));
    }
    if plan.document.kind == InputKind::Other {
        all.insert(input.to_owned(), Thing::Other("a document"));
        return all;
    }
    for Subject {
        address, operand, ..
    } in things(plan)
    {
        if let Kind::Thing(thing) = &operand.kind {
            all.insert(address, Thing::Other(thing.kind));
        }
    }
    all
}
