//! A pack as one file: a tar archive, compressed by gzip, in which nothing but the content counts.

use std::io::{self, Read};

use flate2::read::GzDecoder;
use flate2::{Compression, GzBuilder};
use tar::{Archive, Builder, EntryType, Header};

use super::content::{Content, LARGEST, LARGEST_FILE, MOST_FILES};

/// What tar may add to the content: two blocks for each file, and some at the end.
const AROUND: u64 = 2048 * MOST_FILES as u64;

/// Reads a file; what is wrong with it, in words.
pub(super) fn read(bytes: &[u8]) -> Result<Content, String> {
    let unreadable = |error: io::Error| format!("it is no pack: {error}");
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Err("it is no pack: it is not compressed by gzip".to_owned());
    }
    let mut archive = Archive::new(GzDecoder::new(bytes).take(LARGEST + AROUND));
    let mut content = Content::default();
    for entry in archive.entries().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_| "the path of a file in it is not UTF-8 text".to_owned())?;
        let path = path.strip_prefix("./").unwrap_or(&path).to_owned();
        match entry.header().entry_type() {
            EntryType::Regular => {}
            EntryType::Directory => continue,
            _ => {
                let path = path.escape_debug();
                return Err(format!("`{path}` is a link or device, and a pack has none"));
            }
        }
        let mut bytes = Vec::new();
        let mut limited = entry.take(LARGEST_FILE + 1);
        limited.read_to_end(&mut bytes).map_err(unreadable)?;
        content.add(path, bytes)?;
    }
    Ok(content)
}

/// Writes a file: sorted by path, without times, owners and rights.
pub(super) fn write(content: &Content) -> io::Result<Vec<u8>> {
    let gzip = GzBuilder::new()
        .mtime(0)
        .write(Vec::new(), Compression::best());
    let mut archive = Builder::new(gzip);
    for (path, bytes) in content.files() {
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(0);
        header.set_size(bytes.len() as u64);
        archive.append_data(&mut header, path, bytes)?;
    }
    archive.into_inner()?.finish()
}

#[cfg(test)]
mod tests;
