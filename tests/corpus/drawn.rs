//! The verdicts that are drawn to be checked by hand.

use sha2::{Digest, Sha256};

use super::judge::Corpus;

/// How many are drawn.
pub(super) const DRAWN: usize = 20;

/// What the draw starts from.
const SEED: &str = "plangate";

/// The rules that are drawn from, so that a rule that comes later draws nothing else.
pub(super) const RULES: [&str; 11] = [
    "asg-effective-profile",
    "asg-override-template-profile",
    "ec2-instance-profile-attached",
    "instance-imdsv2-required",
    "instance-profile-has-role",
    "instance-profile-role-has-permissions",
    "launch-configuration-profile-attached",
    "launch-template-imdsv2-required",
    "launch-template-profile-attached",
    "role-no-administrator-access",
    "role-trusts-ec2",
];

/// A row of the page.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) file: String,
    rule: String,
    address: String,
    outcome: String,
    /// Keys, and the lines that they are in.
    pub(super) evidence: Vec<(String, usize)>,
    pub(super) judgement: String,
}

impl Row {
    /// The verdict, as the draw words it.
    pub(super) fn verdict(&self) -> String {
        words(&self.file, &self.rule, &self.address, &self.outcome)
    }
}

/// The verdicts whose hashes are the smallest, in the order of the hashes.
pub(super) fn draw(corpus: &Corpus) -> Vec<String> {
    let decided = corpus.verdicts.iter().filter(|one| {
        RULES.contains(&&*one.rule) && ["pass", "fail", "exempt"].contains(&one.outcome)
    });
    let mut hashed: Vec<_> = decided
        .map(|one| {
            let text = [SEED, &one.file, &one.rule, &one.address].join(":");
            let verdict = words(&one.file, &one.rule, &one.address, one.outcome);
            (Sha256::digest(text).to_vec(), verdict)
        })
        .collect();
    hashed.sort();
    hashed.truncate(DRAWN);
    hashed.into_iter().map(|(_, verdict)| verdict).collect()
}

/// The rows of the table on the page: file, rule, address, verdict, lines, what they say, judgement.
pub(super) fn rows(section: &str) -> Vec<Row> {
    let table = section.lines().filter(|line| line.starts_with("| `"));
    table
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [file, rule, address, outcome, evidence, _, judgement] = cells[..] else {
                panic!("seven cells are expected: {line}");
            };
            let plain = |cell: &str| cell.trim_matches('`').to_owned();
            Row {
                file: plain(file),
                rule: plain(rule),
                address: plain(address),
                outcome: outcome.to_owned(),
                evidence: evidence.split(", ").map(key_and_line).collect(),
                judgement: judgement.to_owned(),
            }
        })
        .collect()
}

/// `` `iam_instance_profile` 1686 ``.
fn key_and_line(text: &str) -> (String, usize) {
    let (key, line) = text.rsplit_once(' ').unwrap();
    (key.trim_matches('`').to_owned(), line.parse().unwrap())
}

fn words(file: &str, rule: &str, address: &str, outcome: &str) -> String {
    format!("{file} {rule} {address} {outcome}")
}
