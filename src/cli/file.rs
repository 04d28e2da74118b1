//! Writes files so that nobody ever sees half of one.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
    process,
};

use anyhow::Context as _;

/// Writes a file beside its place and moves it there once it is whole. Where writing fails, what
/// was there stays and nothing else is left.
pub(super) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    move_into_place(path, write).with_context(|| format!("cannot write `{}`", path.display()))
}

fn move_into_place(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    // What a link points to is replaced, not the link.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let old = fs::metadata(&place).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        return write_into(&place, write);
    }
    let (beside, file) = Beside::create(&place)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()?;
    drop(file);
    beside.rename(&place)
}

/// Writes a file that is not there yet; one that is there stays as it is, and that is an error.
pub(super) fn write_new(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut out = BufWriter::new(file);
    write(&mut out)?;
    out.flush()
}

/// Devices and pipes have no place to move a file to.
fn write_into(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(OpenOptions::new().write(true).open(path)?);
    write(&mut out)?;
    out.flush()
}

/// A file that goes away again unless it is renamed.
struct Beside {
    path: Option<PathBuf>,
}

impl Beside {
    fn create(place: &Path) -> io::Result<(Beside, File)> {
        let name = place.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let mut attempt = 0_u32;
        loop {
            let mut beside = std::ffi::OsString::from(".");
            beside.push(name);
            beside.push(format!(".{}.{attempt}", process::id()));
            let path = place.with_file_name(beside);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => return Ok((Beside { path: Some(path) }, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                    attempt += 1;
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn rename(mut self, place: &Path) -> io::Result<()> {
        if let Some(path) = &self.path {
            fs::rename(path, place)?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            // The failure that led here is the one to tell.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests;
