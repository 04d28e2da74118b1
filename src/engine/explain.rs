//! Turns the record of an evaluation into evidence for people.

use super::finding::Evidence;
use super::message::SENSITIVE;
use super::operand::{Kind, Operand};
use super::record::Recorder;
use super::run::Run;
use super::secrets::Redaction;
use crate::reference::{Node, Plan, State, View};
use crate::source::Span;
use crate::value::{self, Ternary, Value};

/// A finding shows this many facts.
const FACTS: usize = 12;
/// A value is shown with this many characters.
pub(super) const CHARACTERS: usize = 160;

/// The facts that were read, most telling first: those of the subject, in the order read; and the
/// parameters behind them.
pub(super) fn evidence<'p>(recorder: &Recorder<'p>, run: &Run<'_, 'p>) -> Vec<Evidence> {
    let mut facts: Vec<Evidence> = Vec::new();
    for node in recorder.reads() {
        let fact = fact(&node, recorder, run.plan, &run.redaction);
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    facts.truncate(FACTS);
    facts.extend(
        recorder
            .params()
            .into_iter()
            .filter_map(|at| param(at, run)),
    );
    facts
}

/// The value of a parameter, and who gave it.
fn param(at: usize, run: &Run<'_, '_>) -> Option<Evidence> {
    let param = run.program.params.get(at)?;
    let value = match &param.value {
        Some((value, _)) => value,
        None => param.default.as_ref()?.constant()?,
    };
    let quoted = |value: &Value| value::print::quoted(value, CHARACTERS);
    Some(Evidence {
        address: format!("param.{}", param.name),
        path: String::new(),
        before: None,
        after: run.redaction.scrub(value, quoted),
        via: vec![run.origin_of(at)?],
    })
}

impl Run<'_, '_> {
    /// Who gave a parameter, by its position, its value: the configuration, or its rule file.
    pub(super) fn origin_of(&self, param: usize) -> Option<String> {
        let param = self.program.params.get(param)?;
        let (words, span) = match (&param.value, &param.default) {
            (Some((_, span)), _) => ("configured in", *span),
            (None, Some(default)) => ("the default in", default.span),
            (None, None) => return None,
        };
        Some(format!("{words} {}", self.named_place(span)?))
    }

    /// `policies/x.rule, line 3`; `None` for a place that no source has.
    fn named_place(&self, span: Span) -> Option<String> {
        let source = self.sources.get(span.source)?;
        Some(format!("{}, line {}", source.name, self.line(span)))
    }
}

/// The path in the subject that decided, if it was one.
pub(super) fn path<'p>(recorder: &Recorder<'p>, subject: &Operand<'p>, around: &str) -> String {
    let Kind::Resource(resource, _) = &subject.kind else {
        return around.to_owned();
    };
    let own = recorder
        .reads()
        .into_iter()
        .find(|node| std::ptr::eq(node.instance, *resource));
    match own {
        Some(node) if around.is_empty() || node.path.to_string().starts_with(around) => {
            node.path.to_string()
        }
        _ => around.to_owned(),
    }
}

fn fact<'p>(
    node: &Node<'p>,
    recorder: &Recorder<'p>,
    plan: &Plan<'p>,
    redaction: &Redaction<'p>,
) -> Evidence {
    let before = same_place_before(node, plan);
    let hide = is_hidden(node, before.as_ref());
    let mut via = recorder.way_to(node.instance);
    if is_old(node) {
        via.push("as it is before this plan".to_owned());
    }
    Evidence {
        address: node.instance.address.to_string(),
        path: redaction.path(&node.path.to_string()),
        before: before
            .as_ref()
            .map(|before| value_or_hidden(before, hide, plan, redaction)),
        after: value_or_hidden(node, hide, plan, redaction),
        via,
    }
}

/// A value as people see it.
pub(super) fn shown<'p>(node: &Node<'p>, plan: &Plan<'p>, redaction: &Redaction<'p>) -> String {
    let hide = is_hidden(node, same_place_before(node, plan).as_ref());
    value_or_hidden(node, hide, plan, redaction)
}

/// Whether a value of a plan must not be shown.
pub(super) fn is_hidden_in<'p>(node: &Node<'p>, plan: &Plan<'p>) -> bool {
    is_hidden(node, same_place_before(node, plan).as_ref())
}

/// What was sensitive before is so after, whatever the plan says.
fn is_hidden(node: &Node<'_>, before: Option<&Node<'_>>) -> bool {
    node.is_sensitive() || before.is_some_and(Node::is_sensitive)
}

fn is_old(node: &Node<'_>) -> bool {
    node.view == View::Before && !node.instance.actions.is_noop()
}

fn same_place_before<'p>(node: &Node<'p>, plan: &Plan<'p>) -> Option<Node<'p>> {
    let changes = !node.instance.actions.is_noop();
    // What was read before the change has nothing to be held against.
    let existed =
        changes && !is_old(node) && node.instance.before.is_some_and(|before| !before.is_null());
    if !existed || node.path.to_string().contains('[') {
        return None;
    }
    let mut before = plan.root(node.instance, View::Before);
    for name in node.path.names() {
        before = before.attribute(&name).ok()?;
    }
    Some(before)
}

fn value_or_hidden<'p>(
    node: &Node<'p>,
    hide: bool,
    plan: &Plan<'p>,
    redaction: &Redaction<'p>,
) -> String {
    match node.value() {
        _ if hide => SENSITIVE.to_owned(),
        Err(defect) => format!("(error: {})", defect.message()),
        Ok(Value::Unknown(_)) if matches!(node.state(), State::NotInPlan) => {
            "(not in the plan)".to_owned()
        }
        Ok(Value::Unknown(unknown)) => {
            // Known to be empty after apply although the plan shows it as unknown.
            let set = plan.is_set(node).map(|answer| answer.truth);
            let shown = match set {
                Ok(Ternary::False) => Value::NULL,
                _ => Value::Unknown(unknown),
            };
            value::print::quoted(&shown, CHARACTERS)
        }
        Ok(value) => redaction.scrub(&value, |value| value::print::quoted(value, CHARACTERS)),
    }
}
