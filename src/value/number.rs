//! Exact decimal numbers.
//!
//! A plan may hold numbers of any size (`12345678901234567890123` is printed verbatim), and two
//! that differ in the last digit are different. So they never go through a float.

use std::{cmp::Ordering, fmt, sync::Arc};

/// Sums with more digits than this are refused rather than computed.
const MOST_DIGITS: i64 = 4096;

/// Exponents reach up to here.
const BEYOND: i64 = 1_000_000_000_000_000_000;

/// A decimal number of any size: `0.DIGITS × 10^exponent`, normalised, so equal numbers are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number {
    negative: bool,
    /// Significant digits without leading or trailing zeros; empty for zero.
    digits: Arc<str>,
    exponent: i64,
}

impl Number {
    /// Reads a number as JSON writes it; `None` for anything else, and for exponents beyond 18 digits.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, power) = match rest.find(['e', 'E']) {
            Some(at) => (&rest[..at], parse_power(&rest[at + 1..])?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        if mantissa.contains('.') && fraction.is_empty() {
            return None;
        }
        let exponent = power.checked_add(i64::try_from(whole.len()).ok()?)?;
        let number = Number::normalised(negative, &format!("{whole}{fraction}"), exponent);
        // What is read must be readable again when it is printed.
        ((number.exponent - 1).abs() < BEYOND).then_some(number)
    }

    /// The number as a list index; `None` if it is negative, fractional or too large.
    pub fn as_index(&self) -> Option<usize> {
        if self.negative && !self.digits.is_empty() {
            return None;
        }
        self.to_string().parse().ok()
    }

    /// The exact sum; `None` if it would have thousands of digits.
    pub fn add(&self, other: &Number) -> Option<Number> {
        if self.digits.is_empty() {
            return Some(other.clone());
        }
        if other.digits.is_empty() {
            return Some(self.clone());
        }
        let low = self.lowest_place().min(other.lowest_place());
        let high = self.exponent.max(other.exponent);
        if high.checked_sub(low)? > MOST_DIGITS {
            return None;
        }
        let (mine, theirs) = (self.digits_from(low, high), other.digits_from(low, high));
        let (negative, digits) = if self.negative == other.negative {
            (self.negative, add_digits(&mine, &theirs))
        } else if mine >= theirs {
            (self.negative, subtract_digits(&mine, &theirs))
        } else {
            (other.negative, subtract_digits(&theirs, &mine))
        };
        let length = i64::try_from(digits.len()).ok()?;
        Some(Number::normalised(negative, &digits, low + length))
    }

    fn normalised(negative: bool, digits: &str, exponent: i64) -> Number {
        let leading = digits.len() - digits.trim_start_matches('0').len();
        let kept = digits.trim_matches('0');
        if kept.is_empty() {
            return Number {
                negative: false,
                digits: "".into(),
                exponent: 0,
            };
        }
        let exponent = exponent - i64::try_from(leading).unwrap_or(i64::MAX);
        Number {
            negative,
            digits: kept.into(),
            exponent,
        }
    }

    /// The power of ten of the last digit.
    fn lowest_place(&self) -> i64 {
        self.exponent - i64::try_from(self.digits.len()).unwrap_or(i64::MAX)
    }

    /// The digits from place `high` down to `low`, with one zero in front for a carry.
    fn digits_from(&self, low: i64, high: i64) -> Vec<u8> {
        let zeros = |count: i64| vec![0; usize::try_from(count).unwrap_or(0)];
        let mut digits = zeros(high - self.exponent + 1);
        digits.extend(self.digits.bytes().map(|byte| byte - b'0'));
        digits.extend(zeros(self.lowest_place() - low));
        digits
    }
}

impl From<usize> for Number {
    fn from(count: usize) -> Number {
        let digits = count.to_string();
        let exponent = i64::try_from(digits.len()).unwrap_or(i64::MAX);
        Number::normalised(false, &digits, exponent)
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        let sign = |number: &Number| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let (mine, theirs) = (sign(self), sign(other));
        if mine != theirs || mine == 0 {
            return mine.cmp(&theirs);
        }
        let size = self
            .exponent
            .cmp(&other.exponent)
            .then_with(|| self.digits.cmp(&other.digits));
        if mine < 0 { size.reverse() } else { size }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = i64::try_from(self.digits.len()).unwrap_or(i64::MAX);
        let sign = if self.negative { "-" } else { "" };
        if self.digits.is_empty() {
            return out.write_str("0");
        }
        if self.exponent > 40 || self.exponent < -20 {
            let (first, rest) = self.digits.split_at(1);
            let point = if rest.is_empty() { "" } else { "." };
            return write!(out, "{sign}{first}{point}{rest}e{}", self.exponent - 1);
        }
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        if self.exponent <= 0 {
            write!(out, "{sign}0.{}{}", zeros(-self.exponent), self.digits)
        } else if self.exponent >= length {
            write!(
                out,
                "{sign}{}{}",
                self.digits,
                zeros(self.exponent - length)
            )
        } else {
            let (whole, fraction) = self
                .digits
                .split_at(usize::try_from(self.exponent).unwrap_or(0));
            write!(out, "{sign}{whole}.{fraction}")
        }
    }
}

fn parse_power(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if digits.trim_start_matches(['-', '0']).len() > 18 {
        return None;
    }
    digits.parse().ok()
}

fn add_digits(left: &[u8], right: &[u8]) -> String {
    let mut carry = 0;
    let mut sum: Vec<u8> = left
        .iter()
        .zip(right)
        .rev()
        .map(|(a, b)| {
            let digit = a + b + carry;
            carry = digit / 10;
            b'0' + digit % 10
        })
        .collect();
    sum.reverse();
    sum.into_iter().map(char::from).collect()
}

/// `left - right`, where `left` is not smaller.
fn subtract_digits(left: &[u8], right: &[u8]) -> String {
    let mut borrow = 0;
    let mut difference: Vec<u8> = left
        .iter()
        .zip(right)
        .rev()
        .map(|(a, b)| {
            let taken = b + borrow;
            borrow = u8::from(*a < taken);
            b'0' + a + 10 * borrow - taken
        })
        .collect();
    difference.reverse();
    difference.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[test]
    fn equal_numbers_are_equal_however_written() {
        assert_eq!(number("1.50"), number("15e-1"));
        assert_eq!(number("-0"), number("0.00"));
        assert_ne!(
            number("12345678901234567890123"),
            number("12345678901234567890124")
        );
    }

    #[test]
    fn order_is_exact() {
        let sorted = [
            "-1e3",
            "-2.5",
            "-0.001",
            "0",
            "0.0009",
            "1",
            "1.0000000000000000001",
            "9e99",
        ];
        for pair in sorted.windows(2) {
            assert!(number(pair[0]) < number(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn sums_are_exact_and_bounded() {
        assert_eq!(
            number("0.1").add(&number("0.2")).unwrap().to_string(),
            "0.3"
        );
        assert_eq!(number("999").add(&number("1")).unwrap().to_string(), "1000");
        assert_eq!(
            number("5").add(&number("-7.5")).unwrap().to_string(),
            "-2.5"
        );
        assert_eq!(number("1e999999").add(&number("1")), None);
    }

    #[test]
    fn what_json_refuses_is_refused() {
        for text in [
            "",
            "-",
            ".5",
            "1.",
            "1e",
            "0x1",
            "1e99999999999999999999",
            "12e999999999999999999",
            "١",
        ] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn printing_keeps_every_digit() {
        for text in [
            "12345678901234567890123",
            "0.1",
            "-42",
            "100",
            "1e400",
            "0.00005",
        ] {
            assert_eq!(number(text).to_string(), text);
        }
        assert_eq!(number("700").as_index(), Some(700));
        assert_eq!(number("-1").as_index(), None);
    }
}
