//! Explanations against what they explain.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads files, and may panic"
)]

use std::path::Path;

use plangate::engine::proof::{Answer, Joint, Proof, Step, StepKind};
use plangate::engine::{self, Explanation, Judgement, Outcome};
use plangate::input::{self, Document, Mode};
use plangate::pack;
use plangate::program::{self, Program};
use plangate::reference::{Options, Plan};
use plangate::report::Style;
use plangate::report::proof::{Explained, json, text};
use plangate::source::Sources;

const CASES: &str = "tests/plans";

#[test]
fn an_explanation_says_what_check_says() {
    let rules = Rules::shipped();
    let mut judged = 0;
    for case in ["01-quickstart", "03-modules", "04-role-chain"] {
        let plan = read(&format!("{CASES}/{case}/plan.json"));
        let document = input::read(&plan, false).unwrap();
        for options in [false, true].map(options) {
            let plan = Plan::new(&document, options);
            for judgement in engine::run_on(&rules.program, &rules.sources, &plan, "plan") {
                let question = (judgement.rule, judgement.address.as_str());
                let Some(proof) = rules.proof(&plan, question) else {
                    assert_eq!(judgement.address, "", "{question:?} is not explained");
                    continue;
                };
                // What a judgement follows from is said of all rules together.
                let alone = Judgement {
                    cause: None,
                    ..judgement.clone()
                };
                assert_eq!(proof.judgement, alone);
                assert_follows(&proof, &rules.program.rules[question.0].about.id);
                judged += 1;
            }
        }
    }
    assert!(judged > 300, "only {judged} were explained");
}

/// The outcome is that of the worst assertion, and each condition follows from its parts.
fn assert_follows(proof: &Proof, rule: &str) {
    let place = format!("{rule} on {}", proof.judgement.address);
    let outcome = proof.steps.iter().filter_map(worst).max();
    let outcome = outcome.unwrap_or(Outcome::NotApplicable);
    assert_eq!(outcome, proof.judgement.outcome, "{place}");
    for step in &proof.steps {
        assert_step(step, &place);
    }
}

fn worst(step: &Step) -> Option<Outcome> {
    step.steps
        .iter()
        .filter_map(worst)
        .chain(step.outcome)
        .max()
}

fn assert_step(step: &Step, place: &str) {
    assert!(
        !step.text.is_empty() || step.read.is_some() || step.kind == StepKind::Open,
        "{place}: {step:?}"
    );
    if let (Some(joint), Some(answer)) = (step.joint, step.answer) {
        let asked = step.steps.iter().filter(|part| is_condition(part));
        let parts: Vec<Answer> = asked.filter_map(|part| part.answer).collect();
        let whole = step
            .steps
            .iter()
            .all(|part| part.kind != StepKind::NotAsked);
        assert_eq!(
            together(joint, &parts, whole),
            Some(answer),
            "{place}: {step:#?}"
        );
    }
    for read in step
        .read
        .iter()
        .chain(step.candidates.iter().filter_map(|one| one.read.as_ref()))
    {
        assert!(!read.origins.is_empty(), "{place}: {read:?}");
    }
    for below in &step.steps {
        assert_step(below, place);
    }
}

fn is_condition(step: &Step) -> bool {
    matches!(step.kind, StepKind::Condition | StepKind::Define) && step.answer.is_some()
}

/// Kleene's logic over the parts that were asked; `None` where parts that were not asked decide.
fn together(joint: Joint, parts: &[Answer], whole: bool) -> Option<Answer> {
    let decides = match joint {
        Joint::All => Answer::False,
        Joint::One => Answer::True,
        Joint::Not => {
            return Some(match parts {
                [Answer::True] => Answer::False,
                [Answer::False] => Answer::True,
                [other] => *other,
                _ => return None,
            });
        }
    };
    if parts.contains(&decides) {
        return Some(decides);
    }
    let other = match joint {
        Joint::All => Answer::True,
        _ => Answer::False,
    };
    whole.then(|| {
        let worst = [Answer::Error, Answer::Unknown];
        worst
            .into_iter()
            .find(|one| parts.contains(one))
            .unwrap_or(other)
    })
}

#[test]
fn nothing_secret_is_explained() {
    let plan = read("tests/cli/data/sensitive.json");
    let document = input::read(&plan, false).unwrap();
    for file in ["curious", "leak"] {
        let rules = Rules::read(&read(&format!("tests/cli/data/{file}.rule")));
        let told = rules.all(&document).to_lowercase();
        assert!(told.contains("aws_instance.web"), "{told}");
        for secret in [
            "canary-6f1d0c",
            "database-canary-9a3e",
            "provider-canary-52b7",
            "c, a, n, a, r, y",
        ] {
            let shown = told.replace("== \"canary-6f1d0c\"", "");
            assert!(!shown.contains(secret), "{secret} in\n{told}");
        }
    }
}

/// Whoever guesses a secret must not learn from an explanation whether the guess is right, beyond
/// what the rule as a whole says.
#[test]
fn an_explanation_does_not_tell_whether_a_guess_is_right() {
    let plan = read("tests/cli/data/sensitive.json");
    let document = input::read(&plan, false).unwrap();
    for condition in [
        "(self.tags.token == GUESS and self.ami is set) or self.tags is set",
        "(self.tags is set and not (self.tags.token == GUESS)) or self.ami is set",
        "any(t in [self.tags.token] : t == GUESS) or self.ami is set",
        "count(t in [self.tags.token] : t == GUESS) < 5",
        "(self.tags.token == GUESS ? self.ami : self.instance_type) is set",
        "matched(self.tags.token) or self.ami is set",
        "is_right or self.ami is set",
    ] {
        let explain = |guess: &str| {
            let rules = format!(
                "define matched(t) = t == GUESS and t is set\nrule \"guess\" {{ title = \"t\" \
                 severity = \"low\" on aws_instance let is_right = self.tags.token == GUESS \
                 require {condition} message \"m\" }}"
            );
            let rules = Rules::read(&rules.replace("GUESS", &format!("\"{guess}\"")));
            rules.all(&document).replace(guess, "GUESS")
        };
        let (right, wrong) = (explain("canary-6f1d0c"), explain("canary-000000"));
        assert!(
            right.contains("hidden") || right.contains("(sensitive)"),
            "{right}"
        );
        assert_eq!(right, wrong, "{condition}");
    }
}

#[test]
fn what_is_not_selected_is_said_with_its_reason() {
    let plan = read(&format!("{CASES}/format/plan_upd.json"));
    let document = input::read(&plan, false).unwrap();
    let plan = Plan::new(&document, options(false));
    let rule = |on: &str| {
        Rules::read(&format!(
            "rule \"r\" {{ title = \"t\" severity = \"low\" on {on} deny message \"m\" }}"
        ))
    };
    let why = |on: &str, address: &str| {
        let rules = rule(on);
        match engine::explain(&rules.program, &rules.sources, &plan, "plan", (0, address)) {
            Some(Explanation::NotSelected(why)) => why,
            other => panic!("{on} {address}: {other:?}"),
        }
    };
    let gone = document
        .instances
        .iter()
        .find(|one| !one.actions.exists_after())
        .unwrap();
    let stays = document
        .instances
        .iter()
        .find(|one| one.mode == Mode::Managed && one.actions.exists_after())
        .unwrap();
    assert_eq!(
        why("aws_instance", "plan"),
        "the rule is about `aws_instance`, and `plan` is the plan"
    );
    assert!(
        why("aws_nothing", &stays.address).contains(&format!("this is the type `{}`", stays.kind))
    );
    assert!(why("\"*\"", &gone.address).starts_with("it does not exist after apply"));
    assert!(
        why("\"*\" in module \"module.nowhere\"", &stays.address).ends_with("in another module")
    );
    assert!(why("\"*\" when forget", &stays.address).contains("what the plan does here is: "));
    let rules = rule("plan");
    let nothing = engine::explain(
        &rules.program,
        &rules.sources,
        &plan,
        "plan",
        (0, "aws_x.y"),
    );
    assert!(nothing.is_none());
}

/// A rule set that is ready to be asked.
struct Rules {
    program: Program,
    sources: Sources,
}

impl Rules {
    fn shipped() -> Rules {
        let mut rules = pack::Rules::default();
        rules.add_shipped(&pack::shipped_packs());
        Rules::of(rules)
    }

    fn read(rules: &str) -> Rules {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explain");
        std::fs::create_dir_all(&folder).unwrap();
        let digest = rules
            .bytes()
            .fold(7_u64, |sum, byte| sum.wrapping_mul(31) ^ u64::from(byte));
        let file = folder.join(format!("{digest:016x}.rule"));
        std::fs::write(&file, rules).unwrap();
        let mut read = pack::Rules::default();
        read.add_path(&file).unwrap();
        Rules::of(read)
    }

    fn of(mut rules: pack::Rules) -> Rules {
        let mut problems = std::mem::take(&mut rules.problems);
        let program = program::check(&rules.files, &rules.sources, &mut problems);
        let drawn: Vec<String> = problems
            .iter()
            .map(|one| one.draw(&rules.sources, false))
            .collect();
        assert!(drawn.is_empty(), "{}", drawn.join("\n"));
        let sources = rules.sources;
        Rules { program, sources }
    }

    fn proof(&self, plan: &Plan<'_>, question: (usize, &str)) -> Option<Proof> {
        match engine::explain(&self.program, &self.sources, plan, "plan", question)? {
            Explanation::Proof(proof) => Some(*proof),
            Explanation::NotSelected(why) => panic!("{question:?}: {why}"),
        }
    }

    /// Every explanation of everything that is judged, in every format.
    fn all(&self, document: &Document<'_>) -> String {
        let plan = Plan::new(document, options(false));
        let mut out = Vec::new();
        for judgement in engine::run_on(&self.program, &self.sources, &plan, "plan") {
            let question = (judgement.rule, judgement.address.as_str());
            let explanation =
                engine::explain(&self.program, &self.sources, &plan, "plan", question);
            let explained = Explained {
                version: "0",
                input: "plan",
                source: None,
                notes: &[],
                address: &judgement.address,
                rule: &self.program.rules[judgement.rule].about,
                explanation: &explanation.unwrap(),
            };
            let style = Style {
                width: 100,
                colour: false,
            };
            text(&explained, &style, &mut out).unwrap();
            json(&explained, &mut out).unwrap();
        }
        // The name of the file is made of the rules, and so of a guess.
        let out = String::from_utf8(out).unwrap();
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).display().to_string();
        out.split(&folder)
            .map(|part| part.split_once(".rule").map_or(part, |(_, rest)| rest))
            .collect()
    }
}

fn options(strict_unknown: bool) -> Options {
    Options {
        strict_unknown,
        ..Options::default()
    }
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}
