//! Bytes as given, to text.

use super::error::{InputError, InputErrorKind};

/// Turns bytes into text: UTF-8 with or without a byte order mark, or UTF-16 as PowerShell writes
/// it. What is no text is named for what it is.
pub fn decode(bytes: Vec<u8>) -> Result<String, InputError> {
    if let Some(error) = binary(&bytes) {
        return Err(error);
    }
    match bytes[..] {
        [0xef, 0xbb, 0xbf, ..] => utf8(bytes[3..].to_vec(), 3),
        [0xff, 0xfe, ..] => utf16(&bytes[2..], u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(&bytes[2..], u16::from_be_bytes),
        [first, 0, ..] if first != 0 => utf16(&bytes, u16::from_le_bytes),
        [0, second, ..] if second != 0 => utf16(&bytes, u16::from_be_bytes),
        _ => utf8(bytes, 0),
    }
}

fn binary(bytes: &[u8]) -> Option<InputError> {
    if bytes.starts_with(b"PK\x03\x04") {
        let message = "this is a binary plan, as `terraform plan -out` writes it";
        return Some(
            InputError::new(InputErrorKind::BinaryPlan, message)
                .help("run `terraform show -json PLAN > plan.json` and judge plan.json"),
        );
    }
    let compressed = [
        ("gzip", &b"\x1f\x8b"[..]),
        ("zstd", b"\x28\xb5\x2f\xfd"),
        ("xz", b"\xfd7zXZ"),
    ];
    let (name, _) = compressed
        .into_iter()
        .find(|(_, magic)| bytes.starts_with(magic))?;
    let message = format!("this is {name} data");
    Some(
        InputError::new(InputErrorKind::Compressed, message)
            .help("decompress it first, as in `zcat plan.json.gz | plangate check -`"),
    )
}

fn utf8(bytes: Vec<u8>, skipped: usize) -> Result<String, InputError> {
    String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let known = String::from_utf8_lossy(&error.as_bytes()[..offset]).into_owned();
        let message = format!(
            "the text is not UTF-8: byte {} cannot be read",
            offset + skipped
        );
        InputError::new(InputErrorKind::Encoding, message)
            .help("write the plan with `terraform show -json`, which is always UTF-8")
            .at(&known, offset)
    })
}

fn utf16(bytes: &[u8], read: fn([u8; 2]) -> u16) -> Result<String, InputError> {
    let wrong = |offset: usize| {
        let message = format!("the text is not UTF-16: byte {offset} cannot be read");
        InputError::new(InputErrorKind::Encoding, message)
            .help("in PowerShell, write with `| Out-File -Encoding utf8 plan.json`")
    };
    if bytes.len() % 2 == 1 {
        return Err(wrong(bytes.len() - 1));
    }
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len() / 2);
    let mut offset = 0;
    for character in char::decode_utf16(units) {
        let character = character.map_err(|_| wrong(offset))?;
        offset += character.len_utf16() * 2;
        text.push(character);
    }
    Ok(text)
}
