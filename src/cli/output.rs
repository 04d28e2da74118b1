//! Where reports go: standard output, and files.

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use super::{complaint::Complaint, file, plan::folder_of, terminal};
use crate::diagnostic::nearest;
use crate::report::{self, Format, Report};

/// A format, and where it goes: `json=report.json`.
#[derive(Clone, Debug)]
pub(super) struct Output {
    pub(super) format: &'static Format,
    /// Standard output where there is none.
    file: Option<PathBuf>,
}

impl Output {
    /// The output that there is where none is asked for.
    pub(super) fn usual() -> Output {
        Output {
            format: report::ALL[0],
            file: None,
        }
    }

    /// Reads `NAME[=FILE]`.
    pub(super) fn parse(text: &str) -> Result<Output, String> {
        let (name, file) = match text.split_once('=') {
            Some((name, file)) => (name, Some(file)),
            None => (text, None),
        };
        let Some(format) = report::find(name) else {
            let names = report::ALL.iter().map(|format| format.name);
            let help = match nearest(name, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the formats are {}", names.collect::<Vec<_>>().join(", ")),
            };
            return Err(format!("there is no format `{name}`; {help}"));
        };
        match file {
            Some("" | "-") => Err(format!(
                "no file is named after `=`; `{name}` alone writes to standard output"
            )),
            file => Ok(Output {
                format,
                file: file.map(PathBuf::from),
            }),
        }
    }

    fn write(&self, report: &Report) -> anyhow::Result<()> {
        let Some(path) = &self.file else {
            return standard_output(|out, style| (self.format.render)(report, style, out));
        };
        file::write_whole(path, |out| {
            (self.format.render)(report, &terminal::file_style(), out)
        })
    }
}

/// Refuses outputs that would overwrite each other or an input.
pub(super) fn check(outputs: &[Output], inputs: &[PathBuf]) -> Result<(), Complaint> {
    let mut taken: Vec<PathBuf> = Vec::new();
    let mut standard = Vec::new();
    for output in outputs {
        let Some(path) = &output.file else {
            standard.push(output.format.name);
            continue;
        };
        let name = path.display();
        writable(path)?;
        if inputs.iter().any(|input| place(input) == place(path)) {
            let what = format!(
                "`--format {}={name}` would overwrite that plan",
                output.format.name
            );
            return Err(Complaint::new(what).help("name another file"));
        }
        if taken.contains(&place(path)) {
            return Err(
                Complaint::new(format!("two formats would be written to `{name}`"))
                    .help("name a file for each"),
            );
        }
        taken.push(place(path));
    }
    match standard.as_slice() {
        [first, second, ..] => Err(Complaint::new(format!(
            "two formats would be written to standard output: {first} and {second}"
        ))
        .help(format!(
            "name a file for one of them: `--format {second}=FILE`"
        ))),
        _ => Ok(()),
    }
}

/// Refuses what is sure to fail, before the work is done.
fn writable(path: &Path) -> Result<(), Complaint> {
    let name = path.display();
    let folder = folder_of(path);
    if path.is_dir() {
        return Err(
            Complaint::new(format!("cannot write `{name}`: it is a folder"))
                .help("name a file in it"),
        );
    }
    if !folder.is_dir() {
        let what = format!(
            "cannot write `{name}`: there is no folder `{}`",
            folder.display()
        );
        return Err(Complaint::new(what).help("make the folder first"));
    }
    Ok(())
}

/// Writes a report in every format that was asked for; all are tried, whatever becomes of one.
pub(super) fn deliver(outputs: &[Output], report: &Report) -> Vec<anyhow::Error> {
    // Files first: whoever reads standard output may stop at any time.
    let (files, standard): (Vec<_>, Vec<_>) =
        outputs.iter().partition(|output| output.file.is_some());
    files
        .into_iter()
        .chain(standard)
        .filter_map(|output| output.write(report).err())
        .collect()
}

/// Writes to standard output; that nobody reads it to its end is no error.
pub(super) fn standard_output(
    write: impl FnOnce(&mut dyn Write, &report::Style) -> io::Result<()>,
) -> anyhow::Result<()> {
    let stdout = io::stdout();
    let style = terminal::style(&stdout);
    let mut out = BufWriter::new(stdout.lock());
    let result = write(&mut out, &style).and_then(|()| out.flush());
    // What is left in the buffer of a closed pipe is not tried again.
    let _ = out.into_parts();
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// The same for all names of a file, also of one that is still to be written.
fn place(path: &Path) -> PathBuf {
    let whole = fs::canonicalize(path);
    let parts = || {
        Some(
            fs::canonicalize(folder_of(path))
                .ok()?
                .join(path.file_name()?),
        )
    };
    whole.ok().or_else(parts).unwrap_or_else(|| path.to_owned())
}

#[cfg(test)]
mod tests;
