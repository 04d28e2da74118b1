//! Terraform's functions, over values of which parts may be unknown.
//!
//! They do what Terraform 1.11 does. A result is known only where it is certain; a [`Failure`] is
//! given only where Terraform is certain to give an error. Lists and tuples are one thing here,
//! and so are maps and objects: where Terraform's result depends on which of them it is, the
//! result is a choice, or unknown.
//!
//! `try`, `can` and `templatefile` are not here: the evaluator has them, because they look at
//! expressions rather than at values.

pub(super) mod argument;
mod characters;
mod choose;
mod collection;
mod conversion;
mod csv;
mod date;
mod decimal;
mod encoding;
pub(super) mod equality;
mod file;
mod format;
mod json;
mod list;
mod lookup;
mod network;
mod number;
mod pattern;
mod piece;
mod set;
#[cfg(test)]
mod tests;
mod text;
mod unify;
mod yaml;

use std::ops::RangeInclusive;

pub(crate) use encoding::{base64 as to_base64, from_base64, sha1_of};

use super::value::{Failure, Value};

/// Files that `file` and its like may read.
pub trait Files {
    /// The bytes of a file, by its path as the configuration gives it; `None` where it cannot be
    /// read, or lies outside of the configuration's folder.
    fn bytes(&self, path: &str) -> Option<Vec<u8>>;
}

/// A function of the language: its arguments are evaluated already.
pub(super) type Function = fn(&[Value], &dyn Files) -> Result<Value, Failure>;

/// A function by its name.
struct Entry {
    name: &'static str,
    /// How many arguments it takes.
    takes: RangeInclusive<usize>,
    body: Body,
}

/// What a function does.
enum Body {
    Here(Function),
    /// Only Terraform can say, but it is never null.
    NeverNull,
    /// Only Terraform can say, but it is never null and never empty.
    NeverEmpty,
    /// Only Terraform can say.
    MaybeNull,
}

impl Entry {
    const fn new(name: &'static str, takes: RangeInclusive<usize>, body: Function) -> Entry {
        Entry {
            name,
            takes,
            body: Body::Here(body),
        }
    }

    /// A function whose result only Terraform knows; it is not null.
    const fn never_null(name: &'static str, takes: RangeInclusive<usize>) -> Entry {
        Entry {
            name,
            takes,
            body: Body::NeverNull,
        }
    }

    /// A function whose result only Terraform knows; it is neither null nor empty.
    const fn never_empty(name: &'static str, takes: RangeInclusive<usize>) -> Entry {
        Entry {
            name,
            takes,
            body: Body::NeverEmpty,
        }
    }

    /// A function whose result only Terraform knows.
    const fn maybe_null(name: &'static str, takes: RangeInclusive<usize>) -> Entry {
        Entry {
            name,
            takes,
            body: Body::MaybeNull,
        }
    }
}

/// Every family of functions.
const FAMILIES: &[&[Entry]] = &[
    choose::FUNCTIONS,
    collection::FUNCTIONS,
    conversion::FUNCTIONS,
    date::FUNCTIONS,
    encoding::FUNCTIONS,
    file::FUNCTIONS,
    format::FUNCTIONS,
    json::FUNCTIONS,
    list::FUNCTIONS,
    lookup::FUNCTIONS,
    network::FUNCTIONS,
    number::FUNCTIONS,
    pattern::FUNCTIONS,
    set::FUNCTIONS,
    text::FUNCTIONS,
    yaml::FUNCTIONS,
];

/// No list that a function makes has more elements.
const MOST_ELEMENTS: usize = 100_000;

/// No text that a function makes has more bytes.
const MOST_BYTES: usize = 1 << 20;

/// Arguments that are choices are tried in at most so many combinations.
const MOST_COMBINATIONS: usize = 64;

/// Calls a function by its name, without any `core::` in front.
///
/// A function that is not known here gives something that nobody can say. Where arguments are
/// choices, the result is a choice among the results.
pub(crate) fn call(name: &str, arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    let Some(entry) = FAMILIES
        .iter()
        .copied()
        .flatten()
        .find(|entry| entry.name == name)
    else {
        return Ok(Value::unknown(only_terraform(name)));
    };
    if !entry.takes.contains(&arguments.len()) {
        return Err(Failure::new(format!(
            "`{name}` does not take {} arguments",
            arguments.len()
        )));
    }
    if !arguments.iter().any(|one| matches!(one, Value::OneOf(_))) {
        return run(entry, arguments, files);
    }
    let Some(combinations) = combinations(arguments) else {
        let why = format!("the arguments of `{name}` have too many choices");
        return Ok(Value::unknown(why));
    };
    let results = combinations.iter().map(|one| run(entry, one, files));
    join_branches(name, results)
}

/// The names of all functions that are known here.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().copied().flatten().map(|entry| entry.name)
}

/// Calls a function of a provider: `provider::aws::arn_build(…)`. Of most only the provider knows
/// what they do.
pub(super) fn of_provider(
    namespace: &[&str],
    name: &str,
    arguments: &[Value],
) -> Result<Value, Failure> {
    match (namespace, name, arguments) {
        (["provider", "aws"], "arn_build", parts @ [_, _, _, _, _]) => {
            let mut pieces = vec![Value::text("arn")];
            for part in parts {
                pieces.extend([Value::text(":"), part.clone()]);
            }
            piece::join(&pieces)
        }
        _ => Ok(Value::unknown(format!(
            "`{}::{name}(…)` is known only to a provider",
            namespace.join("::")
        ))),
    }
}

/// Calls a function with arguments that are no choices, and says why it is not known.
fn run(entry: &Entry, arguments: &[Value], files: &dyn Files) -> Result<Value, Failure> {
    let result = match entry.body {
        Body::Here(function) => function(arguments, files)?,
        Body::NeverNull => Value::some_value(only_terraform(entry.name)),
        Body::NeverEmpty => Value::some_text(only_terraform(entry.name)),
        Body::MaybeNull => Value::unknown(only_terraform(entry.name)),
    };
    // Of known arguments it is not the apply that has to be waited for.
    Ok(match &result {
        Value::Unknown(unknown) if unknown.why == not_yet_words(entry.name) => {
            if !arguments.iter().all(Value::is_known) {
                result
            } else if unknown.never_empty {
                Value::some_text(only_terraform(entry.name))
            } else if unknown.never_null {
                Value::some_value(only_terraform(entry.name))
            } else {
                Value::unknown(only_terraform(entry.name))
            }
        }
        _ => result,
    })
}

/// What comes out where one of several ways is taken: a failure only if all of them fail.
fn join_branches(
    name: &str,
    results: impl Iterator<Item = Result<Value, Failure>>,
) -> Result<Value, Failure> {
    let mut values = Vec::new();
    let mut failure = None;
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(reason) => failure = Some(reason),
        }
    }
    match failure {
        Some(failure) if values.is_empty() => Err(failure),
        Some(failure) => {
            let why = format!(
                "`{name}` fails for some of the values it may get: {}",
                failure.0
            );
            Ok(Value::unknown(why))
        }
        None => Ok(Value::one_of(values)),
    }
}

/// Every combination of the choices; `None` if there are too many.
fn combinations(arguments: &[Value]) -> Option<Vec<Vec<Value>>> {
    let mut all: Vec<Vec<Value>> = vec![Vec::new()];
    for argument in arguments {
        let choices = argument.choices();
        if all.len() * choices.len() > MOST_COMBINATIONS {
            return None;
        }
        all = all
            .iter()
            .flat_map(|start| {
                choices.iter().map(|choice| {
                    let mut longer = start.clone();
                    longer.push(choice.clone());
                    longer
                })
            })
            .collect();
    }
    Some(all)
}

/// Why a result of a function is not known.
fn only_terraform(name: &str) -> String {
    format!("`{name}(…)` is known only to Terraform")
}

/// The result of a function of something unknown. Terraform's functions give null only where
/// they say so.
fn not_yet(name: &str) -> Value {
    Value::some_value(not_yet_words(name))
}

/// The same of a function that makes something of anything: only of nothing it makes nothing.
fn not_yet_of(name: &str, argument: &Value) -> Value {
    if equality::is_there(argument) {
        Value::some_text(not_yet_words(name))
    } else {
        not_yet(name)
    }
}

fn not_yet_words(name: &str) -> String {
    format!("`{name}(…)` is of something that is known only after apply")
}
