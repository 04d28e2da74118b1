//! What an expression comes to, for people and for machines.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    Style, json,
    table::{Block, Grid, Paint, paint},
    words,
};
use crate::engine::proof::{Candidate, Certainty};
use crate::engine::secrets::SENSITIVE;
use crate::engine::{Evaluation, Told};
use crate::reference::Provenance;
use crate::value::{Missing, escape};

/// An expression, and what it comes to.
#[derive(Clone, Copy, Debug)]
pub struct Evaluated<'a> {
    /// Version of plangate.
    pub version: &'static str,
    /// Path of the input as given, or `-`.
    pub input: &'a str,
    /// The folder of the configuration's source, if one was used.
    pub source: Option<&'a str>,
    /// Things about the input as a whole that a reader must know, as sentences.
    pub notes: &'a [String],
    /// The expression as it was given.
    pub expression: &'a str,
    /// What `self` is.
    pub address: Option<&'a str>,
    /// What it comes to.
    pub evaluation: &'a Evaluation,
}

/// Writes what an expression comes to for people: the value first, then what it rests on.
pub fn text(evaluation: &Evaluation, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    let mut block = Grid::new(style.width, Paint::new(style.colour)).block();
    match &evaluation.told {
        // A value is not broken into lines, so that it can be copied.
        Told::Value { text, .. } => writeln!(out, "{}", escape::escape(text))?,
        Told::Undecided => block.strong("unknown"),
        Told::Sensitive => block.strong(SENSITIVE),
        Told::List(candidates) => members(&mut block, candidates),
        Told::Trouble(trouble) => {
            let message = format!("error[{}]: {}", trouble.code, trouble.message);
            block.styled(
                &message,
                paint::outcome(crate::engine::Outcome::Error, true),
            );
            if let Some(help) = &trouble.help {
                block.field("help", help);
            }
        }
    }
    if let Some(read) = &evaluation.read {
        let mut place = read.address.clone();
        if !read.path.is_empty() {
            place.push(' ');
            place.push_str(&read.path);
        }
        block.field("read", &place);
        let origins: Vec<_> = read.origins.iter().map(Provenance::sentence).collect();
        if !origins.is_empty() {
            block.field("origin", &origins.join("; "));
        }
    }
    for missing in &evaluation.missing {
        lacking(&mut block, missing);
    }
    for assumption in &evaluation.assumptions {
        let meaning = words::assumption(*assumption);
        block.field("assuming", &format!("{}: {meaning}", assumption.word()));
    }
    if evaluation.by_source {
        block.field("source", "the configuration's source was needed");
    }
    block.write(out)
}

fn members(block: &mut Block, candidates: &[Candidate]) {
    for candidate in candidates {
        match (&candidate.why, candidate.certainty) {
            (_, Certainty::Definite) => block.field("definite", &candidate.text),
            (why, Certainty::Possible) => {
                block.field("possible", &candidate.text);
                if let Some(why) = why {
                    lacking(block, why);
                }
            }
            (Some(why), Certainty::Open) => {
                block.field("open", "the plan does not show all of it");
                lacking(block, why);
            }
            (None, Certainty::Open) => block.field("open", "the plan does not show all of it"),
        }
        for assumption in &candidate.assumptions {
            let meaning = words::assumption(*assumption);
            block.field("assuming", &format!("{}: {meaning}", assumption.word()));
        }
    }
}

fn lacking(block: &mut Block, missing: &Missing) {
    block.field(
        "missing",
        &format!("{} ({})", missing.what, missing.reason.word()),
    );
    if !missing.decided_by.is_empty() {
        block.field("decided by", &missing.decided_by);
    }
}

/// Writes what an expression comes to for machines.
pub fn json(evaluated: &Evaluated<'_>, out: &mut dyn Write) -> io::Result<()> {
    json::write(&Document::new(evaluated), out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    input: &'a str,
    source: Option<&'a str>,
    notes: &'a [String],
    expression: &'a str,
    address: Option<&'a str>,
    outcome: &'static str,
    kind: Option<&'a str>,
    text: Option<&'a str>,
    value: Option<Box<RawValue>>,
    members: Vec<MemberDocument<'a>>,
    read: Option<ReadDocument<'a>>,
    missing: Vec<MissingDocument<'a>>,
    assumptions: Vec<&'static str>,
    by_source: bool,
    error: Option<ErrorDocument<'a>>,
}

#[derive(Serialize)]
struct MemberDocument<'a> {
    certainty: &'static str,
    text: &'a str,
    assumptions: Vec<&'static str>,
    why: Option<MissingDocument<'a>>,
}

#[derive(Serialize)]
struct ReadDocument<'a> {
    address: &'a str,
    path: &'a str,
    origins: Vec<Cow<'static, str>>,
}

#[derive(Serialize)]
struct MissingDocument<'a> {
    reason: &'static str,
    what: &'a str,
    decided_by: &'a str,
}

#[derive(Serialize)]
struct ErrorDocument<'a> {
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

impl<'a> Document<'a> {
    fn new(evaluated: &Evaluated<'a>) -> Document<'a> {
        let evaluation = evaluated.evaluation;
        let mut document = Document {
            format: "plangate-eval/1",
            plangate: evaluated.version,
            input: evaluated.input,
            source: evaluated.source,
            notes: evaluated.notes,
            expression: evaluated.expression,
            address: evaluated.address,
            outcome: "value",
            kind: Some(evaluation.kind).filter(|kind| !kind.is_empty()),
            text: None,
            value: None,
            members: Vec::new(),
            read: evaluation.read.as_ref().map(|read| ReadDocument {
                address: &read.address,
                path: &read.path,
                origins: read.origins.iter().map(Provenance::sentence).collect(),
            }),
            missing: evaluation.missing.iter().map(missing).collect(),
            assumptions: evaluation
                .assumptions
                .iter()
                .map(|one| one.word())
                .collect(),
            by_source: evaluation.by_source,
            error: None,
        };
        match &evaluation.told {
            Told::Value { text, json } => {
                document.text = Some(text);
                let json = json.clone().map(RawValue::from_string);
                document.value = json.and_then(Result::ok);
            }
            Told::Undecided => document.outcome = "unknown",
            Told::Sensitive => document.outcome = "sensitive",
            Told::List(members) => {
                document.outcome = "list";
                document.members = members.iter().map(member).collect();
            }
            Told::Trouble(trouble) => {
                document.outcome = "error";
                document.error = Some(ErrorDocument {
                    code: trouble.code,
                    message: &trouble.message,
                    help: trouble.help.as_deref(),
                });
            }
        }
        document
    }
}

fn member(candidate: &Candidate) -> MemberDocument<'_> {
    MemberDocument {
        certainty: candidate.certainty.word(),
        text: &candidate.text,
        assumptions: candidate.assumptions.iter().map(|one| one.word()).collect(),
        why: candidate.why.as_ref().map(missing),
    }
}

fn missing(missing: &Missing) -> MissingDocument<'_> {
    MissingDocument {
        reason: missing.reason.word(),
        what: &missing.what,
        decided_by: &missing.decided_by,
    }
}
