//! What reports say, and that nothing in a plan can take them over.

use std::io::{self, Write};

use plangate::engine::Outcome;
use plangate::gate::{RuleSet, Verdict};
use plangate::program::Severity;
use plangate::report::{ALL, Counts, Report, Show, Style, catalogue, find};
use proptest::prelude::*;
use serde_json::Value;

#[path = "report/any.rs"]
mod any;
#[path = "report/sample.rs"]
mod sample;

#[test]
fn tables_read_as_they_should() {
    let mut everything = sample::every_outcome();
    everything.show = Show::All;
    let mut blocking = sample::every_outcome();
    blocking.show = Show::Blocking;
    for (name, report, width) in [
        ("every-outcome-40", sample::every_outcome(), 40),
        ("every-outcome-80", sample::every_outcome(), 80),
        ("every-outcome-120", sample::every_outcome(), 120),
        ("every-outcome-160", sample::every_outcome(), 160),
        ("show-all-80", everything, 80),
        ("show-blocking-80", blocking, 80),
        ("several-inputs-80", sample::several_inputs(), 80),
        ("hostile-80", sample::hostile(), 80),
        ("hostile-120", sample::hostile(), 120),
        ("empty-80", sample::empty(), 80),
        ("empty-120", sample::empty(), 120),
    ] {
        same_as_kept(name, &table(&report, width));
    }
}

#[test]
fn lists_of_rules_read_as_they_should() {
    let rules = sample::every_outcome().rules;
    let mut out = Vec::new();
    catalogue::table(&rules, &plain(80), &mut out).expect("a vector takes everything");
    same_as_kept("rules-80", &text(out));
}

#[test]
fn colour_changes_nothing_but_colour() {
    for report in [sample::every_outcome(), sample::hostile()] {
        let coloured = render(
            "table",
            &report,
            Style {
                width: 100,
                colour: true,
            },
        );
        assert!(coloured.contains("\u{1b}[1m"));
        let stripped = anstream::adapter::strip_str(&coloured).to_string();
        assert_eq!(stripped, table(&report, 100));
    }
}

#[test]
fn what_rules_are_to_be_counted_only_is_not_shown() {
    let mut report = sample::every_outcome();
    report.rules[0].undetermined = plangate::program::Undetermined {
        otherwise: plangate::program::Effect::Pass,
        ..Default::default()
    };
    let text = table(&report, 100);
    assert!(
        !text.contains("cannot tell whether an instance profile"),
        "{text}"
    );
    assert!(text.contains("undetermined 1"), "{text}");
}

#[test]
fn the_verdict_follows_the_gate() {
    let mut report = sample::every_outcome();
    assert_eq!(report.verdict(), Verdict::Blocked);
    report.gate.strict_errors = true;
    assert_eq!(report.verdict(), Verdict::Undecided);
    report.inputs[0]
        .judgements
        .retain(|one| one.outcome != Outcome::Error);
    assert_eq!(report.verdict(), Verdict::Blocked);
    report.gate.fail_on = Severity::Critical;
    assert_eq!(report.blocking().total(), 2);
    report.inputs[0].judgements.retain(|one| one.rule == 3);
    report.gate.fail_on = Severity::Info;
    assert_eq!(report.verdict(), Verdict::Clear);
    report.gate.set = RuleSet::Strict;
    assert_eq!(report.verdict(), Verdict::Blocked);
    report.gate.fail_on = Severity::High;
    assert_eq!(report.verdict(), Verdict::Clear);
    assert_eq!(sample::several_inputs().verdict(), Verdict::Undecided);
}

#[test]
fn a_reader_that_stops_is_told_as_such() {
    for format in ALL {
        for room in [0, 1, 100, 1000] {
            let mut pipe = Pipe { room };
            let error = (format.render)(&sample::every_outcome(), &plain(100), &mut pipe);
            let kind = error
                .expect_err("the pipe is shorter than any report")
                .kind();
            assert_eq!(
                kind,
                io::ErrorKind::BrokenPipe,
                "{} after {room}",
                format.name
            );
        }
    }
}

#[test]
fn formats_have_names_of_their_own() {
    for format in ALL {
        let same = ALL.iter().filter(|other| other.name == format.name);
        assert_eq!(same.count(), 1, "{}", format.name);
        assert!(std::ptr::eq(
            find(format.name).expect("it is listed"),
            *format
        ));
    }
}

#[test]
fn every_sample_is_as_the_schema_says() {
    for report in [
        sample::every_outcome(),
        sample::several_inputs(),
        sample::hostile(),
        sample::empty(),
    ] {
        for show in Show::ALL {
            valid(&Report {
                show,
                ..report.clone()
            });
        }
    }
}

#[test]
fn the_schema_refuses_what_it_does_not_describe() {
    let validator = validator();
    let mut document = json(&sample::every_outcome());
    document["results"][0]["surprise"] = true.into();
    assert!(!validator.is_valid(&document));
    document = json(&sample::every_outcome());
    document["results"][0]["outcome"] = "maybe".into();
    assert!(!validator.is_valid(&document));
    document = json(&sample::every_outcome());
    document["summary"]
        .as_object_mut()
        .expect("an object")
        .remove("fail");
    assert!(!validator.is_valid(&document));
}

#[test]
fn json_is_pretty_and_ends_with_a_line() {
    let text = render("json", &sample::hostile(), plain(80));
    assert!(text.starts_with("{\n  \"format\": \"plangate-report/1\",\n"));
    assert!(text.ends_with("\n}\n"));
    assert!(text.contains("\\u001b[31mred"));
    assert!(
        text.lines()
            .all(|line| !line.trim_start().starts_with("::"))
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_report_is_as_the_schema_says(report in any::report()) {
        valid(&report);
    }

    #[test]
    fn results_are_sorted_and_counts_are_of_everything(mut report in any::report()) {
        let shown = json(&report);
        report.show = Show::All;
        let document = json(&report);
        prop_assert_eq!(&shown["summary"], &document["summary"]);
        let results = document["results"].as_array().expect("a list");
        let keys: Vec<_> = results.iter().map(|one| (one["rule"].as_str(), one["address"].as_str())).collect();
        prop_assert!(keys.is_sorted());
        for outcome in Outcome::ALL {
            let number = results.iter().filter(|one| one["outcome"] == outcome.word()).count();
            prop_assert_eq!(document["summary"][outcome.word()].as_u64(), Some(number as u64));
        }
        prop_assert_eq!(Counts::of(report.judgements()).total(), results.len());
    }

    #[test]
    fn tables_stay_in_their_width_and_are_harmless(report in any::report(), width in 24..240_usize) {
        for line in table(&report, width).lines() {
            let columns = tabled::grid::util::string::get_string_width(line);
            prop_assert!(columns <= width, "{} columns: {:?}", columns, line);
            prop_assert!(!line.trim_start().starts_with("::"), "{:?}", line);
            prop_assert!(!line.contains(|one: char| one.is_control() || one == '\u{202e}'), "{:?}", line);
        }
    }
}

/// A pipe whose reader goes away.
struct Pipe {
    room: usize,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let taken = bytes.len().min(self.room);
        self.room -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Compares with the file of that name; `UPDATE=1` writes it instead.
#[expect(
    clippy::disallowed_methods,
    reason = "tests read and write what they keep"
)]
fn same_as_kept(name: &str, found: &str) {
    let path = format!("{}/tests/report/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, found).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        found, kept,
        "{name} is not as kept; UPDATE=1 keeps it as it is now"
    );
}

fn valid(report: &Report) {
    let document = json(report);
    let errors: Vec<String> = validator()
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn validator() -> jsonschema::Validator {
    let schema = serde_json::from_str(include_str!("../src/report/report.schema.json"));
    jsonschema::validator_for(&schema.expect("the schema is JSON")).expect("the schema is a schema")
}

fn json(report: &Report) -> Value {
    serde_json::from_str(&render("json", report, plain(80))).expect("the report is JSON")
}

fn table(report: &Report, width: usize) -> String {
    render("table", report, plain(width))
}

fn render(format: &str, report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    let format = find(format).expect("it is listed");
    (format.render)(report, &style, &mut out).expect("a vector takes everything");
    text(out)
}

fn text(out: Vec<u8>) -> String {
    String::from_utf8(out).expect("reports are UTF-8")
}

fn plain(width: usize) -> Style {
    Style {
        width,
        colour: false,
    }
}
