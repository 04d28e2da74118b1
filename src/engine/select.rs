//! Which subjects a rule has in an input.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::credential;
use super::operand::{Kind, Operand, Thing};
use super::provider;
use crate::input::{InputKind, Json, Mode, ModulePath, Shape};
use crate::program::{Rule, Selector, TypeMatcher, When};
use crate::reference::{Plan, Resource, View};
use crate::syntax::ast::Action;
use crate::value::{Missing, Reason, Value};

/// Something that a rule judges.
pub(super) struct Subject<'p> {
    pub(super) address: String,
    pub(super) previous_address: Option<String>,
    pub(super) operand: Operand<'p>,
}

/// The subjects of a rule, in the order of their addresses.
pub(super) fn subjects<'p>(rule: &Rule, plan: &Plan<'p>, input: &str) -> Vec<Subject<'p>> {
    let mut subjects = Vec::new();
    let other = plan.document.kind == InputKind::Other;
    for selector in &rule.selectors {
        match selector {
            Selector::Document if other => subjects.push(document(plan, input)),
            Selector::Document => {}
            // A rule about Terraform says nothing of an input that is not Terraform's.
            _ if other => {}
            Selector::Resource(kinds) => resources(rule, plan, kinds, Mode::Managed, &mut subjects),
            Selector::Data(kinds) => resources(rule, plan, kinds, Mode::Data, &mut subjects),
            Selector::Module(source) => modules(plan, &|text| source.is_match(text), &mut subjects),
            Selector::Plan => subjects.push(the_plan()),
            Selector::Output => outputs(plan, &mut subjects),
            Selector::Provider => provider::subjects(plan, &mut subjects),
        }
    }
    subjects.sort_by(|a, b| a.address.cmp(&b.address));
    // One resource may fit several selectors of one rule.
    subjects.dedup_by(|a, b| match (&a.operand.kind, &b.operand.kind) {
        (Kind::Resource(one, _), Kind::Resource(other, _)) => std::ptr::eq(*one, *other),
        _ => false,
    });
    subjects
}

fn resources<'p>(
    rule: &Rule,
    plan: &Plan<'p>,
    kinds: &TypeMatcher,
    mode: Mode,
    subjects: &mut Vec<Subject<'p>>,
) {
    let exact;
    let matching: Vec<Arc<str>> = match kinds {
        TypeMatcher::Exact(kind) => {
            exact = Arc::clone(kind);
            vec![exact]
        }
        TypeMatcher::Glob(glob) => plan
            .kinds(mode == Mode::Data)
            .into_iter()
            .filter(|kind| glob.is_match(&**kind))
            .collect(),
    };
    for kind in matching {
        for resource in plan.selectable(mode, &kind) {
            if !is_selected(&rule.when, resource) || !is_in_module(rule, resource) {
                continue;
            }
            let leaving = rule.when.only_leaving() || !resource.actions.exists_after();
            let view = if leaving { View::Before } else { View::After };
            subjects.push(Subject {
                address: address_of(resource),
                previous_address: resource.previous_address.as_ref().map(ToString::to_string),
                operand: Operand::resource(resource, view),
            });
        }
    }
}

/// The address of an object; a deposed one has its key.
pub(super) fn address_of(resource: Resource<'_>) -> String {
    match &resource.deposed {
        Some(key) => format!("{} deposed {key}", resource.address),
        None => resource.address.to_string(),
    }
}

/// Everything that is no resource and that rules can be about.
pub(super) fn things<'p>(plan: &Plan<'p>) -> Vec<Subject<'p>> {
    let mut subjects = vec![the_plan()];
    outputs(plan, &mut subjects);
    provider::subjects(plan, &mut subjects);
    modules(plan, &|_| true, &mut subjects);
    subjects
}

/// Without `when`: everything that exists after apply, and nothing that is only left over.
pub(super) fn is_selected(when: &When, resource: Resource<'_>) -> bool {
    let actions = &resource.actions;
    if when.0.is_empty() {
        return actions.exists_after() && resource.deposed.is_none();
    }
    when.0.iter().any(|action| match action {
        Action::Create => actions.contains_create(),
        Action::Update => actions.contains_update(),
        Action::Replace => actions.is_replace(),
        Action::Delete => actions.contains_delete(),
        Action::Read => actions.contains_read(),
        Action::Forget => actions.contains_forget(),
        Action::Noop => actions.is_noop(),
        Action::Any => true,
    })
}

pub(super) fn is_in_module(rule: &Rule, resource: Resource<'_>) -> bool {
    let Some(pattern) = &rule.in_module else {
        return true;
    };
    let Some(path) = ModulePath::parse(&resource.module_address) else {
        return false;
    };
    let names: Vec<&str> = path.steps().map(|(name, _)| name).collect();
    pattern.matches(&names)
}

pub(super) fn thing<'p>(
    address: &str,
    name: &str,
    kind: &'static str,
    value: Value,
) -> Subject<'p> {
    let followed = BTreeMap::new();
    subject(Thing {
        address: address.to_owned(),
        name: name.to_owned(),
        kind,
        value,
        followed,
    })
}

pub(super) fn subject<'p>(thing: Thing) -> Subject<'p> {
    Subject {
        address: thing.address.clone(),
        previous_address: None,
        operand: Operand::new(Kind::Thing(Rc::new(thing))),
    }
}

fn the_plan<'p>() -> Subject<'p> {
    thing("plan", "plan", "the plan", Value::NULL)
}

/// The whole of an input that is not Terraform's.
pub(super) fn document<'p>(plan: &Plan<'p>, input: &str) -> Subject<'p> {
    let value = plan.document.root().map(|root| root.to_value());
    let value = match value {
        Some(Ok(value)) => value,
        Some(Err(defect)) => unknown(Reason::Value, defect.into_message()),
        None => Value::NULL,
    };
    thing(input, input, "a document", value)
}

fn outputs<'p>(plan: &Plan<'p>, subjects: &mut Vec<Subject<'p>>) {
    for output in plan.document.outputs() {
        let value = match output.value.map(Json::to_value) {
            _ if output.unknown => unknown(
                Reason::Value,
                format!("`output.{}` is known only after apply", output.name),
            ),
            Some(Ok(value)) => value,
            Some(Err(defect)) => unknown(Reason::Value, defect.into_message()),
            None => Value::NULL,
        };
        let has_credential = credential::is_in(&value);
        let entries = [
            (Arc::from("value"), value),
            (Arc::from("sensitive"), Value::Bool(output.sensitive)),
        ];
        let address = format!("output.{}", output.name);
        let mut subject = thing(&address, &output.name, "an output", Value::map(entries));
        subject.operand.sensitive = output.sensitive || has_credential;
        subjects.push(subject);
    }
}

fn modules<'p>(plan: &Plan<'p>, is_wanted: &dyn Fn(&str) -> bool, subjects: &mut Vec<Subject<'p>>) {
    let Some(configuration) = plan.document.configuration() else {
        return;
    };
    let mut open = vec![(String::new(), configuration.root())];
    while let Some((prefix, module)) = open.pop() {
        for (name, call) in module.calls() {
            let address = format!("{prefix}module.{name}");
            if call.source.as_ref().is_some_and(|source| is_wanted(source)) {
                let mut entries = BTreeMap::new();
                if let Some(expressions) = call.expressions() {
                    arguments(expressions, &mut entries, &format!("`{address}`"));
                }
                let text = |text: &Option<std::borrow::Cow<'p, str>>| {
                    text.as_ref()
                        .map_or(Value::NULL, |text| Value::text(&**text))
                };
                entries.insert(Arc::from("source"), text(&call.source));
                entries.insert(Arc::from("version"), text(&call.version_constraint));
                subjects.push(thing(
                    &address,
                    name,
                    "a module call",
                    Value::Map(Arc::new(entries)),
                ));
            }
            if let Some(module) = call.module() {
                open.push((format!("{address}."), module));
            }
        }
    }
}

/// The arguments of a module call or provider: constants are known, expressions are not.
pub(super) fn arguments(expressions: Json<'_>, entries: &mut BTreeMap<Arc<str>, Value>, of: &str) {
    let Ok(Shape::Object(object)) = expressions.shape() else {
        return;
    };
    for (name, expression) in object.iter() {
        let constant = match expression.shape() {
            Ok(Shape::Object(expression)) => expression.get("constant_value"),
            _ => None,
        };
        let value = match constant.map(Json::to_value) {
            Some(Ok(value)) => value,
            _ => unknown(
                Reason::Reference,
                format!("the plan JSON does not record the value of `{name}` of {of}"),
            ),
        };
        entries.insert(Arc::from(name), value);
    }
}

pub(super) fn unknown(reason: Reason, what: String) -> Value {
    let decided_by = "the value after apply".to_owned();
    Value::Unknown(Arc::new(Missing {
        reason,
        what,
        decided_by,
    }))
}
