//! Functions that ask what is known of AWS's actions.

use super::answer::Answer;
use super::catalogue::{self, Classes};
use super::{ACTION, STATEMENT, about_statement, question};
use crate::function::argument::{self, Argument};
use crate::function::{Body, Function, Kind, Parameter, Returns};
use crate::value::{Trouble, Value};

pub(super) const IAM_COVERS_CLASS: Function = Function {
    name: "iam_covers_class",
    parameters: &[STATEMENT, CLASSES],
    returns: Returns::Bool,
    about: "Whether a statement of `iam_statements` is about an action that is of all these classes, whatever its effect; `NotAction` is understood.",
    examples: &[
        (
            r#"iam_covers_class(iam_statements({ Statement = { Effect = "Allow", Action = "s3:*", Resource = "*" } })[0], ["data-exfiltration"])"#,
            "true",
        ),
        (
            r#"iam_covers_class(iam_statements({ Statement = { Effect = "Allow", Action = ["s3:Get*", "s3:List*"], Resource = "*" } })[0], ["write", "restrictable"])"#,
            "false",
        ),
        (
            r#"iam_covers_class(iam_statements({ Statement = { Effect = "Allow", NotAction = "iam:*", Resource = "*" } })[0], ["permissions-management"])"#,
            "true",
        ),
    ],
    body: Body::Plain(iam_covers_class),
};

pub(super) const IAM_ESCALATIONS: Function = Function {
    name: "iam_escalations",
    parameters: &[ACTION],
    returns: Returns::TextLists,
    about: "Combinations of actions that are known to give whoever may do them all more rights than that: those with an action, or with one that a pattern stands for; `*` asks for all. `iam:PassRole` comes first where it belongs to one.",
    examples: &[
        (
            r#"iam_escalations("glue:CreateDevEndpoint")"#,
            r#"[["iam:PassRole", "glue:CreateDevEndpoint"]]"#,
        ),
        (
            r#"iam_escalations("*") contains ["iam:PassRole", "ec2:RunInstances"]"#,
            "true",
        ),
        (r#"iam_escalations("s3:*")"#, "[]"),
    ],
    body: Body::Plain(iam_escalations),
};

pub(super) const IAM_IS_OF_CLASS: Function = Function {
    name: "iam_is_of_class",
    parameters: &[ACTION, CLASSES],
    returns: Returns::Bool,
    about: "Whether an action, or one that a pattern stands for, is of all these classes; unknown of a name that AWS's reference does not have.",
    examples: &[
        (
            r#"iam_is_of_class("s3:PutObject", ["write", "restrictable"])"#,
            "true",
        ),
        (
            r#"iam_is_of_class("s3:ListAllMyBuckets", ["restrictable"])"#,
            "false",
        ),
        (
            r#"iam_is_of_class("iam:Create*", ["credentials-exposure"])"#,
            "true",
        ),
        (
            r#"iam_is_of_class("s3:NoSuchAction", ["write"]) is known"#,
            "false",
        ),
    ],
    body: Body::Plain(iam_is_of_class),
};

const CLASSES: Parameter = Parameter {
    name: "classes",
    kind: Kind::List,
};

fn iam_covers_class(arguments: &[Value]) -> Result<Value, Trouble> {
    let name = "iam_covers_class";
    let classes = match classes(name, &arguments[1])? {
        Ok(classes) => classes,
        Err(unknown) => return Ok(unknown),
    };
    about_statement(name, &arguments[0], |statement, _| {
        catalogue::covers(statement, classes)
    })
}

fn iam_escalations(arguments: &[Value]) -> Result<Value, Trouble> {
    Ok(
        match question("iam_escalations", "action", &arguments[0])? {
            Ok(action) => Value::list(
                catalogue::escalations(action).map(|actions| Value::list(actions.map(Value::text))),
            ),
            Err(missing) => argument::unknown(missing),
        },
    )
}

fn iam_is_of_class(arguments: &[Value]) -> Result<Value, Trouble> {
    let name = "iam_is_of_class";
    let classes = match classes(name, &arguments[1])? {
        Ok(classes) => classes,
        Err(unknown) => return Ok(unknown),
    };
    Ok(match question(name, "action", &arguments[0])? {
        Ok(action) => catalogue::is_of(action, classes),
        Err(missing) => Answer::Maybe(missing.clone()),
    }
    .into())
}

/// The classes that are asked for; or an unknown value, if they are not known.
fn classes(function: &str, value: &Value) -> Result<Result<Classes, Value>, Trouble> {
    let names = match argument::list(function, value)? {
        Argument::Known(names) => names,
        Argument::Null => &[],
        Argument::Unknown(missing) => return Ok(Err(argument::unknown(missing))),
    };
    let mut asked = Classes::default();
    for name in names {
        let Some(name) = argument::question(function, "classes", name)? else {
            return Ok(Err(name.clone()));
        };
        let Some(class) = Classes::named(name) else {
            let known: Vec<&str> = Classes::names().collect();
            let message = format!("`{function}` knows no such class of actions");
            return Err(Trouble {
                help: Some(format!("expected one of `{}`", known.join("`, `"))),
                ..Trouble::new("R702", message)
            });
        };
        asked = asked.and(class);
    }
    Ok(Ok(asked))
}
