//! Runs a rule's statements for one subject and turns what they come to into findings.

use std::rc::Rc;
use std::sync::Arc;

use super::evaluate::Evaluator;
use super::explain;
use super::finding::{Finding, Judgement, Outcome};
use super::frame::Frame;
use super::operand::Kind;
use super::partial::Element;
use super::record::Recorder;
use super::run::Run;
use super::select::Subject;
use super::trace::{CameTo, Step, Trace, What};
use super::truth::{State, Truth};
use crate::program::{Message, Rule, Statement, Term};
use crate::source::Span;
use crate::value::{Basis, Missing, Reason, Trouble};

/// What holds around a statement.
#[derive(Clone)]
struct Around<'e> {
    /// All of `where` so far.
    scope: Truth,
    /// Every `unless` so far, with its reason.
    exemptions: Vec<(Truth, Option<&'e Message>)>,
    /// Where in the subject: the element of an `each`.
    path: String,
    /// The element may not be there at all.
    possible: Option<Arc<Missing>>,
    /// What the list that is gone through rests on.
    basis: Basis,
}

/// Where the run of a rule stands: who evaluates, with which names, and what holds around.
#[derive(Clone, Copy)]
struct Here<'a, 'e, 'p> {
    evaluator: &'a Evaluator<'e, 'p>,
    frame: &'a Frame<'e, 'p>,
    around: &'a Around<'e>,
}

/// One assertion, as written.
#[derive(Clone, Copy)]
struct Assertion<'e> {
    condition: Option<&'e Term>,
    deny: bool,
    message: &'e Message,
    span: Span,
}

impl<'e, 'p> Run<'e, 'p> {
    /// Judges one subject by one rule.
    pub(super) fn judge(&self, at: usize, rule: &'e Rule, subject: &Subject<'p>) -> Judgement {
        self.judge_by(&self.evaluator(subject), at, rule, subject)
    }

    /// The same, with every step that was taken.
    pub(super) fn judge_in_steps(
        &self,
        at: usize,
        rule: &'e Rule,
        subject: &Subject<'p>,
    ) -> (Judgement, Vec<Step<'e, 'p>>) {
        let trace = Rc::new(Trace::new());
        let mut evaluator = self.evaluator(subject);
        evaluator.trace = Some(Rc::clone(&trace));
        let judgement = self.judge_by(&evaluator, at, rule, subject);
        drop(evaluator);
        let steps = Rc::into_inner(trace).map_or_else(Vec::new, Trace::into_steps);
        (judgement, steps)
    }

    pub(super) fn judge_by(
        &self,
        evaluator: &Evaluator<'e, 'p>,
        at: usize,
        rule: &'e Rule,
        subject: &Subject<'p>,
    ) -> Judgement {
        let frame = Frame::new(rule.slots);
        let around = Around {
            scope: Truth::known(true),
            exemptions: Vec::new(),
            path: String::new(),
            possible: None,
            basis: Basis::KNOWN,
        };
        let mut findings = Vec::new();
        let here = Here {
            evaluator,
            frame: &frame,
            around: &around,
        };
        self.block(&rule.body, here, &mut findings);
        findings.sort_by(|a, b| a.path.cmp(&b.path).then(a.rule_line.cmp(&b.rule_line)));
        let outcome = findings
            .iter()
            .map(|f| f.outcome)
            .max()
            .unwrap_or(Outcome::NotApplicable);
        let lists = &evaluator.lists;
        let basis = findings
            .iter()
            .fold(Basis::KNOWN, |basis, finding| basis.and(finding.basis));
        let vacuous = outcome == Outcome::Pass && lists.asked.get() && !lists.filled.get();
        Judgement {
            rule: at,
            address: subject.address.clone(),
            outcome,
            vacuous,
            findings,
            basis,
            previous_address: subject.previous_address.clone(),
            place: None,
            cause: None,
        }
    }

    fn block(
        &self,
        statements: &'e [Statement],
        here: Here<'_, 'e, 'p>,
        findings: &mut Vec<Finding>,
    ) {
        declare(statements, here);
        let around = match narrow(statements, here) {
            Ok(around) => around,
            Err(Outside { basis, span }) => {
                findings.extend(self.nothing(basis, span, here));
                return;
            }
        };
        let here = Here {
            around: &around,
            ..here
        };
        for statement in statements {
            match statement {
                Statement::Assert {
                    condition,
                    deny,
                    message,
                    span,
                } => {
                    let condition = condition.as_ref();
                    let assertion = Assertion {
                        condition,
                        deny: *deny,
                        message,
                        span: *span,
                    };
                    findings.push(here.evaluator.step(
                        || What::Statement(statement),
                        || self.assert(assertion, here),
                        |finding| CameTo::Finding(finding.clone()),
                    ));
                }
                Statement::Each {
                    key,
                    value,
                    list,
                    body,
                    span,
                } => {
                    let each = Each {
                        key: *key,
                        value: *value,
                        list,
                        body,
                        span: *span,
                    };
                    here.evaluator.step(
                        || What::Statement(statement),
                        || self.each(&each, here, findings),
                        |()| CameTo::Nothing,
                    );
                }
                Statement::Where(_) | Statement::Unless { .. } | Statement::Let { .. } => {}
            }
        }
    }

    fn each(&self, each: &Each<'e>, here: Here<'_, 'e, 'p>, findings: &mut Vec<Finding>) {
        let Here {
            evaluator,
            frame,
            around,
        } = here;
        let list = match evaluator
            .evaluate(each.list, frame)
            .and_then(|operand| Ok((evaluator.as_list(&operand)?, operand)))
        {
            Ok((list, operand)) => (list, operand.basis),
            Err(trouble) => {
                findings.push(self.error(&trouble, &around.path, each.span));
                return;
            }
        };
        let (list, basis) = list;
        if list.is_certain() && list.definite.is_empty() {
            let basis = around.basis.and(basis).and(list.basis);
            findings.extend(self.nothing(basis, each.span, here));
        }
        let definite = list.definite.iter().map(|element| (element, false));
        for (element, possible) in definite.chain(list.possible.iter().map(|e| (e, true))) {
            evaluator.bind(each.key, each.value, element, frame);
            let inner = Around {
                path: element_path(element).unwrap_or_else(|| around.path.clone()),
                possible: around
                    .possible
                    .clone()
                    .or(possible.then(|| list.why_possible())),
                basis: around.basis.and(basis).and(element.value.basis),
                ..around.clone()
            };
            let here = Here {
                around: &inner,
                ..here
            };
            evaluator.step(
                || What::Member(element.clone(), !possible),
                || self.block(each.body, here, findings),
                |()| CameTo::Nothing,
            );
        }
        if let Some(missing) = &list.open {
            findings.push(evaluator.step(
                || What::Open(Arc::clone(missing)),
                || self.open_part(missing, each, here),
                |finding| CameTo::Finding(finding.clone()),
            ));
        }
    }

    /// That a rule does not apply is no finding, unless it rests on an assumption, which must be
    /// named.
    fn nothing(&self, basis: Basis, span: Span, here: Here<'_, 'e, 'p>) -> Option<Finding> {
        (!basis.is_known()).then(|| Finding {
            path: self.redaction.path(&here.around.path),
            outcome: Outcome::NotApplicable,
            reason: None,
            message: String::new(),
            code: None,
            basis,
            decided_by: Vec::new(),
            missing: Vec::new(),
            rule_line: self.line(span),
            place: None,
        })
    }

    /// The part of a list that nobody sees: undetermined, unless the rule does not apply at all.
    fn open_part(&self, missing: &Missing, each: &Each<'e>, here: Here<'_, 'e, 'p>) -> Finding {
        let recorder = Rc::new(Recorder::default());
        let recording = recording(here.evaluator, &recorder);
        let _ = recording.evaluate(each.list, here.frame);
        let message = "not everything that this rule must look at is in the plan".to_owned();
        Finding {
            path: self.redaction.path(&here.around.path),
            outcome: Outcome::Undetermined,
            reason: Some(missing.reason),
            message,
            code: None,
            basis: here.around.basis,
            decided_by: explain::evidence(&recorder, self),
            missing: vec![self.redaction.missing(missing)],
            rule_line: self.line(each.span),
            place: None,
        }
    }

    fn assert(&self, assertion: Assertion<'e>, here: Here<'_, 'e, 'p>) -> Finding {
        let Here {
            evaluator,
            frame,
            around,
        } = here;
        let truth = holds(assertion, evaluator, frame);
        let verdict = Verdict::of(&truth, around);
        if verdict.outcome == Outcome::Pass {
            return Finding {
                path: self.redaction.path(&around.path),
                outcome: Outcome::Pass,
                reason: None,
                message: String::new(),
                code: None,
                basis: verdict.basis(&truth, around),
                decided_by: Vec::new(),
                missing: Vec::new(),
                rule_line: self.line(assertion.span),
                place: None,
            };
        }
        self.explained(assertion, here, &verdict)
    }

    /// A finding that people will read: the same once more, with a record of what was read.
    fn explained(
        &self,
        assertion: Assertion<'e>,
        here: Here<'_, 'e, 'p>,
        verdict: &Verdict<'e>,
    ) -> Finding {
        let Here {
            evaluator,
            frame,
            around,
        } = here;
        let recorder = Rc::new(Recorder::default());
        let recording = recording(evaluator, &recorder);
        let truth = holds(assertion, &recording, frame);
        let message = match (&verdict.trouble, verdict.because) {
            (Some(trouble), _) => self.redaction.text(&trouble.message),
            (None, Some(because)) => recording.message(because, frame, &self.redaction),
            (None, None) if verdict.outcome == Outcome::Exempt => String::new(),
            (None, None) => recording.message(assertion.message, frame, &self.redaction),
        };
        // A rule's message says what is wrong; where nobody knows that, it must not.
        let message = match verdict.outcome {
            Outcome::Undetermined => format!("possibly: {message}"),
            _ => message,
        };
        let path = explain::path(&recorder, &evaluator.subject, &around.path);
        let path = self.redaction.path(&path);
        Finding {
            path,
            outcome: verdict.outcome,
            reason: verdict.missing.first().map(|missing| missing.reason),
            message,
            code: verdict.trouble.as_ref().map(|trouble| trouble.code),
            basis: verdict.basis(&truth, around),
            decided_by: explain::evidence(&recorder, self),
            missing: verdict
                .missing
                .iter()
                .map(|m| self.redaction.missing(m))
                .collect(),
            rule_line: self.line(assertion.span),
            place: None,
        }
    }

    fn error(&self, trouble: &Trouble, path: &str, span: Span) -> Finding {
        Finding {
            path: path.to_owned(),
            outcome: Outcome::Error,
            reason: None,
            message: self.redaction.text(&trouble.message),
            code: Some(trouble.code),
            basis: Basis::KNOWN,
            decided_by: Vec::new(),
            missing: Vec::new(),
            rule_line: self.line(span),
            place: None,
        }
    }
}

/// An `each`, as written.
struct Each<'e> {
    key: Option<usize>,
    value: usize,
    list: &'e Term,
    body: &'e [Statement],
    span: Span,
}

/// What an assertion comes to within its `where` and `unless` (language, 6.5).
struct Verdict<'e> {
    outcome: Outcome,
    missing: Vec<Missing>,
    trouble: Option<Trouble>,
    /// The reason of the exemption that holds.
    because: Option<&'e Message>,
    /// What the exemption that holds rests on.
    exempt: Basis,
}

impl<'e> Verdict<'e> {
    /// What it rests on, of what holds around and what the condition comes to.
    fn basis(&self, truth: &Truth, around: &Around<'e>) -> Basis {
        match self.outcome {
            Outcome::Exempt => around.basis.and(self.exempt),
            _ => truth.basis.and(around.scope.basis).and(around.basis),
        }
    }

    fn of(truth: &Truth, around: &Around<'e>) -> Verdict<'e> {
        let verdict = |outcome| Verdict {
            outcome,
            missing: Vec::new(),
            trouble: None,
            because: None,
            exempt: Basis::KNOWN,
        };
        let scope = &around.scope;
        if let Some((exempt, because)) = around.exemptions.iter().find(|(truth, _)| truth.is_true())
        {
            return Verdict {
                because: *because,
                exempt: exempt.basis,
                ..verdict(Outcome::Exempt)
            };
        }
        if truth.is_true() {
            return verdict(Outcome::Pass);
        }
        let parts = [scope, truth];
        let parts = parts
            .into_iter()
            .chain(around.exemptions.iter().map(|(truth, _)| truth));
        for part in parts.clone() {
            if let State::Error(trouble) = &part.state {
                return Verdict {
                    trouble: Some(trouble.clone()),
                    ..verdict(Outcome::Error)
                };
            }
        }
        let mut missing: Vec<Missing> = parts
            .flat_map(|part| part.missing().iter().map(|m| (**m).clone()))
            .collect();
        if let Some(why) = &around.possible
            && missing.is_empty()
        {
            missing.push(Missing::clone(why));
        }
        if missing.is_empty() {
            return verdict(Outcome::Fail);
        }
        // A reason that somebody can do something about comes before the account's own choice.
        missing.sort_by_key(|missing| missing.reason == Reason::Account);
        missing.dedup();
        Verdict {
            missing,
            ..verdict(Outcome::Undetermined)
        }
    }
}

/// Why a block does not apply: what its `where` rests on, and where that stands.
struct Outside {
    basis: Basis,
    span: Span,
}

/// The names that a block gives to values, which are evaluated when somebody asks.
fn declare<'e>(statements: &'e [Statement], here: Here<'_, 'e, '_>) {
    for statement in statements {
        if let Statement::Let { name, slot, value } = statement {
            here.frame.defer(*slot, value);
            if let Some(trace) = &here.evaluator.trace {
                trace.declare(*slot, name);
            }
        }
    }
}

/// The surroundings with a block's own `where` and `unless`, where it applies.
fn narrow<'e>(statements: &'e [Statement], here: Here<'_, 'e, '_>) -> Result<Around<'e>, Outside> {
    let mut narrowed = here.around.clone();
    for statement in statements {
        match statement {
            Statement::Where(condition) => {
                let truth = asked(statement, condition, here);
                narrowed.scope = Truth::all([narrowed.scope, truth]);
                if narrowed.scope.is_false() {
                    return Err(Outside {
                        basis: narrowed.scope.basis.and(narrowed.basis),
                        span: condition.span,
                    });
                }
            }
            Statement::Unless { condition, because } => {
                let truth = asked(statement, condition, here);
                if truth.is_false() {
                    narrowed.basis = narrowed.basis.and(truth.basis);
                } else {
                    narrowed.exemptions.push((truth, because.as_ref()));
                }
            }
            _ => {}
        }
    }
    Ok(narrowed)
}

/// What the condition of a `where` or `unless` comes to.
fn asked<'e>(statement: &'e Statement, condition: &'e Term, here: Here<'_, 'e, '_>) -> Truth {
    here.evaluator.step(
        || What::Statement(statement),
        || here.evaluator.truth(condition, here.frame),
        |truth| CameTo::Truth(truth.clone()),
    )
}

/// Whether what an assertion wants is so.
fn holds<'e, 'p>(
    assertion: Assertion<'e>,
    evaluator: &Evaluator<'e, 'p>,
    frame: &Frame<'e, 'p>,
) -> Truth {
    match assertion.condition {
        None => Truth::known(false),
        Some(condition) => {
            let truth = evaluator.truth(condition, frame);
            if assertion.deny {
                truth.negate()
            } else {
                truth
            }
        }
    }
}

fn recording<'e, 'p>(
    evaluator: &Evaluator<'e, 'p>,
    recorder: &Rc<Recorder<'p>>,
) -> Evaluator<'e, 'p> {
    let subject = evaluator.subject.clone();
    Evaluator::new(
        evaluator.program,
        evaluator.plan,
        subject,
        Some(Rc::clone(recorder)),
    )
}

/// Where an element lies, if it is a place in a resource.
fn element_path(element: &Element<'_>) -> Option<String> {
    match &element.value.kind {
        Kind::Node(node) => Some(node.path.to_string()),
        _ => None,
    }
}
