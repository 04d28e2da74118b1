//! Bytes to text.

use plangate::input::{InputError, InputErrorKind, decode};

const STATE: &str = "{\"format_version\":\"1.0\"}\r\n";

fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

fn refused(bytes: &[u8]) -> InputError {
    decode(bytes.to_vec()).expect_err("it is refused")
}

#[test]
fn utf8_and_utf16_are_read_with_and_without_marks() {
    let text = "{\"a\":\"é😀\"}";
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    for bytes in [
        text.as_bytes().to_vec(),
        marked(b"\xef\xbb\xbf", text.as_bytes().to_vec()),
        marked(b"\xff\xfe", wide(text, u16::to_le_bytes)),
        marked(b"\xfe\xff", wide(text, u16::to_be_bytes)),
        wide(text, u16::to_le_bytes),
        wide(text, u16::to_be_bytes),
    ] {
        assert_eq!(decode(bytes).unwrap(), text);
    }
    assert_eq!(decode(Vec::new()).unwrap(), "");
    assert_eq!(decode(wide(STATE, u16::to_le_bytes)).unwrap(), STATE);
}

#[test]
fn what_is_no_text_is_named_with_its_place() {
    let error = refused(b"{\n\"a\": \"\xff\"}");
    assert_eq!(error.kind, InputErrorKind::Encoding);
    assert_eq!(
        error.message,
        "the input is not UTF-8: byte 8 belongs to no character"
    );
    assert_eq!(error.place, Some((8, 2, 7)));

    let error = refused(b"\xef\xbb\xbf{\xc3(");
    assert_eq!(
        error.message,
        "the input is not UTF-8: byte 4 belongs to no character"
    );

    let error = refused(b"\xff\xfe{\0\x00\xd8\"\0");
    assert_eq!(
        error.message,
        "the input is not UTF-16: bytes 4 and 5 are no character"
    );
    assert_eq!(error.place, Some((4, 1, 2)));

    let error = refused(b"\xff\xfe{\0\"");
    assert_eq!(
        error.message,
        "the input is UTF-16 and ends in the middle of a character"
    );
    assert!(error.help.unwrap().contains("Out-File -Encoding utf8"));
}

#[test]
fn files_that_are_no_text_are_recognised() {
    for (bytes, kind, message) in [
        (
            &b"PK\x03\x04\x14\0\x08\0"[..],
            InputErrorKind::BinaryPlan,
            "this is a saved plan (a zip file), which only Terraform itself can read",
        ),
        (
            b"tfplan\x02\x03",
            InputErrorKind::OldPlan,
            "this is a saved plan of Terraform 0.11 or older, which cannot be shown as JSON",
        ),
        (
            b"\x1f\x8b\x08\0",
            InputErrorKind::Compressed,
            "this is a gzip file",
        ),
        (
            b"\x28\xb5\x2f\xfd\x04",
            InputErrorKind::Compressed,
            "this is a compressed file",
        ),
    ] {
        let error = refused(bytes);
        assert_eq!((error.kind, error.message.as_str()), (kind, message));
        assert!(error.help.is_some());
    }
}
