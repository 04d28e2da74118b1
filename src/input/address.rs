//! Addresses of module instances.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::str::Chars;

use super::instance::Key;

/// `module.a["k"].module.b[0]` as names and keys, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ModulePath<'p>(Vec<(&'p str, Option<Key<'p>>)>);

impl<'p> ModulePath<'p> {
    /// Reads an address; `None` if it is no module's. A key that is not known yet (`[*]`) is none.
    pub fn parse(address: &'p str) -> Option<ModulePath<'p>> {
        let (path, rest) = steps(address)?;
        rest.is_empty().then_some(path)
    }

    /// Names and keys, outermost first.
    pub fn steps(&self) -> impl Iterator<Item = (&'p str, Option<&Key<'p>>)> {
        self.0.iter().map(|(name, key)| (*name, key.as_ref()))
    }

    /// The address in configuration, which has no keys: `module.a.module.b`; empty for the root.
    pub fn without_keys(&self) -> String {
        let steps: Vec<String> = self
            .0
            .iter()
            .map(|(name, _)| format!("module.{name}"))
            .collect();
        steps.join(".")
    }

    /// The part of a resource's address that names its module instance; empty for the root.
    pub(super) fn prefix(address: &str) -> &str {
        match steps(address) {
            Some((_, rest)) => address[..address.len() - rest.len()].trim_end_matches('.'),
            None => "",
        }
    }
}

/// The module steps at the start of an address, and what follows them.
fn steps(address: &str) -> Option<(ModulePath<'_>, &str)> {
    let mut steps = Vec::new();
    let mut rest = address;
    while let Some(step) = rest.strip_prefix("module.") {
        let end = step.find(['.', '[']).unwrap_or(step.len());
        let (name, after) = step.split_at(end);
        if name.is_empty() {
            return None;
        }
        let (key, after) = match after.strip_prefix('[') {
            Some(inside) => key(inside)?,
            None => (None, after),
        };
        steps.push((name, key));
        rest = match after.strip_prefix('.') {
            Some("") => return None,
            Some(next) => next,
            None if after.is_empty() => after,
            None => return None,
        };
    }
    Some((ModulePath(steps), rest))
}

/// The key behind an opening bracket, and what follows its closing one; no key is `*`, any.
///
/// Addresses quote as HCL does, and references in places as Go does; both are read.
pub(crate) fn key(inside: &str) -> Option<(Option<Key<'_>>, &str)> {
    let Some(quoted) = inside.strip_prefix('"') else {
        let (digits, after) = inside.split_once(']')?;
        if digits == "*" {
            return Some((None, after));
        }
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        return is_number.then_some((Some(Key::Number(Cow::Borrowed(digits))), after));
    };
    let plain = quoted.find(['"', '\\', '$', '%'])?;
    if let Some(after) = quoted[plain..].strip_prefix("\"]") {
        return Some((Some(Key::Text(Cow::Borrowed(&quoted[..plain]))), after));
    }
    let mut text = String::new();
    let mut rest = quoted.chars();
    loop {
        match rest.next()? {
            '"' => break,
            '\\' => text.push(escape(&mut rest)?),
            // Template marks are doubled in front of a brace.
            sign @ ('$' | '%') if is_doubled(rest.as_str(), sign) => {
                rest.next();
                text.push(sign);
            }
            other => text.push(other),
        }
    }
    let after = rest.as_str().strip_prefix(']')?;
    Some((Some(Key::Text(Cow::Owned(text))), after))
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Key::Number(number) => return write!(out, "[{number}]"),
            Key::Text(text) => text,
        };
        out.write_str("[\"")?;
        let mut rest = text.chars();
        while let Some(next) = rest.next() {
            match next {
                '\n' => out.write_str("\\n")?,
                '\r' => out.write_str("\\r")?,
                '\t' => out.write_str("\\t")?,
                '"' | '\\' => write!(out, "\\{next}")?,
                '$' | '%' if rest.as_str().starts_with('{') => write!(out, "{next}{next}")?,
                other => out.write_char(other)?,
            }
        }
        out.write_str("\"]")
    }
}

fn is_doubled(rest: &str, sign: char) -> bool {
    rest.strip_prefix(sign)
        .is_some_and(|after| after.starts_with('{'))
}

fn escape(rest: &mut Chars<'_>) -> Option<char> {
    let digits = match rest.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'a' => return Some('\u{7}'),
        'b' => return Some('\u{8}'),
        'f' => return Some('\u{c}'),
        'v' => return Some('\u{b}'),
        plain @ ('"' | '\\') => return Some(plain),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let mut code = 0_u32;
    for _ in 0..digits {
        code = code
            .checked_mul(16)?
            .checked_add(rest.next()?.to_digit(16)?)?;
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::ModulePath;
    use crate::input::Key;

    #[test]
    fn keys_may_hold_anything() {
        let path = ModulePath::parse(r#"module.a["x.\"y\"]$${z}"].module.b[0].module.c"#).unwrap();
        let steps: Vec<_> = path.steps().collect();
        assert_eq!(steps[0], ("a", Some(&Key::Text("x.\"y\"]${z}".into()))));
        assert_eq!(steps[1], ("b", Some(&Key::Number("0".into()))));
        assert_eq!(steps[2], ("c", None));
        assert_eq!(path.without_keys(), "module.a.module.b.module.c");
    }

    #[test]
    fn escapes_are_those_of_hcl() {
        let key = |address| {
            let path = ModulePath::parse(address)?;
            let (_, key) = path.steps().next()?;
            match key? {
                Key::Text(text) => Some(text.clone().into_owned()),
                Key::Number(number) => Some(format!("number {number}")),
            }
        };
        for (address, expected) in [
            (r#"module.a[""]"#, ""),
            (r#"module.a["a\n\r\t\"\\b"]"#, "a\n\r\t\"\\b"),
            (r#"module.a["\u200b\U0001f600é"]"#, "\u{200b}\u{1f600}é"),
            (r#"module.a["$${x}%%{y}"]"#, "${x}%{y}"),
            (r#"module.a["$$x$%50%%"]"#, "$$x$%50%%"),
            (r#"module.a["$$${x}"]"#, "$${x}"),
            (r#"module.a["].module.b["]"#, "].module.b["),
            ("module.a[7]", "number 7"),
        ] {
            assert_eq!(key(address).as_deref(), Some(expected), "{address}");
        }
        for address in [
            r#"module.a["k.\"q\" $${x} %%{y} \\ \n"]"#,
            "module.a[10]",
            r#"module.a[""]"#,
        ] {
            let path = ModulePath::parse(address).unwrap();
            let (_, key) = path.steps().next().unwrap();
            assert_eq!(format!("module.a{}", key.unwrap()), address);
        }
    }

    #[test]
    fn what_is_no_address_is_none() {
        for address in [
            "module.",
            "module.a.",
            "module.a[\"k\"",
            "module.a[\"k]",
            "module.a[]",
            "module.a[-1]",
            "module.a[\"\\q\"]",
            "module.a[\"\\ud800\"]",
            "module.a[0]x",
            "aws_x.y",
        ] {
            assert_eq!(ModulePath::parse(address), None, "{address}");
        }
        assert_eq!(ModulePath::parse("").unwrap().steps().count(), 0);
        assert_eq!(
            ModulePath::parse("module.a[*]").unwrap().steps().next(),
            Some(("a", None))
        );
    }

    #[test]
    fn the_prefix_of_a_resource_is_its_module() {
        let address = r#"module.a["x.y"].module.b.data.aws_ami.c["module.d"]"#;
        assert_eq!(ModulePath::prefix(address), r#"module.a["x.y"].module.b"#);
        assert_eq!(ModulePath::prefix("aws_ami.c"), "");
    }
}
