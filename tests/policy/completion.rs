//! A decided answer about a document holds for everything that the document may turn out to be.

use plangate::function::{self, Body};
use plangate::value::{Trouble, Value};
use proptest::prelude::*;
use proptest::sample::select;

use crate::draft::{self, Chance};
use crate::naive::{self, PROVIDER, Question, ROLE, Verdict};

/// In how many ways each document is completed.
const COMPLETIONS: usize = 24;

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_decided_answer_never_flips(seed in any::<u64>(), question in question()) {
        let mut chance = Chance(seed);
        let draft = draft::document(&mut chance);
        let expected = match ask(&question, draft.value()).unwrap() {
            Value::Bool(true) => Verdict::Yes,
            Value::Bool(false) => Verdict::No,
            _ => return Ok(()),
        };
        for _ in 0..COMPLETIONS {
            let complete = draft.complete(&mut chance);
            let plainly = naive::verdict(&complete, &question);
            prop_assert_eq!(plainly, expected, "{}: {}", question, complete);
        }
    }

    #[test]
    fn a_complete_document_is_read_as_plainly_as_it_stands(
        seed in any::<u64>(),
        question in question(),
    ) {
        let mut chance = Chance(seed);
        let complete = draft::document(&mut chance).complete(&mut chance);
        let value = draft::Draft::Known(complete.clone()).value();
        let answer = ask(&question, value).unwrap();
        let plainly = naive::verdict(&complete, &question);
        match (answer, plainly) {
            (Value::Bool(true), Verdict::Yes) | (Value::Bool(false), Verdict::No) => {}
            // Statements are weighed one by one, so what two of them decide together is open.
            (Value::Unknown(_), _) => {}
            (answer, plainly) => {
                prop_assert!(false, "{question}: {answer:?}, plainly {plainly:?}: {complete}");
            }
        }
    }
}

/// Complete documents without anything that depends on a request are decided.
#[test]
fn what_is_plain_is_decided() {
    let mut decided = 0;
    for seed in 0..4000 {
        let mut chance = Chance(seed);
        let complete = draft::document(&mut chance).complete(&mut chance);
        let question = [
            Question::Allows("s3:GetObject", "arn:aws:s3:::a/x"),
            Question::Trusts("ec2.amazonaws.com"),
        ][usize::try_from(seed % 2).unwrap()]
        .clone();
        let text = complete.to_string();
        let open = ["Condition", "${", "NotPrincipal", "\"*\"", "a*z"];
        if open.iter().any(|part| text.contains(part)) {
            continue;
        }
        let value = draft::Draft::Known(complete.clone()).value();
        let answer = ask(&question, value).unwrap();
        assert!(
            matches!(answer, Value::Bool(_)),
            "{question}: {answer:?} of {complete}"
        );
        decided += 1;
    }
    assert!(decided > 300, "only {decided} documents were plain");
}

pub(crate) fn question() -> impl Strategy<Value = Question> {
    let action = || {
        select(
            &[
                "*",
                "s3:*",
                "s3:GetObject",
                "sts:AssumeRole",
                "iam:PassRole",
            ][..],
        )
    };
    let resource = || {
        select(
            &[
                "*",
                "arn:aws:s3:::a/x",
                "arn:aws:s3:::a/*",
                "arn:aws:s3:::ab:cz/x",
            ][..],
        )
    };
    let principal = select(&["ec2.amazonaws.com", "*", ROLE, "111122223333", PROVIDER][..]);
    prop_oneof![
        2 => (action(), resource()).prop_map(|(action, resource)| Question::Allows(action, resource)),
        1 => (action(), resource()).prop_map(|(action, resource)| Question::Denies(action, resource)),
        3 => principal.clone().prop_map(Question::Trusts),
        2 => principal.prop_map(Question::TrustsGenerally),
    ]
}

/// Asks a document as a rule would.
pub(crate) fn ask(question: &Question, document: Value) -> Result<Value, Trouble> {
    let (name, arguments) = match question {
        Question::Allows(action, resource) => ("iam_allows", vec![*action, *resource]),
        Question::Denies(action, resource) => ("iam_denies", vec![*action, *resource]),
        Question::Trusts(asked) => ("iam_trusts", vec![*asked]),
        Question::TrustsGenerally(asked) => ("iam_trusts_generally", vec![*asked]),
    };
    let Body::Plain(body) = function::find(name).unwrap().body else {
        panic!("{name} is plain");
    };
    let arguments = arguments.into_iter().map(Value::from);
    let arguments: Vec<Value> = [document].into_iter().chain(arguments).collect();
    body(&arguments)
}
