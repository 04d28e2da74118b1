//! A proof for people: the outcome, then every step below the one that it served.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style as Colour};

use super::Explained;
use crate::engine::proof::{Answer, Candidate, Certainty, Joint, Proof, Read, Step, StepKind};
use crate::engine::{Explanation, Outcome};
use crate::reference::Provenance;
use crate::report::{
    Style,
    table::{Block, Grid, Paint, paint},
    words,
};
use crate::value::{Assumption, Missing};

/// Of members that come to the same, so many are shown.
const ALIKE: usize = 3;
/// Of the members of a list of which nothing more is asked, so many are shown.
const LISTED: usize = 10;
/// A statement with more characters is not shown as a whole where its parts are.
const LONG: usize = 100;
/// Each level stands so many columns further to the right.
const INDENT: usize = 2;

/// Writes an explanation.
pub fn text(explained: &Explained<'_>, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let grid = Grid::new(style.width, Paint::new(style.colour));
    let mut tree = Tree {
        block: grid.block(),
        subject: explained.address,
        told: BTreeSet::new(),
        lets: BTreeSet::new(),
        shown: BTreeSet::new(),
        values: BTreeSet::new(),
        assumed: Vec::new(),
    };
    tree.head(explained);
    match explained.explanation {
        Explanation::NotSelected(why) => tree.block.field("because", why),
        Explanation::Proof(proof) => {
            for step in &proof.steps {
                tree.block.gap();
                tree.shown.clear();
                tree.values.clear();
                tree.step(step, 0, false);
            }
            tree.closing(proof);
        }
    }
    tree.block.write(out)
}

struct Tree<'a> {
    block: Block,
    subject: &'a str,
    /// What was said of places and defines, and need not be said again.
    told: BTreeSet<(&'a str, &'a str)>,
    /// The names that were given values.
    lets: BTreeSet<&'a str>,
    /// The places whose values this statement has shown.
    shown: BTreeSet<(&'a str, &'a str)>,
    /// What was computed of nothing that could be shown below, and what it came to.
    values: BTreeSet<(&'a str, &'a str)>,
    assumed: Vec<Assumption>,
}

impl<'a> Tree<'a> {
    fn head(&mut self, explained: &Explained<'a>) {
        let rule = explained.rule;
        let (word, colour) = match explained.explanation {
            Explanation::Proof(proof) => {
                let outcome = proof.judgement.outcome;
                (outcome.word(), paint::outcome(outcome, false).bold())
            }
            Explanation::NotSelected(_) => ("not judged", paint::FAINT),
        };
        self.block.styled(word, colour);
        self.block
            .field_styled("resource", explained.address, paint::STRONG);
        self.block.field(
            "rule",
            &format!("{}: {} ({})", rule.id, rule.title, rule.severity.word()),
        );
        self.block.field("input", explained.input);
        if let Some(folder) = explained.source {
            self.block.field("source", folder);
        }
        for note in explained.notes {
            self.block.field("note", note);
        }
    }

    /// What holds for the whole.
    fn closing(&mut self, proof: &Proof) {
        if proof.judgement.vacuous {
            self.block.gap();
            self.block
                .text("It passes because every list that it asks about is empty.");
        }
        if self.assumed.is_empty() {
            return;
        }
        self.assumed.sort_unstable();
        self.assumed.dedup();
        self.block.gap();
        self.block.strong("Assumptions");
        for assumption in &self.assumed {
            let meaning = words::assumption(*assumption);
            self.block
                .item(&format!("{}: {meaning}", assumption.word()));
        }
    }

    /// A step with all below it. The members of a list are `told` where each is asked about.
    fn step(&mut self, step: &'a Step, at: usize, told: bool) {
        if is_plain_argument(step) {
            return;
        }
        if let Some(read) = step.read.as_ref().filter(|_| is_reading(step)) {
            self.reading(step, read, at);
            return;
        }
        let is_plain = step.kind == StepKind::Value && step.steps.is_empty();
        if let Some(value) = step.value.as_deref().filter(|_| is_plain)
            && !self.values.insert((&step.text, value))
        {
            return;
        }
        self.line(at, word(step), &headline(step));
        if let StepKind::Let = step.kind
            && let Some((name, _)) = step.text.trim_start_matches("let ").split_once(' ')
        {
            self.lets.insert(name);
        }
        let told = told || self.lets.contains(step.text.as_str());
        self.beside(step, at);
        // What a condition lacks is best read after the values that it asked for.
        let late = step.steps.iter().all(is_reading);
        if !late {
            self.lacking(step, at);
        }
        if told && step.kind == StepKind::Value {
            let below = step.steps.iter();
            below.for_each(|below| self.step(below, at + INDENT, false));
        } else {
            self.below(step, at + INDENT);
        }
        if late {
            self.lacking(step, at);
        }
    }

    /// A value that the plan has, and where it comes from; once, as it stays the same.
    fn reading(&mut self, step: &'a Step, read: &'a Read, at: usize) {
        let value = step.value.as_deref().unwrap_or_default();
        let mut text = format!("{} = {value}", self.place(read));
        let is_name = !step.text.is_empty() && !step.text.contains(['.', '[']);
        if is_name {
            text = format!("{} is {text}", step.text);
        }
        if self.shown.insert((&read.address, &read.path)) || step.kind == StepKind::Argument {
            self.line(at, ("read", paint::PLAIN), &text);
            self.origins(read, value, at);
        }
    }

    /// Where a value comes from.
    fn origins(&mut self, read: &'a Read, value: &str, at: usize) {
        if !self.told.insert((&read.address, &read.path)) {
            return;
        }
        let says_more = |origin: &&Provenance| {
            read.origins.len() == 1 || **origin != Provenance::AfterApply || value != UNKNOWN
        };
        let origins = read.origins.iter().filter(says_more);
        let origins: Vec<_> = origins.map(Provenance::sentence).collect();
        self.faint(at, &origins.join("; "));
    }

    /// What belongs to a step itself.
    fn beside(&mut self, step: &'a Step, at: usize) {
        let is_statement = matches!(
            step.kind,
            StepKind::Where
                | StepKind::Unless
                | StepKind::Let
                | StepKind::Require
                | StepKind::Deny
                | StepKind::Each
        );
        let (file, line) = &step.place;
        if is_statement {
            self.faint(at, &format!("{file}:{line}"));
        }
        if !step.doc.is_empty() && self.told.insert(("", &step.doc)) {
            self.faint(at, &step.doc);
        }
        let arguments: Vec<String> = step
            .steps
            .iter()
            .filter(|below| is_plain_argument(below))
            .filter_map(|below| Some(format!("{} = {}", below.text, below.value.as_deref()?)))
            .collect();
        if !arguments.is_empty() {
            self.faint(at, &format!("with {}", arguments.join(", ")));
        }
        if let Some(read) = step.read.as_ref().filter(|_| step.answer.is_none())
            && self.shown.insert((&read.address, &read.path))
        {
            self.faint(at, &self.place(read));
            self.origins(read, step.value.as_deref().unwrap_or_default(), at);
        }
        if let Some(outcome) = step.outcome {
            let text = match step.message.as_str() {
                // What is wrong is said where it went wrong.
                _ if outcome == Outcome::Error => outcome.word().to_owned(),
                "" => outcome.word().to_owned(),
                message => format!("{}: {message}", outcome.word()),
            };
            let colour = paint::outcome(outcome, false);
            self.block.branch(at, ("", paint::PLAIN), (&text, colour));
            let decided = matches!(step.answer, Some(Answer::True | Answer::False));
            if decided && outcome == Outcome::Undetermined {
                self.note(at, "It would fail, but what stands above is not decided.");
            }
        }
        if let Some(trouble) = &step.trouble {
            self.note(at, &format!("{} ({})", trouble.message, trouble.code));
            if let Some(help) = &trouble.help {
                self.note(at, help);
            }
        }
    }

    /// What a step lacks, and what it takes for granted.
    fn lacking(&mut self, step: &'a Step, at: usize) {
        for missing in &step.missing {
            self.missing(missing, at);
        }
        self.assuming(&step.assumptions, step.by_source, at);
    }

    fn missing(&mut self, missing: &Missing, at: usize) {
        self.note(at, &format!("{} ({})", missing.what, missing.reason.word()));
        self.note(at, &format!("decided by {}", missing.decided_by));
    }

    /// What an answer rests on, beside the plan.
    fn assuming(&mut self, assumptions: &[Assumption], by_source: bool, at: usize) {
        if by_source {
            self.note(at, "by the source of the configuration");
        }
        if assumptions.is_empty() {
            return;
        }
        self.assumed.extend(assumptions);
        let words: Vec<String> = assumptions
            .iter()
            .map(|one| format!("\"{}\"", one.word()))
            .collect();
        self.note(at, &format!("assuming {}", words.join(" and ")));
    }

    /// What a step was made of.
    fn below(&mut self, step: &'a Step, at: usize) {
        let gone_through = step.steps.iter().any(is_gone_through);
        let mut ways: HashMap<&str, &'a Candidate> = HashMap::new();
        let mut alike: BTreeMap<Alike, usize> = BTreeMap::new();
        if gone_through {
            let lists = step.steps.iter().chain([step]);
            let known = lists.flat_map(|list| &list.candidates);
            ways.extend(known.map(|candidate| (candidate.text.as_str(), candidate)));
        }
        let skipped: Vec<&Step> = step
            .steps
            .iter()
            .filter(|below| is_skipped(below))
            .collect();
        for below in step.steps.iter().filter(|below| !is_skipped(below)) {
            if !is_member(below) {
                self.step(below, at, gone_through);
                continue;
            }
            let kind = Alike::of(below);
            let seen = alike.entry(kind).or_default();
            *seen += 1;
            if *seen <= ALIKE || kind.is_bad() {
                self.member(below, ways.get(below.text.as_str()).copied(), at);
            }
        }
        if !gone_through && !step.steps.iter().any(|below| lists_the_same(step, below)) {
            self.candidates(&step.candidates, at);
        }
        for (kind, number) in alike {
            if number > ALIKE && !kind.is_bad() {
                let more = format!("{} more", number - ALIKE);
                self.line(at, kind.word(), &more);
            }
        }
        match skipped[..] {
            [] => {}
            [one] => self.line(at, SKIPPED, &one.text),
            _ => {
                let others = format!("{} others, which would change nothing", skipped.len());
                self.line(at, SKIPPED, &others);
            }
        }
    }

    /// A member of a list that is gone through, and how the list came to it.
    fn member(&mut self, step: &'a Step, way: Option<&'a Candidate>, at: usize) {
        let word = match step.answer {
            Some(answer) => answer_word(answer),
            None => ("for", paint::PLAIN),
        };
        let text = match (step.answer, step.kind) {
            (None, StepKind::Member(Certainty::Possible)) => {
                format!("{}, if it is a member", step.text)
            }
            (Some(_), StepKind::Member(Certainty::Possible)) => {
                format!("for {}, if it is a member{}", step.text, joint(step))
            }
            (None, _) => step.text.clone(),
            (Some(_), _) => format!("for {}{}", step.text, joint(step)),
        };
        self.values.clear();
        self.line(at, word, &text);
        if let Some(way) = way {
            self.way(way, at);
        }
        self.beside(step, at);
        self.lacking(step, at);
        self.below(step, at + INDENT);
    }

    /// The members of a list of which nothing more is asked.
    fn candidates(&mut self, candidates: &'a [Candidate], at: usize) {
        let (seen, hidden): (Vec<_>, Vec<_>) = candidates
            .iter()
            .partition(|candidate| candidate.certainty != Certainty::Open);
        for candidate in seen.iter().take(LISTED) {
            let word = (candidate.certainty.word(), paint::PLAIN);
            let text = match &candidate.read {
                Some(read) => format!("{} = {}", self.place(read), candidate.text),
                None => candidate.text.clone(),
            };
            self.line(at, word, &text);
            if let Some(read) = &candidate.read {
                self.origins(read, &candidate.text, at);
            }
            self.way(candidate, at);
        }
        if seen.len() > LISTED {
            self.line(
                at,
                ("", paint::PLAIN),
                &format!("{} more", seen.len() - LISTED),
            );
        }
        for candidate in hidden {
            self.line(at, (Certainty::Open.word(), OPEN), UNSEEN);
            self.way(candidate, at);
        }
    }

    /// How a list came to a member, or why nobody sees it.
    fn way(&mut self, candidate: &'a Candidate, at: usize) {
        if !candidate.via.is_empty() {
            self.faint(at, &candidate.via.join(", "));
        }
        if let Some(why) = &candidate.why {
            self.missing(why, at);
        }
        self.assuming(&candidate.assumptions, candidate.by_source, at);
    }

    /// A place as people name it: of the resource that is explained the path alone.
    fn place(&self, read: &Read) -> String {
        match (read.address == self.subject, read.path.as_str()) {
            (true, "") => read.address.clone(),
            (true, path) => path.to_owned(),
            (false, "") => read.address.clone(),
            (false, path) => format!("{} {path}", read.address),
        }
    }

    fn line(&mut self, at: usize, word: (&str, Colour), text: &str) {
        self.block.branch(at, word, (text, paint::PLAIN));
    }

    fn note(&mut self, at: usize, text: &str) {
        self.line(at, ("", paint::PLAIN), text);
    }

    fn faint(&mut self, at: usize, text: &str) {
        self.block
            .branch(at, ("", paint::PLAIN), (text, paint::FAINT));
    }
}

/// What members have in common of which a few stand for all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Alike {
    outcome: Option<Outcome>,
    answer: Option<Answer>,
}

impl Alike {
    fn of(step: &Step) -> Alike {
        Alike {
            outcome: worst(step),
            answer: step.answer,
        }
    }

    /// Whether each is worth to be told.
    fn is_bad(self) -> bool {
        self.outcome
            .is_some_and(|outcome| outcome >= Outcome::Undetermined)
    }

    fn word(self) -> (&'static str, Colour) {
        match (self.answer, self.outcome) {
            (Some(answer), _) => answer_word(answer),
            (None, Some(outcome)) => (outcome.word(), paint::outcome(outcome, false)),
            (None, None) => ("for", paint::PLAIN),
        }
    }
}

/// How a value is shown that is known only after apply.
const UNKNOWN: &str = "(known after apply)";
const SKIPPED: (&str, Colour) = ("skipped", paint::FAINT);
const OPEN: Colour = AnsiColor::Yellow.on_default();
const UNSEEN: &str = "there may be members that the plan does not show";

fn is_skipped(step: &Step) -> bool {
    step.kind == StepKind::NotAsked
}

/// Whether a step does nothing but to read a place.
fn is_reading(step: &Step) -> bool {
    matches!(step.kind, StepKind::Value | StepKind::Argument)
        && step.read.is_some()
        && step.steps.is_empty()
        && step.trouble.is_none()
}

/// Whether a step below has the same members, and more words on how it came to them.
fn lists_the_same(step: &Step, below: &Step) -> bool {
    let members = |step: &Step| -> Vec<(Certainty, String)> {
        let seen = step.candidates.iter();
        let seen = seen.filter(|candidate| candidate.certainty != Certainty::Open);
        seen.map(|candidate| (candidate.certainty, candidate.text.clone()))
            .collect()
    };
    let open = |step: &Step| {
        step.candidates
            .iter()
            .any(|one| one.certainty == Certainty::Open)
    };
    members(step) == members(below) && (!open(step) || open(below)) && !below.candidates.is_empty()
}

/// Whether it is a part of a list that each is asked of.
fn is_gone_through(step: &Step) -> bool {
    matches!(step.kind, StepKind::Member(_) | StepKind::Open)
}

fn is_member(step: &Step) -> bool {
    matches!(step.kind, StepKind::Member(_))
}

/// An argument whose value says everything.
fn is_plain_argument(step: &Step) -> bool {
    step.kind == StepKind::Argument
        && step.read.is_none()
        && step.steps.is_empty()
        && step.candidates.is_empty()
        && step.missing.is_empty()
        && step.trouble.is_none()
}

/// The worst that assertions below a step say.
fn worst(step: &Step) -> Option<Outcome> {
    let below = step.steps.iter().filter_map(worst);
    below.chain(step.outcome).max()
}

/// The word in front of a step.
fn word(step: &Step) -> (&'static str, Colour) {
    if let Some(answer) = step.answer {
        return answer_word(answer);
    }
    let word = match step.kind {
        StepKind::Each => "each",
        StepKind::Let => "let",
        StepKind::Open => return ("open", OPEN),
        StepKind::Deny => "always",
        _ => "value",
    };
    (word, paint::PLAIN)
}

fn answer_word(answer: Answer) -> (&'static str, Colour) {
    let colour = match answer {
        Answer::True => AnsiColor::Green,
        Answer::False => AnsiColor::Red,
        Answer::Unknown => AnsiColor::Yellow,
        Answer::Error => AnsiColor::Magenta,
        Answer::Sensitive => return ("hidden", paint::FAINT),
    };
    (answer.word(), colour.on_default())
}

/// What stands beside the word.
fn headline(step: &Step) -> String {
    let has_parts = matches!(step.joint, Some(Joint::All | Joint::One));
    let text = match step.kind {
        StepKind::Each => step.text.trim_start_matches("each").trim_start(),
        StepKind::Let if step.answer.is_none() => step.text.trim_start_matches("let").trim_start(),
        StepKind::Open => return UNSEEN.to_owned(),
        // The parts below say it.
        StepKind::Condition if has_parts => joint(step).trim_start_matches(": "),
        StepKind::Where | StepKind::Unless | StepKind::Require | StepKind::Deny
            if has_parts && step.text.chars().count() > LONG =>
        {
            return format!("{}{}", step.kind.word(), joint(step));
        }
        _ => return format!("{}{}", step.text, value(step)),
    };
    format!("{text}{}", value(step))
}

/// A value, or how what stands below makes up a condition.
fn value(step: &Step) -> String {
    match &step.value {
        // Its members are shown one by one.
        Some(_) if step.kind == StepKind::Each && step.steps.iter().any(is_member) => String::new(),
        Some(value) if step.answer.is_none() => format!(" = {value}"),
        _ if step.kind == StepKind::Condition => String::new(),
        _ => joint(step).to_owned(),
    }
}

/// How what stands below makes up a condition.
fn joint(step: &Step) -> &'static str {
    match step.joint {
        Some(Joint::All) => ": all of these",
        Some(Joint::One) => ": one of these",
        Some(Joint::Not) => ": not this",
        None => "",
    }
}
