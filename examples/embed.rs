//! plangate as a library: rules in a string, a plan in bytes, findings out.
//!
//! `cargo run --example embed`

use std::error::Error;
use std::io::{self, Write};

use plangate::diagnostic::Severity;
use plangate::engine::{self, Outcome};
use plangate::reference::Options;
use plangate::schema::Schemas;
use plangate::{input, pack, program, typing};

pub(crate) const RULES: &str = r#"
edition 1

rule "machines-have-profile" {
  title    = "Machines have an instance profile"
  severity = "medium"

  on aws_instance
  require self.iam_instance_profile is set
    message "${self.instance_type} without an instance profile"
}
"#;

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let plan = include_bytes!("quickstart/plan.json").to_vec();
    let mut out = io::stdout().lock();
    for line in judge(RULES, plan)? {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What the rules say of the plan, a line for each finding that does not pass.
pub(crate) fn judge(rules: &str, plan: Vec<u8>) -> Result<Vec<String>, String> {
    let mut loaded = pack::Rules::default();
    loaded.add_text("embedded.rule", rules);
    let pack::Rules {
        sources,
        files,
        mut problems,
        ..
    } = loaded;
    let program = program::check(&files, &sources, &mut problems);
    // A name that the provider does not have is an error too.
    typing::check(
        &program,
        &sources,
        Schemas::shipped(),
        &|_| true,
        &mut problems,
    );
    // Rules with errors must not judge anything.
    if let Some(error) = problems.iter().find(|one| one.severity == Severity::Error) {
        return Err(error.draw(&sources, false));
    }

    let text = input::decode(plan).map_err(|error| error.message)?;
    let document = input::read(&text, false).map_err(|error| error.message)?;
    let judgements = engine::run(&program, &sources, &document, "plan", Options::default());

    let mut lines = Vec::new();
    for judgement in &judgements {
        let findings = judgement.findings.iter();
        for finding in findings.filter(|finding| finding.outcome != Outcome::Pass) {
            lines.push(format!(
                "{} {}: {}",
                finding.outcome.word(),
                judgement.address,
                finding.message
            ));
        }
    }
    Ok(lines)
}
