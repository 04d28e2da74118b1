use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

use super::super::Content;
use super::{read, write};

fn content(files: &[(&str, &str)]) -> Content {
    let mut content = Content::default();
    for (path, text) in files {
        content
            .add((*path).to_owned(), text.as_bytes().to_vec())
            .unwrap();
    }
    content
}

/// An archive with entries as they are given, however bad.
fn made(entries: &[(&[u8], EntryType, &[u8])]) -> Vec<u8> {
    let gzip = GzBuilder::new().write(Vec::new(), Compression::fast());
    let mut archive = Builder::new(gzip);
    for (path, kind, bytes) in entries {
        let mut header = Header::new_gnu();
        header.as_old_mut().name[..path.len()].copy_from_slice(path);
        header.set_entry_type(*kind);
        header.set_size(bytes.len() as u64);
        header.set_cksum();
        archive.append(&header, *bytes).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

const FILE: EntryType = EntryType::Regular;

#[test]
fn what_is_written_is_read_again() {
    let long = format!("{}/rules.rule", "folder".repeat(40));
    let pack = content(&[
        ("pack.toml", "name = 1"),
        ("lib/a.rule", ""),
        (&long, "text"),
    ]);
    let bytes = write(&pack).unwrap();
    assert_eq!(read(&bytes).unwrap(), pack);
    assert_eq!(write(&pack).unwrap(), bytes);
}

#[test]
fn the_digest_is_of_paths_and_bytes() {
    let digest = |files| content(files).digest();
    // printf 'plangate-pack/1\0a.rule\0002\0hib\0000\0' | sha256sum
    assert_eq!(
        digest(&[("b", ""), ("a.rule", "hi")]),
        "sha256:a44cfd2aa9bb49e70d985b8d29653d7e33169c18ecda9c0b64edd086906e46bb"
    );
    assert_ne!(digest(&[("a", "bc")]), digest(&[("ab", "c")]));
    assert_ne!(digest(&[("a", ""), ("b", "")]), digest(&[("a", "")]));
}

#[test]
fn what_leaves_the_folder_is_refused() {
    let bad: [&[u8]; 6] = [b"/etc/x", b"../x", b"a/../../x", b"a\\b", b"c:x", b"a//b"];
    for path in bad {
        let error = read(&made(&[(path, FILE, b"x")])).unwrap_err();
        assert!(error.contains("not a path inside of a pack"), "{error}");
    }
}

#[test]
fn links_and_devices_are_refused() {
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Char,
        EntryType::Fifo,
    ] {
        let error = read(&made(&[(b"x", kind, b"")])).unwrap_err();
        assert!(error.contains("link or device"), "{error}");
    }
}

#[test]
fn a_file_is_in_it_once() {
    let error = read(&made(&[(b"x", FILE, b"1"), (b"./x", FILE, b"2")])).unwrap_err();
    assert_eq!(error, "`x` is in it twice");
}

#[test]
fn what_is_too_large_is_refused() {
    let large = vec![0; 9 << 20];
    let error = read(&made(&[(b"x", FILE, &large)])).unwrap_err();
    assert!(error.contains("more than 8388608 bytes"), "{error}");
    let half = vec![0; 8 << 20];
    let names: Vec<String> = (0..9).map(|number| number.to_string()).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_bytes(), FILE, half.as_slice()))
        .collect();
    assert!(read(&made(&many)).is_err());
    let names: Vec<String> = (0..5000).map(|number| number.to_string()).collect();
    let many: Vec<_> = names
        .iter()
        .map(|name| (name.as_bytes(), FILE, &b""[..]))
        .collect();
    let error = read(&made(&many)).unwrap_err();
    assert!(error.contains("more than 4096 files"), "{error}");
}

#[test]
fn what_is_no_archive_is_refused() {
    for bytes in [&b""[..], b"name = 1", b"\x1f\x8bno"] {
        assert!(read(bytes).unwrap_err().starts_with("it is no pack"));
    }
    let whole = write(&content(&[("pack.toml", "name = \"x\"")])).unwrap();
    assert!(read(&whole[..whole.len() / 2]).is_err());
}
