//! Base64 as user data has it: with line ends anywhere, and sometimes without padding.

use crate::hcl::from_base64;

/// Whether a byte is a digit of base64.
pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

/// The bytes that a text stands for; `None` where it is no base64.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut digits: String = text.split_ascii_whitespace().collect();
    while !digits.is_empty() && !digits.len().is_multiple_of(4) {
        digits.push('=');
    }
    from_base64(&digits).filter(|bytes| !bytes.is_empty())
}
