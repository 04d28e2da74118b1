//! Address ranges.

use std::net::IpAddr;

use ipnet::IpNet;

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, Parameter, Returns};
use crate::value::{Trouble, Value, escape};

pub(super) const FAMILY: Family = Family {
    name: "networks",
    functions: &[CIDR_CONTAINS],
};

const CIDR_CONTAINS: Function = Function {
    name: "cidr_contains",
    parameters: &[
        Parameter {
            name: "outer",
            kind: Kind::Text,
        },
        Parameter {
            name: "inner",
            kind: Kind::Text,
        },
    ],
    returns: Returns::Bool,
    about: "Whether every address of one range is in another; an address alone is a range of one.",
    examples: &[
        (r#"cidr_contains("10.0.0.0/8", "10.1.0.0/16")"#, "true"),
        (r#"cidr_contains("10.1.0.0/16", "10.0.0.0/8")"#, "false"),
        (r#"cidr_contains("0.0.0.0/0", "203.0.113.7")"#, "true"),
        (r#"cidr_contains("::/0", "10.0.0.0/8")"#, "false"),
        (r#"cidr_contains("10.0.0.0/8", null)"#, "false"),
    ],
    body: Body::Plain(cidr_contains),
};

fn cidr_contains(arguments: &[Value]) -> Result<Value, Trouble> {
    let (outer, inner) = (range(&arguments[0])?, range(&arguments[1])?);
    match (outer, inner) {
        (Argument::Null, _) | (_, Argument::Null) => Ok(Value::Bool(false)),
        (Argument::Unknown(missing), _) | (_, Argument::Unknown(missing)) => {
            Ok(argument::unknown(missing))
        }
        // Ranges of two families hold none of each other's addresses; ipnet says so too.
        (Argument::Known(outer), Argument::Known(inner)) => Ok(Value::Bool(outer.contains(&inner))),
    }
}

fn range(value: &Value) -> Result<Argument<'_, IpNet>, Trouble> {
    Ok(match argument::text("cidr_contains", value)? {
        Argument::Null => Argument::Null,
        Argument::Unknown(missing) => Argument::Unknown(missing),
        Argument::Known(text) => {
            let alone = || text.parse::<IpAddr>().map(IpNet::from);
            let range = text.parse::<IpNet>().or_else(|_| alone());
            Argument::Known(range.map_err(|_| malformed(text))?)
        }
    })
}

fn malformed(text: &str) -> Trouble {
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{}` is not an address range", escape::escape(&shown));
    let mut trouble = Trouble::new("R702", message);
    trouble.help = Some("expected an address and a length, as in `10.0.0.0/8`".into());
    trouble
}
