//! Flags whose value is one of a list that the library keeps.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

/// A parser of the things of a list by their words; the help lists each with what it
/// means, where that is not plain from the word.
pub(super) fn one_of<T>(
    all: &'static [T],
    word: fn(T) -> &'static str,
    about: fn(T) -> &'static str,
) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let values = all.iter().map(|one| match about(*one) {
        "" => PossibleValue::new(word(*one)),
        about => PossibleValue::new(word(*one)).help(about),
    });
    PossibleValuesParser::new(values).try_map(move |text| {
        all.iter()
            .copied()
            .find(|one| word(*one) == text)
            .ok_or("not one of the words that are listed")
    })
}
