//! Numbers as Terraform reads and writes them.

use crate::value::Number;

/// Terraform's numbers keep 512 bits, which is a little more than these decimal digits.
const MOST_DIGITS: usize = 150;

/// Longer texts of numbers are not written out.
const LONGEST: usize = 1000;

/// Reads a number from text: `Err` if it is none, `Ok(None)` if it is one that is not for us.
pub(super) fn read(text: &str) -> Result<Option<Number>, ()> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if unsigned.eq_ignore_ascii_case("inf") || unsigned.contains(['p', 'P']) {
        return Ok(None);
    }
    let (mantissa, power) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(());
    }
    if let Some(power) = power {
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        if power.is_empty() || !digits(power) {
            return Err(());
        }
        if power.len() > 3 {
            return Ok(None);
        }
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let power = power.map_or(String::new(), |power| format!("e{power}"));
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    Ok(Number::parse(&format!("{sign}0{whole}.{fraction}{power}")).filter(is_exact))
}

/// The number in digits, without an exponent; `None` if Terraform would round it.
pub(super) fn text(number: &Number) -> Option<String> {
    if !is_exact(number) {
        return None;
    }
    let (negative, digits, point) = parts(number)?;
    let length = i64::try_from(digits.len()).ok()?;
    if point.unsigned_abs() > LONGEST as u64 {
        return None;
    }
    let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
    let sign = if negative { "-" } else { "" };
    Some(if digits.is_empty() {
        "0".to_owned()
    } else if point <= 0 {
        format!("{sign}0.{}{digits}", zeros(-point))
    } else if point >= length {
        format!("{sign}{digits}{}", zeros(point - length))
    } else {
        let (whole, fraction) = digits.split_at(usize::try_from(point).ok()?);
        format!("{sign}{whole}.{fraction}")
    })
}

/// Whether Terraform keeps every digit of it.
pub(super) fn is_exact(number: &Number) -> bool {
    parts(number).is_some_and(|(_, digits, _)| digits.len() <= MOST_DIGITS)
}

/// The whole number that it is; `None` if it is not one, or a very large one.
pub(super) fn whole(number: &Number) -> Option<i128> {
    number.to_string().parse().ok()
}

/// Whether it is certainly not whole.
pub(super) fn is_fraction(number: &Number) -> bool {
    parts(number).is_some_and(|(_, digits, point)| {
        i64::try_from(digits.len()).is_ok_and(|length| point < length)
    })
}

/// A whole number.
pub(super) fn from_whole(whole: i128) -> Number {
    Number::parse(&whole.to_string()).unwrap_or_else(|| Number::from(0))
}

/// Sign, significant digits without zeros around them, and where the point stands before them:
/// the number is `0.DIGITS × 10^point`.
pub(super) fn parts(number: &Number) -> Option<(bool, String, i64)> {
    let written = number.to_string();
    let unsigned = written.trim_start_matches('-');
    let negative = unsigned.len() < written.len();
    let (mantissa, power) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let power: i64 = power.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let leading = all.len() - all.trim_start_matches('0').len();
    let digits = all.trim_matches('0').to_owned();
    if digits.is_empty() {
        return Some((false, digits, 0));
    }
    let point = power + i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()?;
    Some((negative, digits, point))
}
