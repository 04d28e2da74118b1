//! Which pages a word names.

use crate::cli::{complaint::Complaint, suggest::listed};
use crate::manual::{Page, code};

/// The pages of a word.
pub(super) fn find(word: &str) -> Result<Vec<Page>, Complaint> {
    match code::find(word) {
        Some(code) => Ok(vec![code.page()]),
        None => Err(unknown(word)),
    }
}

fn unknown(word: &str) -> Complaint {
    if code::is_code(word) {
        let codes = listed(&code::alike(word), "and");
        return Complaint::new(format!("there is no code `{word}`")).help(format!(
            "there are {codes}; docs/checks/README.md lists every code"
        ));
    }
    Complaint::new(format!("nothing is called `{word}`"))
        .help("a code is a letter and three digits, as `N201`")
}
