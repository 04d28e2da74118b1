//! Rules at work: every rule of a program against every subject of an input.

mod call;
mod compare;
mod evaluate;
mod explain;
mod finding;
mod follow;
mod frame;
mod judge;
mod launch_template;
mod message;
mod operand;
mod partial;
mod quantifier;
mod record;
mod roots;
mod secrets;
mod select;
mod truth;

pub use finding::{Evidence, Finding, Judgement, Outcome};

use std::cell::RefCell;

use crate::input::Document;
use crate::program::Program;
use crate::reference::{Options, Plan};
use crate::source::Sources;

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
    let plan = Plan::new(document, options);
    let run = judge::Run {
        program,
        plan: &plan,
        sources,
        redaction: secrets::Redaction::new(document),
        lines: RefCell::default(),
    };
    let mut judgements = Vec::new();
    for (at, rule) in program.rules.iter().enumerate() {
        let subjects = select::subjects(rule, &plan, name);
        if subjects.is_empty() {
            judgements.push(Judgement::of_nothing(at));
        }
        judgements.extend(subjects.iter().map(|subject| run.judge(at, rule, subject)));
    }
    judgements
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
            previous_address: None,
        }
    }
}
