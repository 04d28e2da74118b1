//! The table of cases: how it is read and written, and what its rows mean.

use std::fs;
use std::path::Path;

const COLUMNS: [&str; 14] = [
    "case", "peer", "id", "test", "what", "rule", "address", "question", "expected", "after",
    "plan", "source", "state", "because",
];

/// A peer's case, asked of one address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The folder of the configuration.
    pub(super) case: String,
    /// Whose case it is, or `no peer`.
    pub(super) peer: String,
    /// What the peer calls its rule; empty without a peer.
    pub(super) id: String,
    /// What the peer calls its case.
    pub(super) test: String,
    /// The case in words.
    pub(super) what: String,
    pub(super) rule: String,
    /// Empty where there is nothing to judge.
    pub(super) address: String,
    /// `other` where the peer asks something else than our rule does.
    question: String,
    /// `pass`, `fail`, or `none`: the peer does not look at it. Empty without a peer.
    pub(super) expected: String,
    /// `pass`, `fail` or `exempt`: what held after apply; `none`: the rule does not apply; `open`:
    /// nothing in the configuration decides it, so that the state is made up.
    pub(super) after: String,
    /// What plangate says of the first plan,
    pub(super) plan: String,
    /// of the first plan with the source,
    pub(super) source: String,
    /// and of the state.
    pub(super) state: String,
    /// Why it is not the same, or only with the source.
    pub(super) because: String,
}

/// How what plangate says stands to what the peer expects; what held after apply is the judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Relation {
    /// The peer is right, and plangate says so of plan and state.
    Same,
    /// The peer is right, and plangate says so with the source.
    SameWithSource,
    /// The peer is wrong or does not look, and plangate says what holds.
    Better,
    /// Nobody can know it before apply: a peer takes a side, plangate says what is missing.
    Open,
    /// The peer asks something else.
    Other,
    /// The peer is right, and plangate does not say so.
    Worse,
    /// No peer has such a case, and plangate says what holds of plan and state.
    Right,
    /// No peer has such a case, and plangate says what holds with the source.
    RightWithSource,
}

impl Relation {
    pub(super) const ALL: [Relation; 8] = [
        Relation::Same,
        Relation::SameWithSource,
        Relation::Better,
        Relation::Open,
        Relation::Other,
        Relation::Worse,
        Relation::Right,
        Relation::RightWithSource,
    ];

    pub(super) fn word(self) -> &'static str {
        match self {
            Relation::Same => "same",
            Relation::SameWithSource => "same with the source",
            Relation::Better => "better",
            Relation::Open => "open",
            Relation::Other => "other question",
            Relation::Worse => "worse",
            Relation::Right => "right",
            Relation::RightWithSource => "right with the source",
        }
    }
}

impl Row {
    /// The row as it stands in the file.
    pub(super) fn line(&self) -> String {
        let cells = [
            &self.case,
            &self.peer,
            &self.id,
            &self.test,
            &self.what,
            &self.rule,
            &self.address,
            &self.question,
            &self.expected,
            &self.after,
            &self.plan,
            &self.source,
            &self.state,
            &self.because,
        ];
        let cells = cells.map(|cell| if cell.is_empty() { "-" } else { cell });
        cells.join("\t")
    }

    fn parse(line: &str) -> Row {
        let mut cells = line.split('\t').map(|cell| match cell {
            "-" => String::new(),
            cell => cell.to_owned(),
        });
        let [
            case,
            peer,
            id,
            test,
            what,
            rule,
            address,
            question,
            expected,
            after,
            plan,
            source,
            state,
            because,
        ] = std::array::from_fn(|at| {
            let cell = cells.next();
            cell.unwrap_or_else(|| panic!("there is no {} in {line}", COLUMNS[at]))
        });
        assert_eq!(cells.next(), None, "{line}");
        Row {
            case,
            peer,
            id,
            test,
            what,
            rule,
            address,
            question,
            expected,
            after,
            plan,
            source,
            state,
            because,
        }
    }

    pub(super) fn is_of_nobody(&self) -> bool {
        self.peer == "no peer"
    }

    /// How plangate stands to the peer.
    pub(super) fn relation(&self) -> Relation {
        let by_source = self.is_right(&self.source);
        let by_plan = self.is_right(&self.plan) && by_source;
        let by_all = by_plan && (self.after == "open" || self.is_right(&self.state));
        let is_open = self.after == "open" || (!by_source && !is_decided(&self.source));
        if self.is_of_nobody() {
            return match (by_all, by_source) {
                (true, _) => Relation::Right,
                (false, true) => Relation::RightWithSource,
                (false, false) if is_open => Relation::Open,
                (false, false) => Relation::Worse,
            };
        }
        match (self.question.as_str(), self.expected == self.after) {
            ("other", _) => Relation::Other,
            _ if is_open => Relation::Open,
            (_, true) if by_all => Relation::Same,
            (_, true) if by_source => Relation::SameWithSource,
            (_, false) if by_source => Relation::Better,
            _ => Relation::Worse,
        }
    }

    /// What contradicts what held, or what is said of the state; `None` if nothing does.
    pub(super) fn contradiction(&self) -> Option<String> {
        let said = [
            ("the plan", &self.plan),
            ("the plan with the source", &self.source),
            ("the state", &self.state),
        ];
        for (of, said) in said {
            let is_made_up = self.after == "open" && of == "the state";
            // Where nothing is asked after apply, a pass of the plan blocks nobody.
            let is_idle = self.after == "none" && said == "pass" && of != "the state";
            if said == "not looked at" {
                return Some(format!("the rule does not look at it in {of}"));
            }
            if is_decided(said) && !self.is_right(said) && !is_made_up && !is_idle {
                return Some(format!("what is said of {of} is not what held"));
            }
            if is_decided(said) && is_decided(&self.state) && *said != self.state {
                return Some(format!(
                    "what is said of {of} is not what is said of the state"
                ));
            }
        }
        None
    }

    /// Whether a verdict says what held.
    fn is_right(&self, verdict: &str) -> bool {
        match self.after.as_str() {
            "pass" | "fail" | "exempt" => verdict == self.after,
            "none" => verdict == "not_applicable",
            "open" => verdict == "not_applicable" || verdict.starts_with("undetermined"),
            other => panic!("`{other}` does not say what held"),
        }
    }
}

/// The rows of a table.
pub(super) fn read(path: &Path) -> Vec<Row> {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some(COLUMNS.join("\t").as_str()));
    lines.map(Row::parse).collect()
}

pub(super) fn write(path: &Path, rows: &[Row]) {
    let mut text = COLUMNS.join("\t");
    for row in rows {
        text.extend(["\n", &row.line()]);
    }
    fs::write(path, text + "\n").unwrap();
}

/// Whether a verdict takes a side.
fn is_decided(verdict: &str) -> bool {
    matches!(verdict, "pass" | "fail")
}
