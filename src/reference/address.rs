//! Reads the `references` lists of a plan's configuration.
//!
//! Terraform writes each traversal in full and then each of its shorter prefixes, one traversal
//! after the other. Only the first of such a group says something; the rest repeats it.

use crate::input::{Key, address_key};

/// One traversal that an expression makes: `aws_x.y["k"].name` is the steps `aws_x`, `y`, `["k"]`,
/// `name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Traversal {
    /// Its steps, root first.
    pub(super) steps: Vec<Step>,
    /// As the plan writes it.
    pub(super) text: String,
}

/// One step of a [`Traversal`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// `.name`
    Name(String),
    /// `[0]`
    Index(u64),
    /// `["k"]`, unescaped
    Key(String),
}

impl Step {
    /// The name, where it is one.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Step::Name(name) => Some(name),
            _ => None,
        }
    }
}

/// The traversals behind a `references` list, without the prefixes that follow each.
///
/// A list that cannot be read yields `None`: then nobody knows what it refers to.
pub(super) fn traversals<'a>(
    references: impl IntoIterator<Item = &'a str>,
) -> Option<Vec<Traversal>> {
    let mut heads: Vec<Traversal> = Vec::new();
    let mut last: Vec<Step> = Vec::new();
    for text in references {
        let steps = parse(text)?;
        let is_prefix = is_direct_parent(&steps, &last);
        last.clone_from(&steps);
        if !is_prefix {
            heads.push(Traversal {
                steps,
                text: text.to_owned(),
            });
        }
    }
    Some(heads)
}

/// Whether `shorter` is `longer` without its last step; a key is a step of its own.
fn is_direct_parent(shorter: &[Step], longer: &[Step]) -> bool {
    longer
        .split_last()
        .is_some_and(|(_, rest)| !rest.is_empty() && shorter == rest)
}

/// The steps of one reference.
pub(super) fn parse(text: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = text;
    loop {
        let name_length = rest
            .char_indices()
            .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '*')))
            .map_or(rest.len(), |(at, _)| at);
        if name_length == 0 {
            return None;
        }
        steps.push(Step::Name(rest[..name_length].to_owned()));
        rest = &rest[name_length..];
        while let Some(inside) = rest.strip_prefix('[') {
            let (step, after) = key(inside)?;
            steps.push(step);
            rest = after;
        }
        match rest.strip_prefix('.') {
            Some(after) => rest = after,
            None if rest.is_empty() => return Some(steps),
            None => return None,
        }
    }
}

/// The key behind an opening bracket, and what follows its closing one.
fn key(inside: &str) -> Option<(Step, &str)> {
    let (key, after) = address_key(inside)?;
    let step = match key? {
        Key::Number(number) => Step::Index(number.parse().ok()?),
        Key::Text(text) => Step::Key(text.into_owned()),
    };
    Some((step, after))
}

#[cfg(test)]
mod tests {
    use super::{Step, parse, traversals};

    fn heads(references: &[&str]) -> Vec<String> {
        let heads = traversals(references.iter().copied()).unwrap();
        heads.into_iter().map(|head| head.text).collect()
    }

    #[test]
    fn prefixes_are_not_traversals() {
        assert_eq!(
            heads(&["aws_x.y[0].id", "aws_x.y[0]", "aws_x.y"]),
            ["aws_x.y[0].id"]
        );
        assert_eq!(
            heads(&["module.m.out.a", "module.m.out", "module.m"]),
            ["module.m.out.a"]
        );
        assert_eq!(
            heads(&["module.m[\"k\"].out", "module.m[\"k\"]"]),
            ["module.m[\"k\"].out"]
        );
        assert_eq!(
            heads(&["aws_x.y", "count.index"]),
            ["aws_x.y", "count.index"]
        );
    }

    #[test]
    fn equal_and_longer_items_start_again() {
        let twice = ["aws_x.y.id", "aws_x.y", "aws_x.y.id", "aws_x.y"];
        assert_eq!(heads(&twice), ["aws_x.y.id", "aws_x.y.id"]);
        assert_eq!(
            heads(&["aws_x.y", "aws_x.y.id", "aws_x.y"]),
            ["aws_x.y", "aws_x.y.id"]
        );
        assert_eq!(
            heads(&["aws_x.y2.id", "aws_x.y2", "aws_x.y"]),
            ["aws_x.y2.id", "aws_x.y"]
        );
    }

    #[test]
    fn keys_may_hold_anything() {
        let steps = parse(r#"module.m["a.b]\"\u00e9$${x}"].out"#).unwrap();
        assert_eq!(steps[2], Step::Key("a.b]\"é${x}".to_owned()));
        assert_eq!(steps[3], Step::Name("out".to_owned()));
        assert_eq!(parse("aws_x.y[").as_deref(), None);
        assert_eq!(parse("").as_deref(), None);
    }
}
