//! Encodings and digests of text.

use std::fmt::Write as _;

use sha2::{Digest, Sha256, Sha512};

use super::super::value::{Failure, Value};
use super::characters::{self, made};
use super::{Entry, Files, argument, not_yet, only_terraform};

pub(super) const FUNCTIONS: &[Entry] = &[
    Entry {
        name: "base64decode",
        takes: (1, 1),
        body: base64decode,
    },
    Entry {
        name: "base64encode",
        takes: (1, 1),
        body: base64encode,
    },
    Entry {
        name: "base64gzip",
        takes: (1, 1),
        body: base64gzip,
    },
    Entry {
        name: "base64sha256",
        takes: (1, 1),
        body: base64sha256,
    },
    Entry {
        name: "base64sha512",
        takes: (1, 1),
        body: base64sha512,
    },
    Entry {
        name: "bcrypt",
        takes: (1, 2),
        body: bcrypt,
    },
    Entry {
        name: "md5",
        takes: (1, 1),
        body: md5,
    },
    Entry {
        name: "rsadecrypt",
        takes: (2, 2),
        body: rsadecrypt,
    },
    Entry {
        name: "sha1",
        takes: (1, 1),
        body: sha1,
    },
    Entry {
        name: "sha256",
        takes: (1, 1),
        body: sha256,
    },
    Entry {
        name: "sha512",
        takes: (1, 1),
        body: sha512,
    },
    Entry {
        name: "textdecodebase64",
        takes: (2, 2),
        body: textdecodebase64,
    },
    Entry {
        name: "textencodebase64",
        takes: (2, 2),
        body: textencodebase64,
    },
    Entry {
        name: "urldecode",
        takes: (1, 1),
        body: urldecode,
    },
    Entry {
        name: "urlencode",
        takes: (1, 1),
        body: urlencode,
    },
    Entry {
        name: "uuid",
        takes: (0, 0),
        body: uuid,
    },
    Entry {
        name: "uuidv5",
        takes: (2, 2),
        body: uuidv5,
    },
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
        _ => not_yet(name),
    })
}

/// A function that only Terraform computes; never null.
fn elsewhere(name: &str) -> Result<Value, Failure> {
    Ok(Value::some_value(only_terraform(name)))
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

fn base64gzip(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("base64gzip")
}

fn bcrypt(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("bcrypt")
}

fn md5(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("md5")
}

fn rsadecrypt(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("rsadecrypt")
}

fn sha1(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("sha1")
}

fn uuid(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("uuid")
}

fn uuidv5(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("uuidv5")
}

fn textencodebase64(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("textencodebase64")
}

fn textdecodebase64(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    elsewhere("textdecodebase64")
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

/// OpenTofu has this function, and Terraform has it not.
fn urldecode(_: &[Value], _: &dyn Files) -> Result<Value, Failure> {
    Ok(Value::unknown("only OpenTofu has `urldecode`"))
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in base64, with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
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
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b'\r' | b'\n'))
        .collect();
    if digits.len() % 4 != 0 {
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

pub(super) fn sha256_of(bytes: &[u8]) -> Vec<u8> {
    Sha256::digest(bytes).to_vec()
}

pub(super) fn sha512_of(bytes: &[u8]) -> Vec<u8> {
    Sha512::digest(bytes).to_vec()
}
