//! What is wrong with the data that a rule meets.

use super::super::example::{Pair, rule};
use super::{Code, Family, Level};

/// R: data at run time.
pub(super) static FAMILY: Family = Family {
    letter: 'R',
    name: "data",
    about: "What is wrong with the values that a rule meets in a plan or document. The resource has \
            the outcome `error`, and everything else is judged. Missing information is no error: \
            its outcome is `undetermined`.",
    codes: &[
        Code {
            id: "R701",
            title: "an order with a value that is not set",
            level: Level::Data,
            what: "`<`, `<=`, `>` or `>=` meets a value that is not set, or `min`, `max` and `sum` \
                   meet one in their list.",
            why: "`deny retention < 7` must not pass because nobody says how long. Say what unset \
                  means with `??`, or test `is set` first.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "databases-backed-up" {
  title    = "Databases are backed up for a week"
  severity = "high"

  on document
  each database in self.databases {
    require database.retention >= 7
      message "${database.name} is kept for ${database.retention} days"
  }
}
"#
                )
                .judging(r#"{ "databases": [{ "name": "orders", "retention": null }] }"#),
                right: rule!(
                    r#"rule "databases-backed-up" {
  title    = "Databases are backed up for a week"
  severity = "high"

  on document
  each database in self.databases {
    require (database.retention ?? 0) >= 7
      message "${database.name} is kept for ${database.retention} days"
  }
}
"#
                )
                .judging(r#"{ "databases": [{ "name": "orders", "retention": null }] }"#),
            }),
        },
        Code {
            id: "R702",
            title: "values of different types",
            level: Level::Data,
            what: "Values are compared, joined or passed to a function that do not fit: a text \
                   with a number, an order of texts, an attribute of a text.",
            why: "They would be unequal for ever, and a rule that denies would pass. Convert with \
                  `tonumber` or `tostring`, or compare with what is really there.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "databases-backed-up" {
  title    = "Databases are backed up for a week"
  severity = "high"

  on document
  each database in self.databases {
    require database.retention >= 7
      message "${database.name} is kept for ${database.retention} days"
  }
}
"#
                )
                .judging(r#"{ "databases": [{ "name": "orders", "retention": "30" }] }"#),
                right: rule!(
                    r#"rule "databases-backed-up" {
  title    = "Databases are backed up for a week"
  severity = "high"

  on document
  each database in self.databases {
    require tonumber(database.retention) >= 7
      message "${database.name} is kept for ${database.retention} days"
  }
}
"#
                )
                .judging(r#"{ "databases": [{ "name": "orders", "retention": "30" }] }"#),
            }),
        },
        Code {
            id: "R703",
            title: "a document that is malformed",
            level: Level::Data,
            what: "`jsondecode` or a function about policies meets a text that is no JSON, or a \
                   policy that IAM would refuse.",
            why: "Nothing can be said of it, and a policy that cannot be read must not pass as one \
                  that allows nothing. The message says where it is malformed; mend the document.",
            pair: Some(Pair {
                wrong: rule!(POLICIES).judging(
                    r#"{ "policies": [{ "name": "deploy", "text": "{ 'Statement': [] }" }] }"#,
                ),
                right: rule!(POLICIES).judging(
                    r#"{ "policies": [{ "name": "deploy", "text": "{ \"Statement\": [] }" }] }"#,
                ),
            }),
        },
        Code {
            id: "R704",
            title: "too many steps",
            level: Level::Data,
            what: "A rule takes more than 1,000,000 steps for one resource.",
            why: "A gate must come to an end. Loops inside of loops multiply: ask for less, or \
                  look members up with `in` and arrows.",
            pair: Some(Pair {
                wrong: rule!(
                    r#"rule "word-varied" {
  title    = "No letter stands four times in a row of letters"
  severity = "low"

  on document
  let letters = split("", self.text)
  deny any(i, a in letters : any(j, b in letters : any(k, c in letters : any(l, d in letters :
      a == b and b == c and c == d and i < j and j < k and k < l))))
    message "a letter stands four times"
}
"#
                )
                .judging(r#"{ "text": "the quick brown fox jumps over a lazy dog" }"#),
                right: rule!(
                    r#"rule "word-varied" {
  title    = "No letter stands four times in a row of letters"
  severity = "low"

  on document
  let letters = split("", self.text)
  deny any(a in letters : count(b in letters : a == b) >= 4)
    message "a letter stands four times"
}
"#
                )
                .judging(r#"{ "text": "the quick brown fox jumps over a lazy dog" }"#),
            }),
        },
        Code {
            id: "R705",
            title: "an index that is no number and no text",
            level: Level::Data,
            what: "What stands in `[…]` is neither the position in a list nor the key of a map.",
            why: "Nothing stands at such a place, and null would be a guess.",
            pair: Some(Pair {
                wrong: rule!(ZONE)
                    .judging(r#"{ "zones": { "eu": "eu-central-1" }, "main": true }"#),
                right: rule!(ZONE)
                    .judging(r#"{ "zones": { "eu": "eu-central-1" }, "main": "eu" }"#),
            }),
        },
    ],
};

const POLICIES: &str = r#"rule "policies-narrow" {
  title    = "No policy allows everything"
  severity = "critical"

  on document
  each policy in self.policies {
    deny iam_allows(policy.text, "*", "*")
      message "${policy.name} allows everything"
  }
}
"#;

const ZONE: &str = r#"rule "zone-in-europe" {
  title    = "The main zone is in Europe"
  severity = "high"

  on document
  require self.zones[self.main] like "eu-*"
    message "${self.main} is elsewhere"
}
"#;
