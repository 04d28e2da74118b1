//! Versions and what Terraform calls version constraints.
//!
//! The meaning is that of `required_version` and of module versions in Terraform, including where
//! it surprises: a pre-release satisfies an order only if the constraint names a pre-release of
//! the very same version, and `~> 5` has no part to hold fast, so it is `>= 5`.

use std::cmp::Ordering;

use super::argument::{self, Argument};
use super::{Body, Family, Function, Kind, Parameter, Returns};
use crate::value::{Trouble, Value, escape};

pub(super) const FAMILY: Family = Family {
    name: "versions",
    functions: &[VERSION_MATCHES],
};

const VERSION_MATCHES: Function = Function {
    name: "version_matches",
    parameters: &[
        Parameter {
            name: "v",
            kind: Kind::Text,
        },
        Parameter {
            name: "constraint",
            kind: Kind::Text,
        },
    ],
    returns: Returns::Bool,
    about: "Whether a version satisfies a version constraint of Terraform; null does not.",
    examples: &[
        (r#"version_matches("5.31.0", "~> 5.0")"#, "true"),
        (r#"version_matches("6.0.0", "~> 5.0")"#, "false"),
        (
            r#"version_matches("1.5.7", ">= 1.3, != 1.5.0, < 2")"#,
            "true",
        ),
        (r#"version_matches("1.6.0-beta1", ">= 1.5")"#, "false"),
        (r#"version_matches(null, ">= 1.5")"#, "false"),
    ],
    body: Body::Plain(version_matches),
};

/// Whether a version satisfies a constraint; `None` where either cannot be read.
pub fn satisfies(version: &str, constraint: &str) -> Option<bool> {
    let version = Version::parse(version)?;
    let limits = parse_constraints(constraint).ok()?;
    Some(
        limits
            .iter()
            .all(|(operator, limit)| version.satisfies(operator, limit)),
    )
}

/// The versions that a constraint names, to three numbers; none where it cannot be read.
pub fn limits(constraint: &str) -> Vec<[u64; 3]> {
    let limits = parse_constraints(constraint).unwrap_or_default();
    let numbers = |version: &Version| {
        let mut segments = version.segments.iter().copied();
        std::array::from_fn(|_| segments.next().unwrap_or(0))
    };
    limits.iter().map(|(_, limit)| numbers(limit)).collect()
}

const OPERATORS: [&str; 7] = ["!=", ">=", "<=", "~>", "=", ">", "<"];

fn version_matches(arguments: &[Value]) -> Result<Value, Trouble> {
    let constraint = argument::question("version_matches", "constraint", &arguments[1])?;
    let constraint = constraint.map(parse_constraints).transpose()?;
    let version = match argument::text("version_matches", &arguments[0])? {
        Argument::Null => return Ok(Value::Bool(false)),
        Argument::Unknown(missing) => return Ok(argument::unknown(missing)),
        Argument::Known(text) => Version::parse(text).ok_or_else(|| {
            malformed(
                text,
                "a version",
                "expected a version as in `1.5.7` or `2.0.0-beta1`",
            )
        })?,
    };
    let Some(constraint) = constraint else {
        return Ok(arguments[1].clone());
    };
    let all = constraint
        .iter()
        .all(|(operator, limit)| version.satisfies(operator, limit));
    Ok(Value::Bool(all))
}

fn parse_constraints(text: &str) -> Result<Vec<(&'static str, Version)>, Trouble> {
    let help = "expected a comma-separated list such as `>= 1.3, < 2.0`";
    text.split(',')
        .map(|part| {
            let part = part.trim();
            let operator = OPERATORS.into_iter().find(|known| part.starts_with(known));
            let version = part[operator.map_or(0, str::len)..].trim();
            Version::parse(version).map(|version| (operator.unwrap_or("="), version))
        })
        .collect::<Option<_>>()
        .ok_or_else(|| malformed(text, "a version constraint", help))
}

struct Version {
    /// The numbers, at least three.
    segments: Vec<u64>,
    /// How many of them were written.
    written: usize,
    /// What follows them up to `+`; empty for a release.
    pre_release: String,
}

impl Version {
    fn parse(text: &str) -> Option<Version> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = text.split_once('+').unwrap_or((text, "0"));
        let numbers = text
            .find(|character: char| !character.is_ascii_digit() && character != '.')
            .unwrap_or(text.len());
        let (numbers, rest) = text.split_at(numbers);
        let pre_release = rest.strip_prefix('-').unwrap_or(rest);
        let well_formed = |text: &str| {
            text.split('.').all(|part| {
                !part.is_empty()
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'~'))
            })
        };
        if !well_formed(build) || (!rest.is_empty() && !well_formed(pre_release)) {
            return None;
        }
        let mut segments: Vec<u64> = numbers
            .split('.')
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        let written = segments.len();
        segments.resize(written.max(3), 0);
        Some(Version {
            segments,
            written,
            pre_release: pre_release.into(),
        })
    }

    fn satisfies(&self, operator: &str, limit: &Version) -> bool {
        let order = self.compare(limit);
        let comparable = self.pre_release.is_empty()
            || (!limit.pre_release.is_empty() && self.padded(limit) == limit.padded(self));
        match operator {
            "=" => order == Ordering::Equal,
            "!=" => order != Ordering::Equal,
            ">" => comparable && order == Ordering::Greater,
            "<" => comparable && order == Ordering::Less,
            ">=" => comparable && order != Ordering::Less,
            "<=" => comparable && order != Ordering::Greater,
            _ => comparable && order != Ordering::Less && self.is_near(limit),
        }
    }

    /// The part of `~>` that is not an order: only the last number that was written may grow.
    fn is_near(&self, limit: &Version) -> bool {
        let held = limit.written.saturating_sub(1);
        let last = limit.segments.len() - 1;
        (limit.pre_release.is_empty() || !self.pre_release.is_empty())
            && self.segments.len() > last
            && self.segments[..held] == limit.segments[..held]
            && self.segments[last] >= limit.segments[last]
    }

    fn compare(&self, other: &Version) -> Ordering {
        self.padded(other)
            .cmp(&other.padded(self))
            .then_with(|| compare_pre_releases(&self.pre_release, &other.pre_release))
    }

    fn padded(&self, other: &Version) -> Vec<u64> {
        let mut segments = self.segments.clone();
        segments.resize(segments.len().max(other.segments.len()), 0);
        segments
    }
}

/// A release comes after its pre-releases; those compare part by part, numbers before words.
fn compare_pre_releases(left: &str, right: &str) -> Ordering {
    if left.is_empty() || right.is_empty() {
        return left.is_empty().cmp(&right.is_empty());
    }
    let (mut lefts, mut rights) = (left.split('.'), right.split('.'));
    loop {
        let (left, right) = match (lefts.next(), rights.next()) {
            (None, None) => return Ordering::Equal,
            (left, right) => (left.unwrap_or(""), right.unwrap_or("")),
        };
        let order = compare_parts(left, right);
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// One that is missing comes before a number and after a word, as in Terraform.
fn compare_parts(left: &str, right: &str) -> Ordering {
    let number = |part: &str| part.parse::<u64>().ok();
    match (number(left), number(right)) {
        (Some(left), Some(right)) => left.cmp(&right),
        (Some(_), None) if right.is_empty() => Ordering::Greater,
        (None, Some(_)) if left.is_empty() => Ordering::Less,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) if left.is_empty() || right.is_empty() => {
            left.is_empty().cmp(&right.is_empty())
        }
        (None, None) => left.cmp(right),
    }
}

fn malformed(text: &str, expected: &str, help: &str) -> Trouble {
    let shown: String = text.chars().take(60).collect();
    let message = format!("`{}` is not {expected}", escape::escape(&shown));
    let mut trouble = Trouble::new("R702", message);
    trouble.help = Some(help.into());
    trouble
}
