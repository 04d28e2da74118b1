//! IAM policy documents: what they grant, whom they trust, what stands in them.
//!
//! A document may be known only in part. Every answer holds for whatever the unknown parts turn
//! out to be, or is unknown and says which part it lacks. Parts that turn out to be null, or to
//! make the document malformed, are left out of account: IAM would not take it.

use self::answer::Answer;
use self::model::{Effect, Part, Statement};
use self::principal::Way;
use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, OpenList, Parameter, Returns};
use crate::value::{Trouble, Value};

mod answer;
mod catalogue;
mod class;
mod condition;
mod data;
mod grant;
pub mod hint;
pub mod model;
mod pattern;
mod principal;
mod read;
mod trust;

pub use data::document_from_data;

pub(super) const FAMILY: Family = Family {
    name: "policy documents",
    functions: &[
        IAM_ALLOWS,
        IAM_ALLOWS_ALWAYS,
        IAM_COVERS_ACTION,
        class::IAM_COVERS_CLASS,
        IAM_COVERS_PRINCIPAL,
        IAM_COVERS_RESOURCE,
        IAM_DENIES,
        IAM_DENIES_ALWAYS,
        class::IAM_ESCALATIONS,
        class::IAM_IS_OF_CLASS,
        IAM_STATEMENTS,
        IAM_TRUSTS,
        IAM_TRUSTS_GENERALLY,
    ],
};

const IAM_ALLOWS: Function = Function {
    name: "iam_allows",
    parameters: &[DOCUMENT, ACTION, RESOURCE],
    returns: Returns::Bool,
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

const IAM_ALLOWS_ALWAYS: Function = Function {
    name: "iam_allows_always",
    parameters: &[DOCUMENT, ACTION, RESOURCE],
    returns: Returns::Bool,
    about: "Whether some Allow statement without a condition covers an action on a resource, for whoever has the policy: one that names principals is not counted, and Deny is not looked at.",
    examples: &[
        (
            r#"iam_allows_always({ Statement = { Effect = "Allow", Action = "iam:*", Resource = "*" } }, "iam:PassRole", "*")"#,
            "true",
        ),
        (
            r#"iam_allows_always({ Statement = { Effect = "Allow", Action = "iam:PassRole", Resource = "*", Condition = { StringEquals = { "iam:PassedToService" = "ec2.amazonaws.com" } } } }, "iam:PassRole", "*")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_allows_always),
};

const IAM_COVERS_ACTION: Function = Function {
    name: "iam_covers_action",
    parameters: &[STATEMENT, ACTION],
    returns: Returns::Bool,
    about: "Whether a statement of `iam_statements` is about an action, whatever its effect; `*` asks for every one, and `NotAction` is understood.",
    examples: &[
        (
            r#"iam_covers_action(iam_statements({ Statement = { Effect = "Deny", Action = "iam:Pass*", Resource = "*" } })[0], "iam:PassRole")"#,
            "true",
        ),
        (
            r#"iam_covers_action(iam_statements({ Statement = { Effect = "Allow", NotAction = "iam:*", Resource = "*" } })[0], "*")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_covers_action),
};

const IAM_COVERS_PRINCIPAL: Function = Function {
    name: "iam_covers_principal",
    parameters: &[STATEMENT, PRINCIPAL],
    returns: Returns::Bool,
    about: "Whether a statement of `iam_statements` names a principal, or an account that it is in; `*` asks for everyone.",
    examples: &[
        (
            r#"iam_covers_principal(iam_statements({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = ["111122223333", "*"] } } })[0], "*")"#,
            "true",
        ),
        (
            r#"iam_covers_principal(iam_statements({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } } })[0], "*")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_covers_principal),
};

const IAM_COVERS_RESOURCE: Function = Function {
    name: "iam_covers_resource",
    parameters: &[STATEMENT, RESOURCE],
    returns: Returns::Bool,
    about: "Whether a statement of `iam_statements` is about a resource, whatever its effect; `*` asks for every one, and `NotResource` is understood.",
    examples: &[
        (
            r#"iam_covers_resource(iam_statements({ Statement = { Effect = "Allow", Action = "iam:PassRole", Resource = "arn:aws:iam::111122223333:role/*" } })[0], "*")"#,
            "false",
        ),
        (
            r#"iam_covers_resource(iam_statements({ Statement = { Effect = "Allow", Action = "s3:*", NotResource = "arn:aws:s3:::logs/*" } })[0], "arn:aws:s3:::web/x")"#,
            "true",
        ),
    ],
    body: Body::Plain(iam_covers_resource),
};

const IAM_DENIES: Function = Function {
    name: "iam_denies",
    parameters: &[DOCUMENT, ACTION, RESOURCE],
    returns: Returns::Bool,
    about: "Whether some Deny statement covers an action on a resource, where `*` asks for every one; unknown where that hangs on a condition or on who asks.",
    examples: &[
        (
            r#"iam_denies({ Statement = { Effect = "Deny", NotAction = "s3:*", Resource = "*" } }, "iam:PassRole", "*")"#,
            "true",
        ),
        (
            r#"iam_denies({ Statement = { Effect = "Deny", Action = "iam:*", Resource = "*" } }, "*", "*")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_denies),
};

const IAM_DENIES_ALWAYS: Function = Function {
    name: "iam_denies_always",
    parameters: &[DOCUMENT, ACTION, RESOURCE],
    returns: Returns::Bool,
    about: "Whether some Deny statement without a condition covers an action on a resource, for whoever has the policy; one under a condition takes nothing back.",
    examples: &[
        (
            r#"iam_denies_always({ Statement = { Effect = "Deny", Action = "iam:*", Resource = "*" } }, "iam:PassRole", "*")"#,
            "true",
        ),
        (
            r#"iam_denies_always({ Statement = { Effect = "Deny", Action = "iam:*", Resource = "*", Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } } } }, "iam:PassRole", "*")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_denies_always),
};

const IAM_STATEMENTS: Function = Function {
    name: "iam_statements",
    parameters: &[DOCUMENT],
    returns: Returns::Statements,
    about: "The statements of a document, each with `sid`, `effect`, the lists `actions`, `not_actions`, `resources`, `not_resources`, `principals` (`type`, `id`), `not_principals` and `conditions` (`test`, `variable`, `values`), and `document`, the document with this statement alone.",
    examples: &[
        (
            r#"iam_statements({ Statement = { Effect = "Deny", Action = "s3:*", Resource = "*" } })[0].actions"#,
            r#"["s3:*"]"#,
        ),
        (
            r#"iam_statements({ Statement = { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } } })[0].principals"#,
            r#"[{ type = "Service", id = "ec2.amazonaws.com" }]"#,
        ),
        (
            r#"iam_statements({ Statement = { Effect = "Allow", Action = "iam:PassRole", Resource = "*", Condition = { StringEquals = { "iam:PassedToService" = "ec2.amazonaws.com" } } } })[0].conditions"#,
            r#"[{ test = "StringEquals", variable = "iam:PassedToService", values = ["ec2.amazonaws.com"] }]"#,
        ),
        ("iam_statements(null)", "[]"),
    ],
    body: Body::List(iam_statements),
};

const IAM_TRUSTS: Function = Function {
    name: "iam_trusts",
    parameters: &[DOCUMENT, PRINCIPAL],
    returns: Returns::Bool,
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

const IAM_TRUSTS_GENERALLY: Function = Function {
    name: "iam_trusts_generally",
    parameters: &[DOCUMENT, PRINCIPAL],
    returns: Returns::Bool,
    about: "The same, but that a Deny under a condition takes nothing back: it refuses some requests, and not the trust.",
    examples: &[
        (
            r#"iam_trusts_generally({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }, { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { StringNotEquals = { "aws:SourceAccount" = "111122223333" } } }] }, "ec2.amazonaws.com")"#,
            "true",
        ),
        (
            r#"iam_trusts_generally({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }, { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*" }] }, "ec2.amazonaws.com")"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_trusts_generally),
};

const ACTION: Parameter = Parameter {
    name: "action",
    kind: Kind::Text,
};

const DOCUMENT: Parameter = Parameter {
    name: "document",
    kind: Kind::Policy,
};

const PRINCIPAL: Parameter = Parameter {
    name: "principal",
    kind: Kind::Text,
};

const RESOURCE: Parameter = Parameter {
    name: "resource",
    kind: Kind::Text,
};

const STATEMENT: Parameter = Parameter {
    name: "statement",
    kind: Kind::Map,
};

fn iam_allows(arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let action = question("iam_allows", "action", &arguments[1])?;
    let resource = question("iam_allows", "resource", &arguments[2])?;
    Ok(grant::allows(&policy, action, resource).into())
}

fn iam_allows_always(arguments: &[Value]) -> Result<Value, Trouble> {
    always("iam_allows_always", Effect::Allow, arguments)
}

fn iam_covers_action(arguments: &[Value]) -> Result<Value, Trouble> {
    let name = "iam_covers_action";
    let action = question(name, "action", &arguments[1])?;
    about_statement(name, &arguments[0], |statement, _| {
        grant::covers_action(statement, action)
    })
}

fn iam_covers_principal(arguments: &[Value]) -> Result<Value, Trouble> {
    let name = "iam_covers_principal";
    let asked = question(name, "principal", &arguments[1])?;
    about_statement(name, &arguments[0], |statement, _| {
        let ways = Way::ALL.into_iter().filter(|way| way.is_open_to(asked));
        Answer::any(ways.map(|way| principal::names(statement, asked, way)))
    })
}

fn iam_covers_resource(arguments: &[Value]) -> Result<Value, Trouble> {
    let name = "iam_covers_resource";
    let resource = question(name, "resource", &arguments[1])?;
    about_statement(name, &arguments[0], |statement, variables| {
        grant::covers_resource(statement, resource, variables)
    })
}

fn iam_denies(arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let action = question("iam_denies", "action", &arguments[1])?;
    let resource = question("iam_denies", "resource", &arguments[2])?;
    Ok(grant::denies(&policy, action, resource).into())
}

fn iam_denies_always(arguments: &[Value]) -> Result<Value, Trouble> {
    always("iam_denies_always", Effect::Deny, arguments)
}

fn iam_statements(arguments: &[Value]) -> Result<OpenList, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let statements = &policy.statements.known;
    let in_place = |(index, statement): &(usize, &Statement)| {
        statement.number.is_none_or(|number| number == index + 1)
    };
    Ok(OpenList {
        members: statements.iter().map(Statement::value).collect(),
        placed: statements.iter().enumerate().take_while(in_place).count(),
        more: policy.statements.more,
    })
}

fn iam_trusts(arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let principal = question("iam_trusts", "principal", &arguments[1])?;
    Ok(trust::trusts(&policy, principal).into())
}

fn iam_trusts_generally(arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let principal = question("iam_trusts_generally", "principal", &arguments[1])?;
    Ok(trust::trusts_generally(&policy, principal).into())
}

fn always(function: &str, effect: Effect, arguments: &[Value]) -> Result<Value, Trouble> {
    let policy = read::policy(&arguments[0])?;
    let action = question(function, "action", &arguments[1])?;
    let resource = question(function, "resource", &arguments[2])?;
    Ok(grant::has_always(&policy, effect, action, resource).into())
}

/// Asks something of a statement as `iam_statements` gives it.
fn about_statement(
    function: &str,
    value: &Value,
    ask: impl Fn(&Statement, &Part<bool>) -> Answer,
) -> Result<Value, Trouble> {
    let misfit = || argument::misfit(function, "a statement of `iam_statements`", value);
    let document = match value {
        Value::Unknown(missing) => return Ok(argument::unknown(missing)),
        Value::Map(map) => map.get("document").ok_or_else(misfit)?,
        _ => return Err(misfit()),
    };
    let policy = read::policy(document)?;
    match &policy.statements.known[..] {
        [statement] => Ok(ask(statement, &policy.variables).into()),
        _ => Err(misfit()),
    }
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
