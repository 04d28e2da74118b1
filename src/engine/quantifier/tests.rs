//! Every small partial list against every list that it can turn out to be.

use std::sync::Arc;

use super::super::operand::{Kind, Operand};
use super::super::partial::{Element, Partial};
use super::super::truth::{State, Truth};
use super::{Asked, any, count};
use crate::value::{Missing, Reason, Value};

/// What a condition says of one member: yes, no, or it may be either.
const SAYS: [Option<bool>; 3] = [Some(true), Some(false), None];
/// How many members nobody sees, at most, where a list is open.
const OUTSIDE: usize = 4;

#[test]
#[expect(clippy::print_stdout, reason = "the count of cases is worth seeing")]
fn no_answer_is_contradicted_by_a_completion() {
    let (mut cases, mut needlessly_unknown) = (0, 0);
    for case in cases_up_to(3) {
        let completions = case.completions();
        if completions.is_empty() {
            continue;
        }
        cases += 1;
        let any_holds: Vec<bool> = completions
            .iter()
            .map(|list| list.contains(&true))
            .collect();
        let all_hold: Vec<bool> = completions
            .iter()
            .map(|list| !list.contains(&false))
            .collect();
        let counts: Vec<usize> = completions
            .iter()
            .map(|list| list.iter().filter(|holds| **holds).count())
            .collect();
        let (list, asked) = case.build();
        let answers = [
            (any(&list, &asked), &any_holds),
            (any(&list, &asked.clone().negate()).negate(), &all_hold),
        ];
        for (answer, truths) in answers {
            let agree = truths.windows(2).all(|pair| pair[0] == pair[1]);
            match answer.state {
                State::True => assert!(truths.iter().all(|truth| *truth), "{case:?}"),
                State::False => assert!(truths.iter().all(|truth| !*truth), "{case:?}"),
                State::Unknown(_) if agree => needlessly_unknown += 1,
                State::Unknown(_) => {}
                State::Error(trouble) => panic!("{case:?}: {trouble:?}"),
            }
        }
        let counted = count(&list, &asked).unwrap();
        for found in counts {
            assert!(may_be(&counted.kind, found), "{case:?}: {found}");
        }
    }
    assert!(cases > 1_000, "{cases} cases are too few to prove anything");
    println!(
        "{cases} lists, {needlessly_unknown} answers unknown although every completion agrees"
    );
    assert_eq!(
        needlessly_unknown, 0,
        "a decided answer is given wherever there is one"
    );
}

#[derive(Clone, Debug)]
struct Case {
    definite: Vec<Option<bool>>,
    possible: Vec<Option<bool>>,
    at_least: usize,
    open: bool,
}

fn cases_up_to(members: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for definite in answers_up_to(members) {
        for possible in answers_up_to(members) {
            let visible = definite.len() + possible.len();
            for at_least in definite.len()..=visible + 1 {
                for open in [false, true] {
                    let (definite, possible) = (definite.clone(), possible.clone());
                    cases.push(Case {
                        definite,
                        possible,
                        at_least,
                        open,
                    });
                }
            }
        }
    }
    cases
}

fn answers_up_to(members: usize) -> Vec<Vec<Option<bool>>> {
    let mut all = vec![Vec::new()];
    let mut last = vec![Vec::new()];
    for _ in 0..members {
        last = last
            .iter()
            .flat_map(|list: &Vec<Option<bool>>| {
                SAYS.iter().map(|says| [&list[..], &[*says]].concat())
            })
            .collect();
        all.extend(last.iter().cloned());
    }
    all
}

impl Case {
    /// What the condition says of every member, for every list that this one can turn out to be.
    fn completions(&self) -> Vec<Vec<bool>> {
        let mut found = Vec::new();
        for chosen in 0..1_usize << self.possible.len() {
            let members: Vec<Option<bool>> = self
                .definite
                .iter()
                .copied()
                .chain(
                    self.possible
                        .iter()
                        .enumerate()
                        .filter_map(|(at, says)| (chosen & (1 << at) != 0).then_some(*says)),
                )
                .collect();
            for outside in 0..=if self.open { OUTSIDE } else { 0 } {
                if members.len() + outside >= self.at_least {
                    let unsure = vec![None; outside];
                    decide(&[&members[..], &unsure].concat(), &mut found);
                }
            }
        }
        found
    }

    fn build(&self) -> (Partial<'static>, Asked) {
        let missing = Arc::new(Missing {
            reason: Reason::Value,
            what: "it".to_owned(),
            decided_by: "time".to_owned(),
        });
        let truth = |says: &Option<bool>| match says {
            Some(says) => Truth::known(*says),
            None => Truth::unknown(Arc::clone(&missing)),
        };
        let elements = |says: &[Option<bool>]| -> Vec<Element<'static>> {
            let element = || Element {
                key: Value::NULL,
                value: Operand::data(Value::NULL),
            };
            says.iter().map(|_| element()).collect()
        };
        let asked = Asked {
            definite: self.definite.iter().map(truth).collect(),
            possible: self.possible.iter().map(truth).collect(),
        };
        let list = Partial {
            definite: elements(&self.definite),
            possible: elements(&self.possible),
            at_least: self.at_least,
            open: self.open.then(|| Arc::clone(&missing)),
            ..Partial::default()
        };
        (list, asked)
    }
}

/// Every way in which what is not sure can turn out.
fn decide(members: &[Option<bool>], found: &mut Vec<Vec<bool>>) {
    let unsure = members.iter().filter(|says| says.is_none()).count();
    for choice in 0..1_usize << unsure {
        let mut at = 0;
        let decided = members.iter().map(|says| {
            says.unwrap_or_else(|| {
                at += 1;
                choice & (1 << (at - 1)) != 0
            })
        });
        found.push(decided.collect());
    }
}

fn may_be(kind: &Kind<'_>, found: usize) -> bool {
    match kind {
        Kind::Data(Value::Number(number)) => number.as_index() == Some(found),
        Kind::Range(range) => found >= range.low && range.high.is_none_or(|high| found <= high),
        _ => false,
    }
}
