//! Makes the registry that is shipped: `compact_crosswalk CROSSWALK.json OUT`.

use std::{error::Error, fmt::Write};

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [crosswalk, out] = arguments.as_slice() else {
        return Err("wanted: CROSSWALK.json OUT".into());
    };
    let registry = registry(&read(crosswalk)?)?;
    write(out, &registry)
}

/// One rule after another, as `src/crosswalk` reads them.
fn registry(crosswalk: &Value) -> Result<String, Box<dyn Error>> {
    let mut text = String::from(
        "# Our rules, and what they are called elsewhere.\n\
         # Made by examples/compact_crosswalk.rs; not to be edited.\n",
    );
    for rule in crosswalk.as_array().ok_or("not a list of rules")? {
        let id = rule["proposed_rule_id"]
            .as_str()
            .ok_or("a rule without id")?;
        writeln!(text, "{id}")?;
        names(&mut text, "id", &rule["tool_ids"])?;
        names(&mut text, "control", &rule["frameworks"])?;
        for (framework, sources) in members(&rule["framework_sources"]) {
            for (source, _) in members(sources) {
                let mut said = format!("said {}", word(source)?);
                said.extend([" ", word(framework)?]);
                one(&mut text, &said, &sources[source])?;
            }
        }
        severities(&mut text, &rule["severity"])?;
        for (key, words) in members(&rule["match_quality"]) {
            writeln!(text, "  match {} {}", word(key)?, line(words)?)?;
        }
        if let Some(from) = rule.get("frameworks_inferred_from") {
            writeln!(text, "  inferred {}", line(from)?)?;
        }
    }
    Ok(text)
}

fn names(text: &mut String, what: &str, lists: &Value) -> Result<(), Box<dyn Error>> {
    for (key, list) in members(lists) {
        one(text, &format!("{what} {}", word(key)?), list)?;
    }
    Ok(())
}

/// A line of names, if there are any.
fn one(text: &mut String, what: &str, list: &Value) -> Result<(), Box<dyn Error>> {
    let list = list.as_array().ok_or("not a list of names")?;
    if list.is_empty() {
        return Ok(());
    }
    write!(text, "  {what}")?;
    for name in list {
        write!(text, " {}", word(name.as_str().ok_or("not a name")?)?)?;
    }
    writeln!(text)?;
    Ok(())
}

fn severities(text: &mut String, severities: &Value) -> Result<(), Box<dyn Error>> {
    for (tool, given) in members(severities) {
        if given.is_string() {
            writeln!(text, "  severity {} - {}", word(tool)?, line(given)?)?;
        }
        for (id, given) in members(given) {
            writeln!(
                text,
                "  severity {} {} {}",
                word(tool)?,
                word(id)?,
                line(given)?
            )?;
        }
    }
    Ok(())
}

fn members(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flatten()
}

/// A name, which the registry ends with a space.
fn word(name: &str) -> Result<&str, String> {
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err(format!("not a word: {name:?}"));
    }
    Ok(name)
}

/// A text, which the registry ends with its line.
fn line(text: &Value) -> Result<&str, String> {
    let line = text.as_str().filter(|text| !text.contains('\n'));
    line.ok_or_else(|| format!("not a line: {text}"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "a generator reads and writes files"
)]
fn read(path: &str) -> Result<Value, Box<dyn Error>> {
    Ok(serde_json::from_slice(&std::fs::read(path)?)?)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a generator reads and writes files"
)]
fn write(path: &str, text: &str) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(path, text)?)
}
