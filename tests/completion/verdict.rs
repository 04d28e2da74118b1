//! Verdicts on plans held against verdicts on what comes of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use plangate::engine::{self, Judgement, Outcome};
use plangate::hcl::{Disk, Files, Project};
use plangate::program::{self, Program, RuleFile};
use plangate::reference::{Options, Plan};
use plangate::source::Sources;
use plangate::value::Basis;
use plangate::{input, pack, syntax};
use serde_json::Value as Json;

use crate::terraform::configuration::Module;
use crate::terraform::hcl;

/// How a plan is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// By its own words, and by assumptions with names.
    Default,
    /// Without assumptions.
    Strict,
    /// With the source of its configuration.
    Source,
    /// With the source, and without assumptions.
    StrictSource,
}

impl Mode {
    pub(crate) const ALL: [Mode; 4] = [
        Mode::Default,
        Mode::Strict,
        Mode::Source,
        Mode::StrictSource,
    ];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Mode::Default => "default",
            Mode::Strict => "strict",
            Mode::Source => "source",
            Mode::StrictSource => "strict with source",
        }
    }

    /// Whether assumptions are allowed.
    pub(crate) fn assumes(self) -> bool {
        matches!(self, Mode::Default | Mode::Source)
    }

    fn has_source(self) -> bool {
        matches!(self, Mode::Source | Mode::StrictSource)
    }
}

/// Rules that can be run.
pub(crate) struct Rules {
    program: Program,
    sources: Rc<Sources>,
}

/// Verdicts by rule and address.
pub(crate) type Verdicts = BTreeMap<(String, String), Judgement>;

/// A verdict on a plan that a state contradicts.
#[derive(Clone, Debug)]
pub(crate) struct Flip {
    pub(crate) rule: String,
    pub(crate) address: String,
    pub(crate) planned: Outcome,
    pub(crate) real: Outcome,
    /// The assumptions that the verdict on the plan names; empty if none allows the flip.
    pub(crate) assumptions: Vec<&'static str>,
}

/// Rules that are not dealt out, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    (
        "spot-instance-request-options",
        "asks what the configuration writes, which no state records",
    ),
    (
        "ec2-instance-profile-name-not-arn",
        "asks what the configuration writes, which no state records",
    ),
];

impl Rules {
    /// Every shipped rule, and the small ones beside this file, dealt out into so many hands:
    /// whoever has little time judges by one of them.
    pub(crate) fn dealt(hands: usize) -> Vec<Rules> {
        let mut rules = pack::Rules::default();
        rules.add_shipped(&pack::shipped_packs());
        Rules::read(rules, include_str!("rules.rule"), hands)
    }

    /// The rules in a text.
    pub(crate) fn of(text: &str) -> Rules {
        Rules::read(pack::Rules::default(), text, 1).remove(0)
    }

    fn read(mut rules: pack::Rules, text: &str, hands: usize) -> Vec<Rules> {
        let mut problems = std::mem::take(&mut rules.problems);
        let id = rules.sources.add("completion.rule", text);
        let file = syntax::parse(&rules.sources, id, &mut problems);
        rules.files.push(RuleFile {
            file,
            root: usize::MAX,
            path: "completion.rule".to_owned(),
            pack: "completion".to_owned(),
            in_pack: false,
        });
        let sources = Rc::new(rules.sources);
        let hand = |hand| {
            let mut program = program::check(&rules.files, &sources, &mut problems);
            let mut at = 0..;
            program.rules.retain(|rule| {
                let mut left_out = LEFT_OUT.iter();
                !left_out.any(|(id, _)| *id == rule.about.id)
            });
            program
                .rules
                .retain(|_| at.next().is_some_and(|at| at % hands == hand));
            Rules {
                program,
                sources: Rc::clone(&sources),
            }
        };
        let dealt = (0..hands).map(hand).collect();
        let drawn: Vec<String> = problems
            .iter()
            .map(|problem| problem.draw(&sources, false))
            .collect();
        assert!(drawn.is_empty(), "{}", drawn.join("\n"));
        dealt
    }

    /// What the rules say of the plan of a configuration.
    pub(crate) fn judge(&self, json: &Json, root: &Module, mode: Mode) -> Verdicts {
        let options = Options {
            strict_unknown: !mode.assumes(),
            ..Options::default()
        };
        let source = mode.has_source().then_some(root);
        self.judge_with(json, options, source)
    }

    /// What they say of a state.
    pub(crate) fn judge_state(&self, json: &Json) -> Verdicts {
        self.judge_with(json, Options::default(), None)
    }

    fn judge_with(&self, json: &Json, options: Options, source: Option<&Module>) -> Verdicts {
        let text = json.to_string();
        let document = input::read(&text, false).expect("the model writes what Terraform does");
        let mut plan = Plan::new(&document, options);
        if let Some(root) = source {
            let project = Project::read(Box::new(InMemory(hcl::files(root))));
            assert!(project.problems.is_empty(), "{:?}", project.problems);
            let used = plan.use_source(project);
            assert!(used.is_ok(), "{used:?}:\n{}", hcl::whole(root));
        }
        let judged = engine::run_on(&self.program, &self.sources, &plan, "plan");
        judged
            .into_iter()
            .map(|judgement| {
                let rule = self.program.rules[judgement.rule].about.id.clone();
                ((rule, judgement.address.clone()), judgement)
            })
            .collect()
    }
}

/// The files of a configuration.
struct InMemory(BTreeMap<String, String>);

impl Files for InMemory {
    fn bytes(&self, _: &str) -> Option<Vec<u8>> {
        None
    }
}

impl Disk for InMemory {
    fn folder(&self, path: &str) -> Option<Vec<String>> {
        self.text(&format!("{path}/main.tf"))
            .map(|_| vec!["main.tf".to_owned()])
    }

    fn text(&self, path: &str) -> Option<String> {
        self.0.get(path.trim_start_matches("./")).cloned()
    }
}

/// How many verdicts on a plan are an answer.
pub(crate) fn decided(verdicts: &Verdicts) -> usize {
    verdicts
        .values()
        .filter(|judgement| is_decided(judgement))
        .count()
}

fn is_decided(judgement: &Judgement) -> bool {
    judgement.outcome != Outcome::Undetermined
}

/// Holds every decided verdict on a plan against the verdict on a state: how many there are, and
/// those that the state does not share.
pub(crate) fn compare(planned: &Verdicts, real: &Verdicts) -> (usize, Vec<Flip>) {
    let mut found = Vec::new();
    let mut held = 0;
    for ((rule, address), before) in planned {
        // A state has no modules and providers, and of data sources those that were read.
        let Some(after) = real.get(&(rule.clone(), address.clone())) else {
            continue;
        };
        // Nothing in a state says what uses a document, so rules about policies do not judge it.
        let is_document = rule.starts_with("policy-") && address.contains("data.");
        if !is_decided(before) || is_document {
            continue;
        }
        held += 1;
        if !agree(before.outcome, after.outcome) {
            found.push(Flip {
                rule: rule.clone(),
                address: address.clone(),
                planned: before.outcome,
                real: after.outcome,
                assumptions: blamed(before, after),
            });
        }
    }
    (held, found)
}

/// Where nobody knows yet whether a rule applies, what holds passes, what is exempt is exempt, and
/// wrong data is wrong (language, "What comes of it"). Later it is known that it does not apply.
fn agree(planned: Outcome, real: Outcome) -> bool {
    match real {
        Outcome::NotApplicable => planned != Outcome::Fail,
        Outcome::Exempt => matches!(planned, Outcome::Exempt | Outcome::Pass | Outcome::Error),
        _ => planned == real,
    }
}

/// The assumptions that a verdict named which did not come true. Empty if something did not come
/// true that named none.
fn blamed(before: &Judgement, after: &Judgement) -> Vec<&'static str> {
    let lines = |judgement: &Judgement| {
        let mut lines: BTreeMap<usize, Outcome> = BTreeMap::new();
        for finding in &judgement.findings {
            let line = lines.entry(finding.rule_line).or_insert(finding.outcome);
            *line = finding.outcome.max(*line);
        }
        lines
    };
    let (planned, real) = (lines(before), lines(after));
    // What fails passes only if every finding that failed was wrong; what passes may fail by what
    // the rule was not even applied to.
    let wrong: Vec<Basis> = before
        .findings
        .iter()
        .filter(|finding| {
            let line = planned.get(&finding.rule_line);
            line == Some(&finding.outcome) && line != real.get(&finding.rule_line)
        })
        .map(|finding| finding.basis)
        .collect();
    if before.outcome == Outcome::Fail && wrong.iter().any(|basis| basis.is_known()) {
        return Vec::new();
    }
    let all = before.basis.assumptions();
    all.map(|assumption| assumption.word()).collect()
}
