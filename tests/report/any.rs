//! Reports of every shape.

use plangate::engine::{Cause, Evidence, Finding, Judgement, Outcome};
use plangate::gate::{Gate, RuleSet};
use plangate::program::{About, Effect, Level, Severity, Undetermined};
use plangate::report::{Failed, Input, Report, Show};
use plangate::value::{Assumption, Basis, Missing, Reason};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Any report; its judgements are of rules that it has.
pub(crate) fn report() -> impl Strategy<Value = Report> {
    vec(rule(), 1..4).prop_flat_map(|rules| {
        let count = rules.len();
        let gate = (
            select(&RuleSet::ALL[..]),
            select(&Severity::ALL[..]),
            any::<bool>(),
        );
        (
            Just(rules),
            vec(input(count), 0..3),
            vec((text(), text()), 0..2),
            gate,
            select(&Show::ALL[..]),
        )
            .prop_map(
                |(rules, inputs, failed, (set, fail_on, strict_errors), show)| Report {
                    version: "0.1.0",
                    inputs,
                    failed: failed
                        .into_iter()
                        .map(|(name, message)| Failed { name, message })
                        .collect(),
                    rules,
                    packs: Vec::new(),
                    configured: None,
                    gate: Gate {
                        set,
                        fail_on,
                        strict_errors,
                    },
                    show,
                },
            )
    })
}

fn rule() -> impl Strategy<Value = About> {
    let undetermined = (
        btree_map(select(&Reason::ALL[..]), select(&Effect::ALL[..]), 0..3),
        select(&Effect::ALL[..]),
    );
    let ids = || btree_map(text(), vec(text(), 0..3), 0..3);
    (
        (text(), text(), option::of(text()), option::of(text())),
        (
            select(&Severity::ALL[..]),
            select(&Level::ALL[..]),
            undetermined,
        ),
        (ids(), ids(), vec(text(), 0..3)),
        any::<u16>(),
    )
        .prop_map(
            |(texts, (severity, level, undetermined), (ids, controls, links), line)| {
                let (id, title, rationale, remediation) = texts;
                About {
                    id,
                    title,
                    severity,
                    level,
                    undetermined: Undetermined {
                        by_reason: undetermined.0,
                        otherwise: undetermined.1,
                    },
                    rationale,
                    remediation,
                    links,
                    ids,
                    controls,
                    line: line.into(),
                    ..About::default()
                }
            },
        )
}

fn input(rules: usize) -> impl Strategy<Value = Input> {
    (
        text(),
        option::of("[0-9a-f]{64}"),
        select(&["plan", "state", "document"][..]),
        (
            option::of(text()),
            option::of(any::<bool>()),
            option::of(any::<bool>()),
        ),
        vec(text(), 0..3),
        (0..100_usize, 0..3_usize),
        vec(judgement(rules), 0..6),
    )
        .prop_map(
            |(name, sha256, kind, header, notes, numbers, judgements)| Input {
                name,
                sha256,
                kind,
                terraform_version: header.0,
                source: None,
                complete: header.1,
                errored: header.2,
                notes,
                resources: numbers.0,
                not_looked_at: numbers.1,
                judgements,
            },
        )
}

fn judgement(rules: usize) -> impl Strategy<Value = Judgement> {
    (
        0..rules,
        text(),
        any::<bool>(),
        vec(finding(), 0..4),
        option::of(text()),
        option::of((0..rules, text())),
    )
        .prop_map(
            |(rule, address, vacuous, findings, previous_address, cause)| Judgement {
                rule,
                address,
                outcome: findings
                    .iter()
                    .map(|finding| finding.outcome)
                    .max()
                    .unwrap_or(Outcome::NotApplicable),
                vacuous,
                findings,
                basis: Basis::KNOWN,
                previous_address,
                place: None,
                cause: cause.map(|(rule, address)| Cause { rule, address }),
            },
        )
}

fn finding() -> impl Strategy<Value = Finding> {
    (
        (text(), text()),
        select(&Outcome::ALL[..]),
        option::of(select(&Reason::ALL[..])),
        option::of(select(&["R701", "R703"][..])),
        vec(select(&Assumption::ALL[..]), 0..3),
        vec(evidence(), 0..3),
        vec(missing(), 0..3),
        any::<u16>(),
    )
        .prop_map(
            |((path, message), outcome, reason, code, assumed, decided_by, missing, line)| {
                Finding {
                    path,
                    outcome,
                    reason,
                    message,
                    code,
                    basis: assumed
                        .into_iter()
                        .map(Basis::assuming)
                        .fold(Basis::KNOWN, Basis::and),
                    decided_by,
                    missing,
                    rule_line: line.into(),
                    place: None,
                }
            },
        )
}

fn evidence() -> impl Strategy<Value = Evidence> {
    (
        text(),
        text(),
        option::of(text()),
        text(),
        vec(text(), 0..2),
    )
        .prop_map(|(address, path, before, after, via)| Evidence {
            address,
            path,
            before,
            after,
            via,
        })
}

fn missing() -> impl Strategy<Value = Missing> {
    (select(&Reason::ALL[..]), text(), text()).prop_map(|(reason, what, decided_by)| Missing {
        reason,
        what,
        decided_by,
    })
}

/// Text that is plain, or anything at all, or made to do harm.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{1,12}(\\.[a-z]{1,8}){0,3}",
        ".{0,40}",
        "[:# \\[\u{1b}\u{202e}\n\r\u{9b}a]{0,60}",
    ]
}
