//! Examples of the pages about codes. A test runs every one of them.

/// A mistake, and the same without it.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// This gives the code, and no other.
    pub wrong: Example,
    /// This gives none.
    pub right: Example,
}

/// A few files that are whole by themselves.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Names and texts: rule files, and `plangate.toml` where it matters.
    pub files: &'static [(&'static str, &'static str)],
    /// The JSON document that the rules judge, where the mistake shows only then.
    pub document: Option<&'static str>,
}

/// The name of an example's only rule file.
pub(super) const FILE: &str = "example.rule";

impl Example {
    /// The same, with a document that is judged.
    pub(super) const fn judging(self, document: &'static str) -> Example {
        Example {
            document: Some(document),
            ..self
        }
    }
}

/// Several files.
pub(super) const fn files(files: &'static [(&'static str, &'static str)]) -> Example {
    Example {
        files,
        document: None,
    }
}

/// One rule file: `rule!("…")`.
macro_rules! rule {
    ($text:expr) => {
        $crate::manual::example::files(&[($crate::manual::example::FILE, $text)])
    };
}
pub(super) use rule;
