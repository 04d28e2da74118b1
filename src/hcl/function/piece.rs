//! Text put together from pieces, of which some are unknown.

use std::sync::Arc;

use super::super::value::{Failure, Value};
use super::{MOST_BYTES, MOST_COMBINATIONS, argument};

/// The text that the pieces make, one after the other: as pieces, where some are unknown. Pieces
/// that are choices give a choice.
///
/// Null and lists are no pieces of text.
pub(super) fn join(pieces: &[Value]) -> Result<Value, Failure> {
    let mut ways: usize = 1;
    for piece in pieces {
        ways = ways.saturating_mul(piece.choices().len());
    }
    if ways == 1 || ways > MOST_COMBINATIONS {
        return join_one_way(pieces);
    }
    let Some(all) = super::combinations(pieces) else {
        return join_one_way(pieces);
    };
    super::join_branches("join", all.iter().map(|one| join_one_way(one)))
}

fn join_one_way(pieces: &[Value]) -> Result<Value, Failure> {
    let mut joined: Vec<Value> = Vec::new();
    let mut known = String::new();
    let mut bytes = 0;
    for piece in pieces {
        let piece = argument::as_text(piece)?;
        let parts = match &piece {
            Value::Null => return Err(argument::must_not_be_null("a string")),
            Value::Joined(parts) => &parts[..],
            other => std::slice::from_ref(other),
        };
        for part in parts {
            if let Some(text) = part.as_text() {
                known.push_str(text);
                bytes += text.len();
            } else {
                push_known(&mut joined, &mut known);
                joined.push(part.clone());
            }
        }
        if bytes > MOST_BYTES {
            return Ok(Value::some_value("the text is too long"));
        }
    }
    if joined.is_empty() {
        return Ok(Value::text(known));
    }
    push_known(&mut joined, &mut known);
    let alone = joined.len() == 1 && joined[0].is_never_null();
    Ok(if alone {
        joined.swap_remove(0)
    } else {
        Value::Joined(Arc::from(joined))
    })
}

fn push_known(pieces: &mut Vec<Value>, known: &mut String) {
    if !known.is_empty() {
        pieces.push(Value::text(std::mem::take(known)));
    }
}
