//! What inputs are read, what is refused and in which words, and what a document then says.

mod corpus;
mod document;
mod encoding;
mod json;
mod malformed;
mod recognise;
mod secrets;
mod wrong;

use std::fs;
use std::path::{Path, PathBuf};

use plangate::input::{Document, InputError, read};

/// The document in a text that is a plan or a state.
fn plan(text: &str) -> Document<'_> {
    match read(text, false) {
        Ok(document) => document,
        Err(error) => panic!("{error}"),
    }
}

/// Why a text is refused.
fn refused(text: &str) -> InputError {
    match read(text, false) {
        Ok(document) => panic!("read as {:?}", document.kind),
        Err(error) => {
            assert!(error.help.is_some(), "{error}");
            error
        }
    }
}

/// A plan of our own, by its path below `tests/plans`.
fn own(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/plans")
        .join(name);
    String::from_utf8(bytes(&path)).expect("our plans are UTF-8")
}

/// A folder beside the repository that need not be there; says so if it is not.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
fn beside(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: there is no folder `../shared/{name}` beside the repository");
    None
}

#[expect(clippy::disallowed_methods, reason = "tests read plans")]
fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).expect("the file can be read")
}
