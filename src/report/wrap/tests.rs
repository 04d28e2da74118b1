use proptest::prelude::*;

use super::{columns, wrap};

#[test]
fn text_breaks_at_spaces() {
    assert_eq!(wrap("one two three", 7), ["one two", "three"]);
    assert_eq!(wrap("", 7), [""]);
}

#[test]
fn addresses_break_at_their_joints() {
    let address = "module.network[\"eu-central-1\"].aws_instance.this[0]";
    assert_eq!(
        wrap(address, 33),
        ["module.network[\"eu-central-1\"].", "aws_instance.this[0]"]
    );
    assert_eq!(wrap("a_very_long_name", 8), ["a_very_", "long_", "name"]);
    assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
}

#[test]
fn wide_characters_count_twice() {
    assert_eq!(wrap("東京都庁", 5), ["東京", "都庁"]);
}

proptest! {
    #[test]
    fn nothing_is_lost_and_everything_fits(text in "\\PC{0,200}", width in 2..60_usize) {
        let lines = wrap(&text, width);
        let solid = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
        prop_assert_eq!(solid(&lines.concat()), solid(&text));
        for line in lines {
            prop_assert!(columns(&line) <= width, "{:?} is wider than {}", line, width);
        }
    }
}
