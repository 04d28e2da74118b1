//! Addresses of module instances.

use std::borrow::Cow;

use super::instance::Key;

/// `module.a["k"].module.b[0]` as names and keys, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModulePath<'p>(Vec<(&'p str, Option<Key<'p>>)>);

impl<'p> ModulePath<'p> {
    /// Reads an address; `None` if it is no module's.
    pub fn parse(address: &'p str) -> Option<ModulePath<'p>> {
        let mut steps = Vec::new();
        let mut rest = address;
        while !rest.is_empty() {
            rest = rest.strip_prefix("module.")?;
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            let name = &rest[..end];
            if name.is_empty() {
                return None;
            }
            rest = &rest[end..];
            let mut key = None;
            if let Some(inside) = rest.strip_prefix('[') {
                let (found, after) = read_key(inside)?;
                key = Some(found);
                rest = after;
            }
            steps.push((name, key));
            rest = match rest.strip_prefix('.') {
                Some(after) => after,
                None if rest.is_empty() => rest,
                None => return None,
            };
        }
        Some(ModulePath(steps))
    }

    /// Names and keys, outermost first.
    pub fn steps(&self) -> impl Iterator<Item = (&'p str, Option<&Key<'p>>)> {
        self.0.iter().map(|(name, key)| (*name, key.as_ref()))
    }
}

/// The key behind an opening bracket, and what follows its closing one.
fn read_key(inside: &str) -> Option<(Key<'_>, &str)> {
    let Some(quoted) = inside.strip_prefix('"') else {
        let (digits, after) = inside.split_once(']')?;
        digits
            .bytes()
            .all(|byte| byte.is_ascii_digit())
            .then_some(())?;
        return Some((Key::Number(Cow::Borrowed(digits)), after));
    };
    let mut text = String::new();
    let mut rest = quoted.chars();
    loop {
        match rest.next()? {
            '"' => break,
            '\\' => text.push(escape(&mut rest)?),
            // Template marks are doubled in front of a brace.
            sign @ ('$' | '%') if doubled(rest.as_str(), sign) => {
                rest.next();
                text.push(sign);
            }
            other => text.push(other),
        }
    }
    let after = rest.as_str().strip_prefix(']')?;
    Some((Key::Text(Cow::Owned(text)), after))
}

fn doubled(rest: &str, sign: char) -> bool {
    rest.strip_prefix(sign)
        .is_some_and(|after| after.starts_with('{'))
}

fn escape(rest: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match rest.next()? {
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'u' => 4,
        'U' => 8,
        other => return Some(other),
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
        assert_eq!(ModulePath::parse("module."), None);
        assert_eq!(ModulePath::parse("module.a[\"k\""), None);
    }
}
