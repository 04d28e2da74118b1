//! Lists of names in what is told of a wrong one.

/// Of a list of names, so many are told.
const LISTED: usize = 6;

/// The addresses that a shorter one may mean: it lacks the key of its instance, or its module.
pub(super) fn instances_of<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let with_key = format!("{wrong}[");
    let in_module = format!(".{wrong}");
    known
        .filter(|known| known.starts_with(&with_key) || known.ends_with(&in_module))
        .collect()
}

/// `a`, or `one of a, b or c`.
pub(super) fn one_of_these(names: &[&str]) -> String {
    match names {
        [one] => format!("`{one}`"),
        many => format!("one of {}", listed(many, "or")),
    }
}

/// `a, b and 3 more`.
pub(super) fn listed(names: &[&str], joint: &str) -> String {
    let mut quoted: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len() - quoted.len();
    if more > 0 {
        quoted.push(format!("{more} more"));
    }
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {joint} {last}", others.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{instances_of, listed, one_of_these};

    #[test]
    fn a_long_list_is_cut() {
        assert_eq!(listed(&["a"], "and"), "`a`");
        assert_eq!(listed(&["a", "b", "c"], "or"), "`a`, `b` or `c`");
        let many = ["a", "b", "c", "d", "e", "f", "g", "h"];
        assert_eq!(
            listed(&many, "and"),
            "`a`, `b`, `c`, `d`, `e`, `f` and 2 more"
        );
        assert_eq!(one_of_these(&["a"]), "`a`");
        assert_eq!(one_of_these(&["a", "b"]), "one of `a` or `b`");
    }

    #[test]
    fn keys_and_modules_may_be_left_out() {
        let known = ["aws_x.a[0]", "module.m.aws_x.a", "aws_x.ab", "baws_x.a"];
        assert_eq!(
            instances_of("aws_x.a", known.into_iter()),
            ["aws_x.a[0]", "module.m.aws_x.a"]
        );
    }
}
