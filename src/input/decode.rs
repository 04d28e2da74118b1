//! Bytes as files hold them, to text.

use super::error::{InputError, InputErrorKind};
use super::recognise::SHOW;
use crate::source::position;

const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// Text from bytes: takes off a byte order mark and reads UTF-16, which PowerShell writes.
pub fn decode(mut bytes: Vec<u8>) -> Result<String, InputError> {
    if let Some(error) = binary(&bytes) {
        return Err(error);
    }
    if let Some(wide) = wide(&bytes) {
        return from_utf16(&bytes, wide);
    }
    let mut skipped = 0;
    if bytes.starts_with(UTF8_MARK) {
        skipped = UTF8_MARK.len();
        bytes.drain(..skipped);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let at = valid + skipped;
        let (line, column) = position(&String::from_utf8_lossy(&error.as_bytes()[..valid]), valid);
        let message = format!("the input is not UTF-8: byte {at} belongs to no character");
        encoding(message, (at, line, column))
    })
}

/// Says what a file is that is no text at all.
pub(super) fn binary(bytes: &[u8]) -> Option<InputError> {
    let (kind, message, help) = if bytes.starts_with(b"PK\x03\x04") {
        let message = "this is a saved plan (a zip file), which only Terraform itself can read";
        (InputErrorKind::BinaryPlan, message, SHOW)
    } else if bytes.starts_with(b"tfplan") {
        let message =
            "this is a saved plan of Terraform 0.11 or older, which cannot be shown as JSON";
        (
            InputErrorKind::OldPlan,
            message,
            "plan again with Terraform 0.12 or later",
        )
    } else if bytes.starts_with(b"\x1f\x8b") {
        let message = "this is a gzip file";
        (
            InputErrorKind::Compressed,
            message,
            "unpack it with `gunzip` and give what comes out",
        )
    } else if bytes.starts_with(b"\x28\xb5\x2f\xfd") || bytes.starts_with(b"BZh") {
        (
            InputErrorKind::Compressed,
            "this is a compressed file",
            "unpack it first",
        )
    } else {
        return None;
    };
    Some(InputError::new(kind, message).help(help))
}

/// How pairs of bytes make up UTF-16.
#[derive(Clone, Copy)]
struct Wide {
    read: fn([u8; 2]) -> u16,
    /// Bytes of the mark in front.
    mark: usize,
}

/// Whether it is UTF-16: by its mark, or because JSON starts with a character whose other byte
/// is zero.
fn wide(bytes: &[u8]) -> Option<Wide> {
    match bytes {
        // UTF-32 starts the same way and is refused as what it is not: text.
        [0xff, 0xfe, 0, 0, ..] => None,
        [0xff, 0xfe, ..] => Some(Wide {
            read: u16::from_le_bytes,
            mark: 2,
        }),
        [0xfe, 0xff, ..] => Some(Wide {
            read: u16::from_be_bytes,
            mark: 2,
        }),
        [first, 0, third, ..] if *first != 0 && *third != 0 => Some(Wide {
            read: u16::from_le_bytes,
            mark: 0,
        }),
        [0, second, 0, ..] if *second != 0 => Some(Wide {
            read: u16::from_be_bytes,
            mark: 0,
        }),
        _ => None,
    }
}

fn from_utf16(bytes: &[u8], wide: Wide) -> Result<String, InputError> {
    let (pairs, rest) = bytes[wide.mark..].as_chunks::<2>();
    if !rest.is_empty() {
        let message = "the input is UTF-16 and ends in the middle of a character";
        return Err(encoding(message, (bytes.len() - 1, 1, 1)));
    }
    let mut text = String::with_capacity(pairs.len());
    let mut at = wide.mark;
    for read in char::decode_utf16(pairs.iter().map(|pair| (wide.read)(*pair))) {
        let Ok(character) = read else {
            let message = format!(
                "the input is not UTF-16: bytes {at} and {} are no character",
                at + 1
            );
            let (line, column) = position(&text, text.len());
            return Err(encoding(message, (at, line, column)));
        };
        text.push(character);
        at += 2 * character.len_utf16();
    }
    Ok(text)
}

fn encoding(message: impl Into<String>, place: (usize, usize, usize)) -> InputError {
    let help = "save the file as UTF-8; `terraform show -json PLAN` prints UTF-8, and in PowerShell \
                `| Out-File -Encoding utf8` keeps it so";
    let error = InputError::new(InputErrorKind::Encoding, message).help(help);
    InputError {
        place: Some(place),
        ..error
    }
}
