use super::escape;

#[test]
fn plain_text_stays_as_it_is() {
    for text in [
        "arn:aws:iam::123456789012:role/x",
        "# a ## b",
        "Grüße, 東京",
        "a\\b \"c\"",
    ] {
        assert_eq!(escape(text), text);
    }
}

#[test]
fn what_moves_or_hides_is_written_out() {
    assert_eq!(escape("a\r\n\tb"), "a\\r\\n\\tb");
    assert_eq!(escape("\u{1b}[31m"), "\\u{1b}[31m");
    assert_eq!(escape("\u{9b}31m\u{7f}"), "\\u{9b}31m\\u{7f}");
    assert_eq!(
        escape("a\u{202e}b\u{2066}c\u{200f}"),
        "a\\u{202e}b\\u{2066}c\\u{200f}"
    );
    assert_eq!(
        escape("a\u{200b}b\u{feff}\u{2028}"),
        "a\\u{200b}b\\u{feff}\\u{2028}"
    );
}

#[test]
fn commands_of_build_services_are_taken_apart() {
    assert_eq!(escape("x ##[error]y"), "x \\u{23}#[error]y");
    assert_eq!(escape("##vso[task.complete]"), "\\u{23}#vso[task.complete]");
    assert_eq!(escape("###teamcity[x]"), "#\\u{23}#teamcity[x]");
}
