//! What was promised of an edition holds: frozen rules, on frozen inputs, say what they said.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use plangate::diagnostic::Severity;
use plangate::engine;
use plangate::input;
use plangate::pack;
use plangate::program;
use plangate::reference::Options;

/// A file of edition 1 loads, and means what it meant.
#[test]
fn edition_1_means_the_same() {
    let folder = root().join("tests/compatibility/edition-1");
    let mut rules = pack::Rules::default();
    rules.add_path(&folder).unwrap();
    let mut problems = rules.problems;
    let program = program::check(&rules.files, &rules.sources, &mut problems);
    let errors: Vec<String> = problems
        .iter()
        .filter(|problem| problem.severity == Severity::Error)
        .map(|problem| problem.draw(&rules.sources, false))
        .collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let mut found = String::new();
    for name in ["document.json", "plan.json"] {
        let text = read(&folder.join(name));
        let document = input::read(&text, true).unwrap();
        let options = Options::default();
        let _ = writeln!(found, "{name}");
        for one in engine::run(&program, &rules.sources, &document, name, options) {
            let rule = &program.rules[one.rule].about.id;
            let _ = writeln!(found, "  {rule} {} {}", one.outcome.word(), one.address);
            for finding in &one.findings {
                let reason = finding.reason.map_or("", |reason| reason.word());
                let code = finding.code.unwrap_or_default();
                // Words about wrong data may be better one day; the code stays.
                let message = if code.is_empty() {
                    &finding.message
                } else {
                    ""
                };
                let parts = [finding.outcome.word(), reason, code, &finding.path, message];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                let _ = writeln!(found, "    line {}: {}", finding.rule_line, parts.join(" "));
            }
        }
    }
    let kept = folder.join("verdicts.txt");
    // Only a new file beside the frozen ones is a reason to write this anew, and then only lines
    // may be added.
    if std::env::var_os("ADD").is_some() {
        write(&kept, &found);
    }
    assert_eq!(found, read(&kept), "what edition 1 means has changed");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

#[expect(clippy::disallowed_methods, reason = "the test reads what is frozen")]
fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

#[expect(clippy::disallowed_methods, reason = "the test writes what it keeps")]
fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
