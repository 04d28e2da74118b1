//! What else the registry says of a rule.

/// What is known of a rule besides its names elsewhere.
#[derive(Debug, Default)]
pub struct Entry {
    /// The rule whose controls would fit as well, though nobody says so: they are not this one's.
    pub inferred_from: Option<&'static str>,
    /// How bad others find it.
    pub severities: Vec<PeerSeverity>,
    /// Who says that a check of theirs serves controls.
    pub said: Vec<Said>,
    /// How well others' checks agree with it, in words, by tool, by `tool:ID`, or for `all`.
    pub match_quality: Vec<(&'static str, &'static str)>,
}

/// Controls of a framework that a check of another tool serves, as that tool says.
#[derive(Debug)]
pub struct Said {
    /// The tool.
    pub tool: &'static str,
    /// The tool's identifier.
    pub id: &'static str,
    /// The framework.
    pub framework: &'static str,
    /// The controls.
    pub controls: Vec<&'static str>,
}

/// How bad another tool finds it.
#[derive(Debug)]
pub struct PeerSeverity {
    /// The tool.
    pub tool: &'static str,
    /// The tool's identifier; none, where it speaks of all of its own.
    pub id: Option<&'static str>,
    /// What it says, verbatim: `high`, `HIGH (deprecated)`.
    pub given: &'static str,
}

impl PeerSeverity {
    /// The word of severity in what the tool says; none, where the tool does not say one.
    pub fn word(&self) -> Option<&'static str> {
        let words = ["critical", "high", "medium", "low", "info"];
        let mut spoken = self
            .given
            .rsplit(|letter: char| !letter.is_ascii_alphabetic());
        spoken.find_map(|spoken| {
            words
                .into_iter()
                .find(|word| spoken.eq_ignore_ascii_case(word))
        })
    }
}

impl Entry {
    /// Adds a line of the registry.
    pub(super) fn add(&mut self, word: &str, rest: &'static str) {
        match word {
            "inferred" => self.inferred_from = Some(rest),
            "match" => self.match_quality.extend(rest.split_once(' ')),
            "said" => self.said.extend(said(rest)),
            "severity" => self.severities.extend(severity(rest)),
            _ => {}
        }
    }
}

fn said(line: &'static str) -> Option<Said> {
    let mut words = line.split(' ');
    let (tool, id) = words.next()?.split_once(':')?;
    Some(Said {
        tool,
        id,
        framework: words.next()?,
        controls: words.collect(),
    })
}

fn severity(line: &'static str) -> Option<PeerSeverity> {
    let (tool, rest) = line.split_once(' ')?;
    let (id, given) = rest.split_once(' ')?;
    Some(PeerSeverity {
        tool,
        id: (id != "-").then_some(id),
        given,
    })
}
