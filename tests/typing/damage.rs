//! Every name of an attribute, a define or a type in the shipped rules, misspelled: each slip is told.

use std::collections::BTreeMap;

use plangate::diagnostic::Severity;
use plangate::pack;

use super::{check, pages_of, read, root};

/// The shipped library, as rules of one's own would bring it along.
const LIBRARY: &str = "ec2.rule";

/// Calls what the library has, for a define whose arguments have no types is known by its calls.
const CALLS: &str = r#"
import "ec2.rule" as ec2

rule "machines" {
  title    = "What machines get"
  severity = "low"

  on aws_instance, aws_spot_instance_request
  require ec2.effective_profile(self) and ec2.imdsv2_required(self) and ec2.is_public(self) message "a"
  require ec2.profile_name(self) == "a" and ec2.user_data(self) == "b" message "b"
  require ec2.roles(self) is set and ec2.brings_profile(self) message "c"
  require not ec2.metadata_off(self) message "d"
}

rule "groups" {
  title    = "What groups start"
  severity = "low"

  on aws_autoscaling_group
  require ec2.group_profile(self) and ec2.override_templates(self) is set message "a"
  each template in ec2.group_templates(self) {
    require ec2.launched_imdsv2_required(self, template) message "b"
    require ec2.template_profiles(template) is set and ec2.template_address(template) == "true" message "c"
  }
  each configuration in ec2.group_configurations(self) {
    require ec2.configuration_imdsv2_required(self, configuration) message "d"
  }
}

rule "fleets" {
  title    = "What fleets start"
  severity = "low"

  on aws_ec2_fleet, aws_spot_fleet_request
  require ec2.fleet_templates(self) is set message "a"
}

rule "specifications" {
  title    = "What spot fleets start"
  severity = "low"

  on aws_spot_fleet_request
  require all(s in self.launch_specification : ec2.specification_profile(s)) message "a"
}
"#;

#[test]
fn every_slip_is_told() {
    let texts = texts();
    let (mut count, mut survivors) = (0, Vec::new());
    for (file, text) in &texts {
        for name in names(text) {
            let word = &text[name.clone()];
            let slips = slips(word);
            // One kind of slip at each place, in turn: all of them take minutes.
            if let Some(slip) = slips.get(count % slips.len()) {
                count += 1;
                let damaged = format!("{}{slip}{}", &text[..name.start], &text[name.end..]);
                let line = text[..name.start].matches('\n').count() + 1;
                if !is_told(&texts, file, &damaged) {
                    survivors.push(format!("{file}:{line}: `{word}` as `{slip}`"));
                }
            }
        }
    }
    let told = count - survivors.len();
    assert!(count > 200, "{count} slips were made");
    assert!(
        survivors.is_empty(),
        "{told} of {count}\n{}",
        survivors.join("\n")
    );
}

/// The shipped rules and their library, by name, so that one of them can be another text.
fn texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for path in pages_of(&root().join("policies"), "rule") {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if !name.ends_with(".test.rule") {
            let text = read(&path).replace("\"plangate:ec2\"", "\"ec2.rule\"");
            texts.insert(name.to_owned(), text);
        }
    }
    assert!(texts.contains_key(LIBRARY));
    texts
}

fn is_told(texts: &BTreeMap<String, String>, file: &str, damaged: &str) -> bool {
    let mut rules = pack::Rules::default();
    for (name, text) in texts {
        // A rule needs no other rule, and everything needs the libraries. A library of a pack is
        // known by the rules that call it.
        let is_library = !text.contains("\nrule \"");
        let calls = text.contains(&format!("import \"{file}\""));
        if name == file || is_library || calls && file != LIBRARY {
            rules.add_text(name, if name == file { damaged } else { text });
        }
    }
    if file == LIBRARY {
        rules.add_text("calls.rule", CALLS);
    }
    let (problems, _) = check(rules);
    problems
        .iter()
        .any(|problem| problem.severity == Severity::Error)
}

/// Where names stand: behind a dot, or types; not in texts, comments and headers.
fn names(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let (mut at, mut quotes) = (body(text), Vec::new());
    while at < bytes.len() {
        match bytes[at] {
            b'#' if quotes.last() != Some(&b'"') => {
                at += text[at..].find('\n').unwrap_or(text.len() - at);
            }
            b'"' if quotes.last() == Some(&b'"') => drop(quotes.pop()),
            b'"' => quotes.push(b'"'),
            b'$' if quotes.last() == Some(&b'"') && bytes.get(at + 1) == Some(&b'{') => {
                quotes.push(b'{');
                at += 1;
            }
            b'}' if quotes.last() == Some(&b'{') => drop(quotes.pop()),
            byte if is_name(byte) => {
                let rest = &bytes[at..];
                let length = rest
                    .iter()
                    .position(|byte| !is_name(*byte))
                    .unwrap_or(rest.len());
                let word = &text[at..at + length];
                let inside = quotes.last() == Some(&b'"');
                let behind_dot = !inside && bytes[at - 1] == b'.';
                if (behind_dot || word.starts_with("aws_")) && length > 3 {
                    found.push(at..at + length);
                }
                at += length - 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Where the first rule's header ends; a library has none.
fn body(text: &str) -> usize {
    text.find("\n  on ").map_or(1, |at| at + 1)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// A letter is missing, two have changed places, one stands twice.
fn slips(word: &str) -> Vec<String> {
    let at = word.len() / 2;
    let (start, end) = word.split_at(at);
    let mut turned: Vec<u8> = word.bytes().collect();
    turned.swap(at - 1, at);
    let turned = String::from_utf8(turned).unwrap_or_default();
    let mut slips = vec![
        format!("{start}{}", &end[1..]),
        format!("{start}{}{end}", &end[..1]),
        turned,
    ];
    slips.retain(|slip| slip != word);
    slips
}
