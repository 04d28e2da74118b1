//! `plangate fmt`: rule files in the canonical style.

use std::{
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use anstyle::{AnsiColor, Style};
use anyhow::Context as _;
use clap::Args;
use similar::TextDiff;

use super::{
    Exit,
    complaint::{self, Complaint},
    file, output, rewrite,
};
use crate::report::escape;
use crate::source::Sources;
use crate::syntax;

/// Write rule files in the canonical style.
///
/// Only how rules look changes, never what they mean. Every comment is kept. A file with a syntax
/// error is left as it is. The names of the files that change are listed.
///
/// Exit codes: 0 all files are in the canonical style now; 1 with --check or --diff, some are not;
/// 2 a file cannot be read or written, or has a syntax error.
#[derive(Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Fmt {
    /// Format this rule file, or every `.rule` file below this folder; `-` reads standard input and
    /// writes to standard output.
    #[arg(value_name = "PATH", default_value = ".")]
    paths: Vec<PathBuf>,

    /// Change nothing, list the files that would change.
    #[arg(long)]
    check: bool,

    /// Change nothing, print what would change.
    #[arg(long)]
    diff: bool,
}

impl Fmt {
    /// Formats what was named; a file that cannot be formatted keeps no other from it.
    pub(super) fn run(self) -> anyhow::Result<Exit> {
        let (mut changed, mut failed) = (false, false);
        if self.paths.iter().any(|path| path.as_os_str() == "-") {
            if self.paths.len() > 1 {
                let complaint = Complaint::new("`-` stands beside other paths");
                return Err(complaint.help("format standard input alone").into());
            }
            match self.standard_input()? {
                Some(differs) => changed = differs,
                None => failed = true,
            }
        }
        for path in rewrite::files(&self.paths)? {
            match self.file(&path) {
                Ok(Some(differs)) => changed |= differs,
                Ok(None) => failed = true,
                Err(error) => {
                    complaint::say(&error);
                    failed = true;
                }
            }
        }
        Ok(if failed {
            Exit::Undecided
        } else if changed && (self.check || self.diff) {
            Exit::Blocked
        } else {
            Exit::Clean
        })
    }

    /// Whether the text is another one in the canonical style; `None` where it cannot be formatted.
    fn standard_input(&self) -> anyhow::Result<Option<bool>> {
        let mut bytes = Vec::new();
        io::stdin()
            .read_to_end(&mut bytes)
            .context("cannot read standard input")?;
        let text = rewrite::utf8(bytes).context("cannot format standard input")?;
        let Some(formatted) = format("standard input", &text) else {
            return Ok(None);
        };
        let differs = formatted != text;
        if self.check || self.diff {
            self.tell(Path::new("standard input"), &text, &formatted)?;
        } else {
            output::standard_output(|out, _| out.write_all(formatted.as_bytes()))?;
        }
        Ok(Some(differs))
    }

    /// The same for a file, which is written where it differs.
    fn file(&self, path: &Path) -> anyhow::Result<Option<bool>> {
        let name = path.display();
        let text = rewrite::read(path).with_context(|| format!("cannot format `{name}`"))?;
        let Some(formatted) = format(&name.to_string(), &text) else {
            return Ok(None);
        };
        if formatted == text {
            return Ok(Some(false));
        }
        if !self.check && !self.diff {
            file::write_whole(path, |out| out.write_all(formatted.as_bytes()))?;
        }
        self.tell(path, &text, &formatted)?;
        Ok(Some(true))
    }

    /// Tells that a file changes, or how.
    fn tell(&self, path: &Path, text: &str, formatted: &str) -> anyhow::Result<()> {
        let name = path.display().to_string();
        if text == formatted {
            return Ok(());
        }
        output::standard_output(|out, style| {
            if self.diff {
                write_diff(&name, text, formatted, style.colour, out)
            } else {
                writeln!(out, "{}", escape(&name))
            }
        })
    }
}

/// The text in the canonical style; `None` where it has syntax errors, which are told.
fn format(name: &str, text: &str) -> Option<String> {
    let (mut sources, mut problems) = (Sources::default(), Vec::new());
    let id = sources.add(name, text);
    let formatted = syntax::format(&sources, id, &mut problems);
    if formatted.is_some() {
        return formatted;
    }
    complaint::say_of_rules(&problems, &sources);
    let error = Complaint::new(format!(
        "`{name}` has syntax errors, so it is left as it is"
    ));
    complaint::say(&error.into());
    None
}

fn write_diff(
    name: &str,
    old: &str,
    new: &str,
    colour: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let diff = TextDiff::from_lines(old, new);
    let name = escape(name);
    let text = diff.unified_diff().header(&name, &name).to_string();
    for line in text.split_inclusive('\n') {
        let style = match line.as_bytes().first() {
            _ if !colour || line.starts_with("--- ") || line.starts_with("+++ ") => Style::new(),
            Some(b'-') => AnsiColor::Red.on_default(),
            Some(b'+') => AnsiColor::Green.on_default(),
            Some(b'@') => AnsiColor::Cyan.on_default(),
            _ => Style::new(),
        };
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, "\n"),
            None => (line, ""),
        };
        write!(out, "{style}{line}{style:#}{end}")?;
    }
    Ok(())
}

const EXAMPLES: &str = "\
Examples:
  plangate fmt
      formats every rule file below the current folder

  plangate fmt --check --diff rules
      fails where a file is in another style, and shows how it should look; for CI

  plangate fmt - < my.rule
      writes a file's text in the canonical style to standard output; for editors";
