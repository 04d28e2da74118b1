//! JSON documents inside a plan.

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, Parameter, Returns};
use crate::value::{Trouble, Value, json};

pub(super) const FAMILY: Family = Family {
    name: "documents",
    functions: &[JSONDECODE, JSONENCODE],
};

const JSONDECODE: Function = Function {
    name: "jsondecode",
    parameters: &[Parameter {
        name: "s",
        kind: Kind::Text,
    }],
    returns: Returns::Any,
    about: "The value that JSON text spells, with exact numbers; R703 if it is not JSON.",
    examples: &[
        (r#"jsondecode("[1, 2.0, null]")"#, "[1, 2, null]"),
        (r#"jsondecode("{\"a\": true}").a"#, "true"),
        ("jsondecode(null)", "null"),
    ],
    body: Body::Plain(jsondecode),
};

const JSONENCODE: Function = Function {
    name: "jsonencode",
    parameters: &[Parameter {
        name: "x",
        kind: Kind::Any,
    }],
    returns: Returns::Text,
    about: "The value as JSON text, spelled as Terraform spells it.",
    examples: &[
        (
            r#"jsonencode({ b = [1, null], a = "x" })"#,
            r#""{\"a\":\"x\",\"b\":[1,null]}""#,
        ),
        (r#"jsonencode("<a>")"#, r#""\"\\u003ca\\u003e\"""#),
        ("jsonencode(null)", r#""null""#),
    ],
    body: Body::Plain(jsonencode),
};

fn jsondecode(arguments: &[Value]) -> Result<Value, Trouble> {
    match argument::text("jsondecode", &arguments[0])? {
        Argument::Null => Ok(Value::NULL),
        Argument::Unknown(missing) => Ok(argument::unknown(missing)),
        Argument::Known(text) => json::decode(text),
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "every function has this signature"
)]
fn jsonencode(arguments: &[Value]) -> Result<Value, Trouble> {
    match arguments[0].missing() {
        Some(missing) => Ok(argument::unknown(missing)),
        None => Ok(Value::text(json::encode(&arguments[0]))),
    }
}
