//! Text that is not JSON at some place: always found, never by chance, and named.

use plangate::input::{InputError, InputErrorKind as Kind, decode, read};
use proptest::prelude::{any, prop};
use proptest::strategy::Strategy;
use proptest::{prop_oneof, proptest};
use serde::de::IgnoredAny;

use super::{own, refused};

/// What follows a first line that is right, what is said of it, line and column.
const MISTAKES: &[(&str, &str, usize, usize)] = &[
    (
        "\"a\":1,}",
        "expected another entry after the comma; found `}`",
        2,
        7,
    ),
    ("\"a\" 1}", "expected `:`; found `1`", 2, 5),
    ("\"a\":1 \"b\":2}", "expected `,` or `}`; found `\"`", 2, 7),
    ("\"a\":[1 2]}", "expected `,` or `]`; found `2`", 2, 8),
    ("a:1}", "expected a key in double quotes; found `a`", 2, 1),
    (
        "\"a\":tru}",
        "expected `true`, `false` or `null`; found `}`",
        2,
        8,
    ),
    ("\"a\":'x'}", "expected a value; found `'`", 2, 5),
    (
        "\"a\":01}",
        "expected a number as JSON writes it; found `1`",
        2,
        6,
    ),
    (
        "\"a\":\"\\x\"}",
        "expected an escape such as `\\n` after the backslash; found `x`",
        2,
        7,
    ),
    (
        "\"a\":\"\t\u{7}\"}",
        "expected an escape such as `\\n` in place of a control character; found `\\t`",
        2,
        6,
    ),
    (
        "\"resource_changes\":[{\"change\":{\"after\":{\"é\":[}}}]}",
        "expected a value; found `}`",
        2,
        46,
    ),
    (
        "\"é\t\":1}",
        "expected an escape such as `\\n` in place of a control character; found `\\t`",
        2,
        3,
    ),
];

#[test]
fn a_mistake_is_named_with_its_place_and_what_was_expected() {
    let start = "{\"format_version\":\"1.2\",\n";
    for &(rest, message, line, column) in MISTAKES {
        let text = format!("{start}{rest}");
        let error = refused(&text);
        assert_eq!(error.kind, Kind::Malformed, "{text}");
        assert_eq!(
            error.message,
            format!("the input is not valid JSON: {message}"),
            "{text}"
        );
        let (offset, found_line, found_column) = error.place.unwrap();
        assert_eq!((found_line, found_column), (line, column), "{text}");
        assert!(text.is_char_boundary(offset));
    }
    let error = refused("{\"format_version\":\"1.2\"}}");
    assert_eq!(error.kind, Kind::Malformed);
    assert_eq!(
        error.message,
        "the input is not valid JSON: expected the end of the input, as all brackets are closed; found `}`"
    );
    assert_eq!(
        refused("{\"a\":1,}").to_string(),
        "the input is not valid JSON: expected another entry after the comma; found `}` (line 1, \
         column 8, byte 7)"
    );
}

#[test]
fn a_text_that_ends_too_early_is_said_to_be_cut_off() {
    let text = own("format/plan_dt.json");
    let text = text.trim_end();
    for end in (1..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let error = refused(&text[..end]);
        assert_eq!(error.kind, Kind::Truncated, "{end}");
        assert_eq!(error.place.unwrap().0, end);
    }
}

#[test]
fn a_mutant_is_refused_as_malformed_exactly_if_it_is() {
    for name in [
        "plan_dt.json",
        "plan_esc.json",
        "state_json.json",
        "plan_refresh.json",
    ] {
        let text = own(&format!("format/{name}"));
        let mut seed = 1_u64;
        for _ in 0..2000 {
            agrees(&mutant(&text, &mut seed));
        }
    }
}

/// Whether both readers agree that a text is JSON.
fn agrees(text: &str) {
    let valid = serde_json::from_str::<IgnoredAny>(text).is_ok();
    let outcome = read(text, true);
    let found = !matches!(&outcome, Err(error) if is_about_json(error));
    assert_eq!(
        found,
        valid,
        "{:?}\n{text}",
        outcome.map(|document| document.kind)
    );
    if let Err(InputError {
        place: Some((offset, line, column)),
        ..
    }) = read(text, true)
    {
        assert!(offset <= text.len() && line >= 1 && column >= 1);
    }
}

/// Whether an error says that the text as a whole is not JSON; all others are about what it holds.
fn is_about_json(error: &InputError) -> bool {
    !matches!(
        error.kind,
        Kind::NotAnObject
            | Kind::MissingFormatVersion
            | Kind::Unsupported
            | Kind::WrongType
            | Kind::Incomplete
            | Kind::DuplicateKey
            | Kind::DuplicateAddress
            | Kind::Surrogate
            | Kind::TooDeep
            | Kind::RawState
            | Kind::RedactedPlan
            | Kind::Wrapped
            | Kind::CheckovReport
    )
}

/// Changes, removes, repeats or inserts a character somewhere.
fn mutant(text: &str, seed: &mut u64) -> String {
    let mut next = |below: usize| {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(*seed >> 33).expect("31 bits fit") % below
    };
    let alphabet: Vec<char> = "{}[],:\"\\ \n0123456789.-+eEtrufalsn/'\u{7}é"
        .chars()
        .collect();
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=next(2) {
        let at = next(characters.len());
        match next(4) {
            0 => drop(characters.remove(at)),
            1 => characters[at] = alphabet[next(alphabet.len())],
            2 => characters.insert(at, alphabet[next(alphabet.len())]),
            _ => {
                let other = next(characters.len());
                characters.swap(at, other);
            }
        }
    }
    characters.into_iter().collect()
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), accept in any::<bool>()) {
        if let Ok(text) = decode(bytes) {
            let _ = read(&text, accept);
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in tokens()) {
        agrees(&text);
        if let Ok(document) = read(&text, true) {
            let _ = document.notes();
            if let Some(root) = document.root() {
                let _ = root.to_value();
            }
        }
    }
}

/// Texts made of what plans are made of.
fn tokens() -> impl Strategy<Value = String> {
    let words = [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1.5",
        "\"x\"",
        "\"format_version\":\"1.2\",",
        "\"resource_changes\":",
        "\"change\":",
        "\"values\":",
        "\"root_module\":",
        "\"address\":",
        "\"planned_values\":",
        "\"configuration\":",
        "\"module_calls\":",
        "\n",
        "# ",
        "\u{1b}[0m",
        "é",
    ];
    let word = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    let word = prop_oneof![20 => word, 1 => any::<String>()];
    prop::collection::vec(word, 0..40).prop_map(|words| words.concat())
}
