//! Evaluates terms against a plan.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::operand::{Element, Kind, Operand, Partial, defect};
use super::record::Recorder;
use super::truth::{State as TruthState, Truth};
use crate::program::{BackReference, Comprehension, Program, Root, Target, Term, TermKind};
use crate::reference::{Plan, View};
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
    pub(super) lists: Lists,
    fuel: Cell<u64>,
}

/// Whether `all` was asked, and of anything: a pass over nothing is a vacuous one.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) asked: Cell<bool>,
    pub(super) filled: Cell<bool>,
}

/// The values of the names bound in one rule or define.
pub(super) struct Frame<'e, 'p> {
    slots: Vec<RefCell<Slot<'e, 'p>>>,
}

#[derive(Clone)]
enum Slot<'e, 'p> {
    Empty,
    /// A `let` that nobody has asked for yet.
    Pending(&'e Term),
    Done(Result<Operand<'p>, Trouble>),
}

impl<'e, 'p> Frame<'e, 'p> {
    pub(super) fn new(slots: usize) -> Frame<'e, 'p> {
        Frame {
            slots: (0..slots).map(|_| RefCell::new(Slot::Empty)).collect(),
        }
    }

    /// Binds a name to a value.
    pub(super) fn bind(&self, slot: usize, value: Operand<'p>) {
        self.fill(slot, Slot::Done(Ok(value)));
    }

    /// Binds a name to a term that is evaluated when it is asked for.
    pub(super) fn defer(&self, slot: usize, term: &'e Term) {
        self.fill(slot, Slot::Pending(term));
    }

    fn fill(&self, slot: usize, value: Slot<'e, 'p>) {
        if let Some(cell) = self.slots.get(slot) {
            *cell.borrow_mut() = value;
        }
    }
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
            lists,
            fuel: Cell::new(FUEL),
        }
    }

    /// What a term comes to.
    pub(super) fn evaluate(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Evaluated<'p> {
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
                Ok(Operand::data(truth.into_value()?).resting_on(basis))
            }
        }
    }

    /// What a term comes to as a condition.
    pub(super) fn truth(&self, term: &'e Term, frame: &Frame<'e, 'p>) -> Truth {
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
        for part in parts {
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

    /// Notes that a value was read, for the explanation of a finding.
    pub(super) fn read(&self, operand: &Operand<'p>) {
        if let (Some(recorder), Kind::Node(node)) = (&self.recorder, &operand.kind) {
            recorder.read(node);
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
        let Some(cell) = frame.slots.get(slot) else {
            return Ok(Operand::data(Value::NULL));
        };
        let known = cell.borrow().clone();
        match known {
            Slot::Done(result) => result,
            Slot::Empty => Ok(Operand::data(Value::NULL)),
            Slot::Pending(term) => {
                let result = self.evaluate(term, frame);
                *cell.borrow_mut() = Slot::Done(result.clone());
                result
            }
        }
    }

    fn param(&self, param: usize) -> Evaluated<'p> {
        match self.program.params.get(param).map(|param| &param.default) {
            Some(Some(term)) => self.evaluate(term, &Frame::new(0)),
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
        slots: usize,
        frame: &Frame<'e, 'p>,
    ) -> Frame<'e, 'p> {
        let inner = Frame::new(slots);
        for (slot, argument) in arguments.iter().enumerate() {
            inner.fill(slot, Slot::Done(self.evaluate(argument, frame)));
        }
        inner
    }

    fn define(&self, define: usize, arguments: &'e [Term], frame: &Frame<'e, 'p>) -> Evaluated<'p> {
        let Some(define) = self.program.defines.get(define) else {
            return Ok(Operand::data(Value::NULL));
        };
        let inner = self.define_frame(arguments, define.slots, frame);
        self.evaluate(&define.body, &inner)
    }

    fn define_truth(&self, define: usize, arguments: &'e [Term], frame: &Frame<'e, 'p>) -> Truth {
        let Some(define) = self.program.defines.get(define) else {
            return Truth::known(false);
        };
        let inner = self.define_frame(arguments, define.slots, frame);
        self.truth(&define.body, &inner)
    }

    fn root(&self, root: &Root) -> Evaluated<'p> {
        let document = self.plan.document;
        let absent = |what: &str, decided_by: &str| {
            let (what, decided_by) = (what.to_owned(), decided_by.to_owned());
            Value::Unknown(Arc::new(Missing {
                reason: Reason::Context,
                what,
                decided_by,
            }))
        };
        let flag = |known: Option<bool>, name: &str| match known {
            Some(known) => Value::Bool(known),
            None => absent(
                &format!("the plan does not say whether it is {name}"),
                "a plan of Terraform 1.8 or later",
            ),
        };
        Ok(Operand::data(match root {
            Root::Variable(name) => return self.variable(name),
            Root::Workspace => match &self.plan.options.workspace {
                Some(workspace) => Value::text(workspace.as_str()),
                None => absent("no plan records its workspace", "`--workspace NAME`"),
            },
            Root::Version => match &document.terraform_version {
                Some(version) => Value::text(&**version),
                None => absent(
                    "the plan does not say which Terraform wrote it",
                    "a whole plan",
                ),
            },
            Root::Errored => flag(document.errored, "errored"),
            Root::Complete => match self.plan.is_whole() {
                false => Value::Bool(false),
                true => flag(document.complete, "complete"),
            },
            Root::Applyable => flag(document.applyable, "applyable"),
        }))
    }

    fn variable(&self, name: &str) -> Evaluated<'p> {
        let document = self.plan.document;
        let declared = document
            .configuration()
            .and_then(|c| c.root().variable(name));
        let sensitive = declared.is_some_and(|variable| variable.sensitive);
        let given = document.variables().get(name).copied();
        let default = declared.and_then(|variable| variable.default);
        let value = match given.or(default) {
            Some(json) => json.to_value().map_err(defect)?,
            None => Value::Unknown(Arc::new(Missing {
                reason: Reason::Context,
                what: format!("the plan has no value for `var.{name}`"),
                decided_by: "a plan that declares the variable".to_owned(),
            })),
        };
        Ok(Operand {
            sensitive,
            ..Operand::data(value)
        })
    }

    /// `x.a`
    pub(super) fn attribute(&self, of: &Operand<'p>, name: &Arc<str>) -> Evaluated<'p> {
        self.burn(1)?;
        let found = match &of.kind {
            Kind::Resource(resource, view) => {
                let root = self.plan.root(resource, *view);
                Operand::new(Kind::Node(root.attribute(name).map_err(defect)?))
            }
            Kind::Node(node) => return self.node_attribute(of, node, name),
            Kind::Thing(thing) => Operand::data(member(&thing.value, name)?),
            Kind::Partial(list) => {
                let list = list.map(|element| self.attribute(element, name))?;
                partial(list)
            }
            Kind::Data(Value::List(_)) => {
                let list = of.elements()?.unwrap_or_default();
                partial(list.map(|element| self.attribute(element, name))?)
            }
            Kind::Data(value) => Operand {
                sensitive: of.sensitive,
                ..Operand::data(member(value, name)?)
            },
            Kind::Range(_) => return Err(no_attributes("a number", name)),
        };
        Ok(found.resting_on(of.basis))
    }

    fn node_attribute(
        &self,
        of: &Operand<'p>,
        node: &crate::reference::Node<'p>,
        name: &Arc<str>,
    ) -> Evaluated<'p> {
        let is_list = node.is_block_list()
            || (node
                .sole_block()
                .map_err(defect)?
                .elements()
                .map_err(defect)?)
            .is_some();
        if is_list {
            let list = self.as_list(of)?;
            return Ok(partial(list.map(|element| self.attribute(element, name))?));
        }
        let found = node.attribute(name).map_err(defect)?;
        Ok(Operand::new(Kind::Node(found)).resting_on(of.basis))
    }

    /// `x["k"]`, `x[0]`
    fn index(&self, of: &Operand<'p>, index: &Operand<'p>) -> Evaluated<'p> {
        let sensitive = of.sensitive;
        match index.value()? {
            Value::Text(key) => self.attribute(of, &key),
            Value::Unknown(missing) => Ok(Operand::data(Value::Unknown(missing))),
            Value::Null { .. } => Ok(Operand::data(Value::Null { absent: true })),
            Value::Number(number) => {
                let at = number.as_index();
                let list = self.as_list(of)?;
                let found = at.and_then(|at| list.definite.get(at));
                let found = match found {
                    Some(element) => element.value.clone(),
                    None if list.is_certain() => Operand::data(Value::Null { absent: true }),
                    None => Operand::data(Value::Unknown(list.missing())),
                };
                Ok(Operand {
                    sensitive: sensitive || found.sensitive,
                    ..found
                })
            }
            other => Err(Trouble::new(
                "R705",
                format!(
                    "an index must be a number or a string, found {}",
                    other.kind()
                ),
            )),
        }
    }

    /// `x -> T`
    pub(super) fn forward(
        &self,
        of: &Operand<'p>,
        target: &Target,
    ) -> Result<Partial<'p>, Trouble> {
        self.burn(4)?;
        match &of.kind {
            Kind::Node(node) => {
                let mut found = Partial::default();
                for kind in self.kinds(target) {
                    let edge = self
                        .plan
                        .forward(node, target.data, &kind)
                        .map_err(defect)?;
                    if let Some(recorder) = &self.recorder {
                        recorder.followed(node, &edge);
                    }
                    found.join(edge.into());
                }
                found.basis = found.basis.and(of.basis);
                Ok(found)
            }
            Kind::Resource(resource, _) => {
                let mut found = Partial::default();
                for kind in self.kinds(target) {
                    let edge = self.plan.mentions(resource, &kind).map_err(defect)?;
                    found.join(edge.into());
                }
                Ok(found)
            }
            Kind::Partial(list) => list.flatten(|element| self.forward(element, target)),
            Kind::Data(Value::Null { .. }) => Ok(Partial::default()),
            Kind::Data(Value::Unknown(missing)) => Ok(Partial::open(Arc::clone(missing), 0)),
            Kind::Data(_) | Kind::Thing(_) | Kind::Range(_) => Err(Trouble {
                help: Some("write the attribute itself before the arrow".to_owned()),
                ..Trouble::new(
                    "R702",
                    format!(
                        "an arrow follows an attribute of a resource, found {}",
                        of.words()
                    ),
                )
            }),
        }
    }

    /// `x <- T.a`
    fn back(&self, of: &Operand<'p>, reference: &BackReference) -> Result<Partial<'p>, Trouble> {
        self.burn(4)?;
        let resource = match &of.kind {
            Kind::Resource(resource, _) => *resource,
            Kind::Node(node) => node.instance,
            Kind::Partial(list) => return list.flatten(|element| self.back(element, reference)),
            Kind::Data(Value::Null { .. }) => return Ok(Partial::default()),
            Kind::Data(Value::Unknown(missing)) => {
                return Ok(Partial::open(Arc::clone(missing), 0));
            }
            Kind::Data(_) | Kind::Thing(_) | Kind::Range(_) => {
                return Err(Trouble::new(
                    "R702",
                    format!("`<-` asks what refers to a resource, found {}", of.words()),
                ));
            }
        };
        let mut found = Partial::default();
        for kind in self.kinds(&reference.target) {
            let data = reference.target.data;
            let edge = self
                .plan
                .back(resource, data, &kind, &reference.path)
                .map_err(defect)?;
            if let Some(recorder) = &self.recorder {
                recorder.followed_back(resource, &edge);
            }
            found.join(edge.into());
        }
        Ok(found)
    }

    fn resources(&self, target: &Target) -> Result<Partial<'p>, Trouble> {
        let mut found = Partial::default();
        for kind in self.kinds(target) {
            self.burn(1)?;
            found.join(self.plan.everything(target.data, &kind).into());
        }
        Ok(found)
    }

    /// The types that a target means.
    fn kinds(&self, target: &Target) -> Vec<Arc<str>> {
        if !target.wild {
            return vec![Arc::clone(&target.kind)];
        }
        let matcher = crate::program::compile_text_glob(&target.kind);
        let kinds = self.plan.kinds(target.data).into_iter();
        match matcher {
            Ok(glob) => kinds.filter(|kind| glob.is_match(&**kind)).collect(),
            Err(_) => Vec::new(),
        }
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
                    return Ok(yes);
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
        let list = self.as_list(&list)?;
        let mut result = Partial {
            open: list.open.clone(),
            basis: list.basis,
            ..Partial::default()
        };
        let members = list.definite.iter().map(|element| (element, true));
        for (element, definite) in members.chain(list.possible.iter().map(|e| (e, false))) {
            self.burn(1)?;
            self.bind(comprehension.key, comprehension.value, element, frame);
            let kept = match &comprehension.condition {
                Some(condition) => self.truth(condition, frame),
                None => Truth::known(true),
            };
            if kept.is_false() {
                continue;
            }
            if let TruthState::Error(trouble) = kept.state {
                return Err(trouble);
            }
            let value = self.evaluate(&comprehension.element, frame)?;
            let element = Element {
                key: Value::NULL,
                value: value.resting_on(kept.basis),
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

    /// What a loop goes through. A list that nobody writes and that is unknown is empty where
    /// the provider leaves it so.
    pub(super) fn as_list(&self, operand: &Operand<'p>) -> Result<Partial<'p>, Trouble> {
        if let Kind::Node(node) = &operand.kind {
            self.read(operand);
            if matches!(
                node.state(),
                crate::reference::State::Unknown | crate::reference::State::NotInPlan
            ) {
                let set = self.plan.is_set(node).map_err(defect)?;
                return Ok(match set.truth {
                    Ternary::False => Partial {
                        basis: set.basis,
                        ..Partial::default()
                    },
                    truth => {
                        let missing = set.missing.unwrap_or_else(|| node.missing());
                        let at_least = usize::from(truth == Ternary::True);
                        Partial::open(Arc::new(missing), at_least)
                    }
                });
            }
        }
        operand.elements()?.ok_or_else(|| {
            Trouble::new(
                "R702",
                format!("a list or a map is needed here, found {}", operand.words()),
            )
        })
    }

    /// `self` as the other side of its change.
    pub(super) fn before(&self, operand: &Operand<'p>) -> Evaluated<'p> {
        match &operand.kind {
            Kind::Resource(resource, _) => Ok(Operand::resource(resource, View::Before)),
            _ => Err(Trouble::new(
                "R702",
                format!("`before` needs a resource, found {}", operand.words()),
            )),
        }
    }
}

/// A partial list as an operand.
pub(super) fn partial(list: Partial<'_>) -> Operand<'_> {
    let basis = list.basis;
    Operand::new(Kind::Partial(Rc::new(list))).resting_on(basis)
}

/// A key of plain data; what has no keys at all is a mistake.
fn member(value: &Value, name: &Arc<str>) -> Result<Value, Trouble> {
    Ok(match value {
        Value::Map(map) => map
            .get(name)
            .cloned()
            .unwrap_or(Value::Null { absent: true }),
        Value::Null { .. } => Value::Null { absent: true },
        Value::Unknown(missing) => Value::Unknown(Arc::clone(missing)),
        other => return Err(no_attributes(other.kind(), name)),
    })
}

fn no_attributes(kind: &str, name: &str) -> Trouble {
    Trouble::new(
        "R702",
        format!("{kind} has no attribute `{}`", name.escape_debug()),
    )
}

impl<'p> Partial<'p> {
    /// The list with something done to each member.
    fn map(&self, change: impl Fn(&Operand<'p>) -> Evaluated<'p>) -> Result<Partial<'p>, Trouble> {
        let each = |elements: &[Element<'p>]| {
            elements
                .iter()
                .map(|element| {
                    let value = change(&element.value)?.resting_on(element.value.basis);
                    Ok(Element {
                        key: element.key.clone(),
                        value,
                    })
                })
                .collect::<Result<Vec<_>, Trouble>>()
        };
        Ok(Partial {
            definite: each(&self.definite)?,
            possible: each(&self.possible)?,
            at_least: self.at_least,
            open: self.open.clone(),
            basis: self.basis,
        })
    }

    /// The lists that the members lead to, as one.
    fn flatten(
        &self,
        follow: impl Fn(&Operand<'p>) -> Result<Partial<'p>, Trouble>,
    ) -> Result<Partial<'p>, Trouble> {
        let mut found = Partial {
            open: self.open.clone(),
            basis: self.basis,
            ..Partial::default()
        };
        for element in &self.definite {
            let mut below = follow(&element.value)?;
            below.basis = below.basis.and(element.value.basis);
            found.join(below);
        }
        for element in &self.possible {
            let mut below = follow(&element.value)?;
            below.possible.append(&mut below.definite);
            below.at_least = 0;
            found.join(below);
        }
        found.unite();
        Ok(found)
    }

    /// Each resource once; one that is certain is not merely possible.
    fn unite(&mut self) {
        let hidden = self.hidden();
        let place = |element: &Element<'p>| match &element.value.kind {
            Kind::Resource(resource, _) => Some(std::ptr::from_ref(*resource)),
            _ => None,
        };
        let mut seen = std::collections::HashSet::new();
        self.definite
            .retain(|element| place(element).is_none_or(|place| seen.insert(place)));
        self.possible
            .retain(|element| place(element).is_none_or(|place| seen.insert(place)));
        self.at_least = self.definite.len() + hidden;
    }
}
