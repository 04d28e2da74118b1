//! What is known to be wrong, until the engine or a rule is mended.

use std::collections::BTreeSet;
use std::path::Path;

use super::compare::{Compared, Pair};

/// Input, mode, rule, address.
pub(super) type Key = [String; 4];

/// The rows of `known.tsv`; its last column says what is wrong.
pub(super) fn read() -> BTreeSet<Key> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/truth/known.tsv");
    let text = std::fs::read_to_string(path).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    rows.collect()
}

/// The row of a pair.
pub(super) fn key(compared: &Compared, pair: &Pair) -> Key {
    [
        format!("{}/{}", compared.case, compared.file),
        compared.mode.words().to_owned(),
        pair.rule.clone(),
        pair.address.clone(),
    ]
}
