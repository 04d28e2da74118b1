//! IAM policy documents: what they grant, whom they trust, what stands in them.
//!
//! A document may be known only in part. Every answer holds for whatever the unknown parts turn
//! out to be, or is unknown and says which part it lacks. Parts that turn out to be null, or to
//! make the document malformed, are left out of account: IAM would not take it.

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, Parameter};
use crate::value::{Trouble, Value};

mod answer;
#[cfg(test)]
mod completion;
mod data;
mod grant;
pub mod model;
mod pattern;
mod read;
mod trust;

pub use data::{document_from_data, from_statement_blocks};

pub(super) const FAMILY: Family = Family {
    name: "policy documents",
    functions: &[IAM_ALLOWS, IAM_STATEMENTS, IAM_TRUSTS],
};

const IAM_ALLOWS: Function = Function {
    name: "iam_allows",
    parameters: &[
        DOCUMENT,
        Parameter {
            name: "action",
            kind: Kind::Text,
        },
        Parameter {
            name: "resource",
            kind: Kind::Text,
        },
    ],
    returns: "a bool",
    about: "Whether some Allow statement covers an action on a resource, where `*` asks for every one; Deny and conditions are not looked at.",
    examples: &[
        (
            r#"iam_allows({ Statement = { Effect = "Allow", Action = "*", Resource = "*" } }, "*", "*")"#,
            "true",
        ),
        (
            r#"iam_allows({ Statement = { Effect = "Allow", Action = "s3:*", Resource = "*" } }, "*", "*")"#,
            "false",
        ),
        (
            r#"iam_allows({ Statement = [{ Effect = "Allow", Action = ["S3:Get*"], Resource = "arn:aws:s3:::logs/*" }] }, "s3:GetObject", "arn:aws:s3:::logs/today")"#,
            "true",
        ),
        (
            r#"iam_allows({ Statement = { Effect = "Allow", NotAction = "iam:*", Resource = "*" } }, "ec2:RunInstances", "*")"#,
            "true",
        ),
        (
            r#"iam_allows("{\"Statement\":[]}", "s3:GetObject", "*")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_allows),
};

const IAM_STATEMENTS: Function = Function {
    name: "iam_statements",
    parameters: &[DOCUMENT],
    returns: "a list of maps",
    about: "The statements of a document, each with `sid`, `effect` and the lists `actions`, `not_actions`, `resources`, `not_resources`, `principals`, `not_principals` and `conditions`.",
    examples: &[
        (
            r#"iam_statements({ Statement = { Effect = "Deny", Action = "s3:*", Resource = "*" } })[0].actions"#,
            r#"["s3:*"]"#,
        ),
        (
            r#"iam_statements({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } } })[0].principals"#,
            r#"[{ type = "Service", id = "ec2.amazonaws.com" }]"#,
        ),
        ("iam_statements(null)", "[]"),
    ],
    body: Body::Plain(iam_statements),
};

const IAM_TRUSTS: Function = Function {
    name: "iam_trusts",
    parameters: &[
        DOCUMENT,
        Parameter {
            name: "principal",
            kind: Kind::Text,
        },
    ],
    returns: "a bool",
    about: "Whether the trust policy of a role lets a principal assume it; unknown where that hangs on a condition.",
    examples: &[
        (
            r#"iam_trusts({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } } }, "ec2.amazonaws.com")"#,
            "true",
        ),
        (
            r#"iam_trusts({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = ["lambda.amazonaws.com"] } } }, "ec2.amazonaws.com")"#,
            "false",
        ),
        (
            r#"iam_trusts({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "111122223333" } } }, "arn:aws:iam::111122223333:role/deploy")"#,
            "true",
        ),
    ],
    body: Body::Plain(iam_trusts),
};

const DOCUMENT: Parameter = Parameter {
    name: "document",
    kind: Kind::Policy,
};

/// The statements of a document as `iam_statements` shows them, those that are known apart from
/// the rest: for a caller that can tell a list from one that may go on.
pub fn statements(document: &Value) -> Result<model::Parts<Value>, Trouble> {
    let statements = read::policy(document)?.statements;
    Ok(model::Parts {
        known: statements
            .known
            .iter()
            .map(model::Statement::value)
            .collect(),
        more: statements.more,
    })
}

fn iam_allows(arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let action = question("iam_allows", "action", &arguments[1])?;
    let resource = question("iam_allows", "resource", &arguments[2])?;
    Ok(grant::allows(&policy, action, resource).into())
}

fn iam_statements(arguments: &[Value]) -> Result<Value, Trouble> {
    let statements = statements(&arguments[0])?;
    match statements.more {
        Some(missing) => Ok(Value::Unknown(missing)),
        None => Ok(Value::list(statements.known)),
    }
}

fn iam_trusts(arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let principal = question("iam_trusts", "principal", &arguments[1])?;
    Ok(trust::trusts(&policy, principal).into())
}

fn question<'a>(
    function: &str,
    parameter: &str,
    value: &'a Value,
) -> Result<grant::Question<'a>, Trouble> {
    match argument::text(function, value)? {
        Argument::Known(text) => Ok(Ok(text)),
        Argument::Unknown(missing) => Ok(Err(missing)),
        Argument::Null => Err(argument::not_given(function, parameter)),
    }
}

#[cfg(test)]
mod tests;
