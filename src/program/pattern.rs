//! Globs and regular expressions, compiled once.

use globset::{GlobBuilder, GlobMatcher};
use regex::{Regex, RegexBuilder};

use crate::diagnostic::Diagnostic;
use crate::source::Span;

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
            .map(String::as_str)
            .map(compile)
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
        return Err(too_large("glob", text.len(), PATTERN_BYTES));
    }
    let glob = GlobBuilder::new(text)
        .literal_separator(false)
        .backslash_escape(true)
        .empty_alternates(true)
        .build()
        .map_err(|error| format!("`{text}` is not a glob: {}", reason(error.kind())))?;
    Ok(glob.compile_matcher())
}

fn compile_glob(text: &str) -> Result<Compiled, String> {
    compile_text_glob(text).map(Compiled::Glob)
}

fn compile_regex(text: &str) -> Result<Compiled, String> {
    if text.len() > PATTERN_BYTES {
        return Err(too_large("regular expression", text.len(), PATTERN_BYTES));
    }
    let regex = RegexBuilder::new(text).size_limit(REGEX_BYTES).build();
    regex.map(Compiled::Regex).map_err(|error| match error {
        regex::Error::CompiledTooBig(allowed) => {
            format!("the compiled regular expression {TOO_LARGE}; {allowed} bytes are allowed")
        }
        error => {
            let words = error.to_string();
            let reason = words.lines().last().unwrap_or_default();
            let reason = reason.trim_start_matches("error: ");
            format!("`{text}` is not a regular expression: {reason}")
        }
    })
}

const TOO_LARGE: &str = "is too large";

fn too_large(what: &str, bytes: usize, allowed: usize) -> String {
    format!("the {what} {TOO_LARGE}: it has {bytes} bytes, and {allowed} are allowed")
}

fn reason(kind: &globset::ErrorKind) -> String {
    match kind {
        globset::ErrorKind::UnclosedClass => "a `[` is never closed".to_owned(),
        globset::ErrorKind::UnclosedAlternates => "a `{` is never closed".to_owned(),
        globset::ErrorKind::UnopenedAlternates => "a `}` closes nothing".to_owned(),
        globset::ErrorKind::DanglingEscape => "nothing follows the last `\\`".to_owned(),
        other => other.to_string(),
    }
}

/// A pattern that cannot be used, with what was said of it when it was compiled.
pub(super) fn unusable(why: String, span: Span) -> Diagnostic {
    if why.contains(TOO_LARGE) {
        let problem = Diagnostic::error("B503", why, span, "too large");
        return problem.help("ask for less in one pattern, or compare with a list of patterns");
    }
    let help = if why.contains("is not a glob") {
        "a sign stands for itself in brackets: `[[]`, `[{]`, `[*]`"
    } else if why.contains("is not a regular expression") {
        "a sign stands for itself behind a backslash, which a text writes twice: `\\\\(`"
    } else {
        "as in `module.web`, `module.*.db` or `module.web.**`"
    };
    Diagnostic::error("T308", why, span, "this pattern cannot be used").help(help)
}
