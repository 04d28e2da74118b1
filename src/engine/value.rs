//! What an expression comes to for one resource of an input, by itself.

use std::rc::Rc;
use std::sync::Arc;

use super::evaluate::{Evaluated, Evaluator};
use super::frame::Frame;
use super::operand::{Kind, Operand};
use super::proof::{self, Candidate, Links, Read, Showing};
use super::run::Run;
use super::trace::{CameTo, Step, Trace, What};
use super::truth::{State, Truth};
use super::unselected;
use crate::program::{Program, Question, Standalone, Term, TermKind};
use crate::reference::Plan;
use crate::source::Sources;
use crate::syntax::ast::Quantifier;
use crate::value::{Assumption, Missing, Trouble, Value};

/// What an expression comes to. Nothing in here needs redaction any more.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The value.
    pub told: Told,
    /// What it is, in words: `a string`; empty where that may not be told.
    pub kind: &'static str,
    /// The place in the plan that it was read from.
    pub read: Option<Read>,
    /// What is missing to know it.
    pub missing: Vec<Missing>,
    /// What it takes for granted.
    pub assumptions: Vec<Assumption>,
    /// The source of the configuration was needed.
    pub by_source: bool,
}

/// A value, as people and rules write it.
#[derive(Clone, Debug)]
pub enum Told {
    /// A value.
    Value {
        /// In the rule language's own notation.
        text: String,
        /// As JSON, where all of it is known and is data.
        json: Option<String>,
    },
    /// A condition that the plan does not decide.
    Undecided,
    /// A list of which not everything is plain data, or not everything is visible.
    List(Vec<Candidate>),
    /// Something sensitive, or that tells of it.
    Sensitive,
    /// The data is wrong.
    Trouble(Trouble),
}

/// Evaluates an expression; `self` is what has the address. `None` where nothing has it.
pub fn evaluate(
    expression: &Standalone,
    sources: &Sources,
    plan: &Plan<'_>,
    name: &str,
    address: Option<&str>,
) -> Option<Evaluation> {
    let subject = match address {
        Some(address) => unselected::subject(plan, name, address)?.operand,
        None => Operand::data(Value::NULL),
    };
    let run = Run::new(&expression.program, sources, plan);
    let Question {
        value,
        named,
        slots,
    } = expression.question()?;
    let frame = Frame::new(slots);
    for (slot, term) in named {
        frame.defer(slot, term);
    }
    let mut evaluator = Evaluator::new(run.program, run.plan, subject, None);
    let (result, traced) = traced(&mut evaluator, value, &frame);
    let asked = Asked {
        run: &run,
        evaluator,
        frame,
        term: value,
    };
    // What was compared with a secret on the way tells of it, whatever came out.
    if traced.iter().any(|step| step.secret) {
        return Some(Evaluation::of(Told::Sensitive));
    }
    Some(match result {
        Ok(operand) => asked.told(&operand, &proof::links(&traced)),
        Err(trouble) => asked.wrong(&trouble),
    })
}

/// What a term comes to, and the steps that led to it.
fn traced<'e, 'p>(
    evaluator: &mut Evaluator<'e, 'p>,
    term: &'e Term,
    frame: &Frame<'e, 'p>,
) -> (Evaluated<'p>, Vec<Step<'e, 'p>>) {
    let trace = Rc::new(Trace::new());
    evaluator.trace = Some(Rc::clone(&trace));
    trace.begin(What::Argument(Arc::default(), term));
    let result = evaluator.evaluate(term, frame);
    trace.end(CameTo::Nothing);
    evaluator.trace = None;
    let steps = Rc::into_inner(trace).map_or_else(Vec::new, Trace::into_steps);
    (result, steps)
}

/// An evaluation that has a result.
struct Asked<'r, 'e, 'p> {
    run: &'r Run<'e, 'p>,
    evaluator: Evaluator<'e, 'p>,
    frame: Frame<'e, 'p>,
    term: &'e Term,
}

impl<'p> Asked<'_, '_, 'p> {
    fn told(&self, operand: &Operand<'p>, links: &Links<'_, 'p>) -> Evaluation {
        let showing = Showing {
            plan: self.run.plan,
            redaction: &self.run.redaction,
        };
        if showing.is_hidden(operand) {
            return Evaluation::of(Told::Sensitive);
        }
        let truth = is_condition(self.term, self.run.program)
            .then(|| self.evaluator.truth(self.term, &self.frame));
        let mut missing: Vec<Arc<Missing>> = Vec::new();
        let told = match &truth {
            Some(Truth {
                state: State::Unknown(why),
                ..
            }) => {
                missing.clone_from(why);
                Told::Undecided
            }
            _ => match showing.written(operand) {
                Ok(Some((text, json))) => {
                    missing.extend(missing_of(operand));
                    Told::Value { text, json }
                }
                Ok(None) => Told::List(showing.candidates(operand, links)),
                Err(trouble) => return self.wrong(&trouble),
            },
        };
        missing.dedup();
        let clean = |one: &Arc<Missing>| self.run.redaction.missing(one);
        Evaluation {
            kind: match told {
                Told::Undecided => "a bool",
                _ => operand.words(),
            },
            told,
            read: showing.read(operand),
            missing: missing.iter().map(clean).collect(),
            assumptions: operand.basis.assumptions().collect(),
            by_source: operand.basis.is_from_source(),
        }
    }

    fn wrong(&self, trouble: &Trouble) -> Evaluation {
        let text = |text: &String| self.run.redaction.text(text);
        Evaluation::of(Told::Trouble(Trouble {
            code: trouble.code,
            message: text(&trouble.message),
            help: trouble.help.as_ref().map(text),
        }))
    }
}

impl Evaluation {
    /// An evaluation of which nothing else is told.
    fn of(told: Told) -> Evaluation {
        Evaluation {
            told,
            kind: "",
            read: None,
            missing: Vec::new(),
            assumptions: Vec::new(),
            by_source: false,
        }
    }
}

/// Whether a term can come to nothing but true, false or unknown.
fn is_condition(term: &Term, program: &Program) -> bool {
    match &term.kind {
        TermKind::Not(_)
        | TermKind::And(_)
        | TermKind::Or(_)
        | TermKind::Compare(..)
        | TermKind::Match { .. }
        | TermKind::Is { .. } => true,
        TermKind::Quantifier(quantified) => quantified.quantifier != Quantifier::Count,
        TermKind::Define(define, _) => {
            let define = program.defines.get(*define);
            define.is_some_and(|define| is_condition(&define.body, program))
        }
        _ => false,
    }
}

/// What is missing to know a value wholly.
fn missing_of(operand: &Operand<'_>) -> Option<Arc<Missing>> {
    match &operand.kind {
        Kind::Range(range) => Some(Arc::clone(&range.missing)),
        _ => operand.value().ok()?.missing().cloned(),
    }
}
