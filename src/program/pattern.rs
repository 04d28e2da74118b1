//! Globs and regular expressions, compiled once.

use globset::{GlobBuilder, GlobMatcher};
use regex::{Regex, RegexBuilder};

/// A regular expression may take this many bytes when compiled (language, 12).
const REGEX_BYTES: usize = 64 * 1024;
/// A pattern longer than this is refused before it is compiled.
const PATTERN_BYTES: usize = 16 * 1024;

/// What stands behind `like` or `matches`: the text must match one of them.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// The patterns as written.
    pub texts: Vec<String>,
    one_of: Vec<Compiled>,
}

#[derive(Clone, Debug)]
enum Compiled {
    Glob(GlobMatcher),
    Regex(Regex),
}

impl Pattern {
    /// Compiles globs, or regular expressions; says which one is wrong and why.
    pub fn compile(texts: Vec<String>, regex: bool) -> Result<Pattern, String> {
        let compile = if regex { compile_regex } else { compile_glob };
        let one_of = texts
            .iter()
            .map(|text| compile(text))
            .collect::<Result<_, _>>()?;
        Ok(Pattern { texts, one_of })
    }

    /// Whether the text matches one of the patterns; a glob must match the whole text.
    pub fn matches(&self, text: &str) -> bool {
        self.one_of.iter().any(|compiled| match compiled {
            Compiled::Glob(glob) => glob.is_match(text),
            Compiled::Regex(regex) => regex.is_match(text),
        })
    }
}

/// A glob over a whole text, in which `*` also crosses `/` and `.`.
pub fn compile_text_glob(text: &str) -> Result<GlobMatcher, String> {
    if text.len() > PATTERN_BYTES {
        return Err(format!(
            "the glob has {} bytes; {PATTERN_BYTES} are allowed",
            text.len()
        ));
    }
    let glob = GlobBuilder::new(text)
        .literal_separator(false)
        .backslash_escape(true)
        .empty_alternates(true)
        .build()
        .map_err(|error| format!("`{text}` is not a glob: {}", error.kind()))?;
    Ok(glob.compile_matcher())
}

fn compile_glob(text: &String) -> Result<Compiled, String> {
    compile_text_glob(text).map(Compiled::Glob)
}

fn compile_regex(text: &String) -> Result<Compiled, String> {
    if text.len() > PATTERN_BYTES {
        return Err(format!(
            "the regular expression has {} bytes; {PATTERN_BYTES} are allowed",
            text.len()
        ));
    }
    let regex = RegexBuilder::new(text)
        .size_limit(REGEX_BYTES)
        .build()
        .map_err(|error| {
            let text = error.to_string();
            let reason = text.lines().last().unwrap_or_default();
            format!(
                "not a regular expression: {}",
                reason.trim_start_matches("error: ")
            )
        })?;
    Ok(Compiled::Regex(regex))
}
