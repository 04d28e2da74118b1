//! `junit`: the XML that build services read.

use std::io::{self, Write};

use super::{Listing, Tested};
use crate::report::Style;
use crate::trial::Trial;

/// The listing's entry.
pub(super) static LISTING: Listing = Listing {
    name: "junit",
    about: "For build services: JUnit XML, a test suite for each file",
    render,
};

fn render(tested: &Tested<'_>, _: &Style, out: &mut dyn Write) -> io::Result<()> {
    let (_, failed) = tested.counts();
    let all = tested.trials.len();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<testsuites name=\"plangate\" tests=\"{all}\" failures=\"{failed}\" errors=\"0\">"
    )?;
    for (file, trials) in tested.files() {
        let failed = trials.iter().filter(|trial| !trial.passes()).count();
        let (name, all) = (xml(file), trials.len());
        writeln!(
            out,
            "  <testsuite name=\"{name}\" tests=\"{all}\" failures=\"{failed}\" errors=\"0\" \
             skipped=\"0\">"
        )?;
        for trial in trials {
            case(tested, trial, out)?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn case(tested: &Tested<'_>, trial: &Trial, out: &mut dyn Write) -> io::Result<()> {
    let (name, class) = (xml(&trial.sentence), xml(&trial.rules.join(" ")));
    let (file, line) = (xml(&trial.file), trial.line);
    write!(
        out,
        "    <testcase name=\"{name}\" classname=\"{class}\" file=\"{file}\" line=\"{line}\""
    )?;
    let Some(first) = trial.failures.first() else {
        return writeln!(out, "/>");
    };
    writeln!(out, ">")?;
    // One element for each test: services that count failures count tests.
    let (message, code) = (xml(&first.problem.message), first.problem.code);
    writeln!(out, "      <failure message=\"{message}\" type=\"{code}\">")?;
    for failure in &trial.failures {
        write!(out, "{}", xml(&failure.problem.draw(tested.sources, false)))?;
    }
    writeln!(out, "</failure>")?;
    writeln!(out, "    </testcase>")
}

/// Text in XML: what XML 1.0 cannot hold is written out.
fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&apos;"),
            '\n' | '\t' => safe.push(character),
            '\u{fffe}' | '\u{ffff}' => safe.extend(character.escape_unicode()),
            other if other.is_control() => safe.extend(other.escape_unicode()),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::xml;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(xml("<a b=\"c\">&'"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;");
        assert_eq!(xml("\u{1b}[0m\u{0}"), "\\u{1b}[0m\\u{0}");
    }
}
