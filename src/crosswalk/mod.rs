//! What our rules are called elsewhere: other tools' identifiers and frameworks' controls.
//!
//! A rule file may claim only what stands here, so that no report names a control that nobody
//! vouches for. The registry is read when it is first asked.

use std::{collections::BTreeMap, sync::OnceLock};

mod entry;
mod register;

pub use entry::{Entry, PeerSeverity, Said};
pub use register::{Mistake, Register};

/// Other tools' identifiers by rule; its keys are the tools: `checkov`, `prowler`.
pub fn ids() -> &'static Register {
    &registry().ids
}

/// Frameworks' controls by rule; its keys are the frameworks: `nist_800_53_r5`.
pub fn controls() -> &'static Register {
    &registry().controls
}

/// Whether a rule may carry another tool's identifier.
///
/// A rule that the registry has may carry only its own; any other rule may carry any that is there.
pub fn check_id(rule: &str, tool: &str, id: &str) -> Result<(), Mistake> {
    ids().check(rule, entry(rule).is_some(), tool, id)
}

/// Whether a rule may carry a framework's control, as [`check_id`] says of identifiers.
pub fn check_control(rule: &str, framework: &str, control: &str) -> Result<(), Mistake> {
    controls().check(rule, entry(rule).is_some(), framework, control)
}

/// The forms in which people write an identifier of a tool, the tool's own first.
///
/// Trivy's `AWS-0028` is `AVD-AWS-0028` too, and a control of Powerpipe goes without the name of its
/// mod. With the tool before it, `checkov:CKV_AWS_79`, it means nothing else.
pub fn forms(tool: &str, id: &str) -> Vec<String> {
    let mut forms = vec![id.to_owned()];
    match tool {
        "trivy" => forms.push(format!("AVD-{id}")),
        "powerpipe" => forms.extend(id.rsplit('.').next().map(str::to_owned)),
        _ => {}
    }
    forms.dedup();
    let with_tool: Vec<String> = forms.iter().map(|form| format!("{tool}:{form}")).collect();
    forms.extend(with_tool);
    forms
}

/// What is known of one of our rules, if the registry has it.
pub fn entry(rule: &str) -> Option<&'static Entry> {
    registry().entries.get(rule)
}

/// All rules that the registry has, in order.
pub fn rules() -> impl Iterator<Item = &'static str> {
    registry().entries.keys().copied()
}

struct Registry {
    entries: BTreeMap<&'static str, Entry>,
    ids: Register,
    controls: Register,
}

fn registry() -> &'static Registry {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    REGISTRY.get_or_init(|| read(include_str!("registry.txt")))
}

/// Reads rules, each followed by indented lines of a word and what it says.
fn read(text: &'static str) -> Registry {
    let mut entries = BTreeMap::new();
    let mut ids = Register::default();
    let mut controls = Register::default();
    let mut rule = "";
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some(line) = line.strip_prefix("  ") else {
            rule = line;
            entries.insert(rule, Entry::default());
            continue;
        };
        match line.split_once(' ') {
            Some(("id", rest)) => ids.add(rule, rest),
            Some(("control", rest)) => controls.add(rule, rest),
            Some((word, rest)) => entries.entry(rule).or_default().add(word, rest),
            None => {}
        }
    }
    Registry {
        entries,
        ids,
        controls,
    }
}
