//! `json`: one document for machines, as `report.schema.json` beside this file describes it.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use super::{Counts, Format, Input, Report, Style, selected_nothing};
use crate::engine::{Evidence, Finding, Judgement, Outcome};
use crate::hcl::Place;
use crate::pack::Pack;
use crate::program::{About, Change};
use crate::value::{Assumption, Basis, Missing};

/// The format's entry.
pub(super) static FORMAT: Format = Format {
    name: "json",
    about: "for machines: one document, described by a JSON Schema",
    needs_digest: true,
    render,
};

/// Writes any document as this house writes JSON.
pub(super) fn write(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    writeln!(out)
}

/// A rule's header.
#[derive(Serialize)]
pub(super) struct RuleDocument<'a> {
    id: &'a str,
    title: &'a str,
    severity: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity_reason: Option<&'a str>,
    level: &'a str,
    undetermined: UndeterminedDocument,
    on: &'a str,
    rationale: Option<&'a str>,
    remediation: Option<&'a str>,
    tags: &'a [String],
    links: &'a [String],
    replaces: &'a [String],
    ids: &'a BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    differs: &'a BTreeMap<String, String>,
    controls: &'a BTreeMap<String, Vec<String>>,
    pack: &'a str,
    file: &'a str,
    line: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<ChangeDocument<'a>>,
}

/// What a configuration changed.
#[derive(Serialize)]
struct ChangeDocument<'a> {
    key: &'a str,
    was: Option<&'a str>,
    now: &'a str,
    file: &'a str,
    line: usize,
}

impl<'a> RuleDocument<'a> {
    pub(super) fn new(rule: &'a About) -> RuleDocument<'a> {
        let by_reason = &rule.undetermined.by_reason;
        RuleDocument {
            id: &rule.id,
            title: &rule.title,
            severity: rule.severity.word(),
            severity_reason: rule.severity_reason.as_deref(),
            level: rule.level.word(),
            undetermined: UndeterminedDocument {
                by_reason: by_reason
                    .iter()
                    .map(|(reason, effect)| (reason.word(), effect.word()))
                    .collect(),
                otherwise: rule.undetermined.otherwise.word(),
            },
            on: &rule.on,
            rationale: rule.rationale.as_deref(),
            remediation: rule.remediation.as_deref(),
            tags: &rule.tags,
            links: &rule.links,
            replaces: &rule.replaces,
            ids: &rule.ids,
            differs: &rule.differs,
            controls: &rule.controls,
            pack: &rule.pack,
            file: &rule.file,
            line: rule.line,
            changes: rule.changes.iter().map(change).collect(),
        }
    }
}

fn change(change: &Change) -> ChangeDocument<'_> {
    ChangeDocument {
        key: &change.key,
        was: change.was.as_deref(),
        now: &change.now,
        file: &change.file,
        line: change.line,
    }
}

#[derive(Serialize)]
struct UndeterminedDocument {
    by_reason: BTreeMap<&'static str, &'static str>,
    #[serde(rename = "else")]
    otherwise: &'static str,
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    plangate: &'a str,
    inputs: Vec<InputDocument<'a>>,
    failed: Vec<FailedDocument<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    packs: Vec<PackDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration: Option<ConfigurationDocument<'a>>,
    gate: GateDocument,
    summary: Summary,
    rules: Vec<RuleDocument<'a>>,
    results: Vec<ResultDocument<'a>>,
}

#[derive(Serialize)]
struct InputDocument<'a> {
    name: &'a str,
    sha256: Option<&'a str>,
    kind: &'a str,
    terraform_version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    complete: Option<bool>,
    errored: Option<bool>,
    notes: &'a [String],
    resources: usize,
    not_looked_at: usize,
}

#[derive(Serialize)]
struct FailedDocument<'a> {
    name: &'a str,
    message: &'a str,
}

/// A pack.
#[derive(Serialize)]
pub(super) struct PackDocument<'a> {
    name: &'a str,
    version: &'a str,
    digest: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<&'a str>,
    rules: usize,
}

impl<'a> PackDocument<'a> {
    pub(super) fn new(pack: &'a Pack) -> PackDocument<'a> {
        PackDocument {
            name: &pack.manifest.name,
            version: &pack.manifest.version,
            digest: pack.digest(),
            place: pack.place.as_deref(),
            rules: pack.rules,
        }
    }
}

#[derive(Serialize)]
struct ConfigurationDocument<'a> {
    file: &'a str,
    sha256: &'a str,
}

#[derive(Serialize)]
struct GateDocument {
    set: &'static str,
    fail_on: &'static str,
    strict_errors: bool,
    show: &'static str,
}

#[derive(Serialize)]
struct Summary {
    verdict: &'static str,
    judgements: usize,
    blocking: usize,
    error: usize,
    fail: usize,
    undetermined: usize,
    exempt: usize,
    pass: usize,
    not_applicable: usize,
}

/// The result that another one follows from.
#[derive(Serialize)]
struct CauseDocument<'a> {
    rule: &'a str,
    address: &'a str,
}

#[derive(Serialize)]
struct ResultDocument<'a> {
    rule: &'a str,
    address: &'a str,
    input: &'a str,
    outcome: &'static str,
    severity: &'static str,
    level: &'static str,
    blocks: bool,
    vacuous: bool,
    basis: BasisDocument,
    previous_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<CauseDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceDocument<'a>>,
    ids: &'a BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    selected: Option<usize>,
    findings: Vec<FindingDocument<'a>>,
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    path: &'a str,
    outcome: &'static str,
    reason: Option<&'static str>,
    code: Option<&'static str>,
    message: &'a str,
    basis: BasisDocument,
    decided_by: Vec<EvidenceDocument<'a>>,
    missing: Vec<MissingDocument<'a>>,
    rule_line: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<PlaceDocument<'a>>,
}

#[derive(Serialize)]
struct BasisDocument {
    kind: &'static str,
    assumptions: Vec<&'static str>,
}

#[derive(Serialize)]
struct EvidenceDocument<'a> {
    address: &'a str,
    path: &'a str,
    before: Option<&'a str>,
    after: &'a str,
    via: &'a [String],
}

#[derive(Serialize)]
struct PlaceDocument<'a> {
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct MissingDocument<'a> {
    reason: &'static str,
    what: &'a str,
    decided_by: &'a str,
}

fn render(report: &Report, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    write(
        &Document {
            format: "plangate-report/1",
            plangate: report.version,
            inputs: report.inputs.iter().map(input).collect(),
            failed: report
                .failed
                .iter()
                .map(|failed| FailedDocument {
                    name: &failed.name,
                    message: &failed.message,
                })
                .collect(),
            packs: report.packs.iter().map(PackDocument::new).collect(),
            configuration: report
                .configured
                .as_ref()
                .map(|configured| ConfigurationDocument {
                    file: &configured.file,
                    sha256: &configured.sha256,
                }),
            gate: GateDocument {
                set: report.gate.set.word(),
                fail_on: report.gate.fail_on.word(),
                strict_errors: report.gate.strict_errors,
                show: report.show.word(),
            },
            summary: summary(report),
            rules: report.rules.iter().map(RuleDocument::new).collect(),
            results: results(report),
        },
        out,
    )
}

fn input(input: &Input) -> InputDocument<'_> {
    InputDocument {
        name: &input.name,
        sha256: input.sha256.as_deref(),
        kind: input.kind,
        terraform_version: input.terraform_version.as_deref(),
        source: input.source.as_deref(),
        complete: input.complete,
        errored: input.errored,
        notes: &input.notes,
        resources: input.resources,
        not_looked_at: input.not_looked_at,
    }
}

fn summary(report: &Report) -> Summary {
    let counts: Counts = report.counts();
    Summary {
        verdict: report.verdict().word(),
        judgements: counts.total(),
        blocking: report.blocking().total(),
        error: counts.get(Outcome::Error),
        fail: counts.get(Outcome::Fail),
        undetermined: counts.get(Outcome::Undetermined),
        exempt: counts.get(Outcome::Exempt),
        pass: counts.get(Outcome::Pass),
        not_applicable: counts.get(Outcome::NotApplicable),
    }
}

/// The results that are to be shown, by rule, address and input.
fn results(report: &Report) -> Vec<ResultDocument<'_>> {
    let mut results: Vec<ResultDocument<'_>> = report
        .inputs
        .iter()
        .flat_map(|input| input.judgements.iter().map(move |one| (input, one)))
        .filter(|(_, judgement)| report.shows(judgement))
        .filter_map(|(input, judgement)| result(report, input, judgement))
        .collect();
    // Stable: what is equal stays in the order of the inputs.
    results.sort_by_key(|result| (result.rule, result.address));
    results
}

fn result<'a>(
    report: &'a Report,
    input: &'a Input,
    judgement: &'a Judgement,
) -> Option<ResultDocument<'a>> {
    let rule = report.rule(judgement)?;
    Some(ResultDocument {
        rule: &rule.id,
        address: &judgement.address,
        input: &input.name,
        outcome: judgement.outcome.word(),
        severity: rule.severity.word(),
        level: rule.level.word(),
        blocks: report.is_blocking(judgement),
        vacuous: judgement.vacuous,
        basis: basis(judgement.basis),
        previous_address: judgement.previous_address.as_deref(),
        cause: report
            .cause(judgement)
            .map(|(rule, address)| CauseDocument {
                rule: &rule.id,
                address,
            }),
        place: judgement.place.as_ref().map(place),
        ids: &rule.ids,
        selected: selected_nothing(judgement).then_some(0),
        findings: judgement.findings.iter().map(finding).collect(),
    })
}

fn finding(finding: &Finding) -> FindingDocument<'_> {
    FindingDocument {
        path: &finding.path,
        outcome: finding.outcome.word(),
        reason: finding.reason.map(crate::value::Reason::word),
        code: finding.code,
        message: &finding.message,
        basis: basis(finding.basis),
        decided_by: finding.decided_by.iter().map(evidence).collect(),
        missing: finding.missing.iter().map(missing).collect(),
        rule_line: finding.rule_line,
        place: finding.place.as_ref().map(place),
    }
}

fn basis(basis: Basis) -> BasisDocument {
    let assumptions: Vec<&'static str> = basis.assumptions().map(Assumption::word).collect();
    BasisDocument {
        kind: match (assumptions.is_empty(), basis.is_from_source()) {
            (false, _) => "inferred",
            (true, true) => "source",
            (true, false) => "known",
        },
        assumptions,
    }
}

fn place(place: &Place) -> PlaceDocument<'_> {
    PlaceDocument {
        file: &place.file,
        line: place.line,
        column: place.column,
    }
}

fn evidence(evidence: &Evidence) -> EvidenceDocument<'_> {
    EvidenceDocument {
        address: &evidence.address,
        path: &evidence.path,
        before: evidence.before.as_deref(),
        after: &evidence.after,
        via: &evidence.via,
    }
}

fn missing(missing: &Missing) -> MissingDocument<'_> {
    MissingDocument {
        reason: missing.reason.word(),
        what: &missing.what,
        decided_by: &missing.decided_by,
    }
}
