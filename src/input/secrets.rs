//! The sensitive values of a document, so that none of them is ever printed.

use std::borrow::Cow;
use std::collections::HashSet;

use aho_corasick::AhoCorasick;

use super::collect;
use super::document::Document;

/// A secret of fewer characters is hidden where it is the whole text, not inside of others.
const INSIDE: usize = 4;
/// What stands for a secret.
const SHOWN: &str = "(sensitive)";

/// Asks a schema whether an attribute is sensitive: data or managed, provider, type, path.
pub type IsSensitive<'a> = dyn Fn(bool, &str, &str, &[&str]) -> bool + 'a;

/// Every text of a document that must not be printed.
#[derive(Debug, Default)]
pub struct Secrets {
    texts: HashSet<String>,
    inside: Inside,
}

/// How secrets are found inside of other texts.
#[derive(Debug, Default)]
enum Inside {
    /// There are none that are long enough.
    #[default]
    None,
    Found(AhoCorasick),
    /// There are too many to search for, so nothing may be printed.
    Everything,
}

impl Secrets {
    /// Collects what the plan marks as sensitive, what the configuration declares so, what the
    /// schema knows to be so, and the constants in provider configurations.
    pub fn collect(document: &Document<'_>, is_sensitive: &IsSensitive<'_>) -> Secrets {
        Secrets::new(collect::texts(document, is_sensitive))
    }

    /// Whether a text is a sensitive value.
    pub fn contains(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// The text without sensitive values in it.
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.contains(text) {
            return Cow::Borrowed(SHOWN);
        }
        let found = match &self.inside {
            Inside::None => return Cow::Borrowed(text),
            Inside::Everything => return Cow::Borrowed(SHOWN),
            Inside::Found(found) => found,
        };
        let mut scrubbed = String::new();
        let mut shown = 0;
        for (start, end) in covered(found, text) {
            scrubbed.push_str(&text[shown..start]);
            scrubbed.push_str(SHOWN);
            shown = end;
        }
        if shown == 0 {
            return Cow::Borrowed(text);
        }
        scrubbed.push_str(&text[shown..]);
        Cow::Owned(scrubbed)
    }

    fn new(texts: HashSet<String>) -> Secrets {
        let long: HashSet<&String> = texts
            .iter()
            .filter(|text| text.chars().count() >= INSIDE)
            .collect();
        let inside = match AhoCorasick::new(long.iter()) {
            _ if long.is_empty() => Inside::None,
            Ok(found) => Inside::Found(found),
            Err(_) => Inside::Everything,
        };
        Secrets { texts, inside }
    }
}

/// The stretches of a text that belong to secrets. Secrets may overlap, and then the rest of one
/// must not stay behind when the other is replaced.
fn covered(found: &AhoCorasick, text: &str) -> Vec<(usize, usize)> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for place in found.find_overlapping_iter(text) {
        let (mut start, end) = (place.start(), place.end());
        while let Some((before, until)) = stretches.pop() {
            if until < start {
                stretches.push((before, until));
                break;
            }
            start = start.min(before);
        }
        stretches.push((start, end));
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::Secrets;

    fn secrets(texts: &[&str]) -> Secrets {
        Secrets::new(texts.iter().map(|text| (*text).to_owned()).collect())
    }

    #[test]
    fn whole_texts_and_parts_are_hidden() {
        let secrets = secrets(&["abc", "hunter2", "42"]);
        assert_eq!(secrets.scrub("abc"), "(sensitive)");
        assert_eq!(secrets.scrub("abcd"), "abcd");
        assert_eq!(secrets.scrub("42"), "(sensitive)");
        assert_eq!(secrets.scrub("port 42"), "port 42");
        assert_eq!(
            secrets.scrub("--password=hunter2 -v"),
            "--password=(sensitive) -v"
        );
        assert_eq!(secrets.scrub("nothing"), "nothing");
        assert!(secrets.contains("hunter2") && !secrets.contains("hunter"));
    }

    #[test]
    fn nothing_of_overlapping_secrets_stays() {
        let secrets = secrets(&["abcd", "bcdefg", "cdef", "ghij"]);
        assert_eq!(secrets.scrub("xabcdefgy"), "x(sensitive)y");
        assert_eq!(secrets.scrub("abcdefghij"), "(sensitive)");
        assert_eq!(secrets.scrub("abcd-ghij"), "(sensitive)-(sensitive)");
        assert_eq!(secrets.scrub("äabcdä"), "ä(sensitive)ä");
    }

    #[test]
    fn no_secrets_change_nothing() {
        assert_eq!(Secrets::default().scrub(""), "");
        assert_eq!(secrets(&["a"]).scrub("aaaa"), "aaaa");
    }
}
