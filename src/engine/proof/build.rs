//! From the steps of an evaluation to a proof: rule text beside each step, nothing said twice, and
//! nothing sensitive.

use std::collections::{BTreeSet, HashMap};

use super::line::one_line;
use super::shown::{Links, Showing, basis};
use super::{Answer, Certainty, Joint, Step, StepKind};
use crate::engine::message::SENSITIVE;
use crate::engine::operand::{Kind, Operand};
use crate::engine::partial::Element;
use crate::engine::run::Run;
use crate::engine::trace::{self, CameTo, What};
use crate::engine::truth::{State, Truth};
use crate::engine::{Finding, Outcome};
use crate::program::{Statement, Term, TermKind};
use crate::source::Span;
use crate::value::{Basis, Missing, Trouble, Value};

/// Makes proofs of what one run found.
pub(in crate::engine) struct Builder<'b, 'e, 'p> {
    run: &'b Run<'e, 'p>,
    showing: Showing<'b, 'p>,
}

/// A step that is made, and what it and those below it tell.
struct Made {
    step: Step,
    told: Told,
}

/// What need not be said again further up.
#[derive(Default)]
struct Told {
    missing: BTreeSet<Missing>,
    basis: Basis,
    trouble: bool,
}

type Traced<'e, 'p> = trace::Step<'e, 'p>;

impl<'b, 'e, 'p> Builder<'b, 'e, 'p> {
    pub(in crate::engine) fn new(run: &'b Run<'e, 'p>) -> Builder<'b, 'e, 'p> {
        let showing = Showing {
            plan: run.plan,
            redaction: &run.redaction,
        };
        Builder { run, showing }
    }

    /// The steps of a proof.
    pub(in crate::engine) fn steps(&self, traced: &[Traced<'e, 'p>]) -> Vec<Step> {
        let made = traced.iter().filter_map(|step| self.step(step));
        let mut steps: Vec<Step> = made.map(|made| made.step).collect();
        in_order(&mut steps);
        steps
    }

    fn step(&self, traced: &Traced<'e, 'p>) -> Option<Made> {
        Some(match &traced.what {
            What::Statement(statement) => self.statement(statement, traced),
            What::Let { name, term, .. } => {
                let text = format!("let {name} = {}", self.text(term.span));
                self.named(StepKind::Let, &text, term, traced)
            }
            // It is called the same inside as outside.
            What::Argument(name, term)
                if matches!(term.kind, TermKind::Local(_)) && self.text(term.span) == **name =>
            {
                return None;
            }
            What::Argument(name, term) => self.named(StepKind::Argument, name, term, traced),
            // A name for a resource says nothing that its places do not say.
            What::Term(term)
                if matches!(term.kind, TermKind::Local(_)) && is_resource(&traced.result) =>
            {
                return None;
            }
            What::Term(term) => self.term(term, traced),
            What::Member(element, definite) => self.member(element, *definite, traced),
            What::Open(missing) => self.open(missing, traced),
            What::Read(node) => {
                let mut step = Step::new(StepKind::Value, "");
                step.value = self.showing.value(&Operand::new(Kind::Node(node.clone())));
                step.read = Some(self.showing.read_of(node));
                Made::of(step)
            }
            What::NotAsked(term) => {
                let mut step = Step::new(StepKind::NotAsked, self.text(term.span));
                step.place = self.place(term.span);
                Made::of(step)
            }
            What::Block | What::Link(_) => return None,
        })
    }

    fn statement(&self, statement: &'e Statement, traced: &Traced<'e, 'p>) -> Made {
        match statement {
            Statement::Where(term) => self.question(StepKind::Where, term, traced),
            Statement::Unless { condition, .. } => {
                self.question(StepKind::Unless, condition, traced)
            }
            Statement::Assert {
                condition,
                deny,
                span,
                ..
            } => {
                let kind = if *deny {
                    StepKind::Deny
                } else {
                    StepKind::Require
                };
                let mut made = match condition {
                    Some(condition) => self.question(kind, condition, traced),
                    None => Made::of(Step::new(kind, kind.word())),
                };
                made.step.place = self.place(*span);
                if let CameTo::Finding(finding) = &traced.result {
                    made.settle(finding);
                }
                made
            }
            Statement::Each { list, span, .. } => self.each(*span, list, traced),
            // It has a step of its own where it is used.
            Statement::Let { .. } => self.below(traced, Step::new(StepKind::Let, "")),
        }
    }

    /// A statement that asks one condition.
    fn question(&self, kind: StepKind, condition: &'e Term, traced: &Traced<'e, 'p>) -> Made {
        let text = format!("{} {}", kind.word(), self.text(condition.span));
        let mut step = Step::new(kind, text);
        step.place = self.place(condition.span);
        let mut made = Made::of(step);
        for below in &traced.below {
            let Some(child) = self.step(below) else {
                continue;
            };
            if is_of(below, condition) {
                made.absorb(child);
                // What a statement comes to is told by the outcome anyway.
                if let CameTo::Truth(truth) = &below.result {
                    made.step.answer = Some(answer(truth, false));
                }
            } else {
                made.add(child);
            }
        }
        made
    }

    fn each(&self, span: Span, list: &'e Term, traced: &Traced<'e, 'p>) -> Made {
        let head = Span {
            end: list.span.end,
            ..span
        };
        let mut step = Step::new(StepKind::Each, self.text(head));
        step.place = self.place(span);
        let mut made = Made::of(step);
        for below in &traced.below {
            let Some(child) = self.step(below) else {
                continue;
            };
            if is_of(below, list) {
                made.absorb(child);
            } else {
                made.add(child);
            }
        }
        if made.step.trouble.is_some() || made.told.trouble && made.step.steps.is_empty() {
            made.step.outcome = Some(Outcome::Error);
        }
        made
    }

    /// A `let` or an argument: a name for a value.
    fn named(&self, kind: StepKind, text: &str, term: &'e Term, traced: &Traced<'e, 'p>) -> Made {
        let mut step = Step::new(kind, text);
        step.place = self.place(term.span);
        let mut made = Made::of(step);
        let mut found = false;
        for below in &traced.below {
            let Some(child) = self.step(below) else {
                continue;
            };
            if is_of(below, term) {
                found = true;
                made.absorb(child);
            } else {
                made.add(child);
            }
        }
        if !found {
            self.result(traced, &links_of(traced), &mut made);
        }
        made
    }

    fn member(&self, element: &Element<'p>, definite: bool, traced: &Traced<'e, 'p>) -> Made {
        let certainty = if definite {
            Certainty::Definite
        } else {
            Certainty::Possible
        };
        let text = self.showing.member(element);
        let mut made = Made::of(Step::new(StepKind::Member(certainty), text));
        // What its being a member takes for granted is said where it is listed.
        made.told.basis = element.value.basis;
        let asks = matches!(traced.result, CameTo::Truth(_));
        for below in &traced.below {
            match self.step(below) {
                Some(child) if asks => made.absorb(child),
                Some(child) => made.add(child),
                None => {}
            }
        }
        if !asks {
            in_order(&mut made.step.steps);
        }
        made
    }

    fn open(&self, missing: &Missing, traced: &Traced<'e, 'p>) -> Made {
        let mut step = Step::new(StepKind::Open, "");
        step.missing = vec![self.run.redaction.missing(missing)];
        let mut made = Made::of(step);
        made.told
            .missing
            .insert(self.run.redaction.missing(missing));
        if let CameTo::Finding(finding) = &traced.result {
            made.settle(finding);
        }
        made
    }

    /// A condition or a value.
    fn term(&self, term: &'e Term, traced: &Traced<'e, 'p>) -> Made {
        let is_define = matches!(term.kind, TermKind::Define(..));
        let kind = match &traced.result {
            _ if is_define => StepKind::Define,
            CameTo::Truth(_) => StepKind::Condition,
            _ => StepKind::Value,
        };
        let mut step = Step::new(kind, self.text(term.span));
        step.place = self.place(term.span);
        step.joint = match &term.kind {
            TermKind::And(_) => Some(Joint::All),
            TermKind::Or(_) => Some(Joint::One),
            TermKind::Not(_) => Some(Joint::Not),
            _ => None,
        };
        let mut made = self.below(traced, step);
        if let TermKind::Define(define, _) = &term.kind
            && let Some(define) = self.run.program.defines.get(*define)
        {
            one_line(&define.doc).clone_into(&mut made.step.doc);
            made.step.place = self.place(define.body.span);
        }
        if let TermKind::Param(param) = &term.kind {
            made.step.doc = self.run.origin_of(*param).unwrap_or_default();
        }
        let links = links_of(traced);
        self.result(traced, &links, &mut made);
        if traced.secret {
            hide(term, traced, &mut made.step);
        }
        made
    }

    /// The steps below one. The parts of a define's body stand directly below its call.
    fn below(&self, traced: &Traced<'e, 'p>, step: Step) -> Made {
        let body = match &traced.what {
            What::Term(Term {
                kind: TermKind::Define(define, _),
                ..
            }) => self
                .run
                .program
                .defines
                .get(*define)
                .map(|define| &define.body),
            _ => None,
        };
        let mut made = Made::of(step);
        for below in &traced.below {
            let Some(child) = self.step(below) else {
                continue;
            };
            if body.is_some_and(|body| is_of(below, body) && is_made_of_parts(body)) {
                made.absorb(child);
            } else {
                made.add(child);
            }
        }
        made
    }

    /// What a step came to.
    fn result(&self, traced: &Traced<'e, 'p>, links: &Links<'_, 'p>, made: &mut Made) {
        match &traced.result {
            CameTo::Truth(truth) => {
                made.step.answer = Some(answer(truth, traced.secret));
                for missing in truth.missing() {
                    made.miss(self.run.redaction.missing(missing));
                }
                if let State::Error(trouble) = &truth.state {
                    made.wrong(&self.clean(trouble));
                }
                made.assume(truth.basis);
            }
            CameTo::Value(Ok(operand)) => {
                made.step.value = self.showing.value(operand);
                made.step.read = self.showing.read(operand);
                made.step.candidates = self.showing.candidates(operand, links);
                made.told.basis = made.told.basis.and(basis(operand));
                for candidate in &made.step.candidates {
                    made.told.missing.extend(candidate.why.clone());
                }
                if let Kind::Data(Value::Unknown(missing)) = &operand.kind {
                    made.miss(self.run.redaction.missing(missing));
                }
                made.assume(operand.basis);
            }
            CameTo::Value(Err(trouble)) => {
                made.step.answer = Some(Answer::Error);
                made.wrong(&self.clean(trouble));
            }
            CameTo::Nothing | CameTo::Finding(_) => {}
        }
    }

    fn clean(&self, trouble: &Trouble) -> Trouble {
        let text = |text: &String| self.run.redaction.text(text);
        Trouble {
            code: trouble.code,
            message: text(&trouble.message),
            help: trouble.help.as_ref().map(text),
        }
    }

    fn text(&self, span: Span) -> String {
        one_line(self.run.sources.slice(span))
    }

    fn place(&self, span: Span) -> (String, usize) {
        let source = self.run.sources.get(span.source);
        let file = source.map_or_else(String::new, |source| source.name.clone());
        (file, self.run.line(span))
    }
}

impl Made {
    fn of(step: Step) -> Made {
        Made {
            step,
            told: Told::default(),
        }
    }

    fn add(&mut self, child: Made) {
        self.told.join(child.told);
        self.step.steps.push(child.step);
    }

    /// Takes over all that a step below is, except its text.
    fn absorb(&mut self, child: Made) {
        self.told.join(child.told);
        let (step, child) = (&mut self.step, child.step);
        step.joint = step.joint.or(child.joint);
        step.answer = child.answer;
        step.value = child.value;
        step.read = child.read;
        step.candidates = child.candidates;
        if step.doc.is_empty() {
            step.doc = child.doc;
        }
        step.missing.extend(child.missing);
        step.assumptions.extend(child.assumptions);
        step.by_source |= child.by_source;
        step.trouble = step.trouble.take().or(child.trouble);
        step.steps.extend(child.steps);
    }

    /// Says what is missing, if nothing below says it.
    fn miss(&mut self, missing: Missing) {
        if self.told.missing.insert(missing.clone()) {
            self.step.missing.push(missing);
        }
    }

    /// Says what is taken for granted, if nothing below says it.
    fn assume(&mut self, basis: Basis) {
        let told: Vec<_> = self.told.basis.assumptions().collect();
        let new = basis.assumptions().filter(|one| !told.contains(one));
        self.step.assumptions.extend(new);
        self.step.by_source |= basis.is_from_source() && !self.told.basis.is_from_source();
        self.told.basis = self.told.basis.and(basis);
    }

    /// Says what is wrong, if nothing below says it.
    fn wrong(&mut self, trouble: &Trouble) {
        if !self.told.trouble {
            self.told.trouble = true;
            self.step.trouble = Some(trouble.clone());
        }
    }

    /// Says what an assertion comes to.
    fn settle(&mut self, finding: &Finding) {
        self.step.outcome = Some(finding.outcome);
        self.step.message.clone_from(&finding.message);
        let decided = matches!(self.step.answer, Some(Answer::True | Answer::False) | None);
        if decided && finding.outcome == Outcome::Undetermined {
            // It hangs on what stands around it.
            for missing in &finding.missing {
                self.miss(missing.clone());
            }
        }
    }
}

impl Told {
    fn join(&mut self, mut other: Told) {
        if self.missing.len() < other.missing.len() {
            std::mem::swap(&mut self.missing, &mut other.missing);
        }
        self.missing.extend(other.missing);
        self.basis = self.basis.and(other.basis);
        self.trouble |= other.trouble;
    }
}

/// Takes out of a step that tells of a sensitive value what would tell it.
fn hide(term: &Term, traced: &Traced<'_, '_>, step: &mut Step) {
    if !matches!(traced.result, CameTo::Truth(_)) {
        step.value = Some(SENSITIVE.to_owned());
        step.read = None;
        step.candidates.clear();
    }
    match &term.kind {
        // Which parts were asked tells what those before them came to.
        TermKind::And(_) | TermKind::Or(_) => {
            let first = step
                .steps
                .iter()
                .position(|part| part.answer == Some(Answer::Sensitive));
            for part in step
                .steps
                .iter_mut()
                .skip(first.map_or(usize::MAX, |at| at + 1))
            {
                let mut hidden = Step::new(StepKind::Condition, std::mem::take(&mut part.text));
                hidden.place = std::mem::take(&mut part.place);
                hidden.answer = Some(Answer::Sensitive);
                *part = hidden;
            }
        }
        // Which branch was taken tells what the condition came to.
        TermKind::Conditional(_) => step.steps.truncate(1),
        _ => {}
    }
}

fn answer(truth: &Truth, secret: bool) -> Answer {
    match truth.state {
        State::Unknown(_) => Answer::Unknown,
        State::Error(_) => Answer::Error,
        State::True | State::False if secret => Answer::Sensitive,
        State::True => Answer::True,
        State::False => Answer::False,
    }
}

/// Puts statements in the order of the rule; a `let` is computed where it is first used.
fn in_order(statements: &mut [Step]) {
    statements.sort_by_key(|statement| statement.place.1);
}

fn is_resource(result: &CameTo<'_>) -> bool {
    matches!(result, CameTo::Value(Ok(operand)) if matches!(operand.kind, Kind::Resource(..)))
}

fn is_of(traced: &Traced<'_, '_>, term: &Term) -> bool {
    matches!(traced.what, What::Term(own) if std::ptr::eq(own, term))
}

/// Whether the parts of a term say all that it says.
fn is_made_of_parts(term: &Term) -> bool {
    matches!(
        term.kind,
        TermKind::And(_)
            | TermKind::Or(_)
            | TermKind::Not(_)
            | TermKind::Conditional(_)
            | TermKind::Coalesce(..)
    )
}

/// The links that a value comes from, those of the values that it was made of included.
fn links_of<'s, 'p>(traced: &'s Traced<'_, 'p>) -> Links<'s, 'p> {
    links(std::slice::from_ref(traced))
}

/// The same of several steps.
pub(in crate::engine) fn links<'s, 'p>(traced: &'s [Traced<'_, 'p>]) -> Links<'s, 'p> {
    let mut links: Links<'s, 'p> = HashMap::new();
    let mut open: Vec<_> = traced.iter().collect();
    while let Some(step) = open.pop() {
        for below in &step.below {
            match &below.what {
                What::Link(edge) => {
                    for member in edge.definite.iter().chain(&edge.possible) {
                        let place = std::ptr::from_ref(member.resource).addr();
                        links.entry(place).or_insert(member);
                    }
                }
                What::Term(_) | What::Argument(..) if matches!(below.result, CameTo::Value(_)) => {
                    open.push(below);
                }
                _ => {}
            }
        }
    }
    links
}
