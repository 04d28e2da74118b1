//! Rules at work: every rule of a program against every subject of an input.

mod call;
mod cause;
mod compare;
mod coverage;
mod credential;
mod evaluate;
mod explain;
mod finding;
mod follow;
mod frame;
mod judge;
mod launch_template;
mod message;
mod metadata_default;
mod operand;
mod partial;
mod policy;
pub mod proof;
mod provider;
mod quantifier;
mod record;
mod roots;
mod run;
pub(crate) mod secrets;
mod select;
mod trace;
mod truth;
mod unselected;
mod value;

pub use coverage::{Outcomes, Seen};
pub use finding::{Cause, Evidence, Finding, Judgement, Outcome};
use proof::Proof;
pub use value::{Evaluation, Told, evaluate};

use operand::Kind;
use run::Run;
use select::Subject;

use crate::input::Document;
use crate::program::Program;
use crate::reference::{Options, Plan};
use crate::source::Sources;
use crate::value::Basis;

/// Judges an input by every rule of a program.
///
/// `name` is the input's name as people know it; it is the address of a document. The judgements
/// are sorted by rule and address; a rule that selects nothing has one with an empty address.
pub fn run<'p>(
    program: &Program,
    sources: &Sources,
    document: &'p Document<'p>,
    name: &str,
    options: Options,
) -> Vec<Judgement> {
    run_on(program, sources, &Plan::new(document, options), name)
}

/// The same for a plan that is ready to be asked, with the source of its configuration perhaps.
pub fn run_on(program: &Program, sources: &Sources, plan: &Plan<'_>, name: &str) -> Vec<Judgement> {
    let run = Run::new(program, sources, plan);
    let mut judgements = Vec::new();
    for (at, rule) in program.rules.iter().enumerate() {
        let subjects = select::subjects(rule, plan, name);
        if subjects.is_empty() {
            judgements.push(Judgement::of_nothing(at));
        }
        judgements.extend(subjects.iter().map(|subject| {
            let judgement = run.judge(at, rule, subject);
            located(judgement, plan, subject)
        }));
    }
    cause::find(program, &mut judgements);
    judgements
}

/// What the conditions of every rule of a program came to, over all subjects of an input.
pub fn cover(program: &Program, sources: &Sources, plan: &Plan<'_>, name: &str) -> Seen {
    let run = Run::new(program, sources, plan);
    let mut seen = Seen::default();
    for (at, rule) in program.rules.iter().enumerate() {
        for subject in select::subjects(rule, plan, name) {
            seen.add(&run.watch(at, rule, &subject));
        }
    }
    seen
}

/// A judgement with the places in the source that it speaks of.
fn located<'p>(mut judgement: Judgement, plan: &Plan<'p>, subject: &Subject<'p>) -> Judgement {
    let Kind::Resource(resource, _) = subject.operand.kind else {
        return judgement;
    };
    if !plan.has_source() {
        return judgement;
    }
    judgement.place = plan.place(resource);
    for finding in &mut judgement.findings {
        let name = finding.path.split(['.', '[']).next().unwrap_or_default();
        let written = plan.place_of(resource, name);
        finding.place = written.or_else(|| judgement.place.clone());
    }
    judgement
}

/// What a rule says of one address, and how it comes to that.
#[derive(Clone, Debug)]
pub enum Explanation {
    /// The rule judges it.
    Proof(Box<Proof>),
    /// There is such a thing, and the rule does not judge it: why, as a sentence without its full
    /// stop.
    NotSelected(String),
}

/// Explains what one rule, by its position in the program, says of one address; `None` where
/// nothing has that address.
///
/// The judgement is the one that [`run`] yields.
pub fn explain(
    program: &Program,
    sources: &Sources,
    plan: &Plan<'_>,
    name: &str,
    (rule, address): (usize, &str),
) -> Option<Explanation> {
    let run = Run::new(program, sources, plan);
    let at = rule;
    let rule = program.rules.get(at)?;
    let subjects = select::subjects(rule, plan, name);
    let Some(subject) = subjects.iter().find(|subject| subject.address == address) else {
        return unselected::why(rule, plan, name, address).map(Explanation::NotSelected);
    };
    let (judgement, steps) = run.judge_in_steps(at, rule, subject);
    let judgement = located(judgement, plan, subject);
    let steps = proof::Builder::new(&run).steps(&steps);
    Some(Explanation::Proof(Box::new(Proof { judgement, steps })))
}

/// The addresses that a rule, by its position in the program, judges; and all that there are.
pub fn addresses(
    program: &Program,
    plan: &Plan<'_>,
    name: &str,
    rule: Option<usize>,
) -> (Vec<String>, Vec<String>) {
    let rule = rule.and_then(|rule| program.rules.get(rule));
    let subjects = rule.map_or_else(Vec::new, |rule| select::subjects(rule, plan, name));
    let judged = subjects
        .into_iter()
        .map(|subject| subject.address)
        .collect();
    (judged, unselected::addresses(plan, name))
}

impl Judgement {
    /// The judgement of a rule that selects nothing.
    fn of_nothing(rule: usize) -> Judgement {
        Judgement {
            rule,
            address: String::new(),
            outcome: Outcome::NotApplicable,
            vacuous: false,
            findings: Vec::new(),
            basis: Basis::KNOWN,
            previous_address: None,
            place: None,
            cause: None,
        }
    }
}
