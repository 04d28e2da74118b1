//! Policies as they are met in plans, one question each.

use std::sync::Arc;

use super::class::IAM_COVERS_CLASS;
use super::{
    document_from_data, iam_allows, iam_allows_always, iam_denies_always, iam_statements,
    iam_trusts,
};
use crate::function::Body;
use crate::value::{Missing, Ternary, Trouble, Value, compare, json};

/// A value from JSON in which `"?"` stands for what is not known.
fn value(text: &str) -> Value {
    open(json::decode(text).unwrap())
}

fn open(value: Value) -> Value {
    match value {
        Value::Text(text) if text.as_ref() == "?" => Value::Unknown(Arc::new(Missing::default())),
        Value::List(items) => Value::list(items.iter().cloned().map(open)),
        Value::Map(map) => Value::map(
            map.iter()
                .map(|(key, value)| (Arc::clone(key), open(value.clone()))),
        ),
        other => other,
    }
}

fn ternary(answer: Result<Value, Trouble>) -> Ternary {
    match answer.unwrap() {
        Value::Bool(known) => known.into(),
        Value::Unknown(_) => Ternary::Unknown,
        other => panic!("{other:?}"),
    }
}

fn allows(statements: &str, action: &str, resource: &str) -> Ternary {
    let version = r#""Version": "2012-10-17""#;
    let document = value(&format!("{{{version}, \"Statement\": {statements}}}"));
    ternary(iam_allows(&[document, action.into(), resource.into()]))
}

fn trusts(statements: &str, principal: &str) -> Ternary {
    let document = value(&format!("{{\"Statement\": {statements}}}"));
    ternary(iam_trusts(&[document, principal.into()]))
}

fn trust(parts: &str) -> String {
    format!(r#"{{"Action": "sts:AssumeRole", {parts}}}"#)
}

fn refused(document: &str) -> String {
    let trouble = iam_statements(&[value(document)]).unwrap_err();
    assert_eq!(trouble.code, "R703", "{document}");
    trouble.message
}

const EC2: &str = "ec2.amazonaws.com";
const ALLOW_EC2: &str = r#""Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}"#;

#[test]
fn a_star_asks_for_every_one() {
    let grant =
        |action: &str| format!(r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "*"}}"#);
    for every in ["*", "**", "*:*"] {
        assert_eq!(allows(&grant(every), "*", "*"), Ternary::True, "{every}");
    }
    assert_eq!(allows(&grant("s3:*"), "*", "*"), Ternary::False);
    assert_eq!(allows(&grant("s3:*"), "s3:*", "*"), Ternary::True);
    assert_eq!(
        allows(&grant("s3:*"), "s3:Get*", "arn:aws:s3:::b"),
        Ternary::True
    );
    assert_eq!(allows(&grant("s3:Get*"), "s3:*", "*"), Ternary::False);
    assert_eq!(
        allows(&grant("S3:getobject"), "s3:GetObject", "*"),
        Ternary::True
    );
    assert_eq!(
        allows(&grant("iam:Pass?ole"), "iam:PassRole", "*"),
        Ternary::True
    );
}

#[test]
fn resources_have_case_and_arns_are_not_every_one() {
    let on = |resource: &str| {
        format!(r#"[{{"Effect": "Allow", "Action": "s3:*", "Resource": ["{resource}"]}}]"#)
    };
    assert_eq!(
        allows(
            &on("arn:aws:s3:::Logs/*"),
            "s3:GetObject",
            "arn:aws:s3:::logs/a"
        ),
        Ternary::False
    );
    assert_eq!(
        allows(
            &on("arn:aws:s3:::logs/*"),
            "s3:GetObject",
            "arn:aws:s3:::logs/a/b"
        ),
        Ternary::True
    );
    assert_eq!(
        allows(&on("arn:aws:s3:::*"), "s3:GetObject", "*"),
        Ternary::False
    );
    assert_eq!(
        allows(
            &on("arn:aws:s3:::${aws:username}/*"),
            "s3:GetObject",
            "arn:aws:s3:::ada/x"
        ),
        Ternary::Unknown
    );
    assert_eq!(allows(&on("?"), "s3:GetObject", "*"), Ternary::Unknown);
    assert_eq!(allows(&on("?"), "iam:PassRole", "*"), Ternary::False);
}

#[test]
fn exceptions_cover_what_they_do_not_name() {
    let except = r#"{"Effect": "Allow", "NotAction": ["iam:*", "sts:Assume*"], "Resource": "*"}"#;
    assert_eq!(allows(except, "ec2:RunInstances", "*"), Ternary::True);
    assert_eq!(allows(except, "s3:*", "*"), Ternary::True);
    assert_eq!(allows(except, "IAM:PassRole", "*"), Ternary::False);
    assert_eq!(allows(except, "sts:*", "*"), Ternary::False);
    assert_eq!(allows(except, "*", "*"), Ternary::False);
    let elsewhere = r#"{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/*"}"#;
    assert_eq!(
        allows(elsewhere, "s3:GetObject", "arn:aws:s3:::c/x"),
        Ternary::True
    );
    assert_eq!(allows(elsewhere, "s3:GetObject", "*"), Ternary::False);
    let unsure = r#"{"Effect": "Allow", "NotAction": ["iam:*", "?"], "Resource": "*"}"#;
    assert_eq!(allows(unsure, "iam:PassRole", "*"), Ternary::False);
    assert_eq!(allows(unsure, "s3:GetObject", "*"), Ternary::Unknown);
}

#[test]
fn a_known_grant_stands_beside_unknown_statements() {
    let grant = r#"{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": "?"}"#;
    let deny = r#"{"Effect": "Deny", "Action": "*", "Resource": "*"}"#;
    assert_eq!(
        allows(&format!("[{grant}, \"?\"]"), "*", "*"),
        Ternary::True
    );
    assert_eq!(
        allows(&format!("[{grant}, {deny}]"), "*", "*"),
        Ternary::True
    );
    assert_eq!(
        allows(&format!("[{deny}, \"?\"]"), "*", "*"),
        Ternary::Unknown
    );
    assert_eq!(allows(deny, "*", "*"), Ternary::False);
    assert_eq!(allows("\"?\"", "*", "*"), Ternary::Unknown);
    let effect = r#"{"Effect": "?", "Action": "s3:*", "Resource": "*"}"#;
    assert_eq!(allows(effect, "s3:GetObject", "*"), Ternary::Unknown);
    assert_eq!(allows(effect, "iam:PassRole", "*"), Ternary::False);
}

#[test]
fn a_service_is_trusted_by_its_own_name() {
    assert_eq!(trusts(&trust(ALLOW_EC2), EC2), Ternary::True);
    assert_eq!(
        trusts(&trust(ALLOW_EC2), "EC2.amazonaws.com"),
        Ternary::True
    );
    assert_eq!(
        trusts(&trust(ALLOW_EC2), "ec2.amazonaws.com.cn"),
        Ternary::False
    );
    let listed = r#""Effect": "Allow", "Principal": {"AWS": "?", "Service": ["lambda.amazonaws.com", "ec2.amazonaws.com"]}"#;
    assert_eq!(trusts(&trust(listed), EC2), Ternary::True);
    let elsewhere = r#""Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root", "Federated": "?"}"#;
    assert_eq!(trusts(&trust(elsewhere), EC2), Ternary::False);
    let everyone = r#""Effect": "Allow", "Principal": {"AWS": "*"}"#;
    assert_eq!(trusts(&trust(everyone), EC2), Ternary::Unknown);
    let others = r#""Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}"#;
    assert_eq!(trusts(&trust(others), EC2), Ternary::Unknown);
    assert_eq!(trusts("[]", EC2), Ternary::False);
}

#[test]
fn other_actions_are_not_trust() {
    let with = |action: &str| format!(r#"{{"Action": "{action}", {ALLOW_EC2}}}"#);
    assert_eq!(trusts(&with("sts:*"), EC2), Ternary::True);
    assert_eq!(trusts(&with("STS:assumerole"), EC2), Ternary::True);
    assert_eq!(trusts(&with("sts:TagSession"), EC2), Ternary::False);
    assert_eq!(trusts(&with("?"), EC2), Ternary::Unknown);
}

#[test]
fn conditions_and_denials_of_trust() {
    let condition = r#""Condition": {"StringEquals": {"aws:SourceAccount": "1"}}"#;
    let allow = trust(ALLOW_EC2);
    let conditional = trust(&format!("{ALLOW_EC2}, {condition}"));
    assert_eq!(trusts(&conditional, EC2), Ternary::Unknown);
    assert_eq!(
        trusts(&format!("[{conditional}, {allow}]"), EC2),
        Ternary::True
    );
    let empty = trust(&format!(r#"{ALLOW_EC2}, "Condition": {{}}"#));
    assert_eq!(trusts(&empty, EC2), Ternary::True);
    for everyone in [
        r#""*""#,
        r#"{"AWS": "*"}"#,
        r#"{"Service": "ec2.amazonaws.com"}"#,
    ] {
        let deny = trust(&format!(r#""Effect": "Deny", "Principal": {everyone}"#));
        assert_eq!(trusts(&format!("[{allow}, {deny}]"), EC2), Ternary::False);
    }
    let deny = trust(&format!(
        r#""Effect": "Deny", "Principal": "*", {condition}"#
    ));
    assert_eq!(trusts(&format!("[{allow}, {deny}]"), EC2), Ternary::Unknown);
    assert_eq!(trusts(&format!("[{allow}, \"?\"]"), EC2), Ternary::Unknown);
    let open = trust(&format!(r#"{ALLOW_EC2}, "Sid": "?""#));
    assert_eq!(trusts(&open, EC2), Ternary::True);
}

#[test]
fn accounts_stand_for_what_is_in_them() {
    let names = |id: &str| {
        trust(&format!(
            r#""Effect": "Allow", "Principal": {{"AWS": ["{id}"]}}"#
        ))
    };
    let role = "arn:aws:iam::111122223333:role/deploy";
    for account in ["111122223333", "arn:aws:iam::111122223333:root", role, "*"] {
        assert_eq!(trusts(&names(account), role), Ternary::True, "{account}");
    }
    let root = "arn:aws:iam::111122223333:root";
    assert_eq!(trusts(&names("111122223333"), root), Ternary::True);
    assert_eq!(trusts(&names(role), root), Ternary::False);
    assert_eq!(
        trusts(&names("arn:aws-cn:iam::111122223333:root"), role),
        Ternary::False
    );
    assert_eq!(trusts(&names("444455556666"), role), Ternary::False);
    assert_eq!(trusts(&names("111122223333"), "*"), Ternary::False);
    assert_eq!(trusts(&names("*"), "*"), Ternary::True);
}

#[test]
fn what_iam_would_refuse_is_malformed() {
    let statement = |parts: &str| refused(&format!(r#"{{"Statement": [{{{parts}}}]}}"#));
    assert_eq!(
        statement(r#""Effect": "allow", "Action": "*", "Resource": "*""#),
        "malformed policy: statement 1: `Effect` must be `Allow` or `Deny`"
    );
    assert!(statement(r#""Action": "*", "Resource": "*""#).contains("no `Effect`"));
    assert!(statement(r#""Effect": "Allow", "Resource": "*""#).contains("neither `Action`"));
    assert!(statement(r#""Effect": "Allow", "Action": "*""#).contains("neither `Resource`"));
    assert!(
        statement(r#""Effect": "Allow", "Action": "*", "Resources": "*""#)
            .contains("cannot have `Resources`")
    );
    assert!(
        statement(r#""Effect": "Allow", "Action": "a", "NotAction": "b", "Resource": "*""#)
            .contains("both")
    );
    assert!(
        statement(r#""Effect": "Allow", "Action": 1, "Resource": "*""#)
            .contains("`Action` must be")
    );
    assert!(
        statement(r#""Effect": "Allow", "Action": "*", "Principal": "ec2.amazonaws.com""#)
            .contains("`Principal`")
    );
    assert!(refused(r#"{"Version": "2012-10-18"}"#).contains("`Version`"));
    assert!(refused(r#""[]""#).contains("must be an object"));
    assert!(refused(r#""{\"Statement\":[],\"Statement\":[]}""#).contains("stands twice"));
}

#[test]
fn statements_are_shown_with_lists() {
    let document = value(
        r#"{"Statement": {"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": ["a", "?"],
            "Condition": {"Bool": {"aws:SecureTransport": true}}}}"#,
    );
    let expected = value(
        r#"[{"sid": "A", "effect": "Allow", "actions": ["s3:*"], "not_actions": [],
            "resources": ["a", "b"], "not_resources": [], "principals": [], "not_principals": [],
            "conditions": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]}]}]"#,
    );
    let shown = iam_statements(&[document]).unwrap();
    assert!(shown.more.is_none());
    let shown = Value::list(shown.members.iter().map(without_document));
    assert_eq!(compare::equal(&shown, &expected), Ternary::Unknown);
    let missing = shown.missing().unwrap();
    assert!(
        missing.what.starts_with("`Resource` of the statement: "),
        "{missing:?}"
    );
}

fn without_document(statement: &Value) -> Value {
    let Value::Map(map) = statement else {
        panic!("{statement:?}");
    };
    let shown = map.iter().filter(|(key, _)| key.as_ref() != "document");
    Value::map(shown.map(|(key, value)| (Arc::clone(key), value.clone())))
}

/// A data source of these blocks whose JSON is not known.
fn data(blocks: Value) -> Value {
    Value::map([("statement".into(), blocks)])
}

#[test]
fn blocks_become_the_document_they_render() {
    let blocks = value(
        r#"[{"sid": null, "effect": null, "actions": ["s3:GetObject"], "not_actions": null,
             "resources": ["arn:aws:s3:::home/&{aws:username}", "?"], "not_resources": [],
             "principals": [], "not_principals": [], "condition": []},
            {"sid": "", "effect": "Deny", "actions": ["sts:AssumeRole"], "resources": null,
             "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]},
                            {"type": "Service", "identifiers": ["?"]}],
             "condition": [{"test": "Bool", "variable": "a", "values": ["true"]}]}]"#,
    );
    let document = document_from_data(&data(blocks)).unwrap();
    let expected = value(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": ["arn:aws:s3:::home/${aws:username}", "?"]},
            {"Effect": "Deny", "Action": ["sts:AssumeRole"],
             "Principal": {"Service": ["ec2.amazonaws.com", "?"]},
             "Condition": {"Bool": {"a": ["true"]}}}]}"#,
    );
    assert_eq!(format!("{document:?}"), format!("{expected:?}"));
    let everyone = value(
        r#"[{"actions": ["sts:AssumeRole"], "principals": [{"type": "*", "identifiers": ["*"]}]}]"#,
    );
    let document = document_from_data(&data(everyone)).unwrap();
    assert_eq!(ternary(iam_trusts(&[document, "*".into()])), Ternary::True);
}

#[test]
fn documents_taken_in_replace_by_sid() {
    let admin = r#"{\"Statement\":{\"Sid\":\"A\",\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"#;
    let own = |sid: &str, more: &str| {
        let block = format!(r#"{{"sid": "{sid}", "actions": ["s3:*"], "resources": ["*"]}}"#);
        value(&format!(
            r#"{{"json": "?", "statement": [{block}], {more}}}"#
        ))
    };
    let asked = |data: &Value, action: &str| {
        let document = document_from_data(data).unwrap();
        ternary(iam_allows(&[document, action.into(), "*".into()]))
    };
    let source = format!(r#""source_policy_documents": ["{admin}"]"#);
    let overriding = format!(r#""override_policy_documents": ["{admin}"]"#);
    assert_eq!(asked(&own("B", &source), "*"), Ternary::True);
    assert_eq!(asked(&own("A", &source), "*"), Ternary::False);
    assert_eq!(asked(&own("A", &overriding), "*"), Ternary::True);
    let unknown_source = r#""source_policy_documents": ["?"]"#;
    assert_eq!(
        asked(&own("A", unknown_source), "s3:GetObject"),
        Ternary::True
    );
    assert_eq!(asked(&own("A", unknown_source), "*"), Ternary::Unknown);
    let unknown_override = r#""override_policy_documents": "?""#;
    assert_eq!(
        asked(&own("A", unknown_override), "s3:GetObject"),
        Ternary::Unknown
    );
    assert_eq!(
        asked(&own("", unknown_override), "s3:GetObject"),
        Ternary::True
    );
    assert_eq!(
        asked(&own("?", unknown_override), "s3:GetObject"),
        Ternary::Unknown
    );
}

fn covers(statement: &str, classes: &str) -> Result<Value, Trouble> {
    let Body::Plain(ask) = IAM_COVERS_CLASS.body else {
        panic!("it is plain");
    };
    let statement = format!(
        "{{\"document\": {{\"Statement\": {{\"Effect\": \"Allow\", \"Resource\": \"*\", {statement}}}}}}}"
    );
    ask(&[value(&statement), value(classes)])
}

#[test]
fn a_statement_covers_classes_as_far_as_its_actions_are_known() {
    let write = r#"["write", "restrictable"]"#;
    for (statement, classes, expected) in [
        (r#""Action": "s3:PutObject""#, write, Ternary::True),
        (
            r#""Action": ["s3:Get*", "S3:list*"]"#,
            write,
            Ternary::False,
        ),
        (r#""Action": ["?", "s3:PutObject"]"#, write, Ternary::True),
        (
            r#""Action": ["?", "s3:GetObject"]"#,
            write,
            Ternary::Unknown,
        ),
        (r#""Action": "?""#, write, Ternary::Unknown),
        (r#""Action": "s3:PutObject""#, r#"["?"]"#, Ternary::Unknown),
        (r#""Action": "s3:PutObject""#, r#""?""#, Ternary::Unknown),
        (r#""Action": "s3:PutObject""#, "[]", Ternary::True),
        (r#""NotAction": "s3:*""#, write, Ternary::True),
        (r#""NotAction": ["s3:*", "*"]"#, write, Ternary::False),
        (r#""NotAction": ["s3:*", "?"]"#, write, Ternary::Unknown),
        (r#""NotAction": ["*:*", "?"]"#, write, Ternary::False),
        (r#""NotAction": "?""#, write, Ternary::Unknown),
        (
            r#""NotAction": "s3:*""#,
            r#"["data-exfiltration"]"#,
            Ternary::True,
        ),
        (
            r#""NotAction": ["s3:*", "ssm:*", "secretsmanager:*"]"#,
            r#"["data-exfiltration"]"#,
            Ternary::False,
        ),
    ] {
        let found = ternary(covers(statement, classes));
        assert_eq!(found, expected, "{statement} {classes}");
    }
    let trouble = covers(r#""Action": "*""#, r#"["writing"]"#).unwrap_err();
    assert_eq!(trouble.code, "R702");
    assert!(trouble.help.is_some());
}

#[test]
fn what_has_a_condition_or_principals_is_not_always_so() {
    let always = |rest: &str| {
        ["Allow", "Deny"].map(|effect| {
            let document = value(&format!(
                r#"{{"Statement": [{{"Effect": "{effect}", "Action": "iam:*", "Resource": "*"{rest}}}]}}"#
            ));
            let arguments = [document, "iam:PassRole".into(), "*".into()];
            let found = [iam_allows_always(&arguments), iam_denies_always(&arguments)];
            found.map(ternary)
        })
    };
    let (yes, no, open) = (Ternary::True, Ternary::False, Ternary::Unknown);
    assert_eq!(always(""), [[yes, no], [no, yes]]);
    assert_eq!(always(r#", "Condition": {}"#), [[yes, no], [no, yes]]);
    assert_eq!(always(r#", "Condition": "?""#), [[open, no], [no, open]]);
    for rest in [
        r#", "Condition": {"Bool": {"a": "true"}}"#,
        r#", "Condition": {"Bool": {"a": "?"}, "Null": "?"}"#,
        r#", "Principal": "*""#,
        r#", "NotPrincipal": {"AWS": "111122223333"}"#,
    ] {
        assert_eq!(always(rest), [[no, no], [no, no]], "{rest}");
    }
}
