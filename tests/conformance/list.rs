//! `cases.tsv`: what other tools expect of their own cases.

use std::fs;
use std::path::Path;

/// The tools, as folders, as people write them, and as the crosswalk calls their identifiers.
pub(super) const TOOLS: [(&str, &str, &[&str]); 9] = [
    ("checkov", "Checkov", &["checkov"]),
    ("prowler", "Prowler", &["prowler"]),
    ("trivy", "Trivy", &["trivy"]),
    ("kics", "KICS", &["kics"]),
    (
        "config",
        "AWS Config",
        &["aws_config", "aws_config_community"],
    ),
    ("powerpipe", "Powerpipe", &["powerpipe"]),
    ("guard", "Guard", &["guard_registry"]),
    ("regula", "Regula", &["regula"]),
    ("scalr", "Scalr", &["scalr_opa"]),
];

/// A case of a tool.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) tool: String,
    pub(super) check: String,
    /// `test`: a test of the tool; `run`: what it said when it was run; `words`: what its
    /// documentation or its query says.
    pub(super) source: String,
    case: String,
    /// `pass`, `fail`, `none` (it does not look), `manual` (somebody has to look).
    pub(super) expects: String,
}

impl Row {
    pub(super) fn key(&self) -> (&str, &str, &str) {
        (&self.tool, &self.check, &self.case)
    }

    fn parse(line: &str) -> Row {
        let cells: Vec<String> = line.split('\t').map(str::to_owned).collect();
        let [tool, check, source, case, expects]: [String; 5] = cells.try_into().unwrap();
        assert!(TOOLS.iter().any(|(folder, ..)| *folder == tool), "{line}");
        assert!(
            ["test", "run", "words"].contains(&source.as_str()),
            "{line}"
        );
        let outcomes = ["pass", "fail", "none", "manual"];
        assert!(outcomes.contains(&expects.as_str()), "{line}");
        Row {
            tool,
            check,
            source,
            case,
            expects,
        }
    }
}

/// The rows of the list.
pub(super) fn read(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    let head = ["tool", "check", "source", "case", "expects"];
    assert_eq!(lines.next(), Some(head.join("\t").as_str()));
    lines.map(Row::parse).collect()
}

/// What the crosswalk calls the identifiers of a tool.
pub(super) fn keys(tool: &str) -> &'static [&'static str] {
    let found = TOOLS.iter().find(|(folder, ..)| *folder == tool);
    found.map(|(.., keys)| *keys).unwrap_or_default()
}
