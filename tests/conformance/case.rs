//! A case as it is written: a test, and comments above it.
//!
//! ```text
//! # peer: fail
//! # because: why plangate says otherwise,
//! #   on as many lines as it takes
//! test "NAME OF THE CASE: what is given" { … }
//! ```
//!
//! The first `expect` line is what plangate says. `# wrong:` stands above a case in which the rule
//! does not say yet what it should; the lines below are what it should say. What no test can give is
//! a comment alone: `# not expressed: NAME OF THE CASE`, with `# peer:` and `# because:`.

use std::collections::BTreeMap;

/// A case, with what came of it.
#[derive(Clone, Debug)]
pub(super) struct Case {
    /// The folder, and the name of the file.
    pub(super) tool: String,
    pub(super) check: String,
    /// What the tool calls the case.
    pub(super) name: String,
    /// What is given, in words.
    pub(super) about: String,
    pub(super) line: usize,
    /// What the tool expects.
    pub(super) theirs: String,
    /// What plangate says; `None` where no test can give the case.
    pub(super) ours: Option<String>,
    pub(super) rule: Option<String>,
    pub(super) because: Option<String>,
    /// What is wrong with the rule.
    pub(super) wrong: Option<String>,
    /// What is not as the test says.
    pub(super) failure: Option<String>,
}

/// How plangate stands to the tool in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Same,
    Undetermined,
    Broken,
    Stricter,
    Milder,
    NotOurs,
    OnlyOurs,
    NotExpressed,
}

impl Kind {
    pub(super) const ALL: [Kind; 8] = [
        Kind::Same,
        Kind::Undetermined,
        Kind::Broken,
        Kind::Stricter,
        Kind::Milder,
        Kind::NotOurs,
        Kind::OnlyOurs,
        Kind::NotExpressed,
    ];

    pub(super) fn words(self) -> &'static str {
        match self {
            Kind::Same => "same",
            Kind::Undetermined => "we say undetermined",
            Kind::Broken => "we say error",
            Kind::Stricter => "we fail what they pass",
            Kind::Milder => "we pass what they fail",
            Kind::NotOurs => "we do not judge",
            Kind::OnlyOurs => "they do not judge",
            Kind::NotExpressed => "not expressed",
        }
    }
}

impl Case {
    pub(super) fn key(&self) -> (&str, &str, &str) {
        (&self.tool, &self.check, &self.name)
    }

    /// Where it stands.
    pub(super) fn place(&self) -> String {
        format!(
            "{}/{}.test.rule:{}: {}",
            self.tool, self.check, self.line, self.name
        )
    }

    pub(super) fn kind(&self) -> Kind {
        let Some(ours) = &self.ours else {
            return Kind::NotExpressed;
        };
        match (self.theirs.as_str(), ours.as_str()) {
            ("pass", "pass") | ("fail", "fail") => Kind::Same,
            ("none", "not_applicable" | "exempt") | ("manual", "undetermined") => Kind::Same,
            (_, "undetermined") => Kind::Undetermined,
            (_, "error") => Kind::Broken,
            (_, "not_applicable" | "exempt") => Kind::NotOurs,
            ("pass", _) => Kind::Stricter,
            ("fail", _) => Kind::Milder,
            _ => Kind::OnlyOurs,
        }
    }
}

/// What the comments above a line say, by their words.
pub(super) type Remarks = BTreeMap<String, String>;

/// What a run of comment lines says.
pub(super) fn remarks(lines: &[&str], place: &str) -> Remarks {
    let mut remarks = Remarks::new();
    let mut last = None;
    for line in lines {
        let text = line.trim_start_matches('#');
        if let (Some(key), true) = (&last, text.starts_with("  ")) {
            let said: &mut String = remarks.entry(String::clone(key)).or_default();
            said.push(' ');
            said.push_str(text.trim());
            continue;
        }
        let (key, said) = text
            .split_once(": ")
            .unwrap_or_else(|| panic!("{place}: `{line}` says nothing of the case"));
        let key = key.trim().to_owned();
        let known = ["peer", "because", "wrong", "not expressed"];
        assert!(known.contains(&key.as_str()), "{place}: `{key}` is no word");
        let before = remarks.insert(key.clone(), said.trim().to_owned());
        assert!(before.is_none(), "{place}: `{key}` stands twice");
        last = Some(key);
    }
    remarks
}

/// The comment lines directly above a line, which counts from 1.
pub(super) fn above<'a>(lines: &[&'a str], line: usize) -> Vec<&'a str> {
    let before = lines.iter().take(line.saturating_sub(1)).rev();
    let mut found: Vec<&str> = before
        .take_while(|line| line.starts_with('#'))
        .copied()
        .collect();
    found.reverse();
    found
}
