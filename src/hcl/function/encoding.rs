//! Encodings and digests of text.

use std::fmt::Write as _;

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

use super::super::value::{Failure, Value};
use super::characters::{self, made};
use super::{Entry, Files, argument, not_yet, not_yet_of};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry::new("base64decode", 1..=1, base64decode),
    Entry::new("base64encode", 1..=1, base64encode),
    Entry::never_null("base64gzip", 1..=1),
    Entry::new("base64sha256", 1..=1, base64sha256),
    Entry::new("base64sha512", 1..=1, base64sha512),
    Entry::never_empty("bcrypt", 1..=2),
    Entry::never_empty("md5", 1..=1),
    Entry::never_null("rsadecrypt", 2..=2),
    Entry::new("sha1", 1..=1, sha1),
    Entry::new("sha256", 1..=1, sha256),
    Entry::new("sha512", 1..=1, sha512),
    Entry::never_null("textdecodebase64", 2..=2),
    Entry::never_null("textencodebase64", 2..=2),
    Entry::maybe_null("urldecode", 1..=1),
    Entry::new("urlencode", 1..=1, urlencode),
    Entry::never_empty("uuid", 0..=0),
    Entry::never_empty("uuidv5", 2..=2),
];

/// A function of the bytes of one text.
fn of_bytes(
    name: &str,
    arguments: &[Value],
    body: impl Fn(&[u8]) -> Value,
) -> Result<Value, Failure> {
    Ok(match argument::text(&arguments[0])? {
        // The bytes of a text that Terraform may compose are not known.
        Some(text) if characters::is_plain(&text) => body(text.as_bytes()),
        _ => not_yet_of(name, &arguments[0]),
    })
}

fn base64encode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("base64encode", arguments, |bytes| made(base64(bytes)))
}

fn base64sha256(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("base64sha256", arguments, |bytes| {
        Value::text(base64(&sha256_of(bytes)))
    })
}

fn base64sha512(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("base64sha512", arguments, |bytes| {
        Value::text(base64(&sha512_of(bytes)))
    })
}

fn sha1(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("sha1", arguments, |bytes| Value::text(sha1_of(bytes)))
}

fn sha256(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("sha256", arguments, |bytes| {
        Value::text(hexadecimal(&sha256_of(bytes)))
    })
}

fn sha512(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("sha512", arguments, |bytes| {
        Value::text(hexadecimal(&sha512_of(bytes)))
    })
}

fn base64decode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    let Some(text) = argument::text(&arguments[0])? else {
        return Ok(not_yet("base64decode"));
    };
    let bytes = from_base64(&text).ok_or_else(|| Failure::new("the text is not base64"))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(made(text)),
        Err(_) => Err(Failure::new("the decoded bytes are no text")),
    }
}

fn urlencode(arguments: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    of_bytes("urlencode", arguments, |bytes| {
        let mut encoded = String::with_capacity(bytes.len());
        for byte in bytes {
            match byte {
                b' ' => encoded.push('+'),
                b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(*byte)),
                _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(*byte)),
                _ => {
                    let _ = write!(encoded, "%{byte:02X}");
                }
            }
        }
        made(encoded)
    })
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in base64, with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut encoded = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut three = [0; 3];
        three[..chunk.len()].copy_from_slice(chunk);
        let group = u32::from_be_bytes([0, three[0], three[1], three[2]]);
        for place in 0..4 {
            let digit = ALPHABET[(group >> (18 - 6 * place) & 63) as usize];
            encoded.push(if place > chunk.len() {
                '='
            } else {
                char::from(digit)
            });
        }
    }
    encoded
}

/// Line ends are skipped; everything else that is not base64 is an error.
/// The bytes that a text stands for; `None` where it is no base64.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .collect();
    if !digits.len().is_multiple_of(4) {
        return None;
    }
    let padding = digits
        .iter()
        .rev()
        .take_while(|byte| **byte == b'=')
        .count();
    if padding > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3);
    for four in digits[..digits.len() - padding].chunks(4) {
        let mut group = 0u32;
        for digit in four {
            let value = ALPHABET.iter().position(|one| one == digit)?;
            group = group << 6 | u32::try_from(value).ok()?;
        }
        let missing = 4 - four.len();
        group <<= 6 * missing;
        bytes.extend_from_slice(&group.to_be_bytes()[1..4 - missing]);
    }
    Some(bytes)
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The SHA-1 of bytes, in hexadecimal.
pub(crate) fn sha1_of(bytes: &[u8]) -> String {
    hexadecimal(&Sha1::digest(bytes))
}

pub(super) fn sha256_of(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

pub(super) fn sha512_of(bytes: &[u8]) -> Vec<u8> {
    Sha512::digest(bytes).to_vec()
}
