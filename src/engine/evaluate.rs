//! Evaluates terms against a plan.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use super::coverage::Watch;
use super::frame::{Frame, Slot};
use super::operand::{Kind, Operand};
use super::partial::{Element, Partial, partial};
use super::record::Recorder;
use super::trace::{CameTo, Trace, What};
use super::truth::{State as TruthState, Truth};
use crate::input::Defect;
use crate::program::{Comprehension, Define, Program, Term, TermKind};
use crate::reference::Plan;
use crate::syntax::ast::State;
use crate::value::{Missing, Number, Reason, Ternary, Trouble, Value};

/// Steps that a rule may take for one resource (language, 12).
const FUEL: u64 = 1_000_000;

/// Everything that the evaluation of one rule for one subject needs.
pub(super) struct Evaluator<'e, 'p> {
    pub(super) program: &'e Program,
    pub(super) plan: &'e Plan<'p>,
    /// What `self` is.
    pub(super) subject: Operand<'p>,
    pub(super) recorder: Option<Rc<Recorder<'p>>>,
    /// Keeps every step, where somebody wants to see them.
    pub(super) trace: Option<Rc<Trace<'e, 'p>>>,
    /// Notes what conditions come to, where somebody wants to know.
    pub(super) watch: Option<Rc<Watch>>,
    pub(super) lists: Lists,
    fuel: Cell<u64>,
}

/// Whether `all` was asked, and of anything: a pass over nothing is a vacuous one.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) asked: Cell<bool>,
    pub(super) filled: Cell<bool>,
}

pub(super) type Evaluated<'p> = Result<Operand<'p>, Trouble>;

impl<'e, 'p> Evaluator<'e, 'p> {
    pub(super) fn new(
        program: &'e Program,
        plan: &'e Plan<'p>,
        subject: Operand<'p>,
        recorder: Option<Rc<Recorder<'p>>>,
    ) -> Evaluator<'e, 'p> {
        let lists = Lists::default();
        Evaluator {
            program,
            plan,
            subject,
            recorder,
            trace: None,
            watch: None,
            lists,
            fuel: Cell::new(FUEL),
        }
    }

    /// What a term comes to.
    pub(super) fn evaluate(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        match &self.trace {
            Some(trace) if trace.begin_value(term) => {
                let result = self.compute(term, frame);
                trace.end(CameTo::Value(result.clone()));
                result
            }
            _ => self.compute(term, frame),
        }
    }

    fn compute(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        self.burn(1)?;
        match &term.kind {
            TermKind::Constant(value) => Ok(Operand::data(value.clone())),
            TermKind::Template(pieces) => {
                let (text, sensitive) = self.text(pieces, frame)?;
                Ok(Operand {
                    sensitive,
                    ..Operand::data(text)
                })
            }
            TermKind::List(items) => self.list(items, frame),
            TermKind::Map(entries) => self.map(entries, frame),
            TermKind::Local(slot) => self.local(*slot, frame),
            TermKind::Param(param) => self.param(*param),
            TermKind::Define(define, arguments) => self.define(*define, arguments, frame),
            TermKind::SelfValue => Ok(self.subject.clone()),
            TermKind::Root(root) => self.root(root),
            TermKind::Attribute(of, name) => self.attribute(&self.evaluate(of, frame)?, name),
            TermKind::Index(of, index) => {
                let of = self.evaluate(of, frame)?;
                let index = self.evaluate(index, frame)?;
                self.index(&of, &index)
            }
            TermKind::Forward(of, target) => {
                let of = self.evaluate(of, frame)?;
                self.forward(&of, target).map(partial)
            }
            TermKind::Back(of, reference) => {
                let of = self.evaluate(of, frame)?;
                self.back(&of, reference).map(partial)
            }
            TermKind::Conditional(parts) => self.conditional(parts, frame),
            TermKind::Coalesce(of, otherwise) => self.coalesce(of, otherwise, frame),
            TermKind::Quantifier(quantified) => self.quantifier(quantified, frame),
            TermKind::For(comprehension) => self.comprehension(comprehension, frame),
            TermKind::Resources(target) => self.resources(target).map(partial),
            TermKind::Call(function, arguments) => self.call(function, arguments, frame),
            TermKind::Not(_)
            | TermKind::And(_)
            | TermKind::Or(_)
            | TermKind::Compare(..)
            | TermKind::Match { .. }
            | TermKind::Is { .. } => {
                let truth = self.truth(term, frame);
                let basis = truth.basis;
                let operand = Operand::data(truth.into_value()?).resting_on(basis);
                let asks = || self.asks_of_sensitive(term, frame);
                let sensitive = match (&self.trace, &self.watch) {
                    (Some(trace), _) => trace.quietly(asks),
                    (None, Some(watch)) => watch.quietly(asks),
                    (None, None) => asks(),
                };
                Ok(Operand {
                    sensitive,
                    ..operand
                })
            }
        }
    }

    /// Whether a condition compares something sensitive: its answer, as a value, tells of it.
    fn asks_of_sensitive(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> bool {
        let is_sensitive = |of: &'e Term| {
            self.evaluate(of, frame)
                .is_ok_and(|operand| operand.is_sensitive())
        };
        match &term.kind {
            TermKind::Not(of) => self.asks_of_sensitive(of, frame),
            TermKind::And(parts) | TermKind::Or(parts) => {
                parts.iter().any(|part| self.asks_of_sensitive(part, frame))
            }
            TermKind::Compare(_, left, right) => is_sensitive(left) || is_sensitive(right),
            // A sensitive pattern is a mistake already.
            TermKind::Match { text, .. } => is_sensitive(text),
            // That a secret is set is no secret.
            TermKind::Is { .. } => false,
            _ => is_sensitive(term),
        }
    }

    /// What a term comes to as a condition; whoever watches is told elsewhere.
    pub(super) fn traced(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Truth {
        match &self.trace {
            Some(trace) if trace.begin_condition(term) => {
                let truth = self.decide(term, frame);
                trace.end(CameTo::Truth(truth.clone()));
                truth
            }
            _ => self.decide(term, frame),
        }
    }

    fn decide(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Truth {
        if let Err(trouble) = self.burn(1) {
            return Truth::error(trouble);
        }
        match &term.kind {
            TermKind::Not(of) => self.truth(of, frame).negate(),
            TermKind::And(parts) => self.both(parts, frame, false),
            TermKind::Or(parts) => self.both(parts, frame, true),
            TermKind::Compare(comparison, left, right) => {
                self.compare(*comparison, left, right, frame).into()
            }
            TermKind::Match {
                text,
                pattern,
                negated,
            } => {
                let truth: Truth = self.matches(text, pattern, frame).into();
                if *negated { truth.negate() } else { truth }
            }
            TermKind::Is { of, negated, state } => {
                let truth: Truth = self.is(of, *state, frame).into();
                if *negated { truth.negate() } else { truth }
            }
            TermKind::Define(define, arguments) => self.define_truth(*define, arguments, frame),
            _ => match self.evaluate(term, frame) {
                Ok(operand) => self.condition(&operand),
                Err(trouble) => Truth::error(trouble),
            },
        }
    }

    /// `and` (all must hold) and `or` (`any` must). Only what decided stays in the record.
    fn both(&self, parts: &'e [Term], frame: &Frame<'e, 'p>, any: bool) -> Truth {
        let mut truths = Vec::with_capacity(parts.len());
        let mut records = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            let start = self.recorder.as_deref().map(Recorder::mark);
            let truth = self.truth(part, frame);
            let decides = if any {
                truth.is_true()
            } else {
                truth.is_false()
            };
            if let (Some(recorder), Some(start)) = (&self.recorder, start) {
                records.push((decides, truth.missing().len(), recorder.cut(start)));
            }
            truths.push(truth);
            if decides && self.recorder.is_none() {
                for other in parts.iter().skip(at + 1) {
                    self.note(|| What::NotAsked(other));
                }
                break;
            }
        }
        let result = if any {
            Truth::any(truths)
        } else {
            Truth::all(truths)
        };
        if let Some(recorder) = &self.recorder {
            let decided = records.iter().any(|(decides, ..)| *decides);
            let open = !result.missing().is_empty();
            for (decides, missing, record) in records {
                if if decided {
                    decides
                } else {
                    !open || missing > 0
                } {
                    recorder.restore(record);
                }
            }
        }
        result
    }

    /// A value where a condition is wanted.
    fn condition(&self, operand: &Operand<'p>) -> Truth {
        self.read(operand);
        self.note_sensitive(&[operand]);
        if let Kind::Node(node) = &operand.kind {
            self.note(|| What::Read(node.clone()));
        }
        let value = match operand.value() {
            Ok(value) => value,
            Err(trouble) => return Truth::error(trouble),
        };
        match value {
            Value::Bool(value) => Truth::known(value).resting_on(operand.basis),
            Value::Unknown(missing) => Truth::unknown(missing).resting_on(operand.basis),
            other => Truth::error(Trouble {
                help: Some("a condition compares, as in `x == true` or `x is set`".to_owned()),
                ..Trouble::new(
                    "R702",
                    format!("a condition must be a bool, found {}", other.kind()),
                )
            }),
        }
    }

    pub(super) fn burn(&self, steps: u64) -> Result<(), Trouble> {
        let left = self.fuel.get();
        if left < steps {
            return Err(Trouble {
                help: Some(
                    "the rule does too much for one resource; ask less of long lists".into(),
                ),
                ..Trouble::new("R704", format!("the rule took more than {FUEL} steps"))
            });
        }
        self.fuel.set(left - steps);
        Ok(())
    }

    /// Wrong data in the plan, with its places.
    pub(super) fn defect(&self, wrong: &Defect) -> Trouble {
        let document = self.plan.document;
        let place = |offset: usize| {
            let (line, column) = document.locate(offset);
            format!("at line {line}, column {column}, byte {offset}")
        };
        let places: Vec<String> = wrong
            .offsets(document.text)
            .into_iter()
            .map(place)
            .collect();
        let message = match &places[..] {
            [] => wrong.message().to_owned(),
            places => format!("{} {}", wrong.message(), places.join("; the other one is ")),
        };
        Trouble::new("R703", message)
    }

    /// Notes that a value was read, for the explanation of a finding.
    pub(super) fn read(&self, operand: &Operand<'p>) {
        if let (Some(recorder), Kind::Node(node)) = (&self.recorder, &operand.kind) {
            recorder.read(node);
        }
    }

    /// Notes that the step at hand tells something of sensitive values, if they are any.
    pub(super) fn note_sensitive(&self, operands: &[&Operand<'p>]) {
        if let Some(trace) = &self.trace
            && operands.iter().any(|operand| operand.is_sensitive())
        {
            trace.note_secret();
        }
    }

    /// Notes that a list was made of something sensitive: how long it is tells of that.
    pub(super) fn note_made_of_secrets(&self, list: &Operand<'p>) {
        if list.sensitive {
            self.note_sensitive(&[list]);
        }
    }

    fn list(&self, items: &'e [Term], frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let mut elements = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let value = self.evaluate(item, frame)?;
            elements.push(Element {
                key: Value::Number(Number::from(at)),
                value,
            });
        }
        Ok(partial(Partial::of(elements)))
    }

    fn map(&self, entries: &'e [(Arc<str>, Term)], frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let mut values = Vec::with_capacity(entries.len());
        let mut sensitive = false;
        for (key, term) in entries {
            let operand = self.evaluate(term, frame)?;
            sensitive |= operand.is_sensitive();
            values.push((Arc::clone(key), operand.value()?));
        }
        Ok(Operand {
            sensitive,
            ..Operand::data(Value::map(values))
        })
    }

    fn local(&self, slot: usize, frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let Some(cell) = frame.slot(slot) else {
            return Ok(Operand::data(Value::NULL));
        };
        let known = cell.borrow().clone();
        match known {
            Slot::Done(result) => result,
            Slot::Empty => Ok(Operand::data(Value::NULL)),
            Slot::Pending(term) => {
                let result = match &self.trace {
                    Some(trace) if trace.begin_let(slot, term) => {
                        let result = self.evaluate(term, frame);
                        trace.end(CameTo::Value(result.clone()));
                        result
                    }
                    _ => self.evaluate(term, frame),
                };
                *cell.borrow_mut() = Slot::Done(result.clone());
                result
            }
        }
    }

    fn param(&self, param: usize) -> Evaluated<'p> {
        if let Some(recorder) = &self.recorder {
            recorder.read_param(param);
        }
        let known = self.program.params.get(param);
        match known.map(|param| (&param.value, &param.default)) {
            Some((Some((value, _)), _)) => Ok(Operand::data(value.clone())),
            Some((None, Some(term))) => self.evaluate(term, &Frame::new(0)),
            _ => Ok(Operand::data(Value::Unknown(Arc::new(Missing {
                reason: Reason::Context,
                what: "a parameter has no value".to_owned(),
                decided_by: "configuring it".to_owned(),
            })))),
        }
    }

    fn define_frame(
        &self,
        arguments: &'e [Term],
        define: &'e Define,
        frame: &Frame<'e, 'p>,
    ) -> Frame<'e, 'p> {
        let inner = Frame::new(define.slots);
        for (slot, argument) in arguments.iter().enumerate() {
            let name = || define.arguments.get(slot).cloned().unwrap_or_default();
            let value = self.step(
                || What::Argument(name(), argument),
                || self.evaluate(argument, frame),
                |value| CameTo::Value(value.clone()),
            );
            inner.fill(slot, Slot::Done(value));
        }
        inner
    }

    fn define(&self, define: usize, arguments: &'e [Term], frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let Some(define) = self.program.defines.get(define) else {
            return Ok(Operand::data(Value::NULL));
        };
        let inner = self.define_frame(arguments, define, frame);
        self.evaluate(&define.body, &inner)
    }

    fn define_truth(&self, define: usize, arguments: &'e [Term], frame: &Frame<'e, 'p>) -> Truth {
        let Some(define) = self.program.defines.get(define) else {
            return Truth::known(false);
        };
        let inner = self.define_frame(arguments, define, frame);
        self.truth(&define.body, &inner)
    }

    fn conditional(&self, parts: &'e [Term; 3], frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let [condition, yes, no] = parts;
        let truth = self.truth(condition, frame);
        match truth.state {
            TruthState::True => Ok(self.evaluate(yes, frame)?.resting_on(truth.basis)),
            TruthState::False => Ok(self.evaluate(no, frame)?.resting_on(truth.basis)),
            TruthState::Error(trouble) => Err(trouble),
            TruthState::Unknown(missing) => {
                let (yes, no) = (self.evaluate(yes, frame)?, self.evaluate(no, frame)?);
                if crate::value::compare::equal(&yes.value()?, &no.value()?) == Ternary::True {
                    return Ok(yes.resting_on(no.basis));
                }
                let sensitive = yes.is_sensitive() || no.is_sensitive();
                let missing = missing
                    .into_iter()
                    .next()
                    .map_or(Value::NULL, Value::Unknown);
                Ok(Operand {
                    sensitive,
                    ..Operand::data(missing)
                })
            }
        }
    }

    /// `x ?? y`
    fn coalesce(&self, of: &'e Term, otherwise: &'e Term, frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let of = self.evaluate(of, frame)?;
        self.read(&of);
        let set = self.state(&of, State::Set)?;
        match set.state {
            TruthState::True => Ok(of.resting_on(set.basis)),
            TruthState::False => Ok(self.evaluate(otherwise, frame)?.resting_on(set.basis)),
            TruthState::Error(trouble) => Err(trouble),
            TruthState::Unknown(missing) => {
                let missing = missing
                    .into_iter()
                    .next()
                    .map_or(Value::NULL, Value::Unknown);
                Ok(Operand {
                    sensitive: of.is_sensitive(),
                    ..Operand::data(missing)
                })
            }
        }
    }

    /// `[for x in xs : y if p]`
    fn comprehension(
        &self,
        comprehension: &'e Comprehension,
        frame: &Frame<'e, 'p>,
    ) -> Evaluated<'p> {
        let list = self.evaluate(&comprehension.list, frame)?;
        self.note_made_of_secrets(&list);
        let list = self.as_list(&list)?;
        let mut result = Partial {
            open: list.open.clone(),
            unsure: list.unsure.clone(),
            elsewhere: list.elsewhere,
            basis: list.basis,
            ..Partial::default()
        };
        let members = list.definite.iter().map(|element| (element, true));
        for (element, definite) in members.chain(list.possible.iter().map(|e| (e, false))) {
            self.burn(1)?;
            self.bind(comprehension.key, comprehension.value, element, frame);
            let kept = match &comprehension.condition {
                Some(condition) => {
                    self.of_member(element, definite, || self.truth(condition, frame))
                }
                None => Truth::known(true),
            };
            result.basis = result.basis.and(kept.basis);
            if kept.is_false() {
                continue;
            }
            if let TruthState::Error(trouble) = kept.state {
                return Err(trouble);
            }
            let value = self.evaluate(&comprehension.element, frame)?;
            let element = Element {
                key: Value::NULL,
                value: value.resting_on(element.value.basis.and(kept.basis)),
            };
            if definite && kept.is_true() {
                result.definite.push(element);
            } else {
                result.possible.push(element);
            }
        }
        for (at, element) in result.definite.iter_mut().enumerate() {
            element.key = Value::Number(Number::from(at));
        }
        result.at_least = result.definite.len();
        Ok(partial(result))
    }

    /// What a condition comes to for a member of a list.
    pub(super) fn of_member(
        &self,
        element: &Element<'p>,
        definite: bool,
        ask: impl FnOnce() -> Truth,
    ) -> Truth {
        let member = || What::Member(element.clone(), definite);
        self.step(member, ask, |truth| CameTo::Truth(truth.clone()))
    }

    /// Binds the names of a loop to one element.
    pub(super) fn bind(
        &self,
        key: Option<usize>,
        value: usize,
        element: &Element<'p>,
        frame: &Frame<'e, 'p>,
    ) {
        if let Some(key) = key {
            frame.bind(key, Operand::data(element.key.clone()));
        }
        frame.bind(value, element.value.clone());
    }
}
