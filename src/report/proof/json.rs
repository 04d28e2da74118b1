//! A proof for machines: one document with every step.

use std::io::{self, Write};

use serde::Serialize;

use super::Explained;
use crate::engine::Explanation;
use crate::engine::proof::{Candidate, Read, Step, StepKind};
use crate::program::About;
use crate::reference::Provenance;
use crate::report::{json, words};
use crate::schema::left_out::Becomes;
use crate::value::{Assumption, Missing, Trouble};

/// Writes an explanation.
pub fn json(explained: &Explained<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (outcome, vacuous, not_selected, steps): (_, _, _, &[Step]) = match explained.explanation {
        Explanation::Proof(proof) => (
            Some(proof.judgement.outcome.word()),
            proof.judgement.vacuous,
            None,
            &proof.steps,
        ),
        Explanation::NotSelected(why) => (None, false, Some(why.as_str()), &[]),
    };
    let document = Document {
        format: "plangate-explain/1",
        plangate: explained.version,
        input: explained.input,
        source: explained.source,
        notes: explained.notes,
        address: explained.address,
        rule: rule(explained.rule),
        outcome,
        vacuous,
        not_selected,
        steps: steps.iter().map(step).collect(),
    };
    json::write(&document, out)
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    input: &'a str,
    source: Option<&'a str>,
    notes: &'a [String],
    address: &'a str,
    rule: RuleDocument<'a>,
    outcome: Option<&'static str>,
    vacuous: bool,
    not_selected: Option<&'a str>,
    steps: Vec<StepDocument<'a>>,
}

#[derive(Serialize)]
struct RuleDocument<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'static str,
    level: &'static str,
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct StepDocument<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    certainty: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceDocument<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    doc: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    joint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<ReadDocument<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    candidates: Vec<CandidateDocument<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<MissingDocument<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assumptions: Vec<AssumptionDocument>,
    #[serde(skip_serializing_if = "is_false")]
    by_source: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    steps: Vec<StepDocument<'a>>,
}

#[derive(Serialize)]
struct PlaceDocument<'a> {
    file: &'a str,
    line: usize,
}

#[derive(Serialize)]
struct ReadDocument<'a> {
    address: &'a str,
    path: &'a str,
    origins: Vec<OriginDocument<'a>>,
}

#[derive(Serialize)]
struct OriginDocument<'a> {
    origin: &'static str,
    words: String,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    references: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    becomes: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceDocument<'a>>,
}

#[derive(Serialize)]
struct CandidateDocument<'a> {
    certainty: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    read: Option<ReadDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    via: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    assumptions: Vec<AssumptionDocument>,
    #[serde(skip_serializing_if = "is_false")]
    by_source: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<MissingDocument<'a>>,
}

#[derive(Serialize)]
struct MissingDocument<'a> {
    reason: &'static str,
    what: &'a str,
    decided_by: &'a str,
}

#[derive(Serialize)]
struct AssumptionDocument {
    name: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct ErrorDocument<'a> {
    code: &'static str,
    message: &'a str,
    help: Option<&'a str>,
}

fn rule(rule: &About) -> RuleDocument<'_> {
    RuleDocument {
        id: &rule.id,
        title: &rule.title,
        severity: rule.severity.word(),
        level: rule.level.word(),
        file: &rule.file,
        line: rule.line,
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over references"
)]
fn is_false(answer: &bool) -> bool {
    !answer
}

fn step(step: &Step) -> StepDocument<'_> {
    let (file, line) = &step.place;
    StepDocument {
        kind: step.kind.word(),
        certainty: match step.kind {
            StepKind::Member(certainty) => Some(certainty.word()),
            _ => None,
        },
        text: &step.text,
        place: (*line > 0).then_some(PlaceDocument { file, line: *line }),
        doc: &step.doc,
        joint: step.joint.map(|joint| joint.word()),
        answer: step.answer.map(|answer| answer.word()),
        value: step.value.as_deref(),
        read: step.read.as_ref().map(read),
        candidates: step.candidates.iter().map(candidate).collect(),
        missing: step.missing.iter().map(missing).collect(),
        assumptions: assumptions(&step.assumptions),
        by_source: step.by_source,
        error: step.trouble.as_ref().map(error),
        outcome: step.outcome.map(|outcome| outcome.word()),
        message: &step.message,
        steps: step.steps.iter().map(self::step).collect(),
    }
}

fn read(read: &Read) -> ReadDocument<'_> {
    ReadDocument {
        address: &read.address,
        path: &read.path,
        origins: read.origins.iter().map(origin).collect(),
    }
}

fn origin(origin: &Provenance) -> OriginDocument<'_> {
    OriginDocument {
        origin: origin.word(),
        words: origin.sentence().into_owned(),
        references: match origin {
            Provenance::Expression(references) => references,
            _ => &[],
        },
        becomes: match origin {
            Provenance::LeftOut(Becomes::Value(value), _) => Some(value),
            _ => None,
        },
        place: match origin {
            Provenance::Source(file, line) => Some(PlaceDocument { file, line: *line }),
            _ => None,
        },
    }
}

fn candidate(candidate: &Candidate) -> CandidateDocument<'_> {
    CandidateDocument {
        certainty: candidate.certainty.word(),
        text: &candidate.text,
        read: candidate.read.as_ref().map(read),
        by: candidate.naming.map(|naming| naming.word()),
        via: &candidate.via,
        assumptions: assumptions(&candidate.assumptions),
        by_source: candidate.by_source,
        why: candidate.why.as_ref().map(missing),
    }
}

fn assumptions(assumptions: &[Assumption]) -> Vec<AssumptionDocument> {
    assumptions
        .iter()
        .map(|one| AssumptionDocument {
            name: one.word(),
            meaning: words::assumption(*one),
        })
        .collect()
}

fn missing(missing: &Missing) -> MissingDocument<'_> {
    MissingDocument {
        reason: missing.reason.word(),
        what: &missing.what,
        decided_by: &missing.decided_by,
    }
}

fn error(trouble: &Trouble) -> ErrorDocument<'_> {
    ErrorDocument {
        code: trouble.code,
        message: &trouble.message,
        help: trouble.help.as_deref(),
    }
}
