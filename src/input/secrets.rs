//! The sensitive values of a document.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::document::Document;

/// Every text of a document that must not be printed.
#[derive(Default)]
pub struct Secrets {
    texts: BTreeSet<String>,
}

/// Says whether a schema marks an attribute: data or managed, provider, type, path.
pub type IsSensitive<'a> = dyn Fn(bool, &str, &str, &[&str]) -> bool + 'a;

impl Secrets {
    /// Collects the sensitive values of a document.
    pub fn collect(_document: &Document<'_>, _is_sensitive: &IsSensitive<'_>) -> Secrets {
        Secrets::default()
    }

    /// Whether a text is a sensitive value.
    pub fn contains(&self, text: &str) -> bool {
        self.texts.contains(text)
    }

    /// The text without sensitive values.
    pub fn scrub<'t>(&self, text: &'t str) -> Cow<'t, str> {
        Cow::Borrowed(text)
    }
}
